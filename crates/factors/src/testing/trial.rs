//! A factor on the table: it is enrolled, asked and answered as `app` would do it, without a database.

use domain::eid::{NewOrder, OrderReference, QrSeed, Seen, Started};
use domain::id::AuthenticatorId;
use domain::time::Span;

use super::{Person, Seeded, World};
use crate::live::{Kept, MOVE, ON_THIS, Occasion, Then, Wanted};
use crate::{
    Asked, Authenticator, Consumption, Draft, Factor, Form, Letter, NewAuthenticator, Outcome,
    Progress, Registry, View,
};

/// Steps that an enrolment may have.
const MOST_STEPS: usize = 6;

/// A factor on the table, and somebody who uses it.
pub struct Trial<'a> {
    /// The world, which a test may change between steps.
    pub world: World,
    /// Everything that was sent.
    pub letters: Vec<Letter>,
    pub(super) factor: &'a dyn Factor,
    pub(super) person: &'a mut dyn Person,
    pub(super) random: Seeded,
}

/// An enrolment one step before its end, and the form that would end it.
pub struct Approach {
    /// The draft.
    pub draft: Draft,
    /// What the person would send.
    pub form: Form,
    /// What that would bring.
    pub bound: NewAuthenticator,
}

impl<'a> Trial<'a> {
    /// Puts a factor of this registry on the table.
    pub fn new(registry: &Registry, factor: &'a dyn Factor, person: &'a mut dyn Person) -> Self {
        Self {
            world: World::new(registry),
            letters: Vec::new(),
            factor,
            person,
            random: Seeded::new(42),
        }
    }

    /// The factor's name.
    pub fn kind(&self) -> String {
        self.factor.profile().kind.to_string()
    }

    fn view(&self, draft: &Draft) -> Box<dyn View> {
        self.factor
            .enrolment_view(&self.world.setting(), &draft.data)
            .expect("the factor reads its own draft")
    }

    /// Goes through an enrolment up to its last step, showing each page to `seen`.
    pub fn approach(&mut self, mut seen: impl FnMut(&World, &Draft, &dyn View)) -> Approach {
        let mut draft = self.fresh();
        for _ in 0..MOST_STEPS {
            self.letters.append(&mut draft.letters);
            let view = self.view(&draft);
            seen(&self.world, &draft, &*view);
            if self.factor.live().is_some() && !view.asks_for_answer() {
                draft.data = self.lived(&draft.data, Occasion::Bind, true);
                let view = self.view(&draft);
                seen(&self.world, &draft, &*view);
            }
            let view = self.view(&draft);
            let form = self
                .person
                .enrol(&view.json(), &self.letters, self.world.now);
            draft = match self.send(&draft, &form) {
                Progress::Show(next) => next,
                Progress::Done(bound) => return Approach { draft, form, bound },
                Progress::Rejected(refusal) => {
                    panic!("{}: a right step was refused: {refusal:?}", self.kind())
                }
            };
        }
        panic!("{}: the enrolment never ends", self.kind())
    }

    /// An enrolment that has just begun.
    pub fn fresh(&mut self) -> Draft {
        self.factor
            .begin_enrolment(&self.world.setting(), &[], &mut self.random)
    }

    /// Sends a form for a draft.
    pub fn send(&mut self, draft: &Draft, form: &Form) -> Progress {
        self.factor
            .continue_enrolment(&self.world.setting(), &draft.data, form, &mut self.random)
            .expect("the factor reads its own draft")
    }

    /// Enrols, and lets a minute pass.
    pub fn enrolled(&mut self) -> Authenticator {
        let bound = self.approach(|_, _, _| ()).bound;
        self.world.wait(Span::minutes(1));
        self.bound(bound)
    }

    /// The authenticator that an enrolment binds.
    pub fn bound(&mut self, bound: NewAuthenticator) -> Authenticator {
        Authenticator {
            id: AuthenticatorId::draw(self.world.now, &mut self.random),
            label: bound.label,
            data: bound.data,
            data_format: bound.data_format,
            channel: None,
            consumed_through: bound.consumed_through.unwrap_or(-1),
        }
    }

    /// Opens a challenge.
    pub fn asked(&mut self, authenticator: &Authenticator) -> Asked {
        let one = std::slice::from_ref(authenticator);
        let mut asked = self
            .factor
            .begin_challenge(&self.world.setting(), one, &mut self.random)
            .expect("the factor reads its own authenticator");
        self.letters.append(&mut asked.letters);
        let view = self
            .factor
            .challenge_view(&self.world.setting(), &asked.data, one)
            .expect("the factor reads its own challenge");
        self.person.looks(&view.json());
        asked
    }

    /// Opens a challenge and, where the factor has a service, lets the person do what it asks for.
    pub fn confirmed(&mut self, authenticator: &Authenticator) -> Asked {
        let mut asked = self.asked(authenticator);
        if self.factor.live().is_some() {
            asked.data = self.lived(&asked.data, Occasion::SignIn, true);
        }
        asked
    }

    /// Lives an order on this device from its beginning to its end: what becomes of the bytes of a challenge or a draft.
    pub fn lived(&mut self, data: &[u8], occasion: Occasion, in_person: bool) -> Vec<u8> {
        let (data, order) = self.begun(data, occasion, ON_THIS);
        let identified = self
            .person
            .confirm(&order, in_person)
            .expect("whoever uses a service can confirm");
        let seen = Seen::Complete(Box::new(identified));
        self.seen(&data, &seen).data
    }

    /// Begins an order: the bytes while it runs, and what was asked for.
    pub fn begun(&mut self, data: &[u8], occasion: Occasion, on: &str) -> (Vec<u8>, NewOrder) {
        let form = Form::from_iter([(MOVE, on)]);
        let live = self.factor.live().expect("it has a service");
        let moved = live
            .moved(
                &self.world.setting(),
                occasion,
                data,
                &form,
                &mut self.random,
            )
            .expect("the factor reads its own bytes")
            .expect("the page's own button is no refusal");
        let begun = live
            .begun(&moved.data, Ok(&started()), self.world.now)
            .expect("the factor reads its own bytes");
        assert!(matches!(begun.then, Then::Ask), "{}", self.kind());
        let Some(Wanted::Page(order)) = moved.order else {
            panic!("{}: an order begins", self.kind());
        };
        (begun.data, order)
    }

    /// What becomes of the bytes when the service says this.
    pub fn seen(&mut self, data: &[u8], seen: &Seen) -> Kept {
        let live = self.factor.live().expect("it has a service");
        live.seen(data, Ok(seen), self.world.now, &mut self.random)
            .expect("the factor reads its own bytes")
    }

    /// Answers a challenge.
    pub fn answered(&self, asked: &Asked, authenticator: &Authenticator, form: &Form) -> Outcome {
        let one = std::slice::from_ref(authenticator);
        self.factor
            .answer(&self.world.setting(), &asked.data, one, form)
            .expect("the factor reads its own bytes")
    }

    /// The person's right answer.
    pub fn right(&mut self) -> Form {
        self.person.answer(&self.letters, self.world.now)
    }

    /// Answers rightly and uses up what the answer uses up.
    pub fn proved(&mut self, authenticator: &mut Authenticator) -> Form {
        let asked = self.confirmed(authenticator);
        let form = self.right();
        let Outcome::Verified { consumption, .. } = self.answered(&asked, authenticator, &form)
        else {
            panic!("{}: a right answer was refused", self.kind());
        };
        match consumption {
            Consumption::ChallengeOnly => {}
            Consumption::Through(mark) => authenticator.consumed_through = mark,
            Consumption::Data(data) => authenticator.data = data,
        }
        form
    }
}

/// What a service answers when an order has begun.
pub fn started() -> Started {
    Started {
        reference: OrderReference::new("131daac9-16c6-4618-beb0-365768f37288".to_owned()),
        app_token: "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6".to_owned(),
        qr: Some(QrSeed {
            token: "67df3917-fa0d-44e5-b327-edcc928297f8".to_owned(),
            secret: "d28db9a7-4cde-429e-a983-359be676944c".to_owned(),
        }),
    }
}
