//! What the demo's own pages are given: the outbox, the clock, the people and the telephone.

use std::sync::Arc;

use connect::gateway::Carries;
use connect::gateway::memory::MemoryGateway;
use connect::mail::outbox::Outbox;
use domain::time::{Span, Timestamp};
use web::demo::{Demo, DemoMessage, DemoPerson, DemoPhone};

use super::folder::ClockFile;
use super::people::{CARDS, PASSWORD, PEOPLE};
use super::phone::Phone;
use crate::clock::DemoClock;

/// The demo behind its pages.
pub struct Side {
    outbox: Arc<Outbox>,
    phones: Arc<MemoryGateway>,
    clock: Arc<DemoClock>,
    file: ClockFile,
    phone: Phone,
}

impl Side {
    /// Puts them together. Where the clock has been pushed to is written to `file`.
    pub const fn new(
        outbox: Arc<Outbox>,
        phones: Arc<MemoryGateway>,
        clock: Arc<DemoClock>,
        file: ClockFile,
        phone: Phone,
    ) -> Self {
        Self {
            outbox,
            phones,
            clock,
            file,
            phone,
        }
    }
}

impl Demo for Side {
    fn advance(&self, by: Span) -> Option<Timestamp> {
        let now = self.clock.advance(by)?;
        self.file.write(self.clock.ahead());
        Some(now)
    }

    fn outbox(&self) -> Vec<DemoMessage> {
        let mailed = self.outbox.kept().into_iter().map(|message| DemoMessage {
            id: message.id,
            channel: "email",
            to: message.to,
            subject: message.subject,
            body: message.text,
            at: Timestamp::from_unix_millis(message.at_unix_ms),
        });
        let phoned = self.phones.kept().into_iter().map(|message| DemoMessage {
            id: message.id,
            channel: match message.channel {
                Carries::Sms => "sms",
                Carries::Voice => "voice",
            },
            to: message.to,
            subject: String::new(),
            body: message.text,
            at: Timestamp::from_unix_millis(message.at_unix_ms),
        });
        let mut all: Vec<DemoMessage> = mailed.chain(phoned).collect();
        // Both lists are newest first; ids are drawn in the order of time.
        all.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        all
    }

    fn people(&self) -> Vec<DemoPerson> {
        let role = |key: &str| {
            CARDS
                .iter()
                .find(|card| card.key == key)
                .map_or(key, |card| card.name)
                .to_owned()
        };
        PEOPLE
            .iter()
            .map(|person| DemoPerson {
                username: person.username.to_owned(),
                role: role(person.role),
                password: person
                    .password
                    .filter(|password| *password != PASSWORD)
                    .map(str::to_owned),
            })
            .collect()
    }

    fn password(&self) -> &str {
        PASSWORD
    }

    fn phone(&self) -> Option<&dyn DemoPhone> {
        Some(&self.phone)
    }
}
