//! `/admin/audit/verify`: whether the newest part of the log is what was sealed. All of it is the command line's.

use app::administer::audit::{self, NEWEST_SEALS};
use app::sealing::Verification;
use domain::audit::verify::Finding;
use text::Text;

use super::{HERE as LOG, given};
use crate::admin::door::{Admin, AdminForm};
use crate::pages::Problem;
use crate::pages::admin::{FormPage, Note};
use crate::reply::{Answer, Reply};

/// Where it lies.
pub(super) const HERE: &str = "/admin/audit/verify";

/// The page that asks.
pub(super) async fn page(admin: Admin) -> Answer {
    Ok(Reply::page(&admin.own.arrival, &shown(&admin, None)))
}

/// Verifies, and shows what was found.
pub(super) async fn verify(form: AdminForm) -> Answer {
    let AdminForm { admin, .. } = form;
    let own = &admin.own;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let verified = audit::verify_newest(app, organisation, &admin.by()).await;
    let verified = given(&own.arrival, verified)?;
    Ok(Reply::page(&own.arrival, &shown(&admin, Some(&verified))))
}

fn shown(admin: &Admin, verified: Option<&Verification>) -> FormPage {
    let text = &admin.own.arrival.text;
    let finding = verified.and_then(|verified| verified.finding.as_ref());
    FormPage {
        frame: admin.frame(),
        name: "admin-audit-verify",
        heading: text.get("audit-verify"),
        lead: text.with1("audit-verify-lead", "seals", NEWEST_SEALS),
        notes: verified
            .map(|verified| reach(text, verified))
            .into_iter()
            .collect(),
        fieldsets: Vec::new(),
        hidden: Vec::new(),
        action: HERE.to_owned(),
        submit: text.get(if verified.is_some() {
            "audit-verify-again"
        } else {
            "audit-verify-now"
        }),
        back: LOG.to_owned(),
        status: verified
            .filter(|_| finding.is_none())
            .map(|_| text.get("audit-verify-fine")),
        problem: finding
            .map(|finding| Problem::new(found(text, finding), text.get("audit-finding-advice"))),
    }
}

/// How far was verified.
fn reach(text: &Text, verified: &Verification) -> Note {
    let tally = &verified.tally;
    let about = match (verified.first, &verified.last) {
        (Some(first), Some(last)) => text.with(
            "audit-verify-reach",
            &[
                ("rows", tally.rows.into()),
                ("first", first.into()),
                ("last", last.no.into()),
                ("waiting", verified.unsealed.into()),
            ],
        ),
        _ => text.with1("audit-verify-nothing", "waiting", verified.unsealed),
    };
    Note {
        heading: text.get("audit-verify-reached"),
        about: format!("{about} {}", text.get("audit-verify-outside")),
        copied: Some("tvasteg audit verify".to_owned()),
    }
}

/// What was found, in a sentence.
fn found(text: &Text, finding: &Finding) -> String {
    let (place, event) = finding.row();
    let number = |number: Option<i64>| number.map_or_else(|| "–".to_owned(), |n| n.to_string());
    text.with(
        &format!("audit-finding-{}", finding.code()),
        &[
            ("seal", (&number(finding.seal())).into()),
            ("place", (&number(place)).into()),
            (
                "event",
                (&event.map_or_else(|| "–".to_owned(), |event| event.to_string())).into(),
            ),
        ],
    )
}
