//! Who is let in.

use super::*;

/// Whether a caller with this certificate is answered.
async fn is_answered(scene: &Scene, trusted: &Keys, identity: Option<&CallerIdentity>) -> bool {
    let request = caller(trusted, identity).get(scene.url("auth"));
    match request.send().await {
        Ok(answer) => {
            assert_eq!(answer.status(), 405);
            true
        }
        Err(_) => false,
    }
}

#[tokio::test]
async fn both_sides_show_a_certificate_of_the_root() {
    let scene = Scene::new().await;
    let keys = scene.simulator.keys();
    assert!(is_answered(&scene, keys, Some(keys.caller())).await);
    assert!(!is_answered(&scene, keys, None).await);
    let strangers = Keys::fresh("Skurkbolaget", scene.hand.now()).unwrap();
    assert!(!is_answered(&scene, keys, Some(strangers.caller())).await);
    assert!(!is_answered(&scene, &strangers, Some(keys.caller())).await);
}

#[tokio::test]
async fn a_callers_certificate_is_judged_by_the_clock_that_was_handed_in() {
    let scene = Scene::new().await;
    let keys = scene.simulator.keys();
    let now = scene.hand.now();
    let short = keys
        .caller_between(now - Span::days(2), now + Span::days(1))
        .unwrap();
    let early = keys
        .caller_between(now + Span::days(1), now + Span::days(2))
        .unwrap();
    assert!(is_answered(&scene, keys, Some(&short)).await);
    assert!(!is_answered(&scene, keys, Some(&early)).await);
    scene.hand.advance(Span::seconds(24 * 60 * 60 + 1));
    assert!(!is_answered(&scene, keys, Some(&short)).await);
    assert!(is_answered(&scene, keys, Some(&early)).await);
}

#[tokio::test]
async fn the_certificate_is_for_the_names_that_were_given() {
    let scene = Scene::new().await;
    let keys = scene.simulator.keys();
    let port = scene.simulator.address().port();
    for (host, fits) in [
        ("localhost", true),
        ("127.0.0.1", true),
        ("127.0.0.2", false),
    ] {
        let caller = caller(keys, Some(keys.caller()));
        let url = format!("https://{host}:{port}/rp/v6.0/auth");
        // Nothing listens on the last one, whose name would not fit either.
        assert_eq!(caller.get(url).send().await.is_ok(), fits, "{host}");
    }
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let scene = Scene::new().await;
    scene.begin().await;
    let url = scene.url("auth");
    drop(scene.simulator);
    assert!(scene.caller.get(url).send().await.is_err());
}
