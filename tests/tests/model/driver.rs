//! Does each act on the server and in the model, and compares what both show.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use app::administer::{self, By, OrganisationChange};
use domain::time::Span;
use tests::world::{OSKARS_PASSWORD, PASSWORD, World, code_in};
use tests::{Authenticator, Browser};

use crate::act::{Act, BROWSERS, Guess, How, PEOPLE};
use crate::rules::{self, Kind, Moment, Person, Purpose, Rules, STEP, Typed};

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
    pub(crate) rules: Rules,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) hands: Vec<Hands>,
    /// Per browser, the codes that were mailed for the question that is open, by their places among all that were.
    question: Vec<Vec<usize>>,
    /// Every code that was accepted.
    accepted: BTreeSet<String>,
    doing: String,
    /// How often each page and each outcome was met.
    met: &'a RefCell<BTreeMap<&'static str, u32>>,
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
    pub(crate) fn new(world: &'a World, met: &'a RefCell<BTreeMap<&'static str, u32>>) -> Self {
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
        Self {
            world,
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
            self.doing = format!("act {number}, {act:?}");
            self.pass(ACT_TAKES);
            self.act(*act).await;
            if let Some(b) = act.browser() {
                self.take_letters(b);
            }
            for b in 0..BROWSERS {
                self.look(b).await;
            }
            self.compare_counts().await;
        }
    }

    fn meet(&self, what: &'static str) {
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

    /// Takes new letters with codes out of everybody's mailbox; those for the question of this browser are remembered with it.
    pub(crate) fn take_letters(&mut self, b: usize) {
        for (person, hands) in self.hands.iter_mut().enumerate() {
            let known = hands.mailed.len();
            let codes: Vec<String> = self
                .world
                .mail_to(PEOPLE[person].0)
                .iter()
                .rev()
                .filter_map(|kept| code_in(&kept.text))
                .collect();
            hands.mailed = codes;
            let new = known..hands.mailed.len();
            let login = self.rules.browsers[b]
                .login
                .as_ref()
                .filter(|login| login.person == person);
            if let (Some(_), Some(asked)) = (login, self.rules.clone().asked(b)) {
                if asked.resends == 0 && !new.is_empty() {
                    self.question[b].clear();
                }
                self.question[b].extend(new);
            }
        }
    }

    /// What stands against whom, who has what, and how many devices are trusted.
    async fn compare_counts(&self) {
        for (person, own) in self.rules.people.iter().enumerate() {
            let username = PEOPLE[person].0;
            let mut stored: Vec<(String, i64)> = Vec::new();
            for found in self.world.authenticators(username).await {
                stored.push((found.kind.to_string(), found.failures));
            }
            stored.sort();
            let mut expected: Vec<(String, i64)> = own
                .factors
                .iter()
                .map(|(kind, factor)| (name_of(*kind).to_owned(), i64::from(factor.count.wrong)))
                .collect();
            expected.sort();
            assert_eq!(
                stored, expected,
                "{}: what {username} has, and the wrong answers in a row",
                self.doing
            );
            let trusted = self
                .rules
                .devices
                .iter()
                .filter(|device| device.person == person)
                .count();
            assert_eq!(
                self.world.devices(username).await,
                trusted,
                "{}: devices of {username}",
                self.doing
            );
            let sent = u32::try_from(self.hands[person].mailed.len()).unwrap();
            assert_eq!(
                sent, own.mailed,
                "{}: codes mailed to {username}",
                self.doing
            );
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
                    "answer" | "choose-factor" | "reauthenticate" | "enrol-choose"
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
                administer::change_organisation(
                    self.world.app(),
                    self.world.demo().await,
                    change,
                    &by,
                )
                .await
                .expect("changed");
                self.rules.change_organisation(add_on, i64::from(days));
            }
            Act::Suspend { person, suspended } => {
                let (organisation, user) = (
                    self.world.demo().await,
                    self.world.user(PEOPLE[person].0).await.id,
                );
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
        let (app, organisation) = (self.world.app(), self.world.demo().await);
        let key = PEOPLE[person].1;
        let mut card = administer::role_named(app, organisation, key)
            .await
            .expect("the card");
        (card.two_step, card.trusted_days) = (demands, days);
        administer::save_role(app, organisation, card, &By::operator(self.world.now()))
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

    /// Answers the question that is open in this browser.
    pub(crate) async fn answer(&mut self, b: usize, how: How) {
        if self.look(b).await != "answer" {
            return;
        }
        if matches!(how, How::Right) {
            self.wait_for_the_next_code(b);
            if self.look(b).await != "answer" {
                return;
            }
        }
        let person = self.rules.browsers[b].login.as_ref().unwrap().person;
        let kind = self.rules.asked(b).unwrap().kind;
        let (typed, text, id) = self.code(b, person, kind, how);
        let said = self.rules.answer(b, typed);
        self.meet(said);
        self.browsers[b].answer(&text).await;
        if said == "right" {
            assert!(
                self.accepted.insert(format!("{person} {id}")),
                "{}: {id} was accepted twice",
                self.doing
            );
        } else {
            let log = self.world.log(PEOPLE[person].0).await;
            assert_eq!(
                (log[0].kind.as_str(), log[0].outcome.as_str()),
                ("factor-checked", said),
                "{}: {text}",
                self.doing
            );
        }
    }

    /// An app shows a code that was used until its step is over.
    fn wait_for_the_next_code(&mut self, b: usize) {
        let Some(login) = self.rules.browsers[b].login.clone() else {
            return;
        };
        if self
            .rules
            .asked(b)
            .is_some_and(|asked| asked.kind == Kind::App)
            && let used @ 1.. = self.rules.people[login.person].factors[&Kind::App].step
        {
            self.pass(((used + 1) * STEP - self.rules.now).max(0));
        }
    }

    /// The code to type, what it is to the model, and what it is called once it is accepted.
    fn code(&self, b: usize, person: usize, kind: Kind, how: How) -> (Typed, String, String) {
        let (hands, factor) = (
            &self.hands[person],
            &self.rules.people[person].factors[&kind],
        );
        let now = self.world.now();
        let wrong = |text: String| (Typed::Wrong, text, "a wrong code".to_owned());
        match kind {
            Kind::App => {
                let app = hands.app.as_ref().unwrap();
                let current = self.rules.now / STEP;
                let near: Vec<String> = (-1..=1).map(|off| app.code_off(now, off)).collect();
                // By chance a code of another step may be the same digits: then the one before is meant.
                let earlier = |from: i64| {
                    (1..from)
                        .rev()
                        .find(|step| !near.contains(&app.code_off(now, step - current)))
                        .unwrap()
                };
                let step = match how {
                    How::Right => current,
                    How::Early => current + 1,
                    How::Older => earlier(current - 2),
                    How::Replayed if factor.step >= current - 1 => factor.step,
                    How::Replayed | How::Wrong => return wrong(app.wrong_code(now)),
                };
                (
                    Typed::Step(step),
                    app.code_off(now, step - current),
                    format!("app {} {step}", hands.generation),
                )
            }
            Kind::Mail => {
                let sent = &self.question[b];
                let text = |place: usize| hands.mailed[place].clone();
                let (newest, replaced) = sent.split_last().unwrap();
                match how {
                    How::Right | How::Early => (
                        Typed::Mailed { is_newest: true },
                        text(*newest),
                        format!("letter {newest}"),
                    ),
                    How::Older if !replaced.is_empty() => (
                        Typed::Mailed { is_newest: false },
                        text(replaced[0]),
                        "replaced".to_owned(),
                    ),
                    _ => {
                        let mut others = hands
                            .mailed
                            .iter()
                            .cloned()
                            .chain(["123456", "123457", "123458"].map(str::to_owned));
                        wrong(
                            others
                                .find(|code| sent.iter().all(|place| hands.mailed[*place] != *code))
                                .unwrap(),
                        )
                    }
                }
            }
            Kind::Codes => {
                let used = (0..hands.sheet.len()).find(|place| !factor.left.contains(place));
                let place = match how {
                    How::Right | How::Early => factor.left.first().copied().or(used),
                    How::Replayed | How::Older => used,
                    How::Wrong => None,
                };
                place.map_or_else(
                    || wrong("AAAA-AAAA-AAAA-AAAA".to_owned()),
                    |place| {
                        (
                            Typed::Recovery(place),
                            hands.sheet[place].clone(),
                            format!("sheet {}", hands.sheet[place]),
                        )
                    },
                )
            }
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
