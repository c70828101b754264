//! A new person, or the account of a machine.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::id::{AddressId, DeliveryId, OrganisationId, UserId};
use domain::password::Password;
use domain::role::{Assignment, BuiltIn, MOST_TRUSTED_DAYS, Role, check_assignment};
use domain::time::{Span, Timestamp};
use domain::user::Username;
use store::{Channel, NewAddress, Tx};
use text::Language;

use super::acting::Acting;
use super::invite::{self, Handing, Invitation, Written};
use super::{AdministerFault, By, Reason, assign_role, checks, grace, reach, unit};
use crate::{App, password_check};

/// Somebody to add. No Debug: it may hold a password.
#[derive(Clone, Default)]
pub struct NewUser {
    /// The name to sign in with.
    pub username: String,
    /// The name for people; empty = the username.
    pub name: String,
    /// The mailbox; it counts as confirmed, because an administrator answers for it.
    pub email: Option<String>,
    /// The language that the person chose.
    pub language: Option<String>,
    /// Whether they own the organisation.
    pub owner: bool,
    /// The keys of their roles.
    pub roles: Vec<String>,
    /// A password that stands already (an import, the demo): normalised, and not judged.
    pub password: Option<String>,
    /// For how many days they may put off setting up a second step.
    pub grace_days: u32,
    /// How they are handed the link to their first password; `None` = not now.
    pub invitation: Option<Handing>,
}

/// Somebody who was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedUser {
    /// Their key.
    pub id: UserId,
    /// Their canonical username.
    pub username: String,
    /// The invitation.
    pub invitation: Option<Invitation>,
}

/// What was typed, checked before any unit.
struct Checked {
    username: Username,
    name: String,
    email: Option<EmailAddress>,
    language: Option<String>,
    hash: Option<String>,
    new: NewUser,
}

/// Adds somebody with their roles.
pub async fn add_user(
    app: &Arc<App>,
    organisation: OrganisationId,
    mut new: NewUser,
    by: &By,
) -> Result<AddedUser, AdministerFault> {
    let password = new
        .password
        .take()
        .map(|typed| Password::parse(&typed))
        .transpose()
        .map_err(Reason::Password)?;
    let has_password = password.is_some();
    let mut checked = check(new)?;
    if has_password && checked.new.invitation.is_some() {
        return Err(Reason::HasPassword(checked.username.as_str().to_owned()).into());
    }
    if let Some(password) = password {
        checked.hash = Some(password_check::hash(app, password).await?);
    }
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| add_in(tx, &inner, acting, &checked);
    let kind = EventKind::UserAdded;
    let (id, username, invited) =
        unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    let invitation = match invited {
        Some((written, delivery)) => {
            Some(invite::hand(app, organisation, written, delivery, by.now()).await?)
        }
        None => None,
    };
    Ok(AddedUser {
        id,
        username,
        invitation,
    })
}

fn check(new: NewUser) -> Result<Checked, Reason> {
    let username = Username::parse(&new.username)?;
    let name = checks::name(if new.name.is_empty() {
        username.as_str()
    } else {
        &new.name
    })?;
    let email = new.email.as_deref().map(checks::email).transpose()?;
    let language = match new.language.as_deref() {
        None => None,
        Some(code) => Some(
            Language::from_code(code)
                .ok_or(Reason::UnknownLanguage)?
                .code()
                .to_owned(),
        ),
    };
    if new.grace_days > MOST_TRUSTED_DAYS {
        return Err(Reason::Days);
    }
    Ok(Checked {
        username,
        name,
        email,
        language,
        hash: None,
        new,
    })
}

type Added = (UserId, String, Option<(Written, Option<DeliveryId>)>);

fn add_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    checked: &Checked,
) -> Result<Added, AdministerFault> {
    let (now, new) = (acting.now(), &checked.new);
    let own = acting.whole_organisation();
    if new.owner {
        acting.demand_owner()?;
    }
    let roles = roles(tx, app, acting, checked)?;
    let machine = roles.iter().any(|role| role.api_integrator);
    if machine && (new.owner || new.invitation.is_some()) {
        return Err(Reason::Machine(checked.username.as_str().to_owned()).into());
    }
    let id = insert(tx, own.id, checked, now)?;
    let event = acting
        .event_about(EventKind::UserAdded, id)
        .with("owner", &new.owner);
    tx.audit(own.id, &event, now)?;
    for role in &roles {
        tx.assign_role(own.id, id, role.id, now)?;
        let event = acting
            .event_about(EventKind::RoleAssigned, id)
            .with("role", &role.key)
            .with("given", &true);
        tx.audit(own.id, &event, now)?;
    }
    grace::begin_for(tx, app, own.id, id, now)?;
    let user = tx.user(own.id, id)?;
    let invited = match new.invitation {
        Some(handing) => Some(invite::invite_in(
            tx,
            app,
            own,
            &user,
            handing,
            acting.by(),
        )?),
        None => None,
    };
    Ok((id, user.username, invited))
}

/// The roles that were asked for, each checked against those before it.
fn roles(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    checked: &Checked,
) -> Result<Vec<Role>, AdministerFault> {
    let mut roles: Vec<Role> = Vec::new();
    for key in &checked.new.roles {
        let role = assign_role::named(tx, acting.organisation(), key)?;
        let assignment = Assignment {
            role: &role,
            held: &roles,
            giver_is_owner: acting.is_owner(),
            default_organisation: acting.whole_organisation().slug == app.default_organisation,
            user_has_password_or_factor: checked.hash.is_some(),
        };
        check_assignment(&assignment).map_err(Reason::Assignment)?;
        reach::may_give(tx, acting, &role)?;
        if roles.iter().all(|held| held.id != role.id) {
            roles.push(role);
        }
    }
    Ok(roles)
}

fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    checked: &Checked,
    now: Timestamp,
) -> Result<UserId, AdministerFault> {
    let id = UserId::draw(now, tx.random());
    let grace = checked.new.grace_days;
    let user = store::NewUser {
        id,
        username: &checked.username,
        name: &checked.name,
        language: checked.language.as_deref(),
        owner: checked.new.owner,
        password_hash: checked.hash.as_deref(),
        grace_until: (grace > 0).then(|| now + Span::days(i64::from(grace))),
    };
    if !tx.insert_user(organisation, &user, now)? {
        return Err(Reason::UsernameTaken(checked.username.as_str().to_owned()).into());
    }
    if let Some(email) = &checked.email {
        let address = NewAddress {
            id: AddressId::draw(now, tx.random()),
            user: id,
            channel: Channel::Email,
            value: email.as_str(),
            canonical: &email.canonical(),
            masked: &email.masked(),
            verified_at: Some(now),
        };
        tx.insert_address(organisation, &address, now)?;
    }
    Ok(id)
}
