//! What was typed and cannot be so, field by field.

use domain::message::{Bound, SettingsRefusal};
use domain::refusal::Refusal;
use domain::sms::TemplateFault;

/// A field that cannot be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: String,
    /// Why.
    pub why: FieldWhy,
}

/// Why a field cannot be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldWhy {
    /// Nothing stands in it.
    Missing,
    /// It is a secret that was given for another address: it has to be typed again.
    Anew,
    /// Too much stands in it.
    TooLong,
    /// More characters than these stand in it.
    AtMost(usize),
    /// A sign stands in it that nobody sees.
    HiddenSign,
    /// It is no date.
    NoDate,
    /// Something else, under this key.
    Said(&'static str),
    /// It is none of those to choose from.
    Choice,
    /// A gateway's setting that cannot be used, in a few words.
    Unusable(&'static str),
    /// It is outside its bound.
    Bound(Bound),
    /// It is no whole number.
    NoNumber,
    /// It is no amount of money.
    NoAmount,
    /// It names no country.
    NoCountry(String),
    /// A line of it cannot be read.
    Line(String),
    /// It is no number that a message can be sent to.
    Refused(Refusal),
}

impl FieldFault {
    /// This field, for this reason.
    pub fn new(field: impl Into<String>, why: FieldWhy) -> Self {
        Self {
            field: field.into(),
            why,
        }
    }

    /// What is wrong with a text, where it is a text.
    pub const fn template_fault(&self) -> Option<&TemplateFault> {
        match &self.why {
            FieldWhy::Bound(Bound::Text { fault, .. }) => Some(fault),
            _ => None,
        }
    }
}

impl From<SettingsRefusal> for FieldFault {
    fn from(refusal: SettingsRefusal) -> Self {
        Self::new(refusal.field, FieldWhy::Bound(refusal.bound))
    }
}

/// The faults as one sentence for the command line and the API: which fields.
pub(super) fn told(faults: &[FieldFault]) -> String {
    let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    format!("these fields cannot be so: {}", names.join(", "))
}
