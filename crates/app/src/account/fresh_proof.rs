//! Whether fresh proof stands, for a page that asks for it before its form is shown. The use cases ask again for themselves.

use std::sync::Arc;

use domain::refusal::Refusal;

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Requester};

/// Whether the person must prove themselves anew before a change: at their highest level, within the last five minutes (R30).
pub async fn needs_fresh_proof(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Answered<bool> {
    let (inner, who, now) = (Arc::clone(app), who.clone(), requester.now);
    let needs: Result<bool, Refusal> = app
        .store
        .read(move |tx| Ok(OwnSession::read(tx, &inner, &who, now)?.map(|own| !own.is_fresh(now))))
        .await?;
    Ok(needs)
}
