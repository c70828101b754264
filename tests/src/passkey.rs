//! Passkeys in front of our pages: what a page's script does with what the page holds, and the device or keychain in somebody's hand.

use domain::factor::Evidence;
use factors::testing::{Breaking, SoftAuthenticator};
use serde_json::Value;

use crate::browser::Browser;
use crate::page::{Form, Page, Way};
use crate::request::Asking;
use crate::world::{BASE_URL, World};

/// The kind of factor that it is.
pub const PASSKEY: &str = "passkey";

/// What a page asks the browser for.
#[track_caller]
pub fn asked(page: &Page) -> Value {
    let tag = page
        .tags()
        .find(|tag| tag.attribute("data-passkey").is_some());
    let options = tag.and_then(|tag| tag.attribute("data-options"));
    let options = options.unwrap_or_else(|| {
        panic!(
            "no passkey is asked for at {} {}: {}",
            page.status,
            page.address,
            page.text()
        )
    });
    serde_json::from_str(options).expect("JSON")
}

/// What the script of the login page is handed, with the login page's form that it fills in.
pub struct Begun {
    /// The challenge and its options.
    pub told: Value,
    form: Form,
}

impl Begun {
    /// What the browser is asked for.
    pub fn options(&self) -> &Value {
        &self.told["options"]
    }

    /// The form, filled in with this answer.
    pub fn answering(&self, browser: &Browser, answer: &Value) -> Asking {
        let challenge = self.told["challenge"].as_str().expect("a challenge");
        let typed = [
            ("challenge", challenge),
            ("credential", &answer.to_string()),
        ];
        browser.filled(&self.form, &typed)
    }
}

impl Browser {
    /// The request by which the login page's script begins.
    #[track_caller]
    pub fn beginning(&self) -> (Form, Asking) {
        let form = self.passkey_form();
        let typed = [("choice", PASSKEY)];
        let asking = self.filled(&form, &typed);
        (form, asking.with("accept", "application/json"))
    }

    /// The form of the login page that its script fills in.
    #[track_caller]
    fn passkey_form(&self) -> Form {
        let is_it = |tag: &crate::tags::Tag| {
            tag.name == "button" && tag.attribute("data-factor") == Some(PASSKEY)
        };
        match self.page().way(is_it) {
            Some(Way::Form(mut form)) => {
                form.fields.retain(|(name, _)| name != "choice");
                form
            }
            _ => panic!("no passkey is offered: {}", self.page().text()),
        }
    }

    /// Goes to the login page, whose script begins.
    pub async fn begins(&mut self) -> Begun {
        self.go("/o/demo/login").await;
        self.begins_here().await
    }

    /// The script of the login page that is shown begins.
    pub async fn begins_here(&mut self) -> Begun {
        let (form, asking) = self.beginning();
        let page = asking.send().await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        let told = serde_json::from_str(&page.body).expect("JSON");
        let shown = self.page.take();
        self.take(page);
        self.page = shown;
        Begun { told, form }
    }

    /// What this key answers to the page that is shown: a new passkey, or one in use.
    #[track_caller]
    pub fn asks(&self, key: &mut SoftAuthenticator) -> Value {
        let options = asked(self.page());
        let answer = if options["rp"].is_object() {
            key.create(&options, BASE_URL)
        } else {
            key.get(&options, BASE_URL)
        };
        answer.expect("the key has what the page asks for")
    }

    /// The same with one thing broken.
    #[track_caller]
    pub fn asks_broken(&self, key: &mut SoftAuthenticator, breaking: Breaking) -> Value {
        let options = asked(self.page());
        let answer = if options["rp"].is_object() {
            key.create_broken(&options, BASE_URL, breaking)
        } else {
            key.get_broken(&options, BASE_URL, breaking)
        };
        answer.expect("the key has what the page asks for")
    }

    /// The page's form with this answer.
    #[track_caller]
    pub fn sending(&self, answer: &Value) -> Asking {
        self.pressing("continue", &[("credential", &answer.to_string())])
    }

    /// Sends the page's form with this answer, and goes where that leads.
    pub async fn sends(&mut self, answer: &Value) -> &Page {
        let typed = answer.to_string();
        self.press("continue", &[("credential", &typed)]).await
    }

    /// Does what the page asks for, with this key.
    pub async fn uses(&mut self, key: &mut SoftAuthenticator) -> &Page {
        let answer = self.asks(key);
        self.sends(&answer).await
    }

    /// The whole login as the page's script does it, with this key.
    pub async fn signs_in_by(&mut self, key: &mut SoftAuthenticator) -> &Page {
        let begun = self.begins().await;
        let answer = key.get(begun.options(), BASE_URL);
        let asking = begun.answering(self, &answer.expect("the key holds a passkey"));
        self.send(asking).await;
        let here = self.page().location().map(str::to_owned);
        if let Some(to) = here {
            self.go(&to).await;
        }
        self.page()
    }

    /// Goes through what stands before a factor's own page: the password once more, and the recovery codes.
    pub async fn passes_codes(&mut self, password: &str) -> &Page {
        if self.page().name() == "reauthenticate" {
            self.press("continue", &[("password", password)]).await;
        }
        if self.page().name() == "recovery-codes" {
            let code = self.page().recovery_codes().remove(3);
            self.answer(&code).await;
        }
        self.is_at("enrol")
    }

    /// Goes to the page on which a passkey is added in a session.
    pub async fn adds_a_passkey(&mut self, password: &str) -> &Page {
        self.go("/account/security/add/passkey").await;
        self.passes_codes(password).await
    }
}

impl World {
    /// The organisation next door gets a host name of its own.
    pub async fn moves_next_door_away(&self) {
        let next_door = self.organisation("grannen").await.id;
        self.write(move |tx: &mut store::Tx| {
            let mut organisation = tx.organisation(next_door)?;
            "https://grannen.example.test".clone_into(&mut organisation.base_url);
            tx.save_organisation(&organisation, store::Bump::Nothing)
                .map(drop)
        })
        .await;
    }

    /// A browser in which somebody who has no second step yet has signed in and added a passkey of this key on the security page.
    pub async fn with_passkey(
        &self,
        username: &str,
        password: &str,
        key: &mut SoftAuthenticator,
    ) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(username, password).await;
        browser.is_at("account");
        browser.adds_a_passkey(password).await;
        browser.uses(key).await;
        browser.is_at("done");
        browser
    }

    /// A browser in which the password was just taken of somebody who has a passkey, and its page is shown.
    pub async fn at_passkey(&self, username: &str, password: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(username, password).await;
        browser.at_the_passkey().await;
        browser
    }

    /// The passkeys of somebody of `demo`.
    pub async fn passkeys(&self, username: &str) -> Vec<store::Authenticator> {
        let own = self.authenticators(username).await.into_iter();
        own.filter(|own| own.kind.as_str() == PASSKEY).collect()
    }

    /// What the newest session of somebody of `demo` rests on.
    pub async fn evidence(&self, username: &str) -> Vec<Evidence> {
        let (demo, user) = (self.demo().await, self.user(username).await.id);
        let sessions = self.read(move |tx| tx.sessions_of_user(demo, user)).await;
        let newest = sessions.into_iter().max_by_key(|session| session.id);
        newest.expect("a session").evidence
    }
}

impl Browser {
    /// Chooses the passkey among the second steps, where there is a choice.
    pub async fn at_the_passkey(&mut self) -> &Page {
        if self.page().name() == "choose-factor" {
            self.choose(PASSKEY).await;
        } else if self.page().factor() != Some(PASSKEY) {
            self.go("/o/demo/login?way=other").await;
            self.choose(PASSKEY).await;
        }
        let page = self.is_at("answer");
        assert_eq!(page.factor(), Some(PASSKEY));
        page
    }
}
