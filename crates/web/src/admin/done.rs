//! What was done, as the page says after the form led on: words from a fixed list, never from the address.

use crate::arrival::Arrival;
use crate::reply::Reply;

macro_rules! done {
    ($($name:ident => $code:literal,)+) => {
        /// Something that was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Done { $($name,)+ }

        impl Done {
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its word in an address; `admin-done-<code>` says it.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

done! {
    Proved => "proved",
    GatewayAdded => "gateway-added",
    GatewayChanged => "gateway-changed",
    GatewayRemoved => "gateway-removed",
    GatewayOn => "gateway-on",
    GatewayOff => "gateway-off",
    GatewayMoved => "gateway-moved",
    SettingsSaved => "settings-saved",
    WordingSaved => "wording-saved",
    WordingUsual => "wording-usual",
    TestSent => "test-sent",
    LettersOrdered => "letters-ordered",
    CardAdded => "card-added",
    CardSaved => "card-saved",
    CardMoved => "card-moved",
    CardRemoved => "card-removed",
    PermissionAdded => "permission-added",
    PermissionChanged => "permission-changed",
    PermissionMoved => "permission-moved",
    PermissionRemoved => "permission-removed",
    PermissionsImported => "permissions-imported",
    CaseProved => "case-proved",
    CaseLinkSent => "case-link-sent",
    CaseLinkWaits => "case-link-waits",
    CaseAsked => "case-asked",
    CaseApproved => "case-approved",
    CaseDeclined => "case-declined",
    CaseActed => "case-acted",
    CaseClosed => "case-closed",
    CredentialRevoked => "credential-revoked",
    MachineAdded => "machine-added",
    PersonAdded => "person-added",
    PersonErased => "person-erased",
    PersonChanged => "person-changed",
    PersonAddressChanged => "person-address",
    PersonRolesChanged => "person-roles",
    PersonInvited => "person-invited",
    PersonUnlocked => "person-unlocked",
    PersonGraceMoved => "person-grace",
    PersonNoteSaved => "person-note",
    PersonSessionsEnded => "person-sessions",
    PersonDevicesForgotten => "person-devices",
    PersonLetIn => "person-let-in",
    PersonMadeOwner => "person-owner",
    PersonNoOwner => "person-no-owner",
    PersonSuspended => "person-suspended",
    PersonFactorRemoved => "person-factor",
    PersonEidConnected => "person-eid",
    PeopleOrdered => "people-ordered",
    AddOnOn => "add-on-on",
    AddOnOff => "add-on-off",
    OrganisationSuspended => "organisation-suspended",
    OrganisationLetIn => "organisation-let-in",
    ImportApplied => "import-applied",
    ImportUndone => "import-undone",
    ImportDiscarded => "import-discarded",
}

impl Done {
    /// On to the page that says so.
    pub(super) fn onward(self, page: &str) -> Reply {
        Reply::onward(&format!("{page}?done={}", self.code()))
    }

    /// The address of a page that says so. One that brings back what was typed says it in its own words, and stands under a tag.
    pub(super) fn said_at(self, page: &str) -> String {
        if page.contains("&draft=") {
            return page.to_owned();
        }
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}done={}", self.code())
    }

    /// That fresh proof was given, and that what was pressed before is still to be done: above every page of the administration.
    pub(super) fn proved(arrival: &Arrival) -> Option<String> {
        let said = arrival.query.get("done")? == Self::Proved.code();
        said.then(|| arrival.text.get("admin-done-proved"))
    }

    /// What this address says was done.
    pub(super) fn told(arrival: &Arrival) -> Option<String> {
        let code = arrival.query.get("done")?;
        let done = Self::ALL.iter().find(|done| done.code() == code)?;
        if *done == Self::Proved {
            return None;
        }
        Some(arrival.text.get(&format!("admin-done-{}", done.code())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_proved_anew_is_told_to_press_again_but_not_beside_what_was_brought_back() {
        let said = |page| Done::Proved.said_at(page);
        assert_eq!(said("/admin/recovery/1"), "/admin/recovery/1?done=proved");
        assert_eq!(
            said("/admin/recovery/1/ask?outcome=unlock"),
            "/admin/recovery/1/ask?outcome=unlock&done=proved"
        );
        let draft = "/admin/settings/general?name=a&draft=Zm9v";
        assert_eq!(said(draft), draft, "its tag covers the whole address");
    }
}
