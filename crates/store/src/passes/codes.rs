//! A pass as a code: found by its person, and dead after five wrong codes, which are counted here and nowhere else.

use domain::id::{OrganisationId, PassId, UserId};
use domain::recovery::PassCode;
use domain::time::Timestamp;

use super::{Pass, pass_columns, pass_of};
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::Tx;

const CODE: &str = "pass code";

statements! {
    SET_PASS_CODE = "UPDATE passes SET code_hash = $3, failures = 0 WHERE organisation_id = $1 AND pass_id = $2 AND used_at IS NULL";
    CODE_PASS_OF_USER = "SELECT pass_id FROM passes
        WHERE organisation_id = $1 AND user_id = $2 AND code_hash IS NOT NULL AND used_at IS NULL AND expires_at > $3
        ORDER BY pass_id DESC LIMIT 1";
    COUNT_PASS_CODE = concat!("UPDATE passes SET failures = failures + 1
        WHERE organisation_id = $1 AND pass_id = $2 AND code_hash IS NOT NULL AND used_at IS NULL AND expires_at > $3 AND failures < 5
        RETURNING ", pass_columns!(), ", code_hash");
    CLEAR_PASS_FAILURES = "UPDATE passes SET failures = 0 WHERE organisation_id = $1 AND pass_id = $2";
}

/// What nobody's pass is looked for under.
const NOBODY: [u8; 16] = [0; 16];

/// The code, bound to its pass: the same digits of another pass are another hash.
fn bound(pass: &[u8; 16], code: &PassCode) -> Vec<u8> {
    [pass.as_slice(), code.as_bytes()].concat()
}

impl Tx {
    /// Gives a pass a code, by which it is opened beside its link.
    pub fn set_pass_code(
        &mut self,
        org: OrganisationId,
        pass: PassId,
        code: &PassCode,
    ) -> Result<bool, Fault> {
        let hash = self.keys().hash(CODE, &org, &bound(pass.as_bytes(), code));
        let values = [(&org).into(), (&pass).into(), hash.as_bytes().into()];
        Ok(self.execute(&SET_PASS_CODE, &values)? == 1)
    }

    /// The pass of this person that the code opens. Every try is counted before it is compared, the fifth wrong one is the last, and the
    /// same is asked of the database for somebody who is nobody.
    pub fn answer_pass_code(
        &mut self,
        org: OrganisationId,
        user: Option<UserId>,
        code: &PassCode,
        now: Timestamp,
    ) -> Result<Option<Pass>, Fault> {
        let user = user.map_or(NOBODY, |user| *user.as_bytes());
        let found = self.find(
            &CODE_PASS_OF_USER,
            &[(&org).into(), (&user).into(), now.into()],
        )?;
        let pass = match found {
            Some(row) => *row.id::<PassId>(0)?.as_bytes(),
            None => NOBODY,
        };
        let counted = self.find(
            &COUNT_PASS_CODE,
            &[(&org).into(), (&pass).into(), now.into()],
        )?;
        let stored = match &counted {
            Some(row) => row.blob(8)?,
            None => self.keys().hash(CODE, &org, &NOBODY).as_bytes().to_vec(),
        };
        let right = self
            .keys()
            .hash_matches(CODE, &org, &bound(&pass, code), &stored);
        let Some(row) = counted.filter(|_| right) else {
            return Ok(None);
        };
        self.execute(&CLEAR_PASS_FAILURES, &[(&org).into(), (&pass).into()])?;
        pass_of(&row).map(Some)
    }
}
