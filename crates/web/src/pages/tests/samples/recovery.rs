//! The support desk's pages, and the person's side of them.

use text::Text;

use super::admin::frame as admin_frame;
use super::{Sample, either, frame, sample};
use crate::pages::admin::{
    Act, AskForm, AskedPart, CasePage, CaseRow, Check, EidPart, Field, FoundRow, OutcomeChoice,
    PassPage, RecoveryPage, Selectable, Shape,
};
use crate::pages::recover::{CaseLink, CaseLinkDonePage, CaseLinkOutcome, CaseLinkPage, CodePage};
use crate::pages::{Fact, Problem, Watched};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let denied = Problem::new(
        text.get("admin-reason-recovery-had-a-hand"),
        text.get("admin-reason-advice"),
    );
    let wrong = Problem::new(
        text.get("refusal-pass-code-wrong"),
        text.get("refusal-pass-code-wrong.advice"),
    );
    let mut samples = vec![
        sample("admin-recovery", &list(text)),
        sample(
            "admin-recovery-empty",
            &RecoveryPage {
                found: Some(Vec::new()),
                open: Vec::new(),
                open_more: None,
                closed: Vec::new(),
                closed_more: None,
                status: None,
                ..list(text)
            },
        ),
        sample("admin-recovery-case", &case(text)),
        sample("admin-recovery-numbers", &numbers(text)),
        sample("admin-recovery-eid", &with_eid(text, "")),
        sample("admin-recovery-eid-new", &with_eid(text, "too-new")),
        sample("admin-recovery-eid-call", &with_eid(text, "call")),
        sample("admin-recovery-eid-ended", &with_eid(text, "ended")),
        sample("admin-recovery-eid-proved", &with_eid(text, "proved")),
        sample("admin-recovery-asked", &asked(text, None)),
        sample("admin-recovery-denied", &asked(text, Some(denied))),
        sample("admin-recovery-pass-code", &pass(text, true)),
        sample("admin-recovery-pass-link", &pass(text, false)),
        sample("recover-code", &code(text, None)),
        sample("recover-code-wrong", &code(text, Some(wrong))),
    ];
    for link in [CaseLink::Confirm, CaseLink::Stop, CaseLink::StopDone] {
        samples.push(sample(
            &format!("recover-case-{link:?}"),
            &CaseLinkPage {
                frame: frame(text),
                link,
                username: "bo <b>oskar".to_owned(),
                asked: (link == CaseLink::Confirm).then(|| text.with1("today-at", "time", "10.42")),
                action: "/o/demo/recover/stop/a.b.c".to_owned(),
            },
        ));
    }
    for outcome in [
        CaseLinkOutcome::Confirmed,
        CaseLinkOutcome::Stopped,
        CaseLinkOutcome::Suspended,
    ] {
        samples.push(sample(
            &format!("recover-case-done-{outcome:?}"),
            &CaseLinkDonePage {
                frame: frame(text),
                outcome,
            },
        ));
    }
    samples
}

fn row(text: &Text, state: &str, class: &'static str) -> CaseRow {
    CaseRow {
        number: "4071 9932".to_owned(),
        href: "/admin/recovery/1".to_owned(),
        name: "Cilla <script> Ek".to_owned(),
        username: "cilla".to_owned(),
        state: text.get(&format!("support-state-{state}")),
        class,
        source: text.get("support-source-person"),
        at: text.with1("today-at", "time", "10.42"),
    }
}

fn list(text: &Text) -> RecoveryPage {
    RecoveryPage {
        frame: admin_frame(text, 0),
        action: "/admin/recovery".to_owned(),
        search: Field::line("q", text.get("support-search"), "ci")
            .hinted(text.get("support-search.hint")),
        found: Some(vec![
            FoundRow {
                name: "Cilla Ek".to_owned(),
                username: "cilla".to_owned(),
                href: Some("/admin/recovery/new?user=1".to_owned()),
                act: text.get("support-found-open"),
                why_not: None,
            },
            FoundRow {
                name: "Agnes Lind".to_owned(),
                username: "agnes".to_owned(),
                href: None,
                act: text.get("support-found-open"),
                why_not: Some(text.get("admin-reason-recovery-owners-only")),
            },
        ]),
        open: vec![row(text, "open", "tag"), row(text, "asked", "tag warn")],
        open_more: Some("/admin/recovery?open=1".to_owned()),
        closed: vec![
            row(text, "acted", "tag off"),
            row(text, "stopped", "tag bad"),
        ],
        closed_more: Some("/admin/recovery?closed=1".to_owned()),
        first: Some("/admin/recovery".to_owned()),
        status: Some(text.get("admin-done-case-closed")),
    }
}

fn check(text: &Text, kind: &'static str, done: bool) -> Check {
    let key = format!("support-check-{kind}");
    let call = kind == "call-back";
    let noted = matches!(kind, "manager" | "in-person");
    Check {
        kind,
        name: text.get(&key),
        script: vec![
            text.get(&format!("{key}.how")),
            text.with1(&format!("{key}.say"), "number", "4071 9932"),
        ],
        done: if done {
            vec![text.with2("support-noted-by", "name", "Stina Berg", "time", "10.42")]
        } else {
            Vec::new()
        },
        places: if call {
            ["+46 •• ••• •• 05", "+46 •• ••• •• 77"]
                .into_iter()
                .enumerate()
                .map(|(place, name)| Selectable {
                    value: place.to_string(),
                    name: name.to_owned(),
                    selected: false,
                })
                .collect()
        } else {
            Vec::new()
        },
        show: (call && done).then(|| "/admin/recovery/1/numbers".to_owned()),
        numbers: if call && !done {
            vec![format!(
                "{} {}",
                text.with2(
                    "support-number-known",
                    "number",
                    "+46 70 174 06 05",
                    "time",
                    "10.42"
                ),
                text.get("support-number-enrolled")
            )]
        } else {
            Vec::new()
        },
        unfit: if call {
            vec![text.with2(
                "support-too-new",
                "what",
                "+46 •• ••• •• 13",
                "time",
                either(text, "i går 10.42", "yesterday at 10:42"),
            )]
        } else {
            Vec::new()
        },
        note: noted.then(|| {
            Field::line(
                &format!("note-{kind}"),
                text.get(&format!("{key}.note")),
                "",
            )
        }),
        action: Some("/admin/recovery/1/proof".to_owned()),
        act: text.get(&format!("{key}.act")),
        eid: None,
    }
}

/// The line of an eID: before it is begun, while the app is open, once it ended, and once it is to be noted.
fn eid(text: &Text, stage: &'static str) -> Check {
    let here = "/admin/recovery/1/eid";
    let waits = stage == "call";
    let ended = stage == "ended";
    let status = match stage {
        "call" => Some(either(
            text,
            "Be personen svara i appen.",
            "Ask the person to answer in the app.",
        )),
        "ended" => Some(either(text, "Personen avbröt.", "The person cancelled.")),
        "proved" => Some(either(text, "Det är bekräftat.", "It is confirmed.")),
        _ => None,
    };
    Check {
        note: None,
        action: None,
        unfit: if stage == "too-new" {
            let time = either(text, "i går 10.42", "yesterday at 10:42");
            vec![text.with1("support-eid-too-new", "time", time)]
        } else {
            Vec::new()
        },
        eid: Some(EidPart {
            begin: (stage.is_empty() || ended).then(|| here.to_owned()),
            fragment: status.map(|said| {
                format!(
                    "<div data-stage=\"{stage}\"{}><p class=\"status\" role=\"status\" data-status>{said}</p></div>",
                    if waits { " data-progress" } else { "" }
                )
            }),
            watched: waits.then(|| Watched {
                progress: format!("{here}/progress"),
                page: "/admin/recovery/1".to_owned(),
                again: Some("/admin/recovery/1?looked=1".to_owned()),
                looked: true,
            }),
            cancel: waits.then(|| format!("{here}/cancel")),
            record: (stage == "proved").then(|| format!("{here}/record")),
        }),
        ..check(text, "eid", false)
    }
}

/// A case whose person has an eID, at one of its stages.
fn with_eid(text: &Text, stage: &'static str) -> CasePage {
    let mut page = case(text);
    page.status = None;
    page.checks.insert(3, eid(text, stage));
    page
}

fn case(text: &Text) -> CasePage {
    let fact = |key: &str, value: &str| Fact {
        name: text.get(key),
        value: value.to_owned(),
    };
    let options = |names: Vec<(&str, String)>| {
        Shape::OneOf(
            names
                .into_iter()
                .map(|(value, name)| Selectable {
                    value: value.to_owned(),
                    name,
                    selected: false,
                })
                .collect(),
        )
    };
    let choice = |value: &'static str, selected| OutcomeChoice {
        value,
        name: text.get(&format!("support-outcome-{value}")),
        about: text.get(&format!("support-outcome-{value}.about")),
        selected,
    };
    CasePage {
        frame: admin_frame(text, 0),
        number: "4071 9932".to_owned(),
        person: "Cilla Ek".to_owned(),
        here: "/admin/recovery/1".to_owned(),
        back: "/admin/recovery".to_owned(),
        state: text.get("support-state-open"),
        class: "tag",
        facts: vec![
            fact("support-fact-username", "cilla"),
            fact("support-fact-reason", "Telefonen är borta. <b>"),
            fact("support-fact-ticket", "IT-4711"),
        ],
        warning: Some(text.get("support-warning-mail")),
        checks: vec![
            check(text, "call-back", true),
            check(text, "manager", false),
            check(text, "in-person", false),
            check(text, "link-followed", false),
        ],
        open: true,
        second: Some(format!(
            "{} {}",
            text.get("support-effect-second"),
            text.with1("support-second-who", "names", "Agnes <b>, Sven Ek")
        )),
        ask: Some(AskForm {
            action: "/admin/recovery/1/ask".to_owned(),
            outcomes: vec![
                choice("pass", true),
                choice("unlock", false),
                choice("grace", false),
                choice("switch-off", false),
            ],
            minutes: Some(
                Field::line("minutes", text.get("support-ask-minutes"), "").shaped(options(vec![
                    ("10", text.with1("support-minutes", "minutes", 10_i64)),
                    ("60", text.with1("support-minutes", "minutes", 60_i64)),
                ])),
            ),
            shape: Some(
                Field::line("shape", text.get("support-ask-shape"), "").shaped(options(vec![
                    ("code", text.get("support-shape-code")),
                    ("link", text.get("support-shape-link")),
                ])),
            ),
            days: Some(
                Field::line("days", text.get("support-ask-days"), "").shaped(options(vec![
                    ("1", text.with1("support-days", "days", 1_i64)),
                    ("7", text.with1("support-days", "days", 7_i64)),
                ])),
            ),
        }),
        missing: None,
        asked: None,
        can_close: true,
        status: Some(text.get("admin-done-case-proved")),
        problem: None,
    }
}

/// The same with the whole numbers, as the press of a button shows them.
fn numbers(text: &Text) -> CasePage {
    let mut page = case(text);
    page.status = None;
    page.checks[0] = check(text, "call-back", false);
    page
}

fn asked(text: &Text, problem: Option<Problem>) -> CasePage {
    let act = |verb: &str, class| Act {
        action: format!("/admin/recovery/1/{verb}"),
        name: text.get(&format!("support-act-{verb}")),
        class,
    };
    CasePage {
        state: text.get("support-state-asked"),
        class: "tag warn",
        open: false,
        second: None,
        ask: None,
        warning: None,
        status: None,
        asked: Some(AskedPart {
            heading: text.get("support-outcome-pass"),
            lines: vec![
                text.with1("support-asked-pass-code", "minutes", 10_i64),
                text.with2("support-asked-by", "name", "Stina Berg", "time", "10.42"),
                text.get("support-asked-look"),
            ],
            acts: vec![act("approve", "button"), act("decline", "button second")],
        }),
        problem,
        ..case(text)
    }
}

fn pass(text: &Text, is_code: bool) -> PassPage {
    PassPage {
        frame: admin_frame(text, 0),
        written: if is_code {
            "407 199 328 813 250".to_owned()
        } else {
            "https://login.demo.example/o/demo/recover/AZrr.BZss.Czzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz".to_owned()
        },
        is_code,
        page: "https://login.demo.example/o/demo/recover/code".to_owned(),
        until: text.with1("today-at", "time", "10.52"),
        script: vec![
            text.with1(
                "support-say-code-page",
                "page",
                "https://login.demo.example/o/demo/recover/code",
            ),
            text.get("support-say-code-type"),
            text.get("support-say-password"),
        ],
        back: "/admin/recovery/1".to_owned(),
    }
}

fn code(text: &Text, problem: Option<Problem>) -> CodePage {
    CodePage {
        frame: frame(text),
        action: "/o/demo/recover/code".to_owned(),
        username: "cilla".to_owned(),
        back: "/login".to_owned(),
        problem,
    }
}
