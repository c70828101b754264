//! The words for how somebody stands and what they have.

use app::administer::people::{Listed, PeoplePage as Page, PersonState};
use domain::time::Timestamp;
use domain::user::User;
use text::Text;

use super::address;
use crate::arrival::Arrival;
use crate::pages::admin::PersonRow;
use crate::when::moment;

/// A row of the list.
pub(super) fn row(arrival: &Arrival, one: &Listed, page: &Page) -> PersonRow {
    let text = &arrival.text;
    let now = arrival.requester.now;
    let roles: Vec<&str> = one
        .roles
        .iter()
        .map(|key| {
            let card = page.roles.iter().find(|role| role.key == *key);
            card.map_or(key.as_str(), |role| role.name.as_str())
        })
        .collect();
    let kinds: Vec<String> = one
        .user
        .factor_set
        .iter()
        .map(|kind| factor(text, kind.as_str()))
        .collect();
    let mailbox = page.mailboxes.get(&one.user.id);
    PersonRow {
        name: one.user.name.clone(),
        username: one.user.username.clone(),
        href: address(one.user.id),
        mailbox: mailbox.map_or_else(String::new, |mailbox| mailbox.value.clone()),
        roles: roles.join(", "),
        factors: kinds.join(", "),
        tags: tags(text, &one.user, one.locked_until, now),
        last_login: one
            .user
            .last_login_at
            .map_or_else(|| text.get("people-never"), |at| moment(arrival, at)),
    }
}

/// How somebody stands, in words with their class.
pub(super) fn tags(
    text: &Text,
    user: &User,
    locked_until: Option<Timestamp>,
    now: Timestamp,
) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    if user.owner {
        tags.push(("tag", text.get("people-owner")));
    }
    if user.suspended_at.is_some() {
        tags.push(("tag bad", state(text, PersonState::Suspended)));
    }
    if locked_until.is_some_and(|until| until > now) {
        tags.push(("tag warn", state(text, PersonState::Locked)));
    }
    if user.factor_set.is_empty() && user.grace_until.is_some_and(|until| until <= now) {
        tags.push(("tag warn", state(text, PersonState::Late)));
    }
    tags
}

/// The name of a state.
pub(super) fn state(text: &Text, state: PersonState) -> String {
    text.get(&format!("people-state-{}", state.as_str()))
}

/// The name of a factor; its code where nobody has a name for it any more.
pub(super) fn factor(text: &Text, kind: &str) -> String {
    let key = format!("factor-{kind}");
    if text.has(&key) {
        text.get(&key)
    } else {
        kind.to_owned()
    }
}
