//! The logo: a file from the person's own computer, or none.

use app::administer::{self, AdministerFault, OrganisationPart};
use axum::extract::{FromRequest, Request};
use domain::organisation::Organisation;

use super::read;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::small_file::{self, SmallFile};
use crate::pages::Problem;
use crate::pages::admin::LogoPage;
use crate::reply::{Answer, Reply};
use crate::state::WebState;

/// Where it lies.
pub(super) const HERE: &str = "/admin/settings/logo";

/// Where it is taken away.
pub(super) const REMOVE: &str = "/admin/settings/logo/remove";

/// The largest body of a form with a file.
const MOST_BODY: usize = administer::MOST_LOGO_BYTES + 8 * 1024;

/// A form with a file, from the person's own browser.
pub(super) struct LogoForm {
    admin: Admin,
    sent: SmallFile,
}

impl FromRequest<WebState> for LogoForm {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        let (admin, sent) = small_file::received(request, state, MOST_BODY).await?;
        if let Some(sent) = sent {
            return Ok(Self { admin, sent });
        }
        let problem = Problem::new(
            admin.t("admin-reason-logo-malformed"),
            admin.t("admin-reason-advice"),
        );
        let refused = shown(&admin, 413, Some(problem)).await;
        Err(refused.unwrap_or_else(|reply| reply))
    }
}

/// `GET /admin/settings/logo`.
pub(super) async fn page(admin: Admin) -> Answer {
    admin.own.arrival.proved(&admin.own.who, HERE).await?;
    shown(&admin, 200, None).await
}

/// `POST /admin/settings/logo`.
pub(super) async fn save(form: LogoForm) -> Answer {
    let LogoForm { admin, sent } = form;
    let logo = match administer::logo(&sent.file) {
        Ok(logo) => logo,
        Err(reason) => {
            let again = Again::Refused(reason);
            return shown(&admin, again.status(), Some(again.problem(&admin))).await;
        }
    };
    put(&admin, Some(logo), sent.field("made_from")).await
}

/// `POST /admin/settings/logo/remove`.
pub(super) async fn remove(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    put(&admin, None, sent.of("made_from")).await
}

async fn put(admin: &Admin, logo: Option<String>, made_from: &str) -> Answer {
    let organisation = Organisation {
        logo,
        ..read(admin).await?
    };
    let app = &admin.own.arrival.state.app;
    let part = OrganisationPart::Logo;
    let saved: Result<_, AdministerFault> =
        administer::save_organisation(app, part, organisation, made_from, None, &admin.by()).await;
    match settled(admin, HERE, saved).await? {
        Ok(_) => Ok(Done::SettingsSaved.onward(super::HERE)),
        Err(again) => shown(admin, again.status(), Some(again.problem(admin))).await,
    }
}

async fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Answer {
    let arrival = &admin.own.arrival;
    let organisation = read(admin).await?;
    let page = LogoPage {
        frame: admin.frame(),
        made_from: OrganisationPart::Logo
            .mark(&organisation)
            .map_err(|fault| arrival.fault(&fault))?,
        logo: organisation
            .logo
            .map(|_| format!("/o/{}/logo?v={}", organisation.slug, organisation.version)),
        action: HERE.to_owned(),
        remove: REMOVE.to_owned(),
        back: super::HERE.to_owned(),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}
