//! Lays letters out: one look for codes, links and notices, as text and as the same words in HTML.

use connect::mail::Message;
use domain::organisation::Organisation;
use domain::time::Timestamp;
use factors::{Letter, Line};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use text::{Language, Text};

/// A laid-out mail as it waits, sealed, in the outbox.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) language: String,
    pub(crate) reply_to: Option<String>,
}

impl Content {
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

/// Lays a letter out in the organisation's name.
pub(crate) fn lay_out(letter: &Letter, organisation: &Organisation, text: &Text) -> Content {
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
    Content {
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
    chosen
        .and_then(Language::from_code)
        .or(asked)
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

fn civil(at: Timestamp, zone: &TimeZone) -> Option<jiff::Zoned> {
    let moment = jiff::Timestamp::from_millisecond(at.unix_millis()).ok()?;
    Some(moment.to_zoned(zone.clone()))
}
