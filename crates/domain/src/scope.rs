//! What a machine's credential may do: `people:read`, `roles:write`, one scope for each right inside an organisation and each way to use it.
//!
//! Who may write may read what they wrote: `people:write` holds `people:read`. There is no scope over the installation, and none that makes
//! an owner of a machine.

use std::collections::BTreeSet;
use std::fmt;

use crate::role::{BuiltIn, Rights};

/// How a right is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// To look.
    Read,
    /// To change.
    Write,
}

impl Access {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// One scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The right.
    pub right: BuiltIn,
    /// How it is used.
    pub access: Access,
}

/// Text that is no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such scope")]
pub struct UnknownScope;

impl Scope {
    /// To look at what this right opens.
    pub const fn read(right: BuiltIn) -> Self {
        Self {
            right,
            access: Access::Read,
        }
    }

    /// To change what this right opens.
    pub const fn write(right: BuiltIn) -> Self {
        Self {
            right,
            access: Access::Write,
        }
    }

    /// Every scope, in the order they are listed: by right, reading first.
    pub fn all() -> impl Iterator<Item = Self> {
        BuiltIn::ALL
            .into_iter()
            .filter(|right| *right != BuiltIn::Installation)
            .flat_map(|right| [Self::read(right), Self::write(right)])
    }

    /// The scope with this name.
    pub fn named(name: &str) -> Result<Self, UnknownScope> {
        Self::all()
            .find(|scope| scope.to_string() == name)
            .ok_or(UnknownScope)
    }

    /// The right's own word, `people` of `tvasteg.people`.
    pub fn word(self) -> &'static str {
        let key = self.right.key();
        key.strip_prefix("tvasteg.").unwrap_or(key)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.word(), self.access.as_str())
    }
}

/// The scopes of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(BTreeSet<(&'static str, Access)>);

impl Scopes {
    /// Reads names between spaces.
    pub fn parse(text: &str) -> Result<Self, UnknownScope> {
        text.split_ascii_whitespace().map(Scope::named).collect()
    }

    /// Whether they hold this one: itself, or the one that writes where it reads.
    pub fn allow(&self, scope: Scope) -> bool {
        [scope.access, Access::Write]
            .iter()
            .any(|access| self.0.contains(&(scope.right.key(), *access)))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Them, in the order of [`Scope::all`].
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        Scope::all().filter(|scope| self.0.contains(&(scope.right.key(), scope.access)))
    }

    /// The first that goes beyond what these rights open: nobody gives a machine more than they have.
    pub fn beyond(&self, rights: &Rights) -> Option<Scope> {
        self.iter().find(|scope| !rights.has(scope.right))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        let pair = |scope: Scope| (scope.right.key(), scope.access);
        Self(scopes.into_iter().map(pair).collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(|scope| scope.to_string()).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn every_scope_is_read_as_it_is_written_and_none_is_over_the_installation() {
        let all: Scopes = Scope::all().collect();
        assert_eq!(all.iter().count(), 14);
        assert_eq!(Scopes::parse(&all.to_string()).unwrap(), all);
        for wrong in [
            "installation:read",
            "installation:write",
            "people",
            "people:",
            "people:own",
            "PEOPLE:read",
            "tvasteg.people:read",
            "people:read,roles:read",
            "*",
        ] {
            assert_eq!(Scopes::parse(wrong), Err(UnknownScope), "{wrong}");
        }
        assert!(Scopes::parse("  ").unwrap().is_empty());
    }

    #[test]
    fn a_scope_opens_itself_and_writing_opens_reading_and_nothing_else() {
        for held in Scope::all() {
            let scopes: Scopes = [held].into_iter().collect();
            for asked in Scope::all() {
                let expected = held.right == asked.right
                    && (held.access == asked.access || held.access == Access::Write);
                assert_eq!(scopes.allow(asked), expected, "{held} for {asked}");
            }
        }
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let scopes = Scopes::parse("people:read audit:read").unwrap();
        assert_eq!(scopes.beyond(&Rights::of(true, &[])), None);
        let beyond = scopes.beyond(&Rights::default()).unwrap();
        assert_eq!(beyond, Scope::read(BuiltIn::People));
    }
}
