//! Calls: what is said, and the token that lets an application make them.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{digits, refusal, wire};
use crate::gateway::{Accepted, Call, SettingFault, Settings, Spoken, Unsent};
use crate::http::{Answer, Request};

const USUAL: &str = "https://api.nexmo.com";
/// A token is good for one request; the clocks may differ by this much, in seconds.
const TOKEN_LIVES: i64 = 300;
/// For so many seconds it rings: less than it takes until a mailbox answers.
const RINGS_FOR: u32 = 30;
/// No call says more, in characters.
const MOST_CHARACTERS: usize = 1500;

/// The application that makes the calls.
pub(super) struct Voice {
    endpoint: String,
    application_id: String,
    key: EncodingKey,
}

impl Voice {
    /// The application, where one is set; both its name and its key must be.
    pub(super) fn new(settings: &Settings) -> Result<Option<Self>, SettingFault> {
        if settings.find("application_id").is_none() && settings.find("private_key").is_none() {
            return Ok(None);
        }
        let unusable = |_| SettingFault::Unusable {
            field: "private_key",
            why: "it is no RSA key in PEM",
        };
        let pem = settings.need("private_key")?;
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(unusable)?;
        // Only signing shows whether the key is whole.
        let header = Header::new(Algorithm::RS256);
        jsonwebtoken::encode(&header, &json!({}), &key).map_err(unusable)?;
        Ok(Some(Self {
            endpoint: wire::endpoint(settings, USUAL)?,
            application_id: wire::word(settings, "application_id")?.to_owned(),
            key,
        }))
    }

    pub(super) fn request(
        &self,
        call: &Call,
        from: &str,
        at_unix_ms: i64,
    ) -> Result<Request, Unsent> {
        let language = match call.language.as_str() {
            "sv" => "sv-SE",
            _ => "en-GB",
        };
        let mut document = json!({
            "to": [{ "type": "phone", "number": digits(&call.to) }],
            "from": { "type": "phone", "number": digits(from) },
            "ncco": [{
                "action": "talk",
                "text": spoken(&call.script)?,
                "language": language,
                "loop": 2,
            }],
            "ringing_timer": RINGS_FOR,
        });
        if let (Some(url), Value::Object(fields)) = (&call.report_url, &mut document) {
            let url = wire::with_reference(url, &call.reference);
            fields.insert("event_url".to_owned(), json!([url]));
        }
        let token = self.token(&call.reference, at_unix_ms)?;
        let url = format!("{}/v1/calls", self.endpoint);
        let authorization = wire::authorization("Bearer", &token);
        Ok(wire::post_json(url, vec![authorization], &document))
    }

    /// A token for one request: the same call at another moment has another name.
    fn token(&self, reference: &str, at_unix_ms: i64) -> Result<String, Unsent> {
        let now = at_unix_ms.div_euclid(1000);
        let claims = json!({
            "application_id": self.application_id,
            "iat": now,
            "exp": now.saturating_add(TOKEN_LIVES),
            "jti": format!("{reference}-{at_unix_ms}"),
        });
        jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &self.key)
            .map_err(|_| wire::unfit("the private key does not sign"))
    }
}

/// The script as one text, its pieces parted as sentences are.
fn spoken(script: &[Spoken]) -> Result<String, Unsent> {
    let mut text = String::new();
    for piece in script {
        let piece = match piece {
            Spoken::Words(words) => plain(words),
            Spoken::Digits(digits) => wire::one_by_one(digits),
            Spoken::Pause => String::new(),
        };
        if piece.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '!', '?', ',', ':']) {
                " "
            } else {
                ". "
            });
        }
        text.push_str(&piece);
    }
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(wire::unfit("the words of the call are too long"));
    }
    Ok(text)
}

/// Words without what looks like markup and would be read as such.
fn plain(words: &str) -> String {
    let words: Vec<&str> = words
        .split(|c: char| matches!(c, '<' | '>' | '&') || c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Reads the answer to a call.
pub(super) fn accepted(answer: &Answer) -> Result<Accepted, Unsent> {
    let told = wire::json(answer).unwrap_or_default();
    if !(200..300).contains(&answer.status) {
        return Err(refusal(answer, &told));
    }
    match wire::plain(told.get("uuid")) {
        Some(id) => Ok(Accepted {
            id: Some(id),
            ..Accepted::default()
        }),
        None => Err(refusal(answer, &told)),
    }
}
