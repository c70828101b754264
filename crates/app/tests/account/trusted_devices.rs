//! What ends the trust in a browser (A30), and forgetting one.

use app::account::{self, Passwords, remove, revoke_device, switch_off};
use domain::id::{TrustedDeviceId, UserId};
use domain::time::Span;
use domain::token::Token;
use store::Store;
use store::testing::each_engine;

use crate::world::{APP, Card, GUEST, MAIL, OFFICE, PASSWORD, World};

/// Somebody with two factors and a browser that skips the second step.
struct Trusting {
    world: World,
    user: UserId,
    device: Token,
}

async fn trusting(store: Store, card: &Card) -> Trusting {
    let world = World::with(store, 14).await;
    let user = world.person("wilma", card).await;
    world.enrol(user, &APP).await;
    world.enrol(user, &MAIL).await;
    let device = world.trust(user).await;
    let mut trusting = Trusting {
        world,
        user,
        device,
    };
    assert!(
        trusting.skips().await,
        "the browser is trusted to begin with"
    );
    trusting
}

impl Trusting {
    /// Whether a password in this browser is all that a login asks for. The cookie changes with every use.
    async fn skips(&mut self) -> bool {
        let entry = self
            .world
            .type_password("wilma", PASSWORD, Some(&self.device))
            .await
            .ok()
            .unwrap();
        if let Some(device) = entry.device {
            self.device = device;
        }
        assert!(entry.session.is_some() != entry.login.is_some());
        entry.session.is_some()
    }

    async fn fresh(&self) -> app::session_check::SignedIn {
        self.world.fresh(self.user, &[APP]).await
    }
}

#[test]
fn a30_after_a_changed_password_the_second_step_is_demanded() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        let who = wilma.fresh().await;
        let (app, requester) = (&wilma.world.app, wilma.world.requester());
        for (current, new) in [
            (PASSWORD, "sju gula gäss över sjön"),
            ("sju gula gäss över sjön", PASSWORD),
        ] {
            let typed = Passwords {
                current: current.to_owned(),
                new: new.to_owned(),
                repeated: None,
            };
            account::change_password(app, &who, typed, &requester)
                .await
                .unwrap()
                .unwrap();
        }
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_after_a_removed_factor_the_second_step_is_demanded() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        let third = wilma.world.enrol(wilma.user, &APP).await;
        let who = wilma.fresh().await;
        remove(&wilma.world.app, &who, third, &wilma.world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_two_step_that_was_switched_off_and_on_again_trusts_nobody() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &GUEST).await;
        let who = wilma.fresh().await;
        switch_off(&wilma.world.app, &who, &wilma.world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert!(wilma.skips().await, "nothing is demanded now");
        wilma.world.enrol(wilma.user, &APP).await;
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_a_revoked_device_is_a_stranger_and_so_is_what_stood_on_it() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        let device = TrustedDeviceId::from_bytes(wilma.device.id);
        let world = &wilma.world;
        let on_it = world
            .session_on(wilma.user, world.proofs(&[]), Some(device))
            .await;
        let beside = world.fresh(wilma.user, &[APP]).await;
        let here = world
            .session_token(wilma.user, world.proofs(&[]), Some(device))
            .await;
        let who = world.check(&here).await.unwrap();

        assert_eq!(
            revoke_device(&world.app, &who, device, &world.requester())
                .await
                .unwrap(),
            Ok(())
        );
        assert!(!world.stands(&on_it).await);
        assert!(world.stands(&beside).await);
        assert!(
            world.check(&here).await.is_some(),
            "whoever forgets a device stays signed in"
        );
        assert_eq!(
            world.newest(wilma.user).await,
            ("device-revoked".into(), "done".into())
        );
        let rows = world.log(wilma.user).await.len();
        assert_eq!(
            revoke_device(&world.app, &who, device, &world.requester())
                .await
                .unwrap(),
            Ok(())
        );
        assert_eq!(world.log(wilma.user).await.len(), rows, "twice is once");
        assert!(!wilma.skips().await);
    });
}

#[test]
fn nobody_revokes_anothers_device() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        let vera = wilma.world.person("vera", &GUEST).await;
        let who = wilma.world.fresh(vera, &[]).await;
        let device = TrustedDeviceId::from_bytes(wilma.device.id);
        assert_eq!(
            revoke_device(&wilma.world.app, &who, device, &wilma.world.requester())
                .await
                .unwrap(),
            Ok(())
        );
        assert!(wilma.world.log(vera).await.is_empty());
        assert!(wilma.skips().await);
    });
}

#[test]
fn a30_a_card_that_gives_no_days_trusts_nobody_from_the_next_login_on() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        wilma
            .world
            .change_card(wilma.user, |card| card.trusted_days = 0)
            .await;
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_a_card_that_gives_fewer_days_counts_from_when_the_browser_proved_itself() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        wilma.world.wait(Span::days(3));
        assert!(wilma.skips().await);
        wilma
            .world
            .change_card(wilma.user, |card| card.trusted_days = 3)
            .await;
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_when_the_days_are_over_the_second_step_is_demanded() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        wilma.world.wait(Span::seconds(14 * 86_400 - 1));
        assert!(
            wilma.skips().await,
            "a use does not make it longer, but it lasts to its end"
        );
        wilma.world.wait(Span::seconds(1));
        assert!(!wilma.skips().await);
    });
}

#[test]
fn a30_a_copied_cookie_ends_the_trust_for_both() {
    each_engine(async |store| {
        let mut wilma = trusting(store, &OFFICE).await;
        let copied = wilma.device.clone();
        assert!(wilma.skips().await);
        // Two requests that merely cross are no theft.
        wilma.world.wait(Span::seconds(11));
        let stolen = wilma
            .world
            .type_password("wilma", PASSWORD, Some(&copied))
            .await
            .ok()
            .unwrap();
        assert!(stolen.session.is_none());
        assert!(!wilma.skips().await);
        assert_eq!(wilma.world.devices(wilma.user).await, 0);
    });
}
