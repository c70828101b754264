//! An answer belongs to one login, one person, one ceremony, one organisation, one browser and one moment: swapping any of them is refused
//! (R14, A05, A06, A54).

use domain::time::Span;
use factors::testing::SoftAuthenticator;
use serde_json::Value;
use tests::passkey::{PASSKEY, asked};
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD, World};
use tests::{Browser, each_engine};

fn challenge_of(browser: &Browser) -> String {
    browser.page().field("challenge").expect("a challenge")
}

/// Sends the page's form with this answer, aimed at another challenge.
async fn aim(browser: &mut Browser, challenge: &str, answer: &Value) {
    let typed = answer.to_string();
    let fields = [("challenge", challenge), ("credential", typed.as_str())];
    let asking = browser.pressing("continue", &fields);
    browser.send(asking).await;
}

/// What this key answers to other options than those of its own page.
fn answer(key: &mut SoftAuthenticator, options: &Value) -> Value {
    let mut options = options.clone();
    options["allowCredentials"] = serde_json::json!([]);
    key.get(&options, BASE_URL).expect("it holds a passkey")
}

/// Oskar and Cilla, with a key each.
async fn two(world: &World) -> (SoftAuthenticator, SoftAuthenticator) {
    let mut oskars = SoftAuthenticator::synced();
    let mut cillas = SoftAuthenticator::synced();
    world
        .with_passkey("oskar", OSKARS_PASSWORD, &mut oskars)
        .await;
    let mut cilla = world.browser();
    cilla.sign_in("cilla", PASSWORD).await;
    cilla.choose(PASSKEY).await;
    cilla.passes_codes(PASSWORD).await;
    cilla.uses(&mut cillas).await;
    cilla.is_at("done");
    (oskars, cillas)
}

async fn one(world: &World) -> SoftAuthenticator {
    let mut key = SoftAuthenticator::synced();
    world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
    key
}

/// A06: the passkey of one person in the challenge of another, and each with the other's challenge.
#[test]
fn a06_a_passkey_of_one_person_answers_no_challenge_of_another() {
    each_engine(async |world| {
        let (mut oskars, mut cillas) = two(world).await;
        let (of_oskar, of_cilla) = (world.sessions("oskar").await, world.sessions("cilla").await);
        let mut oskar = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let mut cilla = world.at_passkey("cilla", PASSWORD).await;
        let for_oskar = asked(oskar.page());
        let for_cilla = asked(cilla.page());
        let (at_oskar, at_cilla) = (challenge_of(&oskar), challenge_of(&cilla));
        // Hers in his question, his answer in her challenge, hers in hers through his browser.
        aim(&mut oskar, &at_oskar, &answer(&mut cillas, &for_oskar)).await;
        assert!(!oskar.has_session());
        oskar = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        aim(&mut cilla, &at_cilla, &answer(&mut oskars, &for_oskar)).await;
        assert!(!cilla.has_session());
        aim(&mut oskar, &at_cilla, &answer(&mut cillas, &for_cilla)).await;
        assert!(!oskar.has_session());
        assert_eq!(world.sessions("oskar").await, of_oskar);
        assert_eq!(world.sessions("cilla").await, of_cilla);
        // The handle of the other one on her own passkey.
        let mut cilla = world.at_passkey("cilla", PASSWORD).await;
        let mut lied = cilla.asks(&mut cillas);
        lied["response"]["userHandle"] =
            answer(&mut oskars, &for_oskar)["response"]["userHandle"].clone();
        cilla.sends(&lied).await;
        assert!(!cilla.has_session());
        cilla.uses(&mut cillas).await;
        cilla.is_at("account");
    });
}

/// A06: the answer of another login of the same person.
#[test]
fn a06_an_answer_opens_no_other_login() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let mut first = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let own = first.asks(&mut key);
        let challenge = challenge_of(&first);
        world.wait(Span::seconds(1));
        let mut second = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let at_second = challenge_of(&second);
        aim(&mut second, &at_second, &own).await;
        assert!(!second.has_session());
        second = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        aim(&mut second, &challenge, &own).await;
        assert!(!second.has_session());
        first.sends(&own).await;
        first.is_at("account");
        // Used: neither there nor anywhere again.
        second = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        second.sends(&own).await;
        assert!(!second.has_session());
    });
}

/// The three questions that a passkey answers, and the one by which it is made: none is answered by what answers another.
#[test]
fn a06_an_answer_of_one_ceremony_is_none_of_another() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let mut session = world.browser();
        session.signs_in_by(&mut key).await;
        world.wait(Span::minutes(12));
        let mut enrolling = session.clone();
        session.go("/account/security/password").await;
        if session.page().name() == "reauthenticate" {
            session
                .press("continue", &[("password", OSKARS_PASSWORD)])
                .await;
        }
        session.at_the_passkey().await;
        let step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let mut whole = world.browser();
        let begun = whole.begins().await;
        let questions = [
            ("confirm", asked(session.page())),
            ("prove", asked(step.page())),
            ("identify", begun.options().clone()),
        ];
        for (ceremony, question) in &questions {
            let own = answer(&mut key, question);
            let before = world.sessions("oskar").await;
            if *ceremony != "prove" {
                let mut step = step.clone();
                step.sends(&own).await;
                assert!(!step.has_session(), "{ceremony} as a second step");
            }
            if *ceremony != "identify" {
                let mut whole = whole.clone();
                let asking = begun.answering(&whole, &own);
                whole.send(asking).await;
                assert!(!whole.has_session(), "{ceremony} as a whole login");
            }
            if *ceremony != "confirm" {
                let mut session = session.clone();
                let cookie = session.cookie("_session").map(str::to_owned);
                session.sends(&own).await;
                let still = session.cookie("_session").map(str::to_owned);
                assert_eq!(still, cookie, "{ceremony} as fresh proof");
            }
            assert_eq!(world.sessions("oskar").await, before, "{ceremony}");
        }
        assert_eq!(world.told("oskar", "reauthenticated", "done").await, 0);
        // A question of use is answered by no new passkey, nor one of making by a use.
        enrolling.adds_a_passkey(OSKARS_PASSWORD).await;
        if enrolling.page().name() == "enrol" {
            let mut making = asked(enrolling.page());
            making["rpId"] = making["rp"]["id"].clone();
            let used = answer(&mut key, &making);
            enrolling.sends(&used).await;
            assert_eq!(world.passkeys("oskar").await.len(), 1);
        }
    });
}

/// A06: another browser with the form of the first, but not its cookie.
#[test]
fn a06_an_answer_is_taken_in_the_browser_that_asked_alone() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let before = world.sessions("oskar").await;
        let step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let stolen = step.sending(&step.asks(&mut key));
        let mut browser = world.browser();
        let begun = browser.begins().await;
        let own = key.get(begun.options(), BASE_URL).unwrap();
        let whole = begun.answering(&browser, &own);
        for stolen in [stolen, whole.clone()] {
            let mut thief = world.browser();
            thief.go("/o/demo/login").await;
            thief.send(stolen.clone().without("cookie")).await;
            assert!(!thief.has_session());
            // With a cookie of the thief's own, and one more under way in it.
            let mut thief = world.browser();
            thief.begins().await;
            let cookies = thief.asking(axum::http::Method::GET, "/").headers;
            let cookies = cookies.get("cookie").expect("cookies").to_str().unwrap();
            thief.send(stolen.with("cookie", cookies)).await;
            assert!(!thief.has_session());
        }
        assert_eq!(world.sessions("oskar").await, before);
        browser.send(whole).await;
        assert!(browser.has_session(), "it was good all the while");
    });
}

/// A05: the cookies change, and whoever knew them before waits for nothing.
#[test]
fn a05_a_whole_login_leaves_no_cookie_as_it_was() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let mut victim = world.browser();
        victim.go("/o/demo/login").await;
        // A session's cookie that somebody else planted.
        let planted = {
            let mut thief = world.browser();
            thief.signs_in_by(&mut key).await;
            thief.cookie("_session").expect("a session").to_owned()
        };
        victim.plant("_session", &planted);
        victim.go("/o/demo/login").await;
        victim.forget("_session");
        let begun = victim.begins().await;
        let mut thief = victim.clone();
        let identify = victim.cookie("_identify").expect("a cookie").to_owned();
        let own = key.get(begun.options(), BASE_URL).unwrap();
        let asking = begun.answering(&victim, &own);
        victim.send(asking).await;
        assert!(victim.has_session());
        assert_ne!(victim.cookie("_session"), Some(planted.as_str()));
        assert_ne!(victim.cookie("_identify"), Some(identify.as_str()));
        // Whoever kept a copy of the cookies has nothing of it.
        thief.go("/o/demo/login/identify").await;
        assert_eq!(thief.page().name(), "password");
        let asking = begun.answering(&thief, &own);
        thief.send(asking).await;
        assert!(!thief.has_session());
        thief.go("/account").await;
        assert!(!thief.has_session());
    });
}

/// A05: somebody plants the cookie of a question of their own. The victim's answer lets the victim in, and the one who waits nowhere.
#[test]
fn a05_a_planted_question_is_of_no_use_to_who_planted_it() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let mut thief = world.browser();
        let planted = thief.begins().await;
        let cookie = thief.cookie("_identify").expect("a cookie").to_owned();
        let mut victim = world.browser();
        victim.plant("_identify", &cookie);
        victim.signs_in_by(&mut key).await;
        victim.is_at("account");
        thief.go("/o/demo/login/identify").await;
        assert_eq!(thief.page().name(), "password");
        assert!(!thief.has_session());
        // By the button a question is never that of a planted cookie.
        let again = thief.begins().await;
        let cookie = thief.cookie("_identify").expect("a cookie").to_owned();
        let mut victim = world.browser();
        victim.plant("_identify", &cookie);
        victim.go("/o/demo/login").await;
        victim.choose(PASSKEY).await;
        let question = asked(victim.page());
        for theirs in [&planted, &again] {
            assert_ne!(question["challenge"], theirs.options()["challenge"]);
        }
        assert_ne!(victim.cookie("_identify"), Some(cookie.as_str()));
    });
}

/// A54: both organisations are at one host here, so that browsers offer the passkeys of one at the other. Nobody is known by them there.
#[test]
fn a54_a_passkey_of_one_organisation_opens_nothing_in_another() {
    each_engine(async |world| {
        let mut key = one(world).await;
        let mut there = world.browser();
        there.go("/o/grannen/login").await;
        let begun = there.begins_here().await;
        assert_eq!(begun.options()["rpId"], "id.example.test");
        let own = key.get(begun.options(), BASE_URL).unwrap();
        let asking = begun.answering(&there, &own);
        // The same answer at the other's address.
        let mut here = there.clone();
        here.go("/o/demo/login").await;
        let other = here.begins_here().await;
        let mut swapped = other.answering(&here, &own);
        here.send(swapped.clone()).await;
        assert!(!here.has_session());
        // Question, challenge and cookie of there, at an address of here.
        swapped = there
            .asking(axum::http::Method::POST, "/o/demo/login/identify")
            .with("content-type", "application/x-www-form-urlencoded")
            .saying(asking.body.clone());
        let mut both = there.clone();
        both.send(swapped).await;
        assert!(!both.has_session());
        there.send(asking).await;
        assert!(!there.has_session());
        there.is_at("password");
        // An account of the same device there is another, with a handle of its own.
        world
            .write(|tx| {
                let next = tx.find_organisation_by_slug("grannen")?.expect("next door");
                let agnes = tx.find_account_by_username(next.id, "agnes")?;
                assert!(agnes.is_some());
                Ok(())
            })
            .await;
    });
}
