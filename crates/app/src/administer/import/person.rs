//! A row's way to what it comes to: who may be changed by whom, and the person as they will be.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::factor::FactorSet;
use domain::id::{AddressId, RoleId, UserId};
use domain::import::{Kind, Mapping};
use domain::message::MessageSettings;
use domain::organisation::Organisation;
use domain::role::{Assignment, Role, check_assignment};
use domain::time::Timestamp;
use domain::user::{name_key, search_text};
use factors::{Brought, KeyedHash, NewAuthenticator, Setting};
use store::{Before, Channel, KnownPerson, StagedAddress, StagedAuthenticator};
use text::Text;

use super::state::{Change, Choices, Filed};
use crate::App;
use crate::administer::reach::{carries_more, is_given_by_owners};

/// Why a row cannot be: a stable code, `import-fault-<code>` in both languages, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowReason {
    pub(super) code: &'static str,
    pub(super) what: String,
}

impl RowReason {
    pub(super) fn new(code: &'static str, what: impl Into<String>) -> Self {
        let what: String = what.into();
        let what = what.chars().filter(|sign| !sign.is_control());
        Self {
            code,
            what: what.take(100).collect(),
        }
    }
}

/// What a row comes to.
pub(super) struct Planned {
    pub(super) number: i64,
    pub(super) verdict: &'static str,
    pub(super) reason: Option<&'static str>,
    pub(super) filed: Filed,
    pub(super) person: Option<Prepared>,
    /// Who is known by the username.
    pub(super) about: Option<UserId>,
}

impl Planned {
    pub(super) fn error(number: i64, mut filed: Filed, reason: RowReason) -> Self {
        filed.what = reason.what;
        Self {
            number,
            verdict: "error",
            reason: Some(reason.code),
            filed,
            person: None,
            about: None,
        }
    }

    /// The same, known to concern somebody who is there.
    pub(super) fn about(mut self, known: Option<&KnownPerson>) -> Self {
        self.about = known.map(|known| known.id);
        self
    }
}

/// The person that a row makes.
#[derive(Default)]
pub(super) struct Prepared {
    pub(super) known: Option<UserId>,
    pub(super) username: String,
    pub(super) after: Before,
    pub(super) before: Option<(Before, String)>,
    pub(super) password_hash: Option<String>,
    pub(super) owner_only: bool,
    pub(super) beyond: Option<RowReason>,
    pub(super) addresses: Vec<StagedAddress>,
    pub(super) removed: Vec<AddressId>,
    pub(super) given: Vec<RoleId>,
    pub(super) taken: Vec<RoleId>,
    pub(super) authenticators: Vec<StagedAuthenticator>,
}

/// Who has a factor on which number, and whose eID a personal number is.
#[derive(Default)]
pub(super) struct Holders {
    pub(super) numbers: HashMap<String, Vec<UserId>>,
    pub(super) eids: HashMap<Vec<u8>, UserId>,
}

/// What every row of an import is looked at against.
pub(super) struct Ground {
    pub(super) app: Arc<App>,
    pub(super) organisation: Organisation,
    pub(super) roles: Vec<Role>,
    pub(super) kind: Kind,
    pub(super) choices: Choices,
    pub(super) mapping: Mapping,
    pub(super) messages: Arc<MessageSettings>,
    pub(super) text: Text,
    pub(super) now: Timestamp,
}

impl Ground {
    /// The roles with these keys, as a person's set names them.
    pub(super) fn roles_of(&self, role_set: &str) -> Vec<&Role> {
        let keys: BTreeSet<&str> = role_set.split(',').collect();
        self.roles
            .iter()
            .filter(|role| keys.contains(role.key.as_str()))
            .collect()
    }

    /// The factor `kind` bound by what the row brings along.
    pub(super) fn adopt(
        &self,
        username: &str,
        kind: &domain::factor::FactorKind,
        brought: &Brought<'_>,
    ) -> Result<StagedAuthenticator, RowReason> {
        let setting = Setting {
            user: None,
            now: self.now,
            text: &self.text,
            organisation: &self.organisation,
            username,
            addresses: &[],
            messages: &self.messages,
            origin: "",
            address: crate::ports::NOWHERE,
            visit: &domain::eid::Visit::default(),
            keyed: &NoCodes,
            clock: &|_| String::new(),
            code_expires_at: self.now,
        };
        let factor = self.app.registry.find(kind);
        match factor.and_then(|factor| factor.adopt(&setting, brought)) {
            Some(Ok(new)) => Ok(staged(kind, new)),
            Some(Err(refusal)) => Err(RowReason::new("factor", refusal.code())),
            None => Err(RowReason::new("factor", kind.as_str())),
        }
    }

    /// Whether only an owner may do this to a known person (A55): owners, and people with what only owners give, are out of others' reach.
    pub(super) fn is_out_of_reach(&self, known: &KnownPerson) -> bool {
        let held = self.roles_of(&known.before.role_set);
        known.owner || held.into_iter().any(is_given_by_owners)
    }

    /// Why whoever ordered the look may not do this, by the rules of the single act: they reach nobody who has a right that they lack, and
    /// give no role that carries one (A55).
    pub(super) fn beyond(
        &self,
        known: Option<&KnownPerson>,
        given: &[&Role],
        owner_only: bool,
    ) -> Option<RowReason> {
        if self.choices.by_owner {
            return None;
        }
        if owner_only {
            return Some(RowReason::new("owner-only", ""));
        }
        let more = |role: &&&Role| carries_more(role, &self.choices.rights);
        let held = known.map_or_else(Vec::new, |known| self.roles_of(&known.before.role_set));
        let above = held.iter().find(more);
        let above = above.map(|role| RowReason::new("beyond-reach", role.name.as_str()));
        let given = given.iter().find(more);
        above.or_else(|| given.map(|role| RowReason::new("right-not-held", role.name.as_str())))
    }

    /// Whether this person is a machine.
    pub(super) fn is_machine(&self, role_set: &str) -> bool {
        self.roles_of(role_set)
            .iter()
            .any(|role| role.api_integrator)
    }

    /// Asks the rules whether somebody may have all of these roles together.
    pub(super) fn check_roles(
        &self,
        wanted: &[&Role],
        has_password_or_factor: bool,
    ) -> Result<(), RowReason> {
        let mut held: Vec<Role> = Vec::new();
        for role in wanted {
            let assignment = Assignment {
                role,
                held: &held,
                giver_is_owner: true,
                default_organisation: self.organisation.slug == self.app.default_organisation,
                user_has_password_or_factor: has_password_or_factor,
            };
            check_assignment(&assignment)
                .map_err(|_| RowReason::new("role-forbidden", role.name.as_str()))?;
            held.push((*role).clone());
        }
        Ok(())
    }
}

/// No code is made while something is brought along.
struct NoCodes;

impl KeyedHash for NoCodes {
    fn hash(&self, _: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    fn matches(&self, _: &[u8], _: &[u8]) -> bool {
        false
    }
}

fn staged(kind: &domain::factor::FactorKind, new: NewAuthenticator) -> StagedAuthenticator {
    let channel = new
        .channel
        .and_then(|channel| Channel::named(channel.medium).map(|medium| (medium, channel.address)));
    StagedAuthenticator {
        kind: kind.clone(),
        label: new.label,
        data: new.data,
        data_format: new.data_format,
        identifier: new.identifier,
        channel,
        consumed_through: new.consumed_through,
    }
}

/// The set with one kind of factor more.
pub(super) fn with_factor(set: &str, authenticators: &[StagedAuthenticator]) -> String {
    let known = FactorSet::parse(set);
    let added = authenticators.iter().map(|new| new.kind.clone());
    known
        .iter()
        .cloned()
        .chain(added)
        .collect::<FactorSet>()
        .to_string()
}

/// What a person is sorted and searched by, as [`store::Tx::refresh_people`] works it out.
pub(super) fn derive(
    after: &mut Before,
    username: &str,
    known: Option<&KnownPerson>,
    removed: &[AddressId],
    added: &[StagedAddress],
) {
    let mut mailboxes = Vec::new();
    let mut digits = Vec::new();
    let mut kinds = BTreeSet::new();
    let kept = known.into_iter().flat_map(|known| &known.addresses);
    for address in kept.filter(|address| !removed.contains(&address.id)) {
        match &address.mailbox {
            Some(mailbox) => mailboxes.push(mailbox.clone()),
            None => digits.push(address.last_digits.clone()),
        }
        note(
            &mut kinds,
            address.channel,
            address.verified,
            address.mobile,
        );
    }
    for address in added {
        match address.channel {
            Channel::Email => mailboxes.push(address.value.clone()),
            Channel::Phone => digits.push(address.last_digits.clone()),
        }
        let verified = address.verified_at.is_some();
        note(&mut kinds, address.channel, verified, address.mobile);
    }
    after.address_set = kinds.into_iter().collect::<Vec<_>>().join(",");
    after.name_key = name_key(&after.name);
    let mut found_by = vec![after.name.clone(), username.to_owned()];
    found_by.append(&mut mailboxes);
    found_by.append(&mut digits);
    after.content = search_text(&found_by.join(" "));
}

fn note(kinds: &mut BTreeSet<&'static str>, channel: Channel, verified: bool, mobile: bool) {
    match channel {
        Channel::Email if verified => kinds.insert("email"),
        Channel::Email => false,
        Channel::Phone => kinds.insert(if mobile { "mobile" } else { "phone" }),
    };
}

/// A field that changes; nothing where it does not.
pub(super) fn change(field: &str, old: &str, new: &str) -> Option<Change> {
    (old != new).then(|| Change {
        field: field.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
    })
}
