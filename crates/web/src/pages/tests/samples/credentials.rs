//! The pages of machines' credentials.

use text::Text;

use super::{Sample, sample, signed_in};
use crate::pages::Current;
use crate::pages::admin::{CredentialMadePage, CredentialRow, CredentialsPage, MachineRow};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let list = list(text);
    let empty = CredentialsPage {
        frame: signed_in(text, Current::Neither),
        rows: Vec::new(),
        machines: Vec::new(),
        add: None,
        next: None,
        ..self::list(text)
    };
    let made = CredentialMadePage {
        frame: signed_in(text, Current::Neither),
        token: "tvs_AZrX0000000000000000AA.AZrX0000000000000000AA.q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA".to_owned(),
        ends: "2027-11-21 10:42".to_owned(),
        back: "/admin/credentials".to_owned(),
    };
    vec![
        sample("admin-credentials", &list),
        sample("admin-credentials-empty", &empty),
        sample("admin-credential-made", &made),
    ]
}

fn list(text: &Text) -> CredentialsPage {
    let row = |label: &str, stands: bool| CredentialRow {
        label: label.to_owned(),
        account: "Robot <b> (robot)".to_owned(),
        scopes: vec![
            text.get("credential-scope-people-read"),
            text.get("credential-scope-roles-write"),
        ],
        state: if stands {
            text.get("credential-stands")
        } else {
            text.with1("credential-revoked", "time", "2026-11-20 09:00")
        },
        class: if stands { "tag" } else { "tag bad" },
        ends: "2027-11-21 10:42".to_owned(),
        last_used: text.get("credential-never-used"),
        rotate: stands.then(|| "/admin/credentials/1/rotate".to_owned()),
        revoke: stands.then(|| "/admin/credentials/1/revoke".to_owned()),
    };
    CredentialsPage {
        frame: signed_in(text, Current::Neither),
        rows: vec![row("Löneprogrammet", true), row("Gammal", false)],
        next: Some("/admin/credentials?after=1".to_owned()),
        machines: vec![MachineRow {
            name: "Robot".to_owned(),
            username: "robot".to_owned(),
            suspended: Some(text.get("credential-account-suspended")),
        }],
        add: Some("/admin/credentials/new".to_owned()),
        add_account: Some("/admin/credentials/account".to_owned()),
        document: "/api/v1/openapi.json".to_owned(),
        status: None,
        problem: None,
    }
}
