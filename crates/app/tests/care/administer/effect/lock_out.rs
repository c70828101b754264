//! Locking people out wants the card's name; cutting off the last owner or oneself is refused, whoever asks (A55, A56).

use app::administer::effect::PrerequisiteKind::{AddOn, MailServer, Numbers, TextGateway};
use app::administer::effect::Standing::{Met, Missing, NotNeeded};
use app::administer::{self, LockedOut, Reason};
use domain::role::{BuiltIn, Role};
use store::testing::each_engine;

use super::{Ground, MAIL_CODES, demanding};
use crate::administer::reason;

#[test]
fn a56_locking_people_out_wants_the_cards_name_typed() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground
            .role("staff", |new| new.name = "Anställda".to_owned())
            .await;
        for name in ["bo", "cilla"] {
            ground.holding(name, &["staff"], false).await;
        }
        // Nothing here carries text messages: nobody could set that up.
        let card = demanding(ground.role_card("staff").await, "sms");
        let effect = ground.effect_of(&card, None).await;
        assert_eq!((effect.tally.locked_out, effect.newly_locked_out), (2, 2));
        let locks_out = Reason::LocksOut(LockedOut {
            people: 2,
            administrators: 0,
        });
        for typed in [None, Some(""), Some("staff"), Some("Anställda!")] {
            let refused = ground.save(card.clone(), typed).await;
            assert_eq!(reason(refused), locks_out, "{typed:?}");
        }
        assert!(
            !ground.role_card("staff").await.two_step,
            "nothing was saved"
        );
        let saved = ground.save(card, Some(" Anställda ")).await.unwrap();
        let renamed = Role {
            name: "Alla".to_owned(),
            ..saved
        };
        ground
            .save(renamed, None)
            .await
            .expect("who is out already is not locked out again");
    });
}

#[test]
fn a56_the_last_owner_is_not_cut_off_even_with_the_name_typed() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("owner", |_| {}).await;
        ground.role("staff", |_| {}).await;
        let first = ground.holding("agnes", &["owner"], true).await;
        let card = demanding(ground.role_card("owner").await, "sms");
        assert!(ground.effect_of(&card, None).await.cuts_off_all_owners);
        let refused = ground.save(card.clone(), Some("owner")).await;
        assert_eq!(reason(refused), Reason::LastOwner);
        // Another owner who can still come in makes it the card's affair alone; a suspended one does not.
        let second = ground.holding("sten", &["staff"], true).await;
        let suspend = async |suspended| {
            administer::suspend_user(&ground.app, ground.demo.id, second, suspended, &ground.by())
                .await
        };
        suspend(true).await.unwrap();
        assert_eq!(
            reason(ground.save(card.clone(), Some("owner")).await),
            Reason::LastOwner
        );
        suspend(false).await.unwrap();
        ground.save(card, Some("owner")).await.unwrap();
        assert!(ground.grace_of(first).await.is_none());
    });
}

#[test]
fn a55_nobody_cuts_themselves_off_by_a_card_of_their_own() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let editor = |new: &mut administer::NewRole| {
            new.permissions = [BuiltIn::Roles.key().to_owned()].into();
        };
        ground.role("editor", editor).await;
        let agnes = ground.holding("agnes", &[], true).await;
        let bo = ground.holding("bo", &["editor"], false).await;
        let card = ground.role_card("editor").await;
        let save = async |card: Role, by| {
            let typed = Some("editor".to_owned());
            administer::save_role(
                &ground.app,
                ground.demo.id,
                card,
                typed,
                &ground.by_user(by),
            )
            .await
        };
        let out = demanding(card.clone(), "sms");
        let powerless = Role {
            permissions: std::collections::BTreeSet::new(),
            ..card.clone()
        };
        for cut in [&out, &powerless] {
            assert!(ground.effect_of(cut, Some(bo)).await.cuts_off_me);
            assert!(!ground.effect_of(cut, Some(agnes)).await.cuts_off_me);
            assert_eq!(reason(save(cut.clone(), bo).await), Reason::CutsYouOff);
        }
        let saved = save(out, agnes).await.unwrap();
        assert_eq!(saved.version, card.version + 1, "somebody else may");
    });
}

#[test]
fn e5_prerequisites_are_met_missing_or_not_needed() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        ground.bind(bo, &MAIL_CODES, "bo@home.example").await;
        let card = ground.role_card("staff").await;
        let standing = async |kinds: &str| {
            let effect = ground
                .effect_of(&demanding(card.clone(), kinds), None)
                .await;
            let lines = effect.prerequisites.into_iter();
            lines
                .map(|line| (line.kind, line.standing))
                .collect::<Vec<_>>()
        };
        let numbers = Numbers { missing: 1 };
        assert_eq!(
            standing("sms").await,
            [
                (AddOn, Met),
                (TextGateway, Missing),
                (numbers, Missing),
                (MailServer, Met)
            ]
        );
        assert_eq!(
            standing("email").await,
            [
                (AddOn, Met),
                (TextGateway, NotNeeded),
                (numbers, NotNeeded),
                (MailServer, Met)
            ]
        );
        let effect = ground
            .effect_of(&demanding(card.clone(), "email"), None)
            .await;
        assert_eq!(
            (effect.cost.messages_a_month, effect.cost.mails_a_month),
            (0, 21)
        );
        let fortnight = Role {
            trusted_days: 14,
            ..demanding(card.clone(), "email")
        };
        assert_eq!(
            ground.effect_of(&fortnight, None).await.cost.mails_a_month,
            3
        );
    });
}

#[test]
fn a56_switching_the_add_on_on_cuts_off_no_last_owner_and_begins_grace() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let switch = async |on| {
            let change = administer::OrganisationChange {
                two_step_add_on: Some(on),
                confirmed: Some(ground.demo.name.clone()),
                ..administer::OrganisationChange::default()
            };
            administer::change_organisation(&ground.app, ground.demo.id, change, &ground.by()).await
        };
        switch(false).await.unwrap();
        ground.role("owner", |_| {}).await;
        ground.role("staff", |_| {}).await;
        ground.holding("agnes", &["owner"], true).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let out = demanding(ground.role_card("owner").await, "sms");
        let saved = ground.save(out, None).await.unwrap();
        let waits = Role {
            grace_days: 9,
            ..demanding(ground.role_card("staff").await, "email")
        };
        ground.save(waits, None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, None, "nothing is demanded yet");
        assert_eq!(reason(switch(true).await), Reason::LastOwner);
        let mended = Role {
            allowed_factors: None,
            ..saved
        };
        ground.save(mended, None).await.unwrap();
        switch(true).await.unwrap();
        let until = ground.now + domain::time::Span::days(9);
        assert_eq!(ground.grace_of(bo).await, Some(until));
    });
}
