//! From a message to a request, in the form the administrator wrote down.
//!
//! The body is put together by the encoder of its kind: whatever a text holds, it stays one value of one field. Headers take the
//! message's name and number alone, never words.

use serde_json::{Map, Value};
use url::Url;

use super::template::{Hole, Template, Values};
use crate::gateway::{MessageWhy, Said, SettingFault, Settings, Sms, Unsent};
use crate::http::Request;

/// Headers that belong to the connection.
const NOT_OURS: [&str; 5] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
];

/// How a message is put into a request. No Debug: it holds credentials.
pub(super) struct Sending {
    method: &'static str,
    url: Url,
    headers: Vec<(String, Template)>,
    body: Body,
}

enum Body {
    Form(Vec<(String, Template)>),
    Query(Vec<(String, Template)>),
    Json(Node),
}

/// A JSON document with holes in its texts.
enum Node {
    Text(Template),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
    Fixed(Value),
}

fn unusable(field: &'static str) -> impl Fn(&'static str) -> SettingFault {
    move |why| SettingFault::Unusable { field, why }
}

impl Sending {
    /// Reads the settings.
    pub(super) fn of(settings: &Settings) -> Result<Self, SettingFault> {
        let method = match settings.find("method").unwrap_or("POST") {
            "GET" => "GET",
            "POST" => "POST",
            "PUT" => "PUT",
            _ => return Err(unusable("method")("it is none of GET, POST, PUT")),
        };
        let body = Body::of(settings)?;
        if method == "GET" && !matches!(body, Body::Query(_)) {
            return Err(unusable("body_type")("a GET request has no body"));
        }
        let sending = Self {
            method,
            url: address(settings.need("url")?)?,
            headers: headers(settings.find("headers").unwrap_or_default())?,
            body,
        };
        let holes = sending.body.holes();
        if !holes.iter().any(|hole| hole.is_text()) {
            return Err(unusable("body")("the text is missing: {text}"));
        }
        if !holes.iter().any(|hole| hole.is_recipient()) {
            return Err(unusable("body")("the recipient is missing: {to_plus}"));
        }
        Ok(sending)
    }

    /// The request for one message, and how long it may take.
    pub(super) fn request(
        &self,
        sms: &Sms,
        within: std::time::Duration,
    ) -> Result<Request, Unsent> {
        let values = Values::of(sms);
        let national = self.body.holes().contains(&Hole::ToNational);
        if national && values.find(Hole::ToNational).is_none() {
            return Err(Unsent::Message {
                why: MessageWhy::Number,
                said: Said {
                    text: Some("the number has no national form".to_owned()),
                    ..Said::default()
                },
            });
        }
        let mut url = self.url.clone();
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.fill(&values).unwrap_or_default()))
            .collect();
        let body = match &self.body {
            Body::Query(pairs) => {
                url.query_pairs_mut().extend_pairs(filled(pairs, &values));
                None
            }
            Body::Form(pairs) => {
                let mut encoder = url::form_urlencoded::Serializer::new(String::new());
                encoder.extend_pairs(filled(pairs, &values));
                Some((encoder.finish(), "application/x-www-form-urlencoded"))
            }
            Body::Json(node) => {
                let document = node.fill(&values).unwrap_or(Value::Null);
                Some((document.to_string(), "application/json"))
            }
        };
        if let Some((_, kind)) = &body
            && !headers.iter().any(|(name, _)| name == "content-type")
        {
            headers.push(("content-type".to_owned(), (*kind).to_owned()));
        }
        Ok(Request {
            method: self.method,
            url: url.into(),
            headers,
            body: body.map(|(body, _)| body.into_bytes()),
            within,
        })
    }
}

fn filled(pairs: &[(String, Template)], values: &Values) -> Vec<(String, String)> {
    pairs
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.fill(values)?)))
        .collect()
}

fn address(typed: &str) -> Result<Url, SettingFault> {
    let fault = unusable("url");
    if typed.contains(['{', '}']) {
        return Err(fault("placeholders belong in the body"));
    }
    let url = Url::parse(typed).map_err(|_| fault("it is no address"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(fault("it begins with neither https:// nor http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fault("credentials belong in a header"));
    }
    if url.fragment().is_some() {
        return Err(fault("a part after # is never sent"));
    }
    Ok(url)
}

fn headers(typed: &str) -> Result<Vec<(String, Template)>, SettingFault> {
    let fault = unusable("headers");
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let mut headers = Vec::new();
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(':').ok_or(fault("a line has no colon"))?;
        let name = name.trim().to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(token) {
            return Err(fault("a name cannot be sent"));
        }
        if NOT_OURS.contains(&name.as_str()) {
            return Err(fault("one of them belongs to the connection"));
        }
        let value = value.trim();
        if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(fault("a value cannot be sent"));
        }
        let value = Template::parse(value).map_err(&fault)?;
        let plain = |hole| matches!(hole, Hole::Ref | Hole::ToPlus | Hole::ToDigits);
        if !value.holes().all(plain) {
            return Err(fault(
                "only {ref}, {to_plus} and {to_digits} can stand there",
            ));
        }
        headers.push((name, value));
    }
    Ok(headers)
}

impl Body {
    fn of(settings: &Settings) -> Result<Self, SettingFault> {
        let fault = unusable("body");
        let typed = settings.need("body")?;
        match settings.find("body_type").unwrap_or("form") {
            "form" => Ok(Self::Form(pairs(typed)?)),
            "query" => Ok(Self::Query(pairs(typed)?)),
            "json" => {
                let document: Value =
                    serde_json::from_str(typed).map_err(|_| fault("it is not JSON"))?;
                Ok(Self::Json(Node::of(document).map_err(&fault)?))
            }
            _ => Err(unusable("body_type")("it is none of form, json, query")),
        }
    }

    fn holes(&self) -> Vec<Hole> {
        match self {
            Self::Form(pairs) | Self::Query(pairs) => {
                pairs.iter().flat_map(|(_, value)| value.holes()).collect()
            }
            Self::Json(node) => node.holes(),
        }
    }
}

fn pairs(typed: &str) -> Result<Vec<(String, Template)>, SettingFault> {
    let fault = unusable("body");
    let mut pairs = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line
            .split_once('=')
            .ok_or(fault("a line has no equals sign"))?;
        let value = Template::parse(value.trim()).map_err(&fault)?;
        pairs.push((name.trim().to_owned(), value));
    }
    Ok(pairs)
}

impl Node {
    fn of(value: Value) -> Result<Self, &'static str> {
        Ok(match value {
            Value::String(text) => Self::Text(Template::parse(&text)?),
            Value::Array(items) => {
                Self::Array(items.into_iter().map(Self::of).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::of(value)?)))
                    .collect::<Result<_, &'static str>>()?,
            ),
            fixed => Self::Fixed(fixed),
        })
    }

    fn holes(&self) -> Vec<Hole> {
        match self {
            Self::Text(template) => template.holes().collect(),
            Self::Array(items) => items.iter().flat_map(Self::holes).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, node)| node.holes()).collect(),
            Self::Fixed(_) => Vec::new(),
        }
    }

    /// The document, filled in; what there is nothing for is left out.
    fn fill(&self, values: &Values) -> Option<Value> {
        Some(match self {
            Self::Text(template) => Value::String(template.fill(values)?),
            Self::Array(items) => items.iter().filter_map(|item| item.fill(values)).collect(),
            Self::Object(members) => Value::Object(
                members
                    .iter()
                    .filter_map(|(name, node)| Some((name.clone(), node.fill(values)?)))
                    .collect::<Map<_, _>>(),
            ),
            Self::Fixed(value) => value.clone(),
        })
    }
}
