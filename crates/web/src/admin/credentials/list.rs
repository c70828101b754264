//! `GET /admin/credentials`: who has which credential, and the accounts that machines use.

use app::administer::{self, ListedCredential, Machine};
use domain::id::ApiCredentialId;
use domain::role::BuiltIn;

use super::{ACCOUNT, CREDENTIALS, NEW, scopes};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::admin::settled::settled;
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::admin::{CredentialRow, CredentialsPage, MachineRow};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// Credentials on a page.
const ON_A_PAGE: u32 = 50;

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    shown(&admin, 200, None).await
}

/// The page, after something that was not done.
pub(super) async fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, admin.own.who.organisation.id);
    let after: Option<ApiCredentialId> = arrival.query.get("after").and_then(|id| id.parse().ok());
    let page = administer::list_credentials(app, organisation, after, ON_A_PAGE).await;
    let page = read(admin, page).await?;
    let machines = administer::list_machines(app, organisation, None).await;
    let machines = read(admin, machines).await?;
    let may_add_account = admin.own.who.rights.has(BuiltIn::People);
    let page = CredentialsPage {
        frame: admin.frame(),
        rows: page
            .credentials
            .iter()
            .map(|listed| row(arrival, listed))
            .collect(),
        next: page.next.map(|id| format!("{CREDENTIALS}?after={id}")),
        machines: machines.iter().map(|own| machine(arrival, own)).collect(),
        add: (!machines.is_empty()).then(|| NEW.to_owned()),
        add_account: may_add_account.then(|| ACCOUNT.to_owned()),
        document: "/api/v1/openapi.json".to_owned(),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

async fn read<T>(admin: &Admin, read: Result<T, administer::AdministerFault>) -> Result<T, Reply> {
    let missing = || admin.own.arrival.status(404);
    settled(admin, CREDENTIALS, read)
        .await?
        .map_err(|_| missing())
}

fn row(arrival: &Arrival, listed: &ListedCredential) -> CredentialRow {
    let (text, now) = (&arrival.text, arrival.requester.now);
    let credential = &listed.credential;
    let stands = credential.stands(now);
    let (state, class) = if let Some(at) = credential.revoked_at {
        let at = moment(arrival, at);
        (text.with1("credential-revoked", "time", at), "tag bad")
    } else if stands {
        (text.get("credential-stands"), "tag")
    } else {
        (text.get("credential-over"), "tag off")
    };
    let here = format!("{CREDENTIALS}/{}", credential.id);
    CredentialRow {
        label: credential.label.clone(),
        account: format!("{} ({})", listed.name, listed.username),
        scopes: scopes::lines(text, &credential.scopes),
        state,
        class,
        ends: moment(arrival, credential.expires_at),
        last_used: credential.last_used_at.map_or_else(
            || text.get("credential-never-used"),
            |at| moment(arrival, at),
        ),
        rotate: stands.then(|| format!("{here}/rotate")),
        revoke: stands.then(|| format!("{here}/revoke")),
    }
}

fn machine(arrival: &Arrival, own: &Machine) -> MachineRow {
    MachineRow {
        name: own.name.clone(),
        username: own.username.clone(),
        suspended: own
            .suspended_at
            .map(|_| arrival.text.get("credential-account-suspended")),
    }
}
