//! What was typed on a factor's page: named fields, bounded before a factor sees them.

use std::collections::BTreeMap;

/// The fields of a submitted form, or of an API call.
#[derive(Clone, Default)]
pub struct Form(BTreeMap<String, String>);

impl Form {
    /// The field called `name`, or an empty text.
    pub fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether the field called `name` was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Form {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        Self(
            fields
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}
