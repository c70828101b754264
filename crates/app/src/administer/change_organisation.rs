//! Changes an organisation's settings. Its slug stays; its base URL is the operator's; the add-on is switched off by an owner who has typed
//! the organisation's name, and what locks people out wants that name too.

use std::sync::Arc;

use domain::audit::{Changes, EventKind};
use domain::factor::FactorSet;
use domain::id::OrganisationId;
use domain::message::{Bound, SettingsRefusal};
use domain::organisation::{Copied, Organisation, PasskeyRules, Rules};
use domain::role::BuiltIn;
use store::{Bump, OrganisationSaved, Tx};
use text::Language;

use super::acting::Acting;
use super::{
    AdministerFault, By, FieldFault, OrganisationPart, Reason, checks, effect, grace, unit,
};
use crate::App;

/// What to change; `None` leaves it as it is, an empty text takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationChange {
    /// The name for people.
    pub name: Option<String>,
    /// The canonical base URL. Only the operator changes it.
    pub base_url: Option<String>,
    /// The add-on "use two-step verification". Only an owner switches it off.
    pub two_step_add_on: Option<bool>,
    /// The organisation's name, typed by a person who switches the add-on off, or by whoever saves what locks people out.
    pub confirmed: Option<String>,
    /// Trusted days where no role demands two-step.
    pub default_trusted_days: Option<u32>,
    /// The language of its pages where nothing else tells.
    pub default_language: Option<String>,
    /// The mailbox of its support.
    pub support_email: Option<String>,
    /// The telephone number of its support.
    pub support_phone: Option<String>,
    /// When its support answers.
    pub support_hours: Option<String>,
    /// Its accent colour.
    pub accent: Option<String>,
    /// Its logo, as a data address.
    pub logo: Option<String>,
    /// What it decides about passwords, sessions, factors, languages, recovery, eIDs and passkeys.
    pub rules: Option<Rules>,
    /// The factors that its people may use, over `rules`.
    pub allowed_factors: Option<AllowedFactors>,
    /// What it decides about passkeys, over `rules`.
    pub passkeys: PasskeyChange,
}

/// What to change of the rules about passkeys; `None` leaves it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PasskeyChange {
    /// Whether a passkey may be the whole login.
    pub sign_in: Option<bool>,
    /// Whether the device checks the person each time.
    pub verified: Option<bool>,
    /// What is done about a passkey that may have been copied.
    pub copied: Option<Copied>,
    /// The certificates of the makers that are taken.
    pub makers: Option<Vec<String>>,
    /// The models that are taken.
    pub models: Option<Vec<String>>,
    /// Other origins whose pages may use them.
    pub origins: Option<Vec<String>>,
}

impl PasskeyChange {
    fn apply(&self, rules: &mut PasskeyRules) {
        fn set<T: Clone>(field: &mut T, new: Option<&T>) {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        set(&mut rules.sign_in, self.sign_in.as_ref());
        set(&mut rules.verified, self.verified.as_ref());
        set(&mut rules.copied, self.copied.as_ref());
        set(&mut rules.makers, self.makers.as_ref());
        set(&mut rules.models, self.models.as_ref());
        set(&mut rules.origins, self.origins.as_ref());
    }
}

/// The factors that people may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedFactors {
    /// All of them.
    All,
    /// These alone.
    These(FactorSet),
}

/// Changes an organisation and gives it as it is now.
pub async fn change_organisation(
    app: &Arc<App>,
    organisation: OrganisationId,
    change: OrganisationChange,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let confirmed = change.confirmed.clone();
    let make = move |before: &Organisation| Ok(apply(before, &change));
    changed(app, organisation, confirmed, make, by).await
}

/// Saves this part of `new`, which was filled in over what had the mark `made_from`, and gives the organisation as it is now. `confirmed` is
/// what was typed where that locks people out: the organisation's name.
pub async fn save_organisation(
    app: &Arc<App>,
    part: OrganisationPart,
    new: Organisation,
    made_from: &str,
    confirmed: Option<String>,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let (id, made_from) = (new.id, made_from.to_owned());
    let make = move |before: &Organisation| {
        if part.mark(before)? != made_from {
            return Err(Reason::Changed.into());
        }
        Ok(part.taken_from(&new, before.clone()))
    };
    changed(app, id, confirmed, make, by).await
}

async fn changed(
    app: &Arc<App>,
    organisation: OrganisationId,
    confirmed: Option<String>,
    make: impl Fn(&Organisation) -> Result<Organisation, AdministerFault> + Send + 'static,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let (inner, kind) = (Arc::clone(app), EventKind::OrganisationChanged);
    let work = move |tx: &mut Tx, acting: &Acting| {
        let before = acting.whole_organisation();
        let mut after = make(before)?;
        whole_is_nothing_ruled_out(&inner, &mut after);
        checks::organisation(&after)?;
        rules(&inner, &after)?;
        permitted(acting, before, &after, confirmed.as_deref())?;
        names_its_own_pages(tx, before, &after)?;
        let decides = decides(before, &after);
        if decides {
            // Of two who save at once, the later one judges what the earlier one left.
            tx.bump_policy_epoch(organisation)?;
            effect::settings_check(tx, &inner, acting, (before, &after), confirmed.as_deref())?;
        }
        let saved = save(tx, acting, before, after)?;
        if decides {
            grace::begin(tx, &inner, organisation, acting.now())?;
        }
        Ok(saved)
    };
    let changed = unit::act(app, organisation, by, BuiltIn::Settings, kind, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(changed)
}

/// Whoever allows every factor that there is rules none out, of a later release either.
fn whole_is_nothing_ruled_out(app: &App, organisation: &mut Organisation) {
    let allowed = &mut organisation.rules.allowed_factors;
    let profiles = app.registry.profiles();
    let is_all = |set: &FactorSet| profiles.iter().all(|profile| set.contains(&profile.kind));
    if allowed.as_ref().is_some_and(is_all) {
        *allowed = None;
    }
}

/// Refuses what this program cannot do: a rule outside its bound, a language or a factor that it does not know, and what a factor cannot
/// carry out.
fn rules(app: &App, organisation: &Organisation) -> Result<(), Reason> {
    let rules = &organisation.rules;
    rules
        .check(&organisation.default_language)
        .map_err(|refusal| Reason::Faults(vec![FieldFault::from(refusal)]))?;
    let known = |code: &String| Language::from_code(code).is_some();
    if !rules.languages.iter().all(known) {
        return Err(Reason::UnknownLanguage);
    }
    let allowed = rules.allowed_factors.iter().flat_map(FactorSet::iter);
    for kind in allowed {
        if app.registry.find(kind).is_none() {
            return Err(Reason::UnknownFactor(kind.to_string()));
        }
    }
    for factor in app.registry.iter() {
        factor
            .check_rules(rules)
            .map_err(|refusal| Reason::Faults(vec![FieldFault::from(refusal)]))?;
    }
    Ok(())
}

/// Refuses what is for others than whoever acts.
fn permitted(
    acting: &Acting,
    before: &Organisation,
    after: &Organisation,
    confirmed: Option<&str>,
) -> Result<(), AdministerFault> {
    let is_operator = acting.user().is_none();
    if before.base_url != after.base_url && !is_operator {
        return Err(Reason::OperatorOnly.into());
    }
    // Whoever is named there may ask people for their passkeys, and be sent the answer.
    if before.rules.passkeys.origins != after.rules.passkeys.origins {
        acting.demand_owner()?;
    }
    if before.two_step_add_on && !after.two_step_add_on {
        acting.demand_owner()?;
        let typed = confirmed.map(str::trim);
        if !is_operator && typed != Some(before.name.as_str()) {
            return Err(Reason::NotConfirmed(before.name.clone()).into());
        }
    }
    Ok(())
}

/// Browsers let the pages of a related origin ask for, replace and drop any passkey of the host. So a host that organisations share names none.
fn names_its_own_pages(
    tx: &mut Tx,
    before: &Organisation,
    after: &Organisation,
) -> Result<(), AdministerFault> {
    let origins = &after.rules.passkeys.origins;
    if origins.is_empty() || *origins == before.rules.passkeys.origins {
        return Ok(());
    }
    let others = tx.organisations()?;
    let host = after.host();
    if others
        .iter()
        .any(|other| other.id != after.id && other.host() == host)
    {
        let refusal = SettingsRefusal {
            field: "passkey_origins",
            bound: Bound::OwnHost,
        };
        return Err(Reason::Faults(vec![FieldFault::from(refusal)]).into());
    }
    Ok(())
}

/// Whether the change alters what a login must prove, or what can prove it. Passkeys count in three ways: whether one is enough by itself,
/// what one must show each time, and which one somebody may set up who has to before they come in. A list that differs only by what was
/// said about other pages or about copies decides nothing.
fn decides(before: &Organisation, after: &Organisation) -> bool {
    let deciding = |one: &Organisation| {
        let (rules, passkeys) = (&one.rules, &one.rules.passkeys);
        (
            (one.two_step_add_on, one.default_trusted_days),
            rules.allowed_factors.clone(),
            (passkeys.sign_in, passkeys.verified),
            (passkeys.makers.clone(), passkeys.models.clone()),
        )
    };
    deciding(before) != deciding(after)
}

fn save(
    tx: &mut Tx,
    acting: &Acting,
    before: &Organisation,
    mut after: Organisation,
) -> Result<Organisation, AdministerFault> {
    if *before == after {
        return Ok(after);
    }
    let decides = decides(before, &after);
    match tx.save_organisation(&after, Bump::Nothing)? {
        OrganisationSaved::Saved => {}
        OrganisationSaved::Changed => return Err(Reason::Changed.into()),
        OrganisationSaved::BaseUrlTaken => return Err(Reason::BaseUrlTaken(after.base_url).into()),
    }
    after.policy_epoch += i64::from(decides);
    after.version += 1;
    let event = acting
        .event(EventKind::OrganisationChanged)
        .changing(&differences(before, &after));
    tx.audit(after.id, &event, acting.now())?;
    Ok(after)
}

fn apply(before: &Organisation, change: &OrganisationChange) -> Organisation {
    let mut after = before.clone();
    let set = |field: &mut String, new: &Option<String>| {
        if let Some(new) = new {
            new.trim().clone_into(field);
        }
    };
    let set_or_clear = |field: &mut Option<String>, new: &Option<String>| {
        if let Some(new) = new {
            *field = Some(new.trim().to_owned()).filter(|new| !new.is_empty());
        }
    };
    set(&mut after.name, &change.name);
    set(&mut after.base_url, &change.base_url);
    set(&mut after.default_language, &change.default_language);
    set_or_clear(&mut after.support.email, &change.support_email);
    set_or_clear(&mut after.support.phone, &change.support_phone);
    set_or_clear(&mut after.support.hours, &change.support_hours);
    set_or_clear(&mut after.accent, &change.accent);
    set_or_clear(&mut after.logo, &change.logo);
    after.two_step_add_on = change.two_step_add_on.unwrap_or(before.two_step_add_on);
    after.default_trusted_days = change
        .default_trusted_days
        .unwrap_or(before.default_trusted_days);
    if let Some(rules) = &change.rules {
        after.rules = rules.clone();
    }
    match &change.allowed_factors {
        Some(AllowedFactors::All) => after.rules.allowed_factors = None,
        Some(AllowedFactors::These(kinds)) => after.rules.allowed_factors = Some(kinds.clone()),
        None => {}
    }
    change.passkeys.apply(&mut after.rules.passkeys);
    after
}

/// What differs, for the audit log. A picture is named and not shown.
fn differences(before: &Organisation, after: &Organisation) -> Changes {
    let (old, new) = (&before.rules, &after.rules);
    let (helped, helps) = (&before.support, &after.support);
    let changes = Changes::default()
        .field("name", &before.name, &after.name)
        .field("base_url", &before.base_url, &after.base_url)
        .field(
            "two_step_add_on",
            &before.two_step_add_on,
            &after.two_step_add_on,
        )
        .field(
            "default_trusted_days",
            &before.default_trusted_days,
            &after.default_trusted_days,
        )
        .field(
            "default_language",
            &before.default_language,
            &after.default_language,
        )
        .field(
            "languages",
            &old.languages.join(","),
            &new.languages.join(","),
        )
        .optional("support_email", helped.email.as_ref(), helps.email.as_ref())
        .optional("support_phone", helped.phone.as_ref(), helps.phone.as_ref())
        .optional("support_hours", helped.hours.as_ref(), helps.hours.as_ref())
        .optional("accent", before.accent.as_ref(), after.accent.as_ref())
        .unshown("logo", before.logo != after.logo)
        .optional(
            "allowed_factors",
            old.allowed_factors.as_ref(),
            new.allowed_factors.as_ref(),
        )
        .field("password_least", &old.password_least, &new.password_least)
        .field(
            "session_idle_minutes",
            &old.session_idle_minutes,
            &new.session_idle_minutes,
        )
        .field("session_hours", &old.session_hours, &new.session_hours)
        .field(
            "two_person_recovery",
            &old.two_person_recovery,
            &new.two_person_recovery,
        )
        .field(
            "recovery_waits_minutes",
            &old.recovery_waits_minutes,
            &new.recovery_waits_minutes,
        )
        .field("self_recovery", &old.self_recovery, &new.self_recovery)
        .field(
            "recovery_minutes",
            &old.recovery_minutes,
            &new.recovery_minutes,
        )
        .field("eid_sign_in", &old.eid_sign_in, &new.eid_sign_in)
        .field("eid_recovery", &old.eid_recovery, &new.eid_recovery)
        .field(
            "identification_days",
            &old.identification_days,
            &new.identification_days,
        );
    passkeys(changes, &old.passkeys, &new.passkeys)
}

/// The same of passkeys. A certificate is long and says little to a reader: how many there are is told, or that others stand there.
fn passkeys(changes: Changes, old: &PasskeyRules, new: &PasskeyRules) -> Changes {
    let (fewer, more) = (old.makers.len(), new.makers.len());
    changes
        .field("passkey_sign_in", &old.sign_in, &new.sign_in)
        .field("passkey_verified", &old.verified, &new.verified)
        .field("passkey_copied", old.copied.as_str(), new.copied.as_str())
        .field("passkey_makers", &fewer, &more)
        .unshown("passkey_makers", fewer == more && old.makers != new.makers)
        .field(
            "passkey_models",
            &old.models.join(" "),
            &new.models.join(" "),
        )
        .field(
            "passkey_origins",
            &old.origins.join(" "),
            &new.origins.join(" "),
        )
}
