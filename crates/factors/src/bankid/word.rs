//! BankID's words and ours for where an order stands, and the sentence for each. A word nobody heard of has a sentence too.

use domain::eid::{EidFault, Hint};

use super::data::Device;

/// The order's outcome was lost, or nobody looks after it any more.
pub(super) const GONE: &str = "order-gone";
/// The person had an order open already.
pub(super) const ALREADY: &str = "already-in-progress";
/// It was cancelled from elsewhere.
pub(super) const CANCELED: &str = "eid-canceled";
/// Somebody else than the one demanded did it.
pub(super) const ANOTHERS: &str = "order-anothers";
/// BankID thinks it a fraud.
pub(super) const RISKY: &str = "order-risky";
/// The app came back to another page.
pub(super) const STRAYED: &str = "order-strayed";

/// The word for a fault, as it is kept and logged.
pub(super) fn of_fault(fault: &EidFault) -> &'static str {
    match fault {
        EidFault::AlreadyInProgress => ALREADY,
        EidFault::InvalidOrder(_) => "eid-invalid-order",
        EidFault::Canceled => CANCELED,
        EidFault::Refused { .. } => "eid-refused",
        EidFault::Misdirected { .. } => "eid-misdirected",
        EidFault::Maintenance => "eid-maintenance",
        EidFault::Busy { .. } => "eid-busy",
        EidFault::Trouble { .. } => "eid-trouble",
        EidFault::Unreachable { .. } => "eid-unreachable",
        EidFault::Tls(_) => "eid-tls",
        EidFault::Broken(_) => "eid-broken",
    }
}

/// Whether the word says that somebody else may have opened an order for this person.
pub(super) fn is_suspicious(word: &str) -> bool {
    word == ALREADY || word == CANCELED || Hint::new(word).is("cancelled")
}

/// The key of the sentence for an order that runs. `is_phone` says what shows the page.
pub(super) fn pending(hint: Option<&str>, device: Device, is_phone: bool) -> &'static str {
    let is = |word| hint.is_some_and(|hint| hint.eq_ignore_ascii_case(word));
    match device {
        _ if is("userMrtd") => "factor-bankid-pending-document",
        _ if is("userCallConfirm") => "factor-bankid-pending-call",
        _ if is("userSign") => "factor-bankid-pending-sign",
        _ if is("processing") => "factor-bankid-pending-wait",
        Device::This if is("started") && !is_phone => "factor-bankid-pending-started-computer",
        _ if is("started") => "factor-bankid-pending-started-phone",
        Device::Other if waits_for_scan(hint) => "factor-bankid-pending-scan",
        Device::This if is("noClient") => "factor-bankid-pending-open",
        Device::This if waits_for_scan(hint) => "factor-bankid-pending-start",
        _ => "factor-bankid-pending-going",
    }
}

/// Whether no app has taken the order up yet: only then is the picture of use.
pub(super) fn waits_for_scan(hint: Option<&str>) -> bool {
    hint.is_none_or(|hint| {
        ["outstandingTransaction", "noClient"]
            .iter()
            .any(|word| hint.eq_ignore_ascii_case(word))
    })
}

/// The key of the sentence for an order of which nothing came.
pub(super) fn ended(word: &str, device: Device) -> &'static str {
    match (word.to_ascii_lowercase().as_str(), device) {
        ("expiredtransaction", _) => "factor-bankid-ended-expired",
        ("certificateerr", _) => "factor-bankid-ended-blocked",
        ("usercancel", _) => "factor-bankid-ended-cancelled",
        ("cancelled" | CANCELED, _) => "factor-bankid-ended-replaced",
        ("startfailed", Device::This) => "factor-bankid-ended-no-app",
        ("startfailed", _) => "factor-bankid-ended-not-scanned",
        ("userdeclinedcall", _) => "factor-bankid-ended-no-call",
        ("notsupportedbyuserapp", _) => "factor-bankid-ended-old-app",
        ("transactionriskblocked" | RISKY, _) => "factor-bankid-ended-risk",
        (ALREADY, _) => "factor-bankid-ended-already",
        (GONE, _) => "factor-bankid-ended-gone",
        (ANOTHERS, _) => "factor-bankid-ended-anothers",
        (STRAYED, _) => "factor-bankid-ended-strayed",
        // What only the operator can mend is no business of the person's: to them it is out of reach all the same.
        (
            "eid-maintenance" | "eid-busy" | "eid-unreachable" | "eid-refused" | "eid-misdirected"
            | "eid-tls",
            _,
        ) => "factor-bankid-ended-unreachable",
        ("eid-trouble" | "eid-broken", _) => "factor-bankid-ended-trouble",
        ("eid-invalid-order", _) => "factor-bankid-ended-ours",
        _ => "factor-bankid-ended-unknown",
    }
}
