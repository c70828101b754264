//! An XML signature in BankID's layout, taken apart.
//!
//! ```text
//! Signature
//! ├ SignedInfo        how it is canonicalised and signed; Reference #bidSignedData, Reference #bidKeyInfo
//! ├ SignatureValue
//! ├ KeyInfo           X509Data: person, bank, BankID
//! └ Object
//!   └ bankIdSignedData   usrVisibleData, usrNonVisibleData, srvInfo, clientInfo
//! ```
//!
//! What is read and what is hashed are the same nodes of one parse.

use data_encoding::BASE64;
use roxmltree::Node;

use super::{
    canonical::canonical,
    fault::EvidenceFault,
    layout::{self, DSIG, TYPES, elements, exactly, only_attributes, text},
};

const CANONICAL_XML: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Shown and hidden data at their longest, with three certificates, stay far below.
const LONGEST: usize = 1024 * 1024;

/// What stands in a signature. Nothing of it is proved yet.
pub(super) struct SignedDocument {
    /// What was signed, in canonical form.
    pub(super) signed_info: String,
    pub(super) signature_value: Vec<u8>,
    /// What the person saw and the circumstances, in canonical form.
    pub(super) signed_data: String,
    pub(super) signed_data_digest: Vec<u8>,
    /// The certificates' element in canonical form.
    pub(super) key_info: String,
    pub(super) key_info_digest: Vec<u8>,
    /// DER of the person's, the bank's and BankID's certificate.
    pub(super) certificates: [Vec<u8>; 3],
    pub(super) visible_text: Option<String>,
    pub(super) hidden_data: Option<Vec<u8>>,
    pub(super) function: Option<String>,
}

/// Reads the base64 of a signature.
pub(super) fn read(signature: &str) -> Result<SignedDocument, EvidenceFault> {
    if signature.len() > LONGEST {
        return Err(EvidenceFault::NotADocument);
    }
    let bytes = BASE64
        .decode(signature.as_bytes())
        .map_err(|_| EvidenceFault::NotADocument)?;
    let xml = String::from_utf8(bytes).map_err(|_| EvidenceFault::NotADocument)?;
    let document = layout::parse(&xml)?;
    let root = document.root_element();
    if !root.has_tag_name((DSIG, "Signature")) {
        return Err(EvidenceFault::Layout("another document"));
    }
    only_attributes(root, &[])?;
    let [info, value, key_info, object] = exactly(
        root,
        DSIG,
        ["SignedInfo", "SignatureValue", "KeyInfo", "Object"],
    )?;
    only_attributes(value, &[])?;
    only_attributes(object, &[])?;
    let [signed_data] = exactly(object, TYPES, ["bankIdSignedData"])?;
    only_attributes(signed_data, &["Id"])?;
    let [signed_data_digest, key_info_digest] = references(info)?;
    let content = Content::read(signed_data)?;
    Ok(SignedDocument {
        signed_info: canonical(info),
        signature_value: decoded(value)?,
        signed_data: canonical(signed_data),
        signed_data_digest,
        key_info: canonical(key_info),
        key_info_digest,
        certificates: certificates(key_info)?,
        visible_text: content.visible_text,
        hidden_data: content.hidden_data,
        function: content.function,
    })
}

/// The digests of the signed data and of the certificates, in this order.
fn references(info: Node<'_, '_>) -> Result<[Vec<u8>; 2], EvidenceFault> {
    only_attributes(info, &[])?;
    let [canonicalisation, method, one, other] = exactly(
        info,
        DSIG,
        [
            "CanonicalizationMethod",
            "SignatureMethod",
            "Reference",
            "Reference",
        ],
    )?;
    algorithm(canonicalisation, CANONICAL_XML)?;
    algorithm(method, RSA_SHA256)?;
    let (data, keys) = match (one.attribute("URI"), other.attribute("URI")) {
        (Some("#bidSignedData"), Some("#bidKeyInfo")) => (one, other),
        (Some("#bidKeyInfo"), Some("#bidSignedData")) => (other, one),
        _ => return Err(EvidenceFault::Layout("other references")),
    };
    Ok([digest(data)?, digest(keys)?])
}

fn digest(reference: Node<'_, '_>) -> Result<Vec<u8>, EvidenceFault> {
    only_attributes(reference, &["Type", "URI"])?;
    let [transforms, method, value] = exactly(
        reference,
        DSIG,
        ["Transforms", "DigestMethod", "DigestValue"],
    )?;
    only_attributes(transforms, &[])?;
    only_attributes(value, &[])?;
    let [transform] = exactly(transforms, DSIG, ["Transform"])?;
    algorithm(transform, CANONICAL_XML)?;
    algorithm(method, SHA256)?;
    decoded(value)
}

/// An empty element that names this algorithm.
fn algorithm(element: Node<'_, '_>, expected: &str) -> Result<(), EvidenceFault> {
    only_attributes(element, &["Algorithm"])?;
    if !text(element)?.trim().is_empty() {
        return Err(EvidenceFault::Layout("text between elements"));
    }
    if element.attribute("Algorithm") == Some(expected) {
        Ok(())
    } else {
        Err(EvidenceFault::Algorithm)
    }
}

fn certificates(key_info: Node<'_, '_>) -> Result<[Vec<u8>; 3], EvidenceFault> {
    only_attributes(key_info, &["Id"])?;
    let [data] = exactly(key_info, DSIG, ["X509Data"])?;
    only_attributes(data, &[])?;
    let [person, bank, bankid] = exactly(data, DSIG, ["X509Certificate"; 3])?;
    for one in [person, bank, bankid] {
        only_attributes(one, &[])?;
    }
    Ok([decoded(person)?, decoded(bank)?, decoded(bankid)?])
}

struct Content {
    visible_text: Option<String>,
    hidden_data: Option<Vec<u8>>,
    function: Option<String>,
}

impl Content {
    fn read(signed_data: Node<'_, '_>) -> Result<Self, EvidenceFault> {
        let mut content = Self {
            visible_text: None,
            hidden_data: None,
            function: None,
        };
        let mut seen = Vec::new();
        for child in elements(signed_data)? {
            let name = child.tag_name().name();
            if child.tag_name().namespace() != Some(TYPES) || seen.contains(&name) {
                return Err(EvidenceFault::Layout("another element in what was signed"));
            }
            seen.push(name);
            match name {
                "usrVisibleData" => content.visible_text = Some(visible_text(child)?),
                "usrNonVisibleData" => content.hidden_data = Some(decoded(child)?),
                "srvInfo" => {}
                "clientInfo" => content.function = function(child)?,
                _ => return Err(EvidenceFault::Layout("another element in what was signed")),
            }
        }
        Ok(content)
    }
}

fn visible_text(element: Node<'_, '_>) -> Result<String, EvidenceFault> {
    only_attributes(element, &["charset", "visible", "format"])?;
    if element.attribute("charset") != Some("UTF-8") {
        return Err(EvidenceFault::Layout("another character set"));
    }
    String::from_utf8(decoded(element)?).map_err(|_| EvidenceFault::Layout("another character set"))
}

fn function(client: Node<'_, '_>) -> Result<Option<String>, EvidenceFault> {
    let functions: Vec<_> = elements(client)?
        .into_iter()
        .filter(|child| child.has_tag_name((TYPES, "funcId")))
        .collect();
    match functions.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(text(*only)?.to_owned())),
        _ => Err(EvidenceFault::Layout("more than one function")),
    }
}

/// The bytes of an element that holds base64, which may be broken into lines and nothing else.
fn decoded(element: Node<'_, '_>) -> Result<Vec<u8>, EvidenceFault> {
    let signs: Vec<u8> = text(element)?
        .bytes()
        .filter(|sign| !matches!(sign, b' ' | b'\t' | b'\n' | b'\r'))
        .collect();
    BASE64
        .decode(&signs)
        .map_err(|_| EvidenceFault::Layout("no base64 where base64 belongs"))
}
