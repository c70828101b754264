//! What the audit log tells: events in the past tense, personal data apart, no code, token or secret ever.

pub mod chain;
mod changes;
pub mod personal;
pub mod retention;
pub mod verify;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use changes::{CHANGES, Change, Changes};

use crate::id::UserId;
use crate::refusal::Refusal;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident => $code:literal,)+) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[$doc])* $name,)+ }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code in the log; `event-<code>` is the text's key.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

events! {
    /// The password was given; refused where it was wrong.
    PasswordChecked => "password-checked",
    /// A second step was answered; refused where it was wrong.
    FactorChecked => "factor-checked",
    /// A code was sent.
    CodeSent => "code-sent",
    /// An order at an eID was begun.
    OrderBegun => "order-begun",
    /// An order at an eID ended without telling who somebody is.
    OrderEnded => "order-ended",
    /// Somebody showed with an eID who they are.
    IdentityShown => "identity-shown",
    /// Orders for one person are begun or cancelled in numbers that look like an attack.
    OrdersSuspicious => "orders-suspicious",
    /// A passkey was used that may have been copied: its count went backwards.
    PasskeyCopied => "passkey-copied",
    /// A login became a session.
    SignedIn => "signed-in",
    /// Somebody signed out.
    SignedOut => "signed-out",
    /// Fresh proof was given inside a session.
    Reauthenticated => "reauthenticated",
    /// Enrolment was put off while grace lasts.
    EnrolmentPutOff => "enrolment-put-off",
    /// A factor was enrolled.
    AuthenticatorEnrolled => "authenticator-enrolled",
    /// An authenticator got another name.
    AuthenticatorRenamed => "authenticator-renamed",
    /// An authenticator was removed.
    AuthenticatorRemoved => "authenticator-removed",
    /// A new set of recovery codes replaced the old one.
    RecoveryCodesReplaced => "recovery-codes-replaced",
    /// All second factors, codes and trusted devices were ended at once.
    TwoStepSwitchedOff => "two-step-switched-off",
    /// A browser was trusted.
    DeviceTrusted => "device-trusted",
    /// A trusted device was revoked.
    DeviceRevoked => "device-revoked",
    /// A trusted device's outworn cookie came back: the device was revoked.
    DeviceReplayed => "device-replayed",
    /// One session was ended.
    SessionRevoked => "session-revoked",
    /// The password was changed by its owner.
    PasswordChanged => "password-changed",
    /// A link to choose a new password was asked for.
    PasswordResetAsked => "password-reset-asked",
    /// A forgotten password was replaced.
    PasswordReset => "password-reset",
    /// An invitation was sent.
    InvitationSent => "invitation-sent",
    /// An invited person chose a first password.
    InvitationAccepted => "invitation-accepted",
    /// An enrolment pass was issued.
    PassIssued => "pass-issued",
    /// An enrolment pass was used.
    PassUsed => "pass-used",
    /// A code from support was typed; refused where it opened nothing.
    PassCodeChecked => "pass-code-checked",
    /// A recovery case was opened.
    RecoveryOpened => "recovery-opened",
    /// Something was proved in a recovery case.
    RecoveryProved => "recovery-proved",
    /// An agent looked at the whole telephone numbers of a person, to call back.
    RecoveryNumberShown => "recovery-number-shown",
    /// A link was sent to the registered mailbox, to be followed as a proof.
    RecoveryLinkSent => "recovery-link-sent",
    /// Help was asked for in a recovery case; a second person approves it where that is demanded.
    RecoveryAsked => "recovery-asked",
    /// A second person approved a recovery.
    RecoveryApproved => "recovery-approved",
    /// A second person declined a recovery.
    RecoveryDeclined => "recovery-declined",
    /// A recovery was carried out.
    RecoveryActed => "recovery-acted",
    /// The person stopped a recovery that was not theirs.
    RecoveryStopped => "recovery-stopped",
    /// A recovery case was closed.
    RecoveryClosed => "recovery-closed",
    /// A person was added.
    UserAdded => "user-added",
    /// A person was suspended or let in again.
    UserSuspended => "user-suspended",
    /// A person's name or language was changed by somebody who looks after people.
    PersonChanged => "person-changed",
    /// A mailbox or number of a person was added, confirmed or removed by somebody who looks after people.
    AddressChanged => "address-changed",
    /// All sessions of a person were ended, or their devices forgotten, by somebody who looks after people.
    SessionsEnded => "sessions-ended",
    /// Until when a person may put off the second step was changed by somebody who looks after people.
    GraceMoved => "grace-moved",
    /// What is noted about a person was written anew.
    NoteChanged => "note-changed",
    /// The failures and waits of a person's factors, and the waits after wrong passwords, were taken back.
    PersonUnlocked => "person-unlocked",
    /// Something was ordered for many people at once.
    PeopleChanged => "people-changed",
    /// A file of people or secrets was read in; nothing of it is in force.
    ImportBegun => "import-begun",
    /// A file of people or secrets was put in force.
    ImportApplied => "import-applied",
    /// An import was taken back.
    ImportUndone => "import-undone",
    /// A file that was read in was thrown away.
    ImportDiscarded => "import-discarded",
    /// The people of an organisation were written out as a table.
    PeopleExported => "people-exported",
    /// A role was given or taken.
    RoleAssigned => "role-assigned",
    /// A copy of a card's readiness report was taken.
    ReadinessExported => "readiness-exported",
    /// Letters to people who are not ready for a card were ordered.
    ReadinessLettersOrdered => "readiness-letters-ordered",
    /// A role card was created or changed.
    RoleChanged => "role-changed",
    /// The organisation's own permissions were changed.
    PermissionChanged => "permission-changed",
    /// An organisation was created.
    OrganisationAdded => "organisation-added",
    /// An organisation's settings were changed.
    OrganisationChanged => "organisation-changed",
    /// A message could not be delivered.
    DeliveryFailed => "delivery-failed",
    /// A guard kept a message back.
    MessageSuppressed => "message-suppressed",
    /// Messages need somebody's eyes: a ceiling is near, codes are sent that nobody types, a gateway is in trouble.
    MessageAlarm => "message-alarm",
    /// The organisation's settings for messages were changed.
    MessageSettingsChanged => "message-settings-changed",
    /// Somebody who looks after messages sent a test message.
    TestMessageSent => "test-message-sent",
    /// A gateway was added.
    GatewayAdded => "gateway-added",
    /// A gateway was changed.
    GatewayChanged => "gateway-changed",
    /// A gateway was removed.
    GatewayRemoved => "gateway-removed",
    /// A machine's credential was made.
    ApiCredentialCreated => "api-credential-created",
    /// A machine's credential got a successor.
    ApiCredentialRotated => "api-credential-rotated",
    /// A machine's credential was revoked.
    ApiCredentialRevoked => "api-credential-revoked",
    /// The second step failed several times in a row after the right password.
    SecondStepsFailing => "second-steps-failing",
    /// Somebody read the audit log.
    AuditRead => "audit-read",
    /// Somebody took a copy of the audit log.
    AuditExported => "audit-exported",
    /// Somebody verified the audit log.
    AuditVerified => "audit-verified",
    /// Rows of the audit log whose time was over were removed, or addresses in it erased.
    AuditTrimmed => "audit-trimmed",
    /// How long the audit log is kept was changed.
    AuditSettingsChanged => "audit-settings-changed",
    /// What is kept of an identification by an eID was read.
    IdentificationRead => "identification-read",
    /// Everything about a person was handed out.
    PersonExported => "person-exported",
    /// A person was erased.
    PersonErased => "person-erased",
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused, for this reason.
    Refused(Refusal),
}

impl Outcome {
    /// `done`, or the refusal's code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused(refusal) => refusal.code(),
        }
    }
}

/// The part of an event that names or traces a person. Erasing it leaves the chain provable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Personal {
    /// Where the request came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Which browser, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// A masked number or mailbox, or the name that was typed where nobody bears it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// One event, before it gets its id and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Who did it; `None` for the operator's command line or an unknown person.
    pub actor: Option<UserId>,
    /// Whom it concerns.
    pub subject: Option<UserId>,
    /// How it ended.
    pub outcome: Outcome,
    /// Facts without personal data: kinds of factor, ids, counts.
    pub details: BTreeMap<&'static str, String>,
    /// Facts about the person.
    pub personal: Personal,
}

impl Event {
    /// A thing that a person did to their own account.
    pub fn own(kind: EventKind, user: UserId, personal: Personal) -> Self {
        Self {
            kind,
            actor: Some(user),
            subject: Some(user),
            outcome: Outcome::Done,
            details: BTreeMap::new(),
            personal,
        }
    }

    /// A thing that the operator did on the command line.
    pub fn by_operator(kind: EventKind, subject: Option<UserId>) -> Self {
        Self {
            kind,
            actor: None,
            subject,
            outcome: Outcome::Done,
            details: BTreeMap::new(),
            personal: Personal::default(),
        }
    }

    /// The same event, refused.
    #[must_use]
    pub fn refused(mut self, refusal: Refusal) -> Self {
        self.outcome = Outcome::Refused(refusal);
        self
    }

    /// The same event with one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.details.insert(name, value.to_string());
        self
    }
}

#[cfg(test)]
mod tests;
