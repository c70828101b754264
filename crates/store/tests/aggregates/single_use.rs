//! Of 64 units that use up one thing at once exactly one is told yes, whatever it is and however it went before.

use domain::challenge::Purpose as Asking;
use domain::factor::Evidence;
use domain::id::{AuthenticatorId, ChallengeId};
use domain::login::State;
use domain::time::{Span, Timestamp};
use domain::token::TokenSecret;
use store::testing::each_way;
use store::{
    Authenticator, Consumption, DeviceFound, Fault, Holder, NewCode, PasswordCount, Store, Tx,
};

use crate::world::{
    CODES, EMAIL, NOW, TOTP, World, all_at_once, authenticator, count, in_minutes, new_challenge,
};

const AT_ONCE: usize = 64;
const ROUNDS: i64 = 8;

async fn read_authenticator(store: &Store, world: &World, id: AuthenticatorId) -> Authenticator {
    let (org, user) = (world.org, world.user);
    store
        .read(move |tx| tx.find_authenticator(org, user, id))
        .await
        .unwrap()
        .unwrap()
}

#[test]
fn a_time_step_is_used_up_by_exactly_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        for step in 1..=ROUNDS {
            let read = read_authenticator(&store, &world, world.totp).await;
            let org = world.org;
            let unit = move |tx: &mut Tx| {
                tx.consume_authenticator(org, &read, &Consumption::Through(step), in_minutes(step))
            };
            assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
            let after = read_authenticator(&store, &world, world.totp).await;
            assert_eq!(after.consumed_through, step);
            assert_eq!(after.last_used_at, Some(in_minutes(step)));
        }
    });
}

#[test]
fn a_step_that_was_passed_over_is_not_accepted_later() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let read = read_authenticator(&store, &world, world.totp).await;
        let org = world.org;
        for (step, accepted) in [(7, true), (7, false), (6, false), (8, true)] {
            let read = read.clone();
            let consumed = store
                .write(move |tx| {
                    tx.consume_authenticator(org, &read, &Consumption::Through(step), NOW)
                })
                .await;
            assert_eq!(consumed.unwrap(), accepted, "step {step}");
        }
    });
}

#[test]
fn a_recovery_code_is_used_up_by_exactly_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let id = store
            .write(move |tx| {
                let id = AuthenticatorId::draw(NOW, tx.random());
                tx.insert_authenticator(org, &authenticator(id, user, &CODES, &[8; 8]), NOW)?;
                Ok(id)
            })
            .await
            .unwrap();
        for left in (0..8_u8).rev() {
            // Each takes the set as it finds it; whoever finds it without the code does not try.
            let unit = move |tx: &mut Tx| {
                let read = tx
                    .find_authenticator(org, user, id)?
                    .expect("it is enrolled");
                let data = vec![left; usize::from(left)];
                let consumption = Consumption::Data {
                    data: &data,
                    data_format: 2,
                };
                Ok(read.data.len() > data.len()
                    && tx.consume_authenticator(org, &read, &consumption, NOW)?)
            };
            assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
            let after = read_authenticator(&store, &world, id).await;
            assert_eq!(*after.data, vec![left; usize::from(left)]);
            assert_eq!((after.version, after.data_format), (9 - i64::from(left), 2));
        }
    });
}

#[test]
fn a_challenge_is_used_up_by_exactly_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user, holder) = (world.org, world.user, world.holder());
        for _ in 0..ROUNDS {
            let id = new_open_challenge(&store, &world).await;
            let unit = move |tx: &mut Tx| tx.consume_challenge(org, holder, id, NOW);
            assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
            let outcome = store
                .write(move |tx| {
                    let counted = tx
                        .count_attempt(org, holder, id, &EMAIL, Asking::Prove, NOW)?
                        .is_some();
                    Ok((counted, tx.find_user(org, user)?.is_some()))
                })
                .await;
            assert_eq!(
                outcome.unwrap(),
                (false, true),
                "a used challenge takes no answer"
            );
        }
    });
}

async fn new_open_challenge(store: &Store, world: &World) -> ChallengeId {
    let (org, user, holder) = (world.org, world.user, world.holder());
    let unit = move |tx: &mut Tx| {
        let id = ChallengeId::draw(NOW, tx.random());
        tx.insert_challenge(org, &new_challenge(id, user, holder, &EMAIL), NOW)?;
        Ok(id)
    };
    store.write(unit).await.unwrap()
}

#[test]
fn the_right_answer_on_the_last_attempt_still_counts_and_nothing_after_it() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder) = (world.org, world.holder());
        let id = new_open_challenge(&store, &world).await;
        let attempt =
            move |tx: &mut Tx| tx.count_attempt(org, holder, id, &EMAIL, Asking::Prove, NOW);
        for left in [4, 3, 2, 1] {
            assert_eq!(
                store.write(attempt).await.unwrap().unwrap().attempts_left,
                left
            );
        }
        let last = move |tx: &mut Tx| {
            let counted = attempt(tx)?.expect("the fifth attempt is taken");
            assert_eq!(counted.attempts_left, 0);
            tx.consume_challenge(org, holder, id, NOW)
        };
        assert!(store.write(last).await.unwrap());
        assert!(store.write(attempt).await.unwrap().is_none());
    });
}

#[test]
fn five_wrong_answers_make_a_challenge_dead_even_at_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder) = (world.org, world.holder());
        let id = new_open_challenge(&store, &world).await;
        let unit = move |tx: &mut Tx| {
            Ok(tx
                .count_attempt(org, holder, id, &EMAIL, Asking::Prove, NOW)?
                .is_some())
        };
        assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 5);
        let read = store
            .read(move |tx| tx.find_challenge(org, holder, id))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(read.state, domain::challenge::State::Dead);
    });
}

#[test]
fn a_login_is_completed_by_exactly_one() {
    each_way(async |store| {
        for slug in ["one", "two", "three", "four"] {
            let world = World::make(&store, slug).await;
            let login = world.read_login(&store).await;
            let org = world.org;
            let evidence = [Evidence::password(NOW), Evidence::password(in_minutes(1))];
            let kept = evidence.clone();
            let unit =
                move |tx: &mut Tx| tx.consume_login(org, &login, State::Complete, &evidence, NOW);
            assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
            let after = world.read_login(&store).await;
            assert_eq!((after.state, after.challenge), (State::Complete, None));
            assert_eq!(after.evidence, kept);
            let id = world.login_id();
            let offer = move |tx: &mut Tx| tx.consume_trust_offer(org, id, NOW);
            assert_eq!(count(&all_at_once(&store, AT_ONCE, offer).await), 1);
        }
    });
}

#[test]
fn a_login_whose_challenge_was_replaced_is_not_completed_by_the_old_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let before = world.read_login(&store).await;
        let mut after = before.clone();
        after.challenge = Some(ChallengeId::from_bytes([7; 16]));
        let (from, to) = (before.clone(), after.clone());
        assert!(
            store
                .write(move |tx| tx.save_login(org, &from, &to))
                .await
                .unwrap()
        );
        let unit = move |tx: &mut Tx| tx.consume_login(org, &before, State::Complete, &[], NOW);
        assert!(!store.write(unit).await.unwrap());
        let late = after.clone();
        let unit =
            move |tx: &mut Tx| tx.consume_login(org, &late, State::Complete, &[], in_minutes(30));
        assert!(
            !store.write(unit).await.unwrap(),
            "a login that is over is not completed"
        );
        let unit = move |tx: &mut Tx| tx.consume_login(org, &after, State::Complete, &[], NOW);
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn of_two_tabs_that_change_one_login_the_later_one_is_told() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let from = world.read_login(&store).await;
        let mut to = from.clone();
        (to.state, to.return_to, to.offers_trust) = (
            State::EnrolmentRequired,
            "/account/security".to_owned(),
            false,
        );
        to.enrolling = Some(store::Enrolling {
            kind: Some(EMAIL.clone()),
            password_at: Some(NOW),
        });
        (to.next_state, to.session) = (State::FactorPending, Some(world.session_id()));
        (to.user_epoch, to.policy_epoch, to.trusted_days) = (11, 12, 13);
        let saved = to.clone();
        let unit = move |tx: &mut Tx| tx.save_login(org, &from, &to);
        assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
        assert_eq!(world.read_login(&store).await, saved);
    });
}

#[test]
fn a_mailed_link_is_used_up_by_exactly_one_and_not_after_its_time() {
    each_way(async |store| {
        for slug in ["one", "two", "three", "four"] {
            let world = World::make(&store, slug).await;
            let (org, pass) = (world.org, world.pass_id());
            let late = store
                .write(move |tx| tx.consume_pass(org, pass, in_minutes(30)))
                .await;
            assert!(late.unwrap().is_none());
            let unit = move |tx: &mut Tx| Ok(tx.consume_pass(org, pass, in_minutes(29))?.is_some());
            assert_eq!(count(&all_at_once(&store, AT_ONCE, unit).await), 1);
        }
    });
}

#[test]
fn a_device_gets_one_new_secret_and_the_one_before_is_known_as_such() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, token) = (world.org, world.device.clone());
        let DeviceFound::Current(device) = store
            .read(move |tx| tx.find_trusted_device(&token))
            .await
            .unwrap()
        else {
            panic!("the device is known");
        };
        let unit = move |tx: &mut Tx| {
            let secret = TokenSecret::draw(tx.random());
            let won =
                tx.rotate_trusted_device(org, &device, &secret, in_minutes(2), in_minutes(3))?;
            Ok(won.then_some(secret))
        };
        let secrets: Vec<_> = all_at_once(&store, AT_ONCE, unit)
            .await
            .into_iter()
            .flatten()
            .collect();
        let [secret] = secrets.as_slice() else {
            panic!("{} won", secrets.len());
        };
        let mut fresh = world.device.clone();
        fresh.secret = secret.clone();
        let found = store
            .read(move |tx| tx.find_trusted_device(&fresh))
            .await
            .unwrap();
        assert!(matches!(found, DeviceFound::Current(device)
            if device.rotated_at == in_minutes(3) && device.proved_at == in_minutes(2)));
        let outworn = world.device.clone();
        let found = store
            .read(move |tx| tx.find_trusted_device(&outworn))
            .await
            .unwrap();
        assert!(matches!(found, DeviceFound::Replayed(_)));
        let mut guessed = world.device.clone();
        guessed.secret = store
            .write(|tx| Ok(TokenSecret::draw(tx.random())))
            .await
            .unwrap();
        let found = store
            .read(move |tx| tx.find_trusted_device(&guessed))
            .await
            .unwrap();
        assert!(matches!(found, DeviceFound::Outworn(_)));
    });
}

#[test]
fn a_code_is_sent_again_by_exactly_one_and_as_often_as_allowed() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder) = (world.org, world.holder());
        let id = new_open_challenge(&store, &world).await;
        let resend = move |tx: &mut Tx,
                           challenge: &store::Challenge,
                           now: Timestamp|
              -> Result<bool, Fault> {
            let code = NewCode {
                data: b"a newer one",
                data_format: 2,
                code_expires_at: now + Span::minutes(10),
                resend_after: now + Span::seconds(1),
            };
            tx.resend_challenge(org, holder, challenge, &code, now)
        };
        let read = move |tx: &mut Tx| Ok(tx.find_challenge(org, holder, id)?.expect("it is there"));
        let too_soon =
            move |tx: &mut Tx| read(tx).and_then(|challenge| resend(tx, &challenge, NOW));
        assert!(!store.write(too_soon).await.unwrap());
        for number in 1..=6 {
            let seen = store.write(read).await.unwrap();
            let at = in_minutes(1) + Span::seconds(number);
            let unit = move |tx: &mut Tx| resend(tx, &seen, at);
            assert_eq!(
                count(&all_at_once(&store, AT_ONCE, unit).await),
                usize::from(number <= 5)
            );
        }
        let after = store.write(read).await.unwrap();
        assert_eq!(
            (after.resends, after.attempts_left, after.data_format),
            (5, 5, 2)
        );
        assert_eq!(*after.data, b"a newer one");
    });
}

#[test]
fn a_challenge_of_another_holder_kind_or_purpose_takes_no_answer() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder) = (world.org, world.holder());
        let id = new_open_challenge(&store, &world).await;
        let other = Holder::Session(world.session_id());
        let unit = move |tx: &mut Tx| {
            Ok([
                tx.count_attempt(org, other, id, &EMAIL, Asking::Prove, NOW)?
                    .is_some(),
                tx.count_attempt(org, holder, id, &TOTP, Asking::Prove, NOW)?
                    .is_some(),
                tx.count_attempt(org, holder, id, &EMAIL, Asking::Enrol, NOW)?
                    .is_some(),
                tx.count_attempt(org, holder, id, &EMAIL, Asking::Prove, in_minutes(15))?
                    .is_some(),
                tx.count_attempt(org, holder, id, &EMAIL, Asking::Prove, NOW)?
                    .is_some(),
            ])
        };
        assert_eq!(
            store.write(unit).await.unwrap(),
            [false, false, false, false, true]
        );
    });
}

#[test]
fn a_budget_is_exact_and_begins_anew_after_its_window() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        for (minutes, limit, given) in [(0, 7, 7), (59, 7, 0), (60, 3, 3), (61, 5, 2), (62, 0, 0)] {
            let unit = move |tx: &mut Tx| {
                let now = in_minutes(minutes);
                tx.take_budget(org, b"letters", 1, limit, Span::hours(1), now)
            };
            let taken = all_at_once(&store, AT_ONCE, unit).await;
            let mut counts: Vec<i64> = taken.into_iter().flatten().collect();
            counts.sort_unstable();
            let before = counts.first().map_or(0, |first| first - 1);
            let expected: Vec<i64> = (before + 1..=before + given).collect();
            assert_eq!(counts, expected, "after {minutes} minutes");
        }
    });
}

#[test]
fn amounts_at_once_never_exceed_a_budget_and_what_does_not_fit_takes_nothing() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let take = move |amount: i64, limit: i64| {
            move |tx: &mut Tx| tx.take_budget(org, b"money", amount, limit, Span::hours(24), NOW)
        };
        let taken = all_at_once(&store, AT_ONCE, take(350_000, 2_000_000)).await;
        let mut counts: Vec<i64> = taken.into_iter().flatten().collect();
        counts.sort_unstable();
        assert_eq!(
            counts,
            [350_000, 700_000, 1_050_000, 1_400_000, 1_750_000],
            "each hears another sum"
        );
        for (amount, limit, sum) in [
            (350_000, 2_000_000, None),
            (250_000, 2_000_000, Some(2_000_000)),
            (1, 2_000_000, None),
            (2_000_001, 2_000_000, None),
            (-1, 2_000_000, None),
            (0, 2_000_000, Some(2_000_000)),
            (0, 1_999_999, None),
        ] {
            let count = store.write(take(amount, limit)).await.unwrap();
            assert_eq!(count, sum, "{amount} of {limit}");
        }
        let other = of_another_key(&store, org).await;
        assert_eq!(other, Some(1), "another key is another budget");
        let later = move |tx: &mut Tx| {
            tx.take_budget(org, b"money", 5, 9, Span::hours(24), NOW + Span::hours(24))
        };
        assert_eq!(store.write(later).await.unwrap(), Some(5));
    });
}

async fn of_another_key(store: &store::Store, org: domain::id::OrganisationId) -> Option<i64> {
    let unit = move |tx: &mut Tx| tx.take_budget(org, b"more money", 1, 1, Span::hours(24), NOW);
    store.write(unit).await.unwrap()
}

#[test]
fn wrong_passwords_at_once_are_all_counted_and_the_tenth_makes_the_others_wait() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| tx.reserve_password_count(org, b"somebody", None, NOW);
        let results = all_at_once(&store, AT_ONCE, unit).await;
        let mut counts: Vec<i64> = Vec::new();
        for result in results {
            match result {
                PasswordCount::Reserved { count } => counts.push(count),
                PasswordCount::Waiting { until } => assert_eq!(until, NOW + Span::seconds(30)),
            }
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=10).collect::<Vec<_>>());
    });
}
