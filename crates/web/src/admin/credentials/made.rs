//! The page that shows a secret, once.

use app::administer::CreatedCredential;

use super::CREDENTIALS;
use crate::admin::door::Admin;
use crate::pages::admin::CredentialMadePage;
use crate::reply::Reply;
use crate::when::moment;

/// The credential that was just made.
pub(super) fn shown(admin: &Admin, made: &CreatedCredential) -> Reply {
    let arrival = &admin.own.arrival;
    let page = CredentialMadePage {
        frame: admin.frame(),
        token: made.token.clone(),
        ends: moment(arrival, made.expires_at),
        back: CREDENTIALS.to_owned(),
    };
    Reply::page(arrival, &page)
}
