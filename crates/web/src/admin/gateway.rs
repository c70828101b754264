//! Adding a gateway, and changing one that is there.

use app::administer::{self, FieldFault, GatewayAccount, GatewayChange, GatewayKind};
use axum::extract::Path;
use domain::id::GatewayId;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::settled::{Again, settled};
use super::typed::Typed;
use super::{MESSAGES, draft, filling, gateway_form, lock_out, messages};
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::admin::{FormPage, KindRow, KindsPage, Note};
use crate::reply::{Answer, Reply};

/// Where the kinds to choose from are.
pub(super) const ADD: &str = "/admin/messages/gateways/add";

/// The page of a gateway.
pub(super) fn address(id: GatewayId) -> String {
    format!("{MESSAGES}/gateways/{id}")
}

/// `GET /admin/messages/gateways/add`.
pub(super) async fn kinds(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let kinds = administer::gateway_kinds(&arrival.state.app)
        .iter()
        .map(|kind| KindRow {
            name: kind.name.to_owned(),
            about: about(arrival, kind),
            href: format!("{ADD}/{}", kind.key),
        })
        .collect();
    let page = KindsPage {
        frame: admin.frame(),
        kinds,
        back: MESSAGES.to_owned(),
    };
    Ok(Reply::page(arrival, &page))
}

fn about(arrival: &Arrival, kind: &GatewayKind) -> String {
    let text = &arrival.text;
    let mut parts = vec![gateway_form::carries(arrival, &kind.carries)];
    if kind.tells_balance {
        parts.push(text.get("admin-kind-balance"));
    }
    if kind.signs_reports {
        parts.push(text.get("admin-kind-signed"));
    }
    parts.join(" · ")
}

/// What the form of a gateway is shown with.
struct Shown<'a> {
    kind: &'a GatewayKind,
    account: Option<&'a GatewayAccount>,
    path: &'a str,
    typed: &'a Typed,
    again: Option<&'a Again>,
    problem: Option<Problem>,
}

fn shown(admin: &Admin, shown: Shown<'_>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let Shown {
        kind,
        account,
        path,
        typed,
        again,
        problem,
    } = shown;
    let now = account
        .filter(|_| matches!(again, Some(Again::Changed)))
        .map(|account| gateway_form::typed_for(kind, account));
    let faults: Vec<FieldFault> = again
        .map_or(&[][..], Again::faults)
        .iter()
        .map(|fault| named_as_shown(kind, fault))
        .collect();
    let locks_out = again.and_then(lock_out::of);
    let mut fieldsets = gateway_form::fields(arrival, kind, account);
    fieldsets.extend(locks_out.map(|_| lock_out::fields(admin)));
    let fieldsets = filling::filled(arrival, fieldsets, typed, &faults, now.as_ref());
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-gateway",
        heading: match account {
            Some(account) => text.with1("admin-gateway-change-heading", "name", &account.name),
            None => text.with1("admin-gateway-add-heading", "kind", kind.name),
        },
        lead: text.get("admin-gateway-form-lead"),
        notes: account
            .and_then(|account| account.report_address.clone())
            .map(|address| Note {
                heading: text.get("admin-report-address"),
                about: text.get("admin-report-address-about"),
                copied: Some(address),
            })
            .into_iter()
            .chain(locks_out.map(|out| lock_out::note(text, out)))
            .collect(),
        fieldsets,
        hidden: account
            .map(|account| ("version", version_of(account, typed, again)))
            .into_iter()
            .collect(),
        action: path.to_owned(),
        submit: text.get(if account.is_some() {
            "button-save"
        } else {
            "admin-gateway-add-submit"
        }),
        back: MESSAGES.to_owned(),
        status: Done::told(arrival).filter(|_| again.is_none()),
        problem: again.map(|again| again.problem(admin)).or(problem),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}

/// The version that the form goes on from: the one it was made from, unless somebody was quicker and the person has been told.
fn version_of(account: &GatewayAccount, typed: &Typed, again: Option<&Again>) -> String {
    let kept = typed.of("version");
    if kept.is_empty() || matches!(again, Some(Again::Changed)) {
        account.version.to_string()
    } else {
        kept.to_owned()
    }
}

/// A fault under the name that its field has in the form.
fn named_as_shown(kind: &GatewayKind, fault: &FieldFault) -> FieldFault {
    let is_setting = kind.fields.iter().any(|field| field.key == fault.field);
    let field = match fault.field.as_str() {
        "channels" => kind
            .carries
            .first()
            .map_or_else(String::new, |way| format!("carries-{}", way.as_str())),
        other if is_setting => gateway_form::field_name(other),
        other => other.to_owned(),
    };
    FieldFault {
        field,
        ..fault.clone()
    }
}

fn brought_back_problem(admin: &Admin) -> Problem {
    Problem::new(
        admin.t("admin-fault-proved"),
        admin.t("admin-fault-proved.advice"),
    )
}

/// Asks for fresh proof, and gives what was typed before that.
async fn proved(admin: &Admin, kind: &GatewayKind, path: &str) -> Result<Option<Typed>, Reply> {
    let own = &admin.own;
    let typed = draft::brought_back(own, path);
    let back = typed.as_ref().map_or_else(
        || path.to_owned(),
        |typed| draft::address(own, path, typed, |name| gateway_form::is_secret(kind, name)),
    );
    own.arrival.proved(&own.who, &back).await?;
    Ok(typed)
}

fn kind_to_add(admin: &Admin, key: &str) -> Result<GatewayKind, Reply> {
    let arrival = &admin.own.arrival;
    administer::gateway_kinds(&arrival.state.app)
        .into_iter()
        .find(|kind| kind.key == key)
        .ok_or_else(|| arrival.status(404))
}

/// `GET /admin/messages/gateways/add/{kind}`.
pub(super) async fn add_page(Path(key): Path<String>, admin: Admin) -> Answer {
    let kind = kind_to_add(&admin, &key)?;
    let path = format!("{ADD}/{}", kind.key);
    let typed = proved(&admin, &kind, &path).await?;
    let problem = typed.is_some().then(|| brought_back_problem(&admin));
    let typed = typed.unwrap_or_else(|| gateway_form::typed_for_new(&kind));
    Ok(shown(
        &admin,
        Shown {
            kind: &kind,
            account: None,
            path: &path,
            typed: &typed,
            again: None,
            problem,
        },
    ))
}

/// `POST /admin/messages/gateways/add/{kind}`.
pub(super) async fn add(Path(key): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let kind = kind_to_add(&admin, &key)?;
    let path = format!("{ADD}/{}", kind.key);
    let own = &admin.own;
    let back = draft::address(own, &path, &sent, |name| {
        gateway_form::is_secret(&kind, name)
    });
    let added = administer::add_gateway(
        &own.arrival.state.app,
        own.who.organisation.id,
        kind.key,
        gateway_form::read(&kind, &sent),
        &admin.by(),
    )
    .await;
    match settled(&admin, &back, added).await? {
        // Where the address for reports has to be entered at the gateway, its page comes next: it shows the address.
        Ok(id) if !kind.takes_report_address => Ok(Done::GatewayAdded.onward(&address(id))),
        Ok(_) => Ok(Done::GatewayAdded.onward(MESSAGES)),
        Err(again) => Ok(shown(
            &admin,
            Shown {
                kind: &kind,
                account: None,
                path: &path,
                typed: &sent,
                again: Some(&again),
                problem: None,
            },
        )),
    }
}

/// The gateway that an address names, with its kind.
async fn named(admin: &Admin, id: &str) -> Result<(GatewayAccount, GatewayKind), Reply> {
    let account = account_named(admin, id).await?;
    let kind = account
        .kind
        .clone()
        .ok_or_else(|| admin.own.arrival.status(404))?;
    Ok((account, kind))
}

/// The gateway that an address names.
pub(super) async fn account_named(admin: &Admin, id: &str) -> Result<GatewayAccount, Reply> {
    let missing = || admin.own.arrival.status(404);
    let id = id.parse::<GatewayId>().map_err(|_| missing())?;
    messages::read(admin)
        .await?
        .gateways
        .into_iter()
        .find(|account| account.id == id)
        .ok_or_else(missing)
}

/// `GET /admin/messages/gateways/{id}`.
pub(super) async fn change_page(Path(id): Path<String>, admin: Admin) -> Answer {
    let (account, kind) = named(&admin, &id).await?;
    let path = address(account.id);
    let typed = proved(&admin, &kind, &path).await?;
    let problem = typed.is_some().then(|| brought_back_problem(&admin));
    let typed = typed.unwrap_or_else(|| gateway_form::typed_for(&kind, &account));
    Ok(shown(
        &admin,
        Shown {
            kind: &kind,
            account: Some(&account),
            path: &path,
            typed: &typed,
            again: None,
            problem,
        },
    ))
}

/// `POST /admin/messages/gateways/{id}`.
pub(super) async fn change(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let (account, kind) = named(&admin, &id).await?;
    let path = address(account.id);
    let own = &admin.own;
    let back = draft::address(own, &path, &sent, |name| {
        gateway_form::is_secret(&kind, name)
    });
    let changed = administer::change_gateway(
        &own.arrival.state.app,
        own.who.organisation.id,
        (account.id, sent.of("version").parse().unwrap_or(0)),
        GatewayChange::Settings(gateway_form::read(&kind, &sent)),
        lock_out::confirmed(&sent),
        &admin.by(),
    )
    .await;
    match settled(&admin, &back, changed).await? {
        Ok(()) => Ok(Done::GatewayChanged.onward(MESSAGES)),
        Err(again) => {
            // As it stands now: somebody may have changed it since, or removed it.
            let (account, kind) = named(&admin, &id).await?;
            Ok(shown(
                &admin,
                Shown {
                    kind: &kind,
                    account: Some(&account),
                    path: &path,
                    typed: &sent,
                    again: Some(&again),
                    problem: None,
                },
            ))
        }
    }
}
