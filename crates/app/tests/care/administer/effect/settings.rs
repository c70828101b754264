//! Settings that lock people out want the organisation's name; cutting off the last owner or oneself is refused (A55, A56).

use app::administer::{
    self, AdministerFault, GatewayChange, LockedOut, OrganisationChange, Reason, SettingsPart,
};
use domain::factor::FactorSet;
use domain::id::{GatewayId, UserId};
use domain::message::{MessageChannel, MessageSettings};
use domain::organisation::Rules;
use domain::phone::Country;
use domain::role::BuiltIn;
use domain::token::TokenSecret;
use store::NewGateway;
use store::testing::each_engine;

use super::{Ground, MAIL_CODES, demanding};
use crate::administer::reason;

const NAME: &str = "Björkens Omsorg";

const fn out(people: u64, administrators: u64) -> Reason {
    Reason::LocksOut(LockedOut {
        people,
        administrators,
    })
}

impl Ground {
    /// Lets the organisation's people use these factors alone.
    async fn allow(
        &self,
        kinds: &str,
        confirmed: Option<&str>,
        by: &administer::By,
    ) -> Result<(), AdministerFault> {
        let change = OrganisationChange {
            rules: Some(Rules {
                allowed_factors: Some(FactorSet::parse(kinds)),
                ..Rules::default()
            }),
            confirmed: confirmed.map(str::to_owned),
            ..OrganisationChange::default()
        };
        administer::change_organisation(&self.app, self.demo.id, change, by)
            .await
            .map(drop)
    }

    /// A gateway that carries text messages.
    async fn texts_go_out(&self) -> GatewayId {
        let (organisation, now) = (self.demo.id, self.now);
        let unit = move |tx: &mut store::Tx| {
            let id = GatewayId::draw(now, tx.random());
            let report_secret = TokenSecret::draw(tx.random());
            let new = NewGateway {
                id,
                driver: "46elks",
                name: "46elks",
                channels: &[MessageChannel::Sms],
                settings: &std::collections::BTreeMap::new(),
                report_secret: &report_secret,
                active: true,
            };
            tx.insert_gateway(organisation, &new, now)?;
            Ok::<_, store::Fault>(id)
        };
        self.app.store.write(unit).await.unwrap()
    }

    /// Two people of one card: bo has texts alone, cilla has codes by mail too.
    async fn bo_and_cilla(&self) -> UserId {
        self.role("staff", |_| {}).await;
        let card = demanding(self.role_card("staff").await, "sms,email");
        self.save(card, None).await.unwrap();
        let bo = self.holding("bo", &["staff"], false).await;
        let cilla = self.holding("cilla", &["staff"], false).await;
        self.give_texts(bo, 5).await;
        self.give_texts(cilla, 6).await;
        self.bind(cilla, &MAIL_CODES, "cilla@home.example").await;
        bo
    }

    async fn channels(&self) -> Vec<MessageChannel> {
        self.organisation_now().await.phone_channels.clone()
    }
}

#[test]
fn a56_fewer_factors_that_lock_people_out_want_the_organisations_name() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let card = demanding(ground.role_card("staff").await, "email");
        ground.save(card, None).await.unwrap();
        let bo = ground.holding("bo", &["staff"], false).await;
        ground.holding("cilla", &["staff"], false).await;
        ground.card(bo, "auditor", &[BuiltIn::Audit]).await;
        // The card allows mail alone, and the organisation would not allow it: nothing is left, not even to set up.
        let by = ground.by();
        for typed in [None, Some(""), Some("demo"), Some("staff")] {
            let refused = ground.allow("totp", typed, &by).await;
            assert_eq!(reason(refused), out(2, 1), "{typed:?}");
        }
        let stands = ground.organisation_now().await;
        assert_eq!(stands.rules.allowed_factors, None, "nothing was saved");
        assert_eq!(stands.version, ground.demo.version);
        let typed = format!(" {NAME} ");
        ground.allow("totp", Some(&typed), &by).await.unwrap();
        assert_eq!(ground.login_of("cilla").await, super::Went::Support);
        ground
            .allow("totp,sms", None, &by)
            .await
            .expect("who is out already is not locked out again");
    });
}

#[test]
fn a56_settings_cut_off_neither_the_last_owner_nor_whoever_saves_them() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("staff", |_| {}).await;
        let card = demanding(ground.role_card("staff").await, "email");
        ground.save(card, None).await.unwrap();
        ground.holding("agnes", &["staff"], true).await;
        let refused = ground.allow("totp", Some(NAME), &ground.by()).await;
        assert_eq!(reason(refused), Reason::LastOwner);
        let sten = ground.holding("sten", &[], true).await;
        let bo = ground.holding("bo", &["staff"], false).await;
        ground.card(bo, "settings", &[BuiltIn::Settings]).await;
        let own = ground.allow("totp", Some(NAME), &ground.by_user(bo)).await;
        assert_eq!(reason(own), Reason::CutsYouOff);
        let by = ground.by_user(sten);
        assert_eq!(reason(ground.allow("totp", None, &by).await), out(2, 2));
        ground.allow("totp", Some(NAME), &by).await.unwrap();
    });
}

#[test]
fn a56_switching_the_last_gateway_off_or_removing_it_wants_the_name_where_people_have_nothing_else()
{
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let gateway = ground.texts_go_out().await;
        let bo = ground.bo_and_cilla().await;
        let switch = async |typed: Option<&str>, by: &administer::By| {
            let off = GatewayChange::Active(false);
            let typed = typed.map(str::to_owned);
            let demo = ground.demo.id;
            administer::change_gateway(&ground.app, demo, (gateway, 1), off, typed, by).await
        };
        let remove = async |typed: Option<&str>| {
            let typed = typed.map(str::to_owned);
            let demo = ground.demo.id;
            administer::remove_gateway(&ground.app, demo, gateway, typed, &ground.by()).await
        };
        let by = ground.by();
        assert_eq!(reason(switch(None, &by).await), out(1, 0));
        assert_eq!(reason(remove(Some("demo")).await), out(1, 0));
        assert_eq!(ground.channels().await, [MessageChannel::Sms]);
        ground.card(bo, "messages", &[BuiltIn::Messages]).await;
        let own = switch(Some(NAME), &ground.by_user(bo)).await;
        assert_eq!(reason(own), Reason::CutsYouOff);
        assert_eq!(reason(switch(None, &by).await), out(1, 1));
        switch(Some(NAME), &by).await.unwrap();
        assert!(ground.channels().await.is_empty());
        remove(None).await.expect("it carried nothing any more");
    });
}

#[test]
fn a56_codes_to_fewer_countries_want_the_name_where_somebody_has_no_other_number() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.texts_go_out().await;
        ground.bo_and_cilla().await;
        let [sweden, norway] = ["SE", "NO"].map(|code| Country::parse(code).unwrap());
        let stored = std::cell::RefCell::new(MessageSettings::default());
        let to = async |countries: &[Country], typed: Option<&str>| {
            let before = stored.borrow().clone();
            let after = MessageSettings {
                home: countries[0],
                countries: countries.to_vec(),
                ..before.clone()
            };
            let part = SettingsPart::Sending;
            let mark = part.mark(&before).unwrap();
            let saved = administer::save_message_settings(
                &ground.app,
                ground.demo.id,
                part,
                after.clone(),
                &mark,
                typed.map(str::to_owned),
                &ground.by(),
            )
            .await;
            if saved.is_ok() {
                stored.replace(after);
            }
            saved
        };
        to(&[sweden, norway], None).await.unwrap();
        assert_eq!(reason(to(&[norway], None).await), out(1, 0));
        assert_eq!(reason(to(&[norway], Some("Björken")).await), out(1, 0));
        to(&[sweden], None).await.expect("nobody is in Norway");
        to(&[norway], Some(NAME)).await.unwrap();
        to(&[sweden, norway], None).await.unwrap();
        let agnes = ground.holding("agnes", &["staff"], true).await;
        ground.give_texts(agnes, 7).await;
        let last = to(&[norway], Some(NAME)).await;
        assert_eq!(reason(last), Reason::LastOwner);
    });
}
