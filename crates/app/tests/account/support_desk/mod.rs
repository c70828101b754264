//! The support desk, from both of its sides and on both engines.

mod eid;
mod matrix;
mod passes;
mod person;
mod steps;
mod stopping;

use app::administer::support::{self, Acted, NewProof, OpenedCase, Opening};
use app::administer::{AdministerFault, By, Reason};
use app::recover;
use app::session_check::SignedIn;
use domain::id::{AddressId, RecoveryCaseId, UserId};
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::recovery::{Case, Denial, Outcome, PassShape, ProofKind, State};
use domain::refusal::Refusal;
use domain::role::BuiltIn;
use domain::time::Span;
use store::{Channel, NewAddress, Permission, Store};

use crate::world::{GUEST, MAIL, OFFICE, World};

/// A code for ten minutes.
pub(crate) const CODE: Outcome = Outcome::Pass {
    shape: PassShape::Code,
    minutes: 10,
};

/// A link for ten minutes.
pub(crate) const LINK: Outcome = Outcome::Pass {
    shape: PassShape::Link,
    minutes: 10,
};

/// What was done, or why the rules refuse it.
pub(crate) fn settled<T>(done: Result<T, AdministerFault>) -> Result<T, Reason> {
    done.map_err(|fault| match fault {
        AdministerFault::Refused(reason) => reason,
        AdministerFault::Failed(fault) => panic!("{fault}"),
    })
}

/// That it was denied for this.
pub(crate) fn denied<T>(denial: Denial) -> Result<T, Reason> {
    Err(Reason::Recovery(denial))
}

/// An organisation with two agents, an owner and somebody who has lost the telephone; everybody is known for two days.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) cilla: UserId,
    pub(crate) stina: UserId,
    pub(crate) sven: UserId,
    pub(crate) agnes: UserId,
}

impl Desk {
    pub(crate) async fn laid(store: Store) -> Self {
        Self::laid_in(World::new(store).await).await
    }

    /// The same in a world that is there.
    pub(crate) async fn laid_in(world: World) -> Self {
        let organisation = world.org();
        for right in [BuiltIn::Support, BuiltIn::People] {
            let permission = Permission {
                key: right.key().to_owned(),
                name: right.key().to_owned(),
                area: String::new(),
                built_in: true,
                position: 1,
            };
            let insert = move |tx: &mut store::Tx| tx.insert_permission(organisation, &permission);
            assert!(world.write(insert).await);
        }
        let cilla = world.person("cilla", &OFFICE).await;
        world.enrol(cilla, &MAIL).await;
        let agent = async |name: &str| {
            let user = world.person(name, &GUEST).await;
            world
                .change_card(user, |role| {
                    role.permissions.insert("tvasteg.support".to_owned());
                })
                .await;
            user
        };
        let (stina, sven) = (agent("stina").await, agent("sven").await);
        let agnes = world.person("agnes", &GUEST).await;
        world
            .write(move |tx| tx.set_owner(organisation, agnes, true))
            .await;
        let desk = Self {
            world,
            cilla,
            stina,
            sven,
            agnes,
        };
        desk.number(cilla, "0701740605").await;
        desk.world.wait(Span::hours(48));
        desk
    }

    /// The organisation's rules about recovery.
    pub(crate) async fn rules(&self, two_people: bool, waits_minutes: u32) {
        let organisation = self.world.org();
        self.world
            .write(move |tx| {
                let mut own: Organisation = tx.organisation(organisation)?;
                own.rules.two_person_recovery = two_people;
                own.rules.recovery_waits_minutes = waits_minutes;
                tx.save_organisation(&own, store::Bump::Nothing).map(drop)
            })
            .await;
    }

    /// A telephone number on record.
    pub(crate) async fn number(&self, user: UserId, typed: &str) -> AddressId {
        let (organisation, now) = (self.world.org(), self.world.now());
        let number = PhoneNumber::parse(typed, domain::phone::Country::SWEDEN).unwrap();
        self.world
            .write(move |tx| {
                let id = AddressId::draw(now, tx.random());
                let new = NewAddress {
                    id,
                    user,
                    channel: Channel::Phone,
                    value: number.e164(),
                    canonical: number.e164(),
                    masked: "+46 •• ••• •• 05",
                    verified_at: None,
                };
                tx.insert_address(organisation, &new, now).map(|()| id)
            })
            .await
    }

    /// Somebody who has just proved all that they have.
    pub(crate) async fn who(&self, user: UserId) -> SignedIn {
        let kinds = self.world.authenticators(user).await;
        self.world.fresh(user, &kinds).await
    }

    pub(crate) async fn by(&self, user: UserId) -> By {
        By::person(&self.who(user).await, &self.world.requester())
    }

    pub(crate) async fn open(&self, agent: UserId, user: UserId) -> Result<OpenedCase, Reason> {
        let opening = Opening {
            user,
            by_mail: false,
            reason: "the telephone is gone".to_owned(),
            ticket: String::new(),
        };
        let by = self.by(agent).await;
        settled(support::open(&self.world.app, self.world.org(), opening, &by).await)
    }

    pub(crate) async fn prove(
        &self,
        agent: UserId,
        case: RecoveryCaseId,
        kind: ProofKind,
    ) -> Result<(), Reason> {
        let looked = self.look(agent, case).await;
        let number = looked
            .places
            .iter()
            .find(|place| place.number)
            .map(|place| place.key.clone());
        let proof = NewProof {
            kind,
            number,
            note: "Anna Chef".to_owned(),
        };
        let by = self.by(agent).await;
        settled(support::record_proof(&self.world.app, self.world.org(), case, proof, &by).await)
    }

    pub(crate) async fn look(&self, who: UserId, case: RecoveryCaseId) -> support::CaseView {
        let who = self.who(who).await;
        support::look(&self.world.app, &who, case, &self.world.requester())
            .await
            .unwrap()
            .expect("there is such a case")
    }

    pub(crate) async fn case(&self, case: RecoveryCaseId) -> Case {
        let organisation = self.world.org();
        let found = self
            .world
            .write(move |tx| tx.find_recovery_case(organisation, case))
            .await;
        found.unwrap()
    }

    pub(crate) async fn ask(
        &self,
        agent: UserId,
        case: RecoveryCaseId,
        outcome: Outcome,
    ) -> Result<(), Reason> {
        let by = self.by(agent).await;
        settled(support::ask(&self.world.app, self.world.org(), case, outcome, &by).await)
    }

    pub(crate) async fn approve(&self, who: UserId, case: RecoveryCaseId) -> Result<(), Reason> {
        let by = self.by(who).await;
        settled(support::approve(&self.world.app, self.world.org(), case, &by).await)
    }

    pub(crate) async fn act(&self, agent: UserId, case: RecoveryCaseId) -> Result<Acted, Reason> {
        let by = self.by(agent).await;
        settled(support::act(&self.world.app, self.world.org(), case, &by).await)
    }

    /// A case of cilla's with two proofs, opened by stina.
    pub(crate) async fn proved(&self) -> RecoveryCaseId {
        let case = self.open(self.stina, self.cilla).await.unwrap().id;
        for kind in [ProofKind::CallBack, ProofKind::Manager] {
            self.prove(self.stina, case, kind).await.unwrap();
        }
        case
    }

    /// The same, asked by stina and approved by sven.
    pub(crate) async fn approved(&self, outcome: Outcome) -> RecoveryCaseId {
        let case = self.proved().await;
        self.ask(self.stina, case, outcome).await.unwrap();
        self.approve(self.sven, case).await.unwrap();
        case
    }

    /// Done, and the pass as it was shown.
    pub(crate) async fn passed(&self, outcome: Outcome) -> (RecoveryCaseId, String) {
        let case = self.approved(outcome).await;
        let acted = self.act(self.stina, case).await.unwrap();
        (case, acted.pass.unwrap().written)
    }

    /// The token at the end of the newest letter's link of this kind.
    pub(crate) fn mailed(&self, path: &str) -> String {
        let letters = self.world.outbox.kept();
        let line = letters
            .iter()
            .flat_map(|letter| letter.text.lines())
            .find(|line| line.contains(path))
            .expect("a letter with such a link");
        line.rsplit('/').next().unwrap().to_owned()
    }

    pub(crate) async fn stop(&self, link: &str) -> Result<recover::Stopped, Refusal> {
        recover::stop(
            &self.world.app,
            self.world.org(),
            link,
            &self.world.requester(),
        )
        .await
        .unwrap()
    }

    pub(crate) async fn state(&self, case: RecoveryCaseId) -> State {
        self.case(case).await.standing(self.world.now())
    }

    /// The codes of what the audit log tells of somebody.
    pub(crate) async fn kinds(&self, user: UserId) -> Vec<String> {
        let rows = self.world.log(user).await;
        rows.into_iter().map(|row| row.kind).collect()
    }
}
