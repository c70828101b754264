//! What a unit sees of the database: [`ReadTx`] to read, [`Tx`] to read and write.
//!
//! Their methods stand with the aggregates and are named by meaning; only those files hold SQL. Nothing here can be awaited, and nothing
//! a unit does through them outlives a rollback.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use domain::id::{AuditId, OrganisationId};
use domain::random::Random;
use domain::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::conn::Conn;
use crate::fault::Fault;
use crate::keys::Keyring;
use crate::statement::Statement;
use crate::value::{Row, Value};

/// Where a unit's random stream begins; in `server` the operating system's source, in tests a seeded one.
pub trait Entropy: Send + Sync + 'static {
    /// A fresh seed, never given twice.
    fn seed(&self) -> [u8; 32];
}

/// A unit's random stream: the same seed gives the same stream, so that a re-run draws the same ids.
pub(crate) struct UnitRandom(ChaCha20Rng);

impl UnitRandom {
    fn new(seed: [u8; 32], stream: u64) -> Self {
        let mut rng = ChaCha20Rng::from_seed(seed);
        rng.set_stream(stream);
        Self(rng)
    }
}

impl Random for UnitRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// A reading unit: each statement sees what was committed when it began.
pub struct ReadTx {
    conn: Conn,
    keys: Arc<Keyring>,
    statements: u64,
}

impl ReadTx {
    pub(crate) const fn new(conn: Conn, keys: Arc<Keyring>) -> Self {
        Self {
            conn,
            keys,
            statements: 0,
        }
    }

    pub(crate) const fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// The keys that seal and hash.
    pub(crate) fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// How many statements this unit has run so far.
    pub const fn statements(&self) -> u64 {
        self.statements
    }

    pub(crate) const fn begin_unit(&mut self) {
        self.statements = 0;
        self.conn.begin_unit();
    }

    /// All rows of a statement.
    pub(crate) fn query(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Fault> {
        self.statements += 1;
        self.conn.query(statement, values)
    }

    /// The first row of a statement, if there is one.
    pub(crate) fn find(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, Fault> {
        Ok(self.query(statement, values)?.into_iter().next())
    }

    /// The row of a statement that must have one.
    pub(crate) fn one(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Row, Fault> {
        self.find(statement, values)?.ok_or(Fault::Missing {
            statement: statement.name(),
        })
    }

    /// The database's own clock; nothing where it is this machine's.
    pub fn database_clock(&mut self) -> Result<Option<Timestamp>, Fault> {
        self.conn.clock()
    }
}

/// A writing unit: all of it is committed or nothing.
///
/// It may be run more than once, so it changes nothing outside `tx`. A statement that failed has spoilt the unit: it is rolled back even
/// if the closure goes on.
pub struct Tx {
    read: ReadTx,
    random: UnitRandom,
    audit_random: UnitRandom,
    mark: Option<(OrganisationId, AuditId)>,
}

impl Tx {
    pub(crate) fn new(read: ReadTx) -> Self {
        Self {
            read,
            random: UnitRandom::new([0; 32], 0),
            audit_random: UnitRandom::new([0; 32], 1),
            mark: None,
        }
    }

    pub(crate) fn begin_unit(&mut self, seed: [u8; 32]) {
        self.read.begin_unit();
        self.random = UnitRandom::new(seed, 0);
        self.audit_random = UnitRandom::new(seed, 1);
        self.mark = None;
    }

    /// The unit's random stream: seeded before the unit, and begun again when the unit is re-run.
    pub const fn random(&mut self) -> &mut dyn Random {
        &mut self.random
    }

    /// The id of this unit's next audit row, from a stream of its own: whatever else a re-run draws, its audit rows keep their ids.
    ///
    /// The first one marks the unit: when the answer to COMMIT is lost, its row in `audit_events` tells that the unit was committed.
    pub(crate) fn next_audit_id(
        &mut self,
        organisation: OrganisationId,
        now: Timestamp,
    ) -> AuditId {
        let id = AuditId::draw(now, &mut self.audit_random);
        self.mark.get_or_insert((organisation, id));
        id
    }

    /// The unit's first audit row, if it wrote one.
    pub(crate) const fn mark(&self) -> Option<(OrganisationId, AuditId)> {
        self.mark
    }

    /// Runs a statement and tells how many rows it changed.
    pub(crate) fn execute(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Fault> {
        self.read.statements += 1;
        self.read.conn.execute(statement, values)
    }

    /// The keys and the random stream at once, to seal with.
    pub(crate) fn keys_and_random(&mut self) -> (&Keyring, &mut dyn Random) {
        (&self.read.keys, &mut self.random)
    }
}

impl Deref for Tx {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        &self.read
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.read
    }
}
