//! The pages around what every factor shows of its own, enrolment and answer.

use std::sync::Arc;

use factors::testing::{Trial, cast};
use factors::{Factor, Registry, View};
use text::Text;

use super::{Sample, frame, sample};
use crate::pages::Watched;
use crate::pages::enrol::{EnrolPage, RecoveryCodesPage};
use crate::pages::login::{AnswerPage, UnderWay};

/// Every factor there is, and the dummy.
pub(in crate::pages::tests) fn registry() -> Registry {
    Registry::of(cast().into_iter().map(|member| member.factor).collect())
}

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let registry = registry();
    let mut samples = Vec::new();
    for mut member in cast() {
        let factor = Arc::clone(&member.factor);
        let mut trial = Trial::new(&registry, &*factor, &mut *member.person);
        let mut shown = Vec::new();
        let approach =
            trial.approach(|_, _, view| shown.push(enrolment(text, &*factor, view, shown.len())));
        samples.append(&mut shown);
        let authenticator = trial.bound(approach.bound);
        let asked = trial.asked(&authenticator);
        let view = factor
            .challenge_view(&trial.world.setting(), &asked.data, &[authenticator])
            .unwrap();
        samples.push(answer(text, &*factor, &*view));
    }
    samples
}

fn enrolment(text: &Text, factor: &dyn Factor, view: &dyn View, step: usize) -> Sample {
    let kind = factor.profile().kind.as_str().to_owned();
    let file = format!("factor-{kind}-enrol-{step}");
    if factor.profile().is_backup {
        let page = RecoveryCodesPage {
            frame: frame(text),
            factor: kind,
            heading: view.heading(text),
            fragment: view.html(text),
            username: "anna".to_owned(),
            made_on: text.date(2026, 11, 20),
            download: view.download(text).map(|_| "/enrol/codes.txt".to_owned()),
            action: "/enrol/answer".to_owned(),
            challenge: "c-1".to_owned(),
            cancel: None,
            problem: None,
            step: None,
        };
        return sample(&file, &page);
    }
    let page = EnrolPage {
        asks_browser: view.asks_browser(),
        frame: frame(text),
        factor: kind,
        heading: view.heading(text),
        wide: view.has_picture(),
        goes_on: view.asks_for_answer() || factor.live().is_none(),
        watched: watched(text, view, "/enrol"),
        fragment: view.html(text),
        action: "/enrol/answer".to_owned(),
        challenge: "c-1".to_owned(),
        problem: None,
        status: None,
        resend: None,
        other_factor: None,
        cancel: "/enrol/cancel".to_owned(),
        step: None,
    };
    sample(&file, &page)
}

fn watched(text: &Text, view: &dyn View, page: &str) -> Option<Watched> {
    view.progress(text).map(|told| Watched {
        progress: format!("{page}/progress"),
        page: page.to_owned(),
        again: (!told.proved).then(|| format!("{page}?looked=1")),
        looked: false,
    })
}

fn answer(text: &Text, factor: &dyn Factor, view: &dyn View) -> Sample {
    let kind = factor.profile().kind.as_str().to_owned();
    let file = format!("factor-{kind}-answer");
    let page = AnswerPage {
        asks_browser: view.asks_browser(),
        frame: frame(text),
        factor: kind,
        heading: view.heading(text),
        fragment: view.html(text),
        wide: view.has_picture(),
        goes_on: view.asks_for_answer() || factor.live().is_none(),
        watched: watched(text, view, "/login"),
        action: "/login/answer".to_owned(),
        challenge: "c-1".to_owned(),
        problem: None,
        status: None,
        resend: None,
        other_factor: Some("/login/choose".to_owned()),
        cancel: "/login/cancel".to_owned(),
        stuck: None,
        message: Some(UnderWay {
            state: "/login/message".to_owned(),
            login: "/login".to_owned(),
            late_in: 0,
        }),
    };
    sample(&file, &page)
}
