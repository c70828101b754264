//! Whether the accounts at eIDs would be let in: our certificate and how long it lasts, the root that is trusted, and a call that begins
//! no order.

use std::time::Duration;

use app::eids::{EidAccount, Pressing};
use connect::eid::Standing;
use domain::eid::{EidFault, TlsFault};
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};

use super::Finding;
use crate::command::context::rfc3339;
use crate::config::Config;
use crate::eids;

const NAME: &str = "eID";
const WITHIN: Duration = Duration::from_secs(15);

/// Looks at each account; the organisations are those of the database, where it could be read.
pub(super) async fn look(
    config: &Config,
    organisations: Option<&[Organisation]>,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, settings) in config.eid.iter().enumerate() {
        let number = at + 1;
        match eids::open_one(config, number, settings) {
            Ok(account) => {
                let who = who(&account);
                findings.extend(stranger(&account, number, organisations));
                findings.push(certificate(&account, &who, now));
                findings.push(root(account.eid.standing(), &who));
                findings.push(probe(&account, &who, number, now).await);
            }
            Err(fault) => findings.push(Finding::fault(NAME, &fault.into())),
        }
    }
    findings
}

fn who(account: &EidAccount) -> String {
    let service = &account.service;
    match &account.organisation {
        Some(slug) => format!("{service} of {slug}"),
        None => format!("{service} for all"),
    }
}

/// An account of an organisation that there is not.
fn stranger(
    account: &EidAccount,
    number: usize,
    organisations: Option<&[Organisation]>,
) -> Option<Finding> {
    let slug = account.organisation.as_ref()?;
    let known = organisations?.iter().any(|one| one.slug == *slug);
    (!known).then(|| {
        let error =
            anyhow::anyhow!("eid[{number}].organisation: there is no organisation called {slug}");
        Finding::fault(NAME, &error)
    })
}

fn certificate(account: &EidAccount, who: &str, now: Timestamp) -> Finding {
    let Standing {
        subject,
        certificate_begins,
        certificate_ends,
        ..
    } = account.eid.standing();
    let day = |at: Timestamp| rfc3339(at).chars().take(10).collect::<String>();
    if *certificate_begins > now {
        let begins = day(*certificate_begins);
        let error = anyhow::anyhow!("{who}: our certificate ({subject}) begins on {begins}");
        return Finding::fault(NAME, &error);
    }
    let ends = day(*certificate_ends);
    let days = (certificate_ends.unix_millis() - now.unix_millis()) / Span::days(1).as_millis();
    let says = format!("{who}: our certificate ({subject}) ends on {ends}, in {days} days");
    match Pressing::of(*certificate_ends, now) {
        None => Finding::ok(NAME, says),
        Some(Pressing::Warning) => Finding::note(NAME, format!("{says}: order the next one")),
        Some(Pressing::Alarm) => {
            let error = anyhow::anyhow!("{says}: put the next one in place now");
            Finding::fault(NAME, &error)
        }
        Some(Pressing::Over) => {
            let error = anyhow::anyhow!("{who}: our certificate ({subject}) ended on {ends}");
            Finding::fault(NAME, &error)
        }
    }
}

fn root(standing: &Standing, who: &str) -> Finding {
    let print = &standing.root_fingerprint;
    match standing.known_root {
        Some(name) => Finding::ok(NAME, format!("{who}: the root is {name} (SHA-256 {print})")),
        None => Finding::note(
            NAME,
            format!("{who}: the root is none we know, and only you vouch for it (SHA-256 {print})"),
        ),
    }
}

async fn probe(account: &EidAccount, who: &str, number: usize, now: Timestamp) -> Finding {
    let address = &account.eid.standing().address;
    let outcome = tokio::time::timeout(WITHIN, account.eid.probe(now)).await;
    match outcome {
        Ok(Ok(())) => Finding::ok(NAME, format!("{who}: {address} lets us in")),
        Ok(Err(fault)) => {
            let what = remedy(&fault, number);
            let error = anyhow::anyhow!("{who}: {address}: {fault}{what}");
            Finding::fault(NAME, &error)
        }
        Err(_) => {
            let error = anyhow::anyhow!("{who}: {address}: no answer in time");
            Finding::fault(NAME, &error)
        }
    }
}

/// Which setting mends it, where one does.
fn remedy(fault: &EidFault, number: usize) -> String {
    let setting = match fault {
        EidFault::Tls(TlsFault::WrongRoot) => "root",
        EidFault::Tls(TlsFault::WrongHost) | EidFault::Misdirected { .. } => "base_url",
        EidFault::Tls(TlsFault::OursExpired | TlsFault::OursRefused(_))
        | EidFault::Refused { .. } => "certificate",
        _ => return String::new(),
    };
    format!(": see eid[{number}].{setting}")
}
