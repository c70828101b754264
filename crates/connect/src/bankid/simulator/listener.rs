//! The service's side of the connection: TLS in which both show a certificate, HTTP/1.1, and everything that can happen to an answer.

use std::{
    fmt, io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use hyper::{
    Request, Response, StatusCode,
    body::{Body, Bytes, Frame, Incoming},
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use rustls::{
    RootCertStore, ServerConfig, crypto::aws_lc_rs, pki_types::UnixTime,
    server::WebPkiClientVerifier, time_provider::TimeProvider,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::{Clock, answer::Answer, fault::SimulatorFault, keys::Keys, service::Service};

/// Whoever connects and says nothing is left.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// What goes out: an answer, or what is left of it.
pub(super) enum Outgoing {
    Whole(Answer),
    /// The connection ends in the middle of it.
    Half(Answer),
    /// The connection ends without it.
    Nothing,
}

/// TLS for the service, under names it is called by. Certificates are judged by the simulator's clock.
pub(super) fn tls(
    keys: &Keys,
    names: &[String],
    clock: Clock,
) -> Result<Arc<ServerConfig>, SimulatorFault> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(keys.authority().root().clone())?;
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| rustls::Error::General(error.to_string()))?;
    let (certificate, key) = keys.authority().service(names)?;
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(Told(clock)))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The simulator's clock, for TLS.
struct Told(Clock);

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}

impl TimeProvider for Told {
    fn current_time(&self) -> Option<UnixTime> {
        let millis = u64::try_from(self.0().unix_millis()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(millis)))
    }
}

/// Serves until it is dropped, and its connections with it.
pub(super) async fn serve(listener: TcpListener, tls: Arc<ServerConfig>, service: Arc<Service>) {
    let acceptor = TlsAcceptor::from(tls);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            came = listener.accept() => {
                if let Ok((stream, _)) = came {
                    connections.spawn(connection(stream, acceptor.clone(), service.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, service: Arc<Service>) {
    let _ = stream.set_nodelay(true);
    let Ok(Ok(stream)) = timeout(HANDSHAKE_WITHIN, acceptor.accept(stream)).await else {
        return;
    };
    let answering = service_fn(move |request| answer(service.clone(), request));
    // How a connection ends is the caller's affair.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), answering)
        .await;
}

async fn answer(
    service: Arc<Service>,
    request: Request<Incoming>,
) -> Result<Response<Piece>, io::Error> {
    match service.answer(request).await {
        Outgoing::Whole(answer) => Ok(response(answer, false)),
        Outgoing::Half(answer) => Ok(response(answer, true)),
        Outgoing::Nothing => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}

fn response(answer: Answer, breaks_off: bool) -> Response<Piece> {
    let whole = Bytes::from(answer.body);
    let sent = if breaks_off {
        whole.slice(..whole.len() / 2)
    } else {
        whole.clone()
    };
    let mut response = Response::new(Piece {
        data: (!sent.is_empty()).then_some(sent),
        breaks_off,
        has_waited: false,
    });
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    headers.insert(CONTENT_LENGTH, whole.len().into());
    if let Some(seconds) = answer.reset_after {
        headers.insert(HeaderName::from_static("ratelimit-limit"), 100.into());
        headers.insert(HeaderName::from_static("ratelimit-remaining"), 0.into());
        headers.insert(HeaderName::from_static("ratelimit-reset"), seconds.into());
    }
    response
}

/// A body that may break off: it waits a turn before it does, so that what there is goes out first.
struct Piece {
    data: Option<Bytes>,
    breaks_off: bool,
    has_waited: bool,
}

impl Body for Piece {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if !self.breaks_off {
            return Poll::Ready(None);
        }
        if !std::mem::replace(&mut self.has_waited, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.breaks_off = false;
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none() && !self.breaks_off
    }
}
