//! Whether settings may be saved although people could no longer sign in (A55, A56): fewer factors allowed, the add-on going on, a gateway
//! gone, codes to fewer countries. As with a card: only with a name typed, the organisation's, and never where it is the last owner or
//! whoever saves them.
//!
//! People come in by the policy's word and by what can be sent: somebody whose only code goes nowhere any more is locked out as well, and
//! so is whoever has nothing but authenticators that cannot show what is demanded of their kind from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::effect::{self, Cards, Class, Ground};
use domain::factor::{FactorKind, FactorSet, Profile};
use domain::id::{OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::phone::Country;
use domain::role::{Rights, Role};
use domain::time::Timestamp;
use factors::{Factor, Reach};
use store::{Authenticator, Tx};

use super::survey::{Change, Survey, class_if_made};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, LockedOut, Reason};
use crate::{App, Fault, asking};

/// Authenticators that are read at once.
const PAGE: u32 = 1_000;

/// Who would come in no more.
#[derive(Default)]
struct Losses {
    locked_out: LockedOut,
    /// Owners who come in before and after.
    owners: (u64, u64),
    /// Whether whoever saves it is among them.
    own: bool,
}

/// Refuses to put `after` in the place of `before`, where it must not be or nobody typed the organisation's name. In the unit that does it,
/// with the organisation locked.
pub(in crate::administer) fn settings_check(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (before, after): (&Organisation, &Organisation),
    confirmed: Option<&str>,
) -> Result<(), AdministerFault> {
    let classes = tx.classes(before.id)?;
    let survey = Survey::over(tx, app, before.clone(), classes)?;
    let change = survey.with_organisation(app, after.clone());
    let own = match acting.user() {
        Some(user) => tx.find_class_of(before.id, user)?,
        None => None,
    };
    let mut losses = Losses::by(&survey, &change, own.as_ref(), acting.now());
    losses.add_narrowed(tx, app, (&survey, &change), acting)?;
    losses.demand([&before.name, &after.name], confirmed)
}

/// The same after gateways were changed or removed, where nothing carries something any more that was carried before.
pub(in crate::administer) fn gateways_check(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    before: &Organisation,
    confirmed: Option<&str>,
) -> Result<(), AdministerFault> {
    let after = tx.organisation(before.id)?;
    let mut carried = before.phone_channels.iter();
    if carried.all(|channel| after.phone_channels.contains(channel)) {
        return Ok(());
    }
    settings_check(tx, app, acting, (before, &after), confirmed)
}

/// The same where codes would go to the countries `after` and no longer to those `before`.
pub(in crate::administer) fn countries_check(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (before, after): (&[Country], &[Country]),
    confirmed: Option<&str>,
) -> Result<(), AdministerFault> {
    if before.iter().all(|country| after.contains(country)) {
        return Ok(());
    }
    let survey = Survey::read(tx, app, acting.organisation())?;
    let losses = Losses::by_countries(tx, app, &survey, (before, after), acting)?;
    let name = &survey.organisation.name;
    losses.demand([name, name], confirmed)
}

impl Losses {
    /// By the policy and the gateways, a class of people at a time.
    fn by(survey: &Survey, change: &Change, own: Option<&Class>, now: Timestamp) -> Self {
        let before = survey.unchanged();
        let (ground_before, ground_after) =
            (survey.ground(&before, now), survey.ground(change, now));
        let mut cards = Cards::new(&survey.cards);
        let mut losses = Self::default();
        for class in survey.classes.iter().filter(|class| !class.suspended) {
            let held = cards.held(&class.roles);
            let was = effect::comes_in(&ground_before, held, class);
            let then = class_if_made(&ground_after, held, class, now);
            let is = effect::comes_in(&ground_after, held, &then);
            losses.count(class, held, (was, is), class.people);
            let is_own = own.is_some_and(|own| {
                (&own.roles, &own.factors, own.grace) == (&class.roles, &class.factors, class.grace)
            });
            losses.own |= is_own && was && !is;
        }
        losses
    }

    /// By the countries of the numbers of those who have nothing but codes by telephone.
    fn by_countries(
        tx: &mut Tx,
        app: &App,
        survey: &Survey,
        countries: (&[Country], &[Country]),
        acting: &Acting,
    ) -> Result<Self, AdministerFault> {
        let standing = survey.unchanged();
        let ground = survey.ground(&standing, acting.now());
        let mut cards = Cards::new(&survey.cards);
        let mut by_number = BTreeSet::new();
        let mut losses = Self::default();
        for class in &survey.classes {
            let held = cards.held(&class.roles);
            if !effect::comes_in(&ground, held, class) {
                continue;
            }
            if has_numbers_alone(&ground, held, class) {
                by_number.insert(alike(class));
            } else {
                losses.count(class, held, (true, true), class.people);
            }
        }
        let people = reached(tx, app, survey, &by_number, countries)?;
        for (user, (class, was, is)) in people {
            losses.count(&class, cards.held(&class.roles), (was, is), 1);
            losses.own |= acting.user() == Some(user) && was && !is;
        }
        Ok(losses)
    }

    fn count(&mut self, class: &Class, held: &[Role], (was, is): (bool, bool), people: u64) {
        if class.owner {
            self.owners.0 += if was { people } else { 0 };
            self.owners.1 += if is { people } else { 0 };
        }
        if was && !is {
            self.locked_out.people += people;
            if !Rights::of(class.owner, held).is_empty() {
                self.locked_out.administrators += people;
            }
        }
    }

    /// Adds those whom the policy would let in by a factor of which they have none that still suffices.
    fn add_narrowed(
        &mut self,
        tx: &mut Tx,
        app: &App,
        (survey, change): (&Survey, &Change),
        acting: &Acting,
    ) -> Result<(), Fault> {
        let (before, after) = (&survey.organisation.rules, &change.organisation.rules);
        let narrows = |factor: &&Arc<dyn Factor>| factor.narrows(before, after);
        let narrowed: Vec<_> = app.registry.iter().filter(narrows).collect();
        if narrowed.is_empty() {
            return Ok(());
        }
        let kinds: FactorSet = narrowed
            .iter()
            .map(|factor| factor.profile().kind.clone())
            .collect();
        let standing = survey.unchanged();
        let ground_before = survey.ground(&standing, acting.now());
        let ground = survey.ground(change, acting.now());
        let mut cards = Cards::new(&survey.cards);
        let mut meant = BTreeSet::new();
        for class in survey.classes.iter().filter(|class| !class.suspended) {
            let held = cards.held(&class.roles);
            let then = class_if_made(&ground, held, class, acting.now());
            let stays = effect::comes_in(&ground_before, held, class)
                && effect::comes_in(&ground, held, &then);
            if stays && has_these_alone(&ground, held, &then, &kinds) {
                meant.insert(alike(class));
            }
        }
        let mut people: BTreeMap<UserId, (Class, bool)> = BTreeMap::new();
        for factor in narrowed {
            let kind = &factor.profile().kind;
            let note = |own: Authenticator, class: Class| {
                let suffices = factor.suffices(after, &asking::opened(&own))?;
                people.entry(own.user).or_insert((class, false)).1 |= suffices;
                Ok(())
            };
            each_of_kind(tx, survey.organisation.id, kind, &meant, note)?;
        }
        for (user, (class, _)) in people.into_iter().filter(|(_, (_, suffices))| !suffices) {
            self.owners.1 = self.owners.1.saturating_sub(u64::from(class.owner));
            self.own |= acting.user() == Some(user);
            self.locked_out.people += 1;
            let administers = !Rights::of(class.owner, cards.held(&class.roles)).is_empty();
            self.locked_out.administrators += u64::from(administers);
        }
        Ok(())
    }

    fn demand(&self, names: [&String; 2], confirmed: Option<&str>) -> Result<(), AdministerFault> {
        if self.owners.0 > 0 && self.owners.1 == 0 {
            return Err(Reason::LastOwner.into());
        }
        if self.own {
            return Err(Reason::CutsYouOff.into());
        }
        let is_typed = |typed: &str| names.iter().any(|name| name.trim() == typed.trim());
        if self.locked_out.people > 0 && !confirmed.is_some_and(is_typed) {
            return Err(Reason::LocksOut(self.locked_out).into());
        }
        Ok(())
    }
}

/// What people have in common of whom the same is asked: their roles, their factors, and whether they are owners.
fn alike(class: &Class) -> (String, String, bool) {
    (class.roles.clone(), class.factors.to_string(), class.owner)
}

/// Whether people of this class are asked for something of their own, and all that can be sent to them goes to a number.
fn has_numbers_alone(ground: &Ground<'_>, held: &[Role], class: &Class) -> bool {
    let by_number =
        |profile: &Profile| profile.needs.phone || !ground.organisation.carries(profile);
    effect::asked_for(ground, held, class).is_some_and(|kinds| {
        let mut known = ground.profiles.iter();
        known.all(|profile| !kinds.contains(&profile.kind) || by_number(profile))
    })
}

/// Whether people of this class are asked for something of their own, and have nothing of it but these kinds.
fn has_these_alone(ground: &Ground<'_>, held: &[Role], class: &Class, these: &FactorSet) -> bool {
    let is_no_other =
        |profile: &Profile| these.contains(&profile.kind) || !ground.organisation.carries(profile);
    effect::asked_for(ground, held, class).is_some_and(|kinds| {
        let mut known = ground.profiles.iter();
        known.all(|profile| !kinds.contains(&profile.kind) || is_no_other(profile))
    })
}

/// Hands over every authenticator of this kind that belongs to whoever is meant.
fn each_of_kind(
    tx: &mut Tx,
    organisation: OrganisationId,
    kind: &FactorKind,
    meant: &BTreeSet<(String, String, bool)>,
    mut take: impl FnMut(Authenticator, Class) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if meant.is_empty() {
        return Ok(());
    }
    let mut last = None;
    loop {
        let page = tx.authenticators_of_kind(organisation, kind, last, PAGE)?;
        last = page.last().map(|(own, _)| (own.user, own.id));
        for (own, class) in page {
            if !class.suspended && meant.contains(&alike(&class)) {
                take(own, class)?;
            }
        }
        if last.is_none() {
            return Ok(());
        }
    }
}

/// Whoever is meant and has a number, and whether a code could be sent to one of theirs before and after.
fn reached(
    tx: &mut Tx,
    app: &App,
    survey: &Survey,
    meant: &BTreeSet<(String, String, bool)>,
    (before, after): (&[Country], &[Country]),
) -> Result<BTreeMap<UserId, (Class, bool, bool)>, Fault> {
    let mut people: BTreeMap<UserId, (Class, bool, bool)> = BTreeMap::new();
    let organisation = &survey.organisation;
    let sent = |profile: &&Profile| profile.needs.phone && organisation.carries(profile);
    for profile in survey.profiles.iter().filter(sent) {
        let note = |own: Authenticator, class: Class| {
            if let Some(country) = country_of(app, &own)? {
                let (_, was, is) = people.entry(own.user).or_insert((class, false, false));
                *was |= before.contains(&country);
                *is |= after.contains(&country);
            }
            Ok(())
        };
        each_of_kind(tx, organisation.id, &profile.kind, meant, note)?;
    }
    Ok(people)
}

/// The country of the number that an authenticator sends to.
fn country_of(app: &App, own: &Authenticator) -> Result<Option<Country>, Fault> {
    let factor = asking::factor(app, &own.kind)?;
    Ok(match factor.reach(&asking::opened(own))? {
        Some(Reach::Number(number)) => Some(number.country()),
        _ => None,
    })
}
