//! The day on which a card begins to ask: written as a date, meant as the midnight that opens it where the installation is.

use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The date as its field holds it.
pub(super) fn written(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.and_then(|at| jiff::Timestamp::from_millisecond(at.unix_millis()).ok())
        .map_or_else(String::new, |at| zone.to_datetime(at).date().to_string())
}

/// What stands in the field: nothing for at once.
pub(super) fn read(typed: &str, zone: &TimeZone) -> Result<Option<Timestamp>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    let date: Date = typed.parse().map_err(|_| ())?;
    if !(2000..=2200).contains(&date.year()) {
        return Err(());
    }
    let opens = date.to_zoned(zone.clone()).map_err(|_| ())?;
    Ok(Some(Timestamp::from_unix_millis(
        opens.timestamp().as_millisecond(),
    )))
}
