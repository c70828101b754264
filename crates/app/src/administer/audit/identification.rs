//! Hands out what is kept of an identification, to whoever has to prove it. That it was read is on record: it is somebody's name, number and
//! signature.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{IdentificationId, OrganisationId};
use domain::role::BuiltIn;
use domain::user::User;
pub use store::Identification;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, unit};

/// What is kept of this identification, and whose it is where that is known; nothing where none with this id is kept any more.
pub async fn read_identification(
    app: &Arc<App>,
    organisation: OrganisationId,
    identification: IdentificationId,
    by: &By,
) -> Result<Option<(Identification, Option<User>)>, AdministerFault> {
    let kind = EventKind::IdentificationRead;
    let work = move |tx: &mut Tx, acting: &Acting| {
        let organisation = acting.organisation();
        let Some(found) = tx.find_identification(organisation, identification)? else {
            return Ok(None);
        };
        let user = match found.user {
            Some(user) => tx.find_user(organisation, user)?,
            None => None,
        };
        let event = match found.user {
            Some(user) => acting.event_about(kind, user),
            None => acting.event(kind),
        };
        let event = event
            .with("identification", &identification)
            .with("factor", &found.proof.kind);
        tx.audit(organisation, &event, acting.now())?;
        Ok(Some((found, user)))
    };
    unit::act(app, organisation, by, BuiltIn::Audit, kind, work).await
}
