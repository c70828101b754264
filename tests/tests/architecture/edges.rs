//! Which crate may depend on which, and which libraries stay out of which crate.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::none_found;
use crate::tree;

/// Every edge a crate of ours may have to another. Dependencies run downwards:
/// `server > web > app > {store, factors} > {text, oidc, connect, otp} > domain`. What is not here is forbidden.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("otp", &[]),
    ("domain", &[]),
    ("text", &[]),
    ("oidc", &[]),
    ("connect", &["domain"]),
    ("store", &["domain"]),
    ("factors", &["domain", "text", "connect", "otp"]),
    (
        "app",
        &[
            "domain", "text", "oidc", "connect", "otp", "store", "factors",
        ],
    ),
    ("web", &["domain", "text", "oidc", "factors", "app"]),
    (
        "server",
        &[
            "domain", "text", "oidc", "connect", "otp", "store", "factors", "app", "web",
        ],
    ),
    ("vault", &["otp"]),
    ("desktop", &["otp", "vault"]),
];

/// Libraries that one crate alone may name, and why.
const HOMES: [(&str, &[&str], &str); 14] = [
    ("rusqlite", &["store"], "SQL lives in the store"),
    ("postgres", &["store"], "SQL lives in the store"),
    ("tokio-postgres", &["store"], "SQL lives in the store"),
    (
        "tokio-postgres-rustls",
        &["store"],
        "SQL lives in the store",
    ),
    (
        "axum",
        &["web", "server"],
        "only pages and the listener speak HTTP",
    ),
    (
        "tower-http",
        &["web", "server"],
        "only pages and the listener speak HTTP",
    ),
    (
        "aws-lc-rs",
        &["store", "app", "factors"],
        "seals are signed where the keys are; keys from another system come encrypted (RFC 6030); the authenticator of tests signs (a \
         feature of `factors`, which is in no program)",
    ),
    ("lettre", &["connect"], "what calls out is in `connect`"),
    ("reqwest", &["connect"], "what calls out is in `connect`"),
    ("getrandom", &["server"], "the random source is handed in"),
    (
        "clap",
        &["server", "desktop"],
        "the command line is the binary's",
    ),
    (
        "toml",
        &["server", "desktop"],
        "configuration is read in the binary",
    ),
    (
        "anyhow",
        &["server", "desktop"],
        "faults are enums everywhere else",
    ),
    (
        "tracing-subscriber",
        &["server"],
        "the binary decides where logs go",
    ),
];

/// Libraries a pure crate never names: it neither waits, nor calls, nor knows the time.
const IMPURE: [&str; 9] = [
    "tokio",
    "futures",
    "async-trait",
    "rand",
    "jiff",
    "chrono",
    "time",
    "tracing",
    "tempfile",
];

/// The crates that are rules and formats alone.
const PURE: [&str; 5] = ["domain", "otp", "text", "factors", "oidc"];

fn workspace() -> Metadata {
    let manifest = tree::root().join("Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .expect("cargo metadata answers")
}

/// Each crate of `crates/` with what it builds with; development dependencies on request.
fn dependencies(with_development: bool) -> BTreeMap<String, Vec<String>> {
    let ours = tree::crates();
    let packages = workspace().packages;
    let of_package = |package: cargo_metadata::Package| {
        let names = package.dependencies.iter();
        let kept = names.filter(|dependency| {
            with_development || dependency.kind != DependencyKind::Development
        });
        (
            package.name.to_string(),
            kept.map(|dependency| dependency.name.clone()).collect(),
        )
    };
    packages
        .into_iter()
        .filter(|package| ours.contains(&package.name.to_string()))
        .map(of_package)
        .collect()
}

#[test]
fn every_crate_has_a_row_in_the_table_of_edges() {
    let rows: Vec<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let findings: Vec<String> = tree::crates()
        .into_iter()
        .filter(|name| !rows.contains(&name.as_str()))
        .collect();
    none_found(
        "crates without a row in the table of allowed edges:",
        &findings,
    );
    assert_eq!(
        dependencies(false).len(),
        tree::crates().len(),
        "a crate's folder and its package bear one name"
    );
}

#[test]
fn crates_depend_downwards_only() {
    let ours = tree::crates();
    let dependencies = dependencies(true);
    let mut findings = Vec::new();
    for (name, allowed) in ALLOWED {
        for dependency in dependencies.get(name).into_iter().flatten() {
            if dependency != name
                && ours.contains(dependency)
                && !allowed.contains(&dependency.as_str())
            {
                findings.push(format!("{name} -> {dependency}"));
            }
        }
    }
    none_found(
        "edges that the table does not allow (server > web > app > {store, factors} > the rest):",
        &findings,
    );
}

#[test]
fn the_table_of_edges_has_no_circle() {
    let mut settled: Vec<&str> = Vec::new();
    while settled.len() < ALLOWED.len() {
        let before = settled.len();
        for (name, allowed) in ALLOWED {
            if !settled.contains(&name) && allowed.iter().all(|lower| settled.contains(lower)) {
                settled.push(name);
            }
        }
        assert!(
            settled.len() > before,
            "a circle among those not in {settled:?}"
        );
    }
}

#[test]
fn nothing_depends_on_the_tests_or_the_benchmarks() {
    let mut findings = Vec::new();
    for (name, dependencies) in dependencies(true) {
        for dependency in dependencies
            .iter()
            .filter(|dependency| ["tests", "bench"].contains(&dependency.as_str()))
        {
            findings.push(format!("{name} -> {dependency}"));
        }
    }
    none_found("the tests stand outside the product:", &findings);
}

#[test]
fn each_library_is_named_in_its_home_alone() {
    let dependencies = dependencies(false);
    let mut findings = Vec::new();
    for (library, homes, reason) in HOMES {
        for (name, named) in &dependencies {
            if !homes.contains(&name.as_str()) && named.iter().any(|found| found == library) {
                findings.push(format!("{name} -> {library}: {reason}"));
            }
        }
    }
    none_found("libraries away from home:", &findings);
}

#[test]
fn pure_crates_name_no_library_that_waits_or_knows_the_time() {
    let dependencies = dependencies(false);
    let mut findings = Vec::new();
    for name in PURE {
        for dependency in dependencies.get(name).into_iter().flatten() {
            if IMPURE.contains(&dependency.as_str()) {
                findings.push(format!("{name} -> {dependency}"));
            }
        }
    }
    none_found("a pure crate takes values and gives values:", &findings);
}
