//! Names are read back as written; settings can be tightened and never loosened.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use super::{
    Bound, Limits, MessageChannel, MessageSettings, MessageState, SettingsRefusal, Suppression,
    TextKey,
};
use crate::challenge::Purpose;
use crate::phone::{Country, Shown};
use crate::refusal::tests::is_kebab_case;
use crate::sms::TemplateFault;

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> BTreeSet<&'static str> {
    let names: BTreeSet<&str> = all.iter().map(|one| name(*one)).collect();
    assert_eq!(names.len(), all.len());
    assert!(names.iter().all(|name| is_kebab_case(name)), "{names:?}");
    names
}

#[test]
fn channels_states_and_reasons_are_read_back_as_written() {
    for name in names(MessageChannel::ALL, MessageChannel::as_str) {
        assert_eq!(
            MessageChannel::named(name).map(MessageChannel::as_str),
            Some(name)
        );
    }
    for name in names(MessageState::ALL, MessageState::as_str) {
        assert_eq!(
            MessageState::named(name).map(MessageState::as_str),
            Some(name)
        );
    }
    for name in names(Suppression::ALL, Suppression::as_str) {
        assert_eq!(
            Suppression::named(name).map(Suppression::as_str),
            Some(name)
        );
    }
    for name in ["", "Email", "sms ", "SENT", "country\0"] {
        assert_eq!(MessageChannel::named(name), None);
        assert_eq!(MessageState::named(name), None);
        assert_eq!(Suppression::named(name), None);
    }
}

#[test]
fn calls_and_text_messages_go_to_telephones() {
    let phones: Vec<bool> = MessageChannel::ALL
        .iter()
        .map(|one| one.is_phone())
        .collect();
    assert_eq!(phones, [false, true, true]);
}

#[test]
fn what_is_sent_or_unknown_may_still_be_reported_on() {
    let open: Vec<&str> = MessageState::ALL
        .iter()
        .filter(|state| !state.is_final())
        .map(|state| state.as_str())
        .collect();
    assert_eq!(open, ["waiting", "handing", "sent", "unknown"]);
}

#[test]
fn what_was_never_decided_has_its_default() {
    let settings: MessageSettings = serde_json::from_str("{}").unwrap();
    assert_eq!(settings, MessageSettings::default());
    assert_eq!(settings.check(), Ok(()));
    assert_eq!(settings.home, Country::SWEDEN);
    assert_eq!(settings.countries, [Country::SWEDEN]);
    assert_eq!((settings.shown, settings.code_minutes), (Shown::LastTwo, 5));
    assert!(!settings.one_number_one_person);
    let partly: MessageSettings =
        serde_json::from_str(r#"{"shown":"nothing","limits":{"per_number_day":4}}"#).unwrap();
    assert_eq!(partly.shown, Shown::Nothing);
    assert_eq!(partly.limits.per_number_day, 4);
    assert_eq!(partly.limits.per_number_10m, 3);
}

fn decided() -> MessageSettings {
    let norway = Country::parse("NO").unwrap();
    let mut settings = MessageSettings {
        countries: vec![Country::SWEDEN, norway],
        shown: Shown::LastFour,
        code_minutes: 10,
        sender: Some("Tvasteg".to_owned()),
        voice_from: Some("+46846500400".to_owned()),
        one_number_one_person: true,
        low_mark_micros: Some(50_000_000),
        ..MessageSettings::default()
    };
    settings.senders.insert(norway, "+46701740605".to_owned());
    settings.prices.insert(norway, 900_000);
    settings.limits.money_day_micros = Some(100_000_000);
    let key = TextKey {
        purpose: Purpose::Prove,
        language: "sv".to_owned(),
    };
    settings.texts.insert(key, "{code} är din kod.".to_owned());
    settings
}

#[test]
fn what_was_decided_is_read_back() {
    let settings = decided();
    assert_eq!(settings.check(), Ok(()));
    let json = serde_json::to_string(&settings).unwrap();
    assert_eq!(
        serde_json::from_str::<MessageSettings>(&json).unwrap(),
        settings
    );
    assert!(
        json.contains(r#""prove-sv":"{code} är din kod.""#),
        "{json}"
    );
    assert!(serde_json::from_str::<MessageSettings>(r#"{"texts":{"prove":"x"}}"#).is_err());
    assert!(serde_json::from_str::<MessageSettings>(r#"{"texts":{"other-sv":"x"}}"#).is_err());
    assert_eq!(
        settings.text_for(Purpose::Prove, "sv"),
        Some("{code} är din kod.")
    );
    assert_eq!(settings.text_for(Purpose::Prove, "en"), None);
    assert_eq!(settings.text_for(Purpose::Enrol, "sv"), None);
}

#[test]
fn a_sender_may_be_another_one_in_some_country() {
    let settings = decided();
    let norway = settings.countries[1];
    assert_eq!(settings.sender_for(Country::SWEDEN), Some("Tvasteg"));
    assert_eq!(settings.sender_for(norway), Some("+46701740605"));
    assert_eq!(MessageSettings::default().sender_for(norway), None);
}

/// The field and bound that a change of the decided settings is refused with.
fn refused(change: impl FnOnce(&mut MessageSettings)) -> SettingsRefusal {
    let mut settings = decided();
    change(&mut settings);
    settings.check().unwrap_err()
}

fn is(field: &'static str, bound: Bound) -> SettingsRefusal {
    SettingsRefusal { field, bound }
}

#[test]
fn a_setting_that_cannot_be_is_named() {
    for minutes in [0, 2, 11, u8::MAX] {
        let refusal = refused(|settings| settings.code_minutes = minutes);
        assert_eq!(refusal, is("code_minutes", Bound::Between(3, 10)));
    }
    assert_eq!(
        refused(|settings| settings.countries.clear()),
        is("countries", Bound::Countries)
    );
    assert_eq!(
        refused(|settings| settings.voice_from = Some("08-465 004 00".to_owned())),
        is("voice_from", Bound::Number)
    );
    for currency in ["", "kr", "SEKK", "sek"] {
        let refusal = refused(|settings| settings.currency = currency.to_owned());
        assert_eq!(refusal, is("currency", Bound::Currency));
    }
    assert_eq!(
        refused(|settings| {
            settings.prices.insert(Country::SWEDEN, -1);
        }),
        is("prices", Bound::AtLeast(0))
    );
    assert_eq!(
        refused(|settings| settings.low_mark_micros = Some(-1)),
        is("low_mark_micros", Bound::AtLeast(0))
    );
    assert_eq!(
        refused(|settings| settings.low_mark_days = 366),
        is("low_mark_days", Bound::Between(0, 365))
    );
    let refusal = refused(|settings| {
        for text in settings.texts.values_mut() {
            "Koden kommer".clone_into(text);
        }
    });
    assert!(matches!(
        refusal.bound,
        Bound::Text { fault: TemplateFault::NoCode, ref key } if key.language == "sv"
    ));
}

#[test]
fn a_sender_is_a_short_name_or_a_number() {
    let check = |sender: &str| {
        let settings = MessageSettings {
            sender: Some(sender.to_owned()),
            ..MessageSettings::default()
        };
        settings.check().is_ok()
    };
    for sender in [
        "A",
        "Tvasteg",
        "My Company1",
        "4Care",
        "12345",
        "71700",
        "+46701740605",
        "46701740605",
    ] {
        assert!(check(sender), "{sender}");
    }
    for sender in [
        "",
        " ",
        "12",
        "+123",
        "Tvåsteg",
        "Twelve chars",
        " Tvasteg",
        "Tvasteg ",
        "Tva\nsteg",
        "Tva-steg",
        "1234567890123456",
        "+",
        "+46 70 174 06 05",
    ] {
        assert!(!check(sender), "{sender:?}");
    }
    let refusal = refused(|settings| {
        settings
            .senders
            .insert(Country::SWEDEN, "Tvåsteg".to_owned());
    });
    assert_eq!(refusal, is("senders", Bound::Sender));
}

/// A change of the limits, refused at its field.
fn limit(change: impl FnOnce(&mut Limits)) -> Option<(&'static str, Bound)> {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
        .check()
        .err()
        .map(|refusal| (refusal.field, refusal.bound))
}

#[test]
fn a26_the_guards_can_be_tightened_and_never_loosened() {
    type Field = fn(&mut Limits) -> &mut u32;
    let fields: [(&str, Field); 9] = [
        ("per_number_10m", |limits| &mut limits.per_number_10m),
        ("per_number_day", |limits| &mut limits.per_number_day),
        ("per_account_hour", |limits| &mut limits.per_account_hour),
        ("new_numbers_day", |limits| &mut limits.new_numbers_day),
        ("per_address_hour", |limits| &mut limits.per_address_hour),
        ("prefix_hour_home", |limits| &mut limits.prefix_hour_home),
        ("prefix_hour_abroad", |limits| {
            &mut limits.prefix_hour_abroad
        }),
        ("calls_number_hour", |limits| &mut limits.calls_number_hour),
        ("conversion_least", |limits| &mut limits.conversion_least),
    ];
    for (name, field) in fields {
        let most = *field(&mut Limits::default());
        let bound = Some((name, Bound::Between(1, i64::from(most))));
        assert_eq!(limit(|limits| *field(limits) = 1), None, "{name}");
        assert_eq!(limit(|limits| *field(limits) = most + 1), bound);
        assert_eq!(limit(|limits| *field(limits) = 0), bound);
    }
    let free: [(&str, Field); 2] = [
        ("country_day", |limits| &mut limits.country_day),
        ("organisation_day", |limits| &mut limits.organisation_day),
    ];
    for (name, field) in free {
        assert_eq!(limit(|limits| *field(limits) = 1_000_000), None, "{name}");
        let bound = Some((name, Bound::AtLeast(1)));
        assert_eq!(limit(|limits| *field(limits) = 0), bound);
    }
    let percent = |value| limit(|limits| limits.conversion_percent = value);
    assert_eq!(percent(100), None, "more codes must be typed: tighter");
    let bound = Some(("conversion_percent", Bound::Between(20, 100)));
    assert_eq!(percent(19), bound);
    assert_eq!(percent(101), bound);
    assert_eq!(limit(|limits| limits.money_day_micros = Some(1)), None);
    let bound = Some(("money_day_micros", Bound::AtLeast(1)));
    assert_eq!(limit(|limits| limits.money_day_micros = Some(0)), bound);
}

#[test]
fn the_defaults_are_those_of_the_reference() {
    let most = Limits::default();
    assert_eq!((most.per_number_10m, most.per_number_day), (3, 10));
    assert_eq!((most.per_account_hour, most.new_numbers_day), (5, 3));
    assert_eq!(most.per_address_hour, 10);
    assert_eq!((most.prefix_hour_home, most.prefix_hour_abroad), (200, 20));
    assert_eq!((most.conversion_percent, most.conversion_least), (20, 20));
    assert_eq!(most.calls_number_hour, 2);
}
