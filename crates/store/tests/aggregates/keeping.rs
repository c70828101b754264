//! Organisations, settings, passes, devices, logins in bulk, the audit log, and what is removed in the end.

use std::collections::BTreeMap;

use domain::audit::{Event, EventKind, Personal};
use domain::factor::FactorSet;
use domain::id::{AuditId, OrganisationId, PassId, UserId};
use domain::login::State;
use domain::organisation::Rules;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};
use store::testing::{self, Cell, Statement, each_engine, each_way};
use store::{
    Bump, DeviceFound, Fault, Holder, NewPass, OrganisationInserted, OrganisationSaved,
    PassPurpose, Tx,
};

use crate::world::{NOW, World, in_minutes, organisation};

#[test]
fn an_organisation_is_what_was_saved_and_its_addresses_are_given_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let id = OrganisationId::draw(NOW, tx.random());
            let mut new = organisation(id, "grannen");
            let twice = organisation(id, "demo");
            assert_eq!(
                tx.insert_organisation(&twice, NOW)?,
                OrganisationInserted::SlugTaken
            );
            new.base_url = twice.base_url;
            assert_eq!(
                tx.insert_organisation(&new, NOW)?,
                OrganisationInserted::BaseUrlTaken
            );
            assert!(tx.find_organisation(id)?.is_none());
            new.base_url = "https://grannen.example".to_owned();
            assert_eq!(
                tx.insert_organisation(&new, NOW)?,
                OrganisationInserted::Inserted
            );
            assert_eq!(tx.organisation(id)?, new);
            assert_eq!(tx.find_organisation_by_slug("grannen")?, Some(new.clone()));
            let slugs: Vec<_> = tx
                .organisations()?
                .into_iter()
                .map(|found| found.slug)
                .collect();
            assert_eq!(slugs, ["demo", "grannen"]);

            let mut taken = new.clone();
            taken.base_url = organisation(world.org, "demo").base_url;
            assert_eq!(
                tx.save_organisation(&taken, Bump::Nothing)?,
                OrganisationSaved::BaseUrlTaken
            );
            (new.name, new.base_url) = ("Grannen AB".to_owned(), "https://g.example".to_owned());
            (new.two_step_add_on, new.default_trusted_days) = (false, 9);
            (new.default_language, new.accent) = ("en".to_owned(), None);
            (new.logo, new.suspended_at) =
                (Some("data:image/png;base64,AA==".to_owned()), Some(NOW));
            new.support = domain::organisation::Support {
                phone: Some("08-1".to_owned()),
                ..domain::organisation::Support::default()
            };
            new.rules = Rules {
                allowed_factors: Some(FactorSet::parse("sms,totp")),
                session_hours: 12,
                languages: vec!["sv".to_owned()],
                self_recovery: false,
                ..Rules::default()
            };
            assert_eq!(
                tx.save_organisation(&new, Bump::Nothing)?,
                OrganisationSaved::Saved
            );
            // Somebody who has not seen that change does not save over it.
            assert_eq!(
                tx.save_organisation(&new, Bump::Policy)?,
                OrganisationSaved::Changed
            );
            new.version += 1;
            assert_eq!(tx.organisation(id)?, new);
            assert_eq!(
                tx.save_organisation(&new, Bump::Policy)?,
                OrganisationSaved::Saved
            );
            assert_eq!(tx.organisation(id)?.policy_epoch, new.policy_epoch + 1);
            assert_eq!(tx.bump_policy_epoch(id)?, new.policy_epoch + 2);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn a_setting_is_the_last_one_saved() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            tx.save_setting(world.org, "colour", "red")?;
            tx.save_setting(OrganisationId::INSTALLATION, "colour", "grey")?;
            assert_eq!(
                tx.find_setting(world.org, "colour")?.as_deref(),
                Some("red")
            );
            assert!(tx.remove_setting(world.org, "colour")?);
            assert!(!tx.remove_setting(world.org, "colour")?);
            assert_eq!(tx.find_setting(world.org, "colour")?, None);
            tx.find_setting(OrganisationId::INSTALLATION, "colour")
        };
        assert_eq!(store.write(unit).await.unwrap().as_deref(), Some("grey"));
    });
}

fn insert_pass(
    tx: &mut Tx,
    org: OrganisationId,
    user: UserId,
    purpose: PassPurpose,
) -> Result<Token, Fault> {
    let (id, secret) = (
        PassId::draw(NOW, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let mark = tx.channel_mark(org, store::Channel::Email, "agnes@demo.example");
    let new = NewPass {
        id,
        user,
        purpose,
        secret: &secret,
        channel: Some(&mark),
        expires_at: in_minutes(30),
    };
    tx.insert_pass(org, &new, in_minutes(1))?;
    Ok(Token {
        organisation: org,
        id: *id.as_bytes(),
        secret,
    })
}

#[test]
fn a_new_pass_spends_the_earlier_ones_of_its_purpose() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let usable = |tx: &mut Tx, token: &Token| {
                Ok::<_, Fault>(
                    tx.find_pass(token)?
                        .expect("it is there")
                        .is_usable(in_minutes(2)),
                )
            };
            let invitation = insert_pass(tx, org, user, PassPurpose::Invitation)?;
            let enrolment = insert_pass(tx, org, user, PassPurpose::Enrolment)?;
            assert!(usable(tx, &world.pass)?);
            let newer = insert_pass(tx, org, user, PassPurpose::ForgottenPassword)?;
            assert!(!usable(tx, &world.pass)?);
            assert!(
                tx.consume_pass(org, world.pass_id(), in_minutes(2))?
                    .is_none()
            );
            assert!(usable(tx, &invitation)? && usable(tx, &enrolment)? && usable(tx, &newer)?);
            let found = tx.find_pass(&newer)?.expect("it is there");
            assert_eq!(
                (found.user, found.purpose),
                (user, PassPurpose::ForgottenPassword)
            );
            assert!(found.channel.is_some_and(|mark| {
                tx.is_marked(org, store::Channel::Email, "agnes@demo.example", &mark)
            }));
            assert_eq!(
                (found.created_at, found.expires_at),
                (in_minutes(1), in_minutes(30))
            );
            assert_eq!(tx.spend_passes_of_user(org, user, NOW)?, 3);
            Ok(usable(tx, &invitation)? || usable(tx, &enrolment)? || usable(tx, &newer)?)
        };
        assert!(!store.write(unit).await.unwrap());
    });
}

#[test]
fn devices_are_listed_and_revoked() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let all = tx.trusted_devices_of_user(org, user)?;
            let [device] = all.as_slice() else {
                panic!("there is one");
            };
            assert_eq!(
                (device.id, device.browser.as_str()),
                (world.device_id(), "Firefox")
            );
            assert_eq!(
                (device.proved_at, device.last_used_at, device.created_at),
                (NOW, NOW, NOW)
            );
            assert!(tx.remove_trusted_device(org, user, device.id)?);
            assert!(!tx.remove_trusted_device(org, user, device.id)?);
            assert!(matches!(
                tx.find_trusted_device(&world.device)?,
                DeviceFound::Unknown
            ));
            tx.remove_trusted_devices_of_user(org, user)
        };
        assert_eq!(store.write(unit).await.unwrap(), 0);
    });
}

#[test]
fn the_open_logins_of_a_user_are_refused_at_once() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let unit = move |tx: &mut Tx| {
            let state = |tx: &mut Tx| {
                let login = tx.find_login(&world.login)?.expect("it is there");
                Ok::<_, Fault>((login.state, login.challenge))
            };
            assert_eq!(
                tx.refuse_logins_of_user(world.org, world.user, Some(world.login_id()))?,
                0
            );
            assert_eq!(state(tx)?, (State::FactorPending, Some(world.challenge)));
            assert_eq!(tx.refuse_logins_of_user(world.org, world.user, None)?, 1);
            assert_eq!(state(tx)?, (State::Refused, None));
            assert_eq!(tx.refuse_logins_of_user(world.org, world.user, None)?, 0);
            assert!(tx.remove_login(world.org, world.login_id())?);
            Ok(tx.find_login(&world.login)?.is_none())
        };
        assert!(store.write(unit).await.unwrap());
    });
}

#[test]
fn an_open_challenge_is_hung_on_another_holder_and_no_other_is() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder, id) = (world.org, world.holder(), world.challenge);
        let unit = move |tx: &mut Tx| {
            let [next, last] = [[1; 16], [2; 16]].map(Holder::Browser);
            assert!(!tx.rehang_challenge(org, (next, last), id)?, "not its own");
            assert!(tx.rehang_challenge(org, (holder, next), id)?);
            assert!(tx.find_challenge(org, holder, id)?.is_none());
            assert!(tx.find_challenge(org, next, id)?.is_some());
            assert_eq!(tx.end_challenges(org, next)?, 1);
            assert!(!tx.rehang_challenge(org, (next, last), id)?, "it is over");
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

#[test]
fn challenges_are_replaced_confirmed_and_ended_as_their_states_say() {
    use domain::challenge::{Purpose as Asking, State as Standing};
    use domain::id::ChallengeId;
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, holder) = (world.org, world.holder());
        let unit = move |tx: &mut Tx| {
            let mut codes = crate::world::new_challenge(
                ChallengeId::from_bytes([1; 16]),
                world.user,
                holder,
                &crate::world::CODES,
            );
            codes.purpose = Asking::Enrol;
            tx.insert_challenge(org, &codes, in_minutes(1))?;
            assert!(tx.confirm_challenge(org, holder, codes.id)?);
            assert!(!tx.confirm_challenge(org, holder, codes.id)?);
            let standing = |tx: &mut Tx| {
                let all = tx.challenges_of(org, holder)?;
                Ok::<_, Fault>(
                    all.iter()
                        .map(|one| (one.id, one.state))
                        .collect::<Vec<_>>(),
                )
            };
            let (first, confirmed) = (
                (world.challenge, Standing::Open),
                (codes.id, Standing::Confirmed),
            );
            assert_eq!(standing(tx)?, [first, confirmed]);
            assert_eq!(
                tx.replace_challenges(org, holder, Asking::Enrol)?,
                0,
                "a confirmed one stays"
            );
            assert_eq!(tx.replace_challenges(org, holder, Asking::Prove)?, 1);
            assert_eq!(standing(tx)?, [confirmed]);
            let replaced = tx
                .find_challenge(org, holder, world.challenge)?
                .expect("it is there");
            assert_eq!(replaced.state, Standing::Replaced);
            assert!(!tx.consume_challenge(org, holder, world.challenge, NOW)?);
            assert!(
                !tx.consume_challenge(org, holder, codes.id, in_minutes(15))?,
                "its time is over"
            );
            assert!(
                tx.consume_challenge(org, holder, codes.id, NOW)?,
                "what was confirmed is used"
            );
            assert_eq!(tx.end_challenges(org, holder)?, 0);
            Ok(())
        };
        store.write(unit).await.unwrap();
    });
}

static SEALED: Statement = Statement::new(
    "sealed",
    "SELECT personal, personal_salt, personal_hash, seal_no FROM audit_events WHERE organisation_id = $1 ORDER BY event_id",
);

#[test]
fn an_event_is_told_once_with_its_personal_part_apart() {
    each_way(async |store| {
        let world = World::make(&store, "demo").await;
        let (org, user) = (world.org, world.user);
        let unit = move |tx: &mut Tx| {
            let personal = Personal {
                address: Some("192.0.2.9".to_owned()),
                browser: Some("Firefox".to_owned()),
                target: None,
            };
            let event = Event::own(EventKind::PasswordChecked, user, personal.clone())
                .refused(Refusal::SignInWrong)
                .with("factor", "password");
            let first = tx.audit(org, &event, in_minutes(1))?;
            let by_operator = Event::by_operator(EventKind::PassIssued, None);
            let second = tx.audit(org, &by_operator, in_minutes(2))?;
            let all = tx.events(org, None, 10)?;
            assert_eq!(all.len(), 3);
            assert_eq!(
                (all[0].id, all[0].subject, all[0].actor, &all[0].personal),
                (second, None, None, &None)
            );
            assert_eq!(
                (all[0].kind.as_str(), all[0].outcome.as_str()),
                ("pass-issued", "done")
            );
            let own = tx.events_of_subject(org, user, None, 10)?;
            assert_eq!(own.len(), 2);
            assert_eq!((own[0].id, own[0].at), (first, in_minutes(1)));
            assert_eq!((own[0].subject, own[0].actor), (Some(user), Some(user)));
            assert_eq!(own[0].outcome, "sign-in-wrong");
            assert_eq!(
                own[0].details,
                BTreeMap::from([("factor".to_owned(), "password".to_owned())])
            );
            assert_eq!(own[0].personal, Some(personal));
            let before: Option<AuditId> = Some(own[0].id);
            assert_eq!(tx.events_of_subject(org, user, before, 10)?, own[1..]);
            assert_eq!(tx.events(org, before, 1)?, own[1..]);
            testing::query(tx, &SEALED, &[(&org).into()])
        };
        let rows = store.write(unit).await.unwrap();
        let mut salts = Vec::new();
        for row in &rows {
            let [personal, Cell::Blob(salt), Cell::Blob(hash), Cell::Null] = row.as_slice() else {
                panic!("a salt, a hash, and no seal yet");
            };
            assert_eq!((salt.len(), hash.len()), (16, 32));
            assert!(!matches!(personal, Cell::Text(text) if text.contains("sign-in-wrong")));
            salts.push(salt.clone());
        }
        salts.sort_unstable();
        salts.dedup();
        assert_eq!(salts.len(), rows.len(), "each row has a salt of its own");
    });
}

static COUNT: [Statement; 5] = [
    Statement::new("challenges", "SELECT count(*) FROM challenges"),
    Statement::new("logins", "SELECT count(*) FROM logins"),
    Statement::new("sessions", "SELECT count(*) FROM sessions"),
    Statement::new("counters", "SELECT count(*) FROM counters"),
    Statement::new("passes", "SELECT count(*) FROM passes"),
];

#[test]
fn what_expired_is_removed_in_batches_and_nothing_else() {
    each_engine(async |store| {
        for slug in ["one", "two", "three"] {
            World::make(&store, slug).await;
        }
        let left = |store: store::Store, before: Timestamp, limit: u32| async move {
            let unit = move |tx: &mut Tx| {
                let removed = tx.remove_expired(before, limit)?;
                let mut counts = Vec::new();
                for statement in &COUNT {
                    match testing::query(tx, statement, &[])?[0][0] {
                        Cell::Int(count) => counts.push(count),
                        _ => panic!("a count"),
                    }
                }
                Ok((removed, counts))
            };
            store.write(unit).await.unwrap()
        };
        assert_eq!(
            left(store.clone(), in_minutes(14), 100).await,
            (0, vec![3, 3, 3, 6, 3])
        );
        assert_eq!(
            left(store.clone(), in_minutes(15), 2).await,
            (2, vec![1, 3, 3, 6, 3])
        );
        assert_eq!(
            left(store.clone(), in_minutes(15), 2).await,
            (1, vec![0, 3, 3, 6, 3])
        );
        assert_eq!(
            left(store.clone(), in_minutes(30), 100).await,
            (6, vec![0, 0, 3, 6, 0])
        );
        assert_eq!(
            left(store.clone(), in_minutes(60), 100).await,
            (3, vec![0, 0, 3, 3, 0])
        );
        assert_eq!(
            left(store.clone(), in_minutes(24 * 60), 100).await,
            (6, vec![0, 0, 0, 0, 0])
        );
    });
}
