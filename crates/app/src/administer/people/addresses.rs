//! A person's mailboxes and numbers, as those who look after people keep them.
//!
//! A new address is unconfirmed until its person proves it, or whoever adds it answers for it; a machine answers for none of somebody who has
//! used the account, or it could have the password mended to a mailbox of its own. The addresses that stood before are told of
//! every change, before it can hide itself (R32); an address that is taken away is told of that too.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::id::{AddressId, DeliveryId, OrganisationId, UserId};
use domain::message::MessageSettings;
use domain::phone::PhoneNumber;
use domain::role::BuiltIn;
use store::{Address, Channel, NewAddress, Tx};

use super::told;
use crate::administer::acting::Acting;
use crate::administer::reach::{self, Reached};
use crate::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason, checks, unit};
use crate::{App, message_settings, outbox};

/// Addresses that one person has at most.
const MOST_ADDRESSES: usize = 10;

/// What is done to a person's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressChange {
    /// Another one.
    Add {
        /// A mailbox or a number.
        channel: Channel,
        /// As it was typed.
        typed: String,
        /// Whether whoever adds it answers for it being the person's.
        confirmed: bool,
    },
    /// Whoever looks after people answers for it being the person's.
    Confirm(AddressId),
    /// It is taken away.
    Remove(AddressId),
}

impl AddressChange {
    const fn code(&self) -> &'static str {
        match self {
            Self::Add { .. } => "added",
            Self::Confirm(_) => "confirmed",
            Self::Remove(_) => "removed",
        }
    }

    /// Whether whoever does it answers for the address.
    const fn confirms(&self) -> bool {
        matches!(
            self,
            Self::Confirm(_)
                | Self::Add {
                    confirmed: true,
                    ..
                }
        )
    }
}

/// Changes somebody's addresses and tells them. The letters go where the person could be reached before.
pub async fn change_address(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    change: AddressChange,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| change_in(tx, &inner, acting, user, &change);
    let kind = EventKind::AddressChanged;
    let deliveries = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    outbox::send_aside(app, organisation, deliveries, by.now()).await?;
    Ok(())
}

fn change_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    user: UserId,
    change: &AddressChange,
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_user(organisation, user)?;
    let Reached {
        user: person,
        roles,
    } = reach::reach(tx, acting, user)?;
    if roles.iter().any(|role| role.api_integrator) {
        return Err(Reason::Machine(person.username).into());
    }
    let in_use = person.has_password || person.last_login_at.is_some();
    if change.confirms() && in_use && acting.by().is_machine() {
        return Err(Reason::AddressByMachine.into());
    }
    let before = tx.addresses_of(organisation, user)?;
    let subject = match change {
        AddressChange::Add { channel, typed, .. } => {
            read(tx, app, acting, (*channel, typed.as_str()))?
        }
        AddressChange::Confirm(id) | AddressChange::Remove(id) => {
            let found = before.iter().find(|address| address.id == *id);
            Typed::of(found.ok_or(Reason::Changed)?)
        }
    };
    let told = told::tell(
        tx,
        app,
        acting,
        &person,
        (EventKind::AddressChanged, Some(&subject.masked)),
    )?;
    match change {
        AddressChange::Add { confirmed, .. } => {
            add(tx, acting, user, &before, (&subject, *confirmed))?;
        }
        AddressChange::Confirm(id) => {
            tx.mark_verified(organisation, user, *id, acting.now())?;
        }
        AddressChange::Remove(id) => {
            tx.remove_address(organisation, user, *id)?;
            // A link that is on its way to it opens nothing any more.
            tx.spend_passes_of_user(organisation, user, acting.now())?;
        }
    }
    let mut event = acting
        .event_about(EventKind::AddressChanged, user)
        .with("channel", subject.channel.as_str())
        .with("change", change.code());
    if let AddressChange::Add { confirmed, .. } = change {
        event = event.with("confirmed", confirmed);
    }
    event.personal.target = Some(subject.masked);
    tx.audit(organisation, &event, acting.now())?;
    Ok(told)
}

/// An address in the three forms that it is kept in.
struct Typed {
    channel: Channel,
    value: String,
    canonical: String,
    masked: String,
}

impl Typed {
    fn of(address: &Address) -> Self {
        Self {
            channel: address.channel,
            value: address.value.clone(),
            canonical: String::new(),
            masked: address.masked.clone(),
        }
    }

    fn mailbox(address: &EmailAddress) -> Self {
        Self {
            channel: Channel::Email,
            value: address.as_str().to_owned(),
            canonical: address.canonical(),
            masked: address.masked(),
        }
    }

    fn number(number: &PhoneNumber, settings: &MessageSettings) -> Self {
        Self {
            channel: Channel::Phone,
            value: number.e164().to_owned(),
            canonical: number.e164().to_owned(),
            masked: number.masked(settings.shown),
        }
    }
}

fn read(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (channel, typed): (Channel, &str),
) -> Result<Typed, AdministerFault> {
    match channel {
        Channel::Email => Ok(Typed::mailbox(&checks::email(typed)?)),
        Channel::Phone => {
            let settings = message_settings::of(tx, app, acting.whole_organisation())?;
            let wrong = |refusal| {
                let fault = FieldFault::new("number", FieldWhy::Refused(refusal));
                Reason::Faults(vec![fault])
            };
            let number = PhoneNumber::parse(typed, settings.home).map_err(wrong)?;
            Ok(Typed::number(&number, &settings))
        }
    }
}

fn add(
    tx: &mut Tx,
    acting: &Acting,
    user: UserId,
    before: &[Address],
    (typed, confirmed): (&Typed, bool),
) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    if before.len() >= MOST_ADDRESSES {
        return Err(Reason::AddressesFull.into());
    }
    let taken = before.iter().any(|address| {
        address.channel == typed.channel
            && tx.is_marked(organisation, typed.channel, &typed.canonical, &address.mark)
    });
    if taken {
        return Err(Reason::AddressTaken.into());
    }
    let address = NewAddress {
        id: AddressId::draw(acting.now(), tx.random()),
        user,
        channel: typed.channel,
        value: &typed.value,
        canonical: &typed.canonical,
        masked: &typed.masked,
        verified_at: confirmed.then_some(acting.now()),
    };
    tx.insert_address(organisation, &address, acting.now())?;
    Ok(())
}
