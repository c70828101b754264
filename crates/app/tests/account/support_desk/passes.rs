//! What a pass opens, how often, and what guesses at its code come to.

use app::recover;
use app::sign_in::{self, Standing};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use store::testing::each_engine;

use super::{CODE, Desk, LINK};
use crate::world::PASSWORD;

impl Desk {
    async fn type_code(&self, username: &str, code: &str) -> Result<Token, Refusal> {
        self.type_code_from(username, code, 7).await
    }

    /// From one of many addresses, so that no throttle stands before the count on the pass.
    async fn type_code_from(&self, username: &str, code: &str, from: u8) -> Result<Token, Refusal> {
        let mut asked = self.world.requester();
        asked.address = [203, 0, 113, from].into();
        recover::open_by_code(&self.world.app, self.world.org(), (username, code), &asked)
            .await
            .unwrap()
    }

    async fn standing(&self, login: &Token) -> Standing {
        sign_in::standing(&self.world.app, login, false, &self.world.requester())
            .await
            .unwrap()
    }
}

/// Another code than this one.
fn other(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    let mut other = code.to_owned();
    other.pop();
    other.push(last);
    other
}

#[test]
fn a_code_opens_enrolment_after_the_password_and_nothing_else() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, code) = desk.passed(CODE).await;
        let login = desk
            .type_code("Cilla", &code.replace(' ', ""))
            .await
            .unwrap();
        assert!(matches!(
            desk.standing(&login).await,
            Standing::Password { .. }
        ));
        let asked = desk.world.requester();
        let confirmed = sign_in::confirm_password(&desk.world.app, &login, PASSWORD, &asked)
            .await
            .unwrap()
            .unwrap();
        assert!(confirmed.session.is_none());
        assert!(matches!(desk.standing(&login).await, Standing::Enrol));
        // The code works until something is enrolled with it: a closed window costs nobody a new one.
        assert!(desk.type_code("cilla", &code).await.is_ok());
        // What the pass replaces still works until then, and a wrong password gets nowhere.
        let other = desk.type_code("cilla", &code).await.unwrap();
        let wrong = sign_in::confirm_password(&desk.world.app, &other, "not it at all", &asked)
            .await
            .unwrap();
        assert!(wrong.is_err());
    });
}

#[test]
fn five_wrong_codes_end_a_pass_wherever_they_come_from() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, code) = desk.passed(CODE).await;
        let wrong = other(&code);
        for from in 0..4 {
            let refused = desk.type_code_from("cilla", &wrong, from).await;
            assert_eq!(refused.err(), Some(Refusal::PassCodeWrong));
        }
        // Four wrong ones and a right one: the count begins anew.
        assert!(desk.type_code_from("cilla", &code, 9).await.is_ok());
        for from in 0..5 {
            let refused = desk.type_code_from("cilla", &wrong, from).await;
            assert_eq!(refused.err(), Some(Refusal::PassCodeWrong));
        }
        let refused = desk.type_code_from("cilla", &code, 9).await;
        assert_eq!(
            refused.err(),
            Some(Refusal::PassCodeWrong),
            "the right one comes too late"
        );
    });
}

#[test]
fn sixty_four_guesses_at_once_are_five() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, code) = desk.passed(CODE).await;
        let wrong = other(&code);
        let guesses = (0..64_u8).map(|from| desk.type_code_from("cilla", &wrong, from));
        for guess in futures_all(guesses).await {
            assert_eq!(guess.err(), Some(Refusal::PassCodeWrong));
        }
        let refused = desk.type_code_from("cilla", &code, 200).await;
        assert_eq!(refused.err(), Some(Refusal::PassCodeWrong));
    });
}

/// All of them, each begun before any is waited for.
async fn futures_all<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut all_done = true;
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *done = Some(value),
                    std::task::Poll::Pending => all_done = false,
                }
            }
        }
        if all_done {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[test]
fn names_that_nobody_bears_and_codes_that_are_none_are_answered_alike() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, code) = desk.passed(CODE).await;
        for (username, typed) in [
            ("nobody", code.as_str()),
            ("", code.as_str()),
            ("a b\u{7}", code.as_str()),
            ("stina", code.as_str()),
            ("cilla", ""),
            ("cilla", "1234"),
            ("cilla", "x"),
            ("cilla", other(&code).as_str()),
        ] {
            let refused = desk.type_code(username, typed).await.err();
            assert_eq!(refused, Some(Refusal::PassCodeWrong), "{username} {typed}");
        }
        // What cannot be a code was no guess.
        for _ in 0..20 {
            desk.type_code_from("cilla", "12", 90).await.err().unwrap();
        }
        assert!(desk.type_code_from("cilla", &code, 91).await.is_ok());
        // Whoever types many is slowed down.
        let mut last = None;
        for _ in 0..30 {
            last = desk.type_code_from("cilla", "12", 92).await.err();
        }
        assert!(matches!(last, Some(Refusal::Throttled { .. })));
    });
}

#[test]
fn a_pass_ends_with_its_time_and_with_the_next_one() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (_, older) = desk.passed(CODE).await;
        let (_, code) = desk.passed(CODE).await;
        assert!(desk.type_code("cilla", &older).await.is_err(), "replaced");
        assert!(desk.type_code("cilla", &code).await.is_ok());
        desk.world.wait(Span::minutes(10));
        assert!(desk.type_code("cilla", &code).await.is_err(), "over");
        // The link of a pass that was handed over as a link works likewise, and a code's pass has no link that anybody knows.
        let (_, link) = desk.passed(LINK).await;
        let token = link.rsplit('/').next().unwrap().to_owned();
        let open = async || {
            let asked = desk.world.requester();
            recover::open(&desk.world.app, desk.world.org(), &token, &asked)
                .await
                .unwrap()
        };
        assert!(open().await.is_ok());
        assert!(desk.type_code("cilla", &code).await.is_err());
        desk.world.wait(Span::minutes(10));
        assert!(open().await.is_err());
    });
}

#[test]
fn of_sixty_four_units_that_use_a_pass_one_does() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let (case, _) = desk.passed(CODE).await;
        let pass = desk.case(case).await.pass.unwrap();
        let (organisation, now) = (desk.world.org(), desk.world.now());
        let tries = (0..64).map(|_| {
            desk.world
                .write(move |tx| tx.consume_pass(organisation, pass, now))
        });
        let consumed = futures_all(tries).await.into_iter().flatten().count();
        assert_eq!(consumed, 1);
    });
}
