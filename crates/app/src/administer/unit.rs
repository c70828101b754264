//! A unit of administration: a refusal rolls it back and comes out as the value that it is.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use store::{ReadTx, Tx};

use super::acting::{Acting, Proof};
use super::{AdministerFault, By, Reason};
use crate::{App, Fault};

/// Does something to `organisation` that wants this right and, of a person, fresh proof. A refusal at the door commits what it told the
/// audit log; a refusal of `work` rolls everything back.
pub(super) async fn act<T: Send + 'static>(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
    right: BuiltIn,
    kind: EventKind,
    work: impl Fn(&mut Tx, &Acting) -> Result<T, AdministerFault> + Send + 'static,
) -> Result<T, AdministerFault> {
    entered(app, organisation, by, (right, Proof::Fresh), kind, work).await
}

/// The same without fresh proof: for readings that are put on record.
pub(super) async fn act_without_proof<T: Send + 'static>(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
    right: BuiltIn,
    kind: EventKind,
    work: impl Fn(&mut Tx, &Acting) -> Result<T, AdministerFault> + Send + 'static,
) -> Result<T, AdministerFault> {
    entered(app, organisation, by, (right, Proof::Standing), kind, work).await
}

async fn entered<T: Send + 'static>(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
    door: (BuiltIn, Proof),
    kind: EventKind,
    work: impl Fn(&mut Tx, &Acting) -> Result<T, AdministerFault> + Send + 'static,
) -> Result<T, AdministerFault> {
    let (inner, by) = (Arc::clone(app), by.clone());
    let unit = move |tx: &mut Tx| match Acting::enter(tx, &inner, organisation, &by, door, kind)? {
        Ok(acting) => work(tx, &acting).map(Ok).map_err(rolled_back),
        Err(reason) => Ok(Err(reason)),
    };
    match app.store.write(unit).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(reason)) => Err(AdministerFault::Refused(reason)),
        Err(fault) => Err(told(fault)),
    }
}

pub(super) async fn write<T: Send + 'static>(
    app: &App,
    unit: impl Fn(&mut Tx) -> Result<T, AdministerFault> + Send + 'static,
) -> Result<T, AdministerFault> {
    app.store
        .write(move |tx| unit(tx).map_err(rolled_back))
        .await
        .map_err(told)
}

pub(super) async fn read<T: Send + 'static>(
    app: &App,
    unit: impl Fn(&mut ReadTx) -> Result<T, AdministerFault> + Send + 'static,
) -> Result<T, AdministerFault> {
    app.store
        .read(move |tx| unit(tx).map_err(rolled_back))
        .await
        .map_err(told)
}

fn rolled_back(fault: AdministerFault) -> store::Fault {
    match fault {
        AdministerFault::Refused(reason) => store::Fault::of_unit(reason),
        AdministerFault::Failed(fault) => fault.into(),
    }
}

fn told(fault: store::Fault) -> AdministerFault {
    if let store::Fault::Unit(reason) = &fault
        && let Some(reason) = reason.downcast_ref::<Reason>()
    {
        return AdministerFault::Refused(reason.clone());
    }
    AdministerFault::Failed(Fault::Store(fault))
}
