//! To whom messages go, from whom they come, and what pages show of a number.

use app::administer::{FieldFault, FieldWhy, SettingsPart};
use domain::message::MessageSettings;
use domain::phone::{PhoneNumber, Shown};

use super::door::{Admin, AdminForm};
use super::settings::SettingsForm;
use super::typed::{Reader, Typed, by_country};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Selectable, Shape};
use crate::reply::Answer;

/// What can be shown of a number, with the key of its words.
pub(super) const MASKS: [(Shown, &str, &str); 3] = [
    (Shown::Nothing, "none", "admin-mask-none"),
    (Shown::LastTwo, "two", "admin-mask-two"),
    (Shown::LastFour, "four", "admin-mask-four"),
];

/// The form.
pub(super) const FORM: SettingsForm<SettingsPart> = SettingsForm {
    path: "/admin/messages/sending",
    page: "admin-sending",
    heading: "admin-sending",
    part: SettingsPart::Sending,
    fields,
    typed,
    read,
};

/// `GET /admin/messages/sending`.
pub(super) async fn page(admin: Admin) -> Answer {
    FORM.show(&admin).await
}

/// `POST /admin/messages/sending`.
pub(super) async fn save(form: AdminForm) -> Answer {
    FORM.save(form).await
}

fn fields(arrival: &Arrival, _: &MessageSettings) -> Vec<Fieldset> {
    let text = &arrival.text;
    let field = |name: &str, key: &str| {
        Field::line(name, text.get(key), "").hinted(text.get(&format!("{key}.hint")))
    };
    let set = |key: &str, fields| Fieldset {
        legend: text.get(key),
        about: None,
        fields,
    };
    let masks = MASKS.map(|(_, value, key)| Selectable {
        value: value.to_owned(),
        name: text.get(key),
        selected: false,
    });
    vec![
        set(
            "admin-sending-to",
            vec![
                field("home", "admin-sending-home")
                    .shaped(Shape::Word)
                    .demanded(),
                field("countries", "admin-sending-countries").demanded(),
                field("one_number_one_person", "admin-sending-one-person")
                    .shaped(Shape::Tick(false)),
            ],
        ),
        set(
            "admin-sending-from",
            vec![
                field("sender", "admin-sending-sender"),
                field("senders", "admin-sending-senders").shaped(Shape::Lines),
                field("voice_from", "admin-sending-voice-from").shaped(Shape::Telephone),
            ],
        ),
        set(
            "admin-sending-shown-part",
            vec![
                field("shown", "admin-sending-mask")
                    .shaped(Shape::OneOf(masks.into()))
                    .demanded(),
                field("code_minutes", "admin-sending-minutes")
                    .shaped(Shape::Number)
                    .demanded(),
            ],
        ),
    ]
}

fn typed(_: &Arrival, settings: &MessageSettings) -> Typed {
    let countries: Vec<&str> = settings
        .countries
        .iter()
        .map(domain::phone::Country::as_str)
        .collect();
    let mask = MASKS
        .iter()
        .find(|(shown, ..)| *shown == settings.shown)
        .map_or("", |(_, value, _)| value);
    let voice_from = settings
        .voice_from
        .as_deref()
        .map_or_else(String::new, |number| {
            PhoneNumber::from_e164(number).map_or_else(
                |_| number.to_owned(),
                |read| read.international().to_owned(),
            )
        });
    Typed::default()
        .with("home", settings.home.as_str())
        .with("countries", countries.join(", "))
        .with_tick("one_number_one_person", settings.one_number_one_person)
        .with("sender", settings.sender.clone().unwrap_or_default())
        .with("senders", by_country(&settings.senders, Clone::clone))
        .with("voice_from", voice_from)
        .with("shown", mask)
        .with("code_minutes", settings.code_minutes.to_string())
}

fn read(typed: &Typed, mut settings: MessageSettings) -> Result<MessageSettings, Vec<FieldFault>> {
    let mut reader = Reader::of(typed);
    let home = reader.country("home");
    settings.home = home.unwrap_or(settings.home);
    settings.countries = reader.countries("countries");
    settings.one_number_one_person = typed.ticked("one_number_one_person");
    settings.sender = reader.line("sender");
    settings.senders = reader.by_country("senders", |rest| {
        (!rest.is_empty()).then(|| rest.to_owned())
    });
    settings.code_minutes = reader.number("code_minutes");
    let shown = MASKS
        .iter()
        .find(|(_, value, _)| *value == typed.of("shown"));
    settings.shown = shown.map_or(settings.shown, |(shown, ..)| *shown);
    let voice_from = reader
        .line("voice_from")
        .map(|number| PhoneNumber::parse(&number, settings.home));
    let mut faults = Vec::new();
    settings.voice_from = match voice_from {
        Some(Ok(number)) => Some(number.e164().to_owned()),
        Some(Err(refusal)) => {
            faults.push(FieldFault::new("voice_from", FieldWhy::Refused(refusal)));
            None
        }
        None => None,
    };
    match reader.end(settings) {
        Ok(settings) if faults.is_empty() => Ok(settings),
        Ok(_) => Err(faults),
        Err(mut others) => {
            others.append(&mut faults);
            Err(others)
        }
    }
}
