//! House-keeping: what is written down late, and what is thrown away.

use std::sync::Arc;

use app::keep;
use app::session_check;
use app::{Clock, recover};
use domain::id::{DeliveryId, SessionId};
use domain::message::{MessageChannel, MessageState};
use domain::time::{Span, Timestamp};
use domain::token::Token;
use store::testing::each_engine;
use store::{NewDelivery, ReadTx, Settlement, Tx};
use tokio::sync::watch;

use crate::ground::{Ground, PASSWORD};

impl Ground {
    async fn last_seen(&self, session: &Token) -> Timestamp {
        let token = session.clone();
        let found = self.app.store.read(move |tx| tx.find_session(&token));
        found.await.unwrap().unwrap().last_seen_at
    }

    async fn look_in(&self, session: &Token) {
        let checked = session_check::check(&self.app, session, &self.requester()).await;
        assert!(checked.unwrap().is_some());
    }
}

#[test]
fn sessions_are_written_down_in_one_batch_and_at_most_once_a_minute() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.person("cilla").await;
        let begun = ground.now;
        let bo = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        let cilla = ground
            .sign_in("cilla", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        ground.look_in(&bo).await;
        ground.look_in(&cilla).await;
        assert_eq!(
            keep::flush_seen(&ground.app).await.unwrap(),
            2,
            "that they signed in, and not that they were seen a moment ago"
        );
        assert_eq!(ground.last_seen(&bo).await, begun);
        ground.pass(Span::minutes(2));
        ground.look_in(&bo).await;
        ground.look_in(&cilla).await;
        ground.pass(Span::seconds(5));
        ground.look_in(&bo).await;
        assert_eq!(ground.last_seen(&bo).await, begun, "not before the batch");
        let before = ground.app.store.counted();
        assert_eq!(keep::flush_seen(&ground.app).await.unwrap(), 2);
        assert_eq!(ground.app.store.counted().units, before.units + 1);
        assert_eq!(ground.last_seen(&bo).await, ground.now);
        assert_eq!(
            ground.last_seen(&cilla).await,
            ground.now - Span::seconds(5)
        );
        assert_eq!(keep::flush_seen(&ground.app).await.unwrap(), 0);
    });
}

#[test]
fn what_has_been_over_for_a_day_is_removed_and_nothing_else() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        let asked = recover::ask(&ground.app, ground.demo.id, "bo", &ground.requester()).await;
        asked.unwrap().unwrap();
        let opened = recover::open(
            &ground.app,
            ground.demo.id,
            &ground.mailed_token(),
            &ground.requester(),
        )
        .await;
        let login = opened.unwrap().unwrap().login;
        let find = |token: Token| {
            let app = Arc::clone(&ground.app);
            async move {
                app.store
                    .read(move |tx| tx.find_login(&token))
                    .await
                    .unwrap()
            }
        };
        ground.now = ground.now + Span::hours(1);
        keep::remove_expired(&ground.app, ground.now).await.unwrap();
        assert!(
            find(login.clone()).await.is_some(),
            "an expired login still says so"
        );
        ground.now = ground.now + Span::hours(24);
        assert!(keep::remove_expired(&ground.app, ground.now).await.unwrap() >= 2);
        assert!(find(login).await.is_none());
        let organisation = ground.demo.id;
        let id = SessionId::from_bytes(session.id);
        let token = session.clone();
        let still = ground
            .app
            .store
            .read(move |tx| tx.find_session(&token))
            .await
            .unwrap();
        assert_eq!(
            still.map(|session| session.id),
            Some(id),
            "thirty days are not over"
        );
        assert_eq!(
            keep::remove_expired(&ground.app, ground.now).await.unwrap(),
            0
        );

        // A settled message stays for thirty days.
        let delivery = ground.mail.kept()[0].id.parse().unwrap();
        let state = |app: Arc<app::App>| async move {
            app.store
                .read(move |tx| tx.find_delivery_state(organisation, delivery))
                .await
                .unwrap()
        };
        assert!(state(Arc::clone(&ground.app)).await.is_some());
        ground.now = ground.now + Span::days(30);
        assert!(keep::remove_expired(&ground.app, ground.now).await.unwrap() >= 2);
        assert!(state(Arc::clone(&ground.app)).await.is_none());
        let again = ground.sign_in("bo", PASSWORD).await.unwrap();
        assert!(again.session.is_some(), "the person is untouched");
    });
}

#[test]
fn the_recording_of_a_call_is_wiped_when_nobody_can_use_it_any_more() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let (organisation, now) = (ground.demo.id, ground.now);
        let (of_use_for, lasting) = (Span::minutes(5), Span::hours(1));
        let call = move |tx: &mut Tx, expires_at| {
            let id = DeliveryId::draw(now, tx.random());
            let new = NewDelivery {
                id,
                user: None,
                challenge: None,
                channel: MessageChannel::Voice,
                purpose: "code",
                masked: "+46 •• ••• •• 05",
                country: None,
                prefix: None,
                content: b"{}",
                expires_at,
            };
            tx.insert_delivery(organisation, &new, now)?;
            tx.claim_delivery(organisation, id, now, now)?;
            let taken_over = Settlement::Sent {
                gateway: None,
                reference: None,
                parts: None,
                price: None,
                keep_content: true,
            };
            assert!(tx.settle_delivery(organisation, id, 1, &taken_over, now)?);
            Ok::<_, store::Fault>(id)
        };
        let calls = move |tx: &mut Tx| Ok((call(tx, now + of_use_for)?, call(tx, now + lasting)?));
        let (over, open) = ground.app.store.write(calls).await.unwrap();
        assert_eq!(
            keep::wipe_messages(&ground.app, ground.now).await.unwrap(),
            0
        );
        ground.pass(of_use_for);
        assert_eq!(
            keep::wipe_messages(&ground.app, ground.now).await.unwrap(),
            1
        );
        let kept = move |tx: &mut ReadTx| {
            Ok((
                tx.open_delivery_content(organisation, over, now)?.is_some(),
                tx.open_delivery_content(organisation, open, now)?.is_some(),
                tx.find_delivery_state(organisation, over)?
                    .map(|over| over.state),
            ))
        };
        assert_eq!(
            ground.app.store.read(kept).await.unwrap(),
            (false, true, Some(MessageState::Sent)),
            "the log keeps the message"
        );
    });
}

struct Stopped(Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[test]
fn the_worker_writes_sessions_down_a_last_time_when_it_is_stopped() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        ground.pass(Span::minutes(3));
        ground.look_in(&session).await;
        let (stop, stopped) = watch::channel(false);
        let clock: Arc<dyn Clock> = Arc::new(Stopped(ground.now));
        let worker = tokio::runtime::Handle::current().spawn(keep::worker(
            ground.app.clone(),
            clock,
            stopped,
        ));
        tokio::task::yield_now().await;
        stop.send(true).unwrap();
        worker.await.unwrap();
        assert_eq!(ground.last_seen(&session).await, ground.now);
    });
}
