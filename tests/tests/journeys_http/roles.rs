//! Role cards and the catalogue of permissions, as an owner and an administrator use them without scripts.

use app::administer::{self, By, OrganisationChange};
use domain::factor::FactorSet;
use domain::role::{Minimum, Role};
use domain::time::Span;
use tests::page::Page;
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

async fn bo(world: &World, language: &'static str) -> Browser {
    let mut bo = browser(world, language);
    bo.sign_in("bo", PASSWORD).await;
    bo.answer(&world.texted_code("+46701740605")).await;
    is_at(&bo, "account", language);
    bo
}

async fn card(world: &World, key: &'static str) -> Role {
    let organisation = world.demo().await;
    world
        .read(move |tx| tx.find_role_by_key(organisation, key))
        .await
        .expect("the card")
}

/// What the card's form would send as it stands: ticks that are set, the chosen options, and no button.
fn form_of(page: &Page) -> Vec<(String, String)> {
    let (mut inside, mut select) = (false, String::new());
    let mut fields = Vec::new();
    for tag in page.tags() {
        let value = || tag.attribute("value").unwrap_or("").to_owned();
        match tag.name.as_str() {
            "form" => inside = tag.attribute("id") == Some("card"),
            "select" => tag.attribute("name").unwrap_or("").clone_into(&mut select),
            "option" if inside && tag.attribute("selected").is_some() => {
                fields.push((select.clone(), value()));
            }
            "input" if inside => {
                let unticked =
                    tag.attribute("type") == Some("checkbox") && tag.attribute("checked").is_none();
                if let Some(name) = tag.attribute("name").filter(|_| !unticked) {
                    fields.push((name.to_owned(), value()));
                }
            }
            _ => {}
        }
    }
    fields
}

/// Sends the card that is shown, with other things in some fields; `None` takes a tick away.
async fn send(browser: &mut Browser, act: &str, typed: &[(&str, Option<&str>)]) {
    let page = browser.page();
    let action = page
        .tags()
        .find(|tag| tag.attribute("id") == Some("card"))
        .and_then(|tag| tag.attribute("action"))
        .expect("a card")
        .to_owned();
    let mut fields = form_of(page);
    fields.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    let given = typed
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())));
    fields.extend(given);
    fields.push(("act".to_owned(), act.to_owned()));
    let sent: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(&action, &sent).await;
    if let Some(onward) = browser.page().location().map(str::to_owned) {
        browser.go(&onward).await;
    }
}

async fn open(browser: &mut Browser, role: &Role) {
    browser.go(&format!("/admin/roles/{}", role.id)).await;
    browser.is_at("role-card");
}

fn ticked(page: &Page, name: &str) -> bool {
    form_of(page).iter().any(|(field, _)| field == name)
}

#[test]
fn e2_cards_are_leafed_through_one_at_a_time_and_jumped_to_by_number() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        agnes.go("/admin/roles").await;
        is_at(&agnes, "role-card", language);
        let number = |browser: &Browser| browser.page().field("number").unwrap_or_default();
        assert_eq!(
            (number(&agnes).as_str(), agnes.page().heading().as_str()),
            ("1", "Owner")
        );
        let of = if language == "sv" { "av 7" } else { "of 7" };
        assert!(agnes.page().text().contains(of));
        for (action, place) in [
            ("next", "2"),
            ("last", "7"),
            ("previous", "6"),
            ("first", "1"),
        ] {
            agnes.press(action, &[]).await;
            assert_eq!(number(&agnes), place, "{action}");
        }
        for (asked, place) in [("3", "3"), ("99", "7"), ("0", "1"), ("x", "1"), ("-2", "1")] {
            agnes.go(&format!("/admin/roles?number={asked}")).await;
            assert_eq!(number(&agnes), place, "{asked}");
        }
        let missing = agnes
            .fetch("/admin/roles/0198a000-0000-7000-8000-000000000000")
            .await;
        assert_eq!(missing.status.as_u16(), 404);
    });
}

#[test]
fn e2_a_card_is_searched_tried_out_and_saved_and_nothing_typed_is_lost() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let before = card(world, "customer").await;
        open(&mut agnes, &before).await;
        let typed = [
            ("name", Some("Kunder")),
            ("trusted_days", Some("14")),
            ("permission-abonnemang.uppsagning", Some("yes")),
        ];
        // A search without scripts: by its button, or by Enter, which presses the first button there is.
        for act in ["search", "save"] {
            let search = [typed.as_slice(), &[("q", Some("avvikelser pris"))]].concat();
            send(&mut agnes, act, &search).await;
            is_at(&agnes, "role-card", language);
            assert_eq!(
                card(world, "customer").await,
                before,
                "nothing is saved by {act}"
            );
            let page = agnes.page();
            assert!(page.text().contains("Avvikelser pris"));
            assert!(!page.text().contains("Massbyta"));
            assert!(
                ticked(page, "permission-abonnemang.uppsagning"),
                "kept out of sight"
            );
            send(&mut agnes, "search", &[("q", Some(""))]).await;
        }
        assert_eq!(agnes.page().field("name").as_deref(), Some("Kunder"));
        let said = agnes.page().text();
        let fortnight = if language == "sv" {
            "varannan vecka"
        } else {
            "once a fortnight"
        };
        assert!(said.contains(fortnight), "{said}");
        send(&mut agnes, "effect", &[("two_step", Some("yes"))]).await;
        let concerned = if language == "sv" {
            "1 av 1 får frågan"
        } else {
            "1 of 1 are asked"
        };
        assert!(
            agnes.page().text().contains(concerned),
            "{}",
            agnes.page().text()
        );
        assert_eq!(
            card(world, "customer").await,
            before,
            "nothing is saved by looking"
        );
        // Fresh proof is asked for when it is saved, and what was typed comes back.
        world.wait(Span::minutes(6));
        send(&mut agnes, "save", &[]).await;
        agnes.is_at("reauthenticate");
        agnes.press("continue", &[("password", PASSWORD)]).await;
        agnes.answer(&world.mailed_code("agnes")).await;
        is_at(&agnes, "role-card", language);
        assert_eq!(agnes.page().field("name").as_deref(), Some("Kunder"));
        assert!(ticked(agnes.page(), "permission-abonnemang.uppsagning"));
        assert!(ticked(agnes.page(), "two_step"));
        send(&mut agnes, "save", &[("permission-abonnemang", None)]).await;
        assert!(!agnes.page().told().is_empty(), "{}", agnes.page().text());
        let after = card(world, "customer").await;
        assert_eq!(
            (after.name.as_str(), after.trusted_days, after.two_step),
            ("Kunder", 14, true)
        );
        assert_eq!(
            after.permissions,
            ["abonnemang.uppsagning".to_owned()].into()
        );
        assert_eq!(after.allowed_factors, None, "all ticked is no limit");
    });
}

#[test]
fn a56_what_cannot_stand_on_a_card_is_said_at_its_field_and_nothing_is_saved() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let before = card(world, "panel").await;
        let long = "å".repeat(10_000);
        for (field, typed) in [
            ("trusted_days", "-1"),
            ("trusted_days", "366"),
            ("trusted_days", "14 dagar"),
            ("trusted_days", "99999999999999999999"),
            ("grace_days", "366"),
            ("name", ""),
            ("name", &long),
            ("name", "Panel\u{202e}lenap"),
            ("name", "Panel\r\nSet-Cookie: session=1"),
            ("two_step_from", "i morgon"),
            ("minimum", "none"),
        ] {
            open(&mut agnes, &before).await;
            send(&mut agnes, "save", &[(field, Some(typed)), ("q", Some(""))]).await;
            is_at(&agnes, "role-card", language);
            let page = agnes.page();
            assert_eq!(page.status.as_u16(), 422, "{field}");
            assert!(!page.alert().is_empty());
            let wrong = format!("{field}-problem");
            let said = page.text_of(|tag| tag.attribute("id") == Some(&wrong));
            assert!(!said.is_empty(), "{field}: {}", page.text());
            assert_eq!(card(world, "panel").await, before);
        }
        open(&mut agnes, &before).await;
        send(&mut agnes, "save", &[("api_integrator", Some("yes"))]).await;
        assert_eq!(agnes.page().status.as_u16(), 422);
        let none = [
            ("factor-passkey", None),
            ("factor-totp", None),
            ("factor-sms", None),
            ("factor-voice", None),
            ("factor-email", None),
        ];
        open(&mut agnes, &before).await;
        send(&mut agnes, "save", &none).await;
        assert_eq!(agnes.page().status.as_u16(), 422);
        assert_eq!(card(world, "panel").await, before);
    });
}

#[test]
fn a68_of_two_with_one_card_the_later_is_told_field_by_field_and_both_are_kept() {
    in_both_languages(async |world, language| {
        let mut first = agnes(world, language).await;
        world.wait(Span::minutes(2));
        let mut second = agnes(world, language).await;
        let before = card(world, "panel").await;
        open(&mut first, &before).await;
        open(&mut second, &before).await;
        let theirs = [
            ("trusted_days", Some("7")),
            ("grace_days", Some("3")),
            ("permission-abonnemang.avvikelser", Some("yes")),
        ];
        send(&mut first, "save", &theirs).await;
        assert!(!first.page().told().is_empty());
        let mine = [("name", Some("Paneler")), ("grace_days", Some("5"))];
        send(&mut second, "save", &mine).await;
        is_at(&second, "role-card", language);
        let page = second.page();
        assert_eq!(page.status.as_u16(), 409);
        assert_eq!(page.field("name").as_deref(), Some("Paneler"), "typed");
        assert_eq!(page.field("grace_days").as_deref(), Some("5"), "typed");
        assert_eq!(page.field("trusted_days").as_deref(), Some("7"), "theirs");
        assert!(ticked(page, "permission-abonnemang.avvikelser"), "theirs");
        for (field, value) in [("grace_days", ": 3"), ("trusted_days", ": 7")] {
            let note = format!("{field}-elsewhere");
            let said = page.text_of(|tag| tag.attribute("id") == Some(&note));
            assert!(said.contains(value), "{field}: {said}");
        }
        assert_eq!(
            card(world, "panel").await.name,
            before.name,
            "nothing of it is saved"
        );
        send(&mut second, "save", &[]).await;
        assert!(!second.page().told().is_empty(), "{}", second.page().text());
        let after = card(world, "panel").await;
        let told = (after.name.as_str(), after.grace_days, after.trusted_days);
        assert_eq!(told, ("Paneler", 5, 7));
        assert!(after.permissions.contains("abonnemang.avvikelser"));
        // Removed by somebody else: what was typed becomes a new card, if that is wanted.
        let gone = format!("/admin/roles/{}", before.id);
        let mut other = form_of(second.page());
        other.retain(|(name, _)| name == "name" || name == "csrf");
        let nobody = gone.replace(
            &before.id.to_string(),
            "0198a000-0000-7000-8000-000000000000",
        );
        let sent: Vec<(&str, &str)> = other
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let page = second.post(&nobody, &sent).await;
        assert_eq!(page.status.as_u16(), 409);
        assert_eq!(page.field("name").as_deref(), Some("Paneler"));
    });
}

#[test]
fn e5_the_fields_of_two_step_show_while_the_add_on_is_on_and_keep_what_they_held() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let organisation = world.demo().await;
        let off = OrganisationChange {
            two_step_add_on: Some(false),
            ..OrganisationChange::default()
        };
        let by = By::operator(world.now());
        administer::change_organisation(world.app(), organisation, off, &by)
            .await
            .expect("switched off");
        let before = card(world, "panel").await;
        open(&mut agnes, &before).await;
        let page = agnes.page();
        assert_eq!(page.field("trusted_days"), None);
        assert!(
            page.links().contains(&"/admin/settings".to_owned()),
            "how it is switched on"
        );
        send(&mut agnes, "save", &[("name", Some("Paneler"))]).await;
        assert!(!agnes.page().told().is_empty(), "{}", agnes.page().text());
        let after = card(world, "panel").await;
        let expected = Role {
            name: "Paneler".to_owned(),
            version: before.version + 1,
            ..before
        };
        assert_eq!(after, expected);
    });
}

#[test]
fn e5_whoever_would_be_locked_out_is_counted_and_confirmed_by_the_cards_name() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        // What resists phishing is not allowed here: nobody with the card could come in.
        world
            .change_rules(|rules| {
                let allowed = FactorSet::parse("email,recovery_codes,sms,totp,voice");
                rules.allowed_factors = Some(allowed);
            })
            .await;
        let strict = [("two_step", Some("yes")), ("minimum", Some("phr"))];
        let owner = card(world, "owner").await;
        open(&mut agnes, &owner).await;
        send(&mut agnes, "save", &strict).await;
        assert_eq!(agnes.page().status.as_u16(), 422, "the last owner");
        assert_eq!(card(world, "owner").await, owner);
        let customer = card(world, "customer").await;
        open(&mut agnes, &customer).await;
        send(&mut agnes, "save", &strict).await;
        assert_eq!(agnes.page().status.as_u16(), 422);
        assert!(agnes.page().alert().contains('1'), "how many");
        for typed in ["", "something else"] {
            send(&mut agnes, "save", &[("confirm", Some(typed))]).await;
            assert_eq!(agnes.page().status.as_u16(), 422);
            assert_eq!(card(world, "customer").await, customer);
        }
        send(&mut agnes, "save", &[("confirm", Some(&customer.name))]).await;
        assert!(!agnes.page().told().is_empty(), "{}", agnes.page().text());
        assert_eq!(
            card(world, "customer").await.minimum,
            Minimum::PhishingResistant
        );
    });
}

#[test]
fn e6_a55_cards_of_the_owner_and_rights_one_does_not_have_are_not_an_administrators() {
    in_both_languages(async |world, language| {
        let mut bo = bo(world, language).await;
        let own = card(world, "administrator").await;
        open(&mut bo, &own).await;
        assert!(
            !bo.page().offers("continue"),
            "no button that would be refused"
        );
        send(&mut bo, "save", &[("owner_assigns", None)]).await;
        assert_eq!(bo.page().status.as_u16(), 422);
        assert_eq!(card(world, "administrator").await, own);
        let customer = card(world, "customer").await;
        for (field, why) in [
            ("permission-tvasteg.installation", "over the installation"),
            ("permission-tvasteg.clients", "not his own"),
            ("owner_assigns", "an owner's"),
        ] {
            open(&mut bo, &customer).await;
            send(&mut bo, "save", &[(field, Some("yes"))]).await;
            assert_eq!(bo.page().status.as_u16(), 422, "{why}");
            assert_eq!(card(world, "customer").await, customer, "{why}");
        }
        open(&mut bo, &customer).await;
        send(
            &mut bo,
            "save",
            &[("permission-tvasteg.people", Some("yes"))],
        )
        .await;
        assert!(
            !bo.page().told().is_empty(),
            "his own right: {}",
            bo.page().text()
        );
    });
}

#[test]
fn e2_cards_are_added_copied_moved_and_removed() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let panel = card(world, "panel").await;
        open(&mut agnes, &panel).await;
        agnes
            .go(&format!("/admin/roles/add?from={}", panel.id))
            .await;
        is_at(&agnes, "role-card", language);
        assert_eq!(agnes.page().field("trusted_days").as_deref(), Some("14"));
        send(&mut agnes, "save", &[("name", Some("Växeln & kvällen"))]).await;
        assert!(!agnes.page().told().is_empty(), "{}", agnes.page().text());
        let copy = card(world, "vaxeln-kvallen").await;
        let like = (copy.two_step, copy.trusted_days, copy.permissions.clone());
        assert_eq!(
            like,
            (
                panel.two_step,
                panel.trusted_days,
                panel.permissions.clone()
            )
        );
        agnes.go("/admin/roles/add").await;
        send(
            &mut agnes,
            "save",
            &[("name", Some("En till")), ("key", Some("panel"))],
        )
        .await;
        assert_eq!(agnes.page().status.as_u16(), 422, "the key is taken");
        let place = |browser: &Browser| browser.page().field("number").unwrap_or_default();
        open(&mut agnes, &copy).await;
        assert_eq!(place(&agnes), "8");
        let own = format!("/admin/roles/{}", copy.id);
        agnes.post(&format!("{own}/move"), &[("way", "up")]).await;
        open(&mut agnes, &copy).await;
        assert_eq!(place(&agnes), "7");
        // A card that somebody has stays.
        let held = agnes
            .post(&format!("/admin/roles/{}/remove", panel.id), &[])
            .await;
        assert_eq!(held.status.as_u16(), 422);
        agnes.go(&format!("{own}/remove")).await;
        agnes.press("remove", &[]).await;
        is_at(&agnes, "role-card", language);
        assert_eq!(agnes.fetch(&own).await.status.as_u16(), 404);
    });
}

#[test]
fn e2_the_catalogue_is_edited_taken_in_and_a_permission_goes_from_all_cards_at_once() {
    in_both_languages(async |world, language| {
        let mut agnes = agnes(world, language).await;
        let organisation = world.demo().await;
        let names = async |world: &World| -> Vec<(String, String)> {
            let all = world.read(move |tx| tx.permissions(organisation)).await;
            let own = all.into_iter().filter(|one| !one.built_in);
            own.map(|one| (one.key, one.name)).collect()
        };
        agnes.go("/admin/roles/permissions/add").await;
        agnes
            .press(
                "continue",
                &[("name", "Lager"), ("area", "Drift"), ("key", "")],
            )
            .await;
        is_at(&agnes, "admin-permissions", language);
        assert!(!agnes.page().told().is_empty());
        let kept = names(world).await;
        assert_eq!(kept.last().unwrap().0, "lager");
        for (name, key) in [
            ("Lager", ""),
            ("Annat", "lager"),
            ("A\u{202e}b", ""),
            ("Mitt", "tvasteg.x"),
        ] {
            agnes.go("/admin/roles/permissions/add").await;
            agnes
                .press("continue", &[("name", name), ("key", key)])
                .await;
            assert_eq!(agnes.page().status.as_u16(), 422, "{name:?} {key:?}");
        }
        agnes.go("/admin/roles/permissions/key/lager").await;
        agnes.press("continue", &[("name", "Lagret")]).await;
        is_at(&agnes, "admin-permissions", language);
        // A list: shown first, then all of it or nothing.
        let import = "/admin/roles/permissions/import";
        agnes.go(import).await;
        let table = "Nyckel;Namn;Område\nlager;Lagret;Drift\nfakturor;Fakturor;Ekonomi\nStor;Fel;";
        let page = agnes
            .post(import, &[("table", table), ("act", "read")])
            .await;
        assert!(
            !page.offers("continue") || page.field("expected").is_none(),
            "a wrong line"
        );
        let table = table.replace("\nStor;Fel;", "");
        let page = agnes
            .post(import, &[("table", &table), ("act", "read")])
            .await;
        assert_eq!(page.field("expected").as_deref(), Some("1,0,1"));
        assert_eq!(names(world).await.len(), kept.len(), "nothing is done yet");
        let other = [
            ("table", table.as_str()),
            ("expected", "2,0,0"),
            ("act", "apply"),
        ];
        assert_eq!(
            agnes.post(import, &other).await.status.as_u16(),
            409,
            "not what was shown"
        );
        let shown = [
            ("table", table.as_str()),
            ("expected", "1,0,1"),
            ("act", "apply"),
        ];
        agnes.post(import, &shown).await;
        assert!(
            names(world)
                .await
                .contains(&("fakturor".to_owned(), "Fakturor".to_owned()))
        );
        // On six cards: told, and taken from all of them or from none.
        let address = "/admin/roles/permissions/key/abonnemang/remove";
        agnes.go(address).await;
        let page = agnes.page();
        assert!(page.text().contains("Accounting") && page.text().contains("Panel"));
        let unseen = agnes.post(address, &[("from", "panel")]).await;
        assert_eq!(unseen.status.as_u16(), 422);
        assert!(
            card(world, "panel")
                .await
                .permissions
                .contains("abonnemang")
        );
        agnes.go(address).await;
        agnes.press("remove", &[]).await;
        is_at(&agnes, "admin-permissions", language);
        for key in ["panel", "accounting", "owner"] {
            assert!(
                !card(world, key).await.permissions.contains("abonnemang"),
                "{key}"
            );
        }
        let built_in = agnes
            .post("/admin/roles/permissions/key/tvasteg.people/remove", &[])
            .await;
        assert_eq!(built_in.status.as_u16(), 404);
    });
}
