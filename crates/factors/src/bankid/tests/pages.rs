//! Pages: every stage, every sentence, the picture of each second, the link of each browser.

use std::collections::BTreeSet;

use text::Language;

use super::*;

fn shown(world: &World, data: &[u8]) -> Box<dyn View> {
    BankId
        .challenge_view(&world.setting(), data, &[holder(OWN)])
        .unwrap()
}

fn status(world: &World, data: &[u8]) -> String {
    let view = shown(world, data);
    let html = view.html(world.text());
    let line = html.split("data-status>").nth(1).unwrap();
    let status = line.split("</p>").next().unwrap().to_owned();
    if let Some(progress) = view.progress(world.text()) {
        assert_eq!(progress.status, status, "the page says what it is told");
    }
    status
}

/// The bytes of a running order with this hint.
fn pending(world: &World, on: &str, hint: &str) -> Vec<u8> {
    let (data, _) = open(world, on);
    seen(world, &data, Ok(&Seen::Pending(hinted(hint)))).data
}

/// The bytes of an order that failed with this hint.
fn failed(world: &World, on: &str, hint: &str) -> Vec<u8> {
    let (data, _) = open(world, on);
    given_up(world, seen(world, &data, Ok(&Seen::Failed(hinted(hint)))))
}

/// An order that is over: a picture that is renewed once more goes unscanned until the three minutes have passed.
fn given_up(world: &World, kept: Kept) -> Vec<u8> {
    let late = world.now + Span::minutes(4);
    let failed = Seen::Failed(hinted("startFailed"));
    match kept.then {
        crate::live::Then::Begin(_) => {
            let data = begun(&kept.data, Ok(&started()), late).data;
            BankId
                .seen(&data, Ok(&failed), late, &mut Seeded::new(1))
                .unwrap()
                .data
        }
        _ => kept.data,
    }
}

/// What stands in the outermost element.
fn opening(html: &str) -> &str {
    html.split('>').next().unwrap().trim_start()
}

#[test]
fn every_stage_says_its_name_and_asks_again_only_while_it_waits() {
    let world = world();
    let choose = asked(&world, &[holder(OWN)]);
    for (data, stage, waits) in [
        (choose.clone(), "choose", false),
        (go(&world, &choose, ON_THIS).data, "starting", true),
        (go(&world, &choose, ON_OTHER).data, "starting", true),
        (open(&world, ON_THIS).0, "this", true),
        (open(&world, ON_OTHER).0, "other", true),
        (failed(&world, ON_THIS, "userCancel"), "ended", false),
        (done(&world, ON_THIS, OWN, None), "proved", false),
    ] {
        let view = shown(&world, &data);
        let html = view.html(world.text());
        let tag = opening(&html);
        assert!(
            tag.starts_with(&format!("<div data-stage=\"{stage}\"")),
            "{tag}"
        );
        assert_eq!(tag.contains("data-progress"), waits, "{stage}");
        let proved = stage == "proved";
        let progress = view.progress(world.text());
        let told = progress.map(|progress| (progress.stage, progress.proved));
        let expected = (waits || proved).then_some((stage, proved));
        assert_eq!(
            told, expected,
            "{stage}: a page that waits hears of another"
        );
        assert_eq!(view.asks_for_answer(), proved, "{stage}");
        assert_eq!(view.json()["stage"], stage);
        let back = r#"name="order" value="back""#;
        assert_eq!(html.contains(back), waits, "{stage}");
        for way in ["this", "other"] {
            let button = format!(r#"name="order" value="{way}" data-device="{way}""#);
            let offered = !proved && stage != "starting" && stage != way;
            assert_eq!(html.contains(&button), offered, "{stage}: {way}");
        }
        assert_eq!(
            html.contains(r#" role="status" data-status>"#),
            stage != "choose"
        );
    }
}

#[test]
fn the_likely_device_stands_first_and_both_are_there() {
    for (world, first) in [(world(), "other"), (with_safari(), "this")] {
        for data in [
            asked(&world, &[holder(OWN)]),
            failed(&world, ON_THIS, "userCancel"),
        ] {
            let html = shown(&world, &data).html(world.text());
            let at = |way: &str| html.find(&format!("data-device=\"{way}\"")).unwrap();
            let second = if first == "this" { "other" } else { "this" };
            assert!(at(first) < at(second), "{html}");
            assert_eq!(
                html.matches(r#"<button class="choice" name="order""#)
                    .count(),
                2
            );
        }
    }
}

#[test]
fn every_hint_has_a_sentence_of_its_own_in_every_language() {
    let mut world = world();
    let phone = with_safari();
    for language in Language::ALL {
        world.speak(language);
        let own = |on, words: &[&str]| {
            let sentences: BTreeSet<String> = words
                .iter()
                .map(|word| status(&world, &pending(&world, on, word)))
                .collect();
            assert_eq!(sentences.len(), words.len(), "{sentences:?}");
        };
        let words = [
            "outstandingTransaction",
            "started",
            "userMrtd",
            "userCallConfirm",
            "userSign",
            "processing",
            "x",
        ];
        own(ON_OTHER, &words);
        own(ON_THIS, &words);
        own(ON_THIS, &["outstandingTransaction", "noClient"]);
        let same = |on, one: &str, other: &str| {
            let of = |word| status(&world, &pending(&world, on, word));
            assert_eq!(of(one), of(other));
        };
        same(ON_OTHER, "outstandingTransaction", "noClient");
        same(ON_OTHER, "userSign", "USERSIGN");
        same(ON_THIS, "neverHeardOf", "unknown");
        assert_eq!(
            status(&world, &open(&world, ON_OTHER).0),
            status(&world, &pending(&world, ON_OTHER, "outstandingTransaction")),
            "before the first word"
        );
        assert_eq!(world.text().catalogue().missing(), Vec::<String>::new());
    }
    let started = |world: &World, on| status(world, &pending(world, on, "started"));
    let computer = self::world();
    assert!(started(&computer, ON_THIS).contains("den här datorn"));
    assert!(!started(&phone, ON_THIS).contains("datorn"));
    assert!(!started(&computer, ON_OTHER).contains("datorn"));
}

#[test]
fn every_end_has_a_sentence_of_its_own_in_every_language() {
    let mut world = world();
    let hints = [
        "expiredTransaction",
        "certificateErr",
        "userCancel",
        "cancelled",
        "startFailed",
        "userDeclinedCall",
        "notSupportedByUserApp",
        "transactionRiskBlocked",
        "neverHeardOf",
    ];
    for language in Language::ALL {
        world.speak(language);
        for on in [ON_THIS, ON_OTHER] {
            let sentences: BTreeSet<String> = hints
                .iter()
                .map(|word| status(&world, &failed(&world, on, word)))
                .collect();
            assert_eq!(sentences.len(), hints.len(), "{sentences:?}");
        }
        let start_failed = |on| status(&world, &failed(&world, on, "startFailed"));
        assert_ne!(start_failed(ON_THIS), start_failed(ON_OTHER));
        let of = |word| status(&world, &failed(&world, ON_THIS, word));
        assert_eq!(of("USERCANCEL"), of("userCancel"));
        assert_eq!(of("unknown"), of("neverHeardOf"));
        assert_eq!(world.text().catalogue().missing(), Vec::<String>::new());
    }
}

#[test]
fn what_only_the_operator_can_mend_is_told_as_out_of_reach() {
    let world = world();
    let told = |fault: &EidFault| {
        let moved = go(&world, &asked(&world, &[holder(OWN)]), ON_THIS);
        status(&world, &begun(&moved.data, Err(fault), world.now).data)
    };
    let out_of_reach =
        "BankID går inte att nå just nu. Välj ett annat sätt, eller försök igen om en stund.";
    for fault in [
        EidFault::Maintenance,
        EidFault::Busy { reset_after: None },
        EidFault::Refused { status: 401 },
        EidFault::Misdirected { status: 404 },
        EidFault::Tls(domain::eid::TlsFault::OursExpired),
        EidFault::Unreachable {
            stretch: domain::eid::Stretch::MaybeSent,
            why: String::new(),
        },
    ] {
        assert_eq!(told(&fault), out_of_reach, "{fault}");
    }
    let others = [
        EidFault::AlreadyInProgress,
        EidFault::InvalidOrder(String::new()),
        EidFault::Canceled,
        EidFault::Trouble { status: 500 },
    ];
    let sentences: BTreeSet<String> = others.iter().map(told).collect();
    assert_eq!(sentences.len(), others.len());
    assert!(!sentences.contains(out_of_reach));
    assert!(
        !told(&others[1]).contains("BankID"),
        "our mistake is not told as theirs"
    );
}

#[test]
fn the_picture_changes_every_second_and_goes_when_the_app_has_it() {
    let mut world = world();
    let (data, _) = open(&world, ON_OTHER);
    let picture = |world: &World, data: &[u8]| {
        let view = shown(world, data);
        let picture = view.progress(world.text()).unwrap().picture;
        let html = view.html(world.text());
        let in_page = picture
            .as_ref()
            .is_none_or(|picture| html.contains(picture.as_str()));
        assert!(in_page, "the page shows the picture of this second");
        assert_eq!(html.contains("data-picture hidden"), picture.is_none());
        (picture, view.json()["picture"].clone())
    };
    let (first, text) = picture(&world, &data);
    let first = first.unwrap();
    assert_eq!(
        text,
        "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"
    );
    assert!(first.starts_with("<svg ") && first.contains(r##"fill="#fff""##));
    assert!(first.contains(r#"role="img" aria-label="QR-kod som BankID-appen"#));
    world.now = world.now + Span::millis(999);
    assert_eq!(picture(&world, &data).0.unwrap(), first, "rounded down");
    world.now = world.now + Span::millis(1);
    let (second, text) = picture(&world, &data);
    assert_ne!(second.unwrap(), first);
    assert!(text.as_str().unwrap().contains(".1.949d559bf234"));
    world.now = world.now - Span::seconds(10);
    let (_, text) = picture(&world, &data);
    assert!(
        text.as_str().unwrap().contains(".0."),
        "no clock runs backwards"
    );

    for word in ["started", "userSign", "processing", "neverHeardOf"] {
        let (none, text) = picture(&world, &pending(&world, ON_OTHER, word));
        assert!(none.is_none() && text.is_null(), "{word}");
    }
    assert!(
        picture(&world, &pending(&world, ON_OTHER, "noClient"))
            .0
            .is_some()
    );
}

#[test]
fn a_renewal_keeps_the_page_and_tells_so() {
    let world = world();
    let (data, _) = open(&world, ON_OTHER);
    let renewing = seen(&world, &data, Ok(&Seen::Failed(hinted("startFailed")))).data;
    let progress = shown(&world, &renewing).progress(world.text()).unwrap();
    assert_eq!((progress.stage, progress.picture), ("other", None));
    assert_eq!(
        progress.status,
        "Ingen har skannat QR-koden än. Vi hämtar en ny."
    );
}

#[test]
fn five_steps_stand_before_the_picture() {
    let world = world();
    let html = shown(&world, &open(&world, ON_OTHER).0).html(world.text());
    let steps = html.split("<ol class=\"steps\">").nth(1).unwrap();
    let (steps, rest) = steps.split_once("</ol>").unwrap();
    assert_eq!(steps.matches("<li>").count(), 5);
    assert!(rest.contains("<div class=\"qr\" data-picture><svg "));
    assert!(rest.contains("role=\"status\" data-status>"));
    assert!(rest.contains("<noscript><p>QR-koden byts varje sekund"));
}

#[test]
fn the_link_is_the_browsers() {
    let token = "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6";
    let mut world = world();
    let link = |world: &World| {
        let (data, order) = open(world, ON_THIS);
        let view = shown(world, &data);
        let json = view.json();
        assert_eq!(json["app_token"], token);
        let link = json["link"].as_str().unwrap().to_owned();
        let html = view.html(world.text());
        let anchor = format!(
            r#"<a class="button wide" href="{}" referrerpolicy="origin""#,
            link.replace('&', "&#38;")
        );
        assert!(html.contains(&anchor), "{html}");
        assert!(!html.contains("noreferrer"));
        (link, order.return_url)
    };
    let desktop = format!("bankid:///?autostarttoken={token}&redirect=null");
    assert_eq!(link(&world), (desktop, None));
    "Mozilla/5.0 (Linux; Android 10; K) Chrome/138.0.0.0 Mobile Safari/537.36"
        .clone_into(&mut world.visit.user_agent);
    let android = format!("https://app.bankid.com/?autostarttoken={token}&redirect=null");
    assert_eq!(link(&world), (android, None));
    let (safari, return_url) = link(&with_safari());
    assert!(return_url.unwrap().contains("?returned="));
    // The link leads back to the page; the nonce goes to BankID alone.
    assert_eq!(
        safari,
        format!(
            "https://app.bankid.com/?autostarttoken={token}&redirect=https%3A%2F%2Flogin.example.se%2Flogin%2Fanswer"
        )
    );
}

#[test]
fn what_the_app_brought_back_is_sent_with_the_form() {
    let mut world = with_safari();
    let (running, order) = open(&world, ON_THIS);
    let proved = seen(&world, &running, Ok(&complete(identified(OWN).unwrap()))).data;
    let address = order.return_url.unwrap();
    let field = |value: &str| format!(r#"<input type="hidden" name="returned" value="{value}">"#);
    let view = shown(&world, &proved);
    assert_eq!(view.json()["stage"], "ended", "the app came back elsewhere");
    assert!(view.html(world.text()).contains("ett annat fönster"));
    let progress = view.progress(world.text()).unwrap();
    assert!(progress.proved, "a page that waits sends what it has");

    let nonce = address.split_once("?returned=").unwrap().1;
    world.visit.returned_with = Some(nonce.to_owned());
    for data in [&running, &proved] {
        assert!(
            shown(&world, data)
                .html(world.text())
                .contains(&field(nonce))
        );
    }
    assert_eq!(shown(&world, &proved).json()["stage"], "proved");
    world.visit.returned_with = Some("\"><b>".to_owned());
    let html = shown(&world, &running).html(world.text());
    assert!(html.contains(&field("&#34;&#62;&#60;b&#62;")), "{html}");
    let (other, _) = open(&world, ON_OTHER);
    let html = shown(&world, &other).html(world.text());
    assert!(!html.contains("name=\"returned\""), "nothing was sent off");
}

#[test]
fn somebody_we_do_not_take_is_told_and_may_try_again() {
    let world = world();
    let other = done(&world, ON_OTHER, OTHER, None);
    let risky = done(&world, ON_OTHER, OWN, Some(Risk::High));
    for (data, words) in [(other, "Någon annan än den"), (risky, "av säkerhetsskäl")] {
        let view = shown(&world, &data);
        let html = view.html(world.text());
        assert!(opening(&html).starts_with("<div data-stage=\"ended\""));
        assert!(
            !opening(&html).contains("data-progress"),
            "it sends nothing by itself again"
        );
        assert!(
            html.contains(words) && html.contains("Försök igen"),
            "{html}"
        );
        assert!(!view.asks_for_answer());
        let progress = view.progress(world.text()).unwrap();
        assert_eq!((progress.stage, progress.proved), ("proved", true));
    }
}

#[test]
fn an_order_nobody_looks_after_is_shown_as_over() {
    let mut world = world();
    let starting = go(&world, &asked(&world, &[holder(OWN)]), ON_THIS).data;
    let (open, _) = open(&world, ON_OTHER);
    let of = |world: &World, data: &[u8]| shown(world, data).json()["stage"].clone();
    world.wait(Span::seconds(41));
    assert_eq!(of(&world, &starting), "ended");
    assert_eq!(of(&world, &open), "other");
    world.wait(Span::minutes(5));
    assert_eq!(of(&world, &open), "ended");
    assert_eq!(status(&world, &open), status(&world, &starting));
}

#[test]
fn the_enrolment_has_the_same_stages_and_its_own_words() {
    let world = world();
    let draft = BankId.begin_enrolment(&world.setting(), &[], &mut Seeded::new(1));
    let view = BankId
        .enrolment_view(&world.setting(), &draft.data)
        .unwrap();
    assert_eq!(view.heading(world.text()), "Koppla ditt BankID");
    let html = view.html(world.text());
    assert!(html.contains("kopplas ditt personnummer till ditt konto hos Björkens Omsorg"));
    assert!(opening(&html).contains("data-stage=\"choose\""));
    assert!(view.json()["fields"].as_array().unwrap().is_empty());
    let prompt = shown(&world, &asked(&world, &[holder(OWN)]));
    assert_eq!(prompt.heading(world.text()), "Legitimera dig med BankID");
    assert!(
        prompt
            .html(world.text())
            .contains("att visa Björkens Omsorg att det är du")
    );
}
