//! Addresses: our own (scheme, host, port; nothing else) and the one that *Leave quickly* goes to.
//!
//! Must stay true: both are safe to print into a header, because a host holds only letters, digits, dots, hyphens and
//! brackets. `TOWARD_BASE_URL` is the only truth for our origin: no request header changes it.

use std::{fmt, net::SocketAddr, str::FromStr};

use axum::http::Uri;

/// Scheme, host and port, as a browser writes them in an `Origin` header: lower case, no default port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: String,
    https: bool,
}

impl Origin {
    /// Plain http at a socket address: the default when only `TOWARD_LISTEN` is known.
    #[must_use]
    pub fn of(address: SocketAddr) -> Self {
        let host = match address {
            SocketAddr::V4(v4) => v4.ip().to_string(),
            SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
        };
        let port = if address.port() == 80 { String::new() } else { format!(":{}", address.port()) };
        Self { text: format!("http://{host}{port}"), host, https: false }
    }

    /// `https://toward.example.org`, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether cookies may be marked as secure and browsers be told to insist on https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether this can only be reached from the machine itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host.ends_with(".localhost")
            || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// A full address on this server; `path` begins with a slash.
    #[must_use]
    pub fn with_path(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (origin, rest) = split(text)?;
        if rest.is_empty() || rest == "/" {
            Ok(origin)
        } else {
            Err("give scheme, host and port only, such as https://toward.example.org")
        }
    }
}

/// Where *Leave quickly* goes: any http or https page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitUrl {
    text: String,
    origin: Origin,
}

impl ExitUrl {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Stands in while a problem is being reported; such a configuration is never used.
    pub(super) fn unset(origin: &Origin) -> Self {
        Self { text: format!("{origin}/"), origin: origin.clone() }
    }

    /// Its origin, which the content security policy must name as a target of forms.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl FromStr for ExitUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (origin, rest) = split(text)?;
        let rest = if rest.is_empty() { "/" } else { rest };
        Ok(Self { text: format!("{origin}{rest}"), origin })
    }
}

/// The origin, and what follows it in the text.
fn split(text: &str) -> Result<(Origin, &str), &'static str> {
    const NOT_WEB: &str = "give a web address that begins with http:// or https://";
    let uri: Uri = text.parse().map_err(|_| NOT_WEB)?;
    let https = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(NOT_WEB),
    };
    let authority = uri.authority().ok_or(NOT_WEB)?;
    if authority.as_str().contains('@') {
        return Err("leave out the user name");
    }
    let host = authority.host().to_ascii_lowercase();
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    if host.is_empty() || !host.chars().all(fine) {
        return Err(NOT_WEB);
    }
    let scheme = if https { "https" } else { "http" };
    let usual = if https { 443 } else { 80 };
    let port = match authority.as_str().get(host.len()..) {
        None | Some("" | ":") => None,
        Some(_) => Some(authority.port_u16().ok_or("the port must be a number up to 65535")?),
    };
    let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
    let rest = text
        .split_once("://")
        .and_then(|(_, after)| after.get(authority.as_str().len()..))
        .unwrap_or_default();
    Ok((Origin { text: format!("{scheme}://{host}{port}"), host, https }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for (given, kept) in [
            ("https://Toward.Example.org/", "https://toward.example.org"),
            ("https://toward.example.org:443", "https://toward.example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(given.parse::<Origin>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn an_origin_has_no_path_no_user_and_no_other_scheme() {
        for bad in [
            "toward.example.org",
            "https://toward.example.org/app",
            "https://toward.example.org?x",
            "https://me@toward.example.org",
            "ftp://toward.example.org",
            "https://",
            "https://a;b",
            "https://a:99999",
            "",
        ] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn loopback_is_this_machine_only() {
        for (text, loopback) in [
            ("http://localhost", true),
            ("http://127.0.0.1:1", true),
            ("http://[::1]", true),
            ("http://0.0.0.0", false),
            ("http://localhost.example.org", false),
            ("http://192.168.1.5", false),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().is_loopback(), loopback, "{text}");
        }
    }

    #[test]
    fn an_exit_keeps_its_path_and_knows_its_origin() {
        let exit: ExitUrl = "https://www.bbc.co.uk/weather".parse().unwrap();
        assert_eq!(exit.as_str(), "https://www.bbc.co.uk/weather");
        assert_eq!(exit.origin().as_str(), "https://www.bbc.co.uk");
    }
}
