//! A small client over HTTP/1.1: so many connections that stay open, one request after the other on each, on a thread of its own.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::callers::{self, Called, Until};

/// Sends the request over and over.
pub(super) async fn call(
    address: SocketAddr,
    connections: usize,
    span: Duration,
    request: String,
) -> Result<Called> {
    let (done, answer) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().spawn(move || {
        let called = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("a runtime for the client")
            .and_then(|runtime| runtime.block_on(send(address, connections, span, request)));
        // Whoever waited hears of it, or is gone.
        let _ = done.send(called);
    })?;
    let called = answer.await.context("the client ended without a word")?;
    thread.join().ok().context("the client's thread")?;
    called
}

async fn send(
    address: SocketAddr,
    connections: usize,
    span: Duration,
    request: String,
) -> Result<Called> {
    let mut open = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        open.push(std::sync::Arc::new(Mutex::new(Line {
            stream,
            buffer: vec![0; 64 * 1024],
        })));
    }
    let (open, request) = (std::sync::Arc::new(open), std::sync::Arc::new(request));
    callers::call(connections, Until::Over(span), move |number| {
        let (open, request) = (
            std::sync::Arc::clone(&open),
            std::sync::Arc::clone(&request),
        );
        async move {
            // As many lines as callers: one of them is free.
            loop {
                for place in 0..open.len() {
                    let at = (usize::try_from(number)? + place) % open.len();
                    if let Ok(mut line) = open[at].try_lock() {
                        return line.ask(&request).await;
                    }
                }
                tokio::task::yield_now().await;
            }
        }
    })
    .await
}

struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    /// One request, and the whole of its answer.
    async fn ask(&mut self, request: &str) -> Result<()> {
        self.stream.write_all(request.as_bytes()).await?;
        let (mut filled, mut wanted) = (0, None);
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            filled += read;
            if wanted.is_none() {
                wanted = whole(&self.buffer[..filled])?;
            }
            if wanted.is_some_and(|wanted| filled >= wanted) {
                return Ok(());
            }
        }
    }
}

/// How long the answer is in all, once its head is there.
fn whole(answer: &[u8]) -> Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&answer[..head])?.to_ascii_lowercase();
    ensure!(
        text.starts_with("http/1.1 200"),
        "not 200: {}",
        text.lines().next().unwrap_or("")
    );
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length
        .context("an answer without its length")?
        .trim()
        .parse()?;
    Ok(Some(head + 4 + length))
}
