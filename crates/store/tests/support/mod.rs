//! A way between the store and PostgreSQL that can be cut.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    dead_code,
    unreachable_pub,
    reason = "test support: it fails by panicking and owns its threads"
)]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

/// `Q`, its length, and the text, as the driver sends it.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";

/// What to do with the next COMMIT, or with everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    Nothing = 0,
    /// Swallow the next COMMIT and hang up.
    BeforeCommit = 1,
    /// Let the next COMMIT through, swallow its answer and hang up.
    AfterCommit = 2,
    /// Hang up on everybody.
    Everything = 3,
}

impl Cut {
    fn of(number: u8) -> Self {
        match number {
            1 => Self::BeforeCommit,
            2 => Self::AfterCommit,
            3 => Self::Everything,
            _ => Self::Nothing,
        }
    }
}

/// The way.
pub struct Way {
    port: u16,
    cut: Arc<AtomicU8>,
}

impl Way {
    /// A way to this server.
    pub fn to(url: &str) -> Self {
        let url = url::Url::parse(url).unwrap();
        let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let cut = Arc::new(AtomicU8::new(0));
        let shared = Arc::clone(&cut);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if Cut::of(shared.load(Ordering::SeqCst)) == Cut::Everything {
                    let _ = client.shutdown(Shutdown::Both);
                    continue;
                }
                let server = TcpStream::connect(&server).unwrap();
                forward(client, server, &shared);
            }
        });
        Self { port, cut }
    }

    /// The URL of a database, through this way.
    pub fn url(&self, url: &str) -> String {
        let mut url = url::Url::parse(url).unwrap();
        url.set_port(Some(self.port)).unwrap();
        url.into()
    }

    /// Cuts it, or makes it whole.
    pub fn cut(&self, cut: Cut) {
        self.cut.store(cut as u8, Ordering::SeqCst);
    }
}

fn forward(client: TcpStream, server: TcpStream, cut: &Arc<AtomicU8>) {
    let swallow = Arc::new(AtomicU8::new(0));
    let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
    {
        let (cut, swallow) = (Arc::clone(cut), Arc::clone(&swallow));
        thread::spawn(move || {
            to_server(client, server, &cut, &swallow);
        });
    }
    let cut = Arc::clone(cut);
    thread::spawn(move || to_client(ends.1, ends.0, &cut, &swallow));
}

fn hang_up(a: &TcpStream, b: &TcpStream) {
    let _ = a.shutdown(Shutdown::Both);
    let _ = b.shutdown(Shutdown::Both);
}

fn to_server(mut client: TcpStream, mut server: TcpStream, cut: &AtomicU8, swallow: &AtomicU8) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        let bytes = &buffer[..read];
        let commits = bytes.windows(COMMIT.len()).any(|window| window == COMMIT);
        match Cut::of(cut.load(Ordering::SeqCst)) {
            Cut::Everything => break,
            Cut::BeforeCommit if commits => {
                cut.store(0, Ordering::SeqCst);
                break;
            }
            Cut::AfterCommit if commits => {
                cut.store(0, Ordering::SeqCst);
                swallow.store(1, Ordering::SeqCst);
            }
            _ => {}
        }
        if server.write_all(bytes).is_err() {
            break;
        }
    }
    hang_up(&client, &server);
}

fn to_client(mut server: TcpStream, mut client: TcpStream, cut: &AtomicU8, swallow: &AtomicU8) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = server.read(&mut buffer) {
        let everything = Cut::of(cut.load(Ordering::SeqCst)) == Cut::Everything;
        if everything
            || swallow.load(Ordering::SeqCst) == 1
            || client.write_all(&buffer[..read]).is_err()
        {
            break;
        }
    }
    hang_up(&client, &server);
}
