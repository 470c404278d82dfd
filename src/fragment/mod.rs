//! Page bodies for the content system of a portal: what stands in `main` of a finished page, without anything that would meddle with
//! the page it is pasted into.
//!
//! A department may have no site of its own and fills pages of the city's portal instead. So the body of each page is cut out of the
//! finished page, the one that all checks have seen: scripts, frame and crumbs stay behind; classes and ids get a prefix; addresses
//! lead to where the site's folder lies; the style sheet reaches nothing outside the body.

mod body;
mod css;
mod list;
mod style;

use std::collections::BTreeSet;

pub use body::cut;
pub use list::{csv, json};
pub use style::{Sheet, stylesheet};

/// What classes and ids begin with, so that they are nobody else's.
const PREFIX: &str = "sw-";
/// The class of the element around a body; every rule of the style sheet begins with it.
const WRAPPER: &str = "shanwai";

/// Where a page stands and how it is cut.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The address of the site's folder, with a final slash: `https://…/`, `/path/` or `../path/`.
    pub base: &'a str,
    /// The page's file in that folder.
    pub path: &'a str,
    /// Whether the first heading is left out, where the portal's own template prints the title.
    pub without_title: bool,
}

/// The body of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Title of the page, without the name of the site.
    pub title: String,
    /// Language.
    pub lang: String,
    /// Description, maybe empty.
    pub description: String,
    /// One element, to be pasted.
    pub html: String,
    /// Names of its classes as the theme knows them.
    pub classes: BTreeSet<String>,
    /// The style sheets of its page, by their files in the site's folder; the first is that of all pages.
    pub styles: Vec<String>,
}

/// A line of the list of fragments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Listed {
    /// Address of the page in the site, the same in every language.
    pub page: String,
    /// Language.
    pub language: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// The fragment's file.
    pub file: String,
    /// Where the page itself lies.
    pub address: String,
}

/// The class that bodies carry whose page has this style sheet of its own: `css/home.css` gives `sw-css-home`.
fn mark_of(sheet: &str) -> String {
    let name = sheet.rsplit('/').next().unwrap_or(sheet);
    let stem = name.split('.').next().unwrap_or(name);
    format!("{PREFIX}css-{}", stem.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'), "-"))
}

/// An address in a file of the site, as seen from any page elsewhere. What leads outside stays as it is.
fn resolved(base: &str, path: &str, href: &str) -> String {
    let outside = href.starts_with(['/', '#']) || href.split(['/', '#', '?']).next().is_some_and(|head| head.contains(':'));
    if outside || href.is_empty() {
        return href.to_owned();
    }
    let end = href.find(['#', '?']).unwrap_or(href.len());
    let (file, rest) = href.split_at(end);
    let file = if file.is_empty() { path.to_owned() } else { crate::html::joined(path, file) };
    format!("{base}{file}{rest}")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn addresses_are_seen_from_anywhere() {
        let at = |href: &str| resolved("https://a.example/x/", "en/projects/camp/index.html", href);
        assert_eq!(at("../../../s/f/index.html#top"), "https://a.example/x/s/f/index.html#top");
        assert_eq!(at("table.csv"), "https://a.example/x/en/projects/camp/table.csv");
        assert_eq!(at("./?q=1"), "https://a.example/x/en/projects/camp/?q=1");
        assert_eq!(at("?q=1"), "https://a.example/x/en/projects/camp/index.html?q=1");
        for same in ["https://b.example/", "mailto:a@b.example", "//c.example/", "/root/", "#here", ""] {
            assert_eq!(at(same), same);
        }
        assert_eq!(resolved("/portal/", "index.html", "s/index.html"), "/portal/s/index.html");
    }
}
