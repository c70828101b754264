//! A successor for a credential.

use app::administer::{self, ApiCredential, FieldFault};
use axum::extract::Path;
use domain::id::ApiCredentialId;

use super::{CREDENTIALS, made, named};
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::{Reader, Typed};
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

/// The days that both are good for unless somebody says otherwise.
const USUAL_OVERLAP: u32 = 7;

fn address(id: ApiCredentialId) -> String {
    format!("{CREDENTIALS}/{id}/rotate")
}

/// `GET /admin/credentials/{id}/rotate`.
pub(super) async fn page(path: Path<String>, admin: Admin) -> Answer {
    let credential = found(&admin, named(&admin, &path)?).await?;
    let own = &admin.own;
    let here = address(credential.id);
    let typed = draft::brought_back(own, &here).unwrap_or_else(|| {
        Typed::default()
            .with("days", administer::USUAL_CREDENTIAL_DAYS.to_string())
            .with("overlap", USUAL_OVERLAP.to_string())
    });
    let back = draft::address(own, &here, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    Ok(shown(&admin, &credential, &typed, None, 200))
}

/// `POST /admin/credentials/{id}/rotate`.
pub(super) async fn rotate(path: Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let credential = found(&admin, named(&admin, &path)?).await?;
    let own = &admin.own;
    let back = draft::address(own, &address(credential.id), &sent, |_| false);
    let life = match read(&sent) {
        Ok(life) => life,
        Err(faults) => {
            let again = Again::Faults(faults);
            return Ok(shown(&admin, &credential, &sent, Some(&again), 422));
        }
    };
    let rotated = administer::rotate_credential(
        &own.arrival.state.app,
        own.who.organisation.id,
        credential.id,
        life,
        &admin.by(),
    )
    .await;
    match settled(&admin, &back, rotated).await? {
        Ok(created) => Ok(made::shown(&admin, &created)),
        Err(again) => {
            let status = again.status();
            Ok(shown(&admin, &credential, &sent, Some(&again), status))
        }
    }
}

fn read(sent: &Typed) -> Result<(u32, u32), Vec<FieldFault>> {
    let mut reader = Reader::of(sent);
    let life = (reader.number("days"), reader.number("overlap"));
    reader.end(life)
}

async fn found(admin: &Admin, id: ApiCredentialId) -> Result<ApiCredential, Reply> {
    let arrival = &admin.own.arrival;
    let organisation = admin.own.who.organisation.id;
    let found = administer::credential(&arrival.state.app, organisation, id).await;
    settled(admin, CREDENTIALS, found)
        .await?
        .map_err(|_| arrival.status(404))
}

fn shown(
    admin: &Admin,
    credential: &ApiCredential,
    typed: &Typed,
    again: Option<&Again>,
    status: u16,
) -> Reply {
    let arrival = &admin.own.arrival;
    let number = |name: &str, label: &str| {
        Field::line(name, admin.t(label), "")
            .shaped(Shape::Number)
            .hinted(admin.t(&format!("{label}.hint")))
            .demanded()
    };
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields: vec![
            number("days", "credential-days"),
            number("overlap", "credential-overlap"),
        ],
    }];
    let faults = again.map_or(&[][..], Again::faults);
    let heading = arrival
        .text
        .with1("credential-rotate-heading", "name", &credential.label);
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-credential-rotate",
        heading,
        lead: admin.t("credential-rotate-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, faults, None),
        hidden: Vec::new(),
        action: address(credential.id),
        submit: admin.t("credential-rotate-submit"),
        back: CREDENTIALS.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, status, &page)
}
