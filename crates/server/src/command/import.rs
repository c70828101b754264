//! `tvasteg import …`: the same reading, looking and applying as the administration's pages, on a file of any size.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use app::administer::import::{
    self, Choices, Column, ImportView, Kind, PreviewRow, State, apply, begin, check_now, discard,
    order_check, preview, received, sample,
};
use serde::Serialize;

use super::arguments::{ImportCommand, import as arguments};
use super::context::{Context, open};
use super::output::Output;

/// How much of the file is read at a time.
const PIECE: usize = 64 * 1024;

/// Errors that are printed; the whole list is on the administration's page.
const MOST_TOLD: u32 = 100;

/// Does it. Exit 1 where rows with errors kept the file from being applied.
pub(crate) async fn run(command: ImportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ImportCommand::Users(command) => import(Kind::People, command).await,
        ImportCommand::Secrets(command) => import(Kind::Secrets, command).await,
    }
}

/// What a file came to, as it is printed.
#[derive(Serialize)]
struct Printed {
    id: String,
    applied: bool,
    rows: i64,
    new: i64,
    changed: i64,
    unchanged: i64,
    errors: i64,
    first_errors: Vec<PrintedError>,
}

#[derive(Serialize)]
struct PrintedError {
    row: i64,
    username: String,
    reason: String,
    what: String,
}

async fn import(kind: Kind, command: arguments::File) -> anyhow::Result<ExitCode> {
    let (context, organisation) = open(&command.whose).await?;
    let done = import_in(&context, organisation.id, kind, &command).await;
    let done = match done {
        Ok((import, applied)) => {
            let shown = show(&context, organisation.id, &import, applied, command.json).await;
            if !applied {
                // What was only looked at is not left lying about.
                let _ = discard(&context.app, organisation.id, import.id, &context.by()).await;
            }
            shown.map(|()| applied || command.dry_run)
        }
        Err(fault) => Err(fault),
    };
    context.close().await;
    Ok(if done? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn import_in(
    context: &Context,
    organisation: domain::id::OrganisationId,
    kind: Kind,
    command: &arguments::File,
) -> anyhow::Result<(ImportView, bool)> {
    let (app, by, now) = (&context.app, context.by(), context.now);
    let import = read_in(context, organisation, kind, &command.file).await?;
    let checked = async {
        if let Some(fault) = &import.counts.fault {
            bail!("{}: {}", command.file.display(), sentence_of(fault));
        }
        let choices = choices(context, organisation, &import, command).await?;
        let password = command.password_file.as_deref().map(password).transpose()?;
        let at = (import.id, import.version);
        order_check(app, organisation, at, choices, password, &by).await?;
        Ok(check_now(app, organisation, import.id, now).await?)
    };
    let checked: ImportView = match checked.await {
        Ok(checked) => checked,
        Err(fault) => {
            // What cannot be used is not left lying about.
            let _ = discard(app, organisation, import.id, &by).await;
            return Err(fault);
        }
    };
    if checked.state != State::Checked {
        let fault = checked
            .counts
            .fault
            .as_deref()
            .unwrap_or("container-malformed");
        let _ = discard(app, organisation, import.id, &by).await;
        bail!("{}: {}", command.file.display(), sentence_of(fault));
    }
    let errors = checked.counts.error;
    let nothing = checked.counts.new + checked.counts.changed == 0;
    if command.dry_run || (errors > 0 && !command.skip_errors) {
        return Ok((checked, false));
    }
    if nothing {
        let _ = discard(app, organisation, checked.id, &by).await;
        return Ok((checked, true));
    }
    let at = (checked.id, checked.version);
    apply(app, organisation, at, command.skip_errors, &by).await?;
    Ok((checked, true))
}

async fn read_in(
    context: &Context,
    organisation: domain::id::OrganisationId,
    kind: Kind,
    path: &Path,
) -> anyhow::Result<ImportView> {
    let unreadable = || format!("{} cannot be read", path.display());
    let mut file = std::fs::File::open(path).with_context(unreadable)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let by = context.by();
    let mut receiving = begin(&context.app, organisation, (kind, &name), None, &by).await?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).with_context(unreadable)?;
        if read == 0 {
            break;
        }
        receiving.put(&piece[..read]).await?;
    }
    Ok(received(receiving, context.now).await?)
}

async fn choices(
    context: &Context,
    organisation: domain::id::OrganisationId,
    import: &ImportView,
    command: &arguments::File,
) -> anyhow::Result<Choices> {
    let mut choices = import.choices.clone();
    let (headings, _) = sample(&context.app, organisation, import).await?;
    for told in &command.columns {
        let (column, heading) = told
            .split_once('=')
            .with_context(|| format!("--column {told} is not COLUMN=HEADING"))?;
        if Column::named(column).is_none() {
            bail!("there is no column called {column}");
        }
        let at = headings
            .iter()
            .position(|known| known.trim() == heading.trim());
        let at = at.with_context(|| format!("no heading of the file is {heading}"))?;
        choices.columns.retain(|(known, _)| known != column);
        choices.columns.push((column.to_owned(), at));
    }
    choices.roles.clone_from(&command.roles);
    choices.factors.clone_from(&command.factors);
    choices.invite = command.invite;
    Ok(choices)
}

fn password(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Why a file as a whole cannot be read, in English as the command line speaks.
fn sentence_of(fault: &str) -> String {
    match fault {
        "utf16" => import::FileFault::Utf16.to_string(),
        "workbook" => import::FileFault::Workbook.to_string(),
        "empty" => import::FileFault::Empty.to_string(),
        "container-too-large" => "a key container is at most 8 MB".to_owned(),
        "container-password-missing" => {
            "the key container is sealed: give --password-file".to_owned()
        }
        "container-password-wrong" => {
            "that is not the password of the key container, or it was changed".to_owned()
        }
        "container-cipher" => {
            "the key container is sealed in a way that is not known here".to_owned()
        }
        "container-entities" => {
            "the key container has a document type or entities, which are not followed".to_owned()
        }
        _ => "that is no whole key container".to_owned(),
    }
}

async fn show(
    context: &Context,
    organisation: domain::id::OrganisationId,
    import: &ImportView,
    applied: bool,
    json: bool,
) -> anyhow::Result<()> {
    let verdict = Some("error".to_owned());
    let (errors, _) = preview(
        &context.app,
        organisation,
        import.id,
        verdict,
        (0, MOST_TOLD),
    )
    .await?;
    let counts = &import.counts;
    let printed = Printed {
        id: import.id.to_string(),
        applied,
        rows: counts.rows,
        new: counts.new,
        changed: counts.changed,
        unchanged: counts.unchanged,
        errors: counts.error,
        first_errors: errors.iter().map(of_row).collect(),
    };
    let text = context.app.catalogue.text(text::Language::En);
    let mut lines = vec![
        ("rows", counts.rows.to_string()),
        ("new", counts.new.to_string()),
        ("changed", counts.changed.to_string()),
        ("unchanged", counts.unchanged.to_string()),
        ("errors", counts.error.to_string()),
        ("applied", if applied { "yes" } else { "no" }.to_owned()),
    ];
    for row in &errors {
        let code = row.reason.as_deref().unwrap_or_default();
        let why = text.with1(
            &format!("import-fault-{code}"),
            "what",
            row.filed.what.as_str(),
        );
        lines.push(("error", format!("row {}: {why}", row.number)));
    }
    Ok(Output::new(json).record(&printed, &lines)?)
}

fn of_row(row: &PreviewRow) -> PrintedError {
    PrintedError {
        row: row.number,
        username: row.filed.username.clone(),
        reason: row.reason.clone().unwrap_or_default(),
        what: row.filed.what.clone(),
    }
}
