//! Delivery reports as a gateway sends them: genuine, forged, and carried to whoever waits for them.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{AcceptedMessage, Fake, wire::Telling};
use crate::gateway::{Inbound, Reported};

/// A report as it comes in, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedInbound {
    /// The method.
    pub method: &'static str,
    /// The complete public address.
    pub url: String,
    /// The headers: names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// In what form a report comes, at gateways that let the account choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportForm {
    /// As the gateway does it without being told.
    #[default]
    Usual,
    /// In the address.
    Query,
    /// As a form.
    Form,
    /// As JSON.
    Json,
}

/// What is wrong with a forged report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgery {
    /// Signed with another secret; at gateways that do not sign, sent to another secret address.
    OtherSecret,
    /// Not signed at all; at gateways that do not sign, sent to another secret address.
    Unsigned,
    /// Signed as *failed*, and changed to *delivered* afterwards.
    Altered,
}

impl OwnedInbound {
    /// A form sent to an address.
    pub(super) fn form(url: &str, pairs: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        Self::with_body(url, "application/x-www-form-urlencoded", body)
    }

    /// JSON sent to an address.
    pub(super) fn json(url: &str, body: &serde_json::Value) -> Self {
        Self::with_body(url, "application/json", body.to_string())
    }

    /// A request that says all in its address.
    pub(super) fn query(url: &str, pairs: &[(&str, &str)]) -> Self {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let sign = if url.contains('?') { '&' } else { '?' };
        Self {
            method: "GET",
            url: format!("{url}{sign}{query}"),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    fn with_body(url: &str, media_type: &str, body: String) -> Self {
        Self {
            method: "POST",
            url: url.to_owned(),
            headers: vec![("content-type".to_owned(), media_type.to_owned())],
            body: body.into_bytes(),
        }
    }

    /// Adds a header.
    pub(super) fn header(&mut self, name: &str, value: String) {
        self.headers.push((name.to_owned(), value));
    }

    /// The same, as a driver reads it at this moment.
    pub fn at(&self, now_unix_ms: i64) -> Inbound<'_> {
        Inbound {
            method: self.method,
            url: &self.url,
            headers: &self.headers,
            body: &self.body,
            now_unix_ms,
        }
    }

    /// Sends it to the server that listens there, whatever host its address names, and hands back the status.
    pub async fn deliver(&self, to: SocketAddr) -> io::Result<u16> {
        let (status, _) = exchange(self.method, &self.url, &self.headers, &self.body, to).await?;
        Ok(status)
    }

    fn replaced(mut self, from: &str, to: &str) -> Self {
        self.url = self.url.replace(from, to);
        self.body = String::from_utf8_lossy(&self.body)
            .replace(from, to)
            .into_bytes();
        self
    }

    fn elsewhere(mut self) -> Self {
        let end = self.url.find('?').unwrap_or(self.url.len());
        let other = if self.url[..end].ends_with('x') {
            "y"
        } else {
            "x"
        };
        if end > 0 && self.url.is_char_boundary(end - 1) {
            self.url.replace_range(end - 1..end, other);
        }
        self
    }
}

/// One request over a connection of its own, to a server on this machine.
pub(super) async fn exchange(
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: &[u8],
    to: SocketAddr,
) -> io::Result<(u16, Vec<u8>)> {
    let parsed = url::Url::parse(url).map_err(io::Error::other)?;
    let mut request = format!("{method} {}", parsed.path());
    if let Some(query) = parsed.query() {
        request.push('?');
        request.push_str(query);
    }
    let host = parsed.host_str().unwrap_or_default();
    let port = parsed.port().map(|port| format!(":{port}"));
    let mut lines = vec![
        format!("{request} HTTP/1.1"),
        format!("host: {host}{}", port.unwrap_or_default()),
    ];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    lines.push(format!("content-length: {}", body.len()));
    lines.push("connection: close\r\n\r\n".to_owned());
    let mut stream = TcpStream::connect(to).await?;
    stream.write_all(lines.join("\r\n").as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    split(&answer).ok_or_else(|| io::Error::other("the answer is no HTTP"))
}

fn split(answer: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    if !head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked")
    {
        return Some((status, body.to_vec()));
    }
    let (mut whole, mut rest) = (Vec::new(), body);
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..line]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some((status, whole));
        }
        whole.extend_from_slice(rest.get(line + 2..line + 2 + size)?);
        rest = rest.get(line + 4 + size..)?;
    }
}

impl Fake {
    /// A report as the gateway sends it at this moment. Sent twice it is a doubled one, carried later a late one, read by a clock that is
    /// further on a stale one, and reports may be carried in any order. The address is the one that came with the message, or the one of
    /// [`Fake::report_to`].
    pub fn genuine_report(
        &self,
        message: &AcceptedMessage,
        state: Reported,
        at_unix_ms: i64,
    ) -> OwnedInbound {
        let telling = self.telling(message, state, at_unix_ms);
        let mut report = self.wire().report(&telling);
        self.wire().sign(&mut report, &telling, None);
        report
    }

    /// A report that somebody else made up, saying *delivered*.
    pub fn forged_report(
        &self,
        message: &AcceptedMessage,
        forgery: Forgery,
        at_unix_ms: i64,
    ) -> OwnedInbound {
        let wire = self.wire();
        let delivered = self.telling(message, Reported::Delivered, at_unix_ms);
        let mut report = wire.report(&delivered);
        match forgery {
            _ if !wire.signs() => report = report.elsewhere(),
            Forgery::Unsigned => {}
            Forgery::OtherSecret => {
                wire.sign(
                    &mut report,
                    &delivered,
                    Some("en annan hemlighet än kontots"),
                );
            }
            Forgery::Altered => {
                let failed = self.telling(message, Reported::Failed, at_unix_ms);
                report = wire.report(&failed);
                wire.sign(&mut report, &failed, None);
                report = report.replaced(
                    wire.word(message.channel, Reported::Failed),
                    wire.word(message.channel, Reported::Delivered),
                );
            }
        }
        report
    }

    fn telling<'a>(
        &self,
        message: &'a AcceptedMessage,
        state: Reported,
        at_unix_ms: i64,
    ) -> Telling<'a> {
        Telling {
            message,
            state,
            url: message
                .report_url
                .clone()
                .or_else(|| self.configured_report_url())
                .unwrap_or_default(),
            form: self.report_form(),
            nth: self.another(),
            at_unix_ms,
        }
    }
}
