//! The documents tell the truth: ARCHITECTURE.md about the crates, README.md about the tests that prove each feature.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::none_found;
use crate::source::tokens;
use crate::tree;

/// Every row of the requirements, and so of the README's feature table.
const ROWS: [(&str, usize); 5] = [("E", 6), ("C", 6), ("O", 5), ("K", 4), ("W", 6)];

fn document(name: &str) -> String {
    fs::read_to_string(tree::root().join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// The crates a text names as `crates/name`.
fn crates_named(text: &str) -> BTreeSet<String> {
    let after = text.split("crates/").skip(1);
    let name = |rest: &str| {
        rest.chars()
            .take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '_' || *sign == '-')
            .collect::<String>()
    };
    after.map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_architecture_page_names_every_crate_and_no_other() {
    let named = crates_named(&document("ARCHITECTURE.md"));
    let there: BTreeSet<String> = tree::crates().into_iter().collect();
    assert_eq!(
        named, there,
        "ARCHITECTURE.md (left) against the folders of crates/ (right)"
    );
}

#[test]
fn the_architecture_page_states_an_invariant_for_every_crate() {
    let text = document("ARCHITECTURE.md");
    let mut findings = Vec::new();
    for name in tree::crates() {
        let told = text.split("\n\n").any(|part| {
            part.contains(&format!("crates/{name}")) && part.to_lowercase().contains("invariant")
        });
        if !told {
            findings.push(name);
        }
    }
    none_found(
        "ARCHITECTURE.md has one paragraph a crate, with `crates/<name>` and its invariant in it; missing for:",
        &findings,
    );
}

/// The names of every test in Rust and in the browser suite.
fn test_names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in tree::files("") {
        if tree::has_extension(&file.path, "rs") {
            names.extend(rust_tests(&file.text));
        } else if tree::has_extension(&file.path, "mjs") {
            names.extend(script_tests(&file.text));
        }
    }
    names
}

/// Functions under an attribute whose last word is `test`.
fn rust_tests(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut names = Vec::new();
    let mut marked = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.word() {
            Some("test") if ends_attribute_path(&tokens, at) => marked = true,
            Some("fn") if marked => {
                names.extend(
                    tokens
                        .get(at + 1)
                        .and_then(|name| name.word())
                        .map(str::to_owned),
                );
                marked = false;
            }
            _ => {}
        }
    }
    names
}

/// `#[test]`, `#[tokio::test]`, `#[tokio::test(…)]`; not `#[cfg(test)]`.
fn ends_attribute_path(tokens: &[crate::source::Token], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .is_some_and(|before| tokens[before].is('[') || tokens[before].is(':'));
    let after = tokens
        .get(at + 1)
        .is_some_and(|after| after.is(']') || after.is('('));
    before && after
}

/// The names given to `test("…")`, `it("…")` and `journey("…")`.
fn script_tests(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for opening in ["test(", "it(", "journey("] {
        for rest in text.split(opening).skip(1) {
            let mut signs = rest.trim_start().chars();
            if let Some(quote) = signs.next().filter(|sign| ['"', '\'', '`'].contains(sign)) {
                names.push(signs.take_while(|sign| *sign != quote).collect());
            }
        }
    }
    names
}

/// One row of the feature table: its id and what stands in the last cell.
fn feature_rows(readme: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for line in readme.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let id = cells[0].trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
        if cells.len() >= 3 && known_rows().contains(id) {
            rows.push((id.to_owned(), cells[cells.len() - 1].to_owned()));
        }
    }
    rows
}

fn known_rows() -> BTreeSet<String> {
    ROWS.iter()
        .flat_map(|(letter, count)| (1..=*count).map(move |number| format!("{letter}{number}")))
        .collect()
}

#[test]
fn every_feature_of_the_readme_names_a_test_that_exists() {
    let tests = test_names();
    let mut findings = Vec::new();
    let rows = feature_rows(&document("README.md"));
    for (id, proof) in &rows {
        let names: Vec<&str> = proof.split('`').skip(1).step_by(2).collect();
        if names.is_empty() && !proof.contains("not yet") {
            findings.push(format!("{id}: names no test and does not say *not yet*"));
        }
        for name in names {
            let last = name.rsplit("::").next().unwrap_or(name);
            if !tests.contains(last) {
                findings.push(format!("{id}: there is no test `{name}`"));
            }
        }
    }
    none_found(
        "the feature table of the README promises what no test proves:",
        &findings,
    );
}

#[test]
fn the_readme_has_a_line_for_every_requirement() {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for (id, _) in feature_rows(&document("README.md")) {
        *lines.entry(id).or_default() += 1;
    }
    let missing: Vec<String> = known_rows()
        .into_iter()
        .filter(|id| !lines.contains_key(id))
        .collect();
    none_found(
        "requirements without a line in the feature table:",
        &missing,
    );
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = document("README.md");
    let opening: String = readme.lines().take(40).collect::<Vec<_>>().join("\n");
    for command in ["cargo run --release -- demo", "./test"] {
        assert!(
            opening.contains(command),
            "the first 40 lines of README.md do not show `{command}`"
        );
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut findings = Vec::new();
    for file in tree::files("")
        .into_iter()
        .filter(|file| tree::has_extension(&file.path, "md"))
    {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for target in file
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#', ' ']).next())
        {
            let local = !target.is_empty() && !target.contains(':') && !target.starts_with('/');
            if local && !tree::root().join(folder).join(target).exists() {
                findings.push(format!("{}: {target}", file.path));
            }
        }
    }
    none_found("links to files that are not there:", &findings);
}

#[test]
fn tests_are_found_in_both_languages_and_mere_functions_are_not() {
    let rust = "#[test]\nfn one() {}\n#[cfg(test)] mod tests { fn no() {} #[tokio::test(flavor = \"x\")]\n#[allow(a)] async fn two() {} fn no_more() {} }";
    assert_eq!(rust_tests(rust), ["one", "two"]);
    assert_eq!(
        script_tests("test(\"a b\", async () => {}); expect('c'); it( 'd')"),
        ["a b", "d"]
    );
    let table = "| E1 | x | `one` |\n| --- | --- | --- |\n| **W6** | y | *not yet* |\n| Q9 | z | |";
    assert_eq!(
        feature_rows(table),
        [
            ("E1".to_owned(), "`one`".to_owned()),
            ("W6".to_owned(), "*not yet*".to_owned())
        ]
    );
}
