//! Who exists is told to nobody: a name that is borne, one that is not, one that is suspended and a machine's look alike (A22, A24), and
//! nothing of a person is shown before the password (A25).

use app::administer::{self, By};
use domain::time::Span;
use tests::Page;
use tests::each_engine;
use tests::world::{PASSWORD, World};

use crate::people::signed_in_by_mail;

/// An answer in which everything that is drawn or typed is masked.
fn masked(page: &Page, typed: &str) -> String {
    let mut body = page.body.clone();
    for secret in page.csrf().into_iter().chain(page.field("token")) {
        body = body.replace(&secret, "TAG");
    }
    let escaped = typed
        .replace('&', "&#38;")
        .replace('<', "&#60;")
        .replace('>', "&#62;")
        .replace('"', "&#34;");
    let body = body.replace(&format!("value=\"{escaped}\""), "value=\"TYPED\"");
    let mut headers = page.headers_shown();
    headers.retain(|header| !header.starts_with("content-length:"));
    let length_without_name = page.body.len()
        - escaped.len() * page.body.matches(&format!("value=\"{escaped}\"")).count();
    format!(
        "{}\n{headers:?}\n{length_without_name}\n{body}",
        page.status
    )
}

/// Names that are borne and names that are not.
async fn names(world: &World) -> Vec<String> {
    let (demo, bo) = (world.demo().await, world.user("bo").await.id);
    administer::suspend_user(world.app(), demo, bo, true, &By::operator(world.now()))
        .await
        .expect("done");
    [
        "agnes",
        "cilla",
        "oskar",
        "wilma",
        "bo",
        "robot",
        "nobody",
        "somebody else",
        "nobody@demo.example",
        "å",
        "<b>",
        "ＡＧＮＥＳ",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A22.
#[test]
fn a22_a_wrong_password_looks_the_same_for_whoever_it_is_typed() {
    each_engine(async |world| {
        let mut answers: Vec<(String, String)> = Vec::new();
        for name in names(world).await {
            let mut browser = world.browser();
            browser.sign_in(&name, "a wrong password").await;
            answers.push((name.clone(), masked(browser.page(), &name)));
            browser.go("/o/demo/login").await;
            answers.push((name.clone(), masked(browser.page(), "")));
        }
        for (at, (name, answer)) in answers.iter().enumerate() {
            assert_eq!(
                *answer,
                answers[at % 2].1,
                "{name} is answered otherwise than {}",
                answers[0].0
            );
        }
    });
}

/// A22: suspended people, machines and strangers with the right password.
#[test]
fn a22_a_right_password_of_somebody_who_may_not_sign_in_looks_wrong() {
    each_engine(async |world| {
        names(world).await;
        let mut answers = Vec::new();
        for name in ["bo", "robot", "nobody"] {
            let mut browser = world.browser();
            browser.sign_in(name, PASSWORD).await;
            assert!(!browser.has_session());
            answers.push(masked(browser.page(), name));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    });
}

/// A22: those who wait after too many tries are told so alike.
#[test]
fn a22_the_wait_after_many_tries_looks_the_same_for_everybody() {
    each_engine(async |world| {
        let mut answers = Vec::new();
        for name in ["agnes", "nobody", "bo"] {
            for _ in 0..10 {
                let mut browser = world.browser();
                browser.sign_in(name, "a wrong password").await;
            }
            let mut browser = world.browser();
            browser.sign_in(name, "a wrong password").await;
            assert_eq!(browser.page().status.as_u16(), 429);
            answers.push(masked(browser.page(), name));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    });
}

/// A24.
#[test]
fn a24_asking_for_a_new_password_looks_the_same_for_everybody_and_strangers_are_sent_nothing() {
    each_engine(async |world| {
        let mut answers: Vec<(String, String)> = Vec::new();
        for name in names(world).await {
            world.wait(Span::ZERO);
            let mut browser = world.browser().coming_from([
                198,
                51,
                100,
                u8::try_from(answers.len()).expect("a few"),
            ]);
            browser.go("/o/demo/recover").await;
            browser.press("continue", &[("username", &name)]).await;
            answers.push((name.clone(), masked(browser.page(), &name)));
        }
        for (name, answer) in &answers {
            assert_eq!(*answer, answers[0].1, "{name}");
        }
        let mut told: Vec<String> = world
            .outbox
            .kept()
            .into_iter()
            .map(|kept| kept.to)
            .collect();
        told.sort();
        told.dedup();
        assert_eq!(
            told,
            [
                "agnes@demo.example",
                "cilla@demo.example",
                "oskar@demo.example",
                "wilma@demo.example"
            ]
        );
    });
}

/// A24: a link that never was, one that was used, one that ran out and one of another organisation.
#[test]
fn a24_dead_links_look_alike() {
    each_engine(async |world| {
        let mut forgotten = world.browser();
        forgotten.go("/o/demo/recover").await;
        forgotten.press("continue", &[("username", "oskar")]).await;
        let spent = world.mailed_link("oskar");
        forgotten.go("/o/demo/recover").await;
        forgotten.press("continue", &[("username", "oskar")]).await;
        let old = world.mailed_link("oskar");
        assert_ne!(spent, old, "a new link spends the older one");
        world.wait(Span::minutes(31));
        let token = |link: &str| link.rsplit('/').next().expect("a token").to_owned();
        let made_up = [
            "x".repeat(89),
            "x".to_owned(),
            "..".to_owned(),
            "A".repeat(3000),
        ];
        let shouted = token(&old).to_uppercase();
        let mut first: Option<String> = None;
        for token in [token(&spent), token(&old), shouted]
            .into_iter()
            .chain(made_up)
        {
            let mut browser = world.browser();
            browser.fetch(&format!("/o/demo/recover/{token}")).await;
            let whole = masked(browser.page(), "");
            // The links of the language switch show the address itself.
            let own: Vec<&str> = whole
                .lines()
                .filter(|line| !line.contains("hreflang") && line.parse::<usize>().is_err())
                .collect();
            let answer = own.join("\n");
            assert_eq!(
                *first.get_or_insert_with(|| answer.clone()),
                answer,
                "{token:.100}"
            );
        }
    });
}

/// A25.
#[test]
fn a25_nothing_of_a_person_is_shown_before_the_password() {
    each_engine(async |world| {
        // A browser that knows her: a trusted device, a login that ran out, a session that was ended.
        let mut browser = signed_in_by_mail(world, "wilma").await;
        browser.press("trust", &[]).await;
        browser.press("sign-out", &[]).await;
        let mut forgotten = world.browser();
        forgotten.go("/o/demo/recover").await;
        forgotten.press("continue", &[("username", "wilma")]).await;
        let sent = forgotten.page().text();
        let pages = [
            "/login",
            "/o/demo/login",
            "/o/demo/login?username=wilma&return_to=/account",
            "/recover",
            "/o/demo/recover?username=wilma",
            "/o/demo/login/support",
            "/support",
            "/o/demo/login?way=other",
            "/o/demo/login/done?factor=email",
            "/account/ended",
            "/o/demo/recover/password",
        ];
        let mut texts = vec![sent];
        for address in pages {
            for mut who in [browser.clone(), world.browser()] {
                who.go(address).await;
                texts.push(who.page().body.clone());
            }
        }
        for (page, text) in texts.iter().enumerate() {
            for word in [
                "•",
                "@demo.example",
                "Wilma",
                "Sjö",
                "data-factor=\"email\"",
            ] {
                let support = text.replace("support@demo.example", "");
                assert!(!support.contains(word), "page {page} shows {word}");
            }
        }
    });
}
