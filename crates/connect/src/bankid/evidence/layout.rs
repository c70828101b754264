//! The strict reading of a document: what BankID's layout does not have is refused before anything is read from it, and elements are
//! found by their place, never by searching.

use roxmltree::{Document, Node, ParsingOptions};

use super::fault::EvidenceFault;

/// The namespace of XML signatures.
pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The namespace of what BankID signs.
pub(super) const TYPES: &str = "http://www.bankid.com/signature/v1.0.0/types";
/// The two places that carry an Id, and which.
const IDS: [(&str, &str, &str); 2] = [
    (DSIG, "KeyInfo", "bidKeyInfo"),
    (TYPES, "bankIdSignedData", "bidSignedData"),
];

/// A signature has about sixty nodes.
const MOST_NODES: u32 = 1_000;
/// The deepest element of a signature is the tenth.
const DEEPEST: usize = 16;

/// Parses a document and refuses whatever could be read in two ways.
pub(super) fn parse(xml: &str) -> Result<Document<'_>, EvidenceFault> {
    // An empty document type is no error to the parser.
    if xml.contains("<!DOCTYPE") {
        return Err(EvidenceFault::DocumentType);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xml, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => EvidenceFault::DocumentType,
        _ => EvidenceFault::Malformed,
    })?;
    let mut ids = 0;
    for node in document.descendants() {
        if node.is_comment() || node.is_pi() {
            return Err(EvidenceFault::Layout("a comment or an instruction"));
        }
        if node.is_element() {
            plain(node)?;
            ids += usize::from(bears_id(node)?);
        }
    }
    if ids == IDS.len() {
        Ok(document)
    } else {
        Err(EvidenceFault::StrayId)
    }
}

/// An element without prefixes and namespaced attributes, in one of the two namespaces, at a sensible depth.
fn plain(element: Node<'_, '_>) -> Result<(), EvidenceFault> {
    if !matches!(element.tag_name().namespace(), Some(DSIG | TYPES)) {
        return Err(EvidenceFault::Layout("a foreign element"));
    }
    if element
        .namespaces()
        .any(|namespace| namespace.name().is_some())
    {
        return Err(EvidenceFault::Layout("a namespace with a prefix"));
    }
    if element
        .attributes()
        .any(|attribute| attribute.namespace().is_some())
    {
        return Err(EvidenceFault::Layout("an attribute in a namespace"));
    }
    if element.ancestors().count() > DEEPEST {
        return Err(EvidenceFault::Layout("elements too deep"));
    }
    Ok(())
}

/// Whether an element bears the Id that belongs to it; any other Id is refused, however it is written.
fn bears_id(element: Node<'_, '_>) -> Result<bool, EvidenceFault> {
    let mut bears = false;
    for attribute in element.attributes() {
        if attribute.name().eq_ignore_ascii_case("id") {
            let belongs = IDS.iter().any(|(namespace, name, id)| {
                attribute.name() == "Id"
                    && attribute.value() == *id
                    && element.has_tag_name((*namespace, *name))
            });
            if !belongs || bears {
                return Err(EvidenceFault::StrayId);
            }
            bears = true;
        }
    }
    Ok(bears)
}

/// The children of an element, which must be exactly these in this order, with nothing but blanks between them.
pub(super) fn exactly<'a, 'input, const N: usize>(
    parent: Node<'a, 'input>,
    namespace: &str,
    names: [&str; N],
) -> Result<[Node<'a, 'input>; N], EvidenceFault> {
    let children = elements(parent)?;
    let children: [Node<'a, 'input>; N] = children
        .try_into()
        .map_err(|_| EvidenceFault::Layout("another number of elements"))?;
    let right = children
        .iter()
        .zip(names)
        .all(|(child, name)| child.has_tag_name((namespace, name)));
    if right {
        Ok(children)
    } else {
        Err(EvidenceFault::Layout("an element at the wrong place"))
    }
}

/// The elements in an element that has nothing else but blanks.
pub(super) fn elements<'a, 'input>(
    parent: Node<'a, 'input>,
) -> Result<Vec<Node<'a, 'input>>, EvidenceFault> {
    let blank = |text: &str| {
        text.chars()
            .all(|sign| matches!(sign, ' ' | '\t' | '\n' | '\r'))
    };
    let mut children = Vec::new();
    for child in parent.children() {
        if child.is_element() {
            children.push(child);
        } else if !blank(child.text().unwrap_or_default()) {
            return Err(EvidenceFault::Layout("text between elements"));
        }
    }
    Ok(children)
}

/// The text of an element that has nothing but text.
pub(super) fn text<'a>(element: Node<'a, '_>) -> Result<&'a str, EvidenceFault> {
    let mut children = element.children();
    match (children.next(), children.next()) {
        (None, _) => Ok(""),
        (Some(only), None) => only
            .is_text()
            .then(|| only.text().unwrap_or_default())
            .ok_or(EvidenceFault::Layout("an element where text belongs")),
        _ => Err(EvidenceFault::Layout("more than text where text belongs")),
    }
}

/// Refuses attributes that an element does not have.
pub(super) fn only_attributes(
    element: Node<'_, '_>,
    allowed: &[&str],
) -> Result<(), EvidenceFault> {
    if element
        .attributes()
        .all(|attribute| allowed.contains(&attribute.name()))
    {
        Ok(())
    } else {
        Err(EvidenceFault::Layout("an unknown attribute"))
    }
}
