//! How long a message is of use, as gateways want it told.

use std::time::Duration;

/// The moment after which the message is of no use, as ISO 8601 writes it: `2026-11-21T00:05:00Z`.
pub(in crate::gateway) fn expiry(at_unix_ms: i64, lives_for: Duration) -> Option<String> {
    let for_seconds = i64::try_from(lives_for.as_secs()).ok()?;
    let at = at_unix_ms.div_euclid(1000).checked_add(for_seconds)?;
    Some(jiff::Timestamp::from_second(at).ok()?.to_string())
}

/// How long the message is of use, as an ISO 8601 duration: `PT5M`.
pub(in crate::gateway) fn duration(lives_for: Duration) -> String {
    match lives_for.as_secs().max(1) {
        seconds if seconds % 60 == 0 => format!("PT{}M", seconds / 60),
        seconds => format!("PT{seconds}S"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_told_as_a_moment_or_as_a_duration() {
        let five_minutes = Duration::from_mins(5);
        // `date -u -d @1790000300 +%FT%TZ`
        assert_eq!(
            expiry(1_790_000_000_999, five_minutes).as_deref(),
            Some("2026-09-21T14:18:20Z")
        );
        assert_eq!(expiry(i64::MAX, Duration::MAX), None);
        assert_eq!(duration(five_minutes), "PT5M");
        assert_eq!(duration(Duration::from_secs(90)), "PT90S");
        assert_eq!(duration(Duration::ZERO), "PT1S");
    }
}
