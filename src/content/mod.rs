//! Pages as files: pairs of Markdown, one for each language, with front matter.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diag::Source;
use crate::model::{ChartId, Code, Date, FactId, Lang, Localized, Slug};

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
    /// Front matter that must be the same in every language; taken from the default language.
    pub meta: PageMeta,
}

/// One language of a page.
#[derive(Clone, Debug)]
pub struct PageText {
    /// Title.
    pub title: String,
    /// Short title for navigation and crumbs; the title when not given.
    pub short: String,
    /// One or two sentences for lists, search engines and feeds.
    pub description: String,
    /// The file.
    pub source: Arc<Source>,
    /// Bytes of the file where the Markdown begins.
    pub body: usize,
    /// A BLAKE3 hash of the file.
    pub hash: [u8; 32],
}

/// What a page declares besides its words.
#[derive(Clone, Debug, Default)]
pub struct PageMeta {
    /// Position among its siblings; lower first, then by date (newest first), then by address.
    pub weight: Option<i64>,
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
    /// Charts shown in lists of this page (a section's own figures).
    pub charts: Vec<ChartId>,
    /// Whether the page is left out of lists, feeds and the sitemap.
    pub hidden: bool,
    /// Whether the footer of every page links to it.
    pub footer: bool,
}

/// Every page of the site.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pages: BTreeMap<Address, Arc<Page>>,
}

impl Library {
    /// All pages by address.
    pub fn pages(&self) -> impl Iterator<Item = &Arc<Page>> {
        self.pages.values()
    }

    /// The page at an address.
    #[must_use]
    pub fn get(&self, address: &str) -> Option<&Arc<Page>> {
        self.pages.iter().find_map(|(known, page)| (known.as_str() == address).then_some(page))
    }
}
