//! Where an address leads, seen from the file it stands in.

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the output and, where one is named, a place in it.
    Inside(String, Option<String>),
    /// Another site.
    Outside,
    /// Nowhere that could be missing: a mailbox, a telephone, data.
    Nowhere,
}

/// Resolves an address as a browser does. `base` is the public address of the site, with a final slash.
pub(super) fn resolve(from: &str, href: &str, base: Option<&str>) -> Target {
    let href = href.trim();
    if ["mailto:", "tel:", "data:", "urn:", "tag:"].iter().any(|scheme| href.starts_with(scheme)) {
        return Target::Nowhere;
    }
    let own = base.and_then(|base| {
        href.strip_prefix(base).or_else(|| (href.len() + 1 == base.len() && base.starts_with(href)).then_some(""))
    });
    if let Some(inside) = own {
        return inside_of("", inside);
    }
    if href.starts_with("//") || href.split(['/', '#', '?']).next().is_some_and(|head| head.contains(':')) {
        return Target::Outside;
    }
    if let Some(below) = href.strip_prefix('/') {
        // The path of the public address, as on the page for lost readers.
        let path = base
            .and_then(|base| base.split_once("://"))
            .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
            .unwrap_or("/");
        return inside_of("", href.strip_prefix(path).unwrap_or(below));
    }
    if let Some(part) = href.strip_prefix('#') {
        return Target::Inside(from.to_owned(), fragment(part));
    }
    inside_of(from.rfind('/').map_or("", |at| &from[..=at]), href)
}

fn inside_of(folder: &str, href: &str) -> Target {
    let (path, part) = href.split_once('#').map_or((href, ""), |(path, part)| (path, part));
    let path = path.split('?').next().unwrap_or("");
    let mut parts: Vec<String> = Vec::new();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !part.is_empty() && *part != ".") {
        match (part, parts.last().map(String::as_str)) {
            ("..", Some(last)) if last != ".." => drop(parts.pop()),
            _ => parts.push(decode(part)),
        }
    }
    let mut file = parts.join("/");
    if path.is_empty() || path.ends_with(['/', '.']) {
        file += if file.is_empty() { "index.html" } else { "/index.html" };
    }
    Target::Inside(file, fragment(part))
}

/// A place in a file; the top of it needs no name.
fn fragment(part: &str) -> Option<String> {
    let part = decode(part);
    (!part.is_empty() && part != "top").then_some(part)
}

/// A part of an address without percent signs.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &after[2..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_a_browser_would_go() {
        let base = Some("https://example.org/portal/");
        let inside = |path: &str, part: Option<&str>| Target::Inside(path.to_owned(), part.map(str::to_owned));
        for (href, wanted) in [
            ("index.html", inside("en/camps/index.html", None)),
            ("../../site.css", inside("site.css", None)),
            ("../../../up.css", inside("../up.css", None)),
            ("#part-2", inside("en/camps/page.html", Some("part-2"))),
            ("../#%E4%B8%80", inside("en/index.html", Some("一"))),
            ("x%20y.csv?v=1", inside("en/camps/x y.csv", None)),
            ("/portal/s/a/", inside("s/a/index.html", None)),
            ("https://example.org/portal/s/a/#top", inside("s/a/index.html", None)),
            ("https://example.org/portal/", inside("index.html", None)),
            ("https://example.org/portal", inside("index.html", None)),
            ("https://example.com/", Target::Outside),
            ("//example.com/", Target::Outside),
            ("mailto:office@example.org", Target::Nowhere),
            ("", inside("en/camps/index.html", None)),
        ] {
            assert_eq!(resolve("en/camps/page.html", href, base), wanted, "{href}");
        }
        assert_eq!(resolve("404.html", "/assets/site.css", None), inside("assets/site.css", None));
    }
}
