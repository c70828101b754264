//! # Dummy
//!
//! The factor `dummy`: a word that is shown at enrolment, and a number that must rise with every answer (`WORD-1`, `WORD-2`, …). It
//! protects nothing. It exists in tests alone, to prove that a factor is a folder and a line in the registry.

use askama::Template;
use domain::factor::{Category, DeviceProof, FactorKind, Needs, Profile};
use domain::random::{self, Random};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use text::{Language, Source, Text};

use super::Person;
use crate::{
    Asked, Authenticator, Consumption, DataFault, Draft, Factor, Form, Letter, NewAuthenticator,
    Outcome, Progress, Setting, View, bytes,
};

const FORMAT: i64 = 1;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("dummy"),
    amr: &["kba"],
    category: Category::Knowledge,
    phishing_resistant: false,
    restricted: true,
    reaches_aal2: false,
    is_backup: false,
    guessable: true,
    identifies: None,
    starts_freely: true,
    needs: Needs::NOTHING,
    most_per_user: 1,
    rank: 200,
    code_lives_for: Span::minutes(15),
    challenge_lives_for: Span::minutes(15),
};

/// A factor that protects nothing.
pub struct Dummy;

#[derive(Serialize, Deserialize)]
struct Word {
    word: String,
}

#[derive(Serialize, Deserialize)]
struct Question {}

/// The number of an answer, where its word is right.
fn number(word: &Word, form: &Form) -> Option<i64> {
    let (typed, number) = form.field("code").rsplit_once('-')?;
    (typed == word.word)
        .then(|| number.parse().ok())
        .flatten()
        .filter(|number| *number >= 0)
}

impl Factor for Dummy {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "dummy",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "dummy",
                ftl: include_str!("en.ftl"),
            },
        ]
    }

    fn begin_enrolment(
        &self,
        _: &Setting<'_>,
        _: &[Authenticator],
        random: &mut dyn Random,
    ) -> Draft {
        let word = format!("WORD{:08}", random::below(100_000_000, random));
        Draft {
            data: bytes::write(FORMAT, &Word { word }),
            data_format: FORMAT,
            letters: Vec::new(),
        }
    }

    fn enrolment_view(&self, _: &Setting<'_>, draft: &[u8]) -> Result<Box<dyn View>, DataFault> {
        let Word { word } = bytes::read(FORMAT, draft)?;
        Ok(Box::new(Shown { word: Some(word) }))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        _: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        let word = bytes::read(FORMAT, draft)?;
        Ok(
            number(&word, form).map_or(Progress::Rejected(Refusal::CodeWrong), |number| {
                Progress::Done(NewAuthenticator {
                    label: setting.text.get("factor-dummy.label"),
                    data: draft.to_vec(),
                    data_format: FORMAT,
                    identifier: None,
                    channel: None,
                    consumed_through: Some(number),
                    device: DeviceProof::default(),
                })
            }),
        )
    }

    fn begin_challenge(
        &self,
        _: &Setting<'_>,
        _: &[Authenticator],
        _: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        Ok(Asked {
            data: bytes::write(FORMAT, &Question {}),
            data_format: FORMAT,
            letters: Vec::new(),
        })
    }

    fn challenge_view(
        &self,
        _: &Setting<'_>,
        data: &[u8],
        _: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        bytes::read::<Question>(FORMAT, data)?;
        Ok(Box::new(Shown { word: None }))
    }

    fn answer(
        &self,
        _: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        bytes::read::<Question>(FORMAT, data)?;
        for (place, authenticator) in authenticators.iter().enumerate() {
            let word = bytes::read(FORMAT, &authenticator.data)?;
            match number(&word, form) {
                Some(number) if number > authenticator.consumed_through => {
                    return Ok(Outcome::Verified {
                        authenticator: place,
                        device: DeviceProof::default(),
                        copied: false,
                        consumption: Consumption::Through(number),
                    });
                }
                Some(_) => return Ok(Outcome::Rejected(Refusal::CodeUsed)),
                None => {}
            }
        }
        Ok(Outcome::Rejected(Refusal::CodeWrong))
    }
}

struct Shown {
    word: Option<String>,
}

#[derive(Template)]
#[template(path = "testing/dummy/enrol.html")]
struct EnrolPage<'a> {
    word: &'a str,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "testing/dummy/prompt.html")]
struct PromptPage<'a> {
    text: &'a Text,
}

impl View for Shown {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-dummy")
    }

    fn html(&self, text: &Text) -> String {
        let page = match &self.word {
            Some(word) => EnrolPage { word, text }.render(),
            None => PromptPage { text }.render(),
        };
        page.unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"], "word": self.word })
    }
}

/// Counts on from the number used last.
#[derive(Default)]
pub(super) struct Counter {
    word: String,
    next: i64,
}

impl Counter {
    fn count(&mut self) -> Form {
        self.next += 1;
        Form::from_iter([("code", format!("{}-{}", self.word, self.next))])
    }
}

impl Person for Counter {
    fn enrol(&mut self, shown: &Value, _: &[Letter], _: Timestamp) -> Form {
        shown["word"]
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut self.word);
        self.count()
    }

    fn answer(&mut self, _: &[Letter], _: Timestamp) -> Form {
        self.count()
    }

    fn wrong(&self, _: &[Letter], _: Timestamp) -> Form {
        Form::from_iter([("code", "OTHER-100")])
    }
}
