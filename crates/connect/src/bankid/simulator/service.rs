//! One request to the API: which call it is, what was planned for it, what it does, and what is answered.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{random::Random, time::Timestamp};
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Method, Request,
    body::{Bytes, Incoming},
    header::CONTENT_TYPE,
};
use serde_json::Value;

use super::{
    Clock,
    answer::Answer,
    book::{Book, Collected, Completed},
    fault::{ApiError, SimulatorFault},
    keys::{Keys, blocking},
    listener::Outgoing,
    request,
    script::{Call, Mishap, Plan},
    signing::{Content, Evidence},
};

/// Where the API begins.
pub(super) const PREFIX: &str = "/rp/v6.0/";
/// The longest request holds a text of 40 000 and hidden data of 200 000 signs.
const LONGEST_REQUEST: usize = 300_000;
/// How many requests are remembered.
const REMEMBERED: usize = 64;

/// A request as it came.
#[derive(Clone, PartialEq)]
pub struct SeenRequest {
    /// Which call.
    pub call: Call,
    /// Its content type, as it stood there.
    pub content_type: String,
    /// Its body; null where that was no JSON.
    pub body: Value,
}

/// The simulator's state, and what answers with it.
pub(super) struct Service {
    clock: Clock,
    random: Mutex<Box<dyn Random + Send>>,
    book: Mutex<Book>,
    plan: Mutex<Plan>,
    seen: Mutex<VecDeque<SeenRequest>>,
    keys: Arc<Keys>,
}

impl Service {
    pub(super) fn new(clock: Clock, random: Box<dyn Random + Send>, keys: Arc<Keys>) -> Self {
        Self {
            clock,
            random: Mutex::new(random),
            book: Mutex::default(),
            plan: Mutex::default(),
            seen: Mutex::default(),
            keys,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        held(&self.book)
    }

    pub(super) fn plan(&self) -> MutexGuard<'_, Plan> {
        held(&self.plan)
    }

    pub(super) fn seen(&self) -> Vec<SeenRequest> {
        held(&self.seen).iter().cloned().collect()
    }

    /// Answers one request.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Outgoing {
        let (call, body) = match self.read(request).await {
            Ok(read) => read,
            Err(error) => return Outgoing::Whole(Answer::error(error)),
        };
        let planned = self.plan().next(call);
        match planned {
            Some(Mishap::Error(error)) => return Outgoing::Whole(Answer::error(error)),
            Some(Mishap::Answer {
                status,
                content_type,
                body,
            }) => {
                return Outgoing::Whole(Answer {
                    status,
                    content_type,
                    body,
                    reset_after: None,
                });
            }
            Some(Mishap::DropBefore) => return Outgoing::Nothing,
            _ => {}
        }
        let mut answer = self.act(call, &body).await.unwrap_or_else(Answer::error);
        match planned {
            Some(Mishap::Slow(wait)) => tokio::time::sleep(wait).await,
            Some(Mishap::Held(gate)) => gate.pass().await,
            Some(Mishap::DropAfter) => return Outgoing::Nothing,
            Some(Mishap::BreakOff) => return Outgoing::Half(answer),
            Some(Mishap::BrokenJson) => {
                answer.status = 200;
                answer.body.truncate(answer.body.len() / 2);
            }
            _ => {}
        }
        Outgoing::Whole(answer)
    }

    /// Reads a request that is one of the API's.
    async fn read(&self, request: Request<Incoming>) -> Result<(Call, Bytes), ApiError> {
        let call = call(request.uri().path()).ok_or(ApiError::NotFound)?;
        if request.method() != Method::POST {
            return Err(ApiError::MethodNotAllowed);
        }
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = Limited::new(request.into_body(), LONGEST_REQUEST)
            .collect()
            .await
            .map_err(|_| ApiError::InvalidParameters("Invalid body"))?
            .to_bytes();
        self.remember(call, &content_type, &body);
        if content_type != "application/json" {
            return Err(ApiError::UnsupportedMediaType);
        }
        Ok((call, body))
    }

    fn remember(&self, call: Call, content_type: &str, body: &[u8]) {
        let mut seen = held(&self.seen);
        if seen.len() == REMEMBERED {
            seen.pop_front();
        }
        seen.push_back(SeenRequest {
            call,
            content_type: content_type.to_owned(),
            body: serde_json::from_slice(body).unwrap_or_default(),
        });
    }

    async fn act(&self, call: Call, body: &[u8]) -> Result<Answer, ApiError> {
        let now = self.now();
        match call {
            Call::Collect => {
                let reference = request::reference(body)?;
                let collected = self.book().collect(&reference, now)?;
                self.tell(&reference, collected).await
            }
            Call::Cancel => {
                self.book().cancel(&request::reference(body)?)?;
                Ok(Answer::empty())
            }
            Call::Auth | Call::Sign | Call::PhoneAuth | Call::PhoneSign => {
                let wanted = request::start(call, body)?;
                self.keys.draw_ahead();
                let mut random = held(&self.random);
                let begun = self.book().start(wanted, now, random.as_mut())?;
                Ok(Answer::begun(&begun))
            }
        }
    }

    async fn tell(&self, reference: &str, collected: Collected) -> Result<Answer, ApiError> {
        match collected {
            Collected::Pending(hint) => Ok(Answer::pending(reference, &hint)),
            Collected::Failed(hint) => Ok(Answer::failed(reference, &hint)),
            Collected::Complete(completed) => {
                let (completed, evidence) = self
                    .prove(*completed)
                    .await
                    .map_err(|_| ApiError::InternalError)?;
                Ok(Answer::complete(reference, &completed, &evidence))
            }
        }
    }

    /// Makes what the person's phone made when they signed.
    async fn prove(&self, completed: Completed) -> Result<(Completed, Evidence), SimulatorFault> {
        let hierarchy = self.keys.hierarchy().await?;
        let drawn = domain::random::array(held(&self.random).as_mut());
        let keys = self.keys.clone();
        blocking(move || {
            let content = Content {
                person: &completed.person,
                signs: completed.wanted.signs,
                visible: completed.wanted.visible.as_ref(),
                hidden: completed.wanted.hidden.as_deref(),
                caller: keys.organisation(),
                policies: &completed.wanted.policies,
            };
            let evidence = hierarchy.evidence(&content, completed.signed_at, drawn)?;
            Ok((completed, evidence))
        })
        .await
    }
}

fn call(path: &str) -> Option<Call> {
    Some(match path.strip_prefix(PREFIX)? {
        "auth" => Call::Auth,
        "sign" => Call::Sign,
        "phone/auth" => Call::PhoneAuth,
        "phone/sign" => Call::PhoneSign,
        "collect" => Call::Collect,
        "cancel" => Call::Cancel,
        _ => return None,
    })
}

/// Whoever panicked with it left whole orders behind.
fn held<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
