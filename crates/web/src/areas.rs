//! The areas of the administration: what each is called, where it lies and which right opens it. Only areas that exist stand here.

use app::session_check::SignedIn;
use domain::role::{BuiltIn, Rights};

use crate::pages::AreaLink;
use crate::state::WebState;
use text::Text;

/// The administration's first page.
pub(crate) const HOME: &str = "/admin/";

/// The organisations of the installation.
pub(crate) const OPERATOR: &str = "/operator/";

/// An area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// Role cards, and the catalogue of permissions.
    Roles,
    /// The people and machines of the organisation.
    People,
    /// Many people at once.
    Import,
    /// The support desk.
    Recovery,
    /// What machines call the API with.
    Credentials,
    /// Text messages and calls: gateways, guards, texts.
    Messages,
    /// What became of every message.
    Deliveries,
    /// The audit log.
    Audit,
    /// The organisation's own settings.
    Organisation,
}

impl Area {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 9] = [
        Self::Roles,
        Self::People,
        Self::Import,
        Self::Recovery,
        Self::Credentials,
        Self::Messages,
        Self::Deliveries,
        Self::Audit,
        Self::Organisation,
    ];

    /// Where it lies; everything below belongs to it.
    pub(crate) const fn address(self) -> &'static str {
        match self {
            Self::Roles => "/admin/roles",
            Self::People => "/admin/users",
            Self::Import => "/admin/import",
            Self::Recovery => "/admin/recovery",
            Self::Credentials => "/admin/credentials",
            Self::Messages => "/admin/messages",
            Self::Deliveries => "/admin/deliveries",
            Self::Audit => "/admin/audit",
            Self::Organisation => "/admin/settings",
        }
    }

    /// The right that opens it.
    pub(crate) const fn right(self) -> BuiltIn {
        match self {
            Self::Roles => BuiltIn::Roles,
            Self::People | Self::Import => BuiltIn::People,
            Self::Recovery => BuiltIn::Support,
            Self::Credentials => BuiltIn::Clients,
            Self::Messages | Self::Deliveries => BuiltIn::Messages,
            Self::Audit => BuiltIn::Audit,
            Self::Organisation => BuiltIn::Settings,
        }
    }

    /// The key of its name; `.about` says what it is for.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Roles => "admin-area-roles",
            Self::People => "admin-area-people",
            Self::Import => "admin-area-import",
            Self::Recovery => "admin-area-recovery",
            Self::Credentials => "admin-area-credentials",
            Self::Messages => "admin-area-messages",
            Self::Deliveries => "admin-area-deliveries",
            Self::Audit => "admin-area-audit",
            Self::Organisation => "admin-area-organisation",
        }
    }

    /// The area that a path lies in.
    pub(crate) fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| {
            path.strip_prefix(area.address())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
        })
    }
}

/// The areas that these rights open.
pub(crate) fn open_to(rights: &Rights) -> Vec<Area> {
    Area::ALL
        .into_iter()
        .filter(|area| rights.has(area.right()))
        .collect()
}

/// Whether somebody with these rights may have this address of the administration: an area's by its right, everything else by any.
pub(crate) fn may_enter(rights: &Rights, path: &str) -> bool {
    match Area::of(path) {
        Some(area) => rights.has(area.right()),
        None => !open_to(rights).is_empty(),
    }
}

/// Whether the installation's own addresses exist for somebody.
pub(crate) fn may_operate(who: &SignedIn, state: &WebState) -> bool {
    who.rights.has(BuiltIn::Installation) && who.organisation.slug == state.app.default_organisation
}

/// The links of the administration's bar: its first page, and what is open.
pub(crate) fn links(rights: &Rights, text: &Text, here: Option<Area>) -> Vec<AreaLink> {
    let home = AreaLink {
        name: text.get("admin-home"),
        href: HOME.to_owned(),
        current: here.is_none(),
    };
    let area = |area: Area| AreaLink {
        name: text.get(area.name()),
        href: area.address().to_owned(),
        current: here == Some(area),
    };
    std::iter::once(home)
        .chain(open_to(rights).into_iter().map(area))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_the_area_it_lies_in() {
        for (path, area) in [
            ("/admin/messages", Some(Area::Messages)),
            ("/admin/messages/gateways/1/remove", Some(Area::Messages)),
            ("/admin/deliveries", Some(Area::Deliveries)),
            ("/admin/deliveries.csv", Some(Area::Deliveries)),
            ("/admin/", None),
            ("/admin/messagesplus", None),
            ("/account", None),
        ] {
            assert_eq!(Area::of(path), area, "{path}");
        }
    }

    #[test]
    fn without_rights_no_address_is_open_and_no_area_is_linked() {
        let nothing = Rights::default();
        for path in [
            "/admin/",
            "/admin/messages",
            "/admin/deliveries.csv",
            "/admin/x",
        ] {
            assert!(!may_enter(&nothing, path), "{path}");
        }
        assert!(open_to(&nothing).is_empty());
    }

    #[test]
    fn an_owner_may_enter_all_of_it() {
        let owner = Rights::of(true, &[]);
        assert_eq!(open_to(&owner), Area::ALL);
        assert!(may_enter(&owner, "/admin/") && may_enter(&owner, "/admin/messages/test"));
    }
}
