//! The text message: the code first, what it is for, the organisation, how long it is good for, and the last line that binds it to our
//! host. One part in either language, whatever the organisation is called. No link.

use domain::challenge::Purpose;
use domain::message::MessageChannel;
use domain::phone::PhoneNumber;
use domain::sms::Template;
use domain::time::Timestamp;
use text::Text;

use crate::{Letter, Line, Setting, number};

/// Our own words, with their placeholders.
pub(super) fn wording(purpose: Purpose, text: &Text) -> String {
    let key = format!("factor-sms-text-{}", purpose.as_str());
    let placeholders = ["code", "organisation", "minutes"].map(|name| format!("{{{name}}}"));
    let [code, organisation, minutes] = &placeholders;
    text.with(
        &key,
        &[
            ("code", code.as_str().into()),
            ("organisation", organisation.as_str().into()),
            ("minutes", minutes.as_str().into()),
        ],
    )
}

/// The organisation's words, or ours where it has none that can be used.
fn template(setting: &Setting<'_>, purpose: Purpose) -> Template {
    let own = setting.messages.text_for(purpose, setting.text.code());
    own.and_then(|own| Template::parse(own).ok())
        .or_else(|| Template::parse(&wording(purpose, setting.text)).ok())
        .unwrap_or_default()
}

/// The message with a code.
pub(super) fn of(
    setting: &Setting<'_>,
    purpose: Purpose,
    number: &PhoneNumber,
    code: &str,
    expires_at: Timestamp,
) -> Letter {
    let plain = template(setting, purpose).render(
        code,
        &setting.organisation.name,
        number::minutes(setting, expires_at),
        &setting.organisation.host(),
    );
    Letter {
        channel: MessageChannel::Sms.as_str(),
        to: number.e164().to_owned(),
        masked: number::masked(setting, number),
        subject: String::new(),
        lines: vec![Line::Code(code.to_owned())],
        plain: Some(plain),
    }
}
