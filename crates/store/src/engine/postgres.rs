//! PostgreSQL: one thread per connection, all taking from one queue.
//!
//! A unit is run again on a serialisation failure, a deadlock, a conflict or a connection lost before COMMIT was sent, with the same random
//! stream. When the answer to COMMIT is lost, the unit's first audit row tells whether it was committed:
//!
//! ```text
//!  BEGIN → unit → COMMIT ─ answered ────────────────────────→ told done
//!                    └── lost → reconnect → row there ───────→ told done, with the first result
//!                                   └── no row → run again, same ids → …
//! ```
//!
//! While nobody can connect, units are refused at once; each thread tries again with growing pauses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::id::{AuditId, OrganisationId};

use super::Shared;
use crate::conn::location::PostgresLocation;
use crate::conn::postgres::{PostgresConn, fault_of, is_lost};
use crate::conn::{Conn, Engine};
use crate::fault::Fault;
use crate::migrate;
use crate::queue::Queue;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::unit::{Job, ReadJob, Verdict};

const RERUNS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
const REFUSE_EVERY: Duration = Duration::from_millis(20);

statements! {
    /// Whether a unit's first audit row is there.
    MARK_IS_THERE = "SELECT 1 FROM audit_events WHERE organisation_id = $1 AND event_id = $2";
}

/// Work of either kind.
pub(crate) enum Work {
    Write(Box<dyn Job>),
    Read(Box<dyn ReadJob>),
}

impl Work {
    fn refuse(self, fault: &Fault) {
        match self {
            Self::Write(job) => job.finish(Verdict::Failed(fault.clone())),
            Self::Read(job) => job.finish(Verdict::Failed(fault.clone())),
        }
    }
}

type Mark = (OrganisationId, AuditId);

/// How one run of a unit ended.
enum Run {
    Committed,
    RolledBack(Fault),
    /// The connection went before COMMIT was sent: nothing was done.
    Lost(Fault),
    /// The connection went with the answer to COMMIT.
    AnswerLost(Fault),
}

/// What happened to a unit so far.
struct Story {
    /// The first audit row of the run whose COMMIT got no answer.
    lost_mark: Option<Mark>,
    /// Why the last run did not stand.
    fault: Fault,
}

pub(crate) struct Worker {
    pub(crate) shared: Arc<Shared>,
    pub(crate) location: Arc<PostgresLocation>,
    pub(crate) queue: Arc<Queue<Work>>,
    /// How many threads hold a connection that they believe in.
    pub(crate) connected: Arc<AtomicUsize>,
    pub(crate) tx: Option<Tx>,
    pub(crate) pause: Duration,
}

impl Worker {
    pub(crate) fn new(
        shared: Arc<Shared>,
        location: Arc<PostgresLocation>,
        queue: Arc<Queue<Work>>,
        connected: Arc<AtomicUsize>,
    ) -> Self {
        Self {
            shared,
            location,
            queue,
            connected,
            tx: None,
            pause: FIRST_PAUSE,
        }
    }

    /// Serves until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        while let Some(work) = self.queue.take() {
            match self.connect() {
                Ok(()) => match work {
                    Work::Write(job) => self.write(job),
                    Work::Read(job) => self.read(job),
                },
                Err(fault) => {
                    work.refuse(&fault);
                    self.wait_for_the_database(fault);
                }
            }
        }
    }

    fn connect(&mut self) -> Result<(), Fault> {
        if self.tx.is_some() {
            return Ok(());
        }
        let engine = Engine::Postgres(Box::new(PostgresConn::open(&self.location)?));
        let conn = Conn::new(engine, Arc::clone(&self.shared.tally));
        let mut tx = ReadTx::new(conn, Arc::clone(&self.shared.keys));
        self.shared.gate.pass(|_| {
            postgres(&mut tx)?.check_server()?;
            migrate::examine(tx.conn(), &self.shared.keys, self.shared.migrate)
        })?;
        self.tx = Some(Tx::new(tx));
        self.connected.fetch_add(1, Ordering::Relaxed);
        self.pause = FIRST_PAUSE;
        Ok(())
    }

    fn disconnect(&mut self) {
        if self.tx.take().is_some() {
            self.connected.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Tries again with growing pauses. Meanwhile, where no thread has a connection, whoever comes is refused at once.
    fn wait_for_the_database(&mut self, mut fault: Fault) {
        loop {
            let mut waited = Duration::ZERO;
            while waited < self.pause {
                if self.queue.pause(REFUSE_EVERY) {
                    return;
                }
                waited += REFUSE_EVERY;
                if self.connected.load(Ordering::Relaxed) == 0 {
                    for work in self.queue.take_all() {
                        work.refuse(&fault);
                    }
                }
            }
            match self.connect() {
                Ok(()) => return,
                Err(again) => fault = again,
            }
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn read(&mut self, mut job: Box<dyn ReadJob>) {
        let mut verdict = self.run_read(job.as_mut());
        // A connection that had gone unnoticed: the first one to find out tries once more on a fresh one.
        if matches!(verdict, Verdict::Failed(Fault::Unavailable(_))) && self.tx.is_none() {
            verdict = match self.connect() {
                Ok(()) => self.run_read(job.as_mut()),
                Err(fault) => Verdict::Failed(fault),
            };
        }
        job.finish(verdict);
    }

    fn run_read(&mut self, job: &mut dyn ReadJob) -> Verdict {
        let Some(tx) = self.tx.as_mut() else {
            return Verdict::Failed(Fault::Stopped);
        };
        ReadTx::begin_unit(tx);
        let outcome = job.run(tx);
        let gone = postgres(tx).is_ok_and(|conn| conn.is_closed());
        if gone || matches!(outcome, Err(Fault::Unavailable(_))) {
            self.disconnect();
        }
        outcome.map_or_else(Verdict::Failed, |()| Verdict::Done)
    }

    fn write(&mut self, mut job: Box<dyn Job>) {
        let verdict = self.write_through(job.as_mut());
        job.finish(verdict);
    }

    fn write_through(&mut self, job: &mut dyn Job) -> Verdict {
        let seed = self.shared.entropy.seed();
        self.shared.tally.unit();
        let mut story = Story {
            lost_mark: None,
            fault: Fault::Conflict,
        };
        for attempt in 0..=RERUNS {
            if attempt > 0 {
                self.shared.tally.rerun();
                self.queue.pause(jitter(&seed, attempt));
            }
            if let Some(verdict) = self.attempt(job, seed, &mut story) {
                return verdict;
            }
        }
        let found = self
            .connect()
            .and_then(|()| self.is_committed(story.lost_mark));
        match found {
            Ok(true) => Verdict::DoneEarlier,
            Ok(false) | Err(_) => Verdict::Failed(story.fault),
        }
    }

    /// Runs a unit once more; nothing means that it may be tried again.
    fn attempt(&mut self, job: &mut dyn Job, seed: [u8; 32], story: &mut Story) -> Option<Verdict> {
        if let Err(fault) = self.connect() {
            return Some(Verdict::Failed(fault));
        }
        match self.is_committed(story.lost_mark) {
            Ok(true) => return Some(Verdict::DoneEarlier),
            Ok(false) => {}
            Err(fault) => {
                self.disconnect();
                story.fault = fault;
                return None;
            }
        }
        let (run, mark) = self.run_once(job, seed, story.lost_mark);
        let (fault, may_help) = match run {
            Run::Committed => return Some(Verdict::Done),
            Run::RolledBack(fault) => {
                if matches!(fault, Fault::Unavailable(_)) {
                    // It may have become read-only, or full: the next unit gets a fresh one.
                    self.disconnect();
                }
                let may_help = story.lost_mark.is_some() || matches!(fault, Fault::Conflict);
                (fault, may_help)
            }
            Run::Lost(fault) => {
                self.disconnect();
                let may_help = fault.is_passing();
                (fault, may_help)
            }
            Run::AnswerLost(fault) => {
                self.disconnect();
                job.set_aside();
                story.lost_mark = story.lost_mark.or(mark);
                (fault, mark.is_some())
            }
        };
        story.fault = fault;
        (!may_help).then(|| Verdict::Failed(story.fault.clone()))
    }

    fn is_committed(&mut self, lost: Option<Mark>) -> Result<bool, Fault> {
        let (Some((organisation, id)), Some(tx)) = (lost, self.tx.as_mut()) else {
            return Ok(false);
        };
        let found = tx.find(&MARK_IS_THERE, &[(&organisation).into(), (&id).into()])?;
        Ok(found.is_some())
    }

    fn run_once(
        &mut self,
        job: &mut dyn Job,
        seed: [u8; 32],
        lost: Option<Mark>,
    ) -> (Run, Option<Mark>) {
        let Some(tx) = self.tx.as_mut() else {
            return (Run::RolledBack(Fault::Stopped), None);
        };
        tx.begin_unit(seed);
        let outcome = control(tx, "BEGIN ISOLATION LEVEL READ COMMITTED")
            .map_err(|error| fault_of("BEGIN", error))
            .and_then(|()| job.run(tx));
        let mark = tx.mark();
        let outcome = outcome.and_then(|()| {
            if tx.conn().has_failed() {
                Err(Fault::Swallowed)
            } else if lost.is_some() && mark != lost {
                // The first run may be committed still; a run that could not collide with it must not be told.
                Err(Fault::Conflict)
            } else {
                Ok(())
            }
        });
        let run = match outcome {
            Ok(()) => commit(&self.shared, tx),
            Err(fault) => roll_back(tx, fault),
        };
        (run, mark)
    }
}

fn postgres(tx: &mut ReadTx) -> Result<&mut PostgresConn, Fault> {
    match &mut tx.conn().engine {
        Engine::Postgres(conn) => Ok(conn),
        Engine::Sqlite(_) => Err(Fault::Stopped),
    }
}

fn control(tx: &mut Tx, sql: &'static str) -> Result<(), ::postgres::Error> {
    match &mut tx.conn().engine {
        Engine::Postgres(conn) => conn.control(sql),
        Engine::Sqlite(_) => Ok(()),
    }
}

fn commit(shared: &Shared, tx: &mut Tx) -> Run {
    match control(tx, "COMMIT") {
        Ok(()) => {
            shared.tally.commit();
            Run::Committed
        }
        Err(error) if is_lost(&error) => Run::AnswerLost(Fault::unavailable(error)),
        Err(error) => Run::RolledBack(fault_of("COMMIT", error)),
    }
}

fn roll_back(tx: &mut Tx, fault: Fault) -> Run {
    let gone = control(tx, "ROLLBACK").is_err() || postgres(tx).is_ok_and(|conn| conn.is_closed());
    if gone {
        Run::Lost(fault)
    } else {
        Run::RolledBack(fault)
    }
}

/// Between 1 and 64 ms, growing, and different for each unit, so that units which met once do not meet again.
fn jitter(seed: &[u8; 32], attempt: u32) -> Duration {
    let drawn = u64::from(seed[attempt as usize % seed.len()]);
    let most = 4_u64 << attempt.min(4);
    Duration::from_millis(1 + drawn % most)
}
