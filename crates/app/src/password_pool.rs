//! Argon2id in a bounded pool of threads, so that hashing cannot starve anything else.
//!
//! Each thread keeps its memory from one password to the next and gives it back when none comes for a while; beyond the queue a caller is
//! told [`Busy`] at once. The work for an unknown person is the same as for a known one: [`PasswordPool::spend`] hashes and throws away.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::password::Password;
use tokio::sync::oneshot;

use crate::password_queue::{Next, Queue, Way};

/// How long a thread without work keeps its memory.
const REST_AFTER: Duration = Duration::from_secs(10);

/// How passwords are hashed and by how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordSettings {
    /// Memory in KiB; at least 19 456 (19 MiB).
    pub memory_kib: u32,
    /// Passes; at least 2.
    pub iterations: u32,
    /// Lanes.
    pub lanes: u32,
    /// Threads that hash.
    pub threads: usize,
    /// Callers that may wait; the next one is told that we are busy.
    pub queue: usize,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            memory_kib: 19_456,
            iterations: 2,
            lanes: 1,
            threads,
            queue: 64,
        }
    }
}

/// The pool's queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more passwords wait to be checked than can be")]
pub struct Busy;

/// Settings that Argon2 refuses, or a stored hash that is none.
#[derive(Debug, thiserror::Error)]
pub enum HashFault {
    /// The parameters are out of range.
    #[error("the password hash parameters are out of range")]
    Parameters(#[from] argon2::Error),
    /// The stored text is no Argon2id hash.
    #[error("a stored password hash cannot be read")]
    Stored(#[from] argon2::password_hash::phc::Error),
    /// The stored text is a hash of another kind.
    #[error("a stored password hash is not Argon2id")]
    Foreign,
}

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// Wrong.
    Wrong,
    /// Right.
    Right,
    /// Right, and hashed under other parameters than today's: to be hashed anew.
    RightButOld,
}

enum Work {
    Hash { salt: [u8; 16] },
    Verify { stored: String },
    Spend,
}

enum Done {
    Hashed(String),
    Verified(Match),
    Spent,
}

struct Job {
    password: Password,
    work: Work,
    reply: oneshot::Sender<Result<Done, HashFault>>,
}

/// The pool.
#[derive(Clone)]
pub struct PasswordPool {
    queue: Way<Job>,
    params: Params,
}

impl PasswordPool {
    /// Starts the threads. They end when the last clone of the pool is dropped.
    pub fn start(settings: PasswordSettings) -> Result<Self, HashFault> {
        let params = Params::new(
            settings.memory_kib,
            settings.iterations,
            settings.lanes,
            Some(32),
        )?;
        let jobs = Arc::new(Queue::new(settings.queue.max(1)));
        for number in 0..settings.threads.max(1) {
            let (jobs, params) = (Arc::clone(&jobs), params.clone());
            let named = std::thread::Builder::new().name(format!("password-{number}"));
            if let Err(error) = named.spawn(move || run(&jobs, &params)) {
                tracing::error!(%error, "a password thread could not be started");
            }
        }
        let queue = Way::into(jobs);
        Ok(Self { queue, params })
    }

    /// Hashes a new password with this salt; the result is a PHC string.
    pub async fn hash(
        &self,
        password: Password,
        salt: [u8; 16],
    ) -> Result<Result<String, HashFault>, Busy> {
        Ok(match self.send(password, Work::Hash { salt }).await? {
            Ok(Done::Hashed(hash)) => Ok(hash),
            Ok(_) => Err(HashFault::Foreign),
            Err(fault) => Err(fault),
        })
    }

    /// Checks a password against a stored hash.
    pub async fn verify(
        &self,
        password: Password,
        stored: String,
    ) -> Result<Result<Match, HashFault>, Busy> {
        Ok(match self.send(password, Work::Verify { stored }).await? {
            Ok(Done::Verified(found)) => Ok(found),
            Ok(_) => Err(HashFault::Foreign),
            Err(fault) => Err(fault),
        })
    }

    /// Takes as long as [`Self::verify`], for somebody who does not exist.
    pub async fn spend(&self, password: Password) -> Result<(), Busy> {
        self.send(password, Work::Spend).await.map(drop)
    }

    /// Whether a stored hash was made under other parameters than today's.
    fn is_old(params: &Params, stored: &Params) -> bool {
        (stored.m_cost(), stored.t_cost(), stored.p_cost())
            != (params.m_cost(), params.t_cost(), params.p_cost())
    }

    async fn send(&self, password: Password, work: Work) -> Result<Result<Done, HashFault>, Busy> {
        let (reply, answer) = oneshot::channel();
        self.queue.push(Job {
            password,
            work,
            reply,
        })?;
        answer.await.map_err(|_| Busy)
    }

    /// The parameters in force.
    pub fn params(&self) -> &Params {
        &self.params
    }
}

fn run(jobs: &Queue<Job>, params: &Params) {
    let mut memory = Vec::new();
    loop {
        let rest_after = (!memory.is_empty()).then_some(REST_AFTER);
        let job = match jobs.next(rest_after) {
            Next::Job(job) => job,
            Next::Rest => {
                memory = Vec::new();
                continue;
            }
            Next::Closed => return,
        };
        // Whoever gave up waiting needs no answer, and costs nothing more.
        if job.reply.is_closed() {
            continue;
        }
        let done = perform(&job.password, job.work, params, &mut memory);
        let _ = job.reply.send(done);
    }
}

fn perform(
    password: &Password,
    work: Work,
    params: &Params,
    memory: &mut Vec<Block>,
) -> Result<Done, HashFault> {
    match work {
        Work::Hash { salt } => {
            let output = derive(password, &salt, params, memory)?;
            let (salt, output) = (Salt::new(&salt)?, Output::new(&output)?);
            let cost = format!(
                "m={},t={},p={}",
                params.m_cost(),
                params.t_cost(),
                params.p_cost()
            );
            Ok(Done::Hashed(format!(
                "$argon2id$v=19${cost}${salt}${output}"
            )))
        }
        Work::Verify { stored } => {
            let parsed = PasswordHash::new(&stored)?;
            if parsed.algorithm.as_str() != "argon2id" {
                return Err(HashFault::Foreign);
            }
            let (Some(salt), Some(expected)) = (&parsed.salt, &parsed.hash) else {
                return Err(HashFault::Foreign);
            };
            let under = Params::try_from(&parsed).map_err(|_| HashFault::Foreign)?;
            let output = Output::new(&derive(password, salt, &under, memory)?)?;
            // `Output` compares in constant time.
            Ok(Done::Verified(
                match (output == *expected, PasswordPool::is_old(params, &under)) {
                    (false, _) => Match::Wrong,
                    (true, false) => Match::Right,
                    (true, true) => Match::RightButOld,
                },
            ))
        }
        Work::Spend => derive(password, b"nobody has this!", params, memory).map(|_| Done::Spent),
    }
}

fn derive(
    password: &Password,
    salt: &[u8],
    params: &Params,
    memory: &mut Vec<Block>,
) -> Result<[u8; 32], HashFault> {
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let mut output = [0_u8; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    argon2.hash_password_into_with_memory(
        password.as_bytes(),
        salt,
        &mut output,
        memory.as_mut_slice(),
    )?;
    Ok(output)
}
