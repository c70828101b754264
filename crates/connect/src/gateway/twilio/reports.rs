//! Twilio's reports, and the proof that they are Twilio's.
//!
//! The proof is a keyed hash over the public address with its query, followed by every field of the form in the order of the names, name
//! and value joined without anything between. Of a field that is there more than once every distinct value counts once. A body that is no
//! form is named by its own hash in the query instead. The address is the configured one: what a `Host` header claims proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use sha2::{Digest as _, Sha256};

use super::wire::{self, Digest};
use crate::Secret;
use crate::gateway::{Inbound, Report, ReportFault, Reported};

const SIGNATURE: &str = "x-twilio-signature";
const SCHEME: &str = "x-twilio-webhooks-signature-settings";

/// What reports are proved with.
pub(super) struct Keys {
    auth_token: Secret,
    /// The shared key's secret, for accounts that sign with SHA-256.
    shared: Option<Secret>,
}

impl Keys {
    pub(super) fn new(auth_token: &str, shared: Option<&str>) -> Self {
        Self {
            auth_token: Secret::new(auth_token.to_owned()),
            shared: shared.map(|shared| Secret::new(shared.to_owned())),
        }
    }

    /// Whether the report is Twilio's.
    pub(super) fn prove(&self, inbound: &Inbound<'_>) -> Result<(), ReportFault> {
        let given = inbound.header(SIGNATURE).ok_or(ReportFault::Forged)?;
        let given = BASE64
            .decode(given.trim().as_bytes())
            .map_err(|_| ReportFault::Forged)?;
        let (digest, key) = self.key_for(inbound.header(SCHEME))?;
        let body = signed_body(inbound)?;
        let genuine = spellings(inbound.url).iter().any(|url| {
            let expected = wire::hmac(digest, key.reveal().as_bytes(), &[url.as_bytes(), &body]);
            wire::same(&given, &expected)
        });
        if genuine {
            Ok(())
        } else {
            Err(ReportFault::Forged)
        }
    }

    /// The key and the hash that the report says it is signed with: `key=…,algorithm=HMAC_SHA256`, or nothing at all.
    fn key_for(&self, scheme: Option<&str>) -> Result<(Digest, &Secret), ReportFault> {
        let Some(scheme) = scheme else {
            return Ok((Digest::Sha1, &self.auth_token));
        };
        let algorithm = scheme
            .split(',')
            .find_map(|part| part.trim().strip_prefix("algorithm="));
        match (algorithm, &self.shared) {
            (Some("HMAC_SHA256"), Some(shared)) => Ok((Digest::Sha256, shared)),
            _ => Err(ReportFault::Forged),
        }
    }
}

/// What of the body is signed behind the address.
fn signed_body(inbound: &Inbound<'_>) -> Result<Vec<u8>, ReportFault> {
    if let Some(claimed) = body_hash(inbound.url) {
        let claimed = HEXLOWER_PERMISSIVE
            .decode(claimed.as_bytes())
            .map_err(|_| ReportFault::Forged)?;
        return if wire::same(&claimed, &Sha256::digest(inbound.body)) {
            Ok(Vec::new())
        } else {
            Err(ReportFault::Forged)
        };
    }
    let mut fields: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in wire::fields_of(inbound.body) {
        fields.entry(name).or_default().insert(value);
    }
    let mut signed = String::new();
    for (name, values) in fields {
        for value in values {
            signed.push_str(&name);
            signed.push_str(&value);
        }
    }
    Ok(signed.into_bytes())
}

fn body_hash(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let query = wire::fields_of(query.as_bytes());
    wire::find(&query, "bodySHA256").map(str::to_owned)
}

/// The address as it stands, and the same with its port left out or written out: Twilio does now one, now the other.
fn spellings(url: &str) -> Vec<String> {
    let mut spellings = vec![url.to_owned()];
    let Some((scheme, rest)) = url.split_once("://") else {
        return spellings;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let usual = if scheme == "http" { 80 } else { 443 };
    // Behind the last bracket of an IPv6 address a colon begins the port.
    let host_end = authority.rfind(']').map_or(0, |at| at + 1);
    let port_at = authority
        .get(host_end..)
        .and_then(|tail| tail.rfind(':'))
        .map(|at| host_end + at);
    spellings.push(match port_at {
        Some(at) => {
            let host = authority.get(..at).unwrap_or(authority);
            format!("{scheme}://{host}{path}")
        }
        None => format!("{scheme}://{authority}:{usual}{path}"),
    });
    spellings
}

/// Reads a report that is proved: on a text message, or on a call.
pub(super) fn read(inbound: &Inbound<'_>) -> Result<Report, ReportFault> {
    let fields = wire::fields_of(inbound.body);
    let find = |name| wire::find(&fields, name);
    let (id, state) = match (find("MessageSid"), find("CallSid")) {
        (Some(id), _) => (id, find("MessageStatus").map(message_state)),
        (None, Some(id)) => (id, find("CallStatus").map(call_state)),
        (None, None) => return Err(ReportFault::Malformed),
    };
    let state = state.ok_or(ReportFault::Malformed)?;
    let status = find("MessageStatus").or_else(|| find("CallStatus"));
    let failed = matches!(state, Reported::Failed | Reported::Expired);
    Ok(Report {
        reference: wire::reference_in(inbound.url),
        id: Some(id.to_owned()),
        state,
        reason: find("ErrorCode")
            .filter(|code| failed && !code.is_empty())
            .or(status.filter(|_| failed))
            .and_then(wire::clean_code),
        price: None,
        event: None,
    })
}

fn message_state(status: &str) -> Reported {
    match status {
        "delivered" | "read" => Reported::Delivered,
        "undelivered" | "failed" | "canceled" => Reported::Failed,
        // accepted, scheduled, queued, sending, sent, partially_delivered, and what may come
        _ => Reported::Underway,
    }
}

fn call_state(status: &str) -> Reported {
    match status {
        // Answered: speaking, or over after it.
        "in-progress" | "completed" => Reported::Delivered,
        "busy" | "failed" | "no-answer" | "canceled" => Reported::Failed,
        // queued, ringing, and what may come
        _ => Reported::Underway,
    }
}
