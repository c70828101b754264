//! Filters of the list of people that somebody keeps for themselves, under names of their own. Sealed: what is searched for may be a name.

use domain::id::{OrganisationId, PeopleViewId, UserId};
use domain::time::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::keys::Place;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

const TABLE: &str = "people_views";

statements! {
    PEOPLE_VIEWS = "SELECT view_id, content FROM people_views WHERE organisation_id = $1 AND user_id = $2 ORDER BY view_id";
    INSERT_PEOPLE_VIEW = "INSERT INTO people_views (organisation_id, view_id, user_id, content, created_at) VALUES ($1, $2, $3, $4, $5)";
    REMOVE_PEOPLE_VIEW = "DELETE FROM people_views WHERE organisation_id = $1 AND user_id = $2 AND view_id = $3";
}

/// A filter that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleView {
    /// Its key.
    pub id: PeopleViewId,
    /// What its owner calls it.
    pub name: String,
    /// The filter, as the address of the list names it.
    pub query: String,
}

#[derive(Deserialize)]
struct Content {
    name: String,
    query: String,
}

const fn place<'a>(org: &'a OrganisationId, view: &'a PeopleViewId, user: &'a UserId) -> Place<'a> {
    Place {
        organisation: org,
        table: TABLE,
        row: view.as_bytes(),
        user: Some(user),
        column: "content",
    }
}

impl ReadTx {
    /// The filters that this person keeps, the oldest first.
    pub fn people_views(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Vec<PeopleView>, Fault> {
        let rows = self.query(&PEOPLE_VIEWS, &[(&org).into(), (&user).into()])?;
        let view = |row: &crate::value::Row| {
            let id = row.id(0)?;
            let opened = self.keys().open(place(&org, &id, &user), &row.blob(1)?)?;
            let Content { name, query } =
                serde_json::from_slice(&opened).map_err(|_| row.corrupt(1))?;
            Ok(PeopleView { id, name, query })
        };
        rows.iter().map(view).collect()
    }
}

impl Tx {
    /// Keeps a filter for this person. How many they keep is the caller's to see to.
    pub fn insert_people_view(
        &mut self,
        org: OrganisationId,
        user: UserId,
        view: &PeopleView,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let content = json!({ "name": view.name, "query": view.query }).to_string();
        let (keys, random) = self.keys_and_random();
        let content = keys.seal(place(&org, &view.id, &user), content.as_bytes(), random)?;
        let values = [
            (&org).into(),
            (&view.id).into(),
            (&user).into(),
            (&content).into(),
            now.into(),
        ];
        self.execute(&INSERT_PEOPLE_VIEW, &values).map(|_| ())
    }

    /// Forgets a filter of this person's. False: they keep no such one.
    pub fn remove_people_view(
        &mut self,
        org: OrganisationId,
        user: UserId,
        view: PeopleViewId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&view).into()];
        Ok(self.execute(&REMOVE_PEOPLE_VIEW, &values)? == 1)
    }
}
