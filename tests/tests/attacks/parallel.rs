//! One code, many hands: whatever is used once is used once, however many try at one moment, on one node or on two.

use std::sync::Arc;

use app::sign_in::{self, Answer};
use app::{App, Requester};
use domain::factor::FactorKind;
use domain::organisation::Organisation;
use domain::time::Span;
use domain::token::Token;
use factors::Form;
use store::NewAuthenticator;
use tests::request::Asking;
use tests::together::{at_once, sessions_in};
use tests::world::{PASSWORD, Plan, World, is_quick};
use tests::{Browser, each_engine};
use text::Language;
use tokio::sync::Barrier;

use crate::people::{cilla_with_app, waiting_for_a_step};

/// Answers at one moment.
const HANDS: usize = 64;

/// Logins that they are spread over: each with a challenge of its own, half of them before each node.
const LOGINS: usize = 4;

/// Rounds of each kind and engine through the use case: with those over HTTP a thousand in all.
fn rounds() -> usize {
    if is_quick() { 8 } else { 160 }
}

/// Rounds of each kind and engine over HTTP.
fn rounds_over_http() -> usize {
    if is_quick() { 2 } else { 7 }
}

/// Logins of `cilla` that wait for an answer of this kind.
async fn waiting(world: &World, kind: &str) -> Vec<Browser> {
    let mut browsers = Vec::new();
    for number in 0..LOGINS {
        let mut browser = world.browser().at_node(world, number % 2);
        browser.sign_in("cilla", PASSWORD).await;
        if browser.page().factor() != Some(kind) {
            browser.press("other-factor", &[]).await;
            browser.choose(kind).await;
        }
        assert_eq!(browser.is_at("answer").factor(), Some(kind));
        browsers.push(browser);
    }
    browsers
}

/// One pair of hands at the use case.
struct Hand {
    app: Arc<App>,
    organisation: Arc<Organisation>,
    login: Token,
    answer: Answer,
    requester: Requester,
}

async fn hand_of(world: &World, node: usize, browser: &Browser, code: &str) -> Hand {
    let challenge = browser
        .page()
        .field("challenge")
        .expect("a challenge")
        .parse()
        .expect("its id");
    Hand {
        app: Arc::clone(&world.node(node).app),
        organisation: Arc::new(world.organisation("demo").await),
        login: Token::parse(browser.cookie("_login").expect("a login's cookie")).expect("a token"),
        answer: Answer {
            challenge,
            form: Form::from_iter([("code", code)]),
        },
        requester: Requester {
            now: world.now(),
            address: browser.from,
            browser: "Firefox on Linux".to_owned(),
            language: Language::Sv,
            visit: domain::eid::Visit::default(),
        },
    }
}

/// Lets all hands answer at once through the use case and tells how many were let in.
async fn let_in(hands: Vec<Hand>) -> usize {
    let barrier = Arc::new(Barrier::new(hands.len()));
    let tasks: Vec<_> = hands
        .into_iter()
        .map(|hand| {
            let barrier = Arc::clone(&barrier);
            tokio::spawn(async move {
                let Hand {
                    app,
                    organisation,
                    login,
                    answer,
                    requester,
                } = hand;
                barrier.wait().await;
                let answered =
                    sign_in::answer(&app, &organisation, &login, answer, &requester).await;
                answered
                    .expect("no fault")
                    .is_ok_and(|advanced| advanced.session.is_some())
            })
        })
        .collect();
    let mut let_in = 0;
    for task in tasks {
        let_in += usize::from(task.await.expect("an answer"));
    }
    let_in
}

/// One round: 64 hands with one code, exactly one of which is let in.
async fn round(world: &World, browsers: &[Browser], username: &str, code: &str, over_http: bool) {
    let before = world.sessions(username).await;
    let entered = if over_http {
        let hands: Vec<Asking> = (0..HANDS)
            .map(|number| browsers[number % browsers.len()].answering(code))
            .collect();
        sessions_in(&at_once(hands).await)
    } else {
        let mut hands = Vec::new();
        for number in 0..HANDS {
            let browser = number % browsers.len();
            hands.push(hand_of(world, browser % 2, &browsers[browser], code).await);
        }
        let_in(hands).await
    };
    assert_eq!(entered, 1, "one code opens one session");
    assert_eq!(
        world.sessions(username).await,
        before + 1,
        "and the database has one more"
    );
}

/// A09.
#[test]
fn a09_one_code_answered_64_times_in_parallel_opens_one_session() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        world.start_node(&Plan::default());
        for number in 0..rounds() + rounds_over_http() {
            let browsers = waiting(world, "totp").await;
            round(
                world,
                &browsers,
                "cilla",
                &app.code(world.now()),
                number < rounds_over_http(),
            )
            .await;
            // The losers' wrong answers make everybody wait half a minute.
            world.next_code();
            world.next_code();
        }
    });
}

/// A11.
#[test]
fn a11_one_recovery_code_answered_64_times_in_parallel_is_spent_once() {
    each_engine(async |world| {
        let (_, _, codes) = cilla_with_app(world).await;
        world.start_node(&Plan::default());
        let set = world.authenticators("cilla").await;
        let set = set
            .into_iter()
            .find(|own| own.kind == FactorKind::named("recovery_codes"))
            .expect("a set");
        for number in 0..rounds() + rounds_over_http() {
            if number > 0 && number % codes.len() == 0 {
                restore(world, &set).await;
            }
            let browsers = waiting(world, "recovery_codes").await;
            let code = &codes[number % codes.len()];
            round(world, &browsers, "cilla", code, number < rounds_over_http()).await;
            world.next_code();
            world.next_code();
            let mut again = waiting(world, "recovery_codes").await.remove(0);
            let left = 9 - number % codes.len();
            assert!(
                left == 0 || again.page().text().contains(&left.to_string()),
                "{left} are left"
            );
            again.answer(code).await;
            assert!(
                !again.has_session() && !again.page().alert().is_empty(),
                "a spent code is refused"
            );
            world.wait(Span::minutes(2));
        }
    });
}

/// Puts a whole set of codes in the place of the spent one.
async fn restore(world: &World, set: &store::Authenticator) {
    let (organisation, user, now) = (
        world.demo().await,
        world.user("cilla").await.id,
        world.now(),
    );
    let set = set.clone();
    world
        .write(move |tx| {
            tx.remove_authenticators_of_kind(organisation, user, &set.kind)?;
            let new = NewAuthenticator {
                id: set.id,
                user,
                kind: &set.kind,
                label: &set.label,
                data: &set.data,
                data_format: set.data_format,
                identifier: None,
                channel: None,
                relying_party: None,
                on_one_device: false,
                consumed_through: set.consumed_through,
            };
            assert!(tx.insert_authenticator(organisation, &new, now)?);
            Ok(())
        })
        .await;
}

/// A09 for a mailed code: it belongs to one challenge.
#[test]
fn a09_one_mailed_code_answered_64_times_in_parallel_opens_one_session() {
    each_engine(async |world| {
        world.start_node(&Plan::default());
        for number in 0..rounds() + rounds_over_http() {
            let browser = waiting_for_a_step(world, "agnes").await;
            let elsewhere = browser.clone().at_node(world, 1);
            let code = world.mailed_code("agnes");
            round(
                world,
                &[browser, elsewhere],
                "agnes",
                &code,
                number < rounds_over_http(),
            )
            .await;
            // The losers' wrong answers make everybody wait; and a person is sent so many codes a day.
            world.wait(Span::minutes(20));
        }
    });
}
