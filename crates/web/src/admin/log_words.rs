//! What the delivery log keeps, in words: channels, purposes, states and reasons. What a gateway calls something stays as it said it.

use domain::message::{MessageChannel, MessageState};
use text::Text;

/// By what way a message went.
pub(super) fn channel(text: &Text, channel: MessageChannel) -> String {
    text.get(&format!("delivery-channel-{}", channel.as_str()))
}

/// What a message was for.
pub(super) fn purpose(text: &Text, purpose: &str) -> String {
    let key = format!("delivery-purpose-{purpose}");
    // A newer release beside this one may send messages that this one has no word for.
    if text.has(&key) {
        text.get(&key)
    } else {
        purpose.to_owned()
    }
}

/// How a message stands.
pub(super) fn state(text: &Text, state: MessageState) -> String {
    text.get(&format!("delivery-state-{}", state.as_str()))
}

/// The class of its tag.
pub(super) const fn class(state: MessageState) -> &'static str {
    match state {
        MessageState::Sent | MessageState::Delivered => "tag",
        MessageState::Waiting | MessageState::Handing => "tag off",
        MessageState::Failed | MessageState::Expired => "tag bad",
        MessageState::Unknown | MessageState::Suppressed => "tag warn",
    }
}

/// Why a message stands as it does: one of our codes, perhaps with the gateway's own behind it, or what a mail server or report said.
pub(super) fn reason(
    text: &Text,
    state: MessageState,
    channel: MessageChannel,
    kept: Option<&str>,
) -> Option<String> {
    let kept = match (kept.map(str::trim).filter(|kept| !kept.is_empty()), state) {
        (Some(kept), _) => kept,
        (None, MessageState::Expired) => return Some(text.get("delivery-reason-too-late")),
        (None, _) => return None,
    };
    let (code, theirs) = match kept.split_once(' ') {
        Some((code, theirs)) => (code, Some(theirs)),
        None => (kept, None),
    };
    // A guard and a gateway may both speak of a country; only one of them kept the message back.
    let code = if code == "country" && state != MessageState::Suppressed {
        "gateway-country"
    } else {
        code
    };
    let key = format!("delivery-reason-{code}");
    let ours = code
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    // What a mail server says is a sentence that may begin with one of our words; it has a code of its own nowhere.
    let spoken = !channel.is_phone() && theirs.is_some();
    let is_code = ours && !spoken && !["said", "with-code"].contains(&code) && text.has(&key);
    Some(match (is_code, theirs) {
        (true, None) => text.get(&key),
        (true, Some(theirs)) => text.with2(
            "delivery-reason-with-code",
            "reason",
            text.get(&key),
            "code",
            theirs,
        ),
        (false, _) => text.with1("delivery-reason-said", "said", kept),
    })
}
