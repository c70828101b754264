//! Somebody with the printed sheet, in tests.

use domain::time::Timestamp;
use serde_json::Value;

use crate::testing::Person;
use crate::{Form, Letter};

/// Strikes out one code after the other.
#[derive(Default)]
pub(crate) struct SheetKeeper {
    codes: Vec<String>,
}

impl Person for SheetKeeper {
    fn enrol(&mut self, shown: &Value, _: &[Letter], _: Timestamp) -> Form {
        let written = shown["codes"].as_array().into_iter().flatten();
        self.codes = written
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        Form::from_iter(self.codes.last().map(|code| ("code", code.as_str())))
    }

    fn answer(&mut self, _: &[Letter], _: Timestamp) -> Form {
        Form::from_iter(self.codes.pop().map(|code| ("code", code)))
    }

    fn wrong(&self, _: &[Letter], _: Timestamp) -> Form {
        Form::from_iter([("code", "0000-0000-0000-0000")])
    }
}
