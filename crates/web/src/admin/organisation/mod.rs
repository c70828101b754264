//! `/admin/settings`: what the organisation is called and looks like, and what it decides for everybody in it.

mod accent;
mod add_on;
mod choices;
mod forms;
mod logo;
mod passkeys;
pub(in crate::admin) mod services;

use app::administer::{self, AdministerFault, OrganisationPart};
use domain::organisation::Organisation;
use text::Text;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::settings::{Part, SettingsForm};
use crate::areas::Area;
use crate::pages::admin::{OrganisationPage, SettingsSection};
use crate::pages::{Fact, Problem};
use crate::reply::{Answer, Reply};
use crate::router::{Reach, Route};

/// *Organisation*.
const HERE: &str = "/admin/settings";

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(HERE, Administration, show),
        Route::get(forms::GENERAL.path, Administration, general),
        Route::post(forms::GENERAL.path, Administration, save_general),
        Route::get(forms::CONTACT.path, Administration, contact),
        Route::post(forms::CONTACT.path, Administration, save_contact),
        Route::get(forms::TRUSTED_DAYS.path, Administration, trusted_days),
        Route::post(forms::TRUSTED_DAYS.path, Administration, save_trusted_days),
        Route::get(forms::ACCESS.path, Administration, access),
        Route::post(forms::ACCESS.path, Administration, save_access),
        Route::get(forms::RECOVERY.path, Administration, recovery),
        Route::post(forms::RECOVERY.path, Administration, save_recovery),
        Route::get(forms::EID.path, Administration, eid),
        Route::post(forms::EID.path, Administration, save_eid),
        Route::get(passkeys::PASSKEYS.path, Administration, passkeys),
        Route::post(passkeys::PASSKEYS.path, Administration, save_passkeys),
        Route::get(choices::LANGUAGES.path, Administration, languages),
        Route::post(choices::LANGUAGES.path, Administration, save_languages),
        Route::get(choices::FACTORS.path, Administration, factors),
        Route::post(choices::FACTORS.path, Administration, save_factors),
        Route::get(add_on::HERE, Administration, add_on::page),
        Route::post(add_on::HERE, Administration, add_on::switch),
        Route::get(logo::HERE, Administration, logo::page),
        Route::post(logo::HERE, Administration, logo::save),
        Route::post(logo::REMOVE, Administration, logo::remove),
    ]
}

macro_rules! pages {
    ($($page:ident, $save:ident: $form:expr;)+) => {
        $(
            async fn $page(admin: Admin) -> Answer {
                $form.show(&admin).await
            }

            async fn $save(form: AdminForm) -> Answer {
                $form.save(form).await
            }
        )+
    };
}

pages! {
    general, save_general: forms::GENERAL;
    contact, save_contact: forms::CONTACT;
    trusted_days, save_trusted_days: forms::TRUSTED_DAYS;
    access, save_access: forms::ACCESS;
    recovery, save_recovery: forms::RECOVERY;
    eid, save_eid: forms::EID;
    passkeys, save_passkeys: passkeys::PASSKEYS;
    languages, save_languages: choices::LANGUAGES;
    factors, save_factors: choices::FACTORS;
}

/// A form for a part of the organisation.
type OrganisationForm = SettingsForm<OrganisationPart>;

impl Part for OrganisationPart {
    type Whole = Organisation;

    const HOME: &'static str = HERE;

    async fn whole(admin: &Admin) -> Result<Organisation, Reply> {
        read(admin).await
    }

    fn mark(&self, whole: &Organisation) -> Result<String, app::Fault> {
        Self::mark(*self, whole)
    }

    async fn save(
        &self,
        admin: &Admin,
        new: Organisation,
        made_from: &str,
        confirmed: Option<String>,
    ) -> Result<(), AdministerFault> {
        let app = &admin.own.arrival.state.app;
        administer::save_organisation(app, *self, new, made_from, confirmed, &admin.by())
            .await
            .map(|_| ())
    }
}

/// The organisation as it stands now, past what the door remembers.
async fn read(admin: &Admin) -> Result<Organisation, Reply> {
    let arrival = &admin.own.arrival;
    administer::organisation_named(&arrival.state.app, &admin.own.who.organisation.slug)
        .await
        .map_err(|fault| match fault {
            AdministerFault::Failed(fault) => arrival.fault(&fault),
            AdministerFault::Refused(_) => arrival.status(404),
        })
}

/// The page.
async fn show(admin: Admin) -> Answer {
    shown(&admin, 200, None).await
}

/// The page, after something that was not done.
async fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Answer {
    let (arrival, organisation) = (&admin.own.arrival, read(admin).await?);
    let page = OrganisationPage {
        frame: admin.frame(),
        sections: sections(admin, &organisation),
        preview: accent::preview(&arrival.text, organisation.accent.as_deref()),
        add_on: organisation.two_step_add_on,
        switch: add_on::HERE.to_owned(),
        may_switch: admin.own.who.user.owner || !organisation.two_step_add_on,
        messages: admin
            .own
            .who
            .rights
            .has(Area::Messages.right())
            .then(|| super::sending::FORM.path.to_owned()),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn sections(admin: &Admin, organisation: &Organisation) -> Vec<SettingsSection> {
    let text = &admin.own.arrival.text;
    let section = |form: &OrganisationForm, facts| SettingsSection {
        id: form.part.name(),
        heading: text.get(form.heading),
        facts,
        change: form.path.to_owned(),
    };
    let logo = SettingsSection {
        id: OrganisationPart::Logo.name(),
        heading: text.get("settings-logo"),
        facts: vec![fact(
            text,
            "settings-logo",
            text.get(match organisation.logo {
                Some(_) => "settings-logo-own",
                None => "settings-logo-none",
            }),
        )],
        change: logo::HERE.to_owned(),
    };
    // Without a service there is nothing to decide about.
    let eid = (!organisation.services.is_empty()).then(|| {
        let mut facts = forms::eid_facts(text, organisation);
        facts.extend(services::facts(&admin.own.arrival, &organisation.slug));
        section(&forms::EID, facts)
    });
    // Where browsers bind nothing there is no passkey.
    let passkeys = organisation
        .relying_party()
        .map(|_| section(&passkeys::PASSKEYS, passkeys::facts(text, organisation)));
    vec![
        section(&forms::GENERAL, forms::general_facts(text, organisation)),
        logo,
        section(
            &choices::LANGUAGES,
            choices::language_facts(text, organisation),
        ),
        section(&forms::CONTACT, forms::contact_facts(text, organisation)),
        section(&forms::TRUSTED_DAYS, forms::days_facts(text, organisation)),
        section(&forms::ACCESS, forms::access_facts(text, organisation)),
        section(
            &choices::FACTORS,
            choices::factor_facts(admin, organisation),
        ),
        section(&forms::RECOVERY, forms::recovery_facts(text, organisation)),
    ]
    .into_iter()
    .chain(passkeys)
    .chain(eid)
    .collect()
}

/// A line of facts.
fn fact(text: &Text, key: &str, value: String) -> Fact {
    Fact {
        name: text.get(key),
        value,
    }
}
