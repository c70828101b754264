//! Who may do what in whose case (A55): every role, every subject, every act.

use app::administer::support;
use app::administer::{By, Reason};
use domain::factor::Evidence;
use domain::id::UserId;
use domain::recovery::{Denial, ProofKind};
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use super::{CODE, Desk, settled};
use crate::world::{GUEST, MAIL, OFFICE};

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Open,
    Prove,
    SendLink,
    Ask,
    Approve,
    CarryOut,
}

const ACTS: [Act; 6] = [
    Act::Open,
    Act::Prove,
    Act::SendLink,
    Act::Ask,
    Act::Approve,
    Act::CarryOut,
];

impl Desk {
    /// Tries one act in a case of `subject` that stands where the act needs it, brought there by an owner; why it was refused.
    async fn tried(&self, who: UserId, subject: UserId, act: Act, other: UserId) -> Option<Reason> {
        let (app, organisation) = (&self.world.app, self.world.org());
        if act == Act::Open {
            return self.open(who, subject).await.err();
        }
        // Whoever brings it there is an owner who is not the one that tries.
        let opener = other;
        let case = self.open(opener, subject).await.unwrap().id;
        if !matches!(act, Act::Prove | Act::SendLink) {
            self.prove(opener, case, ProofKind::Manager).await.unwrap();
            self.prove(opener, case, ProofKind::InPerson).await.unwrap();
        }
        match act {
            Act::Open => None,
            Act::Prove => self.prove(who, case, ProofKind::Manager).await.err(),
            Act::SendLink => {
                let by = self.by(who).await;
                settled(support::send_link(app, organisation, case, &by).await).err()
            }
            Act::Ask => self.ask(who, case, CODE).await.err(),
            Act::Approve => {
                self.ask(opener, case, CODE).await.unwrap();
                self.approve(who, case).await.err()
            }
            Act::CarryOut => {
                self.rules(false, 0).await;
                self.ask(opener, case, CODE).await.unwrap();
                let refused = self.act(who, case).await.err();
                self.rules(true, 0).await;
                refused
            }
        }
    }

    /// Closes whatever is open, so that the next act begins anew.
    async fn cleared(&self, subject: UserId, owner: UserId) {
        let organisation = self.world.org();
        let found = self
            .world
            .write(move |tx| tx.find_open_recovery_case(organisation, subject))
            .await;
        if let Some(case) = found {
            let by = self.by(owner).await;
            settled(support::close(&self.world.app, organisation, case.id, &by).await).unwrap();
        }
    }
}

#[test]
fn an_agent_never_reaches_owners_the_privileged_or_themselves_and_nobody_else_reaches_anybody() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let world = &desk.world;
        let other_owner = world.person("olle", &GUEST).await;
        let third_owner = world.person("tove", &OFFICE).await;
        let organisation = world.org();
        for owner in [other_owner, third_owner] {
            world
                .write(move |tx| tx.set_owner(organisation, owner, true))
                .await;
        }
        // Somebody with a right in Tvåsteg, who looks after people but not after those who are locked out.
        let bo = world.person("bo", &OFFICE).await;
        world
            .change_card(bo, |role| {
                role.permissions.insert("tvasteg.people".to_owned());
            })
            .await;
        let nobody = world.person("nils", &GUEST).await;
        for user in [bo, third_owner] {
            world.enrol(user, &MAIL).await;
        }
        world.wait(Span::hours(48));
        for (subject, reach) in [(desk.cilla, true), (bo, false), (third_owner, false)] {
            for act in ACTS {
                let agent = desk.tried(desk.stina, subject, act, other_owner).await;
                desk.cleared(subject, other_owner).await;
                // What an owner asks for somebody with a right an agent may approve; for an owner only another owner may.
                let consents = act == Act::Approve && subject == bo;
                if reach || consents {
                    assert_eq!(agent, None, "{act:?}");
                } else {
                    let expected = Reason::Recovery(Denial::OwnersOnly);
                    assert_eq!(agent, Some(expected), "{act:?}");
                }
                let owner = desk.tried(desk.agnes, subject, act, other_owner).await;
                desk.cleared(subject, other_owner).await;
                assert_eq!(owner, None, "{act:?}");
                for powerless in [bo, nobody] {
                    let refused = desk
                        .tried(
                            powerless,
                            subject,
                            act,
                            other_owner_of(subject, other_owner, desk.agnes),
                        )
                        .await;
                    desk.cleared(subject, other_owner).await;
                    assert_eq!(refused, Some(Reason::NoRight), "{act:?}");
                }
            }
        }
        // Nobody helps themselves, an owner no more than an agent.
        for (own, expected) in [
            (desk.stina, Reason::Recovery(Denial::Own)),
            (desk.agnes, Reason::Recovery(Denial::Own)),
        ] {
            assert_eq!(desk.open(own, own).await.err(), Some(expected));
        }
    });
}

fn other_owner_of(subject: UserId, one: UserId, two: UserId) -> UserId {
    if subject == one { two } else { one }
}

#[test]
fn an_agent_who_lost_the_right_or_the_fresh_proof_is_stopped_at_the_door() {
    each_engine(async |store| {
        let desk = Desk::laid(store).await;
        let case = desk.proved().await;
        let (app, organisation) = (&desk.world.app, desk.world.org());
        let old = late(&desk).await;
        assert_eq!(
            settled(support::ask(app, organisation, case, CODE, &old).await),
            Err(Reason::Refused(Refusal::FreshProofDemanded))
        );
        let by = desk.by(desk.stina).await;
        desk.world
            .change_card(desk.stina, |role| role.permissions.clear())
            .await;
        let refused =
            settled(support::ask(&desk.world.app, desk.world.org(), case, CODE, &by).await);
        assert_eq!(refused, Err(Reason::NoRight));
    });
}

/// Stina in a session whose proof is six minutes old.
async fn late(desk: &Desk) -> By {
    let proof = Evidence::password(desk.world.now() - Span::minutes(6));
    let who = desk.world.session(desk.stina, vec![proof]).await;
    By::person(&who, &desk.world.requester())
}
