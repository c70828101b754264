//! A new credential for a machine's account.

use app::administer::{self, FieldFault, FieldWhy, Machine, NewCredential};
use domain::id::UserId;

use super::{CREDENTIALS, NEW, made, scopes};
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::{Reader, Typed};
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// `GET /admin/credentials/new`.
pub(super) async fn page(admin: Admin) -> Answer {
    let own = &admin.own;
    let typed = draft::brought_back(own, NEW).unwrap_or_else(usual);
    let back = draft::address(own, NEW, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    shown(&admin, &typed, None, 200).await
}

/// What stands in the form before anything is typed.
fn usual() -> Typed {
    Typed::default().with("days", administer::USUAL_CREDENTIAL_DAYS.to_string())
}

/// `POST /admin/credentials/new`.
pub(super) async fn create(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let back = draft::address(own, NEW, &sent, |_| false);
    let new = match read(&sent) {
        Ok(new) => new,
        Err(faults) => return shown(&admin, &sent, Some(&Again::Faults(faults)), 422).await,
    };
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let created = administer::create_credential(app, organisation, new, &admin.by()).await;
    match settled(&admin, &back, created).await? {
        Ok(created) => Ok(made::shown(&admin, &created)),
        Err(again) => shown(&admin, &sent, Some(&again), again.status()).await,
    }
}

fn read(sent: &Typed) -> Result<NewCredential, Vec<FieldFault>> {
    let mut reader = Reader::of(sent);
    let days = reader.number("days");
    let label = sent.of("label").to_owned();
    let mut faults = Vec::new();
    if label.is_empty() {
        faults.push(FieldFault::new("label", FieldWhy::Missing));
    }
    let user = sent.of("account").parse::<UserId>();
    if user.is_err() {
        faults.push(FieldFault::new("account", FieldWhy::Choice));
    }
    let read = reader.end(());
    faults.extend(read.err().unwrap_or_default());
    match user {
        Ok(user) if faults.is_empty() => Ok(NewCredential {
            user,
            label,
            scopes: scopes::ticked(sent),
            days,
        }),
        _ => Err(faults),
    }
}

async fn shown(admin: &Admin, typed: &Typed, again: Option<&Again>, status: u16) -> Answer {
    let arrival = &admin.own.arrival;
    let organisation = admin.own.who.organisation.id;
    let machines = administer::list_machines(&arrival.state.app, organisation, None).await;
    let Ok(machines) = settled(admin, NEW, machines).await? else {
        return Err(arrival.status(404));
    };
    let faults = again.map_or(&[][..], Again::faults);
    let fieldsets = fieldsets(admin, &machines);
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-credential",
        heading: admin.t("credential-new-heading"),
        lead: admin.t("credential-new-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, faults, None),
        hidden: Vec::new(),
        action: NEW.to_owned(),
        submit: admin.t("credential-new-submit"),
        back: CREDENTIALS.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn fieldsets(admin: &Admin, machines: &[Machine]) -> Vec<Fieldset> {
    let option = |machine: &Machine| Selectable {
        value: machine.id.to_string(),
        name: format!("{} ({})", machine.name, machine.username),
        selected: false,
    };
    let accounts = machines
        .iter()
        .filter(|machine| machine.suspended_at.is_none())
        .map(option)
        .collect();
    let about = vec![
        Field::line("account", admin.t("credential-account"), "").shaped(Shape::OneOf(accounts)),
        Field::line("label", admin.t("credential-label"), "")
            .hinted(admin.t("credential-label.hint"))
            .demanded(),
        Field::line("days", admin.t("credential-days"), "")
            .shaped(Shape::Number)
            .hinted(admin.t("credential-days.hint"))
            .demanded(),
    ];
    vec![
        Fieldset {
            legend: String::new(),
            about: None,
            fields: about,
        },
        Fieldset {
            legend: admin.t("credential-scopes"),
            about: Some(admin.t("credential-scopes.about")),
            fields: scopes::ticks(&admin.own.arrival.text, &admin.own.who.rights),
        },
    ]
}
