//! Where a link leads.

/// The file to which a relative link of the file at `path` leads, from the same root; without query and fragment. A link that climbs out
/// of the root stays in it.
#[must_use]
pub fn joined(path: &str, link: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
