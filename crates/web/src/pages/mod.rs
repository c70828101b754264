//! The hosted pages: what a person sees, as plain data and a template each.
//!
//! A page struct holds only what is shown: words, numbers, addresses to post to. It never decides anything, never reads a
//! clock and knows neither store nor use case; a handler fills it from an outcome and renders it. Every page carries a
//! [`Frame`] and is a [`Page`], which is all the layout (`templates/layout.html`) needs to know. Sentences live in the
//! catalogues of `text`; structs carry finished strings only where the words belong to somebody else (a factor, a person,
//! a clock time in the reader's language).

pub mod accent;
pub mod account;
pub mod admin;
pub mod assets;
pub mod demo;
pub mod demo_phone;
pub mod enrol;
pub mod faults;
mod frame;
pub mod icon;
pub mod login;
pub mod operator;
mod parts;
pub mod recover;
#[cfg(test)]
mod tests;

pub use frame::{AreaLink, Current, Frame, Help, Language, Nav, Page, SessionEnd, Width};
pub use parts::{Choice, Fact, Problem, Resend, Step, Watched};
