//! `tvasteg audit …`.

use std::path::PathBuf;
use std::process::ExitCode;

use app::sealing::{Extent, Verification, verify};
use data_encoding::{BASE64, HEXLOWER};
use domain::audit::verify::Finding;
use domain::id::OrganisationId;
use serde::Serialize;
use store::{ReadTx, SealedHead};

use super::arguments::{AuditCommand, audit as arguments};
use super::context::Context;
use super::evidence;
use super::output::{aligned, print, print_json};
use crate::audit_heads;

/// Does it.
pub(crate) async fn run(command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify(command) => verify_logs(&command).await,
        AuditCommand::Evidence(command) => evidence::run(&command).await,
    }
}

/// What is said of one organisation's log.
#[derive(Serialize)]
struct Report {
    organisation: OrganisationId,
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<String>,
    seals: i64,
    rows: i64,
    removed_in_time: i64,
    personal_part_erased: i64,
    address_erased: i64,
    sealed_late: i64,
    awaiting_seal: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    /// The seal of the head that it was compared with; absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    compared_with_seal: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<Found>,
}

#[derive(Serialize)]
struct Found {
    code: &'static str,
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
}

/// All that is said.
#[derive(Serialize)]
struct Verified {
    key: String,
    ed25519: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    head_file: Option<PathBuf>,
    organisations: Vec<Report>,
}

/// Whose log.
struct Log {
    organisation: OrganisationId,
    slug: Option<String>,
}

async fn verify_logs(command: &arguments::Verify) -> anyhow::Result<ExitCode> {
    let context = Context::open(&command.config).await?;
    let outcome = verified(&context, command).await;
    context.close().await;
    let verified = outcome?;
    if command.json {
        print_json(&verified)?;
    } else {
        print(&told(&verified))?;
    }
    let found = verified
        .organisations
        .iter()
        .any(|report| report.finding.is_some());
    Ok(if found {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn verified(context: &Context, command: &arguments::Verify) -> anyhow::Result<Verified> {
    let path = command
        .head
        .clone()
        .unwrap_or_else(|| audit_heads::path(&context.config));
    let heads = audit_heads::read(&path)?;
    if heads.is_none() && command.head.is_some() {
        anyhow::bail!("the head file {} does not exist", path.display());
    }
    let kept = heads.as_deref().unwrap_or_default();
    let mut organisations = Vec::new();
    for log in logs(context, command.organisation.as_deref(), kept).await? {
        let head = kept
            .iter()
            .find(|head| head.organisation == log.organisation);
        let verification = verify(&context.app, log.organisation, Extent::Whole, head).await?;
        organisations.push(Report::of(log, verification));
    }
    let key = context.app.store.keys().audit_key()?;
    Ok(Verified {
        key: key.id,
        ed25519: BASE64.encode(&key.public),
        head_file: heads.map(|_| path),
        organisations,
    })
}

/// The logs that are asked for: one, or every organisation's, those included of which only a head is left.
async fn logs(
    context: &Context,
    named: Option<&str>,
    heads: &[SealedHead],
) -> anyhow::Result<Vec<Log>> {
    if named.is_some() {
        let organisation = context.organisation(named).await?;
        return Ok(vec![Log {
            organisation: organisation.id,
            slug: Some(organisation.slug),
        }]);
    }
    let known = context.app.store.read(ReadTx::organisations).await?;
    let mut logs: Vec<Log> = known
        .into_iter()
        .map(|organisation| Log {
            organisation: organisation.id,
            slug: Some(organisation.slug),
        })
        .collect();
    let installation = OrganisationId::INSTALLATION;
    let own = move |tx: &mut ReadTx| tx.sealed_head(installation);
    let own = context.app.store.read(own).await?;
    for id in own.iter().chain(heads).map(|head| head.organisation) {
        if logs.iter().all(|log| log.organisation != id) {
            logs.push(Log {
                organisation: id,
                slug: None,
            });
        }
    }
    Ok(logs)
}

impl Report {
    fn of(log: Log, verification: Verification) -> Self {
        let tally = verification.tally;
        let last = verification.last;
        Self {
            organisation: log.organisation,
            slug: log.slug,
            seals: tally.seals,
            rows: tally.rows,
            removed_in_time: tally.gone,
            personal_part_erased: tally.erased,
            address_erased: tally.without_address,
            sealed_late: tally.late,
            awaiting_seal: verification.unsealed,
            root: last.map(|last| HEXLOWER.encode(&last.root)),
            compared_with_seal: verification.compared_with,
            finding: verification.finding.as_ref().map(Found::of),
        }
    }

    fn name(&self) -> String {
        self.slug
            .clone()
            .unwrap_or_else(|| self.organisation.to_string())
    }

    fn lines(&self, has_file: bool) -> Vec<Vec<String>> {
        let head = match self.compared_with_seal {
            Some(seal) => format!("compared with the head that was kept of seal {seal}"),
            None if has_file => {
                "none was kept of this organisation: rows cut off the end would not be missed"
                    .to_owned()
            }
            None => {
                "there is no outside head to compare with: rows cut off the end would not be missed"
                    .to_owned()
            }
        };
        let result = self.finding.as_ref().map_or_else(
            || "everything that was sealed is as it was".to_owned(),
            |found| format!("FOUND: {}", found.sentence),
        );
        let mut lines = vec![
            (
                "sealed",
                format!("{} rows in {} seals", self.rows, self.seals),
            ),
            (
                "awaiting",
                format!("{} rows are not sealed yet", self.awaiting_seal),
            ),
            (
                "erased",
                format!(
                    "{} rows removed in their time, {} without their personal part, {} without their address",
                    self.removed_in_time, self.personal_part_erased, self.address_erased
                ),
            ),
        ];
        if self.sealed_late > 0 {
            lines.push((
                "late",
                format!(
                    "{} rows were sealed more than an hour after they say that they happened",
                    self.sealed_late
                ),
            ));
        }
        if let Some(root) = &self.root {
            lines.push(("root", root.clone()));
        }
        lines.push(("head", head));
        lines.push(("result", result));
        lines
            .into_iter()
            .map(|(name, value)| vec![format!("  {name}"), value])
            .collect()
    }
}

impl Found {
    fn of(finding: &Finding) -> Self {
        let (place, event) = finding.row();
        Self {
            code: finding.code(),
            sentence: sentence(finding),
            seal: finding.seal(),
            place,
            event: event.map(|event| event.to_string()),
        }
    }
}

fn told(verified: &Verified) -> String {
    let mut text = format!("key {} ed25519 {}\n", verified.key, verified.ed25519);
    if let Some(file) = &verified.head_file {
        text.extend(["head file ", &file.display().to_string(), "\n"]);
    }
    for report in &verified.organisations {
        text.extend([report.name().as_str(), "\n"]);
        text.push_str(&aligned(&[], &report.lines(verified.head_file.is_some())));
    }
    text
}

/// What was found, in one sentence.
fn sentence(finding: &Finding) -> String {
    let (place, event) = finding.row();
    let row = |seal: &i64| {
        let place = place.map_or_else(String::new, |place| format!(" {place}"));
        let event = event.map_or_else(String::new, |event| format!(" ({event})"));
        format!("row{place} of seal {seal}{event}")
    };
    match finding {
        Finding::SealMissing { seal } => format!("seal {seal} is missing"),
        Finding::SealChanged { seal } => {
            format!("seal {seal} was changed, put in or does not follow the one before it")
        }
        Finding::SealForged { seal } => {
            format!("seal {seal} is not signed by this installation's key")
        }
        Finding::LeavesChanged { seal } => {
            format!("the list of the rows of seal {seal} was changed or removed")
        }
        Finding::RemovalForged { seal } => format!(
            "rows of seal {seal} are said to have been removed in their time, and this installation never said so"
        ),
        Finding::RowChanged { seal, .. } => format!("{} was changed", row(seal)),
        Finding::PersonalChanged { seal, .. } => {
            format!("the personal part of {} was changed", row(seal))
        }
        Finding::PersonalErased { seal, .. } => format!(
            "the personal part of {} is gone, and nobody who was erased has to do with it",
            row(seal)
        ),
        Finding::RowRemoved { seal, place, after } => {
            let after = after.map_or_else(String::new, |after| format!(", after row {after},"));
            format!("row {place} of seal {seal}{after} was removed")
        }
        Finding::RowMoved { seal, .. } => format!("{} was moved to another place", row(seal)),
        Finding::RowInserted { seal, .. } => format!("{} was put in", row(seal)),
        Finding::CutOff { last, head, rows } => format!(
            "{rows} rows were cut off the end: the log ends with seal {last}, and the head that was kept is of seal {head}"
        ),
        Finding::HeadDiffers { seal } => {
            format!("seal {seal} is another one than the head that was kept says")
        }
        Finding::HeadForged => {
            "the head that was kept is not signed by this installation's key".to_owned()
        }
    }
}
