//! What a use case gave: on where something else has to come first, back to the form where the form can be mended.

use app::administer::{AdministerFault, FieldFault, Reason};
use domain::refusal::Refusal;

use super::done::Done;
use super::door::Admin;
use crate::pages::Problem;
use crate::reply::Reply;
use crate::words;

/// Why a form is shown again.
pub(super) enum Again {
    /// Somebody else was quicker.
    Changed,
    /// Some of it cannot be so.
    Faults(Vec<FieldFault>),
    /// The rules refuse it.
    Refused(Reason),
}

impl Again {
    /// What is said above the form.
    pub(super) fn problem(&self, admin: &Admin) -> Problem {
        let said = |key: &str| Problem::new(admin.t(key), admin.t(&format!("{key}.advice")));
        let arrival = &admin.own.arrival;
        match self {
            Self::Changed => said("admin-fault-changed"),
            Self::Faults(_) => said("admin-fault-fields"),
            Self::Refused(Reason::Refused(refusal) | Reason::Password(refusal)) => {
                arrival.problem(refusal)
            }
            Self::Refused(reason) => words::reason(reason, &arrival.text),
        }
    }

    /// What is wrong with its fields.
    pub(super) fn faults(&self) -> &[FieldFault] {
        match self {
            Self::Faults(faults) => faults,
            Self::Changed | Self::Refused(_) => &[],
        }
    }

    /// The status of the page.
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::Changed => 409,
            Self::Faults(_) | Self::Refused(_) => 422,
        }
    }
}

/// What was done, or why the form is shown again. `back` is where fresh proof leads.
pub(super) async fn settled<T>(
    admin: &Admin,
    back: &str,
    done: Result<T, AdministerFault>,
) -> Result<Result<T, Again>, Reply> {
    let arrival = &admin.own.arrival;
    let reason = match done {
        Ok(done) => return Ok(Ok(done)),
        Err(AdministerFault::Failed(fault)) => return Err(arrival.fault(&fault)),
        Err(AdministerFault::Refused(reason)) => reason,
    };
    match reason {
        Reason::NoRight => Err(arrival.status(404)),
        Reason::Changed => Ok(Err(Again::Changed)),
        Reason::Faults(faults) => Ok(Err(Again::Faults(faults))),
        Reason::Refused(Refusal::SessionExpired) => Err(arrival.to_login(back)),
        Reason::Refused(Refusal::FreshProofDemanded) => {
            let back = Done::Proved.said_at(back);
            Err(arrival.to_fresh_proof(&admin.own.who, &back).await?)
        }
        reason => Ok(Err(Again::Refused(reason))),
    }
}
