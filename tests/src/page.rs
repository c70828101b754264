//! An answer as a browser has it: its status and headers, and its page by what the page promises (`data-page`, `data-action`, …).

use axum::http::{HeaderMap, StatusCode, header};

use crate::tags::{self, Piece, Tag, VOID};

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    /// The path and query that were asked for.
    pub address: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    pieces: Vec<Piece>,
}

/// A form that can be sent.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where to.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// What it holds before anything is typed.
    pub fields: Vec<(String, String)>,
}

/// What pressing something leads to.
#[derive(Debug, Clone)]
pub enum Way {
    /// Another address.
    Link(String),
    /// A form, sent.
    Form(Form),
}

impl Page {
    /// Takes an answer over.
    pub fn new(address: String, status: StatusCode, headers: HeaderMap, body: String) -> Self {
        let is_html = headers.get(header::CONTENT_TYPE).is_some_and(|value| {
            value
                .to_str()
                .is_ok_and(|value| value.starts_with("text/html"))
        });
        let pieces = if is_html {
            tags::read(&body)
        } else {
            Vec::new()
        };
        Self {
            address,
            status,
            headers,
            body,
            pieces,
        }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("our headers are text"))
    }

    /// Where the answer leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// Whether it is a page for people.
    pub const fn is_html(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// The start tags, in order.
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Start(tag) => Some(tag),
            _ => None,
        })
    }

    /// The name of the page (`data-page`); empty where it has none.
    pub fn name(&self) -> &str {
        self.tags()
            .find_map(|tag| tag.attribute("data-page"))
            .unwrap_or("")
    }

    /// The factor that the page is about.
    pub fn factor(&self) -> Option<&str> {
        self.tags()
            .find(|tag| tag.name == "main")
            .and_then(|tag| tag.attribute("data-factor"))
    }

    /// The language of the page.
    pub fn language(&self) -> &str {
        self.tags()
            .find(|tag| tag.name == "html")
            .and_then(|tag| tag.attribute("lang"))
            .unwrap_or("")
    }

    /// What the page says went wrong; empty where nothing did.
    pub fn alert(&self) -> String {
        self.text_of(|tag| tag.attribute("role") == Some("alert"))
    }

    /// What the page says went well.
    pub fn told(&self) -> String {
        self.text_of(|tag| tag.attribute("role") == Some("status"))
    }

    /// The heading.
    pub fn heading(&self) -> String {
        self.text_of(|tag| tag.name == "h1")
    }

    /// Everything that can be read on the page.
    pub fn text(&self) -> String {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.trim()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    /// The key that an enrolment shows, without its gaps.
    pub fn secret(&self) -> Option<String> {
        let shown = self.text_of(|tag| tag.attribute("data-secret").is_some());
        (!shown.is_empty()).then(|| shown.split_whitespace().collect())
    }

    /// The recovery codes that the page shows.
    pub fn recovery_codes(&self) -> Vec<String> {
        let mut codes = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            if matches!(piece, Piece::Start(tag) if tag.attribute("data-recovery-code").is_some())
                && let Some(Piece::Text(text)) = self.pieces.get(at + 1)
            {
                codes.push(text.trim().to_owned());
            }
        }
        codes
    }

    /// The addresses that the page's links lead to.
    pub fn links(&self) -> Vec<String> {
        let links = self
            .tags()
            .filter(|tag| tag.name == "a")
            .filter_map(|tag| tag.attribute("href"));
        links.map(str::to_owned).collect()
    }

    /// Whether there is something to press for this action.
    pub fn offers(&self, action: &str) -> bool {
        self.tags()
            .any(|tag| tag.attribute("data-action") == Some(action))
    }

    /// The kinds that buttons and links choose.
    pub fn choices(&self) -> Vec<String> {
        let chosen = self
            .tags()
            .filter(|tag| matches!(tag.name.as_str(), "button" | "a"));
        chosen
            .filter_map(|tag| tag.attribute("data-factor"))
            .map(str::to_owned)
            .collect()
    }

    /// What pressing the first thing does that `wanted` picks.
    pub fn way(&self, wanted: impl Fn(&Tag) -> bool) -> Option<Way> {
        let mut form: Option<usize> = None;
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Start(tag) if tag.name == "form" => form = Some(at),
                Piece::End(name) if name == "form" => form = None,
                Piece::Start(tag) if wanted(tag) => return self.way_of(tag, form),
                _ => {}
            }
        }
        None
    }

    fn way_of(&self, tag: &Tag, around: Option<usize>) -> Option<Way> {
        if tag.name == "a" {
            return tag.attribute("href").map(|href| Way::Link(href.to_owned()));
        }
        let named = tag.attribute("form").map(|id| {
            let is_it = |piece: &Piece| matches!(piece, Piece::Start(tag) if tag.name == "form" && tag.attribute("id") == Some(id));
            self.pieces.iter().position(is_it).expect("a form with that id")
        });
        let mut form = self.form_at(named.or(around)?);
        if let Some(name) = tag.attribute("name") {
            form.fields.push((
                name.to_owned(),
                tag.attribute("value").unwrap_or("").to_owned(),
            ));
        }
        Some(Way::Form(form))
    }

    /// The form that begins at this piece, with what its inputs hold.
    fn form_at(&self, at: usize) -> Form {
        let Piece::Start(tag) = &self.pieces[at] else {
            unreachable!("a form begins with a tag")
        };
        let inside = self.pieces[at + 1..]
            .iter()
            .take_while(|piece| !matches!(piece, Piece::End(name) if name == "form"));
        let inputs = inside.filter_map(|piece| match piece {
            Piece::Start(tag) if tag.name == "input" => Some(tag),
            _ => None,
        });
        let fields = inputs.filter_map(|input| {
            Some((
                input.attribute("name")?.to_owned(),
                input.attribute("value").unwrap_or("").to_owned(),
            ))
        });
        Form {
            action: tag.attribute("action").unwrap_or("").to_owned(),
            method: tag
                .attribute("method")
                .unwrap_or("get")
                .to_ascii_lowercase(),
            fields: fields.collect(),
        }
    }

    /// The first form of the page.
    pub fn form(&self) -> Option<Form> {
        let at = self
            .pieces
            .iter()
            .position(|piece| matches!(piece, Piece::Start(tag) if tag.name == "form"))?;
        Some(self.form_at(at))
    }

    /// The headers in their order, each cookie by its name alone.
    pub fn headers_shown(&self) -> Vec<String> {
        let mut shown: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let text = value.to_str().expect("text");
                let shown = if name == header::SET_COOKIE {
                    text.split_once('=').map_or("", |(name, _)| name)
                } else {
                    text
                };
                format!("{name}: {shown}")
            })
            .collect();
        shown.sort();
        shown
    }

    /// The whole answer in which everything that is drawn is masked, its headers with it: two that look alike tell nothing.
    pub fn masked(&self) -> String {
        let mut body = self.body.clone();
        for drawn in self.csrf().into_iter().chain(self.field("challenge")) {
            body = body.replace(&drawn, "DRAWN");
        }
        format!("{}\n{:?}\n{body}", self.status, self.headers_shown())
    }

    /// The tag against forged requests that the page's forms carry.
    pub fn csrf(&self) -> Option<String> {
        let hidden = self
            .tags()
            .find(|tag| tag.attribute("name") == Some("csrf"))?;
        hidden.attribute("value").map(str::to_owned)
    }

    /// The value of the hidden or filled field called `name`.
    pub fn field(&self, name: &str) -> Option<String> {
        let input = self
            .tags()
            .find(|tag| tag.name == "input" && tag.attribute("name") == Some(name))?;
        input.attribute("value").map(str::to_owned)
    }

    /// The text inside the first element that `wanted` picks.
    pub fn text_of(&self, wanted: impl Fn(&Tag) -> bool) -> String {
        let Some(at) = self
            .pieces
            .iter()
            .position(|piece| matches!(piece, Piece::Start(tag) if wanted(tag)))
        else {
            return String::new();
        };
        let (mut depth, mut texts) = (0_u32, Vec::new());
        for piece in &self.pieces[at..] {
            match piece {
                Piece::Start(tag) if !VOID.contains(&tag.name.as_str()) => depth += 1,
                Piece::End(name) if !VOID.contains(&name.as_str()) => depth -= 1,
                Piece::Text(text) => texts.push(text.trim().to_owned()),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        texts.join(" ")
    }
}
