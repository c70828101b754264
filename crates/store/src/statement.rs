//! Every SQL text is a named constant in one list, so that a test can prepare each on both engines.
//!
//! A text never carries a value: values are bound as `$1`, `$2`, … No text is put together at run time.

use std::sync::OnceLock;

/// One SQL text for both engines; where they have nothing in common (searching texts, unpacking a list), one for each.
pub struct Statement {
    name: &'static str,
    sql: &'static str,
    sqlite: Option<&'static str>,
    for_sqlite: OnceLock<String>,
}

impl Statement {
    /// Names a text. Aggregates use [`statements!`], which also lists it.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self {
            name,
            sql,
            sqlite: None,
            for_sqlite: OnceLock::new(),
        }
    }

    /// Names a text that each engine has in its own words. Both take the same values.
    pub const fn for_each(
        name: &'static str,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Self {
        Self {
            name,
            sql: postgres,
            sqlite: Some(sqlite),
            for_sqlite: OnceLock::new(),
        }
    }

    /// The name, as faults and tests show it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text, as PostgreSQL gets it.
    pub const fn sql(&self) -> &'static str {
        self.sql
    }

    /// The text without its row locks: SQLite has one writer and needs none.
    pub fn sql_for_sqlite(&self) -> &str {
        self.for_sqlite.get_or_init(|| {
            let mut sql = self.sqlite.unwrap_or(self.sql).to_owned();
            for lock in [" FOR SHARE", " FOR UPDATE SKIP LOCKED", " FOR UPDATE"] {
                sql = sql.replace(lock, "");
            }
            sql
        })
    }
}

/// Defines the statements of one module and lists them as `STATEMENTS`: `NAME = "…";`, or
/// `NAME = @sqlite { "…" } @postgres { "…" };`.
macro_rules! statements {
    (@one $name:ident $sql:expr) => {
        $crate::statement::Statement::new(stringify!($name), $sql)
    };
    (@each $name:ident $sqlite:expr, $postgres:expr) => {
        $crate::statement::Statement::for_each(stringify!($name), $sqlite, $postgres)
    };
    ($($(#[$doc:meta])* $name:ident = $(@sqlite { $sqlite:expr } @postgres { $postgres:expr })? $($sql:expr)?;)+) => {
        $($(#[$doc])* static $name: $crate::statement::Statement =
            $crate::statement::statements!($(@one $name $sql)? $(@each $name $sqlite, $postgres)?);)+
        /// Every statement of this module.
        pub(crate) static STATEMENTS: &[&$crate::statement::Statement] = &[$(&$name),+];
    };
}
pub(crate) use statements;

/// Every statement of the store. A module with statements has its line here; a test counts them.
#[cfg_attr(
    not(any(test, feature = "testing")),
    allow(dead_code, reason = "only tests go over all statements")
)]
pub(crate) fn all() -> impl Iterator<Item = &'static Statement> {
    [
        crate::engine::postgres::STATEMENTS,
        crate::migrate::STATEMENTS,
        crate::addresses::STATEMENTS,
        crate::api_credentials::STATEMENTS,
        crate::audit::STATEMENTS,
        crate::audit::LISTING_STATEMENTS,
        crate::audit::TRIMMING_STATEMENTS,
        crate::authenticators::STATEMENTS,
        crate::challenges::STATEMENTS,
        crate::classes::STATEMENTS,
        crate::counters::STATEMENTS,
        crate::deliveries::STATEMENTS,
        crate::figures::STATEMENTS,
        crate::erasure::STATEMENTS,
        crate::gateways::STATEMENTS,
        crate::idempotency::STATEMENTS,
        crate::identifications::STATEMENTS,
        crate::gateways::STANDING_STATEMENTS,
        crate::imports::STATEMENTS,
        crate::imports::ROW_STATEMENTS,
        crate::imports::APPLYING_STATEMENTS,
        crate::imports::CHANGE_STATEMENTS,
        crate::imports::UNDOING_STATEMENTS,
        crate::imports::EXPORTING_STATEMENTS,
        crate::grace::STATEMENTS,
        crate::jobs::STATEMENTS,
        crate::logins::STATEMENTS,
        crate::one_device::STATEMENTS,
        crate::operator::STATEMENTS,
        crate::orders::STATEMENTS,
        crate::organisations::STATEMENTS,
        crate::passes::STATEMENTS,
        crate::passes::CODE_STATEMENTS,
        crate::recovery_cases::STATEMENTS,
        crate::recovery_cases::LINK_STATEMENTS,
        crate::recovery_cases::LISTING_STATEMENTS,
        crate::people::LISTING_STATEMENTS,
        crate::people::NOTE_STATEMENTS,
        crate::people::SEARCHING_STATEMENTS,
        crate::people::STANDING_STATEMENTS,
        crate::people::TEXT_STATEMENTS,
        crate::readiness::STATEMENTS,
        crate::roles::STATEMENTS,
        crate::seals::STATEMENTS,
        crate::seals::VERIFYING_STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::settings::STATEMENTS,
        crate::single_use::STATEMENTS,
        crate::trusted_devices::STATEMENTS,
        crate::users::STATEMENTS,
        crate::views::STATEMENTS,
        crate::authenticators::ANSWER_STATEMENTS,
        crate::deliveries::CLAIMING_STATEMENTS,
        crate::deliveries::GUARDING_STATEMENTS,
        crate::deliveries::LOG_STATEMENTS,
        crate::deliveries::REPORTING_STATEMENTS,
        crate::jobs::RETENTION_STATEMENTS,
        crate::roles::ORDER_STATEMENTS,
        crate::roles::PERMISSION_STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn count_in(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap();
        let count = |path: std::path::PathBuf| {
            if path.is_dir() {
                return count_in(&path);
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let defined = |block: &str| {
                let block = block.split_once("\n}").map_or(block, |(block, _)| block);
                block.lines().filter(|line| is_definition(line)).count()
            };
            text.split("\nstatements! {").skip(1).map(defined).sum()
        };
        entries.map(|entry| count(entry.unwrap().path())).sum()
    }

    fn is_definition(line: &str) -> bool {
        line.strip_prefix("    ")
            .and_then(|line| line.split_once(" ="))
            .is_some_and(|(name, _)| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            })
    }

    #[test]
    fn every_statement_of_every_module_is_in_the_list() {
        let source = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
        assert_eq!(all().count(), count_in(source));
    }

    #[test]
    fn row_locks_are_dropped_for_sqlite_wherever_they_stand() {
        let lock = Statement::new(
            "lock",
            "INSERT INTO a SELECT b FROM c WHERE d = $1 FOR SHARE ON CONFLICT (e) DO NOTHING",
        );
        assert_eq!(
            lock.sql_for_sqlite(),
            "INSERT INTO a SELECT b FROM c WHERE d = $1 ON CONFLICT (e) DO NOTHING"
        );
        let claim = Statement::new("claim", "SELECT a FROM b FOR UPDATE SKIP LOCKED");
        assert_eq!(claim.sql_for_sqlite(), "SELECT a FROM b");
    }
}
