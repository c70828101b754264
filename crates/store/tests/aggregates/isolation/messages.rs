//! Messages and the gateways that carry them, tried under another organisation.

use domain::id::DeliveryId;
use domain::message::{MessageState, Suppression};
use store::{DeliveryFilter, Fault, NewSuppressed, Price, ReportOf, Settlement, Tx};

use super::Probe;
use crate::world::messages::{PREFIX, add_gateway, new_delivery};
use crate::world::{NOW, World, in_minutes};

const PRICE: Price<'static> = Price {
    micros: 350_000,
    currency: "SEK",
};

const SENT: Settlement<'static> = Settlement::Sent {
    gateway: None,
    reference: None,
    parts: None,
    price: None,
    keep_content: false,
};

const HERS: &str = "the-gateways-name-for-it";

/// Takes the world's message in hand under a claim that has just run out, and adds one that was sent: what each probe asks for is there
/// under its own organisation.
pub(super) fn take_in_hand(tx: &mut Tx, w: &World) -> Result<(), Fault> {
    assert!(tx.claim_delivery(w.org, w.delivery, NOW, NOW)?.is_some());
    assert!(tx.hand_on(w.org, w.delivery, 1, Some(w.gateway), NOW)?);
    let sent = DeliveryId::draw(NOW, tx.random());
    tx.insert_delivery(w.org, &new_delivery(sent, w.user), NOW)?;
    assert!(
        tx.claim_delivery(w.org, sent, NOW, in_minutes(1))?
            .is_some()
    );
    let settlement = Settlement::Sent {
        gateway: Some(w.gateway),
        reference: Some(HERS),
        parts: Some(1),
        price: Some(PRICE),
        keep_content: false,
    };
    assert!(tx.settle_delivery(w.org, sent, 1, &settlement, NOW)?);
    Ok(())
}

/// What reads, changes or uses up messages and gateways.
pub(super) const MESSAGES: &[(&str, Probe)] = &[
    ("insert_delivery", |tx, org, w| {
        let new = new_delivery(DeliveryId::draw(NOW, tx.random()), w.user);
        tx.insert_delivery(org, &new, NOW)?;
        Ok(tx.find_delivery_state(w.org, new.id)?.is_none())
    }),
    ("insert_suppressed", |tx, org, w| {
        let id = DeliveryId::draw(NOW, tx.random());
        let like = new_delivery(id, w.user);
        let new = NewSuppressed {
            id,
            user: like.user,
            challenge: like.challenge,
            channel: like.channel,
            purpose: like.purpose,
            masked: like.masked,
            country: like.country,
            prefix: like.prefix,
            reason: Suppression::Country,
            expires_at: like.expires_at,
        };
        tx.insert_suppressed(org, &new, NOW)?;
        Ok(tx.find_delivery_state(w.org, id)?.is_none())
    }),
    ("claim_delivery", |tx, org, w| {
        Ok(tx
            .claim_delivery(org, w.delivery, NOW, in_minutes(1))?
            .is_none())
    }),
    ("hand_on", |tx, org, w| {
        Ok(!tx.hand_on(org, w.delivery, 1, Some(w.gateway), in_minutes(9))?)
    }),
    ("settle_delivery", |tx, org, w| {
        Ok(!tx.settle_delivery(org, w.delivery, 1, &SENT, NOW)?)
    }),
    ("retry_delivery", |tx, org, w| {
        Ok(!tx.retry_delivery(org, w.delivery, 1, in_minutes(9))?)
    }),
    ("report_delivery", |tx, org, w| {
        let mut report = |of| {
            let state = MessageState::Delivered;
            tx.report_delivery(org, w.gateway, &of, state, None, Some(PRICE), NOW)
        };
        Ok(report(ReportOf::Own(w.delivery))?.is_none()
            && report(ReportOf::Reference(HERS))?.is_none())
    }),
    ("mark_answered", |tx, org, w| {
        tx.mark_answered(org, w.challenge, NOW).map(|()| true)
    }),
    ("remove_settled_deliveries", |tx, org, _| {
        Ok(tx.remove_settled_deliveries(org, in_minutes(9), 9)? == 0)
    }),
    ("find_delivery_state", |tx, org, w| {
        Ok(tx.find_delivery_state(org, w.delivery)?.is_none())
    }),
    ("last_delivery_of", |tx, org, w| {
        let own = tx.last_delivery_of(w.org, w.challenge)?;
        Ok(own.is_some() && tx.last_delivery_of(org, w.challenge)?.is_none())
    }),
    ("deliveries_page", |tx, org, w| {
        let everything = DeliveryFilter::default();
        let own = tx.deliveries_page(w.org, &everything, 9)?;
        Ok(own.len() == 2 && tx.deliveries_page(org, &everything, 9)?.is_empty())
    }),
    ("conversion", |tx, org, w| {
        Ok(
            tx.conversion(w.org, PREFIX, (NOW, in_minutes(9)))? == (1, 0)
                && tx.conversion(org, PREFIX, (NOW, in_minutes(9)))? == (0, 0),
        )
    }),
    ("message_costs", |tx, org, w| {
        Ok(tx.message_costs(w.org, NOW)?.len() == 1 && tx.message_costs(org, NOW)?.is_empty())
    }),
    ("gateway_cost", |tx, org, w| {
        let own = tx.gateway_cost(w.org, w.gateway, NOW)?;
        Ok(own == PRICE.micros && tx.gateway_cost(org, w.gateway, NOW)? == 0)
    }),
    ("open_delivery_content", |tx, org, w| {
        let own = tx.open_delivery_content(w.org, w.delivery, NOW)?;
        Ok(own.is_some() && tx.open_delivery_content(org, w.delivery, NOW)?.is_none())
    }),
    ("insert_gateway", |tx, org, w| {
        let id = add_gateway(tx, org, "mine", &[])?;
        Ok(tx.find_gateway(w.org, id)?.is_none() && tx.gateways_of(w.org)?.len() == 1)
    }),
    ("gateways_of", |tx, org, w| {
        Ok(tx.gateways_of(w.org)?.len() == 1 && tx.gateways_of(org)?.is_empty())
    }),
    ("find_gateway", |tx, org, w| {
        Ok(tx.find_gateway(org, w.gateway)?.is_none())
    }),
    ("save_gateway", |tx, org, w| {
        let read = tx.find_gateway(w.org, w.gateway)?.expect("it is there");
        Ok(!tx.save_gateway(org, &read)?)
    }),
    ("move_gateway", |tx, org, w| {
        Ok(!tx.move_gateway(org, w.gateway, 0)?)
    }),
    ("remove_gateway", |tx, org, w| {
        Ok(!tx.remove_gateway(org, w.gateway)?)
    }),
    ("set_gateway_trouble", |tx, org, w| {
        Ok(!tx.set_gateway_trouble(org, w.gateway, Some("mine"), NOW)?)
    }),
    ("set_gateway_balance", |tx, org, w| {
        Ok(!tx.set_gateway_balance(org, w.gateway, PRICE, NOW)?)
    }),
];
