//! Reads HTML as far as a driver of our pages needs it: tags with their attributes, and the text between.

/// A piece of a page, in order.
#[derive(Debug, Clone)]
pub enum Piece {
    /// A start tag.
    Start(Tag),
    /// An end tag.
    End(String),
    /// Text, its entities resolved.
    Text(String),
}

/// A start tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Its name, in small letters.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty for one without a value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// All attributes, by name.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Tags that hold nothing and are never closed.
pub const VOID: [&str; 12] = [
    "meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "!doctype", "base", "wbr",
];

/// The pieces of a page.
pub fn read(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        if !text.trim().is_empty() {
            pieces.push(Piece::Text(resolved(text)));
        }
        let inside = &rest[at + 1..];
        let end = end_of_tag(inside);
        let (tag, after) = (&inside[..end], &inside[end + 1..]);
        match tag.strip_prefix('/') {
            Some(name) => pieces.push(Piece::End(name.trim().to_ascii_lowercase())),
            None => pieces.push(Piece::Start(tag_of(tag))),
        }
        rest = after;
    }
    if !rest.trim().is_empty() {
        pieces.push(Piece::Text(resolved(rest)));
    }
    pieces
}

/// A `>` inside quotes does not end a tag.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!(
        "a tag without an end: {}",
        text.chars().take(120).collect::<String>()
    );
}

fn tag_of(inside: &str) -> Tag {
    let inside = inside.trim_end_matches('/');
    let (name, mut rest) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest
            .find(|sign: char| sign == '=' || sign.is_whitespace())
            .unwrap_or(rest.len());
        if end == 0 {
            assert!(rest.is_empty(), "not an attribute: {rest}");
            break;
        }
        let (name, after) = rest.split_at(end);
        let quoted = after
            .strip_prefix("=\"")
            .map(|after| after.split_once('"').expect("a closing quote"));
        assert!(
            quoted.is_some() || !after.starts_with('='),
            "a value without quotes: {rest}"
        );
        let (value, after) = quoted.unwrap_or(("", after));
        attributes.push((name.to_ascii_lowercase(), resolved(value)));
        rest = after;
    }
    Tag {
        name: name.to_ascii_lowercase(),
        attributes,
    }
}

/// Text with its entities resolved.
fn resolved(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        whole.push_str(before);
        let Some((name, after_name)) = after.split_once(';').filter(|(name, _)| name.len() <= 8)
        else {
            whole.push('&');
            rest = after;
            continue;
        };
        match sign_of(name) {
            Some(sign) => whole.push(sign),
            None => panic!("an entity that our pages do not write: &{name};"),
        }
        rest = after_name;
    }
    whole.push_str(rest);
    whole
}

fn sign_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_entities_are_read() {
        let pieces = read("<p class=\"a > b\" hidden>x &#60;y&#62; &amp; z</p><br/>");
        let [
            Piece::Start(tag),
            Piece::Text(text),
            Piece::End(end),
            Piece::Start(void),
        ] = &pieces[..]
        else {
            panic!("{pieces:?}")
        };
        assert_eq!(
            (
                tag.name.as_str(),
                tag.attribute("class"),
                tag.attribute("hidden")
            ),
            ("p", Some("a > b"), Some(""))
        );
        assert_eq!(
            (text.as_str(), end.as_str(), void.name.as_str()),
            ("x <y> & z", "p", "br")
        );
    }
}
