//! Reads the tags of a page: just enough of HTML for what our own templates write.

/// A start tag.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty for one without a value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

enum Part {
    Start(Tag),
    End(String),
}

/// A form and the tags inside it.
pub(super) struct Form<'a> {
    pub(super) tag: &'a Tag,
    pub(super) inside: Vec<&'a Tag>,
}

/// The tags of a page, in order.
pub(super) struct Markup(Vec<Part>);

const VOID: [&str; 14] = [
    "meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "!doctype", "base",
    "wbr", "source", "col",
];

impl Markup {
    pub(super) fn read(html: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = html;
        while let Some((_, after)) = rest.split_once('<') {
            let (inside, after) = after.split_at(end_of_tag(after));
            rest = after;
            if let Some(name) = inside.strip_prefix('/') {
                parts.push(Part::End(name.to_ascii_lowercase()));
            } else {
                parts.push(Part::Start(read_tag(inside)));
            }
        }
        Self(parts)
    }

    pub(super) fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter().filter_map(|part| match part {
            Part::Start(tag) => Some(tag),
            Part::End(_) => None,
        })
    }

    pub(super) fn first(&self, name: &str) -> Option<&Tag> {
        self.tags().find(|tag| tag.name == name)
    }

    pub(super) fn count(&self, name: &str) -> usize {
        self.tags().filter(|tag| tag.name == name).count()
    }

    /// Whether every tag that is opened is closed, in order.
    pub(super) fn balanced(&self) -> Result<(), String> {
        let mut open: Vec<&str> = Vec::new();
        for part in &self.0 {
            match part {
                Part::Start(tag) if VOID.contains(&tag.name.as_str()) => {}
                Part::Start(tag) => open.push(&tag.name),
                Part::End(name) if VOID.contains(&name.as_str()) => {
                    return Err(format!("</{name}>"));
                }
                Part::End(name) => {
                    let last = open.pop();
                    if last != Some(name.as_str()) {
                        return Err(format!("</{name}> closes {last:?}"));
                    }
                }
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(format!("left open: {open:?}"))
        }
    }

    pub(super) fn forms(&self) -> Vec<Form<'_>> {
        let mut forms: Vec<Form<'_>> = Vec::new();
        let mut inside = false;
        for part in &self.0 {
            match part {
                Part::Start(tag) if tag.name == "form" => {
                    assert!(!inside, "a form in a form");
                    inside = true;
                    forms.push(Form {
                        tag,
                        inside: Vec::new(),
                    });
                }
                Part::End(name) if name == "form" => inside = false,
                Part::Start(tag) if inside => forms.iter_mut().last().unwrap().inside.push(tag),
                _ => {}
            }
        }
        forms
    }
}

/// Where the tag ends: a `>` inside quotes does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!(
        "a tag without an end: {}",
        text.chars().take(80).collect::<String>()
    );
}

fn read_tag(inside: &str) -> Tag {
    let inside = inside.trim_end_matches('/');
    let (name, mut rest) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        if end == 0 {
            assert!(rest.is_empty(), "not an attribute: {rest}");
            break;
        }
        let (name, after) = rest.split_at(end);
        let value = after
            .strip_prefix("=\"")
            .map(|after| after.split_once('"').expect("a closing quote"));
        assert!(
            value.is_some() || !after.starts_with('='),
            "an unquoted value: {rest}"
        );
        let (value, after) = value.unwrap_or(("", after));
        attributes.push((name.to_ascii_lowercase(), value.to_owned()));
        rest = after;
    }
    Tag {
        name: name.to_ascii_lowercase(),
        attributes,
    }
}
