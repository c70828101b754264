//! Pieces of SQL that several statements share. They hold names and numbers known when the program is built, never a value.

/// A list of columns, each behind the same prefix: `columns!("u.": user_id, name)` is `u.user_id, u.name`.
macro_rules! columns {
    ($prefix:literal: $first:ident $(, $other:ident)* $(,)?) => {
        concat!($prefix, stringify!($first) $(, ", ", $prefix, stringify!($other))*)
    };
}
pub(crate) use columns;

/// Until when the next answer waits, `$beyond` being how many failures there are beyond the first that makes it wait.
///
/// This is `domain::lockout::wait_after` in SQL; a test holds the two equal.
macro_rules! wait_until {
    (beyond: $beyond:literal, now: $now:literal) => {
        concat!(
            "CASE WHEN ", $beyond, " < 0 THEN 0 ELSE CAST(", $now, " AS BIGINT) + CASE ", $beyond,
            " WHEN 0 THEN 30000 WHEN 1 THEN 60000 WHEN 2 THEN 120000 WHEN 3 THEN 240000 WHEN 4 THEN 480000",
            " WHEN 5 THEN 960000 WHEN 6 THEN 1920000 ELSE 3600000 END END"
        )
    };
}
pub(crate) use wait_until;
