//! Counts what verdicts come to.

use super::{Class, Verdict, has_mobile, usable};
use crate::factor::Profile;

/// What a change of cards comes to, in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Those who sign in.
    pub concerned: u64,
    /// Those whom the next login asks for anything beside the password.
    pub asked: u64,
    /// Those of them who have what is asked for.
    pub ready: u64,
    /// Those of them who must set something up before they come in.
    pub must_enrol: u64,
    /// Those of them who may put that off.
    pub in_grace: u64,
    /// Those of them for whom nothing that is allowed can be used or set up.
    pub locked_out: u64,
    /// The owners among the locked out.
    pub owners_cut_off: u64,
    /// Owners who sign in and are not locked out.
    pub owners_left: u64,
    /// Those without any factor that stands on its own.
    pub without_factor: u64,
    /// Those without a mobile number.
    pub without_mobile: u64,
    /// Those without a confirmed mailbox.
    pub without_email: u64,
}

impl Tally {
    /// Counts people of this class, who met this verdict. What they have is told by `profiles`.
    pub fn add(&mut self, class: &Class, verdict: Verdict, profiles: &[Profile]) {
        if verdict == Verdict::NotConcerned {
            return;
        }
        let count = |into: &mut u64, counts: bool| {
            if counts {
                *into += class.people;
            }
        };
        let own = usable(profiles, &class.factors);
        let has_factor = own.iter().any(|factor| !factor.is_backup);
        let locked_out = verdict == Verdict::LockedOut;
        count(&mut self.concerned, true);
        count(&mut self.asked, verdict.is_asked());
        count(&mut self.ready, verdict == Verdict::Asked);
        count(&mut self.must_enrol, verdict == Verdict::MustEnrol);
        count(&mut self.in_grace, matches!(verdict, Verdict::InGrace(_)));
        count(&mut self.locked_out, locked_out);
        count(&mut self.owners_cut_off, class.owner && locked_out);
        count(&mut self.owners_left, class.owner && !locked_out);
        count(&mut self.without_factor, !has_factor);
        count(&mut self.without_mobile, !has_mobile(profiles, class));
        count(&mut self.without_email, !class.addresses.email);
    }
}

/// On how many days of a month somebody is reckoned to sign in: the working days.
const WORKING_DAYS: u64 = 21;

/// The days of a month.
const DAYS: u64 = 30;

/// How many second steps `people` give in a month, when everybody signs in once each working day on one browser and a browser that proved
/// itself skips the second step for `trusted_days`.
pub fn times_a_month(people: u64, trusted_days: u32) -> u64 {
    let days = u64::from(trusted_days);
    match days {
        0 => people.saturating_mul(WORKING_DAYS),
        days => {
            let proofs = people.saturating_mul(DAYS).div_ceil(days);
            proofs.min(people.saturating_mul(WORKING_DAYS))
        }
    }
}
