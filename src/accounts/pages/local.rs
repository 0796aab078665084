//! Where a page may lead on: a path of ours, and nothing that a browser could read as another address.

/// `path` if it is a path on this server: one slash at its start, and only plain characters.
#[must_use]
pub(super) fn local(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let ours = path.starts_with('/') && !path.starts_with("//");
    (plain && ours && path.len() <= 300).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        for path in ["/today", "/n/1?x=2", "/%2F%2Felsewhere.example"] {
            assert_eq!(local(path), Some(path));
        }
        let others = [
            "",
            "today",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "https://elsewhere.example",
            "/a\r\nb",
            "/a b",
            "/\u{9}/elsewhere.example",
            "javascript:alert(1)",
            "\\\\elsewhere.example",
        ];
        for path in others {
            assert_eq!(local(path), None, "{path:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(300))), None);
    }
}
