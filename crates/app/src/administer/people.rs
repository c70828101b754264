//! People as those who look after them see and change them: lists, one person's page, and acts on all that a filter means.
//!
//! Whom somebody may touch, `reach` decides in the unit of the act. What was changed about how a person signs in, the person is told.

mod addresses;
mod bulk;
mod bulk_work;
mod change;
mod connect_eid;
mod end;
mod grace;
mod listed;
mod note;
mod person;
mod remove_factor;
mod roles;
mod told;

pub use crate::decision::Coming;
pub use addresses::{AddressChange, change_address};
pub use bulk::{BulkAct, BulkPlan, BulkProgress, apply_to_filter, bulk_progress, plan_for_filter};
pub use bulk_work::{work_off, worker};
pub use change::{PersonChange, change_person};
pub use connect_eid::{connect_eid, connectable};
pub use end::{Ended, end_sessions, forget_devices, unlock};
pub use grace::move_grace;
pub(super) use grace::move_in;
pub use listed::{PEOPLE_ON_A_PAGE, PeoplePage, list};
pub use note::{LONGEST_NOTE, save_note};
pub(in crate::administer) use person::names_of;
pub use person::{
    DeviceLine, Duty, EffectivePolicy, FactorLine, IdentificationLine, NoteLine, PersonView,
    SessionLine, person,
};
pub use remove_factor::remove_factor;
pub use roles::set_roles;
pub use store::{
    Address, AuditRow, Channel, From, Listed, MOST_HITS, Mailbox, PasswordWaits, PeopleFilter,
    PeopleOrder, PersonState, Place,
};
