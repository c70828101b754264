//! The one identification of a world.

use domain::eid::{Evidence, Identified, Proof, Risk};
use domain::factor::FactorKind;
use domain::id::{IdentificationId, OrganisationId, UserId};
use domain::personal_number::PersonalNumber;
use domain::time::Span;
use store::{Fault, NewIdentification, Tx};

use super::NOW;

/// What must not be found in any database in clear.
pub(crate) const PERSONAL_NUMBER: &str = "199006022397";
pub(crate) const SHOWN_NAME: &str = "Agnes Ekelund-Norrby";
pub(crate) const SIGNATURE: &str = "YS1zaWduYXR1cmUtaW4tY2xlYXI=";
pub(crate) const SHOWN_TEXT: &str = "Logga in hos Åhlund & Co";

/// For how long the world's identification is kept.
pub(crate) const KEPT_FOR: Span = Span::days(365);

/// What is kept of the world's person.
pub(crate) fn proof() -> Proof {
    let identified = Identified {
        personal_number: PersonalNumber::from_digits(PERSONAL_NUMBER).unwrap(),
        name: SHOWN_NAME.to_owned(),
        given_name: "Agnes".to_owned(),
        surname: "Ekelund-Norrby".to_owned(),
        device_ip: Some("192.0.2.7".to_owned()),
        device_id: Some("a-device".to_owned()),
        risk: Some(Risk::Low),
        issued: Some("2025-01-31".to_owned()),
        identity_document_read: false,
        evidence: Evidence {
            signature: SIGNATURE.to_owned(),
            ocsp: "b2NzcA==".to_owned(),
        },
    };
    let address = "198.51.100.9".parse().ok();
    let kind = FactorKind::new("an-eid");
    Proof::of(&kind, &identified, SHOWN_TEXT, address, NOW)
}

pub(crate) fn keep(
    tx: &mut Tx,
    org: OrganisationId,
    user: Option<UserId>,
    kept_for: Span,
) -> Result<IdentificationId, Fault> {
    let id = IdentificationId::draw(NOW, tx.random());
    let new = NewIdentification {
        id,
        user,
        proof: &proof(),
        expires_at: NOW + kept_for,
    };
    tx.insert_identification(org, &new, NOW)?;
    Ok(id)
}

pub(super) fn make_identification(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
) -> Result<IdentificationId, Fault> {
    keep(tx, org, Some(user), KEPT_FOR)
}
