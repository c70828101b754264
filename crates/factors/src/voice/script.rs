//! What a call says, once through: who calls, what to do if nobody asked, what the code is for, the code digit by digit. The gateway reads
//! it twice and hangs up.

use domain::challenge::Purpose;
use domain::message::MessageChannel;
use domain::phone::PhoneNumber;

use crate::letter::one_line;
use crate::{Letter, Line, Setting, number};

/// The call with a code.
pub(super) fn of(
    setting: &Setting<'_>,
    purpose: Purpose,
    number: &PhoneNumber,
    code: &str,
) -> Letter {
    let text = setting.text;
    let organisation = one_line(&setting.organisation.name);
    let opening = format!("factor-voice-say-code-{}", purpose.as_str());
    Letter {
        channel: MessageChannel::Voice.as_str(),
        to: number.e164().to_owned(),
        masked: number::masked(setting, number),
        subject: String::new(),
        lines: vec![
            Line::Text(text.with1("factor-voice-say-greeting", "organisation", organisation)),
            Line::Text(text.get("factor-voice-say-warning")),
            Line::Text(text.get(&opening)),
            Line::Code(code.to_owned()),
        ],
        plain: None,
    }
}
