//! How long the second step may be put off is moved by those who look after people: one date for each person, which nothing renews.

use app::administer::Reason;
use app::administer::people::{self, BulkAct, PeopleFilter};
use domain::audit::{CHANGES, Changes, EventKind};
use domain::role::{BuiltIn, Role};
use domain::time::Span;
use store::testing::each_engine;

use super::settled;
use crate::world::{APP, GUEST, MAIL, OFFICE, PASSWORD, World};

/// The day of each change of somebody's grace: what it was and what it became, the latest first.
async fn days_on_record(world: &World, user: domain::id::UserId) -> Vec<(String, String)> {
    let rows = world.log(user).await.into_iter();
    let moved = rows.filter(|row| row.kind == EventKind::GraceMoved.code());
    moved
        .map(|row| {
            let changes = Changes::read(&row.details[CHANGES]);
            let change = changes.iter().next().expect("a change").clone();
            assert_eq!(change.field, "grace-until");
            (change.old, change.new)
        })
        .collect()
}

#[test]
fn the_day_is_moved_both_days_are_on_record_and_neither_login_nor_card_renews_it() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &OFFICE).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let first = world.now() + Span::days(10);
        let second = world.now() + Span::days(4);
        for until in [first, second, second] {
            settled(people::move_grace(app, org, cilla, until, &by).await).unwrap();
        }
        let millis = |at: domain::time::Timestamp| at.unix_millis().to_string();
        let mut days = days_on_record(&world, cilla).await;
        days.sort();
        let mut expected = vec![
            (String::new(), millis(first)),
            (millis(first), millis(second)),
        ];
        expected.sort();
        assert_eq!(days, expected, "saying it twice changes nothing");
        let grace = async || world.write(move |tx| tx.user(org, cilla)).await.grace_until;
        assert_eq!(grace().await, Some(second));
        world.type_password("cilla", PASSWORD, None).await.unwrap();
        world
            .change_card(cilla, |role: &mut Role| role.grace_days = 60)
            .await;
        world.type_password("cilla", PASSWORD, None).await.unwrap();
        assert_eq!(grace().await, Some(second));
    });
}

#[test]
fn nobody_puts_off_for_ever_nor_what_they_have_or_need_not_have_nor_beyond_reach() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world.with_rights("stina", &[BuiltIn::Support]).await;
        let cilla = world.person("cilla", &OFFICE).await;
        let wilma = world.person("wilma", &OFFICE).await;
        let oskar = world.person("oskar", &GUEST).await;
        world.enrol(wilma, &APP).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let (now, soon) = (world.now(), world.now() + Span::days(9));
        let beyond = Reason::BeyondReach("stina".to_owned());
        for (user, until, expected) in [
            (cilla, now, Reason::GraceDay),
            (cilla, now + Span::days(92), Reason::GraceDay),
            (wilma, soon, Reason::Enrolled("wilma".to_owned())),
            (oskar, soon, Reason::GraceUndemanded("oskar".to_owned())),
            (stina.user.id, soon, beyond),
        ] {
            let moved = people::move_grace(app, org, user, until, &by).await;
            assert_eq!(settled(moved), Err(expected));
            let user = world.write(move |tx| tx.user(org, user)).await;
            assert_eq!(user.grace_until, None);
        }
        // An agent has not the right to it: support's way is a recovery case.
        let agent = world.acting(&stina);
        let moved = people::move_grace(app, org, cilla, soon, &agent).await;
        assert_eq!(settled(moved), Err(Reason::NoRight));
    });
}

#[test]
fn many_get_one_last_day_and_whoever_has_longer_keeps_it() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let until = world.now() + Span::days(30);
        let longer = until + Span::days(5);
        let none = world.person("granne-none", &OFFICE).await;
        let short = world.person("granne-short", &OFFICE).await;
        let long = world.person("granne-long", &OFFICE).await;
        let ready = world.person("granne-ready", &OFFICE).await;
        let free = world.person("granne-free", &GUEST).await;
        world.enrol(ready, &MAIL).await;
        let sooner = world.now() + Span::days(1);
        world
            .write(move |tx| {
                tx.set_grace(org, short, Some(sooner))?;
                tx.set_grace(org, long, Some(longer))
            })
            .await;
        let neighbours = PeopleFilter {
            search: "granne".to_owned(),
            ..PeopleFilter::default()
        };
        for wrong in [world.now(), world.now() + Span::days(92)] {
            let act = BulkAct::ExtendGrace(wrong.unix_millis());
            let ordered = people::apply_to_filter(app, org, &neighbours, act, 5, &by).await;
            assert_eq!(settled(ordered), Err(Reason::GraceDay));
        }
        let act = BulkAct::ExtendGrace(until.unix_millis());
        let ordered = people::apply_to_filter(app, org, &neighbours, act, 5, &by).await;
        settled(ordered).unwrap();
        people::work_off(app, world.now()).await.unwrap();
        let progress = loop {
            let progress = people::bulk_progress(app, org).await.unwrap().unwrap();
            if progress.ended_at.is_some() {
                break progress;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!((progress.done, progress.changed), (5, 2));
        let left: Vec<(&str, i64)> = progress
            .left
            .iter()
            .map(|(why, count)| (why.as_str(), *count))
            .collect();
        assert_eq!(
            left,
            [("enrolled", 1), ("grace-undemanded", 1), ("so-already", 1)]
        );
        for (user, expected) in [
            (none, Some(until)),
            (short, Some(until)),
            (long, Some(longer)),
            (ready, None),
            (free, None),
        ] {
            let user = world.write(move |tx| tx.user(org, user)).await;
            assert_eq!(user.grace_until, expected, "{}", user.username);
        }
        assert_eq!(days_on_record(&world, short).await.len(), 1);
        assert_eq!(days_on_record(&world, long).await, []);
    });
}
