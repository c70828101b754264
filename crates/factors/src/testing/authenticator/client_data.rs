//! What the browser says about the ceremony (`clientDataJSON`), as it writes it, or with one thing broken.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use url::Url;

use super::breaking::Breaking;
use super::wire::{padded, unpadded};

/// Which of the two ceremonies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    Create,
    Get,
}

impl Ceremony {
    fn name(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Create => Self::Get,
            Self::Get => Self::Create,
        }
    }
}

/// What a browser knows of a ceremony.
pub(super) struct Said<'a> {
    pub(super) ceremony: Ceremony,
    pub(super) challenge: &'a str,
    pub(super) origin: &'a str,
}

type Members = Vec<(&'static str, Value)>;

impl Said<'_> {
    pub(super) fn written(&self, breaking: Option<Breaking>) -> Vec<u8> {
        let mut members = Members::new();
        members.extend(self.kind(breaking).map(|kind| ("type", json!(kind))));
        let challenge = self.challenge(breaking);
        members.extend(challenge.map(|challenge| ("challenge", json!(challenge))));
        let origin = self.origin(breaking);
        members.extend(origin.map(|origin| ("origin", origin)));
        members.extend(top(breaking));
        members.extend(beside(breaking));
        let twice = self.twice(breaking);
        match twice {
            Some(member) => members.insert(0, member),
            None if breaking == Some(Breaking::ClientDataReordered) => members.reverse(),
            None => {}
        }
        let text = object(&members, breaking == Some(Breaking::ClientDataReordered));
        wrapped(text.into_bytes(), breaking)
    }

    fn kind(&self, breaking: Option<Breaking>) -> Option<String> {
        let name = self.ceremony.name();
        Some(match breaking {
            Some(Breaking::TypeOfTheOtherCeremony) => self.ceremony.other().name().to_owned(),
            Some(Breaking::TypeOfAPayment) => "payment.get".to_owned(),
            Some(Breaking::TypeInCapitals) => name.to_uppercase(),
            Some(Breaking::TypeWithATail) => format!("{name}.more"),
            Some(Breaking::TypeMissing) => return None,
            _ => name.to_owned(),
        })
    }

    fn challenge(&self, breaking: Option<Breaking>) -> Option<String> {
        let mut bytes = unpadded(self.challenge);
        match breaking {
            Some(Breaking::ChallengeAnother) => bytes.iter_mut().for_each(|byte| *byte ^= 0x55),
            Some(Breaking::ChallengeShortened) => bytes.truncate(bytes.len().saturating_sub(1)),
            Some(Breaking::ChallengeLengthened) => bytes.push(0),
            Some(Breaking::ChallengeEmpty) => bytes.clear(),
            Some(Breaking::ChallengePadded) => {
                return Some(padded(&BASE64URL_NOPAD.encode(&bytes)));
            }
            Some(Breaking::ChallengeMissing) => return None,
            _ => {}
        }
        Some(BASE64URL_NOPAD.encode(&bytes))
    }

    fn origin(&self, breaking: Option<Breaking>) -> Option<Value> {
        match breaking {
            Some(Breaking::OriginMissing) => None,
            Some(Breaking::OriginInAList) => Some(json!([self.origin])),
            Some(breaking) => Some(json!(
                moved(self.origin, breaking).unwrap_or_else(|| self.origin.to_owned())
            )),
            None => Some(json!(self.origin)),
        }
    }

    fn twice(&self, breaking: Option<Breaking>) -> Option<(&'static str, Value)> {
        match breaking {
            Some(Breaking::ClientDataWithTwoChallenges) => Some((
                "challenge",
                json!(self.challenge(Some(Breaking::ChallengeAnother))),
            )),
            _ => None,
        }
    }
}

fn top(breaking: Option<Breaking>) -> Members {
    let top = ("topOrigin", json!("https://frame.evil.example"));
    match breaking {
        Some(Breaking::CrossOrigin) => vec![("crossOrigin", json!(true))],
        Some(Breaking::CrossOriginWithItsTop) => vec![("crossOrigin", json!(true)), top],
        Some(Breaking::TopOrigin) => vec![("crossOrigin", json!(false)), top],
        Some(Breaking::CrossOriginAsText) => vec![("crossOrigin", json!("true"))],
        Some(Breaking::CrossOriginNotSaid) => Vec::new(),
        _ => vec![("crossOrigin", json!(false))],
    }
}

fn beside(breaking: Option<Breaking>) -> Members {
    match breaking {
        Some(Breaking::ClientDataWithTwoOrigins) => {
            vec![("origin", json!("https://evil.example"))]
        }
        Some(Breaking::ClientDataHuge) => vec![("other", json!("x".repeat(1 << 20)))],
        Some(Breaking::ClientDataWithMore) => vec![
            (
                "other_keys_can_be_added_here",
                json!("do not compare clientDataJSON against a template"),
            ),
            ("later", json!({ "list": [1, 2.5, null] })),
        ],
        Some(Breaking::TokenBinding) => vec![("tokenBinding", json!({ "status": "supported" }))],
        _ => Vec::new(),
    }
}

fn object(members: &[(&str, Value)], wide: bool) -> String {
    let (between, colon) = if wide { (" ,\n\t", " : ") } else { (",", ":") };
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{}{colon}{value}", json!(name)))
        .collect();
    format!("{{{}}}", members.join(between))
}

fn wrapped(text: Vec<u8>, breaking: Option<Breaking>) -> Vec<u8> {
    match breaking {
        Some(Breaking::ClientDataNotJson) => text[..text.len() - 1].to_vec(),
        Some(Breaking::ClientDataEmpty) => Vec::new(),
        Some(Breaking::ClientDataNotUtf8) => {
            with_member(&text, &[br#","other":""#, &[0xff][..], b"\""])
        }
        Some(Breaking::ClientDataWithAMark) => [b"\xef\xbb\xbf", &text[..]].concat(),
        Some(Breaking::ClientDataInAList) => [b"[", &text[..], b"]"].concat(),
        Some(Breaking::ClientDataWithATail) => [&text[..], b"{}"].concat(),
        Some(Breaking::ClientDataDeep) => {
            let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
            with_member(&text, &[br#","other":"#, open.as_bytes(), close.as_bytes()])
        }
        _ => text,
    }
}

fn with_member(text: &[u8], member: &[&[u8]]) -> Vec<u8> {
    [&text[..text.len() - 1], &member.concat(), b"}"].concat()
}

/// Another origin than this one, where `breaking` is about origins.
fn moved(origin: &str, breaking: Breaking) -> Option<String> {
    let url = Url::parse(origin).expect("an origin is an address");
    let scheme = url.scheme();
    let host = url.host_str().expect("an origin has a host");
    let port = url.port().map(|port| format!(":{port}"));
    let port = port.as_deref().unwrap_or_default();
    let at = |host: &str| format!("{scheme}://{host}{port}");
    Some(match breaking {
        Breaking::OriginOverAnotherScheme => {
            let scheme = if scheme == "https" { "http" } else { "https" };
            format!("{scheme}://{host}{port}")
        }
        Breaking::OriginOfAnotherHost => at("evil.example"),
        Breaking::OriginOfASubdomain => at(&format!("below.{host}")),
        Breaking::OriginOfTheParent => {
            at(host.split_once('.').map_or("example", |(_, parent)| parent))
        }
        Breaking::OriginThatBeginsLikeOurs => at(&format!("{host}.evil.example")),
        Breaking::OriginThatEndsLikeOurs => at(&format!("evil{host}")),
        Breaking::OriginOnAnotherPort => {
            let another = url.port().map_or(8443, |port| port ^ 1);
            format!("{scheme}://{host}:{another}")
        }
        Breaking::OriginWithItsPortSpeltOut => match url.port() {
            Some(port) => format!("{scheme}://{host}:0{port}"),
            None => format!(
                "{origin}:{}",
                url.port_or_known_default().unwrap_or_default()
            ),
        },
        Breaking::OriginWithASlash => format!("{origin}/"),
        Breaking::OriginWithAPath => format!("{origin}/login"),
        Breaking::OriginWithAQuery => format!("{origin}?q"),
        Breaking::OriginWithAFragment => format!("{origin}#f"),
        Breaking::OriginWithAName => at(&format!("evil.example@{host}")),
        Breaking::OriginInCapitals => origin.to_uppercase(),
        Breaking::OriginWithADot => at(&format!("{host}.")),
        Breaking::OriginWithBlanks => format!(" {origin}\t"),
        Breaking::OriginNull => "null".to_owned(),
        Breaking::OriginEmpty => String::new(),
        Breaking::OriginOfAnApplication => {
            "android:apk-key-hash:pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck".to_owned()
        }
        _ => return None,
    })
}
