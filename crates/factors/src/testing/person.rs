//! Persons who use a factor as its page asks them to.

use std::path::PathBuf;
use std::sync::Arc;

use domain::eid::{Identified, NewOrder};
use domain::email::EmailAddress;
use domain::phone::{Country, PhoneNumber};
use domain::time::Timestamp;
use serde_json::Value;

use super::CodeReader;
use super::dummy;
use crate::{BankId, Email, Passkey, RecoveryCodes, Sms, Totp, Voice};
use crate::{Factor, Form, Letter, bankid, passkey, recovery_codes, totp};

/// Reads what is shown and sent, and types it back.
pub trait Person {
    /// Fills in the enrolment page that shows this ([`View::json`](crate::View::json)); `letters` are all that came so far.
    fn enrol(&mut self, shown: &Value, letters: &[Letter], now: Timestamp) -> Form;

    /// Looks at the page of a challenge, before it is answered. Whoever types a code needs nothing of it.
    fn looks(&mut self, shown: &Value) {
        let _ = shown;
    }

    /// Gives a right answer to a challenge, a new one each time.
    fn answer(&mut self, letters: &[Letter], now: Timestamp) -> Form;

    /// Gives an answer that has the right form and is wrong.
    fn wrong(&self, letters: &[Letter], now: Timestamp) -> Form;

    /// Whether this text of the factor's bytes may stand on a page: what the person's device is told is no secret.
    fn is_public(&self, text: &str) -> bool {
        let _ = text;
        false
    }

    /// What the service says when this person has done what an order asks for, or when somebody else has in their place. `None` where
    /// the factor has no service.
    fn confirm(&self, order: &NewOrder, in_person: bool) -> Option<Identified> {
        let _ = (order, in_person);
        None
    }
}

/// A factor, somebody who uses it, and where its folder and its page are.
pub struct Member {
    /// The factor.
    pub factor: Arc<dyn Factor>,
    /// Who uses it.
    pub person: Box<dyn Person>,
    /// The folder with its module, templates and words.
    pub folder: PathBuf,
    /// The page that its module's doc comment opens.
    pub page: PathBuf,
}

fn mail_reader() -> CodeReader {
    CodeReader::new("address", "anna@example.se", |suggested| {
        EmailAddress::parse(suggested).is_ok()
    })
}

fn phone_owner() -> CodeReader {
    CodeReader::new("number", "070-174 06 06", |suggested| {
        PhoneNumber::parse(suggested, Country::SWEDEN).is_ok()
    })
}

/// Every factor of [`Registry::standard`](crate::Registry::standard), and the dummy.
pub fn cast() -> Vec<Member> {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let pages = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/factors");
    let member = |factor: Arc<dyn Factor>, person: Box<dyn Person>| {
        let kind = factor.profile().kind.clone();
        Member {
            factor,
            person,
            folder: source.join(kind.as_str()),
            page: pages.join(format!("{kind}.md")),
        }
    };
    let dummy = source.join("testing/dummy");
    vec![
        member(
            Arc::new(Passkey),
            Box::<passkey::person::KeyHolder>::default(),
        ),
        member(Arc::new(BankId), Box::new(bankid::person::AppOwner)),
        member(Arc::new(Totp), Box::<totp::person::AppUser>::default()),
        member(Arc::new(Sms), Box::new(phone_owner())),
        member(Arc::new(Voice), Box::new(phone_owner())),
        member(Arc::new(Email), Box::new(mail_reader())),
        member(
            Arc::new(RecoveryCodes),
            Box::<recovery_codes::person::SheetKeeper>::default(),
        ),
        Member {
            factor: Arc::new(dummy::Dummy),
            person: Box::<dummy::Counter>::default(),
            page: dummy.join("dummy.md"),
            folder: dummy,
        },
    ]
}
