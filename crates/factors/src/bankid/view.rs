//! What the pages show: one page with stages, which asks every second how far the order has come.

use askama::Template;
use domain::challenge::Purpose;
use domain::refusal::Refusal;
use serde_json::{Value, json};
use text::Text;

use super::browser::{self, Browser};
use super::data::{Device, Order, Question, Stage};
use super::{qr, word};
use crate::live::{BACK, MOVE, ON_OTHER, ON_THIS};
use crate::qr::Qr;
use crate::{Progressing, Setting, View};

/// The keys of what is to be done on another device, step by step.
const STEPS: [&str; 5] = [
    "factor-bankid-step-1",
    "factor-bankid-step-2",
    "factor-bankid-step-3",
    "factor-bankid-step-4",
    "factor-bankid-step-5",
];

/// The page of a challenge or of an enrolment at this moment.
pub(super) struct Page {
    purpose: Purpose,
    organisation: String,
    /// Where the app is likely, by the look of the browser.
    likely: Device,
    shown: Shown,
    /// What the app brought back to this page.
    returned: Option<String>,
    /// BankID's own word, where the order runs.
    hint: Option<String>,
    /// The key of the sentence that tells where it stands.
    status: &'static str,
    /// Somebody did it, whoever it was: the page's form may be sent, and is answered.
    done: bool,
    /// Whose BankID it is, where the person says first that it is theirs.
    whose: Option<String>,
}

/// The stages, as the page knows them.
enum Shown {
    Choose,
    Starting,
    This { link: String, app_token: String },
    Other { picture: Option<String> },
    Ended,
    Proved,
}

impl Page {
    pub(super) fn new(setting: &Setting<'_>, question: &Question, purpose: Purpose) -> Self {
        let browser = Browser::of(&setting.visit.user_agent);
        let page = Self {
            purpose,
            organisation: setting.organisation.name.clone(),
            likely: browser.likely(),
            shown: Shown::Choose,
            returned: None,
            hint: None,
            status: "factor-bankid-where",
            done: false,
            whose: None,
        };
        let Some(order) = &question.order else {
            return page;
        };
        let device = order.wish.device;
        let returned = setting.visit.returned_with.as_deref();
        let page = Self {
            returned: returned
                .filter(|_| order.wish.way_back.is_some())
                .map(str::to_owned),
            ..page
        };
        if let Some(word) = order.ended(setting.now) {
            return Self {
                shown: Shown::Ended,
                status: word::ended(word, device),
                ..page
            };
        }
        match &order.stage {
            Stage::Proved(proved) => {
                let refusal = question.proof(setting.now, returned.unwrap_or_default());
                Self {
                    // What is bound stays: the person sees whose it is, and says that it is theirs.
                    whose: (purpose == Purpose::Enrol).then(|| proved.whose()),
                    ..page.done(refusal.err(), device)
                }
            }
            _ => page.running(setting, order, browser),
        }
    }

    /// The page of an order that somebody did. Whom we do not take is told so, and may begin anew; the form that was on its way is
    /// answered all the same.
    fn done(self, refusal: Option<Refusal>, device: Device) -> Self {
        let word = match refusal {
            None => {
                return Self {
                    shown: Shown::Proved,
                    status: "factor-bankid-proved",
                    done: true,
                    ..self
                };
            }
            Some(Refusal::OrderStrayed) => word::STRAYED,
            Some(Refusal::OrderAnothers) => word::ANOTHERS,
            Some(_) => word::RISKY,
        };
        Self {
            shown: Shown::Ended,
            status: word::ended(word, device),
            done: true,
            ..self
        }
    }

    /// The page of an order that begins or runs.
    fn running(self, setting: &Setting<'_>, order: &Order, browser: Browser) -> Self {
        let Stage::Open(open) = &order.stage else {
            // The page with the picture stays while another order takes the place of the one before.
            let (shown, status) = if order.is_renewal() {
                (Shown::Other { picture: None }, "factor-bankid-renewing")
            } else {
                (Shown::Starting, "factor-bankid-starting")
            };
            return Self {
                shown,
                status,
                ..self
            };
        };
        let (device, hint) = (order.wish.device, open.hint.as_deref());
        let shown = match device {
            Device::This => Shown::This {
                link: browser::link(setting, &order.wish, open),
                app_token: open.app_token.clone(),
            },
            Device::Other | Device::CallUser | Device::CallUs => Shown::Other {
                picture: word::waits_for_scan(hint)
                    .then(|| qr::text(open, setting.now))
                    .flatten(),
            },
        };
        Self {
            shown,
            status: word::pending(hint, device, browser.is_phone()),
            hint: hint.map(str::to_owned),
            ..self
        }
    }

    fn stage(&self) -> &'static str {
        match self.shown {
            Shown::Choose => "choose",
            Shown::Starting => "starting",
            Shown::This { .. } => ON_THIS,
            Shown::Other { .. } => ON_OTHER,
            Shown::Ended => "ended",
            Shown::Proved => "proved",
        }
    }

    /// Whether it offers to begin an order.
    fn begins(&self) -> bool {
        matches!(self.shown, Shown::Choose | Shown::Ended)
    }

    /// Whether the page asks again how far it is.
    fn waits(&self) -> bool {
        matches!(
            self.shown,
            Shown::Starting | Shown::This { .. } | Shown::Other { .. }
        )
    }

    fn picture(&self, text: &Text) -> Option<String> {
        let Shown::Other { picture } = &self.shown else {
            return None;
        };
        let qr = Qr::of(picture.as_ref()?)?;
        Some(qr.svg(&text.get("factor-bankid-qr")))
    }

    /// The two ways to begin, the likely one in front.
    fn ways(&self) -> [Way; 2] {
        let (this, other) = match self.shown {
            Shown::Ended => ("factor-bankid-again-this", "factor-bankid-again-other"),
            _ => ("factor-bankid-on-this", "factor-bankid-on-other"),
        };
        let this = Way {
            device: ON_THIS,
            words: this,
            about: "factor-bankid-on-this-about",
            icon: match self.likely {
                Device::This => PHONE,
                _ => COMPUTER,
            },
        };
        let other = Way {
            device: ON_OTHER,
            words: other,
            about: "factor-bankid-on-other-about",
            icon: PICTURE,
        };
        match self.likely {
            Device::This => [this, other],
            _ => [other, this],
        }
    }
}

/// A way to begin: the move, the keys of its words, the path of its icon.
struct Way {
    device: &'static str,
    words: &'static str,
    about: &'static str,
    icon: &'static str,
}

const PHONE: &str =
    "M8.5 2.5h7a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18.5h2";
const COMPUTER: &str = "M6 5h12a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 14V6.5A1.5 1.5 0 0 1 6 5zM2.5 19h19";
const PICTURE: &str =
    "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M14 20h2.5M20 20h.01";

#[derive(Template)]
#[template(path = "bankid/prompt.html")]
struct PromptPage<'a> {
    view: &'a Page,
    text: &'a Text,
    picture: Option<String>,
}

#[derive(Template)]
#[template(path = "bankid/enrol.html")]
struct EnrolPage<'a> {
    view: &'a Page,
    text: &'a Text,
    picture: Option<String>,
}

impl View for Page {
    fn heading(&self, text: &Text) -> String {
        text.get(match (&self.shown, self.purpose) {
            (Shown::Choose, Purpose::Enrol) => "factor-bankid-enrol-heading",
            (Shown::Choose | Shown::Starting, _) => "factor-bankid-heading",
            (Shown::This { .. }, _) => "factor-bankid-this-heading",
            (Shown::Other { .. }, _) => "factor-bankid-other-heading",
            (Shown::Ended, _) => "factor-bankid-ended-heading",
            (Shown::Proved, Purpose::Enrol) => "factor-bankid-whose-heading",
            (Shown::Proved, _) => "factor-bankid-proved-heading",
        })
    }

    fn html(&self, text: &Text) -> String {
        let (view, picture) = (self, self.picture(text));
        let page = match self.purpose {
            Purpose::Prove | Purpose::Identify | Purpose::Recover => PromptPage {
                view,
                text,
                picture,
            }
            .render(),
            Purpose::Enrol => EnrolPage {
                view,
                text,
                picture,
            }
            .render(),
        };
        // Writing to a text cannot fail.
        page.unwrap_or_default()
    }

    fn json(&self) -> Value {
        let moves: &[&str] = match self.shown {
            Shown::Choose | Shown::Ended => &[ON_THIS, ON_OTHER],
            Shown::Proved => &[],
            _ => &[ON_THIS, ON_OTHER, BACK],
        };
        let mut shown = json!({ "stage": self.stage(), "fields": [], MOVE: moves });
        if let Some(hint) = &self.hint {
            shown["hint"] = json!(hint);
        }
        match &self.shown {
            Shown::This { link, app_token } => {
                shown["app_token"] = json!(app_token);
                shown["link"] = json!(link);
            }
            Shown::Other { picture } => shown["picture"] = json!(picture),
            _ => {}
        }
        shown
    }

    fn asks_for_answer(&self) -> bool {
        matches!(self.shown, Shown::Proved)
    }

    fn has_picture(&self) -> bool {
        matches!(self.shown, Shown::Other { .. })
    }

    fn progress(&self, text: &Text) -> Option<Progressing> {
        // Before anything is bound the page asks whose it is, and waits for the person alone.
        let goes_on = self.done && self.whose.is_none();
        (self.waits() || goes_on).then(|| Progressing {
            // Whoever polls has a form to send; what it is worth is for the answer to say.
            stage: if self.done { "proved" } else { self.stage() },
            proved: self.done,
            status: text.get(self.status),
            picture: self.picture(text),
        })
    }
}
