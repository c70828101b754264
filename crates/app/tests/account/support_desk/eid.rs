//! An eID shown on the telephone, over the simulator: what begins, what counts as proof, and what never does.

use std::sync::Arc;

use app::administer::support::EidStanding;
use app::eids::{EidAccount, Eids};
use app::{Clock as _, orders};
use connect::Secret;
use connect::bankid::simulator::{Call, Keys, Person, Script, Settings, Simulator};
use connect::bankid::{Account, Client, Demands, Identity, Root};
use domain::eid::CallInitiator;
use domain::factor::FactorKind;
use domain::id::AuthenticatorId;
use domain::personal_number::PersonalNumber;
use factors::Brought;
use factors::testing::Seeded;
use store::testing::each_engine;

use super::*;
use crate::world::Hands;

/// The kind that stands for every eID here.
const EID: FactorKind = FactorKind::new("bankid");
/// Cilla's number, and somebody else's: the Tax Agency's test persons.
const CILLA: &str = "199908072391";
const OTHER: &str = "199006022397";

/// A desk, and the service that its eIDs are asked at.
struct Phones {
    desk: Desk,
    simulator: Simulator,
}

fn number(digits: &str) -> PersonalNumber {
    PersonalNumber::from_digits(digits).unwrap()
}

impl Phones {
    /// A desk where Cilla's eID is bound, and that has waited since.
    async fn laid(store: Store) -> Self {
        let phones = Self::without_eid(store).await;
        phones.bind(phones.desk.cilla, CILLA).await;
        phones.desk.world.wait(Span::hours(25));
        phones
    }

    async fn without_eid(store: Store) -> Self {
        connect::install_tls();
        let hands = Hands::default();
        let keys = Arc::new(Keys::fresh("Björkens Omsorg", hands.now()).unwrap());
        let clock = hands.clone();
        let settings = Settings::new(
            keys,
            Arc::new(move || clock.now()),
            Box::new(Seeded::new(7)),
        );
        let simulator = Simulator::start(settings).await.unwrap();
        let eids = Eids::new(vec![EidAccount {
            service: "bankid".to_owned(),
            organisation: None,
            eid: Arc::new(client(&simulator)),
        }]);
        let world = World::built(store, 0, hands, eids).await;
        let desk = Desk::laid_in(world).await;
        Self { desk, simulator }
    }

    /// Binds an eID, as if its person had just shown it.
    async fn bind(&self, user: UserId, digits: &str) {
        let world = &self.desk.world;
        let factor = world.app.registry.find(&EID).unwrap().clone();
        let around = factors::testing::World::new(&world.app.registry);
        let brought = Brought::PersonalNumber(&number(digits));
        let bound = factor.adopt(&around.setting(), &brought).unwrap();
        let bound = bound.unwrap();
        let (organisation, now) = (world.org(), world.now());
        world
            .write(move |tx| {
                let new = store::NewAuthenticator {
                    id: AuthenticatorId::draw(now, tx.random()),
                    user,
                    kind: &EID,
                    label: &bound.label,
                    data: &bound.data,
                    data_format: bound.data_format,
                    identifier: bound.identifier.as_deref(),
                    channel: None,
                    relying_party: None,
                    on_one_device: false,
                    consumed_through: store::NOTHING_CONSUMED,
                };
                assert!(tx.insert_authenticator(organisation, &new, now)?);
                tx.refresh_factor_set(organisation, user)
            })
            .await;
    }

    async fn begin(&self, agent: UserId, case: RecoveryCaseId) -> Result<(), Reason> {
        self.begin_as(agent, case, CallInitiator::User).await
    }

    async fn begin_as(
        &self,
        agent: UserId,
        case: RecoveryCaseId,
        caller: CallInitiator,
    ) -> Result<(), Reason> {
        let (world, by) = (&self.desk.world, self.desk.by(agent).await);
        settled(support::begin_eid(&world.app, world.org(), case, caller, &by).await)
    }

    async fn cancel(&self, agent: UserId, case: RecoveryCaseId) -> Result<(), Reason> {
        let (world, by) = (&self.desk.world, self.desk.by(agent).await);
        settled(support::cancel_eid(&world.app, world.org(), case, &by).await)
    }

    async fn record(&self, agent: UserId, case: RecoveryCaseId) -> Result<(), Reason> {
        let (world, by) = (&self.desk.world, self.desk.by(agent).await);
        settled(support::record_eid(&world.app, world.org(), case, &by).await)
    }

    /// A case of Cilla's that Stina opened.
    async fn case(&self) -> RecoveryCaseId {
        let desk = &self.desk;
        desk.open(desk.stina, desk.cilla).await.unwrap().id
    }

    /// The token by which the only open order's app is found.
    fn token(&self) -> String {
        let orders = self.simulator.orders();
        assert_eq!(orders.len(), 1, "one order runs");
        assert!(orders[0].by_phone);
        orders[0].auto_start_token.clone()
    }

    /// Says in the app whether it is on the telephone with us, and identifies if so.
    fn answers(&self, yes: bool, digits: &str) {
        let token = self.token();
        self.simulator.open(&token).unwrap();
        self.simulator.answer_call(&token, yes).unwrap();
        if yes {
            let person = Person::new(number(digits), "Cilla Ek");
            self.simulator.sign(&token, person).unwrap();
        }
    }

    /// Lets the worker ask.
    async fn poll(&self) {
        self.desk.world.wait(Span::seconds(2));
        orders::run_due(&self.desk.world.app).await;
    }

    /// Where the page says that it stands; nothing where no order is under way.
    async fn stage(&self, agent: UserId, case: RecoveryCaseId) -> Option<&'static str> {
        let world = &self.desk.world;
        let who = self.desk.who(agent).await;
        let progress = support::eid_progress(&world.app, &who, case, &world.requester()).await;
        progress.unwrap().map(|progress| progress.stage)
    }

    fn calls(&self, call: Call) -> usize {
        let seen = self.simulator.requests();
        seen.iter().filter(|request| request.call == call).count()
    }
}

fn client(simulator: &Simulator) -> Client {
    let file = simulator.keys().caller().pkcs12("hemligt 7").unwrap();
    let identity = Identity::from_file(&file, Some(&Secret::new("hemligt 7".to_owned())));
    let root = Root::from_pem(simulator.keys().root_pem().as_bytes()).unwrap();
    let base = simulator.base_url();
    let account = Account::new(&base, root, identity.unwrap(), Demands::default()).unwrap();
    Client::new(account, &[]).unwrap()
}

#[test]
fn a_caller_identifies_and_that_is_proof_enough() {
    each_engine(async |store| {
        let phones = Phones::laid(store).await;
        let desk = &phones.desk;
        let case = phones.case().await;
        let look = desk.look(desk.stina, case).await;
        assert!(matches!(look.eid, EidStanding::Ready));
        phones.begin(desk.stina, case).await.unwrap();
        phones.begin(desk.stina, case).await.unwrap();
        let token = phones.token();
        let order = &phones.simulator.orders()[0];
        assert!(order.demanded == Some(number(CILLA)), "nobody else can");
        assert!(order.visible_text.contains("Du har ringt supporten"));
        let sent = phones.simulator.requests();
        let body = &sent
            .iter()
            .find(|seen| seen.call == Call::PhoneAuth)
            .unwrap()
            .body;
        assert_eq!(body["callInitiator"], "user");
        assert_eq!(phones.stage(desk.stina, case).await, Some("call"));
        let refused = phones.record(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Refused(Refusal::OrderOpen)));
        assert_eq!(phones.token(), token, "asking too early ends nothing");

        phones.answers(true, CILLA);
        phones.poll().await;
        assert_eq!(phones.stage(desk.stina, case).await, Some("proved"));
        assert!(
            desk.case(case).await.proofs.is_empty(),
            "the agent notes it"
        );
        phones.record(desk.stina, case).await.unwrap();
        assert!(phones.record(desk.stina, case).await.is_err(), "once");

        let proofs = desk.case(case).await.proofs;
        assert_eq!(proofs.len(), 1);
        assert_eq!(proofs[0].kind, ProofKind::Eid);
        assert_eq!(proofs[0].by, Some(desk.stina));
        assert_eq!(proofs[0].note, "19990807-****");
        let (organisation, id) = (desk.world.org(), proofs[0].identification.unwrap());
        let kept = desk
            .world
            .write(move |tx| tx.find_identification(organisation, id))
            .await
            .unwrap();
        assert!(kept.user == Some(desk.cilla) && kept.proof.personal_number == number(CILLA));
        assert!(kept.proof.browser_address.is_none());
        let rows = desk.world.log(desk.cilla).await;
        let begun = rows.iter().find(|row| row.kind == "order-begun").unwrap();
        assert_eq!(begun.actor, Some(desk.stina), "the agent began it");
        let proved = rows
            .iter()
            .find(|row| row.kind == "recovery-proved")
            .unwrap();
        assert_eq!(proved.details["identification"], id.to_string());
        for row in &rows {
            assert!(!format!("{row:?}").contains(CILLA), "masked everywhere");
        }

        // Enough alone; and the second person is still demanded.
        desk.ask(desk.stina, case, CODE).await.unwrap();
        assert_eq!(
            desk.act(desk.stina, case).await.err(),
            Some(Reason::Recovery(Denial::NotApproved))
        );
        desk.approve(desk.sven, case).await.unwrap();
        assert!(desk.act(desk.stina, case).await.unwrap().pass.is_some());
    });
}

#[test]
fn a_declined_call_and_another_person_are_no_proof() {
    each_engine(async |store| {
        let phones = Phones::laid(store).await;
        let desk = &phones.desk;
        let case = phones.case().await;
        phones.begin(desk.stina, case).await.unwrap();
        phones.answers(false, CILLA);
        phones.poll().await;
        assert_eq!(phones.stage(desk.stina, case).await, Some("ended"));
        let refused = phones.record(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Refused(Refusal::OrderGone)));

        // A service that lets the wrong one through is not believed.
        let other = Person::new(number(OTHER), "Nils");
        phones.simulator.script_next(Script::signed_by(other));
        phones
            .begin_as(desk.stina, case, CallInitiator::Us)
            .await
            .unwrap();
        phones.poll().await;
        phones.poll().await;
        assert_eq!(phones.stage(desk.stina, case).await, Some("ended"));
        let refused = phones.record(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Refused(Refusal::OrderAnothers)));
        assert_eq!(phones.stage(desk.stina, case).await, None, "it is over");
        assert!(desk.case(case).await.proofs.is_empty());
        let asked = desk.ask(desk.stina, case, CODE).await;
        assert_eq!(asked, denied(Denial::ProofsMissing));
    });
}

#[test]
fn what_is_over_for_the_case_is_over_at_the_eid() {
    each_engine(async |store| {
        let phones = Phones::laid(store).await;
        let desk = &phones.desk;
        let case = phones.case().await;
        phones.begin(desk.stina, case).await.unwrap();
        phones.cancel(desk.stina, case).await.unwrap();
        assert_eq!(phones.calls(Call::Cancel), 1, "cancelled before it is told");
        assert!(phones.simulator.orders().is_empty());
        assert_eq!(phones.stage(desk.stina, case).await, None);
        phones.poll().await;
        let before = phones.calls(Call::Cancel);

        phones.begin(desk.stina, case).await.unwrap();
        let by = desk.by(desk.stina).await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        support::close(app, organisation, case, &by).await.unwrap();
        orders::run_due(app).await;
        assert!(phones.simulator.orders().is_empty(), "the case was closed");
        assert_eq!(phones.calls(Call::Cancel), before + 1);

        // What was asked leaves no order behind either.
        let case = phones.case().await;
        for kind in [ProofKind::CallBack, ProofKind::Manager] {
            desk.prove(desk.stina, case, kind).await.unwrap();
        }
        phones.begin(desk.stina, case).await.unwrap();
        desk.ask(desk.stina, case, CODE).await.unwrap();
        orders::run_due(app).await;
        assert!(phones.simulator.orders().is_empty());
        let refused = phones.begin(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Changed), "it waits for an approval");
    });
}

#[test]
fn only_an_agent_whose_case_it_is_and_only_an_eid_that_is_known() {
    each_engine(async |store| {
        let phones = Phones::without_eid(store).await;
        let desk = &phones.desk;
        let case = phones.case().await;
        let look = desk.look(desk.stina, case).await;
        assert!(matches!(look.eid, EidStanding::NotBound));
        let refused = phones.begin(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Refused(Refusal::FactorUnavailable)));

        phones.bind(desk.cilla, CILLA).await;
        let look = desk.look(desk.stina, case).await;
        assert!(matches!(look.eid, EidStanding::TooNew(_)));
        assert_eq!(
            phones.begin(desk.stina, case).await,
            denied(Denial::TooNew),
            "whoever got in this morning may have bound their own"
        );
        desk.world.wait(Span::hours(25));
        assert_eq!(
            phones.begin(desk.cilla, case).await,
            Err(Reason::NoRight),
            "nobody without the right"
        );
        phones.bind(desk.sven, OTHER).await;
        desk.world.wait(Span::hours(25));
        let owners = desk.open(desk.agnes, desk.sven).await.unwrap().id;
        assert_eq!(
            phones.begin(desk.stina, owners).await,
            denied(Denial::OwnersOnly)
        );
        assert_eq!(phones.stage(desk.stina, owners).await, None);
        assert_eq!(phones.begin(desk.sven, owners).await, denied(Denial::Own));
        assert_eq!(phones.calls(Call::PhoneAuth), 0, "nobody's app was opened");
        phones.begin(desk.agnes, owners).await.unwrap();
        assert_eq!(phones.stage(desk.agnes, owners).await, Some("call"));
        assert_eq!(phones.stage(desk.stina, owners).await, None);
        assert!(matches!(
            phones.record(desk.stina, owners).await,
            Err(Reason::Recovery(Denial::OwnersOnly))
        ));
    });
}

#[test]
fn no_form_says_that_somebody_identified() {
    each_engine(async |store| {
        let phones = Phones::laid(store).await;
        let desk = &phones.desk;
        let case = phones.case().await;
        let typed = desk.prove(desk.stina, case, ProofKind::Eid).await;
        assert_eq!(typed, Err(Reason::NoRight));
        let refused = phones.record(desk.stina, case).await;
        assert_eq!(refused, Err(Reason::Refused(Refusal::ChallengeGone)));
        assert!(desk.case(case).await.proofs.is_empty());
    });
}
