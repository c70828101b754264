//! `/admin/roles/{id}/readiness/letters`: a letter to everybody of the report who has something to do, shown in both languages before it is
//! ordered.

use app::administer::effect::{self, LetterPreview, LetterText, LettersPreview, ReadinessPart};
use axum::extract::Path;
use text::Text;

use super::asked::Asked;
use super::failed;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::money;
use crate::admin::settled::{Again, settled};
use crate::pages::Problem;
use crate::pages::admin::{LetterShown, LetterTextShown, LettersPage};
use crate::reply::{Answer, Reply};

/// The preview.
pub(super) async fn page(admin: Admin, Path(id): Path<String>) -> Answer {
    let own = &admin.own;
    let asked = saved_alone(Asked::read(&admin, &id).await?)?;
    own.arrival.proved(&own.who, &here(&asked)).await?;
    let preview = preview(&admin, &asked).await?;
    Ok(Reply::page(
        &own.arrival,
        &shown(&admin, &asked, &preview, None),
    ))
}

/// Orders them.
pub(super) async fn order(Path(id): Path<String>, form: AdminForm) -> Answer {
    let admin = form.admin;
    let arrival = &admin.own.arrival;
    let asked = saved_alone(Asked::read(&admin, &id).await?)?;
    let ordered = effect::order_letters(
        &arrival.state.app,
        admin.own.who.organisation.id,
        asked.stored.id,
        asked.part.only,
        &admin.by(),
    )
    .await;
    match settled(&admin, &here(&asked), ordered).await? {
        Ok(_) => Ok(Done::LettersOrdered.onward(&asked.saved())),
        Err(again) => {
            let preview = preview(&admin, &asked).await?;
            let problem = Again::problem(&again, &admin);
            let page = shown(&admin, &asked, &preview, Some(problem));
            Ok(Reply::page_with(arrival, again.status(), &page))
        }
    }
}

/// Letters tell of what is saved: a card that is typed and not saved leads back to its report, which says so.
fn saved_alone(asked: Asked) -> Result<Asked, Reply> {
    if asked.is_draft() {
        return Err(Reply::onward(&asked.address("", &part(&asked))));
    }
    Ok(asked)
}

fn here(asked: &Asked) -> String {
    asked.address("/letters", &part(asked))
}

fn part(asked: &Asked) -> ReadinessPart {
    ReadinessPart {
        only: asked.part.only,
        after: None,
    }
}

async fn preview(admin: &Admin, asked: &Asked) -> Result<LettersPreview, Reply> {
    let arrival = &admin.own.arrival;
    effect::preview_letters(
        &arrival.state.app,
        admin.own.who.organisation.id,
        asked.stored.id,
        asked.part.only,
        arrival.requester.now,
    )
    .await
    .map_err(|fault| failed(arrival, &fault))
}

fn shown(
    admin: &Admin,
    asked: &Asked,
    preview: &LettersPreview,
    problem: Option<Problem>,
) -> LettersPage {
    let text = &admin.own.arrival.text;
    let count =
        |people: u64| money::count(i64::try_from(people).unwrap_or(i64::MAX), text.language());
    let unreachable = preview.people.saturating_sub(preview.letters);
    LettersPage {
        frame: admin.frame(),
        lead: text.with2(
            "readiness-letters-lead",
            "letters",
            i64::try_from(preview.letters).unwrap_or(i64::MAX),
            "role",
            asked.stored.name.as_str(),
        ),
        unreachable: (unreachable > 0).then(|| {
            text.with1(
                "readiness-letters-unreachable",
                "people",
                count(unreachable),
            )
        }),
        texts: preview.texts.iter().map(|one| told(text, one)).collect(),
        action: here(asked),
        can_send: preview.letters > 0,
        back: asked.address("", &part(asked)),
        problem,
    }
}

fn told(text: &Text, one: &LetterText) -> LetterTextShown {
    let letters = i64::try_from(one.letters).unwrap_or(i64::MAX);
    let key = format!("readiness-letters-to-{}", one.to.code());
    let shown = |letter: &LetterPreview| LetterShown {
        language: letter.language.code(),
        name: text.get(&format!("language-name-{}", letter.language.code())),
        subject: letter.subject.clone(),
        lines: letter.lines.clone(),
    };
    LetterTextShown {
        to: text.with1(&key, "letters", letters),
        days_differ: one.days_differ,
        letters: one.letter.iter().map(shown).collect(),
    }
}
