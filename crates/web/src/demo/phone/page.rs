//! `GET /demo/bankid`: the telephone. It shows the open orders and looks again by itself, without a script; *type* holds it still, with
//! fields for a number and for the text of a picture.

use axum::http::{HeaderName, HeaderValue};

use super::{HERE, ORDER, SCAN};
use crate::arrival::Arrival;
use crate::demo::{DemoOrder, DemoRefusal};
use crate::pages::Problem;
use crate::pages::demo_phone::{Bearer, DemoPhonePage, PhoneOrder};
use crate::reply::{Answer, Reply};

/// After so many seconds the page looks again.
const AGAIN: &str = "3";

/// The page.
pub(in crate::demo) async fn show(arrival: Arrival) -> Answer {
    let Some(demo) = arrival.state.demo.clone() else {
        return Err(arrival.status(404));
    };
    let phone = demo.phone();
    let orders = phone.map_or_else(Vec::new, crate::demo_ports::DemoPhone::orders);
    let people = phone.map_or_else(Vec::new, crate::demo_ports::DemoPhone::people);
    let typing = arrival.query.contains_key("type");
    let problem = arrival.query.get("told").map(|code| told(&arrival, code));
    let holds_still = typing || problem.is_some();
    let page = DemoPhonePage {
        frame: arrival.frame(),
        problem,
        orders: orders
            .into_iter()
            .map(|order| shown(&arrival, order))
            .collect(),
        people: people
            .into_iter()
            .map(|(name, number)| Bearer {
                label: arrival.text.with1("demo-phone-sign", "name", name.as_str()),
                number: number.digits(),
            })
            .collect(),
        typing,
        here: HERE.to_owned(),
        type_at: format!("{HERE}?type=1"),
        scan: SCAN.to_owned(),
    };
    let again = (!holds_still).then(|| HeaderValue::from_static(AGAIN));
    Ok(Reply::page(&arrival, &page).with(HeaderName::from_static("refresh"), again))
}

fn shown(arrival: &Arrival, order: DemoOrder) -> PhoneOrder {
    let state = match order.hint.as_str() {
        "outstandingTransaction" | "noClient" => "demo-phone-waiting",
        "userCallConfirm" => "demo-phone-call",
        _ => "demo-phone-opened",
    };
    PhoneOrder {
        address: ORDER.replace("{auto_start_token}", &order.auto_start_token),
        is_opened: state != "demo-phone-waiting",
        state: arrival.text.get(state),
        visible_text: order.visible_text,
    }
}

/// Why what was asked for was not done. A code that nobody gave out is told as the one that fits everything.
fn told(arrival: &Arrival, code: &str) -> Problem {
    let known = DemoRefusal::ALL.into_iter().map(DemoRefusal::code);
    let code = known
        .into_iter()
        .find(|known| *known == code)
        .unwrap_or("malformed");
    Problem::new(arrival.text.get(&format!("demo-phone-refused-{code}")), "")
}
