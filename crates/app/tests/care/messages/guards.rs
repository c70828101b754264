//! Every guard that stands before a message: the limit passes, one more is kept back, and whoever asked is answered alike.

use std::net::IpAddr;

use app::sign_in::Standing;
use connect::gateway::memory::MemoryGateway;
use domain::factor::FactorKind;
use domain::message::{MessageChannel, MessageSettings, MessageState, Suppression};
use domain::phone::Country;
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use super::{CALLS, TEXTS, in_memory, login, number};
use crate::ground::Ground;

/// Somebody asks for a code, this long after the one before.
struct Ask {
    who: String,
    from: IpAddr,
    after: Span,
}

/// A row of the table.
struct Row {
    /// What keeps the last one back.
    guard: Suppression,
    /// How many of the asks pass.
    limit: usize,
    kind: FactorKind,
    settings: fn(&mut MessageSettings),
    /// Who takes part, and their numbers.
    people: Vec<(String, String)>,
    asks: Vec<Ask>,
}

const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));

/// So many people, the numbers of each one's own from this one on.
fn people(of: &str, count: u32, from: u32) -> Vec<(String, String)> {
    (0..count)
        .map(|which| (format!("{of}{which}"), number(from + which)))
        .collect()
}

/// Each of these people asks so often, one after the other, this long apart.
fn each(of: &[(String, String)], times: usize, after: Span) -> Vec<Ask> {
    let names = of.iter().map(|(who, _)| who.clone());
    names
        .flat_map(|who| vec![who; times])
        .map(|who| Ask {
            who,
            from: HOME,
            after,
        })
        .collect()
}

/// Different people ask from addresses far from each other.
fn scattered(mut asks: Vec<Ask>) -> Vec<Ask> {
    for (which, ask) in asks.iter_mut().enumerate() {
        ask.from = IpAddr::from([198, 51, 100, u8::try_from(which).unwrap()]);
    }
    asks
}

fn unchanged(_: &mut MessageSettings) {}

fn narrow_rows() -> Vec<Row> {
    let alone = |of: &str, from: u32| people(of, 1, from);
    let (account, ten, day) = (alone("konto", 0), alone("tio", 1), alone("dygn", 2));
    let (house, calls) = (people("hus", 4, 10), alone("samtal", 3));
    vec![
        Row {
            guard: Suppression::AccountHour,
            limit: 5,
            kind: TEXTS,
            settings: unchanged,
            asks: each(&account, 6, Span::minutes(11)),
            people: account,
        },
        Row {
            guard: Suppression::NumberTenMinutes,
            limit: 3,
            kind: TEXTS,
            settings: unchanged,
            asks: each(&ten, 4, Span::seconds(31)),
            people: ten,
        },
        Row {
            guard: Suppression::NumberDay,
            limit: 10,
            kind: TEXTS,
            settings: unchanged,
            asks: each(&day, 11, Span::minutes(13)),
            people: day,
        },
        Row {
            guard: Suppression::AddressHour,
            limit: 10,
            kind: TEXTS,
            settings: unchanged,
            asks: each(&house, 3, Span::seconds(31))
                .into_iter()
                .take(11)
                .collect(),
            people: house,
        },
        Row {
            guard: Suppression::CallHour,
            limit: 2,
            kind: CALLS,
            settings: unchanged,
            asks: each(&calls, 3, Span::minutes(11)),
            people: calls,
        },
    ]
}

fn wide_rows() -> Vec<Row> {
    let home = people("hemma", 7, 20);
    let abroad: Vec<(String, String)> = (0..3)
        .map(|which| (format!("borta{which}"), format!("+4741234{which:03}")))
        .collect();
    let (country, all) = (people("land", 5, 30), people("alla", 6, 40));
    let (money, whole) = (people("pengar", 4, 50), people("helheten", 4, 60));
    let once = |of: &[(String, String)]| scattered(each(of, 1, Span::seconds(1)));
    vec![
        Row {
            guard: Suppression::PrefixHour,
            limit: 6,
            kind: TEXTS,
            settings: |settings| settings.limits.prefix_hour_home = 6,
            asks: once(&home),
            people: home,
        },
        Row {
            guard: Suppression::PrefixHour,
            limit: 2,
            kind: TEXTS,
            settings: |settings| {
                settings.countries.push(Country::parse("NO").unwrap());
                settings.limits.prefix_hour_abroad = 2;
            },
            asks: once(&abroad),
            people: abroad,
        },
        Row {
            guard: Suppression::CountryDay,
            limit: 4,
            kind: TEXTS,
            settings: |settings| settings.limits.country_day = 4,
            asks: once(&country),
            people: country,
        },
        Row {
            guard: Suppression::OrganisationDay,
            limit: 5,
            kind: TEXTS,
            settings: |settings| settings.limits.organisation_day = 5,
            asks: once(&all),
            people: all,
        },
        Row {
            guard: Suppression::MoneyDay,
            limit: 3,
            kind: TEXTS,
            settings: |settings| {
                settings.prices.insert(Country::SWEDEN, 500_000);
                settings.limits.money_day_micros = Some(1_900_000);
            },
            asks: once(&money),
            people: money,
        },
        Row {
            guard: Suppression::InstallationDay,
            limit: 3,
            kind: TEXTS,
            settings: unchanged,
            asks: once(&whole),
            people: whole,
        },
    ]
}

/// What whoever asks can see of it: how the entry went on, and the page, without the clock times that it shows.
async fn seen(ground: &Ground, entry: &app::sign_in::Entry) -> (bool, bool, String) {
    let Standing::Answer(view) = ground.stands(login(entry)).await else {
        panic!("a code is waited for");
    };
    let waits = view.resend_after.expect("a code can be sent again");
    assert_eq!(waits.since(ground.now), Span::seconds(30));
    let page = view.view.json().to_string();
    (entry.delivery_failed, view.has_other_ways, page)
}

async fn asked(ground: &mut Ground, ask: &Ask) -> (bool, bool, String) {
    ground.pass(ask.after);
    let entry = ground.signs_in_from(&ask.who, ask.from).await;
    seen(ground, &entry).await
}

async fn holds(ground: &mut Ground, phones: &MemoryGateway, row: &Row) {
    let name = row.guard.as_str();
    ground.settle_on(row.settings).await;
    if row.guard == Suppression::InstallationDay {
        ground.app.gateways.limit_installation(3);
    }
    for (who, to) in &row.people {
        ground.with_phone(who, &row.kind, to).await;
    }
    let before = (phones.kept().len(), ground.kept_back().await.len());
    let (last, passing) = row.asks.split_last().unwrap();
    assert_eq!(passing.len(), row.limit, "{name}");
    let mut answered = (false, false, String::new());
    for ask in passing {
        answered = asked(ground, ask).await;
        assert!(!answered.0, "{name}");
    }
    assert_eq!(
        phones.kept().len() - before.0,
        row.limit,
        "{name}: the limit passes"
    );
    assert_eq!(ground.kept_back().await.len(), before.1, "{name}");
    let (_, to) = row.people.iter().find(|(who, _)| *who == last.who).unwrap();
    let not_answered = asked(ground, last).await;
    assert_eq!(
        phones.kept().len() - before.0,
        row.limit,
        "{name}: one more is kept back"
    );
    assert_eq!(
        (answered.0, answered.1),
        (not_answered.0, not_answered.1),
        "{name}"
    );
    let masked = |page: &str| page.replace(|sign: char| sign.is_ascii_digit(), "•");
    assert_eq!(masked(&answered.2), masked(&not_answered.2), "{name}");

    let kept_back = ground.log().await;
    let kept_back: Vec<_> = kept_back
        .iter()
        .filter(|found| found.state == MessageState::Suppressed)
        .take(1)
        .collect();
    let found = kept_back[0];
    assert_eq!(found.reason.as_deref(), Some(name));
    assert_eq!(
        (found.gateway, found.parts, &found.price),
        (None, None, &None),
        "{name}"
    );
    assert!(
        found.masked.ends_with(&to[to.len() - 2..]),
        "{name}: {}",
        found.masked
    );
    assert!(
        !found.masked.contains(&to[3..8]),
        "{name}: {}",
        found.masked
    );
    let user = found.user.unwrap();
    let (organisation, guard) = (ground.demo.id, name.to_owned());
    let told = ground
        .app
        .store
        .read(move |tx| tx.events_of_subject(organisation, user, None, 100));
    let told = told.await.unwrap();
    let told = told.iter().filter(|event| {
        event.kind == "message-suppressed" && event.details.get("guard") == Some(&guard)
    });
    assert_eq!(told.count(), 1, "{name} is in the audit log");
    assert_eq!(
        ground.run_due().await,
        0,
        "{name}: nothing waits to be sent"
    );
}

#[test]
fn a26_every_narrow_guard_lets_its_limit_pass_and_keeps_one_more_back_unseen() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        for row in narrow_rows() {
            holds(&mut ground, &phones, &row).await;
            ground.pass(Span::days(2));
        }
    });
}

#[test]
fn a26_every_wide_guard_lets_its_limit_pass_and_keeps_one_more_back_unseen() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        for row in wide_rows() {
            holds(&mut ground, &phones, &row).await;
            ground
                .settle_on(|settings| *settings = MessageSettings::default())
                .await;
            ground.pass(Span::days(2));
        }
    });
}

#[test]
fn what_ran_out_comes_back_when_its_time_is_over() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        for _ in 0..4 {
            ground.signs_in("bo").await;
        }
        assert_eq!(phones.kept().len(), 3);
        ground.pass(Span::minutes(10));
        ground.signs_in("bo").await;
        assert_eq!(phones.kept().len(), 4);
    });
}

#[test]
fn texts_and_calls_are_counted_apart_and_two_of_a_number_are_enough_calls() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        for of in 0..2 {
            ground
                .with_phone(&format!("t{of}"), &TEXTS, &number(0))
                .await;
            ground
                .with_phone(&format!("c{of}"), &CALLS, &number(0))
                .await;
        }
        for username in ["t0", "t0", "t1", "t1", "c0", "c1", "c0"] {
            ground.signs_in(username).await;
        }
        let calls = phones.kept();
        let calls = calls
            .iter()
            .filter(|kept| kept.channel == connect::gateway::Carries::Voice);
        assert_eq!(calls.count(), 2);
        assert_eq!(
            phones.kept().len(),
            5,
            "three texts and two calls to one number"
        );
        let mut reasons = ground.kept_back().await;
        reasons.sort();
        assert_eq!(reasons, ["call-hour", "number-10m"]);
    });
}

#[test]
fn the_neighbours_of_an_ipv6_network_count_as_one_and_the_next_network_does_not() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        for of in 0..12 {
            ground
                .with_phone(&format!("bo{of}"), &TEXTS, &number(of))
                .await;
        }
        for of in 0..11_u16 {
            let from: IpAddr = [0x2001, 0xdb8, 0, 1, of, 7, 7, of].into();
            ground.signs_in_from(&format!("bo{of}"), from).await;
        }
        assert_eq!(phones.kept().len(), 10);
        assert_eq!(ground.kept_back().await, ["address-hour"]);
        let next: IpAddr = [0x2001, 0xdb8, 0, 2, 0, 0, 0, 1].into();
        ground.signs_in_from("bo11", next).await;
        assert_eq!(phones.kept().len(), 11);
        // The same requester under the other spelling of an IPv4 address.
        let mapped: IpAddr = [0, 0, 0, 0, 0, 0xffff, 0xcb00, 0x7107].into();
        assert_eq!(app::throttle::prefix(mapped), HOME);
    });
}

#[test]
fn what_a_narrow_guard_keeps_back_takes_nothing_from_the_wide_ones() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        ground
            .settle_on(|settings| {
                settings.limits.organisation_day = 5;
                settings.limits.prefix_hour_home = 5;
                settings.limits.per_address_hour = 5;
            })
            .await;
        ground.with_phone("pump", &TEXTS, &number(0)).await;
        for of in 1..4 {
            ground
                .with_phone(&format!("bo{of}"), &TEXTS, &number(of))
                .await;
        }
        for _ in 0..30 {
            ground.signs_in("pump").await;
        }
        assert_eq!(phones.kept().len(), 3);
        ground.signs_in("bo1").await;
        ground.signs_in("bo2").await;
        assert_eq!(
            phones.kept().len(),
            5,
            "the others have what the pump did not get"
        );
        ground.signs_in("bo3").await;
        assert_eq!(phones.kept().len(), 5);
    });
}

#[test]
fn a_country_that_was_taken_from_the_list_gets_no_more_codes() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        ground
            .settle_on(|settings| settings.countries.push(Country::parse("NO").unwrap()))
            .await;
        ground.with_phone("kari", &TEXTS, "+4741234567").await;
        ground.signs_in("kari").await;
        assert_eq!(phones.kept().len(), 1);
        ground
            .settle_on(|settings| settings.countries = vec![Country::SWEDEN])
            .await;
        let entry = ground.signs_in("kari").await;
        assert!(!entry.delivery_failed && entry.session.is_none());
        assert_eq!(phones.kept().len(), 1);
        assert_eq!(ground.kept_back().await, ["country"]);
    });
}

#[test]
fn a_number_that_texts_cannot_reach_gets_none_whatever_the_database_says() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        let user = ground.with_phone("bo", &CALLS, "+46313900600").await;
        let organisation = ground.demo.id;
        // The row of a landline, as if it had been bound for text messages.
        let unit = move |tx: &mut store::Tx| {
            let own = tx.authenticators_of_user(organisation, user)?.remove(0);
            tx.remove_authenticators_of_kind(organisation, user, &CALLS)?;
            let now = domain::time::Timestamp::from_unix_seconds(1_796_385_600);
            let new = store::NewAuthenticator {
                id: domain::id::AuthenticatorId::draw(now, tx.random()),
                user,
                kind: &TEXTS,
                label: &own.label,
                data: &own.data,
                data_format: own.data_format,
                identifier: None,
                channel: own.channel.as_ref(),
                relying_party: None,
                on_one_device: false,
                consumed_through: store::NOTHING_CONSUMED,
            };
            tx.insert_authenticator(organisation, &new, now)?;
            tx.refresh_factor_set(organisation, user)
        };
        ground.app.store.write(unit).await.unwrap();
        let entry = ground.signs_in("bo").await;
        assert!(!entry.delivery_failed);
        assert_eq!(phones.kept().len(), 0);
        assert_eq!(ground.kept_back().await, ["class"]);
    });
}

#[test]
fn a_channel_that_goes_while_a_code_is_out_leaves_that_code_good() {
    each_engine(async |store| {
        let (mut ground, phones) = in_memory(store).await;
        ground.with_phone("bo", &TEXTS, &number(0)).await;
        let entry = ground.signs_in("bo").await;
        let id = ground.gateways_in_order().await.remove(0).id;
        ground.remove_gateway(id).await;
        ground.pass(Span::seconds(31));
        let again = app::sign_in::resend(&ground.app, login(&entry), &ground.requester()).await;
        assert_eq!(again.unwrap().err(), Some(Refusal::ChannelUnavailable));
        assert_eq!(phones.kept().len(), 1);
        let log = ground.log().await;
        assert!(
            log.iter().all(|row| row.state != MessageState::Waiting),
            "nothing waits for a gateway that is not there"
        );
        assert_eq!(ground.carried().await, Vec::<MessageChannel>::new());
        ground.type_back(&phones, &entry, &number(0)).await;
    });
}
