//! Takes connections and hands their requests to the router, until told to stop; then lets the requests that run come to their end.
//!
//! HTTP/1.1 without TLS: a reverse proxy stands in front. A connection that does not send a request's head in time is closed, and so is one that idles; how many may be open at once is bounded.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

const MOST_CONNECTIONS: usize = 8_192;
/// For the head of a request, and for the next request on an idle connection.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// For requests that still run when the stop comes.
const STOP_WITHIN: Duration = Duration::from_secs(20);
/// After a fault of the system (no more file descriptors), before connections are taken again.
const REST: Duration = Duration::from_millis(100);

/// Serves until `stop` is done, and returns when the last request has been answered or its time is over.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    // Owned here, so that none outlives the server.
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let (place, stream, peer) = tokio::select! {
            taken = take(&listener, &places) => match taken {
                Some(taken) => taken,
                None => break,
            },
            () = &mut stop => break,
        };
        let service = hyper::service::service_fn({
            let router = router.clone();
            move |request| answer(router.clone(), peer, request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        connections.spawn(async move {
            // A connection that breaks is the visitor's affair.
            let _ = connection.await;
            drop(place);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    if tokio::time::timeout(STOP_WITHIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests still ran when the time to stop was over");
    }
}

/// Waits for a place, then for a visitor.
async fn take(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    let (stream, peer) = accept(listener).await;
    Some((place, stream, peer))
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::{Notify, oneshot};

    use super::*;

    async fn ask(address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        stream
    }

    #[tokio::test]
    async fn a_stop_lets_the_request_that_runs_come_to_its_end_and_takes_no_other() {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (inside, release) = (Arc::clone(&begun), Arc::clone(&go_on));
        let router = Router::new().route(
            "/",
            get(async move || {
                inside.notify_one();
                release.notified().await;
                "the end"
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, router, async move {
            let _ = stopped.await;
        }));
        let idle = TcpStream::connect(address).await.unwrap();
        let mut running = ask(address).await;
        begun.notified().await;
        stop.send(()).unwrap();
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        let mut answer = String::new();
        running.read_to_string(&mut answer).await.unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("the end"),
            "{answer}"
        );
        serving.join_next().await.unwrap().unwrap();
        drop(idle);
    }

    #[tokio::test]
    async fn a_handler_knows_who_is_at_the_other_end() {
        let router = Router::new().route(
            "/",
            get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, router, async move {
            let _ = stopped.await;
        }));
        let mut stream = ask(address).await;
        let own = stream.local_addr().unwrap().to_string();
        let mut answer = String::new();
        while !answer.ends_with(&own) {
            let mut some = [0; 512];
            let read = stream.read(&mut some).await.unwrap();
            assert!(read > 0, "hung up after {answer:?}");
            answer.push_str(&String::from_utf8_lossy(&some[..read]));
        }
        stop.send(()).unwrap();
        serving.join_next().await.unwrap().unwrap();
    }
}
