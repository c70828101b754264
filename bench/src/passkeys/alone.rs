//! The factor's judgement of an assertion without storage, beside the one verification in it that cannot be saved, on one core.

use anyhow::{Result, bail, ensure};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use data_encoding::BASE64URL_NOPAD;
use factors::testing::{Seeded, SoftAuthenticator, World};
use factors::{Authenticator, Consumption, Factor, Form, Outcome, Passkey, Registry};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::device::{Assertion, Device, text};
use crate::options::{Options, ROUNDS};
use crate::sample::Rounds;
use crate::stopwatch::Stopwatch;
use crate::table::{Aim, Row, Table, short};

/// Assertions of one turn: each with a question and a signature of its own.
const MANY: u32 = 64;
/// The bytes of an uncompressed point, which a `SubjectPublicKeyInfo` of P-256 ends with.
const POINT: usize = 65;

/// An assertion, and the same as bare bytes.
struct One {
    question: Vec<u8>,
    form: Form,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl One {
    fn of(assertion: &Assertion) -> Result<Self> {
        let part = |place| anyhow::Ok(decoded(text(&assertion.answer, place)?)?);
        let mut message = part("/response/authenticatorData")?;
        message.extend(Sha256::digest(part("/response/clientDataJSON")?));
        Ok(Self {
            question: assertion.data.clone(),
            form: assertion.form(),
            message,
            signature: part("/response/signature")?,
        })
    }
}

/// A world, a passkey in it, and assertions that are right.
struct Scene {
    world: World,
    own: Authenticator,
    all: Vec<One>,
    point: Vec<u8>,
    counts: bool,
}

impl Scene {
    fn lay(soft: SoftAuthenticator, counts: bool) -> Result<Self> {
        let world = World::new(&Registry::standard());
        let mut random = Seeded::new(7);
        let mut device = Device::bind(soft, &world.setting(), &mut random)?.0;
        let all = (0..MANY)
            .map(|_| One::of(&device.ask(&world.setting(), &mut random)?))
            .collect::<Result<_>>()?;
        let public = decoded(&device.public)?;
        let point = public[public.len().saturating_sub(POINT)..].to_vec();
        Ok(Self {
            world,
            own: device.own,
            all,
            point,
            counts,
        })
    }

    /// Judges them all as an answer is judged.
    fn judged(&self) -> Result<()> {
        let own = std::slice::from_ref(&self.own);
        for one in &self.all {
            let outcome = Passkey.answer(&self.world.setting(), &one.question, own, &one.form)?;
            let Outcome::Verified { consumption, .. } = outcome else {
                bail!("a right assertion was refused");
            };
            let kept = matches!(consumption, Consumption::Data(_));
            ensure!(kept == self.counts, "what is kept of a use");
        }
        Ok(())
    }

    /// Verifies their signatures by the library that judges them; the key is ready.
    fn by_the_same(&self, key: &VerifyingKey) -> Result<()> {
        for one in &self.all {
            key.verify(&one.message, &Signature::from_der(&one.signature)?)?;
        }
        Ok(())
    }

    /// Verifies them by the fastest library at hand; the key is ready.
    fn by_the_fastest(&self, key: &ParsedPublicKey) -> Result<()> {
        for one in &self.all {
            key.verify_sig(&one.message, &one.signature)?;
        }
        Ok(())
    }
}

/// Takes the figures.
pub(super) fn measure(options: &Options, table: &mut Table) -> Result<()> {
    let kinds = [
        (
            "that counts its uses",
            SoftAuthenticator::device_bound(),
            true,
        ),
        (
            "that is synced and does not count",
            SoftAuthenticator::synced(),
            false,
        ),
    ];
    for (named, soft, counts) in kinds {
        let scene = Scene::lay(soft, counts)?;
        let (same, fastest) = rounds(&scene, options)?;
        let figure = format!("{}/s on one core", short(same.figure()));
        let mut add = |rounds: &Rounds, aim, by: &str| {
            table.add(Row {
                what: format!("assertions judged without storage, a passkey {named}"),
                held: rounds.ratio(),
                unit: "",
                aim,
                figure: figure.clone(),
                yardstick: format!(
                    "{}/s bare P-256 verifications by {by}; rounds {}",
                    short(rounds.yardstick()),
                    rounds.range()
                ),
            });
        };
        add(&same, Aim::AtLeast(0.7), "`p256`, which judges them");
        add(&fastest, Aim::None, "`aws-lc-rs`");
    }
    Ok(())
}

/// All three in turns of some milliseconds, so that what disturbs one disturbs the others.
fn rounds(scene: &Scene, options: &Options) -> Result<(Rounds, Rounds)> {
    let same = VerifyingKey::from_sec1_bytes(&scene.point)?;
    let fastest = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &scene.point)?;
    let (mut by_same, mut by_fastest) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        let (watch, mut turns, mut spent) = (Stopwatch::start(), 0_u32, [0.0; 3]);
        while !watch.has_run_for(options.round()) {
            turns += 1;
            spent[0] += timed(|| scene.judged())?;
            spent[1] += timed(|| scene.by_the_same(&same))?;
            spent[2] += timed(|| scene.by_the_fastest(&fastest))?;
        }
        let done = f64::from(turns * MANY) * 1000.0;
        let [judged, same, fastest] = spent.map(|millis| done / millis);
        by_same.add(judged, same);
        by_fastest.add(judged, fastest);
    }
    Ok((by_same, by_fastest))
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let watch = Stopwatch::start();
    work()?;
    Ok(watch.millis())
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    Ok(BASE64URL_NOPAD.decode(text.as_bytes())?)
}
