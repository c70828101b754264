//! The ground gives way under a login: nobody is let in, nothing is half done, and it goes on by itself (A66).

use postgres::{Client, NoTls};
use store::testing::{Statement, query};
use tests::world::{PASSWORD, World};
use tests::{Browser, Engine, each_engine, on};

use crate::people::{another, cilla_with_app, waiting_for_a_step};

static FULL: Statement = Statement::new("full", "PRAGMA max_page_count = 1");
static ROOM: Statement = Statement::new("room", "PRAGMA max_page_count = 1073741823");

/// Breaks the database under the store, or makes it whole.
fn broken(world: &World, broken: bool) {
    match world.database.url() {
        None => {
            let folder = world.database.folder().expect("a folder");
            let (here, away) = (folder.join("tvasteg.db"), folder.join("elsewhere"));
            let (from, to) = if broken { (here, away) } else { (away, here) };
            std::fs::rename(from, to).expect("moved");
        }
        Some(url) => {
            let (server, name) = url
                .rsplit_once('/')
                .map(|(server, name)| (format!("{server}/postgres"), name.to_owned()))
                .expect("a name");
            let done = std::thread::spawn(move || {
                let mut client = Client::connect(&server, NoTls).expect("the test server answers");
                client
                    .batch_execute(&format!(
                        "ALTER DATABASE {name} ALLOW_CONNECTIONS {}",
                        !broken
                    ))
                    .expect("allowed");
                if broken {
                    client.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", &[&name]).expect("ended");
                }
            });
            done.join().expect("done");
        }
    }
}

/// Tries until the store has found its way back: it connects anew with its next units.
async fn back(browser: &mut Browser, code: &str) {
    for _ in 0..50 {
        let page = browser.answering(code).send().await;
        let status = page.status.as_u16();
        if status != 503 {
            browser.take(page);
            return;
        }
    }
    panic!("the database is back, and the server does not find it");
}

/// A66 at the second step.
#[test]
fn a66_a_right_answer_into_a_broken_database_opens_nothing_and_is_good_afterwards() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let mut browser = waiting_for_a_step(world, "cilla").await.that_may_fail();
        let before = world.sessions("cilla").await;
        let code = app.code(world.now());
        let waiting = browser.clone();
        broken(world, true);
        for _ in 0..3 {
            browser.send(waiting.answering(&code)).await;
            assert_eq!(
                browser.page().status.as_u16(),
                503,
                "{}",
                browser.page().text()
            );
            assert!(browser.page().header("retry-after").is_some());
            assert!(!browser.has_session());
        }
        // A wrong one is answered alike: a fault is no oracle.
        let right = browser.page().text();
        browser
            .send(waiting.answering(&app.wrong_code(world.now())))
            .await;
        assert_eq!(browser.page().status.as_u16(), 503);
        assert_eq!(
            without_number(&browser.page().text()),
            without_number(&right)
        );
        broken(world, false);
        let mut browser = waiting;
        back(&mut browser, &code).await;
        assert!(
            browser.has_session(),
            "the code was not used up by the fault"
        );
        assert_eq!(world.sessions("cilla").await, before + 1);
        assert_eq!(world.failures("cilla", "totp").await, 0);
    });
}

/// The number under which a fault is logged is another each time.
fn without_number(text: &str) -> String {
    text.split_whitespace()
        .filter(|word| !(word.len() == 8 && word.chars().all(|sign| sign.is_ascii_hexdigit())))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A66 at the password.
#[test]
fn a66_a_password_typed_into_a_broken_database_begins_nothing() {
    each_engine(async |world| {
        let mut browser = world.browser().that_may_fail();
        browser.go("/o/demo/login").await;
        let form = browser.pressing("continue", &[("username", "agnes"), ("password", PASSWORD)]);
        let cookies = browser.cookies.clone();
        broken(world, true);
        for asking in [form.clone(), form.clone()] {
            browser.send(asking).await;
            assert_eq!(browser.page().status.as_u16(), 503);
            assert_eq!(browser.cookies, cookies, "no cookie is given for it");
        }
        assert!(world.mail_to("agnes").is_empty());
        broken(world, false);
        for _ in 0..50 {
            browser.send(form.clone()).await;
            if browser.page().status.as_u16() == 303 {
                break;
            }
        }
        browser.go("/o/demo/login").await;
        browser.is_at("answer");
        browser.answer(&world.mailed_code("agnes")).await;
        browser.is_at("account");
    });
}

/// A66: a disk that is full, met in the middle of a login.
#[test]
fn a66_a_full_disk_lets_nobody_in_and_loses_no_count() {
    on(Engine::Sqlite, async |world| {
        let mut browser = waiting_for_a_step(world, "agnes").await.that_may_fail();
        let code = world.mailed_code("agnes");
        browser.answer(&another(&code)).await;
        assert_eq!(world.failures("agnes", "email").await, 1);
        let page = browser.clone();
        // What still has room is done; the first that has none is a 503, and nothing of it stays. The store opens the file anew after that.
        let mut full = 0;
        for number in 0..2000_u16 {
            world
                .store()
                .write(|tx| query(tx, &FULL, &[]))
                .await
                .expect("a limit");
            let before = world.failures("agnes", "email").await;
            let mut stranger = world.browser().that_may_fail().coming_from([
                198,
                51,
                u8::try_from(number / 250).expect("below 9"),
                u8::try_from(number % 250).expect("below 250"),
            ]);
            stranger.sign_in("stina", PASSWORD).await;
            if stranger.page().status.as_u16() == 503 {
                full += 1;
                assert!(!stranger.has_session());
                assert_eq!(world.failures("agnes", "email").await, before);
                if full == 3 {
                    break;
                }
            }
            if number % 15 == 14 {
                world.wait(domain::time::Span::minutes(11));
            }
        }
        assert_eq!(full, 3, "the disk was full");
        world
            .store()
            .write(|tx| query(tx, &ROOM, &[]))
            .await
            .expect("room");
        drop(page);
        let mut again = waiting_for_a_step(world, "agnes").await;
        again.answer(&world.mailed_code("agnes")).await;
        again.is_at("account");
    });
}
