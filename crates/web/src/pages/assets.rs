//! The stylesheets, the script and the mark, at addresses that change when they do, so that a browser may keep them for a year.

use std::sync::LazyLock;

/// The path under which all assets are served.
pub const PREFIX: &str = "/assets/";

/// A file that the pages load.
pub struct Asset {
    path: String,
    /// Its `Content-Type`.
    pub content_type: &'static str,
    /// Its bytes.
    pub body: String,
}

impl Asset {
    fn new(stem: &str, ending: &str, content_type: &'static str, body: String) -> Self {
        let path = format!(
            "{PREFIX}{stem}.{:016x}.{ending}",
            fingerprint(body.as_bytes())
        );
        Self {
            path,
            content_type,
            body,
        }
    }

    /// The path it is served under; the content's fingerprint is a part of it.
    pub fn path(&self) -> &str {
        &self.path
    }
}

static STYLESHEET: LazyLock<Asset> =
    LazyLock::new(|| css("tvasteg", include_str!("../../assets/tvasteg.css")));
static ACCOUNT: LazyLock<Asset> =
    LazyLock::new(|| css("account", include_str!("../../assets/account.css")));
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "tvasteg",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/tvasteg.js").to_owned(),
    )
});
static ADMIN: LazyLock<Asset> =
    LazyLock::new(|| css("admin", include_str!("../../assets/admin.css")));
static ADMIN_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "admin",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/admin.js").to_owned(),
    )
});
static PASSKEY_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "passkey",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/passkey.js").to_owned(),
    )
});
static MARK: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "mark",
        "svg",
        "image/svg+xml",
        include_str!("../../assets/mark.svg").to_owned(),
    )
});

/// The stylesheet of every page.
pub fn stylesheet() -> &'static Asset {
    &STYLESHEET
}

/// The stylesheet that is added where somebody is signed in, and in the demo.
pub fn account_stylesheet() -> &'static Asset {
    &ACCOUNT
}

/// The stylesheet that is added in the administration.
pub fn admin_stylesheet() -> &'static Asset {
    &ADMIN
}

/// The script that is added in the administration.
pub fn admin_script() -> &'static Asset {
    &ADMIN_SCRIPT
}

/// The script that is added where the browser is asked for a passkey.
pub fn passkey_script() -> &'static Asset {
    &PASSKEY_SCRIPT
}

/// The script of every page.
pub fn script() -> &'static Asset {
    &SCRIPT
}

/// The mark shown in a browser's tab.
pub fn mark() -> &'static Asset {
    &MARK
}

/// Every asset.
pub fn all() -> [&'static Asset; 7] {
    [
        stylesheet(),
        account_stylesheet(),
        admin_stylesheet(),
        script(),
        admin_script(),
        passkey_script(),
        mark(),
    ]
}

/// The asset served under `path`, if it is one of today's.
pub fn find(path: &str) -> Option<&'static Asset> {
    all().into_iter().find(|asset| asset.path == path)
}

fn css(stem: &str, source: &str) -> Asset {
    Asset::new(
        stem,
        "css",
        "text/css; charset=utf-8",
        without_comments(source),
    )
}

/// A stylesheet without its comments: they are for whoever reads the source.
fn without_comments(source: &str) -> String {
    let mut lean = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("/*") {
        lean.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    lean.push_str(rest);
    lean.trim_start().to_owned()
}

/// FNV-1a: tells two versions of our own files apart. It guards nothing.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn an_asset_is_found_under_its_own_address_alone() {
        let asset = stylesheet();
        assert_eq!(find(asset.path()).unwrap().body, asset.body);
        assert!(find("/assets/tvasteg.0000000000000000.css").is_none());
        assert!(find("/assets/../assets/tvasteg.css").is_none());
    }

    #[test]
    fn two_contents_have_two_addresses() {
        let one = Asset::new("a", "css", "text/css", "a{}".to_owned());
        let other = Asset::new("a", "css", "text/css", "b{}".to_owned());
        assert_ne!(one.path(), other.path());
    }

    #[test]
    fn comments_are_left_out_and_rules_kept() {
        assert_eq!(
            without_comments("/* a */\na{b:c}/* d\n*/e{f:g}"),
            "a{b:c}e{f:g}"
        );
        assert!(!stylesheet().body.contains("/*"));
        assert!(stylesheet().body.contains("--accent:"));
    }

    #[test]
    fn each_script_stays_within_eight_kilobytes() {
        assert!(script().body.len() <= 8 * 1024);
        assert!(admin_script().body.len() <= 8 * 1024);
        assert!(passkey_script().body.len() <= 8 * 1024);
    }
}
