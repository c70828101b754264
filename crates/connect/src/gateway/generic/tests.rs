#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
mod answers;
mod reports;
mod requests;

use super::*;
use crate::gateway::specimen::{http, settings};

const URL: &str = "https://sms.example/v1/send?key=a%26b";
const FORM: &str = "to = {to_plus}\nfrom={from}\ntext={text}\nref={ref}\nreport={callback_url}";

fn opened(more: &[(&str, &str)]) -> Result<Generic, SettingFault> {
    let mut pairs = vec![("url", URL), ("body", FORM)];
    pairs.extend(more);
    read(&settings(&pairs), http())
}

fn account(more: &[(&str, &str)]) -> Generic {
    opened(more).unwrap()
}

/// The setting that is at fault.
fn at_fault(more: &[(&str, &str)]) -> &'static str {
    match opened(more).err().unwrap() {
        SettingFault::Missing(field) | SettingFault::Unusable { field, .. } => field,
    }
}

#[test]
fn every_default_can_be_used_and_every_choice_is_one_of_those_listed() {
    let defaults: Vec<(&str, &str)> = DRIVER
        .fields
        .iter()
        .filter_map(|field| Some((field.key, field.default?)))
        .collect();
    assert!(!defaults.is_empty());
    assert!(opened(&defaults).is_ok());
    for field in DRIVER.fields {
        if let Shape::OneOf(choices) = field.shape {
            assert_eq!(Some(choices[0]), field.default, "{}", field.key);
            assert_eq!(
                at_fault(&[
                    (field.key, "other"),
                    ("hmac_header", "x"),
                    ("hmac_secret", "s")
                ]),
                field.key
            );
        }
    }
    for required in ["url", "body"] {
        assert_eq!(at_fault(&[(required, " ")]), required);
    }
}

#[test]
fn a_wait_is_bounded() {
    assert_eq!(account(&[]).within, Duration::from_secs(10));
    let own = account(&[("timeout_seconds", "30")]).within;
    assert_eq!(own, Duration::from_secs(30));
    for bad in ["2", "31", "-1", "ten", "1e1"] {
        assert_eq!(at_fault(&[("timeout_seconds", bad)]), "timeout_seconds");
    }
}

#[test]
fn certificates_that_cannot_be_read_are_named() {
    let junk = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert_eq!(at_fault(&[("ca", "no pem")]), "ca");
    assert_eq!(at_fault(&[("ca", junk)]), "ca");
    assert_eq!(at_fault(&[("client_pem", "no pem")]), "client_pem");
    assert_eq!(at_fault(&[("client_pem", junk)]), "client_pem");
}
