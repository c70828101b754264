//! Machines' credentials, as the people who look after clients make, rotate and revoke them.
//!
//! Nobody gives a machine more than they have themselves, and no machine makes or rotates a credential: that wants a person's fresh proof. A
//! secret is in the answer of the act that drew it and nowhere else; what is kept is a keyed hash.

mod create;
mod issue;
mod list;
mod revoke;
mod rotate;

pub use create::{NewCredential, create_credential};
pub use issue::{
    CreatedCredential, LONGEST_CREDENTIAL_DAYS, MOST_OVERLAP_DAYS, USUAL_CREDENTIAL_DAYS,
};
pub use list::{CredentialPage, credential, list_credentials, list_machines};
pub use revoke::{revoke_credential, revoke_own_credential};
pub use rotate::rotate_credential;
