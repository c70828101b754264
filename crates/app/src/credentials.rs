//! Machines' credentials: who calls the API, and whether the credential still stands.

use std::collections::BTreeSet;

use domain::id::{ApiCredentialId, OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use store::Tx;

use crate::Fault;

/// A machine that has shown its credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCaller {
    /// Whose organisation it is.
    pub organisation: OrganisationId,
    /// The credential that it showed.
    pub credential: ApiCredentialId,
    /// The machine's account.
    pub user: UserId,
    /// What it may do.
    pub scopes: BTreeSet<String>,
}

/// Whether the credential may still do what wants this right, as it stands in this unit.
pub(crate) fn stands(
    _tx: &mut Tx,
    _caller: &ApiCaller,
    _right: BuiltIn,
    _now: Timestamp,
) -> Result<bool, Fault> {
    Ok(false)
}
