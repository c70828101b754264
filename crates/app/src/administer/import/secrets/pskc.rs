//! Key containers (PSKC, RFC 6030): plain, or sealed by a password (PBKDF2, AES-128-CBC, HMAC-SHA-1 over what was sealed).
//!
//! A document type is refused, so there are no entities to follow or to unfold. Only what stands in `FIELDS` is read; a key of another
//! algorithm than TOTP is a row that says so.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{AES_128, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::{hmac, pbkdf2};
use data_encoding::{BASE32_NOPAD, BASE64};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zeroize::Zeroizing;

/// The most rounds of key derivation that a file may ask for.
const MOST_ROUNDS: u32 = 2_000_000;

/// The most keys of one container.
const MOST_KEYS: usize = 100_000;

/// One key of a container. No Debug.
#[derive(Default)]
pub(in crate::administer::import) struct Key {
    id: String,
    algorithm: String,
    serial: String,
    user: String,
    device_user: String,
    issuer: String,
    suite: String,
    digits: String,
    period: String,
    plain: Zeroizing<String>,
    sealed: String,
    mac: String,
}

impl Key {
    /// The key as a row of the columns that every form of secrets shares.
    pub(in crate::administer::import) fn cells(self) -> Vec<String> {
        let user = if self.user.is_empty() {
            &self.device_user
        } else {
            &self.user
        };
        let label = [&self.serial, &self.issuer, &self.id]
            .into_iter()
            .find(|text| !text.is_empty());
        let is_totp = self.algorithm.to_ascii_lowercase().ends_with(":totp");
        let suite = if is_totp {
            self.suite.clone()
        } else {
            "!hotp".to_owned()
        };
        vec![
            common_name(user).to_owned(),
            (*self.plain).clone(),
            suite,
            self.digits.clone(),
            self.period.clone(),
            label.cloned().unwrap_or_default(),
        ]
    }
}

/// `anna` of `CN=anna, OU=…`; anything else as it is.
fn common_name(user: &str) -> &str {
    let mut parts = user.split(',').map(str::trim);
    let named = parts.find_map(|part| {
        part.split_once('=')
            .filter(|(name, _)| ["cn", "uid"].contains(&name.to_ascii_lowercase().as_str()))
    });
    named.map_or(user.trim(), |(_, name)| name)
}

/// What a container says of how its keys are sealed.
#[derive(Default)]
struct Sealing {
    salt: String,
    rounds: String,
    length: String,
    mac_key: String,
    method: String,
}

/// Where the reader is: the local names of the elements around it.
struct Place<'a>(&'a [String]);

impl Place<'_> {
    fn ends(&self, path: &[&str]) -> bool {
        self.0.len() >= path.len()
            && self.0[self.0.len() - path.len()..]
                .iter()
                .zip(path)
                .all(|(here, wanted)| here == wanted)
    }

    fn is_within(&self, name: &str) -> bool {
        self.0.iter().any(|here| here == name)
    }
}

/// Reads a container. A stable code where it cannot be read.
pub(in crate::administer::import) fn read(
    bytes: &[u8],
    password: Option<&str>,
) -> Result<Vec<Key>, &'static str> {
    let mut reader = Reader::from_reader(bytes);
    let mut sealing = Sealing::default();
    let mut keys: Vec<Key> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut text = Zeroizing::new(String::new());
    loop {
        match reader.read_event().map_err(|_| "container-malformed")? {
            Event::Start(element) => {
                path.push(local_name(&element)?);
                text.clear();
                opened(&path, &element, &mut keys, &mut sealing)?;
            }
            Event::Empty(element) => {
                path.push(local_name(&element)?);
                opened(&path, &element, &mut keys, &mut sealing)?;
                path.pop();
            }
            Event::Text(part) => {
                let part = part.decode().map_err(|_| "container-malformed")?;
                text.push_str(&part);
            }
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().ok().flatten();
                let sign = sign.or_else(|| predefined(&reference));
                text.push(sign.ok_or("container-entities")?);
            }
            Event::End(_) => {
                closed(&Place(&path), text.trim(), &mut keys, &mut sealing);
                path.pop();
                text.clear();
            }
            Event::DocType(_) => return Err("container-entities"),
            Event::Eof => break,
            _ => {}
        }
    }
    if !path.is_empty() || keys.is_empty() {
        return Err("container-malformed");
    }
    open_all(&mut keys, &sealing, password)?;
    Ok(keys)
}

fn local_name(element: &BytesStart<'_>) -> Result<String, &'static str> {
    let name = element.local_name();
    str::from_utf8(name.as_ref())
        .map(str::to_owned)
        .map_err(|_| "container-malformed")
}

fn predefined(reference: &[u8]) -> Option<char> {
    match reference {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, &'static str> {
    let found = element
        .try_get_attribute(name)
        .map_err(|_| "container-malformed")?;
    Ok(found.map_or_else(String::new, |found| {
        String::from_utf8_lossy(&found.value).into_owned()
    }))
}

fn opened(
    path: &[String],
    element: &BytesStart<'_>,
    keys: &mut Vec<Key>,
    sealing: &mut Sealing,
) -> Result<(), &'static str> {
    let place = Place(path);
    if place.ends(&["KeyContainer", "KeyPackage"]) {
        if keys.len() == MOST_KEYS {
            return Err("container-too-large");
        }
        keys.push(Key::default());
    } else if place.ends(&["KeyPackage", "Key"]) {
        if let Some(key) = keys.last_mut() {
            key.id = attribute(element, "Id")?;
            key.algorithm = attribute(element, "Algorithm")?;
        }
    } else if place.ends(&["AlgorithmParameters", "ResponseFormat"]) {
        if let Some(key) = keys.last_mut() {
            key.digits = attribute(element, "Length")?;
        }
    } else if place.ends(&["EncryptedValue", "EncryptionMethod"]) {
        sealing.method = attribute(element, "Algorithm")?;
    }
    Ok(())
}

fn closed(place: &Place<'_>, text: &str, keys: &mut [Key], sealing: &mut Sealing) {
    let text = || text.to_owned();
    if place.is_within("KeyPackage") {
        if let Some(key) = keys.last_mut() {
            of_key(place, text, key);
        }
    } else if place.ends(&["Salt", "Specified"]) {
        sealing.salt = text();
    } else if place.ends(&["IterationCount"]) {
        sealing.rounds = text();
    } else if place.ends(&["KeyLength"]) {
        sealing.length = text();
    } else if place.is_within("MACKey") && place.ends(&["CipherValue"]) {
        sealing.mac_key = text();
    }
}

fn of_key(place: &Place<'_>, text: impl Fn() -> String, key: &mut Key) {
    if place.ends(&["DeviceInfo", "SerialNo"]) {
        key.serial = text();
    } else if place.ends(&["DeviceInfo", "UserId"]) {
        key.device_user = text();
    } else if place.ends(&["Key", "UserId"]) {
        key.user = text();
    } else if place.ends(&["Key", "Issuer"]) {
        key.issuer = text();
    } else if place.ends(&["AlgorithmParameters", "Suite"]) {
        key.suite = text();
    } else if place.ends(&["TimeInterval", "PlainValue"]) {
        key.period = text();
    } else if place.ends(&["Secret", "PlainValue"]) {
        let encoded = Zeroizing::new(text());
        key.plain = base32_of(&encoded).unwrap_or_default();
    } else if place.is_within("Secret") && place.ends(&["CipherValue"]) {
        key.sealed = text();
    } else if place.ends(&["Secret", "ValueMAC"]) {
        key.mac = text();
    }
}

fn base32_of(encoded: &str) -> Option<Zeroizing<String>> {
    let bytes = decoded(encoded)?;
    Some(Zeroizing::new(BASE32_NOPAD.encode(&bytes)))
}

fn decoded(encoded: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bare: String = encoded
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    BASE64.decode(bare.as_bytes()).ok().map(Zeroizing::new)
}

/// Opens every sealed key, or none: a wrong password is found at the first.
fn open_all(
    keys: &mut [Key],
    sealing: &Sealing,
    password: Option<&str>,
) -> Result<(), &'static str> {
    if keys.iter().all(|key| key.sealed.is_empty()) {
        return Ok(());
    }
    if !sealing.method.is_empty() && !sealing.method.ends_with("#aes128-cbc") {
        return Err("container-cipher");
    }
    let password = password.filter(|password| !password.is_empty());
    let password = password.ok_or("container-password-missing")?;
    let key = derive(sealing, password)?;
    let wrong = "container-password-wrong";
    let mac_key = decoded(&sealing.mac_key).ok_or("container-malformed")?;
    let mac_key = decrypted(&key, &mac_key).ok_or(wrong)?;
    let mac_key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &mac_key);
    for one in keys.iter_mut().filter(|one| !one.sealed.is_empty()) {
        let sealed = decoded(&one.sealed).ok_or("container-malformed")?;
        let mac = decoded(&one.mac).ok_or("container-malformed")?;
        hmac::verify(&mac_key, &sealed, &mac).map_err(|_| wrong)?;
        let secret = decrypted(&key, &sealed).ok_or(wrong)?;
        one.plain = Zeroizing::new(BASE32_NOPAD.encode(&secret));
    }
    Ok(())
}

fn derive(sealing: &Sealing, password: &str) -> Result<Zeroizing<[u8; 16]>, &'static str> {
    let rounds = sealing.rounds.parse::<u32>().ok();
    let rounds = rounds.filter(|rounds| *rounds <= MOST_ROUNDS);
    let rounds = rounds.and_then(NonZeroU32::new).ok_or("container-cipher")?;
    if !["", "16"].contains(&sealing.length.as_str()) {
        return Err("container-cipher");
    }
    let salt = decoded(&sealing.salt).ok_or("container-malformed")?;
    let mut key = Zeroizing::new([0; 16]);
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA1,
        rounds,
        &salt,
        password.as_bytes(),
        key.as_mut(),
    );
    Ok(key)
}

fn decrypted(key: &[u8; 16], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, text) = sealed.split_at_checked(16)?;
    let key = UnboundCipherKey::new(&AES_128, key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let nonce = FixedLength::from(<[u8; 16]>::try_from(nonce).ok()?);
    let mut text = Zeroizing::new(text.to_vec());
    let opened = key
        .decrypt(&mut text, DecryptionContext::Iv128(nonce))
        .ok()?;
    Some(Zeroizing::new(opened.to_vec()))
}

#[cfg(test)]
mod tests;
