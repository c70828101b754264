//! The pages of a login.

use text::Text;

use super::{Sample, choices, either, frame, sample};
use crate::pages::login::{
    AnswerPage, ChooseFactorPage, Ended, ExpiredPage, Identify, OwnCase, PasswordPage,
    ReauthenticatePage, RefusedPage, SessionEndedPage, SupportPage, TrustDevicePage,
};
use crate::pages::{Choice, Problem, Resend, Step};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let mut samples = vec![
        sample("1-password", &password(text)),
        sample("1-password-wrong", &wrong_password(text)),
        sample("2-answer-totp", &answer(text)),
        sample("4-answer-email-wrong", &wrong_answer(text)),
        sample("10-choose-factor", &choose(text)),
        sample("11-trust-device", &trust(text, 14)),
        sample("11-trust-device-one-day", &trust(text, 1)),
        sample("13-reauthenticate", &reauthenticate(text, None)),
        sample(
            "13-reauthenticate-wrong",
            &reauthenticate(text, Some(problem(text))),
        ),
        sample("21-support", &support(text, Some("oskar"))),
        sample("21-support-unknown", &support(text, None)),
        sample(
            "21-support-asked",
            &helped(text, "login-support-status-open", true),
        ),
        sample(
            "21-support-done",
            &helped(text, "login-support-status-acted", false),
        ),
        sample("refused", &refused(text)),
        sample(
            "expired",
            &ExpiredPage {
                frame: frame(text),
                again: "/login".to_owned(),
            },
        ),
    ];
    for ended in [Ended::SignedOut, Ended::TimedOut, Ended::Elsewhere] {
        let page = SessionEndedPage {
            frame: frame(text),
            ended,
            again: "/login".to_owned(),
        };
        samples.push(sample(&format!("20-session-ended-{ended:?}"), &page));
    }
    samples
}

fn problem(text: &Text) -> Problem {
    Problem::new(
        either(text, "Koden stämmer inte.", "The code is not right."),
        either(
            text,
            "Kontrollera siffrorna i det senaste meddelandet.",
            "Check the digits in the newest message.",
        ),
    )
}

/// The button of an eID.
pub(super) fn identify(text: &Text, offer: &str, action: &str) -> Identify {
    Identify {
        of_browser: None,
        action: action.to_owned(),
        choices: vec![Choice {
            factor: "bankid".to_owned(),
            value: "bankid".to_owned(),
            name: text.with1(offer, "name", "BankID"),
            about: text.get(&format!("{offer}.about")),
            icon: crate::pages::icon::CARD,
            first: false,
            unavailable: None,
        }],
    }
}

fn password(text: &Text) -> PasswordPage {
    let changed = "The password is changed. Sign in with the new one.";
    PasswordPage {
        frame: frame(text),
        action: "/login".to_owned(),
        username: String::new(),
        problem: None,
        status: Some(either(
            text,
            "Lösenordet är bytt. Logga in med det nya.",
            changed,
        )),
        forgot: Some("/o/demo/recover".to_owned()),
        identify: Some(identify(text, "login-identify", "/login/identify")),
    }
}

fn wrong_password(text: &Text) -> PasswordPage {
    PasswordPage {
        username: "\"><b>oskar".to_owned(),
        problem: Some(Problem::new(
            either(
                text,
                "Användarnamnet eller lösenordet stämmer inte.",
                "The username or the password is not right.",
            ),
            either(
                text,
                "Kontrollera båda och försök igen.",
                "Check both and try again.",
            ),
        )),
        status: None,
        ..password(text)
    }
}

fn answer(text: &Text) -> AnswerPage {
    let label = either(text, "Sexsiffrig kod", "Six-digit code");
    let hint = either(
        text,
        "Appen visar den under Björkens Omsorg.",
        "The app shows it under Björkens Omsorg.",
    );
    AnswerPage {
        asks_browser: false,
        frame: frame(text),
        factor: "totp".to_owned(),
        heading: either(
            text,
            "Skriv koden från din app",
            "Type the code from your app",
        ),
        fragment: format!(
            r#"<div class="field"><label for="code">{label}</label><p class="hint" id="code-hint">{hint}</p>
<input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" aria-describedby="code-hint" autofocus></div>"#
        ),
        wide: false,
        goes_on: true,
        watched: None,
        action: "/login/answer".to_owned(),
        challenge: "c-1".to_owned(),
        problem: None,
        status: None,
        resend: None,
        other_factor: Some("/login/choose".to_owned()),
        cancel: "/login/cancel".to_owned(),
        stuck: Some("/login/support".to_owned()),
        message: None,
    }
}

fn wrong_answer(text: &Text) -> AnswerPage {
    let sentence = either(
        text,
        r#"Vi skickade en kod till <strong class="nowrap">b•••d@example.se</strong>. Den gäller till <strong>10.42</strong>."#,
        r#"We sent a code to <strong class="nowrap">b•••d@example.se</strong>. It works until <strong>10:42</strong>."#,
    );
    let page = answer(text);
    AnswerPage {
        factor: "email".to_owned(),
        heading: either(
            text,
            "Skriv koden från din e-post",
            "Type the code from your e-mail",
        ),
        fragment: format!("<p>{sentence}</p>{}", page.fragment),
        problem: Some(problem(text)),
        status: Some(either(
            text,
            "En ny kod är skickad.",
            "A new code has been sent.",
        )),
        resend: Some(Resend {
            action: "/login/resend".to_owned(),
            wait_seconds: 30,
            wait_until: either(text, "10.33", "10:33"),
        }),
        ..page
    }
}

fn choose(text: &Text) -> ChooseFactorPage {
    ChooseFactorPage {
        frame: frame(text),
        action: "/login/choose".to_owned(),
        choices: choices(text),
        stuck: "/login/support".to_owned(),
        cancel: "/login/cancel".to_owned(),
        problem: None,
    }
}

fn trust(text: &Text, days: u32) -> TrustDevicePage {
    TrustDevicePage {
        frame: frame(text),
        action: "/login/trust".to_owned(),
        days,
        device: either(text, "Chrome på Windows", "Chrome on Windows"),
    }
}

fn reauthenticate(text: &Text, problem: Option<Problem>) -> ReauthenticatePage {
    ReauthenticatePage {
        frame: frame(text),
        action: "/login/again".to_owned(),
        username: "bo <b>oskar".to_owned(),
        cancel: "/login/cancel".to_owned(),
        why: None,
        problem,
        step: Some(Step { number: 1, of: 3 }),
    }
}

fn support(text: &Text, username: Option<&str>) -> SupportPage {
    SupportPage {
        frame: frame(text),
        username: username.map(str::to_owned),
        ask: username.map(|_| "/o/demo/login/support".to_owned()),
        case: None,
        code: "/o/demo/recover/code".to_owned(),
        identify: username
            .map(|_| identify(text, "recover-identify-second-step", "/recover/identify")),
        back: username.map(|_| "/login/choose".to_owned()),
        again: "/login".to_owned(),
        cancel: username.map(|_| "/o/demo/login/cancel".to_owned()),
        problem: None,
    }
}

/// The page of somebody who has asked for help.
fn helped(text: &Text, key: &str, open: bool) -> SupportPage {
    SupportPage {
        ask: None,
        case: Some(OwnCase {
            number: "4071 9932".to_owned(),
            at: text.with1("today-at", "time", "10.42"),
            said: text.get(key),
            open,
        }),
        ..support(text, Some("bo"))
    }
}

fn refused(text: &Text) -> RefusedPage {
    RefusedPage {
        frame: frame(text),
        reason: either(
            text,
            "Kontot är tills vidare stängt.",
            "The account is closed for the time being.",
        ),
        detail: String::new(),
        again: Some("/login".to_owned()),
    }
}
