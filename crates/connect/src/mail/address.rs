//! One bare mail address, as the wire needs it: the domain in ASCII (IDNA), the name as it was written.
//!
//! Stricter than RFC 5322 on purpose: no quoted names, no comments, no address literals, no lists. Everything that could end a header or
//! an SMTP command early is refused before a library sees it.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use lettre::Address;

use super::fault::{Field, MessageFault};

const MOST_BYTES: usize = 254;

/// Reads `value` as one address. A name outside ASCII is kept and later needs SMTPUTF8; a domain outside ASCII becomes A-labels.
pub(super) fn parse(field: Field, value: &str) -> Result<Address, MessageFault> {
    if value.is_empty() {
        return Err(MessageFault::Empty(field));
    }
    if value.chars().any(char::is_control) {
        return Err(MessageFault::ControlCharacter(field));
    }
    if value.len() > MOST_BYTES {
        return Err(MessageFault::TooLong {
            field,
            most: MOST_BYTES,
        });
    }
    let refused = |c: char| c.is_whitespace() || "<>()[]\\,;:\"".contains(c);
    let (name, domain) = value
        .rsplit_once('@')
        .ok_or(MessageFault::NotAnAddress(field))?;
    if value.contains(refused) || name.contains('@') {
        return Err(MessageFault::NotAnAddress(field));
    }
    let domain = domain_to_ascii(domain).ok_or(MessageFault::NotAnAddress(field))?;
    Address::new(name, domain).map_err(|_| MessageFault::NotAnAddress(field))
}

/// As [`parse`], for the addresses that the operator or an organisation chooses: every server can carry them.
pub(super) fn parse_ascii(field: Field, value: &str) -> Result<Address, MessageFault> {
    let address = parse(field, value)?;
    if address.user().is_ascii() {
        Ok(address)
    } else {
        Err(MessageFault::NotAnAddress(field))
    }
}

/// The domain in A-labels and small letters, or nothing where it is no domain.
pub(super) fn domain_to_ascii(domain: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]
    use super::*;

    #[test]
    fn a_domain_outside_ascii_travels_as_a_labels() {
        assert_eq!(
            parse(Field::To, "Stina@Räksmörgås.example")
                .unwrap()
                .to_string(),
            "Stina@xn--rksmrgs-5wao1o.example"
        );
    }

    #[test]
    fn a_name_outside_ascii_is_kept() {
        assert_eq!(
            parse(Field::To, "åsa@example.se").unwrap().to_string(),
            "åsa@example.se"
        );
    }

    #[test]
    fn our_own_addresses_need_no_smtputf8() {
        assert_eq!(
            parse_ascii(Field::From, "stöd@example.se"),
            Err(MessageFault::NotAnAddress(Field::From))
        );
        assert_eq!(
            parse_ascii(Field::From, "stod@åäö.example")
                .unwrap()
                .to_string(),
            "stod@xn--4cab6c.example"
        );
    }

    #[test]
    fn ordinary_addresses_are_kept_as_written() {
        for address in [
            "a@b.example",
            "Anna-Karin.O'Neill+kod@example.se",
            "x_y=z@sub.example.co",
        ] {
            assert_eq!(parse(Field::To, address).unwrap().to_string(), address);
        }
    }

    #[test]
    fn what_could_end_a_command_or_make_two_recipients_is_refused() {
        for address in [
            "a@b.example\r\nRCPT TO:<c@d.example>",
            "a@b.example\nBcc: c@d.example",
            "a@b.example\0",
            "a\u{85}b@c.example",
            "a@b.example,c@d.example",
            "a@b.example;c@d.example",
            "a b@c.example",
            "a@b.example> SIZE=1",
            "\"a> b\"@c.example",
            "Anna <a@b.example>",
            "a@b@c.example",
            "a@[127.0.0.1]",
            "a@b.example (note)",
            "a",
            "@b.example",
            "a@",
            "a@-b.example",
            "a@b..example",
            "a\\@b.example",
        ] {
            assert!(parse(Field::To, address).is_err(), "{address:?}");
        }
        assert!(parse(Field::To, &format!("{}@b.example", "a".repeat(250))).is_err());
        assert!(parse(Field::To, &format!("a@{}.example", "b".repeat(64))).is_err());
    }
}
