//! Canonical XML 1.0 without comments, for the few things that BankID's layout consists of.
//!
//! What reaches this has passed `layout`: no comment, no processing instruction, no prefix, no attribute in a namespace, every element in
//! a namespace. What the standard says of those is therefore not here, and for what is left its inclusive and its exclusive form agree.

use roxmltree::Node;

/// An element and all in it, as the apex of a canonical document.
pub(super) fn canonical(element: Node<'_, '_>) -> String {
    let mut out = String::new();
    write(element, None, &mut out);
    out
}

fn write(element: Node<'_, '_>, inherited: Option<&str>, out: &mut String) {
    let name = element.tag_name().name();
    let namespace = element.tag_name().namespace();
    out.push('<');
    out.push_str(name);
    if let Some(namespace) = namespace.filter(|_| namespace != inherited) {
        attribute("xmlns", namespace, out);
    }
    let mut attributes: Vec<_> = element.attributes().collect();
    attributes.sort_by_key(roxmltree::Attribute::name);
    for one in attributes {
        attribute(one.name(), one.value(), out);
    }
    out.push('>');
    for child in element.children() {
        if child.is_element() {
            write(child, namespace, out);
        } else {
            text(child.text().unwrap_or_default(), out);
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for sign in value.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            sign => out.push(sign),
        }
    }
    out.push('"');
}

fn text(value: &str, out: &mut String) {
    for sign in value.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            sign => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

    use super::*;

    fn of(xml: &str) -> String {
        let document = roxmltree::Document::parse(xml).unwrap();
        let inner = document.root_element().first_element_child().unwrap();
        canonical(inner)
    }

    #[test]
    fn the_apex_carries_the_namespace_it_inherited() {
        assert_eq!(
            of("<a xmlns='urn:x'><b><c/></b></a>"),
            "<b xmlns=\"urn:x\"><c></c></b>"
        );
    }

    #[test]
    fn a_namespace_is_said_once_and_again_where_it_changes() {
        assert_eq!(
            of(
                "<a xmlns='urn:x'><b xmlns='urn:x'><c xmlns='urn:x'/><d xmlns='urn:y'><e xmlns='urn:x'/></d></b></a>"
            ),
            "<b xmlns=\"urn:x\"><c></c><d xmlns=\"urn:y\"><e xmlns=\"urn:x\"></e></d></b>"
        );
    }

    #[test]
    fn attributes_stand_in_order_behind_the_namespace_in_double_quotes() {
        assert_eq!(
            of("<a xmlns='urn:x'><b  z='1'\n a='\"&#9;&#10;&amp;&lt;>'   xmlns='urn:y'/></a>"),
            "<b xmlns=\"urn:y\" a=\"&quot;&#x9;&#xA;&amp;&lt;>\" z=\"1\"></b>"
        );
    }

    #[test]
    fn text_keeps_its_blanks_and_loses_what_only_the_writing_was() {
        assert_eq!(
            of("<a xmlns='urn:x'><b> 1\r\n<![CDATA[<&]]>&#13;&#x41;&gt; </b></a>"),
            "<b xmlns=\"urn:x\"> 1\n&lt;&amp;&#xD;A&gt; </b>"
        );
    }
}
