//! Which account serves whom, from when the end of a certificate is told, and how often a service is asked.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use connect::eid::Standing;
use domain::eid::{EidFault, NewOrder, OrderReference, PhoneOrder, Seen, Started, TlsFault};

use super::*;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
const DAY: i64 = 86_400_000;

/// An eID that begins nothing, and says this when it is asked whether it would let us in; or nothing at all.
struct Silent {
    standing: Standing,
    says: Mutex<Option<Result<(), EidFault>>>,
    asked: AtomicUsize,
}

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
        self.asked.fetch_add(1, Ordering::SeqCst);
        let says = self.says.lock().unwrap().clone();
        match says {
            Some(outcome) => outcome,
            None => std::future::pending().await,
        }
    }

    fn standing(&self) -> &Standing {
        &self.standing
    }
}

fn account(service: &str, organisation: Option<&str>, ends: Timestamp) -> EidAccount {
    EidAccount {
        service: service.to_owned(),
        organisation: organisation.map(str::to_owned),
        eid: silent(ends),
    }
}

fn silent(ends: Timestamp) -> Arc<Silent> {
    let standing = Standing {
        address: String::new(),
        known_root: None,
        root_fingerprint: String::new(),
        subject: String::new(),
        certificate_begins: NOW,
        certificate_ends: ends,
    };
    Arc::new(Silent {
        standing,
        says: Mutex::new(Some(Ok(()))),
        asked: AtomicUsize::default(),
    })
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

/// Two accounts, the second a neighbour's own, and their services.
fn two() -> (Eids, [Arc<Silent>; 2]) {
    let far_off = NOW + Span::days(400);
    let services = [silent(far_off), silent(far_off)];
    let account = |place: usize, organisation: Option<&str>| EidAccount {
        service: "one".to_owned(),
        organisation: organisation.map(str::to_owned),
        eid: services[place].clone(),
    };
    let eids = Eids::new(vec![account(0, None), account(1, Some("grannen"))]);
    (eids, services)
}

/// What the only service of this organisation said; nothing where it was not asked.
fn said(eids: &Eids, slug: &str) -> Option<Result<(), Hindrance>> {
    let [known] = eids.known_for(slug).try_into().unwrap();
    let probed = known.probed?;
    Some(probed.hindrance.map_or(Ok(()), Err))
}

#[tokio::test]
async fn a_service_is_asked_every_ten_minutes_at_the_most_and_what_it_said_is_remembered() {
    let (eids, [one, neighbours]) = two();
    assert_eq!(said(&eids, "demo"), None, "nobody asked yet");
    *neighbours.says.lock().unwrap() = Some(Err(TlsFault::WrongRoot.into()));
    for (minutes, asked) in [(0, 1), (1, 1), (9, 1), (10, 2), (19, 2), (20, 3)] {
        eids.probe_due(NOW + Span::minutes(minutes)).await;
        for service in [&one, &neighbours] {
            let so_often = service.asked.load(Ordering::SeqCst);
            assert_eq!(so_often, asked, "after {minutes} minutes");
        }
        assert_eq!(said(&eids, "demo"), Some(Ok(())));
        assert_eq!(said(&eids, "grannen"), Some(Err(Hindrance::WrongRoot)));
    }
    *neighbours.says.lock().unwrap() = Some(Ok(()));
    eids.probe_due(NOW + Span::minutes(29)).await;
    assert_eq!(said(&eids, "grannen"), Some(Err(Hindrance::WrongRoot)));
    eids.probe_due(NOW + Span::minutes(30)).await;
    assert_eq!(said(&eids, "grannen"), Some(Ok(())));
    // A clock that was set back keeps nobody from asking.
    eids.probe_due(NOW).await;
    assert_eq!(one.asked.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn a_service_that_never_answers_holds_nobody_up() {
    let (eids, [hanging, _]) = two();
    *hanging.says.lock().unwrap() = None;
    eids.probe_within(NOW, Duration::from_millis(20)).await;
    assert_eq!(said(&eids, "demo"), Some(Err(Hindrance::NoConnection)));
    assert_eq!(said(&eids, "grannen"), Some(Ok(())));
}

#[test]
fn what_keeps_us_out_has_a_word_each() {
    let words: BTreeSet<&str> = Hindrance::ALL.iter().map(|one| one.code()).collect();
    assert_eq!(words.len(), Hindrance::ALL.len());
}
