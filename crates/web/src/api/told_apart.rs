//! A table on its way through, and what was seen of it. It is read as it comes and once only, so its digest is known when it was read: it is
//! kept beside the answer, and a request that is sent again under the same key shows by it whether it is the same one.

use std::sync::{Arc, Mutex, PoisonError};

use app::idempotency::BodyDigest;
use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt as _};
use http_body_util::BodyExt as _;

/// Bytes of what is kept: how many were read, whether that was all, and their digest.
const KEPT: usize = 8 + 1 + 32;

/// What was read of a table so far.
#[derive(Clone, Default)]
pub(super) struct Tally(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    digest: BodyDigest,
    bytes: u64,
    whole: bool,
}

impl Tally {
    /// The same table, noted down as it is read.
    pub(super) fn watch(&self, body: Body) -> Body {
        let reading = (body.into_data_stream(), self.clone());
        Body::from_stream(stream::unfold(reading, |(mut body, tally)| async move {
            let piece = body.next().await;
            match &piece {
                Some(Ok(piece)) => tally.note(piece),
                Some(Err(_)) => {}
                None => tally.end(),
            }
            piece.map(|piece| (piece, (body, tally)))
        }))
    }

    fn note(&self, piece: &Bytes) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.digest.add(piece);
        seen.bytes += piece.len() as u64;
    }

    fn end(&self) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.whole = true;
    }

    /// What was seen, to be kept before the answer.
    pub(super) fn before(&self, answer: &[u8]) -> Vec<u8> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let head = seen.bytes.to_be_bytes();
        [
            head.as_slice(),
            &[u8::from(seen.whole)],
            &seen.digest.value(),
            answer,
        ]
        .concat()
    }
}

/// What was kept of the first request's table, and the answer after it.
pub(super) fn apart(kept: &[u8]) -> Option<(&[u8], &[u8])> {
    kept.split_at_checked(KEPT)
}

/// Whether this table is the one that was read: all of it, or as much as was read of it before it was refused.
pub(super) async fn is_same(mut body: Body, kept: &[u8]) -> bool {
    let Some((head, rest)) = kept.split_first_chunk::<8>() else {
        return false;
    };
    let Some((whole, digest)) = rest.split_first() else {
        return false;
    };
    let mut left = u64::from_be_bytes(*head);
    let mut own = BodyDigest::default();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return false };
        let Some(piece) = frame.data_ref() else {
            continue;
        };
        let here = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
        own.add(&piece[..here]);
        left -= here as u64;
        if here < piece.len() && *whole == 1 {
            return false;
        }
        if left == 0 && *whole == 0 {
            break;
        }
    }
    left == 0 && own.value().as_slice() == digest
}
