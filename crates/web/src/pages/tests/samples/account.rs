//! The pages of somebody signed in.

use text::Text;

use super::{Sample, choices, either, sample, signed_in};
use crate::pages::account::{
    AccountPage, AuthenticatorRow, ChangePasswordPage, DeviceRow, EventRow, Offer, OwnDataPage,
    PasswordState, Protection, RecoveryCodesState, Removal, RemovePage, RenamePage, SecurityPage,
    SessionRow, SwitchOff, SwitchOffPage,
};
use crate::pages::{Current, Fact, Problem, icon};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let wrong = Problem::said(either(
        text,
        "Lösenordet stämmer inte.",
        "The password is not right.",
    ));
    let short = Problem::said(either(
        text,
        "Lösenordet är för kort.",
        "The password is too short.",
    ));
    vec![
        sample("account", &overview(text)),
        sample("19-security", &security(text)),
        sample("19-security-bare", &bare(text)),
        sample("19-security-demanded", &demanded(text)),
        sample("19-rename", &rename(text)),
        sample("19-remove", &remove(text, false)),
        sample("19-remove-last", &remove(text, true)),
        sample("19-switch-off", &switch_off(text, None)),
        sample("19-switch-off-wrong", &switch_off(text, Some(wrong))),
        sample("own-data", &own_data(text)),
        sample("19-change-password", &change_password(text, None)),
        sample(
            "19-change-password-short",
            &change_password(text, Some(short)),
        ),
        sample(
            "19-change-password-proved",
            &ChangePasswordPage {
                ask_password: false,
                ..change_password(text, None)
            },
        ),
    ]
}

fn overview(text: &Text) -> AccountPage {
    let fact = |name: &str, value: &str| Fact {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    AccountPage {
        frame: signed_in(text, Current::Account),
        person: "Bo Lind".to_owned(),
        protection: Protection::Single,
        security: "/account/security".to_owned(),
        facts: vec![
            fact(&either(text, "Användarnamn", "Username"), "bo"),
            fact(
                &either(text, "Roll", "Role"),
                &either(text, "Administratör", "Administrator"),
            ),
            fact(
                &either(text, "Senast inloggad", "Last signed in"),
                &either(text, "i dag 08.12", "today 08:12"),
            ),
        ],
        status: None,
    }
}

fn security(text: &Text) -> SecurityPage {
    let demand_sv = "Din roll Administratör kräver två steg vid varje inloggning.";
    let demand_en = "Your role Administrator demands two steps every time you sign in.";
    SecurityPage {
        frame: signed_in(text, Current::Security),
        accepted: Vec::new(),
        person: "Bo Lind".to_owned(),
        last_sign_in: Some(either(
            text,
            "senast inloggad i dag 08.12",
            "last signed in today 08:12",
        )),
        protection: Protection::Good,
        demand: Some(either(text, demand_sv, demand_en)),
        authenticators: vec![
            authenticator(
                text,
                "totp",
                &either(text, "Min telefon", "My telephone"),
                true,
            ),
            authenticator(text, "email", "b•••d@example.se", false),
        ],
        offers: vec![offer(text)],
        codes: Some(RecoveryCodesState {
            factor: "recovery_codes".to_owned(),
            icon: icon::SHEET,
            left: 3,
            made: Some(either(text, "3 mars", "3 March")),
            renew: "/account/security/codes".to_owned(),
        }),
        password: Some(PasswordState {
            changed: Some(either(text, "3 mars", "3 March")),
            change: "/account/security/password".to_owned(),
        }),
        devices: vec![DeviceRow {
            name: either(text, "Chrome på Windows", "Chrome on Windows"),
            until: Some(either(text, "4 december", "4 December")),
            current: true,
            revoke: "/account/security/devices/1".to_owned(),
        }],
        sessions: vec![session(text, true), session(text, false)],
        end_others: Some("/account/security/sessions".to_owned()),
        history: history(text),
        older: Some("/account/security?before=1".to_owned()),
        switch_off: SwitchOff::Allowed("/account/security/switch-off".to_owned()),
        own_data: "/account/security/data".to_owned(),
        status: Some(either(text, "Namnet är sparat.", "The name is saved.")),
        problem: None,
    }
}

/// The password alone, nothing demanded, nothing happened.
fn bare(text: &Text) -> SecurityPage {
    SecurityPage {
        protection: Protection::PasswordOnly,
        demand: None,
        last_sign_in: None,
        authenticators: Vec::new(),
        codes: None,
        devices: Vec::new(),
        sessions: vec![session(text, true)],
        end_others: None,
        history: Vec::new(),
        older: None,
        switch_off: SwitchOff::Nothing,
        own_data: "/account/security/data".to_owned(),
        status: None,
        password: Some(PasswordState {
            changed: None,
            change: "/account/security/password".to_owned(),
        }),
        ..security(text)
    }
}

/// One factor, and a role that demands it.
fn demanded(text: &Text) -> SecurityPage {
    let why = either(
        text,
        "Din roll kräver det. Lägg först till ett annat sätt.",
        "Your role demands it. Add another way first.",
    );
    SecurityPage {
        protection: Protection::Single,
        authenticators: vec![AuthenticatorRow {
            removal: Removal::Refused(why.clone()),
            rename: None,
            last_used: None,
            ..authenticator(text, "totp", "<b>oskar", true)
        }],
        codes: Some(RecoveryCodesState {
            left: 0,
            made: None,
            ..security(text).codes.unwrap()
        }),
        switch_off: SwitchOff::Refused(why.clone()),
        own_data: "/account/security/data".to_owned(),
        status: None,
        problem: Some(Problem::said(why)),
        ..security(text)
    }
}

fn authenticator(text: &Text, factor: &str, label: &str, first: bool) -> AuthenticatorRow {
    let known = choices(text)
        .into_iter()
        .find(|choice| choice.factor == factor)
        .unwrap();
    AuthenticatorRow {
        about: None,
        factor: known.factor,
        icon: known.icon,
        name: known.name,
        label: label.to_owned(),
        added: either(text, "3 mars", "3 March"),
        last_used: Some(either(text, "i dag 08.12", "today 08:12")),
        first,
        note: (!first).then(|| text.get("security-closed")),
        rename: Some(format!("/account/security/{factor}/rename")),
        removal: Removal::Allowed(format!("/account/security/{factor}/remove")),
    }
}

fn offer(text: &Text) -> Offer {
    let known = choices(text).remove(0);
    Offer {
        factor: known.factor,
        icon: known.icon,
        name: known.name,
        about: known.about,
        action: "/enrol".to_owned(),
    }
}

fn session(text: &Text, current: bool) -> SessionRow {
    SessionRow {
        name: either(text, "Firefox på Linux", "Firefox on Linux"),
        detail: either(
            text,
            "sedan i dag 08.12, 198.51.100.7",
            "since today 08:12, 198.51.100.7",
        ),
        current,
        revoke: "/account/security/sessions/1".to_owned(),
    }
}

fn history(text: &Text) -> Vec<EventRow> {
    let event = |at: String, what: String| EventRow {
        at,
        what,
        detail: "Firefox, 198.51.100.7".to_owned(),
    };
    vec![
        event(
            either(text, "i dag 08.12", "today 08:12"),
            either(
                text,
                "Du loggade in med autentiseringsapp.",
                "You signed in with an authenticator app.",
            ),
        ),
        event(
            either(text, "i går 16.40", "yesterday 16:40"),
            either(text, "En kod var fel.", "A code was wrong."),
        ),
        event(
            either(text, "3 mars 09.05", "3 March 09:05"),
            either(
                text,
                "Återställningskoderna gjordes om.",
                "New recovery codes were made.",
            ),
        ),
    ]
}

fn rename(text: &Text) -> RenamePage {
    RenamePage {
        frame: signed_in(text, Current::Security),
        factor: "totp".to_owned(),
        factor_name: choices(text).remove(0).name,
        action: "/account/security/totp/rename".to_owned(),
        label: "\"><b>oskar".to_owned(),
        back: "/account/security".to_owned(),
        problem: Some(Problem::said(either(
            text,
            "Ett namn har 1 till 60 tecken.",
            "A name has 1 to 60 characters.",
        ))),
    }
}

fn remove(text: &Text, last: bool) -> RemovePage {
    RemovePage {
        frame: signed_in(text, Current::Security),
        factor: "totp".to_owned(),
        factor_name: choices(text).remove(0).name,
        label: either(text, "Min telefon", "My telephone"),
        action: "/account/security/totp/remove".to_owned(),
        last,
        back: "/account/security".to_owned(),
    }
}

fn own_data(text: &Text) -> OwnDataPage {
    OwnDataPage {
        frame: signed_in(text, Current::Security),
        action: "/account/security/data".to_owned(),
        back: "/account/security".to_owned(),
    }
}

fn switch_off(text: &Text, problem: Option<Problem>) -> SwitchOffPage {
    SwitchOffPage {
        frame: signed_in(text, Current::Security),
        action: "/account/security/switch-off".to_owned(),
        username: "bo".to_owned(),
        ask_password: true,
        ends: choices(text)
            .into_iter()
            .take(2)
            .map(|choice| choice.name)
            .collect(),
        devices: 1,
        back: "/account/security".to_owned(),
        problem,
    }
}

fn change_password(text: &Text, problem: Option<Problem>) -> ChangePasswordPage {
    ChangePasswordPage {
        frame: signed_in(text, Current::Security),
        action: "/account/security/password".to_owned(),
        username: "bo".to_owned(),
        ask_password: true,
        least: 15,
        back: "/account/security".to_owned(),
        problem,
    }
}
