//! Inside `app` and `web` the areas are siblings: none imports another.
//!
//! An area is a folder of the crate's `src`, with the file of the same name beside it. A file at the root of `src` is shared by all areas
//! and imports none of them. Only the roofs put the areas together.

use std::collections::BTreeSet;

use crate::none_found;
use crate::source::{Token, shipped};
use crate::tree::{self, File};

const CRATES: [&str; 2] = ["app", "web"];

/// Files that put the areas together.
const ROOFS: [&str; 3] = ["lib.rs", "router.rs", "routes.rs"];

/// Folders that are shared ground and no area: (crate, folder, why).
const SHARED: [(&str, &str, &str); 3] = [
    (
        "web",
        "pages",
        "what pages look like: views and templates, without a route of their own",
    ),
    (
        "app",
        "sealing",
        "the chain of the audit log: the worker, the pages and the command line ask it",
    ),
    (
        "app",
        "orders",
        "orders at eIDs: a login, an enrolment, a way back and the support desk begin them alike",
    ),
];

/// One file of a crate, as its module path.
struct Module {
    path: String,
    modules: Vec<String>,
    tokens: Vec<Token>,
}

impl Module {
    fn of(krate: &str, file: &File) -> Self {
        let inside = file
            .path
            .strip_prefix(&format!("crates/{krate}/src/"))
            .expect("a file of the crate");
        let mut modules: Vec<String> = inside
            .trim_end_matches(".rs")
            .split('/')
            .map(str::to_owned)
            .collect();
        if matches!(modules.last().map(String::as_str), Some("mod" | "lib")) {
            modules.pop();
        }
        Self {
            path: file.path.clone(),
            modules,
            tokens: shipped(&file.text),
        }
    }

    /// The modules at the crate's root that it names, each with a line: `crate::x`, `crate::{x, y::z}`, `super::super::x`.
    fn roots_named(&self) -> Vec<(String, usize)> {
        let mut named = Vec::new();
        let mut inline: Vec<usize> = Vec::new();
        let mut depth = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.is('{') {
                depth += 1;
                let is_module = at >= 2 && self.tokens[at - 2].word() == Some("mod");
                if is_module {
                    inline.push(depth);
                }
            } else if token.is('}') {
                if inline.last() == Some(&depth) {
                    inline.pop();
                }
                depth -= 1;
            }
            let continues = at >= 1 && self.tokens[at - 1].is(':');
            let climbs = match token.word() {
                Some("crate") => Some(self.modules.len() + inline.len()),
                Some("super") if !continues => Some(0),
                _ => None,
            };
            if let Some(climbed) = climbs {
                self.follow(at, climbed, self.modules.len() + inline.len(), &mut named);
            }
        }
        named
    }

    /// Follows a path from `crate` or the first `super` and notes which modules of the root it enters.
    fn follow(&self, from: usize, climbed: usize, height: usize, named: &mut Vec<(String, usize)>) {
        let mut at = from;
        let mut climbed = climbed;
        while self.tokens[at].word() == Some("super") && self.after_path(at).is_some() {
            climbed += 1;
            let Some(next) = self.after_path(at) else {
                break;
            };
            at = next;
            if self.tokens[at].word() != Some("super") {
                break;
            }
        }
        if self.tokens[from].word() == Some("crate") {
            let Some(next) = self.after_path(from) else {
                return;
            };
            at = next;
        }
        if climbed < height {
            return;
        }
        if self.tokens[at].is('{') {
            self.group(at, named);
        } else if let Some(word) = self.tokens[at].word() {
            named.push((word.to_owned(), self.tokens[at].line));
        }
    }

    /// The token after `x::`.
    fn after_path(&self, at: usize) -> Option<usize> {
        let double_colon = self.tokens.get(at + 1)?.is(':') && self.tokens.get(at + 2)?.is(':');
        (double_colon && at + 3 < self.tokens.len()).then_some(at + 3)
    }

    /// The first word of each entry of `{a::b, c, d::{e, f}}`.
    fn group(&self, opening: usize, named: &mut Vec<(String, usize)>) {
        let mut depth = 0;
        let mut begins = true;
        for token in &self.tokens[opening..] {
            if token.is('{') {
                depth += 1;
            } else if token.is('}') {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            } else if token.is(',') && depth == 1 {
                begins = true;
            } else if let Some(word) = token.word().filter(|_| begins && depth == 1) {
                named.push((word.to_owned(), token.line));
                begins = false;
            }
        }
    }
}

/// The areas of a crate: its folders, but for shared ground.
fn areas(krate: &str, modules: &[Module]) -> BTreeSet<String> {
    let folders = modules
        .iter()
        .filter(|module| module.path.matches('/').count() > 3);
    let names = folders.filter_map(|module| module.modules.first().cloned());
    names
        .filter(|name| {
            !SHARED
                .iter()
                .any(|(of, folder, _)| *of == krate && folder == name)
        })
        .collect()
}

fn trespasses(krate: &str, modules: &[Module]) -> Vec<String> {
    let areas = areas(krate, modules);
    let mut findings = Vec::new();
    for module in modules {
        let name = module.path.rsplit('/').next().unwrap_or_default();
        if module.modules.len() <= 1 && ROOFS.contains(&name) {
            continue;
        }
        let own = module.modules.first();
        for (root, line) in module.roots_named() {
            if areas.contains(&root) && own != Some(&root) {
                findings.push(format!("{}:{line}: names crate::{root}", module.path));
            }
        }
    }
    findings
}

#[test]
fn areas_are_siblings_and_none_imports_another() {
    let files = tree::production();
    let mut findings = Vec::new();
    for krate in CRATES {
        let modules: Vec<Module> = files
            .iter()
            .filter(|file| file.krate() == Some(krate))
            .map(|file| Module::of(krate, file))
            .collect();
        assert!(!modules.is_empty(), "{krate} has no source");
        findings.extend(trespasses(krate, &modules));
    }
    none_found(
        "what two areas share lies at the root of `src`, or below, in `domain`, `store` or `factors`:",
        &findings,
    );
}

#[test]
fn a_trespass_is_seen_in_every_spelling() {
    let file = |path: &str, text: &str| {
        Module::of(
            "web",
            &File {
                path: format!("crates/web/src/{path}"),
                text: text.to_owned(),
            },
        )
    };
    let modules = [
        file(
            "lib.rs",
            "pub mod login; pub mod account; use crate::{login, account};",
        ),
        file(
            "shared.rs",
            "use crate::shared; fn f() { super::login::go() }",
        ),
        file(
            "login/mod.rs",
            "use super::account::x; use super::shared; use self::deep; mod inner { use super::super::account; use super::account; }",
        ),
        file(
            "login/deep.rs",
            "use super::own; use super::super::account; use crate::{shared::{account, y}, account::z}; fn f() { crate::login::g() }",
        ),
        file(
            "account/mod.rs",
            "fn f() { crate::login::g(); crate::pages::h() } #[cfg(test)] mod tests { use crate::login; }",
        ),
        file("pages/mod.rs", "pub struct View;"),
    ];
    let lines: Vec<String> = trespasses("web", &modules);
    assert_eq!(
        lines,
        [
            "crates/web/src/shared.rs:1: names crate::login",
            "crates/web/src/login/mod.rs:1: names crate::account",
            "crates/web/src/login/mod.rs:1: names crate::account",
            "crates/web/src/login/deep.rs:1: names crate::account",
            "crates/web/src/login/deep.rs:1: names crate::account",
            "crates/web/src/account/mod.rs:1: names crate::login",
        ]
    );
}
