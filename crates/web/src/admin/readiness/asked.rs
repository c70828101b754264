//! What an address asks of the report: the card as it is typed, whom it is narrowed down to, and where the page begins.

use app::administer::effect::{Readiness, ReadinessPart};
use app::administer::role_card;
use domain::factor::FactorSet;
use domain::id::UserId;
use domain::role::{MOST_TRUSTED_DAYS, Minimum, Role};
use domain::time::Timestamp;

use super::failed;
use crate::admin::door::Admin;
use crate::reply::Reply;

/// What is asked.
pub(super) struct Asked {
    /// The card as it is saved.
    pub(super) stored: Role,
    /// The card as the report judges it.
    pub(super) draft: Role,
    /// Which part.
    pub(super) part: ReadinessPart,
    /// What is typed on the card and not saved, as the card's own address brings it back.
    pub(super) typed: Option<String>,
}

/// The longest such address that is carried along.
const LONGEST_TYPED: usize = 2_000;

impl Asked {
    /// Reads the card of this address.
    pub(super) async fn read(admin: &Admin, id: &str) -> Result<Self, Reply> {
        let arrival = &admin.own.arrival;
        let Ok(id) = id.parse() else {
            return Err(arrival.status(404));
        };
        let organisation = admin.own.who.organisation.id;
        let card = role_card(&arrival.state.app, organisation, id).await;
        let Some(card) = card.map_err(|fault| failed(arrival, &fault))? else {
            return Err(arrival.status(404));
        };
        let stored = card.role;
        let asked = |name: &str| arrival.query.get(name).map(String::as_str);
        Ok(Self {
            draft: drafted(&stored, asked),
            stored,
            part: ReadinessPart {
                only: asked("only").and_then(Readiness::named),
                after: asked("after").and_then(place),
            },
            typed: asked("card")
                .filter(|typed| !typed.is_empty() && typed.len() <= LONGEST_TYPED)
                .map(str::to_owned),
        })
    }

    /// Where the card lies.
    fn card(&self) -> String {
        format!("/admin/roles/{}", self.stored.id)
    }

    /// Back to the card, with what is typed there.
    pub(super) fn back(&self) -> String {
        match &self.typed {
            Some(typed) => format!("{}?{typed}", self.card()),
            None => self.card(),
        }
    }

    /// Where the report of the saved card lies.
    pub(super) fn saved(&self) -> String {
        self.card() + "/readiness"
    }

    /// Whether the report is of a card that is typed and not saved.
    pub(super) fn is_draft(&self) -> bool {
        written(&self.draft) != written(&self.stored)
    }

    /// The address of a part of this report; `file` is what stands behind `readiness`.
    pub(super) fn address(&self, file: &str, part: &ReadinessPart) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if self.is_draft() {
            for (name, value) in written(&self.draft) {
                query.append_pair(name, &value);
            }
        }
        if let Some(typed) = &self.typed {
            query.append_pair("card", typed);
        }
        if let Some(only) = part.only {
            query.append_pair("only", only.as_str());
        }
        if let Some((key, user)) = &part.after {
            query.append_pair("after", &written_place(key, *user));
        }
        let (card, query) = (self.card(), query.finish());
        if query.is_empty() {
            format!("{card}/readiness{file}")
        } else {
            format!("{card}/readiness{file}?{query}")
        }
    }
}

/// What of a card decides who is ready, as an address holds it.
fn written(card: &Role) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("two_step", u8::from(card.two_step).to_string()),
        ("trusted_days", card.trusted_days.to_string()),
        ("grace_days", card.grace_days.to_string()),
        ("minimum", card.minimum.as_str().to_owned()),
    ];
    if let Some(from) = card.two_step_from {
        fields.push(("from", from.unix_millis().to_string()));
    }
    if let Some(allowed) = &card.allowed_factors {
        fields.push(("factors", allowed.to_string()));
    }
    fields
}

/// The card as the address says it; what it does not say is as saved, and so is what nobody understands.
fn drafted<'a>(stored: &Role, asked: impl Fn(&str) -> Option<&'a str>) -> Role {
    let Some(two_step) = asked("two_step") else {
        return stored.clone();
    };
    let days = |name: &str, saved: u32| {
        let read = asked(name).and_then(|days| days.parse::<u32>().ok());
        read.filter(|days| *days <= MOST_TRUSTED_DAYS)
            .unwrap_or(saved)
    };
    Role {
        two_step: two_step == "1",
        trusted_days: days("trusted_days", stored.trusted_days),
        grace_days: days("grace_days", stored.grace_days),
        minimum: asked("minimum")
            .and_then(Minimum::named)
            .unwrap_or(stored.minimum),
        two_step_from: asked("from")
            .and_then(|from| from.parse().ok())
            .map(Timestamp::from_unix_millis),
        allowed_factors: asked("factors").map(FactorSet::parse),
        ..stored.clone()
    }
}

fn written_place(key: &str, user: UserId) -> String {
    format!("{user}.{key}")
}

fn place(text: &str) -> Option<(String, UserId)> {
    let (user, key) = text.split_once('.')?;
    Some((key.to_owned(), user.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::{BTreeMap, BTreeSet};

    use domain::id::RoleId;

    use super::*;

    fn card() -> Role {
        Role {
            id: RoleId::from_bytes([7; 16]),
            key: "staff".to_owned(),
            name: "Anställda".to_owned(),
            owner_assigns: false,
            api_integrator: false,
            two_step: false,
            two_step_from: None,
            grace_days: 3,
            trusted_days: 14,
            allowed_factors: None,
            minimum: Minimum::Any,
            permissions: BTreeSet::new(),
            version: 4,
        }
    }

    fn address_for(stored: &Role, draft: &Role) -> String {
        crate::admin::readiness::address(stored, draft)
    }

    fn back(stored: &Role, address: &str) -> Role {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let query: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        drafted(stored, |name| query.get(name).map(String::as_str))
    }

    #[test]
    fn an_address_brings_the_typed_card_back_and_a_saved_one_needs_none() {
        let stored = card();
        assert_eq!(
            address_for(&stored, &stored),
            format!("/admin/roles/{}/readiness", stored.id)
        );
        let renamed = Role {
            name: "Alla".to_owned(),
            ..card()
        };
        assert_eq!(
            address_for(&stored, &renamed),
            address_for(&stored, &stored),
            "a name decides nothing"
        );
        let draft = Role {
            two_step: true,
            two_step_from: Some(Timestamp::from_unix_seconds(1_800_000_000)),
            grace_days: 0,
            trusted_days: 365,
            allowed_factors: Some(FactorSet::parse("totp,passkey")),
            minimum: Minimum::Aal2,
            ..card()
        };
        assert_eq!(back(&stored, &address_for(&stored, &draft)), draft);
        let nothing_allowed = Role {
            allowed_factors: Some(FactorSet::default()),
            ..draft
        };
        let address = address_for(&stored, &nothing_allowed);
        assert_eq!(back(&stored, &address), nothing_allowed);
    }

    #[test]
    fn what_is_typed_goes_along_and_leads_back() {
        let stored = card();
        let draft = Role {
            two_step: true,
            ..card()
        };
        let typed = "grace_days=%3D5&draft=x".to_owned();
        let address = crate::admin::readiness::address_from(&stored, &draft, Some(typed.clone()));
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let query: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(query.get("card"), Some(&typed));
        let asked = Asked {
            stored: stored.clone(),
            draft,
            part: ReadinessPart::default(),
            typed: Some(typed.clone()),
        };
        assert!(asked.is_draft());
        assert_eq!(asked.back(), format!("/admin/roles/{}?{typed}", stored.id));
    }

    #[test]
    fn an_address_that_nobody_understands_changes_nothing() {
        let stored = card();
        let typed = "/x?two_step=maybe&trusted_days=-1&grace_days=9999&minimum=strong&from=soon";
        assert_eq!(back(&stored, typed), stored);
        assert_eq!(back(&stored, "/x?trusted_days=1"), stored);
        for spoilt in ["", "x", "x.y", "0.0.0"] {
            assert_eq!(place(spoilt), None, "{spoilt}");
        }
        let user = UserId::from_bytes([3; 16]);
        let key = "ö & ä".to_owned();
        assert_eq!(place(&written_place(&key, user)), Some((key, user)));
    }
}
