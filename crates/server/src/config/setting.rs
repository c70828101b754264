//! How one value of the configuration is read, from a TOML file and from an environment variable alike.
//!
//! Nothing here knows which keys exist: that is [`super::keys`]. An error says what was expected, never what stood there, because what stood
//! there may be a secret.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// A value that a key of the configuration can have.
pub(crate) trait Setting: Sized {
    /// What the value looks like, for the reference and for errors: "a port number".
    const SHAPE: &'static str;
    /// Whether it is a secret: it may then stand in a file of its own (`KEY_file`).
    const SECRET: bool = false;

    /// Whether the program can do without it where it is given nowhere and has no default.
    const OPTIONAL: bool = false;

    /// Reads it from text: an environment variable, a default or a TOML string.
    fn from_text(text: &str) -> Option<Self>;

    /// Reads it from a TOML value; text unless the type says otherwise.
    fn from_toml(value: &toml::Value) -> Option<Self> {
        Self::from_text(value.as_str()?)
    }

    /// The value where the key is given nowhere and has no default; `None` = the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// The value seen from the folder of the file in which it stood.
    #[must_use]
    fn seen_from(self, _folder: &Path) -> Self {
        self
    }
}

impl<T: Setting> Setting for Option<T> {
    const SHAPE: &'static str = T::SHAPE;
    const SECRET: bool = T::SECRET;
    const OPTIONAL: bool = true;

    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Some)
    }

    fn from_toml(value: &toml::Value) -> Option<Self> {
        T::from_toml(value).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn seen_from(self, folder: &Path) -> Self {
        self.map(|value| value.seen_from(folder))
    }
}

/// One line of text that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl Setting for Text {
    const SHAPE: &'static str = "one line of text";

    fn from_text(text: &str) -> Option<Self> {
        let fits = !text.trim().is_empty() && !text.chars().any(char::is_control);
        fits.then(|| Self(text.trim().to_owned()))
    }
}

/// A secret of the operator. It has no Debug, no Display and no Serialize, and is wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself, for the one place that hands it on.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Setting for Secret {
    const SHAPE: &'static str = "one line of text";
    const SECRET: bool = true;

    fn from_text(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && !text.chars().any(char::is_control);
        fits.then(|| Self(Zeroizing::new(text.to_owned())))
    }
}

/// The path of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePath(pub PathBuf);

impl Setting for FilePath {
    const SHAPE: &'static str = "the path of a file";

    fn from_text(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && !text.contains('\0');
        fits.then(|| Self(PathBuf::from(text)))
    }

    fn seen_from(self, folder: &Path) -> Self {
        Self(folder.join(self.0))
    }
}

impl Setting for SocketAddr {
    const SHAPE: &'static str = "an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080";

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Setting for bool {
    const SHAPE: &'static str = "true or false";

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn from_toml(value: &toml::Value) -> Option<Self> {
        value.as_bool()
    }
}

/// A whole number from `LEAST` to `MOST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<const LEAST: u32, const MOST: u32>(pub u32);

impl<const LEAST: u32, const MOST: u32> Number<LEAST, MOST> {
    fn checked(number: i64) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        (LEAST..=MOST).contains(&number).then_some(Self(number))
    }
}

impl<const LEAST: u32, const MOST: u32> Setting for Number<LEAST, MOST> {
    const SHAPE: &'static str = number_shape(LEAST, MOST);

    fn from_text(text: &str) -> Option<Self> {
        Self::checked(text.trim().parse().ok()?)
    }

    fn from_toml(value: &toml::Value) -> Option<Self> {
        Self::checked(value.as_integer()?)
    }
}

/// The shapes of the ranges in use; a range that is not listed is a bug that the test of the reference shows.
const fn number_shape(least: u32, most: u32) -> &'static str {
    match (least, most) {
        (1, 65_535) => "a port number from 1 to 65535",
        (1, 256) => "a whole number from 1 to 256",
        (1, 64) => "a whole number from 1 to 64",
        (1, 100) => "a whole number from 1 to 100",
        (1, 10_000) => "a whole number from 1 to 10000",
        (1, 10_000_000) => "a whole number from 1 to 10000000",
        (19_456, 4_194_304) => "a whole number from 19456 to 4194304",
        _ => "a whole number",
    }
}

/// A value of which a key can have several.
pub(crate) trait Listed: Setting {
    /// What a list of them looks like, with an example as the file writes it.
    const LIST: &'static str;
}

/// A list: in TOML an array, in an environment variable separated by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T: Listed> Setting for List<T> {
    const SHAPE: &'static str = T::LIST;
    const OPTIONAL: bool = true;

    fn from_text(text: &str) -> Option<Self> {
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(T::from_text).collect::<Option<_>>().map(Self)
    }

    fn from_toml(value: &toml::Value) -> Option<Self> {
        let parts = value.as_array()?.iter();
        parts.map(T::from_toml).collect::<Option<_>>().map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}
