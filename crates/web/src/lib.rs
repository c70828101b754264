//! Tvåsteg over HTTP: the hosted pages and their routes.
//!
//! A handler reads the clock once, fills a page from what a use case says, and decides nothing. The areas (`login`, `account`, `admin`,
//! `recover`, `demo`, `service`, `api`) are siblings: none imports another. No SQL, no factor's name, no rule stands here.

mod account;
mod admin;
pub mod api;
mod areas;
mod arrival;
mod browser;
mod cookies;
pub mod demo;
mod demo_ports;
mod enrolling;
mod forgery;
mod form;
mod guard;
mod identifying;
mod login;
mod own;
pub mod pages;
mod person_record;
mod recover;
mod reply;
pub mod router;
mod service;
pub mod state;
mod visit;
mod when;
mod words;

pub use router::router;
pub use state::{Network, Site, WebState};
