//! Hands one claimed message to its mail server or gateway, and settles what became of it.
//!
//! Gateways are tried in their order, each once. The next one is asked after a refusal of our account, a refusal that is not about the
//! number, or a failure in which nothing was taken over; never after an answer that was lost, because the message may be on its way. Before
//! each gateway the claim is renewed under its own count: a node that slept so long that another took the message up sends nothing.

use std::sync::Arc;

use connect::gateway::{Accepted, Gateway, Money, Unsent};
use connect::mail::{SendFault, Stage};
use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageState};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use store::{Claimed, Delivery, DeliveryState, Price, Settlement, Tx};

use crate::alarms::{self, Alarm};
use crate::letters::{Content, Outgoing};
use crate::outbox::HELD_FOR;
use crate::{App, Fault, letters, trouble};

/// Why a message that came to its turn too late was not sent.
const EXPIRED: &str = "expired";

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It was taken over.
    Accepted,
    /// It will be tried again.
    Later,
    /// It cannot be sent.
    Failed,
    /// The message itself was refused. Whoever asked for it is not told: they would learn which numbers exist, and which messages a guard
    /// kept back.
    Refused,
    /// Nobody knows whether it was taken over.
    Unknown,
}

/// Reasons that have nothing to do with the message or its number.
const OF_THE_CHANNEL: [&str; 8] = [
    "gateway-not-now",
    "gateway-left-alone",
    "no-gateway",
    "credentials",
    "balance",
    "suspended",
    "settings",
    "unreadable",
];

fn is_of_the_channel(reason: &str) -> bool {
    let code = reason.split(' ').next().unwrap_or_default();
    OF_THE_CHANNEL.contains(&code)
}

/// Whether the failure of this message is told to whoever waits for it. What was refused for its number or its words is not.
pub(crate) fn is_told(last: &DeliveryState) -> bool {
    let reason = last.reason.as_deref().unwrap_or_default();
    last.state == MessageState::Failed && (!last.channel.is_phone() || is_of_the_channel(reason))
}

/// Which message is settled, and which attempt at it.
#[derive(Clone, Copy)]
pub(crate) struct Which {
    organisation: OrganisationId,
    id: DeliveryId,
    user: Option<UserId>,
    attempt: i64,
}

impl Which {
    pub(crate) const fn of(delivery: &Delivery) -> Self {
        Self {
            organisation: delivery.organisation,
            id: delivery.id,
            user: delivery.user,
            attempt: delivery.attempts,
        }
    }
}

/// How an attempt ended.
enum Ended {
    Sent {
        gateway: Option<GatewayId>,
        accepted: Accepted,
    },
    /// Not now: it may be tried again as long as it is of use.
    NotNow { reason: String },
    Failed {
        gateway: Option<GatewayId>,
        reason: String,
    },
    /// The mail server refuses the recipient for good.
    Refused { reason: String },
    Unknown {
        gateway: Option<GatewayId>,
        reason: String,
    },
    /// Another node has it now.
    Lost,
}

/// Hands one claimed message over and settles it.
pub(crate) async fn send(app: &Arc<App>, claimed: Claimed, now: Timestamp) -> Result<Sent, Fault> {
    let delivery = match claimed {
        Claimed::Ready(delivery) => delivery,
        // Its node died with it in hand: it may be on its way.
        Claimed::LeftInHand(delivery) => {
            let reason = "left-in-hand".to_owned();
            let ended = Ended::Unknown {
                gateway: None,
                reason,
            };
            return settle(app, &delivery, ended, now).await;
        }
    };
    if now >= delivery.expires_at {
        return fail(app, &delivery, (None, EXPIRED.to_owned()), None, now).await;
    }
    let Ok(content) = serde_json::from_slice::<Content>(&delivery.content) else {
        let ended = Ended::Failed {
            gateway: None,
            reason: "unreadable".to_owned(),
        };
        return settle(app, &delivery, ended, now).await;
    };
    let ended = match content.outgoing {
        Outgoing::Mail(mail) => hand_to_mail_server(app, &delivery, mail, now).await,
        by_phone => {
            let avoid = content.avoid.and_then(|id| id.parse().ok());
            hand_to_gateways(app, &delivery, &by_phone, avoid, now).await?
        }
    };
    settle(app, &delivery, ended, now).await
}

async fn hand_to_mail_server(
    app: &Arc<App>,
    delivery: &Delivery,
    mail: letters::Mail,
    now: Timestamp,
) -> Ended {
    let Some(mailer) = &app.mailer else {
        return Ended::Failed {
            gateway: None,
            reason: "no-mail-server".to_owned(),
        };
    };
    let message = mail.message(delivery.id.to_string());
    match mailer.send(&message, now.unix_millis()).await {
        Ok(_) => Ended::Sent {
            gateway: None,
            accepted: Accepted::default(),
        },
        Err(fault) => {
            tracing::warn!(delivery = %delivery.id, %fault, "a mail was not taken over");
            let reason = fault.to_string();
            match fault {
                SendFault::Unknown(_) => Ended::Unknown {
                    gateway: None,
                    reason,
                },
                fault if fault.may_retry() => Ended::NotNow { reason },
                SendFault::Permanent(refusal) if refusal.stage == Stage::NamingRecipient => {
                    Ended::Refused { reason }
                }
                _ => Ended::Failed {
                    gateway: None,
                    reason,
                },
            }
        }
    }
}

/// The gateways that carry this, in their order; the one to be avoided last.
async fn gateways_for(
    app: &Arc<App>,
    organisation: OrganisationId,
    channel: MessageChannel,
    avoid: Option<GatewayId>,
) -> Result<Vec<store::Gateway>, Fault> {
    let mut rows = app
        .store
        .read(move |tx| tx.gateways_of(organisation))
        .await?;
    rows.retain(|row| row.active && row.channels.contains(&channel));
    // One whose account was refused is asked after all others: it may have been mended since.
    rows.sort_by_key(|row| (row.trouble.is_some(), Some(row.id) == avoid));
    Ok(rows)
}

async fn hand_to_gateways(
    app: &Arc<App>,
    delivery: &Delivery,
    outgoing: &Outgoing,
    avoid: Option<GatewayId>,
    now: Timestamp,
) -> Result<Ended, Fault> {
    let which = Which::of(delivery);
    let rows = gateways_for(app, which.organisation, delivery.channel, avoid).await?;
    let mut last = Ended::Failed {
        gateway: None,
        reason: "no-gateway".to_owned(),
    };
    for row in &rows {
        if !app.gateways.circuits.lets(row.id, now) {
            last = Ended::NotNow {
                reason: "gateway-left-alone".to_owned(),
            };
            continue;
        }
        if !hand_on(app, which, row.id, now).await? {
            return Ok(Ended::Lost);
        }
        let Ok(gateway) = app.gateways.open(row) else {
            let why = "settings".to_owned();
            trouble::note(app, which.organisation, row, &why, now).await?;
            last = Ended::NotNow { reason: why };
            continue;
        };
        let token = row.report_token().expose();
        match hand_over(
            gateway.as_ref(),
            outgoing,
            (&which.id.to_string(), &token),
            now,
        )
        .await
        {
            Ok(accepted) => {
                app.gateways.circuits.worked(row.id);
                if row.trouble.is_some() {
                    trouble::clear(app, which.organisation, row.id, now).await?;
                }
                return Ok(Ended::Sent {
                    gateway: Some(row.id),
                    accepted,
                });
            }
            Err(unsent) => {
                tracing::warn!(delivery = %which.id, gateway = %row.name, %unsent, "a message was not taken over");
                match unsent_by(app, which.organisation, row, &unsent, now).await? {
                    Next::Stop(ended) => return Ok(ended),
                    Next::Another(ended) => last = ended,
                }
            }
        }
    }
    Ok(last)
}

async fn hand_over(
    gateway: &dyn Gateway,
    outgoing: &Outgoing,
    (reference, report_token): (&str, &str),
    now: Timestamp,
) -> Result<Accepted, Unsent> {
    match outgoing {
        Outgoing::Text(text) => {
            gateway
                .send_sms(&text.sms(reference, report_token, now), now.unix_millis())
                .await
        }
        Outgoing::Call(call) => {
            gateway
                .call(&call.call(reference, report_token), now.unix_millis())
                .await
        }
        Outgoing::Mail(_) => Err(Unsent::Transient {
            retry_after: None,
            said: connect::gateway::Said::default(),
        }),
    }
}

/// Names the gateway and renews the claim before the message goes there. False: it is not ours any more.
async fn hand_on(
    app: &Arc<App>,
    which: Which,
    gateway: GatewayId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Which {
        organisation,
        id,
        attempt,
        ..
    } = which;
    Ok(app
        .store
        .write(move |tx| tx.hand_on(organisation, id, attempt, Some(gateway), now + HELD_FOR))
        .await?)
}

enum Next {
    Another(Ended),
    Stop(Ended),
}

/// What a failure means for the message and for the gateway.
async fn unsent_by(
    app: &Arc<App>,
    organisation: OrganisationId,
    row: &store::Gateway,
    unsent: &Unsent,
    now: Timestamp,
) -> Result<Next, Fault> {
    let gateway = Some(row.id);
    let code = |code: &str, said: &connect::gateway::Said| match &said.code {
        Some(theirs) => format!("{code} {theirs}"),
        None => code.to_owned(),
    };
    Ok(match unsent {
        Unsent::Message { why, said } => {
            app.gateways.circuits.worked(row.id);
            let reason = code(why.code(), said);
            let ended = Ended::Failed { gateway, reason };
            if why.is_final() {
                Next::Stop(ended)
            } else {
                Next::Another(ended)
            }
        }
        Unsent::Account { why, said } => {
            trouble::note(app, organisation, row, why.code(), now).await?;
            Next::Another(Ended::NotNow {
                reason: code(why.code(), said),
            })
        }
        Unsent::Transient { said, .. } => {
            note_silence(app, organisation, row, now).await?;
            Next::Another(Ended::NotNow {
                reason: code("gateway-not-now", said),
            })
        }
        Unsent::Unknown { said } => {
            note_silence(app, organisation, row, now).await?;
            Next::Stop(Ended::Unknown {
                gateway,
                reason: code("answer-lost", said),
            })
        }
    })
}

async fn note_silence(
    app: &Arc<App>,
    organisation: OrganisationId,
    row: &store::Gateway,
    now: Timestamp,
) -> Result<(), Fault> {
    if !app.gateways.circuits.failed(row.id, now) {
        return Ok(());
    }
    let alarm = Alarm::GatewaySilent {
        gateway: row.id,
        name: row.name.clone(),
    };
    raise(app, organisation, alarm, now).await
}

/// Raises an alarm in a unit of its own.
async fn raise(
    app: &Arc<App>,
    organisation: OrganisationId,
    alarm: Alarm,
    now: Timestamp,
) -> Result<(), Fault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| {
        let organisation = tx.organisation(organisation)?;
        Ok(alarms::raise(tx, &inner, &organisation, &alarm, now)?)
    };
    Ok(app.store.write(unit).await?)
}

async fn settle(
    app: &Arc<App>,
    delivery: &Delivery,
    ended: Ended,
    now: Timestamp,
) -> Result<Sent, Fault> {
    let which = Which::of(delivery);
    match ended {
        Ended::Lost => Ok(Sent::Later),
        Ended::NotNow { reason } => put_off(app, delivery, reason, now).await,
        Ended::Sent { gateway, accepted } => {
            let keep_content = delivery.channel == MessageChannel::Voice;
            let unit = move |tx: &mut Tx| {
                let settlement = Settlement::Sent {
                    gateway,
                    reference: accepted.id.as_deref(),
                    parts: accepted.parts.map(i64::from),
                    price: accepted.price.as_ref().and_then(price),
                    keep_content,
                };
                tx.settle_delivery(
                    which.organisation,
                    which.id,
                    which.attempt,
                    &settlement,
                    now,
                )
            };
            app.store.write(unit).await?;
            Ok(Sent::Accepted)
        }
        Ended::Unknown { gateway, reason } => {
            let unit = move |tx: &mut Tx| {
                let settlement = Settlement::Unknown {
                    reason: &reason,
                    gateway,
                };
                tx.settle_delivery(
                    which.organisation,
                    which.id,
                    which.attempt,
                    &settlement,
                    now,
                )
            };
            app.store.write(unit).await?;
            Ok(Sent::Unknown)
        }
        Ended::Failed { gateway, reason } => {
            let is_told = !delivery.channel.is_phone() || is_of_the_channel(&reason);
            let failed = fail(app, delivery, (gateway, reason), None, now).await?;
            Ok(if is_told { failed } else { Sent::Refused })
        }
        Ended::Refused { reason } => {
            let alarm = (delivery.purpose != alarms::PURPOSE).then(|| Alarm::AddressRefused {
                masked: delivery.masked.clone(),
            });
            fail(app, delivery, (None, reason), alarm, now).await
        }
    }
}

/// The most that one message can have cost, in millionths: what says more is no price.
const DEAREST: i64 = 1_000_000_000_000;

/// A price as it is kept, where it can be one. Sums of prices are shown: an absurd one would break every page of them.
pub(crate) fn price(money: &Money) -> Option<Price<'_>> {
    (0..=DEAREST).contains(&money.micros).then_some(Price {
        micros: money.micros,
        currency: &money.currency,
    })
}

/// Tries again later, as long as the message is of use: 5 s, 10 s, 20 s … up to ten minutes.
async fn put_off(
    app: &Arc<App>,
    delivery: &Delivery,
    reason: String,
    now: Timestamp,
) -> Result<Sent, Fault> {
    let which = Which::of(delivery);
    let wait = Span::seconds(5 << delivery.attempts.clamp(0, 7)).min(Span::minutes(10));
    if now + wait >= delivery.expires_at {
        return fail(app, delivery, (None, reason), None, now).await;
    }
    app.store
        .write(move |tx| tx.retry_delivery(which.organisation, which.id, which.attempt, now + wait))
        .await?;
    Ok(Sent::Later)
}

async fn fail(
    app: &Arc<App>,
    delivery: &Delivery,
    (gateway, reason): (Option<GatewayId>, String),
    alarm: Option<Alarm>,
    now: Timestamp,
) -> Result<Sent, Fault> {
    let which = Which::of(delivery);
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| {
        let settlement = if reason == EXPIRED {
            Settlement::Expired
        } else {
            Settlement::Failed {
                reason: &reason,
                gateway,
            }
        };
        let first = tx.settle_delivery(
            which.organisation,
            which.id,
            which.attempt,
            &settlement,
            now,
        )?;
        if first {
            let event = Event::by_operator(EventKind::DeliveryFailed, which.user)
                .refused(Refusal::DeliveryFailed)
                .with("delivery", &which.id)
                .with("reason", &reason);
            tx.audit(which.organisation, &event, now)?;
            if let Some(alarm) = &alarm {
                let organisation = tx.organisation(which.organisation)?;
                alarms::raise(tx, &inner, &organisation, alarm, now)?;
            }
        }
        Ok(())
    };
    app.store.write(unit).await?;
    Ok(Sent::Failed)
}
