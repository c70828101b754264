//! Mailed links: a pass, its one address, and the letters that carry it.
//!
//! A link is built from the organisation's own base URL, never from a request (A51), and holds the only copy of its secret. Issuing a pass
//! spends the older ones of the same purpose.

use domain::factor::Mark;
use domain::id::PassId;
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use domain::user::User;
use factors::{Letter, Line};
use store::{Address, Channel, NewPass, PassPurpose, Tx};
use text::Text;

use crate::letters::{clock_time, date_time, one_line};
use crate::{App, Fault, Requester};

/// How long the link to a forgotten password works.
pub(crate) const FORGOTTEN_FOR: Span = Span::minutes(30);

/// How long an invitation works.
pub(crate) const INVITED_FOR: Span = Span::days(7);

/// A pass that was issued. No Debug: it holds the secret.
pub(crate) struct Issued {
    token: Token,
    /// When it ends.
    pub(crate) expires_at: Timestamp,
}

impl Issued {
    /// The pass.
    pub(crate) const fn pass(&self) -> PassId {
        PassId::from_bytes(self.token.id)
    }

    /// The address to be followed.
    pub(crate) fn url(&self, organisation: &Organisation) -> String {
        format!("{}/recover/{}", organisation.base_url, self.token.expose())
    }
}

/// Issues a pass; `channel` is the mailbox that it is sent to.
pub(crate) fn issue(
    tx: &mut Tx,
    organisation: &Organisation,
    user: &User,
    purpose: PassPurpose,
    channel: Option<&Mark>,
    (lives_for, now): (Span, Timestamp),
) -> Result<Issued, Fault> {
    let (id, secret) = (
        PassId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let expires_at = now + lives_for;
    let pass = NewPass {
        id,
        user: user.id,
        purpose,
        secret: &secret,
        channel,
        expires_at,
    };
    tx.insert_pass(organisation.id, &pass, now)?;
    Ok(Issued {
        token: Token {
            organisation: organisation.id,
            id: *id.as_bytes(),
            secret,
        },
        expires_at,
    })
}

/// The letter to somebody who has forgotten the password.
pub(crate) fn forgotten(
    app: &App,
    organisation: &Organisation,
    user: &User,
    address: &Address,
    issued: &Issued,
    (text, requester): (&Text, &Requester),
) -> Letter {
    let (username, place) = (one_line(&user.username), one_line(&organisation.name));
    let clock = |at| clock_time(at, &app.time_zone, text);
    let origin = one_line(&requester.origin());
    letter(
        address,
        text.with1("mail-forgotten-subject", "organisation", &place),
        [
            text.with1("mail-greeting", "name", one_line(&user.name)),
            text.with2(
                "mail-forgotten-open",
                "username",
                username,
                "organisation",
                &place,
            ),
            text.with1("mail-forgotten-do", "time", clock(issued.expires_at)),
            issued.url(organisation),
            text.get("mail-forgotten-second-step"),
            text.with2(
                "mail-forgotten-asked",
                "time",
                clock(requester.now),
                "origin",
                origin,
            ),
            text.get("mail-forgotten-not-you"),
        ],
    )
}

/// The letter to somebody who is given an account.
pub(crate) fn invitation(
    app: &App,
    organisation: &Organisation,
    user: &User,
    address: &Address,
    issued: &Issued,
    text: &Text,
) -> Letter {
    let (username, place) = (one_line(&user.username), one_line(&organisation.name));
    letter(
        address,
        text.with1("mail-invitation-subject", "organisation", &place),
        [
            text.with1("mail-greeting", "name", one_line(&user.name)),
            text.with2(
                "mail-invitation-open",
                "organisation",
                &place,
                "username",
                username,
            ),
            text.with1(
                "mail-invitation-do",
                "time",
                date_time(issued.expires_at, &app.time_zone, text),
            ),
            issued.url(organisation),
            text.get("mail-invitation-not-you"),
        ],
    )
}

fn letter(address: &Address, subject: String, lines: impl IntoIterator<Item = String>) -> Letter {
    Letter {
        channel: Channel::Email.as_str(),
        to: address.value.clone(),
        masked: address.masked.clone(),
        subject,
        lines: lines.into_iter().map(Line::Text).collect(),
        plain: None,
    }
}
