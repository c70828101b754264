//! `/admin/import/new`: the file on its way in, read as it arrives.
//!
//! The form's tag is its first part, so that nothing of a forged request is read; the file is its last.

use app::administer::AdministerFault;
use app::administer::import::{self, Kind, MOST_OVER_THE_WEB, Receiving};
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use multer::{Constraints, Multipart, SizeLimit};

use super::{HERE, NEW, address};
use crate::admin::door::Admin;
use crate::admin::settled::settled;
use crate::arrival::host;
use crate::forgery;
use crate::pages::Problem;
use crate::pages::admin::ImportNewPage;
use crate::reply::{Answer, Reply};
use crate::state::WebState;

/// What a form has around its file.
const AROUND: u64 = 16 * 1024;

/// The page.
pub(super) async fn page(admin: Admin) -> Answer {
    admin.own.arrival.proved(&admin.own.who, NEW).await?;
    Ok(shown(&admin, 200, None))
}

fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Reply {
    let arrival = &admin.own.arrival;
    let megabytes = MOST_OVER_THE_WEB / (1024 * 1024);
    let page = ImportNewPage {
        frame: admin.frame(),
        action: NEW.to_owned(),
        back: HERE.to_owned(),
        hint: arrival
            .text
            .with1("import-file.hint", "most", megabytes.to_string()),
        problem,
    };
    Reply::page_with(arrival, status, &page)
}

/// Takes the file.
pub(super) async fn receive(State(state): State<WebState>, request: Request) -> Answer {
    let (mut parts, body) = request.into_parts();
    let admin = Admin::from_request_parts(&mut parts, &state).await?;
    let arrival = &admin.own.arrival;
    if forgery::comes_from_elsewhere(&parts.headers, &host(&parts.headers)) {
        return Err(arrival.status(403));
    }
    let value = |name| {
        let value = parts.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    };
    let Ok(boundary) = multer::parse_boundary(value(header::CONTENT_TYPE)) else {
        return Err(arrival.status(400));
    };
    let told = value(header::CONTENT_LENGTH).parse::<u64>().unwrap_or(0);
    if told > MOST_OVER_THE_WEB + AROUND {
        return Ok(too_large(&admin));
    }
    let received = read(&admin, body, boundary).await?;
    let settled = match received {
        Ok(receiving) => {
            let done = import::received(receiving, arrival.requester.now).await;
            settled(&admin, NEW, done).await?
        }
        Err(fault) => settled(&admin, NEW, Err(fault)).await?,
    };
    match settled {
        Ok(import) => Ok(Reply::onward(&address(import.id))),
        Err(again) => Ok(shown(&admin, again.status(), Some(again.problem(&admin)))),
    }
}

fn too_large(admin: &Admin) -> Reply {
    let megabytes = (MOST_OVER_THE_WEB / (1024 * 1024)).to_string();
    let reason = app::administer::Reason::ImportTooLarge(megabytes);
    let problem = crate::words::reason(&reason, &admin.own.arrival.text);
    shown(admin, 413, Some(problem))
}

/// Reads the form part by part: tag, kind, file.
async fn read(
    admin: &Admin,
    body: Body,
    boundary: String,
) -> Result<Result<Receiving, AdministerFault>, Reply> {
    let arrival = &admin.own.arrival;
    let broken = |_| arrival.status(400);
    let limit = SizeLimit::new()
        .whole_stream(MOST_OVER_THE_WEB + AROUND)
        .for_field("csrf", 1024)
        .for_field("kind", 64);
    let stream = body.into_data_stream();
    let constraints = Constraints::new().size_limit(limit);
    let mut form = Multipart::with_constraints(stream, boundary, constraints);
    let mut is_ours = false;
    let mut kind = Kind::People;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        match name.as_str() {
            "csrf" => is_ours = arrival.is_ours(&field.text().await.map_err(broken)?),
            _ if !is_ours => return Err(arrival.status(403)),
            "kind" => {
                let typed = field.text().await.map_err(broken)?;
                kind = Kind::named(&typed).ok_or_else(|| arrival.status(400))?;
            }
            "file" => {
                let named = field.file_name().unwrap_or("").to_owned();
                let (app, organisation) = (&arrival.state.app, admin.own.who.organisation.id);
                let most = Some(MOST_OVER_THE_WEB);
                let by = admin.by();
                let begun = import::begin(app, organisation, (kind, &named), most, &by);
                let mut receiving = match begun.await {
                    Ok(receiving) => receiving,
                    Err(fault) => return Ok(Err(fault)),
                };
                while let Some(piece) = field.chunk().await.map_err(broken)? {
                    if let Err(fault) = receiving.put(&piece).await {
                        return Ok(Err(fault));
                    }
                }
                return Ok(Ok(receiving));
            }
            _ => return Err(arrival.status(400)),
        }
    }
    Err(arrival.status(if is_ours { 400 } else { 403 }))
}
