//! People as an administrator finds them: listed, filtered, searched. What they are found by is kept beside them and is rewritten by the
//! unit that changes it.
//!
//! No list walks over everybody: each filter has an index in the order of names, and pages begin where the last one ended.

mod filter;
mod listing;
mod notes;
mod searching;
mod standing;
pub(crate) mod texts;

use domain::id::OrganisationId;
use domain::time::Timestamp;
use domain::user::search_words;

use crate::fault::Fault;
use crate::tx::ReadTx;

pub use filter::{From, Listed, PeopleFilter, PeopleOrder, PeopleRows, PersonState, Place};
pub(crate) use listing::STATEMENTS as LISTING_STATEMENTS;
pub use notes::PersonNote;
pub(crate) use notes::STATEMENTS as NOTE_STATEMENTS;
pub use searching::MOST_HITS;
pub(crate) use searching::STATEMENTS as SEARCHING_STATEMENTS;
pub use standing::Mailbox;
pub(crate) use standing::STATEMENTS as STANDING_STATEMENTS;
pub(crate) use texts::STATEMENTS as TEXT_STATEMENTS;

impl ReadTx {
    /// A page of the people whom this filter means, at most `limit`. A search is always sorted by name.
    pub fn people(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        order: PeopleOrder,
        from: &From,
        limit: u32,
        now: Timestamp,
    ) -> Result<PeopleRows, Fault> {
        if search_words(&filter.search).is_empty() {
            self.listed_people(org, filter, order, from, limit, now)
        } else {
            self.searched_people(org, filter, from, limit, now)
        }
    }

    /// How many people the filter means; of a search, up to one more than [`MOST_HITS`]. This one statement goes over all that the
    /// organisation has: it is for what is about to be done to all of them.
    pub fn count_people(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        now: Timestamp,
    ) -> Result<i64, Fault> {
        if search_words(&filter.search).is_empty() {
            self.count_listed(org, filter, now)
        } else {
            let found = self.searched_people(org, filter, &From::Start, 1, now)?;
            Ok(found.hits.unwrap_or_default())
        }
    }
}
