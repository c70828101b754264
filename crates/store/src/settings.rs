//! Settings: small named texts of an organisation, or of the installation under its reserved id.

use domain::id::OrganisationId;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    SETTING = "SELECT value FROM settings WHERE organisation_id = $1 AND key = $2";
    SAVE_SETTING = "INSERT INTO settings (organisation_id, key, value) VALUES ($1, $2, $3)
        ON CONFLICT (organisation_id, key) DO UPDATE SET value = $3";
    REMOVE_SETTING = "DELETE FROM settings WHERE organisation_id = $1 AND key = $2";
}

impl ReadTx {
    /// The setting with this key.
    pub fn find_setting(
        &mut self,
        org: OrganisationId,
        key: &str,
    ) -> Result<Option<String>, Fault> {
        self.find(&SETTING, &[(&org).into(), key.into()])?
            .map(|row| row.text(0))
            .transpose()
    }
}

impl Tx {
    /// Saves a setting over an earlier one.
    pub fn save_setting(
        &mut self,
        org: OrganisationId,
        key: &str,
        value: &str,
    ) -> Result<(), Fault> {
        self.execute(&SAVE_SETTING, &[(&org).into(), key.into(), value.into()])
            .map(|_| ())
    }

    /// Removes a setting.
    pub fn remove_setting(&mut self, org: OrganisationId, key: &str) -> Result<bool, Fault> {
        Ok(self.execute(&REMOVE_SETTING, &[(&org).into(), key.into()])? == 1)
    }
}
