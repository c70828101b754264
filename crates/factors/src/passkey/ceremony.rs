//! The two ceremonies of `WebAuthn` Level 3: what the browser is asked for, and what its answer is worth (§7.1, §7.2; R33).
//!
//! Signatures, flags, origin, challenge and attestation are judged by `webauthn-rs-core`, whose states are put together here in the form
//! in which it keeps them. Beside it: what [`strict`](super::strict) reads, the account's own handle, a key on the curve that it names, and a
//! count of uses that rises.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use domain::factor::DeviceProof;
use domain::organisation::{Copied, RelyingParty};
use domain::refusal::Refusal;
use serde_json::{Value, json};
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AttestationCaList, AttestationFormat, AuthenticationState, COSEAlgorithm, COSEKey, COSEKeyType,
    Credential, ECDSACurve, ParsedAttestation, PublicKeyCredential, RegistrationState,
    UserVerificationPolicy,
};

use super::data::{Base64, Held, Question};
use super::strict::Sent;
use super::{LIVES_FOR, makers};
use crate::Setting;

/// `PublicKeyCredentialCreationOptionsJSON`.
pub(super) fn creation(setting: &Setting<'_>, question: &Question) -> Value {
    let organisation = setting.organisation;
    let rules = &organisation.rules.passkeys;
    let strict = question.verified || rules.demands_make();
    let algorithms: Vec<Value> = COSEAlgorithm::secure_algs()
        .into_iter()
        .map(|algorithm| json!({ "type": "public-key", "alg": algorithm as i64 }))
        .collect();
    json!({
        "rp": { "id": relying_party(setting).id, "name": organisation.name },
        "user": {
            "id": encoded(&handle(setting)),
            "name": setting.username,
            "displayName": setting.username,
        },
        "challenge": question.challenge,
        "pubKeyCredParams": algorithms,
        "timeout": LIVES_FOR.as_millis(),
        "excludeCredentials": question.excluded.iter().map(|id| json!({ "type": "public-key", "id": id })).collect::<Vec<_>>(),
        "authenticatorSelection": {
            "residentKey": if strict { "required" } else { "preferred" },
            "requireResidentKey": strict,
            "userVerification": wish(strict),
        },
        "attestation": if rules.demands_make() { "direct" } else { "none" },
        "extensions": { "credProps": true },
    })
}

/// `PublicKeyCredentialRequestOptionsJSON`. The list of passkeys is empty where nobody is known yet: any that the device has is asked for.
pub(super) fn request(setting: &Setting<'_>, question: &Question, held: &[Held]) -> Value {
    let own = relying_party(setting);
    let allowed = held.iter().filter(|held| held.relying_party == own.id);
    json!({
        "challenge": question.challenge,
        "rpId": own.id,
        "timeout": LIVES_FOR.as_millis(),
        "userVerification": wish(demands_check(setting, question)),
        "allowCredentials": allowed
            .map(|held| json!({
                "type": "public-key",
                "id": encoded(held.id()),
                "transports": held.transports,
            }))
            .collect::<Vec<_>>(),
    })
}

/// Judges a new passkey.
pub(super) fn create(
    setting: &Setting<'_>,
    question: &Question,
    sent: &str,
) -> Result<Held, Refusal> {
    let own = relying_party(setting);
    let sent = Sent::read(sent)?;
    sent.is_asked_by(&question.challenge.0, &own.origins)?;
    let model = sent.model()?;
    let rules = &setting.organisation.rules.passkeys;
    let makers = makers::lists(rules).map_err(|_| Refusal::PasskeyMake)?;
    let strict = demands_check(setting, question) || rules.demands_make();
    let state = registration(question, strict).ok_or(Refusal::PasskeyWrong)?;
    let (core, reply) = (core(&own), sent.parsed()?);
    let judge = |maker: Option<&AttestationCaList>| {
        let judged = core.register_credential(&reply, &state, maker);
        judged.map_err(|fault| refusal_of(&fault))
    };
    let credential = match makers.split_first() {
        None => judge(None),
        Some((first, others)) => others.iter().fold(judge(Some(first)), |judged, other| {
            // Only what another maker may vouch for is asked of the next.
            judged.or_else(|refusal| match refusal {
                Refusal::PasskeyMake => judge(Some(other)),
                refusal => Err(refusal),
            })
        }),
    }?;
    if credential.cred_id != sent.id || !has_its_own_curve(&credential.cred) {
        return Err(Refusal::PasskeyWrong);
    }
    Ok(Held {
        counter: credential.counter,
        verified: credential.user_verified,
        credential: Credential {
            counter: 0,
            user_verified: false,
            registration_policy: UserVerificationPolicy::Preferred,
            // Judged by now, and never read again: it may name one device among all.
            attestation: ParsedAttestation::default(),
            attestation_format: AttestationFormat::None,
            ..credential
        },
        user: Base64(handle(setting)),
        relying_party: own.id,
        model: Base64(model.to_vec()),
        transports: sent.transports(),
    })
}

/// What the browser answered to a request.
pub(super) struct Answer {
    sent: Sent,
    /// The handle of the account that it says it belongs to; empty where it says none.
    handle: Vec<u8>,
}

impl Answer {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let sent = Sent::read(text)?;
        sent.uses_one()?;
        let handle = sent.handle()?;
        Ok(Self { sent, handle })
    }

    /// The credential id.
    pub(super) fn id(&self) -> &[u8] {
        &self.sent.id
    }

    /// Whether it tells whose it is, as it must where nobody is known yet.
    pub(super) const fn says_whose(&self) -> bool {
        !self.handle.is_empty()
    }

    pub(super) fn is_by(&self, held: &Held) -> bool {
        self.id() == held.id()
    }
}

/// What a right answer brings.
pub(super) struct Proof {
    pub(super) device: DeviceProof,
    /// Whether there may be a copy of it, which this organisation takes all the same.
    pub(super) copied: bool,
    /// The passkey as it is known from now on, where it changed.
    pub(super) left: Option<Held>,
}

/// Judges an answer by this passkey.
pub(super) fn prove(
    setting: &Setting<'_>,
    question: &Question,
    held: &Held,
    answer: &Answer,
) -> Result<Proof, Refusal> {
    let own = relying_party(setting);
    answer
        .sent
        .is_asked_by(&question.challenge.0, &own.origins)?;
    let is_own = !answer.says_whose() || answer.handle == held.user.0;
    if !is_own || held.relying_party != own.id {
        return Err(Refusal::PasskeyWrong);
    }
    let demanded = demands_check(setting, question);
    let state = authentication(question, demanded).ok_or(Refusal::PasskeyWrong)?;
    let reply: PublicKeyCredential = answer.sent.parsed()?;
    let result = core(&own)
        .authenticate_single_credential(&reply, &state, &held.credential)
        .map_err(|fault| refusal_of(&fault))?;
    let told = result.counter();
    let counts = told > 0 || held.counter > 0;
    let copied = counts && told <= held.counter;
    if copied && setting.organisation.rules.passkeys.copied == Copied::Refuse {
        return Err(Refusal::PasskeyCopied);
    }
    let is_backed_up = result.backup_state();
    let changed = told > held.counter || is_backed_up != held.credential.backup_state;
    Ok(Proof {
        device: held.device(result.user_verified()),
        copied,
        left: changed.then(|| held.seen(told, is_backed_up)),
    })
}

/// The organisation as browsers know it. Where they know none the factor is not offered, and an id that no page can have opens nothing.
pub(super) fn relying_party(setting: &Setting<'_>) -> RelyingParty {
    setting
        .organisation
        .relying_party()
        .unwrap_or(RelyingParty {
            id: String::new(),
            origins: Vec::new(),
        })
}

/// The handle that devices know the account by: nothing of the person is in it (`WebAuthn` Level 3 §14.6.1).
pub(super) fn handle(setting: &Setting<'_>) -> Vec<u8> {
    setting
        .user
        .map(|user| user.as_bytes().to_vec())
        .unwrap_or_default()
}

/// Whether the device must check the person: as was asked, and as the organisation demands by now.
fn demands_check(setting: &Setting<'_>, question: &Question) -> bool {
    question.verified || setting.organisation.rules.passkeys.verified
}

const fn wish(strict: bool) -> &'static str {
    if strict { "required" } else { "preferred" }
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn core(own: &RelyingParty) -> WebauthnCore {
    let wait = Duration::from_millis(u64::try_from(LIVES_FOR.as_millis()).unwrap_or_default());
    let exact = Some(false);
    WebauthnCore::new_unsafe_experts_only("", &own.id, own.origins.clone(), wait, exact, exact)
}

/// Whether a key is on the curve that its algorithm names; the library would verify another by another algorithm
/// (`WebAuthn` Level 3 §5.8.5).
const fn has_its_own_curve(key: &COSEKey) -> bool {
    match (&key.type_, &key.key) {
        (COSEAlgorithm::ES256, COSEKeyType::EC_EC2(key)) => {
            matches!(key.curve, ECDSACurve::SECP256R1)
        }
        (COSEAlgorithm::ES384, COSEKeyType::EC_EC2(key)) => {
            matches!(key.curve, ECDSACurve::SECP384R1)
        }
        (COSEAlgorithm::RS256, COSEKeyType::RSA(_)) => true,
        _ => false,
    }
}

fn registration(question: &Question, verified: bool) -> Option<RegistrationState> {
    let state = json!({
        "policy": wish(verified),
        "exclude_credentials": question.excluded,
        "challenge": question.challenge,
        "credential_algorithms": COSEAlgorithm::secure_algs(),
        "require_resident_key": verified,
        "authenticator_attachment": null,
        "extensions": {},
        "allow_synchronised_authenticators": true,
    });
    serde_json::from_value(state).ok()
}

fn authentication(question: &Question, verified: bool) -> Option<AuthenticationState> {
    let state = json!({
        "credentials": [],
        "policy": wish(verified),
        "challenge": question.challenge,
        "appid": null,
        "allow_backup_eligible_upgrade": false,
    });
    serde_json::from_value(state).ok()
}

const fn refusal_of(fault: &WebauthnError) -> Refusal {
    use WebauthnError as W;
    match fault {
        W::UserNotVerified => Refusal::PasskeyUnverified,
        W::AttestationNotSupported
        | W::AttestationTrustFailure
        | W::AttestationNotVerifiable
        | W::AttestationUntrustedAaguid
        | W::AttestationFormatMissingAaguid
        | W::AttestationCertificateAAGUIDMismatch
        | W::AttestationCertificateRequirementsNotMet
        | W::AttestationChainNotTrusted(_)
        | W::AttestationLeafCertMissing
        | W::MissingAttestationCaList => Refusal::PasskeyMake,
        _ => Refusal::PasskeyWrong,
    }
}
