//! What is kept outside the database: whole, private, and never behind what it was.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking and owns its threads"
)]

use std::io::Read as _;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;

use super::*;
use crate::config::Origin;

fn head(organisation: u8, no: i64) -> SealedHead {
    SealedHead {
        organisation: OrganisationId::from_bytes([organisation; 16]),
        no,
        total: no * 10,
        root: [7; 32],
        signature: vec![1, 2, 3],
        sealed_at: Timestamp::from_unix_seconds(1_800_000_000),
    }
}

fn kept(folder: &Path, more: &str) -> KeptHeads {
    let file = folder.join("tvasteg.toml");
    let text = format!(
        "[database]\nurl = \"sqlite:x.db\"\n[keys]\nfile = \"tvasteg.key\"\n[audit]\n{more}\n"
    );
    std::fs::write(&file, text).unwrap();
    let config = Config::load(&Origin::Named(&file), &[]).unwrap();
    let key = AuditKey {
        id: "00000001".to_owned(),
        public: [9; 32],
    };
    KeptHeads::open(&config, &key).unwrap()
}

#[test]
fn heads_are_kept_beside_the_key_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit-head.json");
    assert_eq!(read(&file).unwrap(), None);
    let heads = kept(folder.path(), "");
    heads.keep(&[head(1, 1), head(2, 5)]);
    heads.keep(&[head(1, 2)]);
    assert_eq!(read(&file).unwrap().unwrap(), [head(1, 2), head(2, 5)]);
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = kept(folder.path(), "");
    assert_eq!(again.kept(head(2, 5).organisation), Some(head(2, 5)));
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "nothing is left lying about: {names:?}");
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit-head.json");
    for text in [
        "",
        "{}",
        "{\"format\":2,\"key\":{\"id\":\"\",\"ed25519\":\"\"},\"heads\":[]}",
    ] {
        std::fs::write(&file, text).unwrap();
        let error = read(&file).unwrap_err().to_string();
        assert!(error.contains("is no head file of ours"), "{error}");
    }
}

#[test]
fn each_head_is_sent_as_a_line_of_syslog() {
    let folder = tempfile::tempdir().unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = udp.local_addr().unwrap();
    kept(folder.path(), &format!("syslog = \"udp://{address}\"")).keep(&[head(1, 3)]);
    let mut buffer = [0; 2048];
    let read = udp.recv(&mut buffer).unwrap();
    let line = String::from_utf8(buffer[..read].to_vec()).unwrap();
    let expected = format!(
        "<109>1 2027-01-15T08:00:00.000Z - tvasteg - audit-head - organisation=01010101-0101-0101-0101-010101010101 seal=3 rows=30 root={} key=00000001 signature=010203",
        "07".repeat(32)
    );
    assert_eq!(line, expected);

    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = tcp.local_addr().unwrap();
    let taken = std::thread::spawn(move || {
        let mut text = String::new();
        tcp.accept().unwrap().0.read_to_string(&mut text).unwrap();
        text
    });
    kept(folder.path(), &format!("syslog = \"tcp://{address}\"")).keep(&[head(1, 3)]);
    assert_eq!(
        taken.join().unwrap(),
        format!("{} {expected}", expected.len())
    );

    let path = folder.path().join("log.socket");
    let unix = UnixDatagram::bind(&path).unwrap();
    kept(
        folder.path(),
        &format!("syslog = \"unix:{}\"", path.display()),
    )
    .keep(&[head(1, 3)]);
    let read = unix.recv(&mut buffer).unwrap();
    assert_eq!(&buffer[..read], expected.as_bytes());
}

#[test]
fn a_place_that_cannot_be_reached_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.socket");
    let nowhere = folder.path().join("none").join("head.json");
    let more = format!(
        "syslog = \"unix:{}\"\nhead_file = \"{}\"",
        missing.display(),
        nowhere.display()
    );
    let heads = kept(folder.path(), &more);
    heads.keep(&[head(1, 3)]);
    assert_eq!(heads.kept(head(1, 3).organisation), Some(head(1, 3)));
}
