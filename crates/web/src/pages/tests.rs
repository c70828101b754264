//! Every page struct, in several states and both languages, against what `contract.md` §4 and the CSP promise.
//!
//! With `TVASTEG_WRITE_PAGES=folder` the rendered pages and their assets are also written there, to be looked at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod markup;
mod samples;

use std::collections::BTreeSet;
use std::path::Path;

use text::{Catalogue, Language};

use super::assets;
use markup::{Markup, Tag};
use samples::Sample;

fn rendered() -> Vec<(Language, Sample)> {
    let catalogue = Catalogue::new(&samples::factors::registry().words()).unwrap();
    let samples: Vec<_> = Language::ALL
        .into_iter()
        .flat_map(|language| {
            samples::all(&catalogue.text(language))
                .into_iter()
                .map(move |sample| (language, sample))
        })
        .collect();
    assert!(
        catalogue.missing().is_empty(),
        "missing: {:?}",
        catalogue.missing()
    );
    samples
}

/// Runs a check over every page, and says which page it was.
fn on_every_page(check: impl Fn(&Sample, &Markup) -> Result<(), String>) {
    let mut faults = Vec::new();
    for (language, sample) in rendered() {
        if let Err(fault) = check(&sample, &Markup::read(&sample.html)) {
            faults.push(format!("{} ({}): {fault}", sample.file, language.code()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn holds(fact: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if fact { Ok(()) } else { Err(otherwise.into()) }
}

#[test]
fn every_page_is_whole_html_with_one_heading_and_one_main() {
    on_every_page(|sample, page| {
        page.balanced()?;
        holds(sample.html.starts_with("<!doctype html>"), "no doctype")?;
        holds(page.count("h1") == 1, "not one h1")?;
        holds(page.count("main") == 1, "not one main")?;
        // Beside it pictures have titles of their own.
        let head = sample.html.split("</head>").next().unwrap_or_default();
        holds(head.matches("<title>").count() == 1, "not one title")?;
        let ids: Vec<_> = page.tags().filter_map(|tag| tag.attribute("id")).collect();
        let distinct: BTreeSet<_> = ids.iter().collect();
        holds(
            ids.len() == distinct.len(),
            format!("an id stands twice: {ids:?}"),
        )
    });
}

#[test]
fn main_tells_which_page_it_is_and_which_factor_it_is_about() {
    on_every_page(|sample, page| {
        let main = page.first("main").ok_or("no main")?;
        holds(
            main.attribute("data-page") == Some(sample.page),
            "another data-page",
        )?;
        holds(
            main.attribute("data-factor") == sample.factor.as_deref(),
            "another data-factor",
        )
    });
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    on_every_page(|_, page| {
        for tag in page.tags() {
            for (name, value) in &tag.attributes {
                holds(
                    name != "style" && !name.starts_with("on"),
                    format!("{name} on <{}>", tag.name),
                )?;
                let fetched = ["src", "srcset", "poster"].contains(&name.as_str())
                    || (name == "href" && tag.name == "link");
                holds(
                    !fetched || value.starts_with('/'),
                    format!("<{}> loads {value}", tag.name),
                )?;
            }
            holds(
                tag.name != "style" && tag.name != "base",
                format!("<{}>", tag.name),
            )?;
            holds(
                tag.name != "script" || tag.attribute("src").is_some(),
                "an inline script",
            )?;
        }
        Ok(())
    });
}

#[test]
fn every_form_posts_and_carries_the_token() {
    on_every_page(|_, page| {
        for form in page.forms() {
            let action = form.tag.attribute("action").unwrap_or("");
            holds(
                action.starts_with('/'),
                format!("a form posts to {action:?}"),
            )?;
            // A search changes nothing: it is an address, and an address carries no token.
            if form.tag.attribute("role") == Some("search") {
                let carries = |tag: &&Tag| tag.attribute("name") == Some("csrf");
                holds(
                    form.tag.attribute("method") == Some("get") && !form.inside.iter().any(carries),
                    format!("{action} searches in another way"),
                )?;
                continue;
            }
            holds(
                form.tag.attribute("method") == Some("post"),
                "a form that does not post",
            )?;
            let token = |tag: &&&Tag| {
                tag.attribute("name") == Some("csrf") && tag.attribute("value") == Some("token-1")
            };
            holds(
                form.inside.iter().filter(token).count() == 1,
                format!("{action} lacks its token"),
            )?;
        }
        Ok(())
    });
}

#[test]
fn the_first_button_of_a_form_is_the_one_that_goes_on() {
    on_every_page(|_, page| {
        for form in page.forms() {
            let mut buttons = form
                .inside
                .iter()
                .filter(|tag| tag.name == "button" && tag.attribute("type").is_none());
            if let Some(first) = buttons.next() {
                holds(
                    first.attribute("form").is_none(),
                    "the first button belongs to another form",
                )?;
            }
            let cancels = buttons.filter(|tag| tag.attribute("data-action") == Some("cancel"));
            holds(
                cancels
                    .into_iter()
                    .all(|tag| tag.attribute("form").is_some()),
                "cancel would go on",
            )?;
        }
        Ok(())
    });
}

#[test]
fn every_field_has_a_label_and_every_reference_a_target() {
    on_every_page(|_, page| {
        let ids: BTreeSet<_> = page.tags().filter_map(|tag| tag.attribute("id")).collect();
        let fields = ["input", "select", "textarea"];
        for field in page
            .tags()
            .filter(|tag| fields.contains(&tag.name.as_str()))
        {
            let unseen =
                field.attribute("type") == Some("hidden") || field.attribute("hidden").is_some();
            let id = field.attribute("id").unwrap_or("");
            let labelled = page
                .tags()
                .any(|tag| tag.name == "label" && tag.attribute("for") == Some(id));
            holds(
                unseen || labelled,
                format!("{:?} has no label", field.attribute("name")),
            )?;
            holds(
                unseen || field.attribute("autocomplete").is_some(),
                format!("{id} has no autocomplete"),
            )?;
        }
        for name in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "data-copy",
            "data-show",
            "form",
        ] {
            for value in page.tags().filter_map(|tag| tag.attribute(name)) {
                let lost = value.split_whitespace().find(|id| !ids.contains(id));
                holds(lost.is_none(), format!("{name} points to {lost:?}"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn an_error_is_an_alert_and_stands_in_the_title() {
    on_every_page(|sample, page| {
        let alert = page
            .tags()
            .any(|tag| tag.attribute("role") == Some("alert"));
        let titled = sample.html.contains("<title>Fel: ") || sample.html.contains("<title>Error: ");
        holds(titled == sample.failed, "the title tells another story")?;
        holds(
            alert == (sample.failed || sample.page == "refused"),
            "role=alert is missing or too much",
        )
    });
}

#[test]
fn both_languages_are_offered_on_every_page_that_has_an_address() {
    on_every_page(|sample, page| {
        let links: Vec<_> = page
            .tags()
            .filter_map(|tag| tag.attribute("hreflang"))
            .collect();
        let expected: &[&str] = if sample.page == "fault" {
            &[]
        } else {
            &["sv", "en"]
        };
        holds(
            links == expected || links == ["sv", "en"],
            format!("languages: {links:?}"),
        )
    });
}

#[test]
fn a_way_to_support_stands_on_every_page_of_an_organisation() {
    on_every_page(|sample, page| {
        let reachable = page.tags().any(|tag| {
            tag.attribute("href")
                .is_some_and(|href| href.starts_with("tel:"))
        });
        holds(reachable || sample.page == "fault", "no contact")
    });
}

#[test]
fn what_people_typed_is_escaped() {
    on_every_page(|sample, _| {
        let raw = sample.html.contains("<b>oskar") || sample.html.contains("\"><b>");
        holds(!raw, "a name came through as markup")
    });
}

#[test]
fn each_page_carries_the_acts_that_the_contract_names() {
    let acts: BTreeSet<(String, String)> = rendered()
        .iter()
        .flat_map(|(_, sample)| {
            let page = Markup::read(&sample.html);
            let acts: Vec<_> = page
                .tags()
                .filter_map(|tag| tag.attribute("data-action"))
                .map(str::to_owned)
                .collect();
            acts.into_iter().map(|act| (sample.page.to_owned(), act))
        })
        .collect();
    let promised = [
        ("password", "continue"),
        ("answer", "continue"),
        ("answer", "resend"),
        ("answer", "other-factor"),
        ("answer", "cancel"),
        ("choose-factor", "cancel"),
        ("trust-device", "trust"),
        ("trust-device", "dont-trust"),
        ("reauthenticate", "continue"),
        ("reauthenticate", "cancel"),
        ("enrol-choose", "later"),
        ("enrol-choose", "cancel"),
        ("enrol", "continue"),
        ("enrol", "cancel"),
        ("recovery-codes", "continue"),
        ("done", "continue"),
        ("done", "enrol"),
        ("security", "enrol"),
        ("security", "remove"),
        ("security", "switch-off"),
        ("security", "sign-out"),
        ("remove", "remove"),
        ("switch-off", "switch-off"),
    ];
    for (page, act) in promised {
        assert!(
            acts.contains(&(page.to_owned(), act.to_owned())),
            "{page} has no {act}"
        );
    }
}

#[test]
fn the_login_page_with_all_it_loads_is_small() {
    let (_, login) = rendered()
        .into_iter()
        .find(|(_, sample)| sample.page == "password")
        .unwrap();
    let whole = login.html.len() + assets::stylesheet().body.len() + assets::script().body.len();
    // bench/ measures 12 kB compressed; text of this kind shrinks to well under a third and a half.
    assert!(whole <= 24 * 1024, "{whole} bytes before compression");
}

#[test]
fn pages_are_written_to_the_folder_that_is_asked_for() {
    let Some(folder) = option_env!("TVASTEG_WRITE_PAGES").map(Path::new) else {
        return;
    };
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in assets::all() {
        std::fs::write(
            folder.join(asset.path().trim_start_matches('/')),
            &asset.body,
        )
        .unwrap();
    }
    for (language, sample) in rendered() {
        std::fs::write(
            folder.join(format!("{}.{}.html", sample.file, language.code())),
            &sample.html,
        )
        .unwrap();
    }
}
