//! A letter to all of them: previewed in both languages, on record, in small units, to whoever has a mailbox.

use app::administer::effect::{self, Readiness, Told};
use app::administer::{self, NewUser, Reason};
use domain::role::{Minimum, Role};
use domain::time::Span;
use store::testing::each_engine;

use super::{Ground, demanding};
use crate::administer::reason;
use crate::ground::{PASSWORD, somebody};

/// More people than one unit writes to.
const PEOPLE: u32 = 60;

#[test]
fn everybody_who_is_not_ready_is_written_to_once_in_small_units() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        for number in 0..PEOPLE {
            ground
                .holding(&format!("p{number:02}"), &["staff"], false)
                .await;
        }
        let unreachable = NewUser {
            password: Some(PASSWORD.to_owned()),
            roles: vec!["staff".to_owned()],
            email: None,
            ..somebody("nobody")
        };
        ground.add(unreachable).await;
        let draft = demanding(ground.role_card("staff").await, "email");
        let (organisation, card) = (ground.demo.id, draft.id);
        let preview = async || {
            effect::preview_letters(&ground.app, organisation, card, None, ground.now)
                .await
                .unwrap()
        };
        assert_eq!(preview().await.letters, 0, "what is not saved tells nobody");
        let unsaved =
            effect::order_letters(&ground.app, organisation, card, None, &ground.by()).await;
        assert_eq!(unsaved.unwrap(), 0);
        ground.save(draft, None).await.unwrap();
        let preview = preview().await;
        assert_eq!(
            (preview.people, preview.letters),
            (u64::from(PEOPLE) + 1, u64::from(PEOPLE))
        );
        let [text] = preview.texts.as_slice() else {
            panic!("everybody gets the same: {:?}", preview.texts);
        };
        assert_eq!(
            (text.to, text.letters),
            (Told::AtNextLogin, u64::from(PEOPLE))
        );
        let subjects: Vec<_> = text
            .letter
            .iter()
            .map(|letter| letter.subject.as_str())
            .collect();
        assert!(subjects[0].starts_with("Två steg") && subjects[1].starts_with("Two steps"));
        let ordered =
            effect::order_letters(&ground.app, organisation, card, None, &ground.by()).await;
        assert_eq!(ordered.unwrap(), u64::from(PEOPLE));
        let first = effect::write_ordered(&ground.app, ground.now)
            .await
            .unwrap();
        assert_eq!(
            first, 49,
            "fifty people, one of them without a mailbox; the rest rests a moment"
        );
        ground.pass(Span::seconds(5));
        let second = effect::write_ordered(&ground.app, ground.now)
            .await
            .unwrap();
        assert_eq!(second, PEOPLE - 49);
        ground.pass(Span::seconds(5));
        assert_eq!(
            effect::write_ordered(&ground.app, ground.now)
                .await
                .unwrap(),
            0
        );
        app::deliver::run_due(&ground.app, ground.now)
            .await
            .unwrap();
        let to = ground.addressees();
        let mut once = to.clone();
        once.dedup();
        assert_eq!((to.len(), &to), (PEOPLE as usize, &once));
    });
}

#[test]
fn each_text_that_somebody_gets_is_shown_with_how_many_get_it() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        ground.role("texts", |_| {}).await;
        for name in ["bo", "cilla", "david"] {
            ground.holding(name, &["staff"], false).await;
        }
        ground.holding("eva", &["staff", "texts"], false).await;
        let card = Role {
            grace_days: 6,
            ..demanding(ground.role_card("staff").await, "email")
        };
        let card = ground.save(card, None).await.unwrap();
        ground.pass(Span::days(1));
        ground.holding("frida", &["staff"], false).await;
        let out = demanding(ground.role_card("texts").await, "sms");
        ground.save(out, Some("texts")).await.unwrap();
        let shown = effect::preview_letters(&ground.app, ground.demo.id, card.id, None, ground.now);
        let shown = shown.await.unwrap();
        let told: Vec<_> = shown
            .texts
            .iter()
            .map(|text| (text.to, text.letters, text.days_differ))
            .collect();
        assert_eq!(
            told,
            [(Told::Support, 1, false), (Told::InTime, 4, true)],
            "frida has a day of her own"
        );
        effect::order_letters(&ground.app, ground.demo.id, card.id, None, &ground.by())
            .await
            .unwrap();
        effect::write_ordered(&ground.app, ground.now)
            .await
            .unwrap();
        app::deliver::run_due(&ground.app, ground.now)
            .await
            .unwrap();
        let sent = ground.mail.kept();
        let of = |to: Told| shown.texts.iter().find(|text| text.to == to).unwrap();
        for (to, letters) in [(Told::Support, 1), (Told::InTime, 3)] {
            let line = &of(to).letter[0].lines[2];
            let same = sent
                .iter()
                .filter(|letter| letter.text.contains(line.as_str()));
            assert_eq!(same.count(), letters, "{line}");
        }
    });
}

#[test]
fn a_minimum_that_nothing_reaches_is_named_as_the_cause() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        ground.holding("bo", &["staff"], false).await;
        let card = demanding(ground.role_card("staff").await, "email,totp");
        let why = async |minimum, kinds: &str| {
            let draft = Role {
                minimum,
                ..demanding(card.clone(), kinds)
            };
            ground.report_on(&draft, None).await.rows[0].why[0].code()
        };
        let resistant = Minimum::PhishingResistant;
        assert_eq!(why(resistant, "email,totp").await, "nothing-strong-enough");
        assert_eq!(why(Minimum::Aal2, "email").await, "nothing-strong-enough");
        assert_eq!(why(Minimum::Any, "sms").await, "nothing-to-set-up");
        assert_eq!(why(Minimum::Any, "email").await, "no-factor");
    });
}

#[test]
fn letters_are_ordered_by_whoever_may_edit_cards_alone() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let card = ground.role_card("staff").await;
        let (app, id) = (&ground.app, ground.demo.id);
        let by = ground.by_user(bo);
        let ordered = effect::order_letters(app, id, card.id, None, &by).await;
        assert_eq!(reason(ordered), Reason::NoRight);
        let taken = effect::export_readiness(app, id, card.clone(), None, &by).await;
        assert_eq!(reason(taken), Reason::NoRight);
        let other = crate::ground::organisation("grannen");
        let other = administer::add_organisation(app, other, &ground.by())
            .await
            .unwrap();
        let theirs = effect::readiness(
            app,
            other.id,
            card,
            effect::ReadinessPart::default(),
            ground.now,
        )
        .await
        .unwrap();
        assert!(theirs.rows.is_empty() && theirs.counts.values().all(|people| *people == 0));
        assert_eq!(Readiness::named("late"), Some(Readiness::Late));
    });
}
