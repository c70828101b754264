//! Two organisations on one installation, and two people in one: nobody reaches what is another's by its id, its link or its cookie.

use app::administer::{self, By};
use axum::http::Method;
use data_encoding::BASE64URL_NOPAD;
use domain::id::OrganisationId;
use domain::time::Span;
use tests::Browser;
use tests::each_engine;
use tests::world::{BASE_URL, PASSWORD, World};

use crate::people::{signed_in_by_mail, waiting_for_a_step};

/// The neighbour's owner, signed in.
async fn neighbour(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.sign_in_at("grannen", "agnes", PASSWORD).await;
    browser.is_at("answer");
    browser.answer(&world.mailed_code("agnes")).await;
    browser.is_at("account");
    browser
}

/// What somebody has, by its ids: authenticators, sessions, devices; and what their organisation has.
struct Belongings {
    gateways: Vec<String>,
    roles: Vec<String>,
    people: Vec<String>,
    events: Vec<String>,
    organisations: Vec<String>,
    authenticators: Vec<String>,
    sessions: Vec<String>,
    devices: Vec<String>,
}

async fn belongings(
    world: &World,
    organisation: OrganisationId,
    username: &'static str,
) -> Belongings {
    world
        .read(move |tx| {
            let user = tx
                .find_account_by_username(organisation, username)?
                .expect("somebody")
                .user
                .id;
            let ids = Belongings {
                gateways: tx
                    .gateways_of(organisation)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                authenticators: tx
                    .authenticators_of_user(organisation, user)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                sessions: tx
                    .sessions_of_user(organisation, user)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                devices: tx
                    .trusted_devices_of_user(organisation, user)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                roles: tx
                    .roles(organisation)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                people: vec![user.to_string()],
                events: tx
                    .events(organisation, None, 3)?
                    .iter()
                    .map(|own| own.id.to_string())
                    .collect(),
                organisations: vec![organisation.to_string()],
            };
            Ok(ids)
        })
        .await
}

impl Belongings {
    fn count(&self) -> usize {
        self.authenticators.len() + self.sessions.len() + self.devices.len()
    }

    /// Every address that names one of these.
    fn addresses(&self) -> Vec<(Method, String)> {
        let mut addresses = Vec::new();
        for route in web::router::table()
            .iter()
            // What machines reach is tried by the swap test of the API.
            .filter(|route| route.reach != web::router::Reach::Api)
            .filter(|route| route.path.contains("{id}"))
        {
            let ids = match route.path {
                path if path.contains("/authenticators/") => &self.authenticators,
                path if path.contains("/sessions/") => &self.sessions,
                path if path.contains("/devices/") => &self.devices,
                path if path.contains("/gateways/") => &self.gateways,
                path if path.starts_with("/admin/roles/") => &self.roles,
                path if path.starts_with("/admin/users/") => &self.people,
                path if path.starts_with("/admin/audit/") => &self.events,
                path if path.starts_with("/operator/") => &self.organisations,
                // None of these is there: the id is one of another kind of thing.
                path if path.starts_with("/admin/") => &self.people,
                path => panic!("whose ids does {path} take?"),
            };
            addresses.extend(
                ids.iter()
                    .map(|id| (route.method.clone(), route.path.replace("{id}", id))),
            );
        }
        addresses
    }
}

/// A54: every address with an id, with the id of somebody else's.
#[test]
fn a54_what_is_another_persons_is_not_there() {
    each_engine(async |world| {
        let mut wilma = signed_in_by_mail(world, "wilma").await;
        wilma.press("trust", &[]).await;
        let _neighbour = neighbour(world).await;
        let (demo, grannen) = (world.demo().await, world.organisation("grannen").await.id);
        let mut thief = signed_in_by_mail(world, "stina").await;
        for (organisation, victim) in [(demo, "wilma"), (grannen, "agnes")] {
            let theirs = belongings(world, organisation, victim).await;
            assert!(theirs.authenticators.len() + theirs.sessions.len() >= 2);
            for (method, address) in theirs.addresses() {
                thief.go("/account/security").await;
                if method == Method::GET {
                    thief.fetch(&address).await;
                } else {
                    thief.post(&address, &[("label", "mine now")]).await;
                }
                let status = thief.page().status.as_u16();
                let shown = thief.page().text();
                assert!(
                    matches!(status, 303 | 404 | 422),
                    "{method} {address} → {status}"
                );
                assert!(
                    !shown.contains("Wilma") && !shown.contains("Granne"),
                    "{address}"
                );
                // The same as for an id that nobody has.
                let nobodys = "0199b800-0000-7000-8000-000000000000";
                let unknown = address
                    .rsplit('/')
                    .nth(1)
                    .map_or_else(String::new, |id| address.replace(id, nobodys));
                thief.go("/account/security").await;
                if method == Method::GET {
                    thief.fetch(&unknown).await;
                } else {
                    thief.post(&unknown, &[("label", "mine now")]).await;
                }
                assert_eq!(thief.page().status.as_u16(), status, "{unknown}");
            }
            assert_eq!(
                belongings(world, organisation, victim).await.count(),
                theirs.count()
            );
        }
        wilma.go("/account/security").await;
        wilma.is_at("security");
    });
}

/// A54: a cookie whose organisation was rewritten.
#[test]
fn a54_a_cookie_aimed_at_another_organisation_opens_nothing() {
    each_engine(async |world| {
        let grannen = BASE64URL_NOPAD.encode(world.organisation("grannen").await.id.as_bytes());
        let session = signed_in_by_mail(world, "agnes").await;
        let waiting = waiting_for_a_step(world, "wilma").await;
        for (browser, ending) in [(&session, "_session"), (&waiting, "_login")] {
            let own = browser.cookie(ending).expect("a cookie");
            let (_, rest) = own.split_once('.').expect("an organisation");
            let mut thief = world.browser();
            thief.plant(ending, &format!("{grannen}.{rest}"));
            for address in [
                "/account",
                "/account/security",
                "/o/grannen/login",
                "/login",
            ] {
                thief.go(address).await;
                thief.is_at("password");
            }
        }
    });
}

/// A54: a login under way shows at the addresses of its own organisation alone.
#[test]
fn a54_a_login_is_taken_on_by_its_own_organisation_alone() {
    each_engine(async |world| {
        let waiting = waiting_for_a_step(world, "stina").await;
        let code = world.mailed_code("stina");
        let grannen = world.organisation("grannen").await.id;
        let before = world
            .read(move |tx| tx.events(grannen, None, 1000))
            .await
            .len();
        let challenge = waiting.page().field("challenge").expect("a challenge");
        let mut elsewhere = waiting.clone();
        elsewhere.go("/o/grannen/login").await;
        elsewhere.is_at("password");
        for route in web::router::table() {
            if route.method == Method::POST
                && route.path.starts_with("/o/{org}/login")
                && route.path != "/o/{org}/login"
            {
                let mut tab = waiting.clone();
                let fields = [
                    ("challenge", challenge.as_str()),
                    ("code", code.as_str()),
                    ("choice", "email"),
                    ("trust", "yes"),
                ];
                tab.post(&route.path.replace("{org}", "grannen"), &fields)
                    .await;
                assert!(!tab.has_session(), "{}", route.path);
            }
        }
        let after = world
            .read(move |tx| tx.events(grannen, None, 1000))
            .await
            .len();
        assert_eq!(after, before, "the neighbour's log tells nothing of it");
        assert_eq!(world.failures("stina", "email").await, 0);
        let mut waiting = waiting;
        waiting.answer(&code).await;
        waiting.is_at("account");
    });
}

/// A54: a mailed link at another organisation's address.
#[test]
fn a54_a_link_leads_somewhere_in_its_own_organisation_alone() {
    each_engine(async |world| {
        let mut forgotten = world.browser();
        forgotten.go("/o/demo/recover").await;
        forgotten.press("continue", &[("username", "oskar")]).await;
        let link = world.mailed_link("oskar");
        let elsewhere = link.replace("/o/demo/", "/o/grannen/");
        let mut thief = world.browser();
        thief.go(&elsewhere).await;
        let dead = thief.page().text();
        assert!(!dead.contains("oskar"));
        thief.post(&elsewhere, &[]).await;
        assert!(thief.page().location().is_none());
        // It came to no harm.
        forgotten.go(&link).await;
        assert!(forgotten.page().offers("continue"));
        let by = By::operator(world.now());
        let (demo, cilla) = (world.demo().await, world.user("cilla").await.id);
        let pass = administer::issue_pass(world.app(), demo, cilla, Span::minutes(30), &by)
            .await
            .expect("a pass");
        let pass = pass
            .url
            .strip_prefix(BASE_URL)
            .expect("ours")
            .replace("/o/demo/", "/o/grannen/");
        thief.go(&pass).await;
        assert!(!thief.page().text().contains("cilla"));
    });
}

/// A54: the same username and mailbox in two organisations are two people, with two counts.
#[test]
fn a54_namesakes_share_no_password_count_or_lock() {
    each_engine(async |world| {
        for _ in 0..10 {
            let mut browser = world.browser();
            browser
                .sign_in_at("grannen", "agnes", "a wrong password")
                .await;
        }
        let mut there = world.browser();
        there.sign_in_at("grannen", "agnes", PASSWORD).await;
        assert_eq!(there.is_at("password").status.as_u16(), 429);
        let mut here = world.browser();
        here.sign_in("agnes", PASSWORD).await;
        here.is_at("answer");
        let grannen = world.organisation("grannen").await.id;
        let log = world.read(move |tx| tx.events(grannen, None, 1000)).await;
        assert!(
            !log.iter().any(|row| row.kind == "code-sent"),
            "what happens here is told there"
        );
    });
}
