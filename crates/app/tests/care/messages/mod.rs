//! Text messages and calls through real drivers: gateways on loopback that speak their own wire form, guards before them, reports behind
//! them, alarms to whoever looks after them.

mod accounts;
mod alarms;
mod calls;
mod ceilings;
mod circuits;
mod conversion;
mod enrolling;
mod failover;
mod guards;
mod notices;
mod reports;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use app::Requester;
use app::administer::{self, By, NewUser};
use app::deliver::{self, Arrived, Taken};
use app::sign_in::{self, Answer, Entry, Given, Standing};
use connect::gateway::Reported;
use connect::gateway::fake::{AcceptedMessage, Fake, OwnedInbound};
use connect::gateway::memory::MemoryGateway;
use connect::mail::outbox::Outbox;
use domain::factor::FactorKind;
use domain::id::{GatewayId, UserId};
use domain::message::{MessageChannel, MessageSettings, MessageState};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::token::{Token, TokenSecret};
use factors::Form;
use store::{DeliveryFilter, DeliveryState, NewGateway, Tx};

use crate::ground::{Ground, PASSWORD, installed_with, organisation, somebody, start};

/// Codes by text message.
pub(crate) const TEXTS: FactorKind = FactorKind::new("sms");

/// Codes by call.
pub(crate) const CALLS: FactorKind = FactorKind::new("voice");

/// A number that nobody has: set aside for fiction.
pub(crate) fn number(of: u32) -> String {
    assert!(of < 95, "the numbers set aside");
    format!("+46701740{:03}", 605 + of)
}

impl Ground {
    /// An account at this gateway, behind those that are there; every message has a sender.
    pub(crate) async fn account(&self, fake: &Fake, channels: &[MessageChannel]) -> GatewayId {
        self.settle_on(|settings| {
            settings.sender = Some("Bjorken".to_owned());
            settings.voice_from = Some("+46850746400".to_owned());
        })
        .await;
        self.account_with(fake.key(), fake.settings().0, channels)
            .await
    }

    pub(crate) async fn account_with(
        &self,
        driver: &'static str,
        settings: BTreeMap<String, String>,
        channels: &[MessageChannel],
    ) -> GatewayId {
        let (organisation, now, channels) = (self.demo.id, self.now, channels.to_vec());
        let unit = move |tx: &mut Tx| {
            let id = GatewayId::draw(now, tx.random());
            let report_secret = TokenSecret::draw(tx.random());
            let new = NewGateway {
                id,
                driver,
                name: driver,
                channels: &channels,
                settings: &settings,
                report_secret: &report_secret,
                active: true,
            };
            tx.insert_gateway(organisation, &new, now)?;
            Ok(id)
        };
        self.app.store.write(unit).await.unwrap()
    }

    pub(crate) async fn gateway(&self, id: GatewayId) -> store::Gateway {
        let organisation = self.demo.id;
        let found = self
            .app
            .store
            .read(move |tx| tx.find_gateway(organisation, id));
        found.await.unwrap().expect("the gateway")
    }

    /// The organisation, with the channels that its gateways give it now.
    async fn as_it_stands(&self) -> Arc<Organisation> {
        let organisation = self.demo.id;
        let found = self.app.store.read(move |tx| tx.organisation(organisation));
        Arc::new(found.await.unwrap())
    }

    /// What the organisation can be reached by now.
    pub(crate) async fn carried(&self) -> Vec<MessageChannel> {
        self.as_it_stands().await.phone_channels.clone()
    }

    /// Changes what the organisation decided about its messages.
    pub(crate) async fn settle_on(&self, change: impl Fn(&mut MessageSettings) + Send + 'static) {
        let organisation = self.demo.id;
        let unit = move |tx: &mut Tx| {
            let mut settings = match tx.find_setting(organisation, "messages")? {
                Some(stored) => serde_json::from_str(&stored).unwrap(),
                None => MessageSettings::default(),
            };
            change(&mut settings);
            settings
                .check()
                .expect("settings that an administrator may choose");
            let written = serde_json::to_string(&settings).unwrap();
            tx.save_setting(organisation, "messages", &written)?;
            tx.bump_policy_epoch(organisation)
        };
        self.app.store.write(unit).await.unwrap();
    }

    /// Somebody with a password whose codes of this kind go to this number.
    pub(crate) async fn with_phone(&self, username: &str, kind: &FactorKind, to: &str) -> UserId {
        let user = self.person(username).await;
        self.bind(user, kind, to).await;
        user
    }

    /// The same in another language.
    pub(crate) async fn in_english(&self, username: &str, kind: &FactorKind, to: &str) -> UserId {
        let new = NewUser {
            password: Some(PASSWORD.to_owned()),
            language: Some("en".to_owned()),
            ..somebody(username)
        };
        let user = self.add(new).await;
        self.bind(user, kind, to).await;
        user
    }

    pub(crate) async fn bind(&self, user: UserId, kind: &FactorKind, to: &str) {
        administer::bind_authenticator(&self.app, self.demo.id, user, kind, to, &self.by())
            .await
            .unwrap();
    }

    pub(crate) fn requester_from(&self, address: impl Into<IpAddr>) -> Requester {
        Requester {
            address: address.into(),
            ..self.requester()
        }
    }

    /// Types the password; a code goes out where it is the only second step.
    pub(crate) async fn signs_in(&self, username: &str) -> Entry {
        self.signs_in_from(username, self.requester().address).await
    }

    pub(crate) async fn signs_in_from(&self, username: &str, address: impl Into<IpAddr>) -> Entry {
        let given = Given {
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
            device: None,
            return_to: None,
        };
        let organisation = self.as_it_stands().await;
        let requester = self.requester_from(address);
        sign_in::sign_in(&self.app, &organisation, given, &requester)
            .await
            .unwrap()
            .expect("the password is right")
    }

    pub(crate) async fn stands(&self, login: &Token) -> Standing {
        sign_in::standing(&self.app, login, false, &self.requester())
            .await
            .unwrap()
    }

    /// Answers the open second step.
    pub(crate) async fn answer(&self, login: &Token, code: &str) -> Result<Option<Token>, Refusal> {
        let Standing::Answer(view) = self.stands(login).await else {
            panic!("the login waits for no answer");
        };
        let answer = Answer {
            challenge: view.challenge,
            form: Form::from_iter([("code", code)]),
        };
        let organisation = self.as_it_stands().await;
        let answered =
            sign_in::answer(&self.app, &organisation, login, answer, &self.requester()).await;
        Ok(answered.unwrap()?.session)
    }

    /// The delivery log, newest first. Messages of one moment stand in no order.
    pub(crate) async fn log(&self) -> Vec<DeliveryState> {
        let organisation = self.demo.id;
        let page = self
            .app
            .store
            .read(move |tx| tx.deliveries_page(organisation, &DeliveryFilter::default(), 1000));
        page.await.unwrap()
    }

    /// The only message in the log that goes by this channel.
    pub(crate) async fn only(&self, channel: MessageChannel) -> DeliveryState {
        let mut log = self.log().await;
        log.retain(|row| row.channel == channel);
        assert_eq!(log.len(), 1, "one message by {}", channel.as_str());
        log.remove(0)
    }

    /// Why messages were kept back, newest first.
    pub(crate) async fn kept_back(&self) -> Vec<String> {
        let log = self.log().await.into_iter();
        log.filter(|row| row.state == MessageState::Suppressed)
            .map(|row| row.reason.expect("a guard has a name"))
            .collect()
    }

    pub(crate) async fn run_due(&self) -> usize {
        deliver::run_due(&self.app, self.now).await.unwrap()
    }

    /// The alarms that the audit log tells of, sorted: the code and what it is about.
    pub(crate) async fn alarms(&self) -> Vec<(String, String)> {
        let organisation = self.demo.id;
        let rows = self
            .app
            .store
            .read(move |tx| tx.events(organisation, None, 1000));
        let rows = rows.await.unwrap().into_iter();
        let told = |row: &store::AuditRow, key: &str| row.details.get(key).cloned();
        let mut alarms: Vec<_> = rows
            .filter(|row| row.kind == "message-alarm")
            .map(|row| (told(&row, "alarm").unwrap(), told(&row, "about").unwrap()))
            .collect();
        alarms.sort();
        alarms
    }
}

/// The login of an entry.
pub(crate) fn login(entry: &Entry) -> &Token {
    assert!(entry.session.is_none(), "nobody is in by a password alone");
    entry.login.as_ref().expect("a login that goes on")
}

/// A fake of this gateway.
pub(crate) async fn fake(key: &str) -> Fake {
    Fake::start(key).await.unwrap()
}

/// The code that a text begins with.
pub(crate) fn code_of(message: &AcceptedMessage) -> String {
    let code: String = message.text.chars().take(6).collect();
    assert!(
        code.bytes().all(|sign| sign.is_ascii_digit()),
        "the code comes first: {}",
        message.text
    );
    code
}

impl Ground {
    pub(crate) async fn gateways_in_order(&self) -> Vec<store::Gateway> {
        let organisation = self.demo.id;
        let found = self.app.store.read(move |tx| tx.gateways_of(organisation));
        found.await.unwrap()
    }

    /// Ends a gateway's trouble, as reading its balance would.
    pub(crate) async fn mend(&self, id: GatewayId) {
        let (organisation, now) = (self.demo.id, self.now);
        let unit = move |tx: &mut Tx| tx.set_gateway_trouble(organisation, id, None, now);
        self.app.store.write(unit).await.unwrap();
    }

    /// Hands in what a gateway says of the newest message that it took.
    pub(crate) async fn report(&self, fake: &Fake, state: Reported) -> Taken {
        let message = fake.accepted().pop().expect("it took a message");
        let report = fake.genuine_report(&message, state, self.now.unix_millis());
        self.hand_in(&report).await
    }

    /// Hands in a request as the page for reports does.
    pub(crate) async fn hand_in(&self, report: &OwnedInbound) -> Taken {
        let site = "https://login.bjorken.example";
        let path_and_query = report
            .url
            .strip_prefix(site)
            .unwrap_or_else(|| panic!("{} is no address of ours", report.url));
        let rest = path_and_query.strip_prefix("/reports/").expect("a report");
        let (token, query) = rest.split_once('?').unwrap_or((rest, ""));
        let Some(token) = Token::parse(token) else {
            return Taken::Nobody;
        };
        let named = query.split('&').find_map(|pair| pair.strip_prefix("m="));
        let arrived = Arrived {
            method: report.method.to_owned(),
            path_and_query: path_and_query.to_owned(),
            headers: report.headers.clone(),
            body: report.body.clone(),
            delivery: named.and_then(|named| named.parse().ok()),
        };
        deliver::take_report(&self.app, &token, arrived, self.now)
            .await
            .unwrap()
    }
}

impl Ground {
    pub(crate) async fn remove_gateway(&self, id: GatewayId) {
        let organisation = self.demo.id;
        let unit = move |tx: &mut Tx| tx.remove_gateway(organisation, id);
        assert!(self.app.store.write(unit).await.unwrap());
    }
}

/// A ground whose one gateway keeps its messages in memory: for whatever is about many messages and not about the wire.
pub(crate) async fn in_memory(store: store::Store) -> (Ground, Arc<MemoryGateway>) {
    let phones = Arc::new(MemoryGateway::new(5000));
    let mail = Arc::new(Outbox::new("tvasteg@bjorken.example", 5000).unwrap());
    let (mailer, gateway) = (
        Arc::<Outbox>::clone(&mail),
        Arc::<MemoryGateway>::clone(&phones),
    );
    let app = installed_with(store, Some(mailer), Some(gateway));
    let now = start();
    let demo = administer::add_organisation(&app, organisation("demo"), &By::operator(now))
        .await
        .unwrap();
    let ground = Ground {
        app,
        mail,
        demo,
        now,
    };
    ground.built_in().await;
    (ground, phones)
}

impl Ground {
    /// The account at the gateway in memory, for texts and calls.
    pub(crate) async fn built_in(&self) -> GatewayId {
        let channels = [MessageChannel::Sms, MessageChannel::Voice];
        self.account_with("built-in", BTreeMap::new(), &channels)
            .await
    }

    /// Answers with the code that was texted last to this number.
    pub(crate) async fn type_back(&self, phones: &MemoryGateway, entry: &Entry, to: &str) {
        let kept = phones.kept();
        let newest = kept.iter().find(|kept| kept.to == to).expect("a code");
        let code: String = newest.text.chars().take(6).collect();
        let session = self.answer(login(entry), &code).await.unwrap();
        assert!(session.is_some());
    }
}

impl Ground {
    pub(crate) async fn user(&self, username: &str) -> UserId {
        administer::user_named(&self.app, self.demo.id, username)
            .await
            .unwrap()
            .id
    }

    /// Support hands out an enrolment pass: something that its person is told of.
    pub(crate) async fn support_acts(&self, user: UserId) {
        let lives_for = domain::time::Span::minutes(10);
        administer::issue_pass(&self.app, self.demo.id, user, lives_for, &self.by())
            .await
            .unwrap();
    }
}
