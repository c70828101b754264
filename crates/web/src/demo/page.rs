//! `GET /demo/`: what to try, in which order, with whom.

use domain::time::Timestamp;

use super::{DemoMessage, DemoPerson, clock, outbox, phone};
use crate::arrival::Arrival;
use crate::pages::demo::{DemoPage, Message, Person};
use crate::reply::{Answer, Reply};

/// Where it is.
pub(super) const HERE: &str = "/demo/";

/// Messages on the page at most; the list for programs has all of them.
const MOST_MESSAGES: usize = 20;

/// The page.
pub(super) async fn show(arrival: Arrival) -> Answer {
    let Some(demo) = arrival.state.demo.clone() else {
        return Err(arrival.status(404));
    };
    let page = DemoPage {
        frame: arrival.frame(),
        login: "/login".to_owned(),
        security: "/account/security".to_owned(),
        people: demo
            .people()
            .into_iter()
            .map(|somebody| person(&arrival, somebody))
            .collect(),
        password: demo.password().to_owned(),
        messages: demo
            .outbox()
            .into_iter()
            .take(MOST_MESSAGES)
            .map(|sent| message(&arrival, sent))
            .collect(),
        outbox: outbox::HERE.to_owned(),
        now: when(&arrival, arrival.requester.now),
        clock: clock::HERE.to_owned(),
        phone: demo.phone().map(|_| phone::HERE.to_owned()),
        sample_client: None,
        here: HERE.to_owned(),
    };
    Ok(Reply::page(&arrival, &page))
}

fn person(arrival: &Arrival, somebody: DemoPerson) -> Person {
    let DemoPerson {
        username,
        role,
        password,
    } = somebody;
    Person {
        state: arrival.text.get(&format!("demo-person-{username}")),
        username,
        role,
        password,
    }
}

fn message(arrival: &Arrival, sent: DemoMessage) -> Message {
    let DemoMessage {
        channel,
        to,
        subject,
        body,
        at,
        ..
    } = sent;
    Message {
        channel: arrival.text.get(&format!("demo-channel-{channel}")),
        to,
        subject,
        body,
        at: when(arrival, at),
    }
}

fn when(arrival: &Arrival, at: Timestamp) -> String {
    app::letters::date_time(at, &arrival.state.app.time_zone, &arrival.text)
}
