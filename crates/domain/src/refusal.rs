//! What a person can be refused, as values: each variant is a translation key and an audit code.
//!
//! A refusal is part of the rules and commits with its count and its audit row; a fault (a disk, a network) is something else and
//! belongs to the crate that met it.

use crate::time::{Span, Timestamp};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $({ $field:ident : $type:ty })? => $code:literal,)+) => {
        /// Why something was not done, in a way that the person sees.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal {
            $($(#[$doc])* $name $({
                /// What the sentence names.
                $field: $type,
            })?,)+
        }

        impl Refusal {
            /// The codes of all variants: `refusal-<code>` is the text's key, `<code>` the audit's word.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$name $({ $field: _ })? => $code,)+
                }
            }
        }
    };
}

refusals! {
    /// Unknown name, wrong password, suspended person: one answer for all.
    SignInWrong => "sign-in-wrong",
    /// The password typed once more was wrong.
    PasswordWrong => "password-wrong",
    /// Too many wrong answers: the requester waits.
    Waiting { until: Timestamp } => "waiting",
    /// The code is wrong.
    CodeWrong => "code-wrong",
    /// What was typed cannot be a code.
    CodeMalformed => "code-malformed",
    /// The code's life is over.
    CodeExpired => "code-expired",
    /// A newer code was sent since.
    CodeReplaced => "code-replaced",
    /// The code was used already.
    CodeUsed => "code-used",
    /// The code was right some time ago: the device's clock is slow.
    ClockBehind { by: Span } => "clock-behind",
    /// Five wrong answers: this challenge is dead, a new one can be begun.
    ChallengeDead => "challenge-dead",
    /// The challenge is over or belongs to another login.
    ChallengeGone => "challenge-gone",
    /// A hundred wrong answers in a row: closed until recovery or another factor opens it.
    AuthenticatorClosed => "authenticator-closed",
    /// The factor is not there for this person or cannot be used now.
    FactorUnavailable => "factor-unavailable",
    /// The role cards do not allow the factor.
    FactorNotAllowed => "factor-not-allowed",
    /// A change of factors or passwords asks for proof at the person's highest level, five minutes old at the most.
    FreshProofDemanded => "fresh-proof-demanded",
    /// The last factor that a role demands cannot be removed.
    LastFactorDemanded => "last-factor-demanded",
    /// A role demands two-step: it cannot be switched off.
    SwitchOffDemanded => "switch-off-demanded",
    /// No more authenticators of this kind.
    TooManyAuthenticators => "too-many-authenticators",
    /// The address is bound to another authenticator of the same kind already.
    AlreadyEnrolled => "already-enrolled",
    /// A new code can be sent later.
    ResendTooSoon { until: Timestamp } => "resend-too-soon",
    /// No more codes for this challenge.
    ResendLimit => "resend-limit",
    /// Too many messages to this person or address for now.
    MessageBudgetSpent => "message-budget-spent",
    /// The message could not be sent.
    DeliveryFailed => "delivery-failed",
    /// The login is over.
    LoginExpired => "login-expired",
    /// The session is over.
    SessionExpired => "session-expired",
    /// The form belongs to another browser, tab or time.
    FormStale => "form-stale",
    /// The mailed link, invitation or pass is used, replaced or over.
    PassSpent => "pass-spent",
    /// No such pass under this name: wrong name, wrong code, used, over, or five wrong codes. One answer for all.
    PassCodeWrong => "pass-code-wrong",
    /// The new password is too short.
    PasswordTooShort { least: u32 } => "password-too-short",
    /// A password has 1 to 256 characters.
    PasswordTooLong => "password-too-long",
    /// The new password is one that guessers try first.
    PasswordCommon => "password-common",
    /// The new password holds the person's or the organisation's own name.
    PasswordPersonal => "password-personal",
    /// A password cannot hold control characters, and cannot be empty.
    PasswordMalformed => "password-malformed",
    /// The two new passwords differ.
    PasswordsDiffer => "passwords-differ",
    /// The new password is the old one.
    PasswordUnchanged => "password-unchanged",
    /// This is no e-mail address.
    EmailMalformed => "email-malformed",
    /// This is no telephone number.
    PhoneMalformed => "phone-malformed",
    /// The telephone number has too few or too many digits.
    PhoneIncomplete => "phone-incomplete",
    /// No codes are sent to that country.
    PhoneCountry => "phone-country",
    /// Text messages go to mobile telephones alone.
    PhoneNotMobile => "phone-not-mobile",
    /// Numbers of that kind (premium, pager, company, machine …) get no codes.
    PhoneNotForCodes => "phone-not-for-codes",
    /// The number serves somebody else, and here a number serves one person.
    PhoneTaken => "phone-taken",
    /// Text messages, or calls, cannot be sent now.
    ChannelUnavailable => "channel-unavailable",
    /// The eID cannot be asked now.
    EidUnavailable => "eid-unavailable",
    /// The app has not confirmed it yet.
    OrderOpen => "order-open",
    /// The order is over, or its outcome was lost: it is begun anew.
    OrderGone => "order-gone",
    /// Somebody else confirmed it than the person whose account this is.
    OrderAnothers => "order-anothers",
    /// No account here belongs to the person who showed who they are, or none that may be used: one answer for both.
    NobodyKnown => "nobody-known",
    /// The eID thinks that it is a fraud.
    OrderRisky => "order-risky",
    /// The app came back to another browser or page than the one that it was opened from.
    OrderStrayed => "order-strayed",
    /// Too many orders were begun for now.
    OrdersSpent => "orders-spent",
    /// Another account of the organisation is bound to this person already.
    IdentityTaken => "identity-taken",
    /// The browser sent no passkey, or none that can be read.
    PasskeyMissing => "passkey-missing",
    /// What the browser sent proves nothing: another challenge, address or key.
    PasskeyWrong => "passkey-wrong",
    /// The device did not check that it is the person, and that is demanded here.
    PasskeyUnverified => "passkey-unverified",
    /// The passkey was used less often than we know of: there may be a copy of it.
    PasskeyCopied => "passkey-copied",
    /// The organisation takes passkeys of certain makes alone, and this is none of them.
    PasskeyMake => "passkey-make",
    /// Passkeys do not work at this address, or these were made for another one.
    PasskeyElsewhere => "passkey-elsewhere",
    /// No account here has this passkey, or none that it may open: one answer for both.
    PasskeyNobodys => "passkey-nobodys",
    /// A name is 1 to 60 characters.
    LabelMalformed => "label-malformed",
    /// The organisation has nothing more to offer here: support helps.
    SupportOnly => "support-only",
    /// Too many requests from this address.
    Throttled { until: Timestamp } => "throttled",
    /// There is more to do than can be done just now.
    Busy => "busy",
}

#[cfg(test)]
pub(crate) mod tests;
