//! Codes by text message through the outbox, beside the gateway's driver alone; and what a gateway that hangs does to everybody else.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use app::administer::{self, By};
use app::sign_in::{self, Choice};
use connect::gateway::fake::{Behaviour, Fake};
use connect::gateway::{Gateway, Sms};
use domain::factor::FactorKind;
use domain::id::GatewayId;
use domain::message::MessageChannel;
use domain::time::{Span, Timestamp};
use domain::token::TokenSecret;
use store::{NewGateway, Tx};

use crate::callers::{self, Until, call};
use crate::drawn::Drawn;
use crate::ground::{BEGINNING, Cost, Ground, refused};
use crate::options::{Options, ROUNDS};
use crate::person::Person;
use crate::place::Folder;
use crate::sample::{Rounds, Sample};
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// People who get codes by text message: as many as there are numbers set aside for fiction in one row.
const TEXTED: u64 = 95;
/// Everybody; whoever gets no texts has an authenticator app alone.
const PEOPLE: u64 = 512;
const CALLERS: usize = 8;
/// People who wait for a gateway that hangs.
const WAITING: usize = 16;
/// How often each of them asks again.
const PRESSES_EVERY: Duration = Duration::from_secs(2);
/// How long a round may take in all.
const PATIENCE: Duration = Duration::from_mins(1);
const DRIVER: &str = "46elks";

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let runtime = callers::runtime()?;
    let mut table = Table::new("Messages: codes by text message (SQLite, a gateway on loopback)");
    runtime.block_on(async {
        let folder = Folder::new(&options.data)?;
        let office = Office::open(&folder).await?;
        for row in office.beside_the_driver(options).await? {
            table.add(row);
        }
        table.add(office.while_it_hangs(options).await?);
        office.ground.stop();
        anyhow::Ok(())
    })?;
    table.note(
        "A message is the person's act *send me a code*: the choice, the guards and their counts, the row in the outbox, its claim, the \
         request and what became of it: four commits. The yardstick is the same driver and the same requests without any of that.",
    );
    Ok(table)
}

/// An installation whose people get codes by text message.
struct Office {
    ground: Ground,
    fake: Arc<Fake>,
    gateway: Arc<dyn Gateway>,
    kind: FactorKind,
    turn: Arc<AtomicU64>,
}

impl Office {
    async fn open(folder: &Folder) -> Result<Self> {
        let ground = Ground::lay(folder.location(), Cost::Nothing, PEOPLE).await?;
        let fake = Arc::new(Fake::start(DRIVER).await?);
        let mut settings: BTreeMap<String, String> = fake.settings().0;
        settings.insert("sender".to_owned(), "Bench".to_owned());
        let organisation = ground.organisation.id;
        let account = move |tx: &mut Tx| {
            let mut random = Drawn::of(9 << 40);
            let account = NewGateway {
                id: GatewayId::draw(BEGINNING, &mut random),
                driver: DRIVER,
                name: "Bench",
                channels: &[MessageChannel::Sms],
                settings: &settings,
                report_secret: &TokenSecret::draw(&mut random),
                active: true,
            };
            tx.insert_gateway(organisation, &account, BEGINNING)
        };
        ground.app.store.write(account).await?;
        let profiles = ground.app.registry.profiles();
        let texts = |needs: &domain::factor::Needs| needs.gateway == Some(MessageChannel::Sms);
        let kind = profiles.into_iter().find(|profile| texts(&profile.needs));
        let kind = kind.context("no factor sends text messages")?.kind;
        let by = By::operator(BEGINNING);
        for person in (0..TEXTED).map(Person) {
            let number = format!("070-1740{}", 605 + person.0);
            let user = person.user();
            administer::bind_authenticator(&ground.app, organisation, user, &kind, &number, &by)
                .await?;
        }
        let gateway = fake.open()?;
        Ok(Self {
            ground,
            fake,
            gateway,
            kind,
            turn: Arc::default(),
        })
    }

    /// One code to the person whose turn it is, each a day after the one before; gives how long the request took to reach the gateway.
    async fn send(&self) -> Result<()> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let (person, now) = (Person(turn % TEXTED), day(turn / TEXTED));
        let login = self.ground.password(person, now).await?;
        let choice = Choice {
            kind: self.kind.clone(),
            first: None,
        };
        let requester = person.requester(now);
        let chosen = sign_in::choose(&self.ground.app, &login, choice, &requester).await?;
        chosen.map(drop).map_err(refused)
    }

    async fn beside_the_driver(&self, options: &Options) -> Result<[Row; 2]> {
        let mut rates = Rounds::default();
        for _ in 0..ROUNDS {
            let own = self.clone();
            let watch = Stopwatch::start();
            let sent = call(CALLERS, Until::Over(options.round()), move |_| {
                let own = own.clone();
                async move { own.send().await }
            });
            let done = sent.await?.done;
            // Nobody waits for a gateway: the last ones are still on their way.
            while (self.fake.accepted().len() as u64) < done && !watch.has_run_for(PATIENCE) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let per_second = watch.per_second(self.fake.accepted().len() as u64);
            let gateway = Arc::clone(&self.gateway);
            let bare = call(CALLERS, Until::Over(options.round()), move |number| {
                let gateway = Arc::clone(&gateway);
                async move {
                    gateway.send_sms(&bare_message(number), 0).await?;
                    Ok(())
                }
            });
            rates.add(per_second, bare.await?.per_second);
            self.fake.clear();
        }
        let (ways, driver) = self.ways(options).await?;
        Ok([
            Row {
                what: format!("codes sent through the outbox, {CALLERS} callers, password and all"),
                held: rates.ratio(),
                unit: "",
                aim: Aim::None,
                figure: format!("{} messages/s", short(rates.figure())),
                yardstick: format!(
                    "{}/s by the driver alone; rounds {}",
                    short(rates.yardstick()),
                    rates.range()
                ),
            },
            Row {
                what: "from the button to the gateway's socket, p99, one caller".to_owned(),
                held: ways.quantile(0.99),
                unit: " ms",
                aim: Aim::AtMost(20.0),
                figure: format!("p50 {} ms", short(ways.median())),
                yardstick: format!(
                    "the driver alone p50 {} ms, p99 {} ms",
                    short(driver.median()),
                    short(driver.quantile(0.99))
                ),
            },
        ])
    }

    /// How long it takes until the gateway has the head of the request: from the button, and from the driver's call.
    async fn ways(&self, options: &Options) -> Result<(Sample, Sample)> {
        let (mut ways, mut driver) = (Vec::new(), Vec::new());
        let watch = Stopwatch::start();
        while !watch.has_run_for(options.round() * 2) {
            self.fake.clear();
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let (person, now) = (Person(turn % TEXTED), day(turn / TEXTED));
            let login = self.ground.password(person, now).await?;
            let choice = Choice {
                kind: self.kind.clone(),
                first: None,
            };
            let requester = person.requester(now);
            let pressed = Stopwatch::moment();
            let chosen = sign_in::choose(&self.ground.app, &login, choice, &requester).await?;
            chosen.map_err(refused)?;
            ways.push(self.came_after(pressed).await?);
            self.fake.clear();
            let called = Stopwatch::moment();
            self.gateway.send_sms(&bare_message(turn), 0).await?;
            driver.push(self.came_after(called).await?);
        }
        Ok((Sample::of(ways), Sample::of(driver)))
    }

    async fn came_after(&self, moment: Instant) -> Result<f64> {
        // Nobody waits for a gateway: the message comes when the act is over.
        let waiting = Stopwatch::start();
        while self.fake.accepted().is_empty() && !waiting.has_run_for(Duration::from_secs(5)) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let accepted = self.fake.accepted();
        let newest = accepted.last().context("the gateway took nothing")?;
        Ok(newest.came_at.duration_since(moment).as_secs_f64() * 1000.0)
    }

    /// How long sign-ins with an authenticator app take while every gateway hangs, beside a while in which none does.
    async fn while_it_hangs(&self, options: &Options) -> Result<Row> {
        let mut late = Rounds::default();
        for _ in 0..ROUNDS {
            let usual = self.app_sign_ins(options.round()).await?;
            self.fake.always(Behaviour::Hang);
            let stop = Arc::new(AtomicBool::new(false));
            let mut waiting = tokio::task::JoinSet::new();
            for _ in 0..WAITING {
                let (own, stop) = (self.clone(), Arc::clone(&stop));
                waiting.spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        own.send().await.ok();
                        tokio::time::sleep(PRESSES_EVERY).await;
                    }
                });
            }
            let held_up = self.app_sign_ins(options.round()).await?;
            stop.store(true, Ordering::Relaxed);
            self.fake.clear();
            self.fake.always(Behaviour::Accept);
            waiting.abort_all();
            while waiting.join_next().await.is_some() {}
            late.add(held_up.quantile(0.99), usual.quantile(0.99));
        }
        Ok(Row {
            what: format!(
                "sign-ins with an authenticator app, p99, while {WAITING} people wait for a gateway that hangs"
            ),
            held: late.ratio(),
            unit: "",
            aim: Aim::AtMost(1.1),
            figure: format!("{} ms", short(late.figure())),
            yardstick: format!(
                "{} ms while it answers; rounds {}",
                short(late.yardstick()),
                late.range()
            ),
        })
    }

    async fn app_sign_ins(&self, span: Duration) -> Result<Sample> {
        let own = self.clone();
        let called = call(2, Until::Over(span), move |_| {
            let own = own.clone();
            async move {
                let turn = own.turn.fetch_add(1, Ordering::Relaxed);
                let person = Person(TEXTED + turn % (PEOPLE - TEXTED));
                let now = BEGINNING + Span::seconds(30 * i64::try_from(turn).unwrap_or(0));
                own.ground.sign_in(person, now).await.map(drop)
            }
        });
        Ok(called.await?.took)
    }
}

impl Clone for Office {
    fn clone(&self) -> Self {
        Self {
            ground: self.ground.clone(),
            fake: Arc::clone(&self.fake),
            gateway: Arc::clone(&self.gateway),
            kind: self.kind.clone(),
            turn: Arc::clone(&self.turn),
        }
    }
}

fn day(number: u64) -> Timestamp {
    BEGINNING + Span::days(i64::try_from(number).unwrap_or(0))
}

fn bare_message(number: u64) -> Sms {
    Sms {
        to: format!("+4670174{:04}", 605 + number % TEXTED),
        from: Some("Bench".to_owned()),
        text: "123456 är din kod.\n\n@bench.example #123456".to_owned(),
        reference: format!("bench-{number}"),
        report_url: Some("http://bench.example/reports/x".to_owned()),
        lives_for: Duration::from_mins(5),
    }
}
