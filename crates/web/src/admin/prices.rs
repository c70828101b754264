//! What messages are reckoned to cost, and when somebody is warned that the money runs out.

use app::administer::{FieldFault, SettingsPart};
use domain::message::MessageSettings;

use super::door::{Admin, AdminForm};
use super::money;
use super::settings::SettingsForm;
use super::typed::{Reader, Typed, amount, by_country};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Shape};
use crate::reply::Answer;

/// The form.
pub(super) const FORM: SettingsForm<SettingsPart> = SettingsForm {
    path: "/admin/messages/prices",
    page: "admin-prices",
    heading: "admin-prices",
    part: SettingsPart::Prices,
    fields,
    typed,
    read,
};

/// `GET /admin/messages/prices`.
pub(super) async fn page(admin: Admin) -> Answer {
    FORM.show(&admin).await
}

/// `POST /admin/messages/prices`.
pub(super) async fn save(form: AdminForm) -> Answer {
    FORM.save(form).await
}

fn fields(arrival: &Arrival, _: &MessageSettings) -> Vec<Fieldset> {
    let text = &arrival.text;
    let field = |name: &str, key: &str| {
        Field::line(name, text.get(key), "").hinted(text.get(&format!("{key}.hint")))
    };
    vec![Fieldset {
        legend: String::new(),
        about: None,
        fields: vec![
            field("currency", "admin-prices-currency")
                .shaped(Shape::Word)
                .demanded(),
            field("prices", "admin-prices-list").shaped(Shape::Lines),
            field("low_mark_micros", "admin-prices-mark").shaped(Shape::Amount),
            field("low_mark_days", "admin-prices-days")
                .shaped(Shape::Number)
                .demanded(),
        ],
    }]
}

fn typed(arrival: &Arrival, settings: &MessageSettings) -> Typed {
    let language = arrival.text.language();
    let prices = by_country(&settings.prices, |micros| money::plain(*micros, language));
    Typed::default()
        .with("currency", settings.currency.as_str())
        .with("prices", prices)
        .with(
            "low_mark_micros",
            amount(settings.low_mark_micros, language),
        )
        .with("low_mark_days", settings.low_mark_days.to_string())
}

fn read(typed: &Typed, mut settings: MessageSettings) -> Result<MessageSettings, Vec<FieldFault>> {
    let mut reader = Reader::of(typed);
    settings.currency = typed.of("currency").to_ascii_uppercase();
    settings.prices = reader.by_country("prices", money::read);
    settings.low_mark_micros = reader.amount("low_mark_micros");
    settings.low_mark_days = reader.number("low_mark_days");
    reader.end(settings)
}
