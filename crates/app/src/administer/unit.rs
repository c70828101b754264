//! A unit of administration: a refusal rolls it back and comes out as the value that it is.

use store::{ReadTx, Tx};

use super::{AdministerFault, Reason};
use crate::{App, Fault};

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
