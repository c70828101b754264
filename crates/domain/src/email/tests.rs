//! Which addresses are taken, when two are one mailbox, and what of one may be shown.

use proptest::prelude::*;

use super::{EmailAddress, MalformedEmail};

#[test]
fn addresses_that_people_have_are_taken_as_typed() {
    for address in [
        "cilla@demo.example",
        "Cilla.Persson+post@Demo.Example",
        "o'hara@example.com",
        "a@b.se",
        "a!#$%&'*+/=?^_`{|}~-b@example.com",
        "user@sub-domain.example.co.uk",
        "1@1a.example",
        "åsa@räksmörgås.example",
        "用户@例子.example",
        "a@xn--rksmrgs-5wao1o.example",
        "ends-with-hyphen-@example.com",
    ] {
        assert_eq!(EmailAddress::parse(address).unwrap().as_str(), address);
        assert_eq!(EmailAddress::parse(address).unwrap().to_string(), address);
    }
}

#[test]
fn white_space_around_an_address_is_dropped() {
    for typed in [" a@b.example", "a@b.example\n", "\u{a0}a@b.example\t "] {
        assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), "a@b.example");
    }
}

#[test]
fn what_no_server_could_carry_is_refused() {
    for text in [
        "",
        " ",
        "@",
        "a",
        "a@",
        "@b.example",
        "a@b",
        "a@@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a@b .example",
        "a@b..example",
        "a@.example",
        "a@b.example.",
        "a@-b.example",
        "a@b-.example",
        "a@b_c.example",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "\"a b\"@c.example",
        "a(comment)@b.example",
        "<a@b.example>",
        "A <a@b.example>",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "a@b.example:25",
        "a\\b@c.example",
        "mailto:a@b.example",
    ] {
        assert_eq!(EmailAddress::parse(text), Err(MalformedEmail), "{text:?}");
    }
}

#[test]
fn an_address_cannot_carry_a_header_or_turn_its_own_text_round() {
    // A52: line breaks, NUL, and signs that are not seen but change what is.
    for sign in [
        '\r',
        '\n',
        '\0',
        '\t',
        '\u{7f}',
        '\u{85}',
        '\u{2028}',
        '\u{200b}',
        '\u{200d}',
        '\u{200e}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{ad}',
        '\u{e0041}',
    ] {
        for text in [format!("a{sign}b@c.example"), format!("a@b{sign}c.example")] {
            assert_eq!(EmailAddress::parse(&text), Err(MalformedEmail), "{text:?}");
        }
    }
}

#[test]
fn a_number_is_no_mail_domain() {
    for text in [
        "a@127.0.0.1",
        "a@10.1",
        "a@1.2.3.4.5",
        "a@example.123",
        "a@[127.0.0.1]",
        "a@[::1]",
        "a@0x7f.0x1",
    ] {
        assert_eq!(EmailAddress::parse(text), Err(MalformedEmail), "{text:?}");
    }
}

#[test]
fn lengths_are_bounded_at_64_63_and_254() {
    let address =
        |local: usize, label: usize| format!("{}@{}.example", "a".repeat(local), "b".repeat(label));
    assert!(EmailAddress::parse(&address(64, 63)).is_ok());
    assert!(EmailAddress::parse(&address(65, 63)).is_err());
    assert!(EmailAddress::parse(&address(64, 64)).is_err());
    let long = |last: usize| {
        format!(
            "{}@{}{}.example",
            "a".repeat(64),
            format!("{}.", "b".repeat(60)).repeat(2),
            "c".repeat(last)
        )
    };
    let fitting = 254 - long(0).len();
    assert_eq!(long(fitting).len(), 254);
    assert!(EmailAddress::parse(&long(fitting)).is_ok());
    assert!(EmailAddress::parse(&long(fitting + 1)).is_err());
    assert!(EmailAddress::parse(&"a@".repeat(500_000)).is_err());
}

#[test]
fn two_spellings_of_one_mailbox_are_the_same() {
    for (one, other) in [
        ("Cilla@Demo.Example", "cilla@demo.example"),
        ("ÅSA@example.com", "åsa@example.com"),
        ("a\u{30a}sa@example.com", "åsa@example.com"),
        ("a@räksmörgås.example", "a@xn--rksmrgs-5wao1o.example"),
        (
            "a@RÄKSMÖRGÅS.example",
            "a@ra\u{308}ksmo\u{308}rga\u{30a}s.example",
        ),
    ] {
        let canonical = |text| EmailAddress::parse(text).unwrap().canonical();
        assert_eq!(canonical(one), canonical(other));
    }
}

#[test]
fn different_mailboxes_stay_different() {
    for (one, other) in [
        ("a@example.com", "b@example.com"),
        ("a.b@example.com", "ab@example.com"),
        ("a+x@example.com", "a@example.com"),
        ("a@example.com", "a@example.org"),
        ("asa@example.com", "åsa@example.com"),
    ] {
        let canonical = |text| EmailAddress::parse(text).unwrap().canonical();
        assert_ne!(canonical(one), canonical(other));
    }
}

#[test]
fn a_masked_address_shows_its_first_letter_and_its_domain() {
    for (address, masked) in [
        ("cilla@demo.example", "c•••@demo.example"),
        ("x@demo.example", "x•••@demo.example"),
        ("åsa@demo.example", "å•••@demo.example"),
    ] {
        assert_eq!(EmailAddress::parse(address).unwrap().masked(), masked);
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_taken_is_carried_whole(text in "[a-zå.@ \\-\u{202e}\r\n<>\"]{0,40}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(address.as_str(), text.trim());
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            let again = EmailAddress::parse(&address.canonical());
            prop_assert_eq!(again.unwrap().canonical(), address.canonical());
        }
    }

    #[test]
    fn any_text_at_all_is_answered(text in any::<String>()) {
        let _ = EmailAddress::parse(&text);
    }

    #[test]
    fn masking_hides_all_but_one_letter(local in "[a-z]{2,20}", domain in "[a-z]{1,10}\\.example") {
        let masked = EmailAddress::parse(&format!("{local}@{domain}")).unwrap().masked();
        prop_assert_eq!(masked, format!("{}•••@{domain}", &local[..1]));
    }
}
