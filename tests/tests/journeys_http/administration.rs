//! The administration: who gets in, what is kept of what was typed, and the delivery log.

use domain::time::Span;
use tests::world::PASSWORD;
use tests::{Browser, World};

use crate::{browser, in_both_languages, is_at};

async fn agnes(world: &World, language: &'static str) -> Browser {
    let mut agnes = browser(world, language);
    agnes.sign_in("agnes", PASSWORD).await;
    agnes.answer(&world.mailed_code("agnes")).await;
    is_at(&agnes, "account", language);
    agnes
}

/// Shows anew that it is Agnes, wherever that leads.
async fn proved_anew(world: &World, agnes: &mut Browser) {
    agnes.is_at("reauthenticate");
    agnes.press("continue", &[("password", PASSWORD)]).await;
    agnes.answer(&world.mailed_code("agnes")).await;
}

#[test]
fn the_administration_is_there_for_those_who_may_and_nowhere_for_others() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        assert!(agnes.page().links().contains(&"/admin/".to_owned()));
        agnes.go("/admin").await;
        is_at(&agnes, "admin", language);
        for area in ["/admin/messages", "/admin/deliveries"] {
            assert!(agnes.page().links().contains(&area.to_owned()), "{area}");
        }
        let mut oskar = browser(world, language);
        oskar.sign_in("oskar", tests::world::OSKARS_PASSWORD).await;
        is_at(&oskar, "account", language);
        assert!(!oskar.page().links().contains(&"/admin/".to_owned()));
        let nowhere = oskar.fetch("/admin/nowhere").await.text();
        for path in ["/admin/", "/admin/messages", "/admin/deliveries.csv"] {
            let page = oskar.fetch(path).await;
            assert_eq!(page.status.as_u16(), 404, "{path}");
            assert_eq!(page.text(), nowhere, "{path} looks like any other");
        }
        // Whoever is not signed in signs in first, and comes to where they were going.
        let mut later = browser(world, language);
        later.go("/admin/deliveries").await;
        later.is_at("password");
        later
            .press("continue", &[("username", "agnes"), ("password", PASSWORD)])
            .await;
        later.answer(&world.mailed_code("agnes")).await;
        is_at(&later, "admin-deliveries", language);
    });
}

#[test]
fn what_was_typed_is_kept_over_mistakes_and_over_fresh_proof() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        agnes.go("/admin/messages/prices").await;
        is_at(&agnes, "admin-prices", language);
        agnes
            .press(
                "continue",
                &[
                    ("prices", "SE 0,45\nGrannlandet 1"),
                    ("low_mark_days", "400"),
                ],
            )
            .await;
        is_at(&agnes, "admin-prices", language);
        assert_eq!(agnes.page().status.as_u16(), 422);
        assert_eq!(agnes.page().field("low_mark_days").as_deref(), Some("400"));
        assert!(agnes.page().text().contains("Grannlandet 1"));

        world.wait(Span::minutes(6));
        agnes
            .press(
                "continue",
                &[("prices", "SE 0,45"), ("low_mark_days", "21")],
            )
            .await;
        proved_anew(world, &mut agnes).await;
        is_at(&agnes, "admin-prices", language);
        assert_eq!(agnes.page().field("low_mark_days").as_deref(), Some("21"));
        assert!(
            !agnes.page().alert().is_empty(),
            "nothing is saved yet, and that is said"
        );
        agnes.press("continue", &[("prices", "SE 0,45")]).await;
        is_at(&agnes, "admin-messages", language);
        assert!(!agnes.page().told().is_empty());
        agnes.go("/admin/messages/prices").await;
        assert_eq!(agnes.page().field("low_mark_days").as_deref(), Some("21"));
    });
}

#[test]
fn nobody_fills_in_a_form_for_somebody_else() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let tagged = "/admin/messages/prices?low_mark_days=99&draft=AAAAAAAAAAAAAAAAAAAAAA";
        for address in ["/admin/messages/prices?low_mark_days=99", tagged] {
            agnes.go(address).await;
            assert_eq!(agnes.page().field("low_mark_days").as_deref(), Some("14"));
        }
        let refused = agnes
            .post(
                "/admin/messages/prices",
                &[("csrf", "AAAA"), ("low_mark_days", "99")],
            )
            .await;
        assert_eq!(refused.status.as_u16(), 403);
    });
}

#[test]
fn the_later_of_two_is_told_and_saves_again() {
    in_both_languages(async |world, language| {
        let mut first = agnes(world, language).await;
        world.wait(Span::minutes(2));
        let mut second = agnes(world, language).await;
        first.go("/admin/messages/limits").await;
        second.go("/admin/messages/limits").await;
        first.press("continue", &[("per_number_day", "6")]).await;
        is_at(&first, "admin-messages", language);
        second.press("continue", &[("per_number_day", "8")]).await;
        is_at(&second, "admin-limits", language);
        assert_eq!(second.page().status.as_u16(), 409);
        assert_eq!(second.page().field("per_number_day").as_deref(), Some("8"));
        assert!(
            second.page().text().contains(": 6"),
            "what stands there now is told"
        );
        second.press("continue", &[]).await;
        is_at(&second, "admin-messages", language);
    });
}

#[test]
fn a_test_message_arrives_and_stands_in_the_log_and_its_table() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        agnes.go("/admin/messages/test").await;
        agnes
            .press("continue", &[("number", "08-465 004 00")])
            .await;
        is_at(&agnes, "admin-test", language);
        assert_eq!(
            agnes.page().field("number").as_deref(),
            Some("08-465 004 00")
        );
        agnes
            .press("continue", &[("number", "070-174 06 09")])
            .await;
        is_at(&agnes, "admin-test", language);
        assert!(!agnes.page().told().is_empty(), "{}", agnes.page().text());
        let sent = world.messages_to("+46701740609");
        assert_eq!(sent.len(), 1);

        agnes.go("/admin/deliveries?state=sent").await;
        let log = is_at_text(&agnes, "admin-deliveries");
        assert!(log.contains("+46 •• ••• •• 09"), "{log}");
        assert!(!log.contains(&sent[0].text) && !log.contains("0701740609"));
        let csv = agnes.fetch("/admin/deliveries.csv").await;
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        let line = csv
            .body
            .lines()
            .find(|line| line.contains("•• 09"))
            .unwrap();
        assert!(line.contains("'+46 •• ••• •• 09"), "a52: {line}");
        assert!(!csv.body.contains(&sent[0].text));
    });
}

fn is_at_text(browser: &Browser, name: &str) -> String {
    browser.is_at(name).text()
}
