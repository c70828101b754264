//! Organisations, role cards and people, as the command line, the demo and the administration change them.
//!
//! Whoever acts ([`By`]) comes through one door, in the unit of the act: the right that it needs, of a person fresh proof, of a machine the
//! scope, and what only an owner may do. A refusal rolls its unit back, so nothing is half done, and each act writes its audit row.

mod acting;
mod add_gateway;
mod add_organisation;
mod add_role;
mod add_user;
mod assign_role;
pub mod audit;
mod bind_authenticator;
mod by;
mod card_rules;
mod catalogue;
mod change_gateway;
mod change_organisation;
mod checks;
mod credentials;
mod delivery_log;
mod draft;
pub mod effect;
mod fault;
mod fields;
mod figures;
mod found_organisation;
mod gateway_kinds;
mod grace;
pub mod import;
mod invite;
mod issue_pass;
mod list;
mod logo;
mod machine_readings;
mod message_days;
mod move_role;
mod organisation_part;
pub mod people;
mod reach;
mod remove_gateway;
mod remove_role;
mod role_card;
mod save_message_settings;
mod save_role;
mod send_test_message;
mod set_owner;
mod subscription;
pub mod support;
mod suspend_organisation;
mod suspend_user;
mod unit;
mod wordings;

pub use add_gateway::add_gateway;
pub use add_organisation::{NewOrganisation, add_organisation};
pub use add_role::{NewRole, add_role};
pub use add_user::{AddedUser, NewUser, add_user};
pub use assign_role::{assign_role, unassign_role};
pub use bind_authenticator::bind_authenticator;
pub use by::By;
pub use catalogue::{
    CatalogueImport, Imported, NewPermission, PermissionChange, Step, add_permission,
    change_permission, import_permissions, move_permission, permission_holders, plan_permissions,
    remove_permission,
};
pub use change_gateway::{GatewayChange, change_gateway};
pub use change_organisation::{
    AllowedFactors, OrganisationChange, PasskeyChange, change_organisation, save_organisation,
};
pub use credentials::{
    CreatedCredential, CredentialPage, LONGEST_CREDENTIAL_DAYS, MOST_OVERLAP_DAYS, NewCredential,
    USUAL_CREDENTIAL_DAYS, create_credential, credential, list_credentials, list_machines,
    revoke_credential, revoke_own_credential, rotate_credential,
};
pub use delivery_log::{
    Amount, LogFilter, LogPage, LoggedMessage, MOST_EXPORTED, PAGE, delivery_log, delivery_log_of,
    export_delivery_log,
};
pub use draft::{draft_tag, is_draft_tag};
pub use fault::{AdministerFault, LockedOut, Reason};
pub use fields::{FieldFault, FieldWhy};
pub use figures::{
    CardCoverage, Coverage, Demanding, Figures, HOURS, LogStanding, LoginHour, demanding_cards,
    figures,
};
pub use found_organisation::{FirstOwner, Founded, found_organisation};
pub use gateway_kinds::{
    FieldShape, GatewayField, GatewayForm, GatewayKind, gateway_kind, gateway_kinds,
};
pub use invite::{Handing, Invitation, invite};
pub use issue_pass::{EnrolmentPass, LONGEST_PASS, SHORTEST_PASS, issue_pass};
pub use list::{
    ListedOrganisation, UserPage, list_organisations, list_permissions, list_roles, list_users,
    listed_organisations, organisation_named, role_named, user_named, user_with_roles,
};
pub use logo::{MOST_LOGO_BYTES, logo};
pub use machine_readings::{message_settings_of, organisation_by_id};
pub use message_days::{DAYS, MessageDay};
pub use move_role::move_role;
pub use organisation_part::OrganisationPart;
pub use remove_gateway::remove_gateway;
pub use remove_role::remove_role;
pub use role_card::{CardGround, RoleCard, card_ground, role_card, role_headings};
pub use save_message_settings::{SettingsPart, save_message_settings};
pub use save_role::save_role;
pub use send_test_message::{Tested, send_test_message};
pub use set_owner::set_owner;
pub use store::{ApiCredential, ListedCredential, Machine, Permission, RoleHeading};
pub use subscription::{GatewayAccount, Spending, Subscription, subscription};
pub use suspend_organisation::suspend_organisation;
pub use suspend_user::suspend_user;
pub use wordings::{Finished, Wording, finish_wording, origin_host, wordings};
