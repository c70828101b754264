//! The bodies of requests, field by field. What does not fit is refused here, before BankID refuses it.
//!
//! Three things are never sent: a personal number outside `requirement` (but on the telephone, where BankID wants it), an empty
//! `returnUrl`, and the demand `risk`, which BankID withdrew.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use domain::eid::{Browser, CallInitiator, Device, EidFault, NewOrder, PhoneOrder, Purpose};

use super::account::{CardReader, Demands, Environment, Kind};

/// How long BankID lets things be.
mod most {
    /// Visible text when identifying, after base64.
    pub(super) const TEXT_IDENTIFY: usize = 1500;
    /// Visible text when signing, after base64.
    pub(super) const TEXT_SIGN: usize = 40_000;
    pub(super) const RETURN_URL: usize = 512;
    pub(super) const USER_AGENT: usize = 256;
    pub(super) const DEVICE: usize = 64;
    pub(super) const DOMAIN: usize = 253;
}
/// A domain has at least this many letters.
const LEAST_DOMAIN: usize = 3;

/// `auth` and `sign`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start {
    end_user_ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<Requirement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_visible_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
    return_risk: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<Web>,
}

/// `phone/auth`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Phone {
    personal_number: String,
    call_initiator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<Requirement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_visible_data: Option<String>,
}

/// `collect` and `cancel`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named<'a> {
    pub(super) order_ref: &'a str,
}

#[derive(Serialize, PartialEq, Default)]
#[serde(rename_all = "camelCase")]
struct Requirement {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pin_code: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    mrtd: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    personal_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_reader: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certificate_policies: Vec<&'static str>,
}

#[derive(Serialize, PartialEq, Default)]
#[serde(rename_all = "camelCase")]
struct Web {
    #[serde(skip_serializing_if = "Option::is_none")]
    referring_domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_identifier: Option<String>,
}

impl Start {
    pub(super) fn of(
        order: &NewOrder,
        demands: &Demands,
        environment: Environment,
    ) -> Result<Self, EidFault> {
        let kinds = match (order.device, demands.kinds.as_slice()) {
            // A picture can be read by a telephone alone.
            (Device::Other, []) => &[Kind::Mobile],
            (_, chosen) => chosen,
        };
        let requirement = Requirement {
            personal_number: order.known.map(|number| number.digits()),
            ..Requirement::of(demands, kinds, environment)
        };
        Ok(Self {
            // An address of version 4 that came in the clothes of version 6 is what it is.
            end_user_ip: order.end_user_ip.to_canonical().to_string(),
            requirement: requirement.unless_empty(),
            user_visible_data: visible(&order.visible_text, order.purpose)?,
            return_url: return_url(order)?,
            return_risk: true,
            web: order.browser.as_ref().and_then(Web::of),
        })
    }
}

impl Phone {
    pub(super) fn of(
        order: &PhoneOrder,
        demands: &Demands,
        environment: Environment,
    ) -> Result<Self, EidFault> {
        Ok(Self {
            personal_number: order.number.digits(),
            call_initiator: match order.initiator {
                CallInitiator::User => "user",
                CallInitiator::Us => "RP",
            },
            requirement: Requirement::of(demands, &demands.kinds, environment).unless_empty(),
            user_visible_data: visible(&order.visible_text, Purpose::Identify)?,
        })
    }
}

impl Requirement {
    fn of(demands: &Demands, kinds: &[Kind], environment: Environment) -> Self {
        Self {
            pin_code: demands.pin_code,
            mrtd: demands.identity_document,
            personal_number: None,
            card_reader: demands.card_reader.map(|reader| match reader {
                CardReader::Class1 => "class1",
                CardReader::Class2 => "class2",
            }),
            certificate_policies: kinds.iter().map(|kind| kind.policy(environment)).collect(),
        }
    }

    fn unless_empty(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

impl Web {
    /// What is known of the browser. What is too long is cut and what is missing is left out: no login fails for it.
    fn of(browser: &Browser) -> Option<Self> {
        let domain = browser.referring_domain.as_str();
        let known = Self {
            referring_domain: (LEAST_DOMAIN..=most::DOMAIN)
                .contains(&domain.len())
                .then(|| domain.to_owned()),
            user_agent: cut(&browser.user_agent, most::USER_AGENT),
            device_identifier: browser
                .device
                .as_deref()
                .and_then(|device| cut(device, most::DEVICE)),
        };
        (known != Self::default()).then_some(known)
    }
}

/// As much of a text as fits into so many bytes; none of an empty one.
fn cut(text: &str, most: usize) -> Option<String> {
    let kept = &text[..text.floor_char_boundary(most)];
    (!kept.is_empty()).then(|| kept.to_owned())
}

fn visible(text: &str, purpose: Purpose) -> Result<Option<String>, EidFault> {
    let most = match purpose {
        Purpose::Identify => most::TEXT_IDENTIFY,
        Purpose::Sign => most::TEXT_SIGN,
    };
    let encoded = BASE64_STANDARD.encode(text);
    match (encoded.len(), purpose) {
        (0, Purpose::Identify) => Ok(None),
        (0, Purpose::Sign) => Err(unfit("there is no text to sign")),
        (length, _) if length > most => Err(unfit("the visible text is too long")),
        _ => Ok(Some(encoded)),
    }
}

/// The way back, on this device alone: an empty one would be refused, and on another device nothing comes back.
fn return_url(order: &NewOrder) -> Result<Option<String>, EidFault> {
    match (order.device, order.return_url.as_deref()) {
        (Device::Other, _) | (_, None | Some("")) => Ok(None),
        (_, Some(url)) if url.len() > most::RETURN_URL => Err(unfit("the way back is too long")),
        (_, Some(url)) => Ok(Some(url.to_owned())),
    }
}

/// Nothing was sent: what was asked cannot be.
fn unfit(why: &str) -> EidFault {
    EidFault::InvalidOrder(why.to_owned())
}
