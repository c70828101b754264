//! The administration: what those who look after an organisation see and change.
//!
//! Forms are lists of [`Field`]s, so that one template shows them all and a kind of gateway brings its own. A secret is never among what a
//! page shows: a field for one is empty, and says whether something is kept.

mod audit;
mod credentials;
mod deliveries;
mod effect_panel;
mod field;
mod form;
mod home;
mod imports;
mod messages;
mod organisation;
mod people;
mod permission_ticks;
mod permissions;
mod readiness;
mod recovery;
mod role_card;
mod wording;

pub use audit::{AuditEntryPage, AuditLogPage, Changed, LoggedRow};
pub use credentials::{CredentialMadePage, CredentialRow, CredentialsPage, MachineRow};
pub use deliveries::{DeliveriesPage, DeliveryRow};
pub use effect_panel::{EffectBar, EffectFragment, EffectPanel};
pub use field::{Field, Fieldset, Selectable, Shape};
pub use form::{ConfirmPage, FormPage, KindRow, KindsPage, Note};
pub use home::{AreaCard, Chart, ChartRow, HomePage, Matter};
pub use imports::{
    ImportCheckingPage, ImportCount, ImportListPage, ImportListRow, ImportMappingPage,
    ImportNewPage, ImportRowLine, ImportRowsPage, MappedColumn,
};
pub use messages::{GatewayRow, GatewayStanding, MessagesPage, Need, Prerequisite, WordingRow};
pub use organisation::{AccentPreview, LogoPage, OrganisationPage, SettingsSection, SwitchPage};
pub use people::{
    ActLink, AddressRow, AllPage, HappenedRow, Letter, LoginRow, OrderPage, OwnedRow, PeoplePage,
    PersonPage, PersonRow, PolicyRow,
};
pub use permission_ticks::{PermissionTick, PermissionTicks, TickGroup};
pub use permissions::{
    ImportDryRun, ImportLine, PermissionGroup, PermissionImportPage, PermissionRow, PermissionsPage,
};
pub use readiness::{
    LetterShown, LetterTextShown, LettersPage, ReadinessCount, ReadinessMend, ReadinessPage,
    ReadinessPerson,
};
pub use recovery::{
    Act, AskForm, AskedPart, CasePage, CaseRow, Check, EidPart, FoundRow, OutcomeChoice, PassPage,
    RecoveryPage,
};
pub use role_card::{CardActs, CardPager, CardTwoStep, FactorTick, RoleCardPage};
pub use wording::{Measured, WordingPage};
