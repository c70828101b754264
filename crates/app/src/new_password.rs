//! What a new password must be like: one rule for every page that takes one.

use domain::password::{self, LEAST_ALONE, LEAST_WITH_TWO_STEP, Password};
use domain::refusal::Refusal;
use domain::time::Timestamp;

use crate::decision::Facts;

/// The fewest characters: less where the role cards always ask for a second step beside the password, more where the organisation says so.
pub(crate) fn least(facts: &Facts, now: Timestamp) -> u32 {
    let floor = if facts.requirement(None, now).demanded {
        LEAST_WITH_TWO_STEP
    } else {
        LEAST_ALONE
    };
    floor.max(facts.organisation.rules.password_least)
}

/// Checks a new password for this person: long enough, not a common one, not a name that anybody could guess.
pub(crate) fn check(facts: &Facts, new: &Password, now: Timestamp) -> Result<(), Refusal> {
    let (user, organisation) = (&facts.user, &facts.organisation);
    let whole = [
        user.username.as_str(),
        &user.name,
        &organisation.name,
        &organisation.slug,
    ];
    let personal: Vec<&str> = whole
        .into_iter()
        .chain(user.name.split_whitespace())
        .collect();
    password::check_new(new, least(facts, now), &personal)
}
