//! A page of people: one statement for the people, one for their mailboxes, one for the names of roles.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;
use store::{From, Listed, Mailbox, PeopleFilter, PeopleOrder, Place, ReadTx, RoleHeading};

use crate::App;
use crate::administer::{AdministerFault, unit};

/// People on one page.
pub const PEOPLE_ON_A_PAGE: u32 = 50;

/// One page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The people, in the list's order.
    pub people: Vec<Listed>,
    /// Their first mailboxes.
    pub mailboxes: BTreeMap<UserId, Mailbox>,
    /// The role cards of the organisation.
    pub roles: Vec<RoleHeading>,
    /// How many a search found, up to one more than [`store::MOST_HITS`].
    pub hits: Option<i64>,
    /// Where the page before this one ends, if there is one.
    pub before: Option<Place>,
    /// Where the next page begins, if there is one.
    pub after: Option<Place>,
}

/// The people whom `filter` means, a page at a time, from `from` on: at most `limit`, and never more than a page.
pub async fn list(
    app: &Arc<App>,
    organisation: OrganisationId,
    filter: &PeopleFilter,
    order: PeopleOrder,
    from: &From,
    limit: u32,
    now: Timestamp,
) -> Result<PeoplePage, AdministerFault> {
    let (filter, from) = (filter.clone(), from.clone());
    let limit = limit.clamp(1, 500);
    let unit = move |tx: &mut ReadTx| {
        let mut rows = tx.people(organisation, &filter, order, &from, limit + 1, now)?;
        let more = rows.people.len() > limit as usize;
        let back = matches!(from, From::Before(_));
        if more && back {
            rows.people.remove(0);
        }
        rows.people.truncate(limit as usize);
        let people = rows.people;
        let ids: Vec<UserId> = people.iter().map(|one| one.user.id).collect();
        let mailboxes = tx.mailboxes_of(organisation, &ids)?;
        let roles = tx.role_headings(organisation)?;
        // Whence one came, there is more; whither one goes, one row more than shown tells.
        let (has_before, has_after) = match from {
            From::Start => (false, more),
            From::Key(_) | From::After(_) => (true, more),
            From::Before(_) => (more, true),
        };
        let place = |one: Option<&Listed>| one.map(Listed::place);
        Ok(PeoplePage {
            before: place(people.first()).filter(|_| has_before),
            after: place(people.last()).filter(|_| has_after),
            people,
            mailboxes,
            roles,
            hits: rows.hits,
        })
    };
    unit::read(app, unit).await
}
