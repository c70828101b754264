//! A password or key of a service we call. It cannot be printed, compared or serialised, and is wiped when dropped.

use zeroize::Zeroizing;

/// A secret that belongs to the operator: the mail server's password, a gateway's key.
///
/// It has no `Debug`, `Display` or `Serialize`, so that no log line and no error can carry it:
///
/// ```compile_fail
/// println!("{:?}", connect::Secret::new("correct horse".to_owned()));
/// ```
/// ```compile_fail
/// println!("{}", connect::Secret::new("correct horse".to_owned()));
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the secret over.
    pub fn new(value: String) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The secret itself, for the one place that speaks it to the service.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}
