//! What somebody may do inside Tvåsteg itself: the union of their roles' built-in permissions, read from the cards and never stored.

use std::collections::BTreeSet;

use super::{BuiltIn, Role};

/// The built-in permissions that somebody has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights(BTreeSet<&'static str>);

impl Rights {
    /// What these roles give. An owner may do everything in their organisation; rights over the installation come from a card alone. An
    /// API integrator's account has none, whatever its card says: machines come by other doors.
    pub fn of(owner: bool, roles: &[Role]) -> Self {
        if roles.iter().any(|role| role.api_integrator) {
            return Self::default();
        }
        let given = |permission: &BuiltIn| {
            let by_owning = owner && *permission != BuiltIn::Installation;
            by_owning
                || roles
                    .iter()
                    .any(|role| role.permissions.contains(permission.key()))
        };
        let keys = BuiltIn::ALL
            .into_iter()
            .filter(given)
            .map(BuiltIn::key)
            .collect();
        Self(keys)
    }

    /// These rights and no other: what a machine's scopes see.
    pub fn only(rights: impl IntoIterator<Item = BuiltIn>) -> Self {
        Self(rights.into_iter().map(BuiltIn::key).collect())
    }

    /// Whether this one is among them.
    pub fn has(&self, permission: BuiltIn) -> bool {
        self.0.contains(permission.key())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first among these that `own` lacks: whoever has `own` is not above whoever has these.
    pub fn beyond(&self, own: &Self) -> Option<BuiltIn> {
        BuiltIn::ALL
            .into_iter()
            .find(|right| self.has(*right) && !own.has(*right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RoleId;
    use crate::role::Minimum;

    fn role(permissions: &[&str], api_integrator: bool) -> Role {
        Role {
            id: RoleId::from_bytes([1; 16]),
            key: "role".to_owned(),
            name: "Role".to_owned(),
            owner_assigns: false,
            api_integrator,
            two_step: false,
            two_step_from: None,
            grace_days: 0,
            trusted_days: 0,
            allowed_factors: None,
            minimum: Minimum::Any,
            permissions: permissions.iter().map(|key| (*key).to_owned()).collect(),
            version: 1,
        }
    }

    #[test]
    fn rights_are_the_union_of_the_cards_and_the_catalogue_gives_none() {
        let roles = [
            role(&["tvasteg.messages", "abonnemang"], false),
            role(&["tvasteg.audit"], false),
        ];
        let rights = Rights::of(false, &roles);
        for permission in BuiltIn::ALL {
            let expected = matches!(permission, BuiltIn::Messages | BuiltIn::Audit);
            assert_eq!(rights.has(permission), expected, "{permission:?}");
        }
        assert_eq!(
            Rights::of(false, &[role(&["abonnemang"], false)]),
            Rights::default()
        );
    }

    #[test]
    fn a55_whoever_has_a_right_more_is_beyond_reach_and_nobody_is_beyond_an_equal() {
        let (few, more) = (
            Rights::only([BuiltIn::People]),
            Rights::only([BuiltIn::People, BuiltIn::Audit]),
        );
        assert_eq!(more.beyond(&few), Some(BuiltIn::Audit));
        assert_eq!(few.beyond(&more), None);
        assert_eq!(more.beyond(&more), None);
        assert!(Rights::default().is_empty() && !few.is_empty());
    }

    #[test]
    fn an_owner_may_everything_in_the_organisation_and_the_installation_by_a_card_alone() {
        for permission in BuiltIn::ALL {
            let expected = permission != BuiltIn::Installation;
            assert_eq!(Rights::of(true, &[]).has(permission), expected);
        }
        let card = role(&["tvasteg.installation"], false);
        assert!(Rights::of(true, &[card]).has(BuiltIn::Installation));
    }

    #[test]
    fn an_api_integrator_has_no_rights_whatever_the_card_or_the_flag_says() {
        let card = role(&["tvasteg.messages"], true);
        let other = role(&["tvasteg.people"], false);
        assert_eq!(Rights::of(true, &[card, other]), Rights::default());
    }
}
