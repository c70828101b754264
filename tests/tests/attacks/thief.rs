//! A thief with a copy of the database and without the key (A58), and whoever reads the log (A59).

use axum::http::Method;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use domain::time::Span;
use store::Keyring;
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};
use tests::{Browser, Engine, World as Installation, each_engine, logs};

use crate::people::{cilla_with_app, signed_in_by_mail, waiting_for_a_step};

/// Everything secret that a busy day leaves in browsers, apps, drawers and mailboxes.
struct Treasure {
    /// Secrets as text.
    texts: Vec<(&'static str, String)>,
    /// The same as bytes, where they have another form.
    bytes: Vec<(&'static str, Vec<u8>)>,
}

async fn a_busy_day(world: &World) -> (Treasure, Browser) {
    let (mut cilla, app, codes) = cilla_with_app(world).await;
    let key = world
        .always
        .told()
        .into_iter()
        .find(|told| told.len() == 32)
        .expect("the key that the page showed");
    let mut texts = vec![
        ("an app's key", key.clone()),
        ("a password", PASSWORD.to_owned()),
        ("a password", OSKARS_PASSWORD.to_owned()),
    ];
    texts.extend(codes.iter().map(|code| ("a recovery code", code.clone())));
    texts.extend(
        codes
            .iter()
            .map(|code| ("a recovery code", code.replace('-', ""))),
    );
    let mut wilma = signed_in_by_mail(world, "wilma").await;
    wilma.press("trust", &[]).await;
    let agnes = waiting_for_a_step(world, "agnes").await;
    texts.push((
        "a mailed code that is out",
        format!("\"{}\"", world.mailed_code("agnes")),
    ));
    let mut forgotten = world.browser();
    forgotten.go("/o/demo/recover").await;
    forgotten.press("continue", &[("username", "oskar")]).await;
    let link = world
        .mailed_link("oskar")
        .rsplit('/')
        .next()
        .expect("a token")
        .to_owned();
    // A number of ways to be wrong, each of which is logged.
    let mut wrong = waiting_for_a_step(world, "cilla").await;
    wrong.answer(&app.wrong_code(world.now())).await;
    wrong.answer("not a code at all").await;
    let mut typed = world.browser();
    typed
        .sign_in("hemligt-lösenord-i-fel-fält", "a wrong password")
        .await;
    texts.push((
        "what was typed into the wrong field",
        "hemligt-lösenord-i-fel-fält".to_owned(),
    ));
    cilla.go("/account/security").await;
    let mut bytes = Vec::new();
    for cookie in [
        cilla.cookie("_session"),
        wilma.cookie("_device_demo"),
        agnes.cookie("_login"),
        Some(link.as_str()),
    ] {
        let secret = cookie
            .expect("a token")
            .rsplit('.')
            .next()
            .expect("a secret")
            .to_owned();
        bytes.push((
            "a token's secret",
            BASE64URL_NOPAD
                .decode(secret.as_bytes())
                .expect("base64url"),
        ));
        texts.push(("a token's secret", secret));
    }
    bytes.push((
        "an app's key",
        data_encoding::BASE32_NOPAD
            .decode(key.as_bytes())
            .expect("base32"),
    ));
    (Treasure { texts, bytes }, cilla)
}

fn holds(heap: &[u8], needle: &[u8]) -> bool {
    heap.windows(needle.len()).any(|window| window == needle)
}

/// A58: what lies in a dump.
#[test]
fn a58_a_dump_holds_nothing_that_opens_anything() {
    each_engine(async |world| {
        let (treasure, _) = a_busy_day(world).await;
        let loot = world.database.loot();
        assert!(
            holds(&loot, b"cilla") && holds(&loot, b"totp"),
            "the dump is one"
        );
        for (what, secret) in &treasure.texts {
            assert!(
                !holds(&loot, secret.as_bytes()),
                "{what} lies in the database: {secret}"
            );
        }
        for (what, secret) in &treasure.bytes {
            assert!(!holds(&loot, secret), "{what} lies in the database");
            assert!(
                !holds(&loot, HEXLOWER.encode(secret).as_bytes()),
                "{what} lies in the database"
            );
        }
    });
}

/// A58: the thief starts our own program on the copy, with a key of their own.
#[test]
fn a58_a_copy_of_the_database_is_of_no_use_under_another_key() {
    each_engine(async |world| {
        let (_, cilla) = a_busy_day(world).await;
        let session = cilla.cookie("_session").expect("a session").to_owned();
        let keys =
            Keyring::parse("deadbeef ////////////////////////////////////////////").expect("a key");
        let store = world.database.open_under(std::sync::Arc::new(keys));
        assert!(
            store.ready().await.is_err(),
            "a store under another key is not ready"
        );
        let node = world.new_node(store.clone(), &tests::world::Plan::default());
        let thief = tests::Browser::in_front_of(&node, world);
        let mut thief = thief.that_may_fail();
        thief.plant("_session", &session);
        for address in ["/account", "/o/demo/login", "/account/security"] {
            let asking = thief.asking(Method::GET, address);
            let page = asking.send().await;
            assert!(page.status.as_u16() >= 500, "{address} → {}", page.status);
        }
        store.stop();
    });
}

/// A58: a row's sealed part, moved into another row.
#[test]
fn a58_a_sealed_secret_opens_in_its_own_row_alone() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        // The thief can write to the database too, and puts cilla's app in the place of Bo's.
        let stolen = raw(world, "SELECT data FROM authenticators WHERE kind = 'totp'").await;
        assert_eq!(stolen.len(), 1);
        raw(world, "UPDATE authenticators SET kind = 'totp', data = (SELECT data FROM authenticators WHERE kind = 'totp') WHERE user_id = (SELECT user_id FROM users WHERE username = 'bo')").await;
        world.settle();
        let mut bo = world.browser().that_may_fail();
        bo.sign_in("bo", PASSWORD).await;
        if bo.page().name() == "answer" {
            bo.answer(&app.code(world.now())).await;
        }
        assert!(!bo.has_session());
        assert_eq!(world.sessions("bo").await, 0);
    });
}

/// Runs a statement behind the store's back and gives how many rows or changes there were, as so many empty texts.
async fn raw(world: &Installation, sql: &'static str) -> Vec<()> {
    use store::testing::{Statement, execute, query};
    let statement: &'static Statement = Box::leak(Box::new(Statement::new("raw", sql)));
    if sql.starts_with("SELECT") {
        return world
            .read(move |tx| query(tx, statement, &[]))
            .await
            .into_iter()
            .map(drop)
            .collect();
    }
    let changed = world.write(move |tx| execute(tx, statement, &[])).await;
    vec![(); usize::try_from(changed).expect("a count")]
}

/// A59.
#[test]
fn a59_no_secret_is_logged_audited_or_shown() {
    logs::collect();
    each_engine(async |world| {
        let (treasure, mut cilla) = a_busy_day(world).await;
        // Faults are logged as well: the database goes, a request panics on nothing.
        let mut broken = waiting_for_a_step(world, "bo").await.that_may_fail();
        let code = world.texted_code("+46701740605");
        world.store().stop();
        broken.answer(&code).await;
        assert_eq!(broken.page().status.as_u16(), 503);
        cilla = cilla.that_may_fail();
        cilla.fetch("/account/security").await;
        assert_eq!(cilla.page().status.as_u16(), 503);
        world.crash(&tests::world::Plan::default());
        let logged = logs::collected();
        assert!(logged.contains("fault"), "the faults were logged");
        let rows = world.read(|tx| {
            let mut rows = Vec::new();
            for organisation in tx.organisations()? {
                rows.extend(tx.events(organisation.id, None, 5000)?);
            }
            Ok(rows)
        });
        let audited = rows
            .await
            .iter()
            .map(|row| format!("{:?} {:?} {:?}", row.kind, row.details, row.personal))
            .collect::<Vec<_>>()
            .join("\n");
        assert!(audited.contains("password-checked"));
        for (what, secret) in &treasure.texts {
            assert!(
                !logged.contains(secret.as_str()),
                "{what} was logged: {secret}"
            );
            assert!(
                !audited.contains(secret.as_str()),
                "{what} was audited: {secret}"
            );
        }
        for (what, secret) in &treasure.bytes {
            for form in [
                HEXLOWER.encode(secret),
                data_encoding::BASE64.encode(secret),
                format!("{secret:?}"),
            ] {
                assert!(
                    !logged.contains(&form) && !audited.contains(&form),
                    "{what} was told as {form}"
                );
            }
        }
        for kept in world.outbox.kept() {
            if let Some(code) = tests::world::code_in(&kept.text) {
                assert!(
                    !logged.contains(&code) || world.engine == Engine::Postgres && code.len() < 6,
                    "a mailed code was logged: {code}"
                );
            }
        }
        // Addresses in the log are masked, except in what says where a message went: nowhere.
        assert!(
            !audited.contains("agnes@demo.example"),
            "addresses are masked in the log"
        );
        world.wait(Span::ZERO);
    });
}
