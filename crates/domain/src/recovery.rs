//! Account recovery: how somebody who lost what they sign in with is let in again, and by whom. Pure rules; nothing here issues anything.
//!
//! ```text
//! Open ── ask ──► Asked ── a second person approves, within 30 minutes ──► Approved ── act, once the waiting time is over ──► Acted
//!   │ ▲             │                                                         ▲
//!   │ └─ declined, or nobody approved in time                                 │
//!   └── ask, where one person suffices ───────────────────────────────────────┘
//! any of these ── close ──► Closed        any of these, Acted too ── "this was not me" ──► Stopped
//! ```
//!
//! A mail from the registered address opens a case and proves nothing; an eID, shown while on the telephone, proves enough alone (R23). What is proved, by whom and when stands on the case; who may
//! handle it goes by whom it concerns: nobody handles their own, an agent never one of an owner or of anybody with rights in Tvåsteg.

mod case;
mod code;
mod known;
mod outcome;
mod people;
mod proof;
mod step;

pub use case::{Ask, Case, CaseNumber, LIVES_FOR, Source, State};
pub use code::PassCode;
pub use known::{KNOWN_FOR, Known};
pub use outcome::{
    LONGEST_GRACE_DAYS, LONGEST_PASS, Outcome, OutcomeKind, PassShape, SHORTEST_PASS, outcomes_for,
};
pub use people::{Denial, Helper, Subject, may_open};
pub use proof::{Proof, ProofKind, proofs_suffice};
pub use step::{ACTED_WITHIN, APPROVED_WITHIN, Care, may_act, may_approve, may_ask};

#[cfg(test)]
mod tests;
