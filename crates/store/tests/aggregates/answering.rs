//! A whole answer: one read, one unit, at most six statements, and exactly one success however many come at once.

use domain::audit::{Event, EventKind, Personal};
use domain::challenge::Purpose as Asking;
use domain::factor::Evidence;
use domain::id::SessionId;
use domain::login::State;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};
use store::testing::{each_engine, each_way};
use store::{Consumption, Fault, Issued, LoginView, Store, Tx};

use crate::world::{NOW, TOTP, World, all_at_once, in_minutes, new_session};

/// What a right code of this time step does, as a use case would.
fn answer(
    tx: &mut Tx,
    world: &World,
    view: &LoginView,
    step: i64,
    now: Timestamp,
) -> Result<Option<Token>, Fault> {
    let (org, user, login) = (world.org, view.user.id, &view.login);
    let event = Event::own(EventKind::FactorChecked, user, Personal::default());
    let opened = tx.open_answer(org, user, &TOTP, now)?;
    let challenge = login.challenge.expect("a challenge is open");
    let counted = tx.count_attempt(org, world.holder(), challenge, &TOTP, Asking::Prove, now)?;
    let consumed = match (opened.first(), counted) {
        (Some(authenticator), Some(_)) => {
            tx.consume_authenticator(org, authenticator, &Consumption::Through(step), now)?
        }
        _ => false,
    };
    if !consumed {
        tx.audit(org, &event.refused(Refusal::CodeUsed), now)?;
        return Ok(None);
    }
    let mut evidence = login.evidence.clone();
    evidence.push(Evidence::password(now));
    if !tx.consume_login(org, login, login.next_state, &evidence, now)? {
        tx.audit(org, &event.refused(Refusal::LoginExpired), now)?;
        return Ok(None);
    }
    let (id, secret) = (
        SessionId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let session = new_session(
        id,
        &secret,
        user,
        (login.user_epoch, login.policy_epoch),
        &evidence,
    );
    assert_eq!(tx.issue_session(org, &session, now)?, Issued::Issued);
    tx.audit(org, &event, now)?;
    Ok(Some(Token {
        organisation: org,
        id: *id.as_bytes(),
        secret,
    }))
}

async fn view(store: &Store, world: &World) -> LoginView {
    let token = world.login.clone();
    store
        .read(move |tx| tx.login_view(&token))
        .await
        .unwrap()
        .unwrap()
}

#[test]
fn an_answer_is_one_read_and_one_unit_of_six_statements_and_one_commit() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        let before = store.counted();
        let seen = view(&store, &world).await;
        assert_eq!(store.counted().statements - before.statements, 1);
        let before = store.counted();
        let kept = world.clone();
        let right = store
            .write(move |tx| Ok((answer(tx, &kept, &seen, 7, NOW)?, tx.statements())))
            .await
            .unwrap();
        let after = store.counted();
        assert!(right.0.is_some());
        assert_eq!(right.1, 6);
        assert_eq!(after.statements - before.statements, 6);
        assert_eq!(after.units - before.units, 1);
        assert_eq!(after.commits - before.commits, 1);
        let token = right.0.unwrap();
        let session = store
            .read(move |tx| tx.session_view(&token))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(session.session.evidence.len(), 2);
        assert_eq!(session.user.id, world.user);
    });
}

#[test]
fn one_code_in_64_hands_signs_in_once_and_the_others_are_told() {
    each_way(async |store| {
        for slug in ["one", "two", "three", "four"] {
            let world = World::make(&store, slug).await;
            let seen = view(&store, &world).await;
            let kept = world.clone();
            let unit = move |tx: &mut Tx| Ok(answer(tx, &kept, &seen, 7, in_minutes(1))?.is_some());
            let results = all_at_once(&store, 64, unit).await;
            assert_eq!(results.iter().filter(|yes| **yes).count(), 1);
            let (org, user) = (world.org, world.user);
            let after = move |tx: &mut store::ReadTx| {
                let told = tx.events_of_subject(org, user, None, 100)?;
                let checked = told
                    .iter()
                    .filter(|row| row.kind == "factor-checked")
                    .count();
                let done = told
                    .iter()
                    .filter(|row| row.kind == "factor-checked" && row.outcome == "done")
                    .count();
                Ok((tx.sessions_of_user(org, user)?.len(), checked, done))
            };
            assert_eq!(
                store.read(after).await.unwrap(),
                (2, 64, 1),
                "each answer left its row"
            );
            assert_eq!(world.read_login(&store).await.state, State::Complete);
        }
    });
}

#[test]
fn a_view_tells_what_the_cookie_proves_and_nothing_to_another_secret() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let seen = view(&store, &world).await;
        let challenge = seen.challenge.as_ref().expect("the login names it");
        assert_eq!(
            (challenge.id, challenge.attempts_left),
            (world.challenge, 5)
        );
        assert_eq!(*challenge.data, crate::world::CODE);
        assert_eq!(
            (seen.login.clone(), seen.user.id),
            (world.read_login(&store).await, world.user)
        );
        assert_eq!(
            (seen.policy_epoch, seen.organisation_suspended),
            (seen.login.policy_epoch, false)
        );
        assert_eq!(seen.user.epoch, seen.login.user_epoch);
        assert_eq!(seen.user.factor_set.to_string(), "email,totp");
        let (login, session) = (world.login.clone(), world.session.clone());
        let guessed = store
            .write(|tx| Ok(TokenSecret::draw(tx.random())))
            .await
            .unwrap();
        let unit = move |tx: &mut store::ReadTx| {
            let (mut login, mut session, mut device) =
                (login.clone(), session.clone(), world.device.clone());
            let mut pass = world.pass.clone();
            for token in [&mut login, &mut session, &mut device, &mut pass] {
                token.secret = guessed.clone();
            }
            Ok([
                tx.login_view(&login)?.is_none(),
                tx.find_login(&login)?.is_none(),
                tx.session_view(&session)?.is_none(),
                tx.find_session(&session)?.is_none(),
                tx.find_pass(&pass)?.is_none(),
            ])
        };
        assert_eq!(store.read(unit).await.unwrap(), [true; 5]);
    });
}

#[test]
fn a_rotated_login_knows_the_new_secret_alone() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id, old) = (world.org, world.login_id(), world.login.clone());
        let unit = move |tx: &mut Tx| {
            let mut fresh = old.clone();
            fresh.secret = TokenSecret::draw(tx.random());
            assert!(tx.rotate_login(org, id, &fresh.secret)?);
            Ok((
                tx.find_login(&old)?.is_none(),
                tx.find_login(&fresh)?.is_some(),
            ))
        };
        assert_eq!(store.write(unit).await.unwrap(), (true, true));
    });
}
