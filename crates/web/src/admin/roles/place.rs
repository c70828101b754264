//! `GET /admin/roles`: on to the first card, or to the one with the number that was asked for.

use app::administer;

use super::{ROLES, add, address, read};
use crate::admin::door::Admin;
use crate::pages::admin::CardPager;
use crate::reply::{Answer, Reply};
use app::administer::RoleCard;

/// On to a card; without any card to where the first is added. A number beyond the last leads to the last, what is no number to the first.
pub(super) async fn on_to_a_card(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let app = &arrival.state.app;
    let cards = read(
        &admin,
        administer::role_headings(app, arrival.organisation.id).await,
    )?;
    let asked: usize = arrival
        .query
        .get("number")
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(1);
    let at = asked.clamp(1, cards.len().max(1)) - 1;
    Ok(match cards.get(at) {
        Some(card) => Reply::onward(&address(card.id)),
        None => Reply::onward(add::HERE),
    })
}

/// The way from this card to the others.
pub(super) fn pager(card: &RoleCard) -> CardPager {
    let cards = &card.ground.cards;
    let at = card.place();
    let to = |at: Option<usize>| at.and_then(|at| cards.get(at)).map(|card| address(card.id));
    let last = cards.len().saturating_sub(1);
    CardPager {
        number: at + 1,
        of: cards.len(),
        first: to((at > 0).then_some(0)),
        previous: to(at.checked_sub(1)),
        next: to(Some(at + 1)),
        last: to((at < last).then_some(last)),
        jump: ROLES.to_owned(),
        cards: cards
            .iter()
            .map(|other| {
                let current = other.id == card.role.id;
                (other.name.clone(), address(other.id), current)
            })
            .collect(),
        add: add::HERE.to_owned(),
    }
}
