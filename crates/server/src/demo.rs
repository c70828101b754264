//! The demo: sample organisations and people in a folder of its own, mail that stays here, a clock that can be pushed forward.
//!
//! It listens on this very machine and nowhere else. Nothing of it exists under `serve`.

pub mod folder;
pub mod people;
pub mod phone;
pub mod robot;
pub mod seed;
mod side;
mod welcome;

pub use side::Side;
pub use welcome::welcome;
