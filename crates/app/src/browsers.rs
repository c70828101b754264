//! What tells one browser from others for a long time: drawn once, kept by the browser, handed on as a hash alone.
//!
//! It opens nothing, belongs to nobody, and no row knows it: an eID weighs by it whether an order comes from where others came from.

use data_encoding::HEXLOWER;

use crate::{App, Fresh};

/// How many hexadecimal digits a browser keeps.
pub const BROWSER_DIGITS: usize = 32;

/// What tags are made for: nothing else of ours is taken for a browser's.
const BROWSER: &str = "browser mark";

impl App {
    /// 128 random bits for a browser to keep.
    pub fn draw_browser(&self) -> String {
        let drawn: [u8; BROWSER_DIGITS / 2] =
            domain::random::array(&mut Fresh(self.entropy.as_ref()));
        HEXLOWER.encode(&drawn)
    }

    /// What others are told of a browser that keeps `drawn`: 48 digits, which tell nobody what stands in the cookie and mean nothing at
    /// another installation. They change with the root key.
    pub fn browser_mark(&self, drawn: &str) -> String {
        let tag = self.store.keys().cookie_tag(BROWSER, drawn.as_bytes());
        // The tag's end is hash through and through; its beginning names the key.
        let bytes = tag.as_bytes();
        HEXLOWER.encode(&bytes[bytes.len().saturating_sub(24)..])
    }
}
