//! What the tests stand on: one organisation, a mailer in memory, a clock that is a value.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use app::administer::{self, By, Handing, Invitation, NewOrganisation, NewRole, NewUser};
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::sign_in::{self, Entry, Given};
use app::{App, Parts, Requester};
use connect::gateway::Gateway;
use connect::http::{Http, HttpSettings};
use connect::mail::Mailer;
use connect::mail::outbox::Outbox;
use domain::factor::FactorKind;
use domain::id::{AddressId, UserId};
use domain::organisation::{Organisation, Support};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use factors::Registry;
use jiff::tz::TimeZone;
use store::testing::SeededEntropy;
use store::{Channel, NewAddress, Store};
use text::{Catalogue, Language};

pub(crate) const PASSWORD: &str = "sju gula kaniner gräver";
pub(crate) const OTHER_PASSWORD: &str = "nio blå lastbilar sjunger";
pub(crate) const BASE_URL: &str = "https://login.bjorken.example/o/demo";

/// Codes by e-mail: the one factor here that can be bound by an address.
pub(crate) const MAIL_CODES: FactorKind = FactorKind::new("email");

pub(crate) struct Ground {
    pub(crate) app: Arc<App>,
    pub(crate) mail: Arc<Outbox>,
    pub(crate) demo: Organisation,
    pub(crate) now: Timestamp,
}

pub(crate) fn start() -> Timestamp {
    Timestamp::from_unix_seconds(1_796_385_600)
}

/// An installation over this store.
pub(crate) fn installed(store: Store, mailer: Option<Arc<dyn Mailer>>) -> Arc<App> {
    installed_with(store, mailer, None)
}

/// An installation whose gateways may stand on this machine; `phones` keeps its messages in memory.
pub(crate) fn installed_with(
    store: Store,
    mailer: Option<Arc<dyn Mailer>>,
    phones: Option<Arc<dyn Gateway>>,
) -> Arc<App> {
    connect::install_tls();
    let settings = HttpSettings {
        allowed_private: vec!["127.0.0.1".to_owned()],
        ..HttpSettings::default()
    };
    let http = Http::new(&settings).unwrap();
    let registry = Registry::standard();
    let catalogue = Catalogue::new(&registry.words()).unwrap();
    let quick = PasswordSettings {
        memory_kib: 64,
        iterations: 1,
        lanes: 1,
        threads: 2,
        queue: 256,
    };
    App::new(Parts {
        store,
        registry,
        catalogue,
        passwords: PasswordPool::start(quick).unwrap(),
        mailer,
        gateways: Gateways::new(http, phones),
        eids: app::eids::Eids::default(),
        clock: Arc::new(domain::time::Timestamp::from_unix_millis(0)),
        entropy: Arc::new(SeededEntropy::default()),
        time_zone: TimeZone::UTC,
        default_organisation: "demo".to_owned(),
    })
}

pub(crate) fn organisation(slug: &str) -> NewOrganisation {
    NewOrganisation {
        slug: slug.to_owned(),
        name: "Björkens Omsorg".to_owned(),
        base_url: format!("https://login.bjorken.example/o/{slug}"),
        two_step_add_on: true,
        default_trusted_days: 0,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
    }
}

impl Ground {
    pub(crate) async fn lay(store: Store) -> Self {
        let mail = Arc::new(Outbox::new("tvasteg@bjorken.example", 1000).unwrap());
        let mailer: Arc<dyn Mailer> = Arc::<Outbox>::clone(&mail);
        let app = installed(store, Some(mailer));
        let now = start();
        let demo = administer::add_organisation(&app, organisation("demo"), &By::operator(now))
            .await
            .unwrap();
        Self {
            app,
            mail,
            demo,
            now,
        }
    }

    pub(crate) fn by(&self) -> By {
        By::operator(self.now)
    }

    pub(crate) fn requester(&self) -> Requester {
        Requester {
            now: self.now,
            address: IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)),
            browser: "Firefox on Linux".to_owned(),
            language: Language::Sv,
            visit: domain::eid::Visit::default(),
        }
    }

    pub(crate) fn pass(&mut self, span: Span) {
        self.now = self.now + span;
    }

    /// Somebody with a password and a mailbox.
    pub(crate) async fn person(&self, username: &str) -> UserId {
        self.add(NewUser {
            password: Some(PASSWORD.to_owned()),
            ..somebody(username)
        })
        .await
    }

    pub(crate) async fn add(&self, new: NewUser) -> UserId {
        administer::add_user(&self.app, self.demo.id, new, &self.by())
            .await
            .unwrap()
            .id
    }

    /// Somebody without a password, and the token of their invitation.
    pub(crate) async fn invited(&self, username: &str) -> (UserId, String) {
        let new = NewUser {
            invitation: Some(Handing::Link),
            ..somebody(username)
        };
        let added = administer::add_user(&self.app, self.demo.id, new, &self.by())
            .await
            .unwrap();
        let Some(Invitation::Link { url, .. }) = added.invitation else {
            panic!("no link")
        };
        (added.id, token_of(&url))
    }

    pub(crate) async fn role(&self, key: &str, change: impl FnOnce(&mut NewRole)) {
        let mut new = NewRole {
            key: key.to_owned(),
            name: key.to_owned(),
            ..NewRole::default()
        };
        change(&mut new);
        administer::add_role(&self.app, self.demo.id, new, &self.by())
            .await
            .unwrap();
    }

    pub(crate) async fn address(&self, user: UserId, address: &str, verified: bool) {
        let (organisation, now, address) = (self.demo.id, self.now, address.to_owned());
        let unit = move |tx: &mut store::Tx| {
            let id = AddressId::draw(now, tx.random());
            let new = NewAddress {
                id,
                user,
                channel: Channel::Email,
                value: &address,
                canonical: &address.to_lowercase(),
                masked: "•••",
                verified_at: verified.then_some(now),
            };
            tx.insert_address(organisation, &new, now)
        };
        self.app.store.write(unit).await.unwrap();
    }

    pub(crate) async fn sign_in(&self, username: &str, password: &str) -> Result<Entry, Refusal> {
        let given = Given {
            username: username.to_owned(),
            password: password.to_owned(),
            device: None,
            return_to: None,
        };
        let organisation = Arc::new(self.demo.clone());
        sign_in::sign_in(&self.app, &organisation, given, &self.requester())
            .await
            .unwrap()
    }

    /// What the audit log tells of somebody: event and outcome. Rows of one moment stand in no order.
    pub(crate) async fn events(&self, user: UserId) -> Vec<(String, String)> {
        let organisation = self.demo.id;
        let unit =
            move |tx: &mut store::ReadTx| tx.events_of_subject(organisation, user, None, 100);
        let rows = self.app.store.read(unit).await.unwrap();
        rows.into_iter()
            .map(|row| (row.kind, row.outcome))
            .collect()
    }

    pub(crate) fn addressees(&self) -> Vec<String> {
        let mut to: Vec<String> = self.mail.kept().into_iter().map(|kept| kept.to).collect();
        to.sort();
        to
    }

    /// The token of the link in the newest letter that holds one.
    pub(crate) fn mailed_token(&self) -> String {
        let kept = self.mail.kept();
        let text = &kept
            .iter()
            .find(|kept| kept.text.contains("/recover/"))
            .expect("a letter with a link")
            .text;
        let link = text
            .lines()
            .find(|line| line.contains("/recover/"))
            .unwrap();
        token_of(link)
    }
}

pub(crate) fn somebody(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        email: Some(format!("{username}@bjorken.example")),
        ..NewUser::default()
    }
}

/// The token at the end of a link of ours.
pub(crate) fn token_of(link: &str) -> String {
    let token = link.strip_prefix(&format!("{BASE_URL}/recover/"));
    token
        .unwrap_or_else(|| panic!("{link} is no link of ours"))
        .to_owned()
}

/// The six digits of a code's letter.
pub(crate) fn code_in(text: &str) -> String {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    text.lines()
        .find(is_code)
        .expect("a code on a line of its own")
        .to_owned()
}
