//! What is handed over to somebody: invitations, passes, a first factor.

use super::reason;
use crate::ground::{Ground, MAIL_CODES, PASSWORD, somebody, token_of};
use app::administer::{self, By, Handing, Invitation, NewUser, Reason};
use domain::factor::FactorKind;
use domain::time::Span;
use store::testing::each_engine;

#[test]
fn an_invitation_is_printed_or_mailed_and_a_newer_one_counts() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let mailed = NewUser {
            invitation: Some(Handing::Mail),
            ..somebody("cilla")
        };
        let added = administer::add_user(app, demo, mailed, &ground.by())
            .await
            .unwrap();
        let Some(Invitation::Mailed {
            to,
            accepted,
            expires_at,
        }) = added.invitation
        else {
            panic!("not mailed")
        };
        assert_eq!((to.as_str(), accepted), ("c•••@bjorken.example", true));
        assert_eq!(expires_at, ground.now + Span::days(7));
        let letter = ground.mail.kept().remove(0);
        assert_eq!(letter.to, "cilla@bjorken.example");
        assert!(
            letter.text.contains("cilla") && letter.text.contains("Björkens Omsorg"),
            "{}",
            letter.text
        );

        let printed = administer::invite(app, demo, added.id, Handing::Link, &ground.by())
            .await
            .unwrap();
        let Invitation::Link { url, .. } = printed else {
            panic!("no link")
        };
        assert_eq!(ground.mail.kept().len(), 1, "what is printed is not mailed");
        let look = |link: String| async move {
            app::recover::look(app, demo, &link, &ground_requester())
                .await
                .unwrap()
        };
        assert!(look(token_of(&url)).await.is_ok());
        assert!(
            look(ground.mailed_token()).await.is_err(),
            "the older one is spent"
        );
        let bo = ground.person("bo").await;
        let late = administer::invite(app, demo, bo, Handing::Link, &ground.by()).await;
        assert_eq!(reason(late), Reason::HasPassword("bo".to_owned()));
    });
}

fn ground_requester() -> app::Requester {
    app::Requester {
        now: crate::ground::start(),
        address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        browser: String::new(),
        language: text::Language::Sv,
        visit: domain::eid::Visit::default(),
    }
}

#[test]
fn an_enrolment_pass_lives_ten_minutes_to_a_day_and_its_person_is_told() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        for life in [Span::minutes(9), Span::hours(25), Span::ZERO] {
            let tried = administer::issue_pass(app, demo, bo, life, &ground.by()).await;
            assert_eq!(reason(tried), Reason::PassLife);
        }
        let first = administer::issue_pass(app, demo, bo, administer::SHORTEST_PASS, &ground.by())
            .await
            .unwrap();
        let second = administer::issue_pass(app, demo, bo, administer::LONGEST_PASS, &ground.by())
            .await
            .unwrap();
        let look = |url: &str| {
            let link = token_of(url);
            async move {
                app::recover::look(app, demo, &link, &ground_requester())
                    .await
                    .unwrap()
            }
        };
        assert!(look(&first.url).await.is_err() && look(&second.url).await.is_ok());
        assert_eq!(ground.addressees(), ["bo@bjorken.example"; 2]);
        let letter = ground.mail.kept().remove(0);
        assert!(
            !letter.text.contains(&second.url),
            "the pass itself is handed over by hand"
        );
        assert!(letter.text.contains("supporten"), "{}", letter.text);
        // Who of support it was, and from where, is for the audit log alone.
        let agent = By::on_behalf_of(bo, &ground.requester());
        administer::issue_pass(app, demo, bo, Span::minutes(10), &agent)
            .await
            .unwrap();
        let letter = ground.mail.kept().remove(0);
        assert!(!letter.text.contains("203.0.113.7") && !letter.text.contains("Firefox"));
        let (cilla, _) = ground.invited("cilla").await;
        let tried = administer::issue_pass(app, demo, cilla, Span::minutes(10), &ground.by()).await;
        assert_eq!(reason(tried), Reason::NoPassword("cilla".to_owned()));
        administer::suspend_user(app, demo, bo, true, &ground.by())
            .await
            .unwrap();
        let tried = administer::issue_pass(app, demo, bo, Span::minutes(10), &ground.by()).await;
        assert_eq!(reason(tried), Reason::Suspended("bo".to_owned()));
    });
}

#[test]
fn a_bound_address_answers_the_next_login_and_its_code_is_never_sent() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        administer::bind_authenticator(
            app,
            demo,
            bo,
            &MAIL_CODES,
            "bo@bjorken.example",
            &ground.by(),
        )
        .await
        .unwrap();
        assert!(ground.mail.kept().is_empty());
        let entry = ground.sign_in("bo", PASSWORD).await.unwrap();
        assert!(entry.session.is_none() && entry.login.is_some() && !entry.delivery_failed);
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
        let unknown = FactorKind::new("brevduva");
        let tried =
            administer::bind_authenticator(app, demo, bo, &unknown, "x@y.example", &ground.by())
                .await;
        assert_eq!(reason(tried), Reason::UnknownFactor("brevduva".to_owned()));
        let secret = FactorKind::new("totp");
        for (kind, address) in [(&MAIL_CODES, "nobody"), (&secret, "bo@bjorken.example")] {
            let tried =
                administer::bind_authenticator(app, demo, bo, kind, address, &ground.by()).await;
            assert_eq!(reason(tried), Reason::NotByAddress(kind.to_string()));
        }
    });
}
