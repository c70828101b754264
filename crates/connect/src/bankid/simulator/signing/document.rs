//! The XML signature, written piece by piece in the form in which it is hashed.
//!
//! The writer puts down canonical XML from the start and shares nothing with the reader that checks it, so that each tests the other.

use data_encoding::BASE64;
use rustls::pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};

use super::super::{fault::SimulatorFault, person::Person, request::Visible};

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const TYPES: &str = "http://www.bankid.com/signature/v1.0.0/types";
const CANONICAL_XML: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// The policy of a BankID in a phone, in the test service.
const MOBILE: &str = "1.2.3.4.25";

/// What a person signs.
pub(crate) struct Content<'a> {
    pub(crate) person: &'a Person,
    pub(crate) signs: bool,
    pub(crate) visible: Option<&'a Visible>,
    /// base64, as the caller sent it.
    pub(crate) hidden: Option<&'a str>,
    /// The organisation that asks, as its certificate names it.
    pub(crate) caller: &'a str,
    pub(crate) policies: &'a [String],
}

impl Content<'_> {
    /// The element that is signed. All text in it is base64 or a constant, so that nothing needs escaping.
    pub(crate) fn xml(&self, nonce: &[u8]) -> String {
        let visible = self.visible.map(visible).unwrap_or_default();
        let hidden = self
            .hidden
            .map(|data| element("usrNonVisibleData", data))
            .unwrap_or_default();
        let name = format!("cn={0},name={0},o=Testbanken AB (publ),c=SE", self.caller);
        let server = [
            element("name", &encoded(&name)),
            element("nonce", &BASE64.encode(nonce)),
            element("displayName", &encoded(self.caller)),
        ];
        let server = element("srvInfo", &server.concat());
        let client = self.client();
        format!(
            "<bankIdSignedData xmlns=\"{TYPES}\" Id=\"bidSignedData\">{visible}{hidden}{server}{client}</bankIdSignedData>"
        )
    }

    fn client(&self) -> String {
        let function = if self.signs {
            "Signing"
        } else {
            "Identification"
        };
        let mobile = [MOBILE.to_owned()];
        let policies = if self.policies.is_empty() {
            &mobile[..]
        } else {
            self.policies
        };
        let kind = element("type", "CertificatePolicies");
        let values: String = policies
            .iter()
            .map(|policy| element("value", policy))
            .collect();
        let condition = element("condition", &[kind, values].concat());
        let app = [
            element("type", &encoded("TVASTEG SIMULATOR")),
            element("deviceInfo", &encoded("1.0")),
            element("uhi", &self.person.hardware()),
            element("fsib", "0"),
            element("utb", "cs1"),
            element("requirement", &condition),
            element("uauth", "pw"),
        ];
        let parts = [
            element("funcId", function),
            element("version", &encoded("7.50.0")),
            element("env", &element("ai", &app.concat())),
        ];
        element("clientInfo", &parts.concat())
    }
}

fn visible(visible: &Visible) -> String {
    // Attributes stand in the order of their names.
    let format = match &visible.format {
        Some(format) => format!(" format=\"{format}\""),
        None => String::new(),
    };
    let text = &visible.encoded;
    format!("<usrVisibleData charset=\"UTF-8\"{format} visible=\"wysiwys\">{text}</usrVisibleData>")
}

fn element(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

fn encoded(text: &str) -> String {
    BASE64.encode(text.as_bytes())
}

/// Signs this element along with these certificates, and writes the whole document.
pub(crate) fn assemble(
    signed_data: &str,
    chain: &[CertificateDer<'static>],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, SimulatorFault>,
) -> Result<String, SimulatorFault> {
    let certificates: String = chain
        .iter()
        .map(|certificate| element("X509Certificate", &BASE64.encode(certificate)))
        .collect();
    let data = element("X509Data", &certificates);
    let key_info = format!("<KeyInfo xmlns=\"{DSIG}\" Id=\"bidKeyInfo\">{data}</KeyInfo>");
    let kind = format!(" Type=\"{TYPES}\"");
    let to_data = reference(&kind, "#bidSignedData", signed_data);
    let to_keys = reference("", "#bidKeyInfo", &key_info);
    let signed_info = format!(
        "<SignedInfo xmlns=\"{DSIG}\"><CanonicalizationMethod Algorithm=\"{CANONICAL_XML}\"></CanonicalizationMethod>\
         <SignatureMethod Algorithm=\"{RSA_SHA256}\"></SignatureMethod>{to_data}{to_keys}</SignedInfo>"
    );
    let value = BASE64.encode(&sign(signed_info.as_bytes())?);
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><Signature xmlns=\"{DSIG}\">{signed_info}\
         <SignatureValue>{value}</SignatureValue>{key_info}<Object>{signed_data}</Object></Signature>"
    ))
}

fn reference(kind: &str, uri: &str, canonical: &str) -> String {
    let digest = BASE64.encode(Sha256::digest(canonical.as_bytes()).as_slice());
    format!(
        "<Reference{kind} URI=\"{uri}\"><Transforms><Transform Algorithm=\"{CANONICAL_XML}\"></Transform></Transforms>\
         <DigestMethod Algorithm=\"{SHA256}\"></DigestMethod><DigestValue>{digest}</DigestValue></Reference>"
    )
}
