//! The letters: organisation, the code alone on a line, until when it is valid, who asked, and what to do if it was somebody else.
//!
//! No link and no picture. The subject never holds the code, because locked screens show it.

use domain::email::EmailAddress;
use domain::message::MessageChannel;
use domain::time::Timestamp;

use crate::letter::one_line;
use crate::{Letter, Line, Setting};

/// The letter with a code that signs in.
pub(super) fn proving(
    setting: &Setting<'_>,
    address: &EmailAddress,
    code: &str,
    expires_at: Timestamp,
) -> Letter {
    let text = setting.text;
    let support = &setting.organisation.support;
    let reachable: Vec<String> = [&support.email, &support.phone]
        .into_iter()
        .flatten()
        .map(|way| one_line(way))
        .collect();
    let not_you = if reachable.is_empty() {
        text.get("factor-email-letter-not-you")
    } else {
        text.with1(
            "factor-email-letter-not-you-support",
            "support",
            reachable.join(", "),
        )
    };
    letter(setting, address, code, expires_at, "prove", not_you)
}

/// The letter with a code that confirms a mailbox. It may reach a stranger, so it names nobody but the organisation.
pub(super) fn confirming(
    setting: &Setting<'_>,
    address: &EmailAddress,
    code: &str,
    expires_at: Timestamp,
) -> Letter {
    let not_you = setting.text.get("factor-email-letter-ignore");
    letter(setting, address, code, expires_at, "enrol", not_you)
}

fn letter(
    setting: &Setting<'_>,
    address: &EmailAddress,
    code: &str,
    expires_at: Timestamp,
    purpose: &str,
    not_you: String,
) -> Letter {
    let text = setting.text;
    let organisation = one_line(&setting.organisation.name);
    let asked_at = (setting.clock)(setting.now);
    let origin = one_line(setting.origin);
    let asked = if origin.is_empty() {
        text.with1("factor-email-letter-asked", "time", asked_at)
    } else {
        text.with2(
            "factor-email-letter-asked-from",
            "time",
            asked_at,
            "origin",
            origin,
        )
    };
    let named = |key: &str| {
        text.with1(
            &format!("factor-email-letter-{key}-{purpose}"),
            "organisation",
            &organisation,
        )
    };
    Letter {
        channel: MessageChannel::Email.as_str(),
        to: address.as_str().to_owned(),
        masked: address.masked(),
        subject: named("subject"),
        lines: vec![
            Line::Text(named("open")),
            Line::Code(code.to_owned()),
            Line::Text(text.with1(
                "factor-email-letter-valid",
                "time",
                (setting.clock)(expires_at),
            )),
            Line::Text(asked),
            Line::Text(not_you),
        ],
        plain: None,
    }
}
