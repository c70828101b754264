//! The administration's pages.

use text::Text;

use super::{Sample, either, sample, signed_in};
use crate::pages::admin::{
    AreaCard, ConfirmPage, DeliveriesPage, DeliveryRow, Field, Fieldset, FormPage, GatewayRow,
    GatewayStanding, HomePage, KindRow, KindsPage, Matter, Measured, MessagesPage, Need, Note,
    Prerequisite, Selectable, Shape, WordingPage, WordingRow,
};
use crate::pages::{AreaLink, Current, Fact, Frame, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let wrong = Problem::new(
        text.get("admin-fault-fields"),
        text.get("admin-fault-fields.advice"),
    );
    let changed = Problem::new(
        text.get("admin-fault-changed"),
        text.get("admin-fault-changed.advice"),
    );
    vec![
        sample("admin-home", &home(text)),
        sample(
            "admin-home-quiet",
            &HomePage {
                matters: Vec::new(),
                charts: Vec::new(),
                ..home(text)
            },
        ),
        sample("admin-messages", &messages(text)),
        sample("admin-messages-empty", &empty(text)),
        sample("admin-kinds", &kinds(text)),
        sample("admin-gateway", &gateway(text, None)),
        sample("admin-gateway-wrong", &gateway(text, Some(wrong))),
        sample("admin-gateway-changed", &gateway(text, Some(changed))),
        sample("admin-remove", &remove(text)),
        sample("admin-wording", &wording(text, None)),
        sample(
            "admin-wording-wrong",
            &wording(
                text,
                Some(Problem::new(
                    text.get("admin-wording-not-used"),
                    text.get("admin-wording-fault-link"),
                )),
            ),
        ),
        sample("admin-log", &log(text)),
        sample(
            "admin-log-empty",
            &DeliveriesPage {
                rows: Vec::new(),
                older: None,
                newest: None,
                filtered: false,
                begins_later: false,
                ..log(text)
            },
        ),
    ]
}

pub(super) fn frame(text: &Text, here: usize) -> Frame {
    let mut frame = signed_in(text, Current::Neither);
    let area = |name: &str, href: &str, current| AreaLink {
        name: text.get(name),
        href: href.to_owned(),
        current,
    };
    if let Some(nav) = &mut frame.nav {
        nav.areas = vec![
            area("admin-home", "/admin/", here == 0),
            area("admin-area-messages", "/admin/messages", here == 1),
            area("admin-area-deliveries", "/admin/deliveries", here == 2),
        ];
    }
    frame
}

fn home(text: &Text) -> HomePage {
    let act = text.get("admin-matter-trouble.act");
    HomePage {
        frame: frame(text, 0),
        matters: vec![
            Matter {
                what: text.with1("admin-matter-trouble", "name", "46elks <b>oskar"),
                detail: text.with1(
                    "admin-matter-trouble.detail",
                    "why",
                    text.get("admin-trouble-credentials"),
                ),
                urgent: true,
                href: "/admin/messages".to_owned(),
                act: act.clone(),
            },
            Matter {
                what: text.with1("admin-matter-low", "name", "Vonage"),
                detail: text.with1("admin-gateway-lasts", "days", 4),
                urgent: false,
                href: "/admin/messages".to_owned(),
                act,
            },
        ],
        charts: super::house::charts(text),
        areas: vec![
            AreaCard {
                name: text.get("admin-area-messages"),
                about: text.get("admin-area-messages.about"),
                href: "/admin/messages".to_owned(),
            },
            AreaCard {
                name: text.get("admin-area-deliveries"),
                about: text.get("admin-area-deliveries.about"),
                href: "/admin/deliveries".to_owned(),
            },
        ],
    }
}

fn fact(name: String, value: &str) -> Fact {
    Fact {
        name,
        value: value.to_owned(),
    }
}

fn messages(text: &Text) -> MessagesPage {
    let need = |key: &str, standing, mend: bool| Prerequisite {
        standing,
        what: text.get(key),
        detail: if standing == Need::Met {
            text.with1(&format!("{key}.met"), "name", "46elks")
        } else {
            text.get(&format!("{key}.missing"))
        },
        mend: mend.then(|| {
            (
                "/admin/messages/gateways/add".to_owned(),
                text.get(&format!("{key}.mend")),
            )
        }),
    };
    MessagesPage {
        frame: frame(text, 1),
        prerequisites: vec![
            need("admin-need-gateway", Need::Met, false),
            need("admin-need-second-gateway", Need::Advised, true),
            need("admin-need-voice", Need::Missing, true),
        ],
        gateways: vec![row(text, 1), row(text, 2), row(text, 3)],
        add: "/admin/messages/gateways/add".to_owned(),
        test: "/admin/messages/test".to_owned(),
        can_test: true,
        spending: vec![
            fact(text.get("admin-spending-today"), "128"),
            fact(text.get("admin-spending-month"), "3 412"),
            fact(text.get("admin-spending-cost"), "1 535,40 SEK"),
        ],
        prices: vec![fact(
            text.with1("admin-prices-price", "country", "SE"),
            "0,45 SEK",
        )],
        change_prices: "/admin/messages/prices".to_owned(),
        sending: vec![
            fact(text.get("admin-sending-countries"), "SE, NO"),
            fact(text.get("admin-sending-sender"), "Bjorken"),
        ],
        change_sending: "/admin/messages/sending".to_owned(),
        limits: vec![fact(text.get("admin-limit-per-number-10m"), "3")],
        change_limits: "/admin/messages/limits".to_owned(),
        wordings: vec![WordingRow {
            name: text.get("admin-wording-purpose-prove"),
            text: "{code} är din kod till {organisation}.".to_owned(),
            language: "sv".to_owned(),
            own: true,
            change: "/admin/messages/texts/prove-sv".to_owned(),
        }],
        log: "/admin/deliveries".to_owned(),
        status: Some(text.get("admin-done-gateway-added")),
        problem: None,
    }
}

fn row(text: &Text, place: usize) -> GatewayRow {
    let standing = [
        GatewayStanding::Working,
        GatewayStanding::Trouble,
        GatewayStanding::Off,
    ][place - 1];
    let time = either(text, "i dag 10.30", "today at 10:30");
    GatewayRow {
        place,
        name: ["46elks, Malmö", "Vonage", "\"><b>oskar"][place - 1].to_owned(),
        kind: text.with2(
            "admin-gateway-kind",
            "kind",
            "46elks",
            "carries",
            text.get("admin-carries-both"),
        ),
        standing,
        trouble: (place == 2).then(|| text.get("admin-trouble-credentials")),
        balance: text.with2(
            "admin-gateway-balance",
            "amount",
            "1 234,50 SEK",
            "time",
            &time,
        ),
        lasts: Some(text.with1("admin-gateway-lasts", "days", 12)),
        low: place == 1,
        wants_address: place == 2,
        change: "/admin/messages/gateways/1".to_owned(),
        remove: "/admin/messages/gateways/1/remove".to_owned(),
        switch: "/admin/messages/gateways/1/switch".to_owned(),
        on: place != 3,
        arrange: "/admin/messages/gateways/1/move".to_owned(),
        version: 3,
        first: place == 1,
        last: place == 3,
    }
}

fn empty(text: &Text) -> MessagesPage {
    MessagesPage {
        gateways: Vec::new(),
        can_test: false,
        status: None,
        problem: Some(Problem::new(
            text.get("admin-fault-gone"),
            text.get("admin-fault-gone.advice"),
        )),
        ..messages(text)
    }
}

fn kinds(text: &Text) -> KindsPage {
    let kind = |name: &str, about: &str| KindRow {
        name: name.to_owned(),
        about: text.get(about),
        href: format!("/admin/messages/gateways/add/{name}"),
    };
    KindsPage {
        frame: frame(text, 1),
        kinds: vec![
            kind("46elks", "admin-carries-both"),
            kind("sinch", "admin-carries-sms"),
        ],
        back: "/admin/messages".to_owned(),
    }
}

fn gateway(text: &Text, problem: Option<Problem>) -> FormPage {
    let failed = problem.is_some();
    let selectable = |value: &str, selected| Selectable {
        value: value.to_owned(),
        name: value.to_owned(),
        selected,
    };
    let mut username = Field::line(
        "username",
        text.get("gateway-field-username"),
        "\"><b>oskar",
    )
    .demanded();
    if failed {
        username.problem = Some(text.get("admin-bound-missing"));
        username.elsewhere = Some("u1234".to_owned());
    }
    FormPage {
        frame: frame(text, 1),
        name: "admin-gateway",
        heading: text.with1("admin-gateway-change-heading", "name", "46elks"),
        lead: text.get("admin-gateway-form-lead"),
        notes: vec![Note {
            heading: text.get("admin-report-address"),
            about: text.get("admin-report-address-about"),
            copied: Some(format!(
                "https://id.example.se/reports/{}",
                "AbCd1234".repeat(9)
            )),
        }],
        fieldsets: vec![
            Fieldset {
                legend: String::new(),
                about: None,
                fields: vec![
                    Field::line("name", text.get("admin-gateway-name"), "46elks")
                        .hinted(text.get("admin-gateway-name.hint"))
                        .demanded(),
                    Field::line("carries-sms", text.get("admin-carries-sms"), "")
                        .shaped(Shape::Tick(true)),
                ],
            },
            Fieldset {
                legend: text.get("gateway-group-account"),
                about: None,
                fields: vec![
                    username,
                    Field::line("password", text.get("gateway-field-password"), "")
                        .shaped(Shape::Secret(true))
                        .demanded(),
                    Field::line("key", text.get("gateway-field-password"), "")
                        .shaped(Shape::SecretLines(false)),
                    Field::line("region", text.get("gateway-field-endpoint"), "").shaped(
                        Shape::OneOf(vec![selectable("eu", true), selectable("us", false)]),
                    ),
                ],
            },
        ],
        hidden: vec![("version", "3".to_owned())],
        action: "/admin/messages/gateways/1".to_owned(),
        submit: text.get("button-save"),
        back: "/admin/messages".to_owned(),
        status: None,
        problem,
    }
}

fn remove(text: &Text) -> ConfirmPage {
    ConfirmPage {
        frame: frame(text, 1),
        heading: text.with1("admin-remove-heading", "name", "<b>oskar"),
        effects: vec![text.get("admin-remove-effect")],
        warning: Some(text.with1(
            "admin-remove-last",
            "channels",
            text.get("admin-carries-both"),
        )),
        action: "/admin/messages/gateways/1/remove".to_owned(),
        hidden: Vec::new(),
        submit: text.get("button-remove"),
        back: "/admin/messages".to_owned(),
        takes_away: true,
        problem: None,
    }
}

fn wording(text: &Text, problem: Option<Problem>) -> WordingPage {
    let failed = problem.is_some();
    let finished =
        "123456 är din kod till Björkens Omsorg. Den gäller i 5 minuter.\n\n@id.example.se #123456";
    WordingPage {
        frame: frame(text, 1),
        what: text.with2(
            "admin-wording-name",
            "purpose",
            text.get("admin-wording-purpose-prove"),
            "language",
            text.get("language-name-sv"),
        ),
        language: "sv".to_owned(),
        text: "{code} är din kod till {organisation}. <b>oskar".to_owned(),
        usual: "{code} är din kod till {organisation}. Den gäller i {minutes} minuter.".to_owned(),
        own: true,
        hidden: vec![("made_from", "0011223344556677".to_owned())],
        action: "/admin/messages/texts/prove-sv".to_owned(),
        back: "/admin/messages".to_owned(),
        measured: (!failed).then(|| Measured {
            finished: finished.to_owned(),
            size: format!(
                "{} {}",
                text.with(
                    "admin-wording-size",
                    &[
                        ("parts", 1.into()),
                        ("units", 88.into()),
                        ("room", 160.into())
                    ]
                ),
                text.get("admin-wording-gsm")
            ),
        }),
        organisation: "Björkens Omsorg".to_owned(),
        minutes: "5".to_owned(),
        last_line: "@id.example.se #123456".to_owned(),
        status: None,
        problem,
    }
}

fn log(text: &Text) -> DeliveriesPage {
    let select = |name: &str, label: &str| {
        Field::line(name, text.get(label), "").shaped(Shape::OneOf(vec![Selectable {
            value: String::new(),
            name: text.get("admin-log-any"),
            selected: true,
        }]))
    };
    let time = either(text, "i dag 10.42", "today at 10:42");
    let row = |state: &str, class, reason: Option<&str>| DeliveryRow {
        at: time.clone(),
        channel: text.get("delivery-channel-sms"),
        purpose: text.get("delivery-purpose-code"),
        target: "+46 •• ••• •• 05".to_owned(),
        gateway: "46elks, Malmö".to_owned(),
        state: text.get(state),
        class,
        times: vec![
            text.with1("admin-log-handed", "time", &time),
            text.with1("admin-log-answered", "time", &time),
        ],
        parts: text.with1("admin-log-parts", "parts", 1),
        price: "0,45 SEK".to_owned(),
        reason: reason.map(|key| text.get(key)),
    };
    DeliveriesPage {
        frame: frame(text, 2),
        filter: vec![
            select("channel", "admin-log-channel"),
            select("state", "admin-log-state"),
            select("gateway", "admin-log-gateway"),
        ],
        action: "/admin/deliveries".to_owned(),
        filtered: true,
        begins_later: true,
        rows: vec![
            row("delivery-state-delivered", "tag", None),
            row(
                "delivery-state-failed",
                "tag bad",
                Some("delivery-reason-number"),
            ),
            row(
                "delivery-state-suppressed",
                "tag warn",
                Some("delivery-reason-number-10m"),
            ),
        ],
        older: Some("/admin/deliveries?before=1".to_owned()),
        newest: Some("/admin/deliveries".to_owned()),
        csv: "/admin/deliveries.csv".to_owned(),
        csv_most: either(text, "20 000", "20,000"),
    }
}
