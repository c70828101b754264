//! The readiness report: each person who has a card, how they stand to it as it is typed, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::effect::{self, Addresses, Cards, Class, Tally, Verdict};
use domain::factor::{FactorKind, FactorSet, Profile};
use domain::id::{OrganisationId, UserId};
use domain::policy::Requirement;
use domain::role::{BuiltIn, Role};
use domain::time::Timestamp;
use store::{ClassedPerson, ReadTx, ReadinessFilter};

use super::first_day;
use super::survey::{Change, Survey, verdict_if_made};
use crate::administer::{AdministerFault, By, unit};
use crate::{App, Fault};

/// People on a page.
pub const PAGE: u32 = 50;

/// People in a table for other programs, at most.
pub const MOST_EXPORTED: usize = 100_000;

/// People that are read at a time for such a table.
const READ_AT_A_TIME: u32 = 1_000;

/// How somebody stands to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Readiness {
    /// Nothing that is allowed can be used or set up.
    LockedOut,
    /// Must set something up, and the days to put it off are over.
    Late,
    /// Must set something up at the next login.
    MustEnrol,
    /// Must set something up, and may put it off.
    InGrace,
    /// Has what is asked for.
    Ready,
    /// Is asked for nothing.
    Unasked,
    /// Is suspended, or a machine.
    NotConcerned,
}

impl Readiness {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 7] = [
        Self::LockedOut,
        Self::Late,
        Self::MustEnrol,
        Self::InGrace,
        Self::Ready,
        Self::Unasked,
        Self::NotConcerned,
    ];

    /// Its name in addresses and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LockedOut => "locked-out",
            Self::Late => "late",
            Self::MustEnrol => "must-enrol",
            Self::InGrace => "in-grace",
            Self::Ready => "ready",
            Self::Unasked => "unasked",
            Self::NotConcerned => "not-concerned",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// Whether there is something that the person, or somebody for them, has to do.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::LockedOut | Self::Late | Self::MustEnrol | Self::InGrace
        )
    }

    /// Late is whoever's days are over now; a day that still lies ahead, and leaves none, is the card's own first day.
    fn of(verdict: Verdict, class: &Class, now: Timestamp) -> Self {
        match verdict {
            Verdict::NotConcerned => Self::NotConcerned,
            Verdict::Unasked => Self::Unasked,
            Verdict::Asked => Self::Ready,
            Verdict::InGrace(_) => Self::InGrace,
            Verdict::MustEnrol if class.grace.is_some_and(|until| until <= now) => Self::Late,
            Verdict::MustEnrol => Self::MustEnrol,
            Verdict::LockedOut => Self::LockedOut,
        }
    }
}

/// Why somebody is not ready, or may soon not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Their cards and the organisation allow no factor in common.
    NothingAllowed,
    /// No factor of this program that is allowed is as strong as their cards demand.
    NothingStrongEnough,
    /// What is allowed and strong enough cannot be set up here: no gateway or no mail server works for it.
    NothingToSetUp,
    /// They have no factor.
    NoFactor,
    /// What they have is not allowed, or not strong enough.
    NotEnough(FactorSet),
    /// No mobile number is on record.
    NoMobile,
    /// No confirmed mailbox is on record.
    NoEmail,
    /// They never signed in.
    NeverIn,
    /// They have no password yet.
    NoPassword,
    /// All that they have is a key in one device: with the device they lose their way in.
    OneDevice,
    /// They are suspended.
    Suspended,
    /// The account is a machine's.
    Machine,
}

impl Why {
    /// The stable code; `readiness-why-<code>` says it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingAllowed => "nothing-allowed",
            Self::NothingStrongEnough => "nothing-strong-enough",
            Self::NothingToSetUp => "nothing-to-set-up",
            Self::NoFactor => "no-factor",
            Self::NotEnough(_) => "not-enough",
            Self::NoMobile => "no-mobile",
            Self::NoEmail => "no-email",
            Self::NeverIn => "never-in",
            Self::NoPassword => "no-password",
            Self::OneDevice => "one-device",
            Self::Suspended => "suspended",
            Self::Machine => "machine",
        }
    }
}

/// Which part of the report is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadinessPart {
    /// Only those who stand like this.
    pub only: Option<Readiness>,
    /// Behind this row: the key of a name, and whose it is.
    pub after: Option<(String, UserId)>,
}

/// One person of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadinessRow {
    /// Who it is.
    pub user: UserId,
    /// The name to sign in with.
    pub username: String,
    /// The name for people.
    pub name: String,
    /// How they stand.
    pub readiness: Readiness,
    /// Until when they may, or might, put enrolment off.
    pub grace_until: Option<Timestamp>,
    /// Why, the weightiest first.
    pub why: Vec<Why>,
    /// The factors that they have.
    pub factors: Vec<FactorKind>,
    /// The kinds of address on record.
    pub addresses: Addresses,
    /// When they last signed in.
    pub last_login_at: Option<Timestamp>,
    name_key: String,
}

impl ReadinessRow {
    /// Where the row stands, for the page behind it.
    pub fn place(&self) -> (String, UserId) {
        (self.name_key.clone(), self.user)
    }
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// From when the card does this.
    pub at: Timestamp,
    /// All the people who have the card.
    pub tally: Tally,
    /// How many stand how.
    pub counts: BTreeMap<Readiness, u64>,
    /// How many of them have nothing but a key in one device (recovery codes apart).
    pub on_one_device: u64,
    /// The people of this part, by name.
    pub rows: Vec<ReadinessRow>,
    /// Whether there are more behind them.
    pub has_more: bool,
}

/// Reads a page of the report on `draft` as it is typed.
pub async fn readiness(
    app: &Arc<App>,
    organisation: OrganisationId,
    draft: Role,
    part: ReadinessPart,
    now: Timestamp,
) -> Result<Report, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        let judged = Judgement::read(tx, &inner, organisation, &draft, now)?;
        Ok(judged.report(tx, &part, PAGE)?)
    })
    .await
}

/// Reads the whole report, up to [`MOST_EXPORTED`] people; that it was read is put on record.
pub async fn export_readiness(
    app: &Arc<App>,
    organisation: OrganisationId,
    draft: Role,
    only: Option<Readiness>,
    by: &By,
) -> Result<Report, AdministerFault> {
    let (kind, now) = (EventKind::ReadinessExported, by.now());
    let key = draft.key.clone();
    let told = move |tx: &mut store::Tx, acting: &crate::administer::acting::Acting| {
        let event = acting.event(kind).with("role", &key);
        Ok(tx.audit(acting.organisation(), &event, acting.now())?)
    };
    unit::act_without_proof(app, organisation, by, BuiltIn::Roles, kind, told).await?;
    let mut part = ReadinessPart { only, after: None };
    let mut whole: Option<Report> = None;
    loop {
        let (inner, draft, asked) = (Arc::clone(app), draft.clone(), part.clone());
        let next = unit::read(app, move |tx| {
            let judged = Judgement::read(tx, &inner, organisation, &draft, now)?;
            Ok(judged.report(tx, &asked, READ_AT_A_TIME)?)
        })
        .await?;
        part.after = next.rows.last().map(ReadinessRow::place);
        let report = match whole.take() {
            None => next,
            Some(mut before) => {
                before.rows.extend(next.rows);
                before.has_more = next.has_more;
                before
            }
        };
        if !report.has_more || report.rows.len() >= MOST_EXPORTED {
            return Ok(report);
        }
        whole = Some(report);
    }
}

/// A card as it is typed, judged over every class of its people.
pub(super) struct Judgement {
    survey: Survey,
    change: Change,
    draft: Role,
    pub(super) at: Timestamp,
    now: Timestamp,
    tally: Tally,
    by_readiness: BTreeMap<Readiness, Vec<Class>>,
    /// The kind that stands behind others and is no way by itself.
    backup: Option<FactorKind>,
}

impl Judgement {
    pub(super) fn read(
        tx: &mut ReadTx,
        app: &App,
        organisation: OrganisationId,
        draft: &Role,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let survey = Survey::read(tx, app, organisation)?;
        let change = survey.with_card(draft);
        let at = first_day(draft, now);
        let tally = survey.judge(&change, Some(draft), at, now).tally;
        let mut by_readiness: BTreeMap<Readiness, Vec<Class>> = BTreeMap::new();
        let (ground, mut cards) = (survey.ground(&change, at), Cards::new(&change.cards));
        let mut stored = Cards::new(&survey.cards);
        let key = change.cards.iter().find(|card| card.id == draft.id);
        for class in &survey.classes {
            if !key.is_some_and(|card| class.has_role(&card.key)) {
                continue;
            }
            let meets = effect::before_days_run(stored.held(&class.roles), class, now);
            let verdict = verdict_if_made(&ground, cards.held(&class.roles), &meets, now);
            let readiness = Readiness::of(verdict, &meets, now);
            by_readiness
                .entry(readiness)
                .or_default()
                .push(class.clone());
        }
        let backup = app.registry.backup().map(|one| one.profile().kind.clone());
        Ok(Self {
            backup,
            survey,
            change,
            draft: draft.clone(),
            at,
            now,
            tally,
            by_readiness,
        })
    }

    fn classes(&self, fits: impl Fn(Readiness) -> bool) -> Vec<Class> {
        let meant = self.by_readiness.iter().filter(|(one, _)| fits(**one));
        meant
            .flat_map(|(_, classes)| classes.iter().cloned())
            .collect()
    }

    /// How many stand so.
    pub(super) fn count(&self, fits: impl Fn(Readiness) -> bool) -> u64 {
        self.classes(fits).iter().map(|class| class.people).sum()
    }

    /// Those among them who have a confirmed mailbox.
    pub(super) fn count_reachable(&self, fits: impl Fn(Readiness) -> bool) -> u64 {
        let classes = self.classes(fits);
        let reachable = classes.iter().filter(|class| class.addresses.email);
        reachable.map(|class| class.people).sum()
    }

    /// Those with a confirmed mailbox: how they stand, and until when they may wait.
    pub(super) fn reachable(&self) -> Vec<(Readiness, Option<Timestamp>, u64)> {
        let (ground, mut cards) = (
            self.survey.ground(&self.change, self.at),
            Cards::new(&self.change.cards),
        );
        let mut stored = Cards::new(&self.survey.cards);
        let mut reachable = Vec::new();
        for (readiness, classes) in &self.by_readiness {
            for class in classes.iter().filter(|class| class.addresses.email) {
                let meets = effect::before_days_run(stored.held(&class.roles), class, self.now);
                let held = cards.held(&class.roles);
                let end = match verdict_if_made(&ground, held, &meets, self.now) {
                    Verdict::InGrace(until) => Some(until),
                    _ => meets.grace,
                };
                reachable.push((*readiness, end, class.people));
            }
        }
        reachable
    }

    /// People who stand so, by name behind `after`.
    pub(super) fn rows(
        &self,
        tx: &mut ReadTx,
        fits: impl Fn(Readiness) -> bool,
        after: Option<&(String, UserId)>,
        limit: u32,
    ) -> Result<Vec<ReadinessRow>, Fault> {
        let classes = self.classes(fits);
        let filter = ReadinessFilter {
            role: self.draft.id,
            classes: &classes,
            of: self.count(|_| true),
            now: self.now,
        };
        let after = after.map(|(key, user)| (key.as_str(), *user));
        let organisation = self.survey.organisation.id;
        let people = tx.readiness_rows(organisation, &filter, after, limit)?;
        let users: Vec<UserId> = people.iter().map(|person| person.user.id).collect();
        let on_one_device = tx.on_one_device(organisation, &users, self.backup.as_ref())?;
        let mut cards = Cards::new(&self.change.cards);
        let mut stored = Cards::new(&self.survey.cards);
        let row = |mut person: ClassedPerson| {
            let held = stored.held(&person.class.roles);
            person.class = effect::before_days_run(held, &person.class, self.now).into_owned();
            let is_on_one_device = on_one_device.contains(&person.user.id);
            let mut row = self.row(person, &mut cards);
            if is_on_one_device && row.readiness != Readiness::NotConcerned {
                row.why.push(Why::OneDevice);
            }
            row
        };
        Ok(people.into_iter().map(row).collect())
    }

    /// How many of the card's people have nothing but a key in one device. Where nobody has a single kind of factor nobody is asked for it.
    fn count_on_one_device(&self, tx: &mut ReadTx) -> Result<u64, Fault> {
        let has_one_kind = |class: &Class| {
            let standing = class
                .factors
                .iter()
                .filter(|kind| self.backup.as_ref() != Some(*kind));
            standing.count() == 1
        };
        if !self.classes(|_| true).iter().any(has_one_kind) {
            return Ok(0);
        }
        let organisation = self.survey.organisation.id;
        let counted = tx.count_on_one_device(organisation, self.draft.id, self.backup.as_ref());
        Ok(counted?)
    }

    fn report(&self, tx: &mut ReadTx, part: &ReadinessPart, limit: u32) -> Result<Report, Fault> {
        let fits = |one| part.only.is_none_or(|only| only == one);
        let mut rows = self.rows(tx, fits, part.after.as_ref(), limit + 1)?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let count = |readiness| (readiness, self.count(|one| one == readiness));
        Ok(Report {
            at: self.at,
            tally: self.tally,
            counts: Readiness::ALL.into_iter().map(count).collect(),
            on_one_device: self.count_on_one_device(tx)?,
            rows,
            has_more,
        })
    }

    fn row(&self, person: ClassedPerson, cards: &mut Cards<'_>) -> ReadinessRow {
        let ClassedPerson {
            user,
            name_key,
            class,
        } = person;
        let held = cards.held(&class.roles);
        let ground = self.survey.ground(&self.change, self.at);
        let verdict = verdict_if_made(&ground, held, &class, self.now);
        let readiness = Readiness::of(verdict, &class, self.now);
        let mut why = self.because(verdict, held, &class);
        if verdict.is_asked() && !user.has_password {
            why.push(Why::NoPassword);
        } else if verdict.is_asked() && user.last_login_at.is_none() {
            why.push(Why::NeverIn);
        }
        ReadinessRow {
            user: user.id,
            username: user.username,
            name: user.name,
            readiness,
            grace_until: match verdict {
                Verdict::InGrace(until) => Some(until),
                _ => class.grace,
            },
            why,
            factors: class.factors.iter().cloned().collect(),
            addresses: class.addresses,
            last_login_at: user.last_login_at,
            name_key,
        }
    }

    /// Why nothing is left to set up.
    fn out_of(&self, required: &Requirement) -> Why {
        let strong_enough = |profile: &Profile| {
            let Profile { kind, .. } = profile;
            let (aal2, resistant) = (profile.reaches_aal2, profile.phishing_resistant);
            !profile.is_backup && required.is_met_by(kind, aal2, resistant)
        };
        if required.allowed.as_ref().is_some_and(FactorSet::is_empty) {
            Why::NothingAllowed
        } else if self.survey.profiles.iter().any(strong_enough) {
            Why::NothingToSetUp
        } else {
            Why::NothingStrongEnough
        }
    }

    fn because(&self, verdict: Verdict, held: &[Role], class: &Class) -> Vec<Why> {
        let mut why = Vec::new();
        let ground = self.survey.ground(&self.change, self.at);
        let own = effect::usable(&self.survey.profiles, &class.factors);
        let required = effect::requirement(&ground, held, &own);
        match verdict {
            Verdict::NotConcerned if class.suspended => why.push(Why::Suspended),
            Verdict::NotConcerned => why.push(Why::Machine),
            Verdict::Unasked | Verdict::Asked => {}
            Verdict::LockedOut => why.push(self.out_of(&required)),
            Verdict::MustEnrol | Verdict::InGrace(_) => {
                let standing: FactorSet = own
                    .iter()
                    .filter(|factor| !factor.is_backup)
                    .map(|factor| factor.kind.clone())
                    .collect();
                why.push(if standing.is_empty() {
                    Why::NoFactor
                } else {
                    Why::NotEnough(standing)
                });
            }
        }
        if matches!(
            verdict,
            Verdict::MustEnrol | Verdict::InGrace(_) | Verdict::LockedOut
        ) {
            let allows = |needs: fn(&domain::factor::Needs) -> bool| {
                let profiles = self.survey.profiles.iter();
                let fits = |kind| {
                    required
                        .allowed
                        .as_ref()
                        .is_none_or(|set| set.contains(kind))
                };
                profiles
                    .into_iter()
                    .any(|one| needs(&one.needs) && fits(&one.kind))
            };
            if !effect::has_mobile(&self.survey.profiles, class) && allows(|needs| needs.phone) {
                why.push(Why::NoMobile);
            }
            if !class.addresses.email && allows(|needs| needs.email) {
                why.push(Why::NoEmail);
            }
        }
        why
    }
}
