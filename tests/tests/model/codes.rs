//! Codes as people have them: out of letters, an app or a sheet of paper; and what typing one comes to.

use domain::audit::EventKind;
use tests::world::code_in;

use crate::act::{How, PEOPLE};
use crate::driver::Driver;
use crate::rules::{Kind, Place, STEP, Typed};

impl Driver<'_> {
    /// Takes new letters with codes out of everybody's mailbox; those for the question of this browser are remembered with it.
    pub(crate) fn take_letters(&mut self, b: usize) {
        for (person, hands) in self.hands.iter_mut().enumerate() {
            let known = hands.mailed.len();
            let codes: Vec<String> = self
                .world
                .mail_to(PEOPLE[person].0)
                .iter()
                .rev()
                .filter_map(|kept| code_in(&kept.text))
                .collect();
            hands.mailed = codes;
            let new = known..hands.mailed.len();
            let login = self.rules.browsers[b].login.as_ref();
            let login = login.filter(|login| login.person == person);
            if let Some(Place::Answer(asked)) = login.map(|login| &login.place) {
                if asked.resends == 0 && !new.is_empty() {
                    self.question[b].clear();
                }
                self.question[b].extend(new);
            }
        }
    }

    /// Answers the question that is open in this browser, several times where wrong codes are tried in a row.
    pub(crate) async fn answer(&mut self, b: usize, how: How) {
        if matches!(how, How::Right) {
            self.wait_for_the_next_code(b);
        }
        let times = if let How::Wrong(times) = how {
            times
        } else {
            1
        };
        for _ in 0..times {
            // The log has no order within one moment.
            self.pass(1);
            if self.look(b).await != "answer" {
                return;
            }
            self.type_code(b, how).await;
        }
    }

    async fn type_code(&mut self, b: usize, how: How) {
        let person = self.rules.browsers[b].login.as_ref().unwrap().person;
        let kind = self.rules.asked(b).unwrap().kind;
        let (typed, text, id) = self.code(b, person, kind, how);
        let said = self.rules.answer(b, typed);
        self.meet(said);
        self.browsers[b].answer(&text).await;
        let doing = &self.doing;
        if said == "right" {
            let is_new = self.accepted.insert(format!("{person} {id}"));
            assert!(is_new, "{doing}: {id} was accepted twice");
            return;
        }
        let (organisation, user) = (self.organisation, self.users[person]);
        let unit = move |tx: &mut store::ReadTx| tx.events_of_subject(organisation, user, None, 2);
        let newest = self.world.read(unit).await;
        // The third wrong answer is told of beside it, in the same moment.
        let told = EventKind::SecondStepsFailing.code();
        let newest = newest.into_iter().find(|row| row.kind != told).unwrap();
        assert_eq!(
            (newest.kind.as_str(), newest.outcome.as_str()),
            ("factor-checked", said),
            "{doing}: {text}"
        );
    }

    /// An app shows a code that was used until its step is over.
    fn wait_for_the_next_code(&mut self, b: usize) {
        let Some(login) = self.rules.browsers[b].login.clone() else {
            return;
        };
        if self
            .rules
            .asked(b)
            .is_some_and(|asked| asked.kind == Kind::App)
            && let used @ 1.. = self.rules.people[login.person].factors[&Kind::App].step
        {
            self.pass(((used + 1) * STEP - self.rules.now).max(0));
        }
    }

    /// The code to type, what it is to the model, and what it is called once it is accepted.
    fn code(&self, b: usize, person: usize, kind: Kind, how: How) -> (Typed, String, String) {
        let (hands, factor) = (
            &self.hands[person],
            &self.rules.people[person].factors[&kind],
        );
        let now = self.world.now();
        let wrong = |text: String| (Typed::Wrong, text, "a wrong code".to_owned());
        match kind {
            Kind::App => {
                let app = hands.app.as_ref().unwrap();
                let current = self.rules.now / STEP;
                let near: Vec<String> = (-1..=1).map(|off| app.code_off(now, off)).collect();
                // By chance a code of another step may be the same digits: then the one before is meant.
                let earlier = |from: i64| {
                    (1..from)
                        .rev()
                        .find(|step| !near.contains(&app.code_off(now, step - current)))
                        .unwrap()
                };
                let step = match how {
                    How::Right => current,
                    How::Early => current + 1,
                    How::Older => earlier(current - 2),
                    How::Replayed if factor.step >= current - 1 => factor.step,
                    How::Replayed | How::Wrong(_) => return wrong(app.wrong_code(now)),
                };
                (
                    Typed::Step(step),
                    app.code_off(now, step - current),
                    format!("app {} {step}", hands.generation),
                )
            }
            Kind::Mail => {
                let sent = &self.question[b];
                let text = |place: usize| hands.mailed[place].clone();
                let (newest, replaced) = sent.split_last().unwrap();
                match how {
                    How::Right | How::Early => (
                        Typed::Mailed { is_newest: true },
                        text(*newest),
                        format!("letter {newest}"),
                    ),
                    How::Older if !replaced.is_empty() => (
                        Typed::Mailed { is_newest: false },
                        text(replaced[0]),
                        "replaced".to_owned(),
                    ),
                    _ => {
                        let mut others = hands
                            .mailed
                            .iter()
                            .cloned()
                            .chain(["123456", "123457", "123458"].map(str::to_owned));
                        wrong(
                            others
                                .find(|code| sent.iter().all(|place| hands.mailed[*place] != *code))
                                .unwrap(),
                        )
                    }
                }
            }
            Kind::Codes => {
                let used = (0..hands.sheet.len()).find(|place| !factor.left.contains(place));
                let place = match how {
                    How::Right | How::Early => factor.left.first().copied().or(used),
                    How::Replayed | How::Older => used,
                    How::Wrong(_) => None,
                };
                place.map_or_else(
                    || wrong("AAAA-AAAA-AAAA-AAAA".to_owned()),
                    |place| {
                        (
                            Typed::Recovery(place),
                            hands.sheet[place].clone(),
                            format!("sheet {}", hands.sheet[place]),
                        )
                    },
                )
            }
        }
    }
}
