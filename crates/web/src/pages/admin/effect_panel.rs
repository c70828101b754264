//! What a role card would do if it were saved as it stands: beside the card, and alone where a script asks for it again.

use askama::Template;

use super::Prerequisite;
use crate::pages::{Fact, Frame};

/// The panel.
#[derive(Clone)]
pub struct EffectPanel {
    /// Its heading.
    pub heading: String,
    /// One sentence about all of it.
    pub summary: String,
    /// How many are fine, must set something up, are locked out: the lengths of a bar, in hundredths.
    pub bar: Option<EffectBar>,
    /// The figures.
    pub facts: Vec<Fact>,
    /// What the last figure is reckoned with.
    pub assumed: String,
    /// What is to be thought of before.
    pub warnings: Vec<String>,
    /// The report that names everybody.
    pub report: Option<String>,
    /// Whether the way there sends the card's form, so that what is typed is not lost.
    pub report_as_typed: bool,
    /// What must be in order.
    pub prerequisites: Vec<Prerequisite>,
}

/// Parts of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectBar {
    /// Fine, in hundredths.
    pub ready: u8,
    /// Must set something up.
    pub enrol: u8,
    /// Locked out.
    pub locked_out: u8,
}

/// The panel alone.
#[derive(Template)]
#[template(path = "admin/effect_panel.html")]
pub struct EffectFragment {
    /// The frame, for its words.
    pub frame: Frame,
    /// The panel.
    pub effect: EffectPanel,
}
