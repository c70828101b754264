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
    /// What the figures say.
    pub charts: Vec<Chart>,
    /// Where to go.
    pub areas: Vec<AreaCard>,
}

/// A chart with its table.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its name, on the page and in addresses.
    pub id: &'static str,
    /// What it is about.
    pub title: String,
    /// What it says, in a sentence.
    pub about: String,
    /// The pictures (SVG), one below the other.
    pub pictures: Vec<String>,
    /// A piece of each series (SVG), and its name.
    pub legend: Vec<(String, String)>,
    /// The heads of the table.
    pub heads: Vec<String>,
    /// The rows of the table.
    pub rows: Vec<ChartRow>,
    /// The table for other programs.
    pub csv: String,
    /// What stands there instead where there is nothing to draw.
    pub empty: Option<String>,
}

/// A row of a chart's table.
#[derive(Clone, Debug)]
pub struct ChartRow {
    /// What it is about.
    pub head: String,
    /// Its numbers.
    pub cells: Vec<String>,
    /// All of it as other programs read it.
    pub exported: Vec<String>,
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
