//! What the address narrows the log down to, and the form that does it.

use app::administer::audit::Question;
use domain::audit::EventKind;
use domain::id::AuditId;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::words;
use crate::admin::typed::Typed;
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Selectable, Shape};

/// Every field, by its name in the address.
const NAMES: [&str; 7] = ["who", "whom", "kind", "outcome", "from", "until", "address"];

/// What the address asks for, as it was typed.
pub(super) struct View {
    pub(super) typed: Typed,
    pub(super) before: Option<AuditId>,
}

impl View {
    /// What this request asks for. An address is asked for by those alone who may see addresses.
    pub(super) fn of(arrival: &Arrival, sees_addresses: bool) -> Self {
        let asked = |name: &str| arrival.query.get(name).map_or("", |value| value.trim());
        let mut typed = NAMES
            .into_iter()
            .filter(|name| !asked(name).is_empty() && (*name != "address" || sees_addresses))
            .fold(Typed::default(), |typed, name| {
                let value: String = asked(name).chars().take(100).collect();
                typed.with(name, value)
            });
        // The person's page leads here.
        if typed.of("whom").is_empty() && !asked("subject").is_empty() {
            typed = typed.with("whom", asked("subject"));
        }
        Self {
            typed,
            before: asked("before").parse().ok(),
        }
    }

    /// Whether anything is narrowed down.
    pub(super) fn narrows(&self) -> bool {
        !self.typed.0.is_empty()
    }

    /// The address of this question at `path`, from this row on.
    pub(super) fn address(&self, path: &str, before: Option<AuditId>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.typed.0 {
            query.append_pair(name, value);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The question; or the day that is none, by the name of its field.
    pub(super) fn question(&self, zone: &TimeZone) -> Result<Question, &'static str> {
        let typed = |name: &str| self.typed.of(name).to_owned();
        let day = |name: &'static str, later: i64| -> Result<Option<Timestamp>, &'static str> {
            match self.typed.of(name) {
                "" => Ok(None),
                text => beginning_of(text, later, zone).map(Some).ok_or(name),
            }
        };
        Ok(Question {
            who: typed("who"),
            whom: typed("whom"),
            kind: typed("kind"),
            outcome: typed("outcome"),
            address: typed("address"),
            from: day("from", 0)?,
            // The day itself belongs to it.
            until: day("until", 1)?,
        })
    }
}

/// The beginning of the day, so many days later.
fn beginning_of(text: &str, later: i64, zone: &TimeZone) -> Option<Timestamp> {
    let day: Date = text.parse().ok()?;
    let day = day
        .checked_add(jiff::Span::new().try_days(later).ok()?)
        .ok()?;
    let begins = day.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_unix_millis(
        begins.timestamp().as_millisecond(),
    ))
}

/// The form's fields.
pub(super) fn fields(arrival: &Arrival, view: &View, sees_addresses: bool) -> Vec<Field> {
    let text = &arrival.text;
    let line = |name: &str| {
        let key = format!("audit-{name}");
        Field::line(name, text.get(&key), view.typed.of(name))
    };
    let one_of = |name: &str, options: Vec<(String, String)>| {
        let chosen = view.typed.of(name).to_owned();
        let any = (String::new(), text.get("admin-log-any"));
        let options = std::iter::once(any)
            .chain(options)
            .map(|(value, name)| Selectable {
                selected: value == chosen,
                value,
                name,
            });
        line(name).shaped(Shape::OneOf(options.collect()))
    };
    let mut kinds: Vec<(String, String)> = EventKind::ALL
        .iter()
        .map(|kind| {
            let said = text.get(&format!("event-{}", kind.code()));
            (
                kind.code().to_owned(),
                said.trim_end_matches('.').to_owned(),
            )
        })
        .collect();
    kinds.sort_by_key(|(_, said)| said.to_lowercase());
    let endings =
        ["done", "refused"].map(|ending| (ending.to_owned(), words::ending(text, ending)));
    let mut fields = vec![
        line("who"),
        line("whom"),
        one_of("kind", kinds),
        one_of("outcome", endings.to_vec()),
        line("from").shaped(Shape::Date),
        line("until").shaped(Shape::Date),
    ];
    if sees_addresses {
        fields.push(line("address"));
    }
    fields
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_day_begins_where_the_reader_is_and_ends_with_itself() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let at = |text: &str, later| beginning_of(text, later, &zone).map(Timestamp::unix_seconds);
        assert_eq!(at("2026-11-21", 0), Some(1_795_215_600));
        assert_eq!(at("2026-11-21", 1), Some(1_795_215_600 + 86_400));
        // The day on which the clocks go back has 25 hours.
        let long = at("2026-10-25", 1).unwrap() - at("2026-10-25", 0).unwrap();
        assert_eq!(long, 25 * 3600);
        for none in ["", "21.11.2026", "2026-13-01", "i går", "9999-12-31"] {
            assert_eq!(at(none, 1), None, "{none}");
        }
    }
}
