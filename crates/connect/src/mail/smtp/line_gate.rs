//! A stream that hands its reader one line at a time.
//!
//! A server, or whoever sits between, may send more after its answer to `STARTTLS` than that answer. A reader that has it in its buffer
//! takes it, after the handshake, for something said inside TLS. Behind this gate the buffer never holds more than the line being read;
//! what follows goes to the TLS handshake, which it breaks.
//!
//! It also ends a line that never ends, which the reader would keep in memory until its time is up. The bytes of TLS pass unharmed: random
//! bytes go 64 KiB without a line feed once in 10^111 times.

use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const READ_AT_ONCE: usize = 4096;
const LONGEST_LINE: usize = 64 * 1024;

/// `inner`, read line by line.
pub(super) struct LineGate<S> {
    inner: S,
    peer: SocketAddr,
    held: [u8; READ_AT_ONCE],
    from: usize,
    to: usize,
    since_line_end: usize,
}

impl<S> LineGate<S> {
    pub(super) fn new(inner: S, peer: SocketAddr) -> Self {
        Self {
            inner,
            peer,
            held: [0; READ_AT_ONCE],
            from: 0,
            to: 0,
            since_line_end: 0,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for LineGate<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let gate = &mut *self;
        if gate.from == gate.to {
            let mut filling = ReadBuf::new(&mut gate.held);
            ready!(Pin::new(&mut gate.inner).poll_read(context, &mut filling))?;
            (gate.from, gate.to) = (0, filling.filled().len());
        }
        let held = gate.held.get(gate.from..gate.to).unwrap_or_default();
        let line_end = held.iter().position(|&byte| byte == b'\n');
        let given = line_end
            .map_or(held.len(), |end| end + 1)
            .min(out.remaining());
        let given = held.get(..given).unwrap_or_default();
        gate.since_line_end = if given.ends_with(b"\n") {
            0
        } else {
            gate.since_line_end + given.len()
        };
        if gate.since_line_end > LONGEST_LINE {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a line without end",
            )));
        }
        out.put_slice(given);
        gate.from += given.len();
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for LineGate<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl<S> fmt::Debug for LineGate<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineGate")
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> AsyncTokioStream for LineGate<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn a_read_never_goes_past_the_end_of_a_line() {
        let (mut server, client) = tokio::io::duplex(64);
        server
            .write_all(b"220 go\r\n250-evil\r\nrest")
            .await
            .unwrap();
        drop(server);
        let mut gate = LineGate::new(client, ([127, 0, 0, 1], 25).into());
        let mut reads = Vec::new();
        let mut bytes = [0; 64];
        loop {
            let read = gate.read(&mut bytes).await.unwrap();
            if read == 0 {
                break;
            }
            reads.push(String::from_utf8(bytes[..read].to_vec()).unwrap());
        }
        assert_eq!(reads, ["220 go\r\n", "250-evil\r\n", "rest"]);
    }

    #[tokio::test]
    async fn a_line_without_end_is_cut_off() {
        let (mut server, client) = tokio::io::duplex(1024);
        let mut gate = LineGate::new(client, ([127, 0, 0, 1], 25).into());
        let endless = async { while server.write_all(&[b'a'; 1024]).await.is_ok() {} };
        let mut taken = Vec::new();
        tokio::select! {
            () = endless => unreachable!("the reader gives up first"),
            outcome = gate.read_to_end(&mut taken) => {
                assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::InvalidData);
            }
        }
        assert!(taken.len() <= LONGEST_LINE);
    }

    #[tokio::test]
    async fn nothing_is_lost_when_the_reader_takes_little() {
        let (mut server, client) = tokio::io::duplex(16 * READ_AT_ONCE);
        let sent: Vec<u8> = (0..3 * READ_AT_ONCE)
            .map(|i| u8::try_from(i % 251).unwrap())
            .collect();
        server.write_all(&sent).await.unwrap();
        drop(server);
        let mut gate = LineGate::new(client, ([127, 0, 0, 1], 25).into());
        let (mut read, mut bytes) = (Vec::new(), [0; 7]);
        while let Ok(some @ 1..) = gate.read(&mut bytes).await {
            read.extend_from_slice(&bytes[..some]);
        }
        assert_eq!(read, sent);
    }
}
