//! The client: one request for one call, one answer, nothing repeated.

use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;

use domain::eid::{
    EidFault, NewOrder, OrderReference, PhoneOrder, Purpose, Seen, Started, TlsFault,
};
use domain::time::Timestamp;

use super::account::{Account, AccountFault};
use super::request::{Named, Phone, Start};
use super::{answer, fault};
use crate::eid::{Eid, Standing};
use crate::http::{Answer, Http, HttpFault, HttpSettings, Request};

/// BankID has this long to answer. A poll comes every two seconds, but an answer that is told once is worth waiting for.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How often a probe, which begins nothing, asks where its line was lost.
const TRIES: u32 = 4;
/// A parameter behind it (`charset`) would be refused.
const JSON: &str = "application/json";

/// BankID over the network. Cheap to clone. No Debug: it holds a key.
#[derive(Clone)]
pub struct Client {
    account: Account,
    http: Http,
    standing: Standing,
}

impl Client {
    /// A client for this account. `allowed_private` are the hosts inside our networks that the operator allows by name; an account on this
    /// machine needs no such leave.
    pub fn new(account: Account, allowed_private: &[String]) -> Result<Self, AccountFault> {
        let mut allowed = allowed_private.to_vec();
        allowed.extend(account.on_this_machine());
        let http = Http::new(&HttpSettings {
            allowed_private: allowed,
            ca_file: Some(account.root().pem()),
            identity: Some(account.identity().pem().to_vec()),
            http1_only: true,
        });
        let facts = account.identity().facts();
        Ok(Self {
            http: http.map_err(|fault| AccountFault::Unusable(fault.to_string()))?,
            standing: Standing {
                address: account.base().to_string(),
                known_root: account.root().known_as(),
                root_fingerprint: account.root().fingerprint().to_owned(),
                subject: facts.subject.clone(),
                certificate_begins: facts.begins,
                certificate_ends: facts.ends,
            },
            account,
        })
    }

    async fn post(
        &self,
        endpoint: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Vec<u8>, EidFault> {
        let body = serde_json::to_vec(body)
            .map_err(|_| EidFault::InvalidOrder("it cannot be written".to_owned()))?;
        let headers = vec![("content-type".to_owned(), JSON.to_owned())];
        let sent = self.send("POST", endpoint, headers, Some(body)).await;
        let answer = sent.map_err(fault::of_line)?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(fault::of_answer(&answer))
        }
    }

    async fn send(
        &self,
        method: &'static str,
        endpoint: &str,
        headers: Vec<(String, String)>,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, HttpFault> {
        let request = Request {
            method,
            url: format!("{}{endpoint}", self.account.base()),
            headers,
            body,
            within: ANSWER_WITHIN,
        };
        self.http.send(request).await
    }
}

#[async_trait]
impl Eid for Client {
    async fn start(&self, order: &NewOrder) -> Result<Started, EidFault> {
        let body = Start::of(order, self.account.demands(), self.account.environment())?;
        let endpoint = match order.purpose {
            Purpose::Identify => "auth",
            Purpose::Sign => "sign",
        };
        answer::started(&self.post(endpoint, &body).await?)
    }

    async fn identify_caller(&self, order: &PhoneOrder) -> Result<OrderReference, EidFault> {
        let body = Phone::of(order, self.account.demands(), self.account.environment())?;
        answer::called(&self.post("phone/auth", &body).await?)
    }

    async fn collect(&self, reference: &OrderReference) -> Result<Seen, EidFault> {
        let order_ref = reference.as_str();
        let body = self.post("collect", &Named { order_ref }).await?;
        answer::collected(&body, reference)
    }

    async fn cancel(&self, reference: &OrderReference) -> Result<(), EidFault> {
        let order_ref = reference.as_str();
        self.post("cancel", &Named { order_ref }).await.map(drop)
    }

    async fn probe(&self, now: Timestamp) -> Result<(), EidFault> {
        let expired = self.standing.certificate_ends <= now;
        let mut answer = self.send("GET", "auth", Vec::new(), None).await;
        for _ in 1..TRIES {
            // In TLS 1.3 a certificate is refused when the line seems to stand already, and the reason can be lost with the line.
            if !matches!(answer, Err(HttpFault::Unanswered(_))) {
                break;
            }
            answer = self.send("GET", "auth", Vec::new(), None).await;
        }
        match answer.map_err(fault::of_line) {
            // Only POST is understood there: whoever says so has let us in.
            Ok(answer) if answer.status == 405 => Ok(()),
            Ok(answer) => Err(fault::of_answer(&answer)),
            // Not every server says why it does not take a certificate.
            Err(EidFault::Tls(TlsFault::OursRefused(_) | TlsFault::Other(_))) if expired => {
                Err(TlsFault::OursExpired.into())
            }
            Err(fault) => Err(fault),
        }
    }

    fn standing(&self) -> &Standing {
        &self.standing
    }
}
