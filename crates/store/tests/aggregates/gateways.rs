//! Gateways: their order, their sealed settings, and the channels that an organisation can use because of them.

use domain::id::{GatewayId, OrganisationId};
use domain::message::MessageChannel::{self, Email, Sms, Voice};
use domain::token::Token;
use store::testing::{each_engine, each_way};
use store::{Fault, Gateway, Price, ReadTx, Store, Tx};

use crate::world::messages::{GATEWAY_PASSWORD, add_gateway, settings};
use crate::world::{NOW, World, all_at_once, count, in_minutes};

fn channels(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<MessageChannel>, Fault> {
    Ok(tx.organisation(org)?.phone_channels)
}

fn gateway(tx: &mut ReadTx, org: OrganisationId, id: GatewayId) -> Result<Gateway, Fault> {
    Ok(tx.find_gateway(org, id)?.expect("it is there"))
}

#[test]
fn a_gateway_is_kept_opened_saved_and_removed() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.gateway);
        let unit = move |tx: &mut Tx| {
            let mut read = gateway(tx, org, id)?;
            assert_eq!((read.organisation, read.id, read.version), (org, id, 1));
            assert_eq!(
                (read.driver.as_str(), read.name.as_str()),
                ("46elks", "First")
            );
            assert_eq!(
                (read.channels.as_slice(), read.active),
                ([Sms, Voice].as_slice(), true)
            );
            assert!(read.settings == settings() && read.settings["password"] == GATEWAY_PASSWORD);
            assert!(read.trouble.is_none() && read.balance.is_none() && read.created_at == NOW);
            let token = Token::parse(&read.report_token().expose()).expect("it is one");
            assert_eq!((token.organisation, token.id), (org, *id.as_bytes()));
            assert!(token.secret.is_same_as(&read.report_secret));
            let earlier = read.clone();
            read.name = "46elks, production".to_owned();
            read.channels = vec![Voice, Sms, Voice];
            read.settings
                .insert("password".to_owned(), "another".to_owned());
            read.active = false;
            assert!(tx.save_gateway(org, &read)?);
            assert!(!tx.save_gateway(org, &earlier)?, "it was changed since");
            let saved = gateway(tx, org, id)?;
            assert_eq!(
                (saved.name.as_str(), saved.version, saved.active),
                ("46elks, production", 2, false)
            );
            assert_eq!(
                (
                    saved.channels.as_slice(),
                    saved.settings["password"].as_str()
                ),
                ([Sms, Voice].as_slice(), "another")
            );
            assert!(saved.report_secret.is_same_as(&earlier.report_secret));
            assert_eq!(tx.gateway_organisations()?, [org]);
            assert!(tx.remove_gateway(org, id)?);
            assert!(!tx.remove_gateway(org, id)? && !tx.save_gateway(org, &saved)?);
            assert!(tx.gateway_organisations()?.is_empty());
            tx.find_gateway(org, id).map(|found| found.is_none())
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn gateways_are_tried_in_the_order_they_were_put_into() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let first = world.gateway;
            let second = add_gateway(tx, org, "Second", &[Sms])?;
            let third = add_gateway(tx, org, "Third", &[Sms])?;
            let ids = |tx: &mut Tx| {
                let gateways = tx.gateways_of(org)?;
                Ok::<_, Fault>(gateways.iter().map(|one| one.id).collect::<Vec<_>>())
            };
            assert_eq!(ids(tx)?, [first, second, third]);
            for (moved, to, order) in [
                (third, 0, [third, first, second]),
                (third, 1, [first, third, second]),
                (first, 99, [third, second, first]),
                (second, 1, [third, second, first]),
            ] {
                assert!(tx.move_gateway(org, moved, to)?);
                assert_eq!(ids(tx)?, order);
            }
            assert!(tx.remove_gateway(org, second)?);
            let last = add_gateway(tx, org, "Last", &[])?;
            Ok((
                ids(tx)? == [third, first, last],
                tx.move_gateway(org, second, 0)?,
            ))
        };
        assert_eq!(store.write(unit).await.unwrap(), (true, false));
    });
}

#[test]
fn an_organisation_has_the_channels_that_a_gateway_works_for() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let org = world.org;
        let unit = move |tx: &mut Tx| {
            let first = world.gateway;
            assert_eq!(channels(tx, org)?, [Sms, Voice]);
            assert!(tx.set_gateway_trouble(org, first, Some("credentials"), NOW)?);
            assert_eq!(channels(tx, org)?, []);
            let second = add_gateway(tx, org, "Second", &[Sms, Email])?;
            assert_eq!(channels(tx, org)?, [Sms], "mail goes by no gateway");
            assert!(tx.set_gateway_trouble(org, first, None, NOW)?);
            assert_eq!(channels(tx, org)?, [Sms, Voice]);
            let mut off = gateway(tx, org, first)?;
            off.active = false;
            assert!(tx.save_gateway(org, &off)?);
            assert_eq!(channels(tx, org)?, [Sms]);
            assert!(tx.remove_gateway(org, second)?);
            assert_eq!(channels(tx, org)?, []);
            let mut on = gateway(tx, org, first)?;
            (on.active, on.channels) = (true, vec![Voice]);
            assert!(tx.save_gateway(org, &on)?);
            // What is saved of the organisation itself leaves them alone.
            let mut renamed = tx.organisation(org)?;
            renamed.phone_channels.clear();
            tx.save_organisation(&renamed, store::Bump::Nothing)?;
            channels(tx, org)
        };
        assert_eq!(store.write(unit).await.unwrap(), [Voice]);
    });
}

#[test]
fn trouble_is_new_once_and_is_over_when_the_account_is_changed() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.gateway);
        let unit = move |tx: &mut Tx| {
            let version = gateway(tx, org, id)?.version;
            assert!(
                !tx.set_gateway_trouble(org, id, None, NOW)?,
                "there is none"
            );
            assert!(tx.set_gateway_trouble(org, id, Some("credentials"), NOW)?);
            assert!(!tx.set_gateway_trouble(org, id, Some("credentials"), in_minutes(1))?);
            let troubled = gateway(tx, org, id)?;
            assert_eq!(
                (troubled.trouble.as_deref(), troubled.trouble_at),
                (Some("credentials"), Some(NOW))
            );
            assert!(tx.set_gateway_trouble(org, id, Some("balance"), in_minutes(2))?);
            let troubled = gateway(tx, org, id)?;
            assert_eq!(
                (troubled.trouble_at, troubled.version),
                (Some(in_minutes(2)), version)
            );
            assert!(tx.save_gateway(org, &troubled)?);
            let mended = gateway(tx, org, id)?;
            assert!(mended.trouble.is_none() && mended.trouble_at.is_none());
            channels(tx, org)
        };
        assert_eq!(store.write(unit).await.unwrap(), [Sms, Voice]);
        let notice = move |tx: &mut Tx| tx.set_gateway_trouble(org, id, Some("credentials"), NOW);
        assert_eq!(
            count(&all_at_once(&store, 64, notice).await),
            1,
            "one alarm"
        );
    });
}

#[test]
fn a_balance_is_noted_and_leaves_the_version_as_it_is() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, id) = (world.org, world.gateway);
        let unit = move |tx: &mut Tx| {
            let read = gateway(tx, org, id)?;
            let balance = Price {
                micros: 12_500_000,
                currency: "SEK",
            };
            assert!(tx.set_gateway_balance(org, id, balance, in_minutes(1))?);
            assert!(tx.save_gateway(org, &read)?, "the version still fits");
            let balance = gateway(tx, org, id)?.balance.expect("it was noted");
            Ok((balance.amount.micros, balance.amount.currency, balance.at))
        };
        let expected = (12_500_000, "SEK".to_owned(), in_minutes(1));
        assert_eq!(store.write(unit).await.unwrap(), expected);
    });
}

/// Adds a gateway for each channel and puts them all in trouble, each in a unit of its own, all at once.
async fn all_in_trouble(store: &Store, world: &World) {
    let org = world.org;
    let add = move |tx: &mut Tx| add_gateway(tx, org, "One of many", &[Sms]);
    let mut ids = all_at_once(store, 12, add).await;
    ids.push(world.gateway);
    let read = store.read(move |tx| tx.gateways_of(org)).await.unwrap();
    let mut positions: Vec<i64> = read.iter().map(|one| one.position).collect();
    positions.dedup();
    assert_eq!(positions.len(), 13, "no two have one place");
    let trouble = async |some: &[GatewayId]| {
        for id in some.iter().copied() {
            let unit = move |tx: &mut Tx| tx.set_gateway_trouble(org, id, Some("balance"), NOW);
            assert!(store.write(unit).await.unwrap());
        }
    };
    let (one, rest) = ids.split_at(4);
    let (two, three) = rest.split_at(4);
    tokio::join!(trouble(one), trouble(two), trouble(three));
}

#[test]
fn the_channels_are_right_whoever_changes_gateways_at_the_same_time() {
    each_engine(async |store| {
        let world = World::make(&store, "demo").await;
        all_in_trouble(&store, &world).await;
        let org = world.org;
        assert_eq!(store.read(move |tx| channels(tx, org)).await.unwrap(), []);
    });
}
