//! Who may handle whose case.

use crate::id::UserId;
use crate::role::{Rights, Role};
use crate::user::User;

/// Somebody who helps, as they stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Helper {
    /// Who; `None` for the operator on the command line.
    pub user: Option<UserId>,
    /// Whether they own the organisation, or are the operator.
    pub owner: bool,
    /// Whether they may help at all (`tvasteg.support`).
    pub support: bool,
}

/// Somebody who is to be helped, as they stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Who.
    pub user: UserId,
    /// Whether they own the organisation.
    pub owner: bool,
    /// Whether they have any right inside Tvåsteg.
    pub privileged: bool,
    /// Whether it is a machine's account.
    pub machine: bool,
    /// Whether they, or their organisation, are suspended.
    pub suspended: bool,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether two-step is demanded of them.
    pub demanded: bool,
    /// Whether they have a second factor that stands on its own.
    pub has_factor: bool,
    /// Whether a factor of theirs waits or is closed after wrong answers.
    pub locked: bool,
}

impl Subject {
    /// Whether this user with these roles is beyond an agent's reach.
    pub fn is_privileged(user: &User, roles: &[Role]) -> bool {
        user.owner || !Rights::of(user.owner, roles).is_empty()
    }
}

macro_rules! denials {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $said:literal;)+) => {
        /// Why a step of a case may not be taken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum Denial { $($(#[$doc])* #[error($said)] $name,)+ }

        impl Denial {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

denials! {
    /// They may not help.
    NoRight => "recovery-no-right", "that is for support alone";
    /// It is their own account.
    Own => "recovery-own", "nobody helps themselves: another person does it";
    /// It concerns an owner, or somebody with rights in Tvåsteg.
    OwnersOnly => "recovery-owners-only", "only an owner of the organisation may help this person";
    /// It is a machine's account.
    Machine => "recovery-machine", "an API integrator's account has nothing to recover";
    /// Nobody suspended is let in.
    Suspended => "recovery-suspended", "this person is suspended";
    /// The case is over.
    Over => "recovery-over", "this case is over";
    /// Too little is proved.
    ProofsMissing => "recovery-proofs-missing", "too little is proved yet: a mail alone never suffices";
    /// It was put on record a moment ago.
    TooNew => "recovery-too-new", "a number, mailbox or eID proves something once it is known for more than 24 hours";
    /// It is not for this person.
    OutcomeUnfit => "recovery-outcome-unfit", "that cannot be done for this person";
    /// Too short or too long.
    OutOfBounds => "recovery-out-of-bounds", "a pass lives for 10 minutes to 24 hours, and grace is 1 to 30 days";
    /// Nothing is asked, or what was asked has lapsed.
    NotAsked => "recovery-not-asked", "nothing waits for approval: it was declined, or 30 minutes went by";
    /// They had a hand in it already.
    HadAHand => "recovery-had-a-hand", "a second person approves: nobody who opened the case, proved something or asked";
    /// It was not approved, or too long ago.
    NotApproved => "recovery-not-approved", "this was not approved, or too long ago";
    /// The waiting time lasts.
    TooEarly => "recovery-too-early", "the waiting time is not over yet";
}

/// Whether this helper may handle a case of this person: open it, prove something, ask, approve, act (A55).
pub fn may_open(helper: &Helper, subject: &Subject) -> Result<(), Denial> {
    if !(helper.support || helper.owner) {
        return Err(Denial::NoRight);
    }
    if helper.user == Some(subject.user) {
        return Err(Denial::Own);
    }
    if (subject.owner || subject.privileged) && !helper.owner {
        return Err(Denial::OwnersOnly);
    }
    if subject.machine {
        return Err(Denial::Machine);
    }
    if subject.suspended {
        return Err(Denial::Suspended);
    }
    Ok(())
}
