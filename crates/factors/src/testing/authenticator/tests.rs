#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
//! The authenticator against the library that judges passkeys: what is right is accepted, and each broken thing is refused, but for
//! what that library does not look at. Those lists are exact, so that an update of the library that looks at more, or at less, is seen.

mod behaviour;
mod table;

use std::time::Duration;

use serde_json::Value;
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::proto::{
    AttestationCaList, AttestationConveyancePreference, AuthenticationResult, AuthenticationState,
    COSEAlgorithm, Credential, PublicKeyCredential, RegisterPublicKeyCredential, RegistrationState,
    UserVerificationPolicy,
};

use super::TestMaker;

const ORIGIN: &str = "https://login.example.se";
const USER: &[u8] = b"a user handle of 32 bytes, full.";

/// A relying party that leaves everything to the library.
struct Party {
    core: WebauthnCore,
    roots: Option<AttestationCaList>,
    attestation: AttestationConveyancePreference,
    algorithms: Vec<COSEAlgorithm>,
}

impl Party {
    fn new() -> Self {
        let core = WebauthnCore::new_unsafe_experts_only(
            "Björkens Omsorg",
            "login.example.se",
            vec![Url::parse(ORIGIN).unwrap()],
            Duration::from_mins(5),
            None,
            None,
        );
        Self {
            core,
            roots: None,
            attestation: AttestationConveyancePreference::None,
            algorithms: vec![COSEAlgorithm::ES256, COSEAlgorithm::RS256],
        }
    }

    fn trusting(maker: &TestMaker) -> Self {
        let root = maker.root_pem().as_bytes();
        Self {
            roots: Some(AttestationCaList::try_from(root).unwrap()),
            attestation: AttestationConveyancePreference::Direct,
            ..Self::new()
        }
    }

    fn ask_create(&self) -> (Value, RegistrationState) {
        let builder = self
            .core
            .new_challenge_register_builder(USER, "anna", "Anna Lind");
        let builder = builder
            .unwrap()
            .user_verification_policy(UserVerificationPolicy::Required)
            .credential_algorithms(self.algorithms.clone())
            .attestation(self.attestation.clone());
        let (options, state) = self.core.generate_challenge_register(builder).unwrap();
        (serde_json::to_value(options.public_key).unwrap(), state)
    }

    fn judge_create(&self, answer: Value, state: &RegistrationState) -> Result<Credential, String> {
        let answer: RegisterPublicKeyCredential =
            serde_json::from_value(answer).map_err(|fault| fault.to_string())?;
        let judged = self
            .core
            .register_credential(&answer, state, self.roots.as_ref());
        judged.map_err(|fault| format!("{fault:?}"))
    }

    fn ask_get(&self, credentials: Vec<Credential>) -> (Value, AuthenticationState) {
        let policy = Some(UserVerificationPolicy::Required);
        let builder = self
            .core
            .new_challenge_authenticate_builder(credentials, policy);
        let (options, state) = self
            .core
            .generate_challenge_authenticate(builder.unwrap())
            .unwrap();
        (serde_json::to_value(options.public_key).unwrap(), state)
    }

    fn judge_get(
        &self,
        answer: Value,
        state: &AuthenticationState,
    ) -> Result<AuthenticationResult, String> {
        let answer: PublicKeyCredential =
            serde_json::from_value(answer).map_err(|fault| fault.to_string())?;
        let judged = self.core.authenticate_credential(&answer, state);
        judged.map_err(|fault| format!("{fault:?}"))
    }
}
