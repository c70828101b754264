//! The state of the source: nothing half done, nothing oversized, nothing that belongs to one machine.

use std::collections::BTreeSet;

use crate::none_found;
use crate::source::{Token, tokens};
use crate::tree::{self, File};

/// Beyond this a production file is to be thought over again.
const LONGEST: usize = 700;

/// Marks of unfinished work; written in two parts so that this file does not carry them itself.
const UNFINISHED: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] = [
    "util", "utils", "common", "helper", "helpers", "manager", "misc", "stuff",
];

/// What belongs to a machine or a network, not to the project.
const PLACES: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("registry.np", "mjs"),
    concat!("pypi", ".org"),
    concat!("deb.deb", "ian.org"),
];

/// Whether a person wrote it: lock files and licence texts are not ours.
fn is_written(file: &File) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    !["Cargo.lock", "package-lock.json", "LICENSE"].contains(&name)
}

fn rust(folders: [&str; 3]) -> impl Iterator<Item = File> {
    folders
        .into_iter()
        .flat_map(tree::files)
        .filter(|file| tree::has_extension(&file.path, "rs"))
}

#[test]
fn no_mark_of_unfinished_work_is_left() {
    let mut findings = Vec::new();
    for file in tree::files("").iter().filter(|file| is_written(file)) {
        for (at, line) in file.text.lines().enumerate() {
            let words: BTreeSet<&str> = line
                .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
                .collect();
            if let Some(mark) = UNFINISHED.iter().find(|mark| words.contains(**mark)) {
                findings.push(format!("{}:{}: {mark}", file.path, at + 1));
            }
        }
    }
    none_found("finish it, or write an issue:", &findings);
}

#[test]
fn no_stub_and_no_switched_off_test() {
    let mut findings = Vec::new();
    for file in rust(["crates", "tests", "bench"]) {
        let tokens = tokens(&file.text);
        for pair in tokens.windows(2) {
            let word = pair[0].word().unwrap_or_default();
            let stub = ["todo", "unimplemented"].contains(&word) && pair[1].is('!');
            let switched_off = pair[0].is('[') && pair[1].word() == Some("ignore");
            if stub || switched_off {
                findings.push(format!("{}:{}", file.path, pair[0].line));
            }
        }
    }
    none_found("stubs, and tests that do not run:", &findings);
}

#[test]
fn no_production_file_is_too_long() {
    let long = tree::production()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path));
    let findings: Vec<String> = long
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none_found("files to be divided by what they are about:", &findings);
}

#[test]
fn no_module_bears_an_empty_name() {
    let mut findings = Vec::new();
    for file in rust(["crates", "tests", "bench"]) {
        if file
            .path
            .split('/')
            .any(|part| EMPTY_NAMES.contains(&part.trim_end_matches(".rs")))
        {
            findings.push(file.path);
        }
    }
    none_found("name a module after what it holds:", &findings);
}

#[test]
fn every_module_opens_with_what_it_is() {
    let findings: Vec<String> = tree::production()
        .into_iter()
        .filter(|file| !file.text.trim_start().starts_with("//!"))
        .map(|file| file.path)
        .collect();
    none_found(
        "a module opens with a `//!` that says what it is and what it never does:",
        &findings,
    );
}

#[test]
fn nothing_names_one_machine_or_registry() {
    let mut findings = Vec::new();
    for file in tree::files("").iter().filter(|file| is_written(file)) {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(place) = PLACES.iter().find(|place| line.contains(**place)) {
                findings.push(format!("{}:{}: {place}", file.path, at + 1));
            }
        }
    }
    none_found("places of one machine or network:", &findings);
}

#[test]
fn secrets_are_not_printable_by_accident() {
    let mut findings = Vec::new();
    for file in tree::production() {
        let tokens = tokens(&file.text);
        for (at, token) in tokens.iter().enumerate() {
            let names_secret = token.word() == Some("struct")
                && tokens
                    .get(at + 1)
                    .and_then(Token::word)
                    .is_some_and(|name| name.ends_with("Secret"));
            if names_secret && derives_printing(&tokens[..at]) {
                findings.push(format!("{}:{}", file.path, token.line));
            }
        }
    }
    none_found(
        "a secret type has no Debug, Display or Serialize:",
        &findings,
    );
}

/// Whether the attributes right before derive Debug or Serialize.
fn derives_printing(before: &[Token]) -> bool {
    let item_end = before
        .iter()
        .rposition(|token| token.is('}') || token.is(';'))
        .map_or(0, |at| at + 1);
    before[item_end..]
        .iter()
        .filter_map(Token::word)
        .any(|word| word == "Debug" || word == "Serialize")
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = format!("crates/store/migrations/{engine}");
        tree::files(&folder)
            .into_iter()
            .map(|file| file.path[folder.len()..].to_owned())
            .collect()
    };
    let sqlite = names("sqlite");
    assert!(!sqlite.is_empty(), "there are no migrations");
    assert_eq!(
        sqlite,
        names("postgres"),
        "a migration has the same number and name on both engines"
    );
}
