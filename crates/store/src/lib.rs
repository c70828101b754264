//! The one store: what Tvåsteg keeps, on SQLite or PostgreSQL, behind methods named by meaning.
//!
//! ```text
//!  caller ── write(closure) ──→ queue ──→ thread: BEGIN · unit · unit · … · COMMIT ──→ answer to each caller
//! ```
//!
//! A unit is a synchronous closure that owns its inputs. It runs on the store's own threads, so nothing can be awaited inside a
//! transaction and a caller that hangs up cannot cut one short; its caller hears only after COMMIT. Which engine it is, only `conn` and
//! `engine` know. The store reads no clock, no environment and no key file, and it knows no kind of factor.

mod addresses;
mod api_credentials;
mod audit;
mod authenticators;
mod challenges;
mod classes;
mod conn;
mod counters;
mod deliveries;
mod engine;
mod erasure;
mod fault;
mod figures;
mod gate;
mod gateways;
mod grace;
mod idempotency;
mod identifications;
mod imports;
mod jobs;
pub mod keys;
mod logins;
mod migrate;
mod one_device;
mod operator;
mod orders;
mod organisations;
mod passes;
mod people;
mod phrases;
mod queue;
mod readiness;
mod recovery_cases;
mod roles;
mod seals;
mod sessions;
mod settings;
mod single_use;
#[allow(unreachable_pub, reason = "tests reach it through `testing`")]
mod statement;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trusted_devices;
mod tx;
mod unit;
mod users;
#[allow(unreachable_pub, reason = "tests reach it through `testing`")]
mod value;
mod views;

pub use addresses::{Address, Channel, NewAddress};
pub use api_credentials::{ApiCredential, ListedCredential, Machine, NewApiCredential};
pub use audit::{
    AuditFilter, AuditPage, AuditRow, Ending, ListedEvent, MOST_SCANNED, NamedUser,
    Part as AuditPart, Walked,
};
pub use authenticators::{AnswerBlocked, Authenticator, NOTHING_CONSUMED, NewAuthenticator};
pub use challenges::{Challenge, CodeHasher, Holder, NewChallenge, NewCode};
pub use conn::Counted;
pub use conn::location::{Location, PostgresLocation};
pub use counters::{CountedMore, PasswordCount, PasswordWaits};
pub use deliveries::{
    Amount, Claimed, Delivery, DeliveryFilter, DeliveryState, MessageCost, NewDelivery,
    NewSuppressed, Price, ReportOf, Reported, Settlement,
};
pub use fault::Fault;
pub use figures::{AuditHour, OrganisationFigures};
pub use gateways::{Balance, Gateway, NewGateway};
pub use grace::{GraceEnding, GraceMarks};
pub use idempotency::{BodyDigest, IdempotencyKey, KeyStanding};
pub use identifications::{Identification, NewIdentification};
pub use imports::{
    Before, Exported, Hindrance, Import, ImportRow, ImportedAddress, ImportedChange, KnownAddress,
    KnownPerson, StagedAddress, StagedAuthenticator, StagedPerson, StagedRow, Undone,
};
pub use jobs::{Job, JobId};
pub use keys::{KeyFault, Keyring};
pub use logins::{Enrolling, Login, NewLogin};
pub use migrate::schema_version;
pub use operator::BoundToBaseUrl;
pub use orders::{HeldOrder, Order};
pub use organisations::{Bump, OrganisationInserted, OrganisationSaved};
pub use passes::{NewPass, Pass, PassPurpose};
pub use people::{
    From, Listed, MOST_HITS, Mailbox, PeopleFilter, PeopleOrder, PeopleRows, PersonNote,
    PersonState, Place,
};
pub use readiness::{ClassedPerson, ReadinessFilter};
pub use recovery_cases::ListedCase;
pub use roles::{Permission, RoleHeading};
pub use seals::{SealVerified, SealedHead, StrayRow};
pub use sessions::{Issued, NewSession, Session};
pub use single_use::Consumption;
pub use store::{Readiness, Settings, Store};
pub use trusted_devices::{DeviceFound, NewTrustedDevice, TrustedDevice};
pub use tx::{Entropy, ReadTx, Tx};
pub use users::{Account, NewUser};
pub use views::{LoginView, SessionView};
