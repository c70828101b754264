//! What an act changed, in the one form that every event tells it: the detail `changes`, a line for each field, `field: old → new`.
//!
//! A field is named as the rule names it, and its values stand in the clear: nothing personal and nothing secret is ever put in. What may
//! not be shown is named without its values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde_json::Value;

use super::Event;

/// The detail that holds them.
pub const CHANGES: &str = "changes";

/// The longest value that is kept, in characters.
const LONGEST: usize = 200;

const ARROW: &str = " → ";

/// What stands for a value that is not shown.
const UNSHOWN: &str = "•••";

/// What an act changes, as it is gathered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes(Vec<Change>);

/// One field that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it was; empty where it was nothing.
    pub old: String,
    /// What it is; empty where it is nothing.
    pub new: String,
}

impl Changes {
    /// Notes a field, if it is changed.
    #[must_use]
    pub fn field(
        mut self,
        field: &str,
        old: &(impl Display + ?Sized),
        new: &(impl Display + ?Sized),
    ) -> Self {
        let (old, new) = (old.to_string(), new.to_string());
        if old != new {
            self.0.push(Change {
                field: field.to_owned(),
                old: shortened(&old),
                new: shortened(&new),
            });
        }
        self
    }

    /// Notes a field that may be nothing, if it is changed.
    #[must_use]
    pub fn optional(
        self,
        field: &str,
        old: Option<&(impl Display + ?Sized)>,
        new: Option<&(impl Display + ?Sized)>,
    ) -> Self {
        let said = |value: Option<String>| value.unwrap_or_default();
        self.field(
            field,
            &said(old.map(ToString::to_string)),
            &said(new.map(ToString::to_string)),
        )
    }

    /// Notes that a field was changed whose values are nobody's business.
    #[must_use]
    pub fn unshown(mut self, field: &str, changed: bool) -> Self {
        if changed {
            self.0.push(Change {
                field: field.to_owned(),
                old: UNSHOWN.to_owned(),
                new: UNSHOWN.to_owned(),
            });
        }
        self
    }

    /// What differs between two settings, each as its JSON says it: a field within another is named with a dot between.
    pub fn between(before: &Value, after: &Value) -> Self {
        let (old, new) = (flat(before), flat(after));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        names.into_iter().fold(Self::default(), |changes, name| {
            changes.optional(name, old.get(name), new.get(name))
        })
    }

    /// Whether nothing was changed.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// The detail's text.
    pub fn written(&self) -> String {
        let line = |change: &Change| {
            let [field, old, new] =
                [&change.field, &change.old, &change.new].map(|text| escaped(text));
            format!("{field}: {old}{ARROW}{new}")
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What a detail's text says; a line that says something else is passed over.
    pub fn read(text: &str) -> Self {
        let change = |line: &str| {
            let (field, values) = line.split_once(": ")?;
            let (old, new) = values.split_once(ARROW)?;
            let [field, old, new] = [field, old, new].map(unescaped);
            Some(Change { field, old, new })
        };
        Self(text.lines().filter_map(change).collect())
    }
}

impl Event {
    /// The same event with what was changed; without a detail where nothing was.
    #[must_use]
    pub fn changing(self, changes: &Changes) -> Self {
        if changes.is_empty() {
            self
        } else {
            self.with(CHANGES, &changes.written())
        }
    }
}

/// The single values in a JSON value, by their names; a list is one value.
fn flat(value: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), value)];
    while let Some((name, value)) = open.pop() {
        match value {
            Value::Object(fields) => open.extend(fields.iter().map(|(inner, value)| {
                let name = if name.is_empty() {
                    inner.clone()
                } else {
                    format!("{name}.{inner}")
                };
                (name, value)
            })),
            Value::Null => {}
            Value::String(text) => {
                found.insert(name, text.clone());
            }
            other => {
                found.insert(name, other.to_string());
            }
        }
    }
    found
}

fn shortened(value: &str) -> String {
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// A value cannot end its line, nor be taken for the colon or the arrow: neither stands in what is written.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '→' => text.push_str("\\>"),
            ':' => text.push_str("\\."),
            other => text.push(other),
        }
    }
    text
}

fn unescaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('>') => value.push('→'),
            Some('.') => value.push(':'),
            Some(other) => value.push(other),
            None => value.push('\\'),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let changes = Changes::default()
            .field("trusted-days", &14, &0)
            .field("name", "Panel", "Panel")
            .optional("support-mail", None::<&str>, Some("a@example"))
            .optional("accent", Some("red"), None::<&str>)
            .unshown("secret", true)
            .unshown("other-secret", false);
        assert_eq!(
            changes.written(),
            "trusted-days: 14 → 0\nsupport-mail:  → a@example\naccent: red → \nsecret: ••• → •••"
        );
        assert!(Changes::default().field("a", &1, &1).is_empty());
    }

    #[test]
    fn settings_are_compared_field_by_field() {
        let before = serde_json::json!({"on": true, "limits": {"day": 10, "hour": 2}, "countries": ["SE"], "text": null});
        let after = serde_json::json!({"on": true, "limits": {"day": 20, "hour": 2}, "countries": ["SE", "NO"], "text": "hej"});
        assert_eq!(
            Changes::between(&before, &after).written(),
            "countries: [\"SE\"] → [\"SE\",\"NO\"]\nlimits.day: 10 → 20\ntext:  → hej"
        );
        assert!(Changes::between(&after, &after).is_empty());
    }

    #[test]
    fn a_field_that_looks_like_a_line_is_none() {
        let changes = Changes::default().field(": ", "", "a: b → c");
        assert_eq!(changes.written(), "\\. :  → a\\. b \\> c");
        assert_eq!(Changes::read(&changes.written()), changes);
        // So colons were written at first.
        let older = Changes::default().field("a", "b:c", "");
        assert_eq!(Changes::read("a: b\\:c → "), older);
    }

    #[test]
    fn a_long_value_is_shortened() {
        let changes = Changes::default().field("a", "", &"å".repeat(10_000));
        let change = changes.iter().next();
        assert_eq!(change.map(|change| change.new.chars().count()), Some(200));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(values in proptest::collection::vec((".{1,20}", ".{0,40}", "[→\\\\ :\n\r a]{0,20}"), 0..5)) {
            let changes = values.iter().fold(Changes::default(), |changes, (field, old, new)| changes.field(field, old, new));
            prop_assert_eq!(Changes::read(&changes.written()), changes);
        }
    }
}
