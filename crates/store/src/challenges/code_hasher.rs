//! The keyed hash that factors keep of their codes: made outside units too, and of no use without the key file.

use domain::id::OrganisationId;

use crate::store::Store;

const CODE: &str = "factor code";

/// Hashes codes of one organisation.
#[derive(Clone)]
pub struct CodeHasher {
    store: Store,
    organisation: OrganisationId,
}

impl CodeHasher {
    /// The hash of `bytes` under the current key.
    pub fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        let hash = self.store.keys().hash(CODE, &self.organisation, bytes);
        hash.as_bytes().to_vec()
    }

    /// Whether `stored` is the hash of `bytes` under the key it names, in constant time.
    pub fn matches(&self, bytes: &[u8], stored: &[u8]) -> bool {
        self.store
            .keys()
            .hash_matches(CODE, &self.organisation, bytes, stored)
    }
}

impl Store {
    /// What hashes the codes of this organisation.
    pub fn code_hasher(&self, organisation: OrganisationId) -> CodeHasher {
        CodeHasher {
            store: self.clone(),
            organisation,
        }
    }
}
