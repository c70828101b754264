//! The form for passkeys: what one is enough for, which are taken, and whose pages may use them.

use app::administer::{FieldFault, FieldWhy, OrganisationPart};
use domain::message::Bound;
use domain::organisation::{Copied, Organisation, PasskeyRules};
use text::Text;

use super::forms::{alone, fields_of, yes_or_no};
use super::{OrganisationForm, fact};
use crate::admin::typed::Typed;
use crate::arrival::Arrival;
use crate::pages::Fact;
use crate::pages::admin::{Fieldset, Selectable, Shape};

type Read = Result<Organisation, Vec<FieldFault>>;

const SIGN_IN: &str = "passkey_sign_in";
const VERIFIED: &str = "passkey_verified";
const COPIED: &str = "passkey_copied";
const MAKERS: &str = "passkey_makers";
const MODELS: &str = "passkey_models";
const ORIGINS: &str = "passkey_origins";

/// What a passkey is enough for, and which are taken.
pub(super) const PASSKEYS: OrganisationForm = OrganisationForm {
    path: "/admin/settings/passkeys",
    page: "admin-settings-passkeys",
    heading: "settings-passkeys",
    part: OrganisationPart::Passkeys,
    fields,
    typed: |_, organisation| {
        let rules = &organisation.rules.passkeys;
        Typed::default()
            .with_tick(SIGN_IN, rules.sign_in)
            .with_tick(VERIFIED, rules.verified)
            .with(COPIED, rules.copied.as_str())
            .with(MAKERS, rules.makers.join("\n"))
            .with(MODELS, rules.models.join("\n"))
            .with(ORIGINS, rules.origins.join("\n"))
    },
    read,
};

fn fields(arrival: &Arrival, _: &Organisation) -> Vec<Fieldset> {
    let text = &arrival.text;
    let field = fields_of(text);
    let copied = [Copied::Refuse, Copied::Tell].map(|copied| Selectable {
        value: copied.as_str().to_owned(),
        name: copied_words(text, copied),
        selected: false,
    });
    let mut fieldsets = alone(vec![
        field(SIGN_IN, "settings-passkey-sign-in").shaped(Shape::Tick(false)),
        field(VERIFIED, "settings-passkey-verified").shaped(Shape::Tick(false)),
        field(COPIED, "settings-passkey-copied").shaped(Shape::OneOf(copied.into())),
    ]);
    fieldsets.push(Fieldset {
        legend: text.get("settings-passkey-taken"),
        about: Some(text.get("settings-passkey-taken.hint")),
        fields: vec![
            field(MAKERS, "settings-passkey-makers").shaped(Shape::Lines),
            field(MODELS, "settings-passkey-models").shaped(Shape::Lines),
        ],
    });
    fieldsets.push(Fieldset {
        legend: text.get("settings-passkey-elsewhere"),
        about: None,
        fields: vec![field(ORIGINS, "settings-passkey-origins").shaped(Shape::Lines)],
    });
    fieldsets
}

fn read(typed: &Typed, mut organisation: Organisation) -> Read {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, why: FieldWhy| faults.push(FieldFault::new(field, why));
    let copied = Copied::named(typed.of(COPIED)).unwrap_or_else(|| {
        wrong(COPIED, FieldWhy::Choice);
        Copied::default()
    });
    let makers = certificates(typed.of(MAKERS)).unwrap_or_else(|| {
        wrong(MAKERS, FieldWhy::Bound(Bound::Certificate));
        Vec::new()
    });
    let models = lines(typed.of(MODELS), PasskeyRules::model_of).unwrap_or_else(|line| {
        wrong(MODELS, FieldWhy::Line(line));
        Vec::new()
    });
    let origins = lines(typed.of(ORIGINS), PasskeyRules::origin_of).unwrap_or_else(|line| {
        wrong(ORIGINS, FieldWhy::Line(line));
        Vec::new()
    });
    if typed.of(MAKERS).is_empty() && !models.is_empty() {
        wrong(MAKERS, FieldWhy::Said("settings-passkey-makers-first"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    organisation.rules.passkeys = PasskeyRules {
        sign_in: typed.ticked(SIGN_IN),
        verified: typed.ticked(VERIFIED),
        copied,
        makers,
        models,
        origins,
    };
    Ok(organisation)
}

/// What each line means, once; the first line that means nothing otherwise.
fn lines(typed: &str, meant: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, String> {
    let mut read = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match meant(line) {
            Some(one) if read.contains(&one) => {}
            Some(one) => read.push(one),
            None => return Err(line.chars().take(60).collect()),
        }
    }
    Ok(read)
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The certificates of a text, each by itself and once. What programs write around them is passed over; `None` where there is none in it, one is
/// not whole, or something else is among them that no certificate is.
fn certificates(typed: &str) -> Option<Vec<String>> {
    let mut read = Vec::new();
    let mut rest = typed;
    while let Some((before, from)) = rest.split_once("-----BEGIN ") {
        let body = from.strip_prefix("CERTIFICATE-----")?;
        let (body, behind) = body.split_once(END)?;
        if before.contains("-----END") || body.contains("-----") {
            return None;
        }
        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        let written: Vec<&str> = std::iter::once(BEGIN).chain(lines).chain([END]).collect();
        let one = written.join("\n");
        if !read.contains(&one) {
            read.push(one);
        }
        rest = behind;
    }
    (typed.is_empty() || !read.is_empty()).then_some(read)
}

fn copied_words(text: &Text, copied: Copied) -> String {
    text.get(&format!("settings-passkey-copied-{}", copied.as_str()))
}

/// The same in words. Of certificates only how many there are says anything to a reader.
pub(super) fn facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let rules = &organisation.rules.passkeys;
    let many = |key: &str, all: &[String]| {
        let number = i64::try_from(all.len()).unwrap_or(i64::MAX);
        fact(
            text,
            key,
            text.with1(&format!("{key}-value"), "number", number),
        )
    };
    let origins = if rules.origins.is_empty() {
        text.get("admin-nothing")
    } else {
        rules.origins.join(", ")
    };
    let ticked = |key: &str, is_so: bool| fact(text, key, yes_or_no(text, is_so));
    let mut facts = vec![
        ticked("settings-passkey-sign-in", rules.sign_in),
        ticked("settings-passkey-verified", rules.verified),
        fact(
            text,
            "settings-passkey-copied",
            copied_words(text, rules.copied),
        ),
        many("settings-passkey-makers", &rules.makers),
    ];
    if rules.demands_make() {
        facts.push(many("settings-passkey-models", &rules.models));
    }
    facts.push(fact(text, "settings-passkey-origins", origins));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(body: &str) -> String {
        format!("{BEGIN}\n{body}\n{END}")
    }

    #[test]
    fn certificates_are_told_apart_and_what_stands_around_them_is_passed_over() {
        let pasted = format!(
            "subject=CN = A maker\r\n{}\r\n\r\n  issuer: the same\n{}\n{}\n",
            pem("  AAAA\r\n  BBBB  "),
            pem("CCCC"),
            pem("AAAA\nBBBB"),
        );
        assert_eq!(
            certificates(&pasted),
            Some(vec![pem("AAAA\nBBBB"), pem("CCCC")]),
            "each once"
        );
        assert_eq!(certificates(""), Some(Vec::new()));
        for pasted in [
            "a certificate".to_owned(),
            BEGIN.to_owned(),
            format!("{BEGIN}\nAAAA"),
            format!(
                "{}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                pem("AAAA")
            ),
            format!("{BEGIN}\nAAAA\n{}", pem("BBBB")),
        ] {
            assert_eq!(certificates(&pasted), None, "{pasted}");
        }
    }

    #[test]
    fn a_line_that_means_nothing_is_named_and_the_same_twice_is_once() {
        let read = lines(" b \n\nA\nB", |line| Some(line.to_lowercase()));
        assert_eq!(read, Ok(vec!["b".to_owned(), "a".to_owned()]));
        let read = lines(
            "2fc0579f-8113-47ea-b116-bb5a8db9202a\nYubiKey 5",
            PasskeyRules::model_of,
        );
        assert_eq!(read, Err("YubiKey 5".to_owned()));
    }
}
