//! `tvasteg audit evidence ID`: what is kept of an identification, and whether it proves what it should.
//!
//! It prints a masked number, never the whole one, and neither signature nor certificate. Reading is on record in the audit log.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use app::administer::audit::{Identification, read_identification};
use connect::evidence::{Examination, Step, Verdict, examine};
use data_encoding::HEXLOWER;
use domain::eid::Risk;
use domain::id::IdentificationId;
use domain::organisation::Organisation;
use domain::user::User;
use serde::Serialize;

use super::arguments::audit as arguments;
use super::context::{Context, rfc3339};
use super::output::{aligned, print, print_json};

/// Does it.
pub(super) async fn run(command: &arguments::Evidence) -> anyhow::Result<ExitCode> {
    let roots = command.root.iter().map(|path| root(path));
    let roots = roots.collect::<anyhow::Result<Vec<String>>>()?;
    let id: IdentificationId = command.id.parse().with_context(|| {
        format!(
            "{} is no identification's id: it stands in the audit log, in the event of the identification",
            command.id
        )
    })?;
    let context = Context::open(&command.config).await?;
    let outcome = report(&context, command, id, &roots).await;
    context.close().await;
    let report = outcome?;
    if command.json {
        print_json(&report)?;
    } else {
        print(&told(&report))?;
    }
    Ok(if report.sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn root(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("the root {} cannot be read", path.display()))
}

async fn report(
    context: &Context,
    command: &arguments::Evidence,
    id: IdentificationId,
    roots: &[String],
) -> anyhow::Result<Report> {
    let organisation = context
        .organisation(command.organisation.as_deref())
        .await?;
    let found = read_identification(&context.app, organisation.id, id, &context.by()).await?;
    let Some((identification, user)) = found else {
        anyhow::bail!(
            "no identification {id} is kept in {}: it is another organisation's, its time is over, or its person was erased",
            organisation.slug
        );
    };
    let examination = examine(&identification.proof, roots)?;
    Ok(Report::of(
        organisation,
        &identification,
        user,
        &examination,
    ))
}

/// What is said of an identification.
#[derive(Serialize)]
struct Report {
    identification: IdentificationId,
    organisation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    factor: String,
    name: String,
    personal_number: String,
    kept_at: String,
    kept_until: String,
    /// The moment on record; it counts where every step holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_issuer: Option<String>,
    text: String,
    text_sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eid_issued: Option<String>,
    identity_document_read: bool,
    steps: Vec<Told>,
    sound: bool,
}

#[derive(Serialize)]
struct Told {
    step: &'static str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip)]
    question: &'static str,
}

impl Report {
    fn of(
        organisation: Organisation,
        identification: &Identification,
        user: Option<User>,
        examination: &Examination,
    ) -> Self {
        let proof = &identification.proof;
        Self {
            identification: identification.id,
            organisation: organisation.slug,
            username: user.map(|user| user.username),
            factor: proof.kind.to_string(),
            name: proof.name.clone(),
            personal_number: proof.personal_number.masked(),
            kept_at: rfc3339(identification.created_at),
            kept_until: rfc3339(identification.expires_at),
            signed_at: examination.signed_at.map(rfc3339),
            certificate_name: examination.signer.clone(),
            certificate_issuer: examination.issued_by.clone(),
            text: proof.visible_text.clone(),
            text_sha256: HEXLOWER.encode(&proof.visible_text_hash),
            browser_address: proof.browser_address.map(|address| address.to_string()),
            device_address: proof.device_ip.clone(),
            risk: proof.risk.map(|risk| match risk {
                Risk::Low => "low",
                Risk::Moderate => "moderate",
                Risk::High => "high",
            }),
            eid_issued: proof.issued.clone(),
            identity_document_read: proof.identity_document_read,
            steps: examination
                .steps
                .iter()
                .map(|(step, verdict)| Told::of(*step, verdict))
                .collect(),
            sound: examination.is_sound(),
        }
    }

    fn lines(&self) -> Vec<Vec<String>> {
        let nobody = || "nobody here".to_owned();
        let mut lines = vec![
            ("person", format!("{}, {}", self.name, self.personal_number)),
            ("account", self.username.clone().unwrap_or_else(nobody)),
            ("factor", self.factor.clone()),
            (
                "kept",
                format!("{} until {}", self.kept_at, self.kept_until),
            ),
        ];
        let known = [
            ("signed", self.signed_at.clone()),
            ("certificate", self.certificate()),
            ("browser at", self.browser_address.clone()),
            ("app at", self.device_address.clone()),
            ("risk", self.risk.map(str::to_owned)),
            ("eID issued", self.eid_issued.clone()),
        ];
        lines.extend(
            known
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| (name, value))),
        );
        if self.identity_document_read {
            let read = "a passport or identity card was read too".to_owned();
            lines.push(("document", read));
        }
        // The text may have several lines, and whoever wrote it chose them: each stands behind its own name.
        let shown = self.text.lines().map(|line| ("text", line.to_owned()));
        lines.extend(shown);
        lines.push(("text sha256", self.text_sha256.clone()));
        lines
            .into_iter()
            .map(|(name, value)| vec![format!("  {name}"), plain(&value)])
            .collect()
    }

    fn certificate(&self) -> Option<String> {
        let name = self.certificate_name.as_ref()?;
        let issuer = self.certificate_issuer.as_deref().unwrap_or_default();
        Some(format!("{name}, issued by {issuer}"))
    }
}

/// What others wrote, without what would move a terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

impl Told {
    fn of(step: Step, verdict: &Verdict) -> Self {
        let (outcome, why) = match verdict {
            Verdict::Holds => ("ok", None),
            Verdict::Fails(why) => ("failed", Some(why.clone())),
            Verdict::Unchecked => ("not-checked", None),
        };
        let why = why.or_else(|| {
            (step == Step::Chain && *verdict == Verdict::Unchecked).then(|| {
                "it wants a root for signatures (--root) and a moment of signing".to_owned()
            })
        });
        Self {
            step: step.name(),
            outcome,
            why,
            question: question(step),
        }
    }
}

/// What a step asks, for people.
const fn question(step: Step) -> &'static str {
    match step {
        Step::Document => "it is a signature in the eID's own layout",
        Step::Contents => "what stands in it is what was signed",
        Step::Signature => "the person's key signed it",
        Step::Chain => "the certificates led to a root that was given",
        Step::Validity => "the issuer said then that the certificate was good (OCSP)",
        Step::Text => "the person was shown the text that was sent",
        Step::Person => "the certificate bears the number that was kept",
    }
}

fn told(report: &Report) -> String {
    let mut text = format!(
        "identification {} of {}\n",
        report.identification, report.organisation
    );
    text.push_str(&aligned(&[], &report.lines()));
    text.push_str("checked\n");
    let steps: Vec<Vec<String>> = report
        .steps
        .iter()
        .map(|told| {
            let why = told.why.as_ref().map(|why| format!(": {why}"));
            vec![
                format!("  {}", told.outcome),
                format!("{}{}", told.question, why.unwrap_or_default()),
            ]
        })
        .collect();
    text.push_str(&aligned(&[], &steps));
    text.push_str(if report.sound {
        "result: it proves who signed, when and what\n"
    } else {
        "result: it does NOT prove who signed\n"
    });
    text
}
