//! Where it listens, what its address is, and what its public pages say.

use std::{net::SocketAddr, path::PathBuf};

use super::{
    origin::{ExitUrl, Origin},
    source::Reader,
};

/// The web server's settings.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// `TOWARD_LISTEN`: address and port. Default `127.0.0.1:3000`. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// `TOWARD_BASE_URL`: the address people type. Default `http://` and the value of `TOWARD_LISTEN`.
    /// Plain http is refused for anything but this machine, unless `TOWARD_ALLOW_HTTP` (default `false`) is `true`.
    pub base_url: Origin,
    /// Whether `base_url` follows from `listen` because nobody set it.
    pub base_url_is_default: bool,
    /// `TOWARD_EXIT_URL`: where *Leave quickly* goes. Default `https://www.wikipedia.org/`.
    pub exit_url: ExitUrl,
    /// `TOWARD_HOST_NOTICE`: who runs this server, in their own words. Default: not set.
    pub host_notice: Option<String>,
    /// `TOWARD_HELP_LINES`: a file of help lines to show in place of those that come with Toward. Default: not set.
    pub help_lines: Option<PathBuf>,
}

const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3000);

impl WebConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let listen = from.text("TOWARD_LISTEN").parse().unwrap_or_else(|_| {
            from.problem("TOWARD_LISTEN", "give an address and a port, such as 127.0.0.1:3000 or [::1]:3000");
            LISTEN
        });
        let (base_url, base_url_is_default) = base_url(from, listen);
        let exit = from.text("TOWARD_EXIT_URL");
        let exit_url = exit.parse().unwrap_or_else(|what: &str| {
            from.problem("TOWARD_EXIT_URL", what);
            ExitUrl::unset(&base_url)
        });
        let host_notice = from.optional("TOWARD_HOST_NOTICE");
        let help_lines = from.path("TOWARD_HELP_LINES");
        if let Some(path) = &help_lines
            && let Err(error) = std::fs::File::open(path)
        {
            from.problem("TOWARD_HELP_LINES", format!("{} cannot be read: {error}", path.display()));
        }
        Self { listen, base_url, base_url_is_default, exit_url, host_notice, help_lines }
    }
}

fn base_url(from: &mut Reader, listen: SocketAddr) -> (Origin, bool) {
    let allow_http = match from.text("TOWARD_ALLOW_HTTP").as_str() {
        "true" => true,
        "false" => false,
        _ => {
            from.problem("TOWARD_ALLOW_HTTP", "give true or false");
            false
        }
    };
    let by_default = Origin::of(listen);
    let Some(text) = from.optional("TOWARD_BASE_URL") else {
        from.show_default("TOWARD_BASE_URL", by_default.to_string());
        if !by_default.is_loopback() {
            from.problem(
                "TOWARD_BASE_URL",
                format!(
                    "TOWARD_LISTEN={listen} opens Toward to other machines; give the address that people type, \
                     such as https://toward.example.org"
                ),
            );
        }
        return (by_default, true);
    };
    let origin: Origin = text.parse().unwrap_or_else(|what: &str| {
        from.problem("TOWARD_BASE_URL", what);
        by_default
    });
    if !origin.is_https() && !origin.is_loopback() && !allow_http {
        from.problem(
            "TOWARD_BASE_URL",
            "over plain http, everyone on the way could read along, the owner of the Wi-Fi included; use https. \
             If you have weighed that, TOWARD_ALLOW_HTTP=true lets it start",
        );
    }
    (origin, false)
}
