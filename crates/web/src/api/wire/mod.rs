//! What goes over the wire: structs with the names that other programs rely on. Requests refuse what they do not know; answers hold no secret
//! but the one that they draw, and no hash.

pub(in crate::api) mod audit;
pub(in crate::api) mod credentials;
pub(in crate::api) mod effect;
pub(in crate::api) mod imports;
pub(in crate::api) mod messages;
pub(in crate::api) mod organisation;
pub(in crate::api) mod people;
pub(in crate::api) mod recovery;
pub(in crate::api) mod roles;
pub(in crate::api) mod time;
pub(in crate::api) mod users;
