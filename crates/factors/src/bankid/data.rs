//! What is kept, sealed: the number of an authenticator, and of a challenge or draft how far its order has come.
//!
//! ```text
//! choose ─► Starting ─► Open ─► Proved
//!    ▲         │ ▲       │ │
//!    │         │ └───────┘ │      nobody scanned the picture
//!    └ back    └─► Ended ◄─┘
//! ```
//!
//! Nothing here can be printed: each part is somebody's number, or opens an app.

use std::net::IpAddr;

use domain::eid::{self, NewOrder, PhoneOrder, Purpose, Risk};
use domain::personal_number::PersonalNumber;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use subtle::ConstantTimeEq as _;

use super::word;
use crate::live::Wanted;
use crate::{Authenticator, DataFault, bytes};

pub(super) const FORMAT: i64 = 1;

/// A start that took longer was made by a node that died: the call itself is given up long before.
const STARTING_LASTS: Span = Span::seconds(40);
/// No order lives longer than three minutes, and its outcome is told for two more.
const OPEN_LASTS: Span = Span::minutes(5);

/// Orders that are begun for one picture, the first included.
const MOST_ROUNDS: u32 = 6;
/// For so long after the first one another may be begun unasked.
const RENEWED_FOR: Span = Span::minutes(3);

/// A personal number as it is kept: twelve digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub(super) PersonalNumber);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.digits())
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        // The fault says what is wrong with the digits and never which they are.
        PersonalNumber::from_digits(&digits)
            .map(Self)
            .map_err(D::Error::custom)
    }
}

/// An authenticator.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) number: Number,
}

impl Held {
    pub(super) fn write(&self) -> Vec<u8> {
        bytes::write(FORMAT, self)
    }

    pub(super) fn read(authenticator: &Authenticator) -> Result<PersonalNumber, DataFault> {
        bytes::read::<Self>(FORMAT, &authenticator.data).map(|held| held.number.0)
    }
}

/// A challenge or a draft.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Question {
    /// The one person who may complete its orders; `None` while binding, and where somebody is yet to be identified.
    pub(super) known: Option<Number>,
    /// The order that was begun last; `None` while the person chooses.
    pub(super) order: Option<Order>,
}

/// An order, and what is needed to begin it once more.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) wish: Wish,
    /// How many were begun without the person's act after the first, that one included.
    rounds: u32,
    /// When the first of them had begun.
    first_at: Option<Timestamp>,
    pub(super) stage: Stage,
}

/// What is asked of BankID, apart from the number.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Wish {
    pub(super) device: Device,
    pub(super) visible_text: String,
    /// Of the browser that began it: the person's, or while they call the agent's.
    pub(super) end_user_ip: IpAddr,
    pub(super) browser: Option<Browser>,
    pub(super) way_back: Option<WayBack>,
}

/// Where the app is; of somebody on the telephone we know who called, and no more.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Device {
    This,
    Other,
    CallUser,
    CallUs,
}

impl Device {
    /// Who called, where it is a call.
    pub(super) const fn caller(self) -> Option<eid::CallInitiator> {
        match self {
            Self::This | Self::Other => None,
            Self::CallUser => Some(eid::CallInitiator::User),
            Self::CallUs => Some(eid::CallInitiator::Us),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Browser {
    pub(super) user_agent: String,
    pub(super) device: Option<String>,
    pub(super) host: String,
}

/// The address that the app comes back to, and the nonce in it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct WayBack {
    pub(super) address: String,
    pub(super) nonce: String,
}

impl WayBack {
    /// The page, without the nonce.
    pub(super) fn page(&self) -> &str {
        self.address
            .split_once('?')
            .map_or(&*self.address, |(page, _)| page)
    }
}

/// How far the order has come.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// BankID was asked to begin it at this moment.
    Starting { at: Timestamp },
    /// It runs.
    Open(Open),
    /// Nothing came of it, in a word of BankID's or ours.
    Ended { word: String },
    /// Somebody did it.
    Proved(Proved),
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Open {
    pub(super) reference: String,
    pub(super) app_token: String,
    pub(super) picture: Option<Picture>,
    /// When BankID's answer came: from here the pictures count.
    pub(super) at: Timestamp,
    /// What BankID said of it last.
    pub(super) hint: Option<String>,
}

/// What pictures are made of.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Picture {
    pub(super) token: String,
    pub(super) secret: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Proved {
    number: Number,
    /// Whether BankID thinks it a fraud.
    risky: bool,
    /// What BankID calls the person: asked about before it is bound.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
}

impl Proved {
    /// Whose BankID it is, for that person's own eyes: the name and the masked number.
    pub(super) fn whose(&self) -> String {
        let number = self.number.0.masked();
        let name: String = self
            .name
            .chars()
            .filter(|sign| !sign.is_control())
            .collect();
        let name = name.trim();
        if name.is_empty() {
            number
        } else {
            format!("{name}, {number}")
        }
    }
}

impl Question {
    pub(super) fn of(known: Option<PersonalNumber>) -> Self {
        Self {
            known: known.map(Number),
            order: None,
        }
    }

    pub(super) fn read(data: &[u8]) -> Result<Self, DataFault> {
        bytes::read(FORMAT, data)
    }

    pub(super) fn write(&self) -> Vec<u8> {
        bytes::write(FORMAT, self)
    }

    /// The order that these values wish for; none where somebody is to be called upon whom we do not know.
    pub(super) fn wanted(&self, wish: &Wish) -> Option<Wanted> {
        let Some(initiator) = wish.device.caller() else {
            return Some(Wanted::Page(self.new_order(wish)));
        };
        Some(Wanted::Call(PhoneOrder {
            number: self.known?.0,
            initiator,
            visible_text: wish.visible_text.clone(),
        }))
    }

    /// The order that these values wish for on a page. The one who is known is always demanded.
    pub(super) fn new_order(&self, wish: &Wish) -> NewOrder {
        NewOrder {
            known: self.known.map(|number| number.0),
            visible_text: wish.visible_text.clone(),
            end_user_ip: wish.end_user_ip,
            browser: wish.browser.clone().map(|browser| eid::Browser {
                user_agent: browser.user_agent,
                device: browser.device,
                referring_domain: browser.host,
            }),
            return_url: wish.way_back.as_ref().map(|way| way.address.clone()),
            device: match wish.device {
                Device::This => eid::Device::This,
                Device::Other | Device::CallUser | Device::CallUs => eid::Device::Other,
            },
            purpose: Purpose::Identify,
        }
    }

    /// Who proved themselves, where it is somebody we take.
    pub(super) fn proof(&self, now: Timestamp, returned: &str) -> Result<PersonalNumber, Refusal> {
        let Some(order) = &self.order else {
            return Err(Refusal::OrderOpen);
        };
        match &order.stage {
            Stage::Proved(_) if !order.came_back_with(returned) => Err(Refusal::OrderStrayed),
            Stage::Proved(proved) if self.known.is_some_and(|known| known != proved.number) => {
                Err(Refusal::OrderAnothers)
            }
            Stage::Proved(proved) if proved.risky => Err(Refusal::OrderRisky),
            Stage::Proved(proved) => Ok(proved.number.0),
            _ if order.ended(now).is_some() => Err(Refusal::OrderGone),
            _ => Err(Refusal::OrderOpen),
        }
    }
}

impl Order {
    /// An order that is beginning.
    pub(super) fn beginning(wish: Wish, at: Timestamp) -> Self {
        Self {
            wish,
            rounds: 1,
            first_at: None,
            stage: Stage::Starting { at },
        }
    }

    /// The same order, running.
    pub(super) fn opened(self, started: &eid::Started, at: Timestamp) -> Self {
        Self {
            first_at: self.first_at.or(Some(at)),
            stage: Stage::Open(Open {
                reference: started.reference.as_str().to_owned(),
                app_token: started.app_token.clone(),
                picture: started.qr.as_ref().map(|seed| Picture {
                    token: seed.token.clone(),
                    secret: seed.secret.clone(),
                }),
                at,
                hint: None,
            }),
            ..self
        }
    }

    /// The same order, of which BankID said this.
    pub(super) fn hinted(mut self, hint: &eid::Hint) -> Self {
        if let Stage::Open(open) = &mut self.stage {
            open.hint = Some(hint.as_str().to_owned());
        }
        self
    }

    /// The order that takes its place unasked, where one may.
    pub(super) fn renewed(&self, at: Timestamp) -> Option<Self> {
        let since_first = at.since(self.first_at?);
        let may = self.wish.device == Device::Other
            && self.rounds < MOST_ROUNDS
            && since_first < RENEWED_FOR;
        may.then(|| Self {
            rounds: self.rounds + 1,
            stage: Stage::Starting { at },
            ..self.clone()
        })
    }

    /// The same order, of which nothing came.
    pub(super) fn over(self, word: &str) -> Self {
        let word = word.to_owned();
        Self {
            stage: Stage::Ended { word },
            ..self
        }
    }

    /// The same order, done by somebody.
    pub(super) fn proved(self, identified: &eid::Identified) -> Self {
        Self {
            stage: Stage::Proved(Proved {
                number: Number(identified.personal_number),
                risky: identified.risk == Some(Risk::High),
                name: identified.name.clone(),
            }),
            ..self
        }
    }

    /// Why nothing came of it, where nothing did. One that has waited too long belonged to a node that died.
    pub(super) fn ended(&self, now: Timestamp) -> Option<&str> {
        match &self.stage {
            Stage::Ended { word } => Some(word),
            Stage::Starting { at } if now.since(*at) > STARTING_LASTS => Some(word::GONE),
            Stage::Open(open) if now.since(open.at) > OPEN_LASTS => Some(word::GONE),
            _ => None,
        }
    }

    /// Whether it begins in the place of one that nobody scanned.
    pub(super) fn is_renewal(&self) -> bool {
        self.rounds > 1
    }

    /// Whether the browser shows the nonce that its app was sent off with, if it was.
    fn came_back_with(&self, returned: &str) -> bool {
        let nonce = self.wish.way_back.as_ref().map(|way| way.nonce.as_bytes());
        nonce.is_none_or(|nonce| nonce.ct_eq(returned.as_bytes()).into())
    }
}
