//! A new organisation with its first owner, at once: nobody could ever come into one without an owner.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::id::{AddressId, DeliveryId, UserId};
use domain::organisation::Organisation;
use domain::role::BuiltIn;
use domain::user::Username;
use store::{Channel, NewAddress, Tx};

use super::acting::Acting;
use super::add_organisation;
use super::by::Who;
use super::invite::{self, Handing, Invitation, Written};
use super::{AdministerFault, By, NewOrganisation, Reason, checks, unit};
use crate::App;

/// The first owner of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstOwner {
    /// The name to sign in with.
    pub username: String,
    /// The name for people; empty = the username.
    pub name: String,
    /// The mailbox; it counts as confirmed, because whoever founds the organisation answers for it.
    pub email: String,
    /// How the invitation reaches them.
    pub handing: Handing,
}

/// An organisation that was founded. Debug shows the invitation's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founded {
    /// The organisation.
    pub organisation: Organisation,
    /// Its owner's canonical username.
    pub owner: String,
    /// The owner's invitation.
    pub invitation: Invitation,
}

struct Checked {
    username: Username,
    name: String,
    email: EmailAddress,
    handing: Handing,
}

/// Founds an organisation: by somebody with the right over the installation, from their own session.
pub async fn found_organisation(
    app: &Arc<App>,
    new: NewOrganisation,
    owner: FirstOwner,
    by: &By,
) -> Result<Founded, AdministerFault> {
    let Who::Person(who) = by.who() else {
        return Err(Reason::NoRight.into());
    };
    let home = who.organisation.id;
    add_organisation::check(&new)?;
    let owner = check(&owner)?;
    let (inner, kind) = (Arc::clone(app), EventKind::OrganisationAdded);
    let work = move |tx: &mut Tx, acting: &Acting| {
        let organisation = add_organisation::add_in(tx, &new, acting.by())?;
        let told = acting.event(kind).with("slug", &organisation.slug);
        tx.audit(acting.organisation(), &told, acting.now())?;
        let (written, delivery) = first_owner(tx, &inner, &organisation, &owner, acting)?;
        let username = owner.username.as_str().to_owned();
        Ok((organisation, username, written, delivery))
    };
    let (organisation, owner, written, delivery) =
        unit::act(app, home, by, BuiltIn::Installation, kind, work).await?;
    let invitation = invite::hand(app, organisation.id, written, delivery, by.now()).await?;
    Ok(Founded {
        organisation,
        owner,
        invitation,
    })
}

fn check(owner: &FirstOwner) -> Result<Checked, Reason> {
    let username = Username::parse(&owner.username)?;
    let name = checks::name(if owner.name.trim().is_empty() {
        username.as_str()
    } else {
        &owner.name
    })?;
    Ok(Checked {
        username,
        name,
        email: checks::email(&owner.email)?,
        handing: owner.handing,
    })
}

fn first_owner(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    owner: &Checked,
    acting: &Acting,
) -> Result<(Written, Option<DeliveryId>), AdministerFault> {
    let now = acting.now();
    let id = UserId::draw(now, tx.random());
    let user = store::NewUser {
        id,
        username: &owner.username,
        name: &owner.name,
        language: None,
        owner: true,
        password_hash: None,
        grace_until: None,
    };
    if !tx.insert_user(organisation.id, &user, now)? {
        return Err(Reason::UsernameTaken(owner.username.as_str().to_owned()).into());
    }
    let address = NewAddress {
        id: AddressId::draw(now, tx.random()),
        user: id,
        channel: Channel::Email,
        value: owner.email.as_str(),
        canonical: &owner.email.canonical(),
        masked: &owner.email.masked(),
        verified_at: Some(now),
    };
    tx.insert_address(organisation.id, &address, now)?;
    let added = acting
        .event_about(EventKind::UserAdded, id)
        .with("owner", &true);
    tx.audit(organisation.id, &added, now)?;
    let user = tx.user(organisation.id, id)?;
    invite::invite_in(tx, app, organisation, &user, owner.handing, acting.by())
}
