//! The fakes themselves: a request that the real gateway would refuse is refused, whatever is wrong with it.
//!
//! The requests here are written out by hand, field by field from the reference, and reach the fakes without any driver.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use connect::{
    gateway::{
        Settings,
        fake::{Behaviour, Fake, KEYS},
    },
    http::{Answer, Http, Request},
};
use serde_json::{Value, json};

use super::{REFERENCE, TEXT, TO};

/// A request that fits, before it is spoilt.
#[derive(Clone)]
struct Plain {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    form: bool,
    body: Value,
    /// Members that must be there, as pointers.
    needed: &'static [&'static str],
    /// Where the number stands, and one that is none.
    number: (&'static str, Value),
    /// What says success.
    success: u16,
}

fn basic(settings: &Settings, name: &str, password: &str) -> (String, String) {
    let pair = [name, password].map(|key| settings.find(key).unwrap());
    let coded = STANDARD.encode(pair.join(":"));
    ("authorization".to_owned(), format!("Basic {coded}"))
}

fn key(settings: &Settings, scheme: &str, name: &str) -> (String, String) {
    let key = settings.find(name).unwrap();
    ("authorization".to_owned(), format!("{scheme} {key}"))
}

/// The gateways that take forms.
fn form(fake: &Fake) -> Plain {
    let settings = fake.settings();
    let mut plain = Plain {
        method: "POST",
        path: "/a1/sms".to_owned(),
        headers: Vec::new(),
        form: true,
        body: json!({"from": "Tvasteg", "to": TO, "message": TEXT, "dontlog": "message"}),
        needed: &["/from", "/to", "/message", "/dontlog"],
        number: ("/to", json!("46701740605")),
        success: 200,
    };
    match fake.key() {
        "46elks" => plain.headers.push(basic(&settings, "username", "password")),
        "twilio" => {
            let account = settings.find("account_sid").unwrap();
            plain.path = format!("/2010-04-01/Accounts/{account}/Messages.json");
            plain
                .headers
                .push(basic(&settings, "account_sid", "auth_token"));
            plain.body =
                json!({"From": "Tvasteg", "To": TO, "Body": TEXT, "ValidityPeriod": "300"});
            plain.needed = &["/From", "/To", "/Body"];
            plain.number = ("/To", json!("0701740605"));
            plain.success = 201;
        }
        _ => {
            plain.path = "/sms/json".into();
            plain
                .headers
                .push(basic(&settings, "api_key", "api_secret"));
            plain.body = json!({"from": "Tvasteg", "to": "46701740605", "text": TEXT, "client-ref": REFERENCE});
            plain.needed = &["/from", "/to", "/text"];
            plain.number = ("/to", json!(TO));
        }
    }
    plain
}

/// The gateways that take JSON.
fn document(fake: &Fake) -> Plain {
    let settings = fake.settings();
    let mut plain = Plain {
        method: "POST",
        path: "/v2/send".to_owned(),
        headers: Vec::new(),
        form: false,
        body: json!({"to": TO, "from": "Tvasteg", "text": TEXT, "ref": REFERENCE}),
        needed: &["/to", "/from", "/text", "/ref"],
        number: ("/to", json!("46701740605")),
        success: 200,
    };
    match fake.key() {
        "generic" => {
            let (name, value) = settings.find("headers").unwrap().split_once(": ").unwrap();
            plain.headers.push((name.to_lowercase(), value.to_owned()));
        }
        "sinch" => {
            let account = settings.find("service_plan_id").unwrap();
            plain.path = format!("/xms/v1/{account}/batches");
            plain.headers.push(key(&settings, "Bearer", "token"));
            plain.body = json!({"to": ["46701740605"], "from": "Tvasteg", "body": TEXT});
            plain.needed = &["/to", "/body"];
            plain.number = ("/to", json!(["0701740605"]));
            plain.success = 201;
        }
        "gatewayapi" => {
            plain.path = "/mobile/single".into();
            plain.headers.push(key(&settings, "Token", "token"));
            plain.body =
                json!({"sender": "Tvasteg", "recipient": 46_701_740_605_u64, "message": TEXT});
            plain.needed = &["/sender", "/recipient", "/message"];
            plain.number = ("/recipient", json!("46701740605"));
            plain.success = 202;
        }
        "infobip" => {
            plain.path = "/sms/3/messages".into();
            plain.headers.push(key(&settings, "App", "api_key"));
            plain.body = json!({"messages": [{
                "sender": "Tvasteg", "destinations": [{"to": "46701740605"}], "content": {"text": TEXT},
            }]});
            plain.needed = &[
                "/messages",
                "/messages/0/destinations",
                "/messages/0/content/text",
            ];
            plain.number = ("/messages/0/destinations/0/to", json!(TO));
        }
        _ => {
            plain.path = "/messages".into();
            plain
                .headers
                .push(key(&settings, "AccessKey", "access_key"));
            plain.body =
                json!({"originator": "Tvasteg", "recipients": "46701740605", "body": TEXT});
            plain.needed = &["/originator", "/recipients", "/body"];
            plain.number = ("/recipients", json!(TO));
            plain.success = 201;
        }
    }
    plain
}

fn plain(fake: &Fake) -> Plain {
    match fake.key() {
        "46elks" | "twilio" | "vonage" => form(fake),
        _ => document(fake),
    }
}

impl Plain {
    fn encoded(&self) -> Vec<u8> {
        if !self.form {
            return self.body.to_string().into_bytes();
        }
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.body.as_object().unwrap() {
            form.append_pair(name, value.as_str().unwrap());
        }
        form.finish().into_bytes()
    }

    async fn send(&self, fake: &Fake, http: &Http) -> Answer {
        let media_type = if self.form {
            "application/x-www-form-urlencoded"
        } else {
            "application/json"
        };
        self.send_as(media_type, fake, http).await
    }

    async fn send_as(&self, media_type: &str, fake: &Fake, http: &Http) -> Answer {
        let mut headers = self.headers.clone();
        headers.push(("content-type".to_owned(), media_type.to_owned()));
        let request = Request {
            method: self.method,
            url: format!("{}{}", fake.endpoint(), self.path),
            headers,
            body: Some(self.encoded()),
            within: std::time::Duration::from_secs(10),
        };
        http.send(request).await.unwrap()
    }

    /// The same without a member.
    fn without(&self, pointer: &str) -> Self {
        let mut spoilt = self.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = spoilt.body.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().remove(name).unwrap();
        spoilt
    }

    /// The same in other words.
    fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut spoilt = self.clone();
        change(&mut spoilt);
        spoilt
    }

    /// Everything that can be spoilt, with what it is called.
    fn spoilt(&self) -> Vec<(String, Self)> {
        let mut all: Vec<_> = self
            .needed
            .iter()
            .map(|pointer| (format!("without {pointer}"), self.without(pointer)))
            .collect();
        all.extend([
            (
                "of another method".to_owned(),
                self.changed(|plain| plain.method = "PUT"),
            ),
            (
                "to another path".to_owned(),
                self.changed(|plain| plain.path.push_str("/x")),
            ),
            (
                "without credentials".to_owned(),
                self.changed(|plain| plain.headers.clear()),
            ),
            (
                "with wrong credentials".to_owned(),
                self.changed(|plain| plain.headers[0].1.push('x')),
            ),
            (
                "with another number".to_owned(),
                self.changed(|plain| {
                    let (pointer, number) = plain.number.clone();
                    *plain.body.pointer_mut(pointer).unwrap() = number;
                }),
            ),
            (
                "with a field of its own".to_owned(),
                self.changed(|plain| plain.body["colour"] = json!("blue")),
            ),
        ]);
        all
    }
}

fn http(fake: &Fake) -> Http {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Http::new(&fake.http_settings()).unwrap()
}

/// Whether an answer refuses in the gateway's own form.
fn refuses(key: &str, answer: &Answer) -> bool {
    if key != "vonage" || answer.status != 200 {
        return (400..500).contains(&answer.status);
    }
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    body["messages"][0]["status"] != "0"
}

#[tokio::test]
async fn a_request_that_fits_is_taken_and_a_spoilt_one_is_not() {
    for key in KEYS {
        let fake = Fake::start(key).await.unwrap();
        let http = http(&fake);
        let fits = plain(&fake);
        let answer = fits.send(&fake, &http).await;
        assert_eq!(answer.status, fits.success, "{key}: {:?}", fake.faults());
        assert_eq!(
            (fake.accepted().len(), fake.faults().len()),
            (1, 0),
            "{key}"
        );
        assert_eq!(fake.accepted()[0].to, TO, "{key}");
        for (what, spoilt) in fits.spoilt() {
            fake.clear();
            let answer = spoilt.send(&fake, &http).await;
            assert!(refuses(key, &answer), "{key} {what}: {}", answer.status);
            assert_eq!(
                (fake.accepted().len(), fake.faults().len()),
                (0, 1),
                "{key} {what}"
            );
        }
        fake.clear();
        let answer = fits.send_as("text/plain", &fake, &http).await;
        assert!(refuses(key, &answer), "{key} as text");
        assert!(fake.accepted().is_empty(), "{key} as text");
    }
}

#[tokio::test]
async fn what_is_planned_comes_in_order_and_then_what_always_holds() {
    let fake = Fake::start("46elks").await.unwrap();
    let http = http(&fake);
    let fits = plain(&fake);
    fake.plan([
        Behaviour::Throttle(Some(7)),
        Behaviour::Accept,
        Behaviour::WrongKey,
    ]);
    fake.always(Behaviour::ServerFault(503));
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(fits.send(&fake, &http).await.status);
    }
    assert_eq!(statuses, [429, 200, 401, 503, 503]);
    assert_eq!((fake.requests(), fake.accepted().len()), (5, 1));
    fake.clear();
    assert_eq!(fits.send(&fake, &http).await.status, 200);
    assert_eq!((fake.requests(), fake.accepted().len()), (1, 1));
}

#[tokio::test]
async fn a_name_is_given_once() {
    for key in KEYS {
        let fake = Fake::start(key).await.unwrap();
        let http = http(&fake);
        for _ in 0..3 {
            plain(&fake).send(&fake, &http).await;
        }
        let mut names: Vec<_> = fake.accepted().into_iter().map(|sms| sms.id).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 3, "{key}");
    }
}
