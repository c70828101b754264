//! Why an administrative act was not done: one clear sentence each, for the command line and the administration.

use std::borrow::Cow;

use domain::email::MalformedEmail;
use domain::organisation::MalformedSlug;
use domain::recovery::Denial;
use domain::refusal::Refusal;
use domain::role::{AssignmentFault, CardFault};
use domain::user::MalformedUsername;

use super::fields::{self, FieldFault};
use crate::Fault;

/// People who come in today and would not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LockedOut {
    /// How many they are.
    pub people: u64,
    /// Those of them who administer anything.
    pub administrators: u64,
}

/// Why an administrative act was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdministerFault {
    /// The rules refuse it; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Reason),
    /// Something failed; nothing was changed.
    #[error(transparent)]
    Failed(#[from] Fault),
}

impl From<Vec<FieldFault>> for Reason {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::Faults(faults)
    }
}

impl From<store::Fault> for AdministerFault {
    fn from(fault: store::Fault) -> Self {
        Self::Failed(Fault::Store(fault))
    }
}

macro_rules! reasons {
    ($(#[$($top:tt)*])* pub enum Reason {
        $($(#[$($meta:tt)*])* $name:ident $(($(#[$($inner_meta:tt)*])* $inner:ty))? => $code:literal,)+
    }) => {
        $(#[$($top)*])*
        pub enum Reason {
            $($(#[$($meta)*])* $name $(($(#[$($inner_meta)*])* $inner))?,)+
        }

        impl Reason {
            /// The codes of all variants.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            const fn own_code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)+ }
            }
        }
    };
}

reasons! {
    /// Why the rules refuse it. Each has a stable code: `admin-reason-<code>` is the text's key, `<code>` the API's word.
    #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
    pub enum Reason {
        /// No slug.
        #[error(transparent)]
        MalformedSlug(#[from] MalformedSlug) => "slug-malformed",
        /// No username.
        #[error(transparent)]
        MalformedUsername(#[from] MalformedUsername) => "username-malformed",
        /// No e-mail address.
        #[error("{0} is not an e-mail address")]
        MalformedEmail(String) => "email-malformed",
        /// No base URL.
        #[error(
            "a base URL is https:// and a host (http:// for this very machine alone), without a slash at its end, a query or a name"
        )]
        MalformedBaseUrl => "base-url-malformed",
        /// No name for people.
        #[error("a name is 1 to 100 characters on one line")]
        MalformedName => "name-malformed",
        /// No key.
        #[error(
            "a key is 1 to 60 small letters a–z, digits, dots, hyphens and underscores, and begins with a letter"
        )]
        MalformedKey => "key-malformed",
        /// No support contact.
        #[error("a support telephone number or its hours are at most 100 characters on one line")]
        MalformedContact => "contact-malformed",
        /// No support telephone.
        #[error("a support telephone number is written in digits, as people dial it")]
        MalformedSupportPhone => "support-phone-malformed",
        /// No colour.
        #[error("an accent colour is # and six hexadecimal digits, such as #1f6f5c")]
        MalformedAccent => "accent-malformed",
        /// No logo.
        #[error("a logo is a data: address of a PNG, JPEG, WebP or SVG picture, at most 64 kB long")]
        MalformedLogo => "logo-malformed",
        /// No language.
        #[error("the languages are sv and en")]
        UnknownLanguage => "language-unknown",
        /// Too many days.
        #[error("days are 0 to 365")]
        Days => "days-out-of-range",
        /// A role card's own fields.
        #[error(transparent)]
        Card(#[from] CardFault) => "card",
        /// Who may have which role.
        #[error(transparent)]
        Assignment(#[from] AssignmentFault) => "assignment",
        /// Another organisation has it.
        #[error("another organisation is called {0} in addresses")]
        SlugTaken(String) => "slug-taken",
        /// Another organisation has it.
        #[error("another organisation has the base URL {0}")]
        BaseUrlTaken(String) => "base-url-taken",
        /// Another person has it.
        #[error("somebody else has the username {0}")]
        UsernameTaken(String) => "username-taken",
        /// Another role has it.
        #[error("another role has the key {0}")]
        RoleTaken(String) => "role-taken",
        /// Another permission has it.
        #[error("another permission has the key {0}")]
        PermissionTaken(String) => "permission-taken",
        /// Ours.
        #[error("permissions that begin with tvasteg. are built in and cannot be added")]
        PermissionReserved => "permission-reserved",
        /// There is none.
        #[error("there is no organisation called {0}")]
        UnknownOrganisation(String) => "organisation-unknown",
        /// There is none.
        #[error("there is nobody with the username {0}")]
        UnknownUser(String) => "user-unknown",
        /// There is none.
        #[error("there is no role with the key {0}")]
        UnknownRole(String) => "role-unknown",
        /// There is none.
        #[error("there is no permission with the key {0}")]
        UnknownPermission(String) => "permission-unknown",
        /// There is none.
        #[error("this program knows no factor called {0}")]
        UnknownFactor(String) => "factor-unknown",
        /// Somebody else was quicker.
        #[error("the role card was changed by somebody else in the meantime: look at it again")]
        CardChanged => "card-changed",
        /// There are enough.
        #[error("an organisation has at most 500 role cards")]
        CardsFull => "cards-full",
        /// Somebody has it.
        #[error("{0} people or machines have this role: take it from them first")]
        RoleHeld(String) => "role-held",
        /// The rules of account recovery.
        #[error(transparent)]
        Recovery(#[from] Denial) => "recovery",
        /// Nobody gives more than they have.
        #[error("whoever puts the right {0} on a role card has it themselves, or is an owner")]
        RightNotHeld(String) => "right-not-held",
        /// Nobody makes what is above them easier to come by.
        #[error("the role card carries the right {0}, which you do not have: only an owner, or somebody who has it, may make signing in with it easier")]
        CardGuarded(String) => "card-guarded",
        /// Nobody gives a role that can do more than they can.
        #[error("the role gives the right {0}: whoever gives the role has it themselves, or is an owner")]
        RoleBeyond(String) => "role-beyond",
        /// They have rights that whoever acts has not.
        #[error("{0} has rights that you do not have: only somebody who has them too may do that")]
        BeyondReach(String) => "beyond-reach",
        /// Nobody shuts themselves out.
        #[error("nobody does that to their own account")]
        OwnAccount => "own-account",
        /// Over already, or too far away.
        #[error("the last day of grace is today at the earliest, and 90 days from today at the latest")]
        GraceDay => "grace-day",
        /// Grace is for who has nothing yet.
        #[error("{0} has a second step already: there is nothing to put off")]
        Enrolled(String) => "enrolled",
        /// Nothing is put off.
        #[error("no role of {0} demands a second step: there is nothing to put off")]
        GraceUndemanded(String) => "grace-undemanded",
        /// It is somebody's already.
        #[error("the person has this address already")]
        AddressTaken => "address-taken",
        /// There are enough.
        #[error("a person has at most 10 addresses")]
        AddressesFull => "addresses-full",
        /// A machine vouches for nobody's mailbox or number once the account is in use.
        #[error("a machine cannot confirm an address of somebody who has used the account: they do, or an administrator")]
        AddressByMachine => "address-by-machine",
        /// Nor for who somebody is.
        #[error("a machine cannot connect the eID of somebody who has used the account: they do, or an administrator")]
        EidByMachine => "eid-by-machine",
        /// Theirs, or another.
        #[error("{0} has an eID of this kind already: take it away first")]
        EidConnected(String) => "eid-connected",
        /// A search finds only so many.
        #[error("the search finds more than 1 000 people: narrow it down first")]
        TooManyHits => "too-many-hits",
        /// One at a time.
        #[error("something that was ordered for many people is still under way")]
        OrderUnderWay => "order-under-way",
        /// Nobody stands there any more.
        #[error("nobody is meant by that any more")]
        Nobody => "nobody",
        /// Another permission looks the same.
        #[error("another permission is called {0}")]
        PermissionNameTaken(String) => "permission-name-taken",
        /// Cards give it.
        #[error("these role cards give the permission: {0}")]
        PermissionHeld(String) => "permission-held",
        /// There are enough.
        #[error("an organisation has at most 1000 permissions of its own")]
        CatalogueFull => "catalogue-full",
        /// Some of it cannot be so.
        #[error("some lines of the table cannot be taken in, so none of it was")]
        CatalogueFaulty => "catalogue-faulty",
        /// A machine's account differs in more than its role.
        #[error("somebody has this role already, so it cannot become or cease to be a machine's")]
        CardInUse => "card-in-use",
        /// For owners.
        #[error("only an owner of the organisation may do that")]
        OwnerOnly => "owner-only",
        /// People would no longer come in; how many.
        #[error(
            "{} people could no longer sign in, {} of them administrators: confirm it with the name of the card, or of the organisation where it is about its settings",
            .0.people,
            .0.administrators
        )]
        LocksOut(LockedOut) => "locks-out",
        /// Whoever saves it.
        #[error("after that you could no longer sign in, or no longer change it back")]
        CutsYouOff => "cuts-you-off",
        /// For the operator.
    #[error("only the operator of the installation may do that, on the command line")]
    OperatorOnly => "operator-only",
    /// They would shut themselves out.
    #[error("nobody suspends the organisation that they administer from")]
    OwnOrganisation => "own-organisation",
    /// Something that many people feel, and nobody typed what it asks for.
    #[error("type {0} to confirm")]
    NotConfirmed(String) => "not-confirmed",
    /// One must remain.
        #[error("an organisation keeps at least one owner who can sign in")]
        LastOwner => "last-owner",
        /// Not for machines.
        #[error("{0} is an API integrator's account: it has no password, no factor and no letters")]
        Machine(String) => "machine",
        /// They are there already.
        #[error("{0} has a password already: who forgot it asks for a new one on the login page")]
        HasPassword(String) => "has-password",
        /// They are not there yet.
        #[error("{0} has not chosen a password yet: send an invitation instead")]
        NoPassword(String) => "no-password",
        /// They are suspended.
        #[error("{0} is suspended")]
        Suspended(String) => "suspended",
        /// Nowhere to send it.
        #[error("{0} has no confirmed e-mail address")]
        NoMailbox(String) => "no-mailbox",
        /// Nothing to send it with.
        #[error("no mail server is configured")]
        NoMailServer => "no-mail-server",
        /// Too short or too long.
        #[error("an enrolment pass lives for 10 minutes to 24 hours")]
        PassLife => "pass-life",
        /// The password cannot be one.
        #[error("the password cannot be used ({})", .0.code())]
        Password(Refusal) => "password",
        /// The factor does not bind an address.
        #[error("the factor {0} cannot be enrolled for somebody by their address")]
        NotByAddress(String) => "not-by-address",
        /// The session is over, fresh proof is wanted, or a rule that everybody meets says no.
        #[error("that is refused ({})", .0.code())]
        Refused(Refusal) => "refused",
        /// Not theirs to do.
        #[error("whoever asks for that has not the right to it")]
        NoRight => "no-right",
        /// Somebody else was quicker.
        #[error("somebody else changed or removed it in the meantime: look at it again")]
        Changed => "changed",
        /// There is none.
        #[error("there is no credential with the key {0}")]
        UnknownCredential(String) => "credential-unknown",
        /// Too short or too long.
        #[error("a credential lives for 1 to 730 days")]
        CredentialLife => "credential-life",
        /// It would open nothing.
        #[error("a credential has at least one scope")]
        CredentialScopes => "credential-scopes",
        /// Nobody gives more than they have.
        #[error("whoever makes a credential with the scope {0} has that right themselves")]
        CredentialBeyond(String) => "credential-beyond",
        /// Revoked or past its end.
        #[error("the credential was revoked or is over: make a new one")]
        CredentialOver => "credential-over",
        /// Too long.
        #[error("an old credential stays good for 0 to 90 days beside the new one")]
        CredentialOverlap => "credential-overlap",
        /// A person.
        #[error("{0} is not an API integrator's account: machines alone have credentials")]
        NoMachine(String) => "no-machine",
        /// Larger than is taken.
        #[error("the file is larger than {0} MB")]
        ImportTooLarge(String) => "import-too-large",
        /// A column that must be there.
        #[error("no column is the {0}")]
        ImportColumn(String) => "import-column",
        /// Rows that cannot be.
        #[error("{0} rows cannot be imported: mend them, or leave them out")]
        ImportFaulty(String) => "import-faulty",
        /// There is nothing to do.
        #[error("the file adds and changes nobody")]
        ImportEmpty => "import-empty",
        /// Somebody else was quicker.
        #[error("people of this import were changed in the meantime: nothing was applied")]
        ImportStale => "import-stale",
        /// Somebody else was quicker.
        #[error("role cards or settings were changed since the rows were looked at: look at them again")]
        ImportCardsChanged => "import-cards-changed",
        /// What was typed cannot be so, field by field.
        #[error("{}", fields::told(.0))]
        Faults(Vec<FieldFault>) => "fields",
    }
}

impl Reason {
    /// The stable code; a refusal's or a card's own where there is one.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) | Self::Password(refusal) => refusal.code(),
            Self::Card(fault) => fault.code(),
            Self::Assignment(fault) => fault.code(),
            Self::Recovery(denial) => denial.code(),
            _ => self.own_code(),
        }
    }

    /// What the sentence names, where it names something.
    pub fn what(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::LocksOut(out) => Some(Cow::Owned(out.people.to_string())),
            Self::MalformedEmail(what)
            | Self::SlugTaken(what)
            | Self::BaseUrlTaken(what)
            | Self::UsernameTaken(what)
            | Self::RoleTaken(what)
            | Self::PermissionTaken(what)
            | Self::UnknownOrganisation(what)
            | Self::UnknownUser(what)
            | Self::UnknownRole(what)
            | Self::UnknownPermission(what)
            | Self::UnknownFactor(what)
            | Self::RoleHeld(what)
            | Self::RightNotHeld(what)
            | Self::CardGuarded(what)
            | Self::RoleBeyond(what)
            | Self::BeyondReach(what)
            | Self::Enrolled(what)
            | Self::EidConnected(what)
            | Self::GraceUndemanded(what)
            | Self::PermissionNameTaken(what)
            | Self::PermissionHeld(what)
            | Self::Machine(what)
            | Self::NoMachine(what)
            | Self::UnknownCredential(what)
            | Self::CredentialBeyond(what)
            | Self::HasPassword(what)
            | Self::NoPassword(what)
            | Self::Suspended(what)
            | Self::NoMailbox(what)
            | Self::NotByAddress(what)
            | Self::NotConfirmed(what)
            | Self::ImportTooLarge(what)
            | Self::ImportColumn(what)
            | Self::ImportFaulty(what) => Some(Cow::Borrowed(what)),
            _ => None,
        }
    }

    pub(super) fn malformed_email(typed: &str) -> impl FnOnce(MalformedEmail) -> Self {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect();
        move |_| Self::MalformedEmail(typed)
    }
}
