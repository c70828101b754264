//! What role cards do to people before anybody signs in: classes of people who are alike to the policy, and what each class would meet.
//!
//! Nothing here decides: [`verdict`] asks [`policy::requirement`] and walks through [`policy::Requirement::next_step`] as a login with the
//! right password would, so that a preview cannot say anything else than what then happens.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::factor::{DeviceProof, Evidence, FactorSet, Profile};
use crate::message::MessageChannel;
use crate::organisation::Organisation;
use crate::policy::{self, Requirement, Step, Usable};
use crate::role::{BuiltIn, Role};
use crate::time::{Span, Timestamp};

mod tally;

pub use tally::{Tally, times_a_month};

/// Which kinds of address somebody has, as `users.address_set` keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Addresses {
    /// A confirmed mailbox.
    pub email: bool,
    /// A mobile number.
    pub mobile: bool,
    /// Another number.
    pub phone: bool,
}

impl Addresses {
    /// The set written as text: `email,mobile,phone`. What else stands there is nothing.
    pub fn parse(text: &str) -> Self {
        let has = |token: &str| text.split(',').any(|one| one == token);
        Self {
            email: has("email"),
            mobile: has("mobile"),
            phone: has("phone"),
        }
    }
}

/// As [`Addresses::parse`] reads it.
impl fmt::Display for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (self.email, "email"),
            (self.mobile, "mobile"),
            (self.phone, "phone"),
        ];
        let had: Vec<&str> = kinds
            .into_iter()
            .filter_map(|(has, kind)| has.then_some(kind))
            .collect();
        f.write_str(&had.join(","))
    }
}

/// People who are alike in all that the policy looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The keys of their roles, in order, joined by commas.
    pub roles: String,
    /// The kinds that they have enrolled.
    pub factors: FactorSet,
    /// Which kinds of address they have.
    pub addresses: Addresses,
    /// Whether they own the organisation.
    pub owner: bool,
    /// Whether they are suspended.
    pub suspended: bool,
    /// Until when they may put enrolment off.
    pub grace: Option<Timestamp>,
    /// How many they are.
    pub people: u64,
}

impl Class {
    /// Whether they have the role with this key.
    pub fn has_role(&self, key: &str) -> bool {
        self.roles.split(',').any(|one| one == key)
    }
}

/// What a login of somebody meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They do not sign in: suspended, or a machine.
    NotConcerned,
    /// The password is enough.
    Unasked,
    /// They are asked for a second step that they have.
    Asked,
    /// They must set one up before they come in.
    MustEnrol,
    /// They may put that off.
    InGrace(Timestamp),
    /// Nothing that the cards allow can be used or set up.
    LockedOut,
}

impl Verdict {
    /// Whether the next login asks them for anything beside the password.
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::NotConcerned | Self::Unasked)
    }
}

/// What a verdict rests on beside the person.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The organisation.
    pub organisation: &'a Organisation,
    /// The kinds that can be enrolled here.
    pub enrolable: &'a [Profile],
    /// Every kind known here.
    pub profiles: &'a [Profile],
    /// The moment of the login.
    pub at: Timestamp,
}

/// What a login of people with these cards, factors and grace meets.
pub fn verdict(ground: &Ground<'_>, held: &[Role], class: &Class) -> Verdict {
    if class.suspended || held.iter().any(|role| role.api_integrator) {
        return Verdict::NotConcerned;
    }
    let own = usable(ground.profiles, &class.factors);
    let required = requirement(ground, held, &own);
    let mut evidence = vec![Evidence::password(ground.at)];
    // Whoever has a factor that is not enough proves it before another is set up: one proof more, and the next step says which it is.
    loop {
        let step = required.next_step(&evidence, &own, ground.enrolable, class.grace, ground.at);
        return match step {
            Step::Complete if required.two_step => Verdict::Asked,
            Step::Complete => Verdict::Unasked,
            Step::Enrol => Verdict::MustEnrol,
            Step::OfferGrace { until } => Verdict::InGrace(until),
            Step::Prove(kinds) if evidence.len() == 1 => {
                let proved = |profile: &&Profile| kinds.contains(&profile.kind);
                match ground.profiles.iter().find(proved) {
                    Some(profile) => {
                        evidence.push(Evidence::of(
                            profile,
                            ground.at,
                            DeviceProof::default(),
                            None,
                        ));
                        continue;
                    }
                    None => Verdict::LockedOut,
                }
            }
            Step::Prove(_) | Step::Support => Verdict::LockedOut,
        };
    }
}

/// What a login of people with these cards and factors must prove, on a browser that nobody trusts.
pub fn requirement(ground: &Ground<'_>, held: &[Role], own: &[Usable]) -> Requirement {
    policy::requirement(ground.organisation, held, own, None, None, ground.at)
}

/// The kinds of which a login of these people asks for one right after the password; `None` where it asks for none of their own.
pub fn asked_for(ground: &Ground<'_>, held: &[Role], class: &Class) -> Option<FactorSet> {
    let own = usable(ground.profiles, &class.factors);
    let evidence = [Evidence::password(ground.at)];
    let required = requirement(ground, held, &own);
    let step = required.next_step(&evidence, &own, ground.enrolable, class.grace, ground.at);
    match step {
        Step::Prove(kinds) => Some(kinds),
        _ => None,
    }
}

/// Whether people of this class come in: the policy leaves them a way, and where it asks for something of their own, a code of it can go
/// out.
pub fn comes_in(ground: &Ground<'_>, held: &[Role], class: &Class) -> bool {
    let carried = |kinds: FactorSet| {
        let mut known = ground.profiles.iter();
        known.any(|profile| kinds.contains(&profile.kind) && ground.organisation.carries(profile))
    };
    match verdict(ground, held, class) {
        Verdict::NotConcerned | Verdict::LockedOut => false,
        _ => asked_for(ground, held, class).is_none_or(carried),
    }
}

/// The factors of a set as the policy sees them. A kind that this program does not know counts for nothing.
pub fn usable(profiles: &[Profile], factors: &FactorSet) -> Vec<Usable> {
    profiles
        .iter()
        .filter(|profile| factors.contains(&profile.kind))
        .map(|profile| Usable::of(profile, None))
        .collect()
}

/// Whether people of this class have a mobile number: one on record, or one that they proved when they set up a factor that sends text
/// messages to it.
pub fn has_mobile(profiles: &[Profile], class: &Class) -> bool {
    let proves = |profile: &Profile| {
        profile.needs.gateway == Some(MessageChannel::Sms) && class.factors.contains(&profile.kind)
    };
    class.addresses.mobile || profiles.iter().any(proves)
}

/// Until when somebody with these cards may put off setting up what they demand, counted from `now`; `None` where they may not.
///
/// Each card's days count from its own first day, and the strictest card wins.
pub fn grace_until(
    organisation: &Organisation,
    held: &[Role],
    now: Timestamp,
) -> Option<Timestamp> {
    held.iter()
        .filter(|role| organisation.two_step_add_on && role.two_step)
        .map(|role| {
            let begins = role.two_step_from.map_or(now, |from| from.max(now));
            begins + Span::days(i64::from(role.grace_days))
        })
        .min()
        .filter(|until| *until > now)
}

/// The grace that begins for people of this class when cards are saved now: nothing where they have one already, were told of one, or
/// have what the cards ask for. What cards demand on a later day is judged as of that day.
pub fn grace_to_begin(
    ground: &Ground<'_>,
    held: &[Role],
    class: &Class,
    now: Timestamp,
) -> Option<Timestamp> {
    let until = grace_until(ground.organisation, held, now)?;
    let later = Ground {
        at: until,
        ..*ground
    };
    let must = class.grace.is_none() && verdict(&later, held, class) == Verdict::MustEnrol;
    must.then_some(until)
}

/// The end that cards give which demand nothing yet: the first of their first days and the days from there. `None` where any of these
/// demands two-step already, for then days are running that no change of a card renews.
fn end_of_what_lies_ahead(held: &[Role], now: Timestamp) -> Option<Timestamp> {
    let mut first = None;
    for role in held.iter().filter(|role| role.two_step) {
        let from = role.two_step_from.filter(|from| *from > now)?;
        let end = from + Span::days(i64::from(role.grace_days));
        first = Some(first.map_or(end, |first: Timestamp| first.min(end)));
    }
    first
}

/// The people of this class as a change of cards meets them. A day that was given by cards whose own first day lies ahead has not begun to
/// run: it falls with what the cards said, and is given anew by what they say then. `held` is their cards before the change.
pub fn before_days_run<'a>(held: &[Role], class: &'a Class, now: Timestamp) -> Cow<'a, Class> {
    if class.grace.is_none() || class.grace != end_of_what_lies_ahead(held, now) {
        return Cow::Borrowed(class);
    }
    Cow::Owned(Class {
        grace: None,
        ..class.clone()
    })
}

/// The cards of an organisation by the sets of roles that people have.
#[derive(Debug, Clone)]
pub struct Cards<'a> {
    all: &'a [Role],
    by_set: BTreeMap<String, Vec<Role>>,
}

impl<'a> Cards<'a> {
    /// Over these cards.
    pub const fn new(all: &'a [Role]) -> Self {
        Self {
            all,
            by_set: BTreeMap::new(),
        }
    }

    /// The cards that people with this set have. A key that no card has counts for nothing.
    pub fn held(&mut self, set: &str) -> &[Role] {
        let all = self.all;
        self.by_set.entry(set.to_owned()).or_insert_with(|| {
            all.iter()
                .filter(|role| set.split(',').any(|key| key == role.key))
                .map(|role| Role {
                    permissions: built_in(role),
                    ..role.clone()
                })
                .collect()
        })
    }
}

/// The rights inside Tvåsteg that a card gives. The organisation's own permissions decide nothing here, and may be many.
fn built_in(role: &Role) -> BTreeSet<String> {
    let keys = BuiltIn::ALL.into_iter().map(BuiltIn::key);
    keys.filter(|key| role.permissions.contains(*key))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
