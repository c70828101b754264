//! The people of one role card, a page at a time by name, narrowed down to classes that the policy judged already.
//!
//! Which statement reads them depends on how many there are: where most people are meant, a walk along the card's list of names finds a
//! page soon; where few are, they are fetched by their class. Neither goes over everybody.

use domain::effect::Class;
use domain::id::{OrganisationId, RoleId, UserId};
use domain::time::Timestamp;
use domain::user::User;

use crate::classes::class_of;
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns, user_of};

macro_rules! person_columns {
    () => {
        concat!(
            user_columns!(),
            ", u.name_key, u.role_set, u.factor_set, u.address_set, u.owner, CASE WHEN u.suspended_at IS NULL THEN 0 ELSE 1 END,
            u.grace_until, 1"
        )
    };
}

macro_rules! class_key {
    () => {
        "CASE WHEN u.suspended_at IS NULL THEN 0 ELSE 1 END, CASE WHEN u.grace_until IS NULL THEN 0 WHEN u.grace_until <= $5 THEN 1 ELSE 2 END"
    };
}

/// The people of class `k` who have the card: a stretch of the index over classes, which ends in the two columns that `arm` narrows down.
macro_rules! of_class {
    ($arm:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            " FROM k CROSS JOIN users u WHERE u.organisation_id = $1 AND u.role_set = k.roles AND u.factor_set = k.factors
            AND u.address_set = k.addresses AND u.owner = k.owner AND ",
            $arm,
            " AND (u.name_key, u.user_id) > ($3, $4)
            AND EXISTS (SELECT 1 FROM user_roles m WHERE m.organisation_id = u.organisation_id AND m.user_id = u.user_id AND m.role_id = $2)"
        )
    };
}

macro_rules! of_classes {
    () => {
        concat!(
            " ",
            of_class!("k.suspended = 0 AND k.grace = 0 AND u.suspended_at IS NULL AND u.grace_until IS NULL"),
            " UNION ALL ",
            of_class!("k.suspended = 0 AND k.grace = 1 AND u.suspended_at IS NULL AND u.grace_until <= $5"),
            " UNION ALL ",
            of_class!("k.suspended = 0 AND k.grace = 2 AND u.suspended_at IS NULL AND u.grace_until > $5"),
            " UNION ALL ",
            of_class!("k.suspended = 1 AND u.suspended_at > 0 AND k.grace =
                CASE WHEN u.grace_until IS NULL THEN 0 WHEN u.grace_until <= $5 THEN 1 ELSE 2 END"),
            " ORDER BY name_key, user_id LIMIT $7"
        )
    };
}

statements! {
    READINESS_BY_NAME = @sqlite {
        concat!("SELECT ", person_columns!(), " FROM user_roles m
        JOIN users u ON u.organisation_id = m.organisation_id AND u.user_id = m.user_id
        WHERE m.organisation_id = $1 AND m.role_id = $2 AND (m.name_key, m.user_id) > ($3, $4)
            AND (u.role_set, u.factor_set, ", class_key!(), ") IN (SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3
                FROM json_each($6) j)
        ORDER BY m.name_key, m.user_id LIMIT $7")
    } @postgres {
        concat!("SELECT ", person_columns!(), " FROM user_roles m
        JOIN users u ON u.organisation_id = m.organisation_id AND u.user_id = m.user_id
        WHERE m.organisation_id = $1 AND m.role_id = $2 AND (m.name_key, m.user_id) > ($3, $4)
            AND (u.role_set, u.factor_set, ", class_key!(), ") IN (SELECT j.value ->> 0, j.value ->> 1, CAST(j.value ->> 2 AS INTEGER),
                CAST(j.value ->> 3 AS INTEGER) FROM jsonb_array_elements(CAST(CAST($6 AS TEXT) AS jsonb)) AS j (value))
        ORDER BY m.name_key, m.user_id LIMIT $7")
    };
    READINESS_BY_CLASS = @sqlite {
        concat!("WITH k AS (SELECT j.value ->> 0 AS roles, j.value ->> 1 AS factors, j.value ->> 2 AS suspended, j.value ->> 3 AS grace,
            j.value ->> 4 AS addresses, j.value ->> 5 AS owner FROM json_each($6) j)", of_classes!())
    } @postgres {
        concat!("WITH k AS (SELECT j.value ->> 0 AS roles, j.value ->> 1 AS factors, CAST(j.value ->> 2 AS INTEGER) AS suspended,
            CAST(j.value ->> 3 AS INTEGER) AS grace, j.value ->> 4 AS addresses, CAST(j.value ->> 5 AS INTEGER) AS owner
            FROM jsonb_array_elements(CAST(CAST($6 AS TEXT) AS jsonb)) AS j (value))", of_classes!())
    };
}

/// Somebody who has a card, and how the policy sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassedPerson {
    /// Who it is.
    pub user: User,
    /// The key that their name sorts by.
    pub name_key: String,
    /// Their class.
    pub class: Class,
}

/// The people of a card who are meant.
#[derive(Debug, Clone)]
pub struct ReadinessFilter<'a> {
    /// The card.
    pub role: RoleId,
    /// The classes that are meant.
    pub classes: &'a [Class],
    /// How many people have the card, whatever their class.
    pub of: u64,
    /// The moment that grace is compared with.
    pub now: Timestamp,
}

impl ReadinessFilter<'_> {
    /// Whether those who are meant are fewer than the walk by name would pass by until it has found a page of `limit`.
    fn is_few(&self, limit: u32) -> bool {
        let people = self.people();
        people.saturating_mul(people) <= self.of.saturating_mul(u64::from(limit))
    }

    fn people(&self) -> u64 {
        self.classes.iter().map(|class| class.people).sum()
    }

    fn keys(&self) -> String {
        let mut keys: Vec<serde_json::Value> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for class in self.classes {
            let grace = match class.grace {
                None => 0,
                Some(until) if until <= self.now => 1,
                Some(_) => 2,
            };
            let key = (
                class.roles.clone(),
                class.factors.to_string(),
                i32::from(class.suspended),
                grace,
                class.addresses.to_string(),
                i32::from(class.owner),
            );
            if seen.insert(key.clone()) {
                keys.push(serde_json::json!([
                    key.0, key.1, key.2, key.3, key.4, key.5
                ]));
            }
        }
        serde_json::Value::Array(keys).to_string()
    }
}

impl ReadTx {
    /// The people of a card who are meant, by name, behind the row `after`, at most `limit` of them.
    pub fn readiness_rows(
        &mut self,
        org: OrganisationId,
        filter: &ReadinessFilter<'_>,
        after: Option<(&str, UserId)>,
        limit: u32,
    ) -> Result<Vec<ClassedPerson>, Fault> {
        if filter.people() == 0 {
            return Ok(Vec::new());
        }
        let statement = if filter.is_few(limit) {
            &READINESS_BY_CLASS
        } else {
            &READINESS_BY_NAME
        };
        let first = UserId::from_bytes([0; 16]);
        let (name, user) = after.unwrap_or(("", first));
        let keys = filter.keys();
        let values = [
            (&org).into(),
            (&filter.role).into(),
            name.into(),
            (&user).into(),
            filter.now.into(),
            (&keys).into(),
            limit.into(),
        ];
        self.query(statement, &values)?
            .iter()
            .map(|row| {
                Ok(ClassedPerson {
                    user: user_of(row, 0)?,
                    name_key: row.text(USER_COLUMNS)?,
                    class: class_of(row, USER_COLUMNS + 1)?,
                })
            })
            .collect()
    }
}
