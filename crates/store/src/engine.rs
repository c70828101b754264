//! The threads on which units run: group commit on SQLite, one thread per connection on PostgreSQL.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::sync::Arc;

use crate::conn::Tally;
use crate::gate::Gate;
use crate::keys::Keyring;
use crate::tx::Entropy;

/// What all threads of one store share.
pub(crate) struct Shared {
    pub(crate) keys: Arc<Keyring>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) gate: Gate,
    pub(crate) migrate: bool,
}
