//! What those who look after people note about somebody: read on the person's page, written here over the version that was read.

use app::administer::people::{self, NoteLine};
use axum::extract::Path;

use super::{address, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, FormPage, Note, Shape};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// Who wrote a note, and when; nothing where there is none.
pub(in crate::admin) fn written(arrival: &Arrival, note: &NoteLine) -> Option<String> {
    let text = &arrival.text;
    let time = moment(arrival, note.at.filter(|_| !note.text.is_empty())?);
    Some(match &note.by {
        Some(by) => text.with2("person-note-by", "name", by, "time", time),
        None => text.with1("person-note-at", "time", time),
    })
}

/// `GET /admin/users/{id}/note`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let here = format!("{}/note", address(view.user.id));
    let brought = draft::brought_back(own, &here);
    let back = draft::address(own, &here, &brought.clone().unwrap_or_default(), |_| false);
    own.arrival.proved(&own.who, &back).await?;
    let typed = brought.unwrap_or_else(|| {
        Typed::default()
            .with("note", view.note.text.clone())
            .with("version", view.note.version.to_string())
    });
    let whose = (address(view.user.id), view.user.name.as_str());
    Ok(shown(&admin, whose, &view.note, (&typed, None)))
}

/// `POST /admin/users/{id}/note`. Where somebody else was quicker, what they wrote stands beside what was typed.
pub(super) async fn save(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let user = view.user.id;
    let back = format!("{}/note", address(user));
    let back = draft::address(own, &back, &sent, |name| name == "csrf");
    let version = sent.of("version").parse().unwrap_or(0);
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let note = (sent.of("note"), version);
    let done = people::save_note(app, organisation, user, note, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(()) => Ok(Done::PersonNoteSaved.onward(&address(user))),
        Err(again) => {
            // Theirs as it stands by now.
            let view = named(&admin, &id).await?;
            let whose = (address(user), view.user.name.as_str());
            Ok(shown(&admin, whose, &view.note, (&sent, Some(&again))))
        }
    }
}

fn shown(
    admin: &Admin,
    (back, name): (String, &str),
    stands: &NoteLine,
    (typed, again): (&Typed, Option<&Again>),
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let overtaken = matches!(again, Some(Again::Changed));
    let fields = vec![
        Field::line("note", text.get("person-note"), "")
            .shaped(Shape::Lines)
            .hinted(text.with1("person-note.hint", "most", people::LONGEST_NOTE)),
    ];
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let theirs = Note {
        heading: text.get("person-note-stands"),
        about: if stands.text.is_empty() {
            text.get("person-note-none")
        } else {
            stands.text.clone()
        },
        copied: None,
    };
    // After a look at what somebody else wrote, saving once more writes over it.
    let version = if overtaken {
        stands.version.to_string()
    } else {
        typed.of("version").to_owned()
    };
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-note",
        heading: text.with1("person-note-heading", "name", name),
        lead: text.get("person-note-lead"),
        notes: overtaken.then_some(theirs).into_iter().collect(),
        fieldsets: filling::filled(
            arrival,
            fieldsets,
            typed,
            again.map_or(&[][..], Again::faults),
            None,
        ),
        hidden: vec![("version", version)],
        action: format!("{back}/note"),
        submit: text.get("button-save"),
        back,
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
