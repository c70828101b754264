//! Messages as they are administered from a session: who may, with what proof, and what becomes of two who do it at once.

use std::collections::BTreeMap;

use app::administer::{
    self, AdministerFault, By, FieldFault, FieldWhy, GatewayChange, GatewayForm, LogFilter, Reason,
    SettingsPart,
};
use app::session_check::SignedIn;
use domain::challenge::Purpose;
use domain::id::{DeliveryId, GatewayId, UserId};
use domain::message::{Bound, MessageChannel, MessageSettings, MessageState, TextKey};
use domain::refusal::Refusal;
use domain::sms::TemplateFault;
use domain::time::Span;
use store::NewDelivery;
use store::testing::each_engine;

use crate::world::{GUEST, World};

/// A port that nobody listens on: the gateway there does not answer, at once.
const NOWHERE: &str = "http://127.0.0.1:9";
const SECRET: &str = "hemligt-av-grinden";

fn elks(password: &str) -> GatewayForm {
    let settings = [
        ("username", "u123"),
        ("password", password),
        ("sender", "Bjorken"),
        ("endpoint", NOWHERE),
    ];
    GatewayForm {
        name: "46elks, Malmö".to_owned(),
        channels: vec![MessageChannel::Sms],
        settings: settings
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into_iter()
            .collect(),
    }
}

/// What was done, or why the rules refuse it.
fn settled<T>(done: Result<T, AdministerFault>) -> Result<T, Reason> {
    done.map_err(|fault| match fault {
        AdministerFault::Refused(reason) => reason,
        AdministerFault::Failed(fault) => panic!("{fault}"),
    })
}

impl World {
    /// An owner who has just proved who they are.
    async fn owner(&self, username: &str) -> SignedIn {
        let user = self.person(username, &GUEST).await;
        let organisation = self.org();
        self.write(move |tx| tx.set_owner(organisation, user, true))
            .await;
        self.fresh(user, &[]).await
    }

    async fn add(&self, who: &SignedIn) -> GatewayId {
        settled(
            administer::add_gateway(
                &self.app,
                self.org(),
                "46elks",
                elks(SECRET),
                &By::person(who, &self.requester()),
            )
            .await,
        )
        .unwrap()
    }

    async fn change(
        &self,
        who: &SignedIn,
        gateway: GatewayId,
        version: i64,
        change: GatewayChange,
    ) -> Result<(), Reason> {
        let requester = self.requester();
        settled(
            administer::change_gateway(
                &self.app,
                self.org(),
                (gateway, version),
                change,
                None,
                &By::person(who, &requester),
            )
            .await,
        )
    }

    async fn standing(&self, who: &SignedIn) -> administer::Subscription {
        administer::subscription(&self.app, who, &self.requester())
            .await
            .unwrap()
    }

    async fn save(
        &self,
        who: &SignedIn,
        part: SettingsPart,
        made_from: &MessageSettings,
        change: impl FnOnce(&mut MessageSettings),
    ) -> Result<(), Reason> {
        let mark = part.mark(made_from).unwrap();
        let mut settings = made_from.clone();
        change(&mut settings);
        let requester = self.requester();
        settled(
            administer::save_message_settings(
                &self.app,
                self.org(),
                part,
                settings,
                &mark,
                None,
                &By::person(who, &requester),
            )
            .await,
        )
    }

    /// The newest rows of the audit log that this person wrote, as text.
    async fn acts_of(&self, actor: UserId) -> Vec<(String, String, String)> {
        let organisation = self.org();
        let rows = self
            .write(move |tx| tx.events(organisation, None, 200))
            .await;
        rows.into_iter()
            .filter(|row| row.actor == Some(actor))
            .map(|row| (row.kind, row.outcome, format!("{:?}", row.details)))
            .collect()
    }
}

#[test]
fn a_gateway_is_added_with_its_secret_shown_to_nobody_again() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        world.add(&agnes).await;
        let standing = world.standing(&agnes).await;
        let [account] = standing.gateways.as_slice() else {
            panic!("one gateway");
        };
        assert_eq!(account.name, "46elks, Malmö");
        assert!(account.works_for(MessageChannel::Sms));
        assert!(!account.works_for(MessageChannel::Voice));
        assert!(account.kept.contains("password"));
        assert_eq!(account.settings.get("username").unwrap(), "u123");
        assert!(!format!("{account:?}").contains(SECRET));
        assert_eq!(
            account.report_address, None,
            "46elks is told with each message"
        );
        assert_eq!(
            standing.organisation.phone_channels,
            [MessageChannel::Sms],
            "people are offered text messages from now on"
        );
        let acts = world.acts_of(agnes.user.id).await;
        assert_eq!(acts[0].0, "gateway-added");
        assert!(
            acts.iter()
                .all(|(.., told)| !told.contains(SECRET) && !told.contains("u123"))
        );
    });
}

#[test]
fn nobody_administers_without_the_right_or_with_an_old_proof() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let anna = world.fresh(anna, &[]).await;
        let requester = world.requester();
        let refused = settled(
            administer::add_gateway(
                &world.app,
                world.org(),
                "46elks",
                elks(SECRET),
                &By::person(&anna, &requester),
            )
            .await,
        );
        assert_eq!(refused, Err(Reason::NoRight));
        let settings = MessageSettings::default();
        let refused = world
            .save(&anna, SettingsPart::Limits, &settings, |_| {})
            .await;
        assert_eq!(refused, Err(Reason::NoRight));
        let refused = settled(
            administer::send_test_message(
                &world.app,
                world.org(),
                "070-174 06 05",
                &By::person(&anna, &requester),
            )
            .await,
        );
        assert_eq!(refused, Err(Reason::NoRight));

        let agnes = world.owner("agnes").await;
        world.wait(Span::minutes(6));
        let demanded = Reason::Refused(Refusal::FreshProofDemanded);
        let requester = world.requester();
        let refused = settled(
            administer::add_gateway(
                &world.app,
                world.org(),
                "46elks",
                elks(SECRET),
                &By::person(&agnes, &requester),
            )
            .await,
        );
        assert_eq!(refused, Err(demanded));
        assert!(world.standing(&agnes).await.gateways.is_empty());
        let acts = world.acts_of(agnes.user.id).await;
        assert_eq!(
            (acts[0].0.as_str(), acts[0].1.as_str()),
            ("gateway-added", "fresh-proof-demanded")
        );
    });
}

#[test]
fn a_right_that_was_taken_away_is_gone_for_a_session_that_remembers_it() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        assert!(agnes.rights.has(domain::role::BuiltIn::Messages));
        let (organisation, user) = (world.org(), agnes.user.id);
        world
            .write(move |tx| tx.set_owner(organisation, user, false))
            .await;
        let refused = settled(
            administer::add_gateway(
                &world.app,
                world.org(),
                "46elks",
                elks(SECRET),
                &By::person(&agnes, &world.requester()),
            )
            .await,
        );
        assert_eq!(refused, Err(Reason::NoRight));
    });
}

#[test]
fn what_cannot_be_so_is_told_field_by_field() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let form = GatewayForm {
            name: "  ".to_owned(),
            channels: vec![],
            settings: BTreeMap::new(),
        };
        let add = async |kind: &str, form: GatewayForm| {
            settled(
                administer::add_gateway(
                    &world.app,
                    world.org(),
                    kind,
                    form,
                    &By::person(&agnes, &world.requester()),
                )
                .await,
            )
        };
        let Err(Reason::Faults(faults)) = add("46elks", form).await else {
            panic!("nothing was filled in");
        };
        let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["name", "channels", "username", "password"]);
        assert!(faults.iter().all(|fault| fault.why == FieldWhy::Missing));

        let mut form = elks(SECRET);
        form.settings
            .insert("sender".to_owned(), "Björkens Omsorg".to_owned());
        let Err(Reason::Faults(faults)) = add("46elks", form).await else {
            panic!("no such sender is carried");
        };
        assert_eq!(faults[0].field, "sender");
        assert!(matches!(faults[0].why, FieldWhy::Unusable(_)));
        for unknown in ["built-in", "none", ""] {
            assert!(matches!(
                add(unknown, elks(SECRET)).await,
                Err(Reason::Faults(_))
            ));
        }
        assert!(world.standing(&agnes).await.gateways.is_empty());
    });
}

#[test]
fn of_two_who_change_a_gateway_the_later_is_told_and_an_empty_secret_stays() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let bo = world.owner("bo").await;
        let id = world.add(&agnes).await;
        let version = world.standing(&agnes).await.gateways[0].version;
        let renamed = |name: &str| {
            GatewayChange::Settings(GatewayForm {
                name: name.to_owned(),
                ..elks("")
            })
        };
        assert_eq!(
            world.change(&agnes, id, version, renamed("Först")).await,
            Ok(())
        );
        assert_eq!(
            world.change(&bo, id, version, renamed("Sedan")).await,
            Err(Reason::Changed)
        );
        let account = world.standing(&bo).await.gateways.remove(0);
        assert_eq!(account.name, "Först");
        assert!(
            account.kept.contains("password"),
            "an empty secret is left as it is"
        );
        let organisation = world.org();
        let row = world
            .write(move |tx| tx.find_gateway(organisation, id))
            .await
            .unwrap();
        assert_eq!(row.settings.get("password").unwrap(), SECRET);
        // Told, the later one goes on from what is there.
        let changed = world
            .change(&bo, id, account.version, renamed("Sedan"))
            .await;
        assert_eq!(changed, Ok(()));
    });
}

/// A60: whoever may change where requests go may not have the secrets sent there.
#[test]
fn a60_a_changed_address_wants_the_secrets_anew() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let id = world.add(&agnes).await;
        let version = world.standing(&agnes).await.gateways[0].version;
        let to = |address: &str, password: &str| {
            let mut form = elks(password);
            form.settings
                .insert("endpoint".to_owned(), address.to_owned());
            GatewayChange::Settings(form)
        };
        let elsewhere = "http://127.0.0.1:10";
        let refused = world
            .change(&agnes, id, version, to(elsewhere, ""))
            .await
            .unwrap_err();
        assert_eq!(
            refused,
            Reason::Faults(vec![FieldFault::new("password", FieldWhy::Anew)])
        );
        assert_eq!(
            world.standing(&agnes).await.gateways[0].version,
            version,
            "nothing was saved, and nobody was asked with the old secret"
        );
        let typed = world.change(&agnes, id, version, to(elsewhere, SECRET));
        assert_eq!(typed.await, Ok(()));
        // And back to the usual address it is asked for once more.
        let version = world.standing(&agnes).await.gateways[0].version;
        let back = world.change(&agnes, id, version, to("", "")).await;
        assert!(matches!(back, Err(Reason::Faults(_))));
    });
}

#[test]
fn gateways_are_put_in_order_switched_off_and_removed() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let first = world.add(&agnes).await;
        let second = world.add(&agnes).await;
        let order = async || -> Vec<(GatewayId, i64, bool)> {
            let standing = world.standing(&agnes).await;
            let rows = standing.gateways.iter();
            rows.map(|row| (row.id, row.version, row.active)).collect()
        };
        let version = order().await[1].1;
        let up = GatewayChange::Place { up: true };
        world
            .change(&agnes, second, version, up.clone())
            .await
            .unwrap();
        let rows = order().await;
        assert_eq!([rows[0].0, rows[1].0], [second, first]);
        // At the top it stays where it is.
        world.change(&agnes, second, rows[0].1, up).await.unwrap();
        assert_eq!(order().await[0].0, second);

        for (id, ..) in order().await {
            let version = order().await.iter().find(|row| row.0 == id).unwrap().1;
            let off = GatewayChange::Active(false);
            world.change(&agnes, id, version, off).await.unwrap();
        }
        assert!(order().await.iter().all(|row| !row.2));
        let standing = world.standing(&agnes).await;
        assert!(standing.organisation.phone_channels.is_empty());

        let remove = async |id| {
            settled(
                administer::remove_gateway(
                    &world.app,
                    world.org(),
                    id,
                    None,
                    &By::person(&agnes, &world.requester()),
                )
                .await,
            )
        };
        assert_eq!(remove(second).await, Ok(()));
        assert_eq!(remove(second).await, Err(Reason::Changed));
        assert_eq!(order().await.len(), 1);
    });
}

#[test]
fn two_parts_of_the_settings_can_be_changed_at_once_and_one_part_by_one_alone() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let bo = world.owner("bo").await;
        let seen = world.standing(&agnes).await.settings;
        let tighten = |settings: &mut MessageSettings| settings.limits.per_number_day = 6;
        let rename = |settings: &mut MessageSettings| settings.sender = Some("Bjorken".to_owned());
        let saved = world
            .save(&agnes, SettingsPart::Limits, &seen, tighten)
            .await;
        assert_eq!(saved, Ok(()));
        let saved = world.save(&bo, SettingsPart::Sending, &seen, rename).await;
        assert_eq!(saved, Ok(()));
        let now = world.standing(&agnes).await.settings;
        assert_eq!(now.limits.per_number_day, 6);
        assert_eq!(now.sender.as_deref(), Some("Bjorken"));

        let late = world
            .save(&bo, SettingsPart::Limits, &seen, |settings| {
                settings.limits.per_number_day = 9;
            })
            .await;
        assert_eq!(late, Err(Reason::Changed));
        assert_eq!(world.standing(&bo).await.settings, now);
        let acts = world.acts_of(agnes.user.id).await;
        assert_eq!(acts[0].0, "message-settings-changed");
        assert!(acts[0].2.contains("limits"), "{}", acts[0].2);
    });
}

#[test]
fn guards_are_never_made_looser_and_no_text_loses_its_code() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let seen = world.standing(&agnes).await.settings;
        let refused = world
            .save(&agnes, SettingsPart::Limits, &seen, |settings| {
                settings.limits.per_number_10m = 4;
            })
            .await;
        let Err(Reason::Faults(faults)) = refused else {
            panic!("looser than built in");
        };
        assert_eq!(faults[0].field, "per_number_10m");
        assert_eq!(faults[0].why, FieldWhy::Bound(Bound::Between(1, 3)));

        let key = TextKey {
            purpose: Purpose::Prove,
            language: "sv".to_owned(),
        };
        for (text, fault) in [
            ("Din kod till {organisation}.", TemplateFault::NoCode),
            (
                "{code} är koden.\n@annan.example #{minutes}",
                TemplateFault::OriginLine,
            ),
        ] {
            let part = SettingsPart::Text(key.clone());
            let refused = world
                .save(&agnes, part, &seen, |settings| {
                    settings.texts.insert(key.clone(), text.to_owned());
                })
                .await;
            let Err(Reason::Faults(faults)) = refused else {
                panic!("{text} was taken");
            };
            assert_eq!(faults[0].field, "text");
            assert_eq!(faults[0].template_fault(), Some(&fault));
        }
        assert_eq!(world.standing(&agnes).await.settings, seen);
    });
}

#[test]
fn a_text_is_shown_as_it_goes_out_with_its_last_line() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let standing = world.standing(&agnes).await;
        let all = administer::wordings(&world.app, &standing.settings);
        assert_eq!(all.len(), 4, "two purposes in two languages");
        for wording in all {
            let finished = administer::finish_wording(
                &standing.organisation,
                &standing.settings,
                &wording.usual,
            )
            .unwrap();
            let host = administer::origin_host(&standing.organisation);
            assert!(finished.text.starts_with("123456"), "{}", finished.text);
            assert!(finished.text.ends_with(&format!("\n\n@{host} #123456")));
            assert_eq!(finished.size.parts, 1);
        }
    });
}

#[test]
fn a_test_message_goes_through_the_guards() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let test = async |number: &str| {
            settled(
                administer::send_test_message(
                    &world.app,
                    world.org(),
                    number,
                    &By::person(&agnes, &world.requester()),
                )
                .await,
            )
        };
        for (number, refusal) in [
            ("hej", Refusal::PhoneMalformed),
            ("08-465 004 00", Refusal::PhoneNotMobile),
            ("+47 406 12 345", Refusal::PhoneCountry),
        ] {
            let Err(Reason::Faults(faults)) = test(number).await else {
                panic!("{number} was taken");
            };
            assert_eq!(faults[0].why, FieldWhy::Refused(refusal), "{number}");
        }
        // Without a gateway a guard keeps it back, and the log says so.
        let tested = test("070-174 06 05").await.unwrap();
        assert_eq!(tested.state, MessageState::Suppressed);
        assert_eq!(tested.reason.as_deref(), Some("no-gateway"));
        // With one that does not answer it waits.
        world.add(&agnes).await;
        let tested = test("070-174 06 05").await.unwrap();
        assert_eq!(tested.state, MessageState::Waiting);
        let log = administer::delivery_log(&world.app, &agnes, &LogFilter::default())
            .await
            .unwrap();
        assert_eq!(log.messages.len(), 2);
        assert_eq!(log.messages[0].purpose, "test");
        assert!(
            log.messages
                .iter()
                .all(|message| message.masked == "+46 •• ••• •• 05")
        );
    });
}

#[test]
fn the_log_is_read_a_page_at_a_time_and_narrowed_down() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let agnes = world.owner("agnes").await;
        let (organisation, user) = (world.org(), agnes.user.id);
        for nth in 0..120_i64 {
            let now = world.now() + Span::seconds(nth);
            world
                .write(move |tx| {
                    let new = NewDelivery {
                        id: DeliveryId::draw(now, tx.random()),
                        user: Some(user),
                        challenge: None,
                        channel: if nth % 3 == 0 {
                            MessageChannel::Sms
                        } else {
                            MessageChannel::Email
                        },
                        purpose: "code",
                        masked: "•••",
                        country: None,
                        prefix: None,
                        content: b"{}",
                        expires_at: now + Span::minutes(5),
                    };
                    tx.insert_delivery(organisation, &new, now)
                })
                .await;
        }
        let page = async |filter: LogFilter| {
            administer::delivery_log(&world.app, &agnes, &filter)
                .await
                .unwrap()
        };
        let mut seen = Vec::new();
        let mut filter = LogFilter::default();
        for (rows, has_older) in [(50, true), (50, true), (20, false)] {
            let read = page(filter.clone()).await;
            assert_eq!((read.messages.len(), read.has_older), (rows, has_older));
            filter.before = read.messages.last().map(|message| message.id);
            seen.extend(read.messages);
        }
        assert!(
            seen.windows(2)
                .all(|pair| pair[0].created_at > pair[1].created_at)
        );
        let texts = page(LogFilter {
            channel: Some(MessageChannel::Sms),
            ..LogFilter::default()
        })
        .await;
        assert_eq!((texts.messages.len(), texts.has_older), (40, false));
        let all = administer::export_delivery_log(&world.app, &agnes, &LogFilter::default())
            .await
            .unwrap();
        assert_eq!(all.messages.len(), 120);
    });
}

#[test]
fn every_field_of_every_kind_of_gateway_has_its_label() {
    each_engine(async |store| {
        let world = World::new(store).await;
        for language in text::Language::ALL {
            let text = world.app.catalogue.text(language);
            for kind in administer::gateway_kinds(&world.app) {
                assert_ne!(kind.key, "built-in", "nobody can choose it");
                for field in kind.fields {
                    let key = format!("gateway-field-{}", field.key.replace('_', "-"));
                    assert!(text.has(&key), "{}: {key}", kind.key);
                }
            }
        }
    });
}
