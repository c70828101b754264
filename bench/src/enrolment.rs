//! Keys of authenticator apps as their factor writes them, without a page for each.

use std::sync::Arc;

use domain::message::MessageSettings;
use domain::organisation::Organisation;
use domain::time::Timestamp;
use factors::{Factor, KeyedHash, Setting};
use store::CodeHasher;
use text::{Language, Text};

use crate::ground::{BEGINNING, Ground};
use crate::person::Person;

/// What a factor is told when somebody enrols.
pub(crate) struct Enrolment {
    factor: Arc<dyn Factor>,
    organisation: Arc<Organisation>,
    text: Text,
    hasher: Hasher,
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

impl Enrolment {
    pub(crate) fn of(ground: &Ground) -> Self {
        Self {
            factor: Arc::clone(&ground.factor),
            organisation: Arc::clone(&ground.organisation),
            text: ground.app.catalogue.text(Language::Sv),
            hasher: Hasher(ground.app.store.code_hasher(ground.organisation.id)),
        }
    }

    /// The person with their key and its format.
    pub(crate) fn of_person(&self, person: Person) -> (Person, Vec<u8>, i64) {
        let setting = Setting {
            user: None,
            now: BEGINNING,
            text: &self.text,
            organisation: &self.organisation,
            username: "",
            addresses: &[],
            messages: &MessageSettings::default(),
            origin: "",
            address: std::net::IpAddr::from([127, 0, 0, 1]),
            visit: &domain::eid::Visit::default(),
            keyed: &self.hasher,
            clock: &|_: Timestamp| String::new(),
            code_expires_at: BEGINNING,
        };
        let draft = self
            .factor
            .begin_enrolment(&setting, &[], &mut person.random());
        (person, draft.data, draft.data_format)
    }
}
