//! The picture: a QR code as one SVG path, with the white margin of four modules that scanners need. Black on white, whatever the colours
//! of the page around it.

use std::fmt::Write as _;

use askama::Template;
use fast_qr::{ECL, QRBuilder};

const MARGIN: usize = 4;

/// A QR code ready for a template.
#[derive(Clone)]
pub(crate) struct Qr {
    /// The length of a side in modules, margin included.
    side: usize,
    /// The dark modules, as the `d` of a path.
    path: String,
}

#[derive(Template)]
#[template(path = "qr.html")]
struct Picture<'a> {
    side: usize,
    path: &'a str,
    label: &'a str,
}

impl Qr {
    /// The picture of `content`; `None` where it is too long for any QR code.
    pub(crate) fn of(content: &str) -> Option<Self> {
        let code = QRBuilder::new(content).ecl(ECL::M).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            for run in code[row].chunk_by(|one, next| one.value() == next.value()) {
                if run.first().is_some_and(|module| module.value()) {
                    let (x, y) = (column + MARGIN, row + MARGIN);
                    // Writing to a text cannot fail.
                    let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
                }
                column += run.len();
            }
        }
        Some(Self {
            side: code.size + 2 * MARGIN,
            path,
        })
    }

    /// The whole `<svg>` element, with what it is called for those who do not see it.
    pub(crate) fn svg(&self, label: &str) -> String {
        let picture = Picture {
            side: self.side,
            path: &self.path,
            label,
        };
        // Writing to a text cannot fail.
        picture.render().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    /// Paints the path into a square of modules again.
    fn painted(qr: &Qr) -> Vec<Vec<bool>> {
        let mut square = vec![vec![false; qr.side]; qr.side];
        for run in qr.path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            assert_eq!(rest, format!("{length}v1h-{length}z"));
            square[y][x..x + length].fill(true);
        }
        square
    }

    #[test]
    fn every_module_is_painted_and_the_margin_is_white() {
        let content = "otpauth://totp/Bj%C3%B6rkens%20Omsorg:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bj%C3%B6rkens%20Omsorg&algorithm=SHA1&digits=6&period=30";
        let qr = Qr::of(content).unwrap();
        let code = QRBuilder::new(content).ecl(ECL::M).build().unwrap();
        let square = painted(&qr);
        for (y, row) in square.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (MARGIN..MARGIN + code.size).contains(&x)
                    && (MARGIN..MARGIN + code.size).contains(&y);
                let expected = inside && code[y - MARGIN][x - MARGIN].value();
                assert_eq!(*dark, expected, "module {x},{y}");
            }
        }
        assert!(square[MARGIN][MARGIN], "the finder pattern is dark");
    }

    #[test]
    fn the_element_is_black_on_white_and_its_label_is_text() {
        let qr = Qr::of("x").unwrap();
        let svg = qr.svg("\"><b>");
        let side = qr.side;
        assert!(svg.starts_with(&format!(
            r#"<svg viewBox="0 0 {side} {side}" role="img" aria-label="&#34;&#62;&#60;b&#62;" "#
        )));
        let white = format!(r##"<rect width="{side}" height="{side}" fill="#fff"/>"##);
        assert!(svg.contains(&white));
        assert!(svg.ends_with(r##"fill="#000"/></svg>"##), "{svg}");
    }

    #[test]
    fn the_longest_link_stays_small_enough_for_any_camera() {
        let qr = Qr::of(&"x".repeat(otp::otpauth::MAX_WRITTEN)).unwrap();
        assert!(qr.side - 2 * MARGIN <= 13 * 4 + 17, "at most version 13");
        assert!(Qr::of(&"x".repeat(4_000)).is_none());
    }
}
