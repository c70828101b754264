//! What can go wrong with a message, told apart by what the caller may do next.
//!
//! No fault carries a secret: neither the password, nor the words of the message, nor the recipient's address. A server that echoes them
//! in its refusal is quoted by its codes alone.

use std::error::Error;

type Source = Box<dyn Error + Send + Sync>;

/// Why a message was not accepted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendFault {
    /// Not accepted this time: a 4xx answer, no connection, or silence before the message was handed over.
    #[error("the mail was not accepted this time")]
    Transient(#[source] Cause),
    /// The server will not take this message: a 5xx answer.
    #[error("the mail server refused the mail")]
    Permanent(#[source] Refusal),
    /// The server does not offer STARTTLS, or took it back. Nothing was said in clear beyond the greeting.
    #[error("the mail server does not offer STARTTLS, which is required")]
    TlsNotOffered,
    /// TLS could not be agreed: a certificate that is not trusted or not for this name, or bytes that are not TLS.
    #[error("no trusted TLS connection to the mail server")]
    TlsFailed(#[source] Source),
    /// The server does not know our name and password, or offers no way to give them.
    #[error("the mail server refused the user name and password")]
    AuthRefused(#[source] Option<Refusal>),
    /// Unencrypted mail is allowed to loopback and private addresses only, and the host has none.
    #[error("unencrypted mail is allowed to loopback and private addresses only")]
    PublicAddress,
    /// The recipient's name needs SMTPUTF8, which the server does not offer.
    #[error("the mail server cannot carry this recipient's name (no SMTPUTF8)")]
    NameNotCarried,
    /// The message was handed over whole and the answer was lost. It may have arrived: never resend it unasked.
    #[error("the mail server's answer was lost, the mail may have been accepted")]
    Unknown(#[source] Cause),
    /// The message itself is at fault; nothing was sent.
    #[error("the mail cannot be composed")]
    BadMessage(#[from] MessageFault),
}

impl SendFault {
    /// Whether sending the same message again can help and cannot deliver it twice.
    pub fn may_retry(&self) -> bool {
        match self {
            Self::Transient(_)
            | Self::TlsNotOffered
            | Self::TlsFailed(_)
            | Self::AuthRefused(_)
            | Self::PublicAddress => true,
            Self::Permanent(_) | Self::NameNotCarried | Self::Unknown(_) | Self::BadMessage(_) => {
                false
            }
        }
    }
}

/// What happened on the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The server said no.
    #[error(transparent)]
    Refused(Refusal),
    /// No answer in time.
    #[error("no answer in time while {0}")]
    TimedOut(Stage),
    /// The connection could not be made, broke, or what came was no SMTP.
    #[error("the connection failed while {stage}")]
    Lost {
        /// How far the conversation had come.
        stage: Stage,
        /// What the layer below said.
        #[source]
        source: Option<Source>,
    },
    /// A positive answer that does not belong to the question.
    #[error("an answer out of step while {stage}: {code}")]
    OutOfStep {
        /// How far the conversation had come.
        stage: Stage,
        /// The answer's code.
        code: u16,
    },
}

/// A negative answer of the server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}{} while {stage}{}", status.as_ref().map(|s| format!(" {s}")).unwrap_or_default(), text.as_ref().map(|t| format!(": {t}")).unwrap_or_default())]
pub struct Refusal {
    /// How far the conversation had come.
    pub stage: Stage,
    /// The three-digit code.
    pub code: u16,
    /// The enhanced status (RFC 3463), as in `5.1.1`.
    pub status: Option<String>,
    /// The server's words, where they cannot be an echo of what is secret: none about the password or the message's content.
    pub text: Option<String>,
}

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Name look-up and connection; with implicit TLS its handshake and the greeting too.
    Connecting,
    /// The greeting and `EHLO`.
    Greeting,
    /// `STARTTLS` and the handshake.
    Securing,
    /// `AUTH`.
    SigningIn,
    /// `MAIL FROM`.
    NamingSender,
    /// `RCPT TO`.
    NamingRecipient,
    /// `DATA`.
    Announcing,
    /// The message itself, up to the answer that follows its final dot.
    HandingOver,
    /// `NOOP`.
    Checking,
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Greeting => "greeting",
            Self::Securing => "switching to TLS",
            Self::SigningIn => "signing in",
            Self::NamingSender => "naming the sender",
            Self::NamingRecipient => "naming the recipient",
            Self::Announcing => "announcing the message",
            Self::HandingOver => "handing the message over",
            Self::Checking => "checking the line",
        })
    }
}

/// Why a message cannot be composed. Names the field, never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageFault {
    /// A line break, NUL or other control character where a header would carry it.
    #[error("{0} holds a control character")]
    ControlCharacter(Field),
    /// Nothing where something must stand.
    #[error("{0} is empty")]
    Empty(Field),
    /// Longer than any message of ours has reason to be.
    #[error("{field} is longer than {most} bytes")]
    TooLong {
        /// Which.
        field: Field,
        /// The most it may hold.
        most: usize,
    },
    /// Not one bare address of the form `name@domain`.
    #[error("{0} is not one bare mail address")]
    NotAnAddress(Field),
    /// Characters that the field does not take.
    #[error("{0} holds characters that do not belong there")]
    NotAToken(Field),
    /// A moment before 1970 or after 9999.
    #[error("the date is out of range")]
    DateOutOfRange,
}

/// A part of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field {
    /// The id behind `Message-ID`.
    Id,
    /// The sender's address.
    From,
    /// The sender's name.
    FromName,
    /// The recipient.
    To,
    /// The address for answers.
    ReplyTo,
    /// The subject.
    Subject,
    /// The language tag.
    Language,
    /// The text part.
    Text,
    /// The HTML part.
    Html,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Id => "the message id",
            Self::From => "the sender's address",
            Self::FromName => "the sender's name",
            Self::To => "the recipient",
            Self::ReplyTo => "the address for answers",
            Self::Subject => "the subject",
            Self::Language => "the language tag",
            Self::Text => "the text part",
            Self::Html => "the HTML part",
        })
    }
}
