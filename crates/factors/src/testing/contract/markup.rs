//! Reading a fragment just well enough to hold it to its rules.

use std::collections::BTreeSet;

/// One tag: its name, and its attributes with their values.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn value(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(attribute, _)| attribute == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The tags of a fragment, closing ones with their slash.
fn tags(html: &str) -> Result<Vec<Tag>, String> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if rest[..start].contains('>') {
            return Err("a > stands in the text".to_owned());
        }
        rest = &rest[start + 1..];
        let (tag, after) = tag(rest)?;
        tags.push(tag);
        rest = after;
    }
    Ok(tags)
}

fn tag(text: &str) -> Result<(Tag, &str), String> {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '>')
        .ok_or("a tag is not closed")?;
    let mut tag = Tag {
        name: text[..end].to_owned(),
        attributes: Vec::new(),
    };
    let mut rest = text[end..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
            return Ok((tag, after));
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .filter(|end| *end > 0)
            .ok_or("an attribute has no name")?;
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').ok_or("a quote is not closed")?;
            value = &quoted[..close];
            rest = &quoted[close + 1..];
        } else if rest.starts_with('=') {
            return Err(format!("{name} has no quotes"));
        }
        tag.attributes.push((name, value.to_owned()));
        rest = rest.trim_start();
    }
}

/// The tags with the names of their attributes, without any text: the same whatever names stand in the page.
pub fn skeleton(html: &str) -> Vec<String> {
    tags(html)
        .unwrap_or_default()
        .into_iter()
        .map(|tag| {
            let names: Vec<String> = tag.attributes.into_iter().map(|(name, _)| name).collect();
            format!("{} {}", tag.name, names.join(" "))
        })
        .collect()
}

/// Checks what a fragment promises to password managers, screen readers and the content security policy.
pub fn fragment(html: &str) -> Result<(), String> {
    let tags = tags(html)?;
    let mut ids = BTreeSet::new();
    for tag in &tags {
        if ["form", "script", "style", "h1", "main"].contains(&tag.name.as_str()) {
            return Err(format!("<{}> belongs to the page around", tag.name));
        }
        for (name, _) in &tag.attributes {
            if name == "style" || name.starts_with("on") {
                return Err(format!(
                    "{name} is forbidden by the content security policy"
                ));
            }
        }
        if let Some(id) = tag.value("id").filter(|id| !ids.insert(*id)) {
            return Err(format!("the id {id} stands twice"));
        }
    }
    let (hidden, inputs): (Vec<&Tag>, Vec<&Tag>) = tags
        .iter()
        .filter(|tag| tag.name == "input")
        .partition(|input| input.value("type") == Some("hidden"));
    if hidden.iter().any(|input| input.value("name").is_none()) {
        return Err("a hidden field has no name".to_owned());
    }
    for tag in tags.iter().filter(|tag| tag.name == "button") {
        // Enter in a field presses the first button of the form: where there is a field, that one is the page's.
        let moves = tag.value("name") == Some(crate::live::MOVE) && inputs.is_empty();
        if tag.value("type") != Some("button") && !moves {
            return Err("the first button of the form is the page's".to_owned());
        }
    }
    for input in &inputs {
        let id = input.value("id").ok_or("a field has no id")?;
        let labelled = tags
            .iter()
            .any(|tag| tag.name == "label" && tag.value("for") == Some(id));
        if !labelled || input.value("name").is_none() || input.value("autocomplete").is_none() {
            return Err(format!(
                "the field {id} lacks a label, a name or an autocomplete token"
            ));
        }
        for described in input
            .value("aria-describedby")
            .unwrap_or_default()
            .split(' ')
        {
            if !described.is_empty() && !ids.contains(described) {
                return Err(format!("{described} describes {id} and is not there"));
            }
        }
    }
    let codes: Vec<&&Tag> = inputs
        .iter()
        .filter(|input| input.value("autocomplete") == Some("one-time-code"))
        .collect();
    match codes.as_slice() {
        [] if inputs
            .iter()
            .any(|input| input.value("name") == Some("code")) =>
        {
            Err("the code has no one-time-code".to_owned())
        }
        [] => Ok(()),
        [code] if code.value("name") == Some("code") => balanced(&tags),
        _ => Err("a code is asked for in one field called code".to_owned()),
    }
}

fn balanced(tags: &[Tag]) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        match tag.name.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(name) => return Err(format!("</{name}> closes nothing")),
            None if ["input", "rect", "path", "br"].contains(&tag.name.as_str()) => {}
            None => open.push(&tag.name),
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("{open:?} stay open"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_that_keeps_the_rules_passes() {
        let html = r#"<p>a &#60;</p><label for="code">C</label><p id="h">x</p><input id="code" name="code" autocomplete="one-time-code" aria-describedby="h">"#;
        assert_eq!(fragment(html), Ok(()));
        let moves = r#"<input type="hidden" name="r" value="x"><button name="order">Go</button>"#;
        assert_eq!(fragment(moves), Ok(()));
        assert_eq!(skeleton(r#"<p class="a">x</p>"#), ["p class", "/p "]);
    }

    #[test]
    fn a_fragment_that_breaks_a_rule_is_told() {
        let field = r#"<label for="code">C</label><input id="code" name="code" autocomplete="one-time-code">"#;
        for broken in [
            "<script>".to_owned(),
            "<p onclick=\"x\"></p>".to_owned(),
            "<p style=\"x\"></p>".to_owned(),
            "<p id=\"a\"></p><p id=\"a\"></p>".to_owned(),
            "<button>go</button>".to_owned(),
            format!("{field}<button name=\"order\">go</button>"),
            "<input type=\"hidden\" value=\"x\">".to_owned(),
            "<input id=\"a\" name=\"a\" autocomplete=\"off\">".to_owned(),
            format!("{field}{field}"),
            format!("<p>{field}"),
            format!("{field}</p>"),
            field.replace("one-time-code", "off"),
            field.replace("id=\"code\"", "id=\"code\" aria-describedby=\"gone\""),
            "<p class=x></p>".to_owned(),
            "<p".to_owned(),
        ] {
            assert!(fragment(&broken).is_err(), "{broken}");
        }
    }
}
