//! A unit of work on its way: the caller's closure, its result, and whom to tell.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot::{self, Receiver, Sender};

use crate::fault::Fault;
use crate::tx::{ReadTx, Tx};

/// How a unit ended.
pub(crate) enum Verdict {
    /// The last run stands.
    Done,
    /// The run that was set aside stands: the answer to its COMMIT was lost and it was found committed.
    DoneEarlier,
    /// Nothing of it was told done.
    Failed(Fault),
}

/// A writing unit without its types.
pub(crate) trait Job: Send {
    /// Runs the closure once and keeps its result.
    fn run(&mut self, tx: &mut Tx) -> Result<(), Fault>;
    /// Keeps the last result apart while the unit is run once more.
    fn set_aside(&mut self);
    /// Tells the caller, if it still listens.
    fn finish(self: Box<Self>, verdict: Verdict);
}

/// A reading unit without its types.
pub(crate) trait ReadJob: Send {
    /// Runs the closure and keeps its result.
    fn run(&mut self, tx: &mut ReadTx) -> Result<(), Fault>;
    /// Tells the caller, if it still listens.
    fn finish(self: Box<Self>, verdict: Verdict);
}

struct Unit<F, T> {
    work: F,
    result: Option<T>,
    aside: Option<T>,
    caller: Sender<Result<T, Fault>>,
}

impl<F, T> Unit<F, T> {
    fn end(self, verdict: Verdict) {
        let result = match verdict {
            Verdict::Done => self.result.ok_or(Fault::Panicked),
            Verdict::DoneEarlier => self.aside.ok_or(Fault::Panicked),
            Verdict::Failed(fault) => Err(fault),
        };
        // A caller that hung up is no reason to undo anything.
        let _ = self.caller.send(result);
    }
}

impl<F, T> Job for Unit<F, T>
where
    F: Fn(&mut Tx) -> Result<T, Fault> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        self.result = None;
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)));
        self.result = Some(result.map_err(|_| Fault::Panicked)??);
        Ok(())
    }

    fn set_aside(&mut self) {
        if self.aside.is_none() {
            self.aside = self.result.take();
        }
    }

    fn finish(self: Box<Self>, verdict: Verdict) {
        self.end(verdict);
    }
}

struct ReadUnit<F, T>(Unit<F, T>);

impl<F, T> ReadJob for ReadUnit<F, T>
where
    F: Fn(&mut ReadTx) -> Result<T, Fault> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut ReadTx) -> Result<(), Fault> {
        self.0.result = None;
        let result = catch_unwind(AssertUnwindSafe(|| (self.0.work)(tx)));
        self.0.result = Some(result.map_err(|_| Fault::Panicked)??);
        Ok(())
    }

    fn finish(self: Box<Self>, verdict: Verdict) {
        self.0.end(verdict);
    }
}

fn unit<F, T>(work: F) -> (Unit<F, T>, Receiver<Result<T, Fault>>) {
    let (caller, answer) = oneshot::channel();
    let unit = Unit {
        work,
        result: None,
        aside: None,
        caller,
    };
    (unit, answer)
}

/// A writing unit and where its result will be heard.
pub(crate) fn writing<F, T>(work: F) -> (Box<dyn Job>, Receiver<Result<T, Fault>>)
where
    F: Fn(&mut Tx) -> Result<T, Fault> + Send + 'static,
    T: Send + 'static,
{
    let (unit, answer) = unit(work);
    (Box::new(unit), answer)
}

/// A reading unit and where its result will be heard.
pub(crate) fn reading<F, T>(work: F) -> (Box<dyn ReadJob>, Receiver<Result<T, Fault>>)
where
    F: Fn(&mut ReadTx) -> Result<T, Fault> + Send + 'static,
    T: Send + 'static,
{
    let (unit, answer) = unit(work);
    (Box::new(ReadUnit(unit)), answer)
}
