//! A code that was sent, kept as keyed hashes: the one that counts, and those that newer ones replaced.
//!
//! The code itself is never kept. Its hash binds it to what it is for, the organisation, the person, the address it was sent to and its
//! challenge, so that it answers nothing else (A06, A07, A28).

use domain::challenge::Purpose;
use domain::random::{self, Random};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use otp::Code;
use serde::{Deserialize, Serialize};

use crate::Setting;
use crate::bytes::{Hex, bound};

/// How often a code is drawn anew because it was out before; more would only matter to a broken random source.
const DRAWS: u32 = 8;

/// What a code is sent for, and where.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    /// What is sent: `email code`. The same digits by another way have another hash.
    pub(crate) label: &'static str,
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// The address as it is kept.
    pub(crate) address: &'a str,
    /// The same in the one form under which two spellings are the same.
    pub(crate) canonical: &'a str,
}

/// A code that is out.
#[derive(Serialize, Deserialize)]
pub(crate) struct SentCode {
    /// Where it was sent.
    pub(crate) address: String,
    /// When it expires.
    pub(crate) expires_at: Timestamp,
    /// Drawn once for the whole challenge: the same digits of another challenge have another hash.
    nonce: Hex,
    hash: Hex,
    replaced: Vec<Hex>,
}

/// What a typed code is to the one that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compared {
    /// It is the one.
    Right,
    /// It was, before a newer one was sent.
    Replaced,
    /// Nothing was compared: its time is over.
    Expired,
    /// It is another.
    Wrong,
}

impl Compared {
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Self::Replaced => Refusal::CodeReplaced,
            Self::Expired => Refusal::CodeExpired,
            Self::Wrong | Self::Right => Refusal::CodeWrong,
        }
    }
}

impl SentCode {
    /// Draws the first code of a challenge.
    pub(crate) fn first(
        setting: &Setting<'_>,
        target: &Target<'_>,
        random: &mut dyn Random,
    ) -> (Self, String) {
        let nonce: [u8; 16] = random::array(random);
        let empty = Self {
            address: target.address.to_owned(),
            expires_at: setting.code_expires_at,
            nonce: Hex(nonce.to_vec()),
            hash: Hex(Vec::new()),
            replaced: Vec::new(),
        };
        empty.with_code(digits(random), setting, target)
    }

    /// Draws another code, which replaces the one that is out.
    pub(crate) fn again(
        mut self,
        setting: &Setting<'_>,
        target: &Target<'_>,
        random: &mut dyn Random,
    ) -> (Self, String) {
        let old = std::mem::replace(&mut self.hash, Hex(Vec::new()));
        self.replaced.push(old);
        self.expires_at = setting.code_expires_at;
        let mut code = digits(random);
        for _ in 1..DRAWS {
            if !self.is_replaced(setting, &self.bind(setting, target, &code)) {
                break;
            }
            code = digits(random);
        }
        self.with_code(code, setting, target)
    }

    /// Compares a typed code, in constant time, with the one that is out and then with those before it.
    pub(crate) fn compare(
        &self,
        setting: &Setting<'_>,
        target: &Target<'_>,
        typed: &Code,
    ) -> Compared {
        if setting.now >= self.expires_at {
            return Compared::Expired;
        }
        let bound = self.bind(setting, target, typed.as_str());
        if setting.keyed.matches(&bound, &self.hash.0) {
            Compared::Right
        } else if self.is_replaced(setting, &bound) {
            Compared::Replaced
        } else {
            Compared::Wrong
        }
    }

    fn is_replaced(&self, setting: &Setting<'_>, bound: &[u8]) -> bool {
        self.replaced
            .iter()
            .any(|old| setting.keyed.matches(bound, &old.0))
    }

    fn with_code(
        mut self,
        code: String,
        setting: &Setting<'_>,
        target: &Target<'_>,
    ) -> (Self, String) {
        let bound = self.bind(setting, target, &code);
        self.hash = Hex(setting.keyed.hash(&bound));
        (self, code)
    }

    /// All that a code is bound to, beside the challenge that its hash is sealed in.
    fn bind(&self, setting: &Setting<'_>, target: &Target<'_>, code: &str) -> Vec<u8> {
        bound(&[
            target.label.as_bytes(),
            target.purpose.as_str().as_bytes(),
            setting.organisation.id.as_bytes(),
            setting.username.as_bytes(),
            target.canonical.as_bytes(),
            &self.nonce.0,
            code.as_bytes(),
        ])
    }
}

/// Six digits, each row of them equally likely.
pub(crate) fn digits(random: &mut dyn Random) -> String {
    format!("{:06}", random::below(1_000_000, random))
}
