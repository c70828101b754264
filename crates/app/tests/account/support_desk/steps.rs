//! The steps of a case, in order, out of order and at the same moment.

use app::administer::support::{self, NewProof, Opening, PassStanding};
use app::administer::{FieldWhy, Reason};
use domain::audit::{CHANGES, Changes, EventKind};
use domain::recovery::{Denial, Outcome, OutcomeKind, ProofKind, State};
use domain::time::Span;
use store::testing::each_engine;

use super::{CODE, Desk, LINK, denied, settled};
use crate::world::{APP, GUEST, OFFICE};

#[test]
fn one_person_has_one_open_case_and_its_number_finds_it() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let first = desk.open(desk.stina, desk.cilla).await.unwrap();
        let again = desk.open(desk.sven, desk.cilla).await.unwrap();
        assert!(!first.already && again.already);
        assert_eq!(first.id, again.id);
        let who = desk.who(desk.sven).await;
        let typed = first.number.written();
        let found = support::find(&desk.world.app, &who, &typed, desk.world.now()).await;
        assert_eq!(settled(found), Ok(support::Found::Case(first.id)));
        let found = support::find(&desk.world.app, &who, "CILLA", desk.world.now()).await;
        let Ok(support::Found::People(people)) = settled(found) else {
            panic!("a person is found by their username")
        };
        assert_eq!(people.len(), 1);
        assert_eq!(
            (people[0].user, people[0].case),
            (desk.cilla, Some(first.id))
        );
        // Many at once open one.
        let close = desk.by(desk.stina).await;
        settled(support::close(&desk.world.app, desk.world.org(), first.id, &close).await).unwrap();
        let (one, two) = tokio::join!(
            desk.open(desk.stina, desk.cilla),
            desk.open(desk.sven, desk.cilla)
        );
        assert_eq!(one.unwrap().id, two.unwrap().id);
    });
}

#[test]
fn a_case_that_nobody_ended_in_a_week_is_over_and_a_new_one_can_be_opened() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let case = desk.proved().await;
        desk.world.wait(Span::days(7));
        assert_eq!(desk.ask(desk.stina, case, CODE).await, denied(Denial::Over));
        let next = desk.open(desk.stina, desk.cilla).await.unwrap();
        assert!(!next.already && next.id != case);
        assert_eq!(desk.state(case).await, State::Closed);
    });
}

#[test]
fn a_mail_opens_a_case_and_proves_nothing_and_a_followed_link_is_one_of_two() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let opening = Opening {
            user: desk.cilla,
            by_mail: true,
            reason: "wrote from the registered address".to_owned(),
            ticket: "IT-4711".to_owned(),
        };
        let by = desk.by(desk.stina).await;
        let case = settled(support::open(app, organisation, opening, &by).await)
            .unwrap()
            .id;
        let ask = async || desk.ask(desk.stina, case, CODE).await;
        assert_eq!(ask().await, denied(Denial::ProofsMissing));
        let by = desk.by(desk.stina).await;
        assert!(settled(support::send_link(app, organisation, case, &by).await).unwrap());
        let link = desk.mailed("/recover/confirm/");
        let asked = desk.world.requester();
        let seen = app::recover::look_at_confirmation(app, organisation, &link, &asked).await;
        assert_eq!(seen.unwrap().unwrap().username, "cilla");
        assert!(
            desk.case(case).await.proofs.is_empty(),
            "looking proves nothing"
        );
        let confirm = async || {
            let asked = desk.world.requester();
            app::recover::confirm(app, organisation, &link, &asked)
                .await
                .unwrap()
        };
        assert_eq!(confirm().await, Ok(()));
        assert!(confirm().await.is_err(), "it is followed once");
        assert_eq!(ask().await, denied(Denial::ProofsMissing), "never alone");
        desk.prove(desk.stina, case, ProofKind::CallBack)
            .await
            .unwrap();
        assert_eq!(ask().await, Ok(()));
    });
}

#[test]
fn numbers_and_mailboxes_of_yesterday_prove_nothing() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let new = desk.number(desk.cilla, "0701740606").await;
        let case = desk.open(desk.stina, desk.cilla).await.unwrap().id;
        let call = async |number: String| {
            let proof = NewProof {
                kind: ProofKind::CallBack,
                number: Some(number),
                note: String::new(),
            };
            let by = desk.by(desk.stina).await;
            settled(support::record_proof(app, organisation, case, proof, &by).await)
        };
        assert_eq!(call(new.to_string()).await, denied(Denial::TooNew));
        assert_eq!(
            call("nothing of hers".to_owned()).await,
            Err(Reason::Changed)
        );
        desk.world.wait(Span::millis(24 * 3_600_000 + 1));
        assert_eq!(call(new.to_string()).await, Ok(()));
        // A person whose only mailbox came this morning gets no link that would prove something.
        let dan = desk.world.person("dan", &OFFICE).await;
        let case = desk.open(desk.stina, dan).await.unwrap().id;
        let by = desk.by(desk.stina).await;
        let sent = settled(support::send_link(app, organisation, case, &by).await);
        assert_eq!(sent, denied(Denial::TooNew));
    });
}

#[test]
fn what_is_recorded_is_one_clean_line_and_what_is_missing_is_named() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let opening = |reason: &str, ticket: &str| Opening {
            user: desk.cilla,
            by_mail: false,
            reason: reason.to_owned(),
            ticket: ticket.to_owned(),
        };
        for (reason, ticket, field, why) in [
            ("", "", "reason", FieldWhy::Missing),
            (" \r\n\u{202e} ", "", "reason", FieldWhy::Missing),
            (&"x".repeat(501), "", "reason", FieldWhy::TooLong),
            ("gone", &"9".repeat(61), "ticket", FieldWhy::TooLong),
        ] {
            let by = desk.by(desk.stina).await;
            let refused =
                settled(support::open(app, organisation, opening(reason, ticket), &by).await);
            let Err(Reason::Faults(faults)) = refused else {
                panic!("{reason:.20} is refused")
            };
            assert_eq!((faults[0].field.as_str(), &faults[0].why), (field, &why));
        }
        let by = desk.by(desk.stina).await;
        let typed = opening(
            "=cmd|' /C calc'!A0\r\nBcc: a@b.se\u{202e}<b>",
            "IT\u{2028}1",
        );
        let case = settled(support::open(app, organisation, typed, &by).await)
            .unwrap()
            .id;
        let kept = desk.case(case).await;
        assert_eq!(kept.reason, "=cmd|' /C calc'!A0 Bcc: a@b.se<b>");
        assert_eq!(kept.ticket, "IT 1");
        // None of it is in the log.
        for row in desk.world.log(desk.cilla).await {
            let told = format!("{row:?}");
            assert!(!told.contains("calc") && !told.contains("IT 1"), "{told}");
        }
    });
}

#[test]
fn two_people_who_approve_at_the_same_moment_are_one() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let case = desk.proved().await;
        desk.ask(desk.stina, case, CODE).await.unwrap();
        let (one, two) = tokio::join!(
            desk.approve(desk.sven, case),
            desk.approve(desk.agnes, case)
        );
        let refused = [&one, &two]
            .into_iter()
            .filter(|done| done.is_err())
            .count();
        assert_eq!(refused, 1, "{one:?} {two:?}");
        assert_eq!(desk.state(case).await, State::Approved);
        assert_eq!(
            desk.kinds(desk.cilla)
                .await
                .iter()
                .filter(|kind| *kind == "recovery-approved")
                .count(),
            1
        );
        // Of two who act one gets the pass.
        let (one, two) = tokio::join!(desk.act(desk.stina, case), desk.act(desk.stina, case));
        let done = [one.is_ok(), two.is_ok()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    });
}

#[test]
fn an_approval_lapses_after_half_an_hour_and_can_be_declined() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let case = desk.proved().await;
        desk.ask(desk.stina, case, CODE).await.unwrap();
        assert_eq!(
            desk.approve(desk.stina, case).await,
            denied(Denial::HadAHand)
        );
        assert_eq!(
            desk.act(desk.stina, case).await.err(),
            Some(Reason::Recovery(Denial::NotApproved))
        );
        desk.world.wait(Span::minutes(31));
        assert_eq!(
            desk.approve(desk.sven, case).await,
            denied(Denial::NotAsked)
        );
        desk.ask(desk.stina, case, CODE).await.unwrap();
        let by = desk.by(desk.sven).await;
        settled(support::decline(&desk.world.app, desk.world.org(), case, &by).await).unwrap();
        assert_eq!(desk.state(case).await, State::Open);
        assert_eq!(
            desk.approve(desk.sven, case).await,
            denied(Denial::NotAsked)
        );
    });
}

#[test]
fn where_one_person_suffices_it_waits_only_as_long_as_the_rules_say() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        desk.rules(false, 60).await;
        let case = desk.proved().await;
        desk.ask(desk.stina, case, CODE).await.unwrap();
        assert_eq!(
            desk.act(desk.stina, case).await.err(),
            Some(Reason::Recovery(Denial::TooEarly))
        );
        // She is told before it happens, with a way to stop it.
        let told = desk.world.told("Ditt konto är på väg att återställas");
        assert_eq!(told, ["cilla@example.se"]);
        assert!(!desk.mailed("/recover/stop/").is_empty());
        desk.world.wait(Span::hours(1));
        assert!(desk.act(desk.stina, case).await.is_ok());
    });
}

#[test]
fn support_ends_sessions_and_trusted_devices_and_tells_every_channel() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let session = desk.who(desk.cilla).await;
        desk.world.trust(desk.cilla).await;
        desk.world
            .mailbox(desk.cilla, "cilla@home.example", true)
            .await;
        let (case, _) = desk.passed(CODE).await;
        assert!(!desk.world.stands(&session).await, "A30");
        assert_eq!(desk.world.devices(desk.cilla).await, 0, "A30");
        assert_eq!(
            desk.world.told("Supporten har återställt ditt konto"),
            ["cilla@example.se", "cilla@home.example"]
        );
        let case = desk.case(case).await;
        assert_eq!(
            (case.state, case.agent, case.approver),
            (State::Acted, Some(desk.stina), Some(desk.sven))
        );
        let kinds = desk.kinds(desk.cilla).await;
        for kind in [
            "recovery-opened",
            "recovery-proved",
            "recovery-asked",
            "recovery-approved",
            "recovery-acted",
            "pass-issued",
        ] {
            assert!(kinds.iter().any(|seen| seen == kind), "{kind} is on record");
        }
    });
}

#[test]
fn two_step_is_switched_off_only_where_no_role_demands_it() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let case = desk.proved().await;
        assert_eq!(
            desk.ask(desk.stina, case, Outcome::SwitchOff).await,
            denied(Denial::OutcomeUnfit)
        );
        let gun = desk.world.person("gun", &GUEST).await;
        desk.world.enrol(gun, &APP).await;
        desk.world.wait(Span::hours(48));
        let case = desk.open(desk.stina, gun).await.unwrap().id;
        desk.prove(desk.stina, case, ProofKind::Manager)
            .await
            .unwrap();
        desk.prove(desk.stina, case, ProofKind::InPerson)
            .await
            .unwrap();
        desk.ask(desk.stina, case, Outcome::SwitchOff)
            .await
            .unwrap();
        desk.approve(desk.sven, case).await.unwrap();
        // A role demands it by the time that it is to be done.
        desk.world
            .change_card(gun, |role| role.two_step = true)
            .await;
        assert_eq!(
            desk.act(desk.stina, case).await.err(),
            Some(Reason::Recovery(Denial::OutcomeUnfit))
        );
        desk.world
            .change_card(gun, |role| role.two_step = false)
            .await;
        let acted = desk.act(desk.stina, case).await.unwrap();
        assert_eq!(acted.outcome, OutcomeKind::SwitchOff);
        assert!(acted.pass.is_none());
        assert!(desk.world.authenticators(gun).await.is_empty());
    });
}

#[test]
fn grace_is_for_whoever_has_nothing_yet_and_a_link_is_kept_from_everybody_else() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let dan = desk.world.person("dan", &OFFICE).await;
        desk.world.wait(Span::hours(48));
        let case = desk.open(desk.stina, dan).await.unwrap().id;
        desk.prove(desk.stina, case, ProofKind::Manager)
            .await
            .unwrap();
        desk.prove(desk.stina, case, ProofKind::InPerson)
            .await
            .unwrap();
        desk.ask(desk.stina, case, Outcome::Grace { days: 3 })
            .await
            .unwrap();
        desk.approve(desk.sven, case).await.unwrap();
        let acted = desk.act(desk.stina, case).await.unwrap();
        let organisation = desk.world.org();
        let person = desk.world.write(move |tx| tx.user(organisation, dan)).await;
        assert_eq!(person.grace_until, acted.grace_until);
        assert!(acted.grace_until > Some(desk.world.now() + Span::days(2)));
        let rows = desk.world.log(dan).await;
        let moved = rows
            .iter()
            .find(|row| row.kind == EventKind::GraceMoved.code());
        let moved = &moved.expect("it is on record").details;
        let change = Changes::read(&moved[CHANGES]).iter().next().cloned();
        let change = change.expect("a day");
        assert_eq!((change.old.as_str(), moved["case"].is_empty()), ("", false));
        assert_eq!(
            Some(change.new),
            acted.grace_until.map(|at| at.unix_millis().to_string())
        );
        // A pass's link stands in no letter, no log and no case.
        let (case, link) = desk.passed(LINK).await;
        let secret = link.rsplit('.').next().unwrap().to_owned();
        for letter in desk.world.outbox.kept() {
            assert!(!letter.text.contains(&secret));
        }
        let told = format!(
            "{:?} {:?}",
            desk.case(case).await,
            desk.world.log(desk.cilla).await
        );
        assert!(!told.contains(&secret));
    });
}

#[test]
fn the_whole_numbers_are_shown_to_whoever_may_work_an_open_case_and_each_look_is_on_record() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let new = desk.number(desk.cilla, "0701740606").await;
        let case = desk.open(desk.stina, desk.cilla).await.unwrap().id;
        let show = async |who| {
            let by = desk.by(who).await;
            settled(support::show_numbers(app, organisation, case, &by).await)
        };
        let numbers = show(desk.stina).await.unwrap();
        let seen: Vec<_> = numbers
            .iter()
            .map(|number| (number.whole.as_str(), number.proves))
            .collect();
        assert_eq!(
            seen,
            [("+46 70 174 06 05", true), ("+46 70 174 06 06", false)]
        );
        assert_eq!(numbers[1].key, new.to_string());
        assert!(show(desk.agnes).await.is_ok(), "an owner may too");
        let kinds = desk.kinds(desk.cilla).await;
        let looks = kinds.iter().filter(|kind| *kind == "recovery-number-shown");
        assert_eq!(looks.count(), 2, "each of them");
        let rows = desk.world.log(desk.cilla).await;
        let held = rows
            .iter()
            .any(|row| format!("{row:?}").contains("1740605"));
        assert!(!held, "no row holds a whole number");
        // Nobody without the right, not the person, and nobody once it is asked or over.
        let nobody = desk.world.person("nils", &GUEST).await;
        assert_eq!(show(nobody).await.err(), Some(Reason::NoRight));
        for kind in [ProofKind::CallBack, ProofKind::Manager] {
            desk.prove(desk.stina, case, kind).await.unwrap();
        }
        desk.ask(desk.stina, case, CODE).await.unwrap();
        assert_eq!(
            show(desk.stina).await.err(),
            denied::<()>(Denial::Over).err()
        );
    });
}

#[test]
fn those_who_may_approve_are_named_and_written_to_and_nobody_else() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        for (user, address) in [
            (desk.stina, "stina@example.se"),
            (desk.sven, "sven@example.se"),
            (desk.agnes, "agnes@example.se"),
        ] {
            desk.world.mailbox(user, address, true).await;
        }
        let case = desk.proved().await;
        let mut named = desk.look(desk.stina, case).await.approvers;
        named.sort();
        let before = named.clone();
        desk.ask(desk.stina, case, CODE).await.unwrap();
        let mut named = desk.look(desk.stina, case).await.approvers;
        named.sort();
        assert_eq!(named, before, "as it was said before");
        assert_eq!(named.len(), 2);
        assert_eq!(
            desk.world
                .told("Ett återställningsärende väntar på ditt godkännande"),
            ["agnes@example.se", "sven@example.se"]
        );
        desk.rules(false, 0).await;
        assert!(desk.look(desk.stina, case).await.approvers.is_empty());
    });
}

#[test]
fn a_case_tells_what_became_of_its_pass() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (case, _) = desk.passed(CODE).await;
        let standing = async || desk.look(desk.stina, case).await.pass;
        let waits = standing().await;
        assert!(matches!(waits, Some(PassStanding::Waits(until)) if until > desk.world.now()));
        desk.world.wait(Span::minutes(11));
        assert!(matches!(
            standing().await,
            Some(PassStanding::RanOut(at)) if at < desk.world.now()
        ));
    });
}
