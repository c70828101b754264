//! What one gateway's fake must know: how its requests look, how it answers, and how it reports.

use serde_json::Value;

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::{OwnedInbound, ReportForm},
    seen::{Fields, Seen},
};
use crate::gateway::{Carries, Reported, Settings};

/// An answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) media_type: &'static str,
    pub(super) body: String,
}

impl Reply {
    /// An answer in JSON.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            media_type: "application/json",
            body: body.to_string(),
        }
    }

    /// An answer in words.
    pub(super) fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            body: body.to_owned(),
        }
    }
}

/// What a request asks for.
pub(super) enum Asked {
    /// To carry this.
    Message(Draft),
    /// What is left on the account, or whether it would be let in.
    Account,
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum About {
    #[default]
    Sms,
    Call,
    Account,
}

/// A message as it was read from a request that fits.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) about: About,
    pub(super) to: String,
    pub(super) from: Option<String>,
    pub(super) text: String,
    pub(super) reference: Option<String>,
    pub(super) report_url: Option<String>,
    pub(super) body: Value,
}

/// What is wrong with a request.
pub(super) enum Wrong {
    /// Who asks is not known.
    Credentials,
    /// It is not one of this gateway's requests.
    Path,
    /// Its fields.
    Fields(String),
}

/// What a request asks for, unless its fields are at fault.
pub(super) fn asked(fields: Fields, draft: Draft) -> Result<Asked, Wrong> {
    fields.finish().map_err(Wrong::Fields)?;
    Ok(Asked::Message(draft))
}

/// What a report says.
pub(super) struct Telling<'a> {
    pub(super) message: &'a AcceptedMessage,
    pub(super) state: Reported,
    pub(super) url: String,
    pub(super) form: ReportForm,
    /// A number of its own, for names that must come once.
    pub(super) nth: u64,
    pub(super) at_unix_ms: i64,
}

/// One gateway.
pub(super) trait Wire: Send + Sync {
    /// Settings with credentials that fit; the address is added by the caller.
    fn settings(&self, endpoint: &str) -> Settings;

    /// Whether a request is about the account rather than a message.
    fn is_about_account(&self, method: &str, path: &str) -> bool;

    /// Reads a request.
    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong>;

    /// What is said of a request whose fields do not fit.
    fn misfit(&self, what: &str) -> Reply;

    /// What is said of a message that was taken.
    fn taken(&self, message: &AcceptedMessage) -> Reply;

    /// What is said of one that was refused.
    fn refused(&self, why: Refusal, draft: &Draft) -> Reply;

    /// What is said to a question about the account; nothing where none can be asked.
    fn about_account(&self) -> Option<Reply>;

    /// The gateway's name for the message with this number.
    fn name(&self, channel: Carries, number: u64) -> String;

    /// The word that a report has for a state.
    fn word(&self, channel: Carries, state: Reported) -> &'static str;

    /// A report, not yet signed.
    fn report(&self, telling: &Telling<'_>) -> OwnedInbound;

    /// Signs a report, with the account's secret or with another one. Gateways that do not sign leave it as it is.
    fn sign(&self, report: &mut OwnedInbound, telling: &Telling<'_>, secret: Option<&str>) {
        let _ = (report, telling, secret);
    }

    /// Whether reports are signed.
    fn signs(&self) -> bool {
        true
    }

    /// Whether the signature covers the moment.
    fn dates_reports(&self) -> bool {
        true
    }

    /// Where reports go, for gateways that are told once and not with each message.
    fn report_url_is_configured(&self) -> bool {
        false
    }
}

/// Settings from pairs.
pub(super) fn settings<const N: usize>(pairs: [(&str, &str); N]) -> Settings {
    Settings(
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
    )
}
