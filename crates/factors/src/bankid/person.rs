//! Somebody with a BankID app, in tests.

use domain::eid::{Evidence, Identified, NewOrder};
use domain::personal_number::PersonalNumber;
use domain::time::Timestamp;
use serde_json::Value;

use crate::testing::Person;
use crate::{Form, Letter};

/// One of the Tax Agency's test persons.
pub(crate) const OWN: &str = "199908072391";
/// Another one.
pub(crate) const OTHER: &str = "199006022397";

/// Identifies whenever the page has the app opened.
pub(crate) struct AppOwner;

impl Person for AppOwner {
    fn enrol(&mut self, _: &Value, _: &[Letter], _: Timestamp) -> Form {
        Form::default()
    }

    fn answer(&mut self, _: &[Letter], _: Timestamp) -> Form {
        Form::default()
    }

    fn wrong(&self, _: &[Letter], _: Timestamp) -> Form {
        Form::default()
    }

    fn confirm(&self, _: &NewOrder, in_person: bool) -> Option<Identified> {
        identified(if in_person { OWN } else { OTHER })
    }
}

/// What BankID says of the person with this number.
pub(crate) fn identified(digits: &str) -> Option<Identified> {
    Some(Identified {
        personal_number: PersonalNumber::from_digits(digits).ok()?,
        name: "Anna Lind".to_owned(),
        given_name: "Anna".to_owned(),
        surname: "Lind".to_owned(),
        device_ip: Some("203.0.113.7".to_owned()),
        device_id: None,
        risk: None,
        issued: Some("2025-02-01".to_owned()),
        identity_document_read: false,
        evidence: Evidence {
            signature: "PFNpZ25hdHVyZS8+".to_owned(),
            ocsp: "MIIB".to_owned(),
        },
    })
}
