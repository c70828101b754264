//! The contract: what every factor keeps, whoever wrote it. Each function is one rule and panics where it is broken.

use std::collections::BTreeSet;

use domain::challenge::Purpose;
use domain::message::MessageChannel;
use domain::phone::{PhoneNumber, Shown};
use domain::refusal::Refusal;
use domain::sms::{self, Encoding, Template};
use domain::time::Span;
use serde_json::Value;
use text::{Catalogue, Language};

use super::{Person, Trial, World};
use crate::{Authenticator, Factor, Form, Letter, Line, Outcome, Progress, Reach, Registry, View};

mod live;
mod markup;

pub use live::{keeps_the_services_secrets, lives_as_long_as_its_order, takes_the_person_demanded};
pub use markup::{fragment, skeleton};

/// Authentication method references that IANA has registered (RFC 8176), without `mfa`, which is derived.
const REGISTERED: &[&str] = &[
    "face", "fpt", "geo", "hwk", "iris", "kba", "mca", "otp", "pin", "pop", "pwd", "rba", "retina",
    "sc", "sms", "swk", "tel", "user", "vbm", "wia",
];

/// Both languages have the same words, all of them the factor's own, and those that the pages around it need.
pub fn speaks_every_language(factor: &dyn Factor) {
    let kind = &factor.profile().kind;
    let own = Catalogue::new(&factor.words()).expect("the words can be read");
    let base = Catalogue::new(&[]).expect("the words can be read");
    assert!(
        own.differences().is_empty(),
        "{kind}: {:?}",
        own.differences()
    );
    for language in Language::ALL {
        let keys: BTreeSet<&str> = own.keys(language).collect();
        let shared: BTreeSet<&str> = base.keys(language).collect();
        for key in keys.difference(&shared) {
            let rest = key.strip_prefix(&format!("factor-{kind}"));
            assert!(
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.'])),
                "{key} is not a key of {kind}"
            );
        }
        for needed in ["", ".hint", ".enrol", ".label"] {
            let key = format!("factor-{kind}{needed}");
            assert!(keys.contains(key.as_str()), "{key} is missing");
        }
    }
}

/// The profile can be true: registered method references, a life for codes within the life of a challenge.
pub fn has_a_sound_profile(factor: &dyn Factor) {
    let profile = factor.profile();
    let kind = &profile.kind;
    assert!(
        kind.as_str()
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
        "{kind} stands in addresses"
    );
    assert!(!profile.amr.is_empty(), "{kind} earns nothing");
    for name in profile.amr {
        assert!(
            REGISTERED.contains(name),
            "{kind}: {name} is not registered"
        );
    }
    assert!(profile.most_per_user >= 1, "{kind} cannot be enrolled");
    assert!(
        profile.code_lives_for > Span::ZERO
            && profile.code_lives_for <= profile.challenge_lives_for
    );
    assert!(
        profile.challenge_lives_for <= Span::minutes(30),
        "{kind}: no longer than a login"
    );
    assert!(
        !(profile.phishing_resistant && profile.restricted),
        "{kind} is one or the other"
    );
}

/// A factor whose codes go to a telephone says which gateway it needs, and where codes are text messages their words can be edited: they
/// are templates in every language and for every purpose. No other factor has such words.
pub fn has_wordings_that_can_be_edited(factor: &dyn Factor) {
    let profile = factor.profile();
    let kind = &profile.kind;
    assert_eq!(
        profile.needs.phone,
        profile.needs.gateway.is_some_and(MessageChannel::is_phone),
        "{kind}: who carries it"
    );
    let catalogue = Catalogue::new(&factor.words()).expect("the words can be read");
    let is_text = profile.needs.gateway == Some(MessageChannel::Sms);
    for language in Language::ALL {
        for purpose in [Purpose::Prove, Purpose::Enrol] {
            let wording = factor.wording(purpose, &catalogue.text(language));
            assert_eq!(wording.is_some(), is_text, "{kind}");
            if let Some(wording) = wording {
                let template = Template::parse(&wording);
                assert!(
                    template.is_ok_and(|template| template.as_str() == wording),
                    "{kind}: {wording}"
                );
            }
        }
    }
}

/// Where codes go is where the person confirmed: the channel that is bound is the one that is reached.
pub fn reaches_what_was_confirmed(mut trial: Trial<'_>) {
    let bound = trial.approach(|_, _, _| ()).bound;
    let channel = bound.channel.clone();
    let authenticator = trial.bound(bound);
    let reached = trial
        .factor
        .reach(&authenticator)
        .expect("the factor reads its own authenticator");
    let reached = reached.map(|reach| match reach {
        Reach::Mailbox(address) => ("email", address.canonical()),
        Reach::Number(number) => ("phone", number.e164().to_owned()),
    });
    let confirmed = channel.map(|channel| (channel.medium, channel.address));
    assert_eq!(reached, confirmed, "{}", trial.kind());
}

/// A right answer proves, and proves once: the same answer is refused by the next challenge.
pub fn is_used_once(mut trial: Trial<'_>) {
    let mut authenticator = trial.enrolled();
    for _ in 0..3 {
        let used = trial.proved(&mut authenticator);
        let next = trial.asked(&authenticator);
        let again = trial.answered(&next, &authenticator, &used);
        assert!(
            !matches!(again, Outcome::Verified { .. }),
            "{}: used twice",
            trial.kind()
        );
        trial.world.wait(Span::minutes(1));
    }
}

/// What ended the enrolment opens no login.
pub fn the_proof_of_an_enrolment_opens_nothing(mut trial: Trial<'_>) {
    let approach = trial.approach(|_, _, _| ());
    let authenticator = trial.bound(approach.bound);
    let asked = trial.asked(&authenticator);
    let outcome = trial.answered(&asked, &authenticator, &approach.form);
    // A typed back recovery code is told not to be used up: that is its rule, and the only exception.
    let opens = matches!(outcome, Outcome::Verified { .. });
    assert!(
        !opens || trial.factor.profile().is_backup,
        "{}: A07",
        trial.kind()
    );
}

/// A wrong answer is refused and counts; nonsense is refused.
pub fn refuses_what_is_wrong(mut trial: Trial<'_>) {
    let authenticator = trial.enrolled();
    let asked = trial.asked(&authenticator);
    let wrong = trial.person.wrong(&trial.letters, trial.world.now);
    // Where a service is asked, nothing can be typed that is wrong: the rules of live factors tell who is refused.
    if trial.factor.live().is_none() {
        let outcome = trial.answered(&asked, &authenticator, &wrong);
        assert!(
            matches!(
                outcome,
                Outcome::Rejected(Refusal::CodeWrong | Refusal::PasskeyWrong)
            ),
            "{}: a wrong answer is a wrong answer, and counts",
            trial.kind()
        );
    }
    let flood = "1".repeat(1_000_000);
    for nonsense in ["", " ", "\0", "';--", "123", "åäö", &flood] {
        let form = Form::from_iter([("code", nonsense)]);
        for form in [form, Form::default()] {
            let outcome = trial.answered(&asked, &authenticator, &form);
            assert!(
                !matches!(outcome, Outcome::Verified { .. }),
                "{}: {nonsense:.20}",
                trial.kind()
            );
        }
    }
    let draft = if trial.factor.live().is_some() {
        trial.fresh()
    } else {
        trial.approach(|_, _, _| ()).draft
    };
    let wrong = trial.person.wrong(&trial.letters, trial.world.now);
    let progress = trial.send(&draft, &wrong);
    assert!(
        matches!(progress, Progress::Rejected(_)),
        "{}: not enrolled by that",
        trial.kind()
    );
}

/// A sent code is refused from the moment it expires, and no guess; a factor that sends nothing has no such moment.
pub fn refuses_what_is_expired(mut trial: Trial<'_>) {
    let authenticator = trial.enrolled();
    let before = trial.letters.len();
    let asked = trial.asked(&authenticator);
    let profile = trial.factor.profile();
    if trial.letters.len() == before {
        assert_eq!(
            profile.code_lives_for, profile.challenge_lives_for,
            "{}",
            profile.kind
        );
        return;
    }
    let form = trial.right();
    let expires_at = trial.world.code_expires_at;
    trial.world.now = expires_at;
    let late = trial.answered(&asked, &authenticator, &form);
    assert!(
        matches!(late, Outcome::NotCounted(Refusal::CodeExpired)),
        "{}",
        profile.kind
    );
    trial.world.now = expires_at - Span::millis(1);
    let just = trial.answered(&asked, &authenticator, &form);
    assert!(matches!(just, Outcome::Verified { .. }), "{}", profile.kind);
}

/// A new code replaces the old one; where nothing is sent there is nothing to send again.
pub fn replaces_what_it_sends(mut trial: Trial<'_>) {
    let authenticator = trial.enrolled();
    let before = trial.letters.len();
    let asked = trial.asked(&authenticator);
    let old = trial.right();
    let setting = trial.world.setting();
    let again = trial
        .factor
        .ask_again(&setting, Purpose::Prove, &asked.data, &mut trial.random)
        .expect("the factor reads its own challenge");
    let Some(mut again) = again else {
        assert_eq!(
            trial.letters.len(),
            before,
            "{}: what is sent can be sent again",
            trial.kind()
        );
        return;
    };
    trial.letters.append(&mut again.letters);
    let outcome = trial.answered(&again, &authenticator, &old);
    assert!(
        matches!(outcome, Outcome::NotCounted(Refusal::CodeReplaced)),
        "{}",
        trial.kind()
    );
    let new = trial.right();
    let outcome = trial.answered(&again, &authenticator, &new);
    assert!(
        matches!(outcome, Outcome::Verified { .. }),
        "{}",
        trial.kind()
    );
}

/// A cancelled enrolment leaves nothing: what would have ended it ends no other (A33).
pub fn leaves_nothing_when_cancelled(mut trial: Trial<'_>) {
    let cancelled = trial.approach(|_, _, _| ());
    let other = if trial.factor.live().is_some() {
        // Each draft has its own order: what was confirmed for one is nothing to another.
        trial.fresh()
    } else {
        let other = trial.approach(|_, _, _| ());
        assert!(cancelled.bound.data != other.bound.data || !trial.letters.is_empty());
        other.draft
    };
    let progress = trial.send(&other, &cancelled.form);
    assert!(
        matches!(progress, Progress::Rejected(_)),
        "{}: A33",
        trial.kind()
    );
}

/// The pages can be read in every language, are well-formed fragments, and hold names as text alone (A52, A53).
pub fn shows_names_as_text(registry: &Registry, factor: &dyn Factor, person: &mut dyn Person) {
    let mut skeletons = Vec::new();
    for hostile in [false, true] {
        for language in Language::ALL {
            let mut trial = Trial::new(registry, factor, person);
            trial.world.speak(language);
            if hostile {
                make_hostile(&mut trial.world);
            }
            let mut pages = live::pages(&mut trial);
            trial.approach(|world, _, view| pages.push(page_of(world, view)));
            let mut authenticator = trial.enrolled();
            if hostile {
                HOSTILE.clone_into(&mut authenticator.label);
            }
            let asked = trial.asked(&authenticator);
            let two = [authenticator.clone(), authenticator];
            let view = factor
                .challenge_view(&trial.world.setting(), &asked.data, &two)
                .expect("the factor reads its own challenge");
            pages.push(page_of(&trial.world, &*view));
            assert_eq!(
                trial.world.text().catalogue().missing(),
                Vec::<String>::new()
            );
            for letter in &trial.letters {
                is_a_clean_letter(letter, &trial.world.organisation.host());
            }
            let kind = &factor.profile().kind;
            for page in &pages {
                fragment(page).unwrap_or_else(|why| panic!("{kind}: {why}\n{page}"));
            }
            skeletons.push(pages.iter().map(|page| skeleton(page)).collect::<Vec<_>>());
        }
    }
    assert!(
        skeletons.iter().all(|one| *one == skeletons[0]),
        "{}: a name became markup",
        factor.profile().kind
    );
}

const HOSTILE: &str = "\"'><img src=x onerror=alert(1)></p><script>alert(2)</script>&amp;\u{202e}\r\nBcc: m@example.org";

fn make_hostile(world: &mut World) {
    HOSTILE.clone_into(&mut world.username);
    HOSTILE.clone_into(&mut world.organisation.name);
    HOSTILE.clone_into(&mut world.origin);
    HOSTILE.clone_into(&mut world.visit.user_agent);
    world.visit.returned_with = Some(HOSTILE.to_owned());
    world.organisation.support.email = Some(HOSTILE.to_owned());
    world.organisation.support.phone = Some(HOSTILE.to_owned());
    world.organisation.support.hours = Some(HOSTILE.to_owned());
    for address in &mut world.addresses {
        HOSTILE.clone_into(&mut address.value);
    }
}

fn page_of(world: &World, view: &dyn View) -> String {
    let heading = view.heading(world.text());
    assert!(!heading.is_empty() && !heading.contains('['));
    let html = view.html(world.text());
    assert!(!html.trim().is_empty());
    html
}

fn is_a_clean_letter(letter: &Letter, host: &str) {
    let channel = MessageChannel::named(letter.channel).expect("a channel that there is");
    let mut codes = 0;
    let mut plain = vec![&letter.to, &letter.masked];
    for line in &letter.lines {
        match line {
            Line::Text(text) => plain.push(text),
            Line::Code(code) => {
                codes += 1;
                assert!(
                    !letter.subject.contains(code.as_str()),
                    "the subject stands on lock screens"
                );
            }
        }
    }
    assert_eq!(codes, 1, "one code, alone on its line");
    if channel == MessageChannel::Email {
        plain.push(&letter.subject);
    } else {
        assert!(letter.subject.is_empty(), "{channel:?} has no subject");
        let number = PhoneNumber::from_e164(&letter.to);
        let masked = |number: PhoneNumber| number.masked(Shown::LastTwo) == letter.masked;
        assert!(number.is_ok_and(masked), "{channel:?} goes to a number");
    }
    for text in plain {
        let turns = |c: char| {
            c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.is_empty() && !text.contains(turns), "A52: {text:?}");
    }
    assert_eq!(letter.plain.is_some(), channel == MessageChannel::Sms);
    if let Some(text) = &letter.plain {
        is_a_clean_text_message(text, letter.code().unwrap_or_default(), host);
    }
}

/// One part, the code in front, one line for the host and that the last, no link, no sign that turns the text.
fn is_a_clean_text_message(text: &str, code: &str, host: &str) {
    let size = sms::size(text);
    assert_eq!((size.encoding, size.parts), (Encoding::Gsm7, 1), "{text}");
    assert!(text.starts_with(&format!("{code} ")), "{text}");
    assert!(text.ends_with(&format!("\n\n@{host} #{code}")), "{text}");
    let bound = text.lines().filter(|line| line.starts_with('@')).count();
    assert_eq!(bound, 1, "A52: {text}");
    assert!(!text.to_lowercase().contains("http"), "no link: {text}");
}

/// No page of a challenge holds anything of the authenticator's or the challenge's own bytes, and none of an enrolment tells a program
/// what it does not show the person (A34, A59).
pub fn keeps_its_secrets(mut trial: Trial<'_>) {
    let kind = trial.kind();
    trial.approach(|world, draft, view| {
        let html: String = view.html(world.text()).split_whitespace().collect();
        let json = view.json().to_string();
        for secret in texts_in(&draft.data) {
            assert!(
                !json.contains(&secret) || html.contains(&secret),
                "{kind}: unseen in the program's view"
            );
        }
    });
    let authenticator = trial.enrolled();
    let asked = trial.asked(&authenticator);
    let one = std::slice::from_ref(&authenticator);
    let view = trial
        .factor
        .challenge_view(&trial.world.setting(), &asked.data, one)
        .expect("the factor reads its own challenge");
    let shown = format!("{}{}", view.html(trial.world.text()), view.json());
    for secret in texts_in(&authenticator.data)
        .into_iter()
        .chain(texts_in(&asked.data))
    {
        assert!(
            !shown.contains(&secret) || trial.person.is_public(&secret),
            "{kind}: {secret} is shown"
        );
    }
    for letter in &trial.letters {
        for line in &letter.lines {
            assert!(
                !matches!(line, Line::Code(code) if shown.contains(code.as_str())),
                "{kind}: the code is shown"
            );
        }
    }
}

/// Every text of some length in a factor's bytes.
fn texts_in(data: &[u8]) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) if text.len() >= 6 => found.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
            Value::Object(fields) => fields.values().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    let value = serde_json::from_slice(data).expect("a factor's bytes are JSON with their format");
    collect(&value, &mut found);
    found
}

/// Bytes of another format, of another kind or cut short are a fault, never a yes and never a panic.
pub fn tells_foreign_bytes(mut trial: Trial<'_>) {
    let authenticator = trial.enrolled();
    let asked = trial.asked(&authenticator);
    let form = trial.right();
    let setting = trial.world.setting();
    let foreign: [&[u8]; 4] = [b"", b"{}", b"{\"format\":999}", b"\xff\x00"];
    for bytes in foreign {
        let one = std::slice::from_ref(&authenticator);
        assert!(trial.factor.answer(&setting, bytes, one, &form).is_err());
        assert!(trial.factor.challenge_view(&setting, bytes, one).is_err());
        assert!(trial.factor.enrolment_view(&setting, bytes).is_err());
        assert!(
            trial
                .factor
                .continue_enrolment(&setting, bytes, &form, &mut trial.random)
                .is_err()
        );
        let broken = Authenticator {
            data: bytes.to_vec(),
            ..authenticator.clone()
        };
        let outcome = trial.factor.answer(&setting, &asked.data, &[broken], &form);
        assert!(outcome.is_err(), "{}", trial.kind());
    }
}
