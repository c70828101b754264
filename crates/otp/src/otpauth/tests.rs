#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use super::*;
use crate::{Algorithm, Digits, Period, SecretFault};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn link(issuer: &str, account: &str) -> Link {
    Link {
        kind: LinkKind::Totp,
        issuer: Some(issuer.to_owned()),
        account: account.to_owned(),
        secret: Secret::from_base32(KEY).unwrap(),
        parameters: Parameters::default(),
    }
}

fn fault(text: &str) -> LinkFault {
    Link::read(text).err().unwrap()
}

#[test]
fn a_link_is_written_in_the_form_that_works_everywhere() {
    assert_eq!(
        *link("Tvåsteg", "anna@example.se").write(),
        format!(
            "otpauth://totp/Tv%C3%A5steg:anna@example.se?secret={KEY}&issuer=Tv%C3%A5steg&algorithm=SHA1&digits=6&period=30"
        )
    );
    assert_eq!(
        *link("Björkens Omsorg", "bo lind").write(),
        format!(
            "otpauth://totp/Bj%C3%B6rkens%20Omsorg:bo%20lind?secret={KEY}&issuer=Bj%C3%B6rkens%20Omsorg&algorithm=SHA1&digits=6&period=30"
        )
    );
}

#[test]
fn stronger_parameters_and_counters_are_written_out() {
    let parameters = Parameters {
        algorithm: Algorithm::Sha512,
        digits: Digits::EIGHT,
        period: Period::new(60).unwrap(),
    };
    let written = Link {
        parameters,
        issuer: None,
        ..link("", "anna")
    }
    .write();
    assert_eq!(
        *written,
        format!("otpauth://totp/anna?secret={KEY}&algorithm=SHA512&digits=8&period=60")
    );
    let written = Link {
        kind: LinkKind::Hotp { counter: 7 },
        ..link("Tvåsteg", "anna")
    }
    .write();
    assert!(
        written.starts_with("otpauth://hotp/")
            && written.ends_with("&algorithm=SHA1&digits=6&counter=7")
    );
}

#[test]
fn signs_that_break_an_app_are_replaced_and_the_page_can_tell() {
    let link = link("Kalle & Co: 100 %", "a+b=c#d?");
    assert_eq!(
        link.shown(),
        Shown {
            issuer: Some("Kalle - Co- 100 -".into()),
            account: "a-b-c-d-".into()
        }
    );
    let written = link.write();
    assert!(
        !written.contains("%26")
            && !written.contains("%23")
            && !written.contains("%25")
            && !written.contains('+')
    );
}

#[test]
fn long_names_are_cut_so_that_the_qr_code_stays_small() {
    let long = link(&"Ö".repeat(200), &"ä".repeat(200));
    let written = long.write();
    assert!(written.len() <= MAX_WRITTEN, "{} bytes", written.len());
    assert!(
        written.len() > MAX_WRITTEN - 12,
        "the room is used: {} bytes",
        written.len()
    );
    let shown = long.shown();
    assert!(shown.issuer.unwrap().chars().count() >= 8 && shown.account.chars().count() >= 16);
    let ordinary = link(
        "Björkens Omsorg i Västerbotten",
        "margareta.andersson-lindqvist@bjorkensomsorg.example.se",
    );
    assert_eq!(ordinary.shown().account, ordinary.account);
}

#[test]
fn a_link_is_read_leniently_where_it_does_no_harm() {
    let links = [
        format!("OTPAUTH://TOTP/Tv%C3%A5steg:anna?secret={KEY}&issuer=Tv%C3%A5steg&algorithm=sha1"),
        format!(
            "otpauth://totp/Tv%C3%A5steg%3Aanna?secret={}",
            KEY.to_lowercase()
        ),
        format!(
            "otpauth://totp/Tvåsteg:%20anna?issuer=Tvåsteg&secret={KEY}====&image=https://example.se/x.png&color=red"
        ),
        format!(
            " otpauth://totp/Tv%C3%A5steg%3a%20%20anna?SECRET={}%20{}\n",
            &KEY[..16],
            &KEY[16..]
        ),
        format!(
            "otpauth://totp/anna?secret={}-{}&issuer=Tv%C3%A5steg&period=30&digits=6",
            &KEY[..16],
            &KEY[16..]
        ),
        format!(
            "otpauth://totp/anna?secret={}+{}&issuer=Tv%C3%A5steg",
            &KEY[..16],
            &KEY[16..]
        ),
    ];
    for text in links {
        let read = Link::read(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(read.link.issuer.as_deref(), Some("Tvåsteg"), "{text}");
        assert_eq!(read.link.account, "anna", "{text}");
        assert_eq!(read.link.secret.expose(), b"12345678901234567890", "{text}");
        assert_eq!(read.link.parameters, Parameters::default(), "{text}");
        assert_eq!(read.label_issuer, None, "{text}");
    }
}

#[test]
fn a_missing_issuer_or_account_is_no_fault() {
    let read = Link::read(&format!("otpauth://totp/anna?secret={KEY}")).unwrap();
    assert_eq!(
        (read.link.issuer, read.link.account.as_str()),
        (None, "anna")
    );
    let read = Link::read(&format!("otpauth://totp?secret={KEY}")).unwrap();
    assert_eq!((read.link.issuer, read.link.account.as_str()), (None, ""));
}

#[test]
fn where_the_issuers_differ_the_parameter_is_kept_and_both_are_told() {
    let read = Link::read(&format!(
        "otpauth://totp/Banken:anna?secret={KEY}&issuer=Lurendrejarna"
    ))
    .unwrap();
    assert_eq!(read.link.issuer.as_deref(), Some("Lurendrejarna"));
    assert_eq!(read.label_issuer.as_deref(), Some("Banken"));
    let read = Link::read(&format!(
        "otpauth://totp/My%20Co:anna?secret={KEY}&issuer=My+Co"
    ))
    .unwrap();
    assert_eq!(
        (read.link.issuer.as_deref(), read.label_issuer),
        (Some("My Co"), None)
    );
}

#[test]
fn a_label_with_two_colons_is_the_account() {
    let read = Link::read(&format!("otpauth://totp/a:b%3Ac?secret={KEY}")).unwrap();
    assert_eq!(
        (read.link.issuer, read.link.account.as_str()),
        (None, "a:b:c")
    );
}

#[test]
fn an_encoded_separator_in_a_name_separates_nothing() {
    let read = Link::read(&format!(
        "otpauth://totp/a%3Fsecret%3DAAAA%26?secret={KEY}&issuer=x%26digits%3D8"
    ))
    .unwrap();
    assert_eq!(read.link.account, "a?secret=AAAA&");
    assert_eq!(read.link.issuer.as_deref(), Some("x&digits=8"));
    assert_eq!(read.link.parameters.digits, Digits::SIX);
}

#[test]
fn what_decides_the_codes_is_read_strictly() {
    let with = |more: &str| format!("otpauth://totp/anna?secret={KEY}{more}");
    for text in [
        "",
        "otpauth:",
        "https://example.se/",
        "otpauth-migration://offline?data=x",
        "otpåuth://totp/",
    ] {
        assert_eq!(fault(text), LinkFault::NotOtpauth, "{text}");
    }
    assert_eq!(
        fault(&with("").replace("totp", "steam")),
        LinkFault::UnknownKind
    );
    assert_eq!(
        fault("otpauth://totp/anna?issuer=x"),
        LinkFault::SecretMissing
    );
    assert_eq!(
        fault("otpauth://totp/anna?secret="),
        LinkFault::SecretUnreadable(SecretFault::Empty)
    );
    assert!(matches!(
        fault("otpauth://totp/anna?secret=01890"),
        LinkFault::SecretUnreadable(_)
    ));
    for algorithm in ["MD5", "", "SHA-1", "SHA224"] {
        assert_eq!(
            fault(&with(&format!("&algorithm={algorithm}"))),
            LinkFault::UnknownAlgorithm,
            "{algorithm}"
        );
    }
    for digits in ["5", "9", "", "six", "+6", "262", "-6", "6.0"] {
        assert_eq!(
            fault(&with(&format!("&digits={digits}"))),
            LinkFault::DigitsOutOfRange,
            "{digits}"
        );
    }
    for period in ["0", "4", "301", "", "+30", "30s", "99999999999999999999"] {
        assert_eq!(
            fault(&with(&format!("&period={period}"))),
            LinkFault::PeriodOutOfRange,
            "{period}"
        );
    }
    assert_eq!(fault(&with("&secret=AAAA")), LinkFault::Repeated("secret"));
    assert_eq!(
        fault(&with("&digits=6&DIGITS=8")),
        LinkFault::Repeated("digits")
    );
    assert_eq!(fault(&with(&"&x".repeat(MAX_LINK))), LinkFault::TooLong);
}

#[test]
fn a_counter_based_link_needs_its_counter() {
    let with = |more: &str| format!("otpauth://hotp/anna?secret={KEY}{more}");
    assert_eq!(
        Link::read(&with("&counter=41")).unwrap().link.kind,
        LinkKind::Hotp { counter: 41 }
    );
    for more in ["", "&counter=", "&counter=x", "&counter=+1"] {
        assert_eq!(fault(&with(more)), LinkFault::CounterMissing, "{more}");
    }
}

#[test]
fn names_that_cannot_be_shown_are_refused() {
    for label in ["%ff", "%", "a%00b", "a%0Ab", "a%1B%5B31m"] {
        assert_eq!(
            fault(&format!("otpauth://totp/{label}?secret={KEY}")),
            LinkFault::UnreadableText,
            "{label}"
        );
        assert_eq!(
            fault(&format!("otpauth://totp/a?secret={KEY}&issuer={label}")),
            LinkFault::UnreadableText,
            "{label}"
        );
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_as_shown(
        bytes in prop::collection::vec(any::<u8>(), 1..=128), issuer in prop::option::of("\\PC{0,60}"), account in "\\PC{0,60}",
        algorithm in prop::sample::select(Algorithm::ALL.to_vec()), count in 6_u8..=8, seconds in 5_u64..=300, counter in prop::option::of(any::<u64>()),
    ) {
        let parameters = Parameters { algorithm, digits: Digits::new(count).unwrap(), period: Period::new(seconds).unwrap() };
        let kind = counter.map_or(LinkKind::Totp, |counter| LinkKind::Hotp { counter });
        let link = Link { kind, issuer, account, secret: Secret::from_bytes(bytes).unwrap(), parameters };
        let written = link.write();
        prop_assert!(written.is_ascii() && written.len() <= MAX_WRITTEN, "{} bytes", written.len());
        let read = Link::read(&written).unwrap();
        let shown = link.shown();
        prop_assert_eq!(read.link.kind, kind);
        prop_assert_eq!(read.link.issuer, shown.issuer);
        prop_assert_eq!(read.link.account, shown.account);
        prop_assert!(read.link.secret.is_same_as(&link.secret));
        prop_assert_eq!(read.link.parameters.algorithm, algorithm);
        prop_assert_eq!(read.link.parameters.digits.count(), count);
        prop_assert_eq!(read.label_issuer, None);
        if counter.is_none() {
            prop_assert_eq!(read.link.parameters.period.seconds(), seconds);
        }
    }

    #[test]
    fn no_text_makes_reading_fall_over(text in "\\PC{0,80}", tail in "[a-z=&%+:0-9]{0,40}") {
        let _ = Link::read(&text);
        let _ = Link::read(&format!("otpauth://totp/{text}?secret={KEY}&{tail}"));
    }
}
