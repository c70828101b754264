//! Two people with one card open: what the later one typed is laid over what the earlier one saved, field by field, and nothing is lost.
//!
//! ```text
//!             as it was opened   as it is saved now   as it was typed      then
//! untouched         a                    b                  a             b, and that is told
//! both              a                    b                  c             c, and b is told
//! only here         a                    a                  c             c
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::card_form::is_of_card;
use crate::admin::typed::Typed;

/// A field that somebody else changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clash {
    /// It was not touched here: theirs stands in it now.
    Taken {
        /// As it was when the card was opened.
        was: Option<String>,
        /// What they made of it.
        now: Option<String>,
    },
    /// It was changed here as well: what was typed stands in it.
    Both {
        /// What they made of it.
        now: Option<String>,
    },
}

/// What was typed, laid over what is saved.
pub(super) struct Merged {
    pub(super) typed: Typed,
    pub(super) clashes: BTreeMap<String, Clash>,
}

/// Lays `mine` over `theirs`; `opened` is what both began with.
pub(super) fn merge(opened: &Typed, mine: &Typed, theirs: &Typed) -> Merged {
    let mut typed = mine.clone();
    let mut clashes = BTreeMap::new();
    let names: BTreeSet<&String> = [opened, mine, theirs]
        .into_iter()
        .flat_map(|typed| typed.0.keys())
        .filter(|name| is_of_card(name))
        .collect();
    for name in names {
        let [was, typed_here, now] = [opened, mine, theirs].map(|typed| value(typed, name));
        if now == was || now == typed_here {
            continue;
        }
        let clash = if typed_here == was {
            match &now {
                Some(now) => typed.0.insert(name.clone(), now.clone()),
                None => typed.0.remove(name),
            };
            Clash::Taken { was, now }
        } else {
            Clash::Both { now }
        };
        clashes.insert(name.clone(), clash);
    }
    Merged { typed, clashes }
}

/// What stands in a field, without the space around it; a tick that is not set is nothing.
fn value(typed: &Typed, name: &str) -> Option<String> {
    typed.0.get(name).map(|value| value.trim().to_owned())
}

/// What was changed between two states of a card, as it travels in an address: `=` and the value, `-` for a tick that was taken away.
pub(super) fn difference(from: &Typed, to: &Typed) -> Typed {
    let mut changes = Typed::default();
    for (name, now) in to.0.iter().filter(|(name, _)| is_of_card(name)) {
        if value(from, name).as_deref() != Some(now.trim()) {
            changes = changes.with(name, format!("={now}"));
        }
    }
    for name in from.0.keys().filter(|name| is_of_card(name)) {
        if !to.0.contains_key(name) {
            changes = changes.with(name, "-");
        }
    }
    changes
}

/// A state of a card with changes laid over it.
pub(super) fn applied(mut to: Typed, changes: &Typed) -> Typed {
    for (name, change) in changes.0.iter().filter(|(name, _)| is_of_card(name)) {
        match change.strip_prefix('=') {
            Some(value) => to.0.insert(name.clone(), value.to_owned()),
            None => to.0.remove(name),
        };
    }
    to
}

/// A state of a card in one line of text.
pub(super) fn packed(typed: &Typed) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in typed.0.iter().filter(|(name, _)| is_of_card(name)) {
        text.append_pair(name, value);
    }
    text.finish()
}

/// The state of a card that such a line tells.
pub(super) fn unpacked(text: &str) -> Typed {
    Typed(
        url::form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect(),
    )
}
