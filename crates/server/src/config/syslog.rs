//! Where a syslog server is: `udp://host:port`, `tcp://host:port` or `unix:/path`.

use std::fmt;
use std::path::PathBuf;

use url::Url;

use super::setting::Setting;

/// Where a syslog server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyslogTarget {
    /// A datagram each.
    Udp {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// A connection each, with the length before each message.
    Tcp {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// A socket of this machine, a datagram each.
    Unix(PathBuf),
}

impl fmt::Display for SyslogTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Udp { host, port } => write!(f, "udp://{host}:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp://{host}:{port}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Setting for SyslogTarget {
    const SHAPE: &'static str = "udp://host:port, tcp://host:port or unix:/path";

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("unix:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let fits = path.starts_with('/') && !path.contains('\0');
            return fits.then(|| Self::Unix(PathBuf::from(path)));
        }
        let url = Url::parse(text).ok()?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host_str().filter(|host| !host.is_empty() && bare)?;
        let host = host.to_owned();
        match url.scheme() {
            "udp" => Some(Self::Udp {
                host,
                port: url.port().unwrap_or(514),
            }),
            "tcp" => Some(Self::Tcp {
                host,
                port: url.port().unwrap_or(601),
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_and_shown_alike_and_nothing_else_is_one() {
        for text in [
            "udp://logs.example:514",
            "tcp://192.0.2.1:601",
            "tcp://[2001:db8::1]:6514",
            "unix:/dev/log",
        ] {
            let read = SyslogTarget::from_text(text).map(|target| target.to_string());
            assert_eq!(read.as_deref(), Some(text));
        }
        let usual = SyslogTarget::from_text("udp://logs.example").map(|target| target.to_string());
        assert_eq!(usual.as_deref(), Some("udp://logs.example:514"));
        for text in [
            "",
            "logs.example",
            "http://logs.example",
            "udp://",
            "udp://a/b",
            "udp://user:secret@logs.example",
            "unix:log",
            "unix:",
        ] {
            assert_eq!(SyslogTarget::from_text(text), None, "{text}");
        }
    }
}
