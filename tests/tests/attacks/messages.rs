//! Codes by telephone under attack: pumping (A26), numbers that cost (A27), a number that is changed under its code (A28), and whoever has
//! no password.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use app::administer::{self, By, NewUser};
use app::sign_in::{self, Given};
use app::{App, Requester};
use domain::factor::FactorKind;
use domain::message::MessageState;
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use store::{DeliveryFilter, DeliveryState};
use tests::world::{PASSWORD, World, is_quick};
use tests::{Browser, Engine, Page, each_engine};
use text::Language;

use crate::people::{another, waiting_for_a_step};

/// The demo's numbers.
const BOS: &str = "+46701740605";

/// The whole delivery log of `demo`, newest first.
pub(crate) async fn log(world: &World) -> Vec<DeliveryState> {
    let demo = world.demo().await;
    let mut log: Vec<DeliveryState> = Vec::new();
    loop {
        let before = log.last().map(|row| row.id);
        let filter = move || DeliveryFilter {
            before,
            ..DeliveryFilter::default()
        };
        let page = world
            .read(move |tx| tx.deliveries_page(demo, &filter(), 500))
            .await;
        if page.is_empty() {
            return log;
        }
        log.extend(page);
    }
}

/// People whose passwords are known to a pump, in a few neighbourhoods of numbers.
async fn pumps(world: &World, count: u32) -> Vec<String> {
    let (demo, by) = (world.demo().await, By::operator(world.now()));
    let sms = FactorKind::named("sms".to_owned());
    let mut names = Vec::new();
    for which in 0..count {
        let username = format!("pump{which}");
        let new = NewUser {
            username: username.clone(),
            password: Some(PASSWORD.to_owned()),
            ..NewUser::default()
        };
        let user = administer::add_user(world.app(), demo, new, &by)
            .await
            .unwrap()
            .id;
        let number = format!("+467017{}0{:03}", which % 4, 100 + which);
        administer::bind_authenticator(world.app(), demo, user, &sms, &number, &by)
            .await
            .unwrap();
        names.push(username);
    }
    names
}

async fn signs_in(
    app: &Arc<App>,
    organisation: &Arc<Organisation>,
    username: &str,
    address: IpAddr,
    now: Timestamp,
) -> bool {
    let given = Given {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        device: None,
        return_to: None,
    };
    let requester = Requester {
        now,
        address,
        browser: "curl".to_owned(),
        language: Language::En,
        visit: domain::eid::Visit::default(),
    };
    let entered = sign_in::sign_in(app, organisation, given, &requester).await;
    let entry = entered.unwrap().expect("the password is right");
    assert!(entry.session.is_none());
    entry.delivery_failed
}

/// An address that is another one each time: of both families, some of them neighbours.
fn rotating(turn: u32) -> IpAddr {
    let [_, high, middle, low] = turn.to_be_bytes();
    if turn.is_multiple_of(2) {
        IpAddr::from([198, 18 + high % 2, middle, low])
    } else {
        let network = u16::from_be_bytes([high, middle]);
        IpAddr::from([
            0x2001,
            0xdb8,
            network,
            u16::from(low / 4),
            u16::from(low),
            0,
            0,
            1,
        ])
    }
}

/// The most messages of one key that were sent within one window of this length.
fn most_within<K: std::hash::Hash + Eq>(
    sent: &[DeliveryState],
    key: impl Fn(&DeliveryState) -> K,
    window: Span,
) -> usize {
    let mut times: HashMap<K, Vec<Timestamp>> = HashMap::new();
    for row in sent {
        times.entry(key(row)).or_default().push(row.created_at);
    }
    let mut most = 0;
    for mut times in times.into_values() {
        times.sort();
        for (from, first) in times.iter().enumerate() {
            let within = times[from..]
                .iter()
                .take_while(|at| at.since(*first) < window);
            most = most.max(within.count());
        }
    }
    most
}

/// A26: so many requests that each budget runs out, from addresses, accounts and numbers that rotate.
#[test]
fn a26_ten_thousand_requests_from_everywhere_never_exceed_the_budgets() {
    each_engine(async |world| {
        let requests = match (is_quick(), world.engine) {
            (true, _) => 500,
            (false, Engine::Sqlite) => 10_000,
            (false, Engine::Postgres) => 2_500,
        };
        let names = pumps(world, 40).await;
        let organisation = Arc::new(world.organisation("demo").await);
        let before = world.phones.kept().len();
        for turn in 0..requests {
            let username = &names[(turn as usize * 7) % names.len()];
            let now = world.now();
            let failed = signs_in(world.app(), &organisation, username, rotating(turn), now).await;
            assert!(!failed, "whoever is kept back is told nothing");
            world.wait(Span::millis(4000));
        }
        let accepted = world.phones.kept().len() - before;
        let log = log(world).await;
        // Letters to the administrators stand there too.
        let (sent, kept_back): (Vec<_>, Vec<_>) = log
            .into_iter()
            .filter(|row| row.country.is_some())
            .partition(|row| row.state != MessageState::Suppressed);
        assert_eq!(sent.len(), accepted, "what is told of as sent was sent");
        assert_eq!(sent.len() + kept_back.len(), requests as usize);
        assert!(accepted > 0 && kept_back.len() > accepted);
        // A window that begins with its first message: over the turn of two windows at most twice as many.
        let of_number = |row: &DeliveryState| row.user;
        assert!(most_within(&sent, of_number, Span::minutes(10)) <= 2 * 3);
        assert!(most_within(&sent, of_number, Span::hours(1)) <= 2 * 5);
        assert!(most_within(&sent, of_number, Span::hours(24)) <= 10);
        assert!(
            most_within(&sent, |_| (), Span::hours(24)) <= 1000,
            "the country's day"
        );
        // Nobody answers: each of the four neighbourhoods is closed long before its hour of 200 is spent.
        let hours = requests as usize * 4 / 3600 + 1;
        assert!(accepted <= 4 * hours * 90, "{accepted} in {hours} hours");
        let reasons: BTreeMap<_, _> = kept_back.iter().filter_map(|row| row.reason.clone()).fold(
            BTreeMap::new(),
            |mut counted, reason| {
                *counted.entry(reason).or_insert(0) += 1;
                counted
            },
        );
        assert!(
            !is_quick()
                || reasons.contains_key("account-hour")
                || reasons.contains_key("number-10m")
        );
        if !is_quick() {
            assert!(reasons.contains_key("prefix-blocked"), "{reasons:?}");
        }
    });
}

/// A26: a thousand at one moment.
#[test]
fn a26_many_at_one_moment_get_no_more_than_one_after_the_other() {
    each_engine(async |world| {
        let names = pumps(world, 8).await;
        let organisation = Arc::new(world.organisation("demo").await);
        let now = world.now();
        let mut asking = Vec::new();
        for turn in 0..160_u32 {
            let (app, organisation) = (Arc::clone(world.app()), Arc::clone(&organisation));
            let username = names[turn as usize % names.len()].clone();
            asking.push(tokio::spawn(async move {
                signs_in(&app, &organisation, &username, rotating(turn), now).await
            }));
        }
        for asked in asking {
            assert!(
                !asked.await.unwrap(),
                "whoever is kept back is told nothing"
            );
        }
        assert_eq!(
            world.phones.kept().len(),
            8 * 3,
            "three to each number in ten minutes"
        );
    });
}

/// An answer without what is drawn for it.
fn masked(page: &Page) -> String {
    let mut body = page.body.clone();
    let drawn = [page.csrf(), page.field("challenge")];
    for drawn in drawn.into_iter().flatten() {
        body = body.replace(&drawn, "DRAWN");
    }
    format!("{} {} {body}", page.status, page.name())
}

/// A26: the page after a message that was kept back is, byte for byte, the one after a message that was sent.
#[test]
fn a26_a_message_that_was_kept_back_and_one_that_was_sent_give_the_same_page() {
    each_engine(async |world| {
        let mut pages = Vec::new();
        for _ in 0..5 {
            let bo = waiting_for_a_step(world, "bo").await;
            pages.push(masked(bo.page()));
        }
        assert_eq!(world.messages_to(BOS).len(), 3);
        for page in &pages[1..] {
            assert_eq!(page, &pages[0]);
        }
        // And the page after *send again*.
        let mut sent = Vec::new();
        world.wait(Span::hours(2));
        for _ in 0..4 {
            let mut bo = waiting_for_a_step(world, "bo").await;
            world.wait(Span::seconds(34));
            let before = world.messages_to(BOS).len();
            bo.press("resend", &[]).await;
            let text = bo.is_at("answer").told();
            sent.push((world.messages_to(BOS).len() > before, text));
        }
        assert!(sent.iter().any(|(sent, _)| *sent) && sent.iter().any(|(sent, _)| !*sent));
        assert!(sent.iter().all(|(_, told)| *told == sent[0].1));
    });
}

/// A26: whoever has no password sends nothing, however often they ask for whatever there is to ask for.
#[test]
fn a26_nothing_is_sent_to_a_victim_before_their_password_was_right() {
    each_engine(async |world| {
        for turn in 0..40_u8 {
            let mut browser = world.browser().coming_from([198, 51, 100, turn]);
            browser.sign_in("bo", "not the password").await;
            browser.go("/o/demo/recover").await;
            browser.press("continue", &[("username", "bo")]).await;
            for path in [
                "/o/demo/login/resend",
                "/o/demo/login/choose",
                "/o/demo/login/enrol/resend",
            ] {
                let fields = [("challenge", "x"), ("factor", "sms"), ("number", BOS)];
                browser.post(path, &fields).await;
            }
            world.wait(Span::seconds(20));
        }
        assert_eq!(world.messages_to(BOS).len(), 0);
    });
}

/// A browser at the page that asks for a new number.
async fn asked_for_a_number(world: &World, username: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in(username, PASSWORD).await;
    browser.is_at("enrol-choose");
    browser.choose("sms").await;
    if browser.page().name() == "reauthenticate" {
        browser.press("continue", &[("password", PASSWORD)]).await;
    }
    let codes = browser.is_at("recovery-codes").recovery_codes();
    browser.answer(&codes[0]).await;
    browser.is_at("enrol");
    browser
}

/// A27: what costs, what is no telephone of a person, and what is no number at all.
#[test]
fn a27_numbers_that_cost_or_lie_abroad_get_a_sentence_and_no_code() {
    let typed = [
        "0900 123 45 67",
        "0939-123 45 67",
        "0944 12 34 56",
        "077-123 45 67",
        "074-123 45 67",
        "075-123 45 67",
        "010-123 45 67",
        "020-12 34 56",
        "0719-12 34 56 78",
        "08-465 004 00",
        "+46 (0)31 390 06 00",
        "+47 412 34 567",
        "+1 900 555 0100",
        "+881 6 1234 5678",
        "+44 70 1234 5678",
        "112",
        "070-17",
        "070-1740605070",
        "012345678901234567890123456789",
        "070-SKICKA",
        "tel:+46701740605;phone-context=evil",
        "+46701740605,+47 412 34 567",
        "+46701740605\r\n+4741234567",
        "＋４６７０１",
        "",
    ];
    each_engine(async |world| {
        let mut cilla = asked_for_a_number(world, "cilla").await;
        for number in typed {
            if cilla.page().name() != "enrol" {
                cilla = asked_for_a_number(world, "cilla").await;
            }
            let page = cilla.press("continue", &[("number", number)]).await;
            assert!(!page.alert().is_empty(), "{number:?}: {}", page.text());
            assert!(page.status.as_u16() < 500, "{number:?}");
        }
        assert_eq!(world.phones.kept().len(), 0);
        assert_eq!(
            log(world)
                .await
                .iter()
                .filter(|row| row.country.is_some())
                .count(),
            0
        );
    });
}

/// A28.
#[test]
fn a28_the_code_for_one_number_confirms_no_other() {
    each_engine(async |world| {
        let (own, victims) = ("+46701740650", "+46701740651");
        let mut cilla = asked_for_a_number(world, "cilla").await;
        cilla.press("continue", &[("number", own)]).await;
        let code = world.texted_code(own);
        // The number is changed while the code is out.
        cilla
            .press("continue", &[("number", victims), ("code", "")])
            .await;
        assert_eq!(world.messages_to(victims).len(), 1);
        cilla.answer(&code).await;
        assert!(!cilla.page().alert().is_empty());
        assert_eq!(world.authenticators("cilla").await.len(), 0);
        // Both in one request: the code counts for where it went, and nowhere else.
        let fields = [("number", own), ("code", code.as_str())];
        cilla.press("continue", &fields).await;
        let bound = world.authenticators("cilla").await;
        assert!(
            bound.is_empty(),
            "the code of the first number was replaced"
        );
        let right = world.texted_code(victims);
        let fields = [("number", own), ("code", right.as_str())];
        cilla.press("continue", &fields).await;
        let bound = world.authenticators("cilla").await;
        let sms = bound
            .iter()
            .find(|one| one.kind.as_str() == "sms")
            .expect("bound");
        assert!(sms.label.ends_with("51"), "{}", sms.label);
        let demo = world.demo().await;
        let other = world
            .read(move |tx| Ok(tx.channel_mark(demo, store::Channel::Phone, victims)))
            .await;
        assert_eq!(sms.channel.as_ref(), Some(&other));
    });
}

/// Two ways to one telephone are one thing that a thief has to take.
#[test]
fn r22_texts_and_calls_to_one_number_are_one_factor() {
    each_engine(async |world| {
        let (demo, bo) = (world.demo().await, world.user("bo").await.id);
        let voice = FactorKind::named("voice".to_owned());
        let by = By::operator(world.now());
        administer::bind_authenticator(world.app(), demo, bo, &voice, BOS, &by)
            .await
            .unwrap();
        let bound = world.authenticators("bo").await;
        assert_eq!(bound.len(), 2);
        assert!(bound[0].channel.is_some());
        assert_eq!(bound[0].channel, bound[1].channel);
        let mut browser = world.browser();
        browser.sign_in("bo", PASSWORD).await;
        browser.choose("sms").await;
        browser.answer(&another(&world.texted_code(BOS))).await;
        assert!(!browser.has_session());
        browser.answer(&world.texted_code(BOS)).await;
        assert!(browser.has_session());
        // What the text proved leaves the call nothing to prove.
        let unit = move |tx: &mut store::ReadTx| {
            let organisation = tx.organisation(demo)?;
            let user = tx.user(demo, bo)?;
            Ok((organisation, user))
        };
        let (organisation, user) = world.read(unit).await;
        let app = Arc::clone(world.app());
        let now = world.now();
        let left = world
            .read(move |tx| {
                let facts =
                    app::decision::Facts::read(tx, organisation.clone(), user.clone(), &app)
                        .expect("the facts");
                let text = facts
                    .profile(&FactorKind::named("sms".to_owned()))
                    .expect("known");
                let mark = facts.authenticators[0].channel.clone();
                let proof = domain::factor::Evidence::of(
                    text,
                    now,
                    domain::factor::DeviceProof::default(),
                    mark,
                );
                Ok(facts.answerable(&voice, &[proof]).len())
            })
            .await;
        assert_eq!(left, 0);
    });
}
