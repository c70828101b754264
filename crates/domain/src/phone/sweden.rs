//! The Swedish number plan, exactly: libphonenumber counts 078 among the mobile ranges and knows neither machines nor every premium range.

use phonenumber::metadata::DATABASE;

use super::{Country, NumberClass};

/// What a Swedish number is, told by its digits behind +46; `None` where there is no such number.
pub(super) fn class(significant: &str) -> Option<NumberClass> {
    let begins = |beginnings: &[&str]| {
        beginnings
            .iter()
            .any(|beginning| significant.starts_with(beginning))
    };
    let digits = significant.len();
    // Ranges that never get a code are told apart before their length is looked at: one digit too few makes them no better.
    if begins(&["900", "939", "944", "99", "649"]) {
        return Some(NumberClass::Premium);
    }
    for (beginning, class) in [
        ("719", NumberClass::Machine),
        ("74", NumberClass::Pager),
        ("75", NumberClass::Personal),
        ("77", NumberClass::SharedCost),
        ("10", NumberClass::Company),
        ("20", NumberClass::TollFree),
    ] {
        if significant.starts_with(beginning) {
            return Some(class);
        }
    }
    if significant.starts_with('7') {
        let class = if begins(&["70", "72", "73", "76", "79"]) {
            NumberClass::Mobile
        } else {
            NumberClass::Other
        };
        return (digits == 9).then_some(class);
    }
    let known = DATABASE.by_id(Country::SWEDEN.as_str())?.descriptors();
    let is_fixed = known
        .fixed_line()
        .is_some_and(|kind| kind.is_match(significant));
    let is_number = known.general().is_match(significant);
    match (is_fixed, is_number) {
        (true, _) => Some(NumberClass::FixedLine),
        (false, true) if (7..=9).contains(&digits) => Some(NumberClass::Other),
        _ => None,
    }
}
