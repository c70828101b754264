//! A message in the outbox and an account at a gateway, and more of them.

use std::collections::BTreeMap;

use domain::id::{ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::MessageChannel;
use domain::phone::Country;
use domain::token::TokenSecret;
use store::{Fault, NewDelivery, NewGateway, Tx};

use super::{MESSAGE, NOW, in_minutes};

/// What must not be found in any database in clear.
pub(crate) const PREFIX: &str = "+4670174";
pub(crate) const GATEWAY_PASSWORD: &str = "a-gateway-password-in-clear";

/// A text message with a code for this user.
pub(crate) fn new_delivery(id: DeliveryId, user: UserId) -> NewDelivery<'static> {
    NewDelivery {
        id,
        user: Some(user),
        challenge: None,
        channel: MessageChannel::Sms,
        purpose: "code",
        masked: "+46 •• ••• •• 05",
        country: Some(Country::SWEDEN),
        prefix: Some(PREFIX),
        content: MESSAGE,
        expires_at: in_minutes(15),
    }
}

pub(super) fn make_delivery(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
    challenge: ChallengeId,
) -> Result<DeliveryId, Fault> {
    let id = DeliveryId::draw(NOW, tx.random());
    let new = NewDelivery {
        challenge: Some(challenge),
        ..new_delivery(id, user)
    };
    tx.insert_delivery(org, &new, NOW)?;
    Ok(id)
}

/// What the account of the tests must be told.
pub(crate) fn settings() -> BTreeMap<String, String> {
    let one = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    BTreeMap::from([one("username", "u123"), one("password", GATEWAY_PASSWORD)])
}

/// Adds an account that is used for these channels.
pub(crate) fn add_gateway(
    tx: &mut Tx,
    org: OrganisationId,
    name: &str,
    channels: &[MessageChannel],
) -> Result<GatewayId, Fault> {
    let id = GatewayId::draw(NOW, tx.random());
    let secret = TokenSecret::draw(tx.random());
    let new = NewGateway {
        id,
        driver: "46elks",
        name,
        channels,
        settings: &settings(),
        report_secret: &secret,
        active: true,
    };
    tx.insert_gateway(org, &new, NOW)?;
    Ok(id)
}

pub(super) fn make_gateway(tx: &mut Tx, org: OrganisationId) -> Result<GatewayId, Fault> {
    add_gateway(
        tx,
        org,
        "First",
        &[MessageChannel::Sms, MessageChannel::Voice],
    )
}
