#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
use super::*;

fn guard(allowed: &[&str]) -> Guard {
    let allowed: Vec<String> = allowed.iter().map(|&name| name.to_owned()).collect();
    Guard::new(&allowed)
}

fn refused(guard: &Guard, address: &str) -> String {
    match guard.admit(address) {
        Err(HttpFault::Forbidden(what)) => what,
        Err(other) => panic!("{address}: {other}"),
        Ok((url, reach)) => panic!("{address} is called as {url}, {reach:?}"),
    }
}

#[test]
fn addresses_of_our_own_networks_are_refused_however_they_are_written() {
    let guard = guard(&[]);
    for host in [
        "127.0.0.1",
        "127.9.9.9",
        "2130706433",   // 127.0.0.1 as one number
        "0x7f000001",   // the same in hexadecimal
        "017700000001", // and in octal
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "127.0.0.1.",                     // the root's dot
        "\u{ff11}27.0.0.1",               // a full-width digit
        "127\u{3002}0\u{3002}0\u{3002}1", // ideographic dots
        "0.0.0.0",
        "0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "0xa9fea9fe",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::808:808]",
        "[2002:7f00:1::]",
        "[2002:a9fe:a9fe::1]",
        "[2001:0:53aa:64c::1]", // Teredo
        "[2001:db8::1]",
        "[3fff::1]",
        "[100::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fe80::1]",
        "[febf::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[ff0e::1]",
        "[4000::1]",
    ] {
        refused(&guard, &format!("https://{host}/sms"));
        refused(&guard, &format!("https://{host}:8443/sms"));
        refused(&guard, &format!("https://name:password@{host}/sms"));
        refused(&guard, &format!("http://{host}/sms"));
    }
}

#[test]
fn everybodys_addresses_are_called_over_https() {
    let guard = guard(&[]);
    for host in [
        "api.46elks.com",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "192.169.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "[2001:4860:4860::8888]",
        "[2a00:1450::1]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::8.8.8.8]",
    ] {
        let (url, reach) = guard.admit(&format!("https://{host}/sms?a=b")).unwrap();
        assert_eq!(reach, Reach::Outside, "{host}");
        assert_eq!(url.path(), "/sms");
        refused(&guard, &format!("http://{host}/sms"));
    }
}

#[test]
fn nothing_but_http_is_spoken() {
    let guard = guard(&["localhost", "etc"]);
    for address in [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "gopher://localhost/",
        "ftp://localhost/",
        "ws://localhost/",
        "unix:/run/x.sock",
        "data:text/plain,x",
        "//localhost/",
        "localhost/sms",
        "",
        "https://",
        "https://a b/",
    ] {
        refused(&guard, address);
    }
}

#[test]
fn a_host_is_allowed_by_name_and_a_port_by_its_number() {
    let guard = guard(&["127.0.0.1:9000", "SMS.Inside", "[fd00::5]", "10.0.0.9"]);
    for address in [
        "http://127.0.0.1:9000/sms",
        "http://2130706433:9000/sms",
        "http://sms.inside/x",
        "https://sms.inside:8443/x",
        "http://[fd00::5]/",
        "http://10.0.0.9:8080/",
    ] {
        assert_eq!(guard.admit(address).unwrap().1, Reach::Inside, "{address}");
    }
    for address in [
        "http://127.0.0.1:9001/sms",
        "http://127.0.0.1/sms",
        "http://127.0.0.2:9000/sms",
        "http://sms.inside.example/x",
        "http://xsms.inside/x",
        "http://[fd00::6]/",
        "http://10.0.0.90/",
        "http://sms.inside@10.0.0.1/",
    ] {
        refused(&guard, address);
    }
}

#[test]
fn what_is_said_of_a_refused_address_holds_none_of_its_secrets() {
    let what = refused(
        &guard(&[]),
        "http://name:word@10.1.2.3/path-secret?key=value",
    );
    assert_eq!(what, "http://10.1.2.3");
    assert_eq!(refused(&guard(&[]), "http://key@:bad"), "(malformed)");
}
