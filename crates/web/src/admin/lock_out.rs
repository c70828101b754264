//! Settings that would lock people out: how many, and the field for the organisation's name that confirms it. Shown before anything is saved.

use app::administer::{LockedOut, Reason};
use text::Text;

use super::door::Admin;
use super::settled::Again;
use super::typed::Typed;
use crate::pages::admin::{Field, Fieldset, FormPage, Note};
use crate::reply::Reply;

/// The field with what was typed to confirm, as on a role card.
const CONFIRM: &str = "confirm";

/// What was typed to confirm.
pub(super) fn confirmed(sent: &Typed) -> Option<String> {
    let typed = sent.of(CONFIRM);
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// Whom it would lock out, where that is why it was not done.
pub(super) const fn of(again: &Again) -> Option<LockedOut> {
    match again {
        Again::Refused(Reason::LocksOut(out)) => Some(*out),
        _ => None,
    }
}

/// The figures, in words.
pub(super) fn told(text: &Text, out: LockedOut) -> String {
    let count = |people: u64| i64::try_from(people).unwrap_or(i64::MAX);
    let people = text.with1("settings-locks-out", "people", count(out.people));
    let administrators = text.with1(
        "settings-locks-out-administrators",
        "people",
        count(out.administrators),
    );
    format!("{people} {administrators}")
}

/// The figures beside a form.
pub(super) fn note(text: &Text, out: LockedOut) -> Note {
    Note {
        heading: text.get("role-effect"),
        about: told(text, out),
        copied: None,
    }
}

/// The field for the name.
pub(super) fn fields(admin: &Admin) -> Fieldset {
    let name = &admin.own.who.organisation.name;
    let field = Field::line(CONFIRM, admin.t("settings-locks-out-confirm"), "");
    let hint = (admin.own.arrival.text).with1("settings-locks-out-confirm.hint", "name", name);
    Fieldset {
        legend: String::new(),
        about: None,
        fields: vec![field.hinted(hint).demanded()],
    }
}

/// Something done by a button alone, asked about because of whom it would lock out.
pub(super) struct Asked {
    /// The question.
    pub(super) heading: String,
    /// Where it is done.
    pub(super) action: String,
    /// What its form carries unseen.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// The word on its button.
    pub(super) submit: String,
    /// Back.
    pub(super) back: String,
}

impl Asked {
    /// The page that asks.
    pub(super) fn page(self, admin: &Admin, again: &Again, out: LockedOut) -> Reply {
        let page = FormPage {
            frame: admin.frame(),
            name: "admin-locks-out",
            heading: self.heading,
            lead: told(&admin.own.arrival.text, out),
            notes: Vec::new(),
            fieldsets: vec![fields(admin)],
            hidden: self.hidden,
            action: self.action,
            submit: self.submit,
            back: self.back,
            status: None,
            problem: Some(again.problem(admin)),
        };
        Reply::page_with(&admin.own.arrival, again.status(), &page)
    }
}
