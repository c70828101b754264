//! A letter to all of them: previewed in both languages, on record, in small units, to whoever has a mailbox.

use app::administer::effect::{self, Readiness};
use app::administer::{self, NewUser, Reason};
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
        let organisation = ground.demo.id;
        let preview =
            effect::preview_letters(&ground.app, organisation, draft.clone(), None, ground.now)
                .await
                .unwrap();
        assert_eq!(
            (preview.people, preview.letters),
            (u64::from(PEOPLE) + 1, u64::from(PEOPLE))
        );
        let subjects: Vec<_> = preview
            .letter
            .iter()
            .map(|letter| letter.subject.as_str())
            .collect();
        assert!(subjects[0].starts_with("Två steg") && subjects[1].starts_with("Two steps"));
        let ordered =
            effect::order_letters(&ground.app, organisation, draft, None, &ground.by()).await;
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
fn letters_are_ordered_by_whoever_may_edit_cards_alone() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let card = ground.role_card("staff").await;
        let (app, id) = (&ground.app, ground.demo.id);
        let by = ground.by_user(bo);
        let ordered = effect::order_letters(app, id, card.clone(), None, &by).await;
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
