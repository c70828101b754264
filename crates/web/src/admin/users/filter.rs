//! What an address narrows the list down to, and the address of what is narrowed. What it says and nobody understands narrows nothing.

use app::administer::people::{From, PeopleFilter, PeopleOrder, PersonState, Place};
use domain::factor::FactorKind;
use domain::id::{RoleId, UserId};
use domain::time::Timestamp;
use domain::user::{SEARCH_LENGTH, name_key};
use std::collections::BTreeMap;

/// A list as its address names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct View {
    pub(super) filter: PeopleFilter,
    pub(super) order: PeopleOrder,
    pub(super) from: From,
}

/// What stands for the order by the last time people signed in.
pub(super) const BY_LOGIN: &str = "login";

impl View {
    /// Reads an address.
    pub(super) fn of(query: &BTreeMap<String, String>) -> Self {
        let asked = |name: &str| query.get(name).map_or("", |value| value.trim());
        let factor = asked("factor");
        let filter = PeopleFilter {
            search: asked("q").chars().take(SEARCH_LENGTH).collect(),
            role: asked("role").parse::<RoleId>().ok(),
            state: PersonState::named(asked("state")),
            factor: is_kind(factor).then(|| FactorKind::named(factor)),
        };
        let order = if asked("sort") == BY_LOGIN {
            PeopleOrder::LastLogin
        } else {
            PeopleOrder::Name
        };
        let from = place(asked("after"))
            .map(From::After)
            .or_else(|| place(asked("before")).map(From::Before))
            .or_else(|| letter(asked("at")))
            .unwrap_or_default();
        Self {
            filter,
            order,
            from,
        }
    }

    /// The same filter from its first row.
    pub(super) fn first_page(&self) -> Self {
        self.at(From::Start)
    }

    /// The same filter from elsewhere on.
    pub(super) fn at(&self, from: From) -> Self {
        Self {
            from,
            ..self.clone()
        }
    }

    /// What of it is no place in the list.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let mut pairs = Vec::new();
        if !filter.search.is_empty() {
            pairs.push(("q", filter.search.clone()));
        }
        pairs.extend(filter.role.map(|role| ("role", role.to_string())));
        pairs.extend(
            filter
                .state
                .map(|state| ("state", state.as_str().to_owned())),
        );
        pairs.extend(
            filter
                .factor
                .as_ref()
                .map(|kind| ("factor", kind.to_string())),
        );
        if self.order == PeopleOrder::LastLogin {
            pairs.push(("sort", BY_LOGIN.to_owned()));
        }
        pairs
    }

    /// Its address under `path`.
    pub(super) fn address(&self, path: &str) -> String {
        let mut pairs = self.pairs();
        match &self.from {
            From::Start => {}
            From::Key(key) => pairs.push(("at", key.clone())),
            From::After(place) => pairs.push(("after", written(place))),
            From::Before(place) => pairs.push(("before", written(place))),
        }
        if pairs.is_empty() {
            return path.to_owned();
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&pairs);
        format!("{path}?{}", query.finish())
    }
}

fn is_kind(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}

fn letter(text: &str) -> Option<From> {
    let key = name_key(&text.chars().take(3).collect::<String>());
    // A key is the key of itself no more: å is no brace.
    (!key.is_empty()).then_some(From::Key(key))
}

/// A place: whose row, when, and the key of the name.
fn written(place: &Place) -> String {
    format!("{}~{}~{}", place.user, place.at.unix_millis(), place.key)
}

fn place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '~');
    let user = parts.next()?.parse::<UserId>().ok()?;
    let at = parts.next()?.parse().ok()?;
    let key: String = parts.next()?.chars().take(400).collect();
    Some(Place {
        key: key.replace('\0', ""),
        at: Timestamp::from_unix_millis(at),
        user,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn read_back(view: &View) -> View {
        let address = view.address("/admin/users");
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let query = url::form_urlencoded::parse(query.as_bytes());
        View::of(&query.into_owned().collect())
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let place = Place {
            key: "{ke ~ ek&co".to_owned(),
            at: Timestamp::from_unix_millis(1_790_000_000_000),
            user: UserId::from_bytes([7; 16]),
        };
        for from in [From::Start, From::After(place.clone()), From::Before(place)] {
            let view = View {
                filter: PeopleFilter {
                    search: "Åke & 100%".to_owned(),
                    role: Some(RoleId::from_bytes([3; 16])),
                    state: Some(PersonState::NeverIn),
                    factor: Some(FactorKind::named("recovery_codes")),
                },
                order: PeopleOrder::LastLogin,
                from,
            };
            assert_eq!(read_back(&view), view);
        }
        assert_eq!(View::default().address("/admin/users"), "/admin/users");
    }

    #[test]
    fn what_nobody_understands_narrows_nothing() {
        let query = [
            ("role", "x"),
            ("state", "happy"),
            ("factor", "totp' OR 1=1"),
            ("after", "1~2"),
            ("before", "~~"),
            ("sort", "shoe-size"),
            ("at", "\u{0}"),
            ("q", "   "),
        ];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(View::of(&query.into()), View::default());
    }
}
