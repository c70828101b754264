//! One strict reading of what the browser sent, before the library reads it: what it is lenient about, or leaves to its caller.
//!
//! Browsers write exactly what is taken here. What differs was written by something else.

use data_encoding::BASE64URL_NOPAD;
use domain::refusal::Refusal;
use serde_json::Value;
use url::Url;

use super::CREDENTIAL_BYTES;

/// The longest answer that is read. An attestation with its certificates has some thousand bytes.
const MOST_BYTES: usize = 64 * 1024;

/// The longest client data.
const MOST_CLIENT_DATA: usize = 4 * 1024;

/// The longest handle of an account (`WebAuthn` Level 3 §5.4.3).
const MOST_HANDLE: usize = 64;

/// Bytes of authenticator data in front of what a new passkey adds: hash, flags, count (`WebAuthn` Level 3 §6.1).
const HEAD: usize = 37;

/// Attested credential data follow.
const ATTESTED: u8 = 0x40;

/// Extensions follow.
const EXTENDED: u8 = 0x80;

/// The answer to a ceremony, read strictly.
pub(super) struct Sent {
    answer: Value,
    /// The credential id.
    pub(super) id: Vec<u8>,
}

impl Sent {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::PasskeyMissing);
        }
        if text.len() > MOST_BYTES {
            return Err(Refusal::PasskeyWrong);
        }
        let answer: Value = serde_json::from_str(text).map_err(|_| Refusal::PasskeyWrong)?;
        let id = bytes(answer.get("rawId")).ok_or(Refusal::PasskeyWrong)?;
        let is_one_key = answer.get("type").and_then(Value::as_str) == Some("public-key")
            && answer.get("id") == answer.get("rawId")
            && CREDENTIAL_BYTES.contains(&id.len());
        if is_one_key {
            Ok(Self { answer, id })
        } else {
            Err(Refusal::PasskeyWrong)
        }
    }

    /// The answer in the library's own form.
    pub(super) fn parsed<T: serde::de::DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_value(self.answer.clone()).map_err(|_| Refusal::PasskeyWrong)
    }

    fn part(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let response = self.answer.get("response");
        bytes(response.and_then(|response| response.get(name))).ok_or(Refusal::PasskeyWrong)
    }

    /// That this very question was asked, by a page of one of these origins and in no page of others: our pages are in no frame, so an
    /// answer that was given in one was given to somebody else's page.
    pub(super) fn is_asked_by(&self, challenge: &[u8], origins: &[Url]) -> Result<(), Refusal> {
        let data = self.part("clientDataJSON")?;
        if data.len() > MOST_CLIENT_DATA {
            return Err(Refusal::PasskeyWrong);
        }
        let told: Value = serde_json::from_slice(&data).map_err(|_| Refusal::PasskeyWrong)?;
        let text = |name: &str| told.get(name).and_then(Value::as_str);
        let asked = text("challenge") == Some(BASE64URL_NOPAD.encode(challenge).as_str());
        let ours = text("origin").is_some_and(|origin| {
            let own = origins.iter().map(|own| own.origin().ascii_serialization());
            own.into_iter().any(|own| own == origin)
        });
        let alone = told
            .get("crossOrigin")
            .is_none_or(|crossed| *crossed == Value::Bool(false))
            && told.get("topOrigin").is_none();
        if asked && ours && alone {
            Ok(())
        } else {
            Err(Refusal::PasskeyWrong)
        }
    }

    /// The handle of the account that the passkey says it belongs to; empty where it says none.
    pub(super) fn handle(&self) -> Result<Vec<u8>, Refusal> {
        let response = self.answer.get("response");
        let told = response.and_then(|response| response.get("userHandle"));
        match told {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(told) => bytes(Some(told))
                .filter(|handle| handle.len() <= MOST_HANDLE)
                .ok_or(Refusal::PasskeyWrong),
        }
    }

    /// That the data of a passkey in use hold no new one, and nothing that nobody announced.
    pub(super) fn uses_one(&self) -> Result<(), Refusal> {
        self.part("signature")?;
        let data = self.part("authenticatorData")?;
        let flags = *data.get(HEAD - 5).ok_or(Refusal::PasskeyWrong)?;
        let ends = data.len() == HEAD || flags & EXTENDED != 0;
        if flags & ATTESTED == 0 && ends {
            Ok(())
        } else {
            Err(Refusal::PasskeyWrong)
        }
    }

    /// What a new passkey says it is (AAGUID): 16 bytes behind the head (§6.5.1). The id behind that is the one outside, and where nobody
    /// vouches for it nothing is stated.
    pub(super) fn model(&self) -> Result<[u8; 16], Refusal> {
        let object = self.part("attestationObject")?;
        model(&object, &self.id).ok_or(Refusal::PasskeyWrong)
    }

    /// How it can be reached, as the browser says: a hint for the next time.
    pub(super) fn transports(&self) -> Vec<String> {
        let response = self.answer.get("response");
        let told = response
            .and_then(|response| response.get("transports"))
            .and_then(Value::as_array);
        let known = ["usb", "nfc", "ble", "internal", "hybrid", "smart-card"];
        let told = told.into_iter().flatten().filter_map(Value::as_str);
        let mut found: Vec<String> = told
            .filter(|one| known.contains(one))
            .map(str::to_owned)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Base64url without padding, as `WebAuthn`'s JSON has it.
fn bytes(value: Option<&Value>) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(value?.as_str()?.as_bytes()).ok()
}

fn model(object: &[u8], id: &[u8]) -> Option<[u8; 16]> {
    use serde_cbor_2::Value as Cbor;
    let Cbor::Map(fields) = serde_cbor_2::from_slice(object).ok()? else {
        return None;
    };
    let field = |name: &str| fields.get(&Cbor::Text(name.to_owned()));
    let (Cbor::Text(format), Cbor::Bytes(data)) = (field("fmt")?, field("authData")?) else {
        return None;
    };
    if format == "none" && !matches!(field("attStmt")?, Cbor::Map(stated) if stated.is_empty()) {
        return None;
    }
    let behind = data.get(HEAD..)?;
    let (model, behind) = behind.split_at_checked(16)?;
    let (length, behind) = behind.split_at_checked(2)?;
    let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
    let (inner, behind) = behind.split_at_checked(length)?;
    // The public key is one item of CBOR; the extensions, where they are announced, are another, and nothing is behind the last.
    let mut items = serde_cbor_2::Deserializer::from_slice(behind).into_iter::<Cbor>();
    let announced = if data.get(HEAD - 5)? & EXTENDED == 0 {
        1
    } else {
        2
    };
    for _ in 0..announced {
        items.next()?.ok()?;
    }
    let is_all = items.byte_offset() == behind.len();
    (inner == id && is_all)
        .then(|| model.try_into().ok())
        .flatten()
}
