//! A seal that is as it was passes, and whatever else is done to it is found and named.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::id::OrganisationId;

const ORG: OrganisationId = OrganisationId::from_bytes([1; 16]);
const ROWS: usize = 20;

fn id(number: usize) -> AuditId {
    AuditId::from_bytes([u8::try_from(number).unwrap(); 16])
}

fn leaf(number: usize) -> Hash {
    [u8::try_from(number).unwrap() + 100; 32]
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

fn rows() -> Vec<StoredRow> {
    let row = |number: usize| StoredRow {
        id: Some(id(number)),
        place: Some(i64::try_from(number).unwrap()),
        leaf: Some(leaf(number)),
        personal: Proof::Whole,
        at: at(99),
    };
    (0..ROWS).map(row).collect()
}

fn leaves() -> Vec<Hash> {
    (0..ROWS).map(leaf).collect()
}

fn stored(previous: Option<&StoredSeal>) -> StoredSeal {
    let follows = previous.map(|previous| (previous.seal.no, previous.seal.total, previous.root));
    let seal = Seal::after(follows, ORG, &leaves(), at(100));
    StoredSeal {
        root: seal.root(),
        seal,
        signature: Signature::Good,
        removed: 0,
        gone: Gone::default(),
        gone_signature: None,
    }
}

fn checked(stored: &StoredSeal, leaves: &[Hash], rows: &[StoredRow]) -> Result<Tally, Finding> {
    let leaves = check_seal(None, stored, Some(leaves.as_flattened()))?;
    check_rows(stored, &leaves, rows)
}

fn removed(places: &[usize]) -> StoredSeal {
    let mut seal = stored(None);
    for place in places {
        seal.gone.insert(*place, ROWS);
    }
    seal.removed = i64::try_from(places.len()).unwrap();
    seal.gone_signature = Some(Signature::Good);
    seal
}

#[test]
fn what_is_as_it_was_passes_and_is_counted() {
    let mut rows = rows();
    rows[3].personal = Proof::Erased;
    rows[4].personal = Proof::WithoutAddress;
    rows[5].at = at(100 - 3601);
    let tally = checked(&stored(None), &leaves(), &rows).unwrap();
    let counted = Tally {
        seals: 1,
        rows: 20,
        erased: 1,
        without_address: 1,
        late: 1,
        ..Tally::default()
    };
    assert_eq!(tally, counted);
}

#[test]
fn each_row_in_turn_changed_removed_moved_and_put_in_is_named() {
    let seal = stored(None);
    for number in 0..ROWS {
        let place = from_one(number);
        let mut changed = rows();
        changed[number].leaf = Some([9; 32]);
        let expected = Finding::RowChanged {
            seal: 1,
            place,
            id: Some(id(number)),
        };
        assert_eq!(checked(&seal, &leaves(), &changed), Err(expected.clone()));
        changed[number].leaf = None;
        assert_eq!(checked(&seal, &leaves(), &changed), Err(expected));

        let mut removed = rows();
        removed.remove(number);
        let after = number.checked_sub(1).map(id);
        let expected = Finding::RowRemoved {
            seal: 1,
            place,
            after,
        };
        assert_eq!(checked(&seal, &leaves(), &removed), Err(expected));

        let mut personal = rows();
        personal[number].personal = Proof::Changed;
        let expected = Finding::PersonalChanged {
            seal: 1,
            place,
            id: Some(id(number)),
        };
        assert_eq!(checked(&seal, &leaves(), &personal), Err(expected));

        let mut swapped = rows();
        let other = (number + 1) % ROWS;
        let (here, there) = (swapped[number].place, swapped[other].place);
        (swapped[number].place, swapped[other].place) = (there, here);
        let found = checked(&seal, &leaves(), &swapped).unwrap_err();
        assert!(matches!(found, Finding::RowMoved { .. }), "{found:?}");

        for place in [None, Some(-1), Some(20), Some(i64::from(u32::MAX))] {
            let mut moved = rows();
            moved[number].place = place;
            let expected = Finding::RowMoved {
                seal: 1,
                place: from_one(number),
                id: Some(id(number)),
            };
            assert_eq!(checked(&seal, &leaves(), &moved), Err(expected));
        }

        let mut inserted = rows();
        let forged = StoredRow {
            id: Some(id(200)),
            leaf: Some([9; 32]),
            ..inserted[number].clone()
        };
        inserted.push(forged);
        let expected = Finding::RowInserted {
            seal: 1,
            id: Some(id(200)),
        };
        assert_eq!(checked(&seal, &leaves(), &inserted), Err(expected));
    }
}

#[test]
fn what_was_removed_in_its_time_is_missed_by_nobody_and_cannot_be_put_back() {
    let seal = removed(&[0, 7, 19]);
    let mut left = rows();
    left.retain(|row| ![0, 7, 19].contains(&row.place.unwrap()));
    let tally = checked(&seal, &leaves(), &left).unwrap();
    assert_eq!((tally.rows, tally.gone), (17, 3));
    left.push(rows()[7].clone());
    let expected = Finding::RowInserted {
        seal: 1,
        id: Some(id(7)),
    };
    assert_eq!(checked(&seal, &leaves(), &left), Err(expected));
}

#[test]
fn a_removal_that_nobody_signed_is_found() {
    let forged = Err(Finding::RemovalForged { seal: 1 });
    let lawful = removed(&[3]);
    let mut left = rows();
    left.remove(3);
    assert!(checked(&lawful, &leaves(), &left).is_ok());
    let mut another = lawful.clone();
    another.gone_signature = Some(Signature::Bad);
    assert_eq!(checked(&another, &leaves(), &left), forged);
    another.gone_signature = None;
    assert_eq!(checked(&another, &leaves(), &left), forged);
    let mut another = lawful.clone();
    another.removed = 2;
    assert_eq!(checked(&another, &leaves(), &left), forged);
    let mut another = lawful;
    another.gone = Gone::from_bytes(vec![0, 0, 0, 1]);
    assert_eq!(checked(&another, &leaves(), &left), forged);
}

#[test]
fn a_seal_whose_rows_are_all_gone_needs_no_leaves() {
    let all: Vec<usize> = (0..ROWS).collect();
    let seal = removed(&all);
    assert_eq!(checked(&seal, &[], &[]).unwrap().gone, 20);
    assert_eq!(checked(&seal, &leaves(), &[]).unwrap().gone, 20);
    let some = removed(&[0]);
    let expected = Finding::LeavesChanged { seal: 1 };
    assert_eq!(checked(&some, &[], &rows()[1..]), Err(expected));
    let put_back = Finding::RowInserted {
        seal: 1,
        id: Some(id(5)),
    };
    assert_eq!(checked(&seal, &[], &rows()[5..6]), Err(put_back));
}

#[test]
fn whatever_is_changed_in_a_seal_is_found() {
    let first = stored(None);
    let second = stored(Some(&first));
    let leaves = leaves();
    let check = |previous: Option<&StoredSeal>, seal: &StoredSeal| {
        check_seal(previous, seal, Some(leaves.as_flattened())).map(|_| ())
    };
    assert_eq!(check(None, &first), Ok(()));
    assert_eq!(check(Some(&first), &second), Ok(()));
    assert_eq!(check(None, &second), Err(Finding::SealMissing { seal: 1 }));
    let changes: [fn(&mut StoredSeal); 9] = [
        |seal| seal.seal.no = 1,
        |seal| seal.seal.events = 19,
        |seal| seal.seal.total = 41,
        |seal| seal.seal.rows_root = [0; 32],
        |seal| seal.seal.previous = [0; 32],
        |seal| seal.seal.sealed_at = at(101),
        |seal| seal.seal.organisation = OrganisationId::INSTALLATION,
        |seal| seal.root = [0; 32],
        |seal| seal.seal.events = 1_000_000_000,
    ];
    for change in changes {
        let mut seal = second.clone();
        change(&mut seal);
        let no = seal.seal.no;
        assert_eq!(
            check(Some(&first), &seal),
            Err(Finding::SealChanged { seal: no })
        );
    }
    let mut forged = second.clone();
    forged.signature = Signature::UnknownKey;
    assert_eq!(
        check(Some(&first), &forged),
        Err(Finding::SealForged { seal: 2 })
    );
    forged.signature = Signature::Bad;
    assert_eq!(
        check(Some(&first), &forged),
        Err(Finding::SealForged { seal: 2 })
    );
    let other = Err(Finding::LeavesChanged { seal: 2 });
    assert_eq!(check_seal(Some(&first), &second, None).map(|_| ()), other);
    let mut bytes = leaves.as_flattened().to_vec();
    bytes[40] ^= 1;
    assert_eq!(
        check_seal(Some(&first), &second, Some(&bytes)).map(|_| ()),
        other
    );
    bytes[40] ^= 1;
    bytes.push(0);
    assert_eq!(
        check_seal(Some(&first), &second, Some(&bytes)).map(|_| ()),
        other
    );
}
