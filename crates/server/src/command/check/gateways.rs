//! Whether the accounts at the gateways would be let in. Nothing is sent and nothing is written.

use std::time::Duration;

use app::gateways::{BUILT_IN, Gateways};
use connect::gateway::Settings;
use domain::time::Timestamp;

use super::Finding;

const NAME: &str = "gateway";
const WITHIN: Duration = Duration::from_secs(15);

/// An account of an organisation.
pub(super) struct Account {
    /// The organisation's name in addresses.
    pub(super) organisation: String,
    /// The account.
    pub(super) row: store::Gateway,
}

/// Asks each gateway, and says what it answered.
pub(super) async fn look(
    gateways: &Gateways,
    accounts: Vec<Account>,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for account in accounts {
        findings.push(ask(gateways, &account, now).await);
    }
    findings
}

async fn ask(gateways: &Gateways, account: &Account, now: Timestamp) -> Finding {
    let Account { organisation, row } = account;
    let who = format!("{} ({}) of {organisation}", row.name, row.driver);
    if row.driver == BUILT_IN {
        return Finding::note(NAME, format!("{who}: messages stay in the demo"));
    }
    if !row.active {
        return Finding::note(NAME, format!("{who}: switched off"));
    }
    let opened = gateways.try_open(&row.driver, &Settings(row.settings.clone()));
    let gateway = match opened {
        Ok(gateway) => gateway,
        Err(fault) => return Finding::fault(NAME, &anyhow::Error::new(fault).context(who)),
    };
    match tokio::time::timeout(WITHIN, gateway.check(now.unix_millis())).await {
        Ok(Ok(Some(()))) => Finding::ok(NAME, format!("{who}: the account is let in")),
        Ok(Ok(None)) => Finding::note(
            NAME,
            format!(
                "{who}: cannot be asked without sending; send a test message from /admin/messages"
            ),
        ),
        Ok(Err(unsent)) => Finding::fault(NAME, &anyhow::Error::new(unsent).context(who)),
        Err(_) => Finding::fault(NAME, &anyhow::anyhow!("{who}: no answer in time")),
    }
}
