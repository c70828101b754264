//! The makers that an organisation takes authenticators of: their certificates, and their models.

use std::collections::BTreeMap;

use domain::message::{Bound, SettingsRefusal};
use domain::organisation::PasskeyRules;
use uuid::Uuid;
use webauthn_rs_core::proto::{AttestationCaList, AttestationCaListBuilder};

/// What cannot be read: a certificate, or the name of a model.
#[derive(Debug)]
pub(super) struct Unreadable;

/// The lists for the library, one for each certificate; none where any authenticator is taken.
///
/// The library finds a certificate by the name in it. Of two with the same name, as a maker has them while it renews its own, it would see
/// one: so it is shown each alone.
pub(super) fn lists(rules: &PasskeyRules) -> Result<Vec<AttestationCaList>, Unreadable> {
    let of = |maker: &String| of_maker(maker.as_bytes(), &rules.models);
    rules.makers.iter().map(of).collect()
}

fn of_maker(maker: &[u8], models: &[String]) -> Result<AttestationCaList, Unreadable> {
    if models.is_empty() {
        return AttestationCaList::try_from(maker).map_err(|_| Unreadable);
    }
    let mut builder = AttestationCaListBuilder::new();
    for model in models {
        let model = Uuid::try_parse(model).map_err(|_| Unreadable)?;
        builder
            .insert_device_pem(maker, model, String::new(), BTreeMap::new())
            .map_err(|_| Unreadable)?;
    }
    Ok(builder.build())
}

/// Whether every certificate can be read.
pub(super) fn check(rules: &PasskeyRules) -> Result<(), SettingsRefusal> {
    match lists(rules) {
        Ok(_) => Ok(()),
        Err(Unreadable) => Err(SettingsRefusal {
            field: "passkey_makers",
            bound: Bound::Certificate,
        }),
    }
}
