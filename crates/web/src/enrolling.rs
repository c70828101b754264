//! The pages of an enrolment, filled alike in a login and in a session; only the addresses differ.

use app::administer::effect::days_left;
use app::enrol::{EnrolPage as Shown, FactorPage};
use domain::factor::FactorKind;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use factors::View;

use crate::arrival::Arrival;
use crate::pages::enrol::{EnrolChoosePage, EnrolPage, Grace, RecoveryCodesPage};
use crate::pages::icon::Svg;
use crate::pages::login::ReauthenticatePage;
use crate::pages::{Choice, Frame, Problem, Resend, Step, Watched};
use crate::reply::Reply;
use crate::{when, words};

/// How often somebody without a script has looked at a page once more, in its address. It is another address each time: to go to the same
/// one with a place on the page in it fetches nothing.
const LOOKED: &str = "looked";

/// Where the pages of one enrolment post to.
pub(crate) struct Addresses {
    /// The chosen kind.
    pub(crate) choose: String,
    /// The password once more.
    pub(crate) password: String,
    /// What was typed on a factor's page.
    pub(crate) step: String,
    /// *Send a new code*.
    pub(crate) resend: String,
    /// *Cancel*.
    pub(crate) cancel: String,
    /// The recovery codes as a file.
    pub(crate) download: String,
    /// How far an order has come.
    pub(crate) progress: String,
    /// The page itself, whichever of its forms it is the answer to.
    pub(crate) page: String,
    /// *Not now*, while grace lasts.
    pub(crate) later: Option<String>,
}

/// What a page tells besides itself.
#[derive(Default)]
pub(crate) struct Told {
    /// Why the last step was refused.
    pub(crate) refusal: Option<Refusal>,
    /// What just went well.
    pub(crate) status: Option<String>,
}

/// The page for where an enrolment stands; `None` where fresh proof is needed first.
pub(crate) fn page(
    arrival: &Arrival,
    frame: Frame,
    shown: Shown,
    addresses: Addresses,
    told: Told,
    demanded: bool,
) -> Option<Reply> {
    let problem = told
        .refusal
        .as_ref()
        .map(|refusal| arrival.problem(refusal));
    let answer = |page: &dyn AsPage| match &told.refusal {
        Some(refusal) => page.refused(arrival, refusal),
        None => page.shown(arrival),
    };
    Some(match shown {
        Shown::FreshProofNeeded => return None,
        Shown::Choose {
            ways,
            role,
            grace_until,
        } => {
            let kinds: Vec<(FactorKind, bool)> = ways
                .into_iter()
                .map(|way| (way.kind, way.phishing_resistant))
                .collect();
            answer(&EnrolChoosePage {
                choices: enrol_choices(arrival, &kinds),
                demanded,
                role,
                grace: grace_until
                    .zip(addresses.later)
                    .map(|(until, later)| Grace {
                        until: when::until_when(arrival, until),
                        left: arrival.text.with1(
                            "enrol-days-left",
                            "days",
                            days_left(until, arrival.requester.now),
                        ),
                        later,
                    }),
                action: addresses.choose,
                cancel: addresses.cancel,
                problem,
                status: told.status,
                step: None,
                frame,
            })
        }
        Shown::Password { username, step, .. } => answer(&ReauthenticatePage {
            action: addresses.password,
            username,
            cancel: addresses.cancel,
            why: Some(frame.t("login-reauthenticate-enrol")),
            problem,
            step: in_a_row(step),
            frame,
        }),
        Shown::Codes(shown) => answer(&RecoveryCodesPage {
            factor: shown.kind.to_string(),
            heading: shown.view.heading(&frame.text),
            fragment: shown.view.html(&frame.text),
            username: shown.username,
            made_on: arrival.day(arrival.requester.now),
            download: Some(addresses.download),
            action: addresses.step,
            challenge: shown.challenge.to_string(),
            cancel: Some(addresses.cancel),
            problem,
            step: in_a_row(shown.step),
            frame,
        }),
        Shown::Factor(shown) => {
            let FactorPage {
                kind,
                challenge,
                view,
                step,
                resend_after,
                ..
            } = shown;
            answer(&EnrolPage {
                heading: view.heading(&frame.text),
                fragment: view.html(&frame.text),
                wide: view.has_picture(),
                goes_on: arrival.goes_on(&kind, &*view),
                asks_browser: view.asks_browser(),
                watched: arrival.watched(&*view, addresses.progress, addresses.page),
                action: addresses.step,
                factor: kind.to_string(),
                challenge: challenge.to_string(),
                problem,
                status: told.status,
                resend: resend_after.map(|after| arrival.resend(&addresses.resend, after)),
                other_factor: None,
                cancel: addresses.cancel,
                step: in_a_row(step),
                frame,
            })
        }
    })
}

/// The place in a row of steps; one step alone is no row.
fn in_a_row((number, of): (u32, u32)) -> Option<Step> {
    (of > 1).then_some(Step { number, of })
}

/// A page that can be answered with, whatever it is.
trait AsPage {
    fn shown(&self, arrival: &Arrival) -> Reply;
    fn refused(&self, arrival: &Arrival, refusal: &Refusal) -> Reply;
}

impl<T: askama::Template> AsPage for T {
    fn shown(&self, arrival: &Arrival) -> Reply {
        Reply::page(arrival, self)
    }

    fn refused(&self, arrival: &Arrival, refusal: &Refusal) -> Reply {
        Reply::refused(arrival, refusal, self)
    }
}

fn enrol_choices(arrival: &Arrival, kinds: &[(FactorKind, bool)]) -> Vec<Choice> {
    let registry = &arrival.state.app.registry;
    kinds
        .iter()
        .filter_map(|(kind, resists)| {
            let profile = registry.find(kind)?.profile();
            Some(Choice {
                factor: kind.to_string(),
                value: kind.to_string(),
                name: arrival.text.get(&format!("factor-{kind}")),
                about: arrival.text.get(&format!("factor-{kind}.enrol")),
                icon: Svg::of(profile),
                first: *resists,
                unavailable: None,
            })
        })
        .collect()
}

impl Arrival {
    /// The two sentences of a refusal on this page.
    pub(crate) fn problem(&self, refusal: &Refusal) -> Problem {
        words::problem(refusal, &self.text, &self.state.app.time_zone)
    }

    /// A moment's day in the page's language.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        app::letters::date(at, &self.state.app.time_zone, &self.text)
    }

    /// Whether the page has the button that goes on. Where a service outside is asked, there is nothing to go on with before it answered;
    /// what the person may do until then are the fragment's own buttons.
    pub(crate) fn goes_on(&self, kind: &FactorKind, view: &dyn View) -> bool {
        let factor = self.state.app.registry.find(kind);
        let is_live = factor.is_some_and(|factor| factor.live().is_some());
        view.asks_for_answer() || !is_live
    }

    /// What the page of something outside asks and links to; nothing where it waits for nothing.
    pub(crate) fn watched(
        &self,
        view: &dyn View,
        progress: String,
        page: String,
    ) -> Option<Watched> {
        let told = view.progress(&self.text)?;
        Some(Watched {
            again: (!told.proved).then(|| self.looking_again(&page)),
            looked: self.query.contains_key(LOOKED),
            progress,
            page,
        })
    }

    /// The page once more with all that its address says, and with the mark of one more look that the person took.
    fn looking_again(&self, page: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.query.iter().filter(|(name, _)| *name != LOOKED));
        let looks = self.query.get(LOOKED).and_then(|looks| looks.parse().ok());
        query.append_pair(
            LOOKED,
            &looks.map_or(1, |looks: u8| looks % 99 + 1).to_string(),
        );
        format!("{page}?{}", query.finish())
    }

    /// *Send a new code*, with the wait that is left.
    pub(crate) fn resend(&self, action: &str, after: Timestamp) -> Resend {
        let wait = after.since(self.requester.now).as_seconds_up();
        Resend {
            action: action.to_owned(),
            wait_seconds: u32::try_from(wait).unwrap_or(u32::MAX),
            wait_until: when::not_before(after, &self.state.app.time_zone, &self.text),
        }
    }
}
