//! How many orders may begin: each costs the organisation money, and opens somebody's app.
//!
//! Whoever knows a password can begin orders for its person. They spend what their own login may begin, and not the person's, who signs in
//! elsewhere; if they spend what the person may begin in all, the person is told.

use domain::id::{OrganisationId, UserId};
use domain::time::{Span, Timestamp};
use store::{Holder, Tx};

use super::moving::Ground;
use super::suspicion;
use crate::{App, Fault, Requester, throttle};

/// Orders of one login, session, browser or support case.
const OF_ONE_HOLDER: Budget = Budget {
    most: 12,
    within: Span::minutes(10),
};

/// Orders for one person, on their own pages and on those of whoever says to be them.
const FOR_ONE_PERSON: [Budget; 2] = [
    Budget {
        most: 36,
        within: Span::minutes(10),
    },
    Budget {
        most: 150,
        within: Span::hours(24),
    },
];

/// Orders of people without a name that an organisation pays for: a shift that changes, and no flood.
const OF_STRANGERS: Budget = Budget {
    most: 4_000,
    within: Span::minutes(10),
};

/// How many of those one address (or IPv6 /64) may begin: a hospital behind one address gets through, and cannot be kept out by another.
const OF_ONE_ADDRESS: Budget = Budget {
    most: 1_000,
    within: Span::minutes(10),
};

struct Budget {
    most: i64,
    within: Span,
}

impl Budget {
    fn take(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        whose: &str,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let key = format!("orders\0{}\0{whose}", self.within.as_seconds_up());
        let taken = tx.take_budget(organisation, key.as_bytes(), 1, self.most, self.within, now)?;
        Ok(taken.is_some())
    }
}

/// Counts an order that is about to begin. False: it may not.
pub(super) fn take(
    tx: &mut Tx,
    app: &App,
    ground: &Ground<'_>,
    user: Option<UserId>,
    requester: &Requester,
) -> Result<bool, Fault> {
    let (organisation, now) = (ground.organisation, requester.now);
    let own = match ground.holder {
        // Its cookie changes with each move.
        Holder::Browser(_) => ground.challenge.id.to_string(),
        holder => format!("{holder:?}"),
    };
    if !OF_ONE_HOLDER.take(tx, organisation, &own, now)? {
        return Ok(false);
    }
    // What the support desk begins is its agent's doing, and never keeps the person from a login of their own.
    if matches!(ground.holder, Holder::Case(_)) {
        return Ok(true);
    }
    let Some(user) = user else {
        let from = throttle::prefix(requester.address).to_string();
        if !OF_ONE_ADDRESS.take(tx, organisation, &from, now)? {
            return Ok(false);
        }
        let is_within = OF_STRANGERS.take(tx, organisation, "nobody's", now)?;
        if !is_within {
            suspicion::tell_of_strangers(tx, organisation, now)?;
        }
        return Ok(is_within);
    };
    for budget in &FOR_ONE_PERSON {
        if !budget.take(tx, organisation, &user.to_string(), now)? {
            suspicion::raise_once(tx, app, organisation, user, now)?;
            return Ok(false);
        }
    }
    Ok(true)
}
