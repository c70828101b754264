//! The support desk (O5): stina helps, agnes approves, wilma gets in again; bo is out of stina's reach.

use tests::world::PASSWORD;
use tests::{Browser, World};

use crate::{browser, in_both_languages, is_at};

async fn signed_in(world: &World, language: &'static str, username: &str) -> Browser {
    let mut browser = browser(world, language);
    browser.sign_in(username, PASSWORD).await;
    browser.answer(&world.mailed_code(username)).await;
    if browser.page().name() == "trust-device" {
        browser.press("dont-trust", &[]).await;
    }
    is_at(&browser, "account", language);
    browser
}

/// Sends a form to this address and goes where the answer leads.
async fn sent(browser: &mut Browser, address: &str, typed: &[(&str, &str)]) {
    let location = browser
        .post(address, typed)
        .await
        .location()
        .map(str::to_owned);
    if let Some(location) = location {
        browser.go(&location).await;
    }
}

/// What stands in the element with this attribute.
fn marked(browser: &Browser, attribute: &str) -> String {
    let is_it = |tag: &tests::tags::Tag| tag.attribute(attribute).is_some();
    browser.page().text_of(is_it).trim().to_owned()
}

/// Wilma has given her password and asks for help; the number to read on the telephone.
async fn asked_for_help(world: &World, language: &'static str) -> (Browser, String) {
    let mut wilma = browser(world, language);
    wilma.sign_in("wilma", PASSWORD).await;
    wilma.go("/o/demo/login/support").await;
    is_at(&wilma, "support", language);
    assert!(wilma.page().text().contains("wilma"));
    wilma.press("continue", &[]).await;
    is_at(&wilma, "support", language);
    let number = marked(&wilma, "data-case");
    assert_eq!(number.chars().filter(char::is_ascii_digit).count(), 8);
    (wilma, number)
}

/// Stina finds the case by its number and makes sure of the person in two ways.
async fn proved(stina: &mut Browser, number: &str) -> String {
    let query = number.replace(' ', "+");
    stina.go(&format!("/admin/recovery?q={query}")).await;
    stina.is_at("admin-recovery-case");
    let case = stina.page().address.clone();
    assert!(
        !stina.page().text().contains("@demo.example wilma@"),
        "mailboxes are masked"
    );
    for (kind, note) in [("manager", "Agnes <b>"), ("in-person", "körkort")] {
        let field = format!("note-{kind}");
        let typed = [("kind", kind), (field.as_str(), note)];
        sent(stina, &format!("{case}/proof"), &typed).await;
        stina.is_at("admin-recovery-case");
        assert!(!stina.page().told().is_empty(), "{}", stina.page().text());
    }
    case
}

#[test]
fn somebody_who_lost_everything_but_the_password_is_helped_in_again() {
    in_both_languages(async |world, language| {
        let (mut wilma, number) = asked_for_help(world, language).await;
        let mut stina = signed_in(world, language, "stina").await;
        let case = proved(&mut stina, &number).await;
        let choice = [("outcome", "pass"), ("shape", "code"), ("minutes", "10")];
        sent(&mut stina, &format!("{case}/choose"), &choice).await;
        is_at(&stina, "admin-confirm", language);
        stina.press("remove", &[]).await;
        is_at(&stina, "admin-recovery-case", language);
        // Nobody approves their own.
        sent(&mut stina, &format!("{case}/approve"), &[]).await;
        assert_eq!(stina.page().status.as_u16(), 422);
        sent(&mut stina, &format!("{case}/act"), &[]).await;
        assert_eq!(stina.page().status.as_u16(), 422);

        let mut agnes = signed_in(world, language, "agnes").await;
        agnes.go(&case).await;
        is_at(&agnes, "admin-recovery-case", language);
        sent(&mut agnes, &format!("{case}/approve"), &[]).await;
        assert!(!agnes.page().told().is_empty());

        stina.go(&case).await;
        sent(&mut stina, &format!("{case}/act"), &[]).await;
        is_at(&stina, "admin-recovery-pass", language);
        let code = marked(&stina, "data-pass");
        assert_eq!(code.chars().filter(char::is_ascii_digit).count(), 15);
        // It was shown once.
        stina.go(&case).await;
        assert!(!stina.page().body.contains(&code));

        wilma.go("/o/demo/login/support").await;
        is_at(&wilma, "support", language);
        wilma.go("/o/demo/recover/code").await;
        let typed = [("username", "wilma"), ("code", "111 111 111 111 111")];
        wilma.press("continue", &typed).await;
        assert!(!wilma.page().alert().is_empty());
        let typed = [("username", "wilma"), ("code", code.as_str())];
        wilma.press("continue", &typed).await;
        is_at(&wilma, "reauthenticate", language);
        wilma.press("continue", &[("password", PASSWORD)]).await;
        is_at(&wilma, "enrol-choose", language);
        assert!(!wilma.has_session(), "a pass signs nobody in");
        for kind in [
            "recovery-opened",
            "recovery-approved",
            "recovery-acted",
            "pass-issued",
        ] {
            assert_eq!(world.told("wilma", kind, "done").await, 1, "{kind}");
        }

        // It was not her after all.
        let letter = world
            .mail_to("wilma")
            .into_iter()
            .find(|letter| letter.text.contains("/recover/stop/"))
            .expect("she is told");
        let stop = letter
            .text
            .split_whitespace()
            .find(|word| word.contains("/recover/stop/"))
            .unwrap()
            .to_owned();
        let mut owner = browser(world, language);
        owner.go(&stop).await;
        is_at(&owner, "recovery-stop", language);
        assert_eq!(world.told("wilma", "recovery-stopped", "done").await, 0);
        owner.press("continue", &[]).await;
        is_at(&owner, "recovery-stopped", language);
        owner.go(&stop).await;
        is_at(&owner, "expired", language);
        wilma.go("/o/demo/recover/code").await;
        wilma.press("continue", &typed).await;
        assert!(!wilma.page().alert().is_empty(), "the pass is spent");
    });
}

#[test]
fn an_agent_does_not_reach_those_with_rights_and_others_do_not_reach_the_desk() {
    in_both_languages(async |world, language| {
        let mut stina = signed_in(world, language, "stina").await;
        for username in ["bo", "agnes", "stina"] {
            stina.go(&format!("/admin/recovery?q={username}")).await;
            is_at(&stina, "admin-recovery", language);
            let links = stina.page().links();
            let opens = |link: &String| link.contains("/admin/recovery/new");
            assert!(!links.iter().any(opens), "{username} cannot be opened");
            let user = world.user(username).await.id.to_string();
            let typed = [
                ("user", user.as_str()),
                ("reason", "because"),
                ("source", "call"),
            ];
            sent(&mut stina, "/admin/recovery/new", &typed).await;
            assert_eq!(stina.page().status.as_u16(), 422, "{username}");
        }
        // An owner may, for somebody with rights.
        let mut agnes = signed_in(world, language, "agnes").await;
        let bo = world.user("bo").await.id.to_string();
        let typed = [
            ("user", bo.as_str()),
            ("reason", "phone gone"),
            ("source", "mail"),
        ];
        agnes.go(&format!("/admin/recovery/new?user={bo}")).await;
        sent(&mut agnes, "/admin/recovery/new", &typed).await;
        is_at(&agnes, "admin-recovery-case", language);
        let case = agnes.page().address.clone();
        stina.go(&case).await;
        is_at(&stina, "admin-recovery-case", language);
        let proof = [("kind", "manager"), ("note-manager", "x")];
        sent(&mut stina, &format!("{case}/proof"), &proof).await;
        assert_eq!(stina.page().status.as_u16(), 422);
        let mut wilma = signed_in(world, language, "wilma").await;
        for path in ["/admin/recovery", case.as_str()] {
            assert_eq!(wilma.fetch(path).await.status.as_u16(), 404);
        }
    });
}
