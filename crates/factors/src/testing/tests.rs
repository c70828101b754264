//! The contract, held by every registered factor and by the dummy.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::contract;
use super::{Dummy, Member, Trial, cast};
use crate::{Factor, Registry};

/// All that is registered, and the dummy: one line more.
fn registry() -> Registry {
    let mut factors: Vec<Arc<dyn Factor>> = Registry::standard().iter().cloned().collect();
    factors.push(Arc::new(Dummy));
    Registry::of(factors)
}

fn for_each(rule: impl Fn(Trial<'_>)) {
    let registry = registry();
    for Member {
        factor, mut person, ..
    } in cast()
    {
        rule(Trial::new(&registry, &*factor, &mut *person));
    }
}

#[test]
fn everybody_registered_is_in_the_cast() {
    let registered: BTreeSet<String> = registry()
        .iter()
        .map(|factor| factor.profile().kind.to_string())
        .collect();
    let played: BTreeSet<String> = cast()
        .iter()
        .map(|member| member.factor.profile().kind.to_string())
        .collect();
    assert_eq!(registered, played);
    assert!(
        Registry::standard()
            .iter()
            .all(|factor| factor.profile().kind.as_str() != "dummy")
    );
}

#[test]
fn a_factor_is_a_folder_and_a_line() {
    let with_it = registry();
    let standard = Registry::standard();
    let dummy = with_it
        .iter()
        .find(|factor| factor.profile().kind.as_str() == "dummy")
        .unwrap();
    assert!(standard.find(&dummy.profile().kind).is_none());
    assert!(with_it.find(&dummy.profile().kind).is_some());
    assert_eq!(with_it.profiles().len(), standard.profiles().len() + 1);
    for member in cast() {
        for file in ["mod.rs", "prompt.html", "enrol.html", "sv.ftl", "en.ftl"] {
            assert!(
                member.folder.join(file).is_file(),
                "{} lacks {file}",
                member.folder.display()
            );
        }
    }
}

#[test]
fn the_strongest_come_first_and_the_backup_is_found() {
    let ranks: Vec<u8> = registry()
        .profiles()
        .iter()
        .map(|profile| profile.rank)
        .collect();
    assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
    assert!(registry().backup().unwrap().profile().is_backup);
    let backups = registry()
        .profiles()
        .iter()
        .filter(|profile| profile.is_backup)
        .count();
    assert_eq!(backups, 1);
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_under(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn no_factor_knows_another_nor_the_store_nor_the_pages() {
    for member in cast() {
        let kinds: Vec<String> = cast()
            .iter()
            .map(|other| other.factor.profile().kind.to_string())
            .filter(|kind| *kind != member.factor.profile().kind.to_string())
            .collect();
        for path in files_under(&member.folder) {
            let source = fs::read_to_string(&path).unwrap();
            for line in source
                .lines()
                .filter(|line| line.trim_start().starts_with("use "))
            {
                let foreign = ["store", "web", "app", "connect"]
                    .iter()
                    .any(|name| line.contains(&format!("use {name}::")));
                let sibling = kinds
                    .iter()
                    .any(|kind| line.contains(&format!("crate::{kind}")));
                assert!(!foreign && !sibling, "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn each_docs_page_opens_with_its_modules_doc_comment() {
    for member in cast() {
        let module = fs::read_to_string(member.folder.join("mod.rs")).unwrap();
        let comment: Vec<&str> = module
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let page = fs::read_to_string(&member.page)
            .unwrap_or_else(|fault| panic!("{}: {fault}", member.page.display()));
        assert!(comment.len() > 2);
        assert!(
            page.starts_with(&comment.join("\n")),
            "{}",
            member.page.display()
        );
    }
}

#[test]
fn there_is_a_fixture_of_every_format_ever_written() {
    for Member {
        factor, mut person, ..
    } in cast()
    {
        let registry = registry();
        let mut trial = Trial::new(&registry, &*factor, &mut *person);
        let newest = trial.enrolled().data_format;
        let kind = factor.profile().kind.clone();
        if Registry::standard().find(&kind).is_none() {
            continue;
        }
        for format in 1..=newest {
            let fixture = format!(
                "{}/tests/fixtures/{kind}-{format}.json",
                env!("CARGO_MANIFEST_DIR")
            );
            assert!(fs::exists(&fixture).unwrap(), "{fixture} is missing");
        }
    }
}

#[test]
fn every_factor_speaks_every_language() {
    for member in cast() {
        contract::speaks_every_language(&*member.factor);
    }
}

#[test]
fn every_factor_has_a_sound_profile() {
    for member in cast() {
        contract::has_a_sound_profile(&*member.factor);
    }
}

#[test]
fn the_words_of_text_messages_can_be_edited() {
    for member in cast() {
        contract::has_wordings_that_can_be_edited(&*member.factor);
    }
}

#[test]
fn r32_codes_go_where_the_person_confirmed() {
    for_each(contract::reaches_what_was_confirmed);
}

#[test]
fn every_answer_is_used_once() {
    for_each(contract::is_used_once);
}

#[test]
fn a07_the_proof_of_an_enrolment_opens_nothing() {
    for_each(contract::the_proof_of_an_enrolment_opens_nothing);
}

#[test]
fn what_is_wrong_is_refused() {
    for_each(contract::refuses_what_is_wrong);
}

#[test]
fn what_is_expired_is_refused() {
    for_each(contract::refuses_what_is_expired);
}

#[test]
fn what_is_sent_again_replaces_what_was_sent() {
    for_each(contract::replaces_what_it_sends);
}

#[test]
fn a33_a_cancelled_enrolment_leaves_nothing() {
    for_each(contract::leaves_nothing_when_cancelled);
}

#[test]
fn a34_no_page_shows_a_secret_twice() {
    for_each(contract::keeps_its_secrets);
}

#[test]
fn foreign_bytes_are_a_fault() {
    for_each(contract::tells_foreign_bytes);
}

/// The factors that ask a service.
fn for_each_live(rule: impl Fn(Trial<'_>)) {
    let mut ruled = 0;
    let registry = registry();
    for Member {
        factor, mut person, ..
    } in cast()
    {
        if factor.live().is_some() {
            ruled += 1;
            rule(Trial::new(&registry, &*factor, &mut *person));
        }
    }
    assert!(ruled > 0);
}

#[test]
fn a_service_is_believed_about_the_person_demanded_alone() {
    for_each_live(contract::takes_the_person_demanded);
}

#[test]
fn an_order_leaves_nothing_behind() {
    for_each_live(contract::lives_as_long_as_its_order);
}

#[test]
fn a62_what_is_secret_of_an_order_is_on_no_page() {
    for_each_live(contract::keeps_the_services_secrets);
}

#[test]
fn a53_names_are_text_on_every_page_in_every_language() {
    let registry = registry();
    for Member {
        factor, mut person, ..
    } in cast()
    {
        contract::shows_names_as_text(&registry, &*factor, &mut *person);
    }
}
