//! `deny.toml` is true: every library in the build has a licence of its list, and none is one that it bans.

use std::fs;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::none_found;
use crate::tree;

/// The strings of one list in `deny.toml`, from `name = [` to the bracket that closes it.
fn listed(settings: &str, name: &str) -> Vec<String> {
    let opening = format!("\n{name} = [");
    let rest = settings
        .split(&opening)
        .nth(1)
        .unwrap_or_else(|| panic!("deny.toml has no list `{name}`"));
    let list = rest.split("\n]").next().unwrap_or_default();
    list.lines()
        .filter_map(|line| line.split('"').nth(1))
        .map(str::to_owned)
        .collect()
}

fn settings() -> String {
    fs::read_to_string(tree::root().join("deny.toml")).expect("deny.toml is there")
}

/// What is built on this machine; other systems' libraries may not have been fetched.
fn built_here() -> Metadata {
    let version = Command::new(env!("CARGO"))
        .arg("-vV")
        .output()
        .expect("cargo answers");
    let version = String::from_utf8(version.stdout).expect("cargo speaks UTF-8");
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("cargo names its host")
        .to_owned();
    let options = vec!["--offline".to_owned(), "--filter-platform".to_owned(), host];
    MetadataCommand::new()
        .manifest_path(tree::root().join("Cargo.toml"))
        .other_options(options)
        .exec()
        .expect("cargo metadata answers")
}

/// Whether an SPDX expression is met by the list: `OR` needs one side, `AND` both, brackets bind.
fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace(" WITH ", "~");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, allowed)
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed);
    }
    met
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let met = either(words, at, allowed);
        *at += 1;
        return met;
    }
    allowed
        .iter()
        .any(|licence| *licence == word.replace('~', " WITH "))
}

#[test]
fn every_library_has_a_licence_of_the_list() {
    let allowed = listed(&settings(), "allow");
    let packages = built_here().packages;
    assert!(
        packages.len() > tree::crates().len(),
        "only our own packages were found"
    );
    let bad = packages.into_iter().filter(|package| {
        !package
            .license
            .as_deref()
            .is_some_and(|licence| is_met(licence, &allowed))
    });
    let findings: Vec<String> = bad
        .map(|package| {
            format!(
                "{} {}: {:?}",
                package.name, package.version, package.license
            )
        })
        .collect();
    none_found("licences that deny.toml does not allow:", &findings);
}

/// The banned libraries of `deny.toml`, each with those that may bring it in all the same.
fn banned(settings: &str) -> Vec<(String, Vec<String>)> {
    let list = settings
        .split("\ndeny = [")
        .nth(1)
        .and_then(|rest| rest.split("\n]").next());
    let entries = list.expect("deny.toml has a list of bans").lines();
    let quoted = |text: &str| -> Vec<String> {
        text.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let entry = |line: &str| {
        let name = quoted(line.split("name = ").nth(1)?).into_iter().next()?;
        Some((
            name,
            line.split("wrappers = ")
                .nth(1)
                .map(quoted)
                .unwrap_or_default(),
        ))
    };
    entries.filter_map(entry).collect()
}

/// Who names this library in the lock file.
fn dependents(lock: &str, library: &str) -> Vec<String> {
    let mut found = Vec::new();
    for package in lock.split("[[package]]") {
        let names_it = package.lines().any(|line| {
            line.strip_prefix(" \"")
                .and_then(|rest| rest.split(['"', ' ']).next())
                == Some(library)
        });
        if let Some(name) = package.split('"').nth(1).filter(|_| names_it) {
            found.push(name.to_owned());
        }
    }
    found
}

#[test]
fn no_banned_library_is_in_the_lock_file() {
    let lock = fs::read_to_string(tree::root().join("Cargo.lock")).expect("Cargo.lock is there");
    let banned = banned(&settings());
    assert!(!banned.is_empty(), "deny.toml bans nothing");
    let mut findings = Vec::new();
    for (library, wrappers) in banned {
        let dependents = dependents(&lock, &library);
        findings.extend(
            dependents
                .iter()
                .filter(|name| !wrappers.contains(name))
                .map(|name| format!("{name} -> {library}")),
        );
    }
    none_found("libraries that deny.toml bans:", &findings);
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = [
        "MIT".to_owned(),
        "ISC".to_owned(),
        "Apache-2.0 WITH LLVM-exception".to_owned(),
    ];
    for met in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "ISC AND (GPL-2.0 OR MIT)",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "Apache-2.0",
        "(MIT OR ISC) AND GPL-2.0",
        "",
    ] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}

#[test]
fn dependents_are_read_off_the_lock_file() {
    let lock = "[[package]]\nname = \"a\"\ndependencies = [\n \"b\",\n \"c 1.0.0\",\n]\n\n[[package]]\nname = \"b\"\n";
    assert_eq!(dependents(lock, "b"), ["a"]);
    assert_eq!(dependents(lock, "c"), ["a"]);
    assert!(dependents(lock, "a").is_empty());
    let settings = "\ndeny = [\n  { name = \"x\", reason = \"y\" },\n  { name = \"z\", wrappers = [\"p\", \"q\"] },\n]\n";
    let none: Vec<String> = Vec::new();
    assert_eq!(
        banned(settings),
        [
            ("x".to_owned(), none),
            ("z".to_owned(), vec!["p".to_owned(), "q".to_owned()])
        ]
    );
}
