//! A passkey in software: bound by the factor as a browser would have it bound, and asked as often as is wanted.

use anyhow::{Context, Result, bail};
use domain::id::AuthenticatorId;
use domain::random::Random;
use factors::testing::SoftAuthenticator;
use factors::{Authenticator, Factor, Form, NewAuthenticator, Passkey, Progress, Setting};
use serde_json::Value;

/// The field of the form that carries what the browser gave.
const FIELD: &str = "credential";

/// One passkey of one person.
pub(super) struct Device {
    soft: SoftAuthenticator,
    /// What is kept of it.
    pub(super) own: Authenticator,
    /// Its public key as `getPublicKey()` gives it.
    pub(super) public: String,
}

/// A question and the browser's answer to it.
pub(super) struct Assertion {
    pub(super) data: Vec<u8>,
    pub(super) data_format: i64,
    pub(super) answer: Value,
}

impl Assertion {
    /// What the page would send.
    pub(super) fn form(&self) -> Form {
        Form::from_iter([(FIELD, self.answer.to_string())])
    }
}

impl Device {
    /// Binds the first passkey of a device that has none.
    pub(super) fn bind(
        mut soft: SoftAuthenticator,
        setting: &Setting<'_>,
        random: &mut dyn Random,
    ) -> Result<(Self, NewAuthenticator)> {
        let draft = Passkey.begin_enrolment(setting, &[], random);
        let view = Passkey.enrolment_view(setting, &draft.data)?.json();
        let created = soft.create(view.get("options").context("options")?, &origin(setting)?);
        let created = created.context("the device made no passkey")?;
        let form = Form::from_iter([(FIELD, created.to_string())]);
        let progress = Passkey.continue_enrolment(setting, &draft.data, &form, random)?;
        let Progress::Done(bound) = progress else {
            bail!("a right passkey was not bound");
        };
        let device = Self {
            soft,
            own: Authenticator {
                id: AuthenticatorId::draw(setting.now, random),
                label: bound.label.clone(),
                data: bound.data.clone(),
                data_format: bound.data_format,
                channel: None,
                consumed_through: store::NOTHING_CONSUMED,
            },
            public: text(&created, "/response/publicKey")?.to_owned(),
        };
        Ok((device, bound))
    }

    /// Asks it at this moment.
    pub(super) fn ask(
        &mut self,
        setting: &Setting<'_>,
        random: &mut dyn Random,
    ) -> Result<Assertion> {
        let own = std::slice::from_ref(&self.own);
        let asked = Passkey.begin_challenge(setting, own, random)?;
        let view = Passkey.challenge_view(setting, &asked.data, own)?.json();
        let options = view.get("options").context("options")?;
        let answer = self.soft.get(options, &origin(setting)?);
        Ok(Assertion {
            data: asked.data,
            data_format: asked.data_format,
            answer: answer.context("the device gave no answer")?,
        })
    }
}

/// A text that an answer holds.
pub(super) fn text<'a>(answer: &'a Value, place: &str) -> Result<&'a str> {
    let found = answer.pointer(place).and_then(Value::as_str);
    found.with_context(|| format!("an answer has a text at {place}"))
}

fn origin(setting: &Setting<'_>) -> Result<String> {
    let own = setting.organisation.relying_party();
    let own = own.context("browsers know the organisation")?;
    let first = own.origins.first().context("an origin")?;
    Ok(first.origin().ascii_serialization())
}
