//! "This was not me": before it is done, after it, after somebody got in.

use app::recover;
use domain::recovery::{Denial, State};
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use super::{CODE, Desk, denied};
use crate::world::APP;

#[test]
fn a_stop_before_the_act_ends_the_case_and_tells_the_agents() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        desk.rules(true, 60).await;
        let case = desk.approved(CODE).await;
        let link = desk.mailed("/recover/stop/");
        let asked = desk.world.requester();
        let looked = recover::look_at_stop(&desk.world.app, desk.world.org(), &link, &asked).await;
        assert!(!looked.unwrap().unwrap().done);
        assert_eq!(
            desk.state(case).await,
            State::Approved,
            "looking stops nothing"
        );
        let stopped = desk.stop(&link).await.unwrap();
        assert!(!stopped.suspended);
        assert_eq!(desk.state(case).await, State::Stopped);
        desk.world.wait(Span::hours(1));
        let refused = desk.act(desk.stina, case).await.err();
        assert_eq!(refused, denied::<()>(Denial::Over).err());
        assert_eq!(desk.stop(&link).await, Err(Refusal::PassSpent), "once");
        assert_eq!(
            desk.world.told("Ett återställningsärende är stoppat"),
            ["stina@example.se", "sven@example.se"]
        );
        let waiting = {
            let (organisation, now) = (desk.world.org(), desk.world.now());
            desk.world
                .app
                .store
                .read(move |tx| {
                    let waiting = app::administer::support::waiting(tx, organisation, now);
                    Ok(waiting.unwrap())
                })
                .await
                .unwrap()
        };
        assert_eq!(waiting.stopped, [case]);
        assert!(waiting.open.is_empty() && waiting.to_act.is_empty());
    });
}

#[test]
fn a_stop_after_the_act_spends_the_pass_and_ends_the_logins_that_it_began() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, code) = desk.passed(CODE).await;
        let link = desk.mailed("/recover/stop/");
        let asked = desk.world.requester();
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let login = recover::open_by_code(app, organisation, ("cilla", &code), &asked)
            .await
            .unwrap()
            .unwrap();
        assert!(desk.world.is_open(&login).await);
        let stopped = desk.stop(&link).await.unwrap();
        assert!(!stopped.suspended, "nobody got in yet");
        assert!(!desk.world.is_open(&login).await);
        let again = recover::open_by_code(app, organisation, ("cilla", &code), &asked)
            .await
            .unwrap();
        assert_eq!(again.err(), Some(Refusal::PassCodeWrong));
    });
}

#[test]
fn a_stop_after_somebody_got_in_suspends_the_account() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        desk.passed(CODE).await;
        let link = desk.mailed("/recover/stop/");
        // Somebody enrols a factor of their own and has a session.
        desk.world.wait(Span::minutes(1));
        desk.world.enrol(desk.cilla, &APP).await;
        let session = desk.world.fresh(desk.cilla, &[APP]).await;
        let stopped = desk.stop(&link).await.unwrap();
        assert!(stopped.suspended);
        assert!(!desk.world.stands(&session).await);
        let organisation = desk.world.org();
        let cilla = desk.cilla;
        let person = desk
            .world
            .write(move |tx| tx.user(organisation, cilla))
            .await;
        assert!(person.suspended_at.is_some());
        let kinds = desk.kinds(desk.cilla).await;
        assert!(kinds.iter().any(|kind| kind == "recovery-stopped"));
        assert!(kinds.iter().any(|kind| kind == "user-suspended"));
    });
}

#[test]
fn a_link_that_is_none_too_old_or_another_organisations_stops_nothing() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (case, _) = desk.passed(CODE).await;
        let link = desk.mailed("/recover/stop/");
        let mut forged = link.clone();
        forged.pop();
        forged.push(if link.ends_with('A') { 'E' } else { 'A' });
        for wrong in ["", "x", "a.b.c", &forged] {
            assert_eq!(
                desk.stop(wrong).await,
                Err(Refusal::PassSpent),
                "{wrong:.20}"
            );
        }
        let elsewhere = domain::id::OrganisationId::from_bytes([5; 16]);
        let asked = desk.world.requester();
        let moved = recover::stop(&desk.world.app, elsewhere, &link, &asked)
            .await
            .unwrap();
        assert_eq!(moved, Err(Refusal::PassSpent));
        desk.world.wait(Span::days(3));
        assert_eq!(desk.stop(&link).await, Err(Refusal::PassSpent));
        assert_eq!(desk.case(case).await.state, State::Acted);
    });
}
