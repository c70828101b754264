//! The words that these pages choose by a code: each code has its sentence, and no sentence is left over.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;

use domain::audit::EventKind;
use domain::refusal::Refusal;
use text::{Catalogue, Language};

use super::done::Done;
use super::leave::path_on;

/// The codes under `prefix` that have a sentence, attributes and the sentences of `besides` left out.
fn worded(prefix: &str, besides: &[&str]) -> BTreeSet<String> {
    let catalogue = Catalogue::new(&[]).unwrap();
    catalogue
        .keys(Language::Sv)
        .filter(|key| !key.contains('.') && !besides.contains(key))
        .filter_map(|key| key.strip_prefix(prefix))
        .map(str::to_owned)
        .collect()
}

fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    codes.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_event_has_its_sentence_and_every_sentence_its_event() {
    let events = codes(EventKind::ALL.iter().map(|kind| kind.code()));
    assert_eq!(
        worded("event-", &["event-refused", "event-by", "event-by-others"]),
        events
    );
}

#[test]
fn every_refusal_has_its_sentences_and_every_sentence_its_refusal() {
    assert_eq!(
        worded("refusal-", &[]),
        codes(Refusal::CODES.iter().copied())
    );
    let text = Catalogue::new(&[]).unwrap().text(Language::En);
    for code in Refusal::CODES {
        assert!(
            text.has(&format!("refusal-{code}.advice")),
            "{code} has no advice"
        );
    }
}

#[test]
fn everything_that_is_done_is_said() {
    assert_eq!(
        worded("security-done-", &[]),
        codes(Done::ALL.iter().map(|done| done.code()))
    );
}

#[test]
fn what_was_done_is_read_from_a_fixed_list() {
    for done in Done::ALL {
        assert_eq!(Done::read(Some(&done.code().to_owned())), Some(*done));
    }
    assert_eq!(Done::read(Some(&"<b>".to_owned())), None);
    assert_eq!(Done::read(None), None);
}

#[test]
fn a_session_that_ran_out_leads_back_to_our_own_pages_alone() {
    let host = "login.example.se";
    let back = |address| path_on(host, address);
    assert_eq!(
        back("https://login.example.se/account/security?before=1"),
        Some("/account/security?before=1")
    );
    assert_eq!(back("http://LOGIN.example.se/account"), Some("/account"));
    for elsewhere in [
        "https://login.example.se.evil.example/account",
        "https://login.example.se",
        "https://login.example.se/account/ended",
        "https://login.example.se/login",
        "https://login.example.se//evil.example",
        "https://evil.example/account",
        "https://login.example.se@evil.example/account",
        "/account",
        "https://ä",
    ] {
        assert_eq!(back(elsewhere), None, "{elsewhere}");
    }
}
