//! The one function that seals and the one that opens: XChaCha20-Poly1305, bound to the place in the database.
//!
//! A sealed value is `format ‖ key id ‖ nonce ‖ text`. Its associated data name the place, so that a value moved to another row, user,
//! column or organisation does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::id::{OrganisationId, UserId};
use domain::random::{self, Random};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{ID_BYTES, Key, Keyring};
use crate::fault::Fault;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + ID_BYTES + NONCE_BYTES;

/// An opened value; wiped when dropped.
pub type Opened = Zeroizing<Vec<u8>>;

/// Where a sealed value stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Whose row it is.
    pub organisation: &'a OrganisationId,
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub row: &'a [u8; 16],
    /// The user the row belongs to, where it belongs to one.
    pub user: Option<&'a UserId>,
    /// The column.
    pub column: &'static str,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(96);
        data.push(FORMAT);
        data.extend_from_slice(self.organisation.as_bytes());
        extend_with_name(&mut data, self.table);
        data.extend_from_slice(self.row);
        match self.user {
            Some(user) => {
                data.push(1);
                data.extend_from_slice(user.as_bytes());
            }
            None => data.push(0),
        }
        extend_with_name(&mut data, self.column);
        data
    }

    pub(crate) const fn corrupt(&self) -> Fault {
        Fault::Corrupt {
            table: self.table,
            column: self.column,
        }
    }
}

/// Names are short and ours; the length before them keeps two places from sharing one encoding.
fn extend_with_name(data: &mut Vec<u8>, name: &str) {
    data.extend_from_slice(&(name.len() as u64).to_be_bytes());
    data.extend_from_slice(name.as_bytes());
}

impl Keyring {
    /// Seals `text` for its place under the current key.
    ///
    /// The nonce is derived from fresh randomness, the place and the text together: a unit that is re-run with the same random stream and
    /// another text does not use one nonce for two texts.
    pub(crate) fn seal(
        &self,
        place: Place<'_>,
        text: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, Fault> {
        let key = &self.current;
        let data = place.associated_data();
        let nonce = nonce_for(key, &data, text, random)?;
        let sealed = cipher_of(key)
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: text,
                    aad: &data,
                },
            )
            .map_err(|_| place.corrupt())?;
        let mut value = Vec::with_capacity(HEAD_BYTES + sealed.len());
        value.push(FORMAT);
        value.extend_from_slice(&key.id);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    /// Opens what [`Keyring::seal`] sealed for this place, under whichever live key it was.
    pub(crate) fn open(&self, place: Place<'_>, value: &[u8]) -> Result<Opened, Fault> {
        let (head, sealed) = value
            .split_at_checked(HEAD_BYTES)
            .ok_or_else(|| place.corrupt())?;
        let (format_and_key, nonce) = head.split_at(1 + ID_BYTES);
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| place.corrupt())?;
        if format_and_key.first() != Some(&FORMAT) {
            return Err(place.corrupt());
        }
        let key = self
            .find(&format_and_key[1..])
            .ok_or_else(|| place.corrupt())?;
        let data = place.associated_data();
        cipher_of(key)
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: sealed,
                    aad: &data,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| place.corrupt())
    }
}

fn cipher_of(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.sealing).into())
}

fn nonce_for(
    key: &Key,
    data: &[u8],
    text: &[u8],
    random: &mut dyn Random,
) -> Result<[u8; NONCE_BYTES], Fault> {
    let fresh: [u8; 32] = random::array(random);
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.nonces.as_ref())
        .map_err(Fault::of_unit)?;
    mac.update(&fresh);
    mac.update(&(data.len() as u64).to_be_bytes());
    mac.update(data);
    mac.update(text);
    let digest: [u8; 32] = mac.finalize().into_bytes().into();
    let mut nonce = [0_u8; NONCE_BYTES];
    nonce.copy_from_slice(&digest[..NONCE_BYTES]);
    Ok(nonce)
}
