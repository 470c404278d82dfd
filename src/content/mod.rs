//! Pages as files: pairs of Markdown, one for each language, with front matter.
//!
//! Loading keeps what lists need (titles, dates, places) and lets the texts go again; a page's text is read when the page is made, so
//! that memory hardly grows with the number of pages.

mod front;
mod library;
mod load;
mod passages;
mod rules;
mod unfilled;

pub use front::{judge_templates, span_of};
pub use library::Library;
pub use load::{FOLDER, Memo, load};
pub use passages::{TypedPassage, passages};
pub use rules::RULES;
pub use unfilled::judge_unfilled;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Trait;
use crate::diag::Source;
use crate::files::{Error, Root};
use crate::model::{ChartId, Code, Date, DimensionId, FactId, Lang, Localized, Slug};

/// Where a page stands, without language and without leading slash: `""` is home, `projects/camp/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// Parts joined with `/`, a slash at the end; no parts is home.
    #[must_use]
    pub fn from_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(parts.into_iter().fold(String::new(), |all, part| all + part + "/").into())
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The folder it stands in; home stands in itself.
    #[must_use]
    pub fn parent(&self) -> &str {
        let inner = self.0.strip_suffix('/').unwrap_or("");
        inner.rfind('/').map_or("", |at| &self.0[..=at])
    }
}

impl std::borrow::Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One page in all its languages.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it stands.
    pub address: Address,
    /// Each language's text.
    pub texts: Localized<PageText>,
    /// Whether it is the page of a folder (`index.zh.md`) that holds other pages.
    pub is_section: bool,
    /// Front matter that is the same in every language.
    pub meta: PageMeta,
}

/// One language of a page, without its text.
#[derive(Clone, Debug)]
pub struct PageText {
    /// The language it is written in: not the page's where a translation is missing and the site shows another language.
    pub lang: Lang,
    /// Title.
    pub title: String,
    /// Short title for navigation and crumbs; the title when not given.
    pub short: String,
    /// One or two sentences for lists, search engines and feeds.
    pub description: String,
    /// The file, relative to the site's root.
    pub path: PathBuf,
    /// Bytes of the file where the Markdown begins.
    pub body: usize,
    /// A BLAKE3 hash of the file.
    pub hash: [u8; 32],
}

impl PageText {
    /// Reads the file again.
    pub fn read(&self, root: &Root) -> Result<Arc<Source>, Error> {
        root.read(&self.path)
    }
}

impl Page {
    /// Whether it tells of a child: it stands below `stories/`, is laid out as a story, or names a consent.
    #[must_use]
    pub fn is_story(&self) -> bool {
        let mut parts = self.address.parts();
        let below = parts.next() == Some("stories") && parts.next().is_some() && !self.is_section;
        below || self.meta.story.is_some() || self.meta.template.as_deref() == Some("story.html")
    }
}

/// What a story declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The id of the consent it rests on.
    pub consent: Option<String>,
    /// Whether it is made of the experience of several children, with details changed.
    pub composite: bool,
    /// What it tells of the child, by dimension of the tables.
    pub about: BTreeMap<DimensionId, Vec<Code>>,
    /// What it tells that no table counts, as far as the writer says so.
    pub beyond: BTreeSet<Trait>,
}

/// What a page declares besides its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageMeta {
    /// Last part of the address, when it is not the file's name.
    pub slug: Option<Slug>,
    /// Position among its siblings; lower first, then by date (newest first), then by address.
    pub weight: Option<i64>,
    /// Addresses it once had, such as `projects/old-name/`; they lead to it.
    pub aliases: Vec<String>,
    /// What it declares as a story of a child.
    pub story: Option<Story>,
    /// Publication date.
    pub date: Option<Date>,
    /// Last change.
    pub updated: Option<Date>,
    /// Programme the page is about.
    pub programme: Option<Code>,
    /// Facts shown as figures at its head.
    pub headline: Vec<FactId>,
    /// Template other than the one its kind gets.
    pub template: Option<String>,
    /// Terms by taxonomy.
    pub terms: BTreeMap<Slug, Vec<Slug>>,
    /// A ready-made public CSV table per language, below the site's root.
    pub tables: BTreeMap<Lang, PathBuf>,
    /// Charts shown with the page in lists.
    pub charts: Vec<ChartId>,
    /// Whether the page is left out of lists, feeds and the sitemap.
    pub hidden: bool,
    /// Whether the footer of every page links to it.
    pub footer: bool,
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn the_parent_is_the_folder_above() {
        for (parts, parent) in [(&["a", "b"][..], "a/"), (&["a"], ""), (&[], ""), (&["a", "b", "c"], "a/b/")] {
            assert_eq!(Address::from_parts(parts.iter().copied()).parent(), parent);
        }
    }
}
