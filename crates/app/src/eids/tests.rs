//! Which account serves whom, and from when the end of a certificate is told.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use async_trait::async_trait;
use connect::eid::Standing;
use domain::eid::{EidFault, NewOrder, OrderReference, PhoneOrder, Seen, Started};

use super::*;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
const DAY: i64 = 86_400_000;

/// An eID that nobody may ask.
struct Silent(Standing);

#[async_trait]
impl Eid for Silent {
    async fn start(&self, _: &NewOrder) -> Result<Started, EidFault> {
        Err(EidFault::Maintenance)
    }

    async fn identify_caller(&self, _: &PhoneOrder) -> Result<OrderReference, EidFault> {
        Err(EidFault::Maintenance)
    }

    async fn collect(&self, _: &OrderReference) -> Result<Seen, EidFault> {
        Err(EidFault::Maintenance)
    }

    async fn cancel(&self, _: &OrderReference) -> Result<(), EidFault> {
        Err(EidFault::Maintenance)
    }

    async fn probe(&self, _: Timestamp) -> Result<(), EidFault> {
        Err(EidFault::Maintenance)
    }

    fn standing(&self) -> &Standing {
        &self.0
    }
}

fn account(service: &str, organisation: Option<&str>, ends: Timestamp) -> EidAccount {
    let standing = Standing {
        address: String::new(),
        known_root: None,
        root_fingerprint: String::new(),
        subject: String::new(),
        certificate_begins: NOW,
        certificate_ends: ends,
    };
    EidAccount {
        service: service.to_owned(),
        organisation: organisation.map(str::to_owned),
        eid: Arc::new(Silent(standing)),
    }
}

#[test]
fn a_certificate_presses_from_thirty_days_and_alarms_from_fourteen() {
    let of = |left: Span| Pressing::of(NOW + left, NOW);
    assert_eq!(of(Span::millis(30 * DAY + 1)), None);
    assert_eq!(of(Span::days(30)), Some(Pressing::Warning));
    assert_eq!(of(Span::millis(14 * DAY + 1)), Some(Pressing::Warning));
    assert_eq!(of(Span::days(14)), Some(Pressing::Alarm));
    assert_eq!(of(Span::millis(1)), Some(Pressing::Alarm));
    assert_eq!(of(Span::ZERO), Some(Pressing::Over));
    assert_eq!(Pressing::of(NOW - Span::days(1), NOW), Some(Pressing::Over));
}

#[test]
fn only_what_an_organisation_depends_on_is_told_to_it() {
    let soon = NOW + Span::days(20) + Span::minutes(1);
    let eids = Eids::new(vec![
        account("one", None, soon),
        account("one", Some("grannen"), NOW + Span::days(400)),
        account("other", Some("grannen"), NOW - Span::days(1)),
    ]);
    assert_eq!(eids.services_of("demo"), ["one"]);
    assert_eq!(eids.services_of("grannen"), ["one", "other"]);
    let [only] = eids.ending_for("demo", NOW).try_into().unwrap();
    assert_eq!(
        only,
        Ending {
            service: "one".to_owned(),
            organisation: None,
            at: soon,
            days: 20,
            pressing: Pressing::Warning
        }
    );
    let [own] = eids.ending_for("grannen", NOW).try_into().unwrap();
    assert_eq!(
        (own.service.as_str(), own.pressing, own.days),
        ("other", Pressing::Over, 0)
    );
    assert_eq!(eids.ending(NOW).len(), 2);
    assert!(eids.ending(NOW - Span::days(400)).is_empty());
}
