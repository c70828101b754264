//! Everything around a factor in a test: a moment, an organisation, a person, a key, a stream of bytes that is the same every time.

use domain::id::{OrganisationId, UserId};
use domain::message::{MessageChannel, MessageSettings};
use domain::organisation::{Organisation, Rules, Support};
use domain::random::Random;
use domain::time::{Span, Timestamp};
use text::{Catalogue, Language, Text};

use crate::{KeyedHash, KnownAddress, Registry, Setting};

/// A world that a test may change as it likes.
pub struct World {
    /// The moment.
    pub now: Timestamp,
    /// When a code that is out expires.
    pub code_expires_at: Timestamp,
    /// The organisation.
    pub organisation: Organisation,
    /// The person.
    pub user: UserId,
    /// Their username.
    pub username: String,
    /// Their addresses.
    pub addresses: Vec<KnownAddress>,
    /// What the organisation decided about messages.
    pub messages: MessageSettings,
    /// Where the request comes from.
    pub origin: String,
    /// Where requests come from.
    pub address: std::net::IpAddr,
    /// The browser and its page.
    pub visit: domain::eid::Visit,
    /// The key of the hashes.
    pub key: TestKey,
    text: Text,
}

impl World {
    /// Anna at Björkens Omsorg, in Swedish, with the words of these factors.
    pub fn new(registry: &Registry) -> Self {
        let now = Timestamp::from_unix_seconds(1_780_000_005);
        let catalogue = Catalogue::new(&registry.words()).expect("the words can be read");
        Self {
            now,
            code_expires_at: now + Span::minutes(10),
            organisation: organisation(),
            user: UserId::from_bytes([3; 16]),
            username: "anna".to_owned(),
            addresses: vec![
                KnownAddress {
                    channel: "email".to_owned(),
                    value: "Anna.Lind@example.se".to_owned(),
                    verified: true,
                },
                KnownAddress {
                    channel: "phone".to_owned(),
                    value: "+46701740605".to_owned(),
                    verified: true,
                },
            ],
            messages: MessageSettings::default(),
            origin: "Firefox on Linux, 203.0.113.7".to_owned(),
            address: std::net::IpAddr::from([203, 0, 113, 7]),
            visit: domain::eid::Visit::default(),
            key: TestKey(1),
            text: catalogue.text(Language::Sv),
        }
    }

    /// The words, in the language that is spoken now.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Speaks another language from now on.
    pub fn speak(&mut self, language: Language) {
        self.text = self.text.in_language(language);
    }

    /// Lets time pass, and with it the expiry of the next code.
    pub fn wait(&mut self, span: Span) {
        self.now = self.now + span;
        self.code_expires_at = self.now + Span::minutes(10);
    }

    /// What a factor is handed.
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            now: self.now,
            text: &self.text,
            organisation: &self.organisation,
            user: Some(self.user),
            username: &self.username,
            addresses: &self.addresses,
            messages: &self.messages,
            origin: &self.origin,
            address: self.address,
            visit: &self.visit,
            keyed: &self.key,
            clock: &clock,
            code_expires_at: self.code_expires_at,
        }
    }
}

fn organisation() -> Organisation {
    Organisation {
        id: OrganisationId::from_bytes([7; 16]),
        slug: "bjorken".to_owned(),
        name: "Björkens Omsorg".to_owned(),
        base_url: "https://login.example.se".to_owned(),
        two_step_add_on: true,
        default_trusted_days: 0,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support {
            email: Some("support@example.se".to_owned()),
            phone: Some("08-465 004 00".to_owned()),
            hours: Some("vardagar 8–16".to_owned()),
        },
        accent: None,
        logo: None,
        phone_channels: vec![MessageChannel::Sms, MessageChannel::Voice],
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}

fn clock(at: Timestamp) -> String {
    let minutes = at.unix_seconds() / 60;
    format!("{:02}.{:02}", minutes / 60 % 24, minutes % 60)
}

/// A keyed hash that stays the same for all time, so that fixtures can hold it. Nobody should use it for anything else.
#[derive(Clone, Copy)]
pub struct TestKey(pub u64);

impl KeyedHash for TestKey {
    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        // FNV-1a with the key as its beginning.
        let start = 0xcbf2_9ce4_8422_2325 ^ self.0;
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        bytes.iter().fold(start, mix).to_be_bytes().to_vec()
    }

    fn matches(&self, bytes: &[u8], stored: &[u8]) -> bool {
        self.hash(bytes) == stored
    }
}

/// A stream of bytes that is the same for the same seed (`SplitMix64`).
pub struct Seeded(u64);

impl Seeded {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
}

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let drawn = (mixed ^ (mixed >> 31)).to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}
