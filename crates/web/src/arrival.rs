//! A request as handlers see it: which organisation, who asks, in which language, with which cookies.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use app::session_check::{self, SignedIn};
use app::{Fault, Requester, sign_in};
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::organisation::Organisation;
use domain::token::Token;
use text::{Language, Text};

use crate::areas::{self, Area};
use crate::cookies::{self, Kind};
use crate::forgery;
use crate::pages::{AreaLink, Current, Frame, Help, Language as LanguageLink, Nav, SessionEnd};
use crate::reply::{self, Reply};
use crate::state::{Site, WebState};
use crate::visit;

/// A request.
pub(crate) struct Arrival {
    pub(crate) state: WebState,
    pub(crate) organisation: Arc<Organisation>,
    /// What stands before an address on this host: nothing, or `/o/{org}`.
    pub(crate) base: String,
    pub(crate) requester: Requester,
    pub(crate) text: Text,
    pub(crate) headers: HeaderMap,
    /// The path and query as they came.
    pub(crate) target: String,
    pub(crate) query: BTreeMap<String, String>,
    /// The cookie of the login under way, or a fresh one that no row knows yet, so that even the first form is tied to its browser.
    anchor: Token,
    has_anchor: bool,
    /// A token that opens no login, in the place of one that belongs to another organisation.
    nobodys: Token,
    session: Option<Token>,
    /// What a chosen language's link asks the browser to keep.
    keep_language: Option<HeaderValue>,
    /// What tells this browser from others from now on, where it had nothing of the kind and needs it.
    keep_browser: Option<HeaderValue>,
    /// The languages that the reader would have, dearest first.
    wishes: Vec<Language>,
}

impl FromRequestParts<WebState> for Arrival {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        let now = state.clock.now();
        let slug = RawPathParams::from_request_parts(parts, state)
            .await
            .ok()
            .and_then(|params| {
                params
                    .iter()
                    .find(|(name, _)| *name == "org")
                    .map(|(_, value)| value.to_owned())
            });
        let query: BTreeMap<String, String> =
            url::form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes())
                .into_owned()
                .collect();
        let wishes = wishes(parts, &query);
        let address = address(parts, &state.site);
        let host = host(&parts.headers);
        let session = cookies::token(&parts.headers, &state.site, Kind::Session);
        let found = find_organisation(state, slug.as_deref(), &host, now).await;
        let organisation = match found {
            Ok(Some(organisation)) => organisation,
            Ok(None) => return Err(reply::fault_page(state, language(&wishes, None), 404)),
            Err(fault) => {
                return Err(reply::of_fault(state, language(&wishes, None), &fault));
            }
        };
        let language = language(&wishes, Some(&organisation));
        let header = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let base = slug.map_or_else(String::new, |slug| format!("/o/{slug}"));
        let requester = Requester {
            now,
            address,
            browser: crate::browser::in_words(header),
            language,
            visit: visit::of(parts, state, (&host, &base), &query),
        };
        let known = cookies::token(&parts.headers, &state.site, Kind::Login);
        let has_anchor = known.is_some();
        let anchor = known.unwrap_or_else(|| state.app.draw_token(organisation.id));
        let chosen = query.get("lang").and_then(|code| Language::from_code(code));
        Ok(Self {
            base,
            text: state.app.catalogue.text(language),
            target: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            headers: parts.headers.clone(),
            nobodys: Token {
                organisation: organisation.id,
                id: [0; 16],
                secret: anchor.secret.clone(),
            },
            has_anchor,
            anchor,
            keep_language: chosen
                .and_then(|language| cookies::keep_language(&state.site, language.code())),
            keep_browser: None,
            state: state.clone(),
            organisation,
            requester,
            query,
            session,
            wishes,
        })
    }
}

async fn find_organisation(
    state: &WebState,
    slug: Option<&str>,
    host: &str,
    now: domain::time::Timestamp,
) -> Result<Option<Arc<Organisation>>, Fault> {
    if let Some(slug) = slug {
        return session_check::organisation(&state.app, slug, now).await;
    }
    if !state.site.hosts.iter().any(|own| own == host)
        && let Some(organisation) =
            session_check::organisation_by_host(&state.app, host, now).await?
    {
        return Ok(Some(organisation));
    }
    session_check::organisation(&state.app, &state.app.default_organisation, now).await
}

/// The `Host` of a request, in small letters.
pub(crate) fn host(headers: &HeaderMap) -> String {
    headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("")
        .to_ascii_lowercase()
}

/// Where the request comes from. A proxy's word is taken only from a trusted one, and only the last hop that is not itself trusted.
pub(crate) fn address(parts: &Parts, site: &Site) -> IpAddr {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let is_trusted = |address: IpAddr| {
        site.trusted_proxies
            .iter()
            .any(|network| network.contains(address))
    };
    if !is_trusted(peer) {
        return peer;
    }
    let hops = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut hops: Vec<&str> = hops
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    while let Some(hop) = hops.pop() {
        match hop.parse::<IpAddr>() {
            Ok(address) if is_trusted(address) => {}
            Ok(address) => return address,
            Err(_) => return peer,
        }
    }
    peer
}

/// The languages that the reader would have: the page's link, then the browser's cookie, then what the browser prefers.
fn wishes(parts: &Parts, query: &BTreeMap<String, String>) -> Vec<Language> {
    let linked = query.get("lang").or_else(|| query.get("ui_locales"));
    let kept = cookies::text(&parts.headers, cookies::LANGUAGE);
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE);
    [
        linked.and_then(|code| Language::from_code(code)),
        kept.and_then(|code| Language::from_code(&code)),
        accepted
            .and_then(|header| header.to_str().ok())
            .and_then(Language::from_accept_language),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The dearest language that the organisation offers, else the organisation's own.
fn language(wishes: &[Language], organisation: Option<&Organisation>) -> Language {
    let offered = |wish: &&Language| {
        organisation.is_none_or(|organisation| organisation.rules.offers(wish.code()))
    };
    let own = organisation.and_then(|one| Language::from_code(&one.default_language));
    wishes
        .iter()
        .find(offered)
        .copied()
        .or(own)
        .unwrap_or(Language::Sv)
}

impl Arrival {
    /// The request belongs to this organisation from here on, and its pages are in a language that it offers.
    pub(crate) fn belong_to(&mut self, organisation: Arc<Organisation>) {
        if self.organisation.id == organisation.id {
            return;
        }
        let language = language(&self.wishes, Some(&organisation));
        self.requester.language = language;
        self.text = self.state.app.catalogue.text(language);
        self.base = format!("/o/{}", organisation.slug);
        self.organisation = organisation;
    }

    /// The address of one of our pages for this organisation.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The address of a file of the organisation's own, which is another one as soon as its settings are.
    pub(crate) fn own_file(&self, name: &str) -> String {
        let Organisation { slug, version, .. } = &*self.organisation;
        format!("/o/{slug}/{name}?v={version}")
    }

    /// The cookie of the login under way. One of another organisation is none here: its pages show nothing of it and take it nowhere (A54).
    pub(crate) fn login(&self) -> &Token {
        if self.anchor.organisation == self.organisation.id {
            &self.anchor
        } else {
            &self.nobodys
        }
    }

    /// Whether a script asks, and not a person who is to see a page.
    pub(crate) fn wants_json(&self) -> bool {
        let accepted = self.headers.get(header::ACCEPT);
        accepted.is_some_and(|accepted| accepted.as_bytes() == b"application/json")
    }

    /// Whether the browser brought the cookie of a login of this organisation.
    pub(crate) fn has_login_cookie(&self) -> bool {
        self.has_anchor && self.anchor.organisation == self.organisation.id
    }

    /// The cookie of the session.
    pub(crate) const fn session(&self) -> Option<&Token> {
        self.session.as_ref()
    }

    /// The cookie of this organisation's trusted device.
    pub(crate) fn device(&self) -> Option<Token> {
        cookies::token(
            &self.headers,
            &self.state.site,
            Kind::Device(&self.organisation.slug),
        )
    }

    /// The session, if it stands.
    pub(crate) async fn signed_in(&self) -> Result<Option<SignedIn>, Fault> {
        match &self.session {
            Some(token) => session_check::check(&self.state.app, token, &self.requester).await,
            None => Ok(None),
        }
    }

    /// The same for a page that asks on its own: the session is not used by it.
    pub(crate) async fn still_signed_in(&self) -> Result<Option<SignedIn>, Fault> {
        match &self.session {
            Some(token) => session_check::look(&self.state.app, token, &self.requester).await,
            None => Ok(None),
        }
    }

    /// Whether a form that was sent belongs to this browser.
    pub(crate) fn is_ours(&self, sent: &str) -> bool {
        let anchor = self.has_anchor.then(|| self.anchor.clone());
        forgery::is_ours(&self.state, &[self.session.clone(), anchor], sent)
    }

    /// The header that sets the login's cookie, where the browser brought none.
    pub(crate) fn anchored(&self) -> Option<HeaderValue> {
        if self.has_anchor {
            return None;
        }
        cookies::set(&self.state.site, Kind::Login, &self.anchor)
    }

    /// The headers that every page of this request sets: the login's cookie where there was none, a language that was chosen.
    pub(crate) fn own_headers(&self) -> Vec<HeaderValue> {
        let anchor = self.session.is_none().then(|| self.anchored());
        anchor
            .flatten()
            .into_iter()
            .chain(self.keep_language.clone())
            .chain(self.keep_browser.clone())
            .collect()
    }

    /// An order is about to begin for this browser: from now on it can be told from others.
    pub(crate) fn be_known(&mut self) {
        if self.requester.visit.device.is_some() {
            return;
        }
        let drawn = self.state.app.draw_browser();
        self.keep_browser = cookies::keep_browser(&self.state.site, &drawn);
        self.requester.visit.device = Some(self.state.app.browser_mark(&drawn));
    }

    /// The header that goes with an answer which is no page, where an order began.
    pub(crate) fn kept_browser(&self) -> Option<HeaderValue> {
        self.keep_browser.clone()
    }

    /// The tag for this page's forms.
    pub(crate) fn csrf(&self) -> String {
        forgery::tag(&self.state, self.session.as_ref().unwrap_or(&self.anchor))
    }

    /// The frame of a page for somebody who is not signed in.
    pub(crate) fn frame(&self) -> Frame {
        let support = &self.organisation.support;
        let guide = format!("/guide/{}", self.text.code());
        Frame {
            text: self.text.clone(),
            organisation: self.organisation.name.clone(),
            logo: self
                .organisation
                .logo
                .as_ref()
                .map(|_| self.own_file("logo")),
            accent: self
                .organisation
                .accent
                .as_ref()
                .map(|_| self.own_file("accent.css")),
            client_name: None,
            help: Help {
                name: None,
                phone: support.phone.clone(),
                email: support.email.clone(),
                hours: support.hours.clone(),
                page: Some(self.at("/support")),
                guide: Some(guide),
                accessibility: Some(self.at("/accessibility")),
            },
            languages: self.language_links(),
            csrf: self.csrf(),
            nav: None,
            session_end: None,
            notice: None,
            demo: self.state.demo.is_some(),
        }
    }

    /// The frame of a page for somebody who is.
    pub(crate) fn frame_for(&self, who: &SignedIn, current: Current) -> Frame {
        let now = self.requester.now;
        let left = who.ends_at().since(now).as_seconds_up();
        Frame {
            nav: Some(Nav {
                person: who.user.name.clone(),
                account: "/account".to_owned(),
                security: "/account/security".to_owned(),
                admin: (!areas::open_to(&who.rights).is_empty()).then(|| areas::HOME.to_owned()),
                areas: Vec::new(),
                sign_out: "/account/sign-out".to_owned(),
                current,
            }),
            session_end: Some(SessionEnd {
                in_seconds: u32::try_from(left).unwrap_or(u32::MAX),
                extend: "/account/extend".to_owned(),
                ended: "/account/ended".to_owned(),
            }),
            ..self.frame()
        }
    }

    /// The frame of a page of the administration.
    pub(crate) fn admin_frame(&self, who: &SignedIn, here: Option<Area>) -> Frame {
        let mut frame = self.frame_for(who, Current::Neither);
        if let Some(nav) = &mut frame.nav {
            nav.areas = areas::links(&who.rights, &self.text, here);
            if areas::may_operate(who, &self.state) {
                nav.areas.push(AreaLink {
                    name: self.text.get("operator-heading"),
                    href: areas::OPERATOR.to_owned(),
                    current: false,
                });
            }
        }
        frame
    }

    /// The links that show this page in each language that the organisation offers; a form's answer is shown by the page that it belongs to.
    fn language_links(&self) -> Vec<LanguageLink> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let others: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(name, _)| name != "lang" && name != "ui_locales")
            .collect();
        let rules = &self.organisation.rules;
        let offered = Language::ALL
            .iter()
            .filter(|language| rules.offers(language.code()));
        offered
            .map(|language| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query
                    .extend_pairs(&others)
                    .append_pair("lang", language.code());
                LanguageLink {
                    code: language.code().to_owned(),
                    name: self.text.get(&format!("language-name-{}", language.code())),
                    href: format!("{path}?{}", query.finish()),
                    current: *language == self.requester.language,
                }
            })
            .collect()
    }
}

impl Arrival {
    /// Ends the session that this browser had before: one browser has one.
    pub(crate) async fn end_earlier_session(&self) -> Result<(), Fault> {
        match &self.session {
            Some(token) => session_check::end(&self.state.app, token, &self.requester).await,
            None => Ok(()),
        }
    }

    /// Ends the login that this browser had under way before, with what it had begun: another one took its place.
    pub(crate) async fn end_earlier_login(&self) -> Result<(), Fault> {
        if !self.has_login_cookie() {
            return Ok(());
        }
        let left = sign_in::cancel(&self.state.app, self.login(), &self.requester).await;
        left.map(drop)
    }
}
