//! What each crate never touches, read off its source: time, tasks, files, the environment, SQL.

use crate::none_found;
use crate::source::{Token, shipped};
use crate::tree;

/// Words that have no place in a crate of rules: (crate, forbidden, why).
const FORBIDDEN: [(&str, &[&str], &str); 7] = [
    (
        "domain",
        WAITING_AND_WORLD,
        "the rules are pure: no waiting, no files, no clock, no environment",
    ),
    (
        "otp",
        WAITING_AND_WORLD,
        "the formats are pure, and shared with the desktop",
    ),
    ("text", WAITING_AND_WORLD, "the languages are compiled in"),
    (
        "oidc",
        WAITING_AND_WORLD,
        "the protocol is pure; `web` carries it",
    ),
    (
        "factors",
        &[
            "SystemTime",
            "Instant",
            "env",
            "tokio",
            "axum",
            "rusqlite",
            "postgres",
            "OsRng",
        ],
        "a factor gets values and gives outcomes",
    ),
    (
        "store",
        &["SystemTime", "env", "OsRng", "axum"],
        "the store is handed the time, the keys and its settings",
    ),
    (
        "app",
        &["SystemTime", "env", "OsRng", "axum", "rusqlite", "postgres"],
        "use cases know neither HTTP, nor SQL, nor the environment",
    ),
];

const WAITING_AND_WORLD: &[&str] = &[
    "async",
    "await",
    "tokio",
    "fs",
    "net",
    "env",
    "process",
    "thread",
    "SystemTime",
    "Instant",
    "OsRng",
    "println",
    "eprintln",
];

/// How a statement of SQL begins.
const STATEMENTS: [&str; 9] = [
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
];

#[test]
fn each_crate_keeps_away_from_what_is_not_its_business() {
    let mut findings = Vec::new();
    for file in tree::production() {
        let Some((_, forbidden, reason)) = FORBIDDEN
            .iter()
            .find(|(name, ..)| Some(*name) == file.krate())
        else {
            continue;
        };
        let tokens = shipped(&file.text);
        for (at, token) in tokens.iter().enumerate() {
            let Some(word) = token.word().filter(|word| forbidden.contains(word)) else {
                continue;
            };
            if is_name_of_the_world(&tokens, at, word) {
                findings.push(format!("{}:{}: {word} ({reason})", file.path, token.line));
            }
        }
    }
    none_found("words out of place:", &findings);
}

/// A module of the standard library counts only in a path (`std::env`, `env::var`), so that a field or variable may bear its name.
fn is_name_of_the_world(tokens: &[Token], at: usize, word: &str) -> bool {
    if !["fs", "net", "env", "process", "thread"].contains(&word) {
        return true;
    }
    let double_colon = |first: Option<usize>| {
        first.is_some_and(|first| {
            tokens.get(first).is_some_and(|token| token.is(':'))
                && tokens.get(first + 1).is_some_and(|token| token.is(':'))
        })
    };
    // An address is a value like any other.
    let of_addresses = tokens
        .get(at + 3)
        .is_some_and(|token| token.word() == Some("IpAddr"));
    if word == "net" && double_colon(Some(at + 1)) && of_addresses {
        return false;
    }
    let from_std = double_colon(at.checked_sub(2))
        && at
            .checked_sub(3)
            .is_some_and(|before| tokens[before].word() == Some("std"));
    let of_the_crate = double_colon(at.checked_sub(2)) && !from_std;
    from_std || (double_colon(Some(at + 1)) && !of_the_crate)
}

#[test]
fn sql_is_written_in_the_store_alone() {
    let mut findings = Vec::new();
    for file in tree::production() {
        if file.krate() == Some("store") {
            continue;
        }
        for token in shipped(&file.text) {
            let Some(text) = token.literal() else {
                continue;
            };
            let opening = text.trim_start();
            if STATEMENTS
                .iter()
                .any(|statement| opening.starts_with(statement))
            {
                findings.push(format!(
                    "{}:{}: {}",
                    file.path,
                    token.line,
                    opening.lines().next().unwrap_or_default()
                ));
            }
        }
    }
    none_found("SQL outside the store:", &findings);
}

#[test]
fn no_statement_pages_by_offset_or_searches_by_a_leading_wildcard() {
    let mut findings = Vec::new();
    for file in tree::files("crates/store") {
        let texts: Vec<(usize, String)> = if tree::has_extension(&file.path, "rs") {
            let tokens = shipped(&file.text);
            tokens
                .iter()
                .filter_map(|token| Some((token.line, token.literal()?.to_owned())))
                .collect()
        } else if tree::has_extension(&file.path, "sql") {
            file.text
                .lines()
                .enumerate()
                .map(|(at, line)| (at + 1, line.to_owned()))
                .collect()
        } else {
            continue;
        };
        for (line, text) in texts {
            let upper = text.to_uppercase();
            if upper.contains(" OFFSET $")
                || upper.contains(" OFFSET ?")
                || upper.contains("LIKE '%")
            {
                findings.push(format!("{}:{line}: {}", file.path, text.trim()));
            }
        }
    }
    none_found(
        "lists use keyset paging and searches an index; 100 000 people are a normal organisation:",
        &findings,
    );
}

#[test]
fn the_crates_named_here_exist_or_are_planned() {
    let planned = ["oidc"];
    let crates = tree::crates();
    let unknown = FORBIDDEN.iter().map(|(name, ..)| (*name).to_owned());
    let findings: Vec<String> = unknown
        .filter(|name| !crates.contains(name) && !planned.contains(&name.as_str()))
        .collect();
    none_found("crates that are gone but still in the table:", &findings);
}
