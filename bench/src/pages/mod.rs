//! Pages of somebody signed in, each second and in milliseconds, beside a route that does nothing, over the same path: through the router
//! in this process, and over HTTP on the loopback.

mod client;

use std::sync::Arc;

use anyhow::{Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use axum::routing::get;
use server::clock::SystemClock;
use server::system;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::callers::{self, Called, Until, call};
use crate::ground::{Cost, Ground, HOST};
use crate::options::{Options, ROUNDS};
use crate::person::Person;
use crate::place::Folder;
use crate::sample::{Rounds, median};
use crate::site;
use crate::table::{Aim, Row, Table, short};

const PAGES: [&str; 2] = ["/account", "/account/security"];
const CALLERS: usize = 8;
const LONGEST: usize = 1 << 20;

/// How a page is reached.
#[derive(Clone, Copy)]
enum Way {
    InProcess,
    OverHttp { connections: usize },
}

/// Takes the figures.
pub(crate) fn run(options: &Options) -> Result<Table> {
    let runtime = callers::runtime()?;
    let mut table = Table::new(
        "Pages of somebody signed in, beside a trivial axum route over the same path (SQLite)",
    );
    runtime.block_on(async {
        let folder = Folder::new(&options.data)?;
        let ground = Ground::lay(folder.location(), Cost::Nothing, 1000).await?;
        let session = ground.sign_in(Person(7), system::now()).await?;
        let cookie = format!("tvasteg_session={}", session.expose());
        let ours = site::router(&ground, Arc::new(SystemClock));
        let ways = [
            Way::InProcess,
            Way::OverHttp {
                connections: CALLERS,
            },
            Way::OverHttp { connections: 1 },
        ];
        for page in PAGES {
            for way in ways {
                table.add(row(options, &ours, page, &cookie, way).await?);
            }
        }
        ground.stop();
        anyhow::Ok(())
    })?;
    table.note(
        "Client and server share the machine's cores, over HTTP too: the ratio is what holds, the rates would be higher with the client \
         elsewhere. Each view checks the session (remembered for a second), reads what the page shows, and renders it.",
    );
    Ok(table)
}

async fn row(
    options: &Options,
    ours: &Router,
    page: &'static str,
    cookie: &str,
    way: Way,
) -> Result<Row> {
    let trivial = Router::new().route(page, get(async || "ok"));
    let (mut rounds, mut middle, mut slow) = (Rounds::default(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let viewed = viewed(options, ours.clone(), page, cookie, way).await?;
        middle.push(viewed.took.median());
        slow.push(viewed.took.quantile(0.99));
        let beside = self::viewed(options, trivial.clone(), page, cookie, way).await?;
        rounds.add(viewed.per_second, beside.per_second);
    }
    let how = match way {
        Way::InProcess => format!("in this process, {CALLERS} callers"),
        Way::OverHttp { connections } => format!("over HTTP, {connections} connections"),
    };
    Ok(Row {
        what: format!("`{page}` {how}"),
        held: rounds.ratio(),
        unit: "",
        aim: Aim::None,
        figure: format!(
            "{}/s; p50 {} ms, p99 {} ms",
            short(rounds.figure()),
            short(median(middle)),
            short(median(slow))
        ),
        yardstick: format!("{}/s; rounds {}", short(rounds.yardstick()), rounds.range()),
    })
}

async fn viewed(
    options: &Options,
    router: Router,
    page: &'static str,
    cookie: &str,
    way: Way,
) -> Result<Called> {
    match way {
        Way::InProcess => {
            let cookie = cookie.to_owned();
            call(CALLERS, Until::Over(options.round()), move |_| {
                view(router.clone(), page, cookie.clone())
            })
            .await
        }
        Way::OverHttp { connections } => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let serving = tokio::task::spawn(server::listen::serve(listener, router, async {
                // Told, or nobody is left to tell.
                let _ = stopped.await;
            }));
            let request =
                format!("GET {page} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\n\r\n");
            let called = client::call(address, connections, options.round(), request).await;
            drop(stop);
            serving.await?;
            called
        }
    }
}

async fn view(router: Router, page: &'static str, cookie: String) -> Result<()> {
    let request = Request::builder()
        .uri(page)
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let response = router.oneshot(request).await?;
    ensure!(
        response.status().is_success(),
        "{page}: {}",
        response.status()
    );
    to_bytes(response.into_body(), LONGEST).await?;
    Ok(())
}
