//! The administration: what those who look after an organisation see and change.
//!
//! Forms are lists of [`Field`]s, so that one template shows them all and a kind of gateway brings its own. A secret is never among what a
//! page shows: a field for one is empty, and says whether something is kept.

mod deliveries;
mod field;
mod form;
mod home;
mod messages;
mod wording;

pub use deliveries::{DeliveriesPage, DeliveryRow};
pub use field::{Field, Fieldset, Selectable, Shape};
pub use form::{ConfirmPage, FormPage, KindRow, KindsPage, Note};
pub use home::{AreaCard, HomePage, Matter};
pub use messages::{GatewayRow, GatewayStanding, MessagesPage, Need, Prerequisite, WordingRow};
pub use wording::{Measured, WordingPage};
