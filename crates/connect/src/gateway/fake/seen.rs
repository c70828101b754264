//! A request as it came, and the fields of its body, each of which must be asked for: what nobody asked for is a fault.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

/// A request as it came.
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    /// Names in small letters.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Seen {
    /// The value of a header that came once.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value.as_str())
    }

    /// What stands after this word in `Authorization`.
    pub(super) fn authorization(&self, scheme: &str) -> Option<&str> {
        self.header("authorization")?
            .strip_prefix(scheme)?
            .strip_prefix(' ')
    }

    /// Name and password of HTTP Basic.
    pub(super) fn basic(&self) -> Option<(String, String)> {
        let bytes = STANDARD.decode(self.authorization("Basic")?).ok()?;
        let (name, password) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
        Some((name.to_owned(), password.to_owned()))
    }

    /// Whether the request is this one.
    pub(super) fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path == path
    }

    /// The parameters of the address.
    pub(super) fn query(&self) -> BTreeMap<String, String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect()
    }

    fn media_type(&self) -> &str {
        self.header("content-type")
            .and_then(|value| value.split(';').next())
            .map_or("", str::trim)
    }
}

/// What a value must look like.
pub(super) type Rule = fn(&str) -> bool;

/// The fields of a body, and what is wrong with them.
pub(super) struct Fields {
    place: String,
    values: BTreeMap<String, Value>,
    faults: Vec<String>,
}

impl Fields {
    /// The fields of a form.
    pub(super) fn form(seen: &Seen) -> Self {
        Self::form_with_lists(seen, &[])
    }

    /// The fields of a form in which some may come several times; their values are put together with spaces between.
    pub(super) fn form_with_lists(seen: &Seen, lists: &[&str]) -> Self {
        let mut fields = Self::of("", Value::Object(serde_json::Map::new()));
        fields.require(
            seen.media_type() == "application/x-www-form-urlencoded",
            "the content type is not that of a form",
        );
        if !seen.query.is_empty() {
            fields.fault("fields stand in the address");
        }
        for (name, value) in url::form_urlencoded::parse(&seen.body) {
            let whole = match fields.values.get(&*name) {
                Some(Value::String(before)) if lists.contains(&&*name) => {
                    format!("{before} {value}")
                }
                Some(_) => {
                    fields.fault(&format!("{name} came twice"));
                    continue;
                }
                None => value.into_owned(),
            };
            fields
                .values
                .insert(name.into_owned(), Value::String(whole));
        }
        fields
    }

    /// The members of a JSON object.
    pub(super) fn json(seen: &Seen) -> Self {
        let mut fields = match serde_json::from_slice(&seen.body) {
            Ok(value) => Self::of("", value),
            Err(fault) => {
                let mut none = Self::of("", Value::Object(serde_json::Map::new()));
                none.fault(&format!("the body is no JSON: {fault}"));
                none
            }
        };
        fields.require(
            seen.media_type() == "application/json",
            "the content type is not JSON",
        );
        fields
    }

    /// The members of an object that stands at a place.
    pub(super) fn of(place: &str, value: Value) -> Self {
        let mut fields = Self {
            place: place.to_owned(),
            values: BTreeMap::new(),
            faults: Vec::new(),
        };
        match value {
            Value::Object(members) => fields.values = members.into_iter().collect(),
            _ => fields.fault("is no object"),
        }
        fields
    }

    /// All of them, as an object.
    pub(super) fn all(&self) -> Value {
        Value::Object(self.values.clone().into_iter().collect())
    }

    /// A text that must be there.
    pub(super) fn need(&mut self, name: &str, rule: Rule) -> String {
        let found = self.may(name, rule);
        if found.is_none() {
            self.fault(&format!("{name} is missing"));
        }
        found.unwrap_or_default()
    }

    /// A text that may be there.
    pub(super) fn may(&mut self, name: &str, rule: Rule) -> Option<String> {
        let value = self.values.remove(name)?;
        let Value::String(text) = value else {
            self.fault(&format!("{name} is no text"));
            return Some(String::new());
        };
        if !rule(&text) {
            self.fault(&format!("{name} is not as it must be: {text:?}"));
        }
        Some(text)
    }

    /// A whole number that may be there.
    pub(super) fn number(
        &mut self,
        name: &str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let value = self.values.remove(name)?;
        let number = value.as_u64().filter(|number| range.contains(number));
        if number.is_none() {
            self.fault(&format!("{name} is not as it must be: {value}"));
        }
        number
    }

    /// A truth that may be there.
    pub(super) fn truth(&mut self, name: &str) {
        if let Some(value) = self.values.remove(name) {
            self.require(
                value.is_boolean(),
                &format!("{name} is neither true nor false"),
            );
        }
    }

    /// A value of any kind.
    pub(super) fn raw(&mut self, name: &str) -> Option<Value> {
        self.values.remove(name)
    }

    /// An object that must be there, whose fields are asked for in turn.
    pub(super) fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let inner = self.values.remove(name)?;
        Some(self.inside(&format!("{}{name}.", self.place), inner, read))
    }

    /// The only element of a list.
    pub(super) fn only<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        match self.values.remove(name) {
            Some(Value::Array(mut list)) if list.len() == 1 => {
                let place = format!("{}{name}[0].", self.place);
                let inner = list.pop()?;
                Some(self.inside(&place, inner, read))
            }
            other => {
                self.fault(&format!("{name} is no list of one: {other:?}"));
                None
            }
        }
    }

    fn inside<T>(&mut self, place: &str, value: Value, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut inner = Self::of(place, value);
        let read = read(&mut inner);
        if let Err(faults) = inner.finish() {
            self.faults.push(faults);
        }
        read
    }

    /// Notes a fault unless this holds.
    pub(super) fn require(&mut self, holds: bool, what: &str) {
        if !holds {
            self.fault(what);
        }
    }

    /// Notes a fault.
    pub(super) fn fault(&mut self, what: &str) {
        self.faults.push(format!("{}{what}", self.place));
    }

    /// What is wrong, if anything is.
    pub(super) fn finish(mut self) -> Result<(), String> {
        for name in std::mem::take(&mut self.values).into_keys() {
            self.fault(&format!("{name} is no field of this request"));
        }
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(self.faults.join("; "))
        }
    }
}
