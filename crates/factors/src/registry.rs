//! Which factors there are. The only list of them.

use std::sync::Arc;

use domain::factor::{FactorKind, Profile};
use text::Source;

use crate::{BankId, Email, Factor, Passkey, RecoveryCodes, Sms, Totp, Voice};

/// The factors of an installation, strongest first.
#[derive(Clone)]
pub struct Registry {
    factors: Vec<Arc<dyn Factor>>,
}

impl Registry {
    /// Every factor that this program knows.
    pub fn standard() -> Self {
        Self::of(vec![
            Arc::new(Passkey),
            Arc::new(BankId),
            Arc::new(Totp),
            Arc::new(Sms),
            Arc::new(Voice),
            Arc::new(Email),
            Arc::new(RecoveryCodes),
        ])
    }

    /// A registry of these factors.
    pub fn of(mut factors: Vec<Arc<dyn Factor>>) -> Self {
        factors.sort_by_key(|factor| factor.profile().rank);
        Self { factors }
    }

    /// The factor called `kind`, where this program knows it.
    pub fn find(&self, kind: &FactorKind) -> Option<&Arc<dyn Factor>> {
        self.factors
            .iter()
            .find(|factor| factor.profile().kind == *kind)
    }

    /// All of them, strongest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Factor>> {
        self.factors.iter()
    }

    /// The one that only stands behind the others and is set up with the first of them.
    pub fn backup(&self) -> Option<&Arc<dyn Factor>> {
        self.factors
            .iter()
            .find(|factor| factor.profile().is_backup)
    }

    /// What kinds of proof they are, strongest first.
    pub fn profiles(&self) -> Vec<Profile> {
        self.factors
            .iter()
            .map(|factor| factor.profile().clone())
            .collect()
    }

    /// Their words, to be added to the catalogue.
    pub fn words(&self) -> Vec<Source> {
        self.factors
            .iter()
            .flat_map(|factor| factor.words())
            .collect()
    }
}
