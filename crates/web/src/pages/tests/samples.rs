//! Samples of every page, with the names and texts of a made-up organisation.

mod account;
mod admin;
mod audit;
mod credentials;
mod enrol;
pub(super) mod factors;
mod house;
mod imports;
mod login;
mod people;
mod readiness;
mod recover;
mod recovery;
mod rest;
mod roles;

use askama::Template;
use text::{Language, Text};

use crate::pages::{Choice, Current, Frame, Help, Nav, Page, SessionEnd, icon};

/// A rendered page, and what must be true of it.
pub(super) struct Sample {
    pub(super) file: String,
    pub(super) page: &'static str,
    pub(super) factor: Option<String>,
    pub(super) failed: bool,
    pub(super) html: String,
}

/// Every page in every state.
pub(super) fn all(text: &Text) -> Vec<Sample> {
    [
        login::samples(text),
        enrol::samples(text),
        readiness::samples(text),
        account::samples(text),
        admin::samples(text),
        audit::samples(text),
        house::samples(text),
        imports::samples(text),
        credentials::samples(text),
        people::samples(text),
        recover::samples(text),
        recovery::samples(text),
        rest::samples(text),
        roles::samples(text),
        factors::samples(text),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn sample(file: &str, page: &(impl Page + Template)) -> Sample {
    Sample {
        file: file.to_owned(),
        page: page.name(),
        factor: page.factor().map(str::to_owned),
        failed: page.problem().is_some(),
        html: page.render().unwrap(),
    }
}

/// The Swedish words on Swedish pages, the English ones on English pages: a sample's own texts.
fn either(text: &Text, sv: &str, en: &str) -> String {
    match text.language() {
        Language::Sv => sv.to_owned(),
        Language::En => en.to_owned(),
    }
}

fn frame(text: &Text) -> Frame {
    let mut frame = Frame::bare(text.clone(), "Björkens Omsorg");
    frame.client_name = Some(either(text, "Journalen", "the records"));
    frame.csrf = "token-1".to_owned();
    frame.languages = languages(text.language());
    frame.help = Help {
        name: None,
        phone: Some("08-465 004 00".to_owned()),
        email: None,
        hours: Some(either(text, "vardagar 8–17", "weekdays 8–17")),
        page: None,
        guide: Some("/guide".to_owned()),
        accessibility: Some("/accessibility".to_owned()),
    };
    frame
}

fn languages(current: Language) -> Vec<crate::pages::Language> {
    Language::ALL
        .into_iter()
        .map(|language| crate::pages::Language {
            code: language.code().to_owned(),
            name: if language == Language::Sv {
                "Svenska"
            } else {
                "English"
            }
            .to_owned(),
            href: format!("/language/{}?to=%2Flogin", language.code()),
            current: language == current,
        })
        .collect()
}

fn signed_in(text: &Text, current: Current) -> Frame {
    let mut frame = frame(text);
    frame.client_name = None;
    frame.nav = Some(Nav {
        person: "Bo Lind".to_owned(),
        account: "/".to_owned(),
        security: "/account/security".to_owned(),
        admin: (current == Current::Account).then(|| "/admin/".to_owned()),
        areas: Vec::new(),
        sign_out: "/account/sign-out".to_owned(),
        current,
    });
    frame.session_end = Some(SessionEnd {
        in_seconds: 900,
        extend: "/account/extend".to_owned(),
        ended: "/account/security".to_owned(),
    });
    frame
}

/// The factors of the first release, as their own catalogues describe them.
fn choices(text: &Text) -> Vec<Choice> {
    let choice = |factor: &str, name: String, about: String, icon, first| Choice {
        factor: factor.to_owned(),
        value: format!("{factor}-1"),
        name,
        about,
        icon,
        first,
        unavailable: None,
    };
    vec![
        choice(
            "totp",
            either(text, "Autentiseringsapp", "Authenticator app"),
            either(
                text,
                "En app på telefonen eller datorn visar en kod.",
                "An app on your telephone or computer shows a code.",
            ),
            icon::APP,
            true,
        ),
        choice(
            "email",
            either(text, "Kod med e-post", "Code by e-mail"),
            either(
                text,
                "Vi skickar en kod till b•••d@example.se.",
                "We send a code to b•••d@example.se.",
            ),
            icon::LETTER,
            false,
        ),
        Choice {
            unavailable: Some(either(
                text,
                "Fungerar inte just nu. Försök igen efter 10.42.",
                "Does not work just now. Try again after 10:42.",
            )),
            ..choice(
                "sms",
                either(text, "Kod med SMS", "Code by text message"),
                String::new(),
                icon::MESSAGE,
                false,
            )
        },
    ]
}
