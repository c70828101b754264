//! Mailboxes and telephone numbers of users. Numbers are sealed; e-mail addresses stand in clear, because people search for them.
//!
//! The mark of an address is a keyed hash of its canonical form. Authenticators, challenges and passes hold the same mark of the mailbox or
//! number they go through, so that one channel is known again without being read.

use domain::factor::Mark;
use domain::id::{AddressId, OrganisationId, UserId};
use domain::phone::{NumberClass, PhoneNumber};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::keys::Place;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const TABLE: &str = "addresses";

/// How many digits of a number people are found by.
const LAST_DIGITS: usize = 4;

statements! {
    INSERT_ADDRESS = "INSERT INTO addresses (organisation_id, address_id, user_id, channel, value, look_up, masked, verified_at, created_at,
            mobile, last_digits)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADDRESSES_OF_USER = "SELECT address_id, user_id, channel, value, look_up, masked, verified_at, created_at FROM addresses
        WHERE organisation_id = $1 AND user_id = $2 ORDER BY address_id";
    ADDRESS_BY_ID = "SELECT address_id, user_id, channel, value, look_up, masked, verified_at, created_at FROM addresses
        WHERE organisation_id = $1 AND user_id = $2 AND address_id = $3";
    MARK_VERIFIED = "UPDATE addresses SET verified_at = COALESCE(verified_at, $4)
        WHERE organisation_id = $1 AND user_id = $2 AND address_id = $3";
    REMOVE_ADDRESS = "DELETE FROM addresses WHERE organisation_id = $1 AND user_id = $2 AND address_id = $3";
}

/// What kind of address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A mailbox.
    Email,
    /// A telephone number, for messages and calls alike.
    Phone,
}

impl Channel {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// The channel with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Email, Self::Phone]
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }

    /// What keeps its marks apart from all other keyed hashes.
    const fn label(self) -> &'static str {
        match self {
            Self::Email => "channel email",
            Self::Phone => "channel phone",
        }
    }
}

/// An address to add.
pub struct NewAddress<'a> {
    /// Its key.
    pub id: AddressId,
    /// Whose it is.
    pub user: UserId,
    /// What kind it is.
    pub channel: Channel,
    /// As it was typed, and as messages are sent to it.
    pub value: &'a str,
    /// The form in which two spellings are the same.
    pub canonical: &'a str,
    /// What a page may show.
    pub masked: &'a str,
    /// When it was proved, if it was.
    pub verified_at: Option<Timestamp>,
}

/// An address of a user.
#[derive(Clone)]
pub struct Address {
    /// Its key.
    pub id: AddressId,
    /// Whose it is.
    pub user: UserId,
    /// What kind it is.
    pub channel: Channel,
    /// As messages are sent to it.
    pub value: String,
    /// The keyed hash under which the mailbox or number is known again.
    pub mark: Mark,
    /// What a page may show.
    pub masked: String,
    /// When it was proved, if it was.
    pub verified_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Whether a number is a mobile telephone's, and its last digits, which people are found by.
fn of_number(channel: Channel, value: &str) -> (bool, String) {
    match channel {
        Channel::Email => (false, String::new()),
        Channel::Phone => {
            let mobile = PhoneNumber::from_e164(value)
                .is_ok_and(|number| number.class() == NumberClass::Mobile);
            let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
            let last = digits.len().saturating_sub(LAST_DIGITS);
            (mobile, digits[last..].iter().collect())
        }
    }
}

/// Where a number is sealed.
pub(crate) const fn place<'a>(
    org: &'a OrganisationId,
    address: &'a AddressId,
    user: &'a UserId,
) -> Place<'a> {
    Place {
        organisation: org,
        table: TABLE,
        row: address.as_bytes(),
        user: Some(user),
        column: "value",
    }
}

impl ReadTx {
    /// The mark of a mailbox or number, from its canonical form, under the current key.
    pub fn channel_mark(&self, org: OrganisationId, channel: Channel, canonical: &str) -> Mark {
        let hash = self
            .keys()
            .hash(channel.label(), &org, canonical.as_bytes());
        Mark::from_bytes(hash.as_bytes().to_vec())
    }

    /// Whether a mark is that of this mailbox or number, under the key it names.
    pub fn is_marked(
        &self,
        org: OrganisationId,
        channel: Channel,
        canonical: &str,
        mark: &Mark,
    ) -> bool {
        self.keys()
            .hash_matches(channel.label(), &org, canonical.as_bytes(), mark.as_bytes())
    }

    /// The marks under which a mailbox or number may stand: one for each live key.
    pub(crate) fn channel_marks(
        &self,
        org: OrganisationId,
        channel: Channel,
        canonical: &str,
    ) -> Vec<Mark> {
        self.keys()
            .marks(channel.label(), &org, canonical.as_bytes())
            .into_iter()
            .map(|hash| Mark::from_bytes(hash.as_bytes().to_vec()))
            .collect()
    }

    pub(crate) fn address_of(&self, org: OrganisationId, row: &Row) -> Result<Address, Fault> {
        let (id, user): (AddressId, UserId) = (row.id(0)?, row.id(1)?);
        let channel = Channel::named(&row.text(2)?).ok_or_else(|| row.corrupt(2))?;
        let stored = row.blob(3)?;
        let text = match channel {
            Channel::Email => String::from_utf8(stored),
            Channel::Phone => {
                let opened = self.keys().open(place(&org, &id, &user), &stored)?;
                String::from_utf8(opened.to_vec())
            }
        };
        Ok(Address {
            id,
            user,
            channel,
            value: text.map_err(|_| row.corrupt(3))?,
            mark: Mark::from_bytes(row.blob(4)?),
            masked: row.text(5)?,
            verified_at: row.opt_time(6)?,
            created_at: row.time(7)?,
        })
    }

    /// The user's addresses, the oldest first.
    pub fn addresses_of(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Vec<Address>, Fault> {
        self.query(&ADDRESSES_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(|row| self.address_of(org, row))
            .collect()
    }

    /// One address of this user.
    pub fn find_address(
        &mut self,
        org: OrganisationId,
        user: UserId,
        address: AddressId,
    ) -> Result<Option<Address>, Fault> {
        let values = [(&org).into(), (&user).into(), (&address).into()];
        self.find(&ADDRESS_BY_ID, &values)?
            .map(|row| self.address_of(org, &row))
            .transpose()
    }
}

impl Tx {
    /// Adds an address.
    pub fn insert_address(
        &mut self,
        org: OrganisationId,
        address: &NewAddress<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mark = self.channel_mark(org, address.channel, address.canonical);
        let text = address.value.as_bytes();
        let value = match address.channel {
            Channel::Email => text.to_vec(),
            Channel::Phone => {
                let (keys, random) = self.keys_and_random();
                keys.seal(place(&org, &address.id, &address.user), text, random)?
            }
        };
        let (mobile, last_digits) = of_number(address.channel, address.value);
        self.execute(
            &INSERT_ADDRESS,
            &[
                (&org).into(),
                (&address.id).into(),
                (&address.user).into(),
                address.channel.as_str().into(),
                (&value).into(),
                mark.as_bytes().into(),
                address.masked.into(),
                address.verified_at.into(),
                now.into(),
                mobile.into(),
                (&last_digits).into(),
            ],
        )?;
        self.refresh_people(org, &[address.user])
    }

    /// Notes that the user has proved the address theirs; the first such moment stays.
    pub fn mark_verified(
        &mut self,
        org: OrganisationId,
        user: UserId,
        address: AddressId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&address).into(), now.into()];
        let marked = self.execute(&MARK_VERIFIED, &values)? == 1;
        if marked {
            self.refresh_people(org, &[user])?;
        }
        Ok(marked)
    }

    /// Removes an address of this user.
    pub fn remove_address(
        &mut self,
        org: OrganisationId,
        user: UserId,
        address: AddressId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&address).into()];
        let removed = self.execute(&REMOVE_ADDRESS, &values)? == 1;
        if removed {
            self.refresh_people(org, &[user])?;
        }
        Ok(removed)
    }
}
