//! The demo's BankID, called by the real client over mutual TLS.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::net::{IpAddr, Ipv4Addr};

use connect::eid::Eid;
use domain::eid::{Browser, Device, NewOrder, Purpose, Seen, Started};

use super::*;

struct Furnished {
    phone: Phone,
    eid: Arc<dyn Eid>,
    clock: Arc<DemoClock>,
    folder: tempfile::TempDir,
}

async fn furnished() -> Furnished {
    connect::install_tls();
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(DemoClock::default());
    let phone = Phone::start(&folder.path().join("tvasteg.toml"), Arc::clone(&clock))
        .await
        .unwrap();
    let accounts = phone.accounts().unwrap();
    let eid = Arc::clone(accounts.find("bankid", "demo").unwrap());
    assert!(accounts.find("bankid", "grannen").is_some());
    Furnished {
        phone,
        eid,
        clock,
        folder,
    }
}

const BO: &str = "199006022397";
const CILLA: &str = "199908072391";

fn number(digits: &str) -> PersonalNumber {
    PersonalNumber::from_digits(digits).unwrap()
}

async fn started(eid: &Arc<dyn Eid>, known: Option<&str>) -> Started {
    let order = NewOrder {
        known: known.map(number),
        visible_text: "Logga in hos Demobolaget".to_owned(),
        end_user_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        browser: None::<Browser>,
        return_url: None,
        device: Device::Other,
        purpose: Purpose::Identify,
    };
    eid.start(&order).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_scanned_and_signed_on_the_telephone() {
    let Furnished {
        phone, eid, folder, ..
    } = furnished().await;
    eid.probe(app::Clock::now(&DemoClock::default()))
        .await
        .unwrap();
    assert!(phone.orders().is_empty());
    let order = started(&eid, Some(BO)).await;
    let [listed] = phone.orders().try_into().expect("one order");
    assert_eq!(listed.auto_start_token, order.app_token);
    assert_eq!(listed.visible_text, "Logga in hos Demobolaget");
    assert_eq!(listed.hint, "outstandingTransaction");
    let picture = listed.qr.unwrap();
    assert!(picture.starts_with(&format!("bankid.{}.", order.qr.unwrap().token)));
    assert_eq!(phone.scan(&picture), Ok(listed.auto_start_token.clone()));
    assert_eq!(phone.scan(&picture), Err(DemoRefusal::AlreadyOpen));
    assert_eq!(phone.scan("bankid.x"), Err(DemoRefusal::NoPicture));
    let token = listed.auto_start_token.as_str();
    let sign = |digits| phone.act(token, DemoAct::Sign(number(digits)));
    assert_eq!(sign(CILLA), Err(DemoRefusal::OtherPerson));
    assert_eq!(sign(BO), Ok(()));
    assert_eq!(sign(BO), Err(DemoRefusal::NoSuchOrder));
    let Seen::Complete(who) = eid.collect(&order.reference).await.unwrap() else {
        panic!("signed");
    };
    assert_eq!(
        (who.personal_number.digits().as_str(), who.name.as_str()),
        (BO, "Bo Öberg")
    );
    assert!(folder.path().join(FOLDER).join("root.pem").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_cancelled_or_fails_as_the_person_likes() {
    let Furnished { phone, eid, .. } = furnished().await;
    for (act, told) in [
        (DemoAct::Cancel, "userCancel"),
        (DemoAct::Fail("certificateErr".to_owned()), "certificateErr"),
    ] {
        let order = started(&eid, None).await;
        phone.act(&order.app_token, DemoAct::Open).unwrap();
        phone.act(&order.app_token, act).unwrap();
        let Seen::Failed(hint) = eid.collect(&order.reference).await.unwrap() else {
            panic!("ended");
        };
        assert_eq!(hint.as_str(), told);
    }
    let people = phone.people();
    assert!(
        people
            .iter()
            .any(|(name, number)| name == "Bo Öberg" && number.digits() == BO)
    );
    assert_eq!(people.len(), 6, "everybody but the machine");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pushed_clock_is_the_simulators_and_never_ends_the_certificate() {
    let Furnished {
        phone, eid, clock, ..
    } = furnished().await;
    let order = started(&eid, None).await;
    clock.advance(Span::seconds(31)).unwrap();
    assert!(phone.orders().is_empty(), "nobody scanned it in time");
    let Seen::Failed(hint) = eid.collect(&order.reference).await.unwrap() else {
        panic!("ended");
    };
    assert_eq!(hint.as_str(), "startFailed");
    clock.advance(Span::days(36_000)).unwrap();
    started(&eid, None).await;
    assert_eq!(phone.orders().len(), 1);
    assert!(phone.accounts().unwrap().ending(clock.now()).is_empty());
}
