//! The pages and routes of Tvåsteg over HTTP.

pub mod pages;
