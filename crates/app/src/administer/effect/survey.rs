//! An organisation's people by class, its cards, and what can be enrolled there: read in one unit, judged as often as is asked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::effect::{self, Cards, Class, Ground, Tally, Verdict};
use domain::factor::{FactorSet, Profile};
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use domain::role::{Rights, Role};
use domain::time::Timestamp;
use store::ReadTx;

use super::{EDITS_CARDS, is_out};
use crate::{App, Fault, decision};

/// What is judged.
pub(crate) struct Survey {
    pub(crate) organisation: Organisation,
    pub(crate) cards: Vec<Role>,
    pub(crate) classes: Vec<Class>,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) enrolable: Vec<Profile>,
}

/// The same organisation after a change that nobody has made yet.
pub(crate) struct Change {
    pub(crate) organisation: Organisation,
    pub(crate) cards: Vec<Role>,
    /// What can be enrolled then.
    pub(crate) enrolable: Vec<Profile>,
}

/// What a change comes to.
#[derive(Default)]
pub(crate) struct Judged {
    /// The people who have the card in question.
    pub(crate) tally: Tally,
    pub(crate) newly_locked_out: u64,
    pub(crate) administrators_cut_off: u64,
    /// Those of the newly locked out who administer anything.
    pub(crate) administrators_locked_out: u64,
    /// The people who are asked, by the factors they have.
    pub(crate) asked_with: BTreeMap<FactorSet, u64>,
    /// Owners of the whole organisation who come in before and after.
    owners: (u64, u64),
}

impl Judged {
    /// Whether there were owners who could sign in, and none is left.
    pub(crate) const fn cuts_off_all_owners(&self) -> bool {
        self.owners.0 > 0 && self.owners.1 == 0
    }
}

impl Survey {
    pub(crate) fn read(
        tx: &mut ReadTx,
        app: &App,
        organisation: OrganisationId,
    ) -> Result<Self, Fault> {
        let classes = tx.classes(organisation)?;
        Self::of(tx, app, organisation, classes)
    }

    /// The same over these people alone.
    pub(crate) fn of(
        tx: &mut ReadTx,
        app: &App,
        organisation: OrganisationId,
        classes: Vec<Class>,
    ) -> Result<Self, Fault> {
        let organisation = tx.organisation(organisation)?;
        Self::over(tx, app, organisation, classes)
    }

    /// The same with an organisation that was read before something else was written.
    pub(crate) fn over(
        tx: &mut ReadTx,
        app: &App,
        organisation: Organisation,
        classes: Vec<Class>,
    ) -> Result<Self, Fault> {
        let profiles = app.registry.profiles();
        Ok(Self {
            cards: tx.roles(organisation.id)?,
            classes,
            enrolable: decision::enrolable(app, &organisation, &profiles),
            profiles,
            organisation,
        })
    }

    /// The organisation with this card in the place of the stored one. A card that is not stored yet is nobody's.
    pub(crate) fn with_card(&self, draft: &Role) -> Change {
        let changed = |card: &Role| {
            if card.id == draft.id {
                Role {
                    key: card.key.clone(),
                    ..draft.clone()
                }
            } else {
                card.clone()
            }
        };
        Change {
            cards: self.cards.iter().map(changed).collect(),
            ..self.unchanged()
        }
    }

    /// The organisation as it stands.
    pub(crate) fn unchanged(&self) -> Change {
        Change {
            organisation: self.organisation.clone(),
            cards: self.cards.clone(),
            enrolable: self.enrolable.clone(),
        }
    }

    /// The same people and cards under other settings, or with other gateways.
    pub(crate) fn with_organisation(&self, app: &App, organisation: Organisation) -> Change {
        Change {
            enrolable: decision::enrolable(app, &organisation, &self.profiles),
            organisation,
            cards: self.cards.clone(),
        }
    }

    pub(crate) fn ground<'a>(&'a self, change: &'a Change, at: Timestamp) -> Ground<'a> {
        Ground {
            organisation: &change.organisation,
            enrolable: &change.enrolable,
            profiles: &self.profiles,
            at,
        }
    }

    /// What `change` does at that moment if it is made now, to the people who have `card`; where none is named, to everybody.
    pub(crate) fn judge(
        &self,
        change: &Change,
        card: Option<&Role>,
        at: Timestamp,
        now: Timestamp,
    ) -> Judged {
        let before = self.unchanged();
        let (ground_before, ground_after) = (self.ground(&before, at), self.ground(change, at));
        let (mut cards_before, mut cards_after) =
            (Cards::new(&before.cards), Cards::new(&change.cards));
        let key = card.map(|card| self.key_of(card));
        let mut judged = Judged::default();
        for class in &self.classes {
            let held_before = cards_before.held(&class.roles);
            let was = effect::verdict(&ground_before, held_before, class);
            let held = cards_after.held(&class.roles);
            let meets = effect::before_days_run(held_before, class, now);
            let is = verdict_if_made(&ground_after, held, &meets, now);
            judged.count_owner(class, was, is);
            let is_meant = key.is_none_or(|key| key.is_some_and(|key| class.has_role(key)));
            if is_meant {
                judged.count(class, (was, is), held, &self.profiles);
            }
        }
        judged
    }

    fn key_of(&self, card: &Role) -> Option<&str> {
        let stored = self.cards.iter().find(|stored| stored.id == card.id);
        stored.map(|stored| stored.key.as_str())
    }

    /// Whether `change` keeps people of this class out who come in today, or takes the right to edit cards from them.
    pub(crate) fn cuts_off(
        &self,
        change: &Change,
        own: &Class,
        at: Timestamp,
        now: Timestamp,
    ) -> bool {
        let before = self.unchanged();
        let (mut cards_before, mut cards_after) =
            (Cards::new(&before.cards), Cards::new(&change.cards));
        let (had, has) = (cards_before.held(&own.roles), cards_after.held(&own.roles));
        let was = effect::verdict(&self.ground(&before, at), had, own);
        let meets = effect::before_days_run(had, own, now);
        let is = verdict_if_made(&self.ground(change, at), has, &meets, now);
        let may = |held: &[Role]| Rights::of(own.owner, held).has(EDITS_CARDS);
        (is_out(is) && !is_out(was)) || (may(had) && !may(has))
    }
}

/// The verdict with the grace that begins when the change is made.
pub(crate) fn verdict_if_made(
    ground: &Ground<'_>,
    held: &[Role],
    class: &Class,
    now: Timestamp,
) -> Verdict {
    effect::verdict(ground, held, &class_if_made(ground, held, class, now))
}

/// The people with the grace that begins when the change is made.
pub(super) fn class_if_made<'a>(
    ground: &Ground<'_>,
    held: &[Role],
    class: &'a Class,
    now: Timestamp,
) -> Cow<'a, Class> {
    match effect::grace_to_begin(ground, held, class, now) {
        None => Cow::Borrowed(class),
        grace => Cow::Owned(Class {
            grace,
            ..class.clone()
        }),
    }
}

impl Judged {
    fn count_owner(&mut self, class: &Class, was: Verdict, is: Verdict) {
        if class.owner && was != Verdict::NotConcerned {
            let count = |verdict| if is_out(verdict) { 0 } else { class.people };
            self.owners.0 += count(was);
            self.owners.1 += count(is);
        }
    }

    fn count(
        &mut self,
        class: &Class,
        (was, is): (Verdict, Verdict),
        held: &[Role],
        profiles: &[Profile],
    ) {
        self.tally.add(class, is, profiles);
        if is.is_asked() && !is_out(is) {
            *self.asked_with.entry(class.factors.clone()).or_default() += class.people;
        }
        if !is_out(is) {
            return;
        }
        let rights = Rights::of(class.owner, held);
        let administrators = if rights.is_empty() { 0 } else { class.people };
        self.administrators_cut_off += administrators;
        if !is_out(was) {
            self.newly_locked_out += class.people;
            self.administrators_locked_out += administrators;
        }
    }
}
