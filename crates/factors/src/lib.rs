//! The factors: kinds of proof, one folder each, behind one object-safe trait.
//!
//! A factor gets values and gives values. It never reads a clock, a database or a network, never imports another factor, and nobody
//! outside its folder compares its name. Adding one is a folder, a line in [`Registry::standard`] and a page in `docs/factors/`.
//!
//! ```text
//! begin_enrolment ─► Draft ─► continue_enrolment ─► Draft … ─► NewAuthenticator
//! begin_challenge ─► Asked ─► (ask_again ─► Asked) ─► answer ─► Verified | Rejected
//! ```

mod bankid;
mod bytes;
mod email;
mod form;
mod letter;
pub mod live;
mod number;
mod passkey;
mod qr;
mod recovery_codes;
mod registry;
mod sending;
mod sent_code;
mod setting;
mod sms;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod totp;
mod voice;

pub use bankid::BankId;
pub use email::Email;
pub use form::Form;
pub use letter::{Letter, Line};
pub use live::Live;
pub use passkey::Passkey;
pub use recovery_codes::RecoveryCodes;
pub use registry::Registry;
pub use setting::{Authenticator, KeyedHash, KnownAddress, Setting};
pub use sms::Sms;
pub use totp::Totp;
pub use voice::Voice;

use domain::challenge;
use domain::email::EmailAddress;
use domain::factor::{DeviceProof, KeyHome, Profile};
use domain::message::SettingsRefusal;
use domain::organisation::Rules;
use domain::phone::PhoneNumber;
use domain::random::Random;
use domain::refusal::Refusal;
use text::{Source, Text};

/// The field in which a page's script hands on what the browser gave. It may be longer than what people type: a maker's certificates are
/// in it.
pub const FROM_BROWSER: &str = "credential";

/// One kind of proof.
///
/// `data` and `draft` are the factor's own bytes: sealed before they reach a database, opened before they come back.
pub trait Factor: Send + Sync {
    /// What kind of proof it is.
    fn profile(&self) -> &Profile;

    /// Its words in every language. Beside its own keys each source holds `factor-<kind>` with the attributes `.hint` (one line for the
    /// chooser), `.enrol` (one line for the enrolment page) and `.label` (the name a new authenticator gets).
    fn words(&self) -> Vec<Source>;

    /// Opens an enrolment: nothing is bound yet. `own` are the authenticators of this kind that the person has already.
    fn begin_enrolment(
        &self,
        setting: &Setting<'_>,
        own: &[Authenticator],
        random: &mut dyn Random,
    ) -> Draft;

    /// What the enrolment page shows for this draft.
    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault>;

    /// Takes what was typed on that page.
    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Progress, DataFault>;

    /// Opens a challenge for one or more authenticators of this kind, the one to be used first in front.
    fn begin_challenge(
        &self,
        setting: &Setting<'_>,
        authenticators: &[Authenticator],
        random: &mut dyn Random,
    ) -> Result<Asked, DataFault>;

    /// Sends another code for an open challenge (or, with purpose [`challenge::Purpose::Enrol`], for a draft). `None` where there is
    /// nothing to send.
    fn ask_again(
        &self,
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        data: &[u8],
        random: &mut dyn Random,
    ) -> Result<Option<Asked>, DataFault> {
        let _ = (setting, purpose, data, random);
        Ok(None)
    }

    /// What the answer page shows.
    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault>;

    /// Judges an answer. The attempt has been counted already, and `authenticators` are locked until the unit ends.
    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault>;

    /// Whom the answer to a challenge names that began without a user: what authenticators of this kind are found by. Only a factor that
    /// identifies ([`Profile::identifies`]) names anybody.
    fn names(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        form: &Form,
    ) -> Result<Identity, DataFault> {
        let _ = (setting, data, form);
        Ok(Identity::Refused(Refusal::FormStale))
    }

    /// Where an authenticator's key lives, where it is one and tells.
    fn key_home(&self, authenticator: &Authenticator) -> Result<Option<KeyHome>, DataFault> {
        let _ = authenticator;
        Ok(None)
    }

    /// What the person's browser is told of the authenticators that the account has, so that it offers no others; `own` are all of this
    /// kind. `None` where nobody outside keeps them.
    fn accepted(
        &self,
        setting: &Setting<'_>,
        own: &[Authenticator],
    ) -> Result<Option<serde_json::Value>, DataFault> {
        let _ = (setting, own);
        Ok(None)
    }

    /// Whether what the organisation decided about this factor can be carried out; the first field that cannot is named.
    fn check_rules(&self, rules: &Rules) -> Result<(), SettingsRefusal> {
        let _ = rules;
        Ok(())
    }

    /// Whether an authenticator may be of no more use once `after` holds instead of `before`, so that somebody should look at each.
    fn narrows(&self, before: &Rules, after: &Rules) -> bool {
        let _ = (before, after);
        false
    }

    /// Whether this authenticator can still prove what these rules demand, as far as is known of it.
    fn suffices(&self, rules: &Rules, authenticator: &Authenticator) -> Result<bool, DataFault> {
        let _ = (rules, authenticator);
        Ok(true)
    }

    /// How many proofs are left in an authenticator that is used up piece by piece (recovery codes).
    fn left(&self, authenticator: &Authenticator) -> Result<Option<u32>, DataFault> {
        let _ = authenticator;
        Ok(None)
    }

    /// Where an authenticator's codes go: whoever confirmed that is told there too when something of the account changes.
    fn reach(&self, authenticator: &Authenticator) -> Result<Option<Reach>, DataFault> {
        let _ = authenticator;
        Ok(None)
    }

    /// What it can be bound by without the person's own enrolment, where an administrator answers for it.
    fn adopts(&self) -> Option<Adopts> {
        None
    }

    /// An authenticator made of what an administrator brings along: no code was sent and none was typed. `None` where it is nothing that
    /// the factor [`adopts`](Factor::adopts).
    fn adopt(
        &self,
        setting: &Setting<'_>,
        brought: &Brought<'_>,
    ) -> Option<Result<NewAuthenticator, Refusal>> {
        let _ = (setting, brought);
        None
    }

    /// What it does beside this, where it asks a service outside.
    fn live(&self) -> Option<&dyn Live> {
        None
    }

    /// The words of its text message for this purpose, with their placeholders, where an organisation may write its own.
    fn wording(&self, purpose: challenge::Purpose, text: &Text) -> Option<String> {
        let _ = (purpose, text);
        None
    }
}

/// What a factor can be bound by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopts {
    /// A mailbox.
    Mailbox,
    /// A telephone number.
    Number,
    /// The shared secret of an authenticator app or a token.
    Secret,
    /// A Swedish personal number.
    PersonalNumber,
}

/// What an administrator brings along for somebody. No Debug: it may be a secret.
#[derive(Clone, Copy)]
pub enum Brought<'a> {
    /// A mailbox or a number.
    Address(&'a str),
    /// A personal number, which nobody but its bearer can use.
    PersonalNumber(&'a domain::personal_number::PersonalNumber),
    /// A shared secret with what both sides agree on.
    Secret {
        /// The secret.
        secret: &'a otp::Secret,
        /// Hash, length and period.
        parameters: otp::Parameters,
        /// What the authenticator is to be called.
        label: Option<&'a str>,
    },
}

/// Where codes go that a person confirmed. No Debug: it is somebody's.
#[derive(Clone, PartialEq, Eq)]
pub enum Reach {
    /// A mailbox.
    Mailbox(EmailAddress),
    /// A telephone.
    Number(PhoneNumber),
}

/// What a page of a factor shows: rendered for people, serialised for programs.
pub trait View: Send {
    /// The page's one heading.
    fn heading(&self, text: &Text) -> String;

    /// The inside of the page's form: explanation and fields, escaped. The page around it brings the form, the token against forged
    /// requests, the buttons and the other ways.
    fn html(&self, text: &Text) -> String;

    /// The same for a program; never a secret that the person has not been shown.
    fn json(&self) -> serde_json::Value;

    /// Whether the page's button goes on to an answer; where not, it is a step before (an address to send to).
    fn asks_for_answer(&self) -> bool {
        true
    }

    /// Whether the person's browser is asked for the proof: the page needs the script that does it.
    fn asks_browser(&self) -> bool {
        false
    }

    /// Whether there is a picture beside the text, so that the page is wide.
    fn has_picture(&self) -> bool {
        false
    }

    /// What the page asks for again every second while it waits for something outside; `None` where it waits for nothing.
    fn progress(&self, text: &Text) -> Option<Progressing> {
        let _ = text;
        None
    }

    /// Lines of plain text to be saved as a file, where the page offers that.
    fn download(&self, text: &Text) -> Option<String> {
        let _ = text;
        None
    }
}

/// How far something outside has come, for a page that waits for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Progressing {
    /// The stage, a word of the factor's own. Where it is another than the page's own, the page is fetched anew.
    pub stage: &'static str,
    /// Whether it is proved: the page sends its form.
    pub proved: bool,
    /// What is to be told, in a sentence.
    pub status: String,
    /// The picture of this second, an SVG element as text.
    pub picture: Option<String>,
}

/// An enrolment under way.
pub struct Draft {
    /// The factor's own bytes.
    pub data: Vec<u8>,
    /// The format of `data`.
    pub data_format: i64,
    /// Messages to be delivered with the commit.
    pub letters: Vec<Letter>,
}

/// What became of a step of an enrolment.
pub enum Progress {
    /// The next page of the same enrolment.
    Show(Draft),
    /// The factor is proved: bind it.
    Done(NewAuthenticator),
    /// Not that; the draft stays, and the attempt counts.
    Rejected(Refusal),
}

/// An authenticator to be bound.
pub struct NewAuthenticator {
    /// What it is called until the person renames it.
    pub label: String,
    /// The factor's own bytes.
    pub data: Vec<u8>,
    /// The format of `data`.
    pub data_format: i64,
    /// What must be unique among all authenticators of this kind in the organisation.
    pub identifier: Option<Vec<u8>>,
    /// The mailbox or number it comes through, canonical.
    pub channel: Option<Channel>,
    /// The highest mark consumed by the proof that ended the enrolment (a time step), so that it opens no login.
    pub consumed_through: Option<i64>,
    /// What the enrolment told of the device, and of where the key lives.
    pub device: DeviceProof,
}

/// A mailbox or number, to be hashed into a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// `email` or `phone`: one mark for SMS and voice.
    pub medium: &'static str,
    /// The canonical address.
    pub address: String,
}

/// An open challenge.
pub struct Asked {
    /// The factor's own bytes.
    pub data: Vec<u8>,
    /// The format of `data`.
    pub data_format: i64,
    /// Messages to be delivered with the commit.
    pub letters: Vec<Letter>,
}

/// Whom an answer names.
pub enum Identity {
    /// Proved: the identifier that the person's authenticator was bound under.
    Proved(Vec<u8>),
    /// Claimed: the identifier of the authenticator that the same answer must now prove, by [`Factor::answer`].
    Claimed(Vec<u8>),
    /// Nobody: not proved, or not acceptable.
    Refused(Refusal),
}

/// What an answer was worth.
pub enum Outcome {
    /// Right.
    Verified {
        /// Which of the authenticators answered, by its place.
        authenticator: usize,
        /// What the proof tells of the device that it was given with.
        device: DeviceProof,
        /// Whether there may be a copy of the authenticator, which the organisation takes all the same: the person and the log are told.
        copied: bool,
        /// What is used up by it.
        consumption: Consumption,
    },
    /// Wrong: the attempt counts.
    Rejected(Refusal),
    /// Right, and refused all the same: there may be a copy of the authenticator, and the organisation takes none.
    Copied {
        /// Which of the authenticators answered, by its place.
        authenticator: usize,
    },
    /// Refused, but no wrong guess (a code that a newer one replaced): the attempt is taken back.
    NotCounted(Refusal),
}

/// What a right answer uses up, beside its challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consumption {
    /// Nothing more.
    ChallengeOnly,
    /// Every mark (time step) up to this one.
    Through(i64),
    /// Part of the data: what is left.
    Data(Vec<u8>),
}

/// A factor met bytes that it never wrote.
#[derive(Debug, thiserror::Error)]
#[error("a factor's stored data cannot be read (format {format})")]
pub struct DataFault {
    /// The format that the bytes begin with or were stored under.
    pub format: i64,
    /// What the reader said.
    #[source]
    pub source: Option<serde_json::Error>,
}
