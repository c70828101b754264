//! The words that these pages choose by a code: each code has its sentence, and no sentence is left over.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;

use app::administer::Reason;
use domain::challenge::Purpose;
use domain::message::{Limits, MessageChannel, MessageState, Suppression};
use domain::sms::TemplateFault;
use factors::Registry;
use text::{Catalogue, Language, Text};

use super::done::Done;
use super::{limits, log_words};

fn text(language: Language) -> Text {
    Catalogue::new(&Registry::standard().words())
        .unwrap()
        .text(language)
}

/// The codes under `prefix` that have a sentence, attributes left out.
fn worded(prefix: &str) -> BTreeSet<String> {
    let catalogue = Catalogue::new(&[]).unwrap();
    catalogue
        .keys(Language::Sv)
        .filter(|key| !key.contains('.'))
        .filter_map(|key| key.strip_prefix(prefix))
        .map(str::to_owned)
        .collect()
}

fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    codes.into_iter().map(str::to_owned).collect()
}

#[test]
fn everything_that_is_done_is_said() {
    assert_eq!(
        worded("admin-done-"),
        codes(Done::ALL.iter().map(|done| done.code()))
    );
}

#[test]
fn every_channel_state_and_purpose_has_its_word() {
    assert_eq!(
        worded("delivery-channel-"),
        codes(MessageChannel::ALL.iter().map(|one| one.as_str()))
    );
    assert_eq!(
        worded("delivery-state-"),
        codes(MessageState::ALL.iter().map(|one| one.as_str()))
    );
    assert_eq!(
        worded("admin-wording-purpose-"),
        codes([Purpose::Prove, Purpose::Enrol].map(Purpose::as_str))
    );
}

#[test]
fn every_guard_that_keeps_a_message_back_says_why() {
    for language in Language::ALL {
        let text = text(language);
        for why in Suppression::ALL {
            let words = log_words::reason(
                &text,
                MessageState::Suppressed,
                MessageChannel::Sms,
                Some(why.as_str()),
            );
            let raw = text.with1("delivery-reason-said", "said", why.as_str());
            assert_ne!(words, Some(raw), "{}", why.as_str());
        }
    }
}

#[test]
fn every_fault_of_a_text_is_said() {
    let faults = [
        TemplateFault::NoCode,
        TemplateFault::CodeNotFirst,
        TemplateFault::SecondCode,
        TemplateFault::UnknownPlaceholder("{x}".to_owned()),
        TemplateFault::OriginLine,
        TemplateFault::Link,
        TemplateFault::Control,
        TemplateFault::Unwritable('字'),
        TemplateFault::TooLong { over: 3 },
    ];
    assert_eq!(
        worded("admin-wording-fault-"),
        codes(faults.iter().map(TemplateFault::code))
    );
    let said = super::filling::template_words(&text(Language::En), &faults[7]);
    assert!(said.contains('字'), "{said}");
}

#[test]
fn every_guards_number_has_its_label() {
    let text = text(Language::Sv);
    for (name, _) in limits::numbers(&Limits::default()) {
        assert!(text.has(&limits::label(name)), "{name}");
    }
}

#[test]
fn reasons_are_told_in_words_and_what_others_said_as_they_said_it() {
    let text = text(Language::En);
    let reason = |state, channel, kept| log_words::reason(&text, state, channel, Some(kept));
    let (failed, sms, email) = (
        MessageState::Failed,
        MessageChannel::Sms,
        MessageChannel::Email,
    );
    assert_eq!(
        reason(failed, sms, "number 21211").unwrap(),
        "The gateway says that the number does not exist or cannot be reached. (code 21211)"
    );
    assert_eq!(
        reason(MessageState::Suppressed, sms, "country").unwrap(),
        "Messages are not sent to that country."
    );
    assert_eq!(
        reason(failed, sms, "country").unwrap(),
        "The gateway’s account may not send to that country."
    );
    assert_eq!(
        reason(failed, email, "content was refused: 550 5.7.1").unwrap(),
        "content was refused: 550 5.7.1"
    );
    assert_eq!(reason(failed, sms, "UNDELIV").unwrap(), "UNDELIV");
    assert_eq!(
        log_words::reason(&text, MessageState::Expired, sms, None).unwrap(),
        "It was of no more use."
    );
    assert_eq!(
        log_words::reason(&text, MessageState::Sent, sms, None),
        None
    );
}

#[test]
fn everything_that_the_rules_refuse_is_said() {
    // These say a refusal, a fault of the card or of the giving, each with its own code.
    let passed_on = ["card", "assignment", "password", "refused"];
    let worded = worded("admin-reason-");
    for code in Reason::CODES
        .iter()
        .filter(|code| !passed_on.contains(code))
    {
        assert!(worded.contains(*code), "{code}");
    }
}

#[test]
fn whatever_verifying_finds_is_said() {
    let mut worded = worded("audit-finding-");
    worded.remove("advice");
    assert_eq!(worded, codes(domain::audit::verify::Finding::CODES));
}
