//! The answer as a page's script sends it (`PublicKeyCredential.toJSON()`), or with one thing broken outside of what is signed.

use serde_json::{Value, json};

use super::breaking::Breaking;
use super::client_data::Ceremony;
use super::wire::{padded, text};

/// What both answers have in common, around this response.
pub(super) fn around(
    id: &[u8],
    attachment: &str,
    extension_results: &Value,
    response: &Value,
) -> Value {
    json!({
        "id": text(id),
        "rawId": text(id),
        "type": "public-key",
        "authenticatorAttachment": attachment,
        "clientExtensionResults": extension_results,
        "response": response,
    })
}

/// The answer with what is broken outside of what is signed.
pub(super) fn broken(answer: Value, breaking: Breaking, ceremony: Ceremony) -> Value {
    let answer = framed(answer, breaking);
    let answer = identified(answer, breaking);
    match ceremony {
        Ceremony::Create => created(answer, breaking),
        Ceremony::Get => used(answer, breaking),
    }
}

fn framed(mut answer: Value, breaking: Breaking) -> Value {
    match breaking {
        Breaking::AnswerInAList => json!([answer]),
        Breaking::AnswerNull => Value::Null,
        Breaking::AnswerEmpty => json!({}),
        Breaking::ResponseMissing => without(answer, "", "response"),
        Breaking::ResponseText => {
            answer["response"] = json!(answer["response"].to_string());
            answer
        }
        Breaking::TypeNotPublicKey => with(answer, "type", json!("password")),
        Breaking::TypeNotSaid => without(answer, "", "type"),
        Breaking::ClientDataMissing => without(answer, "/response", "clientDataJSON"),
        Breaking::ClientDataPadded => padding(answer, "/response/clientDataJSON"),
        Breaking::ClientDataGarbage => garbling(answer, "/response/clientDataJSON"),
        Breaking::AttachmentMissing => without(answer, "", "authenticatorAttachment"),
        Breaking::AttachmentUnknown => with(answer, "authenticatorAttachment", json!("implant")),
        Breaking::ExtensionResultsMissing => without(answer, "", "clientExtensionResults"),
        Breaking::ExtensionResultsUnknown => with(
            answer,
            "clientExtensionResults",
            json!({ "later": { "list": [1, null] }, "prf": { "enabled": true } }),
        ),
        Breaking::RpOfAnAppId => with(answer, "clientExtensionResults", json!({ "appid": true })),
        Breaking::AnswerWithMore => {
            answer["response"]["later"] = json!("x");
            with(answer, "later", json!([1]))
        }
        _ => answer,
    }
}

fn identified(answer: Value, breaking: Breaking) -> Value {
    match breaking {
        Breaking::IdIsNotRawId => with(answer, "id", json!(text(&[9; 32]))),
        Breaking::IdMissing => without(answer, "", "id"),
        Breaking::IdANumber => with(answer, "id", json!(1)),
        Breaking::IdGarbage => garbling(answer, "/id"),
        Breaking::IdHuge => with(answer, "id", json!("A".repeat(1 << 20))),
        Breaking::RawIdMissing => without(answer, "", "rawId"),
        Breaking::RawIdPadded => padding(answer, "/rawId"),
        Breaking::RawIdGarbage => garbling(answer, "/rawId"),
        Breaking::RawIdHuge => {
            let answer = with(answer, "id", json!("A".repeat(1 << 20)));
            with(answer, "rawId", json!("A".repeat(1 << 20)))
        }
        _ => answer,
    }
}

fn created(answer: Value, breaking: Breaking) -> Value {
    match breaking {
        Breaking::ObjectMissing => without(answer, "/response", "attestationObject"),
        Breaking::ObjectPadded => padding(answer, "/response/attestationObject"),
        Breaking::ObjectGarbage => garbling(answer, "/response/attestationObject"),
        Breaking::TransportsMissing => without(answer, "/response", "transports"),
        Breaking::TransportsUnknown => within(answer, "transports", json!(["telepathy", "usb"])),
        Breaking::TransportsEmpty => within(answer, "transports", json!([])),
        Breaking::CopiesMissing => {
            let answer = without(answer, "/response", "publicKey");
            let answer = without(answer, "/response", "publicKeyAlgorithm");
            without(answer, "/response", "authenticatorData")
        }
        Breaking::CopiesLie => {
            let answer = within(answer, "publicKey", json!(text(&[1; 91])));
            let answer = within(answer, "publicKeyAlgorithm", json!(-257));
            within(answer, "authenticatorData", json!(text(&[255; 37])))
        }
        _ => answer,
    }
}

fn used(answer: Value, breaking: Breaking) -> Value {
    match breaking {
        Breaking::UserHandleMissing => without(answer, "/response", "userHandle"),
        Breaking::UserHandleNull => within(answer, "userHandle", Value::Null),
        Breaking::UserHandleGarbage => garbling(answer, "/response/userHandle"),
        Breaking::UserHandlePadded => padding(answer, "/response/userHandle"),
        Breaking::SignatureMissing => without(answer, "/response", "signature"),
        Breaking::SignatureGarbage => garbling(answer, "/response/signature"),
        Breaking::SignaturePadded => padding(answer, "/response/signature"),
        Breaking::DataMissing => without(answer, "/response", "authenticatorData"),
        Breaking::DataPadded => padding(answer, "/response/authenticatorData"),
        Breaking::DataGarbage => garbling(answer, "/response/authenticatorData"),
        _ => answer,
    }
}

fn with(mut answer: Value, name: &str, value: Value) -> Value {
    answer[name] = value;
    answer
}

fn within(mut answer: Value, name: &str, value: Value) -> Value {
    answer["response"][name] = value;
    answer
}

fn without(mut answer: Value, place: &str, name: &str) -> Value {
    let place = answer
        .pointer_mut(place)
        .and_then(Value::as_object_mut)
        .expect("an answer has this place");
    place.remove(name).expect("an answer has this member");
    answer
}

fn padding(answer: Value, place: &str) -> Value {
    rewriting(answer, place, padded)
}

fn garbling(answer: Value, place: &str) -> Value {
    rewriting(answer, place, |text| format!("%{text}"))
}

fn rewriting(mut answer: Value, place: &str, change: impl Fn(&str) -> String) -> Value {
    let place = answer.pointer_mut(place).expect("an answer has this place");
    let text = place.as_str().expect("it holds a text");
    *place = json!(change(text));
    answer
}
