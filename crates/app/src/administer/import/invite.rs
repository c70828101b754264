//! Invites whom an import added, a few at a time: each letter in the unit that issues its link, as an invitation by hand is.

use std::sync::Arc;

use domain::id::{ImportId, OrganisationId};
use domain::time::{Span, Timestamp};
use text::Language;

use super::state::{ImportView, State};
use crate::administer::{AdministerFault, By, Handing, Reason, invite, unit};
use crate::ports::NOWHERE;
use crate::{App, Requester};

/// Letters at a time, and how long until the next: a mail server that is asked for a hundred thousand at once refuses them all.
const AT_A_TIME: u32 = 20;
const NEXT_AFTER: Span = Span::seconds(2);

/// Invites some, and tells when to go on.
pub(super) async fn some(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    now: Timestamp,
) -> Result<Option<Timestamp>, AdministerFault> {
    let import = super::find(app, organisation, id).await?;
    if import.state != State::Applied {
        return Ok(None);
    }
    let after = import.counts.invited_through;
    let rows = unit::read(app, move |tx| {
        Ok(tx.import_rows(organisation, id, Some("new"), after, AT_A_TIME)?)
    })
    .await?;
    let Some(last) = rows.last().map(|row| row.number) else {
        return Ok(None);
    };
    let by = whoever_ordered(&import, now);
    let mut invited = 0;
    for user in rows.iter().filter_map(|row| row.user) {
        match invite(app, organisation, user, Handing::Mail, &by).await {
            Ok(_) => invited += 1,
            Err(AdministerFault::Refused(Reason::NoMailServer | Reason::NoRight)) => {
                return Ok(None);
            }
            // No mailbox, a password already, suspended or gone since: there is nobody to invite.
            Err(AdministerFault::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    unit::write(app, move |tx| {
        let Some(import) = tx.lock_import(organisation, id)? else {
            return Ok(());
        };
        let mut import = ImportView::read(&import)?;
        import.counts.invited += invited;
        import.counts.invited_through = last;
        tx.save_import(organisation, &import.row()?)?;
        Ok(())
    })
    .await?;
    Ok(Some(now + NEXT_AFTER))
}

fn whoever_ordered(import: &ImportView, now: Timestamp) -> By {
    match import.created_by {
        None => By::operator(now),
        Some(user) => By::on_behalf_of(
            user,
            &Requester {
                now,
                address: NOWHERE,
                browser: String::new(),
                language: Language::Sv,
                visit: domain::eid::Visit::default(),
            },
        ),
    }
}
