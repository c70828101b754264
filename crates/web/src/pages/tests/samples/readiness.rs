//! The readiness report and the letters that follow from it.

use text::{Language, Text};

use super::{Sample, either, frame, sample};
use crate::pages::admin::{
    LetterShown, LetterTextShown, LettersPage, ReadinessCount, ReadinessMend, ReadinessPage,
    ReadinessPerson,
};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    vec![
        sample("admin-readiness", &report(text, true)),
        sample("admin-readiness-empty", &report(text, false)),
        sample("admin-readiness-letters", &letters(text)),
    ]
}

fn person(
    text: &Text,
    name: &str,
    key: &str,
    class: &'static str,
    why: &[&str],
) -> ReadinessPerson {
    let day = either(text, "4 december 2026", "4 December 2026");
    ReadinessPerson {
        name: name.to_owned(),
        username: name.to_lowercase(),
        href: Some("/admin/users/1".to_owned()),
        state: text.get(key),
        class,
        grace: (class == "tag off").then(|| text.with1("until-and-including", "day", &day)),
        why: why.iter().map(|key| text.get(key)).collect(),
        factors: text.get("factor-totp"),
        last_in: text.get("readiness-never"),
        mend: (!why.is_empty()).then(|| ReadinessMend {
            href: "/admin/users/1".to_owned(),
            what: text.get("readiness-mend-no-mobile"),
        }),
    }
}

fn report(text: &Text, people: bool) -> ReadinessPage {
    let role = either(text, "Ekonomi", "Accounting");
    let count = |key: &str, people: &str, current| ReadinessCount {
        name: text.get(key),
        people: people.to_owned(),
        href: "/admin/roles/1/readiness?only=late".to_owned(),
        current,
    };
    let day = either(text, "4 december 2026", "4 December 2026");
    let shown = |name, key, class, why: &[&str]| person(text, name, key, class, why);
    let out = ["readiness-why-nothing-to-set-up", "readiness-why-no-mobile"];
    let late = ["readiness-why-no-factor"];
    let rows = vec![
        shown("Cilla", "readiness-is-locked-out", "tag bad", &out),
        shown("Bo", "readiness-is-late", "tag warn", &late),
        shown("Wilma", "readiness-is-in-grace", "tag off", &[]),
        shown(
            "Agnes",
            "readiness-is-ready",
            "tag",
            &["readiness-why-one-device"],
        ),
    ];
    let saved = "/admin/roles/1/readiness".to_owned();
    ReadinessPage {
        frame: frame(text),
        heading: text.with1("readiness-heading", "role", &role),
        back: "/admin/roles/1".to_owned(),
        draft: people.then(|| (text.get("readiness-draft"), saved.clone())),
        from: people.then(|| text.with1("readiness-from", "day", &day)),
        summary: text.with2("readiness-summary", "open", 3, "concerned", 4),
        on_one_device: people.then(|| text.with1("readiness-on-one-device", "people", 1)),
        counts: vec![
            count("readiness-all", "4", true),
            count("readiness-is-late", "1", false),
        ],
        rows: if people { rows } else { Vec::new() },
        begins_later: false,
        next: people.then(|| "/admin/roles/1/readiness?after=1.x".to_owned()),
        first: people.then(|| saved.clone()),
        csv: "/admin/roles/1/readiness.csv".to_owned(),
        save_first: people,
        letters: people.then(|| "/admin/roles/1/readiness/letters".to_owned()),
        status: None,
    }
}

fn letters(text: &Text) -> LettersPage {
    let letter = |language: Language| {
        let own = text.in_language(language);
        LetterShown {
            language: own.code(),
            name: text.get(&format!("language-name-{}", own.code())),
            subject: own.with1("readiness-letter-subject", "organisation", "Björken"),
            lines: vec![
                own.with1("readiness-letter-now", "organisation", "Björken"),
                own.get("readiness-letter-how"),
            ],
        }
    };
    LettersPage {
        frame: frame(text),
        lead: text.with2("readiness-letters-lead", "letters", 7, "role", "Ekonomi"),
        unreachable: Some(text.with1("readiness-letters-unreachable", "people", "2")),
        texts: ["support", "next-login", "in-time"]
            .map(|to| LetterTextShown {
                to: text.with1(&format!("readiness-letters-to-{to}"), "letters", 3),
                days_differ: to == "in-time",
                letters: Language::ALL.iter().copied().map(letter).collect(),
            })
            .to_vec(),
        action: "/admin/roles/1/readiness/letters".to_owned(),
        can_send: true,
        back: "/admin/roles/1/readiness".to_owned(),
        problem: None,
    }
}
