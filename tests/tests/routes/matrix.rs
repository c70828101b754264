//! The matrix itself.

use std::collections::BTreeMap;

use axum::http::Method;
use tests::together::sets_session;
use tests::world::{Plan, World, on_like};
use tests::{Browser, Engine, Page, each_engine};
use web::router::{Reach, Route};

use crate::states::{Stage, State};
use crate::table::{Gives, expected};

/// Everybody's names and mailboxes: nobody sees anybody else's.
const PEOPLE: [(&str, &str); 9] = [
    ("Agnes Åkerlund", "agnes@demo.example"),
    ("Agnes Granne", "agnes@grannen.example"),
    ("Bo Öberg", "bo@demo.example"),
    ("Cilla Ek", "cilla@demo.example"),
    ("Oskar Lind", "oskar@demo.example"),
    ("Wilma Sjö", "wilma@demo.example"),
    ("Stina Berg", "stina@demo.example"),
    ("Nina Ny", "nina@demo.example"),
    ("Greta Gränd", "greta@demo.example"),
];

fn address(path: &str) -> String {
    path.replace("{org}", "demo")
        .replace("{kind}", "totp")
        .replace("{id}", "0199b800-0000-7000-8000-000000000000")
        .replace("{token}", "no-such-link")
        .replace("{file}", "no-such-file.css")
        .replace("{language}", "sv")
        .replace("{key}", "prove-sv")
        .replace("{slug}", "grannen")
}

/// The routes with what each gives; both lists must name the same.
fn lines() -> Vec<(Route, Gives)> {
    let mut expected: BTreeMap<(String, String), Gives> = expected()
        .into_iter()
        .map(|(method, path, gives)| ((method, path), gives))
        .collect();
    let mut lines = Vec::new();
    // Operations of the API are tried by a test of their own, each because it is in their table (`tests/api/swap.rs`).
    let pages = web::router::table().into_iter();
    for route in pages.filter(|route| route.reach != Reach::Api) {
        let key = (route.method.to_string(), route.path.to_owned());
        let gives = expected.remove(&key).unwrap_or_else(|| {
            panic!(
                "{} {} has no line in the table of what routes give",
                key.0, key.1
            )
        });
        lines.push((route, gives));
    }
    assert!(
        expected.is_empty(),
        "lines without a route: {:?}",
        expected.keys()
    );
    lines
}

/// Each route says itself who may reach it, and the table says the same.
#[test]
fn every_route_has_a_line_and_reaches_whom_it_says() {
    for (route, gives) in lines() {
        let reach = match gives {
            Gives::Same(_) | Gives::Health | Gives::SameOrOn(_) | Gives::OpenForm => Reach::Anybody,
            Gives::Standing
            | Gives::EnrolmentFile
            | Gives::AfterEnrolment
            | Gives::NewPassword
            | Gives::LoginForm => Reach::Login,
            Gives::OwnPage | Gives::OwnForm => Reach::Session,
            Gives::AdminPage | Gives::AdminForm => Reach::Administration,
            Gives::OperatorPage | Gives::OperatorForm => Reach::Operator,
            Gives::Demo => Reach::Demo,
        };
        let open = [
            "/login/support",
            "/login/message",
            "/login/progress",
            "/login/answer",
            "/login/enrol/step",
            "/login/identify",
            "/login/identify/progress",
        ]
        .iter()
        .any(|path| route.path.ends_with(path));
        assert!(
            route.reach == reach || open && route.reach == Reach::Login,
            "{} {}",
            route.method,
            route.path
        );
    }
}

/// The request of this line: a form holds everything but what would be right.
async fn ask(browser: &mut Browser, route: &Route) -> Page {
    let address = address(route.path);
    if route.method == Method::GET {
        return browser.asking(Method::GET, &address).send().await;
    }
    if browser.page.is_none() {
        browser.go("/o/demo/login").await;
    }
    let csrf = browser.page().csrf().unwrap_or_default();
    let challenge = browser.page().field("challenge").unwrap_or_default();
    let fields = [
        ("csrf", csrf.as_str()),
        ("challenge", challenge.as_str()),
        ("username", "nobody"),
        ("password", "not the password"),
        ("new_password", "x"),
        ("code", "000000"),
        ("choice", "passkey"),
        ("label", ""),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    browser
        .asking(Method::POST, &address)
        .filled(&fields)
        .send()
        .await
}

fn leads_to_login(page: &Page) -> bool {
    let location = page.location().unwrap_or("");
    page.status.as_u16() == 303
        && (location.starts_with("/login") || location.starts_with("/o/demo/login"))
}

/// Nothing of anybody but whose login or session it is.
fn shows_nobody_else(page: &Page, state: State, what: &str) {
    for (name, mailbox) in PEOPLE {
        let own = !state.whose().is_empty() && name.starts_with(state.whose());
        assert!(own || !page.body.contains(name), "{what} shows {name}");
        // Next door's owner has the name and the mailbox of the one here, and sees her own.
        let namesake = state == State::SignedInNextDoor && mailbox.starts_with("agnes@");
        assert!(
            own || namesake || !page.body.contains(mailbox),
            "{what} shows {mailbox}"
        );
    }
}

/// After the right password asking support opens a case, also where the login was left or went through; before it, and without a login, the
/// page tells how to reach support and opens nothing.
fn asks_support_as_it_may(state: State, page: &Page) -> bool {
    if state.knows_the_password() {
        let to = page.location().unwrap_or("");
        page.status.as_u16() == 303 && to.ends_with("/login/support")
    } else {
        page.status.as_u16() == 422 && page.name() == "support" && !page.offers("continue")
    }
}

fn is_as_expected(gives: Gives, state: State, page: &Page, what: &str) {
    let status = page.status.as_u16();
    let told = || {
        format!(
            "{what} → {status} {:?} {} {}",
            page.location(),
            page.name(),
            page.text()
        )
    };
    let signed_in = state.is_signed_in();
    match gives {
        Gives::Same(expected) => assert_eq!(status, expected, "{}", told()),
        Gives::SameOrOn(expected) => assert!(
            status == expected || signed_in && status == 303,
            "{}",
            told()
        ),
        Gives::Health => assert!(matches!(status, 200 | 503), "{}", told()),
        Gives::Standing => {
            let expected = state.login_page();
            assert!(
                page.name() == expected && (status == 200) != expected.is_empty(),
                "{}",
                told()
            );
        }
        Gives::EnrolmentFile => {
            let has_codes = state == State::EnrolmentUnderWay;
            assert!(
                if has_codes {
                    status == 200
                } else {
                    leads_to_login(page)
                },
                "{}",
                told()
            );
        }
        Gives::AfterEnrolment => assert!(
            leads_to_login(page),
            "without a factor in the address: {}",
            told()
        ),
        Gives::NewPassword => {
            let far = state == State::LinkFollowed;
            assert!(
                status
                    == if far && !page.address.is_empty() && page.name() == "new-password" {
                        status
                    } else {
                        422
                    },
                "{}",
                told()
            );
            assert_eq!(page.name() == "new-password", far, "{}", told());
        }
        Gives::LoginForm => {
            // Putting an enrolment off is what grace is for.
            let puts_off = state == State::GraceOffered && page.address.ends_with("/login/later");
            assert_eq!(sets_session(page), puts_off, "{}", told());
            if page.address.ends_with("/login/support") {
                assert!(asks_support_as_it_may(state, page), "{}", told());
                return;
            }
            let shown = may_be_shown(state, page.name())
                && (page.status.is_client_error() || status == 200);
            assert!(shown || status == 303, "{}", told());
        }
        Gives::OpenForm => {
            assert!(!sets_session(page), "{}", told());
            assert!(status == 200 || page.status.is_client_error(), "{}", told());
        }
        Gives::OwnPage if signed_in => assert!(
            !leads_to_login_page(page, state) && status < 500,
            "{}",
            told()
        ),
        Gives::OwnForm if signed_in => assert!(status < 500, "{}", told()),
        // Next door's owner administers next door, under the same addresses.
        Gives::AdminPage | Gives::AdminForm if state == State::SignedInNextDoor => {
            assert!(status < 500, "{}", told());
        }
        Gives::AdminPage | Gives::AdminForm | Gives::OperatorPage | Gives::OperatorForm
            if signed_in =>
        {
            assert_eq!(status, 404, "{}", told());
            assert_eq!(page.name(), "fault", "{}", told());
        }
        Gives::OwnPage
        | Gives::OwnForm
        | Gives::AdminPage
        | Gives::AdminForm
        | Gives::OperatorPage
        | Gives::OperatorForm => {
            assert!(leads_to_login(page) && page.body.is_empty(), "{}", told());
        }
        Gives::Demo => assert_eq!(status, 404, "{}", told()),
    }
}

/// The pages that a form of the login may be answered with in this state.
fn may_be_shown(state: State, page: &str) -> bool {
    let by_the_way: &[&str] = match state {
        State::FactorPending => &["choose-factor"],
        State::EnrolmentRequired | State::EnrolmentUnderWay | State::GraceOffered => {
            &["enrol-choose", "reauthenticate", "enrol"]
        }
        _ => &[],
    };
    // The ways in and back for whoever has no login show nothing of anybody.
    let open = ["password", "recover"];
    page == state.login_page() || open.contains(&page) || by_the_way.contains(&page)
}

/// Sent to sign in, though a session stands. Being sent to prove oneself anew is another matter.
fn leads_to_login_page(page: &Page, state: State) -> bool {
    leads_to_login(page)
        && page
            .location()
            .is_some_and(|location| location.contains("return_to"))
        && state != State::ProofPending
}

async fn play(world: &World, scene: &Stage, state: State) {
    let shared = scene.browser(world, state).await;
    for (route, gives) in lines() {
        // A form may take a login on, or end it: each has a login of its own.
        let mut browser = match gives {
            Gives::LoginForm | Gives::OwnForm | Gives::AdminForm | Gives::OperatorForm => {
                scene.browser(world, state).await
            }
            _ => shared.clone(),
        };
        if matches!(
            gives,
            Gives::Standing
                | Gives::EnrolmentFile
                | Gives::NewPassword
                | Gives::OwnPage
                | Gives::AdminPage
                | Gives::OperatorPage
        ) {
            browser = scene.browser(world, state).await;
        }
        let page = ask(&mut browser, &route).await;
        let what = format!("{state:?}: {} {}", route.method, route.path);
        is_as_expected(gives, state, &page, &what);
        shows_nobody_else(&page, state, &what);
    }
}

macro_rules! in_state {
    ($($name:ident => $state:ident,)+) => {
        $(
            #[test]
            fn $name() {
                each_engine(async |world| {
                    let stage = Stage::set(world).await;
                    play(world, &stage, State::$state).await;
                });
            }
        )+

        #[test]
        fn every_state_is_played() {
            let played = [$(State::$state),+];
            for state in State::ALL {
                assert!(played.contains(&state), "{state:?}");
            }
        }
    };
}

in_state! {
    a01_without_a_cookie_every_route_gives_what_everybody_gets => NoCookie,
    a01_forged_cookies_are_no_cookies_on_any_route => Forged,
    a01_after_the_password_alone_no_route_gives_more_than_the_second_step => FactorPending,
    a03_while_an_enrolment_is_due_no_route_leads_around_it => EnrolmentRequired,
    a03_in_the_middle_of_an_enrolment_no_route_leads_around_it => EnrolmentUnderWay,
    a03_while_an_enrolment_is_offered_no_route_but_its_own_goes_on => GraceOffered,
    a01_a_pass_that_was_followed_opens_no_route => PassFollowed,
    a01_a_link_that_was_followed_opens_the_new_password_alone => LinkFollowed,
    a01_a_refused_login_opens_no_route => Refused,
    a01_an_expired_login_opens_no_route => Expired,
    a01_a_login_that_was_left_opens_no_route => Cancelled,
    a01_somebody_signed_in_reaches_their_own_while_trust_is_offered => TrustOffered,
    a01_somebody_signed_in_reaches_their_own_and_nobody_elses => SignedIn,
    a01_fresh_proof_that_is_asked_for_opens_nothing_by_itself => ProofPending,
    a54_somebody_signed_in_next_door_reaches_nothing_here => SignedInNextDoor,
    a01_a_session_that_ran_out_opens_no_route => SessionExpired,
    a01_a_session_that_was_signed_out_opens_no_route => SignedOut,
    a20_a_session_of_somebody_suspended_opens_no_route => Suspended,
}

/// The demo's addresses exist in the demo, and nowhere else (contract §6).
#[test]
fn the_demos_routes_exist_in_the_demo_alone() {
    let demo = Plan {
        demo: true,
        ..Plan::default()
    };
    on_like(Engine::Sqlite, &demo, async |world| {
        let browser = world.browser();
        for (route, _) in lines().iter().filter(|(_, gives)| *gives == Gives::Demo) {
            let page = browser
                .asking(route.method.clone(), route.path)
                .send()
                .await;
            assert_ne!(page.status.as_u16(), 404, "{}", route.path);
        }
        let page = browser
            .asking(Method::GET, "/demo/outbox.json")
            .send()
            .await;
        assert_eq!((page.status.as_u16(), page.body.as_str()), (200, "[]"));
    });
}

/// A02: doors for machines that do not exist yet answer nothing, whatever they are asked with.
#[test]
fn a02_no_machines_door_is_open() {
    each_engine(async |world| {
        let stage = Stage::set(world).await;
        for state in [State::NoCookie, State::FactorPending, State::SignedIn] {
            let browser = stage.browser(world, state).await;
            for path in [
                "/forward-auth/nginx",
                "/forward-auth/redirect",
                "/forward-auth/callback",
                "/o/demo/.well-known/openid-configuration",
                "/o/demo/authorize",
                "/o/demo/token",
                "/api/v1/verifications",
                "/metrics",
            ] {
                for method in [Method::GET, Method::POST] {
                    let page = browser
                        .asking(method, path)
                        .with("authorization", "Bearer x.y.z")
                        .send()
                        .await;
                    assert_eq!(page.status.as_u16(), 404, "{state:?} {path}");
                    shows_nobody_else(&page, State::NoCookie, path);
                }
            }
        }
    });
}
