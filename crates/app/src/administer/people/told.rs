//! Tells a person what was changed about how they sign in, by those who look after people: without where from, as support tells it.

use domain::audit::EventKind;
use domain::id::DeliveryId;
use domain::user::User;
use store::Tx;

use crate::administer::AdministerFault;
use crate::administer::acting::Acting;
use crate::notices::{self, Notice};
use crate::{App, Fault};

/// Puts a letter about it into the outbox, to every confirmed mailbox and number that the person has at this moment of the unit.
pub(super) fn tell(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    user: &User,
    (kind, what): (EventKind, Option<&str>),
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let notice = Notice {
        organisation: acting.whole_organisation(),
        user,
        kind,
        what,
        except: None,
    };
    let told = notices::post(tx, app, &notice, &acting.by().letterhead());
    told.map_err(Fault::into)
}
