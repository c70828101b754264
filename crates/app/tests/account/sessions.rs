//! Ending sessions, signing out, the language.

use app::account::{Revoked, revoke_other_sessions, revoke_session, set_language, sign_out};
use domain::id::SessionId;
use domain::refusal::Refusal;
use store::testing::each_engine;
use text::Language;

use crate::world::{APP, GUEST, OFFICE, PASSWORD, World};

#[test]
fn another_session_of_ones_own_is_ended_and_nobody_elses() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &GUEST).await,
            world.person("vera", &GUEST).await,
        );
        let far = world.session_token(anna, world.proofs(&[]), None).await;
        let here = world.session_token(anna, world.proofs(&[]), None).await;
        let veras = world.session_token(vera, world.proofs(&[]), None).await;
        let who = world.check(&here).await.unwrap();
        for (token, code) in [(&far, "session-revoked"), (&veras, "session-revoked")] {
            let session = SessionId::from_bytes(token.id);
            let revoked = revoke_session(&world.app, &who, session, &world.requester())
                .await
                .unwrap();
            assert_eq!(revoked, Ok(Revoked::Other));
            assert_eq!(world.newest(anna).await.0, code);
        }
        assert_eq!(
            world.log(anna).await.len(),
            1,
            "what was not ended is not told"
        );
        assert!(world.check(&far).await.is_none());
        assert!(world.check(&veras).await.is_some());
        assert!(world.check(&here).await.is_some());
    });
}

#[test]
fn ending_this_session_signs_out() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let here = world.session_token(anna, world.proofs(&[]), None).await;
        let who = world.check(&here).await.unwrap();
        let revoked = revoke_session(&world.app, &who, who.session.id, &world.requester())
            .await
            .unwrap();
        assert_eq!(revoked, Ok(Revoked::This));
        assert_eq!(
            world.newest(anna).await,
            ("signed-out".into(), "done".into())
        );
        assert!(world.check(&here).await.is_none());
        sign_out(&world.app, &who, &world.requester())
            .await
            .unwrap();
        assert_eq!(world.log(anna).await.len(), 1, "twice is once");
        let over = revoke_other_sessions(&world.app, &who, &world.requester())
            .await
            .unwrap();
        assert_eq!(over, Err(Refusal::SessionExpired));
    });
}

#[test]
fn everywhere_else_is_every_session_and_every_login_under_way() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        let far = [
            world.session_token(anna, world.proofs(&[APP]), None).await,
            world.session_token(anna, world.proofs(&[APP]), None).await,
        ];
        let here = world.session_token(anna, world.proofs(&[APP]), None).await;
        let login = world
            .type_password("anna", PASSWORD, None)
            .await
            .ok()
            .unwrap()
            .login
            .unwrap();
        let who = world.check(&here).await.unwrap();
        let ended = revoke_other_sessions(&world.app, &who, &world.requester())
            .await
            .unwrap();
        assert_eq!(ended, Ok(2));
        for token in &far {
            assert!(world.check(token).await.is_none());
        }
        assert!(!world.is_open(&login).await);
        assert!(world.check(&here).await.is_some());
        assert_eq!(
            world.newest(anna).await,
            ("session-revoked".into(), "done".into())
        );
    });
}

#[test]
fn a_language_is_kept_for_the_next_page_and_letter() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let here = world.session_token(anna, world.proofs(&[]), None).await;
        let who = world.check(&here).await.unwrap();
        set_language(&world.app, &who, Language::En).await.unwrap();
        let who = world.check(&here).await.unwrap();
        assert_eq!(who.user.language.as_deref(), Some("en"));
    });
}
