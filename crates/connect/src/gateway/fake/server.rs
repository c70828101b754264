//! The server of a fake: HTTP/1.1 on loopback, and everything that can happen to a connection.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http_body_util::BodyExt as _;
use hyper::{
    Request, Response,
    body::{Body, Bytes, Frame, Incoming},
    header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
};

use super::{
    State,
    behaviour::{Behaviour, Refusal, Telling},
    seen::Seen,
    wire::{About, Asked, Draft, Reply},
};

/// How a connection ends before its answer.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Close,
    Reset,
}

/// A body that may break off.
pub(super) struct Piece {
    data: Option<Bytes>,
    breaks_off: bool,
}

impl Body for Piece {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        Poll::Ready(std::mem::take(&mut self.breaks_off).then(|| {
            Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "cut short, as planned",
            ))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none() && !self.breaks_off
    }
}

/// Serves until it is dropped, and its connections with it.
pub(super) async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            came = listener.accept() => {
                if let Ok((stream, _)) = came {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(connection(stream, state.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, state: Arc<State>) {
    let (cut, mut cuts) = mpsc::channel(1);
    let service = service_fn(move |request| answer(state.clone(), request, cut.clone()));
    let mut serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = &mut serving => {}
        Some(how) = cuts.recv() => {
            let stream = serving.into_parts().io.into_inner();
            if let Cut::Reset = how {
                let _ = stream.set_zero_linger();
            }
        }
    }
}

async fn answer(
    state: Arc<State>,
    request: Request<Incoming>,
    cut: mpsc::Sender<Cut>,
) -> Result<Response<Piece>, Infallible> {
    let came = now();
    let about_account = state
        .wire
        .is_about_account(request.method().as_str(), request.uri().path());
    let behaviour = state.next(about_account);
    match behaviour {
        Behaviour::HalfOpen => return std::future::pending().await,
        Behaviour::Reset => return ended(&cut, Cut::Reset).await,
        _ => {}
    }
    let Ok(seen) = read(request).await else {
        return ended(&cut, Cut::Close).await;
    };
    let asked = match state.wire.judge(&seen) {
        Ok(asked) => asked,
        Err(wrong) => return Ok(whole(state.misfit(&seen, wrong), None)),
    };
    let told = match asked {
        Asked::Account => (state.about_account(), None),
        Asked::Message(draft) => (Reply::text(500, ""), Some(draft)),
    };
    treat(&state, behaviour, told, &cut, came).await
}

#[allow(
    clippy::disallowed_methods,
    reason = "the bench measures how long a message took to reach the gateway's socket; nothing is decided by it"
)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

async fn ended(cut: &mpsc::Sender<Cut>, how: Cut) -> Result<Response<Piece>, Infallible> {
    let _ = cut.send(how).await;
    std::future::pending().await
}

async fn read(request: Request<Incoming>) -> Result<Seen, hyper::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    Ok(Seen {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers,
        body,
    })
}

/// Treats a request that fits as it was planned.
async fn treat(
    state: &State,
    behaviour: Behaviour,
    (balance, draft): (Reply, Option<Draft>),
    cut: &mpsc::Sender<Cut>,
    came: std::time::Instant,
) -> Result<Response<Piece>, Infallible> {
    let telling = match sorted(behaviour) {
        Ok(telling) => telling,
        Err(Said::Refused(why, status, wait)) => {
            let mut reply = state.wire.refused(
                why,
                &draft.unwrap_or(Draft {
                    about: About::Account,
                    ..Draft::default()
                }),
            );
            reply.status = status.unwrap_or(reply.status);
            return Ok(whole(reply, wait));
        }
        Err(Said::Answered(status, body)) => {
            let media_type = "application/json";
            return Ok(whole(
                Reply {
                    status,
                    media_type,
                    body,
                },
                None,
            ));
        }
    };
    let mut reply = match draft {
        Some(draft) => state.wire.taken(&state.take(draft, came)),
        None => balance,
    };
    match telling {
        Telling::Whole => {}
        Telling::After(wait) => tokio::time::sleep(wait).await,
        Telling::Never => return std::future::pending().await,
        Telling::Dropped => return ended(cut, Cut::Close).await,
        Telling::CutShort => return Ok(half(reply)),
        Telling::Malformed => reply.body.truncate(reply.body.len() / 2),
    }
    Ok(whole(reply, None))
}

/// What is said without taking anything.
enum Said {
    Refused(Refusal, Option<u16>, Option<u32>),
    Answered(u16, String),
}

fn sorted(behaviour: Behaviour) -> Result<Telling, Said> {
    let refused = |why| Err(Said::Refused(why, None, None));
    match behaviour {
        Behaviour::Accept => Ok(Telling::Whole),
        Behaviour::Slow(wait) => Ok(Telling::After(wait)),
        Behaviour::Hang | Behaviour::HalfOpen => Ok(Telling::Never),
        Behaviour::AcceptThenDrop | Behaviour::Reset => Ok(Telling::Dropped),
        Behaviour::CutShort => Ok(Telling::CutShort),
        Behaviour::Malformed => Ok(Telling::Malformed),
        Behaviour::RefuseNumber => refused(Refusal::Number),
        Behaviour::RefuseSender => refused(Refusal::Sender),
        Behaviour::NoMoney => refused(Refusal::Money),
        Behaviour::WrongKey => refused(Refusal::Key),
        Behaviour::RefuseInside => refused(Refusal::Inside),
        Behaviour::Throttle(wait) => Err(Said::Refused(Refusal::Throttled, None, wait)),
        Behaviour::ServerFault(status) => Err(Said::Refused(Refusal::Server, Some(status), None)),
        Behaviour::Answer(status, body) => Err(Said::Answered(status, body)),
    }
}

fn whole(reply: Reply, retry_after: Option<u32>) -> Response<Piece> {
    let data = Bytes::from(reply.body);
    let mut response = Response::new(Piece {
        data: (!data.is_empty()).then_some(data.clone()),
        breaks_off: false,
    });
    set(&mut response, reply.status, reply.media_type, data.len());
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn half(reply: Reply) -> Response<Piece> {
    let data = Bytes::from(reply.body);
    let mut response = Response::new(Piece {
        data: Some(data.slice(..data.len() / 2)),
        breaks_off: true,
    });
    set(&mut response, reply.status, reply.media_type, data.len());
    response
}

fn set(response: &mut Response<Piece>, status: u16, media_type: &'static str, length: usize) {
    *response.status_mut() =
        hyper::StatusCode::from_u16(status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        hyper::header::HeaderValue::from_static(media_type),
    );
    headers.insert(CONTENT_LENGTH, length.into());
}
