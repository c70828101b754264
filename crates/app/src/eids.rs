//! The accounts at eIDs: which organisation may ask which service, as the configuration says.

use std::sync::Arc;

use connect::eid::Eid;

use crate::{App, Fault};

/// One account, and whose it is.
pub struct EidAccount {
    /// The service's name in the configuration; a factor's `needs.service`.
    pub service: String,
    /// The slug of the organisation that it serves; nothing where it serves every one that has none of its own.
    pub organisation: Option<String>,
    /// The service.
    pub eid: Arc<dyn Eid>,
}

/// All accounts of an installation.
#[derive(Default)]
pub struct Eids(Vec<EidAccount>);

impl Eids {
    /// An installation with these accounts.
    pub const fn new(accounts: Vec<EidAccount>) -> Self {
        Self(accounts)
    }

    /// The service that this organisation asks: its own account before the one for all.
    pub fn find(&self, service: &str, slug: &str) -> Option<&Arc<dyn Eid>> {
        let of = |whose: Option<&str>| {
            self.0
                .iter()
                .find(|one| one.service == service && one.organisation.as_deref() == whose)
        };
        of(Some(slug)).or_else(|| of(None)).map(|one| &one.eid)
    }

    /// Every account, in the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &EidAccount> {
        self.0.iter()
    }

    /// The services that this organisation has an account at, by name, each once and in order.
    fn services_of(&self, slug: &str) -> Vec<String> {
        let serves = |one: &&EidAccount| one.organisation.as_deref().is_none_or(|own| own == slug);
        let names: std::collections::BTreeSet<String> = self
            .0
            .iter()
            .filter(serves)
            .map(|one| one.service.clone())
            .collect();
        names.into_iter().collect()
    }
}

/// Writes down which services each organisation has by now, so that the policy, and a preview of it, know. Told again once in a while,
/// because organisations are added while the program runs.
pub async fn note_services(app: &Arc<App>) -> Result<(), Fault> {
    let organisations = app.store.read(|tx| tx.organisations()).await?;
    for organisation in organisations {
        let services = app.eids.services_of(&organisation.slug);
        if services == organisation.services {
            continue;
        }
        let id = organisation.id;
        let unit = move |tx: &mut store::Tx| tx.set_services(id, &services);
        app.store.write(unit).await?;
    }
    Ok(())
}
