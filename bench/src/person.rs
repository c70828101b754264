//! Somebody with a username, a password and an authenticator app, all worked out from a number, so that a million of them fit in it.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::Result;
use app::Requester;
use domain::id::{AuthenticatorId, UserId};
use domain::random;
use domain::time::{Span, Timestamp};
use otp::{Parameters, Secret, totp_at};
use text::Language;

use crate::drawn::Drawn;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "fyra blå getter vid grinden";

/// When everybody was added: well before any sign-in that is measured.
const ADDED: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

/// One of them.
#[derive(Clone, Copy)]
pub(crate) struct Person(pub(crate) u64);

impl Person {
    pub(crate) fn username(self) -> String {
        format!("person-{:07}", self.0)
    }

    pub(crate) fn email(self) -> String {
        format!("person-{:07}@bench.example", self.0)
    }

    fn added(self) -> Timestamp {
        ADDED + Span::millis(i64::try_from(self.0).unwrap_or(0))
    }

    pub(crate) fn user(self) -> UserId {
        UserId::draw(self.added(), &mut Drawn::of(self.0 + (1 << 40)))
    }

    pub(crate) fn authenticator(self) -> AuthenticatorId {
        AuthenticatorId::draw(self.added(), &mut Drawn::of(self.0 + (2 << 40)))
    }

    /// What the key in the person's app is drawn from.
    pub(crate) const fn random(self) -> Drawn {
        Drawn::of(self.0 + (3 << 40))
    }

    /// The code that the person's app shows.
    pub(crate) fn code(self, now: Timestamp) -> Result<String> {
        let bytes: [u8; Secret::NEW_LENGTH] = random::array(&mut self.random());
        let secret = Secret::from_bytes(bytes.to_vec())?;
        let seconds = u64::try_from(now.unix_seconds())?;
        let code = totp_at(&secret, Parameters::default(), seconds);
        Ok(code.as_str().to_owned())
    }

    /// Where the person sits: everybody at an address of their own, as throttles count by address.
    pub(crate) fn address(self) -> IpAddr {
        let [.., a, b, c] = self.0.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(10, a, b, c))
    }

    pub(crate) fn requester(self, now: Timestamp) -> Requester {
        Requester {
            now,
            address: self.address(),
            browser: "Firefox on Linux".to_owned(),
            language: Language::Sv,
            visit: domain::eid::Visit::default(),
        }
    }
}
