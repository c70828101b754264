//! One-time codes: HOTP (RFC 4226), TOTP (RFC 6238), the `otpauth:` link and base32.
//!
//! The crate is shared by the server and by the desktop authenticator, so it knows neither of them. It never reads a
//! clock, draws randomness, touches a file or remembers anything: the time, the secret and the highest step already
//! used are handed in, and what was found is handed back as a value. Whoever calls it stores that value.
//!
//! [`Secret`] and [`Code`] cannot be printed or serialised and are wiped when dropped. They are compared in constant
//! time.

pub mod base32;
pub mod code;
pub mod hotp;
pub mod otpauth;
pub mod totp;

mod parameters;
mod percent;
mod secret;

pub use code::{Code, CodeFault};
pub use hotp::hotp;
pub use otpauth::{Link, LinkFault, LinkKind, ReadLink, Shown};
pub use parameters::{Algorithm, Digits, Parameters, Period};
pub use secret::{Secret, SecretFault};
pub use totp::{Verification, past_match, step_at, totp_at, verify};
