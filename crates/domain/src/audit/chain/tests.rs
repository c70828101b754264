//! The form is fixed: what was sealed once is proved by every later release.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::*;

const ORG: OrganisationId = OrganisationId::from_bytes([1; 16]);
const ID: AuditId = AuditId::from_bytes([2; 16]);
const WHO: UserId = UserId::from_bytes([3; 16]);

fn row<'a>() -> ChainedRow<'a> {
    ChainedRow {
        organisation: &ORG,
        id: &ID,
        at: Timestamp::from_unix_seconds(1_800_000_000),
        kind: "signed-in",
        actor: Some(&WHO),
        subject: None,
        outcome: "done",
        details: "{}",
        personal_hash: &[4; 32],
    }
}

#[test]
fn the_form_of_a_row_and_of_a_seal_is_what_it_was() {
    let leaf = row().leaf();
    assert_eq!(HEXLOWER.encode(&leaf), LEAF_OF_ROW);
    let seal = Seal::after(None, ORG, &[leaf, [5; 32]], Timestamp::from_unix_seconds(1));
    assert_eq!(HEXLOWER.encode(&seal.root()), ROOT_OF_SEAL);
}

const LEAF_OF_ROW: &str = "484c5bad8f94734a9ba875aa716f3d4bad1edab65043391ba713cd8294036892";
const ROOT_OF_SEAL: &str = "df01530db710f349add22b47a5cf4213d51c07aa438f4f5f754c1e4030c03061";

#[test]
fn every_column_is_in_the_leaf() {
    let (org, id, who) = (
        OrganisationId::from_bytes([9; 16]),
        AuditId::from_bytes([9; 16]),
        UserId::from_bytes([9; 16]),
    );
    let row = row();
    let others = [
        ChainedRow {
            organisation: &org,
            ..row
        },
        ChainedRow { id: &id, ..row },
        ChainedRow {
            at: row.at + crate::time::Span::millis(1),
            ..row
        },
        ChainedRow {
            kind: "signed-out",
            ..row
        },
        ChainedRow { actor: None, ..row },
        ChainedRow {
            actor: Some(&who),
            ..row
        },
        ChainedRow {
            actor: None,
            subject: Some(&WHO),
            ..row
        },
        ChainedRow {
            subject: Some(&WHO),
            ..row
        },
        ChainedRow {
            outcome: "code-wrong",
            ..row
        },
        ChainedRow {
            details: "{ }",
            ..row
        },
        ChainedRow {
            personal_hash: &[9; 32],
            ..row
        },
        // The border between two texts cannot be moved.
        ChainedRow {
            outcome: "done{",
            details: "}",
            ..row
        },
    ];
    let mut leaves: Vec<Hash> = others.iter().map(ChainedRow::leaf).collect();
    leaves.push(row.leaf());
    leaves.sort_unstable();
    leaves.dedup();
    assert_eq!(leaves.len(), others.len() + 1);
}

#[test]
fn every_part_of_a_seal_is_in_its_root() {
    let seal = Seal::after(
        Some((6, 40, [6; 32])),
        ORG,
        &[[1; 32]],
        Timestamp::from_unix_seconds(1),
    );
    assert_eq!(
        (seal.no, seal.events, seal.total, seal.previous),
        (7, 1, 41, [6; 32])
    );
    let others = [
        Seal {
            organisation: OrganisationId::INSTALLATION,
            ..seal.clone()
        },
        Seal {
            no: 8,
            ..seal.clone()
        },
        Seal {
            events: 2,
            ..seal.clone()
        },
        Seal {
            total: 42,
            ..seal.clone()
        },
        Seal {
            rows_root: [0; 32],
            ..seal.clone()
        },
        Seal {
            previous: BEGINNING,
            ..seal.clone()
        },
        Seal {
            sealed_at: Timestamp::from_unix_seconds(2),
            ..seal.clone()
        },
    ];
    for other in others {
        assert_ne!(other.root(), seal.root(), "{other:?}");
    }
}

#[test]
fn the_tree_is_that_of_rfc_6962() {
    // The test vectors of the Certificate Transparency log: the empty tree, and the tree over one empty entry.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(HEXLOWER.encode(&rows_root(&[])), empty);
    let leaf = |entry: &[u8]| -> Hash {
        let mut bytes = vec![LEAF];
        bytes.extend_from_slice(entry);
        Sha256::digest(bytes).into()
    };
    let entries: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
            0x6e, 0x6f,
        ],
    ];
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf(entry)).collect();
    for (of, root) in [
        (
            1,
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        ),
        (
            2,
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        ),
        (
            3,
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        ),
        (
            7,
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        ),
        (
            8,
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    ] {
        assert_eq!(HEXLOWER.encode(&rows_root(&leaves[..of])), root, "{of}");
    }
}

proptest! {
    #[test]
    fn what_is_gone_is_what_was_noted(places in proptest::collection::btree_set(0_usize..1000, 0..50)) {
        let mut gone = Gone::default();
        for place in &places {
            gone.insert(*place, 1000);
        }
        gone.insert(1000, 1000);
        prop_assert_eq!(gone.count(), i64::try_from(places.len()).unwrap());
        for place in 0..1001 {
            prop_assert_eq!(gone.has(place), places.contains(&place));
        }
    }
}
