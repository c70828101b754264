//! An authenticator that may have been copied: its count of uses went backwards. Whoever owns the account is told, and the log; whether it
//! was taken all the same is the organisation's to decide.

use domain::audit::{Event, EventKind};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::time::Span;
use domain::user::User;
use store::{Authenticator, Tx};

use crate::notices::{self, Notice};
use crate::{App, Fault, Requester};

/// How long the person is not told again of the same authenticator.
const QUIET_FOR: Span = Span::hours(1);

/// Tells of it. The letters wait in the outbox, so that the answer takes no longer.
pub(crate) fn tell(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    (user, copied): (&User, &Authenticator),
    refused: bool,
    requester: &Requester,
) -> Result<(), Fault> {
    let kind = EventKind::PasskeyCopied;
    let mut event = Event::own(kind, user.id, requester.personal()).with("factor", &copied.kind);
    if refused {
        event = event.refused(Refusal::PasskeyCopied);
    }
    tx.audit(organisation.id, &event, requester.now)?;
    let key = format!("told of a copy\0{}", copied.id);
    let first = tx.take_budget(
        organisation.id,
        key.as_bytes(),
        1,
        1,
        QUIET_FOR,
        requester.now,
    )?;
    if first.is_none() {
        return Ok(());
    }
    let notice = Notice {
        organisation,
        user,
        kind,
        what: Some(&copied.label),
        except: None,
    };
    notices::post(tx, app, &notice, requester).map(drop)
}
