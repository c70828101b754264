//! What proves a report besides its secret address: a name and password, a keyed hash over the body, or both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Secret;
use crate::gateway::wire::{self, Digest};
use crate::gateway::{Inbound, ReportFault, SettingFault, Settings};

/// What a report must carry. No Debug: it holds secrets.
pub(super) struct Proof {
    basic: Option<Secret>,
    signature: Option<Signature>,
}

struct Signature {
    header: String,
    secret: Secret,
    digest: Digest,
    prefix: String,
    encoding: Encoding,
}

#[derive(Clone, Copy)]
enum Encoding {
    Hex,
    Base64,
}

impl Proof {
    /// Reads the settings.
    pub(super) fn of(settings: &Settings) -> Result<Self, SettingFault> {
        let basic = match (
            settings.find("report_user"),
            settings.find("report_password"),
        ) {
            (None, None) => None,
            (None, Some(_)) => return Err(SettingFault::Missing("report_user")),
            (Some(_), None) => return Err(SettingFault::Missing("report_password")),
            (Some(user), Some(password)) => {
                Some(Secret::new(STANDARD.encode(format!("{user}:{password}"))))
            }
        };
        Ok(Self {
            basic,
            signature: Signature::of(settings)?,
        })
    }

    /// Whether the body is signed.
    pub(super) fn covers_body(&self) -> bool {
        self.signature.is_some()
    }

    /// Looks at what came. Everything that is asked for must be there and right.
    pub(super) fn check(&self, inbound: &Inbound<'_>) -> Result<(), ReportFault> {
        let basic = self.basic.as_ref().is_none_or(|basic| {
            inbound
                .header("authorization")
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
                .is_some_and(|(_, shown)| {
                    wire::same(shown.trim().as_bytes(), basic.reveal().as_bytes())
                })
        });
        let signed = self
            .signature
            .as_ref()
            .is_none_or(|signature| signature.fits(inbound));
        if basic && signed {
            Ok(())
        } else {
            Err(ReportFault::Forged)
        }
    }
}

impl Signature {
    fn of(settings: &Settings) -> Result<Option<Self>, SettingFault> {
        let Some(secret) = settings.find("hmac_secret") else {
            return match settings.find("hmac_header") {
                Some(_) => Err(SettingFault::Missing("hmac_secret")),
                None => Ok(None),
            };
        };
        let digest = match settings.find("hmac_algorithm").unwrap_or("sha256") {
            "sha1" => Digest::Sha1,
            "sha256" => Digest::Sha256,
            "sha512" => Digest::Sha512,
            _ => {
                return Err(SettingFault::Unusable {
                    field: "hmac_algorithm",
                    why: "it is none of sha1, sha256, sha512",
                });
            }
        };
        let encoding = match settings.find("hmac_encoding").unwrap_or("hex") {
            "hex" => Encoding::Hex,
            "base64" => Encoding::Base64,
            _ => {
                return Err(SettingFault::Unusable {
                    field: "hmac_encoding",
                    why: "it is neither hex nor base64",
                });
            }
        };
        Ok(Some(Self {
            header: settings.need("hmac_header")?.to_ascii_lowercase(),
            secret: Secret::new(secret.to_owned()),
            digest,
            prefix: settings.find("hmac_prefix").unwrap_or_default().to_owned(),
            encoding,
        }))
    }

    fn fits(&self, inbound: &Inbound<'_>) -> bool {
        let shown = inbound
            .header(&self.header)
            .and_then(|value| value.trim().strip_prefix(self.prefix.as_str()))
            .and_then(|shown| self.encoding.decode(shown));
        let right = wire::hmac(
            self.digest,
            self.secret.reveal().as_bytes(),
            &[inbound.body],
        );
        shown.is_some_and(|shown| wire::same(&shown, &right))
    }
}

impl Encoding {
    fn decode(self, shown: &str) -> Option<Vec<u8>> {
        match self {
            Self::Hex => data_encoding::HEXLOWER_PERMISSIVE
                .decode(shown.as_bytes())
                .ok(),
            Self::Base64 => STANDARD.decode(shown).ok(),
        }
    }
}
