//! The rules of factors that ask a service outside.

use domain::eid::{EidFault, Hint, Seen};
use domain::factor::DeviceProof;
use domain::refusal::Refusal;
use text::Language;

use super::super::{Trial, started};
use super::page_of;
use crate::live::{BACK, MOVE, ON_OTHER, ON_THIS, Occasion, Running, Then};
use crate::{Form, Identity, Outcome};

/// Every page that an order has, of a challenge: none where there is no service. The same number in every language.
pub(super) fn pages(trial: &mut Trial<'_>) -> Vec<String> {
    let mut pages = Vec::new();
    for data in stages(trial) {
        let view = trial
            .factor
            .challenge_view(&trial.world.setting(), &data, &[])
            .expect("the factor reads its own challenge");
        let progress = view.progress(trial.world.text());
        assert!(progress.is_none_or(|progress| !progress.status.is_empty()));
        pages.push(page_of(&trial.world, &*view));
    }
    pages
}

/// The bytes of a challenge at every stage of an order.
fn stages(trial: &mut Trial<'_>) -> Vec<Vec<u8>> {
    let Some(live) = trial.factor.live() else {
        return Vec::new();
    };
    let authenticator = trial.enrolled();
    let asked = trial.asked(&authenticator).data;
    let mut stages = vec![asked.clone()];
    for on in [ON_THIS, ON_OTHER] {
        let form = Form::from_iter([(MOVE, on)]);
        let setting = trial.world.setting();
        let moved = live
            .moved(
                &setting,
                Occasion::Confirm,
                &asked,
                &form,
                &mut trial.random,
            )
            .expect("the factor reads its own challenge");
        stages.extend(moved.ok().map(|moved| moved.data));
        let (open, order) = trial.begun(&asked, Occasion::SignIn, on);
        for word in ["outstandingTransaction", "started", "userSign", "unheardOf"] {
            stages.push(trial.seen(&open, &Seen::Pending(Hint::new(word))).data);
        }
        stages.push(
            trial
                .seen(&open, &Seen::Failed(Hint::new("userCancel")))
                .data,
        );
        for in_person in [true, false] {
            let identified = trial.person.confirm(&order, in_person);
            let seen = Seen::Complete(Box::new(identified.expect("somebody confirms")));
            stages.push(trial.seen(&open, &seen).data);
        }
        stages.push(open);
    }
    stages
}

/// Whom we know is demanded, and compared again; whoever confirmed in their place is refused, and that counts (A62).
pub fn takes_the_person_demanded(mut trial: Trial<'_>) {
    let kind = trial.kind();
    let bound = trial.approach(|_, _, _| ()).bound;
    let identifier = bound.identifier.clone();
    let authenticator = trial.bound(bound);
    let asked = trial.asked(&authenticator);
    for on in [ON_THIS, ON_OTHER] {
        let (_, order) = trial.begun(&asked.data, Occasion::SignIn, on);
        assert!(order.known.is_some(), "{kind}: nobody is demanded");
        assert_eq!(order.end_user_ip, trial.world.address, "{kind}");
        assert!(!order.visible_text.is_empty(), "{kind}");
    }
    let mut another = trial.asked(&authenticator);
    another.data = trial.lived(&another.data, Occasion::SignIn, false);
    let outcome = trial.answered(&another, &authenticator, &Form::default());
    assert!(
        matches!(outcome, Outcome::Rejected(Refusal::OrderAnothers)),
        "{kind}: somebody else"
    );
    let own = trial.confirmed(&authenticator);
    let outcome = trial.answered(&own, &authenticator, &Form::default());
    assert!(
        matches!(
            outcome,
            Outcome::Verified {
                device: DeviceProof::CHECKED,
                ..
            }
        ),
        "{kind}: the person"
    );
    if trial.factor.profile().identifies.is_some() {
        let setting = trial.world.setting();
        let nobody = trial
            .factor
            .begin_challenge(&setting, &[], &mut trial.random)
            .expect("a challenge may begin without a user");
        let proved = trial.lived(&nobody.data, Occasion::SignIn, true);
        let identity = trial
            .factor
            .names(&trial.world.setting(), &proved, &Form::default())
            .expect("the factor reads its own challenge");
        let Identity::Proved(found_by) = identity else {
            panic!("{kind}: nobody is identified");
        };
        assert_eq!(
            Some(found_by),
            identifier,
            "{kind}: found by what was bound"
        );
    }
}

/// An order is named while it runs, and going back leaves none: a late answer to one that was left changes nothing.
pub fn lives_as_long_as_its_order(mut trial: Trial<'_>) {
    let kind = trial.kind();
    let live = trial.factor.live().expect("it has a service");
    let authenticator = trial.enrolled();
    let asked = trial.asked(&authenticator).data;
    let running = |data: &[u8]| live.running(data).expect("the factor reads its own bytes");
    assert!(
        running(&asked) == Running::No,
        "{kind}: nobody asked for it"
    );
    let (open, _) = trial.begun(&asked, Occasion::SignIn, ON_OTHER);
    assert!(
        running(&open) == Running::Yes(started().reference),
        "{kind}"
    );
    let text = live.visible_text(&open).expect("it reads its own bytes");
    assert!(!text.is_empty(), "{kind}: proofs are kept with their text");
    let address = live.browser_address(&open).expect("it reads its own bytes");
    assert_eq!(address, Some(trial.world.address), "{kind}");

    let setting = trial.world.setting();
    let mut go = |word: &str| {
        let form = Form::from_iter([(MOVE, word)]);
        live.moved(&setting, Occasion::SignIn, &open, &form, &mut trial.random)
            .expect("the factor reads its own bytes")
    };
    for nonsense in ["", "THIS", "this ", "unheard-of"] {
        let refusal = go(nonsense).err();
        assert_eq!(refusal, Some(Refusal::FormStale), "{kind}: {nonsense}");
    }
    let back = go(BACK).unwrap_or_else(|_| panic!("{kind}: there is no way back"));
    assert!(
        back.order.is_none() && running(&back.data) == Running::No,
        "{kind}"
    );
    let late = [
        live.begun(&back.data, Ok(&started()), trial.world.now),
        live.begun(&back.data, Err(&EidFault::Canceled), trial.world.now),
        live.seen(
            &back.data,
            Ok(&Seen::Failed(Hint::new("startFailed"))),
            trial.world.now,
            &mut trial.random,
        ),
    ];
    for kept in late {
        let kept = kept.expect("the factor reads its own bytes");
        assert!(kept.data == back.data, "{kind}: it was left");
        assert!(matches!(kept.then, Then::Rest) && kept.ended.is_none() && !kept.suspicious);
    }
}

/// Neither an order's name nor what its pictures are made of stands on a page, in what a program sees, or in what a page asks for again.
pub fn keeps_the_services_secrets(mut trial: Trial<'_>) {
    let secret = |started: domain::eid::Started| {
        let picture = started.qr.map(|seed| seed.secret).unwrap_or_default();
        [started.reference.as_str().to_owned(), picture]
    };
    let secrets = secret(started());
    assert!(secrets.iter().all(|secret| secret.len() > 10));
    for language in Language::ALL {
        trial.world.speak(language);
        for data in stages(&mut trial) {
            let setting = trial.world.setting();
            let challenge = trial.factor.challenge_view(&setting, &data, &[]);
            let draft = trial.factor.enrolment_view(&setting, &data);
            for view in [challenge, draft] {
                let view = view.expect("the factor reads its own bytes");
                let text = trial.world.text();
                let progress = view.progress(text);
                let shown = format!("{}{}{progress:?}", view.html(text), view.json());
                for secret in &secrets {
                    assert!(!shown.contains(secret), "{}: {shown}", trial.kind());
                }
            }
        }
    }
}
