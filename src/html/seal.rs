//! Subresource Integrity (W3C, 2016): scripts and style sheets of a page with the sum of what they must be.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Tag, Token, joined, tokens};

/// What an `integrity` attribute says of a file.
#[must_use]
pub fn sum(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    format!("sha256-{}", STANDARD.encode(sha2::Sha256::digest(bytes)))
}

/// The page at `path` with an `integrity` attribute on every script and style sheet that `sums` knows, by path from the site's root;
/// `None` where there is none. Linear.
#[must_use]
pub fn seal(html: &str, path: &str, sums: &BTreeMap<String, String>) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for token in tokens(html) {
        let Token::Open(tag) = token else { continue };
        let Some(sum) = target(&tag).and_then(|href| sums.get(&resolved(path, &href, sums))) else { continue };
        let end = tag.range.end - if html[tag.range.clone()].ends_with("/>") { 2 } else { 1 };
        out.push_str(&html[done..end]);
        let _ = write!(out, " integrity=\"{sum}\"");
        done = end;
    }
    (done > 0).then(|| out + &html[done..])
}

/// What a script or a style sheet is loaded from.
fn target<'a>(tag: &Tag<'a>) -> Option<std::borrow::Cow<'a, str>> {
    match tag.name {
        "script" => tag.get("src"),
        "link" if tag.get("rel").is_some_and(|rel| rel == "stylesheet") => tag.get("href"),
        _ => None,
    }
}

/// A link of the page at `path`, from the site's root. A link that begins at the root of a server or with its name goes by its end.
fn resolved(path: &str, href: &str, sums: &BTreeMap<String, String>) -> String {
    if href.starts_with('/') || href.contains("://") {
        let known = sums.keys().filter(|known| href.ends_with(&format!("/{known}")));
        return known.max_by_key(|known| known.len()).cloned().unwrap_or_default();
    }
    joined(path, href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_sheets_of_the_site_are_sealed_and_nothing_else() {
        let sums: BTreeMap<String, String> = [("assets/site.css", "sha256-a"), ("large.js", "sha256-b")]
            .map(|(path, sum)| (path.to_owned(), sum.to_owned()))
            .into();
        let page = "<link rel=\"stylesheet\" href=\"../../assets/site.css\"><link rel=\"icon\" href=\"../../large.js\">\
                    <script src=\"../../large.js\" defer></script><script src=\"table.en.js\"></script>";
        let sealed = seal(page, "en/data/index.html", &sums).unwrap();
        assert_eq!(
            sealed,
            "<link rel=\"stylesheet\" href=\"../../assets/site.css\" integrity=\"sha256-a\"><link rel=\"icon\" href=\"../../large.js\">\
             <script src=\"../../large.js\" defer integrity=\"sha256-b\"></script><script src=\"table.en.js\"></script>"
        );
        assert!(seal("<script src=\"/portal/large.js\"></script>", "404.html", &sums).unwrap().contains("sha256-b"));
        assert_eq!(seal("<p>large.js</p>", "index.html", &sums), None);
        assert_eq!(sum(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
