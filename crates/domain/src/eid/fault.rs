//! How an eID fails us, told apart by what may be done next.

use crate::time::Span;

/// Why an eID did not do what it was asked. No variant carries a person's number, a name or a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EidFault {
    /// The person has an order open already. That one is aborted, none was begun: asking again is up to the person, and many of these
    /// are the sign of an attack.
    #[error("the person had an order open already")]
    AlreadyInProgress,
    /// The eID did not understand us, or has told the order's outcome before: never repeated.
    #[error("the eID does not know the order, or does not take what was asked: {0}")]
    InvalidOrder(String),
    /// The order was cancelled from elsewhere.
    #[error("the order was cancelled")]
    Canceled,
    /// The eID does not accept our certificate, though the connection stands.
    #[error("the eID does not accept our certificate (HTTP {status})")]
    Refused {
        /// The status it answered with.
        status: u16,
    },
    /// We called what is not there, or in a way nobody should: our mistake or a wrong address.
    #[error("the eID has no such service under this address (HTTP {status})")]
    Misdirected {
        /// The status it answered with.
        status: u16,
    },
    /// It is closed for a while and says so.
    #[error("the eID is under maintenance")]
    Maintenance,
    /// We ask too much.
    #[error("the eID asks us to come back later")]
    Busy {
        /// When it will listen again, where it tells.
        reset_after: Option<Span>,
    },
    /// It took too long within, or broke: whether it did what was asked is not known.
    #[error("the eID failed within (HTTP {status})")]
    Trouble {
        /// The status it answered with.
        status: u16,
    },
    /// There was no answer.
    #[error("the eID cannot be reached: {why}")]
    Unreachable {
        /// How far the request came.
        stretch: Stretch,
        /// What happened on the line, in words that name no address.
        why: String,
    },
    /// The two certificates did not agree.
    #[error(transparent)]
    Tls(#[from] TlsFault),
    /// It answered, but not as it should.
    #[error("the eID's answer cannot be read: {0}")]
    Broken(Breach),
}

impl EidFault {
    /// Whether the same call may be made again unasked, without losing an outcome that is told once and without a second order.
    pub const fn is_safe_to_retry(&self) -> bool {
        match self {
            Self::Maintenance
            | Self::Busy { .. }
            | Self::Tls(_)
            | Self::Unreachable {
                stretch: Stretch::NothingSent,
                ..
            } => true,
            Self::AlreadyInProgress
            | Self::InvalidOrder(_)
            | Self::Canceled
            | Self::Refused { .. }
            | Self::Misdirected { .. }
            | Self::Trouble { .. }
            | Self::Unreachable { .. }
            | Self::Broken(_) => false,
        }
    }

    /// Whether the operator must act before anybody can use the eID: nothing a person does helps.
    pub const fn needs_operator(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. } | Self::Misdirected { .. } | Self::Tls(_)
        )
    }
}

/// How far a request came before the line was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// Nothing of it left us.
    NothingSent,
    /// It may have been read, and acted upon.
    MaybeSent,
}

/// Why no trusted connection stands, told apart because each has another remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The other side's certificate was not issued under the root we were given: the wrong root, or somebody in between.
    #[error("the eID's certificate was not issued under the configured root")]
    WrongRoot,
    /// The certificate is another host's: the base address and the root do not belong together.
    #[error("the eID's certificate is for another host name")]
    WrongHost,
    /// The other side's certificate has run out, or begins later: theirs, or our clock is wrong.
    #[error(
        "the eID's certificate has expired or is not valid yet (is this machine's clock right?)"
    )]
    TheirsExpired,
    /// Our certificate has run out.
    #[error("our certificate for the eID has expired")]
    OursExpired,
    /// The other side does not take our certificate.
    #[error("the eID refuses our certificate ({0})")]
    OursRefused(String),
    /// Anything else that ended the handshake.
    #[error("no TLS connection to the eID: {0}")]
    Other(String),
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// The status means nothing to us; with it the beginning of what came, digits masked.
    #[error("HTTP {status} with {beginning:?}")]
    Status {
        /// The status.
        status: u16,
        /// The beginning of the body, or the error's name.
        beginning: String,
    },
    /// Not the JSON that belongs to the question; where it went wrong, without what stood there.
    #[error("no such JSON ({0})")]
    Body(String),
    /// Longer than any answer has reason to be.
    #[error("longer than any answer should be")]
    TooLong,
}
