//! The document and its layout.

use super::*;
use crate::bankid::evidence::Part;

const STRAY: EvidenceFault = EvidenceFault::StrayId;

#[test]
fn what_is_no_document_is_refused() {
    let ocsp = answered(&said(&certificate(), "x"));
    for signature in ["", "%%%", "/w==", &"A".repeat(1024 * 1024 + 4)] {
        let verdict = check(signature, &ocsp, &expected(), &roots());
        let refused = matches!(
            verdict,
            Err(EvidenceFault::NotADocument | EvidenceFault::Malformed)
        );
        assert!(refused, "{verdict:?}");
    }
    assert_eq!(verdict("<a"), Err(EvidenceFault::Malformed));
    assert_eq!(verdict(&document()[..2000]), Err(EvidenceFault::Malformed));
}

#[test]
fn a_document_type_is_refused_even_an_empty_one() {
    let xml = document();
    for kind in [
        "<!DOCTYPE Signature>",
        "<!DOCTYPE Signature [<!ENTITY text \"another\">]>",
        "<!DOCTYPE Signature SYSTEM \"http://127.0.0.1/x\">",
    ] {
        let altered = altered(&xml, "?>", &format!("?>{kind}"));
        assert_eq!(
            verdict(&altered),
            Err(EvidenceFault::DocumentType),
            "{kind}"
        );
    }
}

#[test]
fn what_was_shown_cannot_be_exchanged() {
    let other = BASE64.encode("Logga in hos Skurkbolaget\nÅÄÖ ".as_bytes());
    let xml = altered(&document(), &BASE64.encode(TEXT.as_bytes()), &other);
    assert_eq!(verdict(&xml), Err(EvidenceFault::Digest(Part::SignedData)));
}

#[test]
fn certificates_cannot_be_exchanged() {
    let from = BASE64.encode(&certificate());
    let other = certificate_of(&bo(), Span::days(-2), Span::days(1));
    let xml = altered(&document(), &from, &BASE64.encode(&other));
    assert_eq!(verdict(&xml), Err(EvidenceFault::Digest(Part::KeyInfo)));
}

#[test]
fn digests_cannot_be_made_to_fit_without_the_persons_key() {
    let data = signed_data(Some("another text"));
    let chain = hierarchy().chain(certificate());
    let forged = assemble(&data, &chain, |bytes| stranger().sign(bytes)).unwrap();
    assert_eq!(verdict(&forged), Err(EvidenceFault::Signature));
    let retyped = altered(
        &document(),
        " Type=\"http://www.bankid.com/signature/v1.0.0/types\"",
        "",
    );
    assert_eq!(verdict(&retyped), Err(EvidenceFault::Signature));
}

#[test]
fn what_is_signed_cannot_be_wrapped_into_something_else() {
    let xml = document();
    let data = signed_data(Some(TEXT));
    let evil = altered(
        &data,
        &BASE64.encode(TEXT.as_bytes()),
        &BASE64.encode(b"another text"),
    );
    let nameless = altered(&evil, " Id=\"bidSignedData\"", "");
    for (wrapped, fault) in [
        // The same Id twice, before and behind, and a third one.
        (altered(&xml, &data, &format!("{data}{evil}")), STRAY),
        (altered(&xml, &data, &format!("{evil}{data}")), STRAY),
        (
            altered(&xml, &data, &altered(&evil, "bidSignedData", "other")),
            STRAY,
        ),
        (
            altered(&xml, "<Object>", "<Object Id=\"bidSignedData\">"),
            STRAY,
        ),
        (
            altered(&xml, "<SignatureValue>", "<SignatureValue id=\"x\">"),
            STRAY,
        ),
        // The genuine one somewhere else, and another where it is read.
        (
            altered(
                &xml,
                &format!("<Object>{data}</Object>"),
                &format!("<Object>{nameless}</Object><Object>{data}</Object>"),
            ),
            EvidenceFault::Layout("another number of elements"),
        ),
        (
            altered(&xml, &data, &format!("{nameless}<Object>{data}</Object>")),
            EvidenceFault::Layout("another number of elements"),
        ),
        // A second signature around, in and behind the first.
        (
            altered(&xml, "<SignedInfo", "<Signature></Signature><SignedInfo"),
            EvidenceFault::Layout("another number of elements"),
        ),
        (
            format!(
                "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{}</Signature>",
                &xml[xml.find("<Signature ").unwrap()..]
            ),
            EvidenceFault::Layout("another number of elements"),
        ),
    ] {
        assert_eq!(verdict(&wrapped), Err(fault), "{wrapped}");
    }
}

#[test]
fn nothing_can_hide_between_the_signs() {
    let xml = document();
    let text = BASE64.encode(TEXT.as_bytes());
    let (one, other) = text.split_at(8);
    let comment = EvidenceFault::Layout("a comment or an instruction");
    for (altered, fault) in [
        (
            altered(&xml, &text, &format!("{one}<!---->{other}")),
            comment.clone(),
        ),
        (
            altered(&xml, &text, &format!("{one}<?x?>{other}")),
            comment.clone(),
        ),
        (altered(&xml, "<Signature ", "<!-- --><Signature "), comment),
        (
            altered(&xml, &text, &format!("{one}<value>{other}</value>")),
            EvidenceFault::Layout("more than text where text belongs"),
        ),
        (
            altered(&xml, "<Object>", "x<Object>"),
            EvidenceFault::Layout("text between elements"),
        ),
        (
            altered(&xml, "<SignatureValue>", "<SignatureValue>*"),
            EvidenceFault::Layout("no base64 where base64 belongs"),
        ),
    ] {
        assert_eq!(verdict(&altered), Err(fault), "{altered}");
    }
}

#[test]
fn what_the_layout_does_not_have_is_refused() {
    let xml = document();
    for (from, to, fault) in [
        (
            "<Signature ",
            "<Signature xmlns:x=\"urn:x\" ",
            "a namespace with a prefix",
        ),
        (
            "<Object>",
            "<Object xml:space=\"preserve\">",
            "an attribute in a namespace",
        ),
        (
            "<srvInfo>",
            "<srvInfo xmlns=\"urn:x\">",
            "a foreign element",
        ),
        (
            "<Object>",
            "<Object Encoding=\"x\">",
            "an unknown attribute",
        ),
        (
            "<srvInfo>",
            "<usrVisibleData charset=\"UTF-8\"></usrVisibleData><srvInfo>",
            "another element in what was signed",
        ),
        (
            "charset=\"UTF-8\"",
            "charset=\"ISO-8859-1\"",
            "another character set",
        ),
        (
            "URI=\"#bidKeyInfo\"",
            "URI=\"#bidSignedData\"",
            "other references",
        ),
        ("URI=\"#bidKeyInfo\"", "URI=\"\"", "other references"),
    ] {
        let altered = altered(&xml, from, to);
        assert_eq!(verdict(&altered), Err(EvidenceFault::Layout(fault)), "{to}");
    }
    let deep = format!("<srvInfo>{}{}", "<a>".repeat(20), "</a>".repeat(20));
    let altered = altered(&xml, "<srvInfo>", &deep);
    assert_eq!(
        verdict(&altered),
        Err(EvidenceFault::Layout("elements too deep"))
    );
}

#[test]
fn no_other_algorithm_is_accepted() {
    for (from, to) in [
        (
            "2001/04/xmldsig-more#rsa-sha256",
            "2000/09/xmldsig#rsa-sha1",
        ),
        ("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1"),
        (
            "TR/2001/REC-xml-c14n-20010315",
            "TR/2001/REC-xml-c14n-20010315#WithComments",
        ),
        (
            "Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116",
        ),
    ] {
        let altered = altered(&document(), from, to);
        assert_eq!(verdict(&altered), Err(EvidenceFault::Algorithm), "{to}");
    }
}

#[test]
fn how_it_is_written_down_does_not_matter() {
    // Quotation marks, blanks in tags, empty elements and line ends are gone in canonical form.
    let xml = document();
    let rewritten = altered(&xml, " Id=\"bidSignedData\"", "\n  Id='bidSignedData' ");
    let rewritten = altered(
        &rewritten,
        "#rsa-sha256\"></SignatureMethod>",
        "#rsa-sha256\" />",
    );
    let rewritten = altered(&rewritten, "<Object>", "\r\n<Object>\n");
    assert!(verdict(&rewritten).is_ok());
}
