//! The person's own side: asking at the login, and seeing how it stands.

use app::recover;
use domain::recovery::State;
use domain::refusal::Refusal;
use domain::token::Token;
use store::testing::each_engine;

use super::{CODE, Desk};
use crate::world::PASSWORD;

impl Desk {
    /// Cilla's login after the right password.
    async fn login(&self) -> Token {
        let entry = self.world.type_password("cilla", PASSWORD, None).await;
        entry.unwrap().login.expect("a second step is asked for")
    }

    async fn view(&self, login: &Token) -> recover::SupportView {
        recover::support(&self.world.app, login, &self.world.requester())
            .await
            .unwrap()
    }

    async fn ask_support(&self, login: &Token) -> Result<recover::SupportView, Refusal> {
        recover::ask_support(&self.world.app, login, &self.world.requester())
            .await
            .unwrap()
    }
}

#[test]
fn whoever_gave_the_right_password_opens_one_case_and_sees_how_it_stands() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let login = desk.login().await;
        let before = desk.view(&login).await;
        assert!(before.may_ask && before.status.is_none());
        assert_eq!(before.username.as_deref(), Some("cilla"));
        let asked = desk.ask_support(&login).await.unwrap();
        let status = asked.status.unwrap();
        assert!(!asked.may_ask && status.state == State::Open);
        let again = desk.ask_support(&login).await.unwrap().status.unwrap();
        assert_eq!(again.number, status.number, "one case");
        // Another login of the same person sees the same case.
        let other = desk.login().await;
        assert_eq!(
            desk.view(&other).await.status.unwrap().number,
            status.number
        );
        // Support takes it on from there.
        let open = desk.open(desk.stina, desk.cilla).await.unwrap();
        assert!(open.already && open.number.written() == status.number);
        let case = desk.proved().await;
        desk.ask(desk.stina, case, CODE).await.unwrap();
        assert_eq!(desk.view(&other).await.status.unwrap().state, State::Asked);
        desk.approve(desk.sven, case).await.unwrap();
        desk.act(desk.stina, case).await.unwrap();
        let done = desk.view(&other).await.status.unwrap();
        assert!(done.state == State::Acted && done.by_code);
    });
}

#[test]
fn without_the_password_there_is_nothing_to_see_and_nothing_to_ask() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        desk.open(desk.stina, desk.cilla).await.unwrap();
        let strange = desk.world.app.draw_token(desk.world.org());
        assert_eq!(desk.view(&strange).await, recover::SupportView::default());
        assert_eq!(
            desk.ask_support(&strange).await.err(),
            Some(Refusal::LoginExpired)
        );
        // Nor by a mailed link to a new password.
        let asked = desk.world.requester();
        recover::ask(&desk.world.app, desk.world.org(), "cilla", &asked)
            .await
            .unwrap()
            .unwrap();
        let link = desk.mailed("/recover/");
        let opened = recover::open(&desk.world.app, desk.world.org(), &link, &asked)
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!(
            desk.view(&opened.login).await,
            recover::SupportView::default()
        );
    });
}
