//! What a factor is told of a person and a moment where no page asks.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use domain::eid::Visit;
use domain::id::UserId;
use domain::message::MessageSettings;
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use factors::{KeyedHash, Setting};
use store::CodeHasher;
use text::{Language, Text};

use crate::ground::Ground;

/// What stays the same for everybody.
pub(crate) struct Told {
    organisation: Arc<Organisation>,
    text: Text,
    hasher: Hasher,
    messages: MessageSettings,
    visit: Visit,
}

struct Hasher(CodeHasher);

impl KeyedHash for Hasher {
    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.hash(bytes)
    }

    fn matches(&self, bytes: &[u8], stored: &[u8]) -> bool {
        self.0.matches(bytes, stored)
    }
}

impl Told {
    pub(crate) fn of(ground: &Ground) -> Self {
        Self {
            organisation: Arc::clone(&ground.organisation),
            text: ground.app.catalogue.text(Language::Sv),
            hasher: Hasher(ground.app.store.code_hasher(ground.organisation.id)),
            messages: MessageSettings::default(),
            visit: Visit::default(),
        }
    }

    /// As it stands for this person at this moment.
    pub(crate) fn setting(&self, user: Option<UserId>, now: Timestamp) -> Setting<'_> {
        Setting {
            user,
            now,
            text: &self.text,
            organisation: &self.organisation,
            username: "",
            addresses: &[],
            messages: &self.messages,
            origin: "",
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            visit: &self.visit,
            keyed: &self.hasher,
            clock: &|_: Timestamp| String::new(),
            code_expires_at: now + Span::minutes(5),
        }
    }
}
