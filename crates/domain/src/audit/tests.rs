//! Events carry stable names, and keep what names a person apart.

use std::collections::BTreeSet;

use super::{Event, EventKind, Outcome, Personal};
use crate::id::UserId;
use crate::refusal::Refusal;
use crate::refusal::tests::is_kebab_case;

const USER: UserId = UserId::from_bytes([7; 16]);

#[test]
fn event_codes_are_kebab_case_and_unique() {
    let unique: BTreeSet<&str> = EventKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(unique.len(), EventKind::ALL.len());
    for kind in EventKind::ALL {
        assert!(is_kebab_case(kind.code()), "{kind:?}");
    }
}

#[test]
fn an_events_code_is_its_name() {
    for kind in EventKind::ALL {
        let joined: String = kind.code().split('-').collect();
        assert_eq!(joined, format!("{kind:?}").to_lowercase());
    }
}

#[test]
fn an_outcome_is_done_or_the_refusals_code() {
    assert_eq!(Outcome::Done.code(), "done");
    assert_eq!(Outcome::Refused(Refusal::CodeUsed).code(), "code-used");
}

#[test]
fn an_own_act_has_one_person_as_actor_and_subject() {
    let event = Event::own(EventKind::SignedIn, USER, Personal::default())
        .with("factors", "totp")
        .with("left", &9)
        .refused(Refusal::CodeWrong);
    assert_eq!((event.actor, event.subject), (Some(USER), Some(USER)));
    assert_eq!(event.outcome, Outcome::Refused(Refusal::CodeWrong));
    assert_eq!(event.details["factors"], "totp");
    assert_eq!(event.details["left"], "9");
}

#[test]
fn an_operators_act_has_no_actor() {
    let event = Event::by_operator(EventKind::PassIssued, Some(USER));
    assert_eq!((event.actor, event.subject), (None, Some(USER)));
    assert_eq!(event.outcome, Outcome::Done);
    assert_eq!(event.personal, Personal::default());
}

#[test]
fn an_erased_person_leaves_nothing_behind() {
    assert_eq!(serde_json::to_string(&Personal::default()).unwrap(), "{}");
    assert_eq!(
        serde_json::from_str::<Personal>("{}").unwrap(),
        Personal::default()
    );
    let personal = Personal {
        address: Some("192.0.2.1".to_owned()),
        browser: None,
        target: Some("c•••@demo.example".to_owned()),
    };
    let json = serde_json::to_string(&personal).unwrap();
    assert!(!json.contains("browser"));
    assert_eq!(serde_json::from_str::<Personal>(&json).unwrap(), personal);
}
