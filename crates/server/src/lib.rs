//! The program `tvasteg`: configuration, wiring, command line, and the operating system's clock and random source.
//!
//! Everything below is handed values; here they are read. This crate decides nothing about people, roles or logins: it reads what the
//! operator said, puts the installation together, and calls `app`.

pub mod audit_heads;
pub mod clock;
pub mod command;
pub mod config;
pub mod demo;
pub mod eids;
pub mod installation;
pub mod keyfile;
pub mod listen;
pub mod logging;
pub mod running;
pub mod site;
pub mod system;
