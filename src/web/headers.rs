//! The headers on every answer, errors included (security.md ).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::state::Site;

const FIXED: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), fullscreen=(), \
             geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), \
             payment=(), serial=(), usb=(), xr-spatial-tracking=()",
        ),
    ),
];

/// The content security policy. The way out is a form, so its origin may be a form's end.
fn policy(site: &Site) -> String {
    let exit = origin_of(&site.exit_url);
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self' {exit}"
    )
}

fn origin_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end =
        url.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| after_scheme + at);
    url.get(..end).unwrap_or(url)
}

/// Puts them on.
pub async fn put(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    put_policy(headers, &site);
    // Everything that does not say otherwise (the hashed files do) belongs to one person at one moment.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn put_policy(headers: &mut HeaderMap, site: &Site) {
    if let Ok(policy) = HeaderValue::try_from(policy(site)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if site.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_policy_names_the_origin_of_the_way_out_only() {
        assert_eq!(super::origin_of("https://weather.example/today?x=1"), "https://weather.example");
        assert_eq!(super::origin_of("https://weather.example"), "https://weather.example");
    }
}
