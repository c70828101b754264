//! A browser as far as measuring needs one: it keeps cookies, follows redirects and sends forms, in this process, without a socket.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::ground::HOST;
use crate::person::{PASSWORD, Person};

/// The longest page that is read.
const LONGEST: usize = 1 << 20;

/// Somebody at a browser.
pub(crate) struct Visitor {
    router: Router,
    person: Person,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) const fn new(router: Router, person: Person) -> Self {
        Self {
            router,
            person,
            cookies: BTreeMap::new(),
        }
    }

    /// Signs in as a person does: the login page, the password, the page that asks for a code, the code, the account. Tells how many
    /// requests it took.
    pub(crate) async fn sign_in(&mut self, code: &str) -> Result<u32> {
        let (page, first) = self.fetch("/login").await?;
        let fields = [
            ("username", &*self.person.username()),
            ("password", PASSWORD),
        ];
        let (page, second) = self.send("/login", &page, &fields).await?;
        let (page, third) = self.send("/login/answer", &page, &[("code", code)]).await?;
        ensure!(
            page.contains(r#"data-page="account""#),
            "the sign-in did not lead to the account"
        );
        Ok(first + second + third)
    }

    /// Fetches a page, wherever it leads.
    async fn fetch(&mut self, path: &str) -> Result<(String, u32)> {
        self.follow(Method::GET, path.to_owned(), String::new())
            .await
    }

    /// Sends the form of a page.
    async fn send(
        &mut self,
        path: &str,
        page: &str,
        fields: &[(&str, &str)],
    ) -> Result<(String, u32)> {
        let mut form = String::new();
        for hidden in ["csrf", "challenge"] {
            if let Some(value) = hidden_field(page, hidden) {
                write_field(&mut form, hidden, value);
            }
        }
        for (name, value) in fields {
            write_field(&mut form, name, value);
        }
        self.follow(Method::POST, path.to_owned(), form).await
    }

    async fn follow(
        &mut self,
        method: Method,
        path: String,
        form: String,
    ) -> Result<(String, u32)> {
        let (mut method, mut path, mut form) = (method, path, form);
        for requests in 1..=5 {
            let response = self
                .router
                .clone()
                .oneshot(self.request(&method, &path, form)?)
                .await?;
            for cookie in response.headers().get_all(header::SET_COOKIE) {
                let pair = cookie.to_str()?.split(';').next().unwrap_or("");
                let (name, value) = pair.split_once('=').context("a cookie without a name")?;
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            if !response.status().is_redirection() {
                ensure!(
                    response.status() == StatusCode::OK,
                    "{path}: {}",
                    response.status()
                );
                let body = to_bytes(response.into_body(), LONGEST).await?;
                return Ok((String::from_utf8(body.to_vec())?, requests));
            }
            let location = response
                .headers()
                .get(header::LOCATION)
                .context("a redirect to nowhere")?;
            path = location.to_str()?.to_owned();
            (method, form) = (Method::GET, String::new());
        }
        anyhow::bail!("{path}: redirects without end")
    }

    fn request(&self, method: &Method, path: &str, form: String) -> Result<Request<Body>> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            )
            .header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Body::from(form))?;
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(self.person.address(), 40_000)));
        Ok(request)
    }
}

/// The value of a page's first hidden field of this name.
fn hidden_field<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!(r#"name="{name}" value=""#))?;
    rest.split('"').next()
}

/// One field of a form, every byte of its value escaped.
fn write_field(form: &mut String, name: &str, value: &str) {
    form.push_str(name);
    form.push('=');
    for byte in value.bytes() {
        // Writing to a text does not fail.
        let _ = write!(form, "%{byte:02X}");
    }
    form.push('&');
}
