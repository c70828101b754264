//! Logins that wait for an eID: how many one node holds, how punctually it asks about each, and how fast pictures are made.
//!
//! The eID is the built-in simulator in a process of its own, spoken to over mutual TLS by the real client. Everybody waits before a
//! picture that nobody scans.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use app::eids::{EidAccount, Eids, note_services};
use app::gateways::Gateways;
use app::identifying::{self, Aim, Anybody};
use app::password_pool::PasswordPool;
use app::sign_in::identify;
use app::{App, Clock as _, Parts, Requester};
use async_trait::async_trait;
use connect::Secret;
use connect::eid::{Eid, EidKind, Standing, open};
use connect::http::Http;
use domain::eid::{EidFault, NewOrder, OrderReference, PhoneOrder, Seen, Started, Visit};
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use domain::time::Timestamp;
use factors::{Form, Registry};
use jiff::tz::TimeZone;
use server::clock::SystemClock;
use store::testing::keyring;
use store::{Settings, Store, Tx};
use text::{Catalogue, Language};
use tokio::sync::watch;

use crate::callers;
use crate::footprint::built;
use crate::ground::{self, Cost, on_this_machine};
use crate::options::Options;
use crate::place::Folder;
use crate::process::resident_mib;
use crate::sample::Sample;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim as Wish, Row, Table, short};

/// Logins that wait at once.
const OPEN: usize = 5_000;

/// How long they are watched: shorter than an order lives that nobody opens, so that each is asked about and none is begun anew.
const WATCHED: Duration = Duration::from_secs(20);

/// Orders that begin at the same time.
const AT_ONCE: usize = 64;

/// Pictures that are made one after the other.
const PICTURES: u32 = 2_000;

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let folder = Folder::new(&options.data)?;
    let simulator = Simulator::start(&built()?, folder.path())?;
    let mut table = Table::new(
        "Logins that wait for an eID (SQLite, the simulator over mutual TLS in a process of its own)",
    );
    callers::runtime()?.block_on(measure(&folder, &simulator, &mut table))?;
    table.note(
        "Each login waits before a picture that nobody scans; its order is asked about every two seconds. The distance is that between two \
         questions about one order, as the client saw them leave. The memory is what 5 000 of them add to a node that holds none.",
    );
    Ok(table)
}

async fn measure(folder: &Folder, simulator: &Simulator, table: &mut Table) -> Result<()> {
    let asked = Arc::new(Asked::default());
    let (app, organisations) = lay(folder, simulator, &asked).await?;
    let before = resident_mib(std::process::id())?;
    let (stop, told) = watch::channel(false);
    let worker = tokio::spawn(app::orders::worker(Arc::clone(&app), told));
    let watch = Stopwatch::start();
    let people = wait_for_all(&app, &organisations).await?;
    let beginning = watch.millis();
    asked.forget();
    tokio::time::sleep(WATCHED).await;
    let taken = asked.distances();
    let held = resident_mib(std::process::id())? - before;
    table.add(Row {
        what: format!("memory of {OPEN} open logins"),
        held,
        unit: " MiB",
        aim: Wish::AtMost(100.0),
        figure: format!("begun in {} s", short(beginning / 1000.0)),
        yardstick: format!("a node without: {} MiB", short(before)),
    });
    table.add(Row {
        what: "between two questions about one order".to_owned(),
        held: taken.quantile(1.0) / 1000.0,
        unit: " s at most",
        aim: Wish::AtMost(2.5),
        figure: format!(
            "{} s p50, {} s p99, {} questions",
            short(taken.median() / 1000.0),
            short(taken.quantile(0.99) / 1000.0),
            taken.len()
        ),
        yardstick: "every 2 s".to_owned(),
    });
    table.add(pictures(&app, &people).await?);
    let _ = stop.send(true);
    worker.await?;
    Ok(())
}

/// An installation whose organisations let an eID be the whole login: two, as what strangers may begin at one is bounded.
async fn lay(
    folder: &Folder,
    simulator: &Simulator,
    asked: &Arc<Asked>,
) -> Result<(Arc<App>, [Arc<Organisation>; 2])> {
    connect::install_tls();
    let store = Store::open(
        Settings::new(folder.location()),
        keyring(),
        Arc::new(server::system::SystemRandom),
    )?;
    let kind = EidKind::named("bankid").context("the program knows the simulator's eID")?;
    let eid = open(kind, &simulator.parts()?)?;
    let account = EidAccount {
        service: kind.name().to_owned(),
        organisation: None,
        eid: Arc::new(Watched {
            eid,
            asked: Arc::clone(asked),
        }),
    };
    let registry = Registry::standard();
    let app = App::new(Parts {
        store: store.clone(),
        catalogue: Catalogue::new(&registry.words())?,
        registry,
        passwords: PasswordPool::start(Cost::Nothing.settings())?,
        mailer: None,
        gateways: Gateways::new(Http::new(&on_this_machine())?, None),
        eids: Eids::new(vec![account]),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(server::system::SystemRandom),
        time_zone: TimeZone::UTC,
        default_organisation: ground::SLUG.to_owned(),
    });
    let first = added(&store, |_| {}).await?;
    let second = added(&store, |next| {
        next.id = OrganisationId::from_bytes([2; 16]);
        next.slug = format!("{}-next", ground::SLUG);
        next.base_url = format!("{}-next", next.base_url);
    })
    .await?;
    note_services(&app).await?;
    let read = async |id| {
        store
            .read(move |tx| tx.organisation(id))
            .await
            .map(Arc::new)
    };
    Ok((app, [read(first).await?, read(second).await?]))
}

async fn added(store: &Store, change: impl FnOnce(&mut Organisation)) -> Result<OrganisationId> {
    let mut new = ground::organisation();
    new.rules.eid_sign_in = true;
    change(&mut new);
    let id = new.id;
    let unit = move |tx: &mut Tx| tx.insert_organisation(&new, SystemClock.now());
    store.write(unit).await?;
    Ok(id)
}

/// Everybody opens the page and chooses another device.
async fn wait_for_all(
    app: &Arc<App>,
    organisations: &[Arc<Organisation>; 2],
) -> Result<Vec<Anybody>> {
    let mut people = Vec::with_capacity(OPEN);
    for _ in 0..OPEN.div_ceil(AT_ONCE) {
        let few = AT_ONCE.min(OPEN - people.len());
        let mut begun = tokio::task::JoinSet::new();
        for number in 0..few {
            let organisation = &organisations[number % 2];
            let mut who = Anybody {
                organisation: Arc::clone(organisation),
                browser: app.draw_token(organisation.id),
                drawn: app.draw_token(organisation.id),
                login: app.draw_token(organisation.id),
                aim: Aim::SignIn,
            };
            let app = Arc::clone(app);
            begun.spawn(async move {
                wait_for(&app, &who).await?;
                // The page goes on with the cookie that was drawn for the move.
                who.browser = who.drawn.clone();
                Ok::<_, anyhow::Error>(who)
            });
        }
        while let Some(who) = begun.join_next().await {
            people.push(who??);
        }
    }
    Ok(people)
}

async fn wait_for(app: &Arc<App>, who: &Anybody) -> Result<()> {
    let requester = requester();
    let ways = identifying::ways(app, &who.organisation, who.aim);
    let kind = ways.first().context("an eID is offered")?.kind.clone();
    let refused = |refusal| anyhow::anyhow!("refused: {refusal:?}");
    identifying::begin(app, who, kind, &requester)
        .await?
        .map_err(refused)?;
    let shown = identifying::standing(app, who, &requester).await?;
    let challenge = shown.context("the page is open")?.challenge;
    let form = Form::from_iter([(factors::live::MOVE, factors::live::ON_OTHER)]);
    let moved = identify(app, who, (challenge, form), None, &requester).await?;
    moved.map(drop).map_err(refused)
}

/// Each from an address of its own: what one address may begin in a minute is bounded.
fn requester() -> Requester {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let [_, b, c, d] = (number / 100).to_be_bytes();
    Requester {
        now: SystemClock.now(),
        address: [127, b, c, d].into(),
        browser: "Firefox · Linux".to_owned(),
        language: Language::Sv,
        visit: Visit {
            host: "bench.example".to_owned(),
            user_agent: "Mozilla/5.0".to_owned(),
            ..Visit::default()
        },
    }
}

/// How many pictures a node makes in a second, each from the stored order: read, opened, drawn.
async fn pictures(app: &Arc<App>, people: &[Anybody]) -> Result<Row> {
    let text = app.catalogue.text(Language::Sv);
    let watch = Stopwatch::start();
    let mut made = 0_u32;
    for who in people.iter().cycle().take(PICTURES as usize) {
        let shown = identifying::standing(app, who, &requester()).await?;
        let progress = shown.and_then(|shown| shown.view.progress(&text));
        made += u32::from(progress.is_some_and(|progress| progress.picture.is_some()));
    }
    if made < PICTURES / 2 {
        bail!("only {made} of {PICTURES} answers held a picture");
    }
    Ok(Row {
        what: "pictures by one caller".to_owned(),
        held: f64::from(made) / watch.millis() * 1000.0,
        unit: " /s",
        aim: Wish::None,
        figure: format!("{made} pictures"),
        yardstick: "one a second for each login".to_owned(),
    })
}

/// When each order was asked about.
#[derive(Default)]
struct Asked(Mutex<HashMap<String, Vec<Instant>>>);

impl Asked {
    fn lines(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<Instant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self) {
        self.lines().clear();
    }

    fn distances(&self) -> Sample {
        let lines = self.lines();
        let between = lines.values().flat_map(|asked| asked.windows(2));
        Sample::of(
            between
                .filter_map(|two| Some(two.last()?.duration_since(*two.first()?)))
                .map(|distance| distance.as_secs_f64() * 1000.0)
                .collect(),
        )
    }
}

/// The client, with a note of every question.
struct Watched {
    eid: Arc<dyn Eid>,
    asked: Arc<Asked>,
}

#[async_trait]
impl Eid for Watched {
    async fn start(&self, order: &NewOrder) -> Result<Started, EidFault> {
        self.eid.start(order).await
    }

    async fn identify_caller(&self, order: &PhoneOrder) -> Result<OrderReference, EidFault> {
        self.eid.identify_caller(order).await
    }

    async fn collect(&self, reference: &OrderReference) -> Result<Seen, EidFault> {
        let name = reference.as_str().to_owned();
        self.asked
            .lines()
            .entry(name)
            .or_default()
            .push(Instant::now());
        self.eid.collect(reference).await
    }

    async fn cancel(&self, reference: &OrderReference) -> Result<(), EidFault> {
        self.eid.cancel(reference).await
    }

    async fn probe(&self, now: Timestamp) -> Result<(), EidFault> {
        self.eid.probe(now).await
    }

    fn standing(&self) -> &Standing {
        self.eid.standing()
    }
}

/// The simulator in a process of its own.
struct Simulator {
    process: Child,
    ready: serde_json::Value,
}

impl Simulator {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["bankid-simulator", "--json", "--folder"])
            .arg(folder.join("simulator"))
            .stdout(Stdio::piped())
            .spawn()?;
        let said = process.stdout.take().context("it says where it is")?;
        let mut text = String::new();
        let mut lines = BufReader::new(said);
        let ready = loop {
            if lines.read_line(&mut text)? == 0 {
                bail!("the simulator did not start");
            }
            if let Ok(ready) = serde_json::from_str(&text) {
                break ready;
            }
        };
        Ok(Self { process, ready })
    }

    fn parts(&self) -> Result<connect::eid::Parts> {
        let said = |name: &str| {
            let text = self.ready.get(name).and_then(serde_json::Value::as_str);
            text.with_context(|| format!("the simulator told no {name}"))
        };
        let password = std::fs::read_to_string(said("certificate_password_file")?)?;
        Ok(connect::eid::Parts {
            base_url: said("base_url")?.to_owned(),
            root: std::fs::read(said("root")?)?,
            certificate: std::fs::read(said("certificate")?)?,
            key: None,
            password: Some(Secret::new(password.trim().to_owned())),
            pin_code: false,
            identity_document: false,
            forms: Vec::new(),
            allowed_private: Vec::new(),
        })
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
