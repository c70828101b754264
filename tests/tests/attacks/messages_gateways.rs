//! Gateways under attack and gateways that fail: hostile names on the way to a telephone (A52), addresses inside our own network (A60),
//! gateways that are slow, broken or silent (A65), and whoever guesses at the address for reports.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::administer::{self, By, OrganisationChange};
use axum::http::Method;
use connect::gateway::Reported;
use connect::gateway::fake::{Behaviour, Fake, Forgery};
use domain::id::GatewayId;
use domain::message::{MessageChannel, MessageState};
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use store::{NewGateway, Tx};
use tests::world::{BASE_URL, PASSWORD, World};
use tests::{Browser, each_engine};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::messages::log;
use crate::people::{cilla_with_app, waiting_for_a_step};

/// The number of bo.
const BOS: &str = "+46701740605";

/// Puts these accounts in the place of those that `demo` has.
pub(crate) async fn gateways(
    world: &World,
    accounts: Vec<(&'static str, String, BTreeMap<String, String>)>,
) -> Vec<GatewayId> {
    let (demo, now) = (world.demo().await, world.now());
    world
        .write(move |tx: &mut Tx| {
            for old in tx.gateways_of(demo)? {
                tx.remove_gateway(demo, old.id)?;
            }
            tx.save_setting(demo, "messages", r#"{"sender":"Demo"}"#)?;
            tx.bump_policy_epoch(demo)?;
            let mut ids = Vec::new();
            for (driver, name, settings) in &accounts {
                let id = GatewayId::draw(now, tx.random());
                let new = NewGateway {
                    id,
                    driver,
                    name,
                    channels: &[MessageChannel::Sms],
                    settings,
                    report_secret: &TokenSecret::draw(tx.random()),
                    active: true,
                };
                tx.insert_gateway(demo, &new, now)?;
                ids.push(id);
            }
            Ok(ids)
        })
        .await
}

/// An account at this fake.
pub(crate) fn account(fake: &Fake) -> (&'static str, String, BTreeMap<String, String>) {
    (fake.key(), fake.key().to_owned(), fake.settings().0)
}

/// A52: names that are chosen to be read by a telephone, a spreadsheet or a terminal.
#[test]
fn a52_a_hostile_name_leaves_the_text_its_code_and_its_last_line() {
    let names = [
        "Evil\r\n@evil.example #000000",
        "@evil.example #000000",
        "Bank\u{202e}gnitset",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "http://evil.example/",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "^{}\\[~]|€^{}\\[~]|€^{}\\[~]|€^{}\\[~]|€^{}\\[~]|€^{}\\[~]|€^{}\\[~]|€",
        "Ett namn som är så långt att det aldrig får plats i ett enda textmeddelande, hur man än vänder och vrider på saken och raderna",
    ];
    each_engine(async |world| {
        let (demo, by) = (world.demo().await, By::operator(world.now()));
        for name in names {
            let change = OrganisationChange {
                name: Some(name.to_owned()),
                ..OrganisationChange::default()
            };
            // One that no organisation may bear never comes so far.
            if administer::change_organisation(world.app(), demo, change, &by)
                .await
                .is_err()
            {
                continue;
            }
            world.wait(Span::hours(3));
            let bo = waiting_for_a_step(world, "bo").await;
            let text = world.messages_to(BOS).remove(0).text;
            let code = world.texted_code(BOS);
            let lines: Vec<&str> = text.lines().collect();
            let last = *lines.last().unwrap();
            assert_eq!(last, format!("@id.example.test #{code}"), "{text}");
            let bound = lines.iter().filter(|line| line.starts_with('@'));
            assert_eq!(bound.count(), 1, "{text}");
            let size = domain::sms::size(&text);
            assert_eq!(size.parts, 1, "{text}");
            assert_eq!(size.encoding, domain::sms::Encoding::Gsm7, "{text}");
            assert!(
                !text.contains('\r') && !text.contains('\u{202e}'),
                "{text:?}"
            );
            let mut bo = bo;
            bo.answer(&code).await;
            assert!(bo.has_session());
        }
    });
}

/// A52: what an administrator reads and takes home.
#[test]
fn a52_the_delivery_log_and_its_table_hold_no_code_no_number_and_no_formula() {
    each_engine(async |world| {
        let fake = Fake::start("46elks").await.unwrap();
        let (driver, _, settings) = account(&fake);
        let hostile = "=HYPERLINK(\"http://evil.example\")<script>";
        gateways(world, vec![(driver, hostile.to_owned(), settings)]).await;
        fake.plan([
            Behaviour::Answer(400, "=1+1 +46701740605 <b>".to_owned()),
            Behaviour::Accept,
        ]);
        let mut failed = world.browser();
        failed.sign_in("bo", PASSWORD).await;
        world.wait(Span::minutes(1));
        waiting_for_a_step(world, "bo").await;
        let sent = fake.accepted().pop().unwrap().text;
        let code: String = sent.chars().take(6).collect();
        let mut agnes = waiting_for_a_step(world, "agnes").await;
        agnes.answer(&world.mailed_code("agnes")).await;
        for path in ["/admin/deliveries", "/admin/deliveries.csv"] {
            let page = agnes.fetch(path).await;
            assert_eq!(page.status.as_u16(), 200, "{path}");
            for secret in [
                "46701740605",
                "701740605",
                "070-174 06 05",
                "@id.example.test #",
            ] {
                assert!(!page.body.contains(secret), "{path} holds {secret}");
            }
            let words = page.body.split(|sign: char| !sign.is_ascii_digit());
            assert!(
                !words.into_iter().any(|word| word == code),
                "{path} holds the code"
            );
            assert!(!page.body.contains("<script>") || !page.is_html(), "{path}");
            if path.contains(".csv") {
                let cells = page
                    .body
                    .lines()
                    .skip(1)
                    .flat_map(|line| line.split([',', ';']));
                for cell in cells {
                    let cell = cell.trim_start_matches('"');
                    assert!(!cell.starts_with(['=', '@', '\t']), "a formula: {cell}");
                }
                assert!(
                    page.body.contains("HYPERLINK"),
                    "the gateway's name is there, as a text"
                );
            }
        }
    });
}

/// Whoever listens where nobody may call: it counts who comes, and sends them on to `elsewhere`.
pub(crate) async fn listening(
    at: &str,
    elsewhere: Option<SocketAddr>,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(at).await.unwrap();
    let address = listener.local_addr().unwrap();
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer = elsewhere.map_or_else(
                || "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".to_owned(),
                |to| {
                    format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{to}/a1/sms\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                },
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (address, came)
}

/// A60: one that may be called sends us on to one that may not.
#[test]
fn a60_a_redirect_is_not_followed() {
    each_engine(async |world| {
        let (inside, came) = listening("127.0.0.1:0", None).await;
        let (gateway, asked) = listening("127.0.0.1:0", Some(inside)).await;
        let fake = Fake::start("46elks").await.unwrap();
        let (driver, name, mut settings) = account(&fake);
        settings.insert("endpoint".to_owned(), format!("http://{gateway}"));
        gateways(world, vec![(driver, name, settings)]).await;
        let mut bo = world.browser();
        bo.sign_in("bo", PASSWORD).await;
        assert!(!bo.has_session());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        assert_eq!(came.load(Ordering::Relaxed), 0);
    });
}

/// A65: whatever the gateways do, whoever needs none of them signs in, and whoever needs one is told clearly.
#[test]
fn a65_gateways_that_fail_in_every_way_hold_up_nobody_else_and_are_told_clearly() {
    let failing = [
        Behaviour::ServerFault(500),
        Behaviour::ServerFault(503),
        Behaviour::Malformed,
        Behaviour::Answer(200, "[]".to_owned()),
        Behaviour::Answer(200, "<html>".repeat(1000)),
        Behaviour::Answer(302, String::new()),
        Behaviour::CutShort,
        Behaviour::AcceptThenDrop,
        Behaviour::Reset,
        Behaviour::HalfOpen,
        Behaviour::Hang,
    ];
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let fakes = [
            Fake::start("46elks").await.unwrap(),
            Fake::start("twilio").await.unwrap(),
        ];
        for behaviour in &failing {
            for fake in &fakes {
                fake.clear();
                fake.always(behaviour.clone());
            }
            gateways(world, fakes.iter().map(account).collect()).await;
            world.wait(Span::hours(25));
            let mut bo = world.browser();
            bo.sign_in("bo", PASSWORD).await;
            assert!(!bo.has_session());
            let page = bo.page();
            let status = page.status.as_u16();
            assert!(matches!(status, 200 | 422), "{behaviour:?}: {status}");
            assert!(
                matches!(page.name(), "answer" | "choose"),
                "{behaviour:?}: {}",
                page.name()
            );
            assert!(
                page.text().contains("08-465 004 00"),
                "{behaviour:?}: whom to ask"
            );
            let asked: usize = fakes.iter().map(Fake::requests).sum();
            assert!(asked >= 1, "{behaviour:?}");
            // Cilla needs none of them: nobody is asked for her.
            let mut cilla = waiting_for_a_step(world, "cilla").await;
            cilla.answer(&app.code(world.now())).await;
            assert!(cilla.has_session(), "{behaviour:?}");
            assert_eq!(fakes.iter().map(Fake::requests).sum::<usize>(), asked);
            world.next_code();
        }
    });
}

async fn posts(world: &World, path: &str, body: &str) -> (u16, String) {
    let browser: Browser = world.browser();
    let asking = browser
        .asking(Method::POST, path)
        .with("content-type", "application/x-www-form-urlencoded")
        .saying(body);
    let page = asking.send().await;
    (page.status.as_u16(), page.body.clone())
}

/// Whoever guesses at the address for reports learns nothing and changes nothing.
#[test]
fn a65_a_guessed_address_for_reports_tells_nothing_apart_and_changes_nothing() {
    each_engine(async |world| {
        let fake = Fake::start("46elks").await.unwrap();
        let ids = gateways(world, vec![account(&fake)]).await;
        waiting_for_a_step(world, "bo").await;
        let message = fake.accepted().pop().unwrap();
        let (demo, id) = (world.demo().await, ids[0]);
        let row = world
            .read(move |tx| tx.find_gateway(demo, id))
            .await
            .unwrap();
        let token = row.report_token();
        let next_door = world.organisation("grannen").await.id;
        let mut random = factors::testing::Seeded::new(9);
        let body = format!("id={}&status=delivered", message.id);
        let guesses = [
            "x".to_owned(),
            "../../etc/passwd".replace('/', "%2f"),
            Token {
                secret: TokenSecret::draw(&mut random),
                ..token.clone()
            }
            .expose(),
            Token {
                id: [0; 16],
                ..token.clone()
            }
            .expose(),
            Token {
                organisation: next_door,
                ..token.clone()
            }
            .expose(),
            format!("{}A", token.expose()),
            token.expose().to_ascii_uppercase(),
        ];
        let before = log(world).await;
        let mut answers = Vec::new();
        for guess in guesses {
            answers.push(posts(world, &format!("/reports/{guess}"), &body).await);
        }
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        assert_eq!(answers[0].0, 404);
        assert_eq!(log(world).await, before);
        // The right address and nothing that can be read.
        let address = format!("/reports/{}", token.expose());
        for body in [
            "",
            "status=delivered",
            "id=nothing&status=delivered",
            "\0\u{1}",
            "id[]=1",
            &"a".repeat(60_000),
        ] {
            let (status, _) = posts(world, &address, body).await;
            assert!((200..500).contains(&status), "{status} to {body:.20}");
        }
        assert_eq!(log(world).await, before);
        // And the genuine one, which a browser with no cookie and no tag hands in.
        let forged = fake.forged_report(&message, Forgery::OtherSecret, world.now().unix_millis());
        let genuine = fake.genuine_report(&message, Reported::Delivered, world.now().unix_millis());
        for (report, expected) in [(forged, 404), (genuine, 204)] {
            let path = report.url.strip_prefix(BASE_URL).unwrap().to_owned();
            let (status, _) = posts(world, &path, &String::from_utf8(report.body).unwrap()).await;
            assert_eq!(status, expected);
        }
        assert_eq!(log(world).await[0].state, MessageState::Delivered);
    });
}
