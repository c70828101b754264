//! Changes what a person is called and which language they are written to in.

use std::sync::Arc;

use domain::audit::{Changes, EventKind};
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;
use text::Language;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, checks, reach, unit};

/// What a person shall be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange {
    /// The name for people.
    pub name: String,
    /// The language; nothing leaves it to the person.
    pub language: Option<String>,
}

/// Changes somebody's name and language. The log says what changed, and none of the names.
pub async fn change_person(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    change: PersonChange,
    by: &By,
) -> Result<(), AdministerFault> {
    let name = checks::name(&change.name)?;
    let language = match change.language.as_deref() {
        None => None,
        Some(code) => Some(
            Language::from_code(code)
                .ok_or(Reason::UnknownLanguage)?
                .code(),
        ),
    };
    let work = move |tx: &mut Tx, acting: &Acting| {
        let before = reach::reach(tx, acting, user)?.user;
        let changes = Changes::default().field(
            "language",
            before.language.as_deref().unwrap_or(""),
            language.unwrap_or(""),
        );
        let renamed = before.name != name;
        if !renamed && before.language.as_deref() == language {
            return Ok(());
        }
        tx.set_name(acting.organisation(), user, &name, language)?;
        let event = acting
            .event_about(EventKind::PersonChanged, user)
            .with("renamed", &renamed);
        tx.audit(
            acting.organisation(),
            &event.changing(&changes),
            acting.now(),
        )?;
        Ok(())
    };
    let kind = EventKind::PersonChanged;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(())
}
