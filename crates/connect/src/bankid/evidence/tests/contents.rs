//! The text and the person.

use super::*;
use sha2::Sha256;

fn expecting(visible_text: VisibleText<'_>) -> Result<(), EvidenceFault> {
    let expected = Expected {
        visible_text,
        ..expected()
    };
    verdict_with(&document(), &certificate(), &expected).map(drop)
}

#[test]
fn the_text_is_the_one_that_was_sent_to_the_byte() {
    assert_eq!(expecting(VisibleText::Is(TEXT)), Ok(()));
    let digest = Sha256::digest(TEXT.as_bytes()).into();
    assert_eq!(expecting(VisibleText::HasSha256(digest)), Ok(()));
    for other in [
        VisibleText::Is("Logga in hos Exempelbolaget"),
        VisibleText::Is(""),
        VisibleText::HasSha256([0; 32]),
        VisibleText::Absent,
    ] {
        assert_eq!(expecting(other), Err(EvidenceFault::OtherText), "{other:?}");
    }
}

#[test]
fn an_order_without_a_text_shows_none() {
    let chain = hierarchy().chain(certificate());
    let xml = signed(&signed_data(None), &chain);
    let without = Expected {
        visible_text: VisibleText::Absent,
        ..expected()
    };
    assert!(verdict_with(&xml, &certificate(), &without).is_ok());
    assert_eq!(verdict(&xml), Err(EvidenceFault::OtherText));
}

#[test]
fn somebody_else_is_refused() {
    let stina = Person::new(number("199107172380"), "Stina Ek");
    let certificate = certificate_of(&stina, Span::days(-1), Span::days(1));
    let chain = hierarchy().chain(certificate.clone());
    let xml = signed(&signed_data(Some(TEXT)), &chain);
    let verdict = verdict_with(&xml, &certificate, &expected());
    assert_eq!(verdict, Err(EvidenceFault::OtherPerson));
}
