//! `/guide/{language}`: the guide for beginners, which is a document (`docs/user/<language>.md`) and is shown as a page.

use std::sync::LazyLock;

use askama::Template;
use axum::extract::Path;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use text::Language;

use super::pictures;
use crate::arrival::Arrival;
use crate::pages::{Frame, Language as LanguageLink, Page, Width};
use crate::reply::{Answer, Reply};

/// A guide, ready to be shown.
struct Guide {
    title: &'static str,
    html: String,
}

static SV: LazyLock<Guide> =
    LazyLock::new(|| Guide::of(include_str!("../../../../docs/user/sv.md")));
static EN: LazyLock<Guide> =
    LazyLock::new(|| Guide::of(include_str!("../../../../docs/user/en.md")));

impl Guide {
    /// The first line is the page's heading; what follows is its text.
    fn of(document: &'static str) -> Self {
        let (first, rest) = document.split_once('\n').unwrap_or((document, ""));
        let mut html = String::new();
        html::push_html(
            &mut html,
            with_pictures(Parser::new_ext(rest, Options::ENABLE_TABLES)),
        );
        Self {
            title: first.trim_start_matches('#').trim(),
            html,
        }
    }

    fn in_language(language: Language) -> &'static Self {
        match language {
            Language::Sv => &SV,
            Language::En => &EN,
        }
    }
}

/// The document with each picture at its address; one that has not been taken is left out, words and all.
fn with_pictures<'a>(document: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut left_out = false;
    document.filter_map(move |event| match event {
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let address = pictures::address(&dest_url);
            left_out = address.is_none();
            address.map(|address| {
                Event::Start(Tag::Image {
                    link_type,
                    dest_url: address.into(),
                    title,
                    id,
                })
            })
        }
        Event::End(TagEnd::Image) if left_out => {
            left_out = false;
            None
        }
        other => (!left_out).then_some(other),
    })
}

/// The page.
#[derive(Template)]
#[template(path = "service/guide.html")]
struct GuidePage {
    frame: Frame,
    heading: &'static str,
    /// Our own document, rendered; nothing of it comes from anybody else.
    html: &'static str,
}

impl Page for GuidePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "guide"
    }
    fn heading(&self) -> String {
        self.heading.to_owned()
    }
    fn rich(&self) -> bool {
        true
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}

fn address(language: Language) -> String {
    format!("/guide/{}", language.code())
}

/// `GET /guide`: the one in the reader's language.
pub(super) async fn own_language(arrival: Arrival) -> Reply {
    Reply::onward(&address(arrival.requester.language))
}

/// `GET /guide/{language}`.
pub(super) async fn show(Path(wanted): Path<String>, arrival: Arrival) -> Answer {
    let Some(language) = Language::ALL
        .into_iter()
        .find(|language| language.code() == wanted)
    else {
        return Err(arrival.status(404));
    };
    let guide = Guide::in_language(language);
    let mut frame = arrival.frame();
    frame.text = frame.text.in_language(language);
    let rules = &arrival.organisation.rules;
    frame.languages = Language::ALL
        .into_iter()
        .filter(|language| rules.offers(language.code()))
        .map(|other| link(&frame, other, language))
        .collect();
    let page = GuidePage {
        frame,
        heading: guide.title,
        html: &guide.html,
    };
    Ok(Reply::page(&arrival, &page))
}

/// The link to the guide in `language`, which is kept for the other pages too.
fn link(frame: &Frame, language: Language, current: Language) -> LanguageLink {
    LanguageLink {
        code: language.code().to_owned(),
        name: frame.t(&format!("language-name-{}", language.code())),
        href: format!("{}?lang={}", address(language), language.code()),
        current: language == current,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_guides_have_one_heading_and_the_same_sections() {
        let guides = [&*SV, &*EN];
        for guide in guides {
            assert!(!guide.title.is_empty());
            assert!(
                !guide.html.contains("<h1"),
                "a second heading of the first order"
            );
            assert!(guide.html.matches("<h2").count() >= 5);
        }
        let count = |tag: &str| guides.map(|guide| guide.html.matches(tag).count());
        for tag in ["<h2", "<h3", "<li", "<img", "<table"] {
            let [sv, en] = count(tag);
            assert_eq!(sv, en, "{tag}");
        }
    }

    #[test]
    fn a_guide_holds_nothing_that_the_pages_forbid() {
        for guide in [&*SV, &*EN] {
            for forbidden in ["<script", "<style", " style=", " onclick=", "src=\"http"] {
                assert!(!guide.html.contains(forbidden), "{forbidden}");
            }
            assert_eq!(
                guide.html.matches("<img").count(),
                guide.html.matches("<img src=\"/assets/guide/").count()
            );
        }
    }

    #[test]
    fn a_picture_that_has_not_been_taken_is_left_out() {
        let mut html = String::new();
        let document = "before\n\n![not *there*](pictures/none.png)\n\nafter ![x](https://elsewhere.example/y.png) end";
        html::push_html(&mut html, with_pictures(Parser::new(document)));
        assert_eq!(html, "<p>before</p>\n<p></p>\n<p>after  end</p>\n");
    }
}
