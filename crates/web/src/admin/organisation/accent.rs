//! How the organisation's colour looks on light and on dark pages, before anybody sees it there.

use std::fmt::Write as _;

use text::Text;

use crate::admin::money;
use crate::pages::accent::{Seen, seen};
use crate::pages::admin::AccentPreview;

/// The colour in use; the product's own where there is none.
const OWN: &str = "#0b5d4e";

/// The preview.
pub(super) fn preview(text: &Text, accent: Option<&str>) -> Option<AccentPreview> {
    let shades = seen(accent.unwrap_or(OWN))?;
    let keys = ["settings-accent-light", "settings-accent-dark"];
    let said = |(key, shade): (&str, &Seen)| {
        let end = if shade.kept { "kept" } else { "changed" };
        let ratio = money::tenths(shade.contrast_tenths, text.language());
        text.with2(
            &format!("{key}-{end}"),
            "colour",
            &shade.accent,
            "ratio",
            ratio,
        )
    };
    Some(AccentPreview {
        lines: keys.into_iter().zip(&shades).map(said).collect(),
        picture: picture(text, &shades),
    })
}

/// Two small pages beside each other, each with a button and a link.
fn picture(text: &Text, shades: &[Seen; 2]) -> String {
    let mut picture = format!(
        "<svg class=\"preview\" role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"96\">",
        escaped(&text.get("settings-accent-preview"))
    );
    let (button, link) = (
        escaped(&text.get("settings-accent-button")),
        escaped(&text.get("settings-accent-link")),
    );
    for (shade, x) in shades.iter().zip([0, 50]) {
        let Seen {
            ground,
            accent,
            on_accent,
            ..
        } = shade;
        let _ = write!(
            picture,
            "<svg x=\"{x}%\" width=\"50%\" height=\"96\"><rect width=\"100%\" height=\"96\" fill=\"{ground}\"/>\
             <rect x=\"12\" y=\"14\" width=\"112\" height=\"34\" rx=\"7\" fill=\"{accent}\"/>\
             <text x=\"68\" y=\"36\" text-anchor=\"middle\" fill=\"{on_accent}\">{button}</text>\
             <text x=\"12\" y=\"76\" fill=\"{accent}\" text-decoration=\"underline\">{link}</text></svg>",
        );
    }
    picture.push_str("</svg>");
    picture
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
