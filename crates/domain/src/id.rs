//! The identifiers: one newtype per kind of thing, all UUIDv7, so that keys are drawn in time order.
//!
//! Nothing here draws randomness or reads a clock: [`draw`](OrganisationId::draw) is handed both.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::random::Random;
use crate::time::Timestamp;

/// Text that is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct MalformedId;

fn uuid_v7(now: Timestamp, random: &mut dyn Random) -> Uuid {
    let mut bytes = [0_u8; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.unix_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Draws a new identifier: 48 bits of `now`, the rest from `random` (RFC 9562, version 7).
            pub fn draw(now: Timestamp, random: &mut dyn Random) -> Self {
                Self(uuid_v7(now, random))
            }

            /// The identifier that these sixteen bytes are.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes, as a database column holds them.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
            }
        }
    )+};
}

ids! {
    /// An organisation: the source systems' site.
    OrganisationId;
    /// A person or a machine account of one organisation.
    UserId;
    /// A role card.
    RoleId;
    /// A postal or telephone address of a user.
    AddressId;
    /// One enrolled factor of a user.
    AuthenticatorId;
    /// One open question.
    ChallengeId;
    /// One attempt to sign in.
    LoginId;
    /// What a browser holds after a successful login.
    SessionId;
    /// A browser that passed the second step.
    TrustedDeviceId;
    /// A mailed link, an invitation or an enrolment pass.
    PassId;
    /// One person's way back in, with the help of support.
    RecoveryCaseId;
    /// One message out.
    DeliveryId;
    /// One account at a company that carries text messages or calls.
    GatewayId;
    /// A credential with which a machine calls the API.
    ApiCredentialId;
    /// A table of people or secrets that is read in.
    ImportId;
    /// What is kept of one identification by an eID.
    IdentificationId;
    /// One row of the audit log.
    AuditId;
}

impl OrganisationId {
    /// The reserved organisation under which installation-wide ceilings and settings stand.
    pub const INSTALLATION: Self = Self(Uuid::nil());
}

#[cfg(test)]
mod tests;
