//! What a form did, as the page after it says: a fixed list, so that an address cannot put words on the page.

use text::Text;

use crate::own::SECURITY;
use crate::reply::Reply;

macro_rules! done {
    ($($(#[$doc:meta])* $name:ident => $code:literal,)+) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Done { $($(#[$doc])* $name,)+ }

        impl Done {
            /// Every one of them.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its code: `security-done-<code>` is the text's key.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

done! {
    /// An authenticator has another name.
    Renamed => "renamed",
    /// An authenticator is gone.
    Removed => "removed",
    /// The last one is gone, and the recovery codes with it.
    RemovedLast => "removed-last",
    /// A trusted device is forgotten.
    DeviceForgotten => "device-forgotten",
    /// Another session is over.
    SessionEnded => "session-ended",
    /// All other sessions are over.
    OthersEnded => "others-ended",
    /// Two-step verification is off.
    SwitchedOff => "switched-off",
    /// The password is another.
    PasswordChanged => "password-changed",
    /// There is a new set of recovery codes.
    CodesReplaced => "codes-replaced",
    /// An enrolment was left.
    NothingAdded => "nothing-added",
    /// Another code was sent for an enrolment.
    CodeSent => "code-sent",
}

impl Done {
    /// What an address says was done.
    pub(super) fn read(code: Option<&String>) -> Option<Self> {
        let code = code?;
        Self::ALL.iter().copied().find(|done| done.code() == code)
    }

    /// The sentence.
    pub(super) fn said(self, text: &Text) -> String {
        text.get(&format!("security-done-{}", self.code()))
    }

    /// On to *Security and login*, which says so.
    pub(super) fn onward(self) -> Reply {
        Reply::onward(&format!("{SECURITY}?done={}", self.code()))
    }
}
