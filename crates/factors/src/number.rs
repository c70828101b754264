//! What the factors share whose codes go to a telephone: reading a number, suggesting one, and what their pages show of it.
//!
//! The numbers' rules are `domain::phone`; the words and templates belong to each factor.

use std::marker::PhantomData;

use domain::challenge::Purpose;
use domain::factor::Profile;
use domain::message::MessageChannel;
use domain::organisation::Support;
use domain::phone::{Country, PhoneNumber};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use serde_json::{Value, json};
use text::{Language, Text};

use crate::letter::one_line;
use crate::sending::Sends;
use crate::{Channel, Letter, Reach, Setting, View};

/// What an address is where it is a telephone: one mark for text messages and calls.
const PHONE: &str = "phone";

/// Reads a typed number that a code may be sent to through `channel`.
pub(crate) fn typed(
    setting: &Setting<'_>,
    channel: MessageChannel,
    typed: &str,
) -> Result<PhoneNumber, Refusal> {
    let number = PhoneNumber::parse(typed, setting.messages.home)?;
    number.check_reach(channel, &setting.messages.countries)?;
    if setting.organisation.phone_channels.contains(&channel) {
        Ok(number)
    } else {
        Err(Refusal::ChannelUnavailable)
    }
}

/// The number as pages and logs show it.
pub(crate) fn masked(setting: &Setting<'_>, number: &PhoneNumber) -> String {
    number.masked(setting.messages.shown)
}

/// For how many whole minutes a code may be used; a started one at the end is not promised.
pub(crate) fn minutes(setting: &Setting<'_>, expires_at: Timestamp) -> u8 {
    let whole = expires_at.since(setting.now).as_millis() / 60_000;
    u8::try_from(whole.max(1)).unwrap_or(u8::MAX)
}

/// The registered number that a code may be sent to, a confirmed one first, as it is dialled from home.
fn suggested(setting: &Setting<'_>, channel: MessageChannel) -> String {
    let known = |verified: bool| {
        setting
            .addresses
            .iter()
            .filter(move |address| address.channel == PHONE && address.verified == verified)
            .find_map(|address| typed(setting, channel, &address.value).ok())
    };
    let Some(number) = known(true).or_else(|| known(false)) else {
        return String::new();
    };
    if number.country() == setting.messages.home {
        number.national().to_owned()
    } else {
        number.international().to_owned()
    }
}

/// A factor whose codes go to a telephone: what is its own. Whoever is one [`Sends`] by it.
pub(crate) trait ByPhone: Send + Sync + 'static {
    /// What kind of proof it is.
    const PROFILE: &'static Profile;

    /// Its words in each language.
    const WORDS: [(Language, &'static str); 2];

    /// What is sent, for the code's hash: `sms code`.
    const LABEL: &'static str;

    /// Through what its codes go.
    const CHANNEL: MessageChannel;

    /// The message with a code.
    fn message(
        setting: &Setting<'_>,
        purpose: Purpose,
        number: &PhoneNumber,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter;

    /// The message's usual text, where an organisation may write its own.
    fn usual_text(purpose: Purpose, text: &Text) -> Option<String> {
        let _ = (purpose, text);
        None
    }

    /// The fields of the first page of an enrolment.
    fn number(view: &AskNumber<Self>, text: &Text) -> String
    where
        Self: Sized;

    /// The fields of the second.
    fn confirm(view: &Confirm<Self>, text: &Text) -> String
    where
        Self: Sized;

    /// The fields of a challenge.
    fn prompt(view: &Prompt<Self>, text: &Text) -> String
    where
        Self: Sized;
}

impl<P: ByPhone> Sends for P {
    type Address = PhoneNumber;

    const PROFILE: &'static Profile = <P as ByPhone>::PROFILE;
    const WORDS: [(Language, &'static str); 2] = <P as ByPhone>::WORDS;
    const LABEL: &'static str = <P as ByPhone>::LABEL;
    const FIELD: &'static str = "number";

    fn typed(setting: &Setting<'_>, text: &str) -> Result<PhoneNumber, Refusal> {
        typed(setting, P::CHANNEL, text)
    }

    fn kept(address: &str) -> Option<PhoneNumber> {
        PhoneNumber::from_e164(address).ok()
    }

    fn text(number: &PhoneNumber) -> &str {
        number.e164()
    }

    fn channel(number: &PhoneNumber) -> Channel {
        Channel {
            medium: PHONE,
            address: number.e164().to_owned(),
        }
    }

    fn label(setting: &Setting<'_>, number: &PhoneNumber) -> String {
        masked(setting, number)
    }

    fn reached(number: PhoneNumber) -> Reach {
        Reach::Number(number)
    }

    fn asking(setting: &Setting<'_>) -> Box<dyn View> {
        Box::new(AskNumber::<P>::new(setting))
    }

    fn confirming(
        setting: &Setting<'_>,
        number: &PhoneNumber,
        expires_at: Timestamp,
    ) -> Box<dyn View> {
        Box::new(Confirm::<P>::new(setting, number, expires_at))
    }

    fn prompting(
        setting: &Setting<'_>,
        number: &PhoneNumber,
        expires_at: Timestamp,
    ) -> Box<dyn View> {
        Box::new(Prompt::<P>::new(setting, number, expires_at))
    }

    fn usual_text(purpose: Purpose, text: &Text) -> Option<String> {
        <P as ByPhone>::usual_text(purpose, text)
    }

    fn letter(
        setting: &Setting<'_>,
        purpose: Purpose,
        number: &PhoneNumber,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter {
        P::message(setting, purpose, number, code, expires_at)
    }
}

/// The key of one of a factor's own words.
fn key<P: ByPhone>(name: &str) -> String {
    format!("factor-{}-{name}", <P as ByPhone>::PROFILE.kind)
}

/// The first page of an enrolment: which number.
pub(crate) struct AskNumber<P> {
    pub(crate) suggested: String,
    /// The code of the country that a number without one belongs to: `+46`.
    pub(crate) home: String,
    pages: PhantomData<fn() -> P>,
}

impl<P: ByPhone> AskNumber<P> {
    pub(crate) fn new(setting: &Setting<'_>) -> Self {
        Self {
            suggested: suggested(setting, P::CHANNEL),
            home: format!("+{}", setting.messages.home.calling_code()),
            pages: PhantomData,
        }
    }
}

impl<P: ByPhone> View for AskNumber<P> {
    fn heading(&self, text: &Text) -> String {
        text.get(&key::<P>("number-heading"))
    }

    fn html(&self, text: &Text) -> String {
        P::number(self, text)
    }

    fn json(&self) -> Value {
        json!({ "stage": "number", "fields": ["number"], "suggested": self.suggested })
    }

    fn asks_for_answer(&self) -> bool {
        false
    }
}

/// What helps when nothing comes: what the message comes from, and who to ask.
pub(crate) struct Help {
    /// The sender, where the organisation chose one.
    pub(crate) sender: Option<String>,
    pub(crate) support: Support,
}

impl Help {
    fn new(setting: &Setting<'_>, channel: MessageChannel, country: Country) -> Self {
        let sender = match channel {
            MessageChannel::Sms => setting.messages.sender_for(country).map(str::to_owned),
            MessageChannel::Voice => setting.messages.voice_from.as_deref().map(caller),
            MessageChannel::Email => None,
        };
        Self {
            sender,
            support: setting.organisation.support.clone(),
        }
    }

    /// The support's telephone as a link dials it.
    pub(crate) fn dialled(&self) -> String {
        let phone = self.support.phone.iter().flat_map(|phone| phone.chars());
        phone
            .filter(|sign| sign.is_ascii_digit() || *sign == '+')
            .collect()
    }
}

/// The number that a call shows, as people read it.
fn caller(from: &str) -> String {
    PhoneNumber::from_e164(from).map_or_else(
        |_| one_line(from),
        |number| number.international().to_owned(),
    )
}

/// The second page of an enrolment: the code, and the number as it was understood.
pub(crate) struct Confirm<P> {
    pub(crate) number: String,
    pub(crate) valid_until: String,
    pub(crate) help: Help,
    pages: PhantomData<fn() -> P>,
}

impl<P: ByPhone> Confirm<P> {
    pub(crate) fn new(setting: &Setting<'_>, number: &PhoneNumber, expires_at: Timestamp) -> Self {
        Self {
            number: number.international().to_owned(),
            valid_until: (setting.clock)(expires_at),
            help: Help::new(setting, P::CHANNEL, number.country()),
            pages: PhantomData,
        }
    }
}

impl<P: ByPhone> View for Confirm<P> {
    fn heading(&self, text: &Text) -> String {
        text.get(&key::<P>("prompt-heading"))
    }

    fn html(&self, text: &Text) -> String {
        P::confirm(self, text)
    }

    fn json(&self) -> Value {
        json!({ "stage": "code", "fields": ["code", "number"], "sent_to": self.number })
    }
}

/// The page of a challenge: the code, and where it goes, masked.
pub(crate) struct Prompt<P> {
    pub(crate) masked: String,
    pub(crate) valid_until: String,
    pub(crate) help: Help,
    pages: PhantomData<fn() -> P>,
}

impl<P: ByPhone> Prompt<P> {
    pub(crate) fn new(setting: &Setting<'_>, number: &PhoneNumber, expires_at: Timestamp) -> Self {
        Self {
            masked: masked(setting, number),
            valid_until: (setting.clock)(expires_at),
            help: Help::new(setting, P::CHANNEL, number.country()),
            pages: PhantomData,
        }
    }
}

impl<P: ByPhone> View for Prompt<P> {
    fn heading(&self, text: &Text) -> String {
        text.get(&key::<P>("prompt-heading"))
    }

    fn html(&self, text: &Text) -> String {
        P::prompt(self, text)
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"], "sent_to": self.masked })
    }
}
