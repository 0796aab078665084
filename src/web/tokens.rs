//! Form tokens and the check that a request comes from our own pages.
//!
//! What must stay true: a form that changes something carries a token bound to the session (or, before there is one,
//! to the browser's door cookie), and the browser's own word about where the request comes from is heard first.

use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;

use super::state::Site;

/// The token for forms of the session with this id.
#[must_use]
pub fn for_session(site: &Site, id: tower_sessions::session::Id) -> String {
    BASE64URL_NOPAD.encode(&site.secret.mac("csrf", &[&id.0.to_be_bytes()]))
}

/// The token for forms at the door, in the browser with this door cookie.
#[must_use]
pub fn for_door(site: &Site, nonce: &[u8]) -> String {
    BASE64URL_NOPAD.encode(&site.secret.mac("door", &[nonce]))
}

/// Vouches for an exit address that somebody chose here, so that leaving needs neither a session nor the database to
/// know where to go.
#[must_use]
pub fn for_exit(site: &Site, address: &str) -> String {
    BASE64URL_NOPAD.encode(&site.secret.mac("exit", &[address.as_bytes()]))
}

/// Compares a posted token with the right one, in constant time.
#[must_use]
pub fn matches(posted: &str, right: &str) -> bool {
    use subtle::ConstantTimeEq as _;
    posted.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Whether the browser says that the request comes from our own pages: `Sec-Fetch-Site` where it is sent, else
/// `Origin`. A client that sends neither has the token alone to show; so has one whose `Origin` is "null", because that
/// is what older browsers (and all of them over plain http) write for our own pages under `Referrer-Policy: no-referrer`.
#[must_use]
pub fn same_origin(headers: &HeaderMap, site: &Site) -> bool {
    if let Some(from) = headers.get("sec-fetch-site") {
        return from == "same-origin" || from == "none";
    }
    headers.get(header::ORIGIN).is_none_or(|origin| origin == "null" || origin == site.base_url.as_str())
}
