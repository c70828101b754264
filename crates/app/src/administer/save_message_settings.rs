//! Saves a part of what an organisation decides about its messages. Two people may change different parts at a time; of two who change the
//! same one, the later is told.

use std::sync::Arc;

use domain::audit::{Changes, EventKind};
use domain::id::OrganisationId;
use domain::message::{MessageSettings, SettingsRefusal, TextKey};
use domain::role::BuiltIn;

use super::{AdministerFault, By, FieldFault, Reason, effect, unit};
use crate::message_settings::{self, SETTING};
use crate::{App, Fault};

/// A part of the settings, as one form changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsPart {
    /// To whom, from whom, and what pages show.
    Sending,
    /// The guards.
    Limits,
    /// Prices and warnings.
    Prices,
    /// One text.
    Text(TextKey),
}

impl SettingsPart {
    /// Its name in the audit log.
    fn name(&self) -> String {
        match self {
            Self::Sending => "sending".to_owned(),
            Self::Limits => "limits".to_owned(),
            Self::Prices => "prices".to_owned(),
            Self::Text(key) => format!("text {}", String::from(key.clone())),
        }
    }

    /// `settings` with this part of `other`.
    fn taken_from(
        &self,
        other: &MessageSettings,
        mut settings: MessageSettings,
    ) -> MessageSettings {
        match self {
            Self::Sending => MessageSettings {
                limits: settings.limits,
                texts: settings.texts,
                prices: settings.prices,
                currency: settings.currency,
                low_mark_micros: settings.low_mark_micros,
                low_mark_days: settings.low_mark_days,
                ..other.clone()
            },
            Self::Limits => MessageSettings {
                limits: other.limits.clone(),
                ..settings
            },
            Self::Prices => MessageSettings {
                prices: other.prices.clone(),
                currency: other.currency.clone(),
                low_mark_micros: other.low_mark_micros,
                low_mark_days: other.low_mark_days,
                ..settings
            },
            Self::Text(key) => {
                match other.texts.get(key) {
                    Some(text) => settings.texts.insert(key.clone(), text.clone()),
                    None => settings.texts.remove(key),
                };
                settings
            }
        }
    }

    /// A mark of this part as it stands: a form carries it, and a part that was changed since has another.
    pub fn mark(&self, settings: &MessageSettings) -> Result<String, Fault> {
        let alone = self.taken_from(settings, MessageSettings::default());
        let written = serde_json::to_string(&alone)?;
        // FNV-1a: it tells two versions apart and guards nothing.
        let hash = written
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Ok(format!("{hash:016x}"))
    }

    fn refused(&self, refusal: SettingsRefusal) -> Reason {
        let mut fault = FieldFault::from(refusal);
        if matches!(self, Self::Text(_)) {
            "text".clone_into(&mut fault.field);
        }
        Reason::Faults(vec![fault])
    }
}

/// Saves this part of `settings`, which was filled in over what had the mark `made_from`. `confirmed` is what was typed where codes go to
/// fewer countries and that locks people out: the organisation's name.
pub async fn save_message_settings(
    app: &Arc<App>,
    organisation: OrganisationId,
    part: SettingsPart,
    settings: MessageSettings,
    made_from: &str,
    confirmed: Option<String>,
    by: &By,
) -> Result<(), AdministerFault> {
    let alone = part.taken_from(&settings, MessageSettings::default());
    alone.check().map_err(|refusal| part.refused(refusal))?;
    let (inner, made_from) = (Arc::clone(app), made_from.to_owned());
    let kind = EventKind::MessageSettingsChanged;
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        kind,
        move |tx, acting| {
            // The organisation is locked before its settings are read: of two who save at once, one sees what the other has done.
            tx.bump_policy_epoch(organisation)?;
            let before = message_settings::read(tx, organisation)?;
            if part.mark(&before)? != made_from {
                return Err(Reason::Changed.into());
            }
            let was = serde_json::to_value(&before).map_err(Fault::from)?;
            let after = part.taken_from(&settings, before.clone());
            after.check().map_err(|refusal| part.refused(refusal))?;
            let countries = (&*before.countries, &*after.countries);
            effect::countries_check(tx, &inner, acting, countries, confirmed.as_deref())?;
            let written = serde_json::to_string(&after).map_err(Fault::from)?;
            tx.save_setting(organisation, SETTING, &written)?;
            let is = serde_json::to_value(&after).map_err(Fault::from)?;
            let event = acting
                .event(kind)
                .with("part", &part.name())
                .changing(&Changes::between(&was, &is));
            tx.audit(organisation, &event, acting.now())?;
            Ok(())
        },
    )
    .await?;
    app.sessions.forget_organisation(organisation);
    Ok(())
}
