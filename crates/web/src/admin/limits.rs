//! The guards' numbers, each with its bound beside it.

use app::administer::{FieldFault, SettingsPart};
use domain::message::{Limits, MessageSettings};

use super::door::{Admin, AdminForm};
use super::settings::SettingsForm;
use super::typed::{Reader, Typed, amount};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Shape};
use crate::reply::Answer;

/// The form.
pub(super) const FORM: SettingsForm<SettingsPart> = SettingsForm {
    path: "/admin/messages/limits",
    page: "admin-limits",
    heading: "admin-limits",
    part: SettingsPart::Limits,
    fields,
    typed,
    read,
};

/// The ceiling in money: the one that is an amount, and may be empty.
const MONEY: &str = "money_day_micros";

/// A guard's number, by its name in the form.
type Number = (&'static str, fn(&mut Limits) -> &mut u32);

/// For one person or number.
const PEOPLE: [Number; 5] = [
    ("per_number_10m", |limits| &mut limits.per_number_10m),
    ("per_number_day", |limits| &mut limits.per_number_day),
    ("calls_number_hour", |limits| &mut limits.calls_number_hour),
    ("per_account_hour", |limits| &mut limits.per_account_hour),
    ("new_numbers_day", |limits| &mut limits.new_numbers_day),
];

/// For many at once.
const WIDE: [Number; 3] = [
    ("per_address_hour", |limits| &mut limits.per_address_hour),
    ("prefix_hour_home", |limits| &mut limits.prefix_hour_home),
    ("prefix_hour_abroad", |limits| {
        &mut limits.prefix_hour_abroad
    }),
];

/// Ceilings of a day: free, but for nought.
const DAYS: [Number; 2] = [
    ("country_day", |limits| &mut limits.country_day),
    ("organisation_day", |limits| &mut limits.organisation_day),
];

/// Codes that nobody types.
const WATCH: [Number; 2] = [
    ("conversion_percent", |limits| {
        &mut limits.conversion_percent
    }),
    ("conversion_least", |limits| &mut limits.conversion_least),
];

/// `GET /admin/messages/limits`.
pub(super) async fn page(admin: Admin) -> Answer {
    FORM.show(&admin).await
}

/// `POST /admin/messages/limits`.
pub(super) async fn save(form: AdminForm) -> Answer {
    FORM.save(form).await
}

/// The key of a guard's label.
pub(super) fn label(name: &str) -> String {
    format!("admin-limit-{}", name.replace('_', "-"))
}

/// Every number, by its name.
pub(super) fn numbers(limits: &Limits) -> Vec<(&'static str, u32)> {
    let mut limits = limits.clone();
    PEOPLE
        .iter()
        .chain(&WIDE)
        .chain(&DAYS)
        .chain(&WATCH)
        .map(|(name, of)| (*name, *of(&mut limits)))
        .collect()
}

fn fields(arrival: &Arrival, settings: &MessageSettings) -> Vec<Fieldset> {
    let text = &arrival.text;
    let set = |key: &str, about: Option<&str>, fields| Fieldset {
        legend: text.get(key),
        about: about.map(|about| text.get(about)),
        fields,
    };
    let mut built_in = Limits::default();
    let mut bounded = |(name, of): &Number| {
        let bound = i64::from(*of(&mut built_in));
        // The share of codes that are typed is the one guard that grows tighter upwards.
        let (least, most) = if *name == "conversion_percent" {
            (bound, 100)
        } else {
            (1, bound)
        };
        number(arrival, name).hinted(text.with2(
            "admin-limit-between",
            "least",
            least,
            "most",
            most,
        ))
    };
    let people = PEOPLE.iter().map(&mut bounded).collect();
    let wide = WIDE.iter().map(&mut bounded).collect();
    let watch = WATCH.iter().map(&mut bounded).collect();
    let mut days: Vec<Field> = DAYS
        .iter()
        .map(|(name, _)| {
            number(arrival, name).hinted(text.with1("admin-limit-at-least", "least", 1))
        })
        .collect();
    let money = label(MONEY);
    let hint = text.with1(&format!("{money}.hint"), "currency", &settings.currency);
    days.push(
        Field::line(MONEY, text.get(&money), "")
            .shaped(Shape::Amount)
            .hinted(hint),
    );
    vec![
        set("admin-limits-people", None, people),
        set("admin-limits-wide", None, wide),
        set("admin-limits-days", Some("admin-limits-days-about"), days),
        set(
            "admin-limits-watch",
            Some("admin-limits-watch-about"),
            watch,
        ),
    ]
}

fn number(arrival: &Arrival, name: &str) -> Field {
    Field::line(name, arrival.text.get(&label(name)), "")
        .shaped(Shape::Number)
        .demanded()
}

fn typed(arrival: &Arrival, settings: &MessageSettings) -> Typed {
    let typed = numbers(&settings.limits)
        .into_iter()
        .fold(Typed::default(), |typed, (name, value)| {
            typed.with(name, value.to_string())
        });
    typed.with(
        MONEY,
        amount(settings.limits.money_day_micros, arrival.text.language()),
    )
}

fn read(typed: &Typed, mut settings: MessageSettings) -> Result<MessageSettings, Vec<FieldFault>> {
    let mut reader = Reader::of(typed);
    for (name, of) in PEOPLE.iter().chain(&WIDE).chain(&DAYS).chain(&WATCH) {
        *of(&mut settings.limits) = reader.number(name);
    }
    settings.limits.money_day_micros = reader.amount(MONEY);
    reader.end(settings)
}
