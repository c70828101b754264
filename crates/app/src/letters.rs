//! Lays letters out for what carries them: a mail as text and as the same words in HTML, a text message, a call.

use std::time::Duration;

use connect::gateway::{Call, Sms, Spoken};
use connect::mail::Message;
use domain::id::DeliveryId;
use domain::message::{MessageChannel, MessageSettings};
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::random::Random;
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use factors::{Letter, Line};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use text::{Language, Text};

use crate::outbox::Posting;

/// A laid-out message as it waits, sealed, in the outbox.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) outgoing: Outgoing,
    /// The gateway that is asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) avoid: Option<String>,
}

/// What goes out.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outgoing {
    Mail(Mail),
    Text(TextMessage),
    Call(PhoneCall),
}

/// A mail.
#[derive(Serialize, Deserialize)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) language: String,
    pub(crate) reply_to: Option<String>,
}

/// A text message.
#[derive(Serialize, Deserialize)]
pub(crate) struct TextMessage {
    pub(crate) to: String,
    pub(crate) from: Option<String>,
    pub(crate) text: String,
    /// Where the installation is reached, for the address of reports.
    pub(crate) site: String,
    /// When it is of no more use, in unix milliseconds.
    pub(crate) expires_at: i64,
}

/// A telephone call.
#[derive(Serialize, Deserialize)]
pub(crate) struct PhoneCall {
    pub(crate) to: String,
    pub(crate) from: Option<String>,
    pub(crate) language: String,
    /// What is read aloud, piece by piece.
    pub(crate) script: Vec<Piece>,
    /// Where the installation is reached, for the address of reports.
    pub(crate) site: String,
    /// What its recording can be fetched with: a token under the delivery's own id.
    pub(crate) recording: String,
}

/// A piece of what is read aloud.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Piece {
    Words(String),
    Digits(String),
}

impl Mail {
    /// The message for the mail server; `id` makes its Message-ID.
    pub(crate) fn message(self, id: String) -> Message {
        let Self {
            to,
            subject,
            text,
            html,
            language,
            reply_to,
        } = self;
        Message {
            id,
            to,
            subject,
            text,
            html,
            language,
            reply_to,
        }
    }
}

/// The shortest life that a text message is sent with: less than this no gateway takes.
const SHORTEST_LIFE: Duration = Duration::from_mins(1);

impl TextMessage {
    /// The message for a gateway, under our own name for it.
    pub(crate) fn sms(&self, reference: &str, report_token: &str, now: Timestamp) -> Sms {
        let left = self.expires_at.saturating_sub(now.unix_millis());
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        Sms {
            to: self.to.clone(),
            from: self.from.clone(),
            text: self.text.clone(),
            reference: reference.to_owned(),
            report_url: Some(report_url(&self.site, report_token, reference)),
            lives_for: left.max(SHORTEST_LIFE),
        }
    }
}

impl PhoneCall {
    /// The call for a gateway, under our own name for it.
    pub(crate) fn call(&self, reference: &str, report_token: &str) -> Call {
        Call {
            to: self.to.clone(),
            from: self.from.clone(),
            language: self.language.clone(),
            script: self.spoken(),
            audio_url: Some(format!("{}/recordings/{}.wav", self.site, self.recording)),
            reference: reference.to_owned(),
            report_url: Some(report_url(&self.site, report_token, reference)),
        }
    }

    /// What is read aloud, with a pause after every piece.
    pub(crate) fn spoken(&self) -> Vec<Spoken> {
        let pieces = self.script.iter().flat_map(|piece| {
            let said = match piece {
                Piece::Words(words) => Spoken::Words(words.clone()),
                Piece::Digits(digits) => Spoken::Digits(digits.clone()),
            };
            [said, Spoken::Pause]
        });
        pieces.collect()
    }
}

/// Where reports about this message come to; `reference` is the delivery.
fn report_url(site: &str, token: &str, reference: &str) -> String {
    format!("{site}/reports/{token}?m={reference}")
}

/// Where the installation is reached: an organisation's base URL without the organisation.
pub(crate) fn site(organisation: &Organisation) -> &str {
    let base = &organisation.base_url;
    base.strip_suffix(&format!("/o/{}", organisation.slug))
        .unwrap_or(base)
}

/// Lays a letter out in the organisation's name, for what carries it.
pub(crate) fn lay_out(
    posting: &Posting<'_>,
    text: &Text,
    id: DeliveryId,
    random: &mut dyn Random,
) -> Content {
    let Posting {
        organisation,
        settings,
        letter,
        ..
    } = posting;
    let site = site(organisation).to_owned();
    let outgoing = match MessageChannel::named(letter.channel) {
        Some(MessageChannel::Sms) => Outgoing::Text(TextMessage {
            to: letter.to.clone(),
            from: sender(settings, &letter.to),
            text: letter.plain.clone().unwrap_or_else(|| in_one_go(letter)),
            site,
            expires_at: posting.expires_at.unix_millis(),
        }),
        Some(MessageChannel::Voice) => {
            let token = Token {
                organisation: organisation.id,
                id: *id.as_bytes(),
                secret: TokenSecret::draw(random),
            };
            Outgoing::Call(PhoneCall {
                to: letter.to.clone(),
                from: settings.voice_from.clone(),
                language: text.code().to_owned(),
                script: letter.lines.iter().map(piece).collect(),
                site,
                recording: token.expose(),
            })
        }
        Some(MessageChannel::Email) | None => Outgoing::Mail(mail(letter, organisation, text)),
    };
    Content {
        outgoing,
        avoid: posting.avoid.map(|gateway| gateway.to_string()),
    }
}

fn piece(line: &Line) -> Piece {
    match line {
        Line::Text(words) => Piece::Words(words.clone()),
        Line::Code(digits) => Piece::Digits(digits.clone()),
    }
}

/// A letter's lines as one text, where the factor gave none.
fn in_one_go(letter: &Letter) -> String {
    let lines = letter.lines.iter().map(|line| match line {
        Line::Text(words) | Line::Code(words) => words.as_str(),
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// The sender for this number: the one for its country, else the organisation's, else the gateway's own.
fn sender(settings: &MessageSettings, number: &str) -> Option<String> {
    let country = PhoneNumber::from_e164(number).ok()?.country();
    let by_country = settings.senders.get(&country);
    by_country.or(settings.sender.as_ref()).cloned()
}

/// Lays a mail out in the organisation's name.
fn mail(letter: &Letter, organisation: &Organisation, text: &Text) -> Mail {
    let support = support_line(organisation, text);
    let mut plain = String::new();
    let mut html = String::new();
    for line in &letter.lines {
        match line {
            Line::Text(words) => {
                plain.push_str(words);
                let shown = escape(words);
                if is_link(words) {
                    html.extend(["<p><a href=\"", &shown, "\">", &shown, "</a></p>\n"]);
                } else {
                    html.extend(["<p>", &shown, "</p>\n"]);
                }
            }
            Line::Code(code) => {
                plain.push_str(code);
                html.extend(["<p class=\"code\">", &escape(code), "</p>\n"]);
            }
        }
        plain.push_str("\n\n");
    }
    plain.push_str("-- \n");
    plain.push_str(&one_line(&organisation.name));
    plain.push('\n');
    if let Some(support) = &support {
        plain.push_str(support);
        plain.push('\n');
    }
    let footer = support.map_or_else(String::new, |line| format!("<br>{}", escape(&line)));
    let html = format!(
        "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>\
         body{{font:16px/1.5 system-ui,sans-serif;color:#1b2421;max-width:34rem;margin:0 auto;padding:1.5rem}}\
         .code{{font:600 1.75rem/1.2 ui-monospace,monospace;letter-spacing:.15em}}\
         footer{{color:#55605c;font-size:.9rem;border-top:1px solid #dcdad3;padding-top:.75rem}}</style></head><body>\n\
         {html}<footer>{organisation}{footer}</footer></body></html>\n",
        language = text.code(),
        title = escape(&letter.subject),
        organisation = escape(&one_line(&organisation.name)),
    );
    Mail {
        to: letter.to.clone(),
        subject: one_line(&letter.subject),
        text: plain,
        html,
        language: text.code().to_owned(),
        reply_to: organisation.support.email.clone(),
    }
}

fn support_line(organisation: &Organisation, text: &Text) -> Option<String> {
    let support = &organisation.support;
    let reach: Vec<&str> = [&support.email, &support.phone, &support.hours]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    (!reach.is_empty()).then(|| text.with1("mail-support", "contact", reach.join(", ")))
}

/// Whether a line is nothing but an address of ours, to be followed.
fn is_link(line: &str) -> bool {
    (line.starts_with("https://") || line.starts_with("http://"))
        && !line.contains(char::is_whitespace)
}

/// A name as it may stand in a header or a sentence: one line, and nothing that turns the direction of the text (A52).
pub(crate) fn one_line(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let spaced: String = name
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| if breaks(c) { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The language for somebody: their own, else the one of the request, else the organisation's.
pub(crate) fn language_for(
    chosen: Option<&str>,
    asked: Option<Language>,
    organisation: &Organisation,
) -> Language {
    let offered = |language: &Language| organisation.rules.offers(language.code());
    chosen
        .and_then(Language::from_code)
        .filter(offered)
        .or(asked.filter(offered))
        .or_else(|| Language::from_code(&organisation.default_language))
        .unwrap_or(Language::Sv)
}

/// A moment as a clock in `zone` shows it: `10.42` in Swedish, `10:42` in English.
pub fn clock_time(at: Timestamp, zone: &TimeZone, text: &Text) -> String {
    civil(at, zone).map_or_else(String::new, |when| {
        text.clock_time(when.hour(), when.minute())
    })
}

/// A moment with its day: `4 december 2026 10.42`.
pub fn date_time(at: Timestamp, zone: &TimeZone, text: &Text) -> String {
    civil(at, zone).map_or_else(String::new, |when| {
        text.date_time(
            when.year(),
            when.month(),
            when.day(),
            when.hour(),
            when.minute(),
        )
    })
}

/// The day of a moment: `4 december 2026`.
pub fn date(at: Timestamp, zone: &TimeZone, text: &Text) -> String {
    civil(at, zone).map_or_else(String::new, |when| {
        text.date(when.year(), when.month(), when.day())
    })
}

/// How long something holds that ends at `end`, true to its last moment: `till och med den 26 november 2026` where that is the end of a day,
/// otherwise with the clock time, `till den 26 november 2026 14.30`.
pub fn until(end: Timestamp, zone: &TimeZone, text: &Text) -> String {
    if opens_a_day(end, zone) {
        let last = date(end - Span::millis(1), zone, text);
        text.with1("until-and-including", "day", last)
    } else {
        text.with1("until-moment", "moment", date_time(end, zone, text))
    }
}

/// From when something holds: the day alone where it holds for all of it, otherwise with the clock time.
pub(crate) fn from_when(begin: Timestamp, zone: &TimeZone, text: &Text) -> String {
    if opens_a_day(begin, zone) {
        date(begin, zone, text)
    } else {
        date_time(begin, zone, text)
    }
}

fn opens_a_day(at: Timestamp, zone: &TimeZone) -> bool {
    civil(at, zone).is_some_and(|when| when.hour() == 0 && when.minute() == 0)
}

fn civil(at: Timestamp, zone: &TimeZone) -> Option<jiff::Zoned> {
    let moment = jiff::Timestamp::from_millisecond(at.unix_millis()).ok()?;
    Some(moment.to_zoned(zone.clone()))
}
