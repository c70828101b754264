//! Keeps the language that a person chose, for the pages they see next and the letters they get.

use std::sync::Arc;

use text::Language;

use crate::session_check::SignedIn;
use crate::{App, Fault};

/// Keeps the language. It decides nothing about anybody's safety and is no matter for the audit log.
pub async fn set_language(app: &Arc<App>, who: &SignedIn, language: Language) -> Result<(), Fault> {
    let (organisation, user) = (who.organisation.id, who.user.id);
    app.store
        .write(move |tx| tx.set_language(organisation, user, Some(language.code())))
        .await?;
    app.sessions.forget_user(user);
    Ok(())
}
