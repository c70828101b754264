//! The demo's BankID: the built-in simulator, called by the real client over mutual TLS on this machine, and the telephone it is signed
//! with. It goes by the demo's clock.
//!
//! Its keys lie in the demo's folder, so that what was signed in a demo that is kept can still be checked later.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use app::Clock as _;
use app::eids::{EidAccount, Eids};
use connect::bankid::simulator::{AppRefusal, Keys, Person, Settings, Simulator};
use connect::eid::{self, EidKind, Parts};
use domain::personal_number::PersonalNumber;
use domain::time::{Span, Timestamp};
use web::demo::{DemoAct, DemoOrder, DemoPhone, DemoRefusal};

use super::people::{NEIGHBOUR, PEOPLE};
use crate::clock::DemoClock;
use crate::system::SystemRandom;

/// The folder of the simulator's keys, beside the demo's configuration.
const FOLDER: &str = "bankid";

/// In whose name the demo calls.
const CALLER: &str = "Demobolaget AB";

/// The demo's clock may be pushed by a hundred years, and its certificate outlives that.
const CERTIFICATE_FOR: Span = Span::days(120 * 365);

/// Who signs with a number that is nobody's here.
const STRANGER: &str = "Okänd Person";

/// The simulator, and the telephone in front of it.
pub struct Phone {
    simulator: Simulator,
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Phone {
    /// Starts the simulator; its keys are kept beside this configuration.
    pub async fn start(config_file: &Path, clock: Arc<DemoClock>) -> anyhow::Result<Self> {
        let now = clock.now();
        let folder = config_file.with_file_name(FOLDER);
        let keys = Keys::kept_in(&folder, CALLER, now)
            .with_context(|| format!("the demo's BankID ({})", folder.display()))?;
        let caller = keys.caller_between(now - Span::days(1), now + CERTIFICATE_FOR)?;
        let clock = move || -> Timestamp { clock.now() };
        let settings = Settings::new(Arc::new(keys), Arc::new(clock), Box::new(SystemRandom));
        let simulator = Simulator::start(settings)
            .await
            .context("the demo's BankID could not be started")?;
        Ok(Self {
            certificate: caller.certificate_pem().into_bytes(),
            key: caller.key_pem().as_bytes().to_vec(),
            simulator,
        })
    }

    /// One account at it, for every organisation of the demo.
    pub fn accounts(&self) -> anyhow::Result<Eids> {
        let parts = Parts {
            base_url: self.simulator.base_url(),
            root: self.simulator.keys().root_pem().into_bytes(),
            certificate: self.certificate.clone(),
            key: Some(self.key.clone()),
            password: None,
            pin_code: false,
            identity_document: false,
            forms: Vec::new(),
            allowed_private: Vec::new(),
        };
        let account = EidAccount {
            service: EidKind::BankId.name().to_owned(),
            organisation: None,
            eid: eid::open(EidKind::BankId, &parts)?,
        };
        Ok(Eids::new(vec![account]))
    }
}

impl DemoPhone for Phone {
    fn orders(&self) -> Vec<DemoOrder> {
        let orders = self.simulator.orders().into_iter();
        orders
            .map(|order| DemoOrder {
                auto_start_token: order.auto_start_token,
                qr: order.qr,
                visible_text: order.visible_text,
                hint: order.hint,
            })
            .collect()
    }

    fn act(&self, auto_start_token: &str, act: DemoAct) -> Result<(), DemoRefusal> {
        let done = match act {
            DemoAct::Open => self.simulator.open(auto_start_token),
            DemoAct::Cancel => self.simulator.cancel(auto_start_token),
            DemoAct::Fail(hint) => self.simulator.fail(auto_start_token, &hint),
            DemoAct::Sign(number) => {
                let person = Person::new(number, name_of(number));
                self.simulator.sign(auto_start_token, person)
            }
        };
        done.map_err(refusal)
    }

    fn scan(&self, picture: &str) -> Result<String, DemoRefusal> {
        self.simulator.open_by_qr(picture).map_err(refusal)
    }

    fn people(&self) -> Vec<(String, PersonalNumber)> {
        let of_demo = PEOPLE.iter().filter_map(|person| {
            let number = PersonalNumber::from_digits(person.personal_number?).ok()?;
            Some((person.name.to_owned(), number))
        });
        of_demo.collect()
    }
}

/// The name of the person with this number.
fn name_of(number: PersonalNumber) -> &'static str {
    let digits = number.digits();
    let mut people = PEOPLE.iter().chain([&NEIGHBOUR]);
    people
        .find(|person| person.personal_number == Some(digits.as_str()))
        .map_or(STRANGER, |person| person.name)
}

const fn refusal(refusal: AppRefusal) -> DemoRefusal {
    match refusal {
        AppRefusal::NoSuchOrder | AppRefusal::NoCall => DemoRefusal::NoSuchOrder,
        AppRefusal::OtherPerson => DemoRefusal::OtherPerson,
        AppRefusal::AlreadyOpen => DemoRefusal::AlreadyOpen,
        AppRefusal::NotAPicture | AppRefusal::ForgedPicture => DemoRefusal::NoPicture,
        AppRefusal::OldPicture => DemoRefusal::OldPicture,
    }
}

#[cfg(test)]
mod tests;
