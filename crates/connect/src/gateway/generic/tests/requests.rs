use proptest::prelude::*;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::gateway::specimen::{REPORT_URL, seen, sms, word};
use crate::http::Request;

/// What must come through whole, wherever it stands: A52.
const HOSTILE: &str = "123456 \"},\"to\":\"+1900\"\r\nX-Evil: 1\r\n\r\n&to=+1900#x%26\\ \u{202e}\u{0}<b>{to_plus}{{ref}}\u{2028}å€😀";

const JSON: &str = r#"{"messages":[{"to":"{to_digits}","from":"{from}","body":"{text}","tag":"t-{ref}","n":1,"on":true,"hook":"{callback_url}","list":["{from}","x"]}]}"#;

fn request(account: &Generic, sms: &Sms) -> Request {
    account.sending.request(sms, account.within).unwrap()
}

fn fields(request: &Request) -> Vec<(String, String)> {
    wire::fields_of(request.body.as_deref().unwrap())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn bare() -> Sms {
    Sms {
        from: None,
        report_url: None,
        ..sms()
    }
}

#[test]
fn a_form_goes_out_field_by_field() {
    let account = account(&[("headers", "X-Api-Key: k3y:1\n\nIdempotency-Key: m-{ref}")]);
    let request = request(&account, &sms());
    assert_eq!((request.method, request.url.as_str()), ("POST", URL));
    let headers = [
        pair("x-api-key", "k3y:1"),
        pair("idempotency-key", "m-0190c0de-7000"),
        pair("content-type", "application/x-www-form-urlencoded"),
    ];
    assert_eq!(request.headers, headers);
    let body = String::from_utf8(request.body.unwrap()).unwrap();
    let expected = "to=%2B46701740605&from=Tvasteg\
        &text=123456+%C3%A4r+din+kod%0A%0A%40login.example.se+%23123456\
        &ref=0190c0de-7000\
        &report=https%3A%2F%2Flogin.example.se%2Freports%2Fs3cret%3Fx%3D1%26y%3D2";
    assert_eq!(body, expected);
}

#[test]
fn a_document_goes_out_field_by_field() {
    let account = account(&[("body_type", "json"), ("body", JSON), ("method", "PUT")]);
    let sent = request(&account, &sms());
    let (method, url, key, body) = seen(&sent);
    assert_eq!((method, url, key), ("PUT", URL, None));
    let expected = json!({"messages": [{
        "to": "46701740605",
        "from": "Tvasteg",
        "body": "123456 är din kod\n\n@login.example.se #123456",
        "tag": "t-0190c0de-7000",
        "n": 1,
        "on": true,
        "hook": REPORT_URL,
        "list": ["Tvasteg", "x"],
    }]});
    assert_eq!(body, expected);
}

#[test]
fn a_query_goes_out_field_by_field() {
    let account = account(&[("body_type", "query"), ("method", "GET")]);
    let request = request(&account, &sms());
    assert_eq!((request.method, &request.body), ("GET", &None));
    assert!(request.headers.is_empty());
    let url = Url::parse(&request.url).unwrap();
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let expected = [
        pair("key", "a&b"),
        pair("to", "+46701740605"),
        pair("from", "Tvasteg"),
        pair("text", "123456 är din kod\n\n@login.example.se #123456"),
        pair("ref", "0190c0de-7000"),
        pair("report", REPORT_URL),
    ];
    assert_eq!(pairs, expected);
}

#[test]
fn what_there_is_nothing_for_is_left_out() {
    let form = account(&[(
        "body",
        "to={to_plus}\nt={text}\nfrom={from}\nx=a{from}b\ncb={callback_url}",
    )]);
    let names: Vec<_> = fields(&request(&form, &bare()));
    assert_eq!(names[2..], [pair("x", "ab")]);
    let document = account(&[("body_type", "json"), ("body", JSON)]);
    let sent = request(&document, &bare());
    let message = seen(&sent).3["messages"][0].clone();
    assert_eq!((message.get("from"), message.get("hook")), (None, None));
    assert_eq!(message["list"], json!(["x"]));
}

#[test]
fn a_number_is_written_in_each_form() {
    let body = "t={text}\np={to_plus}\nd={to_digits}\nn={to_national}";
    let account = account(&[("body", body)]);
    let to = |number: &str| Sms {
        to: number.to_owned(),
        ..sms()
    };
    for (number, national) in [
        ("+46701740605", "0701740605"),
        ("+4720123456", "20123456"),
        ("+35840123456", "040123456"),
    ] {
        let fields = fields(&request(&account, &to(number)));
        let expected = [
            pair("p", number),
            pair("d", &number[1..]),
            pair("n", national),
        ];
        assert_eq!(fields[1..], expected);
    }
    let nowhere = account.sending.request(&to("+999"), account.within);
    assert_eq!(word(&nowhere), "number");
}

#[test]
fn a_text_that_is_to_be_encoded_twice_is() {
    let account = account(&[("body", "to={to_digits}\nt={text_urlencoded}")]);
    let message = Sms {
        text: "Är & 1+1~".to_owned(),
        ..sms()
    };
    let fields = fields(&request(&account, &message));
    assert_eq!(fields[1], pair("t", "%C3%84r%20%26%201%2B1~"));
}

#[test]
fn braces_are_written_twice() {
    let account = account(&[("body", "to={to_digits}\nt={{{text}}} {{ref}}")]);
    let message = Sms {
        text: "x".to_owned(),
        ..sms()
    };
    assert_eq!(
        fields(&request(&account, &message))[1],
        pair("t", "{x} {ref}")
    );
}

/// Every kind of body, with this text: what the text field holds, and how many fields there are.
fn carried(text: &str) -> [(String, usize); 3] {
    let message = Sms {
        text: text.to_owned(),
        ..sms()
    };
    let form = fields(&request(&account(&[]), &message));
    let query = account(&[("body_type", "query")]);
    let url = Url::parse(&request(&query, &message).url).unwrap();
    assert_eq!(url.host_str(), Some("sms.example"));
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    let body = r#"{"to":"{to_plus}","text":"{text}"}"#;
    let document = account(&[("body_type", "json"), ("body", body)]);
    let document: Value = seen(&request(&document, &message)).3;
    assert_eq!(document["to"], "+46701740605");
    [
        (wire::find(&form, "text").unwrap().to_owned(), form.len()),
        (wire::find(&query, "text").unwrap().to_owned(), query.len()),
        (
            document["text"].as_str().unwrap().to_owned(),
            document.as_object().unwrap().len(),
        ),
    ]
}

#[test]
fn a_hostile_text_stays_one_value_of_one_field() {
    let [form, query, document] = carried(HOSTILE);
    assert_eq!(form, (HOSTILE.to_owned(), 5));
    assert_eq!(query, (HOSTILE.to_owned(), 6));
    assert_eq!(document, (HOSTILE.to_owned(), 2));
}

#[test]
fn ten_kilobytes_come_through_whole() {
    let long = HOSTILE.repeat(100);
    assert!(carried(&long).iter().all(|(text, _)| *text == long));
}

proptest! {
    #[test]
    fn any_text_stays_one_value_of_one_field(text in any::<String>()) {
        for (carried, fields) in carried(&text) {
            prop_assert_eq!(&carried, &text);
            prop_assert!([2, 5, 6].contains(&fields));
        }
    }
}

#[test]
fn a_hostile_sender_or_reference_stays_where_it_is() {
    let account = account(&[]);
    let message = Sms {
        from: Some("a&to=+1900\r\n".to_owned()),
        ..sms()
    };
    let fields = fields(&request(&account, &message));
    assert_eq!(fields[1], pair("from", "a&to=+1900\r\n"));
    assert_eq!(fields.len(), 5);
}

#[test]
fn an_address_is_judged_when_it_is_entered() {
    for bad in [
        "sms.example/send",
        "ftp://sms.example",
        "mailto:a@b",
        "https://user:pass@sms.example/",
        "https://user@sms.example/",
        "https://sms.example/#x",
        "https://sms.example/{to_plus}",
        "https:///",
    ] {
        assert_eq!(at_fault(&[("url", bad)]), "url", "{bad}");
    }
}

#[test]
fn a_body_is_judged_when_it_is_entered() {
    for bad in [
        "to={to_plus}",
        "text={text}",
        "to={to_plus}&text={text}{",
        "to={to_plus}\ntext={text}\nx={unknown}",
        "to={to_plus}\ntext={text}\nx={",
        "to={to_plus}\ntext={text}\nx=}",
        "to={to_plus}\ntext={text}\nno equals sign",
    ] {
        assert_eq!(at_fault(&[("body", bad)]), "body", "{bad}");
    }
    for bad in [
        "to={to_plus}\ntext={text}",
        r#"{"to":"{to_plus}"}"#,
        r#"{"to":"{to_plus}","text":{text}}"#,
        r#"{"to":"{to_plus}","text":"{txt}"}"#,
    ] {
        let settings = [("body_type", "json"), ("body", bad)];
        assert_eq!(at_fault(&settings), "body", "{bad}");
    }
    assert_eq!(at_fault(&[("method", "GET")]), "body_type");
}

#[test]
fn headers_are_judged_when_they_are_entered() {
    for bad in [
        "no colon",
        ": empty",
        "X Y: z",
        "X\u{e5}: z",
        "Host: evil.example",
        "Content-Length: 0",
        "transfer-encoding: chunked",
        "X: \u{e5}",
        "X: a\tb",
        "X: {text}",
        "X: {from}",
        "X: {callback_url}",
        "X: {",
    ] {
        assert_eq!(at_fault(&[("headers", bad)]), "headers", "{bad}");
    }
    let own = account(&[("headers", "Content-Type: text/x-form")]);
    let headers = request(&own, &sms()).headers;
    assert_eq!(headers, [pair("content-type", "text/x-form")]);
}
