//! What a call says, as Twilio's markup (`TwiML`).

use super::{Call, Unsent, wire};
use crate::gateway::Spoken;

/// No call's markup may be longer, in characters.
const MOST_CHARACTERS: usize = 4000;

/// The script, twice, with a second between; then the call ends by itself.
pub(super) fn twiml(call: &Call) -> Result<String, Unsent> {
    let language = match call.language.as_str() {
        "sv" => "sv-SE",
        _ => "en-GB",
    };
    let once: String = call
        .script
        .iter()
        .map(|piece| markup(piece, language))
        .collect();
    let twiml = format!("<Response>{once}{PAUSE}{once}</Response>");
    if twiml.chars().count() > MOST_CHARACTERS {
        return Err(wire::unfit("the words of the call are too long"));
    }
    Ok(twiml)
}

const PAUSE: &str = "<Pause length=\"1\"/>";

fn markup(piece: &Spoken, language: &str) -> String {
    let words = match piece {
        Spoken::Words(words) => escaped(words),
        Spoken::Digits(digits) => wire::one_by_one(digits),
        Spoken::Pause => return PAUSE.to_owned(),
    };
    format!("<Say language=\"{language}\">{words}</Say>")
}

fn escaped(words: &str) -> String {
    let mut escaped = String::new();
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // Not allowed in XML 1.0, whether escaped or not.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
