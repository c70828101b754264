//! The steps of a factor that sends codes, as its own tests take them: each factor's tests say what is different about it.

use domain::refusal::Refusal;

/// A wrong code, which counts.
pub(crate) const WRONG: Option<(Refusal, bool)> = Some((Refusal::CodeWrong, true));

/// Defines the steps for this factor, whose authenticators are called `$label`.
macro_rules! steps_of {
    ($factor:ident, $label:literal) => {
        fn code_in(letter: &$crate::Letter) -> &str {
            letter.code().unwrap()
        }

        /// An authenticator whose codes go to this address.
        fn bound_to(address: &str, id: u8) -> $crate::Authenticator {
            let bound = $crate::sending::Bound {
                address: address.to_owned(),
            };
            $crate::Authenticator {
                id: domain::id::AuthenticatorId::from_bytes([id; 16]),
                label: $label.to_owned(),
                data: $crate::bytes::write($crate::sending::FORMAT, &bound),
                data_format: $crate::sending::FORMAT,
                channel: None,
                consumed_through: -1,
            }
        }

        fn asked(
            world: &$crate::testing::World,
            authenticators: &[$crate::Authenticator],
            seed: u64,
        ) -> (Vec<u8>, $crate::Letter) {
            use $crate::Factor as _;
            let mut asked = $factor
                .begin_challenge(
                    &world.setting(),
                    authenticators,
                    &mut $crate::testing::Seeded::new(seed),
                )
                .unwrap();
            (asked.data, asked.letters.remove(0))
        }

        fn again(
            world: &$crate::testing::World,
            purpose: domain::challenge::Purpose,
            data: &[u8],
            seed: u64,
        ) -> (Vec<u8>, $crate::Letter) {
            use $crate::Factor as _;
            let mut asked = $factor
                .ask_again(
                    &world.setting(),
                    purpose,
                    data,
                    &mut $crate::testing::Seeded::new(seed),
                )
                .unwrap()
                .unwrap();
            (asked.data, asked.letters.remove(0))
        }

        /// The refusal of an answer and whether it counts; `None` where it was right.
        fn refusal(
            world: &$crate::testing::World,
            data: &[u8],
            authenticators: &[$crate::Authenticator],
            code: &str,
        ) -> Option<(domain::refusal::Refusal, bool)> {
            use $crate::Factor as _;
            let form = $crate::Form::from_iter([("code", code)]);
            let outcome = $factor.answer(&world.setting(), data, authenticators, &form);
            match outcome.unwrap() {
                $crate::Outcome::Verified { .. } => None,
                $crate::Outcome::Rejected(refusal) => Some((refusal, true)),
                $crate::Outcome::NotCounted(refusal) => Some((refusal, false)),
                $crate::Outcome::Copied { .. } => panic!("nothing is copied here"),
            }
        }

        fn step(
            world: &$crate::testing::World,
            draft: &[u8],
            fields: &[(&str, &str)],
            seed: u64,
        ) -> $crate::Progress {
            use $crate::Factor as _;
            let form: $crate::Form = fields.iter().copied().collect();
            $factor
                .continue_enrolment(
                    &world.setting(),
                    draft,
                    &form,
                    &mut $crate::testing::Seeded::new(seed),
                )
                .unwrap()
        }

        fn sent(
            world: &$crate::testing::World,
            draft: &[u8],
            fields: &[(&str, &str)],
            seed: u64,
        ) -> (Vec<u8>, $crate::Letter) {
            match step(world, draft, fields, seed) {
                $crate::Progress::Show(mut next) => (next.data, next.letters.remove(0)),
                _ => panic!("nothing was sent for {fields:?}"),
            }
        }

        fn refused(
            world: &$crate::testing::World,
            draft: &[u8],
            fields: &[(&str, &str)],
        ) -> domain::refusal::Refusal {
            match step(world, draft, fields, 99) {
                $crate::Progress::Rejected(refusal) => refusal,
                _ => panic!("{fields:?} was not refused"),
            }
        }

        fn begun(world: &$crate::testing::World) -> Vec<u8> {
            use $crate::Factor as _;
            $factor
                .begin_enrolment(&world.setting(), &[], &mut $crate::testing::Seeded::new(20))
                .data
        }
    };
}

pub(crate) use steps_of;
