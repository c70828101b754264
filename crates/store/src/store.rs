//! The one store: opened once, cloned freely, closed by `stop`.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use domain::time::Timestamp;

use crate::conn::location::{Location, PostgresLocation};
use crate::conn::{Counted, Tally};
use crate::engine::Shared;
use crate::engine::postgres::{Work, Worker};
use crate::engine::sqlite::{File, Reader, Writer};
use crate::fault::Fault;
use crate::gate::Gate;
use crate::keys::Keyring;
use crate::queue::Queue;
use crate::tx::{Entropy, ReadTx, Tx};
use crate::unit::{Job, ReadJob, reading, writing};

const READERS: usize = 4;
const WAITING: usize = 1024;

/// How to open a store.
#[derive(Clone)]
pub struct Settings {
    /// Where the database is.
    pub location: Location,
    /// Whether to bring its schema up to date.
    pub migrate: bool,
    /// How many units of a kind may wait before more are refused with [`Fault::Busy`].
    pub waiting: usize,
}

impl Settings {
    /// A store that migrates, with a queue of 1 024.
    pub const fn new(location: Location) -> Self {
        Self {
            location,
            migrate: true,
            waiting: WAITING,
        }
    }
}

/// That the database answers, and what it says the time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// The database server's clock; nothing where it is this machine's.
    pub database_clock: Option<Timestamp>,
}

/// Where units wait.
enum Queues {
    Sqlite {
        writes: Arc<Queue<Box<dyn Job>>>,
        reads: Arc<Queue<Box<dyn ReadJob>>>,
    },
    Postgres(Arc<Queue<Work>>),
}

impl Queues {
    fn close(&self) {
        match self {
            Self::Sqlite { writes, reads } => {
                writes.close();
                reads.close();
            }
            Self::Postgres(work) => work.close(),
        }
    }
}

struct Inner {
    queues: Queues,
    threads: Mutex<Vec<JoinHandle<()>>>,
    shared: Arc<Shared>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queues.close();
    }
}

/// The database and the threads that work on it. Clones share both.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

impl Store {
    /// Starts the threads. The database itself is opened by the first unit, so that a server comes up before its database does;
    /// [`Store::ready`] tells.
    pub fn open(
        settings: Settings,
        keys: Arc<Keyring>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, Fault> {
        let shared = Arc::new(Shared {
            keys,
            entropy,
            tally: Arc::new(Tally::default()),
            gate: Gate::default(),
            migrate: settings.migrate,
        });
        let (queues, threads) = match settings.location {
            Location::Sqlite { path, create } => {
                start_sqlite(&shared, &File { path, create }, settings.waiting)
            }
            Location::Postgres(location) => {
                start_postgres(&shared, &Arc::new(location), settings.waiting)
            }
        };
        let store = Self(Arc::new(Inner {
            queues,
            threads: Mutex::default(),
            shared,
        }));
        for thread in threads {
            store.threads().push(thread.map_err(Fault::unavailable)?);
        }
        Ok(store)
    }

    /// Runs a unit that may write, in a transaction of its own, and tells its result after COMMIT.
    ///
    /// The closure owns what it needs and runs on one of the store's threads, perhaps more than once: it changes nothing outside `tx` and
    /// never calls the store. A refusal is a value and is committed; a fault rolls back. Dropping the future does not stop the unit.
    pub async fn write<T, F>(&self, unit: F) -> Result<T, Fault>
    where
        F: Fn(&mut Tx) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = writing(unit);
        match &self.0.queues {
            Queues::Sqlite { writes, .. } => writes.push(job)?,
            Queues::Postgres(work) => work.push(Work::Write(job))?,
        }
        answer.await.map_err(|_| Fault::Stopped)?
    }

    /// Runs a unit that reads.
    pub async fn read<T, F>(&self, unit: F) -> Result<T, Fault>
    where
        F: Fn(&mut ReadTx) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = reading(unit);
        match &self.0.queues {
            Queues::Sqlite { reads, .. } => reads.push(job)?,
            Queues::Postgres(work) => work.push(Work::Read(job))?,
        }
        answer.await.map_err(|_| Fault::Stopped)?
    }

    /// Whether the database answers, has this program's schema and belongs to these keys.
    pub async fn ready(&self) -> Result<Readiness, Fault> {
        self.read(|tx| {
            let database_clock = tx.database_clock()?;
            Ok(Readiness { database_clock })
        })
        .await
    }

    /// Whether other processes may write to the same database.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.queues, Queues::Postgres(_))
    }

    /// The key ring, for cookies.
    pub fn keys(&self) -> &Keyring {
        &self.0.shared.keys
    }

    /// How much was done since the store was opened.
    pub fn counted(&self) -> Counted {
        self.0.shared.tally.counted()
    }

    fn threads(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.0
            .threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes no more units, does those that wait, and ends the threads. Blocks until they have ended.
    pub fn stop(&self) {
        self.0.queues.close();
        let threads = std::mem::take(&mut *self.threads());
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the store had panicked");
            }
        }
    }
}

type Threads = Vec<std::io::Result<JoinHandle<()>>>;

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name(name.to_owned()).spawn(work)
}

fn start_sqlite(shared: &Arc<Shared>, file: &File, waiting: usize) -> (Queues, Threads) {
    let writes = Arc::new(Queue::new(waiting));
    let reads = Arc::new(Queue::new(waiting));
    let only_writer = Writer {
        shared: Arc::clone(shared),
        file: file.clone(),
        queue: Arc::clone(&writes),
        tx: None,
    };
    let mut threads = vec![start("store-writer", move || only_writer.run())];
    for _ in 0..READERS {
        let reader = Reader {
            shared: Arc::clone(shared),
            file: file.clone(),
            queue: Arc::clone(&reads),
            tx: None,
        };
        threads.push(start("store-reader", move || reader.run()));
    }
    (Queues::Sqlite { writes, reads }, threads)
}

fn start_postgres(
    shared: &Arc<Shared>,
    location: &Arc<PostgresLocation>,
    waiting: usize,
) -> (Queues, Threads) {
    let queue = Arc::new(Queue::new(waiting));
    let connected = Arc::new(AtomicUsize::new(0));
    let threads = (0..location.connections())
        .map(|_| {
            let worker = Worker::new(
                Arc::clone(shared),
                Arc::clone(location),
                Arc::clone(&queue),
                Arc::clone(&connected),
            );
            start("store-postgres", move || worker.run())
        })
        .collect();
    (Queues::Postgres(queue), threads)
}
