//! The delivery log: what became of every message, and never what stood in it.

use askama::Template;

use super::Field;
use crate::pages::{Frame, Page, Width};

/// The page.
#[derive(Template)]
#[template(path = "admin/deliveries.html")]
pub struct DeliveriesPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What narrows the list down.
    pub filter: Vec<Field>,
    /// Where the filter leads.
    pub action: String,
    /// Whether anything is filtered.
    pub filtered: bool,
    /// Whether this page begins further down.
    pub begins_later: bool,
    /// The messages, newest first.
    pub rows: Vec<DeliveryRow>,
    /// The page with the next older ones.
    pub older: Option<String>,
    /// The page with the newest ones, from further down.
    pub newest: Option<String>,
    /// All of the filter as a table for other programs.
    pub csv: String,
    /// How many lines that holds at most.
    pub csv_most: String,
}

/// A message.
#[derive(Clone, Debug)]
pub struct DeliveryRow {
    /// When it was written.
    pub at: String,
    /// By what way it went.
    pub channel: String,
    /// What it was for.
    pub purpose: String,
    /// Where it went, masked.
    pub target: String,
    /// Which gateway took it.
    pub gateway: String,
    /// How it stands.
    pub state: String,
    /// The class of the state's tag.
    pub class: &'static str,
    /// When it was handed over, reported on, answered: a line each.
    pub times: Vec<String>,
    /// In how many parts.
    pub parts: String,
    /// What it cost.
    pub price: String,
    /// Why, in words.
    pub reason: Option<String>,
}

impl DeliveriesPage {
    /// Whether what may stay empty says so: not in a filter.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

impl Page for DeliveriesPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-deliveries"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.begins_later {
            "admin-log-heading-older"
        } else {
            "admin-area-deliveries"
        })
    }
    fn width(&self) -> Width {
        Width::Full
    }
}
