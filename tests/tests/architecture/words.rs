//! A factor is a folder: no other crate names a kind of factor.

use crate::none_found;
use crate::source::shipped;
use crate::tree::{self, File};

/// The kinds, as they are written in data and on the wire.
const KINDS: [&str; 7] = [
    "totp",
    "sms",
    "email",
    "voice",
    "bankid",
    "passkey",
    "recovery_codes",
];

/// Where such a word is allowed, because there it means something else than a kind of factor: (path begins with, words, why).
const ALLOWED: [(&str, &[&str], &str); 13] = [
    ("crates/otp/", &["totp"], "the type in an otpauth link"),
    (
        "crates/domain/src/password/blocklist.rs",
        &["bankid"],
        "a password nobody should choose",
    ),
    (
        "crates/store/src/addresses",
        &["email"],
        "what an address is: a mailbox or a telephone",
    ),
    (
        "crates/domain/src/message.rs",
        &["email", "sms", "voice"],
        "what carries a message",
    ),
    (
        "crates/store/src/people/texts.rs",
        &["email"],
        "what an address is: a mailbox or a telephone",
    ),
    (
        "crates/domain/src/effect.rs",
        &["email"],
        "what an address is: a mailbox or a telephone",
    ),
    (
        "crates/domain/src/import/mapping.rs",
        &["email", "sms"],
        "what people call the columns of a table",
    ),
    (
        "crates/app/src/administer/import/",
        &["email"],
        "the column of a table, and what an address is",
    ),
    (
        "crates/web/src/admin/users/add.rs",
        &["email"],
        "the field for a mailbox",
    ),
    (
        "crates/web/src/pages/assets.rs",
        &["passkey"],
        "the file of the script that asks browsers for one",
    ),
    (
        "crates/connect/src/gateway/",
        &["email", "sms"],
        "a gateway's own word on its wire",
    ),
    (
        "crates/connect/src/bankid/",
        &["bankid"],
        "an eID's own word in its pictures and files",
    ),
    (
        "crates/connect/src/eid/open.rs",
        &["bankid"],
        "the name of an eID in the configuration, where it is opened",
    ),
];

/// The demo plays people with factors, so it names them.
fn is_demo(file: &File) -> bool {
    file.path
        .split('/')
        .any(|part| part == "demo" || part == "demo.rs")
}

#[test]
fn no_crate_but_factors_names_a_kind_of_factor() {
    let mut findings = Vec::new();
    let mut used = [false; ALLOWED.len()];
    for file in tree::production() {
        if file.krate() == Some("factors") || is_demo(&file) {
            continue;
        }
        for token in shipped(&file.text) {
            let Some(kind) = token.literal().filter(|text| KINDS.contains(text)) else {
                continue;
            };
            let permission = ALLOWED
                .iter()
                .position(|(path, words, _)| file.path.starts_with(path) && words.contains(&kind));
            match permission {
                Some(row) => used[row] = true,
                None => findings.push(format!("{}:{}: {kind:?}", file.path, token.line)),
            }
        }
    }
    none_found(
        "a kind of factor is known to its folder alone; ask its profile instead of comparing its name:",
        &findings,
    );
    let idle = ALLOWED
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|((path, ..), _)| (*path).to_owned());
    none_found(
        "permissions nobody needs any more:",
        &idle.collect::<Vec<_>>(),
    );
}
