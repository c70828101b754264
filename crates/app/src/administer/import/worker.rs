//! Looks at files, tells people what was changed and sends invitations in the background: any node takes what is due, and goes on where another left off.

use std::sync::Arc;
use std::time::Duration;

use domain::audit::EventKind;
use domain::id::{ImportId, OrganisationId};
use domain::import::{Kind, Mapping};
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};
use store::{Job, Tx};
use tokio::sync::watch;

use super::check::{PASSWORD_PART, check_now};
use super::invite;
use super::state::{Choices, Counts, ImportView, State};
use super::told::{self, Way};
use crate::administer::{AdministerFault, By, Reason, reach, unit};
use crate::{App, Clock, Fault};

const CHECK: &str = "import-check";
pub(super) const INVITE: &str = "import-invite";
pub(super) const TELL: &str = "import-tell";

const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// How long a node may take for some of it before another may go on.
const CLAIMED_FOR: Span = Span::minutes(10);

/// How often imports are looked for whose time is over.
const FORGETS_EVERY: Span = Span::minutes(10);

/// How long what failed waits.
const RETRIES_AFTER: Span = Span::minutes(1);

/// Rows that were staged under an earlier mapping go in pieces of this many.
const REMOVED_IN_ONE_UNIT: i64 = 5_000;

/// Orders the rows to be looked at with this mapping and these choices; what an earlier look staged goes first.
pub async fn order_check(
    app: &Arc<App>,
    organisation: OrganisationId,
    (id, version): (ImportId, i64),
    choices: Choices,
    password: Option<String>,
    by: &By,
) -> Result<ImportView, AdministerFault> {
    let import = super::find(app, organisation, id).await?;
    check_choices(app, &import, &choices)?;
    clear(app, organisation, id).await?;
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportBegun,
        move |tx, acting| {
            let Some(import) = tx.lock_import(organisation, id)? else {
                return Err(Reason::Changed.into());
            };
            let mut import = ImportView::read(&import)?;
            let may = matches!(import.state, State::Mapping | State::Checked);
            if !may || import.version != version {
                return Err(Reason::Changed.into());
            }
            for key in &choices.roles {
                if tx.find_role_by_key(organisation, key)?.is_none() {
                    return Err(Reason::UnknownRole(key.clone()).into());
                }
            }
            import.choices = Choices {
                by_owner: acting.is_owner(),
                by_machine: acting.by().is_machine(),
                rights: reach::keys_held(tx, acting)?,
                ..choices.clone()
            };
            import.state = State::Checking;
            import.progress = 0;
            import.counts = Counts {
                bytes: import.counts.bytes,
                parts: import.counts.parts,
                ..Counts::default()
            };
            tx.save_import(organisation, &import.row()?)?;
            import.version += 1;
            keep_password(tx, organisation, id, password.as_deref())?;
            let now = acting.now();
            tx.insert_job(organisation, CHECK, id.as_bytes(), now, now)?;
            Ok(import)
        },
    )
    .await
}

fn keep_password(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: ImportId,
    password: Option<&str>,
) -> Result<(), AdministerFault> {
    tx.remove_import_parts(organisation, id, 0)?;
    if let Some(password) = password.filter(|password| !password.is_empty()) {
        tx.insert_import_part(organisation, id, PASSWORD_PART, password.as_bytes())?;
    }
    Ok(())
}

fn check_choices(app: &App, import: &ImportView, choices: &Choices) -> Result<(), Reason> {
    let mapping: Mapping = choices.mapping();
    if let Some(column) = mapping.missing(import.kind) {
        return Err(Reason::ImportColumn(column.as_str().to_owned()));
    }
    for kind in choices.factor_kinds() {
        let known = app.registry.find(&kind);
        let binds = known.is_some_and(|factor| factor.adopts() == Some(factors::Adopts::Number));
        if !binds || import.kind != Kind::People {
            return Err(Reason::UnknownFactor(kind.to_string()));
        }
    }
    Ok(())
}

/// Removes what was staged of an import, in bounded pieces.
pub(super) async fn clear(
    app: &App,
    organisation: OrganisationId,
    id: ImportId,
) -> Result<(), AdministerFault> {
    let last = unit::read(app, move |tx| Ok(tx.last_import_row(organisation, id)?)).await?;
    let Some(last) = last else { return Ok(()) };
    let guard = move |tx: &mut Tx| -> Result<(), AdministerFault> {
        let import = tx.lock_import(organisation, id)?.ok_or(Reason::Changed)?;
        match ImportView::read(&import)?.state {
            State::Mapping | State::Checked => Ok(()),
            _ => Err(Reason::Changed.into()),
        }
    };
    let mut before = 0;
    while before <= last {
        before += REMOVED_IN_ONE_UNIT;
        unit::write(app, move |tx| {
            guard(tx)?;
            tx.remove_import_rows(organisation, id, before)?;
            Ok(())
        })
        .await?;
    }
    unit::write(app, move |tx| {
        guard(tx)?;
        Ok(tx.remove_import_prepared(organisation, id)?)
    })
    .await
}

/// Works until `stop` says true.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut forget_at = clock.now();
    while !*stop.borrow() {
        let now = clock.now();
        if now >= forget_at {
            forget_at = now + FORGETS_EVERY;
            if let Err(fault) = super::remove_expired(&app, now).await {
                tracing::warn!(%fault, "imports that are over could not be removed");
            }
        }
        match step(&app, now).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::warn!(%fault, "imports could not be looked after"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// Does one piece of work that is due, and tells whether there was any.
pub async fn step(app: &Arc<App>, now: Timestamp) -> Result<bool, Fault> {
    for kind in [TELL, CHECK, INVITE] {
        let due = app.store.read(move |tx| tx.next_job_at(kind)).await?;
        if due.is_none_or(|due| due > now) {
            continue;
        }
        let claim = move |tx: &mut Tx| tx.claim_next_job(kind, now, now + CLAIMED_FOR);
        let Some(job) = app.store.write(claim).await? else {
            continue;
        };
        run(app, &job, now).await?;
        return Ok(true);
    }
    Ok(false)
}

async fn run(app: &Arc<App>, job: &Job, now: Timestamp) -> Result<(), Fault> {
    let (organisation, id) = (job.organisation, job.id);
    match work(app, job, now).await {
        Ok(None) | Err(AdministerFault::Refused(_)) => end(app, organisation, id).await,
        Ok(Some(again_at)) => postpone(app, organisation, id, again_at).await,
        Err(AdministerFault::Failed(fault)) => {
            tracing::warn!(%fault, kind = job.kind, "an import could not be gone on with");
            postpone(app, organisation, id, now + RETRIES_AFTER).await
        }
    }
}

/// Does some of what a job is about, and tells when to go on.
async fn work(
    app: &Arc<App>,
    job: &Job,
    now: Timestamp,
) -> Result<Option<Timestamp>, AdministerFault> {
    let organisation = job.organisation;
    if job.kind == TELL {
        return match Way::of_subject(&job.subject) {
            Some(about) => told::some(app, organisation, about, now).await,
            None => Ok(None),
        };
    }
    let Ok(import) = <[u8; 16]>::try_from(job.subject.as_slice()) else {
        return Ok(None);
    };
    let import = ImportId::from_bytes(import);
    if job.kind == CHECK {
        return check_now(app, organisation, import, now)
            .await
            .map(|_| None);
    }
    invite::some(app, organisation, import, now).await
}

async fn end(app: &App, organisation: OrganisationId, job: store::JobId) -> Result<(), Fault> {
    let finish = move |tx: &mut Tx| tx.finish_job(organisation, job);
    Ok(app.store.write(finish).await.map(drop)?)
}

async fn postpone(
    app: &App,
    organisation: OrganisationId,
    job: store::JobId,
    at: Timestamp,
) -> Result<(), Fault> {
    let postpone = move |tx: &mut Tx| tx.postpone_job(organisation, job, at);
    Ok(app.store.write(postpone).await.map(drop)?)
}
