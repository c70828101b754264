//! Everybody's passkeys: people of even number have one that counts its uses, the others one that is synced and does not.

use anyhow::{Context, Result};
use domain::factor::FactorKind;
use domain::id::AuthenticatorId;
use domain::time::Timestamp;
use factors::testing::SoftAuthenticator;
use factors::{Factor, Passkey};
use store::{NewAuthenticator, Tx};

use super::device::Device;
use crate::answers::means::{Means, Question};
use crate::drawn::Drawn;
use crate::ground::{BEGINNING, Ground, HOST, ORGANISATION};
use crate::person::Person;
use crate::told::Told;

/// People that one unit gives a passkey to.
const AT_ONCE: usize = 250;

/// The devices, by the number of the person.
pub(super) struct Keyring {
    told: Told,
    devices: Vec<Device>,
}

/// What one person has bound.
struct Bound {
    person: Person,
    id: AuthenticatorId,
    new: factors::NewAuthenticator,
}

impl Keyring {
    /// Gives everybody a passkey.
    pub(super) async fn give(ground: &Ground) -> Result<Self> {
        let told = Told::of(ground);
        let (mut devices, mut all) = (Vec::new(), Vec::new());
        for number in 0..ground.people {
            let (person, mut random) = (Person(number), Drawn::of(number + (6 << 40)));
            let setting = told.setting(Some(person.user()), BEGINNING);
            let (device, new) = Device::bind(soft(person), &setting, &mut random)?;
            let id = device.own.id;
            devices.push(device);
            all.push(Bound { person, id, new });
        }
        while !all.is_empty() {
            let some = all.split_off(all.len().saturating_sub(AT_ONCE));
            let unit = move |tx: &mut Tx| some.iter().try_for_each(|bound| add(tx, bound));
            ground.app.store.write(unit).await?;
        }
        Ok(Self { told, devices })
    }
}

const fn counts(person: Person) -> bool {
    person.0.is_multiple_of(2)
}

fn soft(person: Person) -> SoftAuthenticator {
    if counts(person) {
        SoftAuthenticator::device_bound()
    } else {
        SoftAuthenticator::synced()
    }
}

fn kind() -> &'static FactorKind {
    &Passkey.profile().kind
}

fn add(tx: &mut Tx, bound: &Bound) -> Result<(), store::Fault> {
    let user = bound.person.user();
    let row = NewAuthenticator {
        id: bound.id,
        user,
        kind: kind(),
        label: &bound.new.label,
        data: &bound.new.data,
        data_format: bound.new.data_format,
        identifier: bound.new.identifier.as_deref(),
        channel: None,
        relying_party: Some(HOST),
        on_one_device: counts(bound.person),
        consumed_through: store::NOTHING_CONSUMED,
    };
    tx.insert_authenticator(ORGANISATION, &row, BEGINNING)?;
    tx.refresh_factor_set(ORGANISATION, user)?;
    Ok(())
}

/// One half of the passkeys.
pub(super) struct Half<'a> {
    pub(super) keyring: &'a mut Keyring,
    pub(super) counts: bool,
}

impl Means for Half<'_> {
    fn person(&self, number: u64) -> Person {
        let pairs = (self.keyring.devices.len() / 2).max(1) as u64;
        Person(number % pairs * 2 + u64::from(!self.counts))
    }

    fn ask(&mut self, person: Person, now: Timestamp, random: &mut Drawn) -> Result<Question> {
        let Keyring { told, devices } = &mut *self.keyring;
        let device = devices.get_mut(usize::try_from(person.0)?);
        let device = device.context("a person's passkey")?;
        let asked = device.ask(&told.setting(Some(person.user()), now), random)?;
        Ok(Question {
            kind: kind().clone(),
            form: asked.form(),
            data: asked.data,
            data_format: asked.data_format,
        })
    }
}
