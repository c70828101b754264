//! Verifies a log, from its first seal or from one of the newest, in the memory of one seal.

use domain::audit::verify::{Finding, Signature, StoredSeal, Tally};
use domain::id::OrganisationId;
use store::{ReadTx, SealVerified, SealedHead};

use crate::{App, Fault};

/// How often a seal is looked at again before something is said to be wrong with it: rows may be leaving it lawfully at that moment.
const LOOKS: usize = 3;

/// How many rows that await sealing are counted.
const MOST_UNSEALED: u32 = 100_000;

/// How much of a log is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The newest seals, so many.
    Newest(i64),
}

/// What a log turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// What was gone through.
    pub tally: Tally,
    /// The number of the first seal that was looked at; nothing where there is none.
    pub first: Option<i64>,
    /// The last seal that was found in order.
    pub last: Option<Verified>,
    /// The first thing that is not as it was.
    pub finding: Option<Finding>,
    /// How many rows await sealing.
    pub unsealed: i64,
    /// The head that it was compared with, by the number of its seal.
    pub compared_with: Option<i64>,
}

/// A seal that was found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Its number.
    pub no: i64,
    /// How many rows were sealed in all up to it.
    pub total: i64,
    /// Its root.
    pub root: [u8; 32],
}

/// Verifies this organisation's log, against the head that was kept elsewhere where there is one.
pub async fn verify(
    app: &App,
    organisation: OrganisationId,
    extent: Extent,
    head: Option<&SealedHead>,
) -> Result<Verification, Fault> {
    let mut previous = beginning(app, organisation, extent).await?;
    let mut verification = Verification {
        tally: Tally::default(),
        first: None,
        last: None,
        finding: None,
        unsealed: 0,
        compared_with: head.map(|head| head.no),
    };
    loop {
        match next(app, organisation, previous.clone()).await? {
            SealVerified::Fine(seal, tally) => {
                verification.tally.add(&tally);
                verification.first.get_or_insert(seal.seal.no);
                verification.finding = differs(head, &seal);
                verification.last = Some(Verified {
                    no: seal.seal.no,
                    total: seal.seal.total,
                    root: seal.root,
                });
                previous = Some(*seal);
            }
            SealVerified::Found(finding) => verification.finding = Some(finding),
            SealVerified::End => {
                verification.finding =
                    at_the_end(app, organisation, previous.as_ref(), head).await?;
                // A seal that was made in the meantime explains what strays beyond the last one.
                if let Some(Finding::SealMissing { seal }) = verification.finding
                    && has_seal(app, organisation, seal).await?
                {
                    continue;
                }
                break;
            }
        }
        if verification.finding.is_some() {
            break;
        }
    }
    let count = move |tx: &mut ReadTx| tx.count_unsealed(organisation, MOST_UNSEALED);
    verification.unsealed = app.store.read(count).await?;
    Ok(verification)
}

/// The seal that the first one to be verified follows.
async fn beginning(
    app: &App,
    organisation: OrganisationId,
    extent: Extent,
) -> Result<Option<StoredSeal>, Fault> {
    let Extent::Newest(seals) = extent else {
        return Ok(None);
    };
    let unit = move |tx: &mut ReadTx| {
        let Some(last) = tx.sealed_head(organisation)? else {
            return Ok(None);
        };
        match last.no.saturating_sub(seals) {
            before @ 1.. => tx.stored_seal_at(organisation, before),
            _ => Ok(None),
        }
    };
    Ok(app.store.read(unit).await?)
}

async fn next(
    app: &App,
    organisation: OrganisationId,
    previous: Option<StoredSeal>,
) -> Result<SealVerified, Fault> {
    let mut looked = SealVerified::End;
    for _ in 0..LOOKS {
        let previous = previous.clone();
        let unit = move |tx: &mut ReadTx| tx.verify_seal_after(organisation, previous.as_ref());
        looked = app.store.read(unit).await?;
        if !matches!(looked, SealVerified::Found(_)) {
            break;
        }
    }
    Ok(looked)
}

fn differs(head: Option<&SealedHead>, seal: &StoredSeal) -> Option<Finding> {
    let head = head.filter(|head| head.no == seal.seal.no)?;
    (head.root != seal.root || head.total != seal.seal.total)
        .then_some(Finding::HeadDiffers { seal: seal.seal.no })
}

async fn has_seal(app: &App, organisation: OrganisationId, no: i64) -> Result<bool, Fault> {
    let unit = move |tx: &mut ReadTx| tx.stored_seal_at(organisation, no);
    let seal = app.store.read(unit).await?;
    Ok(seal.is_some_and(|seal| seal.seal.no == no))
}

/// What is wrong beyond the last seal: what was cut off there, and what strays.
async fn at_the_end(
    app: &App,
    organisation: OrganisationId,
    last: Option<&StoredSeal>,
    head: Option<&SealedHead>,
) -> Result<Option<Finding>, Fault> {
    let (no, total) = last.map_or((0, 0), |last| (last.seal.no, last.seal.total));
    let kept = head.cloned();
    let unit = move |tx: &mut ReadTx| -> Result<Option<Finding>, store::Fault> {
        if let Some(seal) = tx.stray_seal(organisation)? {
            return Ok(Some(Finding::SealChanged { seal }));
        }
        if let Some(row) = tx.stray_row(organisation, no)? {
            let missing = row.seal == no + 1;
            return Ok(Some(if missing {
                Finding::SealMissing { seal: no + 1 }
            } else {
                Finding::RowInserted {
                    seal: row.seal,
                    id: row.id,
                }
            }));
        }
        let Some(head) = &kept else { return Ok(None) };
        if tx.head_signature(&head.root, &head.signature) != Signature::Good {
            return Ok(Some(Finding::HeadForged));
        }
        if head.no > no {
            return Ok(Some(Finding::CutOff {
                last: no,
                head: head.no,
                rows: head.total.saturating_sub(total),
            }));
        }
        let there = tx.stored_seal_at(organisation, head.no)?;
        let same = there.is_some_and(|there| there.root == head.root);
        Ok((!same).then_some(Finding::HeadDiffers { seal: head.no }))
    };
    Ok(app.store.read(unit).await?)
}
