//! Tells of what an import did to those who were there before: rows of the log about each of them in the unit that does it (R62), and letters
//! afterwards, a few at a time, to where each could be reached before (R32). Taking an import back is told the same way.
//!
//! A letter never goes to an address that the import brought: whoever brought it would be the only one told.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, ImportId, OrganisationId};
use domain::time::Timestamp;
use store::{ImportedChange, Tx};

use super::state::ImportView;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, unit};
use crate::notices::{self, Moved, Notice};
use crate::{App, outbox};

/// People whose rows are read at a time, and people who are written to in one unit.
const READ_AT_A_TIME: u32 = 500;
const TOLD_AT_A_TIME: u32 = 50;

/// Which way an import went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It was applied.
    Applied,
    /// It was taken back.
    Undone,
}

impl Way {
    /// What the job is about that tells of it.
    pub(super) fn subject(self, import: ImportId) -> Vec<u8> {
        let way = u8::from(self == Self::Undone);
        [import.as_bytes().as_slice(), &[way]].concat()
    }

    /// The import and the way that a job is about.
    pub(super) fn of_subject(subject: &[u8]) -> Option<(ImportId, Self)> {
        let (way, import) = subject.split_last()?;
        let import = ImportId::from_bytes(import.try_into().ok()?);
        let way = if *way == 0 {
            Self::Applied
        } else {
            Self::Undone
        };
        Some((import, way))
    }

    /// The change as it went this way; nothing where it did not.
    fn turn(self, change: ImportedChange) -> Option<ImportedChange> {
        if self == Self::Applied {
            return Some(change);
        }
        let [roles_before, roles_after] = change.roles;
        let [factors_before, factors_after] = change.factors;
        change.restored.then_some(ImportedChange {
            roles: [roles_after, roles_before],
            factors: [factors_after, factors_before],
            gone: change.come,
            come: change.gone,
            ..change
        })
    }
}

/// Writes what became of each person into the log. True: somebody is to be told by letter.
pub(super) fn record(
    tx: &mut Tx,
    acting: &Acting,
    import: ImportId,
    way: Way,
) -> Result<bool, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let (mut after, mut letters) = (0, false);
    loop {
        let changes = tx.import_changes(organisation, import, after, READ_AT_A_TIME)?;
        let Some(last) = changes.last() else {
            return Ok(letters);
        };
        after = last.number;
        for change in changes.into_iter().filter_map(|change| way.turn(change)) {
            letters |= !kinds_of(&change).is_empty();
            for event in events_of(acting, import, &change) {
                tx.audit(organisation, &event, now)?;
            }
        }
    }
}

fn events_of(acting: &Acting, import: ImportId, change: &ImportedChange) -> Vec<Event> {
    let about = |kind| {
        acting
            .event_about(kind, change.user)
            .with("import", &import)
    };
    let mut events = Vec::new();
    for (moved, word) in [(&change.gone, "removed"), (&change.come, "added")] {
        for address in moved {
            let mut event = about(EventKind::AddressChanged)
                .with("channel", address.channel.as_str())
                .with("change", word);
            if word == "added" {
                event = event.with("confirmed", &address.verified);
            }
            event.personal.target = Some(address.masked.clone());
            events.push(event);
        }
    }
    for (given, role) in differing(&change.roles) {
        let event = about(EventKind::RoleAssigned);
        events.push(event.with("role", role).with("given", &given));
    }
    for (bound, factor) in differing(&change.factors) {
        events.push(about(kind_of_factor(bound)).with("factor", factor));
    }
    events
}

const fn kind_of_factor(bound: bool) -> EventKind {
    if bound {
        EventKind::AuthenticatorEnrolled
    } else {
        EventKind::AuthenticatorRemoved
    }
}

/// What stands in one of two lists alone: true where it came.
fn differing([before, after]: &[String; 2]) -> Vec<(bool, &str)> {
    let gone = alone(before, after).map(|name| (false, name));
    gone.chain(alone(after, before).map(|name| (true, name)))
        .collect()
}

/// The names in a list that do not stand in another.
fn alone<'a>(list: &'a str, other: &'a str) -> impl Iterator<Item = &'a str> {
    let names = |list: &'a str| list.split(',').filter(|name| !name.is_empty());
    names(list).filter(move |name| names(other).all(|one| one != *name))
}

/// What a person is told of: never of a role or a name.
fn kinds_of(change: &ImportedChange) -> Vec<EventKind> {
    let mut kinds = Vec::new();
    if !change.gone.is_empty() || !change.come.is_empty() {
        kinds.push(EventKind::AddressChanged);
    }
    for (bound, _) in differing(&change.factors) {
        let kind = kind_of_factor(bound);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Writes to some of those who are to be told, and tells when to go on.
pub(super) async fn some(
    app: &Arc<App>,
    organisation: OrganisationId,
    (import, way): (ImportId, Way),
    now: Timestamp,
) -> Result<Option<Timestamp>, AdministerFault> {
    let inner = Arc::clone(app);
    let write = move |tx: &mut Tx| some_in(tx, &inner, organisation, (import, way), now);
    let Some(deliveries) = unit::write(app, write).await? else {
        return Ok(None);
    };
    outbox::send_aside(app, organisation, deliveries, now).await?;
    Ok(Some(now))
}

fn some_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    (id, way): (ImportId, Way),
    now: Timestamp,
) -> Result<Option<Vec<DeliveryId>>, AdministerFault> {
    let Some(import) = tx.lock_import(organisation, id)? else {
        return Ok(None);
    };
    let mut import = ImportView::read(&import)?;
    let through = match way {
        Way::Applied => &mut import.counts.told_through,
        Way::Undone => &mut import.counts.untold_through,
    };
    let changes = tx.import_changes(organisation, id, *through, TOLD_AT_A_TIME)?;
    let Some(last) = changes.last() else {
        return Ok(None);
    };
    *through = last.number;
    let own = tx.organisation(organisation)?;
    let letterhead = By::operator(now).letterhead();
    let mut deliveries = Vec::new();
    for change in changes.into_iter().filter_map(|change| way.turn(change)) {
        let Some(user) = tx.find_user(organisation, change.user)? else {
            continue;
        };
        let moved = Moved {
            gone: &change.gone,
            come: &change.come,
        };
        let address = change.come.first().or(change.gone.first());
        for kind in kinds_of(&change) {
            let is_address = kind == EventKind::AddressChanged;
            let notice = Notice {
                organisation: &own,
                user: &user,
                kind,
                what: address
                    .filter(|_| is_address)
                    .map(|one| one.masked.as_str()),
                except: None,
            };
            deliveries.extend(notices::post_moved(tx, app, &notice, &moved, &letterhead)?);
        }
    }
    tx.save_import(organisation, &import.row()?)?;
    Ok(Some(deliveries))
}
