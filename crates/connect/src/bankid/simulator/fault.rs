//! What the simulator says no to: BankID's own errors on the wire, and what the app in somebody's hand refuses.

/// An error of the Relying Party API, with the status it has there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// 400: another order for the same person was running; both are gone.
    #[error("an order for this person is already in progress")]
    AlreadyInProgress,
    /// 400: what was sent does not fit, or the order is none or over.
    #[error("{0}")]
    InvalidParameters(&'static str),
    /// 400: the order was cancelled.
    #[error("the order was cancelled")]
    Canceled,
    /// 401: the certificate may not do this.
    #[error("the certificate is not accepted")]
    Unauthorized,
    /// 404: no such address.
    #[error("no such address")]
    NotFound,
    /// 405: only POST.
    #[error("only POST is allowed")]
    MethodNotAllowed,
    /// 408: it took too long.
    #[error("the request took too long")]
    RequestTimeout,
    /// 415: the content type is not exactly `application/json`.
    #[error("the content type must be application/json")]
    UnsupportedMediaType,
    /// 429: too much was asked; the seconds after which there is room again.
    #[error("too many requests")]
    TooManyRequests {
        /// What `RateLimit-Reset` says.
        reset_after: u32,
    },
    /// 500: a fault within BankID.
    #[error("an internal error")]
    InternalError,
    /// 503: BankID is being worked on.
    #[error("the service is closed for maintenance")]
    Maintenance,
}

impl ApiError {
    /// The status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::AlreadyInProgress | Self::InvalidParameters(_) | Self::Canceled => 400,
            Self::Unauthorized => 401,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests { .. } => 429,
            Self::InternalError => 500,
            Self::Maintenance => 503,
        }
    }

    /// What `errorCode` says.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyInProgress => "alreadyInProgress",
            Self::InvalidParameters(_) => "invalidParameters",
            Self::Canceled => "canceled",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "notFound",
            Self::MethodNotAllowed => "methodNotAllowed",
            Self::RequestTimeout => "requestTimeout",
            Self::UnsupportedMediaType => "unsupportedMediaType",
            Self::TooManyRequests { .. } => "tooManyRequests",
            Self::InternalError => "internalError",
            Self::Maintenance => "Maintenance",
        }
    }
}

/// Why the app in somebody's hand does not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppRefusal {
    /// There is no open order of this name.
    #[error("there is no open order of this name")]
    NoSuchOrder,
    /// The order demands somebody else: this phone has no BankID for it.
    #[error("the order demands somebody else")]
    OtherPerson,
    /// Somebody opened it already.
    #[error("the order is open in an app already")]
    AlreadyOpen,
    /// The order has nothing to do with a call.
    #[error("the order does not ask about a call")]
    NoCall,
    /// The picture is no BankID picture.
    #[error("the picture is not BankID's")]
    NotAPicture,
    /// The picture was not made with the order's secret.
    #[error("the picture does not belong to the order")]
    ForgedPicture,
    /// The picture is from another second than now.
    #[error("the picture is too old")]
    OldPicture,
}

/// Why the simulator did not start, or could not make what it hands out.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorFault {
    /// A key or certificate could not be made.
    #[error("a key or certificate could not be made")]
    Certificate(#[from] rcgen::Error),
    /// An answer could not be written.
    #[error("a certificate could not be written down")]
    Encoding(#[from] der::Error),
    /// The PKCS#12 file could not be written.
    #[error("the PKCS#12 file could not be written")]
    Pkcs12(#[from] p12_keystore::error::Error),
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    /// The address could not be listened on, or the folder not used.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A file in the folder is not what was once put there.
    #[error("the keys in the folder cannot be read; remove the folder and a new one is made")]
    Folder,
    /// A task of the simulator ended before its work was done.
    #[error("the simulator is stopping")]
    Stopping,
}
