//! Why a login was asked for what it was asked for, as the audit log keeps it and as a person's page tells it.
//!
//! The login writes the policy's own reasons into the rows that it writes anyway, as short codes; nothing is worked out again afterwards,
//! when cards and factors have changed. A row whose codes nobody knows any more tells less, and never something else.

use std::collections::BTreeMap;

use crate::audit::EventKind;
use crate::policy::{Reason, Requirement, Step};
use crate::time::Timestamp;

/// The detail that holds the reasons.
pub const BECAUSE: &str = "because";

/// The detail that holds what the login had to do next.
pub const NEXT: &str = "next";

/// The reasons of a requirement, as the log keeps them: codes between commas, each with what it names behind a blank.
pub fn because(requirement: &Requirement) -> String {
    let told = |reason: &Reason| match reason {
        Reason::RoleDemands { role } => format!("{} {role}", reason.code()),
        Reason::DeviceTrusted { until } => format!("{} {}", reason.code(), until.unix_millis()),
        _ => reason.code().to_owned(),
    };
    let told: Vec<String> = requirement.reasons.iter().map(told).collect();
    told.join(",")
}

/// What a login had to do next, as the log keeps it.
pub const fn next(step: &Step) -> &'static str {
    match step {
        Step::Complete => "complete",
        Step::Prove(_) => "prove",
        Step::Enrol => "enrol",
        Step::OfferGrace { .. } => "grace",
        Step::Support => "support",
    }
}

/// A row of the log, as far as the trace must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// When.
    pub at: Timestamp,
    /// The code of what.
    pub kind: String,
    /// The code of how it ended: `done`, or why not.
    pub outcome: String,
    /// Its facts.
    pub details: BTreeMap<String, String>,
}

/// One thing that is said of a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// This role demanded two-step.
    RoleDemanded(String),
    /// The application demanded it.
    ClientDemanded,
    /// The person had chosen it themselves.
    OwnChoice,
    /// The add-on was off, so that role cards demanded nothing.
    AddOnOff,
    /// Nothing demanded a second step.
    NothingDemanded,
    /// The role cards had no factor in common.
    NothingAllowed,
    /// The browser was trusted until then, so that the second step was skipped.
    DeviceTrusted(Timestamp),
    /// A second step was asked for.
    Asked,
    /// A second step had to be set up.
    HadToEnrol,
    /// It had to be set up, and could be put off.
    CouldPutOff,
    /// Nothing that was allowed could be used.
    SentToSupport,
    /// It was put off.
    PutOff,
    /// A second step was set up.
    Enrolled(String),
    /// Too little was right: an answer was refused, for this reason.
    Refused(String, String),
    /// The password was refused, for this reason.
    PasswordRefused(String),
    /// They signed in, with this second step; `None` without one.
    SignedIn(Option<String>),
    /// The login went no further.
    Unfinished,
}

/// One login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// When it began.
    pub at: Timestamp,
    /// What is said of it, in order.
    pub said: Vec<Said>,
}

/// The logins that these rows tell of, newest first. The rows stand in the order in which they happened.
///
/// A login begins with the password; what follows until the next one belongs to it.
pub fn logins(rows: &[Row], most: usize) -> Vec<Traced> {
    let mut logins: Vec<Traced> = Vec::new();
    let mut open = false;
    for row in rows {
        let done = row.outcome == "done";
        let begins = is(row, EventKind::PasswordChecked) && !row.details.contains_key("purpose");
        let alone = is(row, EventKind::SignedIn) && row.details.contains_key(BECAUSE);
        if begins || alone {
            close(&mut logins, &mut open);
            let mut said = reasons(row);
            said.extend(next_of(row));
            open = done && begins;
            logins.push(Traced { at: row.at, said });
        }
        let Some(login) = logins.last_mut() else {
            continue;
        };
        if begins && !done {
            login.said.push(Said::PasswordRefused(row.outcome.clone()));
        } else if open || alone {
            login.said.extend(went_on(row, done));
            let ends = is(row, EventKind::SignedIn) || is(row, EventKind::EnrolmentPutOff);
            open = open && !(done && ends);
        }
    }
    close(&mut logins, &mut open);
    logins.reverse();
    logins.truncate(most);
    logins
}

fn is(row: &Row, kind: EventKind) -> bool {
    row.kind == kind.code()
}

fn close(logins: &mut [Traced], open: &mut bool) {
    if std::mem::take(open)
        && let Some(login) = logins.last_mut()
    {
        login.said.push(Said::Unfinished);
    }
}

fn reasons(row: &Row) -> Vec<Said> {
    let Some(because) = row.details.get(BECAUSE) else {
        return Vec::new();
    };
    let read = |told: &str| {
        let (code, rest) = told.split_once(' ').unwrap_or((told, ""));
        Some(match code {
            "role-demands" => Said::RoleDemanded(rest.to_owned()),
            "client-demands" => Said::ClientDemanded,
            "own-choice" => Said::OwnChoice,
            "add-on-off" => Said::AddOnOff,
            "nothing-demands" => Said::NothingDemanded,
            "nothing-allowed" => Said::NothingAllowed,
            "device-trusted" => {
                Said::DeviceTrusted(Timestamp::from_unix_millis(rest.parse().ok()?))
            }
            _ => return None,
        })
    };
    because.split(',').filter_map(read).collect()
}

fn next_of(row: &Row) -> Option<Said> {
    match row.details.get(NEXT)?.as_str() {
        "prove" => Some(Said::Asked),
        "enrol" => Some(Said::HadToEnrol),
        "grace" => Some(Said::CouldPutOff),
        "support" => Some(Said::SentToSupport),
        _ => None,
    }
}

fn went_on(row: &Row, done: bool) -> Option<Said> {
    let of = |name: &str| row.details.get(name).cloned().unwrap_or_default();
    if is(row, EventKind::SignedIn) && done {
        let (proofs, enrolled) = (of("proofs"), of("factor"));
        let proved = proofs.split(' ').chain([enrolled.as_str()]);
        let mut second = proved.filter(|kind| !matches!(*kind, "" | "password" | "pass"));
        return Some(Said::SignedIn(second.next_back().map(str::to_owned)));
    }
    if is(row, EventKind::FactorChecked) && !done {
        return Some(Said::Refused(of("factor"), row.outcome.clone()));
    }
    if is(row, EventKind::AuthenticatorEnrolled) && done {
        return Some(Said::Enrolled(of("factor")));
    }
    (is(row, EventKind::EnrolmentPutOff) && done).then_some(Said::PutOff)
}

#[cfg(test)]
mod tests;
