//! When an eID is a way in by itself, and when it is not yet: whoever connects their number to another's account gets in by it no sooner
//! than its person was told, and to the account of whoever looks after others never.

use app::administer::{self, By};
use domain::factor::FactorKind;
use domain::time::Span;
use tests::eid::{BO, CILLA, EID, OSKAR, each_engine};
use tests::world::World;

use crate::play::{bo_signed_in, shows_who};

/// Whether the person with this number comes in by it alone.
async fn comes_in(world: &World, digits: &str) -> bool {
    let mut browser = world.browser();
    browser.go("/o/demo/login").await;
    shows_who(world, &mut browser, digits).await;
    // An eID that stands for the password alone leads to the second step that is still due.
    let known = browser.page().name() != "password";
    assert!(known || !browser.has_session());
    known
}

/// Whether the person with this number is let back in by it.
async fn comes_back(world: &World, digits: &str) -> bool {
    let mut browser = world.browser();
    browser.go("/o/demo/recover").await;
    shows_who(world, &mut browser, digits).await;
    browser.page().name() == "new-password"
}

/// Takes somebody's eID off and connects it anew, as an administrator can with any number: it was used by nobody.
async fn connect_anew(world: &World, username: &str, digits: &str) {
    let (demo, user) = (world.demo().await, world.user(username).await.id);
    let own = world.authenticators(username).await;
    for own in own.into_iter().filter(|own| own.kind.as_str() == EID) {
        world
            .write(move |tx| {
                tx.remove_authenticator(demo, user, own.id)?;
                tx.refresh_factor_set(demo, user).map(drop)
            })
            .await;
    }
    world.bind_number(username, digits).await;
    world.settle();
}

/// A20: of whoever looks after others an eID that somebody connected opens nothing, however long it has stood, until it was used beside the
/// password.
#[test]
fn a20_a_number_connected_to_whoever_looks_after_others_is_no_way_in() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        assert!(comes_in(world, BO).await, "he has used it");
        connect_anew(world, "bo", BO).await;
        assert!(!comes_in(world, BO).await);
        world.wait(Span::hours(25));
        world.settle();
        assert!(!comes_in(world, BO).await, "a day changes nothing");
        bo_signed_in(world).await;
        assert!(comes_in(world, BO).await, "it was his second step");
    });
}

/// A20: of everybody else it opens nothing for a day, unless the account is new and was nobody's. Whoever only has a password that they
/// brought from elsewhere has an account in use.
#[test]
fn a20_a_number_connected_to_an_account_in_use_is_no_way_in_for_a_day() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        world.bind_number("cilla", CILLA).await;
        assert!(world.user("cilla").await.last_login_at.is_none());
        assert!(!comes_in(world, CILLA).await);
        world.wait(Span::hours(25));
        world.settle();
        assert!(comes_in(world, CILLA).await);

        let (demo, by) = (world.demo().await, By::operator(world.now()));
        let new = administer::NewUser {
            username: "ny.person".to_owned(),
            name: "Ny Person".to_owned(),
            ..administer::NewUser::default()
        };
        administer::add_user(world.app(), demo, new, &by)
            .await
            .expect("added");
        world.bind_number("ny.person", OSKAR).await;
        world.settle();
        assert!(comes_in(world, OSKAR).await, "nobody's account so far");
    });
}

/// A68: a card that leaves the eID out is not gone round by what stands for the password, whether it demands a second step or not.
#[test]
fn a68_a_card_that_leaves_the_eid_out_closes_both_ways() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.bind_number("oskar", OSKAR).await;
        world.wait(Span::hours(25));
        world.settle();
        assert!(comes_in(world, OSKAR).await);
        assert!(comes_back(world, OSKAR).await);
        world
            .change_card("customer", |card| {
                assert!(!card.two_step);
                card.allowed_factors = Some([FactorKind::named("sms")].into_iter().collect());
            })
            .await;
        assert!(!comes_in(world, OSKAR).await);
        assert!(!comes_back(world, OSKAR).await);
    });
}

/// A68: what an eID opened for a new password is judged by the rules of the moment in which the password is set.
#[test]
fn a68_a_way_back_that_was_closed_sets_no_password() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        let mut browser = world.browser();
        browser.go("/o/demo/recover").await;
        shows_who(world, &mut browser, BO).await;
        browser.is_at("new-password");
        world.change_rules(|rules| rules.eid_recovery = false).await;
        let typed = [("new_password", "en helt ny lösenfras 2026")];
        browser.press("continue", &typed).await;
        assert_ne!(browser.page().name(), "done", "{}", browser.page().text());
        let mut old = world.browser();
        old.sign_in("bo", tests::world::PASSWORD).await;
        old.is_at("choose-factor");
    });
}
