//! A request of a machine that may be sent twice is done once: its key is taken before the work, and its answer kept for a day.
//!
//! ```text
//! key unknown ─► taken ─► work ─┬─► answered ── sent again ─► the same answer
//!                               ├─► failed, nothing changed ─► unknown again
//!                               └─► the node died ─► nobody knows: never done again under this key
//! ```

use std::future::Future;
use std::sync::Arc;

use domain::time::{Span, Timestamp};
pub use store::BodyDigest;
use store::{IdempotencyKey, KeyStanding, Tx};

use crate::credentials::ApiCaller;
use crate::{App, Fault};

/// For how long an answer is kept.
const KEPT_FOR: Span = Span::days(1);

/// How long work may take; a key that is unanswered after it lost its node.
const WORKS_FOR: Span = Span::minutes(5);

/// An answer, as it is kept and given again.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its status.
    pub status: u16,
    /// The rest of it, as whoever asked for the work writes and reads it.
    pub bytes: Vec<u8>,
}

/// What became of a request under its key.
pub enum Once {
    /// It was done now, or is answered as it was before.
    Answered(KeptAnswer),
    /// Another request was sent under this key.
    AnotherRequest,
    /// It is being done.
    UnderWay,
    /// It was begun and nobody knows how it ended: look, and use another key.
    Unknown,
}

/// Does `work` once for this key of the caller's and this request. The work and its answer come to their end if whoever asked hangs up.
pub async fn once(
    app: &Arc<App>,
    caller: &ApiCaller,
    key: &str,
    request: Vec<u8>,
    now: Timestamp,
    work: impl Future<Output = KeptAnswer> + Send + 'static,
) -> Result<Once, Fault> {
    let organisation = caller.organisation;
    let key = IdempotencyKey::of(caller.credential, key.as_bytes());
    let inner = Arc::clone(app);
    App::to_the_end(async move {
        let take = move |tx: &mut Tx| {
            if tx.take_idempotency_key(organisation, &key, &request, now, now + KEPT_FOR)? {
                return Ok(None);
            }
            tx.idempotent_request(organisation, &key, &request)
        };
        if let Some(known) = inner.store.write(take).await? {
            return Ok(of_known(known, now));
        }
        let answer = work.await;
        let kept = answer.clone();
        let settle = move |tx: &mut Tx| {
            if is_to_be_kept(kept.status) {
                tx.settle_idempotency_key(organisation, &key, kept.status, &kept.bytes)
            } else {
                tx.release_idempotency_key(organisation, &key)
            }
        };
        inner.store.write(settle).await?;
        Ok(Once::Answered(answer))
    })
    .await
}

/// Faults change nothing, and whoever waits comes again: neither is an answer to keep.
const fn is_to_be_kept(status: u16) -> bool {
    status < 500 && status != 429
}

fn of_known(known: KeyStanding, now: Timestamp) -> Once {
    match known {
        KeyStanding::AnotherRequest => Once::AnotherRequest,
        KeyStanding::Unanswered { since } if now.since(since) < WORKS_FOR => Once::UnderWay,
        KeyStanding::Unanswered { .. } => Once::Unknown,
        KeyStanding::Answered { status, answer } => Once::Answered(KeptAnswer {
            status,
            bytes: answer.to_vec(),
        }),
    }
}
