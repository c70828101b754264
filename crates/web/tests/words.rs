//! Every sentence that a handler or a template asks for by its key is in the catalogue, in both languages.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;

use factors::Registry;
use text::{Catalogue, Language};

/// The calls that take a key first.
const CALLS: &[&str] = &[
    ".get(", ".t(", ".t1(", ".t2(", ".with(", ".with1(", ".with2(",
];

/// The keys that a file names in such calls.
fn keys_in(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for call in CALLS {
        for (place, _) in source.match_indices(call) {
            let argument = source[place + call.len()..].trim_start();
            let Some((key, _)) = argument
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            // Fields of forms and addresses have no hyphen; a key does.
            if key.contains('-') {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

fn read_all(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            read_all(&path, keys);
        } else if path.is_file() && name != "tests.rs" {
            keys.extend(keys_in(&std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeSet::new();
    for folder in ["src", "templates"] {
        read_all(&root.join(folder), &mut keys);
    }
    assert!(
        keys.len() > 150,
        "only {} keys were found: is the search still right?",
        keys.len()
    );
    let catalogue = Catalogue::new(&Registry::standard().words()).unwrap();
    for language in Language::ALL {
        let text = catalogue.text(language);
        let missing: Vec<_> = keys.iter().filter(|key| !text.has(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}
