//! A new credential for a machine's account.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::scope::Scopes;

use super::issue::{self, CreatedCredential, Issuing};
use crate::App;
use crate::administer::{AdministerFault, By, checks, unit};

/// A credential to make.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// The machine's account.
    pub user: UserId,
    /// What people call it.
    pub label: String,
    /// What it may do.
    pub scopes: Scopes,
    /// For how many days it is good: 1 to [`super::LONGEST_CREDENTIAL_DAYS`].
    pub days: u32,
}

/// Makes a credential. Its secret is in the answer and nowhere else.
pub async fn create_credential(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewCredential,
    by: &By,
) -> Result<CreatedCredential, AdministerFault> {
    let label = checks::name(&new.label)?;
    let expires_at = issue::end_of(by.now(), new.days)?;
    let kind = EventKind::ApiCredentialCreated;
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Clients,
        kind,
        move |tx, acting| {
            issue::may_give(tx, acting, &new.scopes)?;
            issue::machine(tx, acting, new.user)?;
            let issuing = Issuing {
                user: new.user,
                label: &label,
                scopes: &new.scopes,
                expires_at,
                replaces: None,
            };
            let created = issue::issue(tx, acting, &issuing)?;
            let event = acting
                .event_about(kind, new.user)
                .with("credential", &created.id)
                .with("scopes", &new.scopes);
            tx.audit(organisation, &event, acting.now())?;
            Ok(created)
        },
    )
    .await
}
