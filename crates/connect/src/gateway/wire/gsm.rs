//! The alphabet of GSM 03.38, for gateways that must be told when a text goes beyond it.

/// The basic table beside A–Z, a–z, 0–9 and the marks of ASCII that it holds.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// The extension table.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Whether every character is in the alphabet, its extension included.
pub(in crate::gateway) fn is_gsm(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || BASIC.contains(c) || EXTENSION.contains(c))
}
