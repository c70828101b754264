//! The count of uses, which only ever rises.

use domain::organisation::Copied;

use super::*;
use crate::testing::Breaking;

fn counter(own: &Authenticator) -> u32 {
    Held::read(own).unwrap().counter
}

fn turned_back(world: &World, breaking: Breaking) -> (Authenticator, Worth) {
    let mut soft = SoftAuthenticator::device_bound();
    let mut own = bind(world, &mut soft);
    use_once(world, &mut own, &mut soft);
    let one = std::slice::from_ref(&own);
    let (data, options) = asked(world, one);
    let answer = soft.get_broken(&options, ORIGIN, breaking).unwrap();
    let worth = answered(world, &data, one, &answer);
    (own, worth)
}

#[test]
fn a_count_that_rises_is_kept() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let mut own = bind(&world, &mut soft);
    let first = counter(&own);
    for uses in 1..=3 {
        assert!(use_once(&world, &mut own, &mut soft).is_yes());
        assert_eq!(counter(&own), first + uses);
    }
}

#[test]
fn one_that_never_counts_is_taken_each_time() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let mut own = bind(&world, &mut soft);
    let before = own.data.clone();
    for _ in 0..3 {
        let worth = use_once(&world, &mut own, &mut soft);
        assert_eq!(worth.left(), None, "there is nothing to keep");
    }
    assert_eq!((counter(&own), &own.data), (0, &before));
}

#[test]
fn one_that_begins_to_count_is_held_to_it() {
    let world = world();
    let mut soft = SoftAuthenticator::synced();
    let mut own = bind(&world, &mut soft);
    let mut counting = soft.clone().counting(true);
    assert!(use_once(&world, &mut own, &mut counting).is_yes());
    assert_eq!(counter(&own), 1);
    let worth = use_once(&world, &mut own, &mut soft);
    assert_eq!(worth, Worth::Copied(0), "nought after one");
}

#[test]
fn a_count_that_does_not_rise_is_refused_or_told_of_as_decided() {
    for breaking in Breaking::COUNTING {
        let (_, worth) = turned_back(&world(), *breaking);
        assert_eq!(worth, Worth::Copied(0), "{breaking:?}");
        let telling = deciding(|rules| rules.copied = Copied::Tell);
        let (own, worth) = turned_back(&telling, *breaking);
        let Worth::Verified { copied, left, .. } = worth else {
            panic!("{breaking:?}: {worth:?}");
        };
        assert!(copied, "{breaking:?}");
        assert_eq!(left, None, "the highest stays");
        assert_eq!(counter(&own), 8);
    }
}

/// Whoever uses the copy later is seen, whichever of the two that is.
#[test]
fn a61_a_copy_is_seen() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let mut own = bind(&world, &mut soft);
    let mut copy = soft.cloned();
    assert!(use_once(&world, &mut own, &mut soft).is_yes());
    assert_eq!(use_once(&world, &mut own, &mut copy), Worth::Copied(0));
    assert!(use_once(&world, &mut own, &mut soft).is_yes());
    // The one that was ahead is believed, so the other way round it is the owner who is told.
    for _ in 0..3 {
        use_once(&world, &mut own, &mut copy);
    }
    assert_eq!(use_once(&world, &mut own, &mut soft), Worth::Copied(0));
}

/// A wrong signature tells nothing of a copy: nobody is frightened by what anybody can send.
#[test]
fn only_a_right_answer_tells_of_a_copy() {
    let world = world();
    let mut soft = SoftAuthenticator::device_bound();
    let mut own = bind(&world, &mut soft);
    let mut old = soft.cloned();
    use_once(&world, &mut own, &mut soft);
    let one = std::slice::from_ref(&own);
    let (data, options) = asked(&world, one);
    let answer = old.get_broken(&options, ORIGIN, Breaking::SignatureByAnotherKey);
    let worth = answered(&world, &data, one, &answer.unwrap());
    assert_eq!(worth, Worth::Rejected(Refusal::PasskeyWrong));
}
