//! Vonage's reports on text messages and on calls, and what proves either.
//!
//! On a text message the values carry `sig`, a keyed hash over all the others in the order of their names, and the moment of signing. On a
//! call a token goes along, signed with the same secret, which names the body by its hash.

use data_encoding::HEXLOWER_PERMISSIVE;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{CURRENCY, wire};
use crate::Secret;
use crate::gateway::{Inbound, Report, ReportFault, Reported, SettingFault, Settings};

/// What reports are proved with.
pub(super) struct Proof {
    secret: Secret,
    digest: wire::Digest,
}

/// What a call's token claims.
#[derive(Deserialize)]
struct Claims {
    iat: i64,
    #[serde(default)]
    exp: Option<i64>,
    #[serde(default)]
    jti: Option<String>,
    #[serde(default)]
    payload_hash: Option<String>,
}

impl Proof {
    /// The account's signature secret, where it has one.
    pub(super) fn new(settings: &Settings) -> Result<Option<Self>, SettingFault> {
        let digest = match settings.find("signature_method").unwrap_or("sha256") {
            "sha256" => wire::Digest::Sha256,
            "sha512" => wire::Digest::Sha512,
            "sha1" => wire::Digest::Sha1,
            _ => {
                return Err(SettingFault::Unusable {
                    field: "signature_method",
                    why: "it is one of sha256, sha512 and sha1",
                });
            }
        };
        Ok(settings.find("signature_secret").map(|secret| Self {
            secret: Secret::new(secret.to_owned()),
            digest,
        }))
    }

    /// Whether the values of a report on a text message are Vonage's, and of now.
    fn prove_values(
        &self,
        values: &[(String, String)],
        now_unix_ms: i64,
    ) -> Result<(), ReportFault> {
        let given = wire::find(values, "sig").ok_or(ReportFault::Forged)?;
        let given = HEXLOWER_PERMISSIVE
            .decode(given.as_bytes())
            .map_err(|_| ReportFault::Forged)?;
        let mut signed: Vec<_> = values.iter().filter(|(name, _)| name != "sig").collect();
        signed.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut message = String::new();
        for (name, value) in signed {
            message.extend(["&", name, "=", &value.replace(['&', '='], "_")]);
        }
        let key = self.secret.reveal().as_bytes();
        let expected = wire::hmac(self.digest, key, &[message.as_bytes()]);
        if !wire::same(&given, &expected) {
            return Err(ReportFault::Forged);
        }
        let at: Option<i64> = wire::find(values, "timestamp").and_then(|at| at.parse().ok());
        let at = at.and_then(|at| at.checked_mul(1000));
        wire::fresh(at.ok_or(ReportFault::Stale)?, now_unix_ms)
    }

    /// Whether the token of a report on a call is Vonage's, belongs to this body, and is of now. Its name comes back.
    fn prove_token(&self, inbound: &Inbound<'_>) -> Result<Option<String>, ReportFault> {
        let token = inbound
            .header("authorization")
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or(ReportFault::Forged)?;
        let mut rules = Validation::new(Algorithm::HS256);
        // Moments are compared with the one we were handed.
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        let key = DecodingKey::from_secret(self.secret.reveal().as_bytes());
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules)
            .map_err(|_| ReportFault::Forged)?
            .claims;
        let hash = claims.payload_hash.unwrap_or_default();
        let hash = HEXLOWER_PERMISSIVE
            .decode(hash.as_bytes())
            .map_err(|_| ReportFault::Forged)?;
        if !wire::same(&hash, &Sha256::digest(inbound.body)) {
            return Err(ReportFault::Forged);
        }
        let expired = |exp: i64| exp.saturating_mul(1000) < inbound.now_unix_ms;
        if claims.exp.is_some_and(expired) {
            return Err(ReportFault::Stale);
        }
        wire::fresh(claims.iat.saturating_mul(1000), inbound.now_unix_ms)?;
        Ok(claims.jti)
    }
}

/// Reads a report, once it is proved where there is something to prove it with.
pub(super) fn read(inbound: &Inbound<'_>, proof: Option<&Proof>) -> Result<Report, ReportFault> {
    let values = values_of(inbound)?;
    if wire::find(&values, "uuid").is_some() {
        let event = proof
            .map(|proof| proof.prove_token(inbound))
            .transpose()?
            .flatten();
        return read_call(inbound, &values, event);
    }
    if let Some(proof) = proof {
        proof.prove_values(&values, inbound.now_unix_ms)?;
    }
    read_sms(&values)
}

/// The values: of the body, as JSON or as a form; of the query where there is no body.
fn values_of(inbound: &Inbound<'_>) -> Result<Vec<(String, String)>, ReportFault> {
    if inbound.body.is_empty() {
        let query = inbound.url.split_once('?').map_or("", |(_, query)| query);
        return Ok(wire::fields_of(query.as_bytes()));
    }
    if !inbound.body.trim_ascii_start().starts_with(b"{") {
        return Ok(wire::fields_of(inbound.body));
    }
    let told: serde_json::Map<String, Value> =
        serde_json::from_slice(inbound.body).map_err(|_| ReportFault::Malformed)?;
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(fact) => Some(fact.to_string()),
        _ => None,
    };
    Ok(told
        .into_iter()
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect())
}

fn read_sms(values: &[(String, String)]) -> Result<Report, ReportFault> {
    let find = |name| wire::find(values, name).filter(|value| !value.is_empty());
    let (Some(id), Some(status)) = (find("messageId"), find("status")) else {
        return Err(ReportFault::Malformed);
    };
    let state = match status {
        "delivered" => Reported::Delivered,
        "failed" | "rejected" => Reported::Failed,
        "expired" => Reported::Expired,
        // accepted, buffered, unknown, and what may come
        _ => Reported::Underway,
    };
    Ok(Report {
        reference: find("client-ref").and_then(wire::own_reference),
        id: Some(id.to_owned()),
        state,
        reason: find("err-code")
            .filter(|code| *code != "0")
            .or(Some(status))
            .filter(|_| matches!(state, Reported::Failed | Reported::Expired))
            .and_then(wire::clean_code),
        price: find("price").and_then(|price| wire::price(price, CURRENCY)),
        event: find("nonce").map(str::to_owned),
    })
}

fn read_call(
    inbound: &Inbound<'_>,
    values: &[(String, String)],
    event: Option<String>,
) -> Result<Report, ReportFault> {
    let find = |name| wire::find(values, name).filter(|value| !value.is_empty());
    let (Some(id), Some(status)) = (find("uuid"), find("status")) else {
        return Err(ReportFault::Malformed);
    };
    let state = match status {
        "answered" | "completed" => Reported::Delivered,
        "busy" | "cancelled" | "failed" | "rejected" | "unanswered" => Reported::Failed,
        "timeout" => Reported::Expired,
        // started, ringing, and what may come
        _ => Reported::Underway,
    };
    Ok(Report {
        reference: wire::reference_in(inbound.url),
        id: Some(id.to_owned()),
        state,
        reason: matches!(state, Reported::Failed | Reported::Expired)
            .then(|| wire::clean_code(status))
            .flatten(),
        price: find("price").and_then(|price| wire::price(price, CURRENCY)),
        event,
    })
}
