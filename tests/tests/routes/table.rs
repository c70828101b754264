//! What each route gives to whom.

/// What a route gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    /// The same to everybody, whoever they are: this status.
    Same(u16),
    /// The same to everybody, but somebody signed in is led on instead.
    SameOrOn(u16),
    /// Whether the node can serve: 503 where the mock clock and the database's differ.
    Health,
    /// Where the login stands, by the state.
    Standing,
    /// A file of the enrolment that the login has under way; everybody else is led to the login.
    EnrolmentFile,
    /// The page after an enrolment, for somebody signed in; everybody else is led to the login.
    AfterEnrolment,
    /// The page for a new password, for a login that a link took that far; everybody else is told that it is over.
    NewPassword,
    /// A form of the login: it leads on, or shows where the login stands.
    LoginForm,
    /// A form that everybody may send.
    OpenForm,
    /// A page of one's own: for somebody signed in alone.
    OwnPage,
    /// A form of one's own: for somebody signed in alone.
    OwnForm,
    /// A page of the administration: for whoever has the right to it. For everybody else signed in there is no such page.
    AdminPage,
    /// A form of the administration: likewise.
    AdminForm,
    /// A page of the installation: for whoever of the default organisation has the right over it, and for nobody next door.
    OperatorPage,
    /// A form of the installation: likewise.
    OperatorForm,
    /// The demo's: nowhere else.
    Demo,
}

use Gives::{
    AdminForm, AdminPage, AfterEnrolment, Demo, EnrolmentFile, Health, LoginForm, NewPassword,
    OpenForm, OperatorForm, OperatorPage, OwnForm, OwnPage, Same, SameOrOn, Standing,
};

/// Every route: method, path, what it gives. `{o}` stands for the organisation's part, with and without which the route exists.
pub(crate) const EXPECTED: [(&str, &str, Gives); 163] = [
    ("GET", "{o}/login", Standing),
    ("POST", "{o}/login", LoginForm),
    ("POST", "{o}/login/password", LoginForm),
    ("POST", "{o}/login/choose", LoginForm),
    ("POST", "{o}/login/answer", LoginForm),
    ("POST", "{o}/login/resend", LoginForm),
    ("POST", "{o}/login/cancel", LoginForm),
    ("POST", "{o}/login/trust", LoginForm),
    ("POST", "{o}/login/later", LoginForm),
    ("POST", "{o}/login/enrol/choose", LoginForm),
    ("POST", "{o}/login/enrol/step", LoginForm),
    ("POST", "{o}/login/enrol/resend", LoginForm),
    ("POST", "{o}/login/enrol/cancel", LoginForm),
    ("GET", "{o}/login/enrol/codes.txt", EnrolmentFile),
    ("GET", "{o}/login/message", Same(200)),
    ("GET", "{o}/login/done", AfterEnrolment),
    ("GET", "{o}/login/support", Same(200)),
    ("POST", "{o}/login/support", LoginForm),
    ("GET", "{o}/recover", Same(200)),
    ("POST", "{o}/recover", OpenForm),
    ("GET", "{o}/recover/password", NewPassword),
    ("POST", "{o}/recover/password", NewPassword),
    ("GET", "{o}/recover/code", Same(200)),
    ("POST", "{o}/recover/code", OpenForm),
    ("GET", "{o}/recover/confirm/{token}", Same(422)),
    ("POST", "{o}/recover/confirm/{token}", OpenForm),
    ("GET", "{o}/recover/stop/{token}", Same(422)),
    ("POST", "{o}/recover/stop/{token}", OpenForm),
    ("GET", "{o}/recover/{token}", Same(422)),
    ("POST", "{o}/recover/{token}", OpenForm),
    ("GET", "{o}/support", Same(200)),
    ("GET", "{o}/accessibility", Same(200)),
    ("GET", "/o/{org}", Same(303)),
    ("GET", "/o/{org}/", Same(303)),
    ("GET", "/", Same(303)),
    ("GET", "/guide", Same(303)),
    ("GET", "/guide/{language}", Same(200)),
    ("GET", "/assets/{file}", Same(404)),
    ("GET", "/assets/guide/{file}", Same(404)),
    ("GET", "/o/{org}/accent.css", Same(200)),
    ("GET", "/o/{org}/logo", Same(404)),
    ("GET", "/favicon.ico", Same(200)),
    ("GET", "/robots.txt", Same(200)),
    ("GET", "/reports/{token}", Same(404)),
    ("POST", "/reports/{token}", Same(404)),
    ("GET", "/recordings/{file}", Same(404)),
    ("GET", "/healthz", Same(200)),
    ("GET", "/readyz", Health),
    ("GET", "/account", OwnPage),
    ("GET", "/account/ended", SameOrOn(200)),
    ("POST", "/account/sign-out", OwnForm),
    ("POST", "/account/extend", OwnForm),
    ("GET", "/account/security", OwnPage),
    (
        "GET",
        "/account/security/authenticators/{id}/rename",
        OwnPage,
    ),
    (
        "POST",
        "/account/security/authenticators/{id}/rename",
        OwnForm,
    ),
    (
        "GET",
        "/account/security/authenticators/{id}/remove",
        OwnPage,
    ),
    (
        "POST",
        "/account/security/authenticators/{id}/remove",
        OwnForm,
    ),
    ("GET", "/account/security/switch-off", OwnPage),
    ("POST", "/account/security/switch-off", OwnForm),
    ("GET", "/account/security/password", OwnPage),
    ("POST", "/account/security/password", OwnForm),
    ("POST", "/account/security/devices/{id}/forget", OwnForm),
    ("POST", "/account/security/sessions/{id}/end", OwnForm),
    ("POST", "/account/security/sessions/end-others", OwnForm),
    ("GET", "/account/security/add", OwnPage),
    ("POST", "/account/security/add", OwnForm),
    ("GET", "/account/security/add/done", OwnPage),
    ("POST", "/account/security/add/cancel", OwnForm),
    ("GET", "/account/security/add/{kind}", OwnPage),
    ("POST", "/account/security/add/{kind}", OwnForm),
    ("POST", "/account/security/add/{kind}/resend", OwnForm),
    ("GET", "/account/security/add/{kind}/codes.txt", OwnPage),
    ("GET", "/admin", AdminPage),
    ("GET", "/admin/", AdminPage),
    ("GET", "/admin/figures/{file}", AdminPage),
    ("GET", "/admin/settings", AdminPage),
    ("GET", "/admin/settings/general", AdminPage),
    ("POST", "/admin/settings/general", AdminForm),
    ("GET", "/admin/settings/contact", AdminPage),
    ("POST", "/admin/settings/contact", AdminForm),
    ("GET", "/admin/settings/trusted-days", AdminPage),
    ("POST", "/admin/settings/trusted-days", AdminForm),
    ("GET", "/admin/settings/access", AdminPage),
    ("POST", "/admin/settings/access", AdminForm),
    ("GET", "/admin/settings/recovery", AdminPage),
    ("POST", "/admin/settings/recovery", AdminForm),
    ("GET", "/admin/settings/languages", AdminPage),
    ("POST", "/admin/settings/languages", AdminForm),
    ("GET", "/admin/settings/factors", AdminPage),
    ("POST", "/admin/settings/factors", AdminForm),
    ("GET", "/admin/settings/add-on", AdminPage),
    ("POST", "/admin/settings/add-on", AdminForm),
    ("GET", "/admin/settings/logo", AdminPage),
    ("POST", "/admin/settings/logo", AdminForm),
    ("POST", "/admin/settings/logo/remove", AdminForm),
    ("GET", "/operator", OperatorPage),
    ("GET", "/operator/", OperatorPage),
    ("GET", "/operator/add", OperatorPage),
    ("POST", "/operator/add", OperatorForm),
    ("GET", "/operator/organisations/{slug}", OperatorPage),
    ("POST", "/operator/organisations/{slug}", OperatorForm),
    ("GET", "/admin/messages", AdminPage),
    ("GET", "/admin/messages/gateways/add", AdminPage),
    ("GET", "/admin/messages/gateways/add/{kind}", AdminPage),
    ("POST", "/admin/messages/gateways/add/{kind}", AdminForm),
    ("GET", "/admin/messages/gateways/{id}", AdminPage),
    ("POST", "/admin/messages/gateways/{id}", AdminForm),
    ("POST", "/admin/messages/gateways/{id}/move", AdminForm),
    ("POST", "/admin/messages/gateways/{id}/switch", AdminForm),
    ("GET", "/admin/messages/gateways/{id}/remove", AdminPage),
    ("POST", "/admin/messages/gateways/{id}/remove", AdminForm),
    ("GET", "/admin/messages/test", AdminPage),
    ("POST", "/admin/messages/test", AdminForm),
    ("GET", "/admin/messages/sending", AdminPage),
    ("POST", "/admin/messages/sending", AdminForm),
    ("GET", "/admin/messages/limits", AdminPage),
    ("POST", "/admin/messages/limits", AdminForm),
    ("GET", "/admin/messages/prices", AdminPage),
    ("POST", "/admin/messages/prices", AdminForm),
    ("GET", "/admin/messages/texts/{key}", AdminPage),
    ("POST", "/admin/messages/texts/{key}", AdminForm),
    ("GET", "/admin/roles", AdminPage),
    ("GET", "/admin/roles/add", AdminPage),
    ("POST", "/admin/roles/add", AdminForm),
    ("GET", "/admin/roles/{id}", AdminPage),
    ("POST", "/admin/roles/{id}", AdminForm),
    ("POST", "/admin/roles/{id}/effect", AdminForm),
    ("POST", "/admin/roles/{id}/move", AdminForm),
    ("GET", "/admin/roles/{id}/remove", AdminPage),
    ("POST", "/admin/roles/{id}/remove", AdminForm),
    ("GET", "/admin/roles/{id}/readiness", AdminPage),
    ("GET", "/admin/roles/{id}/readiness.csv", AdminPage),
    ("GET", "/admin/roles/{id}/readiness/letters", AdminPage),
    (
        "POST",
        "/admin/roles/{id}/readiness/letters",
        AdminForm,
    ),
    ("GET", "/admin/roles/permissions", AdminPage),
    ("GET", "/admin/roles/permissions/add", AdminPage),
    ("POST", "/admin/roles/permissions/add", AdminForm),
    ("GET", "/admin/roles/permissions/import", AdminPage),
    ("POST", "/admin/roles/permissions/import", AdminForm),
    ("GET", "/admin/roles/permissions/key/{key}", AdminPage),
    ("POST", "/admin/roles/permissions/key/{key}", AdminForm),
    ("POST", "/admin/roles/permissions/key/{key}/move", AdminForm),
    (
        "GET",
        "/admin/roles/permissions/key/{key}/remove",
        AdminPage,
    ),
    (
        "POST",
        "/admin/roles/permissions/key/{key}/remove",
        AdminForm,
    ),
    ("GET", "/admin/deliveries", AdminPage),
    ("GET", "/admin/recovery", AdminPage),
    ("GET", "/admin/recovery/new", AdminPage),
    ("POST", "/admin/recovery/new", AdminForm),
    ("GET", "/admin/recovery/{id}", AdminPage),
    ("POST", "/admin/recovery/{id}/proof", AdminForm),
    ("POST", "/admin/recovery/{id}/link", AdminForm),
    ("POST", "/admin/recovery/{id}/choose", AdminForm),
    ("GET", "/admin/recovery/{id}/ask", AdminPage),
    ("POST", "/admin/recovery/{id}/ask", AdminForm),
    ("POST", "/admin/recovery/{id}/approve", AdminForm),
    ("POST", "/admin/recovery/{id}/decline", AdminForm),
    ("POST", "/admin/recovery/{id}/act", AdminForm),
    ("POST", "/admin/recovery/{id}/close", AdminForm),
    ("GET", "/admin/deliveries.csv", AdminPage),
    ("GET", "/demo", Demo),
    ("GET", "/demo/", Demo),
    ("GET", "/demo/outbox.json", Demo),
    ("POST", "/demo/clock", Demo),
];

/// The lines, with both spellings of those that have two.
pub(crate) fn expected() -> Vec<(String, String, Gives)> {
    let mut lines = Vec::new();
    for (method, path, gives) in EXPECTED {
        match path.strip_prefix("{o}") {
            Some(rest) => {
                lines.push((method.to_owned(), rest.to_owned(), gives));
                lines.push((method.to_owned(), format!("/o/{{org}}{rest}"), gives));
            }
            None => lines.push((method.to_owned(), path.to_owned(), gives)),
        }
    }
    lines
}
