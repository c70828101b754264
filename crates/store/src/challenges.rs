//! Challenges: open questions, bound to the login or session that asked, with an expiry and attempts left.
//!
//! ```text
//! open ── count_attempt ──► open, one attempt fewer ── none left ──► read as dead
//!  │ └── resend_challenge ──► open, same attempts, a new code
//!  ├── confirm_challenge ──► confirmed ──┐
//!  ├── consume_challenge ────────────────┴──► used
//!  └── replace_challenges, end_challenges ──► replaced
//! ```
//!
//! `dead` is never written: a right answer on the fifth attempt is counted first and consumed after, within one unit.

mod code_hasher;

use domain::challenge::{Purpose, State};
use domain::factor::{FactorKind, Mark};
use domain::id::{ChallengeId, LoginId, OrganisationId, RecoveryCaseId, SessionId, UserId};
use domain::lockout::ATTEMPTS_PER_CHALLENGE;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::keys::{Opened, Place};
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::{Row, Value};

pub use code_hasher::CodeHasher;

macro_rules! challenge_columns {
    ($prefix:literal) => {
        columns!($prefix: challenge_id, kind, purpose, user_id, channel, data, data_format, attempts_left, resends, resend_after,
            code_expires_at, expires_at, state, created_at)
    };
}
pub(crate) use challenge_columns;

statements! {
    INSERT_CHALLENGE = "INSERT INTO challenges (organisation_id, challenge_id, kind, purpose, user_id, holder, channel, data, data_format,
            attempts_left, resends, resend_after, code_expires_at, expires_at, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, 'open', $14)";
    CHALLENGE_BY_ID = concat!("SELECT ", challenge_columns!(""), " FROM challenges
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3");
    CHALLENGES_OF_HOLDER = concat!("SELECT ", challenge_columns!(""), " FROM challenges
        WHERE organisation_id = $1 AND holder = $2 AND state IN ('open', 'confirmed') ORDER BY challenge_id DESC");
    COUNT_ATTEMPT = concat!("UPDATE challenges SET attempts_left = attempts_left - 1
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND kind = $4 AND purpose = $5
          AND state = 'open' AND attempts_left > 0 AND expires_at > $6
        RETURNING ", challenge_columns!(""));
    TAKE_BACK_ATTEMPT = "UPDATE challenges SET attempts_left = attempts_left + 1
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND state = 'open' AND attempts_left < $4";
    RESEND_CHALLENGE = "UPDATE challenges SET data = $5, data_format = $6, code_expires_at = $7, resend_after = $8, resends = resends + 1
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND resends = $4
          AND state = 'open' AND attempts_left > 0 AND resends < $9 AND resend_after <= $10 AND expires_at > $10";
    SAVE_DRAFT = "UPDATE challenges SET data = $4, data_format = $5, code_expires_at = $6, resend_after = $7
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND state = 'open'";
    CONFIRM_CHALLENGE = "UPDATE challenges SET state = 'confirmed'
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND state = 'open'";
    REHANG_CHALLENGE = "UPDATE challenges SET holder = $4 WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND state = 'open'";
    REPLACE_CHALLENGES = "UPDATE challenges SET state = 'replaced'
        WHERE organisation_id = $1 AND holder = $2 AND purpose = $3 AND state = 'open'";
    END_CHALLENGES = "UPDATE challenges SET state = 'replaced'
        WHERE organisation_id = $1 AND holder = $2 AND state IN ('open', 'confirmed')";
}

/// What a challenge is bound to: another login or session finds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A login.
    Login(LoginId),
    /// A session: something is being set up on the security page.
    Session(SessionId),
    /// A recovery case: its agent has the person on the telephone.
    Case(RecoveryCaseId),
    /// A browser that nobody has signed in with: sixteen bytes made from its cookie under a key.
    Browser([u8; 16]),
}

impl Holder {
    /// The bytes in the column.
    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        match self {
            Self::Login(id) => id.as_bytes(),
            Self::Session(id) => id.as_bytes(),
            Self::Case(id) => id.as_bytes(),
            Self::Browser(bytes) => bytes,
        }
    }
}

impl<'a> From<&'a Holder> for Value<'a> {
    fn from(holder: &'a Holder) -> Self {
        Self::Blob(holder.as_bytes())
    }
}

/// A challenge to open.
pub struct NewChallenge<'a> {
    /// Its key.
    pub id: ChallengeId,
    /// The kind of factor that asks.
    pub kind: &'a FactorKind,
    /// What it is for.
    pub purpose: Purpose,
    /// Who is asked; nobody where the answer will tell.
    pub user: Option<UserId>,
    /// The login or session that it is bound to.
    pub holder: Holder,
    /// The mailbox or number that the code goes to.
    pub channel: Option<&'a Mark>,
    /// What the factor keeps, in clear; it is sealed on its way in.
    pub data: &'a [u8],
    /// The format that `data` is written in.
    pub data_format: i64,
    /// When another code may be sent.
    pub resend_after: Timestamp,
    /// When the code ends.
    pub code_expires_at: Timestamp,
    /// When the whole challenge ends.
    pub expires_at: Timestamp,
}

/// A challenge, opened. No Debug.
#[derive(Clone)]
pub struct Challenge {
    /// Its key.
    pub id: ChallengeId,
    /// The kind of factor that asks.
    pub kind: FactorKind,
    /// What it is for.
    pub purpose: Purpose,
    /// Who is asked.
    pub user: Option<UserId>,
    /// The mailbox or number that the code went to.
    pub channel: Option<Mark>,
    /// What the factor keeps.
    pub data: Opened,
    /// The format that `data` is written in.
    pub data_format: i64,
    /// Attempts left; out of [`Tx::count_attempt`] those after the one that was just counted.
    pub attempts_left: i64,
    /// Codes sent again.
    pub resends: i64,
    /// When another code may be sent.
    pub resend_after: Timestamp,
    /// When the code ends.
    pub code_expires_at: Timestamp,
    /// When the whole challenge ends.
    pub expires_at: Timestamp,
    /// Where it stands; open without attempts left is read as dead.
    pub state: State,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// The code that takes the place of an earlier one.
pub struct NewCode<'a> {
    /// What the factor keeps now, in clear.
    pub data: &'a [u8],
    /// The format that `data` is written in.
    pub data_format: i64,
    /// When the new code ends.
    pub code_expires_at: Timestamp,
    /// When the next one may be sent.
    pub resend_after: Timestamp,
}

const fn place<'a>(
    org: &'a OrganisationId,
    challenge: &'a ChallengeId,
    user: Option<&'a UserId>,
) -> Place<'a> {
    Place {
        organisation: org,
        table: "challenges",
        row: challenge.as_bytes(),
        user,
        column: "data",
    }
}

/// Seals what a factor keeps, for the row of this challenge.
pub(crate) fn seal_data(
    tx: &mut Tx,
    org: OrganisationId,
    challenge: &Challenge,
    data: &[u8],
) -> Result<Vec<u8>, Fault> {
    let (keys, random) = tx.keys_and_random();
    let place = place(&org, &challenge.id, challenge.user.as_ref());
    keys.seal(place, data, random)
}

impl ReadTx {
    /// Reads and opens `challenge_columns!` from column `first` on.
    pub(crate) fn challenge_of(
        &self,
        org: OrganisationId,
        row: &Row,
        first: usize,
    ) -> Result<Challenge, Fault> {
        let (id, user): (ChallengeId, Option<UserId>) = (row.id(first)?, row.opt_id(first + 3)?);
        let attempts_left = row.int(first + 7)?;
        let written =
            State::named(&row.text(first + 12)?).ok_or_else(|| row.corrupt(first + 12))?;
        Ok(Challenge {
            id,
            kind: FactorKind::named(row.text(first + 1)?),
            purpose: Purpose::named(&row.text(first + 2)?).ok_or_else(|| row.corrupt(first + 2))?,
            user,
            channel: row.opt_blob(first + 4)?.map(Mark::from_bytes),
            data: self
                .keys()
                .open(place(&org, &id, user.as_ref()), &row.blob(first + 5)?)?,
            data_format: row.int(first + 6)?,
            attempts_left,
            resends: row.int(first + 8)?,
            resend_after: row.time(first + 9)?,
            code_expires_at: row.time(first + 10)?,
            expires_at: row.time(first + 11)?,
            state: if written == State::Open && attempts_left == 0 {
                State::Dead
            } else {
                written
            },
            created_at: row.time(first + 13)?,
        })
    }

    /// The challenge with this id, if it is bound to `holder`; wherever it stands.
    pub fn find_challenge(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: ChallengeId,
    ) -> Result<Option<Challenge>, Fault> {
        let values = [(&org).into(), (&challenge).into(), (&holder).into()];
        self.find(&CHALLENGE_BY_ID, &values)?
            .map(|row| self.challenge_of(org, &row, 0))
            .transpose()
    }

    /// The open, confirmed and dead challenges bound to `holder`, the newest first. Some may have expired.
    pub fn challenges_of(
        &mut self,
        org: OrganisationId,
        holder: Holder,
    ) -> Result<Vec<Challenge>, Fault> {
        self.query(&CHALLENGES_OF_HOLDER, &[(&org).into(), (&holder).into()])?
            .iter()
            .map(|row| self.challenge_of(org, row, 0))
            .collect()
    }
}

impl Tx {
    /// Opens a challenge with five attempts.
    pub fn insert_challenge(
        &mut self,
        org: OrganisationId,
        new: &NewChallenge<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(place(&org, &new.id, new.user.as_ref()), new.data, random)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.kind.as_str().into(),
            new.purpose.as_str().into(),
            new.user.as_ref().into(),
            (&new.holder).into(),
            new.channel.map(Mark::as_bytes).into(),
            (&data).into(),
            new.data_format.into(),
            ATTEMPTS_PER_CHALLENGE.into(),
            new.resend_after.into(),
            new.code_expires_at.into(),
            new.expires_at.into(),
            now.into(),
        ];
        self.execute(&INSERT_CHALLENGE, &values).map(|_| ())
    }

    /// Counts an attempt, locks the challenge and reads it: before the comparison, in one statement.
    ///
    /// Nothing: it is over, dead, of another kind or purpose, or another's; [`ReadTx::find_challenge`] tells.
    pub fn count_attempt(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: ChallengeId,
        kind: &FactorKind,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<Option<Challenge>, Fault> {
        let values = [
            (&org).into(),
            (&challenge).into(),
            (&holder).into(),
            kind.as_str().into(),
            purpose.as_str().into(),
            now.into(),
        ];
        let Some(row) = self.find(&COUNT_ATTEMPT, &values)? else {
            return Ok(None);
        };
        self.challenge_of(org, &row, 0).map(Some)
    }

    /// Keeps the next stage of an enrolment: an address to send to, a code that went there. False: the challenge is over.
    pub fn save_draft(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: &Challenge,
        code: &NewCode<'_>,
    ) -> Result<bool, Fault> {
        let data = seal_data(self, org, challenge, code.data)?;
        let values = [
            (&org).into(),
            (&challenge.id).into(),
            (&holder).into(),
            (&data).into(),
            code.data_format.into(),
            code.code_expires_at.into(),
            code.resend_after.into(),
        ];
        Ok(self.execute(&SAVE_DRAFT, &values)? == 1)
    }

    /// Takes back the attempt that [`Tx::count_attempt`] counted in this unit: what was typed was no guess.
    pub fn take_back_attempt(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: ChallengeId,
    ) -> Result<(), Fault> {
        let values = [
            (&org).into(),
            (&challenge).into(),
            (&holder).into(),
            ATTEMPTS_PER_CHALLENGE.into(),
        ];
        self.execute(&TAKE_BACK_ATTEMPT, &values).map(|_| ())
    }

    /// Puts a new code in the place of the earlier one; the attempts stay. `challenge` is as it was read.
    ///
    /// False: another code was sent since, it is too soon, there were enough, or the challenge is over.
    pub fn resend_challenge(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: &Challenge,
        code: &NewCode<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(
            place(&org, &challenge.id, challenge.user.as_ref()),
            code.data,
            random,
        )?;
        let values = [
            (&org).into(),
            (&challenge.id).into(),
            (&holder).into(),
            challenge.resends.into(),
            (&data).into(),
            code.data_format.into(),
            code.code_expires_at.into(),
            code.resend_after.into(),
            domain::challenge::MOST_RESENDS.into(),
            now.into(),
        ];
        Ok(self.execute(&RESEND_CHALLENGE, &values)? == 1)
    }

    /// Confirms an open challenge: it waits for what it belongs to.
    pub fn confirm_challenge(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: ChallengeId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&challenge).into(), (&holder).into()];
        Ok(self.execute(&CONFIRM_CHALLENGE, &values)? == 1)
    }

    /// Hangs an open challenge on another holder: whoever holds what it hung on finds nothing any more. False: it is not open there.
    pub fn rehang_challenge(
        &mut self,
        org: OrganisationId,
        (from, to): (Holder, Holder),
        challenge: ChallengeId,
    ) -> Result<bool, Fault> {
        let place = [
            (&org).into(),
            (&challenge).into(),
            (&from).into(),
            (&to).into(),
        ];
        Ok(self.execute(&REHANG_CHALLENGE, &place)? == 1)
    }

    /// Replaces the open challenges of this purpose: another way was chosen. Confirmed ones stay.
    pub fn replace_challenges(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        purpose: Purpose,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&holder).into(), purpose.as_str().into()];
        self.execute(&REPLACE_CHALLENGES, &values)
    }

    /// Ends the open and the confirmed challenges of `holder`.
    pub fn end_challenges(&mut self, org: OrganisationId, holder: Holder) -> Result<u64, Fault> {
        self.execute(&END_CHALLENGES, &[(&org).into(), (&holder).into()])
    }
}
