//! The makers that an organisation takes authenticators of: their certificates, and their models.

use std::collections::BTreeMap;

use domain::message::{Bound, SettingsRefusal};
use domain::organisation::PasskeyRules;
use uuid::Uuid;
use webauthn_rs_core::proto::{AttestationCaList, AttestationCaListBuilder};

/// What cannot be read: a certificate, or the name of a model.
#[derive(Debug)]
pub(super) struct Unreadable;

/// The list for the library; `None` where any authenticator is taken.
pub(super) fn list(rules: &PasskeyRules) -> Result<Option<AttestationCaList>, Unreadable> {
    if !rules.demands_make() {
        return Ok(None);
    }
    let mut all = AttestationCaList::default();
    if rules.models.is_empty() {
        for maker in &rules.makers {
            let one = AttestationCaList::try_from(maker.as_bytes()).map_err(|_| Unreadable)?;
            all.union(&one);
        }
        return Ok(Some(all));
    }
    let mut builder = AttestationCaListBuilder::new();
    for maker in &rules.makers {
        for model in &rules.models {
            let model = Uuid::try_parse(model).map_err(|_| Unreadable)?;
            builder
                .insert_device_pem(maker.as_bytes(), model, String::new(), BTreeMap::new())
                .map_err(|_| Unreadable)?;
        }
    }
    Ok(Some(builder.build()))
}

/// Whether every certificate can be read.
pub(super) fn check(rules: &PasskeyRules) -> Result<(), SettingsRefusal> {
    match list(rules) {
        Ok(_) => Ok(()),
        Err(Unreadable) => Err(SettingsRefusal {
            field: "passkey_makers",
            bound: Bound::Certificate,
        }),
    }
}
