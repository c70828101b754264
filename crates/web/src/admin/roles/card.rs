//! A role card: shown, tried out, saved.

use std::collections::BTreeMap;

use app::administer::effect as effects;
use app::administer::{self, FieldFault, FieldWhy, Reason, RoleCard};
use axum::extract::Path;
use axum::http::StatusCode;
use domain::id::RoleId;
use domain::role::{CardFault, Role};

use super::build::{Sheet, completed};
use super::merge::{applied, difference, merge, unpacked};
use super::{add, address, card_form, effect as panel, read};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::draft;
use crate::admin::readiness;
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::pages::Problem;
use crate::pages::admin::{EffectFragment, EffectPanel};
use crate::reply::{Answer, Reply};

/// The card that an address names; nothing where it is gone.
async fn found(admin: &Admin, id: &str) -> Result<Option<RoleCard>, Reply> {
    let arrival = &admin.own.arrival;
    let id: RoleId = id.parse().map_err(|_| arrival.status(404))?;
    let card = administer::role_card(&arrival.state.app, arrival.organisation.id, id).await;
    read(admin, card)
}

pub(super) async fn named(admin: &Admin, id: &str) -> Result<RoleCard, Reply> {
    let missing = || admin.own.arrival.status(404);
    found(admin, id).await?.ok_or_else(missing)
}

/// The card as its form holds it.
fn stored(admin: &Admin, card: &RoleCard) -> Typed {
    let zone = &admin.own.arrival.state.app.time_zone;
    card_form::written(&card.role, &card.ground, zone)
}

/// What the card would do.
async fn effect_of(admin: &Admin, stored: &Role, draft: &Role) -> Result<EffectPanel, Reply> {
    let arrival = &admin.own.arrival;
    let effect = effects::effect(
        &arrival.state.app,
        arrival.organisation.id,
        draft.clone(),
        Some(admin.own.who.user.id),
        arrival.requester.now,
    )
    .await;
    Ok(panel::panel(admin, stored, draft, &read(admin, effect)?))
}

/// `GET /admin/roles/{id}`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let card = named(&admin, &id).await?;
    let own = &admin.own;
    let opened = stored(&admin, &card);
    let brought_back = draft::brought_back(own, &address(card.role.id));
    let looked = brought_back
        .as_ref()
        .is_some_and(|changes| changes.of(LOOKED) == "yes");
    let is_stale = |changes: &Typed| changes.of("version") != card.role.version.to_string();
    let told = brought_back
        .as_ref()
        .filter(|changes| !looked || is_stale(changes));
    let problem = told.map(|changes| {
        let key = if changes.of("version") == card.role.version.to_string() {
            "admin-fault-proved"
        } else {
            "role-changed-meanwhile"
        };
        Problem::new(admin.t(key), admin.t(&format!("{key}.advice")))
    });
    let typed = match &brought_back {
        Some(changes) => applied(opened.clone(), changes),
        None => opened.clone(),
    };
    let zone = &own.arrival.state.app.time_zone;
    let draft = match &brought_back {
        Some(_) => card_form::read(&shows_all(typed.clone()), &card.ground, &card.role, zone),
        None => Ok(card.role.clone()),
    };
    let effect = match draft {
        Ok(draft) => Some(effect_of(&admin, &card.role, &draft).await?),
        Err(_) => None,
    };
    let kept = looked && problem.is_none();
    let sheet = Sheet {
        ground: &card.ground,
        card: Some(&card),
        typed,
        opened,
        version: card.role.version,
        clashes: BTreeMap::new(),
        faults: Vec::new(),
        confirm: false,
        effect,
        unsaved: brought_back.is_some(),
        status: if kept {
            Some(admin.t("role-still-typed"))
        } else {
            Done::told(&own.arrival)
        },
        problem,
    };
    Ok(Reply::page(&own.arrival, &sheet.page(&admin)))
}

/// Says that what is typed comes back from the report, and not from fresh proof.
const LOOKED: &str = "looked";

/// What was brought back, as the form that it came from would send it.
fn shows_all(typed: Typed) -> Typed {
    typed.with(card_form::SHOWS_TWO_STEP, "yes")
}

/// The page of a card that something could not be done with.
pub(super) async fn refused(admin: &Admin, id: &str, again: &Again) -> Answer {
    let card = named(admin, id).await?;
    let opened = stored(admin, &card);
    let sent = Sent {
        typed: opened.clone(),
        opened,
        version: card.role.version,
        card,
    };
    let problem = again.problem(admin);
    sent.shown(admin, again.status(), (Vec::new(), false), Some(problem))
        .await
}

/// A form of a card that was sent.
struct Sent {
    card: RoleCard,
    typed: Typed,
    opened: Typed,
    version: i64,
}

impl Sent {
    fn of(admin: &Admin, card: RoleCard, sent: &Typed) -> Self {
        let opened = unpacked(sent.whole("opened"));
        Self {
            typed: completed(sent.clone(), &stored(admin, &card)),
            opened,
            version: sent.of("version").parse().unwrap_or(0),
            card,
        }
    }

    /// The card that was typed, at the version it was opened at.
    fn role(&self, admin: &Admin) -> Result<Role, Vec<FieldFault>> {
        let zone = &admin.own.arrival.state.app.time_zone;
        let role = card_form::read(&self.typed, &self.card.ground, &self.card.role, zone)?;
        Ok(Role {
            version: self.version,
            ..role
        })
    }

    /// The page again.
    async fn shown(
        self,
        admin: &Admin,
        status: u16,
        (faults, confirm): (Vec<FieldFault>, bool),
        problem: Option<Problem>,
    ) -> Answer {
        let effect = match self.role(admin) {
            Ok(role) => Some(effect_of(admin, &self.card.role, &role).await?),
            Err(_) => None,
        };
        let sheet = Sheet {
            ground: &self.card.ground,
            card: Some(&self.card),
            typed: self.typed,
            opened: self.opened,
            version: self.version,
            clashes: BTreeMap::new(),
            faults,
            confirm,
            effect,
            unsaved: true,
            status: None,
            problem,
        };
        Ok(Reply::page_with(
            &admin.own.arrival,
            status,
            &sheet.page(admin),
        ))
    }

    /// The page with what somebody else saved in the meantime.
    async fn merged(self, admin: &Admin) -> Answer {
        let theirs = stored(admin, &self.card);
        let merged = merge(&self.opened, &self.typed, &theirs);
        let key = "role-changed-meanwhile";
        let sent = Self {
            typed: merged.typed,
            opened: theirs,
            version: self.card.role.version,
            card: self.card,
        };
        let effect = match sent.role(admin) {
            Ok(role) => Some(effect_of(admin, &sent.card.role, &role).await?),
            Err(_) => None,
        };
        let sheet = Sheet {
            ground: &sent.card.ground,
            card: Some(&sent.card),
            typed: sent.typed,
            opened: sent.opened,
            version: sent.version,
            clashes: merged.clashes,
            faults: Vec::new(),
            confirm: false,
            effect,
            unsaved: true,
            status: None,
            problem: Some(Problem::new(
                admin.t(key),
                admin.t(&format!("{key}.advice")),
            )),
        };
        Ok(Reply::page_with(
            &admin.own.arrival,
            409,
            &sheet.page(admin),
        ))
    }
}

/// `POST /admin/roles/{id}`.
pub(super) async fn save(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let Some(card) = found(&admin, &id).await? else {
        return add::gone(&admin, sent).await;
    };
    // A search that was typed and not made is made first: nothing is saved that was not seen.
    let searches = sent.of("act") == "search" || sent.of("q") != sent.of("searched");
    let sent = Sent::of(&admin, card, &sent);
    if searches {
        return sent.shown(&admin, 200, (Vec::new(), false), None).await;
    }
    let role = match sent.role(&admin) {
        Ok(role) => role,
        Err(faults) => {
            let problem = Again::Faults(Vec::new()).problem(&admin);
            return sent
                .shown(&admin, 422, (faults, false), Some(problem))
                .await;
        }
    };
    if sent.typed.of("act") == "effect" {
        return sent.shown(&admin, 200, (Vec::new(), false), None).await;
    }
    if sent.typed.of("act") == "report" {
        return on_to_the_report(&admin, sent, &role).await;
    }
    saved(&admin, sent, role).await
}

/// On to whom the card concerns as it is typed. What is typed goes along in the address, and comes back with whoever looked; what is too
/// long for one stays where it is, and the report is opened beside it.
async fn on_to_the_report(admin: &Admin, sent: Sent, role: &Role) -> Answer {
    let here = address(role.id);
    let changes = difference(&sent.opened, &sent.typed);
    if changes.0.is_empty() {
        return Ok(Reply::onward(&readiness::address(&sent.card.role, role)));
    }
    let changes = changes
        .with("version", sent.version.to_string())
        .with(LOOKED, "yes");
    let back = draft::address(&admin.own, &here, &changes, |_| false);
    if let Some((_, typed)) = back.split_once('?') {
        let typed = Some(typed.to_owned());
        let report = readiness::address_from(&sent.card.role, role, typed);
        return Ok(Reply::onward(&report));
    }
    let key = "role-report-too-long";
    let problem = Problem::new(admin.t(key), admin.t(&format!("{key}.advice")));
    sent.shown(admin, 422, (Vec::new(), false), Some(problem))
        .await
}

async fn saved(admin: &Admin, sent: Sent, role: Role) -> Answer {
    let arrival = &admin.own.arrival;
    let here = address(role.id);
    let changes = difference(&sent.opened, &sent.typed).with("version", sent.version.to_string());
    let back = draft::address(&admin.own, &here, &changes, |_| false);
    let confirmed = sent.typed.of("confirm").to_owned();
    let done = administer::save_role(
        &arrival.state.app,
        arrival.organisation.id,
        role,
        (!confirmed.is_empty()).then_some(confirmed),
        &admin.by(),
    )
    .await;
    match settled(admin, &back, done).await? {
        Ok(_) => Ok(Done::CardSaved.onward(&here)),
        Err(Again::Refused(Reason::CardChanged)) => {
            // Read again: what is shown beside the typed is what stands there now.
            let card = named(admin, &sent.card.role.id.to_string()).await?;
            Sent { card, ..sent }.merged(admin).await
        }
        Err(Again::Refused(Reason::UnknownRole(_))) => add::gone(admin, sent.typed).await,
        Err(again) => {
            let confirm = matches!(again, Again::Refused(Reason::LocksOut(_)));
            let faults = faults_of(&again);
            let problem = if faults.is_empty() {
                again.problem(admin)
            } else {
                Again::Faults(Vec::new()).problem(admin)
            };
            let status = again.status();
            sent.shown(admin, status, (faults, confirm), Some(problem))
                .await
        }
    }
}

/// The fields that a refusal is about.
pub(super) fn faults_of(again: &Again) -> Vec<FieldFault> {
    let at = |field: &str, why| vec![FieldFault::new(field, why)];
    match again {
        Again::Faults(faults) => faults.clone(),
        Again::Refused(Reason::Card(fault)) => match fault {
            CardFault::Name => at("name", FieldWhy::Missing),
            CardFault::HiddenSign => at("name", FieldWhy::HiddenSign),
            CardFault::TrustedDays => at("trusted_days", FieldWhy::NoNumber),
            CardFault::GraceDays => at("grace_days", FieldWhy::NoNumber),
            CardFault::IntegratorWithTwoStep => at("two_step", FieldWhy::Said("role-integrator")),
        },
        Again::Refused(Reason::CardInUse) => at("api_integrator", FieldWhy::Said("role-in-use")),
        Again::Refused(Reason::RoleTaken(_)) => at("key", FieldWhy::Said("role-key-taken")),
        Again::Refused(Reason::MalformedKey) => at("key", FieldWhy::Said("role-key-malformed")),
        _ => Vec::new(),
    }
}

/// `POST /admin/roles/{id}/effect`: the panel alone, for the card as it is typed; nothing where it cannot be read yet, which while somebody types is no fault.
pub(super) async fn effect(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let card = named(&admin, &id).await?;
    let sent = Sent::of(&admin, card, &sent);
    let Ok(role) = sent.role(&admin) else {
        return Ok(Reply::bare(StatusCode::NO_CONTENT));
    };
    let page = EffectFragment {
        effect: effect_of(&admin, &sent.card.role, &role).await?,
        frame: admin.frame(),
    };
    Ok(Reply::page(&admin.own.arrival, &page))
}
