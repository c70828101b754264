//! Trusted devices: browsers that passed the second step. A row remembers when, today's role card decides for how long that counts.
//!
//! The secret is another one after every use. The one before is kept as a hash: a browser that comes with it was copied, or is the copy.

use domain::id::{OrganisationId, TrustedDeviceId, UserId};
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const SECRET: &str = "trusted device secret";

macro_rules! device_columns {
    () => {
        columns!("": device_id, user_id, secret_hash, previous_hash, rotated_at, proved_at, browser, last_used_at, created_at)
    };
}

statements! {
    INSERT_TRUSTED_DEVICE = "INSERT INTO trusted_devices (organisation_id, device_id, user_id, secret_hash, rotated_at, proved_at, browser,
            last_used_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $5, $5)";
    TRUSTED_DEVICE_BY_ID = concat!("SELECT ", device_columns!(), " FROM trusted_devices WHERE organisation_id = $1 AND device_id = $2");
    TRUSTED_DEVICES_OF_USER = concat!("SELECT ", device_columns!(), " FROM trusted_devices
        WHERE organisation_id = $1 AND user_id = $2 ORDER BY device_id");
    ROTATE_TRUSTED_DEVICE = "UPDATE trusted_devices SET previous_hash = secret_hash, secret_hash = $4, rotated_at = $5, last_used_at = $5,
            proved_at = $6
        WHERE organisation_id = $1 AND device_id = $2 AND secret_hash = $3";
    REMOVE_TRUSTED_DEVICE = "DELETE FROM trusted_devices WHERE organisation_id = $1 AND user_id = $2 AND device_id = $3";
    REMOVE_TRUSTED_DEVICES_OF_USER = "DELETE FROM trusted_devices WHERE organisation_id = $1 AND user_id = $2";
}

/// A browser to trust.
pub struct NewTrustedDevice<'a> {
    /// Its key.
    pub id: TrustedDeviceId,
    /// Who trusts it.
    pub user: UserId,
    /// The secret in its cookie.
    pub secret: &'a TokenSecret,
    /// When it proved itself.
    pub proved_at: Timestamp,
    /// Which browser, in words.
    pub browser: &'a str,
}

/// A trusted device.
#[derive(Clone, PartialEq, Eq)]
pub struct TrustedDevice {
    /// Its key.
    pub id: TrustedDeviceId,
    /// Who trusts it.
    pub user: UserId,
    /// When it got its present secret.
    pub rotated_at: Timestamp,
    /// When it proved itself.
    pub proved_at: Timestamp,
    /// Which browser, in words.
    pub browser: String,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it was first trusted.
    pub created_at: Timestamp,
    secret_hash: Vec<u8>,
}

/// What a device's cookie is worth.
pub enum DeviceFound {
    /// Its secret is the present one.
    Current(TrustedDevice),
    /// Its secret is the one before: the cookie was copied, or two requests crossed (`rotated_at` tells).
    Replayed(TrustedDevice),
    /// It names a device, and its secret is neither: an older one, or a guess. It means something only from that device's own person.
    Outworn(TrustedDevice),
    /// It proves nothing.
    Unknown,
}

fn device_of(row: &Row) -> Result<TrustedDevice, Fault> {
    Ok(TrustedDevice {
        id: row.id(0)?,
        user: row.id(1)?,
        secret_hash: row.blob(2)?,
        rotated_at: row.time(4)?,
        proved_at: row.time(5)?,
        browser: row.text(6)?,
        last_used_at: row.time(7)?,
        created_at: row.time(8)?,
    })
}

impl ReadTx {
    /// The device that this token proves, or proved before its last rotation.
    pub fn find_trusted_device(&mut self, token: &Token) -> Result<DeviceFound, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        let Some(row) = self.find(&TRUSTED_DEVICE_BY_ID, &values)? else {
            return Ok(DeviceFound::Unknown);
        };
        let device = device_of(&row)?;
        let is_hash = |stored: &[u8]| {
            self.keys()
                .hash_matches(SECRET, &token.organisation, token.secret.as_bytes(), stored)
        };
        Ok(if is_hash(&device.secret_hash) {
            DeviceFound::Current(device)
        } else if row.opt_blob(3)?.is_some_and(|previous| is_hash(&previous)) {
            DeviceFound::Replayed(device)
        } else {
            DeviceFound::Outworn(device)
        })
    }

    /// The user's trusted devices, the oldest first.
    pub fn trusted_devices_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Vec<TrustedDevice>, Fault> {
        self.query(&TRUSTED_DEVICES_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(device_of)
            .collect()
    }
}

impl Tx {
    /// Trusts a browser.
    pub fn insert_trusted_device(
        &mut self,
        org: OrganisationId,
        new: &NewTrustedDevice<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let values = [
            (&org).into(),
            (&new.id).into(),
            (&new.user).into(),
            hash.as_bytes().into(),
            now.into(),
            new.proved_at.into(),
            new.browser.into(),
        ];
        self.execute(&INSERT_TRUSTED_DEVICE, &values).map(|_| ())
    }

    /// Gives a device another secret at its use. `device` is as it was found; false: another request was faster, or it was revoked.
    pub fn rotate_trusted_device(
        &mut self,
        org: OrganisationId,
        device: &TrustedDevice,
        secret: &TokenSecret,
        proved_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let hash = self.keys().hash(SECRET, &org, secret.as_bytes());
        let values = [
            (&org).into(),
            (&device.id).into(),
            (&device.secret_hash).into(),
            hash.as_bytes().into(),
            now.into(),
            proved_at.into(),
        ];
        Ok(self.execute(&ROTATE_TRUSTED_DEVICE, &values)? == 1)
    }

    /// Revokes a device of this user.
    pub fn remove_trusted_device(
        &mut self,
        org: OrganisationId,
        user: UserId,
        device: TrustedDeviceId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&device).into()];
        Ok(self.execute(&REMOVE_TRUSTED_DEVICE, &values)? == 1)
    }

    /// Revokes all devices of the user, and tells how many.
    pub fn remove_trusted_devices_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<u64, Fault> {
        self.execute(
            &REMOVE_TRUSTED_DEVICES_OF_USER,
            &[(&org).into(), (&user).into()],
        )
    }
}
