//! JSON as RFC 8259 hopes for: one object, no name twice at any depth. What two readers could read in two ways is refused before it is read.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::problem::Problem;

/// How deep a body may be.
const DEEPEST: u8 = 16;

/// What is said of a NUL: no store takes one, so that no text and no key here has one.
const NUL: &str = "a text in the body holds U+0000, which no text here may";

/// Reads a body.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    check(bytes).map_err(|error| Problem::malformed(said(&error)))?;
    let mut value: Value =
        serde_json::from_slice(bytes).map_err(|error| Problem::malformed(said(&error)))?;
    make_whole(&mut value);
    if has_nul(&value) {
        return Err(Problem::new(422, "request-malformed", NUL));
    }
    serde_json::from_value(value).map_err(|error| Problem::malformed(said(&error)))
}

/// Whether a text at any depth, or a name, holds a NUL.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(object) => object
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// JSON has one kind of number: `14.0` is the whole number that `14` is.
fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
                *number = whole.into();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(make_whole),
        Value::Object(object) => object.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The whole number that this one is, as far as such a number holds whole ones.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and lies within what is exact"
    )]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// What serde says names what was sent, up to a point: no more of it than fits on a line.
fn said(error: &serde_json::Error) -> String {
    let said: String = error
        .to_string()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    format!("the body cannot be read: {said}")
}

fn check(bytes: &[u8]) -> Result<(), serde_json::Error> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'{') {
        return Err(serde_json::Error::custom("it is not an object"));
    }
    let mut reader = Deserializer::from_slice(bytes);
    Unique(DEEPEST).deserialize(&mut reader)?;
    reader.end()
}

/// Walks over a value and keeps nothing of it but, for a moment, the names of the object that it is in.
#[derive(Clone, Copy)]
struct Unique(u8);

impl Unique {
    fn within<E: Error>(self) -> Result<Self, E> {
        self.0
            .checked_sub(1)
            .map(Self)
            .ok_or_else(|| E::custom("it is too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let within = self.within()?;
        while list.next_element_seed(within)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let within = self.within()?;
        let mut names = HashSet::new();
        while let Some(name) = object.next_key::<String>()? {
            object.next_value_seed(within)?;
            if !names.insert(name) {
                return Err(A::Error::custom("a name stands twice in one object"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth_however_it_is_spelt() {
        for twice in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":[{"b":1,"b":2}]}"#,
            r#"{"a":1,"\u0061":2}"#,
        ] {
            assert!(check(twice.as_bytes()).is_err(), "{twice}");
        }
        for once in [
            r#"{"a":{"a":1},"b":[{"a":1},{"a":1}]}"#,
            " {} ",
            r#"{"a":null}"#,
        ] {
            assert!(check(once.as_bytes()).is_ok(), "{once}");
        }
    }

    #[test]
    fn a_nul_in_a_text_at_any_depth_is_refused_before_anything_is_looked_up() {
        type Body = BTreeMap<String, Value>;
        for with in [
            r#"{"a":"\u0000"}"#,
            r#"{"a":["b","c\u0000"]}"#,
            r#"{"a":{"b":"\u0000c"}}"#,
            r#"{"a\u0000":1}"#,
        ] {
            assert!(read::<Body>(with.as_bytes()).is_err(), "{with}");
        }
        assert!(read::<Body>(br#"{"a":"\\u0000 0"}"#).is_ok());
    }

    #[test]
    fn a_body_is_one_object_of_bounded_depth() {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(40), "}".repeat(40));
        for wrong in [
            "[]",
            "1",
            "null",
            "\"a\"",
            "",
            "{} {}",
            "{",
            &deep,
            "{\"a\":\u{7f}}",
        ] {
            assert!(check(wrong.as_bytes()).is_err(), "{wrong}");
        }
        for (written, number) in [("1", 1), ("1.0", 1), ("1e2", 100), ("0.0", 0)] {
            let body = format!(r#"{{"a":{written}}}"#);
            let read: BTreeMap<String, u32> = read(body.as_bytes()).unwrap();
            assert_eq!(read["a"], number, "{written}");
        }
        for written in ["1.5", "-1", "1e300", "4294967296"] {
            let body = format!(r#"{{"a":{written}}}"#);
            assert!(
                read::<BTreeMap<String, u32>>(body.as_bytes()).is_err(),
                "{written}"
            );
        }
    }
}
