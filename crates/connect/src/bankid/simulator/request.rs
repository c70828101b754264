//! The requests of the API, read and judged as BankID judges them. A field it does not have, or not any more, is refused: the simulator is
//! stricter than BankID where that shows a caller's fault.

use std::net::IpAddr;

use data_encoding::BASE64;
use domain::personal_number::PersonalNumber;
use serde::Deserialize;

use super::{ApiError, script::Call};

/// The policies an order may ask for: production's, the test service's, and the one of some banks.
const POLICIES: [&str; 7] = [
    "1.2.752.78.1.1",
    "1.2.752.78.1.2",
    "1.2.752.78.1.5",
    "1.2.3.4.5",
    "1.2.3.4.10",
    "1.2.3.4.25",
    "1.2.752.60.1.6",
];

type Wrong<T> = Result<T, ApiError>;

/// What the caller wants of an order that is about to begin.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) signs: bool,
    pub(super) by_phone: bool,
    pub(super) demanded: Option<PersonalNumber>,
    pub(super) visible: Option<Visible>,
    /// base64, as it came.
    pub(super) hidden: Option<String>,
    pub(super) end_user_ip: Option<IpAddr>,
    pub(super) tell_risk: bool,
    pub(super) read_document: bool,
    pub(super) policies: Vec<String>,
}

/// What the person is shown.
#[derive(Clone)]
pub(crate) struct Visible {
    pub(crate) text: String,
    /// base64, as it came.
    pub(crate) encoded: String,
    pub(crate) format: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StartBody {
    end_user_ip: String,
    requirement: Option<Requirement>,
    user_visible_data: Option<String>,
    user_visible_data_format: Option<String>,
    user_non_visible_data: Option<String>,
    return_url: Option<String>,
    #[serde(default)]
    return_risk: bool,
    web: Option<Web>,
    app: Option<App>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PhoneBody {
    personal_number: String,
    call_initiator: String,
    requirement: Option<PhoneRequirement>,
    user_visible_data: Option<String>,
    user_visible_data_format: Option<String>,
    user_non_visible_data: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Requirement {
    #[serde(rename = "pinCode")]
    _pin_code: Option<bool>,
    mrtd: Option<bool>,
    personal_number: Option<String>,
    card_reader: Option<String>,
    certificate_policies: Option<Vec<String>>,
    risk: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PhoneRequirement {
    #[serde(rename = "pinCode")]
    _pin_code: Option<bool>,
    mrtd: Option<bool>,
    card_reader: Option<String>,
    certificate_policies: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Web {
    referring_domain: Option<String>,
    user_agent: Option<String>,
    device_identifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct App {
    #[serde(rename = "appIdentifier")]
    _app_identifier: Option<String>,
    #[serde(rename = "deviceOS")]
    _device_os: Option<String>,
    #[serde(rename = "deviceModelName")]
    _device_model_name: Option<String>,
    #[serde(rename = "deviceIdentifier")]
    _device_identifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Reference {
    order_ref: String,
}

/// Reads the body of a call that begins an order.
pub(super) fn start(call: Call, body: &[u8]) -> Wrong<Wanted> {
    let signs = matches!(call, Call::Sign | Call::PhoneSign);
    if matches!(call, Call::PhoneAuth | Call::PhoneSign) {
        parsed::<PhoneBody>(body)?.wanted(signs)
    } else {
        parsed::<StartBody>(body)?.wanted(signs)
    }
}

/// Reads the order's name from a collect or cancel.
pub(super) fn reference(body: &[u8]) -> Wrong<String> {
    Ok(parsed::<Reference>(body)?.order_ref)
}

fn parsed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Wrong<T> {
    serde_json::from_slice(body).map_err(|_| invalid("Invalid JSON or parameter"))
}

const fn invalid(details: &'static str) -> ApiError {
    ApiError::InvalidParameters(details)
}

impl StartBody {
    fn wanted(self, signs: bool) -> Wrong<Wanted> {
        let end_user_ip = self
            .end_user_ip
            .parse()
            .map_err(|_| invalid("Invalid endUserIp"))?;
        if self
            .return_url
            .is_some_and(|url| !(1..=512).contains(&url.chars().count()))
        {
            return Err(invalid("Invalid returnUrl"));
        }
        if self.web.is_some() && self.app.is_some() {
            return Err(invalid("Only one of web and app is allowed"));
        }
        self.web.map_or(Ok(()), |web| web.judge())?;
        let requirement = self.requirement.unwrap_or(Requirement {
            _pin_code: None,
            mrtd: None,
            personal_number: None,
            card_reader: None,
            certificate_policies: None,
            risk: None,
        });
        let known_risk = |risk: &str| matches!(risk, "low" | "moderate");
        if requirement.risk.is_some_and(|risk| !known_risk(&risk)) {
            return Err(invalid("Invalid requirement"));
        }
        let demanded = requirement
            .personal_number
            .as_deref()
            .map(number)
            .transpose()?;
        Ok(Wanted {
            signs,
            by_phone: false,
            demanded,
            visible: visible(signs, self.user_visible_data, self.user_visible_data_format)?,
            hidden: hidden(signs, self.user_non_visible_data)?,
            end_user_ip: Some(end_user_ip),
            tell_risk: self.return_risk,
            read_document: requirement.mrtd.unwrap_or_default(),
            policies: demands(requirement.card_reader, requirement.certificate_policies)?,
        })
    }
}

impl PhoneBody {
    fn wanted(self, signs: bool) -> Wrong<Wanted> {
        if !matches!(self.call_initiator.as_str(), "user" | "RP") {
            return Err(invalid("Invalid callInitiator"));
        }
        let requirement = self.requirement.unwrap_or(PhoneRequirement {
            _pin_code: None,
            mrtd: None,
            card_reader: None,
            certificate_policies: None,
        });
        Ok(Wanted {
            signs,
            by_phone: true,
            demanded: Some(number(&self.personal_number)?),
            visible: visible(signs, self.user_visible_data, self.user_visible_data_format)?,
            hidden: hidden(signs, self.user_non_visible_data)?,
            end_user_ip: None,
            tell_risk: false,
            read_document: requirement.mrtd.unwrap_or_default(),
            policies: demands(requirement.card_reader, requirement.certificate_policies)?,
        })
    }
}

impl Web {
    fn judge(&self) -> Wrong<()> {
        let fits = |value: &Option<String>, least: usize, most: usize| {
            value
                .as_ref()
                .is_none_or(|value| (least..=most).contains(&value.chars().count()))
        };
        let all = fits(&self.referring_domain, 3, 253)
            && fits(&self.user_agent, 1, 256)
            && fits(&self.device_identifier, 1, 64);
        if all {
            Ok(())
        } else {
            Err(invalid("Invalid web"))
        }
    }
}

fn number(digits: &str) -> Wrong<PersonalNumber> {
    PersonalNumber::from_digits(digits).map_err(|_| invalid("Invalid personalNumber"))
}

fn demands(reader: Option<String>, policies: Option<Vec<String>>) -> Wrong<Vec<String>> {
    if reader.is_some_and(|reader| !matches!(reader.as_str(), "class1" | "class2")) {
        return Err(invalid("Invalid requirement"));
    }
    match policies {
        None => Ok(Vec::new()),
        Some(policies) if policies.is_empty() => Err(invalid("Invalid requirement")),
        Some(policies) => {
            let known = policies
                .iter()
                .all(|policy| POLICIES.contains(&policy.as_str()));
            if known {
                Ok(policies)
            } else {
                Err(invalid("Invalid requirement"))
            }
        }
    }
}

fn visible(signs: bool, data: Option<String>, format: Option<String>) -> Wrong<Option<Visible>> {
    let known = |format: &String| matches!(format.as_str(), "plaintext" | "simpleMarkdownV1");
    if format.as_ref().is_some_and(|format| !known(format)) {
        return Err(invalid("Invalid userVisibleDataFormat"));
    }
    let Some(encoded) = data else {
        return if signs {
            Err(invalid("Missing userVisibleData"))
        } else {
            Ok(None)
        };
    };
    let most = if signs { 40_000 } else { 1_500 };
    let wrong = invalid("Invalid userVisibleData");
    if !(1..=most).contains(&encoded.len()) {
        return Err(wrong);
    }
    let bytes = BASE64.decode(encoded.as_bytes()).map_err(|_| wrong)?;
    let text = String::from_utf8(bytes).map_err(|_| wrong)?;
    Ok(Some(Visible {
        text,
        encoded,
        format,
    }))
}

fn hidden(signs: bool, data: Option<String>) -> Wrong<Option<String>> {
    let most = if signs { 200_000 } else { 1_500 };
    let fits = |encoded: &String| {
        (1..=most).contains(&encoded.len()) && BASE64.decode(encoded.as_bytes()).is_ok()
    };
    if data.as_ref().is_some_and(|encoded| !fits(encoded)) {
        return Err(invalid("Invalid userNonVisibleData"));
    }
    Ok(data)
}
