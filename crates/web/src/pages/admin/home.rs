//! The administration's first page: what has to be done, then where to go.

use askama::Template;

use crate::pages::{Frame, Page, Width};

/// The first page.
#[derive(Template)]
#[template(path = "admin/home.html")]
pub struct HomePage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What has to be done, most pressing first.
    pub matters: Vec<Matter>,
    /// Where to go.
    pub areas: Vec<AreaCard>,
}

/// Something that has to be done.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What it is.
    pub what: String,
    /// Why, or since when.
    pub detail: String,
    /// Whether people are kept out by it already.
    pub urgent: bool,
    /// Where it is mended.
    pub href: String,
    /// The words of the link.
    pub act: String,
}

impl Matter {
    /// The class of its mark.
    pub fn class(&self) -> &'static str {
        if self.urgent { "tag bad" } else { "tag warn" }
    }

    /// The key of the mark's word.
    pub fn word(&self) -> &'static str {
        if self.urgent {
            "admin-matter-urgent"
        } else {
            "admin-matter-soon"
        }
    }
}

/// An area to go to.
#[derive(Clone, Debug)]
pub struct AreaCard {
    /// What it is called.
    pub name: String,
    /// What is done there.
    pub about: String,
    /// Where it lies.
    pub href: String,
}

impl Page for HomePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin"
    }
    fn heading(&self) -> String {
        self.frame.t("frame-nav-admin")
    }
    fn width(&self) -> Width {
        Width::Full
    }
}
