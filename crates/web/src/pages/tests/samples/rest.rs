//! The demo's page, faults and the accessibility statement.

use text::Text;

use super::{Sample, either, frame, languages, sample};
use crate::pages::demo::{DemoPage, Message, Person};
use crate::pages::demo_phone::{Bearer, DemoPhonePage, PhoneOrder};
use crate::pages::faults::{AccessibilityPage, FaultPage};
use crate::pages::{Frame, Help, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let mut samples = vec![
        sample("demo", &demo(text)),
        sample(
            "demo-silent",
            &DemoPage {
                messages: Vec::new(),
                phone: None,
                sample_client: None,
                ..demo(text)
            },
        ),
        sample("demo-phone", &demo_phone(text)),
        sample(
            "demo-phone-typing",
            &DemoPhonePage {
                problem: Some(Problem::new(
                    text.get("demo-phone-refused-other-person"),
                    "",
                )),
                typing: true,
                ..demo_phone(text)
            },
        ),
        sample(
            "demo-phone-idle",
            &DemoPhonePage {
                orders: Vec::new(),
                ..demo_phone(text)
            },
        ),
        sample(
            "accessibility",
            &AccessibilityPage {
                frame: everything_on(text),
            },
        ),
    ];
    for status in [400, 403, 404, 405, 413, 421, 429, 500, 503] {
        samples.push(sample(&format!("fault-{status}"), &fault(text, status)));
    }
    samples
}

fn fault(text: &Text, status: u16) -> FaultPage {
    let mut bare = Frame::bare(text.clone(), "Tvåsteg");
    if status == 404 {
        bare.languages = languages(text.language());
    }
    FaultPage {
        frame: bare,
        status,
        retry_after: match status {
            429 => Some(300),
            503 => Some(1),
            _ => None,
        },
        operation: (status >= 500).then(|| "01935c4e-7c1a-7b6e-8f00-5d1c2a3b4c5d".to_owned()),
        home: (status != 421).then(|| "/".to_owned()),
    }
}

/// A frame with every way to reach somebody, a logo and an accent.
fn everything_on(text: &Text) -> Frame {
    Frame {
        logo: Some("/o/demo/logo.svg".to_owned()),
        accent: Some("/o/demo/accent.css".to_owned()),
        help: Help {
            name: Some(either(text, "IT-stöd", "IT support")),
            phone: Some("+46 8 465 004 00".to_owned()),
            email: Some("stod@example.se".to_owned()),
            hours: Some(either(text, "vardagar 8–17", "weekdays 8–17")),
            page: Some("https://example.se/stod".to_owned()),
            guide: None,
            accessibility: None,
        },
        ..frame(text)
    }
}

fn demo(text: &Text) -> DemoPage {
    let mut frame = frame(text);
    frame.demo = true;
    frame.client_name = None;
    let person = |username: &str, role: String, state: String| Person {
        username: username.to_owned(),
        role,
        state,
        password: (username == "oskar").then(|| "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @".to_owned()),
    };
    let every_time = either(
        text,
        "Kod med e-post vid varje inloggning.",
        "Code by e-mail at every sign-in.",
    );
    let must_add = either(
        text,
        "Måste lägga till ett andra steg.",
        "Must add a second step.",
    );
    let code = either(
        text,
        "123456 är din kod till Demo.\nDen gäller till 10.42.",
        "123456 is your code for Demo.\nIt works until 10:42.",
    );
    DemoPage {
        frame,
        login: "/login".to_owned(),
        security: "/account/security".to_owned(),
        people: vec![
            person("agnes", either(text, "Ägare", "Owner"), every_time),
            person("cilla", either(text, "Bokföring", "Accounting"), must_add),
            person(
                "oskar",
                either(text, "Kund", "Customer"),
                either(text, "Inget andra steg.", "No second step."),
            ),
        ],
        password: "demo-losenord-2026".to_owned(),
        messages: vec![Message {
            channel: either(text, "E-post", "E-mail"),
            to: "agnes@demo.example".to_owned(),
            subject: either(text, "123456 är din kod", "123456 is your code"),
            body: code,
            at: either(text, "10.32", "10:32"),
        }],
        outbox: "/demo/outbox.json".to_owned(),
        now: either(
            text,
            "20 november 2026 kl. 10.33",
            "20 November 2026 at 10:33",
        ),
        clock: "/demo/clock".to_owned(),
        phone: Some("/demo/bankid".to_owned()),
        sample_client: Some("/demo/app/".to_owned()),
        here: "/demo/".to_owned(),
    }
}

fn demo_phone(text: &Text) -> DemoPhonePage {
    let order = |is_opened: bool, state: &str| PhoneOrder {
        address: "/demo/bankid/orders/6a9e4b1c-2f5d-4c7a-9b0e-1d3f5a7c9e11".to_owned(),
        is_opened,
        state: text.get(state),
        visible_text: either(
            text,
            "Logga in hos Demobolaget.\nSkriv bara under om du själv håller på att logga in.",
            "Sign in at Demobolaget.\nSign only if you are signing in yourself.",
        ),
    };
    let bearer = |name: &str, number: &str| Bearer {
        label: text.with1("demo-phone-sign", "name", name),
        number: number.to_owned(),
    };
    let mut frame = frame(text);
    frame.demo = true;
    DemoPhonePage {
        frame,
        problem: None,
        orders: vec![
            order(false, "demo-phone-waiting"),
            order(true, "demo-phone-opened"),
            order(true, "demo-phone-call"),
        ],
        people: vec![
            bearer("Bo Öberg", "199006022397"),
            bearer("Cilla Ek", "199908072391"),
        ],
        typing: false,
        here: "/demo/bankid".to_owned(),
        type_at: "/demo/bankid?type=1".to_owned(),
        scan: "/demo/bankid/scan".to_owned(),
    }
}
