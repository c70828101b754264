//! The pages behind mailed links.

use text::Text;

use super::{Sample, either, frame, sample};
use crate::pages::Problem;
use crate::pages::recover::{
    ForgottenPage, LinkDeadPage, LinkPage, LinkPurpose, MailSentPage, NewPasswordPage,
};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let common = Problem::said(either(
        text,
        "Lösenordet är ett som ofta gissas.",
        "That password is often guessed.",
    ));
    let mut samples = vec![
        sample("recover-forgotten", &forgotten(text)),
        sample("recover-mail-sent", &mail_sent(text)),
        sample("recover-new-password", &new_password(text, false)),
        sample("recover-first-password", &new_password(text, true)),
        sample(
            "recover-new-password-common",
            &NewPasswordPage {
                problem: Some(common),
                ..new_password(text, false)
            },
        ),
        sample(
            "recover-new-password-identified",
            &NewPasswordPage {
                status: Some(text.get("login-status-identified")),
                ..new_password(text, false)
            },
        ),
        sample(
            "recover-link-dead",
            &link_dead(text, Some("/o/demo/recover")),
        ),
        sample("recover-link-dead-ask", &link_dead(text, None)),
    ];
    for purpose in [
        LinkPurpose::Password,
        LinkPurpose::Invitation,
        LinkPurpose::EnrolmentPass,
    ] {
        samples.push(sample(
            &format!("recover-link-{purpose:?}"),
            &link(text, purpose),
        ));
    }
    samples
}

fn forgotten(text: &Text) -> ForgottenPage {
    ForgottenPage {
        frame: frame(text),
        action: "/o/demo/recover".to_owned(),
        username: String::new(),
        back: "/login".to_owned(),
        identify: Some(super::login::identify(
            text,
            "recover-identify",
            "/recover/identify",
        )),
        problem: None,
    }
}

fn mail_sent(text: &Text) -> MailSentPage {
    MailSentPage {
        frame: frame(text),
        until: either(text, "10.42", "10:42"),
        again: "/o/demo/recover".to_owned(),
        back: "/login".to_owned(),
    }
}

fn link(text: &Text, purpose: LinkPurpose) -> LinkPage {
    LinkPage {
        frame: frame(text),
        purpose,
        username: "agnes".to_owned(),
        action: "/o/demo/recover/link".to_owned(),
        token: "t-1".to_owned(),
        until: either(text, "i dag 10.42", "today 10:42"),
    }
}

fn link_dead(text: &Text, again: Option<&str>) -> LinkDeadPage {
    LinkDeadPage {
        frame: frame(text),
        again: again.map(str::to_owned),
        back: "/login".to_owned(),
    }
}

fn new_password(text: &Text, first: bool) -> NewPasswordPage {
    NewPasswordPage {
        frame: frame(text),
        action: "/o/demo/recover/password".to_owned(),
        token: "t-1".to_owned(),
        username: "agnes".to_owned(),
        least: 8,
        first,
        status: None,
        problem: None,
    }
}
