//! People: the list, one person, and what is ordered for many.

use askama::Template;

use super::Field;
use crate::pages::{Fact, Frame, Page, Problem, Width};

/// The list.
#[derive(Template)]
#[template(path = "admin/people.html")]
pub struct PeoplePage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What was done.
    pub status: Option<String>,
    /// What narrows the list down.
    pub filter: Vec<Field>,
    /// Where the filter leads.
    pub action: String,
    /// Whether anything is filtered.
    pub filtered: bool,
    /// How many a search found, in words.
    pub hits: Option<String>,
    /// Where names begin with each letter; none in a search.
    pub letters: Vec<Letter>,
    /// Whether it is sorted by name.
    pub by_name: bool,
    /// The people.
    pub rows: Vec<PersonRow>,
    /// The page before.
    pub before: Option<String>,
    /// The next page.
    pub after: Option<String>,
    /// The first page, from further down.
    pub first: Option<String>,
    /// Where something is done with all of them.
    pub all: Option<String>,
    /// Where somebody is added.
    pub add: String,
}

/// A letter that the list can be opened at.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The letter.
    pub name: String,
    /// The page.
    pub href: String,
}

/// Somebody in the list.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The username.
    pub username: String,
    /// The page of the person.
    pub href: String,
    /// The mailbox.
    pub mailbox: String,
    /// The names of the roles.
    pub roles: String,
    /// The names of the factors.
    pub factors: String,
    /// How the person stands: a class and a word each.
    pub tags: Vec<(&'static str, String)>,
    /// When they signed in last.
    pub last_login: String,
}

impl Page for PeoplePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-people"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-area-people")
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

impl PeoplePage {
    /// A filter is empty where nothing is filtered: nothing on it needs to be called optional.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

/// What is to be done with all people of a filter.
#[derive(Template)]
#[template(path = "admin/people_all.html")]
pub struct AllPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Whom it concerns, in a sentence.
    pub whom: String,
    /// The names of the first of them.
    pub first: Vec<String>,
    /// How many more there are, in a sentence.
    pub more: Option<String>,
    /// What can be done.
    pub fields: Vec<Field>,
    /// Where the choice leads.
    pub action: String,
    /// The filter, which the form carries unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Whether there is anybody.
    pub any: bool,
    /// Back to the list.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for AllPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-people-all"
    }
    fn heading(&self) -> String {
        self.frame.t("people-all-heading")
    }
    fn width(&self) -> Width {
        Width::Wide
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

impl AllPage {
    /// A filter is empty where nothing is filtered: nothing on it needs to be called optional.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

/// How far what was ordered for many people is.
#[derive(Template)]
#[template(path = "admin/people_order.html")]
pub struct OrderPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// How it stands, in a sentence.
    pub lead: String,
    /// Whether it goes on.
    pub goes_on: bool,
    /// What was done.
    pub facts: Vec<Fact>,
    /// Why some were left as they are.
    pub left: Vec<Fact>,
    /// The page itself.
    pub here: String,
    /// Back to the list.
    pub back: String,
    /// What was done.
    pub status: Option<String>,
}

impl Page for OrderPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-people-order"
    }
    fn heading(&self) -> String {
        self.frame.t("people-order-heading")
    }
    fn width(&self) -> Width {
        Width::Wide
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
}

/// One person.
#[derive(Template)]
#[template(path = "admin/person.html")]
pub struct PersonPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The name.
    pub person: String,
    /// How they stand: a class and a word each.
    pub tags: Vec<(&'static str, String)>,
    /// Who they are.
    pub identity: Vec<Fact>,
    /// Where that is changed.
    pub edit: Option<String>,
    /// Mailboxes and numbers.
    pub addresses: Vec<AddressRow>,
    /// What is noted about them; empty where nothing is.
    pub note: String,
    /// Who noted it, and when.
    pub note_written: Option<String>,
    /// Where it is written anew.
    pub change_note: Option<String>,
    /// Where one is added.
    pub add_address: Option<String>,
    /// The names of the roles, with their keys.
    pub roles: Vec<String>,
    /// Where roles are given and taken.
    pub change_roles: Option<String>,
    /// What the roles make of their logins, a sentence each.
    pub policy: Vec<PolicyRow>,
    /// Whether what they have is enough.
    pub ready: (&'static str, String),
    /// What they have enrolled.
    pub factors: Vec<OwnedRow>,
    /// The trusted devices.
    pub devices: Vec<OwnedRow>,
    /// The sessions.
    pub sessions: Vec<OwnedRow>,
    /// The last identifications, for those who may see them.
    pub identifications: Vec<OwnedRow>,
    /// What can be done.
    pub acts: Vec<ActLink>,
    /// Why nothing can be done by whoever looks, if so.
    pub out_of_reach: Option<String>,
    /// Why the last logins were asked for what they were.
    pub logins: Vec<LoginRow>,
    /// What happened last.
    pub events: Vec<HappenedRow>,
    /// All that happened, in the log.
    pub log: Option<String>,
    /// Back to the list.
    pub back: String,
    /// What was done.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A mailbox or number.
#[derive(Clone, Debug)]
pub struct AddressRow {
    /// As it is shown.
    pub value: String,
    /// What it is, and whether it was confirmed.
    pub about: String,
    /// Where it is confirmed, if it is not and may be.
    pub confirm: Option<String>,
    /// Where it is taken away.
    pub remove: Option<String>,
}

/// A part of the policy, and the card that decides it.
#[derive(Clone, Debug)]
pub struct PolicyRow {
    /// What.
    pub what: String,
    /// Because of what.
    pub because: String,
}

/// Something that a person has: a factor, a device, a session.
#[derive(Clone, Debug)]
pub struct OwnedRow {
    /// What it is.
    pub name: String,
    /// What is to be known of it.
    pub about: String,
    /// How it stands: a class and a word.
    pub tag: Option<(&'static str, String)>,
    /// Where it is taken away.
    pub remove: Option<String>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct ActLink {
    /// The word on it.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// Whether it takes something away.
    pub danger: bool,
}

/// A login, and why it was asked for what it was asked for.
#[derive(Clone, Debug)]
pub struct LoginRow {
    /// When it began.
    pub at: String,
    /// What is said of it.
    pub said: Vec<String>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct HappenedRow {
    /// When.
    pub at: String,
    /// What.
    pub what: String,
    /// With what, by whom.
    pub detail: String,
}

impl Page for PersonPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-person"
    }
    fn heading(&self) -> String {
        self.person.clone()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
