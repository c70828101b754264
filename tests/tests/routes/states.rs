//! The states in which a browser can come, each made anew whenever it is asked for.

use app::administer::{self, By, NewUser};
use domain::factor::{FactorKind, FactorSet};
use domain::time::Span;
use tests::world::{BASE_URL, OSKARS_PASSWORD, PASSWORD, World};
use tests::{Authenticator, Browser};

/// A state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// A browser that was never here.
    NoCookie,
    /// Cookies of the right form that no row knows.
    Forged,
    /// The second step is asked for.
    FactorPending,
    /// A second step must be set up.
    EnrolmentRequired,
    /// The same, with the codes on the page.
    EnrolmentUnderWay,
    /// A second step should be set up.
    GraceOffered,
    /// An enrolment pass was followed, and the password is asked for.
    PassFollowed,
    /// A link to a new password was followed, and nothing more is asked for.
    LinkFollowed,
    /// The policy has nothing to offer: support helps.
    Refused,
    /// The login took more than half an hour.
    Expired,
    /// The login was left.
    Cancelled,
    /// Signed in, and asked whether to trust the device.
    TrustOffered,
    /// Signed in.
    SignedIn,
    /// Signed in, and fresh proof is asked for.
    ProofPending,
    /// Signed in elsewhere: the neighbour's owner.
    SignedInNextDoor,
    /// A session that ran out.
    SessionExpired,
    /// A session that was signed out, its cookie kept.
    SignedOut,
    /// A session of somebody who was suspended since.
    Suspended,
}

impl State {
    /// Whether the password was right in this browser's login, whatever became of that since, and its time is not over.
    pub(crate) const fn knows_the_password(self) -> bool {
        matches!(
            self,
            Self::FactorPending
                | Self::EnrolmentRequired
                | Self::EnrolmentUnderWay
                | Self::GraceOffered
                | Self::Refused
                | Self::Cancelled
                | Self::TrustOffered
        )
    }

    pub(crate) const ALL: [Self; 18] = [
        Self::NoCookie,
        Self::Forged,
        Self::FactorPending,
        Self::EnrolmentRequired,
        Self::EnrolmentUnderWay,
        Self::GraceOffered,
        Self::PassFollowed,
        Self::LinkFollowed,
        Self::Refused,
        Self::Expired,
        Self::Cancelled,
        Self::TrustOffered,
        Self::SignedIn,
        Self::ProofPending,
        Self::SignedInNextDoor,
        Self::SessionExpired,
        Self::SignedOut,
        Self::Suspended,
    ];

    /// Whether a session stands.
    pub(crate) const fn is_signed_in(self) -> bool {
        matches!(
            self,
            Self::TrustOffered | Self::SignedIn | Self::ProofPending | Self::SignedInNextDoor
        )
    }

    /// The page at `/login` in this state; empty where it leads on.
    pub(crate) const fn login_page(self) -> &'static str {
        match self {
            Self::FactorPending => "answer",
            Self::EnrolmentRequired | Self::GraceOffered => "enrol-choose",
            Self::EnrolmentUnderWay => "recovery-codes",
            Self::PassFollowed | Self::ProofPending => "reauthenticate",
            Self::Refused => "support",
            Self::Expired => "expired",
            Self::TrustOffered => "trust-device",
            Self::LinkFollowed | Self::SignedIn | Self::SignedInNextDoor => "",
            _ => "password",
        }
    }

    /// Whose names may be on a page in this state.
    pub(crate) const fn whose(self) -> &'static str {
        match self {
            Self::TrustOffered => "Wilma",
            Self::SignedIn | Self::ProofPending => "Cilla",
            Self::SignedInNextDoor => "Agnes Granne",
            _ => "",
        }
    }
}

/// What the states share: people who were added, an app that was set up.
pub(crate) struct Stage {
    app: Authenticator,
}

impl Stage {
    /// Sets the stage.
    pub(crate) async fn set(world: &World) -> Self {
        let organisation = world.demo().await;
        let by = By::operator(world.now());
        for (username, name, grace_days) in [("nina", "Nina Ny", 0), ("greta", "Greta Gränd", 30)]
        {
            let new = NewUser {
                username: username.to_owned(),
                name: name.to_owned(),
                email: Some(format!("{username}@demo.example")),
                roles: vec!["accounting".to_owned()],
                password: Some(PASSWORD.to_owned()),
                grace_days,
                ..NewUser::default()
            };
            administer::add_user(world.app(), organisation, new, &by)
                .await
                .expect("added");
        }
        world
            .change_card("support-agent", |role| {
                // Nobody has it, and nobody can set it up: the installation has no account there.
                role.allowed_factors = Some(
                    [FactorKind::named("bankid")]
                        .into_iter()
                        .collect::<FactorSet>(),
                );
            })
            .await;
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        let (app, _) = browser.set_up_app(world, PASSWORD).await;
        Self { app }
    }

    /// A browser in this state, some minutes after the last.
    pub(crate) async fn browser(&self, world: &World, state: State) -> Browser {
        world.wait(Span::minutes(21));
        let mut browser = world.browser();
        match state {
            State::NoCookie => {}
            State::Forged => {
                let organisation =
                    data_encoding::BASE64URL_NOPAD.encode(world.demo().await.as_bytes());
                for ending in ["_session", "_login", "_device_demo"] {
                    browser.plant(
                        ending,
                        &format!("{organisation}.{}.{}", "A".repeat(22), "A".repeat(43)),
                    );
                }
            }
            State::FactorPending | State::Expired | State::Cancelled => {
                browser.sign_in("cilla", PASSWORD).await;
                browser.is_at("answer");
                match state {
                    State::Expired => world.wait(Span::minutes(31)),
                    State::Cancelled => drop(browser.pressing("cancel", &[]).send().await),
                    _ => {}
                }
            }
            State::EnrolmentRequired | State::EnrolmentUnderWay => {
                browser.sign_in("nina", PASSWORD).await;
                browser.is_at("enrol-choose");
                if state == State::EnrolmentUnderWay {
                    browser.choose("totp").await;
                    browser.press("continue", &[("password", PASSWORD)]).await;
                }
            }
            State::GraceOffered => {
                browser.sign_in("greta", PASSWORD).await;
            }
            State::PassFollowed => self.follow_pass(world, &mut browser).await,
            State::LinkFollowed => {
                // A person is sent ten links a day.
                world.wait(Span::hours(3));
                browser.go("/o/demo/recover").await;
                browser.press("continue", &[("username", "nina")]).await;
                browser.go(&world.mailed_link("nina")).await;
                let opened = browser.pressing("continue", &[]);
                browser.send(opened).await;
            }
            State::Refused => {
                browser.sign_in("stina", PASSWORD).await;
            }
            State::TrustOffered => {
                browser.sign_in("wilma", PASSWORD).await;
                browser.answer(&world.mailed_code("wilma")).await;
            }
            State::SignedIn | State::ProofPending | State::SessionExpired | State::SignedOut => {
                self.sign_in(world, &mut browser, state).await;
            }
            State::SignedInNextDoor => {
                browser.sign_in_at("grannen", "agnes", PASSWORD).await;
                browser.answer(&world.mailed_code("agnes")).await;
                browser.is_at("account");
            }
            State::Suspended => self.suspended(world, &mut browser).await,
        }
        browser
    }

    async fn sign_in(&self, world: &World, browser: &mut Browser, state: State) {
        browser.sign_in("cilla", PASSWORD).await;
        browser.answer(&self.app.code(world.now())).await;
        browser.is_at("account");
        match state {
            State::ProofPending => {
                world.wait(Span::minutes(6));
                browser.go("/account/security/password").await;
                browser.is_at("reauthenticate");
            }
            State::SessionExpired => world.wait(Span::minutes(61)),
            State::SignedOut => {
                browser.pressing("sign-out", &[]).send().await;
            }
            _ => {}
        }
    }

    async fn follow_pass(&self, world: &World, browser: &mut Browser) {
        let by = By::operator(world.now());
        let (organisation, user) = (world.demo().await, world.user("wilma").await.id);
        let pass = administer::issue_pass(world.app(), organisation, user, Span::minutes(30), &by)
            .await
            .expect("a pass");
        browser
            .go(pass.url.strip_prefix(BASE_URL).expect("ours"))
            .await;
        browser.press("continue", &[]).await;
        browser.is_at("reauthenticate");
    }

    async fn suspended(&self, world: &World, browser: &mut Browser) {
        let (organisation, user) = (world.demo().await, world.user("oskar").await.id);
        let suspend = async |suspended| {
            let by = By::operator(world.now());
            administer::suspend_user(world.app(), organisation, user, suspended, &by)
                .await
                .expect("done");
        };
        suspend(false).await;
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.is_at("account");
        suspend(true).await;
    }
}
