//! The last day on which somebody may put off setting up a second step.
//!
//! Typed as a date, and meant to its end where the installation is.

use app::administer::people::{self, PersonView};
use axum::extract::Path;
use domain::id::UserId;
use domain::time::{Span, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{address, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};
use crate::when::until_when;
use app::administer::{FieldFault, FieldWhy, Reason};

/// The moment at which this day is over; nothing where it is no day.
pub(super) fn end_of(typed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let date: Date = typed.parse().ok()?;
    if !(2000..=2200).contains(&date.year()) {
        return None;
    }
    let next = date.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_unix_millis(
        next.timestamp().as_millisecond(),
    ))
}

/// The day whose end, or in which, this moment is.
pub(super) fn day_of(until: Timestamp, zone: &TimeZone) -> String {
    let last = until - Span::millis(1);
    jiff::Timestamp::from_millisecond(last.unix_millis()).map_or_else(
        |_| String::new(),
        |at| zone.to_datetime(at).date().to_string(),
    )
}

fn here(user: UserId) -> String {
    format!("{}/grace", address(user))
}

/// `GET /admin/users/{id}/grace`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let here = here(view.user.id);
    let brought = draft::brought_back(own, &here);
    let back = draft::address(own, &here, &brought.clone().unwrap_or_default(), |_| false);
    own.arrival.proved(&own.who, &back).await?;
    let typed = brought.unwrap_or_else(|| {
        let zone = &own.arrival.state.app.time_zone;
        let day = view.user.grace_until.map(|until| day_of(until, zone));
        Typed::default().with("until", day.unwrap_or_default())
    });
    Ok(shown(&admin, &view, &typed, None))
}

/// `POST /admin/users/{id}/grace`.
pub(super) async fn save(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let user = view.user.id;
    let back = draft::address(own, &here(user), &sent, |name| name == "csrf");
    let app = &own.arrival.state.app;
    let Some(until) = end_of(sent.of("until"), &app.time_zone) else {
        let fault = FieldFault::new("until", FieldWhy::NoDate);
        let again = Again::Faults(vec![fault]);
        return Ok(shown(&admin, &view, &sent, Some(&again)));
    };
    let organisation = own.who.organisation.id;
    let done = people::move_grace(app, organisation, user, until, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(()) => Ok(Done::PersonGraceMoved.onward(&address(user))),
        Err(again) => Ok(shown(&admin, &view, &sent, Some(&again))),
    }
}

fn shown(admin: &Admin, view: &PersonView, typed: &Typed, again: Option<&Again>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let fields = vec![
        Field::line("until", text.get("person-grace-day"), "")
            .shaped(Shape::Date)
            .hinted(text.with1(
                "person-grace-day.hint",
                "days",
                domain::grace::MOST_DAYS_AHEAD,
            ))
            .demanded(),
    ];
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let faults = match again {
        Some(Again::Refused(Reason::GraceDay)) => {
            vec![FieldFault::new("until", FieldWhy::NoDate)]
        }
        Some(again) => again.faults().to_vec(),
        None => Vec::new(),
    };
    let lead = match view.user.grace_until {
        Some(until) => text.with1("person-grace-lead", "time", until_when(arrival, until)),
        None => text.get("person-grace-lead-none"),
    };
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-grace",
        heading: text.with1("person-grace-heading", "name", &view.user.name),
        lead,
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, &faults, None),
        hidden: Vec::new(),
        action: here(view.user.id),
        submit: text.get("button-save"),
        back: address(view.user.id),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_day_lasts_to_its_end_and_is_read_back_as_itself() {
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap();
        for (zone, day, ends) in [
            (&TimeZone::UTC, "2026-11-30", "2026-12-01T00:00:00Z"),
            (&stockholm, "2026-11-30", "2026-11-30T23:00:00Z"),
            (&stockholm, "2026-10-25", "2026-10-25T23:00:00Z"),
        ] {
            let until = end_of(day, zone).unwrap();
            let expected: jiff::Timestamp = ends.parse().unwrap();
            assert_eq!(until.unix_millis(), expected.as_millisecond());
            assert_eq!(day_of(until, zone), day);
        }
        for wrong in ["", "tomorrow", "2026-02-30", "1999-12-31", "9999-12-31"] {
            assert_eq!(end_of(wrong, &stockholm), None, "{wrong}");
        }
    }
}
