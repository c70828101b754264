//! What exists in the demo alone: its page for people, its outbox and its clock.
//!
//! Nothing here knows how the demo keeps its messages or moves its clock: the program that runs it hands a [`Demo`] in, and without one
//! these addresses are as unknown as any other.

mod clock;
mod outbox;
mod page;
#[cfg(test)]
mod tests;

use axum::response::Redirect;
use domain::time::{Span, Timestamp};

use crate::router::{Reach, Route};

/// The demo behind its pages.
pub trait Demo: Send + Sync {
    /// Moves the server's clock forward and tells the moment it shows then; `None` where the clock ends before that.
    fn advance(&self, by: Span) -> Option<Timestamp>;

    /// What would have been sent, newest first.
    fn outbox(&self) -> Vec<DemoMessage>;

    /// The people to sign in as.
    fn people(&self) -> Vec<DemoPerson>;

    /// The password of everybody who has none of their own.
    fn password(&self) -> &str;
}

/// A message that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMessage {
    /// Its id.
    pub id: String,
    /// `email`, `sms` or `voice`.
    pub channel: &'static str,
    /// A bare address, or a number in E.164.
    pub to: String,
    /// The subject; empty where there is none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// Somebody to sign in as. What is to be seen with them stands in the catalogue, under `demo-person-<username>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The username.
    pub username: String,
    /// The role's name.
    pub role: String,
    /// A password of their own.
    pub password: Option<String>,
}

/// The demo's routes.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::Demo;
    vec![
        Route::get("/demo", Demo, async || Redirect::permanent(page::HERE)),
        Route::get(page::HERE, Demo, page::show),
        Route::get(outbox::HERE, Demo, outbox::list),
        Route::post(clock::HERE, Demo, clock::advance),
    ]
}
