//! A session is issued only under the epochs that its decision was made under, and neither moves until it stands.

use domain::factor::Evidence;
use domain::id::SessionId;
use domain::time::{Span, Timestamp};
use domain::token::TokenSecret;
use store::testing::{self, Cell, Statement, each_engine, each_way};
use store::{Bump, Fault, Issued, OrganisationSaved, Session, Store, Tx};

use crate::world::{NOW, World, in_minutes, new_session, organisation};

/// Tries to issue a session and to replace the world's, as if decided under these epochs.
fn try_both(tx: &mut Tx, world: &World, epochs: (i64, i64)) -> Result<[Issued; 2], Fault> {
    let (id, secret) = (
        SessionId::draw(NOW, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let issued = tx.issue_session(
        world.org,
        &new_session(id, &secret, world.user, epochs, &[]),
        NOW,
    )?;
    let id = SessionId::draw(NOW, tx.random());
    let new = new_session(id, &secret, world.user, epochs, &[]);
    let replaced = tx.replace_session(world.org, world.session_id(), &new, NOW)?;
    Ok([issued, replaced])
}

fn epochs_of(tx: &mut Tx, world: &World) -> Result<(i64, i64), Fault> {
    Ok((
        tx.user(world.org, world.user)?.epoch,
        tx.organisation(world.org)?.policy_epoch,
    ))
}

/// What moves an epoch or suspends somebody between the decision and the issuing.
type Overtake = fn(&mut Tx, &World) -> Result<(), Fault>;

const OVERTAKE: [(&str, Overtake); 10] = [
    ("another password", |tx, w| {
        tx.set_password(w.org, w.user, "$another", NOW)
            .map(|done| assert!(done))
    }),
    ("a suspension", |tx, w| {
        tx.set_suspended(w.org, w.user, Some(NOW))
            .map(|done| assert!(done))
    }),
    ("an owner no more", |tx, w| {
        tx.set_owner(w.org, w.user, false).map(|done| assert!(done))
    }),
    ("sessions ended", |tx, w| {
        tx.bump_user_epoch(w.org, w.user).map(|_| ())
    }),
    ("a factor removed", |tx, w| {
        assert!(tx.remove_authenticator(w.org, w.user, w.totp)?);
        tx.refresh_factor_set(w.org, w.user).map(|_| ())
    }),
    ("a role given", |tx, w| {
        tx.assign_role(w.org, w.user, w.spare_role, NOW)
            .map(|done| assert!(done))
    }),
    ("a role taken", |tx, w| {
        tx.unassign_role(w.org, w.user, w.role)
            .map(|done| assert!(done))
    }),
    ("a card changed", |tx, w| {
        let role = tx.find_role(w.org, w.role)?.expect("the card is there");
        tx.save_role(w.org, &role).map(|done| assert!(done))
    }),
    ("the add-on switched", |tx, w| {
        let mut changed = tx.organisation(w.org)?;
        changed.two_step_add_on = false;
        tx.save_organisation(&changed, Bump::Policy)
            .map(|done| assert_eq!(done, OrganisationSaved::Saved))
    }),
    ("the organisation suspended", |tx, w| {
        let mut changed = tx.organisation(w.org)?;
        changed.suspended_at = Some(NOW);
        tx.save_organisation(&changed, Bump::Nothing)
            .map(|done| assert_eq!(done, OrganisationSaved::Saved))
    }),
];

#[test]
fn whatever_overtakes_a_decision_leaves_it_without_a_session() {
    each_way(async |store| {
        let slugs = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        for ((what, overtake), slug) in OVERTAKE.into_iter().zip(slugs) {
            let world = World::make(&store, slug).await;
            let outcome = store
                .write(move |tx| {
                    let decided_under = epochs_of(tx, &world)?;
                    overtake(tx, &world)?;
                    let outcome = try_both(tx, &world, decided_under)?;
                    Ok((outcome, tx.sessions_of_user(world.org, world.user)?.len()))
                })
                .await;
            assert_eq!(outcome.unwrap(), ([Issued::Stale; 2], 1), "{what}");
        }
    });
}

#[test]
fn words_and_colours_overtake_nothing() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let outcome = store
            .write(move |tx| {
                let decided_under = epochs_of(tx, &kept)?;
                tx.save_organisation(&organisation(kept.org, "demo"), Bump::Nothing)?;
                tx.set_language(kept.org, kept.user, Some("en"))?;
                tx.set_grace(kept.org, kept.user, Some(NOW))?;
                tx.note_login(kept.org, kept.user, NOW, None)?;
                tx.rehash_password(kept.org, kept.user, "$argon2id$the-hash", "$newer")?;
                tx.rename_authenticator(kept.org, kept.user, kept.totp, "Old phone")?;
                try_both(tx, &kept, decided_under)
            })
            .await;
        assert_eq!(outcome.unwrap(), [Issued::Issued; 2]);
    });
}

#[test]
fn fresh_proof_gives_the_session_another_id_and_secret_and_keeps_its_beginning() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (kept, later) = (world.clone(), in_minutes(3));
        let (old, new, again) = store
            .write(move |tx| {
                let old = tx.find_session(&kept.session)?.expect("it is there");
                let (id, secret) = (
                    SessionId::draw(later, tx.random()),
                    TokenSecret::draw(tx.random()),
                );
                let epochs = epochs_of(tx, &kept)?;
                let evidence = [Evidence::password(later)];
                let session = new_session(id, &secret, kept.user, epochs, &evidence);
                assert_eq!(
                    tx.replace_session(kept.org, kept.session_id(), &session, later)?,
                    Issued::Issued
                );
                assert!(tx.find_session(&kept.session)?.is_none());
                let token = domain::token::Token {
                    organisation: kept.org,
                    id: *id.as_bytes(),
                    secret,
                };
                let new = tx.find_session(&token)?.expect("the new one is there");
                let again = new_session(
                    SessionId::from_bytes([1; 16]),
                    &token.secret,
                    kept.user,
                    epochs,
                    &[],
                );
                Ok((
                    old,
                    new,
                    tx.replace_session(kept.org, kept.session_id(), &again, later)?,
                ))
            })
            .await
            .unwrap();
        let expected = Session {
            id: new.id,
            evidence: vec![Evidence::password(later)],
            last_seen_at: later,
            ..old.clone()
        };
        assert!(new == expected && new.id != old.id);
        assert_eq!(
            again,
            Issued::Stale,
            "a session that is gone is not replaced"
        );
    });
}

static WAITING: Statement = Statement::new(
    "waiting",
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
);

/// Starts `second` while `first` has run but is not committed, and gives both results; nothing on SQLite, which has one writer.
async fn overlapping<A: Send + 'static, B: Send + 'static>(
    store: &Store,
    first: impl Fn(&mut Tx) -> Result<A, Fault> + Send + 'static,
    second: impl Fn(&mut Tx) -> Result<B, Fault> + Send + Sync + 'static,
) -> (A, B) {
    let (has_run, ran) = std::sync::mpsc::channel();
    let (let_go, go) = std::sync::mpsc::channel::<()>();
    let go = std::sync::Mutex::new(go);
    let mut first = Box::pin(store.write(move |tx| {
        let result = first(tx)?;
        has_run.send(()).unwrap();
        go.lock().unwrap().recv().unwrap();
        Ok(result)
    }));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    ran.recv().unwrap();
    let mut second = Box::pin(store.write(second));
    loop {
        if let std::task::Poll::Ready(early) = second.as_mut().poll(&mut context) {
            let_go.send(()).unwrap();
            return (first.await.unwrap(), early.unwrap());
        }
        let waiting = store
            .read(|tx| testing::query(tx, &WAITING, &[]))
            .await
            .unwrap();
        if waiting[0] != [Cell::Int(0)] {
            break;
        }
    }
    let_go.send(()).unwrap();
    (first.await.unwrap(), second.await.unwrap())
}

#[test]
fn a_session_waits_for_a_change_of_epoch_that_is_not_committed_yet() {
    each_engine(async |store| {
        if store.ready().await.unwrap().database_clock.is_none() {
            return;
        }
        let changes: [Overtake; 2] = [
            |tx, world| tx.bump_user_epoch(world.org, world.user).map(|_| ()),
            |tx, world| tx.bump_policy_epoch(world.org).map(|_| ()),
        ];
        for (change, slug) in changes.into_iter().zip(["one", "two"]) {
            let world = World::make(&store, slug).await;
            let kept = world.clone();
            let epochs = store.write(move |tx| epochs_of(tx, &kept)).await.unwrap();
            let (one, other) = (world.clone(), world.clone());
            let ((), outcome) = overlapping(
                &store,
                move |tx| change(tx, &one),
                move |tx| try_both(tx, &other, epochs),
            )
            .await;
            assert_eq!(outcome, [Issued::Stale; 2]);
        }
    });
}

#[test]
fn a_change_of_epoch_waits_for_a_session_that_is_not_committed_yet() {
    each_engine(async |store| {
        if store.ready().await.unwrap().database_clock.is_none() {
            return;
        }
        let world = World::make(&store, "demo").await;
        let (one, other) = (world.clone(), world.clone());
        let (issued, seen) = overlapping(
            &store,
            move |tx| {
                let epochs = epochs_of(tx, &one)?;
                Ok(try_both(tx, &one, epochs)?[0])
            },
            move |tx| {
                tx.set_suspended(other.org, other.user, Some(NOW))?;
                tx.remove_sessions_of_user(other.org, other.user, None)
            },
        )
        .await;
        assert_eq!(
            (issued, seen),
            (Issued::Issued, 2),
            "whoever ends all sessions ends that one too"
        );
    });
}

#[test]
fn last_use_is_written_forwards_only_and_epochs_too() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id, token) = (world.org, world.session_id(), world.session.clone());
        let steps: [(i64, i64); 3] = [(5, 5), (3, 5), (6, 6)];
        for (minutes, expected) in steps {
            let token = token.clone();
            let unit = move |tx: &mut Tx| {
                tx.touch_sessions(&[(org, id, in_minutes(minutes))])?;
                let renewed = tx.renew_session_epochs(org, id, minutes, minutes)?;
                Ok((renewed, tx.find_session(&token)?.expect("it is there")))
            };
            let (renewed, session) = store.write(unit).await.unwrap();
            assert_eq!(session.last_seen_at, in_minutes(expected));
            assert_eq!(
                (session.user_epoch, session.policy_epoch),
                (expected, expected)
            );
            assert_eq!(renewed, minutes == expected);
        }
    });
}

#[test]
fn sessions_end_one_by_one_or_all_but_one() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let kept = world.clone();
        let unit = move |tx: &mut Tx| {
            let epochs = epochs_of(tx, &kept)?;
            let secret = TokenSecret::draw(tx.random());
            for number in 1..=4 {
                let id = SessionId::from_bytes([number; 16]);
                let later: Timestamp = NOW + Span::seconds(i64::from(number));
                tx.issue_session(
                    kept.org,
                    &new_session(id, &secret, kept.user, epochs, &[]),
                    later,
                )?;
            }
            let order: Vec<_> = tx
                .sessions_of_user(kept.org, kept.user)?
                .iter()
                .map(|session| session.id)
                .collect();
            assert_eq!(order[0], kept.session_id());
            assert_eq!(order[4], SessionId::from_bytes([4; 16]));
            assert!(tx.set_session_device(
                kept.org,
                kept.user,
                kept.session_id(),
                Some(kept.device_id())
            )?);
            assert_eq!(
                tx.sessions_of_user(kept.org, kept.user)?[0].device,
                Some(kept.device_id())
            );
            assert!(tx.remove_session(kept.org, kept.user, order[1])?);
            assert!(!tx.remove_session(kept.org, kept.user, order[1])?);
            assert_eq!(
                tx.remove_sessions_of_user(kept.org, kept.user, Some(order[0]))?,
                3
            );
            assert_eq!(tx.remove_sessions_of_user(kept.org, kept.user, None)?, 1);
            Ok(tx.sessions_of_user(kept.org, kept.user)?.len())
        };
        assert_eq!(store.write(unit).await.unwrap(), 0);
    });
}
