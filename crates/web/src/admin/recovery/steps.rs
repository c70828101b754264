//! The buttons of a case: a proof, the link, the second person's word, the act, giving up.

use app::administer::support::{self, Acted, HandedPass, NewProof};
use app::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason};
use axum::extract::RawPathParams;
use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::{PassShape, ProofKind};

use super::{address, case, case_of};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::admin::PassPage;
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// Who presses a button, on which case.
struct Pressed {
    admin: Admin,
    case: RecoveryCaseId,
    by: By,
}

impl Pressed {
    fn of(params: &RawPathParams, admin: Admin) -> Result<Self, Reply> {
        let Some(case) = case_of(params) else {
            return Err(admin.own.arrival.status(404));
        };
        let by = By::person(&admin.own.who, &admin.own.arrival.requester);
        Ok(Self { admin, case, by })
    }

    fn organisation(&self) -> OrganisationId {
        self.admin.own.who.organisation.id
    }

    fn app(&self) -> &std::sync::Arc<app::App> {
        &self.admin.own.arrival.state.app
    }

    /// Back to the case: with what was done, or why not.
    async fn back<T>(&self, done: Result<T, AdministerFault>, said: Done) -> Answer {
        let here = address(self.case);
        match settled(&self.admin, &here, done).await? {
            Ok(_) => Ok(said.onward(&here)),
            Err(again) => case::shown(&self.admin, self.case, Some(&again)).await,
        }
    }
}

/// `POST /admin/recovery/{id}/proof`.
pub(in crate::admin) async fn prove(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let pressed = Pressed::of(&params, admin)?;
    let Some(kind) = ProofKind::named(sent.of("kind")).filter(|kind| kind.is_recorded()) else {
        let fault = FieldFault::new("kind", FieldWhy::Choice);
        let refused: Result<(), _> = Err(Reason::Faults(vec![fault]).into());
        return pressed.back(refused, Done::CaseProved).await;
    };
    let number = sent.of("place");
    let proof = NewProof {
        kind,
        number: (!number.is_empty()).then(|| number.to_owned()),
        note: sent.of(&format!("note-{}", kind.as_str())).to_owned(),
    };
    let (app, by) = (pressed.app(), &pressed.by);
    let done = support::record_proof(app, pressed.organisation(), pressed.case, proof, by).await;
    pressed.back(done, Done::CaseProved).await
}

/// `POST /admin/recovery/{id}/numbers`: the whole numbers are in the answer, and in no address.
pub(in crate::admin) async fn numbers(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let here = address(pressed.case);
    let shown = support::show_numbers(app, pressed.organisation(), pressed.case, by).await;
    match settled(&pressed.admin, &here, shown).await? {
        Ok(numbers) => case::with_numbers(&pressed.admin, pressed.case, &numbers).await,
        Err(again) => case::shown(&pressed.admin, pressed.case, Some(&again)).await,
    }
}

/// `POST /admin/recovery/{id}/link`.
pub(in crate::admin) async fn link(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let done = support::send_link(app, pressed.organisation(), pressed.case, by).await;
    let said = match &done {
        Ok(false) => Done::CaseLinkWaits,
        _ => Done::CaseLinkSent,
    };
    pressed.back(done, said).await
}

/// `POST /admin/recovery/{id}/approve`.
pub(in crate::admin) async fn approve(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let done = support::approve(app, pressed.organisation(), pressed.case, by).await;
    pressed.back(done, Done::CaseApproved).await
}

/// `POST /admin/recovery/{id}/decline`.
pub(in crate::admin) async fn decline(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let done = support::decline(app, pressed.organisation(), pressed.case, by).await;
    pressed.back(done, Done::CaseDeclined).await
}

/// `POST /admin/recovery/{id}/close`.
pub(in crate::admin) async fn close(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let done = support::close(app, pressed.organisation(), pressed.case, by).await;
    pressed.back(done, Done::CaseClosed).await
}

/// `POST /admin/recovery/{id}/act`: a pass is shown in the answer, once.
pub(in crate::admin) async fn act(params: RawPathParams, form: AdminForm) -> Answer {
    let pressed = Pressed::of(&params, form.admin)?;
    let (app, by) = (pressed.app(), &pressed.by);
    let here = address(pressed.case);
    let done = support::act(app, pressed.organisation(), pressed.case, by).await;
    match settled(&pressed.admin, &here, done).await? {
        Ok(Acted {
            pass: Some(pass), ..
        }) => Ok(handed(&pressed.admin, &here, &pass)),
        Ok(_) => Ok(Done::CaseActed.onward(&here)),
        Err(again) => case::shown(&pressed.admin, pressed.case, Some(&again)).await,
    }
}

fn handed(admin: &Admin, here: &str, pass: &HandedPass) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let page = format!("{}/recover/code", arrival.organisation.base_url);
    let until = moment(arrival, pass.expires_at);
    let is_code = pass.shape == PassShape::Code;
    let script = if is_code {
        vec![
            text.with1("support-say-code-page", "page", &page),
            text.get("support-say-code-type"),
            text.get("support-say-code-read"),
            text.get("support-say-password"),
        ]
    } else {
        vec![
            text.get("support-say-link-hand"),
            text.get("support-say-link-open"),
            text.get("support-say-password"),
        ]
    };
    let page = PassPage {
        frame: admin.frame(),
        written: pass.written.clone(),
        is_code,
        page,
        until,
        script,
        back: here.to_owned(),
    };
    Reply::page(arrival, &page)
}
