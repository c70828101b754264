//! The demo's two organisations: their permissions, role cards and people, as plain data. Everybody comes from the source systems.

/// The password of all who have none of their own.
pub const PASSWORD: &str = "demo-losenord-2026";

/// The password that the hosting guide admits would fail there (O4).
pub const OSKARS_PASSWORD: &str = "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @";

/// The mail domain of the demo's people.
pub const MAIL_DOMAIN: &str = "demo.example";

/// The heading that they stand under on the card.
pub const PERMISSIONS_AREA: &str = "Abonnemang";

/// The rights that the ERP guide shows (E2): key and name.
pub const PERMISSIONS: [(&str, &str); 10] = [
    ("abonnemang", "Abonnemang"),
    (
        "abonnemang.andra-anlaggningar",
        "Abonnemang – Ändra anläggningar",
    ),
    ("abonnemang.avvikelser", "Abonnemang – Avvikelser"),
    ("abonnemang.avvikelser-pris", "Abonnemang – Avvikelser pris"),
    (
        "abonnemang.massbyta-produkt-och-kundtyp",
        "Abonnemang – Massbyta produkt och kundtyp",
    ),
    ("abonnemang.uppsagning", "Abonnemang – Uppsägning"),
    (
        "abonnemang.andra-bundet-tom",
        "Abonnemang – Ändra bundet tom.",
    ),
    (
        "abonnemang.andra-debiterat-tom",
        "Abonnemang – Ändra debiterat tom.",
    ),
    (
        "abonnemang.andra-debiteringsintervall",
        "Abonnemang – Ändra debiteringsintervall",
    ),
    (
        "abonnemang.andra-pris-pa-kundrutinsabonnemang",
        "Abonnemang – Ändra pris på kundrutinsabonnemang",
    ),
];

/// A role card of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    /// Its key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether only the owner assigns it.
    pub owner_assigns: bool,
    /// Whether it is a machine's.
    pub api_integrator: bool,
    /// Whether it requires two-step.
    pub two_step: bool,
    /// For how many days a trusted device skips the second step.
    pub trusted_days: u32,
    /// The keys of its permissions.
    pub permissions: &'static [&'static str],
}

const PLAIN: Card = Card {
    key: "",
    name: "",
    owner_assigns: false,
    api_integrator: false,
    two_step: false,
    trusted_days: 0,
    permissions: &[],
};

/// The role cards of the organisation `demo`, in their order.
pub const CARDS: [Card; 7] = [
    Card {
        key: "owner",
        name: "Owner",
        owner_assigns: true,
        two_step: true,
        permissions: &[
            "tvasteg.people",
            "tvasteg.roles",
            "tvasteg.settings",
            "tvasteg.support",
            "tvasteg.audit",
            "tvasteg.clients",
            "tvasteg.messages",
            "tvasteg.installation",
            "abonnemang",
        ],
        ..PLAIN
    },
    Card {
        key: "administrator",
        name: "Administrator",
        owner_assigns: true,
        two_step: true,
        permissions: &[
            "tvasteg.people",
            "tvasteg.roles",
            "tvasteg.settings",
            "tvasteg.audit",
            "tvasteg.messages",
            "abonnemang",
            "abonnemang.andra-anlaggningar",
            "abonnemang.massbyta-produkt-och-kundtyp",
        ],
        ..PLAIN
    },
    Card {
        key: "accounting",
        name: "Accounting",
        two_step: true,
        permissions: &[
            "abonnemang",
            "abonnemang.avvikelser",
            "abonnemang.avvikelser-pris",
            "abonnemang.andra-debiterat-tom",
            "abonnemang.andra-debiteringsintervall",
        ],
        ..PLAIN
    },
    Card {
        key: "customer",
        name: "Customer",
        permissions: &["abonnemang"],
        ..PLAIN
    },
    Card {
        key: "panel",
        name: "Panel",
        two_step: true,
        trusted_days: 14,
        permissions: &["abonnemang"],
        ..PLAIN
    },
    Card {
        key: "integration",
        name: "Integration",
        api_integrator: true,
        permissions: &["abonnemang"],
        ..PLAIN
    },
    Card {
        key: "support-agent",
        name: "Support agent",
        two_step: true,
        permissions: &["tvasteg.support"],
        ..PLAIN
    },
];

/// Somebody in the demo.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The username; the address is `<username>@demo.example`.
    pub username: &'static str,
    /// The name.
    pub name: &'static str,
    /// The key of the role.
    pub role: &'static str,
    /// Whether they own the organisation.
    pub owner: bool,
    /// The password; machines have none.
    pub password: Option<&'static str>,
    /// Whether codes by e-mail are enrolled from the start.
    pub email_code: bool,
    /// The number to which codes by text message are enrolled from the start.
    pub phone: Option<&'static str>,
    /// The personal number of their BankID, with which the demo's telephone signs.
    pub personal_number: Option<&'static str>,
    /// Whether their BankID is enrolled from the start.
    pub bankid: bool,
    /// What to see with them, in a few words.
    pub shows: &'static str,
}

impl Person {
    /// The e-mail address.
    pub fn email(&self) -> String {
        format!("{}@{MAIL_DOMAIN}", self.username)
    }
}

/// The people of the organisation `demo` (contract §6).
pub const PEOPLE: [Person; 7] = [
    Person {
        username: "agnes",
        name: "Agnes Åkerlund",
        role: "owner",
        owner: true,
        password: Some(PASSWORD),
        email_code: true,
        phone: None,
        personal_number: Some("198808112380"),
        bankid: false,
        shows: "the owner; a code by e-mail at every login",
    },
    Person {
        username: "bo",
        name: "Bo Öberg",
        role: "administrator",
        owner: false,
        password: Some(PASSWORD),
        email_code: false,
        phone: Some("070-174 06 05"),
        personal_number: Some("199006022397"),
        bankid: true,
        shows: "BankID, or a code by text message, at every login",
    },
    Person {
        username: "cilla",
        name: "Cilla Ek",
        role: "accounting",
        owner: false,
        password: Some(PASSWORD),
        email_code: false,
        phone: None,
        personal_number: Some("199908072391"),
        bankid: false,
        shows: "no second step yet: must set one up at login",
    },
    Person {
        username: "oskar",
        name: "Oskar Lind",
        role: "customer",
        owner: false,
        password: Some(OSKARS_PASSWORD),
        email_code: false,
        phone: None,
        personal_number: Some("199312162390"),
        bankid: false,
        shows: "no two-step demanded; may switch it on",
    },
    Person {
        username: "wilma",
        name: "Wilma Sjö",
        role: "panel",
        owner: false,
        password: Some(PASSWORD),
        email_code: true,
        phone: Some("070-174 06 06"),
        personal_number: Some("199107172380"),
        bankid: false,
        shows: "a code by e-mail or text message once a fortnight on a trusted device",
    },
    Person {
        username: "robot",
        name: "Robot",
        role: "integration",
        owner: false,
        password: None,
        email_code: false,
        phone: None,
        personal_number: None,
        bankid: false,
        shows: "a machine: never signs in here",
    },
    Person {
        username: "stina",
        name: "Stina Berg",
        role: "support-agent",
        owner: false,
        password: Some(PASSWORD),
        email_code: true,
        phone: None,
        personal_number: Some("200001052380"),
        bankid: false,
        shows: "a code by e-mail at every login",
    },
];

/// The owner of the second organisation, who has a namesake in the first.
pub const NEIGHBOUR: Person = Person {
    username: "agnes",
    name: "Agnes Granne",
    role: "owner",
    owner: true,
    password: Some(PASSWORD),
    email_code: true,
    phone: None,
    personal_number: Some("197911109291"),
    bankid: false,
    shows: "the owner next door",
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use domain::email::EmailAddress;
    use domain::password::Password;
    use domain::personal_number::PersonalNumber;
    use domain::role::{BuiltIn, check_card};
    use domain::user::Username;

    #[test]
    fn every_card_and_person_fits_the_rules() {
        for card in CARDS {
            check_card(
                card.name,
                i64::from(card.trusted_days),
                card.api_integrator,
                card.two_step,
            )
            .unwrap();
            for key in card.permissions {
                let known = PERMISSIONS.iter().any(|(known, _)| known == key)
                    || BuiltIn::ALL
                        .iter()
                        .any(|permission| permission.key() == *key);
                assert!(known, "{key}");
            }
        }
        for person in PEOPLE.iter().chain([&NEIGHBOUR]) {
            assert_eq!(
                Username::parse(person.username).unwrap().as_str(),
                person.username
            );
            EmailAddress::parse(&person.email()).unwrap();
            if let Some(digits) = person.personal_number {
                PersonalNumber::from_digits(digits).unwrap();
            }
            assert!(!person.bankid || person.personal_number.is_some());
            let card = CARDS.iter().find(|card| card.key == person.role).unwrap();
            assert_eq!(person.password.is_none(), card.api_integrator);
            if let Some(password) = person.password {
                assert!(Password::parse(password).is_ok());
            }
        }
    }
}
