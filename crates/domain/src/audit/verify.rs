//! Whether a log is what was sealed: one seal after the other, each with its rows, and the first thing that is not as it was.
//!
//! Everything is handed in, a seal at a time, so that a log of any length is verified in the memory of one seal. What stands in the
//! database proves itself against everything but its own end: rows and seals that were cut off there together are missed only by a head that
//! was kept elsewhere.

use std::collections::BTreeMap;

use super::chain::{BEGINNING, Gone, Hash, MOST_ROWS, Seal, rows_root};
use super::personal::Proof;
use crate::id::AuditId;
use crate::time::{Span, Timestamp};

/// A row that was sealed so long after it happened is counted as late: somebody may have put it in, or nobody sealed for a while.
const LATE_AFTER: Span = Span::hours(1);

/// What a signature turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// It is of a key that we know.
    Good,
    /// It is not of the key that it names.
    Bad,
    /// It names a key that we do not know. A database opens only with every key that it was ever used with, so it is as good as bad.
    UnknownKey,
}

/// A seal as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSeal {
    /// What it says.
    pub seal: Seal,
    /// The root that stands beside it.
    pub root: Hash,
    /// Whether the root is signed.
    pub signature: Signature,
    /// How many of its rows are said to be gone.
    pub removed: i64,
    /// Which of them.
    pub gone: Gone,
    /// Whether that is signed; `None` where nothing is gone and nothing signed.
    pub gone_signature: Option<Signature>,
}

/// A row as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// Its key, where it can be read.
    pub id: Option<AuditId>,
    /// Its place in the seal.
    pub place: Option<i64>,
    /// Its leaf as it is now; `None` where it cannot be read.
    pub leaf: Option<Hash>,
    /// What its personal part proves to be, the address beside it included.
    pub personal: Proof,
    /// When it says that it happened.
    pub at: Timestamp,
}

/// The first thing that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A seal is missing.
    SealMissing {
        /// Its number.
        seal: i64,
    },
    /// A seal does not say what it said, or does not follow the one before it.
    SealChanged {
        /// Its number.
        seal: i64,
    },
    /// A seal's signature is not of our key.
    SealForged {
        /// Its number.
        seal: i64,
    },
    /// The list of a seal's leaves is missing or is not the one that was sealed.
    LeavesChanged {
        /// The seal's number.
        seal: i64,
    },
    /// Rows are said to have been removed in their time, and nobody with the key said so.
    RemovalForged {
        /// The seal's number.
        seal: i64,
    },
    /// A row does not say what it said.
    RowChanged {
        /// The seal's number.
        seal: i64,
        /// The row's place in it, from one.
        place: i64,
        /// The row.
        id: Option<AuditId>,
    },
    /// A row's personal part does not say what it said.
    PersonalChanged {
        /// The seal's number.
        seal: i64,
        /// The row's place in it, from one.
        place: i64,
        /// The row.
        id: Option<AuditId>,
    },
    /// A row's personal part was erased, and nobody who was erased has to do with it.
    PersonalErased {
        /// The seal's number.
        seal: i64,
        /// The row's place in it, from one.
        place: i64,
        /// The row.
        id: Option<AuditId>,
    },
    /// A row is missing.
    RowRemoved {
        /// The seal's number.
        seal: i64,
        /// Its place, from one.
        place: i64,
        /// The row before it.
        after: Option<AuditId>,
    },
    /// A row stands in another row's place.
    RowMoved {
        /// The seal's number.
        seal: i64,
        /// Where it was sealed, from one.
        place: i64,
        /// The row.
        id: Option<AuditId>,
    },
    /// There is a row that was not sealed here.
    RowInserted {
        /// The seal's number.
        seal: i64,
        /// The row.
        id: Option<AuditId>,
    },
    /// The log ends before the head that was kept elsewhere.
    CutOff {
        /// The last seal that is there.
        last: i64,
        /// The seal of the head.
        head: i64,
        /// How many rows are missing.
        rows: i64,
    },
    /// A seal is another one than the head that was kept elsewhere says.
    HeadDiffers {
        /// The seal's number.
        seal: i64,
    },
    /// The head that was kept elsewhere is not signed by our key.
    HeadForged,
}

impl Finding {
    /// The stable code: of the JSON that the command line prints, and `audit-finding-<code>` in the catalogues.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SealMissing { .. } => "seal-missing",
            Self::SealChanged { .. } => "seal-changed",
            Self::SealForged { .. } => "seal-forged",
            Self::LeavesChanged { .. } => "leaves-changed",
            Self::RemovalForged { .. } => "removal-forged",
            Self::RowChanged { .. } => "row-changed",
            Self::PersonalChanged { .. } => "personal-changed",
            Self::PersonalErased { .. } => "personal-erased",
            Self::RowRemoved { .. } => "row-removed",
            Self::RowMoved { .. } => "row-moved",
            Self::RowInserted { .. } => "row-inserted",
            Self::CutOff { .. } => "cut-off",
            Self::HeadDiffers { .. } => "head-differs",
            Self::HeadForged => "head-forged",
        }
    }

    /// Every code.
    pub const CODES: [&'static str; 14] = [
        "seal-missing",
        "seal-changed",
        "seal-forged",
        "leaves-changed",
        "removal-forged",
        "row-changed",
        "personal-changed",
        "personal-erased",
        "row-removed",
        "row-moved",
        "row-inserted",
        "cut-off",
        "head-differs",
        "head-forged",
    ];

    /// The seal that it is about, where it is about one.
    pub const fn seal(&self) -> Option<i64> {
        match self {
            Self::SealMissing { seal }
            | Self::SealChanged { seal }
            | Self::SealForged { seal }
            | Self::LeavesChanged { seal }
            | Self::RemovalForged { seal }
            | Self::RowChanged { seal, .. }
            | Self::PersonalChanged { seal, .. }
            | Self::PersonalErased { seal, .. }
            | Self::RowRemoved { seal, .. }
            | Self::RowMoved { seal, .. }
            | Self::RowInserted { seal, .. }
            | Self::HeadDiffers { seal } => Some(*seal),
            Self::CutOff { head, .. } => Some(*head),
            Self::HeadForged => None,
        }
    }

    /// The row that it is about: its place, and its key where it is there. For a missing one, the key of the row before it.
    pub const fn row(&self) -> (Option<i64>, Option<AuditId>) {
        match self {
            Self::RowChanged { place, id, .. }
            | Self::PersonalChanged { place, id, .. }
            | Self::PersonalErased { place, id, .. }
            | Self::RowMoved { place, id, .. } => (Some(*place), *id),
            Self::RowRemoved { place, after, .. } => (Some(*place), *after),
            Self::RowInserted { id, .. } => (None, *id),
            _ => (None, None),
        }
    }
}

/// What was gone through so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Seals.
    pub seals: i64,
    /// Rows that are there.
    pub rows: i64,
    /// Rows that were removed because their time was over.
    pub gone: i64,
    /// Rows whose personal part was erased.
    pub erased: i64,
    /// Rows whose address was erased.
    pub without_address: i64,
    /// Rows that were sealed more than an hour after they say that they happened.
    pub late: i64,
}

impl Tally {
    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.seals += other.seals;
        self.rows += other.rows;
        self.gone += other.gone;
        self.erased += other.erased;
        self.without_address += other.without_address;
        self.late += other.late;
    }
}

/// Checks a seal by itself and against the one before it. Only then are its rows worth reading: how many they are is proved by now.
pub fn check_seal(
    previous: Option<&StoredSeal>,
    stored: &StoredSeal,
    leaves: Option<&[u8]>,
) -> Result<Vec<Hash>, Finding> {
    let seal = &stored.seal;
    let no = seal.no;
    let (last_no, last_total, last_root) = previous.map_or((0, 0, BEGINNING), |previous| {
        (previous.seal.no, previous.seal.total, previous.root)
    });
    if no > last_no + 1 {
        return Err(Finding::SealMissing { seal: last_no + 1 });
    }
    let follows = no == last_no + 1
        && seal.previous == last_root
        && (1..=i64::from(MOST_ROWS)).contains(&seal.events)
        && last_total.checked_add(seal.events) == Some(seal.total)
        && seal.root() == stored.root;
    if !follows {
        return Err(Finding::SealChanged { seal: no });
    }
    if stored.signature != Signature::Good {
        return Err(Finding::SealForged { seal: no });
    }
    check_removal(stored)?;
    if stored.removed == seal.events && leaves.is_some_and(<[u8]>::is_empty) {
        return Ok(Vec::new());
    }
    let leaves = leaves
        .and_then(leaves_of)
        .filter(|leaves| i64::try_from(leaves.len()) == Ok(seal.events));
    match leaves {
        Some(leaves) if rows_root(&leaves) == seal.rows_root => Ok(leaves),
        _ => Err(Finding::LeavesChanged { seal: no }),
    }
}

fn check_removal(stored: &StoredSeal) -> Result<(), Finding> {
    let forged = Err(Finding::RemovalForged {
        seal: stored.seal.no,
    });
    let most = usize::try_from(stored.seal.events).unwrap_or(0).div_ceil(8);
    let counted = stored.gone.count() == stored.removed && stored.gone.as_bytes().len() <= most;
    match stored.gone_signature {
        _ if !counted => forged,
        None if stored.gone.as_bytes().is_empty() => Ok(()),
        Some(Signature::Good) => Ok(()),
        None | Some(Signature::Bad | Signature::UnknownKey) => forged,
    }
}

/// The leaves that these bytes are.
pub fn leaves_of(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (leaves, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| leaves.to_vec())
}

/// Checks the rows of a seal that was found in order, with its leaves: all its rows, and one more if there is one.
pub fn check_rows(
    stored: &StoredSeal,
    leaves: &[Hash],
    rows: &[StoredRow],
) -> Result<Tally, Finding> {
    let no = stored.seal.no;
    let events = usize::try_from(stored.seal.events).unwrap_or(0);
    let place_of: BTreeMap<&Hash, usize> = leaves.iter().zip(0..).collect();
    let mut at_place: BTreeMap<usize, &StoredRow> = BTreeMap::new();
    for row in rows {
        let place = row.place.and_then(|place| usize::try_from(place).ok());
        let taken = place.is_some_and(|place| at_place.contains_key(&place));
        match place.filter(|place| *place < events && !taken) {
            Some(place) => at_place.insert(place, row),
            None => return Err(out_of_place(no, &place_of, row)),
        };
    }
    let mut tally = Tally {
        seals: 1,
        ..Tally::default()
    };
    let mut after = None;
    for place in 0..events {
        match at_place.get(&place) {
            Some(row) if stored.gone.has(place) => {
                return Err(Finding::RowInserted {
                    seal: no,
                    id: row.id,
                });
            }
            Some(row) => {
                check_row(no, place, leaves, &place_of, row)?;
                count(&mut tally, stored, row);
                after = row.id;
            }
            None if stored.gone.has(place) => tally.gone += 1,
            None => return Err(missing(no, place, leaves, rows, after)),
        }
    }
    Ok(tally)
}

fn out_of_place(seal: i64, place_of: &BTreeMap<&Hash, usize>, row: &StoredRow) -> Finding {
    let belongs = row.leaf.as_ref().and_then(|leaf| place_of.get(leaf));
    match belongs {
        Some(place) => Finding::RowMoved {
            seal,
            place: from_one(*place),
            id: row.id,
        },
        None => Finding::RowInserted { seal, id: row.id },
    }
}

/// A place without a row: its row is gone, or stands elsewhere in the seal.
fn missing(
    seal: i64,
    place: usize,
    leaves: &[Hash],
    rows: &[StoredRow],
    after: Option<AuditId>,
) -> Finding {
    let elsewhere = leaves
        .get(place)
        .and_then(|leaf| rows.iter().find(|row| row.leaf.as_ref() == Some(leaf)));
    match elsewhere {
        Some(row) => Finding::RowMoved {
            seal,
            place: from_one(place),
            id: row.id,
        },
        None => Finding::RowRemoved {
            seal,
            place: from_one(place),
            after,
        },
    }
}

fn check_row(
    seal: i64,
    place: usize,
    leaves: &[Hash],
    place_of: &BTreeMap<&Hash, usize>,
    row: &StoredRow,
) -> Result<(), Finding> {
    let id = row.id;
    let found = row.leaf.as_ref();
    if found != leaves.get(place) || found.is_none() {
        return Err(match found.and_then(|leaf| place_of.get(leaf)) {
            Some(belongs) => Finding::RowMoved {
                seal,
                place: from_one(*belongs),
                id,
            },
            None => Finding::RowChanged {
                seal,
                place: from_one(place),
                id,
            },
        });
    }
    if row.personal == Proof::Changed {
        return Err(Finding::PersonalChanged {
            seal,
            place: from_one(place),
            id,
        });
    }
    Ok(())
}

fn count(tally: &mut Tally, stored: &StoredSeal, row: &StoredRow) {
    tally.rows += 1;
    tally.erased += i64::from(row.personal == Proof::Erased);
    tally.without_address += i64::from(row.personal == Proof::WithoutAddress);
    tally.late += i64::from(stored.seal.sealed_at.since(row.at) > LATE_AFTER);
}

fn from_one(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests;
