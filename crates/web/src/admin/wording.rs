//! The organisation's own text for a text message: shown, checked, saved, given up.

use app::administer::{self, SettingsPart, Subscription, Wording};
use axum::extract::Path;
use domain::message::TextKey;
use domain::sms::Encoding;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::settled::{Again, settled};
use super::typed::Typed;
use super::{MESSAGES, draft, filling, messages};
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::admin::{Measured, WordingPage};
use crate::reply::{Answer, Reply};

/// The field that says what a form was made from.
const MADE_FROM: &str = "made_from";

/// Where the page of this text lies.
pub(super) fn address(key: &TextKey) -> String {
    format!("{MESSAGES}/texts/{}", String::from(key.clone()))
}

/// What the code of a text is for, and the language.
pub(super) fn name(arrival: &Arrival, wording: &Wording) -> String {
    let text = &arrival.text;
    let purpose = format!("admin-wording-purpose-{}", wording.key.purpose.as_str());
    let language = format!("language-name-{}", wording.language.code());
    text.with2(
        "admin-wording-name",
        "purpose",
        text.get(&purpose),
        "language",
        text.get(&language),
    )
}

struct Open {
    standing: Subscription,
    wording: Wording,
    part: SettingsPart,
}

/// The text that an address names.
async fn named(admin: &Admin, key: &str) -> Result<Open, Reply> {
    let missing = || admin.own.arrival.status(404);
    let key = TextKey::try_from(key.to_owned()).map_err(|_| missing())?;
    let standing = messages::read(admin).await?;
    let wording = administer::wordings(&admin.own.arrival.state.app, &standing.settings)
        .into_iter()
        .find(|wording| wording.key == key)
        .ok_or_else(missing)?;
    Ok(Open {
        standing,
        wording,
        part: SettingsPart::Text(key),
    })
}

/// `GET /admin/messages/texts/{key}`.
pub(super) async fn page(Path(key): Path<String>, admin: Admin) -> Answer {
    let open = named(&admin, &key).await?;
    let path = address(&open.wording.key);
    let brought_back = draft::brought_back(&admin.own, &path);
    let back = brought_back.as_ref().map_or_else(
        || path.clone(),
        |typed| draft::address(&admin.own, &path, typed, |_| false),
    );
    admin.own.arrival.proved(&admin.own.who, &back).await?;
    if let Some(typed) = brought_back {
        let problem = Problem::new(
            admin.t("admin-fault-proved"),
            admin.t("admin-fault-proved.advice"),
        );
        return shown(&admin, &open, &typed, (200, Some(problem)));
    }
    let stands = open.wording.own.as_ref().unwrap_or(&open.wording.usual);
    let typed = Typed::default().with("text", stands.as_str());
    shown(&admin, &open, &typed, (200, None))
}

/// `POST /admin/messages/texts/{key}`.
pub(super) async fn save(Path(key): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let open = named(&admin, &key).await?;
    let path = address(&open.wording.key);
    if sent.of("act") == "check" {
        return shown(&admin, &open, &sent, (200, None));
    }
    let gives_up = sent.of("act") == "usual";
    let text = sent.whole("text").replace("\r\n", "\n").trim().to_owned();
    let mut settings = open.standing.settings.clone();
    // The product's own text is not kept as somebody's: it goes on changing with the product.
    if gives_up || text == open.wording.usual {
        settings.texts.remove(&open.wording.key);
    } else {
        settings.texts.insert(open.wording.key.clone(), text);
    }
    let own = &admin.own;
    let back = draft::address(own, &path, &sent, |_| false);
    let saved = administer::save_message_settings(
        &own.arrival.state.app,
        own.who.organisation.id,
        open.part.clone(),
        settings,
        sent.of(MADE_FROM),
        None,
        &admin.by(),
    )
    .await;
    match settled(&admin, &back, saved).await? {
        Ok(()) if gives_up => Ok(Done::WordingUsual.onward(MESSAGES)),
        Ok(()) => Ok(Done::WordingSaved.onward(MESSAGES)),
        Err(again) => again_shown(&admin, &key, sent, &again).await,
    }
}

async fn again_shown(admin: &Admin, key: &str, mut sent: Typed, again: &Again) -> Answer {
    let open = named(admin, key).await?;
    let template_fault = again
        .faults()
        .iter()
        .find_map(|fault| fault.template_fault());
    let problem = match (again, template_fault) {
        (_, Some(fault)) => Problem::new(
            admin.t("admin-wording-not-used"),
            filling::template_words(&admin.own.arrival.text, fault),
        ),
        (Again::Changed, None) => {
            sent.0.remove(MADE_FROM);
            let problem = again.problem(admin);
            let stands = open.wording.own.as_ref().unwrap_or(&open.wording.usual);
            let elsewhere = admin
                .own
                .arrival
                .text
                .with1("admin-elsewhere", "value", stands);
            Problem::new(problem.title, format!("{} {elsewhere}", problem.detail))
        }
        _ => again.problem(admin),
    };
    shown(admin, &open, &sent, (again.status(), Some(problem)))
}

fn shown(
    admin: &Admin,
    open: &Open,
    typed: &Typed,
    (status, problem): (u16, Option<Problem>),
) -> Answer {
    let arrival = &admin.own.arrival;
    let Open {
        standing,
        wording,
        part,
    } = open;
    let text = typed.whole("text").to_owned();
    let finished = administer::finish_wording(&standing.organisation, &standing.settings, &text);
    let (status, problem) = match (&finished, problem) {
        (Err(fault), None) => {
            let words = filling::template_words(&arrival.text, fault);
            (
                422,
                Some(Problem::new(admin.t("admin-wording-not-used"), words)),
            )
        }
        (_, problem) => (status, problem),
    };
    let kept = typed.of(MADE_FROM);
    let made_from = if kept.is_empty() {
        part.mark(&standing.settings)
            .map_err(|fault| arrival.fault(&fault))?
    } else {
        kept.to_owned()
    };
    let page = WordingPage {
        frame: admin.frame(),
        what: name(arrival, wording),
        language: wording.language.code().to_owned(),
        text,
        usual: wording.usual.clone(),
        own: wording.own.is_some(),
        hidden: vec![(MADE_FROM, made_from)],
        action: address(&wording.key),
        back: MESSAGES.to_owned(),
        measured: finished.ok().map(|finished| measured(arrival, &finished)),
        organisation: standing.organisation.name.clone(),
        minutes: standing.settings.code_minutes.to_string(),
        last_line: format!(
            "@{} #123456",
            administer::origin_host(&standing.organisation)
        ),
        status: None,
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn measured(arrival: &Arrival, finished: &administer::Finished) -> Measured {
    let text = &arrival.text;
    let size = &finished.size;
    let alphabet = match size.encoding {
        Encoding::Gsm7 => "admin-wording-gsm",
        Encoding::Ucs2 => "admin-wording-ucs",
    };
    let sentence = text.with(
        "admin-wording-size",
        &[
            ("parts", size.parts.into()),
            ("units", size.units.into()),
            ("room", size.encoding.one_part().into()),
        ],
    );
    Measured {
        finished: finished.text.clone(),
        size: format!("{sentence} {}", text.get(alphabet)),
    }
}
