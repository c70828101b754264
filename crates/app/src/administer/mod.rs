//! Organisations, role cards and people, as the command line, the demo and the administration change them.
//!
//! What only an owner may do is checked here, in the unit that does it; whether somebody may come here at all (`tvasteg.people` and so
//! on) is asked by the page that lets them. A refusal rolls its unit back, so nothing is half done, and each act writes its audit row.

mod add_organisation;
mod add_permission;
mod add_role;
mod add_user;
mod assign_role;
mod bind_authenticator;
mod by;
mod change_organisation;
mod checks;
mod fault;
mod invite;
mod issue_pass;
mod list;
mod save_role;
mod set_owner;
mod suspend_organisation;
mod suspend_user;
mod unit;

pub use add_organisation::{NewOrganisation, add_organisation};
pub use add_permission::add_permission;
pub use add_role::{NewRole, add_role};
pub use add_user::{AddedUser, NewUser, add_user};
pub use assign_role::{assign_role, unassign_role};
pub use bind_authenticator::bind_authenticator;
pub use by::By;
pub use change_organisation::{OrganisationChange, change_organisation};
pub use fault::{AdministerFault, Reason};
pub use invite::{Handing, Invitation, invite};
pub use issue_pass::{EnrolmentPass, LONGEST_PASS, SHORTEST_PASS, issue_pass};
pub use list::{
    UserPage, list_organisations, list_permissions, list_roles, list_users, organisation_named,
    role_named, user_named,
};
pub use save_role::save_role;
pub use set_owner::set_owner;
pub use store::Permission;
pub use suspend_organisation::suspend_organisation;
pub use suspend_user::suspend_user;
