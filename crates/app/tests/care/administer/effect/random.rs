//! For random organisations: what the preview says of each person is what then happens to them at login, on both engines.

use std::collections::BTreeMap;

use app::administer;
use app::administer::effect::{Readiness, Why};
use domain::factor::FactorSet;
use domain::id::{AuthenticatorId, UserId};
use domain::role::{Minimum, Role};
use domain::time::Span;
use store::testing::each_engine;
use store::{NOTHING_CONSUMED, NewAuthenticator};

use super::{Ground, MAIL_CODES, TEXTS, Went};

/// Organisations that are tried on each engine.
const ORGANISATIONS: u64 = 14;

/// People in each.
const PEOPLE: u64 = 6;

/// Choices drawn from a seed: the same ones in every run, so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        let at = self.below(choices.len() as u64);
        choices[usize::try_from(at).unwrap()]
    }

    /// What a card asks of people.
    fn typed(&mut self, card: Role, ground: &Ground) -> Role {
        let from = self.of(&[None, None, Some(-3), Some(4)]);
        Role {
            two_step: self.below(4) > 0,
            two_step_from: from.map(|days| ground.now + Span::days(days)),
            grace_days: u32::try_from(self.of(&[0_u64, 0, 2, 9])).unwrap(),
            allowed_factors: self
                .of(&[
                    None,
                    None,
                    Some("email"),
                    Some("email,totp"),
                    Some("totp"),
                    Some("sms"),
                ])
                .map(FactorSet::parse),
            minimum: self.of(&[Minimum::Any, Minimum::Any, Minimum::Aal2]),
            ..card
        }
    }
}

#[test]
fn e5_the_preview_says_of_each_person_what_then_happens_at_login() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let mut met: BTreeMap<Readiness, u64> = BTreeMap::new();
        for seed in 0..ORGANISATIONS {
            let slug = format!("o{seed}");
            let new = crate::ground::organisation(&slug);
            ground.demo = administer::add_organisation(&ground.app, new, &ground.by())
                .await
                .unwrap();
            try_one(&mut ground, Dice(seed), &mut met).await;
        }
        let all = Readiness::ALL.iter().filter(|one| met.contains_key(one));
        assert!(all.count() >= 6, "the dice are loaded: {met:?}");
    });
}

impl Ground {
    /// Codes by text message for somebody, as they stood before the organisation lost its gateway.
    pub(super) async fn give_texts(&self, user: UserId, number: u64) {
        let (organisation, now) = (self.demo.id, self.now);
        let data = format!("{{\"format\":1,\"address\":\"+467017406{number:02}\"}}");
        let unit = move |tx: &mut store::Tx| {
            let new = NewAuthenticator {
                id: AuthenticatorId::draw(now, tx.random()),
                user,
                kind: &TEXTS,
                label: "",
                data: data.as_bytes(),
                data_format: 1,
                identifier: None,
                channel: None,
                relying_party: None,
                on_one_device: false,
                consumed_through: NOTHING_CONSUMED,
            };
            assert!(tx.insert_authenticator(organisation, &new, now)?);
            tx.refresh_factor_set(organisation, user)
        };
        self.app.store.write(unit).await.unwrap();
    }
}

async fn try_one(ground: &mut Ground, mut dice: Dice, met: &mut BTreeMap<Readiness, u64>) {
    for key in ["one", "two", "three"] {
        ground.role(key, |_| {}).await;
        let card = ground.role_card(key).await;
        let typed = dice.typed(card, ground);
        ground.save(typed, Some(key)).await.unwrap();
    }
    let mut names = Vec::new();
    for number in 0..PEOPLE {
        let name = format!("p{number}");
        let held: &[&str] = dice.of(&[
            &["one"],
            &["one"],
            &["one", "two"],
            &["one", "two", "three"],
        ]);
        let user = ground.holding(&name, held, false).await;
        if dice.below(3) == 0 {
            ground
                .bind(user, &MAIL_CODES, &format!("{name}@home.example"))
                .await;
        }
        if dice.below(4) == 0 {
            ground.give_texts(user, number).await;
        }
        if dice.below(7) == 0 {
            administer::suspend_user(&ground.app, ground.demo.id, user, true, &ground.by())
                .await
                .unwrap();
        }
        names.push(name);
    }
    // Saved over and over before anything begins: what was given for a day to come must not outlive it.
    for _ in 0..dice.below(3) {
        let card = ground.role_card("one").await;
        let typed = dice.typed(card, ground);
        ground.save(typed, Some("one")).await.unwrap();
        ground.now = ground.now + Span::hours(7);
    }
    let card = ground.role_card("one").await;
    let draft = dice.typed(card, ground);
    let effect = ground.effect_of(&draft, None).await;
    let report = ground.report_on(&draft, None).await;
    assert_eq!(report.tally, effect.tally);
    assert_eq!(report.rows.len() as u64, PEOPLE);
    ground.save(draft.clone(), Some("one")).await.unwrap();
    // Until the card's first day nothing has to happen yet.
    let before = ground.now;
    ground.now = effect.at;
    let mut counted: BTreeMap<Readiness, u64> = BTreeMap::new();
    for row in &report.rows {
        let went = ground.login_of(&row.username).await;
        // A text message never comes here, so a login that wants one before an enrolment stops there.
        let stops = went == Went::Asked
            && row
                .why
                .iter()
                .any(|why| matches!(why, Why::NotEnough(own) if own.contains(&TEXTS)));
        if went == Went::MayWait {
            assert_eq!(
                ground.grace_of(row.user).await,
                row.grace_until,
                "{row:#?}\n{draft:#?}"
            );
        }
        let as_said = went == expected(row.readiness) || stops && row.readiness.is_open();
        assert!(as_said, "{went:?}: {row:#?}\n{draft:#?}");
        *counted.entry(row.readiness).or_default() += 1;
        *met.entry(row.readiness).or_default() += 1;
    }
    for (readiness, people) in &report.counts {
        let names = counted.get(readiness).copied().unwrap_or(0);
        assert_eq!(names, *people, "{readiness:?}");
    }
    ground.now = before;
}

/// What a login of somebody who stands so comes to.
const fn expected(readiness: Readiness) -> Went {
    match readiness {
        Readiness::NotConcerned => Went::Nowhere,
        Readiness::Unasked => Went::In,
        Readiness::Ready => Went::Asked,
        Readiness::MustEnrol | Readiness::Late => Went::MustEnrol,
        Readiness::InGrace => Went::MayWait,
        Readiness::LockedOut => Went::Support,
    }
}
