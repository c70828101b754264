//! SQLite: one writer thread with group commit, a few reader threads.
//!
//! Whatever waits (64 units at most) runs in one BEGIN IMMEDIATE … COMMIT, each unit in a savepoint. A unit that fails or panics is rolled
//! back alone. Nobody is told anything before COMMIT has returned; if it fails, everybody is told a fault and the file is opened anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Shared;
use crate::conn::sqlite::{Access, SqliteConn};
use crate::conn::{Conn, Engine};
use crate::fault::Fault;
use crate::gate::Passage;
use crate::migrate;
use crate::queue::Queue;
use crate::tx::{ReadTx, Tx};
use crate::unit::{Job, ReadJob, Verdict};

const GROUP: usize = 64;

/// A database file and who may make it.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) create: bool,
}

impl Shared {
    fn connect_sqlite(&self, file: &File, access: Access) -> Result<ReadTx, Fault> {
        self.gate
            .pass(|passage| self.examine_sqlite(file, passage))?;
        self.open_sqlite(&file.path, access)
    }

    fn open_sqlite(&self, path: &Path, access: Access) -> Result<ReadTx, Fault> {
        let engine = Engine::Sqlite(Box::new(SqliteConn::open(path, access)?));
        let conn = Conn::new(engine, Arc::clone(&self.tally));
        Ok(ReadTx::new(conn, Arc::clone(&self.keys)))
    }

    fn examine_sqlite(&self, file: &File, passage: Passage) -> Result<(), Fault> {
        let access = if file.create && passage == Passage::First {
            Access::Create
        } else {
            Access::Write
        };
        let mut tx = self.open_sqlite(&file.path, access)?;
        migrate::examine(tx.conn(), &self.keys, self.migrate)
    }
}

/// Whether a connection still stands on its file; a moved file shuts the gate, for the next one may be another database.
fn is_usable(shared: &Shared, tx: &mut ReadTx) -> bool {
    let usable = match &tx.conn().engine {
        Engine::Sqlite(conn) => conn.holds_its_file(),
        Engine::Postgres(_) => false,
    };
    if !usable {
        shared.gate.shut();
    }
    usable
}

pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) file: File,
    pub(crate) queue: Arc<Queue<Box<dyn Job>>>,
    pub(crate) tx: Option<Tx>,
}

impl Writer {
    /// Serves until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        loop {
            let group = self.queue.take_group(GROUP);
            if group.is_empty() {
                return self.fold_log();
            }
            self.serve(group);
        }
    }

    /// Folds the write-ahead log into the file, so that a stopped installation is one file and a copy of it is whole. The last connection
    /// to close may be a reader's, which cannot do it.
    fn fold_log(&mut self) {
        let Some(tx) = &mut self.tx else { return };
        let folded =
            sqlite(tx).and_then(|conn| conn.batch("FOLD_LOG", "PRAGMA wal_checkpoint(TRUNCATE);"));
        if let Err(fault) = folded {
            tracing::warn!(%fault, "the log was not folded into the database file");
        }
    }

    fn serve(&mut self, mut group: Vec<Box<dyn Job>>) {
        let shared = Arc::clone(&self.shared);
        let outcome = self
            .connected()
            .and_then(|tx| run_group(&shared, tx, &mut group));
        match outcome {
            Ok(verdicts) => {
                if verdicts.iter().any(is_unavailable) {
                    self.tx = None;
                }
                for (job, verdict) in group.into_iter().zip(verdicts) {
                    job.finish(verdict);
                }
            }
            Err(fault) => {
                self.tx = None;
                for job in group {
                    job.finish(Verdict::Failed(fault.clone()));
                }
            }
        }
    }

    fn connected(&mut self) -> Result<&mut Tx, Fault> {
        let standing = self
            .tx
            .take()
            .and_then(|mut tx| is_usable(&self.shared, &mut tx).then_some(tx));
        let tx = match standing {
            Some(tx) => tx,
            None => Tx::new(self.shared.connect_sqlite(&self.file, Access::Write)?),
        };
        Ok(self.tx.insert(tx))
    }
}

/// A full disk or a failed read: the next unit opens the file anew.
const fn is_unavailable(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Failed(Fault::Unavailable(_)))
}

fn sqlite(tx: &mut Tx) -> Result<&mut SqliteConn, Fault> {
    match &mut tx.conn().engine {
        Engine::Sqlite(conn) => Ok(conn),
        Engine::Postgres(_) => Err(Fault::Stopped),
    }
}

/// Runs a group in one transaction. An error means that the whole transaction is lost.
fn run_group(
    shared: &Shared,
    tx: &mut Tx,
    group: &mut [Box<dyn Job>],
) -> Result<Vec<Verdict>, Fault> {
    sqlite(tx)?.control("BEGIN IMMEDIATE")?;
    let outcome = run_units(shared, tx, group).and_then(|verdicts| {
        let any = verdicts
            .iter()
            .any(|verdict| matches!(verdict, Verdict::Done));
        sqlite(tx)?.control(if any { "COMMIT" } else { "ROLLBACK" })?;
        if any {
            shared.tally.commit();
        }
        Ok(verdicts)
    });
    if outcome.is_err() {
        let conn = sqlite(tx)?;
        if conn.is_in_transaction() {
            conn.control("ROLLBACK")?;
        }
    }
    outcome
}

fn run_units(
    shared: &Shared,
    tx: &mut Tx,
    group: &mut [Box<dyn Job>],
) -> Result<Vec<Verdict>, Fault> {
    // A unit alone needs no savepoint: where it fails, the transaction goes with it.
    let alone = group.len() == 1;
    let mut verdicts = Vec::with_capacity(group.len());
    for job in group {
        if !alone {
            sqlite(tx)?.control("SAVEPOINT unit")?;
        }
        let verdict = run_unit(shared, tx, job.as_mut());
        let conn = sqlite(tx)?;
        if !conn.is_in_transaction() {
            // SQLite rolled everything back by itself: a full disk, a failed write.
            return Err(match verdict {
                Verdict::Failed(fault) => fault,
                Verdict::Done | Verdict::DoneEarlier => Fault::Swallowed,
            });
        }
        if !alone {
            if matches!(verdict, Verdict::Failed(_)) {
                conn.control("ROLLBACK TO unit")?;
            }
            conn.control("RELEASE unit")?;
        }
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

fn run_unit(shared: &Shared, tx: &mut Tx, job: &mut dyn Job) -> Verdict {
    shared.tally.unit();
    tx.begin_unit(shared.entropy.seed());
    match job.run(tx) {
        Ok(()) if tx.conn().has_failed() => Verdict::Failed(Fault::Swallowed),
        Ok(()) => Verdict::Done,
        Err(fault) => Verdict::Failed(fault),
    }
}

pub(crate) struct Reader {
    pub(crate) shared: Arc<Shared>,
    pub(crate) file: File,
    pub(crate) queue: Arc<Queue<Box<dyn ReadJob>>>,
    pub(crate) tx: Option<ReadTx>,
}

impl Reader {
    /// Serves until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        while let Some(mut job) = self.queue.take() {
            let verdict = match self.connected() {
                Ok(tx) => {
                    tx.begin_unit();
                    job.run(tx).map_or_else(Verdict::Failed, |()| Verdict::Done)
                }
                Err(fault) => Verdict::Failed(fault),
            };
            if is_unavailable(&verdict) {
                self.tx = None;
            }
            job.finish(verdict);
        }
    }

    fn connected(&mut self) -> Result<&mut ReadTx, Fault> {
        let standing = self
            .tx
            .take()
            .and_then(|mut tx| is_usable(&self.shared, &mut tx).then_some(tx));
        let tx = match standing {
            Some(tx) => tx,
            None => self.shared.connect_sqlite(&self.file, Access::Read)?,
        };
        Ok(self.tx.insert(tx))
    }
}
