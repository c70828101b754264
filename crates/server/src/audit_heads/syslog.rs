//! A head as a line of syslog (RFC 5424), and how it gets there: a datagram, or a connection with the length before the message (RFC 6587).

use std::io::{self, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use data_encoding::HEXLOWER;
use store::SealedHead;

use crate::config::SyslogTarget;

/// Facility 13 (log audit), severity 5 (notice).
const PRIORITY: u8 = 13 * 8 + 5;

const WITHIN: Duration = Duration::from_secs(5);

/// The line. It holds ASCII alone, and nothing about anybody.
pub(super) fn message(head: &SealedHead, key: &str) -> String {
    let at = jiff::Timestamp::from_millisecond(head.sealed_at.unix_millis())
        .map_or_else(|_| "-".to_owned(), |at| format!("{at:.3}"));
    format!(
        "<{PRIORITY}>1 {at} - tvasteg - audit-head - organisation={} seal={} rows={} root={} key={key} signature={}",
        head.organisation,
        head.no,
        head.total,
        HEXLOWER.encode(&head.root),
        HEXLOWER.encode(&head.signature),
    )
}

/// Sends a line.
pub(super) fn send(target: &SyslogTarget, message: &str) -> io::Result<()> {
    match target {
        SyslogTarget::Udp { host, port } => {
            let to = resolved(host, *port)?;
            let from = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
            UdpSocket::bind(from)?.send_to(message.as_bytes(), to)?;
        }
        SyslogTarget::Tcp { host, port } => {
            let mut stream = TcpStream::connect_timeout(&resolved(host, *port)?, WITHIN)?;
            stream.set_write_timeout(Some(WITHIN))?;
            stream.write_all(format!("{} {message}", message.len()).as_bytes())?;
        }
        SyslogTarget::Unix(path) => {
            let socket = UnixDatagram::unbound()?;
            socket.set_write_timeout(Some(WITHIN))?;
            socket.send_to(message.as_bytes(), path)?;
        }
    }
    Ok(())
}

fn resolved(host: &str, port: u16) -> io::Result<std::net::SocketAddr> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let unknown = || io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    (host, port).to_socket_addrs()?.next().ok_or_else(unknown)
}
