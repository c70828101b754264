//! Fills the fields of a form with what was typed, what is wrong with it, and what somebody else has put there.

use app::administer::{FieldFault, FieldWhy};
use domain::message::Bound;
use domain::sms::TemplateFault;
use text::Text;

use super::typed::Typed;
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, Shape};

/// Puts everything in its place.
pub(super) fn filled(
    arrival: &Arrival,
    mut fieldsets: Vec<Fieldset>,
    typed: &Typed,
    faults: &[FieldFault],
    elsewhere: Option<&Typed>,
) -> Vec<Fieldset> {
    for field in fieldsets.iter_mut().flat_map(|set| &mut set.fields) {
        fill(field, typed);
        field.problem = faults
            .iter()
            .find(|fault| fault.field == field.name)
            .map(|fault| said(arrival, &field.shape, &fault.why));
        field.elsewhere = elsewhere
            .filter(|_| !is_secret(field))
            .filter(|now| now.of(&field.name) != typed.of(&field.name))
            .map(|now| told(arrival, field, now));
    }
    fieldsets
}

fn is_secret(field: &Field) -> bool {
    matches!(field.shape, Shape::Secret(_) | Shape::SecretLines(_))
}

fn fill(field: &mut Field, typed: &Typed) {
    let value = typed.of(&field.name).to_owned();
    match &mut field.shape {
        Shape::Tick(ticked) => *ticked = typed.ticked(&field.name),
        Shape::OneOf(options) => {
            for option in options {
                option.selected = option.value == value;
            }
        }
        Shape::Secret(_) | Shape::SecretLines(_) => {}
        _ => field.value = value,
    }
}

/// What stands there now, as it is told.
fn told(arrival: &Arrival, field: &Field, now: &Typed) -> String {
    let text = &arrival.text;
    let value = now.of(&field.name);
    match &field.shape {
        Shape::Tick(_) if now.ticked(&field.name) => text.get("admin-yes"),
        Shape::Tick(_) => text.get("admin-no"),
        Shape::OneOf(options) => options
            .iter()
            .find(|option| option.value == value)
            .map_or_else(|| value.to_owned(), |option| option.name.clone()),
        _ if value.is_empty() => text.get("admin-nothing"),
        _ => value.to_owned(),
    }
}

/// What is wrong with a field of this shape, in words.
fn said(arrival: &Arrival, shape: &Shape, why: &FieldWhy) -> String {
    match (shape, why) {
        (Shape::Tick(_), FieldWhy::Missing) => arrival.text.get("admin-bound-tick"),
        (Shape::Amount, FieldWhy::Bound(Bound::AtLeast(_))) => {
            arrival.text.get("admin-bound-amount-least")
        }
        (Shape::Lines, FieldWhy::Bound(Bound::Between(_, most))) => {
            arrival.text.with1("admin-bound-lines", "most", *most)
        }
        _ => words(arrival, why),
    }
}

/// What is wrong with a field, in words.
fn words(arrival: &Arrival, why: &FieldWhy) -> String {
    let text = &arrival.text;
    match why {
        FieldWhy::Missing => text.get("admin-bound-missing"),
        FieldWhy::Anew => text.get("admin-bound-anew"),
        FieldWhy::TooLong => text.get("admin-bound-long"),
        FieldWhy::AtMost(most) => text.with1("admin-bound-at-most", "most", *most),
        FieldWhy::HiddenSign => text.get("admin-bound-hidden"),
        FieldWhy::NoDate => text.get("admin-bound-date"),
        FieldWhy::Said(key) => text.get(key),
        FieldWhy::Choice => text.get("admin-bound-choice"),
        FieldWhy::NoNumber => text.get("admin-bound-number"),
        FieldWhy::NoAmount => text.get("admin-bound-amount"),
        FieldWhy::NoCountry(typed) => text.with1("admin-bound-country", "value", typed),
        FieldWhy::Line(line) => text.with1("admin-bound-line", "value", line),
        FieldWhy::Unusable(why) => text.with1("admin-bound-unusable", "why", unusable(text, why)),
        FieldWhy::Bound(bound) => bound_words(text, bound),
        FieldWhy::Refused(refusal) => {
            let problem = arrival.problem(refusal);
            format!("{} {}", problem.title, problem.detail)
        }
    }
}

/// Why a gateway's setting cannot be used, in the reader's language where there are words for it.
fn unusable(text: &Text, why: &str) -> String {
    let slug: Vec<String> = why
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let key = format!("gateway-why-{}", slug.join("-"));
    if text.has(&key) {
        text.get(&key)
    } else {
        why.to_owned()
    }
}

fn bound_words(text: &Text, bound: &Bound) -> String {
    match bound {
        Bound::Between(least, most) => {
            text.with2("admin-bound-between", "least", *least, "most", *most)
        }
        Bound::AtLeast(least) => text.with1("admin-bound-at-least", "least", *least),
        Bound::Countries => text.get("admin-bound-countries"),
        Bound::Sender => text.get("admin-bound-sender"),
        Bound::Number => text.get("admin-bound-number-form"),
        Bound::Currency => text.get("admin-bound-currency"),
        Bound::OneOrMore => text.get("admin-bound-one-or-more"),
        Bound::OwnHost => text.get("admin-bound-own-host"),
        Bound::Origin => text.get("admin-bound-origin"),
        Bound::Model => text.get("admin-bound-model"),
        Bound::Certificate => text.get("admin-bound-certificate"),
        Bound::DefaultAmong => text.get("admin-bound-default-among"),
        Bound::Text { fault, .. } => template_words(text, fault),
    }
}

/// What is wrong with a text, in words.
pub(super) fn template_words(text: &Text, fault: &TemplateFault) -> String {
    let key = format!("admin-wording-fault-{}", fault.code());
    match fault {
        TemplateFault::Unwritable(sign) => text.with1(&key, "sign", sign.to_string()),
        _ => text.get(&key),
    }
}
