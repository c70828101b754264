//! Does each act on the server and in the model, and compares what both show.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use app::administer::{self, By, OrganisationChange};
use domain::id::{OrganisationId, UserId};
use domain::time::Span;
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};
use tests::{Authenticator, Browser};

use crate::act::{Act, BROWSERS, Guess, PEOPLE, fitting};
use crate::rules::{self, Kind, Moment, Person, Purpose, Rules};

/// How long every act takes: long enough that nobody's budget of messages is spent within one sequence.
const ACT_TAKES: Moment = 17;

/// A password that is nobody's.
pub(crate) const NOBODYS: u32 = u32::MAX;

/// What somebody holds in their hands.
#[derive(Default)]
pub(crate) struct Hands {
    pub(crate) app: Option<Authenticator>,
    pub(crate) sheet: Vec<String>,
    pub(crate) passwords_ever: u32,
    pub(crate) links_asked_at: Vec<Moment>,
    /// Rises with every new app.
    pub(crate) generation: u32,
    /// All codes that were ever mailed, oldest first.
    pub(crate) mailed: Vec<String>,
}

pub(crate) struct Driver<'a> {
    pub(crate) world: &'a World,
    pub(crate) organisation: OrganisationId,
    pub(crate) users: Vec<UserId>,
    pub(crate) rules: Rules,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) hands: Vec<Hands>,
    /// Per browser, the codes that were mailed for the question that is open, by their places among all that were.
    pub(crate) question: Vec<Vec<usize>>,
    /// Every code that was accepted.
    pub(crate) accepted: BTreeSet<String>,
    pub(crate) doing: String,
    /// How often each page and each outcome was met.
    pub(crate) met: &'a RefCell<BTreeMap<&'static str, u32>>,
}

pub(crate) const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::App => "totp",
        Kind::Mail => "email",
        Kind::Codes => "recovery_codes",
    }
}

pub(crate) fn password(person: usize, which: u32) -> String {
    match which {
        NOBODYS => "det här är ingens lösenord".to_owned(),
        0 if PEOPLE[person].0 == "oskar" => OSKARS_PASSWORD.to_owned(),
        0 => PASSWORD.to_owned(),
        which => format!("en egen lösenfras, den {which}:e"),
    }
}

impl<'a> Driver<'a> {
    pub(crate) async fn new(
        world: &'a World,
        met: &'a RefCell<BTreeMap<&'static str, u32>>,
    ) -> Self {
        let card = |demands, days| Person {
            card_demands: demands,
            card_days: days,
            ..Person::default()
        };
        let mut wilma = card(true, 14);
        wilma.factors.insert(Kind::Mail, rules::Factor::default());
        let rules = Rules {
            now: world.now().unix_seconds(),
            add_on: true,
            people: vec![card(true, 0), card(false, 0), wilma],
            browsers: vec![rules::Browser::default(); BROWSERS],
            ..Rules::default()
        };
        let mut users = Vec::new();
        for (username, _) in PEOPLE {
            users.push(world.user(username).await.id);
        }
        Self {
            world,
            organisation: world.demo().await,
            users,
            rules,
            browsers: (0..BROWSERS).map(|_| world.browser()).collect(),
            hands: PEOPLE.iter().map(|_| Hands::default()).collect(),
            question: vec![Vec::new(); BROWSERS],
            accepted: BTreeSet::new(),
            doing: String::new(),
            met,
        }
    }

    pub(crate) async fn play(mut self, acts: &[Act]) {
        for (number, act) in acts.iter().enumerate() {
            self.pass(ACT_TAKES);
            let act = match *act {
                Act::Next { b, draw } => {
                    fitting(b, self.look(b).await, self.rules.owner_of(b), draw)
                }
                other => other,
            };
            self.doing = format!("act {number}, {act:?}");
            self.act(act).await;
            if let Some(b) = act.browser() {
                self.take_letters(b);
            }
            for b in 0..BROWSERS {
                self.look(b).await;
            }
            self.compare_counts().await;
        }
    }

    pub(crate) fn meet(&self, what: &'static str) {
        *self.met.borrow_mut().entry(what).or_default() += 1;
    }

    pub(crate) fn pass(&mut self, seconds: Moment) {
        self.world.wait(Span::seconds(seconds));
        self.rules.now += seconds;
    }

    /// Both show the same of this browser: whether somebody is signed in and who, and where the login stands.
    pub(crate) async fn look(&mut self, b: usize) -> &'static str {
        self.take_letters(b);
        let expected = self.rules.look(b);
        let (doing, browser) = (&self.doing, &mut self.browsers[b]);
        browser.fetch("/account").await;
        let person = self.rules.browsers[b]
            .session
            .as_ref()
            .map(|session| session.person);
        let name = browser.page().is_html().then(|| browser.page().text());
        assert_eq!(
            browser.page().status.is_success(),
            person.is_some(),
            "{doing}: signed in in browser {b}: {name:?}"
        );
        if let (Some(person), Some(text)) = (person, name) {
            let username = PEOPLE[person].0;
            assert!(
                text.to_lowercase().contains(username),
                "{doing}: browser {b} is {username}'s: {text}"
            );
        }
        browser.go("/o/demo/login").await;
        assert_eq!(
            browser.page().name(),
            expected,
            "{doing}: browser {b} shows {}",
            browser.page().text()
        );
        if let ("answer", Some(asked)) = (expected, self.rules.asked(b)) {
            assert_eq!(
                self.browsers[b].page().factor(),
                Some(name_of(asked.kind)),
                "{}",
                self.doing
            );
        }
        self.meet(expected);
        expected
    }

    /// What stands against whom, who has what, and how many devices are trusted.
    async fn compare_counts(&self) {
        let (organisation, users) = (self.organisation, self.users.clone());
        let unit = move |tx: &mut store::ReadTx| {
            let mut stored = Vec::new();
            for user in &users {
                let mut counts = BTreeMap::new();
                for own in tx.authenticators_of_user(organisation, *user)? {
                    counts.insert(own.kind.to_string(), own.failures);
                }
                let devices = tx.trusted_devices_of_user(organisation, *user)?.len();
                stored.push((counts, devices));
            }
            Ok(stored)
        };
        let stored = self.world.read(unit).await;
        for (person, (own, stored)) in self.rules.people.iter().zip(stored).enumerate() {
            let count = |factor: &rules::Factor| i64::from(factor.count.wrong);
            let factors = own.factors.iter();
            let counts = factors.map(|(kind, own)| (name_of(*kind).to_owned(), count(own)));
            let devices = self.rules.devices.iter();
            let devices = devices.filter(|device| device.person == person).count();
            let (doing, (username, _)) = (&self.doing, PEOPLE[person]);
            assert_eq!(
                stored,
                (counts.collect(), devices),
                "{doing}: what {username} has"
            );
            let mailed = u32::try_from(self.hands[person].mailed.len()).unwrap();
            assert_eq!(mailed, own.mailed, "{doing}: codes mailed to {username}");
        }
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::SignIn { b, person, guess } => self.sign_in(b, person, guess).await,
            Act::PasswordAgain { b, guess } => self.password_again(b, guess).await,
            Act::Answer { b, how } => self.answer(b, how).await,
            Act::Choose { b, nth } => self.choose(b, nth).await,
            Act::Resend { b } => self.resend(b).await,
            Act::Trust { b, yes } => {
                if self.look(b).await == "trust-device" {
                    self.rules.trust(b, yes);
                    self.browsers[b]
                        .press(if yes { "trust" } else { "dont-trust" }, &[])
                        .await;
                }
            }
            Act::Cancel { b } => {
                if matches!(
                    self.look(b).await,
                    "answer" | "choose-factor" | "reauthenticate" | "enrol-choose" | "support"
                ) {
                    self.rules.leave(b);
                    self.browsers[b].press("cancel", &[]).await;
                }
            }
            Act::SignOut { b } => self.sign_out(b).await,
            Act::Wait(seconds) => self.pass(seconds),
            Act::Card {
                person,
                demands,
                days,
            } => self.change_card(person, demands, days).await,
            Act::Organisation { add_on, days } => {
                let change = OrganisationChange {
                    two_step_add_on: Some(add_on),
                    default_trusted_days: Some(days),
                    ..OrganisationChange::default()
                };
                let by = By::operator(self.world.now());
                administer::change_organisation(self.world.app(), self.organisation, change, &by)
                    .await
                    .expect("changed");
                self.rules.change_organisation(add_on, i64::from(days));
            }
            Act::Suspend { person, suspended } => {
                let (organisation, user) = (self.organisation, self.users[person]);
                administer::suspend_user(
                    self.world.app(),
                    organisation,
                    user,
                    suspended,
                    &By::operator(self.world.now()),
                )
                .await
                .expect("done");
                self.rules.suspend(person, suspended);
            }
            errand => self.run(errand).await,
        }
    }

    async fn change_card(&mut self, person: usize, demands: bool, days: u32) {
        let (app, organisation) = (self.world.app(), self.organisation);
        let key = PEOPLE[person].1;
        let mut card = administer::role_named(app, organisation, key)
            .await
            .expect("the card");
        (card.two_step, card.trusted_days) = (demands, days);
        administer::save_role(
            app,
            organisation,
            card,
            None,
            &By::operator(self.world.now()),
        )
        .await
        .expect("saved");
        self.rules.change_card(person, demands, i64::from(days));
    }

    fn guessed(&self, person: usize, guess: Guess) -> (u32, u8) {
        let own = self.rules.people[person].password;
        match guess {
            Guess::Right => (own, 1),
            Guess::Old => (own.checked_sub(1).unwrap_or(NOBODYS), 1),
            Guess::Wrong(times) => (NOBODYS, times),
        }
    }

    async fn sign_in(&mut self, b: usize, person: usize, guess: Guess) {
        self.sign_out(b).await;
        self.browsers[b].forget("_login");
        self.rules.leave(b);
        assert_eq!(self.look(b).await, "password");
        let (which, times) = self.guessed(person, guess);
        for _ in 0..times {
            self.rules.sign_in(b, person, which);
            if self.rules.is_skipped_in(b) {
                self.meet("skipped");
            }
            let typed = [
                ("username", PEOPLE[person].0),
                ("password", &password(person, which)),
            ];
            self.browsers[b].press("continue", &typed).await;
        }
    }

    async fn password_again(&mut self, b: usize, guess: Guess) {
        for turn in 0.. {
            if self.look(b).await != "reauthenticate" {
                return;
            }
            let person = self.rules.browsers[b].login.as_ref().unwrap().person;
            let (which, times) = self.guessed(person, guess);
            if turn == times {
                return;
            }
            self.rules.password_again(b, which);
            self.browsers[b]
                .press("continue", &[("password", &password(person, which))])
                .await;
        }
    }

    pub(crate) async fn sign_out(&mut self, b: usize) {
        self.look(b).await;
        if self.rules.browsers[b].session.take().is_some() {
            self.browsers[b].go("/account").await;
            self.browsers[b].press("sign-out", &[]).await;
        }
    }

    async fn resend(&mut self, b: usize) {
        if self.look(b).await == "answer"
            && self
                .rules
                .asked(b)
                .is_some_and(|asked| asked.kind == Kind::Mail)
        {
            self.rules.resend(b);
            self.browsers[b].post("/o/demo/login/resend", &[]).await;
        }
    }

    async fn choose(&mut self, b: usize, nth: usize) {
        if !matches!(self.look(b).await, "answer" | "choose-factor") {
            return;
        }
        let Some(login) = self.rules.browsers[b].login.clone() else {
            return;
        };
        let own = &self.rules.people[login.person].factors;
        let open: Vec<Kind> = self
            .rules
            .ways(&login)
            .into_iter()
            .filter(|kind| !own[kind].count.waits(self.rules.now))
            .collect();
        self.browsers[b].go("/o/demo/login?way=other").await;
        let mut offered = self.browsers[b].page().choices();
        offered.sort();
        let mut expected: Vec<&str> = open.iter().map(|kind| name_of(*kind)).collect();
        expected.sort_unstable();
        assert_eq!(offered, expected, "{}: the ways of browser {b}", self.doing);
        if let Some(kind) = open.get(nth) {
            self.rules.choose(b, *kind);
            self.browsers[b].choose(name_of(*kind)).await;
        }
    }

    /// Whether a browser's login is for fresh proof.
    pub(crate) fn is_fresh_proof(&self, b: usize) -> bool {
        self.rules.browsers[b]
            .login
            .as_ref()
            .is_some_and(|login| login.purpose == Purpose::Fresh)
    }
}
