//! Grace: a day for each person, stored once, renewed by nothing; letters before it ends; whoever is late is named.

use app::administer;
use app::administer::effect::{self, Readiness};
use domain::factor::{DeviceProof, Evidence};
use domain::id::{SessionId, TrustedDeviceId, UserId};
use domain::role::Role;
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use store::testing::each_engine;
use store::{NewSession, NewTrustedDevice};

use crate::ground::PASSWORD;
use app::session_check;

use super::{Ground, MAIL_CODES, Went, demanding};

#[test]
fn grace_is_stored_once_and_renewed_by_neither_login_nor_card() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let ready = ground.holding("wilma", &["staff"], false).await;
        ground.bind(ready, &MAIL_CODES, "wilma@home.example").await;
        let card = Role {
            grace_days: 9,
            ..demanding(ground.role_card("staff").await, "email")
        };
        assert_eq!(ground.effect_of(&card, None).await.tally.in_grace, 1);
        let saved = ground.save(card, None).await.unwrap();
        let until = ground.now + Span::days(9);
        assert_eq!(ground.grace_of(bo).await, Some(until));
        assert_eq!(ground.grace_of(ready).await, None, "nothing to put off");
        ground.pass(Span::days(4));
        assert_eq!(ground.login_of("bo").await, Went::MayWait);
        let longer = Role {
            grace_days: 30,
            ..saved
        };
        ground.save(longer, None).await.unwrap();
        assert_eq!(ground.login_of("bo").await, Went::MayWait);
        assert_eq!(
            ground.grace_of(bo).await,
            Some(until),
            "the same day as before"
        );
        // Somebody who gets the card later has days of their own.
        let late = ground.holding("cilla", &[], false).await;
        let own = &ground.demo.id;
        administer::assign_role(&ground.app, *own, late, "staff", &ground.by())
            .await
            .unwrap();
        assert_eq!(
            ground.grace_of(late).await,
            Some(ground.now + Span::days(30))
        );
        ground.now = until;
        assert_eq!(ground.login_of("bo").await, Went::MustEnrol);
        let report = ground
            .report_on(&ground.role_card("staff").await, Some(Readiness::Late))
            .await;
        let names: Vec<_> = report
            .rows
            .iter()
            .map(|row| row.username.as_str())
            .collect();
        assert_eq!(names, ["bo"]);
        assert_eq!(report.rows[0].grace_until, Some(until));
    });
}

#[test]
fn a_card_of_a_later_day_gives_its_days_from_that_day() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let begins = ground.now + Span::days(5);
        let card = Role {
            two_step_from: Some(begins),
            grace_days: 2,
            ..demanding(ground.role_card("staff").await, "email")
        };
        ground.save(card, None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, Some(begins + Span::days(2)));
        assert_eq!(ground.login_of("bo").await, Went::In);
        ground.now = begins;
        assert_eq!(ground.login_of("bo").await, Went::MayWait);
        ground.pass(Span::days(2));
        assert_eq!(ground.login_of("bo").await, Went::MustEnrol);
    });
}

#[test]
fn days_that_have_not_begun_move_with_the_card_and_running_ones_do_not() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        let away = ground.holding("eva", &["staff"], false).await;
        let start = ground.now;
        let from = |card: Role, day: i64, grace_days: u32| Role {
            two_step_from: Some(start + Span::days(day)),
            grace_days,
            ..card
        };
        let card = demanding(ground.role_card("staff").await, "email");
        let mut saved = ground.save(from(card, 3, 3), None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, Some(start + Span::days(6)));
        administer::suspend_user(&ground.app, ground.demo.id, away, true, &ground.by())
            .await
            .unwrap();
        // Later, with more days, earlier, with none, and without two-step at all: what is stored is what the card says each time.
        for (day, days) in [(10, 3), (10, 8), (5, 1), (7, 0), (12, 4)] {
            let moved = from(saved, day, days);
            let end = start + Span::days(day + i64::from(days));
            let report = ground.report_on(&moved, None).await;
            let told = report.rows.iter().find(|row| row.username == "bo");
            let expected = if days == 0 {
                (Readiness::MustEnrol, None)
            } else {
                (Readiness::InGrace, Some(end))
            };
            let told = told.map(|row| (row.readiness, row.grace_until));
            assert_eq!(told, Some(expected), "{day} {days}");
            saved = ground.save(moved, None).await.unwrap();
            for who in [bo, away] {
                assert_eq!(ground.grace_of(who).await, Some(end), "{day} {days}");
            }
        }
        let without = Role {
            two_step: false,
            ..saved
        };
        saved = ground.save(without, None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, None, "nothing is to come");
        saved.two_step = true;
        saved = ground.save(from(saved, 8, 2), None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, Some(start + Span::days(10)));
        // From the first day on they run.
        ground.now = start + Span::days(8);
        saved = ground.save(from(saved, 8, 9), None).await.unwrap();
        ground.save(from(saved, 20, 9), None).await.unwrap();
        assert_eq!(ground.grace_of(bo).await, Some(start + Span::days(10)));
    });
}

#[test]
fn letters_tell_of_seven_three_and_one_day_each_once() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        ground.holding("bo", &["staff"], false).await;
        let ready = ground.holding("wilma", &["staff"], false).await;
        let card = Role {
            grace_days: 10,
            ..demanding(ground.role_card("staff").await, "email")
        };
        ground.save(card, None).await.unwrap();
        ground.bind(ready, &MAIL_CODES, "wilma@home.example").await;
        let start = ground.now;
        let mut told = Vec::new();
        for hour in 0..10 * 24 + 5 {
            ground.now = start + Span::hours(hour);
            // Any number of nodes may look at any time.
            for _ in 0..2 {
                if effect::tell_grace(&ground.app, ground.now).await.unwrap() > 0 {
                    told.push(hour);
                }
            }
        }
        assert_eq!(
            told,
            [3 * 24, 7 * 24, 9 * 24],
            "bo alone, at 7, 3 and 1 days before"
        );
        app::deliver::run_due(&ground.app, ground.now)
            .await
            .unwrap();
        let subjects = |text: &str| {
            let kept = ground.mail.kept();
            kept.iter()
                .filter(|letter| letter.subject.starts_with(text))
                .count()
        };
        assert_eq!(
            (subjects("7 dagar"), subjects("3 dagar")),
            (0, 0),
            "what is too old is not sent"
        );
        assert_eq!(subjects("1 dag kvar"), 1);
    });
}

/// A card begins to ask on a day that no epoch tells of: whoever skipped the second step on a device, or proved one that the card does not
/// take, is judged then as when a card is saved. Whoever proved what it takes goes on.
#[test]
fn a_session_on_a_trusted_device_is_judged_on_the_cards_first_day() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let start = ground.now;
        let begins = start + Span::minutes(20);
        for (key, allowed, trusted_days, device, stands) in [
            ("skipped", "email", 0, true, false),
            ("skipped-still", "email", 5, true, true),
            ("other-kind", "totp", 0, false, false),
            ("same-kind", "email", 0, false, true),
        ] {
            ground.role(key, |_| {}).await;
            let user = ground.holding(key, &[key], false).await;
            ground.bind(user, &MAIL_CODES, "box@home.example").await;
            let card = Role {
                two_step_from: Some(begins),
                trusted_days,
                ..demanding(ground.role_card(key).await, allowed)
            };
            ground.save(card, None).await.unwrap();
            let session = ground.session_of(user, device).await;
            for (at, expected) in [
                (start, true),
                (begins - Span::minutes(1), true),
                (begins, stands),
                (begins + Span::minutes(5), stands),
            ] {
                ground.now = at;
                let found = session_check::check(&ground.app, &session, &ground.requester()).await;
                assert_eq!(found.unwrap().is_some(), expected, "{key} {at:?}");
            }
            ground.now = start;
        }
    });
}

impl Ground {
    /// A session that proved the password and, unless it skipped that on a trusted device, a code by mail.
    async fn session_of(&self, user: UserId, on_a_device: bool) -> Token {
        let (organisation, now) = (self.demo.id, self.now);
        let email = self.app.registry.find(&MAIL_CODES).unwrap().profile();
        let mut evidence = vec![Evidence::password(now)];
        if !on_a_device {
            evidence.push(Evidence::of(email, now, DeviceProof::default(), None));
        }
        let unit = move |tx: &mut store::Tx| {
            let (id, secret) = (
                SessionId::draw(now, tx.random()),
                TokenSecret::draw(tx.random()),
            );
            let device = TrustedDeviceId::draw(now, tx.random());
            if on_a_device {
                let new = NewTrustedDevice {
                    id: device,
                    user,
                    secret: &secret,
                    proved_at: now,
                    browser: "Firefox",
                };
                tx.insert_trusted_device(organisation, &new, now)?;
            }
            let new = NewSession {
                id,
                secret: &secret,
                user,
                evidence: &evidence,
                user_epoch: tx.user(organisation, user)?.epoch,
                policy_epoch: tx.organisation(organisation)?.policy_epoch,
                browser: "Firefox",
                address: "203.0.113.7",
                device: on_a_device.then_some(device),
                expires_at: now + Span::hours(24),
            };
            assert!(matches!(
                tx.issue_session(organisation, &new, now)?,
                store::Issued::Issued
            ));
            Ok(Token {
                organisation,
                id: *id.as_bytes(),
                secret,
            })
        };
        self.app.store.write(unit).await.unwrap()
    }
}

#[test]
fn a_session_of_the_password_alone_ends_on_the_cards_first_day_and_with_grace() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        for (key, days) in [("at-once", 0), ("in-a-day", 1)] {
            ground.role(key, |_| {}).await;
            ground.holding(key, &[key], false).await;
            let (start, begins) = (ground.now, ground.now + Span::hours(5));
            let card = Role {
                two_step_from: Some(begins),
                grace_days: days,
                ..demanding(ground.role_card(key).await, "email")
            };
            let entry = ground.sign_in(key, PASSWORD).await.unwrap();
            let session = entry.session.expect("nothing is demanded yet");
            ground.save(card, None).await.unwrap();
            for (at, stands) in [
                (start, true),
                (begins - Span::minutes(1), true),
                (begins, days > 0),
                (begins + Span::hours(23), days > 0),
                (begins + Span::hours(24), false),
            ] {
                ground.now = at;
                let found = session_check::check(&ground.app, &session, &ground.requester()).await;
                assert_eq!(found.unwrap().is_some(), stands, "{key} {at:?}");
            }
            ground.now = start;
        }
    });
}
