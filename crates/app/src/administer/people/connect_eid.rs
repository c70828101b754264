//! Connects somebody's eID by their personal number, which whoever looks after people answers for.
//!
//! The number is sealed and hashed by its factor's own data; the log and every page have it masked. Whose it is, where it is somebody else's
//! already, is told to nobody. A machine answers for nobody once the account is in use, and nobody connects their own here: they show it.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, DeliveryId, OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::personal_number::PersonalNumber;
use domain::refusal::Refusal;
use domain::role::BuiltIn;
use factors::{Adopts, Brought};
use store::Tx;

use super::told;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason, checks, reach, unit};
use crate::asking::{self, Scene};
use crate::decision::Facts;
use crate::{App, outbox};

/// The kinds of eID that can be connected by a personal number here: the organisation has their service and allows them.
pub fn connectable(app: &App, organisation: &Organisation) -> Vec<FactorKind> {
    let allowed = organisation.rules.allowed_factors.as_ref();
    app.registry
        .iter()
        .filter(|factor| factor.adopts() == Some(Adopts::PersonalNumber))
        .map(|factor| factor.profile())
        .filter(|profile| organisation.carries(profile))
        .filter(|profile| allowed.is_none_or(|allowed| allowed.contains(&profile.kind)))
        .map(|profile| profile.kind.clone())
        .collect()
}

/// Connects the eID of whoever has the number that was `typed`.
pub async fn connect_eid(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    (kind, typed): (FactorKind, &str),
    by: &By,
) -> Result<(), AdministerFault> {
    let number = PersonalNumber::parse(typed.trim(), by.now()).map_err(|fault| {
        let why = FieldWhy::Said(fault.code());
        Reason::Faults(vec![FieldFault::new("personal-number", why)])
    });
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        connect_in(tx, &inner, acting, user, (&kind, number.clone()))
    };
    let told = EventKind::AuthenticatorEnrolled;
    let deliveries = unit::act(app, organisation, by, BuiltIn::People, told, work).await?;
    app.sessions.forget_user(user);
    outbox::send_aside(app, organisation, deliveries, by.now()).await?;
    Ok(())
}

fn connect_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    user: UserId,
    (kind, number): (&FactorKind, Result<PersonalNumber, Reason>),
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let (organisation, now) = (acting.whole_organisation(), acting.now());
    tx.lock_user(organisation.id, user)?;
    let person = reach::reach(tx, acting, user)?;
    if !connectable(app, organisation).contains(kind) {
        return Err(Reason::UnknownFactor(kind.to_string()).into());
    }
    checks::person(&person.user, &person.roles)?;
    if acting.user() == Some(user) {
        return Err(Reason::OwnAccount.into());
    }
    let in_use = person.user.has_password || person.user.last_login_at.is_some();
    if in_use && acting.by().is_machine() {
        return Err(Reason::EidByMachine.into());
    }
    let number = number?;
    let facts = Facts::read(tx, organisation.clone(), person.user, app)?;
    let factor = asking::factor(app, kind)?;
    let own = &facts.authenticators;
    let has = own.iter().filter(|own| own.kind == *kind).count();
    if has >= factor.profile().most_per_user as usize {
        return Err(Reason::EidConnected(facts.user.username.clone()).into());
    }
    let scene = Scene::set(app, tx, &facts, &acting.by().letterhead())?;
    let setting = scene.setting(now);
    let adopted = factor.adopt(&setting, &Brought::PersonalNumber(&number));
    let unknown = || Reason::UnknownFactor(kind.to_string());
    let bound = adopted.ok_or_else(unknown)?.map_err(Reason::Refused)?;
    let id = AuthenticatorId::draw(now, tx.random());
    let row = store::NewAuthenticator {
        id,
        user,
        kind,
        label: &bound.label,
        data: &bound.data,
        data_format: bound.data_format,
        identifier: bound.identifier.as_deref(),
        channel: None,
        relying_party: None,
        on_one_device: false,
        consumed_through: bound.consumed_through.unwrap_or(store::NOTHING_CONSUMED),
    };
    if !tx.insert_authenticator(organisation.id, &row, now)? {
        return Err(Reason::Refused(Refusal::IdentityTaken).into());
    }
    tx.refresh_factor_set(organisation.id, user)?;
    let mut event = acting
        .event_about(EventKind::AuthenticatorEnrolled, user)
        .with("authenticator", &id)
        .with("factor", kind);
    event.personal.target = Some(number.masked());
    tx.audit(organisation.id, &event, now)?;
    let about = (EventKind::AuthenticatorEnrolled, Some(bound.label.as_str()));
    told::tell(tx, app, acting, &facts.user, about)
}
