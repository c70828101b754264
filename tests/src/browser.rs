//! A browser: cookies, a language, an address it comes from, and the page it shows. It follows where it is sent and knows a page by what
//! the page promises.

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, Method, header};

use crate::Authenticator;
use crate::always::Always;
use crate::page::{Form, Page, Way};
use crate::request::Asking;
use crate::world::{HOST, Node, World};

/// Redirects in a row that a browser follows.
const MOST_HOPS: usize = 10;

/// A browser.
#[derive(Clone)]
pub struct Browser {
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
    /// What it prefers to read (`Accept-Language`).
    pub language: Option<&'static str>,
    /// Where it comes from.
    pub from: IpAddr,
    /// What it calls itself.
    pub agent: &'static str,
    /// The host it asks.
    pub host: String,
    router: axum::Router,
    always: Always,
    /// The page that it shows, where it has been anywhere.
    pub page: Option<Page>,
}

impl Browser {
    /// A browser that has never been here, in front of this node.
    pub fn before(world: &World, node: usize) -> Self {
        Self {
            cookies: BTreeMap::new(),
            language: Some("en"),
            from: [203, 0, 113, 7].into(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            host: HOST.to_owned(),
            router: world.node(node).router.clone(),
            always: world.always.clone(),
            page: None,
        }
    }

    /// A browser in front of a node that is none of the world's own.
    pub fn in_front_of(node: &Node, world: &World) -> Self {
        Self {
            router: node.router.clone(),
            ..Self::before(world, 0)
        }
    }

    /// The same browser where a test breaks the ground under the server: a status of 500 is no finding.
    #[must_use]
    pub fn that_may_fail(mut self) -> Self {
        self.always.may_fail = true;
        self
    }

    /// The same browser in front of another node.
    #[must_use]
    pub fn at_node(mut self, world: &World, node: usize) -> Self {
        self.router = world.node(node).router.clone();
        self
    }

    /// The same browser, coming from another address.
    #[must_use]
    pub fn coming_from(mut self, from: impl Into<IpAddr>) -> Self {
        self.from = from.into();
        self
    }

    /// The page it shows.
    pub fn page(&self) -> &Page {
        self.page
            .as_ref()
            .expect("the browser has been nowhere yet")
    }

    /// The value of the cookie whose name ends like this.
    pub fn cookie(&self, ending: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(name, _)| name.ends_with(ending))
            .map(|(_, value)| value.as_str())
    }

    /// Whether it has a session's cookie; whether the session stands is another question.
    pub fn has_session(&self) -> bool {
        self.cookie("_session").is_some()
    }

    /// Plants a cookie in place of the one whose name ends like this.
    pub fn plant(&mut self, ending: &str, value: &str) {
        let name = format!("__Host-tvasteg{ending}");
        self.cookies.insert(name, value.to_owned());
    }

    /// Forgets the cookie whose name ends like this.
    pub fn forget(&mut self, ending: &str) {
        self.cookies.retain(|name, _| !name.ends_with(ending));
    }

    /// A request as this browser would send it.
    pub fn asking(&self, method: Method, address: &str) -> Asking {
        let mut headers = HeaderMap::new();
        let mut set = |name: header::HeaderName, value: &str| {
            headers.insert(name, HeaderValue::from_str(value).expect("a header"));
        };
        set(header::HOST, &self.host);
        set(header::USER_AGENT, self.agent);
        if let Some(language) = self.language {
            set(header::ACCEPT_LANGUAGE, language);
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            set(header::COOKIE, &pairs.join("; "));
        }
        if method == Method::POST {
            set(header::ORIGIN, &format!("https://{}", self.host));
            set(
                header::HeaderName::from_static("sec-fetch-site"),
                "same-origin",
            );
        }
        Asking {
            method,
            address: address.to_owned(),
            headers,
            body: Vec::new(),
            from: self.from,
            router: self.router.clone(),
            always: self.always.clone(),
        }
    }

    /// Takes an answer's cookies and shows its page.
    pub fn take(&mut self, page: Page) {
        for value in page.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("a cookie is text");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("name=value");
            if attributes.to_ascii_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.always.never_show_cookie(value);
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.page = Some(page);
    }

    /// Sends one request and follows nothing.
    pub async fn send(&mut self, asking: Asking) -> &Page {
        let page = asking.send().await;
        self.take(page);
        self.page()
    }

    /// Follows where the page leads.
    async fn follow(&mut self) -> &Page {
        for _ in 0..MOST_HOPS {
            let page = self.page();
            let Some(location) = page
                .location()
                .filter(|_| page.status.is_redirection())
                .map(str::to_owned)
            else {
                return self.page();
            };
            let asking = self.asking(Method::GET, &location);
            self.send(asking).await;
        }
        panic!("sent round in circles, at last to {}", self.page().address);
    }

    /// Goes to an address, wherever that leads.
    pub async fn go(&mut self, address: &str) -> &Page {
        let asking = self.asking(Method::GET, address);
        self.send(asking).await;
        self.follow().await
    }

    /// Fetches an address and follows nothing.
    pub async fn fetch(&mut self, address: &str) -> &Page {
        let asking = self.asking(Method::GET, address);
        self.send(asking).await
    }

    /// A form with `typed` in its fields, ready to be sent.
    pub fn filled(&self, form: &Form, typed: &[(&str, &str)]) -> Asking {
        let kept = form
            .fields
            .iter()
            .filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name))
            .cloned();
        let typed = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields: Vec<(String, String)> = kept.chain(typed).collect();
        assert_eq!(
            form.method, "post",
            "a form that is fetched: {}",
            form.action
        );
        self.asking(Method::POST, &form.action).filled(&fields)
    }

    fn way(&self, action: &str) -> Way {
        let page = self.page();
        page.way(|tag| tag.attribute("data-action") == Some(action))
            .unwrap_or_else(|| {
                panic!(
                    "nothing to press for {action} at {} ({})\n{}",
                    page.address,
                    page.name(),
                    page.text()
                )
            })
    }

    /// The request that pressing would send.
    pub fn pressing(&self, action: &str, typed: &[(&str, &str)]) -> Asking {
        match self.way(action) {
            Way::Link(address) => self.asking(Method::GET, &address),
            Way::Form(form) => self.filled(&form, typed),
        }
    }

    /// Presses what stands for this action, with `typed` in the fields of its form.
    pub async fn press(&mut self, action: &str, typed: &[(&str, &str)]) -> &Page {
        let asking = self.pressing(action, typed);
        self.send(asking).await;
        self.follow().await
    }

    /// Chooses this kind of factor.
    pub async fn choose(&mut self, kind: &str) -> &Page {
        let page = self.page();
        let is_it = |tag: &crate::tags::Tag| {
            matches!(tag.name.as_str(), "a" | "button")
                && tag.attribute("data-factor") == Some(kind)
        };
        let way = page.way(is_it).unwrap_or_else(|| {
            panic!("{kind} is not offered at {}\n{}", page.address, page.text())
        });
        self.through(&way).await
    }

    /// Takes a way that a page offers.
    pub async fn through(&mut self, way: &Way) -> &Page {
        let asking = match way {
            Way::Link(address) => self.asking(Method::GET, address),
            Way::Form(form) => self.filled(form, &[]),
        };
        self.send(asking).await;
        self.follow().await
    }

    /// Sends a form to an address of one's own choosing, with the tag of the page that is shown, and follows nothing.
    pub async fn post(&mut self, address: &str, typed: &[(&str, &str)]) -> &Page {
        let csrf = self.page.as_ref().and_then(Page::csrf).unwrap_or_default();
        let form = Form {
            action: address.to_owned(),
            method: "post".to_owned(),
            fields: vec![("csrf".to_owned(), csrf)],
        };
        let asking = self.filled(&form, typed);
        self.send(asking).await
    }

    /// Shows that this is the page it is on.
    #[track_caller]
    pub fn is_at(&self, name: &str) -> &Page {
        let page = self.page();
        assert_eq!(
            page.name(),
            name,
            "{} {} says: {}",
            page.status,
            page.address,
            page.text()
        );
        page
    }

    // What people do.

    /// Types username and password at the login of an organisation.
    pub async fn sign_in_at(&mut self, slug: &str, username: &str, password: &str) -> &Page {
        self.go(&format!("/o/{slug}/login")).await;
        self.always.never_show(password);
        self.press(
            "continue",
            &[("username", username), ("password", password)],
        )
        .await
    }

    /// The same at the login of `demo`.
    pub async fn sign_in(&mut self, username: &str, password: &str) -> &Page {
        self.sign_in_at("demo", username, password).await
    }

    /// Types a code into the page's one-time-code field.
    pub async fn answer(&mut self, code: &str) -> &Page {
        self.press("continue", &[("code", code)]).await
    }

    /// The request that answers with this code.
    pub fn answering(&self, code: &str) -> Asking {
        self.pressing("continue", &[("code", code)])
    }

    /// Sets up an authenticator app as a first factor, from the page that asks which factor it shall be; gives the app and the codes.
    pub async fn set_up_app(
        &mut self,
        world: &World,
        password: &str,
    ) -> (Authenticator, Vec<String>) {
        self.choose("totp").await;
        if self.page().name() == "reauthenticate" {
            self.press("continue", &[("password", password)]).await;
        }
        let codes = self.is_at("recovery-codes").recovery_codes();
        assert_eq!(codes.len(), 10);
        self.answer(&codes[3]).await;
        let app =
            Authenticator::typed_in(&self.is_at("enrol").secret().expect("the page shows a key"));
        self.answer(&app.code(world.now())).await;
        self.is_at("done");
        (app, codes)
    }
}
