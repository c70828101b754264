//! The client against the built-in simulator, which was written from BankID's description and not from the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use connect::Secret;
use connect::bankid::evidence::{self, Expected, Roots, VisibleText};
use connect::bankid::simulator::{
    ApiError, AppRefusal, Call, Keys, Mishap, Person, Script, Settings, Simulator,
};
use connect::bankid::{Account, Client, Demands, Identity, Root};
use connect::eid::Eid as _;
use data_encoding::HEXLOWER;
use domain::eid::{
    Breach, CallInitiator, Device, EidFault, NewOrder, PhoneOrder, Purpose, QrSeed, Risk, Seen,
    Started, Stretch, TlsFault,
};
use domain::personal_number::PersonalNumber;
use domain::random::Random;
use domain::time::{Span, Timestamp};
use hmac::{Hmac, KeyInit as _, Mac as _};

use crate::{NOW, NUMBER, order};

struct Counting(u8);

impl Random for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(29).wrapping_add(71);
            *byte = self.0;
        }
    }
}

/// A simulator, its clock, and the client that was given its files.
struct World {
    simulator: Simulator,
    client: Client,
    clock: Arc<AtomicI64>,
}

impl World {
    async fn new() -> Self {
        connect::install_tls();
        let keys = Arc::new(Keys::fresh("Exempelbolaget", NOW).unwrap());
        let clock = Arc::new(AtomicI64::new(NOW.unix_millis()));
        let hands = clock.clone();
        let tells = Arc::new(move || Timestamp::from_unix_millis(hands.load(Ordering::SeqCst)));
        let settings = Settings::new(keys, tells, Box::new(Counting(7)));
        let simulator = Simulator::start(settings).await.unwrap();
        let file = simulator.keys().caller().pkcs12("hemligt 7").unwrap();
        let identity = Identity::from_file(&file, Some(&Secret::new("hemligt 7".to_owned())));
        let client = client_as(&simulator, identity.unwrap());
        Self {
            simulator,
            client,
            clock,
        }
    }

    fn wait(&self, span: Span) {
        self.clock.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    async fn start(&self, order: &NewOrder) -> Started {
        self.client.start(order).await.expect("started")
    }

    async fn collect(&self, started: &Started) -> Result<Seen, EidFault> {
        self.client.collect(&started.reference).await
    }
}

fn client_as(simulator: &Simulator, identity: Identity) -> Client {
    let root = Root::from_pem(simulator.keys().root_pem().as_bytes()).unwrap();
    let base = simulator.base_url();
    let account = Account::new(&base, root, identity, Demands::default()).unwrap();
    Client::new(account, &[]).unwrap()
}

fn bo() -> Person {
    Person::new(PersonalNumber::from_digits(NUMBER).unwrap(), "Bo Lind")
}

fn on_another_device() -> NewOrder {
    NewOrder {
        device: Device::Other,
        ..order()
    }
}

/// The picture of a second, as the reference tells to draw it.
fn picture(seed: &QrSeed, second: u32) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(seed.secret.as_bytes()).unwrap();
    mac.update(second.to_string().as_bytes());
    let code = HEXLOWER.encode(&mac.finalize().into_bytes());
    format!("bankid.{}.{second}.{code}", seed.token)
}

fn pending(seen: &Result<Seen, EidFault>, word: &str) -> bool {
    matches!(seen, Ok(Seen::Pending(hint)) if hint.is(word))
}

fn failed(seen: &Result<Seen, EidFault>, word: &str) -> bool {
    matches!(seen, Ok(Seen::Failed(hint)) if hint.is(word))
}

#[tokio::test]
async fn a_person_identifies_on_this_device_and_the_evidence_holds() {
    let world = World::new().await;
    world.client.probe(NOW).await.unwrap();
    let started = world.start(&order()).await;
    assert!(pending(
        &world.collect(&started).await,
        "outstandingTransaction"
    ));
    world.simulator.open(&started.app_token).unwrap();
    world.simulator.sign(&started.app_token, bo()).unwrap();
    let Ok(Seen::Complete(who)) = world.collect(&started).await else {
        panic!("complete");
    };
    assert_eq!(who.personal_number.digits(), NUMBER);
    assert_eq!((&*who.given_name, &*who.surname), ("Bo", "Lind"));
    assert_eq!(who.device_ip.as_deref(), Some("192.0.2.7"));

    let roots = world.simulator.keys().signature_root_pem().await.unwrap();
    let roots = Roots::from_pem([roots.as_str()]).unwrap();
    let expected = Expected {
        visible_text: VisibleText::Is(&order().visible_text),
        personal_number: who.personal_number,
    };
    evidence::check(
        &who.evidence.signature,
        &who.evidence.ocsp,
        &expected,
        &roots,
    )
    .unwrap();

    let again = world.collect(&started).await.unwrap_err();
    assert!(
        matches!(again, EidFault::InvalidOrder(_)),
        "an outcome is told once: {again:?}"
    );
    assert!(!again.is_safe_to_retry());
}

#[tokio::test]
async fn a_person_reads_the_picture_with_another_device() {
    let world = World::new().await;
    let started = world.start(&on_another_device()).await;
    let seed = started.qr.as_ref().unwrap();
    world.wait(Span::seconds(7));
    let token = world.simulator.open_by_qr(&picture(seed, 7)).unwrap();
    assert_eq!(token, started.app_token);
    let other = PersonalNumber::from_digits("199107172380").unwrap();
    let refused = world.simulator.sign(&token, Person::new(other, "Eva Ek"));
    assert!(refused.is_err(), "only the known person may complete it");
    world.simulator.sign(&token, bo()).unwrap();
    assert!(matches!(
        world.collect(&started).await,
        Ok(Seen::Complete(_))
    ));
    // A picture of the past is none.
    let next = world.start(&on_another_device()).await;
    world.wait(Span::seconds(20));
    let old = picture(next.qr.as_ref().unwrap(), 1);
    assert_eq!(
        world.simulator.open_by_qr(&old),
        Err(AppRefusal::OldPicture)
    );
}

#[tokio::test]
async fn what_ends_an_order_is_told_by_its_hint() {
    let world = World::new().await;
    let cancelled = world.start(&order()).await;
    world.simulator.cancel(&cancelled.app_token).unwrap();
    assert!(failed(&world.collect(&cancelled).await, "userCancel"));

    let unscanned = world.start(&on_another_device()).await;
    world.wait(Span::seconds(31));
    assert!(failed(&world.collect(&unscanned).await, "startFailed"));

    let blocked = world.start(&order()).await;
    let hint = "transactionRiskBlocked";
    world.simulator.fail(&blocked.app_token, hint).unwrap();
    assert!(failed(&world.collect(&blocked).await, hint));

    world
        .simulator
        .script_next(Script::staying("somethingOfNextYear"));
    let strange = world.start(&order()).await;
    assert!(pending(
        &world.collect(&strange).await,
        "somethingOfNextYear"
    ));
    world.client.cancel(&strange.reference).await.unwrap();
    assert!(matches!(
        world.collect(&strange).await,
        Err(EidFault::InvalidOrder(_)) | Ok(Seen::Failed(_))
    ));
}

#[tokio::test]
async fn somebody_elses_outcome_and_a_high_risk_come_through_for_the_caller_to_refuse() {
    let world = World::new().await;
    let other = PersonalNumber::from_digits("199107172380").unwrap();
    let script = Script::signed_by(Person::new(other, "Eva Ek"))
        .with_risk("high")
        .with_device_ip("198.51.100.9");
    world.simulator.script_next(script);
    let started = world.start(&order()).await;
    let Ok(Seen::Complete(who)) = world.collect(&started).await else {
        panic!("complete");
    };
    assert_eq!(who.personal_number, other);
    assert_eq!(who.risk, Some(Risk::High));
    assert_eq!(who.device_ip.as_deref(), Some("198.51.100.9"));
}

#[tokio::test]
async fn a_caller_is_identified_on_the_telephone() {
    let world = World::new().await;
    let call = PhoneOrder {
        number: bo().number(),
        initiator: CallInitiator::User,
        visible_text: "Support hos X".to_owned(),
    };
    let reference = world.client.identify_caller(&call).await.unwrap();
    let token = world.simulator.orders()[0].auto_start_token.clone();
    world.simulator.open(&token).unwrap();
    world.simulator.answer_call(&token, true).unwrap();
    world.simulator.sign(&token, bo()).unwrap();
    let Ok(Seen::Complete(who)) = world.client.collect(&reference).await else {
        panic!("complete");
    };
    assert_eq!(who.personal_number, call.number);
}

#[tokio::test]
async fn a_text_is_signed() {
    let world = World::new().await;
    let to_sign = NewOrder {
        purpose: Purpose::Sign,
        visible_text: "Jag binder mitt BankID.\nTvåsteg".to_owned(),
        ..order()
    };
    let started = world.start(&to_sign).await;
    let shown = &world.simulator.orders()[0];
    assert!(shown.signs);
    assert_eq!(shown.visible_text, to_sign.visible_text);
    world.simulator.sign(&started.app_token, bo()).unwrap();
    assert!(matches!(
        world.collect(&started).await,
        Ok(Seen::Complete(_))
    ));
}

#[tokio::test]
async fn every_error_is_the_fault_it_means() {
    let world = World::new().await;
    for (error, fault) in [
        (ApiError::AlreadyInProgress, EidFault::AlreadyInProgress),
        (ApiError::Canceled, EidFault::Canceled),
        (ApiError::Unauthorized, EidFault::Refused { status: 401 }),
        (ApiError::NotFound, EidFault::Misdirected { status: 404 }),
        (
            ApiError::MethodNotAllowed,
            EidFault::Misdirected { status: 405 },
        ),
        (ApiError::RequestTimeout, EidFault::Trouble { status: 408 }),
        (
            ApiError::UnsupportedMediaType,
            EidFault::Misdirected { status: 415 },
        ),
        (
            ApiError::TooManyRequests { reset_after: 9 },
            EidFault::Busy {
                reset_after: Some(Span::seconds(9)),
            },
        ),
        (ApiError::InternalError, EidFault::Trouble { status: 500 }),
        (ApiError::Maintenance, EidFault::Maintenance),
    ] {
        world.simulator.plan(Call::Auth, Mishap::Error(error));
        assert_eq!(world.client.start(&order()).await.err(), Some(fault));
    }
    let invalid = ApiError::InvalidParameters("Invalid requirement");
    world.simulator.plan(Call::Auth, Mishap::Error(invalid));
    assert_eq!(
        world.client.start(&order()).await.err(),
        Some(EidFault::InvalidOrder("Invalid requirement".to_owned()))
    );
}

#[tokio::test]
async fn a_line_that_fails_around_an_answer_is_told_by_what_may_be_lost() {
    let world = World::new().await;
    for mishap in [Mishap::DropBefore, Mishap::DropAfter, Mishap::BreakOff] {
        let started = world.start(&order()).await;
        world.simulator.plan(Call::Collect, mishap);
        let fault = world.collect(&started).await.unwrap_err();
        assert!(matches!(
            fault,
            EidFault::Unreachable {
                stretch: Stretch::MaybeSent,
                ..
            }
        ));
        world.client.cancel(&started.reference).await.unwrap();
    }
    let started = world.start(&order()).await;
    world.simulator.plan(Call::Collect, Mishap::BrokenJson);
    assert!(matches!(
        world.collect(&started).await,
        Err(EidFault::Broken(Breach::Body(_)))
    ));
}

#[tokio::test]
async fn a_certificate_of_yesterday_is_told_as_expired() {
    let world = World::new().await;
    let day = Span::days(1);
    let keys = world.simulator.keys();
    let old = keys.caller_between(NOW - day - day, NOW - day).unwrap();
    let certificate = old.certificate_pem();
    let identity = Identity::from_pem(certificate.as_bytes(), old.key_pem().as_bytes(), None);
    let client = client_as(&world.simulator, identity.unwrap());
    assert!(client.standing().certificate_ends <= NOW);
    assert_eq!(
        client.probe(NOW).await,
        Err(EidFault::Tls(TlsFault::OursExpired))
    );
}
