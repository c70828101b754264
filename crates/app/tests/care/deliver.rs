//! What becomes of a message that was not taken over at once.

use std::sync::Arc;

use app::deliver;
use app::{App, Clock};
use connect::mail::outbox::Planned;
use domain::id::DeliveryId;
use domain::message::{MessageChannel, MessageState};
use domain::time::{Span, Timestamp};
use store::testing::each_engine;
use store::{Claimed, DeliveryState, NewDelivery};
use tokio::sync::watch;

use crate::ground::{Ground, installed, start};

impl Ground {
    /// Asks for a link whose first sending fails as planned.
    async fn asked_while(&self, planned: &[Planned]) {
        self.mail.fail_next(planned.iter().copied());
        let asked = app::recover::ask(&self.app, self.demo.id, "bo", &self.requester()).await;
        assert!(asked.unwrap().is_ok(), "whoever asks hears nothing of it");
    }

    async fn deliver(&self) -> usize {
        deliver::run_due(&self.app, self.now).await.unwrap()
    }

    async fn put(&self, content: &'static [u8], expires_at: Timestamp) -> DeliveryId {
        let (organisation, now) = (self.demo.id, self.now);
        let unit = move |tx: &mut store::Tx| {
            let id = DeliveryId::draw(now, tx.random());
            let new = NewDelivery {
                id,
                user: None,
                challenge: None,
                channel: MessageChannel::Email,
                purpose: "notice",
                masked: "b•••@bjorken.example",
                country: None,
                prefix: None,
                content,
                expires_at,
            };
            tx.insert_delivery(organisation, &new, now)?;
            Ok(id)
        };
        self.app.store.write(unit).await.unwrap()
    }

    async fn state(&self, id: DeliveryId) -> DeliveryState {
        let organisation = self.demo.id;
        let found = self
            .app
            .store
            .read(move |tx| tx.find_delivery_state(organisation, id));
        found.await.unwrap().unwrap()
    }
}

/// When the next message is due; nothing where the outbox is empty.
async fn due(app: &App) -> Option<Timestamp> {
    app.store
        .read(|tx| tx.next_job_at("delivery"))
        .await
        .unwrap()
}

#[test]
fn what_was_not_taken_over_is_tried_again_when_it_is_due_and_not_before() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground
            .asked_while(&[Planned::Transient, Planned::Transient])
            .await;
        assert!(ground.mail.kept().is_empty());
        assert_eq!(ground.deliver().await, 0, "not due yet");
        let first = due(&ground.app).await.unwrap();
        ground.now = first;
        assert_eq!(ground.deliver().await, 1);
        assert!(ground.mail.kept().is_empty());
        let second = due(&ground.app).await.unwrap();
        assert!(second.since(first) > first.since(start()), "the waits grow");
        ground.now = second;
        assert_eq!(ground.deliver().await, 1);
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
        assert_eq!(due(&ground.app).await, None);
        ground.pass(Span::hours(1));
        assert_eq!(ground.deliver().await, 0);
        assert_eq!(ground.mail.kept().len(), 1);
    });
}

#[test]
fn a_refused_message_and_one_whose_answer_was_lost_are_never_sent_again() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        ground.asked_while(&[Planned::Permanent]).await;
        ground
            .asked_while(&[Planned::Unknown { arrived: true }])
            .await;
        assert_eq!(ground.mail.kept().len(), 1);
        assert_eq!(due(&ground.app).await, None);
        let told = ground.events(bo).await;
        let failed = told.iter().filter(|(kind, _)| kind == "delivery-failed");
        assert_eq!(failed.count(), 1, "what was lost may have arrived");
        ground.pass(Span::minutes(5));
        assert_eq!(ground.deliver().await, 0);
        assert_eq!(ground.mail.kept().len(), 1);
    });
}

#[test]
fn a_message_that_is_of_no_use_any_more_is_settled_and_not_sent() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let late = ground.put(b"{}", ground.now + Span::minutes(15)).await;
        ground.pass(Span::minutes(15));
        assert_eq!(ground.deliver().await, 1);
        assert!(ground.mail.kept().is_empty());
        let state = ground.state(late).await;
        assert_eq!(state.state, MessageState::Expired);
        let organisation = ground.demo.id;
        let events = ground
            .app
            .store
            .read(move |tx| tx.events(organisation, None, 10))
            .await
            .unwrap();
        assert_eq!(events[0].kind, "delivery-failed");
        assert_eq!(events[0].details.get("delivery"), Some(&late.to_string()));
    });
}

#[test]
fn an_unreadable_message_holds_up_nobody() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let broken = ground
            .put(b"no letter", ground.now + Span::minutes(15))
            .await;
        ground.person("bo").await;
        ground.asked_while(&[]).await;
        assert_eq!(ground.deliver().await, 1);
        assert_eq!(
            ground.state(broken).await.reason.as_deref(),
            Some("unreadable")
        );
        assert_eq!(ground.mail.kept().len(), 1);
        assert_eq!(due(&ground.app).await, None);
    });
}

#[test]
fn many_workers_send_each_message_once() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store.clone()).await;
        for number in 0..10 {
            let username = format!("bo{number}");
            ground.person(&username).await;
            ground.mail.fail_next([Planned::Transient]);
            let asked =
                app::recover::ask(&ground.app, ground.demo.id, &username, &ground.requester())
                    .await;
            assert!(asked.unwrap().is_ok());
        }
        ground.pass(Span::minutes(1));
        let other: Arc<App> = installed(store, ground.app.mailer.clone());
        let runtime = tokio::runtime::Handle::current();
        let workers: Vec<_> = [&ground.app, &other, &ground.app, &other]
            .map(Arc::clone)
            .into_iter()
            .map(|app| {
                let now = ground.now;
                runtime.spawn(async move { deliver::run_due(&app, now).await.unwrap() })
            })
            .collect();
        let mut taken = 0;
        for worker in workers {
            taken += worker.await.unwrap();
        }
        assert_eq!(taken, 10);
        let mut to = ground.addressees();
        to.dedup();
        assert_eq!((to.len(), ground.mail.kept().len()), (10, 10));
    });
}

#[test]
fn what_a_node_held_when_it_died_is_unknown_and_never_sent_again() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.asked_while(&[Planned::Transient]).await;
        ground.now = due(&ground.app).await.unwrap();
        let now = ground.now;
        // A node claims it and dies.
        let claimed = ground
            .app
            .store
            .write(move |tx| tx.claim_next_delivery(now, now + Span::seconds(90)));
        let Some(Claimed::Ready(held)) = claimed.await.unwrap() else {
            panic!("a message that waits can be claimed");
        };
        assert_eq!(ground.deliver().await, 0);
        ground.pass(Span::seconds(90));
        assert_eq!(ground.deliver().await, 1);
        assert_eq!(ground.state(held.id).await.state, MessageState::Unknown);
        ground.pass(Span::hours(1));
        assert_eq!(ground.deliver().await, 0);
        assert!(ground.mail.kept().is_empty(), "it may have arrived");
    });
}

struct Stopped(Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[test]
fn the_worker_empties_the_outbox_and_stops_when_told() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.asked_while(&[Planned::Transient]).await;
        ground.now = due(&ground.app).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let clock: Arc<dyn Clock> = Arc::new(Stopped(ground.now));
        let worker = tokio::runtime::Handle::current().spawn(deliver::worker(
            ground.app.clone(),
            clock,
            stopped,
        ));
        while ground.mail.kept().is_empty() {
            assert!(!worker.is_finished());
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        worker.await.unwrap();
    });
}
