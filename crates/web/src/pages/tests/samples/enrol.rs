//! The pages of an enrolment.

use std::fmt::Write as _;

use text::Text;

use super::{Sample, choices, either, frame, sample, signed_in};
use crate::pages::enrol::{DonePage, EnrolChoosePage, EnrolPage, Grace, RecoveryCodesPage};
use crate::pages::{Current, Problem, Resend, Step};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let not_there = Problem::said(either(
        text,
        "Koden finns inte i listan.",
        "The code is not in the list.",
    ));
    vec![
        sample("12-enrol-choose", &choose(text)),
        sample(
            "12-enrol-choose-none",
            &EnrolChoosePage {
                choices: Vec::new(),
                grace: None,
                ..choose(text)
            },
        ),
        sample(
            "12-enrol-choose-identified",
            &EnrolChoosePage {
                status: Some(text.get("login-status-identified")),
                ..choose(text)
            },
        ),
        sample("12-enrol-choose-own", &own_choice(text)),
        sample("14-enrol-totp", &enrol(text)),
        sample("14-enrol-email-wrong", &enrol_wrong(text)),
        sample("17-recovery-codes", &codes(text, None)),
        sample("17-recovery-codes-wrong", &codes(text, Some(not_there))),
        sample("18-done", &done(text)),
        sample(
            "18-done-one-device",
            &DonePage {
                on_one_device: true,
                ..done(text)
            },
        ),
        sample(
            "18-done-second",
            &DonePage {
                add: None,
                codes: false,
                ways: 2,
                ..done(text)
            },
        ),
    ]
}

fn choose(text: &Text) -> EnrolChoosePage {
    EnrolChoosePage {
        frame: frame(text),
        action: "/enrol".to_owned(),
        choices: choices(text),
        demanded: true,
        role: Some(either(text, "Bokföring", "Accounting")),
        grace: Some(Grace {
            until: text.with1(
                "until-and-including",
                "day",
                either(text, "3 december", "3 December"),
            ),
            left: text.with1("enrol-days-left", "days", 9),
            later: "/enrol/later".to_owned(),
        }),
        cancel: "/enrol/cancel".to_owned(),
        problem: None,
        status: None,
        step: Some(Step { number: 1, of: 3 }),
    }
}

fn own_choice(text: &Text) -> EnrolChoosePage {
    let frame = signed_in(text, Current::Security);
    EnrolChoosePage {
        frame,
        demanded: false,
        role: None,
        grace: None,
        step: None,
        ..choose(text)
    }
}

/// The fragment of an app's enrolment, as a factor writes it.
fn app_fragment(text: &Text) -> String {
    let picture = r#"<svg viewBox="0 0 7 7" role="img" aria-label="QR"><path d="M0 0h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z" fill-rule="evenodd"/></svg>"#;
    let steps = either(
        text,
        "<li>Öppna appen och välj att lägga till ett konto.</li><li>Rikta kameran mot bilden.</li><li>Skriv de sex siffror som appen visar.</li>",
        "<li>Open the app and choose to add an account.</li><li>Point the camera at the picture.</li><li>Type the six digits that the app shows.</li>",
    );
    let by_hand = either(
        text,
        "Ingen kamera? Skriv in nyckeln",
        "No camera? Type in the key",
    );
    let copy = either(text, "Kopiera nyckeln", "Copy the key");
    let open = either(
        text,
        "Öppna i appen på den här datorn",
        "Open in the app on this computer",
    );
    let code = either(text, "Kod från appen", "Code from the app");
    let hint = either(
        text,
        "En ny kod visas var 30:e sekund. Hinner den byta är det bara att skriva den nya.",
        "A new code is shown every 30 seconds. If it changes, just type the new one.",
    );
    format!(
        r#"<div class="two"><div class="qr">{picture}</div><div><ol class="steps">{steps}</ol>
<p class="label">{by_hand}</p><p class="key" id="key" data-secret>GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ</p>
<button type="button" class="link" hidden data-copy="key" data-copy-joined data-done="OK">{copy}</button>
<p><a class="link" href="otpauth://totp/x">{open}</a></p></div></div>
<div class="field"><label for="code">{code}</label><p class="hint" id="code-hint">{hint}</p>
<input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" aria-describedby="code-hint"></div>"#
    )
}

fn enrol(text: &Text) -> EnrolPage {
    EnrolPage {
        asks_browser: false,
        frame: frame(text),
        factor: "totp".to_owned(),
        heading: either(
            text,
            "Lägg till en autentiseringsapp",
            "Add an authenticator app",
        ),
        fragment: app_fragment(text),
        action: "/enrol/answer".to_owned(),
        challenge: "c-1".to_owned(),
        wide: true,
        goes_on: true,
        watched: None,
        problem: None,
        status: None,
        resend: None,
        other_factor: Some("/enrol".to_owned()),
        cancel: "/enrol/cancel".to_owned(),
        step: Some(Step { number: 3, of: 3 }),
    }
}

fn enrol_wrong(text: &Text) -> EnrolPage {
    let label = either(text, "Kod från meddelandet", "Code from the message");
    EnrolPage {
        factor: "email".to_owned(),
        heading: either(
            text,
            "Skriv koden från din e-post",
            "Type the code from your e-mail",
        ),
        fragment: format!(
            r#"<div class="field"><label for="code">{label}</label>
<input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" aria-invalid="true" aria-describedby="problem"></div>"#
        ),
        wide: false,
        problem: Some(Problem::said(either(
            text,
            "Koden stämmer inte.",
            "The code is not right.",
        ))),
        resend: Some(Resend {
            action: "/enrol/resend".to_owned(),
            wait_seconds: 0,
            wait_until: String::new(),
        }),
        ..enrol(text)
    }
}

fn codes(text: &Text, problem: Option<Problem>) -> RecoveryCodesPage {
    let mut list = String::new();
    for n in 0..10 {
        write!(list, "<li data-recovery-code>7K2M-Q9{n}D-XW4T-0BZE</li>").unwrap();
    }
    let label = either(text, "Skriv av en av koderna", "Type one of the codes");
    let hint = either(
        text,
        "Vilken som helst. Den går att använda sedan också.",
        "Any of them. It can still be used afterwards.",
    );
    RecoveryCodesPage {
        frame: frame(text),
        factor: "recovery_codes".to_owned(),
        heading: either(
            text,
            "Spara dina återställningskoder",
            "Save your recovery codes",
        ),
        fragment: format!(
            r#"<ol class="codes" id="codes">{list}</ol>
<div class="field"><label for="code">{label}</label><p class="hint" id="code-hint">{hint}</p>
<input class="code long" id="code" name="code" autocomplete="one-time-code" spellcheck="false" aria-describedby="code-hint"></div>"#
        ),
        username: "cilla".to_owned(),
        made_on: either(text, "20 november 2026", "20 November 2026"),
        download: Some("/enrol/codes.txt".to_owned()),
        action: "/enrol/codes".to_owned(),
        challenge: "c-1".to_owned(),
        cancel: Some("/enrol/cancel".to_owned()),
        problem,
        step: Some(Step { number: 2, of: 3 }),
    }
}

fn done(text: &Text) -> DonePage {
    DonePage {
        on_one_device: false,
        frame: frame(text),
        active: vec![either(text, "Autentiseringsapp", "Authenticator app")],
        codes: true,
        ways: 1,
        add: Some("/enrol".to_owned()),
        next: "/".to_owned(),
    }
}
