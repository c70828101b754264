//! The orders: which is begun on the person's act, what each answer of BankID makes of it, and when another is begun unasked.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use domain::eid::{EidFault, Identified, OrderReference, Seen, Started};
use domain::random::{self, Random};
use domain::refusal::Refusal;
use domain::time::Timestamp;

use super::browser::Browser;
use super::data::{self, Device, FORMAT, Order, Question, Stage, Wish};
use super::{BankId, identifier, visible, word};
use crate::live::{BACK, CALL_US, CALL_USER, ON_OTHER, ON_THIS};
use crate::live::{Kept, MOVE, Moved, Occasion, Running, Then};
use crate::{DataFault, Form, Live, Setting};

/// More of a `User-Agent` than this says nothing more.
const LONGEST_USER_AGENT: usize = 256;

impl Live for BankId {
    fn moved(
        &self,
        setting: &Setting<'_>,
        occasion: Occasion,
        data: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Result<Moved, Refusal>, DataFault> {
        let question = Question::read(data)?;
        let is_call = occasion == Occasion::Call;
        let device = match form.field(MOVE) {
            ON_THIS if !is_call => Some(Device::This),
            ON_OTHER if !is_call => Some(Device::Other),
            CALL_USER if is_call => Some(Device::CallUser),
            CALL_US if is_call => Some(Device::CallUs),
            BACK => None,
            _ => return Ok(Err(Refusal::FormStale)),
        };
        let order = device
            .map(|device| Order::beginning(wish(setting, occasion, device, random), setting.now));
        let wanted = order
            .as_ref()
            .and_then(|order| question.wanted(&order.wish));
        if order.is_some() && wanted.is_none() {
            // Nobody is called upon whom we do not know.
            return Ok(Err(Refusal::FormStale));
        }
        Ok(Ok(Moved {
            data: Question { order, ..question }.write(),
            data_format: FORMAT,
            order: wanted,
        }))
    }

    fn identifies_callers(&self) -> bool {
        true
    }

    fn begun(
        &self,
        data: &[u8],
        answer: Result<&Started, &EidFault>,
        at: Timestamp,
    ) -> Result<Kept, DataFault> {
        let question = Question::read(data)?;
        let Some(order) = in_stage(&question, |stage| matches!(stage, Stage::Starting { .. }))
        else {
            return Ok(untouched(&question));
        };
        Ok(match answer {
            Ok(started) => kept(&question, order.opened(started, at), Then::Ask),
            Err(fault) => over(&question, order, word::of_fault(fault)),
        })
    }

    fn seen(
        &self,
        data: &[u8],
        answer: Result<&Seen, &EidFault>,
        at: Timestamp,
        _: &mut dyn Random,
    ) -> Result<Kept, DataFault> {
        let question = Question::read(data)?;
        let Some(order) = in_stage(&question, |stage| matches!(stage, Stage::Open(_))) else {
            return Ok(untouched(&question));
        };
        Ok(match answer {
            Ok(Seen::Pending(hint)) => kept(&question, order.hinted(hint), Then::Ask),
            Ok(Seen::Failed(hint)) => {
                let again = hint.is("startFailed").then(|| order.renewed(at)).flatten();
                match again {
                    Some(again) => {
                        let then = Then::Begin(Box::new(question.new_order(&again.wish)));
                        kept(&question, again, then)
                    }
                    None => over(&question, order, hint.as_str()),
                }
            }
            Ok(Seen::Complete(identified)) => kept(&question, order.proved(identified), Then::Rest),
            Err(fault) if fault.is_safe_to_retry() => kept(&question, order, Then::Ask),
            Err(EidFault::Canceled) => over(&question, order, word::CANCELED),
            // The outcome may have been told, and is told once: nobody will know it any more.
            Err(fault) => Kept {
                ended: Some(word::of_fault(fault).to_owned()),
                ..over(&question, order, word::GONE)
            },
        })
    }

    fn running(&self, data: &[u8]) -> Result<Running, DataFault> {
        let stage = Question::read(data)?.order.map(|order| order.stage);
        Ok(match stage {
            Some(Stage::Starting { .. }) => Running::Beginning,
            Some(Stage::Open(open)) => Running::Yes(OrderReference::new(open.reference)),
            None | Some(Stage::Ended { .. } | Stage::Proved(_)) => Running::No,
        })
    }

    fn visible_text(&self, data: &[u8]) -> Result<String, DataFault> {
        let order = Question::read(data)?.order;
        Ok(order.map_or_else(String::new, |order| order.wish.visible_text))
    }

    fn browser_address(&self, data: &[u8]) -> Result<Option<IpAddr>, DataFault> {
        let order = Question::read(data)?.order;
        let of_browser = order.filter(|order| order.wish.device.caller().is_none());
        Ok(of_browser.map(|order| order.wish.end_user_ip))
    }

    fn identifier(&self, identified: &Identified) -> Vec<u8> {
        identifier(identified.personal_number)
    }
}

/// The order of these bytes, where it is in such a stage. A late answer to one that was replaced changes nothing.
fn in_stage(question: &Question, stage: impl Fn(&Stage) -> bool) -> Option<Order> {
    question.order.clone().filter(|order| stage(&order.stage))
}

fn untouched(question: &Question) -> Kept {
    Kept {
        data: question.write(),
        data_format: FORMAT,
        then: Then::Rest,
        suspicious: false,
        ended: None,
    }
}

fn kept(question: &Question, order: Order, then: Then) -> Kept {
    let order = Some(order);
    Kept {
        then,
        ..untouched(&Question { order, ..*question })
    }
}

fn over(question: &Question, order: Order, word: &str) -> Kept {
    Kept {
        suspicious: word::is_suspicious(word),
        ended: Some(word.to_owned()),
        ..kept(question, order.over(word), Then::Rest)
    }
}

/// What is asked for the person in front of this browser.
fn wish(
    setting: &Setting<'_>,
    occasion: Occasion,
    device: Device,
    random: &mut dyn Random,
) -> Wish {
    let visit = setting.visit;
    let nonce = || HEXLOWER.encode(&random::array::<16>(random));
    let way_back = match device {
        Device::This => Browser::of(&visit.user_agent).way_back(&visit.page, nonce),
        Device::Other | Device::CallUser | Device::CallUs => None,
    };
    let end = visit.user_agent.floor_char_boundary(LONGEST_USER_AGENT);
    let browser = data::Browser {
        user_agent: visit.user_agent[..end].to_owned(),
        device: visit.device.clone(),
        host: visit.host.clone(),
    };
    let is_known =
        !browser.user_agent.is_empty() || browser.device.is_some() || !browser.host.is_empty();
    Wish {
        device,
        visible_text: match device.caller() {
            Some(caller) => visible::call_text(setting, caller),
            None => visible::text(setting, occasion),
        },
        end_user_ip: setting.address,
        browser: is_known.then_some(browser),
        way_back,
    }
}
