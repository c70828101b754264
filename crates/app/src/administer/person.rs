//! People and the accounts of machines: added, listed, suspended.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::email::EmailAddress;
use domain::id::{AddressId, OrganisationId, UserId};
use domain::role::{Assignment, Role, check_assignment};
use domain::time::Timestamp;
use domain::user::{User, Username};
use store::{Channel, NewAddress, NewUser, ReadTx, Tx};

use super::denied::{Administered, Denied, line};
use crate::App;

/// How many people are read at a time.
const PAGE: u32 = 500;

/// Somebody to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The name to sign in with.
    pub username: String,
    /// The name for people.
    pub name: String,
    /// The e-mail address. The operator vouches for it, so it counts as verified.
    pub email: Option<String>,
    /// Whether they own the organisation.
    pub owner: bool,
    /// The keys of their roles.
    pub roles: Vec<String>,
}

/// A new person whose words were checked.
#[derive(Clone)]
struct Checked {
    username: Username,
    name: String,
    email: Option<EmailAddress>,
    owner: bool,
    roles: Vec<String>,
}

impl Checked {
    fn of(new: NewPerson) -> Result<Self, Denied> {
        let email = new.email.as_deref().map(EmailAddress::parse).transpose()?;
        Ok(Self {
            username: Username::parse(&new.username)?,
            name: line(&new.name, "a person's name", 100)?,
            email,
            owner: new.owner,
            roles: new.roles,
        })
    }
}

/// Adds somebody without a password; [`super::invite`] lets them choose one.
pub async fn add_person(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewPerson,
    now: Timestamp,
) -> Administered<UserId> {
    let new = match Checked::of(new) {
        Ok(new) => new,
        Err(denied) => return Ok(Err(denied)),
    };
    let default_slug = app.default_organisation.clone();
    let unit = move |tx: &mut Tx| {
        // Everything is looked up before anything is written: a denial commits, and must leave nothing behind.
        let is_default = tx.organisation(organisation)?.slug == default_slug;
        let roles = match roles_for(tx, organisation, &new, is_default)? {
            Ok(roles) => roles,
            Err(denied) => return Ok(Err(denied)),
        };
        let user = UserId::draw(now, tx.random());
        let row = NewUser {
            id: user,
            username: &new.username,
            name: &new.name,
            language: None,
            owner: new.owner,
            password_hash: None,
            grace_until: None,
        };
        if !tx.insert_user(organisation, &row, now)? {
            return Ok(Err(Denied::UsernameTaken(new.username.as_str().to_owned())));
        }
        if let Some(email) = &new.email {
            let address = NewAddress {
                id: AddressId::draw(now, tx.random()),
                user,
                channel: Channel::Email,
                value: email.as_str(),
                canonical: &email.canonical(),
                masked: &email.masked(),
                verified_at: Some(now),
            };
            tx.insert_address(organisation, &address, now)?;
        }
        let added = Event::by_operator(EventKind::UserAdded, Some(user)).with("owner", &new.owner);
        tx.audit(organisation, &added, now)?;
        for role in &roles {
            tx.assign_role(organisation, user, role.id, now)?;
            let assigned = Event::by_operator(EventKind::RoleAssigned, Some(user)).with("role", &role.key);
            tx.audit(organisation, &assigned, now)?;
        }
        Ok(Ok(user))
    };
    Ok(app.store.write(unit).await?)
}

/// The roles of a new person, each of which may be given beside those before it.
fn roles_for(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    new: &Checked,
    default_organisation: bool,
) -> Result<Result<Vec<Role>, Denied>, store::Fault> {
    let mut held: Vec<Role> = Vec::new();
    for key in &new.roles {
        let Some(role) = tx.find_role_by_key(organisation, key)? else {
            return Ok(Err(Denied::RoleUnknown(key.clone())));
        };
        if held.iter().any(|other| other.id == role.id) {
            continue;
        }
        if new.owner && role.api_integrator {
            return Ok(Err(Denied::MachineOwner));
        }
        let assignment = Assignment {
            role: &role,
            held: &held,
            giver_is_owner: true,
            default_organisation,
            user_has_password_or_factor: false,
        };
        if let Err(fault) = check_assignment(&assignment) {
            return Ok(Err(fault.into()));
        }
        held.push(role);
    }
    Ok(Ok(held))
}

/// Somebody in a list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// The person.
    pub user: User,
    /// The keys of their roles.
    pub roles: Vec<String>,
}

/// All people of an organisation, by username, read page by page.
pub async fn people(app: &Arc<App>, organisation: OrganisationId) -> Result<Vec<PersonLine>, crate::Fault> {
    let mut all: Vec<PersonLine> = Vec::new();
    loop {
        let after = all.last().map(|line| line.user.username.clone());
        let unit = move |tx: &mut ReadTx| tx.users_with_roles(organisation, after.as_deref(), PAGE);
        let page = app.store.read(unit).await?;
        let is_last = page.len() < PAGE as usize;
        all.extend(page.into_iter().map(|(user, roles)| PersonLine { user, roles }));
        if is_last {
            return Ok(all);
        }
    }
}

/// The person with this username.
pub async fn find_person(app: &Arc<App>, organisation: OrganisationId, username: &str) -> Administered<User> {
    let username = match Username::parse(username) {
        Ok(username) => username,
        Err(malformed) => return Ok(Err(malformed.into())),
    };
    let unit = move |tx: &mut ReadTx| {
        let found = tx.find_account_by_username(organisation, username.as_str())?;
        Ok(found
            .map(|account| account.user)
            .ok_or_else(|| Denied::PersonUnknown(username.as_str().to_owned())))
    };
    Ok(app.store.read(unit).await?)
}

/// Lets somebody no longer in and ends their sessions, or lets them in again. The last owner stays.
pub async fn suspend_person(
    app: &Arc<App>,
    organisation: OrganisationId,
    person: &User,
    suspended: bool,
    now: Timestamp,
) -> Administered<()> {
    let (user, username) = (person.id, person.username.clone());
    let unit = move |tx: &mut Tx| {
        let today = tx.user(organisation, user)?;
        if today.suspended_at.is_some() == suspended {
            return Ok(Ok(()));
        }
        if suspended && today.owner && tx.count_owners(organisation)? <= 1 {
            return Ok(Err(Denied::LastOwner(username.clone())));
        }
        tx.set_suspended(organisation, user, suspended.then_some(now))?;
        if suspended {
            tx.remove_sessions_of_user(organisation, user, None)?;
            tx.refuse_logins_of_user(organisation, user, None)?;
            tx.spend_passes_of_user(organisation, user, now)?;
        }
        let event = Event::by_operator(EventKind::UserSuspended, Some(user)).with("suspended", &suspended);
        tx.audit(organisation, &event, now)?;
        Ok(Ok(()))
    };
    Ok(app.store.write(unit).await?)
}
