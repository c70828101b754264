use data_encoding::{BASE64, HEXLOWER};

use super::*;
use crate::gateway::Reported;
use crate::gateway::specimen::Came;
use crate::gateway::wire::Digest;

const TABLE: &str =
    "DELIVRD = delivered\nUNDELIV=failed\n\nEXPIRED=expired\nENROUTE=underway\na=b=failed";
const POINTERS: [(&str, &str); 5] = [
    ("report_reference_pointer", "/ref"),
    ("report_id_pointer", "/id"),
    ("report_state_pointer", "/state"),
    ("report_reason_pointer", "/why"),
    ("report_states", TABLE),
];

fn with(more: &[(&'static str, &'static str)]) -> Generic {
    account(&[&POINTERS[..], more].concat())
}

fn read(account: &Generic, came: &Came) -> Result<Vec<Report>, ReportFault> {
    account.read_reports(&came.inbound())
}

fn report(state: &str) -> String {
    format!(r#"{{"ref":"0190c0de-7000","id":17,"state":"{state}"}}"#)
}

#[test]
fn every_word_of_the_table_is_read_and_no_other_settles_anything() {
    for (word, state) in [
        ("DELIVRD", Reported::Delivered),
        ("delivrd", Reported::Delivered),
        ("UNDELIV", Reported::Failed),
        ("EXPIRED", Reported::Expired),
        ("ENROUTE", Reported::Underway),
        ("a=b", Reported::Failed),
        ("delivered", Reported::Underway),
        ("INVENTED", Reported::Underway),
    ] {
        let reports = read(&with(&[]), &Came::posted(&report(word))).unwrap();
        let expected = Report {
            reference: Some("0190c0de-7000".to_owned()),
            id: Some("17".to_owned()),
            state,
            reason: (state != Reported::Delivered).then(|| word.to_owned()),
            price: None,
            event: None,
        };
        assert_eq!(reports, [expected], "{word}");
    }
    for bad in ["DELIVRD", "DELIVRD=arrived", "=", "x="] {
        assert_eq!(at_fault(&[("report_states", bad)]), "report_states");
    }
}

#[test]
fn a_report_comes_as_a_form_or_in_the_address() {
    let encoded = "ref=0190c0de-7000&id=1%207&state=UNDELIV&why=no+46701740605";
    let form = read(&with(&[("report_format", "form")]), &Came::posted(encoded)).unwrap();
    assert_eq!(form[0].id.as_deref(), Some("1 7"));
    assert_eq!(form[0].state, Reported::Failed);
    assert_eq!(form[0].reason.as_deref(), Some("no •••••••••••"));
    let came = Came::fetched(&format!("https://login.example.se/r/s?{encoded}"));
    let query = read(&with(&[("report_format", "query")]), &came).unwrap();
    assert_eq!(query, form);
    let bare = Came::fetched("https://login.example.se/r/s");
    assert_eq!(
        read(&with(&[("report_format", "query")]), &bare),
        Err(ReportFault::Malformed)
    );
}

#[test]
fn several_reports_come_at_once() {
    let (one, other) = (report("DELIVRD"), report("EXPIRED"));
    let list = format!("[{one},{other}]");
    let expected = [Reported::Delivered, Reported::Expired];
    let states = |reports: Vec<Report>| -> Vec<Reported> {
        reports.into_iter().map(|report| report.state).collect()
    };
    let plain = read(&with(&[]), &Came::posted(&list)).unwrap();
    assert_eq!(states(plain), expected);
    let inside = Came::posted(&format!(r#"{{"data":{{"list":{list}}}}}"#));
    let pointed = with(&[("report_list_pointer", "/data/list")]);
    assert_eq!(states(read(&pointed, &inside).unwrap()), expected);
    assert_eq!(
        read(&pointed, &Came::posted(&list)),
        Err(ReportFault::Malformed)
    );
}

#[test]
fn what_cannot_be_read_settles_nothing() {
    for body in [
        "",
        "{",
        "7",
        "{}",
        r#"{"state":"DELIVRD"}"#,
        r#"{"ref":"x"}"#,
        r#"{"ref":"x","state":{}}"#,
        r#"{"ref":"","state":"DELIVRD"}"#,
        r#"[{"ref":"x","state":"DELIVRD"},{}]"#,
    ] {
        let read = read(&with(&[]), &Came::posted(body));
        assert_eq!(read, Err(ReportFault::Malformed), "{body}");
    }
    let long = format!(r#"{{"ref":"{}","state":"DELIVRD"}}"#, "x".repeat(201));
    assert_eq!(
        read(&with(&[]), &Came::posted(&long)),
        Err(ReportFault::Malformed)
    );
}

#[test]
fn where_no_report_is_expected_none_is_believed() {
    let silent = account(&[]);
    let came = Came::posted(&report("DELIVRD"));
    assert_eq!(read(&silent, &came), Err(ReportFault::Forged));
}

#[test]
fn where_no_name_is_pointed_to_the_address_is_the_name() {
    let nameless = account(&[POINTERS[2], POINTERS[4]]);
    let reports = read(&nameless, &Came::posted(&report("DELIVRD"))).unwrap();
    let [one] = reports.as_slice() else {
        panic!("one report: {reports:?}");
    };
    assert_eq!((&one.reference, &one.id), (&None, &None));
    assert_eq!(one.state, Reported::Delivered);
}

#[test]
fn a_name_and_password_must_be_right() {
    let account = with(&[("report_user", "u"), ("report_password", "p:w")]);
    let came = |value: &str| Came::posted(&report("DELIVRD")).with("authorization", value);
    let right = BASE64.encode(b"u:p:w");
    for scheme in ["Basic", "basic", "BASIC"] {
        assert!(read(&account, &came(&format!("{scheme} {right}"))).is_ok());
    }
    let wrong = BASE64.encode(b"u:p");
    for value in [
        format!("Basic {wrong}"),
        format!("Bearer {right}"),
        right.clone(),
        "Basic ".to_owned(),
        String::new(),
    ] {
        let read = read(&account, &came(&value));
        assert_eq!(read, Err(ReportFault::Forged), "{value}");
    }
    let bare = Came::posted(&report("DELIVRD"));
    assert_eq!(read(&account, &bare), Err(ReportFault::Forged));
    assert_eq!(at_fault(&[("report_user", "u")]), "report_password");
    assert_eq!(at_fault(&[("report_password", "p")]), "report_user");
}

#[test]
fn a_keyed_hash_must_be_right_in_every_form() {
    let body = report("DELIVRD");
    for (name, digest) in [
        ("sha1", Digest::Sha1),
        ("sha256", Digest::Sha256),
        ("sha512", Digest::Sha512),
    ] {
        let bytes = wire::hmac(digest, b"hemlighet", &[body.as_bytes()]);
        for (encoding, shown) in [
            ("hex", HEXLOWER.encode(&bytes)),
            ("base64", BASE64.encode(&bytes)),
        ] {
            let account = with(&[
                ("hmac_header", "X-Signature"),
                ("hmac_secret", "hemlighet"),
                ("hmac_algorithm", name),
                ("hmac_encoding", encoding),
                ("hmac_prefix", "v1="),
            ]);
            let signed = |value: &str| Came::posted(&body).with("x-signature", value);
            let right = signed(&format!("v1={shown}"));
            assert!(read(&account, &right).is_ok(), "{name} {encoding}");
            assert_eq!(read(&account, &right), read(&account, &right));
            let changed = Came {
                body: report("UNDELIV"),
                ..signed(&format!("v1={shown}"))
            };
            let forged = [
                changed,
                signed(&shown),
                signed("v1="),
                signed(&format!("v1={}", &shown[..shown.len() - 4])),
                Came::posted(&body),
            ];
            for came in &forged {
                assert_eq!(read(&account, came), Err(ReportFault::Forged));
            }
        }
    }
}

#[test]
fn a_proof_that_proves_nothing_is_refused_when_it_is_entered() {
    let hash = [("hmac_header", "X-S"), ("hmac_secret", "s")];
    assert_eq!(at_fault(&hash[..1]), "hmac_secret");
    assert_eq!(at_fault(&hash[1..]), "hmac_header");
    let query = [&hash[..], &[("report_format", "query")]].concat();
    assert_eq!(at_fault(&query), "hmac_secret");
}
