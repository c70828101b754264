//! Looks at a file row by row and stages what each comes to: at most 500 rows a unit, so that nobody waits for it.
//!
//! It may be cut short anywhere and goes on where it was: rows that stand are passed over, and a unit that finds the import moved on by
//! somebody else stages nothing.

use std::collections::HashMap;
use std::sync::Arc;

use domain::factor::FactorKind;
use domain::id::{ImportId, OrganisationId, UserId};
use domain::import::{Kind, Record};
use domain::time::{Span, Timestamp};
use store::{Channel, KnownPerson, ReadTx, StagedPerson, StagedRow, Tx};
use text::Language;
use zeroize::Zeroizing;

use super::person::{Ground, Holders, Planned, Prepared, RowReason};
use super::source::Source;
use super::state::{Filed, ImportView, State};
use super::{people, secrets};
use crate::administer::{AdministerFault, Reason, unit};
use crate::{App, message_settings};

/// Rows in one unit.
const IN_ONE_UNIT: usize = 500;

/// Rows whose ids are drawn at one moment. A hundred thousand rows reach a second and a half ahead.
const ROWS_OF_ONE_ID_MOMENT: i64 = 64;

/// The part under which the password of a key container lies.
pub(super) const PASSWORD_PART: i64 = -1;

/// Looks at the rows of an import until it is done, and tells what it came to.
pub async fn check_now(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    now: Timestamp,
) -> Result<ImportView, AdministerFault> {
    let (ground, import, password, last) = prepare(app, organisation, id, now).await?;
    if import.state != State::Checking {
        return Ok(import);
    }
    let choices = &import.choices;
    let source = Source::new(choices.source(), choices.separator(), password);
    let parts = import.counts.parts;
    let mut checking = Checking {
        ground: Arc::new(ground),
        organisation,
        import,
        source: Some(source),
        pending: Vec::new(),
        last: u64::try_from(last).unwrap_or(0),
        read: 0,
    };
    for number in 0..parts {
        let part = unit::read(app, move |tx| {
            Ok(tx.import_part(organisation, id, number)?)
        })
        .await?;
        let Some(part) = part else {
            return Err(Reason::Changed.into());
        };
        if !checking.take(&part).await? {
            return Ok(checking.import);
        }
    }
    checking.end().await?;
    Ok(checking.import)
}

type Prepare = (Ground, ImportView, Option<Zeroizing<String>>, i64);

async fn prepare(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    now: Timestamp,
) -> Result<Prepare, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        let Some(import) = tx.find_import(organisation, id)? else {
            return Err(Reason::Changed.into());
        };
        let import = ImportView::read(&import)?;
        let own = tx.organisation(organisation)?;
        let password = tx.import_part(organisation, id, PASSWORD_PART)?;
        let password =
            password.map(|bytes| Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()));
        let language = Language::from_code(&own.default_language).unwrap_or(Language::Sv);
        let ground = Ground {
            app: Arc::clone(&inner),
            roles: tx.roles(organisation)?,
            kind: import.kind,
            choices: import.choices.clone(),
            mapping: import.choices.mapping(),
            messages: message_settings::of(tx, &inner, &own)?,
            text: inner.catalogue.text(language),
            organisation: own,
            now,
        };
        let last = tx.last_import_row(organisation, id)?.unwrap_or(0);
        Ok((ground, import, password, last))
    })
    .await
}

/// A check on its way.
struct Checking {
    ground: Arc<Ground>,
    organisation: OrganisationId,
    import: ImportView,
    source: Option<Source>,
    pending: Vec<Record>,
    /// Rows up to this one stand already.
    last: u64,
    /// Bytes that were read.
    read: u64,
}

impl Checking {
    /// Reads a part. False: the file cannot be read on, and the import says why.
    async fn take(&mut self, part: &[u8]) -> Result<bool, AdministerFault> {
        let (last, pending) = (self.last, &mut self.pending);
        let mut keep = |record: Record| {
            if record.row > last {
                pending.push(record);
            }
        };
        let read = match &mut self.source {
            Some(source) => source.feed(part, &mut keep),
            None => Ok(()),
        };
        if let Err(fault) = read {
            self.fail(fault).await?;
            return Ok(false);
        }
        self.read += part.len() as u64;
        self.stage(IN_ONE_UNIT).await?;
        Ok(true)
    }

    async fn end(&mut self) -> Result<(), AdministerFault> {
        let Some(source) = self.source.take() else {
            return Ok(());
        };
        self.import.counts.read_as(source.encoding());
        let (last, pending) = (self.last, &mut self.pending);
        let mut keep = |record: Record| {
            if record.row > last {
                pending.push(record);
            }
        };
        if let Err(fault) = source.finish(&mut keep) {
            return self.fail(fault).await;
        }
        self.stage(1).await?;
        self.import.progress = self.import.counts.bytes;
        self.import.state = State::Checked;
        self.import.choices.policy_epoch = self.ground.organisation.policy_epoch;
        self.save().await
    }

    /// The file as a whole cannot be read: back to where it can be put right.
    async fn fail(&mut self, fault: &'static str) -> Result<(), AdministerFault> {
        self.import.counts.fault = Some(fault.to_owned());
        self.import.state = State::Mapping;
        self.save().await
    }

    async fn save(&mut self) -> Result<(), AdministerFault> {
        let (organisation, import) = (self.organisation, self.import.clone());
        let saved = unit::write(&self.ground.app, move |tx| {
            Ok(tx.save_import(organisation, &import.row()?)?)
        });
        if !saved.await? {
            return Err(Reason::Changed.into());
        }
        self.import.version += 1;
        Ok(())
    }

    /// Stages what is pending, as long as there are that many rows.
    async fn stage(&mut self, least: usize) -> Result<(), AdministerFault> {
        while self.pending.len() >= least {
            let rest = self.pending.split_off(self.pending.len().min(IN_ONE_UNIT));
            let batch = std::mem::replace(&mut self.pending, rest);
            self.stage_batch(batch).await?;
        }
        Ok(())
    }

    async fn stage_batch(&mut self, batch: Vec<Record>) -> Result<(), AdministerFault> {
        let (ground, organisation) = (Arc::clone(&self.ground), self.organisation);
        let planned = unit::read(&self.ground.app, move |tx| {
            plan(&ground, tx, organisation, &batch)
        });
        let planned = planned.await?;
        let mut import = self.import.clone();
        import.progress = self.read;
        import
            .counts
            .read_as(self.source.as_ref().and_then(Source::encoding));
        let (ground, now) = (Arc::clone(&self.ground), self.ground.now);
        let alone = ground.messages.one_number_one_person;
        let staged = unit::write(&ground.app, move |tx| {
            let mut import = import.clone();
            for row in &planned {
                let verdict = stage(tx, organisation, import.id, row, (alone, now))?;
                import.counts.note(verdict);
            }
            if !tx.save_import(organisation, &import.row()?)? {
                return Err(Reason::Changed.into());
            }
            import.version += 1;
            Ok(import)
        });
        self.import = staged.await?;
        Ok(())
    }
}

/// A row as it was typed, or why it cannot be read.
enum Wish<'g> {
    Person(people::Wish<'g>),
    Secret(secrets::Wish),
}

fn plan(
    ground: &Ground,
    tx: &mut ReadTx,
    organisation: OrganisationId,
    batch: &[Record],
) -> Result<Vec<Planned>, AdministerFault> {
    let wishes: Vec<Result<Wish<'_>, RowReason>> = batch
        .iter()
        .map(|record| match ground.kind {
            Kind::People => people::wish(ground, record).map(Wish::Person),
            Kind::Secrets => secrets::wish(ground, record).map(Wish::Secret),
        })
        .collect();
    let names = wishes.iter().flatten().map(|wish| match wish {
        Wish::Person(wish) => wish.username.as_str(),
        Wish::Secret(wish) => wish.username.as_str(),
    });
    let names: Vec<&str> = names.collect();
    let known = if names.is_empty() {
        Vec::new()
    } else {
        tx.import_known(organisation, &names)?
    };
    let known: HashMap<&str, &KnownPerson> = known
        .iter()
        .map(|person| (person.username.as_str(), person))
        .collect();
    let of = |name: &str| known.get(name).copied();
    let holders = holders(ground, tx, organisation, &wishes)?;
    let planned = batch.iter().zip(&wishes).map(|(record, wish)| {
        let number = i64::try_from(record.row).unwrap_or(i64::MAX);
        match wish {
            Err(reason) => Planned::error(number, typed(ground, record), reason.clone()),
            Ok(Wish::Person(wish)) => {
                let known = of(wish.username.as_str());
                let planned = people::plan(ground, tx, number, wish, known, &holders);
                planned.about(known)
            }
            Ok(Wish::Secret(wish)) => {
                let known = of(wish.username.as_str());
                secrets::plan(ground, number, wish, known).about(known)
            }
        }
    });
    Ok(planned.collect())
}

/// Who has a factor on which of the numbers that are to be bound, where a number serves one person at the most.
fn holders(
    ground: &Ground,
    tx: &mut ReadTx,
    organisation: OrganisationId,
    wishes: &[Result<Wish<'_>, RowReason>],
) -> Result<Holders, AdministerFault> {
    let mut holders = Holders {
        eids: eids(tx, organisation, wishes)?,
        ..Holders::default()
    };
    if !ground.messages.one_number_one_person || ground.choices.factors.is_empty() {
        return Ok(holders);
    }
    let numbers = wishes.iter().flatten().filter_map(|wish| match wish {
        Wish::Person(wish) => wish.number(),
        Wish::Secret(_) => None,
    });
    let numbers: Vec<&str> = numbers.collect();
    if numbers.is_empty() {
        return Ok(holders);
    }
    for (number, user) in tx.holders_of_numbers(organisation, &numbers)? {
        holders.numbers.entry(number).or_default().push(user);
    }
    Ok(holders)
}

/// Whose eID the personal numbers of these rows are already.
fn eids(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    wishes: &[Result<Wish<'_>, RowReason>],
) -> Result<HashMap<Vec<u8>, UserId>, AdministerFault> {
    let bound = wishes.iter().flatten().filter_map(|wish| match wish {
        Wish::Person(wish) => wish.eid.as_ref(),
        Wish::Secret(_) => None,
    });
    let bound: Vec<(&FactorKind, &[u8])> = bound
        .filter_map(|eid| Some((&eid.kind, eid.identifier.as_deref()?)))
        .collect();
    let Some((kind, _)) = bound.first().copied() else {
        return Ok(HashMap::new());
    };
    let identifiers: Vec<&[u8]> = bound.iter().map(|(_, identifier)| *identifier).collect();
    let found = tx.holders_of_identifiers(organisation, kind, &identifiers)?;
    let held = found
        .into_iter()
        .map(|(at, user)| (identifiers[at].to_vec(), user));
    Ok(held.collect())
}

/// Whom a row names that cannot be, as far as that can be told.
fn typed(ground: &Ground, record: &Record) -> Filed {
    let cells = record.cells.as_deref().unwrap_or_default();
    let cell = |column| {
        let cell = ground.mapping.cell(column, cells).unwrap_or("");
        cell.chars().take(100).collect::<String>()
    };
    Filed {
        username: cell(domain::import::Column::Username),
        name: cell(domain::import::Column::Name),
        ..Filed::default()
    }
}

/// Stages one row and tells what it came to: an error where an earlier row names the same person or, where a number serves one person
/// (`alone`), binds the same number.
fn stage(
    tx: &mut Tx,
    organisation: OrganisationId,
    import: ImportId,
    row: &Planned,
    (alone, now): (bool, Timestamp),
) -> Result<&'static str, AdministerFault> {
    // Ids in the order of rows: what is applied then goes into each table at its end, and not all over it.
    let now = now + Span::millis(row.number / ROWS_OF_ONE_ID_MOMENT);
    let data = serde_json::to_vec(&row.filed).map_err(crate::Fault::from)?;
    let id = match row.person.as_ref() {
        Some(person) => person
            .known
            .unwrap_or_else(|| UserId::draw(now, tx.random())),
        None => UserId::from_bytes([0; 16]),
    };
    let person = row.person.as_ref().map(|person| staged(id, person));
    let whole = StagedRow {
        number: row.number,
        verdict: row.verdict,
        reason: row.reason,
        data: &data,
        person,
        about: row.about,
    };
    let doubled = if alone && binds_anothers_number(tx, organisation, import, (id, row))? {
        "phone-doubled"
    } else if binds_anothers_eid(tx, organisation, import, (id, row))? {
        "personal-number-doubled"
    } else if tx.stage_import_row(organisation, import, &whole, now)? {
        return Ok(row.verdict);
    } else {
        "duplicate"
    };
    let doubled = StagedRow {
        verdict: "error",
        reason: Some(doubled),
        person: None,
        ..whole
    };
    tx.stage_import_row(organisation, import, &doubled, now)?;
    Ok("error")
}

/// Whether an earlier row binds a number of this one for somebody else.
fn binds_anothers_number(
    tx: &mut Tx,
    organisation: OrganisationId,
    import: ImportId,
    (id, row): (UserId, &Planned),
) -> Result<bool, AdministerFault> {
    let bound = row.person.iter().flat_map(|person| &person.authenticators);
    for own in bound {
        if let Some((Channel::Phone, number)) = &own.channel
            && tx.is_staged_for_another(organisation, import, id, number)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an earlier row binds the eID of this one for somebody else.
fn binds_anothers_eid(
    tx: &mut Tx,
    organisation: OrganisationId,
    import: ImportId,
    (id, row): (UserId, &Planned),
) -> Result<bool, AdministerFault> {
    let bound = row.person.iter().flat_map(|person| &person.authenticators);
    for own in bound {
        if let Some(identifier) = &own.identifier
            && tx.is_identifier_staged_for_another(
                organisation,
                import,
                id,
                (&own.kind, identifier),
            )?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn staged(id: UserId, person: &Prepared) -> StagedPerson<'_> {
    StagedPerson {
        id,
        username: &person.username,
        after: &person.after,
        before: person
            .before
            .as_ref()
            .map(|(before, seen)| (before, seen.as_str())),
        password_hash: person.password_hash.as_deref(),
        owner_only: person.owner_only,
        addresses: &person.addresses,
        removed: &person.removed,
        given: &person.given,
        taken: &person.taken,
        authenticators: &person.authenticators,
    }
}
