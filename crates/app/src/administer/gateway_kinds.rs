//! The kinds of gateway that an account can be had at, as a form needs them; and whether what was filled in makes an account.

use std::collections::BTreeMap;

use connect::gateway::{Carries, Driver, SettingFault, Settings, Shape};
use domain::message::MessageChannel;

use super::{FieldFault, FieldWhy};
use crate::App;
use crate::gateways::{BUILT_IN, OpenFault};

/// The longest name of a gateway, in characters.
const LONGEST_NAME: usize = 60;

/// The longest setting, in characters: a private key has its place in it.
const LONGEST_SETTING: usize = 8000;

/// A kind of gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayKind {
    /// Its key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it carries.
    pub carries: Vec<MessageChannel>,
    /// Whether it tells what is left on the account.
    pub tells_balance: bool,
    /// Whether its reports are signed.
    pub signs_reports: bool,
    /// Whether the address for reports goes with each message; where not, an administrator enters it at the gateway.
    pub takes_report_address: bool,
    /// What it must be told.
    pub fields: Vec<GatewayField>,
}

/// What a kind of gateway must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatewayField {
    /// Its key; `gateway-field-<key>` is its label.
    pub key: &'static str,
    /// What stands in it.
    pub shape: FieldShape,
    /// Whether nothing works without it.
    pub required: bool,
    /// What is used where it is empty.
    pub default: Option<&'static str>,
    /// Whether it says where requests go.
    pub leads: bool,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldShape {
    /// One line.
    Line,
    /// One line that is never shown again.
    Secret,
    /// Several lines.
    Lines,
    /// Several lines that are never shown again.
    SecretLines,
    /// One of these.
    OneOf(&'static [&'static str]),
}

impl FieldShape {
    /// Whether it is never shown again.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretLines)
    }
}

/// What somebody filled in for a gateway. No Debug: there are secrets among it.
#[derive(Clone)]
pub struct GatewayForm {
    /// What the organisation calls it.
    pub name: String,
    /// What it is used for.
    pub channels: Vec<MessageChannel>,
    /// Its settings, by the fields' keys. An empty secret stays as it is.
    pub settings: BTreeMap<String, String>,
}

/// The kinds that an account can be added at.
pub fn gateway_kinds(app: &App) -> Vec<GatewayKind> {
    let known = app.gateways.drivers();
    known
        .into_iter()
        .filter(|driver| driver.key != BUILT_IN)
        .map(kind_of)
        .collect()
}

/// The kind with this key, the built-in one included where this program has it.
pub fn gateway_kind(app: &App, key: &str) -> Option<GatewayKind> {
    let known = app.gateways.drivers();
    known
        .into_iter()
        .find(|driver| driver.key == key)
        .map(kind_of)
        .or_else(|| (key == BUILT_IN).then(built_in))
}

fn kind_of(driver: &'static Driver) -> GatewayKind {
    let field = |field: &connect::gateway::SettingField| GatewayField {
        key: field.key,
        shape: match field.shape {
            Shape::Line => FieldShape::Line,
            Shape::Secret => FieldShape::Secret,
            Shape::Lines => FieldShape::Lines,
            Shape::SecretLines => FieldShape::SecretLines,
            Shape::OneOf(choices) => FieldShape::OneOf(choices),
        },
        required: field.required,
        default: field.default,
        leads: field.leads,
    };
    GatewayKind {
        key: driver.key,
        name: driver.name,
        carries: driver.carries.iter().map(|way| carried(*way)).collect(),
        tells_balance: driver.tells_balance,
        signs_reports: driver.signs_reports,
        takes_report_address: driver.takes_report_url,
        fields: driver.fields.iter().map(field).collect(),
    }
}

/// The gateway that keeps its messages here: it has nothing to be told.
fn built_in() -> GatewayKind {
    GatewayKind {
        key: BUILT_IN,
        name: "Tvåsteg",
        carries: vec![MessageChannel::Sms, MessageChannel::Voice],
        tells_balance: false,
        signs_reports: false,
        takes_report_address: true,
        fields: Vec::new(),
    }
}

const fn carried(way: Carries) -> MessageChannel {
    match way {
        Carries::Sms => MessageChannel::Sms,
        Carries::Voice => MessageChannel::Voice,
    }
}

/// A form that makes an account.
#[derive(Clone)]
pub(super) struct Ready {
    pub(super) name: String,
    pub(super) channels: Vec<MessageChannel>,
    pub(super) settings: BTreeMap<String, String>,
}

/// Checks a form. Secrets that were left empty are those of `kept`, unless requests would go elsewhere than before; settings that the kind does not know fall away.
pub(super) fn check(
    app: &App,
    kind: &GatewayKind,
    form: &GatewayForm,
    kept: &BTreeMap<String, String>,
) -> Result<Ready, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let name = form.name.trim().to_owned();
    if name.is_empty() {
        faults.push(FieldFault::new("name", FieldWhy::Missing));
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        faults.push(FieldFault::new("name", FieldWhy::TooLong));
    }
    let channels: Vec<MessageChannel> = kind
        .carries
        .iter()
        .copied()
        .filter(|way| form.channels.contains(way))
        .collect();
    if channels.is_empty() {
        faults.push(FieldFault::new("channels", FieldWhy::Missing));
    }
    let led_elsewhere = !kept.is_empty() && leads_elsewhere(kind, form, kept);
    let mut settings = BTreeMap::new();
    for field in &kind.fields {
        if led_elsewhere && is_kept_secret(field, form, kept) {
            faults.push(FieldFault::new(field.key, FieldWhy::Anew));
            continue;
        }
        match filled(field, form, kept) {
            Ok(Some(value)) => {
                settings.insert(field.key.to_owned(), value);
            }
            Ok(None) => {}
            Err(why) => faults.push(FieldFault::new(field.key, why)),
        }
    }
    if faults.is_empty()
        && let Err(fault) = app.gateways.try_open(kind.key, &Settings(settings.clone()))
    {
        faults.push(of_opening(&fault));
    }
    if faults.is_empty() {
        Ok(Ready {
            name,
            channels,
            settings,
        })
    } else {
        Err(faults)
    }
}

fn typed<'a>(field: &GatewayField, form: &'a GatewayForm) -> &'a str {
    form.settings
        .get(field.key)
        .map_or("", |value| value.trim())
}

/// Whether requests would go to another place than those that the kept secrets were given for. Whoever may change the address may not
/// read the secrets by having them sent there.
fn leads_elsewhere(
    kind: &GatewayKind,
    form: &GatewayForm,
    kept: &BTreeMap<String, String>,
) -> bool {
    let before = |field: &GatewayField| kept.get(field.key).map_or("", String::as_str);
    kind.fields
        .iter()
        .filter(|field| field.leads)
        .any(|field| typed(field, form) != before(field))
}

/// Whether a secret was left empty that would stay as it is.
fn is_kept_secret(
    field: &GatewayField,
    form: &GatewayForm,
    kept: &BTreeMap<String, String>,
) -> bool {
    field.shape.is_secret() && typed(field, form).is_empty() && kept.contains_key(field.key)
}

fn filled(
    field: &GatewayField,
    form: &GatewayForm,
    kept: &BTreeMap<String, String>,
) -> Result<Option<String>, FieldWhy> {
    let typed = typed(field, form);
    let value = if typed.is_empty() && field.shape.is_secret() {
        kept.get(field.key).cloned().unwrap_or_default()
    } else {
        typed.to_owned()
    };
    if value.is_empty() {
        let missing = field.required && field.default.is_none();
        return if missing {
            Err(FieldWhy::Missing)
        } else {
            Ok(None)
        };
    }
    if value.chars().count() > LONGEST_SETTING {
        return Err(FieldWhy::TooLong);
    }
    let one_line = !matches!(field.shape, FieldShape::Lines | FieldShape::SecretLines);
    if one_line && value.chars().any(char::is_control) {
        return Err(FieldWhy::Unusable("one line"));
    }
    match field.shape {
        FieldShape::OneOf(choices) if !choices.contains(&value.as_str()) => Err(FieldWhy::Choice),
        _ => Ok(Some(value)),
    }
}

fn of_opening(fault: &OpenFault) -> FieldFault {
    match fault {
        OpenFault::Unknown(_) => FieldFault::new("name", FieldWhy::Choice),
        OpenFault::Settings(SettingFault::Missing(field)) => {
            FieldFault::new(*field, FieldWhy::Missing)
        }
        OpenFault::Settings(SettingFault::Unusable { field, why }) => {
            FieldFault::new(*field, FieldWhy::Unusable(why))
        }
    }
}
