//! What the providers of a person's passkeys are told, so that one that was removed here is offered no more (the Signal API of `WebAuthn`
//! Level 3 §5.1.10).

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::ceremony::{handle, relying_party};
use super::data::Held;
use crate::Setting;

/// `AllAcceptedCredentialsOptions`: every passkey of the account that still opens it.
pub(super) fn signal(setting: &Setting<'_>, held: &[Held]) -> Option<Value> {
    let own = relying_party(setting);
    let user = handle(setting);
    if own.id.is_empty() || user.is_empty() {
        return None;
    }
    let accepted: Vec<String> = held
        .iter()
        .filter(|held| held.relying_party == own.id)
        .map(|held| BASE64URL_NOPAD.encode(held.id()))
        .collect();
    Some(json!({
        "rpId": own.id,
        "userId": BASE64URL_NOPAD.encode(&user),
        "allAcceptedCredentialIds": accepted,
    }))
}
