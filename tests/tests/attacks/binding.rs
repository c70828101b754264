//! A code belongs to one person, one login, one browser, one channel and one purpose: swapping any of them is refused (R14).

use domain::time::Span;
use tests::Browser;
use tests::each_engine;
use tests::world::{PASSWORD, World};

use crate::people::{cilla_with_app, waiting_for_a_step};

/// The answer form of a page, aimed with another challenge.
async fn answer_for(browser: &mut Browser, challenge: &str, code: &str) {
    browser
        .press("continue", &[("challenge", challenge), ("code", code)])
        .await;
}

fn challenge_of(browser: &Browser) -> String {
    browser.page().field("challenge").expect("a challenge")
}

async fn nobody_entered(world: &World, people: &[&str]) {
    for person in people {
        assert_eq!(world.sessions(person).await, 0, "{person}");
    }
}

/// A06.
#[test]
fn a06_a_code_of_one_person_answers_no_challenge_of_another() {
    each_engine(async |world| {
        let mut agnes = waiting_for_a_step(world, "agnes").await;
        let of_agnes = world.mailed_code("agnes");
        let mut wilma = waiting_for_a_step(world, "wilma").await;
        let of_wilma = world.mailed_code("wilma");
        assert_ne!(of_agnes, of_wilma);
        let (for_agnes, for_wilma) = (challenge_of(&agnes), challenge_of(&wilma));
        // Each with the other's code, each with the other's challenge, each with both.
        agnes.answer(&of_wilma).await;
        wilma.answer(&of_agnes).await;
        answer_for(&mut agnes, &for_wilma, &of_wilma).await;
        answer_for(&mut wilma, &for_agnes, &of_agnes).await;
        answer_for(&mut agnes, &for_wilma, &of_agnes).await;
        nobody_entered(world, &["agnes", "wilma"]).await;
        assert!(!agnes.has_session() && !wilma.has_session());
        // The challenges came to no harm beyond the wrong guesses.
        agnes.go("/o/demo/login").await;
        agnes.answer(&of_agnes).await;
        agnes.is_at("account");
    });
}

/// A06: the challenge of another login of the same person.
#[test]
fn a06_a_code_answers_no_other_login_of_its_person() {
    each_engine(async |world| {
        let mut first = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let challenge = challenge_of(&first);
        world.wait(Span::seconds(1));
        let mut second = waiting_for_a_step(world, "agnes").await;
        second.answer(&code).await;
        answer_for(&mut second, &challenge, &code).await;
        assert!(!second.has_session());
        first.answer(&code).await;
        first.is_at("account");
    });
}

/// A06: another browser with the form of the first, but not its cookie.
#[test]
fn a06_a_code_answers_in_the_browser_that_asked_for_it_alone() {
    each_engine(async |world| {
        let browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let mut thief = world.browser();
        thief.go("/o/demo/login").await;
        let stolen = browser.answering(&code).without("cookie");
        let cookies = thief
            .asking(axum::http::Method::GET, "/")
            .headers
            .get("cookie")
            .cloned();
        thief.send(stolen.clone()).await;
        assert!(!thief.has_session());
        let own = cookies.expect("a cookie of its own");
        thief
            .send(stolen.with("cookie", own.to_str().expect("text")))
            .await;
        assert!(!thief.has_session());
        nobody_entered(world, &["agnes"]).await;
    });
}

/// A06: another organisation.
#[test]
fn a06_a_code_is_of_no_use_in_another_organisation() {
    each_engine(async |world| {
        let mut here = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let mut there = world.browser();
        there.sign_in_at("grannen", "agnes", PASSWORD).await;
        there.is_at("answer");
        let code_there = world.mailed_code("agnes");
        here.answer(&code_there).await;
        there.answer(&code).await;
        assert!(!here.has_session() && !there.has_session());
        // The login's cookie of one organisation at the other's addresses.
        let form = here.answering(&code);
        let elsewhere = axum::http::Method::POST;
        let mut swapped = here.asking(elsewhere, "/o/grannen/login/answer");
        swapped.body = form.body.clone();
        let swapped = swapped.with("content-type", "application/x-www-form-urlencoded");
        here.send(swapped).await;
        let outcome = here
            .cookie("_session")
            .map(|cookie| cookie.split('.').next().unwrap_or("").to_owned());
        let grannen = world.organisation("grannen").await.id;
        let own = data_encoding::BASE64URL_NOPAD.encode(grannen.as_bytes());
        assert_ne!(
            outcome.as_deref(),
            Some(own.as_str()),
            "no session of the other organisation"
        );
    });
}

/// A07: the code of an enrolment at a login, the code of a login at an enrolment, a link's token as a code.
#[test]
fn a07_a_code_of_one_purpose_answers_no_other() {
    each_engine(async |world| {
        let (mut session, _, _) = cilla_with_app(world).await;
        world.wait(Span::seconds(1));
        // cilla adds e-mail in her session: its code is out.
        session.go("/account/security/add/email").await;
        session.is_at("enrol");
        session
            .press("continue", &[("address", "cilla@demo.example")])
            .await;
        let of_enrolment = world.mailed_code("cilla");
        let draft = challenge_of(&session);
        let mut login = waiting_for_a_step(world, "cilla").await;
        login.answer(&of_enrolment).await;
        assert!(!login.has_session());
        answer_for(&mut login, &draft, &of_enrolment).await;
        assert!(!login.has_session());
        // Bound, and now a login's code at another enrolment.
        session.answer(&of_enrolment).await;
        session.is_at("done");
        world.next_code();
        let mut login = world.browser();
        login.sign_in("cilla", PASSWORD).await;
        if login.page().name() == "answer" {
            login.press("other-factor", &[]).await;
        }
        login.choose("email").await;
        let of_login = world.mailed_code("cilla");
        session.go("/account/security/add/email").await;
        session
            .press("continue", &[("address", "cilla.second@demo.example")])
            .await;
        let draft = challenge_of(&session);
        session.answer(&of_login).await;
        assert_eq!(
            session.page().name(),
            "enrol",
            "the code of a login binds nothing"
        );
        let asked = challenge_of(&login);
        session
            .press("continue", &[("challenge", &asked), ("code", &of_login)])
            .await;
        assert_ne!(session.page().name(), "done");
        assert_eq!(
            world
                .authenticators("cilla")
                .await
                .iter()
                .filter(|own| own.kind.as_str() == "email")
                .count(),
            1
        );
        let _ = draft;
        login.answer(&of_login).await;
        login.is_at("account");
    });
}

/// A28 for mailboxes: a code that is out is bound to the address it was sent to.
#[test]
fn a28_a_code_sent_to_one_address_confirms_no_other() {
    each_engine(async |world| {
        let (mut session, _, _) = cilla_with_app(world).await;
        session.go("/account/security/add/email").await;
        session
            .press("continue", &[("address", "cilla@demo.example")])
            .await;
        let own = world.mailed_code("cilla");
        // Another address in the same step: the code that is out belongs to the first.
        session
            .press(
                "continue",
                &[("address", "thief@elsewhere.example"), ("code", "")],
            )
            .await;
        session.answer(&own).await;
        assert_ne!(session.page().name(), "done", "{}", session.page().text());
        session
            .press(
                "continue",
                &[("address", "thief@elsewhere.example"), ("code", &own)],
            )
            .await;
        assert_ne!(session.page().name(), "done");
        let labels: Vec<String> = world
            .authenticators("cilla")
            .await
            .into_iter()
            .map(|own| own.label)
            .collect();
        assert!(
            !labels.iter().any(|label| label.contains("elsewhere")),
            "{labels:?}"
        );
        let theirs = world.mailed_code("thief@elsewhere.example");
        session.answer(&theirs).await;
        session.is_at("done");
        let added = world.authenticators("cilla").await;
        let added = added
            .iter()
            .find(|own| own.kind.as_str() == "email")
            .expect("bound");
        assert!(
            added.label.contains("elsewhere.example"),
            "what was confirmed is what was bound: {}",
            added.label
        );
    });
}
