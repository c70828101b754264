//! The token that proves a report: a JWT over the complete address and the body, for a few seconds.

use data_encoding::HEXLOWER;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::Secret;
use crate::gateway::wire;
use crate::gateway::{Inbound, ReportFault};

/// Clocks may differ by this much.
const LEEWAY_SECONDS: i64 = 1;

#[derive(Deserialize)]
struct Claims {
    iss: String,
    nbf: i64,
    exp: i64,
    url_hash: String,
    payload_hash: Option<String>,
    jti: Option<String>,
}

/// Looks at the token, and gives the report's own name.
pub(super) fn check(key: &Secret, inbound: &Inbound<'_>) -> Result<Option<String>, ReportFault> {
    let token = inbound
        .header("messagebird-signature-jwt")
        .ok_or(ReportFault::Forged)?;
    let claims = decode(key, token.trim()).ok_or(ReportFault::Forged)?;
    let is_url = wire::same(
        claims.url_hash.as_bytes(),
        hash(inbound.url.as_bytes()).as_bytes(),
    );
    let is_body = match (&claims.payload_hash, inbound.body) {
        (None, []) => true,
        (Some(claimed), body) if !body.is_empty() => {
            wire::same(claimed.as_bytes(), hash(body).as_bytes())
        }
        _ => false,
    };
    if claims.iss != "MessageBird" || !is_url || !is_body {
        return Err(ReportFault::Forged);
    }
    let now = inbound.now_unix_ms.div_euclid(1000);
    if now < claims.nbf.saturating_sub(LEEWAY_SECONDS)
        || now > claims.exp.saturating_add(LEEWAY_SECONDS)
    {
        return Err(ReportFault::Stale);
    }
    Ok(claims.jti)
}

/// The claims, once the signature fits. The moments are judged by the caller, who has the clock.
fn decode(key: &Secret, token: &str) -> Option<Claims> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.algorithms = vec![Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    let key = DecodingKey::from_secret(key.reveal().as_bytes());
    let decoded = jsonwebtoken::decode(token, &key, &rules).ok()?;
    Some(decoded.claims)
}

fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
