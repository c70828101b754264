//! An order: one request at an eID to identify a person.

use std::fmt;
use std::net::IpAddr;

use crate::personal_number::PersonalNumber;

/// What the person does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Says who they are.
    Identify,
    /// Signs the visible text.
    Sign,
}

/// Where the person's eID is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Device {
    /// On the device that shows our page.
    This,
    /// On another one, which reads a picture from our page.
    Other,
}

/// The browser an order belongs to, as we see it. The eID weighs it against where its app is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// Its `User-Agent`, of whatever length.
    pub user_agent: String,
    /// What tells this browser from others for a long time: neither the session's cookie nor tied to one person.
    pub device: Option<String>,
    /// Our own host name.
    pub referring_domain: String,
}

/// What a request tells of the browser and the page it comes from. Empty where no browser asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// The browser's `User-Agent`, of whatever length.
    pub user_agent: String,
    /// What tells this browser from others for a long time; see [`Browser::device`].
    pub device: Option<String>,
    /// The https address of the page that shows the factor, without a query; empty where it is not reached by https.
    pub page: String,
    /// Our own host name, as the browser knows it.
    pub host: String,
    /// What an app that was told where to go back to brought along.
    pub returned_with: Option<String>,
}

/// An order for the person in front of our page. No Debug: it holds a person's number, and the way back holds a nonce.
#[derive(Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// Only this person may complete it. Always given where we know whom we ask.
    pub known: Option<PersonalNumber>,
    /// What the app shows: who asks, and what for. May be empty when the purpose is to identify.
    pub visible_text: String,
    /// The address of the person's device as we see it.
    pub end_user_ip: IpAddr,
    /// The person's browser; a person behind an application's own pages may have none we know of.
    pub browser: Option<Browser>,
    /// Where the app goes when it is done, https and with a nonce. Heeded on this device alone.
    pub return_url: Option<String>,
    /// Where the eID is.
    pub device: Device,
    /// What the person does.
    pub purpose: Purpose,
}

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallInitiator {
    /// The person called us.
    User,
    /// We called the person.
    Us,
}

/// An order for somebody on the telephone. No Debug: it is a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneOrder {
    /// Whom we believe to speak to.
    pub number: PersonalNumber,
    /// Who called: told truthfully, because the app asks the person about it.
    pub initiator: CallInitiator,
    /// What the app shows.
    pub visible_text: String,
}

/// An order's name at the eID. Whoever has it can read the outcome, so it never leaves the server and cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct OrderReference(String);

impl OrderReference {
    /// Takes the name over as the eID gave it.
    pub fn new(reference: String) -> Self {
        Self(reference)
    }

    /// The name, for the sealed row that keeps it and for the eID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OrderReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrderReference(…)")
    }
}

/// What an order that has begun is known by. No Debug: every part of it is secret or opens the app.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// Its name.
    pub reference: OrderReference,
    /// Opens the app for this order on this device. The one part a browser may see.
    pub app_token: String,
    /// What the picture for another device is made of, where the eID has one.
    pub qr: Option<QrSeed>,
}

/// What animated pictures are made of. No Debug: the secret never leaves the server.
#[derive(Clone, PartialEq, Eq)]
pub struct QrSeed {
    /// Stands in the picture.
    pub token: String,
    /// Makes every picture another one.
    pub secret: String,
}
