//! Delivery reports in the form the administrator wrote down: where in them the message and its state are named, and which word means what.
//!
//! The proof is the secret address, and besides it a name and password, a keyed hash over the body, or both. A word that is in no table
//! settles nothing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answers::{pointer, scalar};
use super::proof::Proof;
use crate::gateway::wire;
use crate::gateway::{Inbound, Report, ReportFault, Reported, SettingFault, Settings};

/// How reports are read.
pub(super) struct Reports {
    format: Format,
    list: Option<String>,
    reference: Option<String>,
    id: Option<String>,
    state: Option<String>,
    reason: Option<String>,
    words: BTreeMap<String, Reported>,
    proof: Proof,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Form,
    Query,
}

impl Reports {
    /// Reads the settings.
    pub(super) fn of(settings: &Settings) -> Result<Self, SettingFault> {
        let format = match settings.find("report_format").unwrap_or("json") {
            "json" => Format::Json,
            "form" => Format::Form,
            "query" => Format::Query,
            _ => {
                return Err(SettingFault::Unusable {
                    field: "report_format",
                    why: "it is none of json, form, query",
                });
            }
        };
        let proof = Proof::of(settings)?;
        if format == Format::Query && proof.covers_body() {
            return Err(SettingFault::Unusable {
                field: "hmac_secret",
                why: "a report in the address has no body to be signed",
            });
        }
        Ok(Self {
            format,
            list: pointer(settings, "report_list_pointer")?,
            reference: pointer(settings, "report_reference_pointer")?,
            id: pointer(settings, "report_id_pointer")?,
            state: pointer(settings, "report_state_pointer")?,
            reason: pointer(settings, "report_reason_pointer")?,
            words: words(settings.find("report_states").unwrap_or_default())?,
            proof,
        })
    }

    /// Reads what came. Where no pointer to a state is set, no report is expected and none is believed.
    pub(super) fn read(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        let state = self.state.as_deref().ok_or(ReportFault::Forged)?;
        self.proof.check(inbound)?;
        let document = self.document(inbound)?;
        let found = match &self.list {
            Some(list) => document.pointer(list).ok_or(ReportFault::Malformed)?,
            None => &document,
        };
        match found {
            Value::Array(items) => items.iter().map(|item| self.report(item, state)).collect(),
            one => Ok(vec![self.report(one, state)?]),
        }
    }

    /// Where neither pointer to a name is set, the address alone says which message a report is about.
    fn must_name(&self) -> bool {
        self.reference.is_some() || self.id.is_some()
    }

    fn document(&self, inbound: &Inbound<'_>) -> Result<Value, ReportFault> {
        let encoded = match self.format {
            Format::Json => {
                return serde_json::from_slice(inbound.body).map_err(|_| ReportFault::Malformed);
            }
            Format::Form => inbound.body,
            Format::Query => inbound
                .url
                .split_once('?')
                .map_or("", |(_, query)| query)
                .as_bytes(),
        };
        let members: Map<String, Value> = url::form_urlencoded::parse(encoded)
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect();
        Ok(Value::Object(members))
    }

    fn report(&self, item: &Value, state: &str) -> Result<Report, ReportFault> {
        let find = |pointer: &Option<String>| {
            let found = scalar(item.pointer(pointer.as_deref()?)?)?;
            Some(found).filter(|found| !found.is_empty() && found.len() <= 200)
        };
        let (reference, id) = (find(&self.reference), find(&self.id));
        let word = item
            .pointer(state)
            .and_then(scalar)
            .ok_or(ReportFault::Malformed)?;
        let is_named = reference.is_some() || id.is_some();
        if self.must_name() && !is_named {
            return Err(ReportFault::Malformed);
        }
        let known = self.words.get(&word.trim().to_lowercase()).copied();
        let reason = find(&self.reason).or((known != Some(Reported::Delivered)).then_some(word));
        Ok(Report {
            reference,
            id,
            state: known.unwrap_or(Reported::Underway),
            reason: reason.map(|reason| wire::clean(&reason)),
            price: None,
            event: None,
        })
    }
}

/// The table of words: `DELIVRD = delivered`, one a line.
fn words(typed: &str) -> Result<BTreeMap<String, Reported>, SettingFault> {
    let fault = |why| SettingFault::Unusable {
        field: "report_states",
        why,
    };
    let mut words = BTreeMap::new();
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        let (word, means) = line
            .rsplit_once('=')
            .ok_or(fault("a line has no equals sign"))?;
        let state = match means.trim() {
            "underway" => Reported::Underway,
            "delivered" => Reported::Delivered,
            "failed" => Reported::Failed,
            "expired" => Reported::Expired,
            _ => return Err(fault("it knows underway, delivered, failed, expired")),
        };
        words.insert(word.trim().to_lowercase(), state);
    }
    Ok(words)
}
