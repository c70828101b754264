//! Everything on record about a person as one JSON document, written while it is read: a piece at a time, never whole in memory.

use std::sync::Arc;

use app::App;
use app::person_record::{AuditRow, PersonRecord, person_events};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::id::{AuditId, OrganisationId, UserId};
use domain::time::Timestamp;
use futures_util::stream;
use serde_json::{Value, json};

use crate::when::in_utc;

/// A file to keep.
pub(crate) fn attached(kind: &'static str, name: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, body).into_response()
}

/// A row of the log as JSON tells it.
pub(crate) fn row_json(row: &AuditRow, personal: &domain::audit::Personal) -> Value {
    json!({
        "id": row.id,
        "at": in_utc(row.at),
        "kind": row.kind,
        "outcome": row.outcome,
        "actor": row.actor,
        "subject": row.subject,
        "details": row.details,
        "personal": personal,
    })
}

/// The same with moments as programs read them, wherever a name says that it is one.
fn with_moments(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_i64().filter(|_| name.ends_with("_at")) {
                    Some(millis) => *value = json!(in_utc(Timestamp::from_unix_millis(millis))),
                    None => with_moments(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(with_moments),
        _ => {}
    }
}

/// A person's record on its way out.
struct Handing {
    app: Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    step: Step,
}

/// How far it is: the record itself, what concerns the person, what they did to others.
enum Step {
    Record(Box<PersonRecord>),
    Events {
        done: bool,
        before: Option<AuditId>,
        first: bool,
    },
    End,
}

/// The answer that hands out everything about a person as one JSON document.
pub(crate) fn handed_out(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    record: PersonRecord,
) -> Response {
    let handing = Handing {
        app: Arc::clone(app),
        organisation,
        user,
        step: Step::Record(Box::new(record)),
    };
    let pieces = stream::try_unfold(handing, Handing::piece);
    attached(
        "application/json",
        "attachment; filename=\"person.json\"",
        Body::from_stream(pieces),
    )
}

impl Handing {
    async fn piece(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        let (text, next) = match self.step {
            Step::End => return Ok(None),
            Step::Record(record) => {
                let mut record = serde_json::to_value(&record).map_err(std::io::Error::other)?;
                with_moments(&mut record);
                let next = Step::Events {
                    done: false,
                    before: None,
                    first: true,
                };
                (format!("{{\"person\":{record},\"events_about\":["), next)
            }
            Step::Events {
                done,
                before,
                first,
            } => {
                let (app, organisation, user) = (&self.app, self.organisation, self.user);
                let piece = person_events(app, organisation, user, done, before)
                    .await
                    .map_err(std::io::Error::other)?;
                let mut text = String::new();
                for (number, row) in piece.rows.iter().enumerate() {
                    if !first || number > 0 {
                        text.push(',');
                    }
                    // Where an act on others came from is the person's own; what of others is named in it is not, nor where others were who
                    // did something to this person.
                    let mut personal = row.personal.clone().unwrap_or_default();
                    if done {
                        personal.target = None;
                    } else if row.actor.is_some_and(|actor| actor != user) {
                        (personal.address, personal.browser) = (None, None);
                    }
                    text.push_str(&row_json(row, &personal).to_string());
                }
                let first = first && piece.rows.is_empty();
                let next = match piece.older {
                    Some(older) => Step::Events {
                        done,
                        before: Some(older),
                        first,
                    },
                    None if done => {
                        text.push_str("]}\n");
                        Step::End
                    }
                    None => {
                        text.push_str("],\"events_done\":[");
                        Step::Events {
                            done: true,
                            before: None,
                            first: true,
                        }
                    }
                };
                (text, next)
            }
        };
        self.step = next;
        Ok(Some((Bytes::from(text), self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_utc_and_numbers_stay_numbers() {
        let mut record = json!({"a": [{"created_at": 0, "count": 7, "verified_at": null}]});
        with_moments(&mut record);
        let expected =
            json!({"a": [{"created_at": "1970-01-01T00:00:00Z", "count": 7, "verified_at": null}]});
        assert_eq!(record, expected);
    }
}
