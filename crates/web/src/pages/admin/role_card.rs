//! A role card: one at a time, with the way to the others, and beside it what it would do if it were saved now.

use askama::Template;

use super::{EffectPanel, Field, PermissionTicks};
use crate::pages::{Frame, Page, Problem, Width, icon};

/// The page.
#[derive(Template)]
#[template(path = "admin/role_card.html")]
pub struct RoleCardPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Its heading: the card's name as it is saved.
    pub heading: String,
    /// The way to the other cards; none while a card is being added.
    pub pager: Option<CardPager>,
    /// Where the form posts to.
    pub action: String,
    /// What the form carries unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Why nothing on it can be changed by whoever looks at it.
    pub locked: Option<String>,
    /// Its name, and what kind of role it is.
    pub identity: Vec<Field>,
    /// What it asks of people; absent while the organisation's add-on is off.
    pub two_step: Option<CardTwoStep>,
    /// While the add-on is off: where it is switched on, for those who may.
    pub add_on: Option<Option<String>>,
    /// Its permissions.
    pub permissions: PermissionTicks,
    /// What must be typed before people are locked out.
    pub confirm: Option<Field>,
    /// The word on its button.
    pub submit: String,
    /// Back to the card as it is saved.
    pub back: String,
    /// What it would do, for a card that is there.
    pub effect: Option<EffectPanel>,
    /// What else can be done with a card that is there.
    pub acts: Option<CardActs>,
    /// The catalogue of permissions.
    pub catalogue: String,
    /// Whether something is typed that is not saved.
    pub unsaved: bool,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// The way to the other cards.
#[derive(Clone, Debug)]
pub struct CardPager {
    /// This card's place, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The first card, from any other.
    pub first: Option<String>,
    /// The card before.
    pub previous: Option<String>,
    /// The card behind.
    pub next: Option<String>,
    /// The last card, from any other.
    pub last: Option<String>,
    /// Where a number leads to its card.
    pub jump: String,
    /// All cards: name, address, whether it is this one.
    pub cards: Vec<(String, String, bool)>,
    /// The page to add one.
    pub add: String,
}

/// What a card asks of people.
#[derive(Clone, Debug)]
pub struct CardTwoStep {
    /// Whether it requires two-step.
    pub required: Field,
    /// For how many days a device that passed is trusted.
    pub days: Field,
    /// What the number means, spelled out.
    pub days_said: String,
    /// The same for other numbers, for the script: the number or `other`, and the sentence with `%1` for the number.
    pub days_words: Vec<(&'static str, String)>,
    /// The factors.
    pub factors: Vec<FactorTick>,
    /// What is wrong with them.
    pub factors_problem: Option<String>,
    /// What somebody else has ticked in the meantime.
    pub factors_elsewhere: Option<String>,
    /// The weakest proof, the day it begins, the days of grace.
    pub others: Vec<Field>,
}

/// A factor that a card may allow.
#[derive(Clone, Debug)]
pub struct FactorTick {
    /// Its name in the form.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Whether it is allowed.
    pub ticked: bool,
}

/// What else can be done with a card.
#[derive(Clone, Debug)]
pub struct CardActs {
    /// How many have it, as a sentence.
    pub people: String,
    /// The page to add one like it.
    pub copy: String,
    /// The page that asks whether to remove it; none while somebody has it.
    pub remove: Option<String>,
    /// Where moving it posts to.
    pub arrange: String,
    /// Whether it can move towards the first.
    pub up: bool,
    /// Whether it can move towards the last.
    pub down: bool,
}

impl RoleCardPage {
    /// Whether what may stay empty says so.
    pub fn marks_optional(&self) -> bool {
        true
    }
}

impl Page for RoleCardPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "role-card"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        if self.pager.is_some() {
            Width::Full
        } else {
            Width::Wide
        }
    }
}
