//! The shape of the project, held by tests: which crate may know which, what each never touches, and that the documents tell the truth.
//!
//! Every rule is a table or a short function with its reason in the message, so that whoever breaks one learns why it stands. A rule that
//! turns out wrong is changed here and in `ARCHITECTURE.md`, in the same commit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot read the project has failed"
)]

mod documents;
mod edges;
mod hygiene;
mod licences;
mod purity;
mod siblings;
mod source;
mod tree;
mod words;

/// Fails with every finding on a line of its own, so that one run shows them all.
fn none_found(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}
