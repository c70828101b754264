//! Which people a list shows, and where its page begins.

use domain::factor::{FactorKind, FactorSet};
use domain::id::{RoleId, UserId};
use domain::time::Timestamp;
use domain::user::User;

/// How somebody stands, as lists tell people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonState {
    /// Has a second factor.
    Ready,
    /// Has none yet.
    Pending,
    /// Has none yet, and the days to put it off are over.
    Late,
    /// No mobile number is on record.
    NoMobile,
    /// Has never signed in.
    NeverIn,
    /// Is suspended.
    Suspended,
    /// An authenticator of theirs takes no answer now.
    Locked,
}

impl PersonState {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 7] = [
        Self::Ready,
        Self::Pending,
        Self::Late,
        Self::NoMobile,
        Self::NeverIn,
        Self::Suspended,
        Self::Locked,
    ];

    /// Its name in an address and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Pending => "pending",
            Self::Late => "late",
            Self::NoMobile => "no-number",
            Self::NeverIn => "never-in",
            Self::Suspended => "suspended",
            Self::Locked => "locked",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Which people a list shows; everybody where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFilter {
    /// What was typed to search for.
    pub search: String,
    /// Those who have this role.
    pub role: Option<RoleId>,
    /// Those who stand like this.
    pub state: Option<PersonState>,
    /// Those who have a factor of this kind.
    pub factor: Option<FactorKind>,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum PeopleOrder {
    /// By name, as a Swedish reader sorts.
    #[default]
    Name,
    /// By the last time they signed in, the latest first; whoever never did comes last.
    LastLogin,
}

/// Where one row stands in a list: pages begin behind it, or end before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the list is sorted by.
    pub key: String,
    /// The moment, where it is sorted by one.
    pub at: Timestamp,
    /// Whose row it is.
    pub user: UserId,
}

/// From where on a page reads, and which way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum From {
    /// From the first row.
    #[default]
    Start,
    /// From the first row whose name sorts at or after this key.
    Key(String),
    /// From the row behind this one.
    After(Place),
    /// The rows before this one.
    Before(Place),
}

/// Somebody in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who it is.
    pub user: User,
    /// The key that their name sorts by.
    pub name_key: String,
    /// The keys of their roles.
    pub roles: Vec<String>,
    /// The kinds of their addresses (`email`, `mobile`, `phone`).
    pub addresses: Vec<String>,
    /// Until when an authenticator of theirs takes no answer, as was noted when it closed.
    pub locked_until: Option<Timestamp>,
}

impl Listed {
    /// Where the row stands in a list.
    pub fn place(&self) -> Place {
        Place {
            key: self.name_key.clone(),
            at: self
                .user
                .last_login_at
                .unwrap_or(Timestamp::from_unix_millis(0)),
            user: self.user.id,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleRows {
    /// The people, in the list's order.
    pub people: Vec<Listed>,
    /// How many a search found, up to one more than are shown; nothing where nobody searched.
    pub hits: Option<i64>,
}

/// The sets of factors that a filter means, of those that people of the organisation have.
pub(super) fn fits(
    set: &FactorSet,
    state: Option<PersonState>,
    factor: Option<&FactorKind>,
) -> bool {
    let by_state = match state {
        Some(PersonState::Ready) => !set.is_empty(),
        Some(PersonState::Pending | PersonState::Late) => set.is_empty(),
        _ => true,
    };
    by_state && factor.is_none_or(|kind| set.contains(kind))
}
