//! Leaving a login: nothing of it remains.

use std::sync::Arc;

use domain::login::State;
use domain::token::Token;
use store::{Holder, Login, Tx};

use crate::{App, Fault, Requester};

/// Ends an open login and whatever it had under way, and gives where its person was going. A login that is over already is left alone.
pub async fn cancel(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Result<Option<String>, Fault> {
    let (token, now) = (login.clone(), requester.now);
    let looked = token.clone();
    let known = app
        .store
        .read(move |tx| tx.find_login(&looked))
        .await?
        .is_some();
    // Most browsers have none: their cookie was drawn for a form.
    if !known {
        return Ok(None);
    }
    let unit = move |tx: &mut Tx| {
        let Some(found) = tx.find_login(&token)? else {
            return Ok((None, Vec::new()));
        };
        let under_way = tx.challenges_of(token.organisation, Holder::Login(found.id))?;
        if found.state.is_open() && now < found.expires_at {
            tx.end_challenges(token.organisation, Holder::Login(found.id))?;
            // `next_state` tells a login that its person left from one that the policy ended.
            let refused = Login {
                state: State::Refused,
                next_state: State::FirstProofPending,
                challenge: None,
                enrolling: None,
                ..found.clone()
            };
            tx.save_login(token.organisation, &found, &refused)?;
        }
        let left = under_way.iter().map(|challenge| challenge.id).collect();
        Ok((Some(found.return_to), left))
    };
    let (return_to, left) = app.store.write(unit).await?;
    app.orders.hurry(&left);
    Ok(return_to)
}
