//! What those who look after people note about somebody: one short text, written over by whoever read the last one.
//!
//! The log keeps every text in the part of its row that goes with the person, so that none is lost by being written over.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason, reach, unit};
use crate::letters::one_line;

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 1000;

/// Writes the note that follows the one of this version; 0 is where there is none yet. An empty text takes it away.
pub async fn save_note(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    (typed, version): (&str, i64),
    by: &By,
) -> Result<(), AdministerFault> {
    let text = one_line(typed);
    if text.chars().count() > LONGEST_NOTE {
        let fault = FieldFault::new("note", FieldWhy::TooLong);
        return Err(Reason::Faults(vec![fault]).into());
    }
    let work = move |tx: &mut Tx, acting: &Acting| save_in(tx, acting, user, (&text, version));
    let kind = EventKind::NoteChanged;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await
}

fn save_in(
    tx: &mut Tx,
    acting: &Acting,
    user: UserId,
    (text, version): (&str, i64),
) -> Result<(), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    reach::reach(tx, acting, user)?;
    let before = tx.find_note(organisation, user)?;
    if before.as_ref().map_or(0, |note| note.version) != version {
        return Err(Reason::Changed.into());
    }
    if before.map_or_else(String::new, |note| note.text) == text {
        return Ok(());
    }
    if !tx.save_note(organisation, user, (text, version), acting.user(), now)? {
        return Err(Reason::Changed.into());
    }
    let mut event = acting
        .event_about(EventKind::NoteChanged, user)
        .with("removed", &text.is_empty());
    event.personal.target = Some(text.to_owned()).filter(|text| !text.is_empty());
    tx.audit(organisation, &event, now)?;
    Ok(())
}
