//! What an answer means, by the marks the administrator gave: which statuses are a success, what else must stand in the answer, where the
//! message's name and the words of a refusal are found.
//!
//! An answer that says success by its status and cannot be read where it must be is neither success nor refusal: the message may be on
//! its way.

use std::ops::RangeInclusive;

use regex_lite::Regex;
use serde_json::Value;

use crate::gateway::wire;
use crate::gateway::{Accepted, MessageWhy, SettingFault, Settings, Unsent};
use crate::http::Answer;

/// How answers are read.
pub(super) struct Answers {
    success: Statuses,
    retry: Statuses,
    must_hold: Option<MustHold>,
    id: Option<Place>,
    error: Option<String>,
}

/// What a success must hold besides its status.
struct MustHold {
    pointer: Option<String>,
    pattern: Option<Regex>,
}

/// Where something stands in an answer.
enum Place {
    Pointer(String),
    Pattern(Regex),
    Header(String),
}

/// Ranges of HTTP statuses: `200-299,304`.
struct Statuses(Vec<RangeInclusive<u16>>);

/// What the content of an answer says of its success.
enum Content {
    Assents,
    Refuses,
    Unreadable,
}

impl Answers {
    /// Reads the settings.
    pub(super) fn of(settings: &Settings) -> Result<Self, SettingFault> {
        let pointer = pointer(settings, "success_pointer")?;
        let pattern = pattern(settings, "success_pattern")?;
        let holds = pointer.is_some() || pattern.is_some();
        Ok(Self {
            success: Statuses::of(settings, "success_status", "200-299")?,
            retry: Statuses::of(settings, "retry_statuses", "429,500-599")?,
            must_hold: holds.then_some(MustHold { pointer, pattern }),
            id: id_place(settings)?,
            error: self::pointer(settings, "error_pointer")?,
        })
    }

    /// What became of the message.
    pub(super) fn read(&self, answer: &Answer) -> Result<Accepted, Unsent> {
        if self.success.hold(answer.status) {
            return self.read_success(answer);
        }
        let text = self.error_text(answer);
        let said = wire::said(Some(answer.status), None, text.as_deref());
        if self.retry.hold(answer.status) {
            return Err(Unsent::Transient {
                retry_after: wire::retry_after(answer),
                said,
            });
        }
        Err(match answer.status {
            // Whoever took these out of the list says that the message may have been taken all the same.
            500.. => Unsent::Unknown { said },
            // Whoever wrote another status down says that this one is no success.
            200..=299 => Unsent::Message {
                why: MessageWhy::Other,
                said,
            },
            _ => wire::refused(answer, None, text.as_deref()),
        })
    }

    fn read_success(&self, answer: &Answer) -> Result<Accepted, Unsent> {
        let content = match &self.must_hold {
            None => Content::Assents,
            Some(must) => must.look(answer),
        };
        let text = self.error_text(answer);
        let said = wire::said(Some(answer.status), None, text.as_deref());
        match content {
            Content::Assents => Ok(Accepted {
                id: self.id.as_ref().and_then(|place| place.find(answer)),
                ..Accepted::default()
            }),
            Content::Refuses => Err(Unsent::Message {
                why: MessageWhy::Other,
                said,
            }),
            Content::Unreadable => Err(Unsent::Unknown { said }),
        }
    }

    fn error_text(&self, answer: &Answer) -> Option<String> {
        let pointer = self.error.as_deref()?;
        scalar(wire::json(answer)?.pointer(pointer)?)
    }
}

impl MustHold {
    fn look(&self, answer: &Answer) -> Content {
        let Some(pointer) = &self.pointer else {
            let text = String::from_utf8_lossy(&answer.body);
            let pattern = self.pattern.as_ref();
            return Content::of(pattern.is_none_or(|pattern| pattern.is_match(&text)));
        };
        let Some(document) = wire::json(answer) else {
            return Content::Unreadable;
        };
        let Some(found) = document.pointer(pointer) else {
            return Content::Refuses;
        };
        Content::of(match &self.pattern {
            Some(pattern) => scalar(found).is_some_and(|text| pattern.is_match(&text)),
            None => !matches!(found, Value::Null | Value::Bool(false)),
        })
    }
}

impl Content {
    fn of(assents: bool) -> Self {
        if assents {
            Self::Assents
        } else {
            Self::Refuses
        }
    }
}

impl Place {
    fn find(&self, answer: &Answer) -> Option<String> {
        let found = match self {
            Self::Pointer(pointer) => scalar(wire::json(answer)?.pointer(pointer)?)?,
            Self::Pattern(pattern) => {
                let text = String::from_utf8_lossy(&answer.body);
                let found = pattern.captures(&text)?;
                found.get(1).or(found.get(0))?.as_str().to_owned()
            }
            Self::Header(name) => answer
                .headers
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())?,
        };
        let found = found.trim();
        (!found.is_empty() && found.len() <= 200).then(|| found.to_owned())
    }
}

fn id_place(settings: &Settings) -> Result<Option<Place>, SettingFault> {
    if let Some(found) = pointer(settings, "id_pointer")? {
        return Ok(Some(Place::Pointer(found)));
    }
    if let Some(found) = pattern(settings, "id_pattern")? {
        return Ok(Some(Place::Pattern(found)));
    }
    let header = settings.find("id_header");
    Ok(header.map(|name| Place::Header(name.to_ascii_lowercase())))
}

/// A text, number or truth value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A JSON pointer (RFC 6901) out of the settings.
pub(super) fn pointer(
    settings: &Settings,
    field: &'static str,
) -> Result<Option<String>, SettingFault> {
    match settings.find(field) {
        Some(pointer) if !pointer.starts_with('/') => Err(SettingFault::Unusable {
            field,
            why: "a JSON pointer begins with /",
        }),
        found => Ok(found.map(str::to_owned)),
    }
}

fn pattern(settings: &Settings, field: &'static str) -> Result<Option<Regex>, SettingFault> {
    let Some(typed) = settings.find(field) else {
        return Ok(None);
    };
    let pattern = Regex::new(typed).map_err(|_| SettingFault::Unusable {
        field,
        why: "it is no regular expression",
    })?;
    Ok(Some(pattern))
}

impl Statuses {
    fn of(
        settings: &Settings,
        field: &'static str,
        default: &'static str,
    ) -> Result<Self, SettingFault> {
        let typed = settings.find(field).unwrap_or(default);
        let ranges: Option<Vec<_>> = typed.split(',').map(range).collect();
        ranges.map(Self).ok_or(SettingFault::Unusable {
            field,
            why: "it is not a list like 200-299,304",
        })
    }

    fn hold(&self, status: u16) -> bool {
        self.0.iter().any(|range| range.contains(&status))
    }
}

fn range(typed: &str) -> Option<RangeInclusive<u16>> {
    let (from, to) = typed.split_once('-').unwrap_or((typed, typed));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (100 <= from && from <= to && to <= 599).then_some(from..=to)
}
