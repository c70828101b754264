//! Orders at eIDs, from the person's move to the stored answer.
//!
//! ```text
//! a move ─ unit: Live::moved, job held ─► Eid::start ─ unit: Live::begun ─► the book
//! the book, every 2 s ─ is it still awaited? ─ no ─► Eid::cancel
//!                       └ yes ─► Eid::collect ─ unit: Live::seen, identification, audit ─► the book, or the end
//! ```
//!
//! Exactly one node asks about an order: the one that holds its job. A final answer is told once, so it is stored in the unit that ends the
//! job before any page hears of it; a node that dies in between leaves an order whose outcome nobody knows, and the person starts again.
//! Nothing here knows which eID it is, and nothing here lets anybody in: a stored answer is judged like every other, when its form comes.

mod ask;
mod begin;
mod book;
mod budget;
mod moving;
mod suspicion;
mod worker;

pub(crate) use book::OrderBook;
pub(crate) use moving::{Ground, Moving, carry_out, count, count_look, is_move, take};
pub use worker::{run_due, worker};

use domain::time::Span;

/// How often an order is asked about.
pub(crate) const EVERY: Span = Span::seconds(2);

/// The shortest time between two questions about one order.
const AT_LEAST: Span = Span::seconds(1);

/// How long a node holds an order without saying so again.
const HELD_FOR: Span = Span::seconds(30);

/// The time that must be left of holding an order before anything is asked: longer than a question can take.
const NEEDED: Span = Span::seconds(20);
