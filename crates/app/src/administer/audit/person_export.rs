//! Hands out everything on record about one person.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, reach, unit};
use crate::person_record::{PersonRecord, record_of};

/// What is kept of this person; that it was handed out is on record.
pub async fn begin_person_export(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    by: &By,
) -> Result<PersonRecord, AdministerFault> {
    let kind = EventKind::PersonExported;
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        reach::reach(tx, acting, user)?;
        let record = record_of(tx, &inner, acting.organisation(), user)?;
        let record = record.ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
        let event = acting.event_about(kind, user);
        tx.audit(acting.organisation(), &event, acting.now())?;
        Ok(record)
    };
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await
}
