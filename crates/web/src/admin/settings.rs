//! The forms for what an organisation decides: shown, read, saved, each its own part of a whole. Of two people who change the same part
//! the later is told, and sees what stands there now beside what they typed.

use app::administer::{self, AdministerFault, FieldFault, Reason, SettingsPart};
use domain::message::MessageSettings;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::settled::{Again, settled};
use super::typed::Typed;
use super::{MESSAGES, draft, filling, lock_out, messages};
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::admin::{Fieldset, FormPage};
use crate::reply::{Answer, Reply};

/// A part of something that an organisation decides.
pub(super) trait Part: Sync + Sized + 'static {
    /// What it is a part of.
    type Whole: Clone + Send + Sync;

    /// The page that its form is reached from.
    const HOME: &'static str;

    /// The whole as it stands.
    fn whole(admin: &Admin) -> impl Future<Output = Result<Self::Whole, Reply>> + Send;

    /// A mark of this part: one that was changed since has another.
    fn mark(&self, whole: &Self::Whole) -> Result<String, app::Fault>;

    /// Saves this part of `new`, which was filled in over what had the mark `made_from`. `confirmed` is the organisation's name, typed where
    /// that locks people out.
    fn save(
        &self,
        admin: &Admin,
        new: Self::Whole,
        made_from: &str,
        confirmed: Option<String>,
    ) -> impl Future<Output = Result<(), AdministerFault>> + Send;
}

impl Part for SettingsPart {
    type Whole = MessageSettings;

    const HOME: &'static str = MESSAGES;

    async fn whole(admin: &Admin) -> Result<MessageSettings, Reply> {
        Ok(messages::read(admin).await?.settings)
    }

    fn mark(&self, whole: &MessageSettings) -> Result<String, app::Fault> {
        Self::mark(self, whole)
    }

    async fn save(
        &self,
        admin: &Admin,
        new: MessageSettings,
        made_from: &str,
        confirmed: Option<String>,
    ) -> Result<(), AdministerFault> {
        let own = &admin.own;
        let (app, id) = (&own.arrival.state.app, own.who.organisation.id);
        let (part, by) = (self.clone(), admin.by());
        administer::save_message_settings(app, id, part, new, made_from, confirmed, &by).await
    }
}

/// A form for a part of the settings.
pub(super) struct SettingsForm<P: Part> {
    /// Where it lies.
    pub(super) path: &'static str,
    /// The name of its page.
    pub(super) page: &'static str,
    /// The key of its heading; `<key>-lead` says what it is for.
    pub(super) heading: &'static str,
    /// The part that it changes.
    pub(super) part: P,
    /// Its fields, empty.
    pub(super) fields: fn(&Arrival, &P::Whole) -> Vec<Fieldset>,
    /// What stands in them by these settings.
    pub(super) typed: fn(&Arrival, &P::Whole) -> Typed,
    /// The settings with what was typed.
    pub(super) read: Reading<P::Whole>,
}

/// Settings with what was typed in their place, or what cannot be so.
pub(super) type Reading<T> = fn(&Typed, T) -> Result<T, Vec<FieldFault>>;

/// The field that says what a form was made from.
const MADE_FROM: &str = "made_from";

impl<P: Part> SettingsForm<P> {
    /// The page.
    pub(super) async fn show(&self, admin: &Admin) -> Answer {
        let own = &admin.own;
        let brought_back = draft::brought_back(own, self.path);
        let back = brought_back.as_ref().map_or_else(
            || self.path.to_owned(),
            |typed| draft::address(own, self.path, typed, |_| false),
        );
        own.arrival.proved(&own.who, &back).await?;
        let settings = P::whole(admin).await?;
        let Some(typed) = brought_back else {
            let typed = (self.typed)(&own.arrival, &settings);
            return self.shown(admin, &settings, &typed, None, None);
        };
        let problem = Problem::new(
            admin.t("admin-fault-proved"),
            admin.t("admin-fault-proved.advice"),
        );
        self.shown(admin, &settings, &typed, None, Some(problem))
    }

    /// Saves what was typed.
    pub(super) async fn save(&self, form: AdminForm) -> Answer {
        let AdminForm { admin, sent } = form;
        let own = &admin.own;
        let settings = P::whole(&admin).await?;
        let back = draft::address(own, self.path, &sent, |_| false);
        let done = match (self.read)(&sent, settings.clone()) {
            Ok(new) => {
                let confirmed = lock_out::confirmed(&sent);
                let made_from = sent.of(MADE_FROM);
                self.part.save(&admin, new, made_from, confirmed).await
            }
            Err(faults) => Err(Reason::Faults(faults).into()),
        };
        match settled(&admin, &back, done).await? {
            Ok(()) => Ok(Done::SettingsSaved.onward(P::HOME)),
            Err(again) => {
                let settings = P::whole(&admin).await?;
                self.shown(&admin, &settings, &sent, Some(&again), None)
            }
        }
    }

    fn shown(
        &self,
        admin: &Admin,
        settings: &P::Whole,
        typed: &Typed,
        again: Option<&Again>,
        problem: Option<Problem>,
    ) -> Answer {
        let arrival = &admin.own.arrival;
        let now = (self.typed)(arrival, settings);
        // A form whose mistakes are mended was still made from what it was made from; one that came too late begins from what is there now.
        let kept = typed.of(MADE_FROM);
        let is_late = matches!(again, Some(Again::Changed));
        let made_from = if kept.is_empty() || is_late {
            self.part
                .mark(settings)
                .map_err(|fault| arrival.fault(&fault))?
        } else {
            kept.to_owned()
        };
        let locks_out = again.and_then(lock_out::of);
        let mut fieldsets = (self.fields)(arrival, settings);
        fieldsets.extend(locks_out.map(|_| lock_out::fields(admin)));
        let fieldsets = filling::filled(
            arrival,
            fieldsets,
            typed,
            again.map_or(&[], Again::faults),
            is_late.then_some(&now),
        );
        let page = FormPage {
            frame: admin.frame(),
            name: self.page,
            heading: admin.t(self.heading),
            lead: admin.t(&format!("{}-lead", self.heading)),
            notes: locks_out
                .map(|out| lock_out::note(&arrival.text, out))
                .into_iter()
                .collect(),
            fieldsets,
            hidden: vec![(MADE_FROM, made_from)],
            action: self.path.to_owned(),
            submit: admin.t("button-save"),
            back: P::HOME.to_owned(),
            status: None,
            problem: again.map(|again| again.problem(admin)).or(problem),
        };
        let status = again.map_or(200, Again::status);
        Ok(Reply::page_with(arrival, status, &page))
    }
}
