//! Pages of people: each filter goes by an index of its own in the order of names, forwards and backwards, and what else is asked is
//! tried row by row.
//!
//! A filter by factors goes by the sets of factors that people have: the sets are found by leaping from one to the next, and a page is
//! merged from the first rows of each.

use domain::factor::FactorSet;
use domain::id::OrganisationId;
use domain::time::Timestamp;

use super::filter::{
    From, Listed, PeopleFilter, PeopleOrder, PeopleRows, PersonState, Place, fits,
};
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::{Statement, statements};
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns, user_of};
use crate::value::{Row, Value};

/// How many sets of factors one page is merged from. People have one of a handful; beyond this the list goes by name.
const MOST_SETS: usize = 16;

/// What no set of factors is called.
const NO_SET: &str = "-";

/// What a list reads of each person, behind `user_columns!`.
macro_rules! listed_columns {
    () => {
        concat!(
            user_columns!(),
            ", u.name_key, u.role_set, u.address_set, u.locked_until"
        )
    };
}
pub(super) use listed_columns;

/// What every list asks of a row beside what its index begins with: $2 the role, $3 the state, $4 the kind of factor between commas, $5 now.
/// An empty text asks for nothing.
macro_rules! asked {
    () => {
        "(CAST($2 AS BYTEA) IS NULL OR EXISTS (SELECT 1 FROM user_roles m
                WHERE m.organisation_id = u.organisation_id AND m.user_id = u.user_id AND m.role_id = $2))
            AND (CAST($4 AS TEXT) = '' OR REPLACE(',' || u.factor_set || ',', $4, '') <> ',' || u.factor_set || ',')
            AND CASE CAST($3 AS TEXT) WHEN '' THEN 1 = 1
                WHEN 'ready' THEN u.factor_set <> ''
                WHEN 'pending' THEN u.factor_set = ''
                WHEN 'late' THEN u.factor_set = '' AND COALESCE(u.grace_until, CAST($5 AS BIGINT) + 1) <= $5
                WHEN 'no-number' THEN u.address_set IN ('', 'email', 'email,phone', 'phone')
                WHEN 'never-in' THEN u.last_login_at IS NULL
                WHEN 'suspended' THEN u.suspended_at IS NOT NULL
                ELSE COALESCE(u.locked_until, 0) > $5 AND EXISTS (SELECT 1 FROM authenticators a
                    WHERE a.organisation_id = u.organisation_id AND a.user_id = u.user_id AND (a.failures >= 100 OR a.wait_until > $5))
                END"
    };
}
pub(super) use asked;

/// A page by name: $6 and $7 are where it begins, $8 how many rows.
macro_rules! by_name {
    ($where:literal, $than:literal, $sort:literal) => {
        concat!(
            "SELECT ",
            listed_columns!(),
            " FROM users u WHERE u.organisation_id = $1 AND (u.name_key, u.user_id) ",
            $than,
            " ($6, $7)",
            $where,
            " AND ",
            asked!(),
            " ORDER BY u.name_key",
            $sort,
            ", u.user_id",
            $sort,
            " LIMIT $8"
        )
    };
}

/// A page of a role's people, by the names that stand beside who has it.
macro_rules! by_role {
    ($than:literal, $sort:literal) => {
        concat!(
            "SELECT ", listed_columns!(), " FROM user_roles r JOIN users u ON u.organisation_id = r.organisation_id AND u.user_id = r.user_id
            WHERE r.organisation_id = $1 AND r.role_id = $2 AND (r.name_key, r.user_id) ", $than, " ($6, $7) AND ", asked!(),
            " ORDER BY r.name_key", $sort, ", r.user_id", $sort, " LIMIT $8"
        )
    };
}

/// A page by the last time people signed in.
macro_rules! by_last_login {
    ($than:literal, $sort:literal) => {
        concat!(
            "SELECT ",
            listed_columns!(),
            " FROM users u WHERE u.organisation_id = $1 AND COALESCE(u.last_login_at, 0) ",
            $than,
            "= $6 AND (COALESCE(u.last_login_at, 0), u.user_id) ",
            $than,
            " ($6, $7) AND ",
            asked!(),
            " ORDER BY COALESCE(u.last_login_at, 0)",
            $sort,
            ", u.user_id",
            $sort,
            " LIMIT $8"
        )
    };
}

/// The first rows of one set of factors.
macro_rules! of_set {
    ($set:literal, $than:literal, $sort:literal) => {
        concat!(
            "SELECT * FROM (SELECT ",
            listed_columns!(),
            ", u.name_key AS sort_key, u.user_id AS sort_id FROM users u
            WHERE u.organisation_id = $1 AND u.factor_set = ",
            $set,
            " AND (u.name_key, u.user_id) ",
            $than,
            " ($6, $7) AND ",
            asked!(),
            " ORDER BY u.name_key",
            $sort,
            ", u.user_id",
            $sort,
            " LIMIT $8) s"
        )
    };
}

/// A page merged from several sets of factors: $9 and on.
macro_rules! by_sets {
    ($than:literal, $sort:literal, $first:literal $(, $set:literal)*) => {
        concat!(
            of_set!($first, $than, $sort), $(" UNION ALL ", of_set!($set, $than, $sort),)*
            " ORDER BY sort_key", $sort, ", sort_id", $sort, " LIMIT $8"
        )
    };
}

statements! {
    /// Each set of factors that somebody of the organisation has, by leaping from one to the next.
    SETS_OF_FACTORS = "WITH RECURSIVE sets (factor_set) AS (
            SELECT MIN(factor_set) FROM users WHERE organisation_id = $1 AND factor_set >= ''
            UNION ALL
            SELECT (SELECT MIN(u.factor_set) FROM users u WHERE u.organisation_id = $1 AND u.factor_set > sets.factor_set) FROM sets
            WHERE sets.factor_set IS NOT NULL)
        SELECT factor_set FROM sets WHERE factor_set IS NOT NULL LIMIT 200";
    BY_NAME = by_name!("", ">", "");
    BY_NAME_BACK = by_name!("", "<", " DESC");
    BY_LAST_LOGIN = by_last_login!("<", " DESC");
    BY_LAST_LOGIN_BACK = by_last_login!(">", "");
    BY_ROLE = by_role!(">", "");
    BY_ROLE_BACK = by_role!("<", " DESC");
    BY_SETS = by_sets!(">", "", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24");
    BY_SETS_BACK = by_sets!("<", " DESC", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24");
    SUSPENDED = by_name!(" AND u.suspended_at IS NOT NULL", ">", "");
    SUSPENDED_BACK = by_name!(" AND u.suspended_at IS NOT NULL", "<", " DESC");
    NEVER_IN = by_name!(" AND u.last_login_at IS NULL", ">", "");
    NEVER_IN_BACK = by_name!(" AND u.last_login_at IS NULL", "<", " DESC");
    WITHOUT_MOBILE = by_name!(" AND u.address_set IN ('', 'email', 'email,phone', 'phone')", ">", "");
    WITHOUT_MOBILE_BACK = by_name!(" AND u.address_set IN ('', 'email', 'email,phone', 'phone')", "<", " DESC");
    LOCKED = by_name!(" AND u.locked_until IS NOT NULL", ">", "");
    LOCKED_BACK = by_name!(" AND u.locked_until IS NOT NULL", "<", " DESC");
    COUNT_PEOPLE = concat!("SELECT COUNT(*) FROM users u WHERE u.organisation_id = $1 AND ", asked!());
}

/// A list's two directions.
struct Both {
    on: &'static Statement,
    back: &'static Statement,
}

/// By which index a filter is read.
enum Way {
    /// One index; whether its key is a moment.
    Plain(Both, bool),
    /// Merged from these sets of factors.
    Sets(Vec<String>),
}

fn plain(on: &'static Statement, back: &'static Statement) -> Way {
    Way::Plain(Both { on, back }, false)
}

/// Reads `listed_columns!`.
pub(super) fn listed_of(row: &Row) -> Result<Listed, Fault> {
    let keys = |text: String| -> Vec<String> {
        let filled = text.split(',').filter(|key| !key.is_empty());
        filled.map(str::to_owned).collect()
    };
    Ok(Listed {
        user: user_of(row, 0)?,
        name_key: row.text(USER_COLUMNS)?,
        roles: keys(row.text(USER_COLUMNS + 1)?),
        addresses: keys(row.text(USER_COLUMNS + 2)?),
        locked_until: row.opt_time(USER_COLUMNS + 3)?,
    })
}

/// The kind of factor as `asked!` looks for it in a set.
pub(super) fn marked(filter: &PeopleFilter) -> String {
    filter
        .factor
        .as_ref()
        .map_or_else(String::new, |kind| format!(",{kind},"))
}

impl ReadTx {
    /// A page of the people whom this filter means, without what was typed to search for: at most `limit`, and in the list's order.
    pub(super) fn listed_people(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        order: PeopleOrder,
        from: &From,
        limit: u32,
        now: Timestamp,
    ) -> Result<PeopleRows, Fault> {
        let way = self.way_of(org, filter, order)?;
        let timed = matches!(way, Way::Plain(_, true));
        let start = Start::of(from, timed);
        let kind = marked(filter);
        let mut values: Vec<Value<'_>> = vec![
            (&org).into(),
            filter.role.as_ref().map_or(Value::Null, Value::from),
            filter.state.map_or("", PersonState::as_str).into(),
            (&kind).into(),
            now.into(),
            start.key(timed),
            (&start.user).into(),
            limit.into(),
        ];
        let statement = match &way {
            Way::Plain(both, _) => both.towards(&start),
            Way::Sets(sets) => {
                let padded = sets.iter().map(String::as_str);
                let padded = padded.chain(std::iter::repeat(NO_SET)).take(MOST_SETS);
                values.extend(padded.map(Value::from));
                Both {
                    on: &BY_SETS,
                    back: &BY_SETS_BACK,
                }
                .towards(&start)
            }
        };
        let rows = self.query(statement, &values)?;
        let mut people = rows.iter().map(listed_of).collect::<Result<Vec<_>, _>>()?;
        if start.back {
            people.reverse();
        }
        Ok(PeopleRows { people, hits: None })
    }

    /// The index that leaves least to be tried row by row.
    fn way_of(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        order: PeopleOrder,
    ) -> Result<Way, Fault> {
        if order == PeopleOrder::LastLogin {
            let both = Both {
                on: &BY_LAST_LOGIN,
                back: &BY_LAST_LOGIN_BACK,
            };
            return Ok(Way::Plain(both, true));
        }
        Ok(match filter.state {
            Some(PersonState::Locked) => plain(&LOCKED, &LOCKED_BACK),
            Some(PersonState::Suspended) => plain(&SUSPENDED, &SUSPENDED_BACK),
            _ if filter.role.is_some() => plain(&BY_ROLE, &BY_ROLE_BACK),
            Some(PersonState::NeverIn) => plain(&NEVER_IN, &NEVER_IN_BACK),
            Some(PersonState::NoMobile) => plain(&WITHOUT_MOBILE, &WITHOUT_MOBILE_BACK),
            None if filter.factor.is_none() => plain(&BY_NAME, &BY_NAME_BACK),
            state => {
                let sets = self.query(&SETS_OF_FACTORS, &[(&org).into()])?;
                let sets = sets
                    .iter()
                    .map(|row| row.text(0))
                    .collect::<Result<Vec<_>, _>>()?;
                let fitting: Vec<String> = sets
                    .into_iter()
                    .filter(|set| fits(&FactorSet::parse(set), state, filter.factor.as_ref()))
                    .collect();
                if fitting.len() > MOST_SETS {
                    plain(&BY_NAME, &BY_NAME_BACK)
                } else {
                    Way::Sets(fitting)
                }
            }
        })
    }

    /// How many people the filter means, without what was typed to search for.
    pub(super) fn count_listed(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        now: Timestamp,
    ) -> Result<i64, Fault> {
        let kind = marked(filter);
        let values = [
            (&org).into(),
            filter.role.as_ref().map_or(Value::Null, Value::from),
            filter.state.map_or("", PersonState::as_str).into(),
            (&kind).into(),
            now.into(),
        ];
        self.one(&COUNT_PEOPLE, &values)?.int(0)
    }
}

impl Both {
    const fn towards(&self, start: &Start) -> &'static Statement {
        if start.back { self.back } else { self.on }
    }
}

/// Where a page begins, as its statement takes it.
pub(super) struct Start {
    name: String,
    at: i64,
    pub(super) user: Vec<u8>,
    pub(super) back: bool,
}

impl Start {
    pub(super) fn of(from: &From, timed: bool) -> Self {
        // The latest comes first: a list by moments begins beyond the last of them.
        let (first, ends) = if timed {
            (i64::MAX, vec![0xFF; 17])
        } else {
            (0, Vec::new())
        };
        let at = |place: &Place, back| Self {
            name: place.key.clone(),
            at: place.at.unix_millis(),
            user: place.user.as_bytes().to_vec(),
            back,
        };
        match from {
            From::Start => Self {
                name: String::new(),
                at: first,
                user: ends,
                back: false,
            },
            From::Key(key) => Self {
                name: key.clone(),
                at: first,
                user: ends,
                back: false,
            },
            From::After(place) => at(place, false),
            From::Before(place) => at(place, true),
        }
    }

    pub(super) fn key(&self, timed: bool) -> Value<'_> {
        if timed {
            self.at.into()
        } else {
            (&self.name).into()
        }
    }
}
