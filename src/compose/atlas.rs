//! Where everything stands: every address of the site, and the relative link from any page to any other.

use std::collections::BTreeMap;

use crate::model::{Lang, Languages};

/// The addresses of a site. An address is language-neutral, without leading slash, with a final one: `projects/camps/`; home is `""`.
#[derive(Clone, Debug)]
pub struct Atlas {
    languages: Languages,
    base_url: Option<String>,
    titles: BTreeMap<String, BTreeMap<Lang, String>>,
}

impl Atlas {
    /// An atlas without addresses.
    #[must_use]
    pub fn new(languages: Languages, base_url: Option<String>) -> Self {
        Self { languages, base_url, titles: BTreeMap::new() }
    }

    /// Enters an address with its short title in every language. `false` when it is taken.
    pub fn enter(&mut self, address: &str, mut title: impl FnMut(&Lang) -> String) -> bool {
        if self.titles.contains_key(address) {
            return false;
        }
        let titles = self.languages.iter().map(|lang| (lang.clone(), title(lang))).collect();
        self.titles.insert(address.to_owned(), titles);
        true
    }

    /// Whether there is such an address.
    #[must_use]
    pub fn has(&self, address: &str) -> bool {
        self.titles.contains_key(address)
    }

    /// All addresses, sorted.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.titles.keys().map(String::as_str)
    }

    /// The short title of an address.
    #[must_use]
    pub fn title(&self, address: &str, lang: &Lang) -> &str {
        self.titles.get(address).and_then(|titles| titles.get(lang)).map_or("", String::as_str)
    }

    /// The folder of a page in the output, with a final slash; home of the default language is `""`.
    #[must_use]
    pub fn folder(&self, address: &str, lang: &Lang) -> String {
        if lang == self.languages.default_lang() { address.to_owned() } else { format!("{lang}/{address}") }
    }

    /// The file of a page in the output.
    #[must_use]
    pub fn file(&self, address: &str, lang: &Lang) -> String {
        self.folder(address, lang) + "index.html"
    }

    /// The absolute address of a page, if the site has a base address.
    #[must_use]
    pub fn absolute(&self, address: &str, lang: &Lang) -> Option<String> {
        self.base_url.as_ref().map(|base| base.clone() + &self.folder(address, lang))
    }

    /// A link from one page to another, in the same language.
    #[must_use]
    pub fn link(&self, from: &str, to: &str, lang: &Lang) -> String {
        self.link_across(from, lang, to, lang)
    }

    /// A link from one page in one language to a page in another.
    #[must_use]
    pub fn link_across(&self, from: &str, from_lang: &Lang, to: &str, to_lang: &Lang) -> String {
        self.way(from, from_lang, &self.file(to, to_lang))
    }

    /// A link from a page to a file given by its path in the output.
    #[must_use]
    pub fn link_file(&self, from: &str, lang: &Lang, path: &str) -> String {
        self.way(from, lang, path)
    }

    /// The way from a page to a file. Servers send the 404 page for addresses of any depth, so its links begin at the root of the
    /// server where that is known; a `base` element would need a weaker security policy.
    fn way(&self, from: &str, lang: &Lang, file: &str) -> String {
        match self.base_path().filter(|_| from == "404/") {
            Some(base) => base + file,
            None => relative(&self.folder(seat(from), lang), file),
        }
    }

    /// The path of the base address: `/` or `/portal/`.
    fn base_path(&self) -> Option<String> {
        let (_, rest) = self.base_url.as_ref()?.split_once("://")?;
        rest.find('/').map(|at| rest[at..].to_owned())
    }

    /// The way from a page to the root of the site: `""`, `../`, `../../`.
    #[must_use]
    pub fn root(&self, from: &str, lang: &Lang) -> String {
        "../".repeat(self.folder(seat(from), lang).matches('/').count())
    }
}

/// Where links of a page set out: the 404 page is a file beside home and has no folder of its own.
fn seat(address: &str) -> &str {
    if address == "404/" { "" } else { address }
}

/// The way from a folder (`a/b/`, or `""`) to a file (`a/c/index.html`).
fn relative(folder: &str, file: &str) -> String {
    let common = folder
        .char_indices()
        .filter(|(_, c)| *c == '/')
        .map(|(at, _)| at + 1)
        .take_while(|end| file.as_bytes().get(..*end) == folder.as_bytes().get(..*end))
        .last()
        .unwrap_or(0);
    let up = folder[common..].matches('/').count();
    let mut link = "../".repeat(up);
    link.push_str(&file[common..]);
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_up_to_the_common_folder_and_name_the_file() {
        for (folder, file, link) in [
            ("", "index.html", "index.html"),
            ("", "en/index.html", "en/index.html"),
            ("projects/camp/", "index.html", "../../index.html"),
            ("projects/camp/", "projects/camp/index.html", "index.html"),
            ("projects/camp/", "projects/care/index.html", "../care/index.html"),
            ("en/projects/camp/", "en/s/x/index.html", "../../s/x/index.html"),
            ("en/projects/camp/", "projects/camp/index.html", "../../../projects/camp/index.html"),
            ("a/", "ab/index.html", "../ab/index.html"),
        ] {
            assert_eq!(relative(folder, file), link, "{folder} to {file}");
        }
    }

    #[test]
    fn the_404_page_links_as_home_does() {
        assert_eq!(relative(seat("404/"), "projects/index.html"), "projects/index.html");
        assert_eq!(seat("projects/"), "projects/");
    }
}
