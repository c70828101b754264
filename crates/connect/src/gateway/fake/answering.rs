//! A call that somebody answers: what the gateway fetches then, and in which order.

use std::{io, net::SocketAddr};

use serde_json::Value;

use super::{AcceptedMessage, Fake, report::exchange};

/// Something that was fetched for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The address.
    pub url: String,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Fake {
    /// Somebody answers a call: 46elks walks through the actions, and fetches every recording that is to be played, each time anew, from
    /// the server that listens there. The gateways that speak for themselves fetch nothing.
    pub async fn answer_call(
        &self,
        message: &AcceptedMessage,
        server: SocketAddr,
    ) -> io::Result<Vec<Fetched>> {
        let mut fetched = Vec::new();
        let mut action = message.body.get("voice_start").cloned();
        while let Some(Value::String(text)) = &action {
            let mut next: Value = if text.starts_with("http") {
                let (status, body) = exchange("POST", text, &[], b"", server).await?;
                let read = serde_json::from_slice(&body).unwrap_or_default();
                fetched.push(Fetched {
                    url: text.clone(),
                    status,
                    body,
                });
                read
            } else {
                serde_json::from_str(text).map_err(io::Error::other)?
            };
            while let Some(url) = next.get("play").and_then(Value::as_str) {
                if url.starts_with("http") {
                    let (status, body) = exchange("GET", url, &[], b"", server).await?;
                    fetched.push(Fetched {
                        url: url.to_owned(),
                        status,
                        body,
                    });
                }
                next = next.get("next").cloned().unwrap_or_default();
                if next.is_string() {
                    break;
                }
            }
            action = next.is_string().then_some(next);
        }
        Ok(fetched)
    }
}
