//! Counting and locking: the bounds that stand on the rows they guard.

use domain::challenge::Purpose as Asking;
use domain::id::{AuthenticatorId, OrganisationId};
use domain::lockout::{FACTOR_WAITS_FROM, MOST_FAILURES, PASSWORD_WAITS_FROM, wait_after};
use domain::time::{Span, Timestamp};
use store::testing::{each_engine, each_way};
use store::{AnswerBlocked, Authenticator, Consumption, CountedMore, PasswordCount, Store, Tx};

use crate::world::{CODES, EMAIL, NOW, TOTP, World, all_at_once, authenticator, in_minutes};

async fn open_answer(store: &Store, world: &World, now: Timestamp) -> Option<Authenticator> {
    let (org, user) = (world.org, world.user);
    store
        .write(move |tx| tx.open_answer(org, user, &TOTP, now))
        .await
        .unwrap()
        .pop()
}

async fn blocked(store: &Store, world: &World, now: Timestamp) -> AnswerBlocked {
    let (org, user) = (world.org, world.user);
    store
        .read(move |tx| tx.answer_blocked(org, user, &TOTP, now))
        .await
        .unwrap()
}

#[test]
fn the_ladder_in_sql_is_the_ladder_of_the_rules() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let mut now = NOW;
        for failures in 1..=MOST_FAILURES {
            let opened = open_answer(&store, &world, now)
                .await
                .expect("it may be answered");
            assert_eq!(opened.failures, failures);
            let wait = wait_after(failures, FACTOR_WAITS_FROM);
            let expected = if wait == Span::ZERO {
                Timestamp::default()
            } else {
                now + wait
            };
            assert_eq!(opened.wait_until, expected, "after {failures} failures");
            if wait > Span::ZERO && failures < MOST_FAILURES {
                let just_before = now + wait - Span::millis(1);
                assert!(open_answer(&store, &world, just_before).await.is_none());
                assert_eq!(
                    blocked(&store, &world, just_before).await,
                    AnswerBlocked::Waiting { until: now + wait }
                );
            }
            now = now + wait;
        }
        let much_later = now + Span::days(365);
        assert!(open_answer(&store, &world, much_later).await.is_none());
        assert_eq!(
            blocked(&store, &world, much_later).await,
            AnswerBlocked::Closed
        );
    });
}

async fn reserve(store: &Store, org: OrganisationId, at: Timestamp) -> PasswordCount {
    store
        .write(move |tx| tx.reserve_password_count(org, b"key", None, at))
        .await
        .unwrap()
}

#[test]
fn the_ladder_of_passwords_is_the_ladder_of_the_rules() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let mut now = NOW;
        for wrong in 1..=30 {
            assert_eq!(
                reserve(&store, org, now).await,
                PasswordCount::Reserved { count: wrong }
            );
            let wait = wait_after(wrong, PASSWORD_WAITS_FROM);
            if wait > Span::ZERO {
                let refused = reserve(&store, org, now + wait - Span::millis(1)).await;
                assert_eq!(refused, PasswordCount::Waiting { until: now + wait });
            }
            now = now + wait;
        }
        let clear = move |tx: &mut Tx| tx.clear_password_count(org, b"key");
        store.write(clear).await.unwrap();
        let unit = move |tx: &mut Tx| {
            Ok([
                tx.reserve_password_count(org, b"key", None, now)?,
                tx.reserve_password_count(org, b"another key", None, now)?,
                tx.reserve_password_count(org, b"key", None, now + Span::hours(24))?,
            ])
        };
        let first = PasswordCount::Reserved { count: 1 };
        assert_eq!(
            store.write(unit).await.unwrap(),
            [first; 3],
            "cleared, apart, and forgotten after a day"
        );
    });
}

#[test]
fn a_count_stands_although_the_answer_was_refused_and_goes_with_a_unit_that_failed() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user, holder, challenge) =
            (world.org, world.user, world.holder(), world.challenge);
        let answer = move |tx: &mut Tx| {
            tx.open_answer(org, user, &TOTP, NOW)?;
            tx.count_attempt(org, holder, challenge, &TOTP, Asking::Prove, NOW)
        };
        let refused = store
            .write(move |tx| answer(tx).map(|_| Err::<(), _>("that code is wrong")))
            .await;
        assert!(refused.unwrap().is_err());
        let failed = store
            .write(move |tx| {
                answer(tx)?;
                Err::<(), _>(store::Fault::of_unit(std::io::Error::other("a disk")))
            })
            .await;
        assert!(failed.is_err());
        let read = move |tx: &mut store::ReadTx| {
            let challenge = tx
                .find_challenge(org, holder, challenge)?
                .expect("it is there");
            Ok((
                tx.authenticators_of_user(org, user)?[0].failures,
                challenge.attempts_left,
            ))
        };
        assert_eq!(store.read(read).await.unwrap(), (1, 4));
    });
}

#[test]
fn what_was_no_guess_is_taken_back_and_lets_nothing_else_loose() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user, holder, challenge) =
            (world.org, world.user, world.holder(), world.challenge);
        for _ in 0..5 {
            open_answer(&store, &world, NOW).await.unwrap();
        }
        // The first one waits; a second one of the kind is answered alone, its fifth time.
        let second = store
            .write(move |tx| {
                let id = AuthenticatorId::draw(in_minutes(1), tx.random());
                tx.insert_authenticator(org, &authenticator(id, user, &TOTP, b"another"), NOW)?;
                for _ in 0..4 {
                    tx.open_answer(org, user, &TOTP, NOW)?;
                }
                Ok(id)
            })
            .await
            .unwrap();
        let replaced = move |tx: &mut Tx| {
            let opened = tx.open_answer(org, user, &TOTP, NOW)?;
            tx.count_attempt(org, holder, challenge, &TOTP, Asking::Prove, NOW)?;
            assert_eq!(opened.len(), 1);
            assert_eq!((opened[0].id, opened[0].failures), (second, 5));
            tx.take_back_answer(org, &opened)?;
            tx.take_back_attempt(org, holder, challenge)
        };
        store.write(replaced).await.unwrap();
        let read = move |tx: &mut store::ReadTx| {
            let bounds = |own: Authenticator| (own.failures, own.wait_until);
            let of_kind = tx
                .authenticators_of_user(org, user)?
                .into_iter()
                .filter(|own| own.kind == TOTP);
            let challenge = tx
                .find_challenge(org, holder, challenge)?
                .expect("it is there");
            Ok((
                of_kind.map(bounds).collect::<Vec<_>>(),
                challenge.attempts_left,
            ))
        };
        let waiting = (5, NOW + Span::seconds(30));
        assert_eq!(
            store.read(read).await.unwrap(),
            (vec![waiting, (4, Timestamp::default())], 5)
        );
    });
}

#[test]
fn a_right_answer_sets_its_kind_to_nought_and_no_other_but_a_closed_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let (second, codes) = (
                AuthenticatorId::draw(NOW, tx.random()),
                AuthenticatorId::draw(NOW, tx.random()),
            );
            tx.insert_authenticator(org, &authenticator(second, user, &TOTP, b"another"), NOW)?;
            tx.insert_authenticator(org, &authenticator(codes, user, &CODES, b"codes"), NOW)?;
            let mut now = NOW;
            for failures in 1..=MOST_FAILURES {
                assert_eq!(tx.open_answer(org, user, &CODES, now)?.len(), 1);
                now = now + wait_after(failures, FACTOR_WAITS_FROM);
            }
            for kind in [&TOTP, &TOTP, &EMAIL] {
                tx.open_answer(org, user, kind, NOW)?;
            }
            let opened = tx.open_answer(org, user, &TOTP, NOW)?;
            let replayed =
                tx.consume_authenticator(org, &opened[0], &Consumption::Through(-1), NOW)?;
            let failures = |tx: &mut Tx| {
                let own = tx.authenticators_of_user(org, user)?;
                Ok::<_, store::Fault>(own.iter().map(|own| own.failures).collect::<Vec<_>>())
            };
            let before = failures(tx)?;
            let right = tx.consume_authenticator(org, &opened[0], &Consumption::Through(5), NOW)?;
            Ok((replayed, before, right, failures(tx)?))
        };
        let (replayed, before, right, after) = store.write(unit).await.unwrap();
        assert!(!replayed && right);
        let sorted = |mut failures: Vec<i64>| {
            failures.sort_unstable();
            failures
        };
        assert_eq!(
            sorted(before),
            [1, 3, 3, 100],
            "a step used already sets nothing to nought"
        );
        assert_eq!(sorted(after), [0, 0, 0, 1], "the mailbox keeps its count");
    });
}

#[test]
fn recovery_opens_what_is_closed_and_nothing_else() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let mut now = NOW;
            for failures in 1..=MOST_FAILURES {
                tx.open_answer(org, user, &TOTP, now)?;
                now = now + wait_after(failures, FACTOR_WAITS_FROM);
            }
            tx.open_answer(org, user, &EMAIL, now)?;
            let blocked = tx.answer_blocked(org, user, &TOTP, now)?;
            let opened = tx.open_closed_authenticators(org, user)?;
            let own = tx.authenticators_of_user(org, user)?;
            Ok((
                blocked,
                opened,
                own.iter().map(|own| own.failures).collect::<Vec<_>>(),
            ))
        };
        let (blocked, opened, failures) = store.write(unit).await.unwrap();
        assert_eq!((blocked, opened), (AnswerBlocked::Closed, 1));
        assert_eq!(failures.iter().sum::<i64>(), 1);
        let unit = move |tx: &mut store::ReadTx| tx.answer_blocked(org, user, &CODES, NOW);
        assert_eq!(store.read(unit).await.unwrap(), AnswerBlocked::NotEnrolled);
    });
}

#[test]
fn what_nodes_count_is_summed_and_begins_anew_when_it_ends() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let more = |key, delta, expires_at| CountedMore {
                key,
                delta,
                expires_at,
            };
            let both = [
                more(b"a".as_slice(), 2, in_minutes(1)),
                more(b"b".as_slice(), 3, in_minutes(9)),
            ];
            tx.add_counts(org, &both, NOW)
        };
        let sums = all_at_once(&store, 16, unit).await;
        assert_eq!(sums.iter().max().unwrap(), &[32, 48]);
        let later = move |tx: &mut Tx| {
            let more = |key, delta| CountedMore {
                key,
                delta,
                expires_at: in_minutes(20),
            };
            tx.add_counts(
                org,
                &[more(b"b".as_slice(), 1), more(b"a".as_slice(), 1)],
                in_minutes(1),
            )
        };
        assert_eq!(store.write(later).await.unwrap(), [49, 1]);
    });
}
