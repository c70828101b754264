//! The message as bytes: headers, then the text part, then the HTML part.
//!
//! Pure: the same message at the same moment gives the same bytes. Every header value is checked for control characters before it is
//! written; the subject is written here and not by the library, which leaves long words unfolded and passes on text that merely looks
//! like an encoded word.

use std::time::{Duration, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    Address,
    address::Envelope,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::{
    Message, address,
    fault::{Field, MessageFault},
};

const MOST_SUBJECT_BYTES: usize = 998;
const MOST_NAME_BYTES: usize = 200;
const MOST_BODY_BYTES: usize = 256 * 1024;
const MOST_ID_BYTES: usize = 64;
const FIRST_SECOND_OF_10000: u64 = 253_402_300_800;
/// 36 bytes become 48 in base64 and 60 with the marks round them: with `Subject: ` in front still under 76.
const ENCODED_WORD_BYTES: usize = 36;
const PLAIN_SUBJECT_BYTES: usize = 65;

/// Who all our mail is from.
pub(super) struct Sender {
    mailbox: Mailbox,
    domain: String,
}

impl Sender {
    /// `message_id_domain` in place of the address's own domain, where the operator wants that.
    pub(super) fn new(
        from: &str,
        name: Option<&str>,
        message_id_domain: Option<String>,
    ) -> Result<Self, MessageFault> {
        let address = address::parse_ascii(Field::From, from)?;
        let name = name
            .map(|name| one_line(Field::FromName, name, MOST_NAME_BYTES))
            .transpose()?;
        let domain = message_id_domain.unwrap_or_else(|| address.domain().to_owned());
        Ok(Self {
            mailbox: Mailbox::new(name.map(str::to_owned), address),
            domain,
        })
    }

    /// The domain in `Message-ID`, and what the server is greeted with.
    pub(super) fn domain(&self) -> &str {
        &self.domain
    }
}

/// A message ready for the wire.
pub(super) struct Composed {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Writes `message` as it goes over the wire.
pub(super) fn compose(
    sender: &Sender,
    message: &Message,
    at_unix_ms: i64,
) -> Result<Composed, MessageFault> {
    let to = address::parse(Field::To, &message.to)?;
    let reply_to = message
        .reply_to
        .as_deref()
        .map(|value| address::parse_ascii(Field::ReplyTo, value))
        .transpose()?;
    let id = token(Field::Id, &message.id, MOST_ID_BYTES)?;
    let language = token(Field::Language, &message.language, 35)?;
    let subject = one_line(Field::Subject, &message.subject, MOST_SUBJECT_BYTES)?;
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        // "=_" cannot occur in quoted-printable text, so no body can hold the boundary.
        .boundary(format!("=_{}", &id[..id.len().min(60)]))
        .singlepart(part(Field::Text, ContentType::TEXT_PLAIN, &message.text)?)
        .singlepart(part(Field::Html, ContentType::TEXT_HTML, &message.html)?);

    let from = sender.mailbox.email.clone();
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()])
        .map_err(|_| MessageFault::NotAnAddress(Field::To))?;
    let mut builder = lettre::Message::builder()
        .envelope(envelope)
        .from(sender.mailbox.clone())
        .to(Mailbox::new(None, to.clone()));
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(Mailbox::new(None, reply_to));
    }
    let bytes = builder
        .raw_header(ready("Subject", subject_value(subject)))
        .date(UNIX_EPOCH + since_1970(at_unix_ms)?)
        .raw_header(ready("Message-ID", format!("<{id}@{}>", sender.domain)))
        .raw_header(ready("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(ready("X-Auto-Response-Suppress", "All".to_owned()))
        .raw_header(ready("Content-Language", language.to_owned()))
        .multipart(parts)
        .map_err(|_| MessageFault::NotAnAddress(Field::From))?
        .formatted();
    Ok(Composed { from, to, bytes })
}

fn since_1970(at_unix_ms: i64) -> Result<Duration, MessageFault> {
    u64::try_from(at_unix_ms)
        .map(Duration::from_millis)
        .ok()
        .filter(|since| since.as_secs() < FIRST_SECOND_OF_10000)
        .ok_or(MessageFault::DateOutOfRange)
}

fn part(field: Field, kind: ContentType, words: &str) -> Result<SinglePart, MessageFault> {
    if words.trim().is_empty() {
        return Err(MessageFault::Empty(field));
    }
    if words.len() > MOST_BODY_BYTES {
        return Err(MessageFault::TooLong {
            field,
            most: MOST_BODY_BYTES,
        });
    }
    Ok(SinglePart::builder()
        .header(kind)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(words.to_owned()))
}

/// A header whose value needs no further encoding.
fn ready(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.clone(),
        value,
    )
}

fn one_line(field: Field, value: &str, most: usize) -> Result<&str, MessageFault> {
    if value.chars().any(char::is_control) {
        return Err(MessageFault::ControlCharacter(field));
    }
    if value.len() > most {
        return Err(MessageFault::TooLong { field, most });
    }
    let value = value.trim();
    if value.is_empty() {
        Err(MessageFault::Empty(field))
    } else {
        Ok(value)
    }
}

fn token(field: Field, value: &str, most: usize) -> Result<&str, MessageFault> {
    let value = one_line(field, value, most)?;
    let taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if value.chars().all(taken) {
        Ok(value)
    } else {
        Err(MessageFault::NotAToken(field))
    }
}

/// The subject as it stands for short plain ASCII, and in encoded words (RFC 2047) for everything else.
fn subject_value(subject: &str) -> String {
    let plain =
        subject.is_ascii() && subject.len() <= PLAIN_SUBJECT_BYTES && !subject.contains("=?");
    if plain {
        return subject.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = subject;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(ENCODED_WORD_BYTES);
        let (word, after) = rest.split_at(end);
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join("\r\n ")
}

#[cfg(test)]
mod tests;
