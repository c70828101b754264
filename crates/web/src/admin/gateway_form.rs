//! The form of a gateway, made from what its kind must be told; and what was typed into it.

use std::collections::BTreeMap;

use app::administer::{FieldShape, GatewayAccount, GatewayField, GatewayForm, GatewayKind};
use domain::message::MessageChannel;

use super::typed::Typed;
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Selectable, Shape};

/// What stands before a setting's key, so that it never meets a field of our own.
const SETTING: &str = "setting-";

/// The name of a setting's field.
pub(super) fn field_name(key: &str) -> String {
    format!("{SETTING}{key}")
}

/// The name of the tick for what a gateway is used for.
fn tick(channel: MessageChannel) -> String {
    format!("carries-{}", channel.as_str())
}

/// What a gateway carries, in words.
pub(super) fn carries(arrival: &Arrival, channels: &[MessageChannel]) -> String {
    let texts = channels.contains(&MessageChannel::Sms);
    let calls = channels.contains(&MessageChannel::Voice);
    arrival.text.get(match (texts, calls) {
        (true, true) => "admin-carries-both",
        (_, true) => "admin-carries-voice",
        _ => "admin-carries-sms",
    })
}

/// The fields, empty; `kept` are the secrets that are there already.
pub(super) fn fields(
    arrival: &Arrival,
    kind: &GatewayKind,
    account: Option<&GatewayAccount>,
) -> Vec<Fieldset> {
    let text = &arrival.text;
    let mut first = vec![
        Field::line("name", text.get("admin-gateway-name"), "")
            .hinted(text.get("admin-gateway-name.hint"))
            .demanded(),
    ];
    // What carries one thing alone is not asked what it is used for.
    if kind.carries.len() > 1 {
        for channel in &kind.carries {
            let label = carries(arrival, &[*channel]);
            let field = Field::line(&tick(*channel), label, "").shaped(Shape::Tick(false));
            first.push(field);
        }
    }
    let is_kept = |key: &str| account.is_some_and(|account| account.kept.contains(key));
    let mut sets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields: first,
    }];
    for group in GROUPS {
        let settings: Vec<Field> = kind
            .fields
            .iter()
            .filter(|field| group_of(field.key) == group)
            .map(|field| setting(arrival, field, is_kept(field.key)))
            .collect();
        if !settings.is_empty() {
            sets.push(Fieldset {
                legend: text.get(&format!("gateway-group-{group}")),
                about: None,
                fields: settings,
            });
        }
    }
    sets
}

/// The groups of settings, in their order.
const GROUPS: [&str; 4] = ["account", "answers", "line", "reports"];

/// The group of a setting, by how its key begins.
fn group_of(key: &str) -> &'static str {
    let begins = |starts: &[&str]| starts.iter().any(|start| key.starts_with(start));
    if begins(&["report_", "hmac_", "signature_", "signing_", "callback_"]) {
        "reports"
    } else if begins(&["success_", "id_", "error_", "retry_", "timeout_"]) {
        "answers"
    } else if begins(&["ca", "client_", "endpoint"]) && key != "callback_secret" {
        "line"
    } else {
        "account"
    }
}

fn setting(arrival: &Arrival, field: &GatewayField, is_kept: bool) -> Field {
    let text = &arrival.text;
    let key = format!("gateway-field-{}", field.key.replace('_', "-"));
    let label = if text.has(&key) {
        text.get(&key)
    } else {
        field.key.to_owned()
    };
    let hint_key = format!("{key}.hint");
    let mut hints: Vec<String> = Vec::new();
    if text.has(&hint_key) {
        hints.push(text.get(&hint_key));
    }
    if let Some(default) = field
        .default
        .filter(|_| !matches!(field.shape, FieldShape::OneOf(_)))
    {
        hints.push(text.with1("admin-gateway-tie-hint", "value", default));
    }
    let shape = match field.shape {
        FieldShape::Line => Shape::Line,
        FieldShape::Secret => Shape::Secret(is_kept),
        FieldShape::Lines => Shape::Lines,
        FieldShape::SecretLines => Shape::SecretLines(is_kept),
        FieldShape::OneOf(choices) => Shape::OneOf(options(field, choices)),
    };
    let mut made = Field::line(&field_name(field.key), label, "").shaped(shape);
    made.required = field.required && field.default.is_none();
    made.hint = (!hints.is_empty()).then(|| hints.join(" "));
    made
}

fn options(field: &GatewayField, choices: &[&str]) -> Vec<Selectable> {
    let nothing = (!field.required && field.default.is_none()).then(|| Selectable {
        value: String::new(),
        name: "–".to_owned(),
        selected: false,
    });
    let known = choices.iter().map(|choice| Selectable {
        value: (*choice).to_owned(),
        name: (*choice).to_owned(),
        selected: false,
    });
    nothing.into_iter().chain(known).collect()
}

/// What stands in the form of a gateway that is to be added.
pub(super) fn typed_for_new(kind: &GatewayKind) -> Typed {
    let mut typed = Typed::default().with("name", kind.name);
    for channel in &kind.carries {
        typed = typed.with_tick(&tick(*channel), true);
    }
    for field in &kind.fields {
        if let (FieldShape::OneOf(_), Some(default)) = (field.shape, field.default) {
            typed = typed.with(&field_name(field.key), default);
        }
    }
    typed
}

/// What stands in the form of a gateway that is there.
pub(super) fn typed_for(kind: &GatewayKind, account: &GatewayAccount) -> Typed {
    let mut typed = typed_for_new(kind).with("name", account.name.as_str());
    for channel in &kind.carries {
        typed.0.remove(&tick(*channel));
        typed = typed.with_tick(&tick(*channel), account.channels.contains(channel));
    }
    for (key, value) in &account.settings {
        typed = typed.with(&field_name(key), value.as_str());
    }
    typed
}

/// The form as it was filled in.
pub(super) fn read(kind: &GatewayKind, typed: &Typed) -> GatewayForm {
    let channels = match kind.carries.as_slice() {
        [only] => vec![*only],
        several => several
            .iter()
            .copied()
            .filter(|channel| typed.ticked(&tick(*channel)))
            .collect(),
    };
    let settings: BTreeMap<String, String> = typed
        .0
        .iter()
        .filter_map(|(name, value)| {
            let key = name.strip_prefix(SETTING)?;
            Some((key.to_owned(), value.replace("\r\n", "\n")))
        })
        .collect();
    GatewayForm {
        name: typed.of("name").to_owned(),
        channels,
        settings,
    }
}

/// Whether a field holds a secret, which no address may bring back. A setting that the kind does not know is treated as one.
pub(super) fn is_secret(kind: &GatewayKind, name: &str) -> bool {
    name.strip_prefix(SETTING).is_some_and(|key| {
        kind.fields
            .iter()
            .find(|field| field.key == key)
            .is_none_or(|field| field.shape.is_secret())
    })
}
