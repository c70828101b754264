//! What a use case gave: on where something else has to come first, back to the form where the form can be mended.

use app::administer::{Administered, FieldFault, NotDone};
use domain::refusal::Refusal;

use super::door::Admin;
use crate::pages::Problem;
use crate::reply::Reply;

/// Why a form is shown again.
pub(super) enum Again {
    /// Somebody else was quicker.
    Changed,
    /// Some of it cannot be so.
    Faults(Vec<FieldFault>),
    /// The rules refuse it.
    Refused(Refusal),
}

impl Again {
    /// What is said above the form.
    pub(super) fn problem(&self, admin: &Admin) -> Problem {
        let said = |key: &str| Problem::new(admin.t(key), admin.t(&format!("{key}.advice")));
        match self {
            Self::Changed => said("admin-fault-changed"),
            Self::Faults(_) => said("admin-fault-fields"),
            Self::Refused(refusal) => admin.own.arrival.problem(refusal),
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
    done: Administered<T>,
) -> Result<Result<T, Again>, Reply> {
    let arrival = &admin.own.arrival;
    match done.map_err(|fault| arrival.fault(&fault))? {
        Ok(done) => Ok(Ok(done)),
        Err(NotDone::NoRight) => Err(arrival.status(404)),
        Err(NotDone::Changed) => Ok(Err(Again::Changed)),
        Err(NotDone::Faults(faults)) => Ok(Err(Again::Faults(faults))),
        Err(NotDone::Refused(Refusal::SessionExpired)) => Err(arrival.to_login(back)),
        Err(NotDone::Refused(Refusal::FreshProofDemanded)) => {
            Err(arrival.to_fresh_proof(&admin.own.who, back).await?)
        }
        Err(NotDone::Refused(refusal)) => Ok(Err(Again::Refused(refusal))),
    }
}
