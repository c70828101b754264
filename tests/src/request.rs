//! A request that waits to be sent: by whom, to which node, whole. It owns what it needs, so that many can be sent at one moment.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::always::Always;
use crate::page::Page;

/// A request.
#[derive(Clone)]
pub struct Asking {
    /// The method.
    pub method: Method,
    /// The path and query.
    pub address: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// Where it comes from.
    pub from: IpAddr,
    pub(crate) router: Router,
    pub(crate) always: Always,
}

impl Asking {
    /// The same with this header, in place of any of that name.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.headers.insert(
            name,
            HeaderValue::from_bytes(value.as_bytes()).expect("a header's value"),
        );
        self
    }

    /// The same without this header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// The same with this body.
    #[must_use]
    pub fn saying(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The same with these fields as its form.
    #[must_use]
    pub fn filled(self, fields: &[(String, String)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.with("content-type", "application/x-www-form-urlencoded")
            .saying(body)
    }

    /// Sends it and holds the answer to what every answer must keep.
    pub async fn send(self) -> Page {
        let Self {
            method,
            address,
            headers,
            body,
            from,
            router,
            always,
        } = self;
        let mut request = Request::builder()
            .method(method.clone())
            .uri(&address)
            .body(Body::from(body))
            .expect("a request");
        *request.headers_mut() = headers;
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(from, 40_000)));
        let had_host = request.headers().contains_key(header::HOST);
        let Ok(response) = router.oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap_or_default();
        let page = Page::new(address, parts.status, parts.headers, body);
        if had_host {
            always.hold(&method, &page);
        }
        page
    }
}
