//! What a list of people is narrowed down by, and one person wholly.

use std::collections::BTreeMap;

use app::administer::people::{FactorLine, Listed, Mailbox, PersonState, PersonView, Place};
use domain::trace::Said;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;
use super::users::WireUser;

/// Which people.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct PeopleQuery {
    /// A part of a name, a username, a mailbox, or the last digits of a number.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) q: String,
    /// Those who have the role with this key.
    #[schemars(length(max = 60))]
    pub(in crate::api) role: Option<String>,
    /// Those who stand like this.
    pub(in crate::api) state: Option<WireState>,
    /// Those who have a factor of this kind.
    #[schemars(length(max = 60))]
    pub(in crate::api) factor: Option<String>,
    /// How the list is sorted.
    pub(in crate::api) order: Option<WireOrder>,
    /// How many people at most: 1 to 50, 50 unless said otherwise.
    #[schemars(range(min = 1, max = 50))]
    pub(in crate::api) limit: Option<u32>,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 1000))]
    pub(in crate::api) after: Option<String>,
}

/// How somebody stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "PersonState")]
pub(in crate::api) enum WireState {
    /// Has a second factor.
    Ready,
    /// Has none yet.
    Pending,
    /// Has none yet, and the days to put it off are over.
    Late,
    /// No mobile number is on record.
    NoNumber,
    /// Has never signed in.
    NeverIn,
    /// Is suspended.
    Suspended,
    /// An authenticator of theirs takes no answer now.
    Locked,
}

impl From<WireState> for PersonState {
    fn from(state: WireState) -> Self {
        match state {
            WireState::Ready => Self::Ready,
            WireState::Pending => Self::Pending,
            WireState::Late => Self::Late,
            WireState::NoNumber => Self::NoMobile,
            WireState::NeverIn => Self::NeverIn,
            WireState::Suspended => Self::Suspended,
            WireState::Locked => Self::Locked,
        }
    }
}

/// How a list of people is sorted.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "PeopleOrder")]
pub(in crate::api) enum WireOrder {
    /// By name, as a Swedish reader sorts.
    Name,
    /// By the last time they signed in, the latest first.
    LastLogin,
}

/// A place in a list of people, as it is handed back.
#[derive(Serialize, Deserialize)]
pub(in crate::api) struct WirePlace(String, i64, String);

impl From<&Place> for WirePlace {
    fn from(place: &Place) -> Self {
        Self(
            place.key.clone(),
            place.at.unix_millis(),
            place.user.to_string(),
        )
    }
}

impl WirePlace {
    /// The place, unless it is none.
    pub(in crate::api) fn place(self) -> Option<Place> {
        Some(Place {
            key: self.0,
            at: domain::time::Timestamp::from_unix_millis(self.1),
            user: self.2.parse().ok()?,
        })
    }
}

/// Somebody in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedUser")]
pub(in crate::api) struct WireListed {
    /// Who it is.
    #[serde(flatten)]
    user: WireUser,
    /// The keys of their roles.
    roles: Vec<String>,
    /// The kinds of their addresses: `email`, `mobile`, `phone`.
    addresses: Vec<String>,
    /// Their first mailbox.
    email: Option<String>,
    /// Until when an authenticator of theirs takes no answer.
    locked_until: Option<Time>,
}

impl WireListed {
    /// Somebody, with their first mailbox.
    pub(in crate::api) fn of(
        listed: &Listed,
        mailboxes: &BTreeMap<domain::id::UserId, Mailbox>,
    ) -> Self {
        let email = mailboxes.get(&listed.user.id);
        Self {
            user: (&listed.user).into(),
            roles: listed.roles.clone(),
            addresses: listed.addresses.clone(),
            email: email.map(|mailbox| mailbox.value.clone()),
            locked_until: Time::of(listed.locked_until),
        }
    }
}

/// One person, wholly.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UserDetail")]
pub(in crate::api) struct WirePerson {
    /// Who it is.
    #[serde(flatten)]
    user: WireUser,
    /// The keys of their roles.
    roles: Vec<String>,
    /// Their mailboxes and numbers.
    addresses: Vec<WireAddress>,
    /// What they have enrolled.
    authenticators: Vec<WireAuthenticator>,
    /// The keys of the roles that demand two-step of them.
    two_step_because: Vec<String>,
    /// Whether what they have enrolled is enough.
    ready: bool,
    /// How many sessions of theirs are open.
    sessions: usize,
    /// How many browsers of theirs are trusted.
    trusted_devices: usize,
    /// What is noted about them; empty where nothing is.
    note: String,
    /// The version of the note: 0 where there was none.
    note_version: i64,
    /// Until when their password is not taken, from some places.
    password_waits_until: Option<Time>,
}

impl From<&PersonView> for WirePerson {
    fn from(view: &PersonView) -> Self {
        Self {
            user: (&view.user).into(),
            roles: view.roles.iter().map(|role| role.key.clone()).collect(),
            addresses: view
                .addresses
                .iter()
                .map(|address| WireAddress {
                    channel: address.channel.as_str().to_owned(),
                    masked: address.masked.clone(),
                    verified_at: Time::of(address.verified_at),
                })
                .collect(),
            authenticators: view.factors.iter().map(WireAuthenticator::from).collect(),
            two_step_because: view
                .policy
                .demanding
                .iter()
                .map(|duty| duty.key.clone())
                .collect(),
            ready: view.policy.is_ready,
            sessions: view.sessions.len(),
            trusted_devices: view.devices.len(),
            note: view.note.text.clone(),
            note_version: view.note.version,
            password_waits_until: Time::of(view.password_waits.until),
        }
    }
}

/// A mailbox or a number.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Address")]
struct WireAddress {
    /// `email` or `phone`.
    channel: String,
    /// As a page may show it.
    masked: String,
    /// When it was proved.
    verified_at: Option<Time>,
}

/// What somebody has enrolled.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Authenticator")]
pub(in crate::api) struct WireAuthenticator {
    /// Its key.
    id: String,
    /// The kind of factor.
    factor: String,
    /// What it is called, or the masked address that it comes through.
    label: String,
    /// When it was added.
    added_at: Time,
    /// When it was used last.
    last_used_at: Option<Time>,
    /// Wrong answers in a row.
    failures: i64,
    /// Until when it takes no answer.
    waits_until: Option<Time>,
    /// Whether a hundred wrong answers closed it.
    closed: bool,
}

impl From<&FactorLine> for WireAuthenticator {
    fn from(line: &FactorLine) -> Self {
        Self {
            id: line.id.to_string(),
            factor: line.kind.to_string(),
            label: line.label.clone(),
            added_at: Time(line.added_at),
            last_used_at: Time::of(line.last_used_at),
            failures: line.failures,
            waits_until: Time::of(line.waits_until),
            closed: line.is_closed,
        }
    }
}

/// What a person shall be called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ChangedUser {
    /// The name for people.
    #[schemars(length(min = 1, max = 100))]
    pub(in crate::api) name: String,
    /// The language, `sv` or `en`; the person's own choice unless it is given.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub(in crate::api) language: Option<String>,
}

/// A new end of somebody's grace.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct WireGrace {
    /// Until when enrolment may be put off: at most 91 days from now.
    pub(in crate::api) until: Time,
}

/// An eID to connect.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Eid")]
pub(in crate::api) struct WireEid {
    /// The personal number or coordination number, in ten or twelve digits.
    #[schemars(length(max = 40))]
    pub(in crate::api) personal_number: String,
}

/// What shall be noted about somebody.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct WireNote {
    /// The text, in one line; empty takes the note away.
    #[schemars(length(max = 1000))]
    pub(in crate::api) text: String,
    /// The version that it is written over: 0 where there was none.
    pub(in crate::api) version: i64,
}

/// What was ended.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ended")]
pub(in crate::api) struct WireEnded {
    /// Sessions.
    pub(in crate::api) sessions: u64,
    /// Trusted devices.
    pub(in crate::api) trusted_devices: u64,
}

/// Why a login was asked for what it was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TracedLogin")]
pub(in crate::api) struct WireTraced {
    /// When it began.
    pub(in crate::api) at: Time,
    /// What is said of it, as stable codes, in order.
    pub(in crate::api) said: Vec<String>,
}

/// What is said of a login, as a stable code, with what it names behind a colon.
pub(in crate::api) fn code(said: &Said) -> String {
    let bare = |code: &str| code.to_owned();
    match said {
        Said::RoleDemanded(role) => format!("role-demanded:{role}"),
        Said::ClientDemanded => bare("client-demanded"),
        Said::OwnChoice => bare("own-choice"),
        Said::AddOnOff => bare("add-on-off"),
        Said::NothingDemanded => bare("nothing-demanded"),
        Said::NothingAllowed => bare("nothing-allowed"),
        Said::DeviceTrusted(_) => bare("device-trusted"),
        Said::Asked => bare("asked"),
        Said::HadToEnrol => bare("had-to-enrol"),
        Said::CouldPutOff => bare("could-put-off"),
        Said::SentToSupport => bare("sent-to-support"),
        Said::PutOff => bare("put-off"),
        Said::Enrolled(factor) => format!("enrolled:{factor}"),
        Said::Refused(factor, why) => format!("refused:{factor}:{why}"),
        Said::PasswordRefused(why) => format!("password-refused:{why}"),
        Said::SignedIn(Some(factor)) => format!("signed-in:{factor}"),
        Said::SignedIn(None) => bare("signed-in"),
        Said::Unfinished => bare("unfinished"),
    }
}
