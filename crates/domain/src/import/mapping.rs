//! Which column of a table is what: guessed from its headings in Swedish and English, put right by whoever imports.

use super::cells::plain;

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// People, with their roles and addresses.
    People,
    /// Secrets of authenticators that people have already.
    Secrets,
}

impl Kind {
    /// Its name in the database and in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Secrets => "secrets",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::People, Self::Secrets]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// The columns that it may have, in their order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::People => &[
                Column::Username,
                Column::Name,
                Column::Email,
                Column::Phone,
                Column::Language,
                Column::Roles,
                Column::PasswordHash,
                Column::PersonalNumber,
            ],
            Self::Secrets => &[
                Column::Username,
                Column::Secret,
                Column::Algorithm,
                Column::Digits,
                Column::Period,
                Column::Label,
            ],
        }
    }

    /// The columns that it must have.
    pub const fn demanded(self) -> &'static [Column] {
        match self {
            Self::People => &[Column::Username],
            Self::Secrets => &[Column::Username, Column::Secret],
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The name to sign in with.
    Username,
    /// The name for people.
    Name,
    /// The mailbox.
    Email,
    /// The telephone number.
    Phone,
    /// The language.
    Language,
    /// The keys or names of roles.
    Roles,
    /// An Argon2id hash of the password (PHC form). Never a password.
    PasswordHash,
    /// The personal number that an eID is bound by.
    PersonalNumber,
    /// The shared secret, base32 or hexadecimal.
    Secret,
    /// The hash under the one-time code.
    Algorithm,
    /// How many digits a code has.
    Digits,
    /// How long a code stands, in seconds.
    Period,
    /// What the authenticator is called.
    Label,
}

/// Headings of a personal number.
const PERSONAL_NUMBER: &[&str] = &[
    "personnummer",
    "personnr",
    "pnr",
    "personid",
    "personalnumber",
    "personalidentitynumber",
    "personalidentificationnumber",
    "samordningsnummer",
    "coordinationnumber",
];

impl Column {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Username,
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Language,
        Self::Roles,
        Self::PasswordHash,
        Self::PersonalNumber,
        Self::Secret,
        Self::Algorithm,
        Self::Digits,
        Self::Period,
        Self::Label,
    ];

    /// Its name in a form and in an import's options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Language => "language",
            Self::Roles => "roles",
            Self::PasswordHash => "password-hash",
            Self::PersonalNumber => "personal-number",
            Self::Secret => "secret",
            Self::Algorithm => "algorithm",
            Self::Digits => "digits",
            Self::Period => "period",
            Self::Label => "label",
        }
    }

    /// The column with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == name)
    }

    /// Headings that mean it, small letters and digits alone.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Username => &[
                "username",
                "användarnamn",
                "anvandarnamn",
                "användare",
                "user",
                "userid",
                "login",
                "loginname",
                "inloggning",
                "inloggningsnamn",
                "upn",
                "userprincipalname",
                "samaccountname",
                "anställningsnummer",
                "signatur",
            ],
            Self::Name => &[
                "name",
                "namn",
                "fullname",
                "displayname",
                "visningsnamn",
                "förochefternamn",
                "personnamn",
            ],
            Self::Email => &[
                "email",
                "epost",
                "mail",
                "epostadress",
                "emailaddress",
                "mailadress",
                "mailaddress",
            ],
            Self::Phone => &[
                "mobile",
                "mobil",
                "mobilnummer",
                "mobilenumber",
                "mobilephone",
                "mobiltelefon",
                "mobiltelefonnummer",
                "phone",
                "phonenumber",
                "telefon",
                "telefonnummer",
                "telephone",
                "cellphone",
                "sms",
            ],
            Self::Language => &["language", "språk", "sprak", "lang", "locale"],
            Self::Roles => &[
                "roles",
                "roller",
                "role",
                "roll",
                "behörighetsroll",
                "groups",
                "grupper",
            ],
            Self::PasswordHash => &["passwordhash", "lösenordshash", "phc", "argon2", "argon2id"],
            Self::PersonalNumber => PERSONAL_NUMBER,
            Self::Secret => &[
                "secret",
                "secretkey",
                "key",
                "nyckel",
                "hemlighet",
                "seed",
                "otpkey",
                "totpsecret",
                "base32",
            ],
            Self::Algorithm => &["algorithm", "algoritm", "hash", "hashlib", "hashalgorithm"],
            Self::Digits => &["digits", "siffror", "otplen", "otplength", "codelength"],
            Self::Period => &[
                "period",
                "timestep",
                "timeinterval",
                "interval",
                "tidssteg",
                "giltighet",
            ],
            Self::Label => &[
                "label",
                "etikett",
                "issuer",
                "utfärdare",
                "serial",
                "serialnumber",
                "serienummer",
                "description",
                "beskrivning",
            ],
        }
    }
}

/// Which column of the file each known column is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    places: Vec<(Column, usize)>,
}

impl Mapping {
    /// What these headings say. Of two columns with one meaning the first counts; what is not known is passed over.
    pub fn guess(kind: Kind, headings: &[String]) -> Self {
        let mut mapping = Self::default();
        for (at, heading) in headings.iter().enumerate() {
            let bare = bare(heading);
            let column = kind
                .columns()
                .iter()
                .find(|column| column.headings().contains(&bare.as_str()));
            if let Some(column) = column {
                mapping.put(*column, at);
            }
        }
        // Where there is no username, the mailbox is what people sign in with.
        if kind == Kind::People
            && mapping.place(Column::Username).is_none()
            && let Some(at) = mapping.place(Column::Email)
        {
            mapping.put(Column::Username, at);
        }
        mapping
    }

    /// Whether what stands in this place is shown to nobody: a secret, a hash, a person's number.
    pub fn is_hidden(&self, at: usize) -> bool {
        [Column::Secret, Column::PasswordHash, Column::PersonalNumber]
            .into_iter()
            .any(|column| self.place(column) == Some(at))
    }

    /// Says what a column is; the first such word stands.
    pub fn put(&mut self, column: Column, at: usize) {
        if self.place(column).is_none() && at < super::MOST_COLUMNS {
            self.places.push((column, at));
        }
    }

    /// Where a column stands, from 0.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, at)| *at)
    }

    /// The columns and where they stand.
    pub fn places(&self) -> &[(Column, usize)] {
        &self.places
    }

    /// A column that is demanded and not there.
    pub fn missing(&self, kind: Kind) -> Option<Column> {
        kind.demanded()
            .iter()
            .copied()
            .find(|column| self.place(*column).is_none())
    }

    /// What stands in a row's cell of this column; nothing where the column is not in the file or the cell is empty.
    pub fn cell<'a>(&self, column: Column, cells: &'a [String]) -> Option<&'a str> {
        let cell = cells.get(self.place(column)?)?;
        Some(plain(cell)).filter(|cell| !cell.is_empty())
    }
}

/// A heading as it is compared: small letters and digits alone.
fn bare(heading: &str) -> String {
    plain(heading)
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a first record is the separator's own line, which spreadsheets write.
pub fn is_separator_line(cells: &[String]) -> bool {
    matches!(cells, [first, ..] if first.starts_with("sep="))
}
