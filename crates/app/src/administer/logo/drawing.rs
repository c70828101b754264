//! Which drawings (SVG 1.1, XML 1.0) are shown to everybody who signs in: those of shapes and colours alone, in which nothing acts, fetches
//! or multiplies.

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

const SVG: &[u8] = b"http://www.w3.org/2000/svg";

/// The elements that neither act nor fetch. `use` is not among them: a few of them, each drawing another, are a thousand million.
const ELEMENTS: [&str; 28] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "metadata",
    "symbol",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "filter",
    "feGaussianBlur",
    "feOffset",
    "feMerge",
    "feMergeNode",
    "feBlend",
];

/// Whether a text is a drawing of known elements without scripts, styles of its own, entities or anything from elsewhere.
pub(super) fn is_plain(text: &str) -> bool {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut depth, mut roots) = (0_usize, 0_usize);
    loop {
        let Ok((bound, event)) = reader.read_resolved_event() else {
            return false;
        };
        let in_svg = matches!(bound, ResolveResult::Bound(space) if space.as_ref() == SVG);
        let opened = match event {
            Event::Start(tag) => Some((tag, 1)),
            Event::Empty(tag) => Some((tag, 0)),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                None
            }
            Event::Text(text) if depth == 0 && !text.iter().all(u8::is_ascii_whitespace) => {
                return false;
            }
            Event::Text(_) | Event::Comment(_) | Event::Decl(_) => None,
            Event::GeneralRef(name) if depth > 0 && is_a_sign(&name) => None,
            Event::Eof => return depth == 0 && roots == 1,
            Event::GeneralRef(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => {
                return false;
            }
        };
        if let Some((tag, deeper)) = opened {
            let is_root = depth == 0;
            roots += usize::from(is_root);
            if !in_svg || !is_plain_tag(&tag, is_root) {
                return false;
            }
            depth += deeper;
        }
    }
}

/// Whether a reference stands for one sign: by its number, or one of the five that every XML has.
fn is_a_sign(name: &quick_xml::events::BytesRef<'_>) -> bool {
    name.is_char_ref() || matches!(name.as_ref(), b"amp" | b"lt" | b"gt" | b"quot" | b"apos")
}

fn is_plain_tag(tag: &BytesStart<'_>, is_root: bool) -> bool {
    let local = tag.local_name();
    let Ok(name) = std::str::from_utf8(local.as_ref()) else {
        return false;
    };
    let known = ELEMENTS.contains(&name) && (!is_root || name == "svg");
    known
        && tag
            .attributes()
            .all(|attribute| attribute.is_ok_and(|attribute| is_plain_attribute(&attribute)))
}

fn is_plain_attribute(attribute: &Attribute<'_>) -> bool {
    let local = attribute.key.local_name();
    let Ok(name) = std::str::from_utf8(local.as_ref()) else {
        return false;
    };
    let Ok(value) = attribute.normalized_value(XmlVersion::Explicit1_0) else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    let declares = attribute.key.as_namespace_binding().is_some();
    match name.as_str() {
        _ if declares => true,
        _ if name.starts_with("on") => false,
        "href" | "src" | "base" => value.starts_with('#'),
        _ => !fetches(&value),
    }
}

/// Whether a value names something that lies elsewhere: it would be in `url(…)`. A style sheet's escapes could hide one.
fn fetches(value: &str) -> bool {
    let lean: String = value
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    let elsewhere = lean.match_indices("url(").any(|(at, found)| {
        let target = lean.get(at + found.len()..).unwrap_or_default();
        !target.trim_start_matches(['"', '\'']).starts_with('#')
    });
    elsewhere
        || ["\\", "@import", "javascript:", "image-set(", "image("]
            .iter()
            .any(|sign| lean.contains(sign))
}
