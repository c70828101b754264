//! `GET /admin/recovery/{id}`: one case, with the checklist, what to say, and what can be done next.

use app::administer::support::{
    self, CaseView, EidStanding, KnownPlace, PassStanding, ShownNumber,
};
use axum::extract::RawPathParams;
use domain::id::{RecoveryCaseId, UserId};
use domain::recovery::{Denial, Outcome, OutcomeKind, Proof, ProofKind, Source, State};
use text::Text;

use super::{HERE, address, ask, case_of, eid, given, words};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::admin::settled::Again;
use crate::pages::Fact;
use crate::pages::admin::{Act, AskedPart, CasePage, Check, Field, Selectable};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// The page.
pub(in crate::admin) async fn show(params: RawPathParams, admin: Admin) -> Answer {
    let Some(case) = case_of(&params) else {
        return Ok(admin.own.arrival.status(404));
    };
    shown(&admin, case, None).await
}

/// The page, with what went wrong.
pub(super) async fn shown(admin: &Admin, case: RecoveryCaseId, again: Option<&Again>) -> Answer {
    drawn(admin, case, again, &[]).await
}

/// The page with the whole numbers that somebody just asked to see.
pub(super) async fn with_numbers(
    admin: &Admin,
    case: RecoveryCaseId,
    numbers: &[ShownNumber],
) -> Answer {
    drawn(admin, case, None, numbers).await
}

/// Reads the case for this person.
pub(super) async fn read(admin: &Admin, case: RecoveryCaseId) -> Result<CaseView, Reply> {
    let arrival = &admin.own.arrival;
    let app = &arrival.state.app;
    let looked = support::look(app, &admin.own.who, case, &arrival.requester).await;
    given(arrival, looked)?.ok_or_else(|| arrival.status(404))
}

async fn drawn(
    admin: &Admin,
    case: RecoveryCaseId,
    again: Option<&Again>,
    numbers: &[ShownNumber],
) -> Answer {
    let arrival = &admin.own.arrival;
    let view = read(admin, case).await?;
    let state = if view.over && view.case.closed_at.is_none() {
        State::Closed
    } else {
        view.state
    };
    let may = !view.over && view.may_handle.is_ok();
    let open = may && view.state == State::Open;
    let form = if open { ask::form(admin, &view) } else { None };
    let missing = (open && form.is_none()).then(|| missing(admin, &view));
    let page = CasePage {
        frame: admin.frame(),
        number: view.case.number.written(),
        person: view.name.clone(),
        here: address(case),
        back: HERE.to_owned(),
        state: words::state(&arrival.text, state),
        class: words::class(state),
        facts: facts(admin, &view),
        warning: warning(admin, &view),
        checks: checks(admin, &view, open, numbers),
        open,
        second: (open && view.care.two_people && !view.outcomes.is_empty()).then(|| {
            let text = &arrival.text;
            format!(
                "{} {}",
                text.get("support-effect-second"),
                second(text, &view)
            )
        }),
        ask: form,
        missing,
        asked: asked(admin, &view),
        can_close: !view.over && view.may_handle != Err(Denial::Own),
        status: Done::told(arrival).filter(|_| again.is_none()),
        problem: again.map(|again| again.problem(admin)),
    };
    let status = again.map_or(200, Again::status);
    Ok(Reply::page_with(arrival, status, &page))
}

fn missing(admin: &Admin, view: &CaseView) -> String {
    if view.outcomes.is_empty() {
        admin.t("support-nothing-fits")
    } else {
        admin.t("support-proofs-missing")
    }
}

/// What is to be known before anything else.
fn warning(admin: &Admin, view: &CaseView) -> Option<String> {
    if view.case.state == State::Stopped {
        return Some(admin.t("support-warning-stopped"));
    }
    if view.over {
        return None;
    }
    let text = &admin.own.arrival.text;
    let denied = view
        .may_handle
        .err()
        .map(|denial| words::denial(text, denial));
    let by_mail = view.case.source == Source::Mail && view.state == State::Open;
    denied.or_else(|| by_mail.then(|| admin.t("support-warning-mail")))
}

fn name_of(view: &CaseView, user: Option<UserId>, admin: &Admin) -> String {
    match user {
        Some(user) => view
            .names
            .get(&user)
            .cloned()
            .unwrap_or_else(|| admin.t("support-somebody-gone")),
        None => admin.t("support-operator"),
    }
}

fn facts(admin: &Admin, view: &CaseView) -> Vec<Fact> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let case = &view.case;
    let mut facts = Vec::new();
    if !view.note.text.is_empty() {
        facts.push(Fact {
            name: text.get("person-note"),
            value: view.note.text.clone(),
        });
    }
    let mut fact = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push(Fact {
                name: text.get(key),
                value,
            });
        }
    };
    fact("support-fact-username", view.username.clone());
    fact("support-fact-source", words::source(text, case.source));
    fact("support-fact-at", moment(arrival, case.created_at));
    if case.agent.is_some() {
        fact("support-fact-agent", name_of(view, case.agent, admin));
    }
    fact("support-fact-reason", case.reason.clone());
    fact("support-fact-ticket", case.ticket.clone());
    if !view.over {
        fact("support-fact-until", moment(arrival, case.expires_at));
    }
    facts
}

fn checks(admin: &Admin, view: &CaseView, open: bool, numbers: &[ShownNumber]) -> Vec<Check> {
    let proved_by_eid = view
        .case
        .proofs
        .iter()
        .any(|proof| proof.kind == ProofKind::Eid);
    let shows_eid = proved_by_eid || !matches!(view.eid, EidStanding::Unavailable);
    let mut checks: Vec<Check> = ProofKind::ALL
        .into_iter()
        .filter(|kind| shows_eid || *kind != ProofKind::Eid)
        .map(|kind| check(admin, view, kind, open))
        .collect();
    if let Some(check) = checks
        .iter_mut()
        .find(|check| check.kind == ProofKind::Eid.as_str())
    {
        eid::fill(admin, view, check, open);
    }
    if let Some(call) = checks
        .iter_mut()
        .find(|check| check.kind == ProofKind::CallBack.as_str())
    {
        numbered(admin, view, call, open, numbers);
    }
    checks
}

/// The numbers to call: whole where they were asked for, else the button that shows them.
fn numbered(admin: &Admin, view: &CaseView, call: &mut Check, open: bool, numbers: &[ShownNumber]) {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    if numbers.is_empty() {
        let any = view.places.iter().any(|place| place.number);
        call.show = (open && any).then(|| format!("{}/numbers", address(view.case.id)));
        return;
    }
    for place in &mut call.places {
        if let Some(number) = numbers.iter().find(|number| number.key == place.value) {
            place.name.clone_from(&number.whole);
        }
    }
    let line = |number: &ShownNumber| {
        let since = text.with2(
            "support-number-known",
            "number",
            &number.whole,
            "time",
            moment(arrival, number.known_since),
        );
        let key = match (number.proves, number.enrolled) {
            (false, _) => "support-number-too-new",
            (true, true) => "support-number-enrolled",
            (true, false) => "support-number-registered",
        };
        format!("{since} {}", text.get(key))
    };
    call.numbers = numbers.iter().map(line).collect();
    // What is too new stands in the list of numbers now.
    call.unfit.clear();
}

fn check(admin: &Admin, view: &CaseView, kind: ProofKind, open: bool) -> Check {
    let text = &admin.own.arrival.text;
    let key = format!("support-check-{}", kind.as_str());
    let places: Vec<&KnownPlace> = view
        .places
        .iter()
        .filter(|place| place.number == (kind == ProofKind::CallBack))
        .filter(|_| matches!(kind, ProofKind::CallBack | ProofKind::LinkFollowed))
        .collect();
    let fits = places.iter().any(|place| place.proves);
    let needs_place = matches!(kind, ProofKind::CallBack | ProofKind::LinkFollowed);
    let verb = if kind.is_recorded() { "proof" } else { "link" };
    let mut script = vec![
        text.get(&format!("{key}.how")),
        text.with1(&format!("{key}.say"), "number", view.case.number.written()),
    ];
    if kind == ProofKind::LinkFollowed {
        script.extend(link_standing(admin, view, &places));
    }
    Check {
        kind: kind.as_str(),
        name: text.get(&key),
        script,
        done: view
            .case
            .proofs
            .iter()
            .filter(|proof| proof.kind == kind)
            .map(|proof| noted(admin, view, proof))
            .collect(),
        places: if kind == ProofKind::CallBack {
            choices(&places)
        } else {
            Vec::new()
        },
        show: None,
        numbers: Vec::new(),
        eid: None,
        unfit: unfit(admin, &places, kind),
        note: matches!(kind, ProofKind::Manager | ProofKind::InPerson).then(|| {
            let name = format!("note-{}", kind.as_str());
            let field = Field::line(&name, text.get(&format!("{key}.note")), "");
            // Each of them has a name of its own on the page, and one in the form.
            if kind == ProofKind::Manager {
                field.demanded()
            } else {
                field
            }
        }),
        // What an eID proves is begun and noted by buttons of its own.
        action: (open && (fits || !needs_place) && kind != ProofKind::Eid)
            .then(|| format!("{}/{verb}", address(view.case.id))),
        act: text.get(&format!("{key}.act")),
    }
}

fn choices(places: &[&KnownPlace]) -> Vec<Selectable> {
    let fit: Vec<_> = places.iter().filter(|place| place.proves).collect();
    fit.iter()
        .map(|place| Selectable {
            value: place.key.clone(),
            name: place.masked.clone(),
            selected: fit.len() == 1,
        })
        .collect()
}

/// Numbers and mailboxes that prove nothing, and why; or that there is none at all.
fn unfit(admin: &Admin, places: &[&KnownPlace], kind: ProofKind) -> Vec<String> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    if places.is_empty() {
        return match kind {
            ProofKind::CallBack => vec![text.get("support-no-number")],
            ProofKind::LinkFollowed => vec![text.get("support-no-mailbox")],
            ProofKind::Manager | ProofKind::InPerson | ProofKind::Eid => Vec::new(),
        };
    }
    places
        .iter()
        .filter(|place| !place.proves)
        .map(|place| {
            text.with2(
                "support-too-new",
                "what",
                &place.masked,
                "time",
                moment(arrival, place.added_at),
            )
        })
        .collect()
}

fn link_standing(admin: &Admin, view: &CaseView, places: &[&KnownPlace]) -> Vec<String> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let mailbox = places.iter().find(|place| place.proves);
    let to = mailbox.map(|place| text.with1("support-link-to", "mailbox", &place.masked));
    let sent = view
        .case
        .link_sent_at
        .map(|at| text.with1("support-link-sent", "time", moment(arrival, at)));
    to.into_iter().chain(sent).collect()
}

fn noted(admin: &Admin, view: &CaseView, proof: &Proof) -> String {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let time = moment(arrival, proof.at);
    let said = if proof.kind.is_recorded() {
        let by = name_of(view, proof.by, admin);
        text.with2("support-noted-by", "name", by, "time", time)
    } else {
        text.with1("support-followed", "time", time)
    };
    if proof.note.is_empty() {
        said
    } else {
        format!("{} · {said}", proof.note)
    }
}

/// What was asked, and what it waits for.
fn asked(admin: &Admin, view: &CaseView) -> Option<AskedPart> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let case = &view.case;
    let asked = case.ask?;
    if !matches!(
        view.state,
        State::Asked | State::Approved | State::Acted | State::Stopped
    ) {
        return None;
    }
    let mut lines = vec![
        words::asked(text, asked.outcome),
        text.with2(
            "support-asked-by",
            "name",
            name_of(view, asked.by, admin),
            "time",
            moment(arrival, asked.at),
        ),
    ];
    if let Some(at) = case.approved_at.filter(|_| case.approver.is_some()) {
        let name = name_of(view, case.approver, admin);
        lines.push(text.with2(
            "support-approved-by",
            "name",
            name,
            "time",
            moment(arrival, at),
        ));
    }
    let here = address(case.id);
    let act = |verb: &str, class| Act {
        action: format!("{here}/{verb}"),
        name: text.get(&format!("support-act-{verb}")),
        class,
    };
    let mut acts = Vec::new();
    match view.state {
        State::Asked => {
            lines
                .extend(case.approved_until().map(|until| {
                    text.with1("support-asked-until", "time", moment(arrival, until))
                }));
            if view.may_approve.is_err() {
                lines.push(second(text, view));
            }
            lines.push(match view.may_approve {
                Ok(()) => text.get("support-asked-look"),
                Err(denial) => words::denial(text, denial),
            });
            if view.may_approve.is_ok() {
                acts.push(act("approve", "button"));
            }
            acts.push(act("decline", "button second"));
        }
        State::Approved => {
            match view.may_act {
                Ok(()) => acts.push(act("act", "button")),
                Err(Denial::TooEarly) => lines.push(
                    text.with1(
                        "support-waits-until",
                        "time",
                        case.acts_at
                            .map_or_else(String::new, |at| moment(arrival, at)),
                    ),
                ),
                // Whoever approved leaves it to the one who asked.
                Err(Denial::NotApproved) => lines.push(text.get("support-approved-wait")),
                Err(denial) => lines.push(words::denial(text, denial)),
            }
        }
        _ => {
            lines.extend(
                case.closed_at
                    .filter(|_| view.state == State::Acted)
                    .map(|at| text.with1("support-acted-at", "time", moment(arrival, at))),
            );
            lines.extend(view.pass.map(|pass| pass_line(admin, pass)));
        }
    }
    Some(AskedPart {
        heading: words::outcome(text, asked.outcome.kind()),
        lines,
        acts,
    })
}

/// What became of the pass.
fn pass_line(admin: &Admin, pass: PassStanding) -> String {
    let arrival = &admin.own.arrival;
    let (key, at) = match pass {
        PassStanding::Waits(until) => ("support-pass-waits", until),
        PassStanding::RanOut(at) => ("support-pass-ran-out", at),
        PassStanding::Used(at) => ("support-pass-used", at),
        PassStanding::Ended(at) => ("support-pass-ended", at),
    };
    arrival.text.with1(key, "time", moment(arrival, at))
}

/// Names that stand in a sentence.
const MOST_NAMED: usize = 6;

/// Who may approve it, in a sentence.
pub(super) fn second(text: &Text, view: &CaseView) -> String {
    let names = &view.approvers;
    if names.is_empty() {
        return text.get("support-second-nobody");
    }
    let first: Vec<&str> = names.iter().take(MOST_NAMED).map(String::as_str).collect();
    let line = first.join(", ");
    if names.len() > MOST_NAMED {
        text.with1("support-second-some", "names", line)
    } else {
        text.with1("support-second-who", "names", line)
    }
}

/// The figures that an outcome carries in an address.
pub(super) fn figures(outcome: Outcome) -> Vec<(&'static str, String)> {
    let kind = ("outcome", outcome.kind().as_str().to_owned());
    match outcome {
        Outcome::Pass { shape, minutes } => vec![
            kind,
            ("shape", shape.as_str().to_owned()),
            ("minutes", minutes.to_string()),
        ],
        Outcome::Grace { days } => vec![kind, ("days", days.to_string())],
        Outcome::Unlock | Outcome::SwitchOff => vec![kind],
    }
}

/// Which of them the person fits and enough is proved for.
pub(super) fn ready(view: &CaseView) -> Vec<OutcomeKind> {
    view.outcomes
        .iter()
        .filter(|(_, enough)| *enough)
        .map(|(kind, _)| *kind)
        .collect()
}
