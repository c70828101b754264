//! What a card's form is read as, what two people with one card open come to, and the words that are chosen by a code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use app::administer::{CardGround, FieldWhy};
use domain::factor::FactorSet;
use domain::id::{OrganisationId, RoleId};
use domain::import::RowFault;
use domain::message::Bound;
use domain::naming::NameFault;
use domain::organisation::{Organisation, Rules, Support};
use domain::role::catalogue::LineFault;
use domain::role::{BuiltIn, Minimum, Role};
use domain::time::Timestamp;
use factors::Registry;
use jiff::tz::TimeZone;
use text::{Catalogue, Language};

use super::card_form::{SHOWS_TWO_STEP, read, written};
use super::merge::{Clash, applied, difference, merge, packed, unpacked};
use super::{build, day};
use crate::admin::typed::Typed;

fn ground() -> CardGround {
    let mut factors = Registry::standard().profiles();
    factors.retain(|profile| !profile.is_backup);
    CardGround {
        organisation: Organisation {
            id: OrganisationId::from_bytes([1; 16]),
            slug: "demo".to_owned(),
            name: "Demo".to_owned(),
            base_url: "https://id.example".to_owned(),
            two_step_add_on: true,
            default_trusted_days: 0,
            policy_epoch: 1,
            default_language: "sv".to_owned(),
            support: Support {
                email: None,
                phone: None,
                hours: None,
            },
            accent: None,
            logo: None,
            phone_channels: Vec::new(),
            services: Vec::new(),
            suspended_at: None,
            rules: Rules::default(),
            version: 1,
        },
        cards: Vec::new(),
        catalogue: Vec::new(),
        factors,
    }
}

fn role() -> Role {
    Role {
        id: RoleId::from_bytes([2; 16]),
        key: "panel".to_owned(),
        name: "Panel".to_owned(),
        owner_assigns: false,
        api_integrator: false,
        two_step: true,
        two_step_from: None,
        grace_days: 9,
        trusted_days: 14,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: ["abonnemang".to_owned(), "lager".to_owned()].into(),
        version: 3,
    }
}

fn form() -> Typed {
    written(&role(), &ground(), &TimeZone::UTC).with(SHOWS_TWO_STEP, "yes")
}

fn read_form(typed: &Typed) -> Result<Role, Vec<(String, FieldWhy)>> {
    read(typed, &ground(), &role(), &TimeZone::UTC).map_err(|faults| {
        faults
            .into_iter()
            .map(|fault| (fault.field, fault.why))
            .collect()
    })
}

#[test]
fn a_card_is_read_as_it_was_written() {
    assert_eq!(read_form(&form()), Ok(role()));
    let narrow = Role {
        allowed_factors: Some(FactorSet::parse("email,recovery_codes,totp")),
        two_step_from: Some(Timestamp::from_unix_seconds(1_801_353_600)),
        ..role()
    };
    let typed = written(&narrow, &ground(), &TimeZone::UTC).with(SHOWS_TWO_STEP, "yes");
    assert_eq!(typed.of("two_step_from"), "2027-01-31");
    assert_eq!(
        read(&typed, &ground(), &narrow, &TimeZone::UTC).unwrap(),
        narrow,
        "what only stands behind others is kept"
    );
}

#[test]
fn what_the_form_did_not_show_stays_as_it_was() {
    let typed = Typed::default()
        .with("name", "Annat")
        .with_tick("permission-lager", true);
    let read = read_form(&typed).unwrap();
    assert_eq!(read.permissions, ["lager".to_owned()].into());
    assert!(read.two_step && read.trusted_days == 14 && read.grace_days == 9);
    let completed = build::completed(typed, &form());
    assert_eq!(completed.of("trusted_days"), "14");
    assert!(!completed.ticked("permission-abonnemang"));
}

#[test]
fn a56_bad_input_is_told_field_by_field() {
    let between = FieldWhy::Bound(Bound::Between(0, 365));
    for (field, typed, why) in [
        ("trusted_days", "-1", between.clone()),
        ("trusted_days", "366", between.clone()),
        ("trusted_days", "14 dagar", between.clone()),
        ("trusted_days", "", between.clone()),
        ("trusted_days", "99999999999999999999", between.clone()),
        ("grace_days", "-1", between.clone()),
        ("grace_days", "1e2", between),
        ("name", "  ", FieldWhy::Missing),
        ("name", &"å".repeat(10_000), FieldWhy::AtMost(100)),
        ("name", "Admin\u{202e}rotartsin", FieldWhy::HiddenSign),
        ("name", "Admin\r\nSet-Cookie: a", FieldWhy::HiddenSign),
        ("minimum", "strongest", FieldWhy::Choice),
        ("two_step_from", "31/1", FieldWhy::NoDate),
        ("two_step_from", "9999-12-31", FieldWhy::NoDate),
    ] {
        let faults = read_form(&form().with(field, typed)).unwrap_err();
        assert_eq!(faults, [(field.to_owned(), why)], "{field} {typed:?}");
    }
    let mut none = form();
    none.0.retain(|name, _| !name.starts_with("factor-"));
    let faults = read_form(&none).unwrap_err();
    assert_eq!(faults, [("factors".to_owned(), FieldWhy::Missing)]);
}

#[test]
fn a68_what_two_people_did_to_one_card_is_laid_together_field_by_field() {
    let opened = form();
    let mine = opened
        .clone()
        .with("name", "Mitt")
        .with("grace_days", "5")
        .with("act", "save");
    let mut theirs = opened
        .clone()
        .with("trusted_days", "0")
        .with("grace_days", "7")
        .with("name", "Mitt")
        .with_tick("permission-ny", true);
    theirs.0.remove("permission-lager");
    let merged = merge(&opened, &mine, &theirs);
    assert_eq!(merged.typed.of("name"), "Mitt");
    assert_eq!(
        merged.typed.of("trusted_days"),
        "0",
        "theirs, untouched here"
    );
    assert_eq!(merged.typed.of("grace_days"), "5", "typed here");
    assert!(merged.typed.ticked("permission-ny"));
    assert!(!merged.typed.ticked("permission-lager"));
    let some = |text: &str| Some(text.to_owned());
    let taken = |was, now| Clash::Taken { was, now };
    let expected = [
        ("grace_days", Clash::Both { now: some("7") }),
        ("permission-lager", taken(some("yes"), None)),
        ("permission-ny", taken(None, some("yes"))),
        ("trusted_days", taken(some("14"), some("0"))),
    ];
    let clashes: Vec<(&str, Clash)> = merged
        .clashes
        .iter()
        .map(|(name, clash)| (name.as_str(), clash.clone()))
        .collect();
    assert_eq!(clashes, expected);
    assert!(merge(&opened, &mine, &opened).clashes.is_empty());
}

#[test]
fn what_was_changed_travels_short_and_comes_back_whole() {
    let opened = form();
    let mut mine = opened
        .clone()
        .with("name", "")
        .with_tick("permission-ny", true)
        .with("q", "abonn");
    mine.0.remove("permission-lager");
    let changes = difference(&opened, &mine);
    assert_eq!(changes.0.len(), 3, "{:?}", changes.0);
    let back = applied(opened.clone(), &changes);
    mine.0.remove("q");
    assert!(back.0 == mine.0);
    let again = unpacked(&packed(&opened));
    assert!(difference(&opened, &again).0.is_empty());
}

#[test]
fn a_day_is_the_midnight_that_opens_it_where_the_installation_is() {
    let stockholm = TimeZone::get("Europe/Stockholm").expect("a zone");
    let summer = day::read("2027-07-01", &stockholm).unwrap().unwrap();
    assert_eq!(summer.unix_millis(), 1_814_392_800_000);
    assert_eq!(day::written(Some(summer), &stockholm), "2027-07-01");
    assert_eq!(day::read("", &stockholm), Ok(None));
    assert_eq!(day::written(None, &stockholm), "");
    for none in ["2027-02-30", "i morgon", "1999-01-01", "2027-1-1x"] {
        assert_eq!(day::read(none, &stockholm), Err(()), "{none}");
    }
}

#[test]
fn every_line_that_cannot_be_taken_in_says_why_and_every_right_has_a_name() {
    let catalogue = Catalogue::new(&[]).unwrap();
    let rows = RowFault::ALL.into_iter().map(LineFault::Row);
    let names = [
        NameFault::Missing,
        NameFault::TooLong,
        NameFault::HiddenSign,
    ];
    let others = [
        LineFault::Area(NameFault::TooLong),
        LineFault::Entry,
        LineFault::Key,
        LineFault::BuiltIn,
        LineFault::Twice { row: 1 },
        LineFault::TooMany,
    ];
    let faults = rows
        .chain(names.into_iter().map(LineFault::Name))
        .chain(others);
    for language in Language::ALL {
        let text = catalogue.text(language);
        for fault in faults.clone() {
            let key = format!("role-import-fault-{}", fault.code());
            assert!(text.has(&key), "{key}");
        }
        for right in BuiltIn::ALL {
            assert!(!build::right_name(right, &text).contains('['), "{right:?}");
        }
    }
    assert!(catalogue.missing().is_empty());
}
