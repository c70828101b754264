//! Binds a factor to somebody by an address that an administrator answers for: the demo's people begin with codes by e-mail.
//!
//! The factor itself makes the data. It is taken through its own enrolment, and the code in its letter is read here instead of in the
//! person's mailbox; the letter is never sent. A factor that adopts a personal number is bound by it, without any page.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, OrganisationId, UserId};
use domain::personal_number::PersonalNumber;
use factors::{Adopts, Brought, Form, Letter, Line, Progress};
use store::{Channel, Tx};

use super::{AdministerFault, By, Reason, checks, unit};
use crate::asking::{self, Scene};
use crate::decision::Facts;
use crate::{App, Fault};

/// Pages that an enrolment by address may have.
const MOST_PAGES: usize = 4;

/// Enrols the factor `kind` for `user` at `address`.
pub async fn bind_authenticator(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    kind: &FactorKind,
    address: &str,
    by: &By,
) -> Result<(), AdministerFault> {
    if app.registry.find(kind).is_none() {
        return Err(Reason::UnknownFactor(kind.to_string()).into());
    }
    let (inner, kind, address, by) = (
        Arc::clone(app),
        kind.clone(),
        address.to_owned(),
        by.clone(),
    );
    unit::write(app, move |tx| {
        bind_in(tx, &inner, organisation, user, (&kind, &address), &by)
    })
    .await?;
    app.sessions.forget_user(user);
    Ok(())
}

fn bind_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    (kind, address): (&FactorKind, &str),
    by: &By,
) -> Result<(), AdministerFault> {
    let now = by.now();
    let own = tx.organisation(organisation)?;
    let person = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    let facts = Facts::read(tx, own, person, app)?;
    checks::person(&facts.user, &facts.roles)?;
    let proved = enrol(tx, app, &facts, kind, address, by)?;
    let channel = proved.channel.as_ref().and_then(|channel| {
        Channel::named(channel.medium)
            .map(|medium| tx.channel_mark(organisation, medium, &channel.address))
    });
    let row = store::NewAuthenticator {
        id: AuthenticatorId::draw(now, tx.random()),
        user,
        kind,
        label: &proved.label,
        data: &proved.data,
        data_format: proved.data_format,
        identifier: proved.identifier.as_deref(),
        channel: channel.as_ref(),
        relying_party: None,
        on_one_device: false,
        consumed_through: proved.consumed_through.unwrap_or(store::NOTHING_CONSUMED),
    };
    if !tx.insert_authenticator(organisation, &row, now)? {
        return Err(Reason::NotByAddress(kind.to_string()).into());
    }
    tx.refresh_factor_set(organisation, user)?;
    tx.audit(
        organisation,
        &by.event(EventKind::AuthenticatorEnrolled, Some(user))
            .with("factor", kind),
        now,
    )?;
    Ok(())
}

/// Takes the factor through its pages, giving the address and then whatever code it would have sent there.
fn enrol(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    kind: &FactorKind,
    address: &str,
    by: &By,
) -> Result<factors::NewAuthenticator, AdministerFault> {
    let factor = asking::factor(app, kind)?;
    let scene = Scene::set(app, tx, facts, &by.letterhead())?;
    let setting = scene.setting(by.now() + scene.code_lives_for(factor.profile()));
    if factor.adopts() == Some(Adopts::PersonalNumber) {
        let adopted = PersonalNumber::parse(address, by.now())
            .ok()
            .and_then(|number| factor.adopt(&setting, &Brought::PersonalNumber(&number)));
        return match adopted {
            Some(Ok(new)) => Ok(new),
            _ => Err(Reason::NotByAddress(kind.to_string()).into()),
        };
    }
    let mut draft = factor.begin_enrolment(&setting, &[], tx.random());
    for _ in 0..MOST_PAGES {
        let form = match code_in(&draft.letters) {
            Some(code) => Form::from_iter([("code", code)]),
            None => Form::from_iter([("address", address), ("number", address)]),
        };
        let step = factor
            .continue_enrolment(&setting, &draft.data, &form, tx.random())
            .map_err(Fault::Factor)?;
        match step {
            Progress::Show(next) => draft = next,
            Progress::Done(proved) => return Ok(proved),
            Progress::Rejected(_) => break,
        }
    }
    Err(Reason::NotByAddress(kind.to_string()).into())
}

fn code_in(letters: &[Letter]) -> Option<&str> {
    letters
        .iter()
        .flat_map(|letter| &letter.lines)
        .find_map(|line| match line {
            Line::Code(code) => Some(code.as_str()),
            Line::Text(_) => None,
        })
}
