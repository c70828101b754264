//! Moments as RFC 3339 writes them, in UTC.

use domain::time::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// A moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api) struct Time(pub(in crate::api) Timestamp);

impl Time {
    /// A moment that may be missing.
    pub(in crate::api) fn of(at: Option<Timestamp>) -> Option<Self> {
        at.map(Self)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = jiff::Timestamp::from_millisecond(self.0.unix_millis())
            .map_err(serde::ser::Error::custom)?;
        serializer.collect_str(&format_args!("{at:.3}"))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at: jiff::Timestamp = text
            .parse()
            .map_err(|_| D::Error::custom("this is no moment as RFC 3339 writes it"))?;
        Ok(Self(Timestamp::from_unix_millis(at.as_millisecond())))
    }
}

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn moments_are_written_in_utc_and_read_with_any_offset() {
        let at = Time(Timestamp::from_unix_millis(1_700_000_000_120));
        let written = serde_json::to_string(&at).unwrap();
        assert_eq!(written, "\"2023-11-14T22:13:20.120Z\"");
        for same in [written.as_str(), "\"2023-11-14T23:13:20.12+01:00\""] {
            assert_eq!(serde_json::from_str::<Time>(same).unwrap(), at, "{same}");
        }
        for wrong in ["\"2023-11-14\"", "\"now\"", "1700000000", "\"\""] {
            assert!(serde_json::from_str::<Time>(wrong).is_err(), "{wrong}");
        }
    }
}
