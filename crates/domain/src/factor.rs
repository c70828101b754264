//! What the rules know of a factor: a plain profile that the factor hands over, never its name in a comparison.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message::MessageChannel;
use crate::time::{Span, Timestamp};

/// The name of a kind of proof, as it stands in the database and in addresses. Opaque: only the factor itself knows what it means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactorKind(Cow<'static, str>);

impl FactorKind {
    /// The kind with this name, known when the program is built.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The kind with this name, read from a database or a form.
    pub fn named(name: impl Into<String>) -> Self {
        Self(Cow::Owned(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FactorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A set of kinds as `users.factor_set` and `roles.allowed_factors` keep it: names in order, joined by commas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct FactorSet(std::collections::BTreeSet<FactorKind>);

impl FactorSet {
    /// The set written as text; unknown and doubled names are kept once as they are.
    pub fn parse(text: &str) -> Self {
        text.split(',')
            .filter(|name| !name.is_empty())
            .map(|name| FactorKind::named(name.to_owned()))
            .collect()
    }

    /// Whether `kind` is in the set.
    pub fn contains(&self, kind: &FactorKind) -> bool {
        self.0.contains(kind)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The kinds, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &FactorKind> {
        self.0.iter()
    }

    /// The kinds that stand in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.0.intersection(&other.0).cloned().collect()
    }
}

impl FromIterator<FactorKind> for FactorSet {
    fn from_iter<I: IntoIterator<Item = FactorKind>>(kinds: I) -> Self {
        Self(kinds.into_iter().collect())
    }
}

impl fmt::Display for FactorSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, kind) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(kind.as_str())?;
        }
        Ok(())
    }
}

/// What a proof rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Something the person has.
    Possession,
    /// Something the person is.
    Inherence,
    /// Something the person knows.
    Knowledge,
}

/// What a factor needs before a person can use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// A telephone number.
    pub phone: bool,
    /// A mailbox.
    pub email: bool,
    /// A personal identity number.
    pub personal_number: bool,
    /// A gateway of the organisation that works, for this channel.
    pub gateway: Option<MessageChannel>,
    /// A service outside that the installation has an account at, by the name it has in the configuration.
    pub service: Option<&'static str>,
    /// An address of the organisation that browsers bind keys to: a host name over https, or this very computer.
    pub relying_party: bool,
}

/// How a factor tells who somebody is who has given no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifies {
    /// It tells who the person is, wherever they have an account: an eID.
    Person,
    /// It was bound to one account here, and tells which: a passkey.
    Account,
}

/// Where the key lives that proved something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyHome {
    /// In one device, which it cannot leave.
    OneDevice,
    /// With a provider that brings it to all the person's devices.
    Synced,
}

impl KeyHome {
    /// Its authentication method reference (RFC 8176).
    pub const fn amr(self) -> &'static str {
        match self {
            Self::OneDevice => "hwk",
            Self::Synced => "swk",
        }
    }
}

/// What a proof tells of the device that it was given with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceProof {
    /// Whether the device checked the person (a PIN, a fingerprint).
    pub user_verified: bool,
    /// Where the key lives, where it proved one.
    pub key: Option<KeyHome>,
}

impl DeviceProof {
    /// One that checked the person, and of whose key nothing is known beside what the factor's profile says.
    pub const CHECKED: Self = Self {
        user_verified: true,
        key: None,
    };
}

impl Needs {
    /// Nothing at all.
    pub const NOTHING: Self = Self {
        phone: false,
        email: false,
        personal_number: false,
        gateway: None,
        service: None,
        relying_party: false,
    };
}

/// What kind of proof a factor is. There is no default on purpose: a new factor answers every question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub kind: FactorKind,
    /// Authentication method references (RFC 8176) that one success earns, without `mfa`.
    pub amr: &'static [&'static str],
    /// What the proof rests on.
    pub category: Category,
    /// Whether a look-alike site gets nothing of use.
    pub phishing_resistant: bool,
    /// Whether NIST SP 800-63B restricts it (SMS, voice, e-mail): another way is always offered beside it.
    pub restricted: bool,
    /// Whether, beside a password, it reaches Aal2. E-mail codes do not (SP 800-63B §3.1.3).
    pub reaches_aal2: bool,
    /// Whether it only stands behind other factors (recovery codes): never somebody's second factor alone.
    pub is_backup: bool,
    /// Whether a wrong answer may be a guess, as of a code: such answers count against the person's authenticators, which wait and close. A
    /// signature is not guessed, so nobody can close what it opens for its person.
    pub guessable: bool,
    /// How it tells who somebody is where a challenge begins without a user; `None` where it cannot.
    pub identifies: Option<Identifies>,
    /// Whether starting a challenge costs nobody anything: no message is sent, no app opens.
    pub starts_freely: bool,
    /// What must be there before it can be enrolled.
    pub needs: Needs,
    /// How many authenticators of this kind one user may have.
    pub most_per_user: u32,
    /// Its place in the chooser: the smallest comes first.
    pub rank: u8,
    /// How long one code may be used.
    pub code_lives_for: Span,
    /// How long a challenge lives in all, resends included.
    pub challenge_lives_for: Span,
}

/// A keyed hash of a mailbox, a number or another thing that must be found or compared without being read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(#[serde(with = "hex")] Vec<u8>);

impl Mark {
    /// The mark that these bytes are.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, as a database column holds them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

mod hex {
    use data_encoding::HEXLOWER;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)
    }
}

/// One dated proof: which factor, when, and what it may count for. A login and a session keep these; all else is derived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The factor's name, or [`PASSWORD`].
    pub kind: FactorKind,
    /// When it was proved.
    pub at: Timestamp,
    /// Authentication method references (RFC 8176).
    pub amr: Vec<String>,
    /// What it rests on.
    pub category: Category,
    /// Whether the device checked the person (a PIN, a fingerprint), so that one act is two factors.
    #[serde(default)]
    pub user_verified: bool,
    /// Whether a look-alike site would have got nothing.
    #[serde(default)]
    pub phishing_resistant: bool,
    /// Whether it may count towards Aal2.
    #[serde(default)]
    pub reaches_aal2: bool,
    /// The mailbox or number it came through, so that none counts twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Mark>,
}

/// The name under which a password stands among the evidence. It is not a factor of the registry.
pub const PASSWORD: FactorKind = FactorKind::new("password");

/// The name under which a followed link or an enrolment pass stands among the evidence.
pub const PASS: FactorKind = FactorKind::new("pass");

impl Evidence {
    /// A password, proved at this moment.
    pub fn password(at: Timestamp) -> Self {
        Self {
            kind: PASSWORD,
            at,
            amr: vec!["pwd".to_owned()],
            category: Category::Knowledge,
            user_verified: false,
            phishing_resistant: false,
            reaches_aal2: true,
            channel: None,
        }
    }

    /// A followed mailed link or a pass: it opens recovery, and reaches no assurance.
    pub fn pass(at: Timestamp, channel: Option<Mark>) -> Self {
        Self {
            kind: PASS,
            at,
            amr: Vec::new(),
            category: Category::Possession,
            user_verified: false,
            phishing_resistant: false,
            reaches_aal2: false,
            channel,
        }
    }

    /// A success of the factor with this profile, given with this device.
    pub fn of(
        profile: &Profile,
        at: Timestamp,
        device: DeviceProof,
        channel: Option<Mark>,
    ) -> Self {
        let key = device.key.map(KeyHome::amr);
        let amr = key.iter().chain(profile.amr);
        Self {
            kind: profile.kind.clone(),
            at,
            amr: amr.map(|&name| name.to_owned()).collect(),
            category: profile.category,
            user_verified: device.user_verified,
            phishing_resistant: profile.phishing_resistant,
            reaches_aal2: profile.reaches_aal2,
            channel,
        }
    }

    /// Whether this is a second step: neither the password nor what merely opens recovery.
    pub fn is_second_step(&self) -> bool {
        self.kind != PASSWORD && self.kind != PASS
    }
}

#[cfg(test)]
mod tests;
