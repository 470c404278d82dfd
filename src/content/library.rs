//! Every page of the site, with the order of its sections worked out once.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Address, Page};
use crate::files::content_hash;

/// Every page of the site.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pages: BTreeMap<Address, Arc<Page>>,
    children: BTreeMap<String, Vec<Arc<Page>>>,
    place: BTreeMap<Address, usize>,
    terms: BTreeMap<(String, String), Vec<Arc<Page>>>,
    footer: Vec<Arc<Page>>,
    structure: [u8; 32],
}

impl Library {
    /// Sorts pages into sections. Cost: a sort of all pages.
    #[must_use]
    pub(super) fn new(pages: BTreeMap<Address, Arc<Page>>) -> Self {
        let mut sorted: Vec<&Arc<Page>> =
            pages.values().filter(|page| !page.meta.hidden && !page.address.as_str().is_empty()).collect();
        sorted.sort_by_cached_key(|page| order(page));
        let mut children: BTreeMap<String, Vec<Arc<Page>>> = BTreeMap::new();
        let mut terms: BTreeMap<(String, String), Vec<Arc<Page>>> = BTreeMap::new();
        let mut place = BTreeMap::new();
        for page in sorted {
            let siblings = children.entry(page.address.parent().to_owned()).or_default();
            place.insert(page.address.clone(), siblings.len());
            siblings.push(Arc::clone(page));
            for (taxonomy, chosen) in &page.meta.terms {
                for term in chosen {
                    terms.entry((taxonomy.to_string(), term.to_string())).or_default().push(Arc::clone(page));
                }
            }
        }
        let structure = structure(&pages);
        let mut footer: Vec<Arc<Page>> = pages.values().filter(|page| page.meta.footer).map(Arc::clone).collect();
        footer.sort_by_cached_key(|page| order(page));
        Self { pages, children, place, terms, footer, structure }
    }

    /// Takes pages out, as if they had never been written; gives those that were taken.
    pub fn take(&mut self, wanted: impl Fn(&Page) -> bool) -> Vec<Arc<Page>> {
        let (taken, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.pages).into_iter().partition(|(_, page)| wanted(page));
        *self = Self::new(kept.into_iter().collect());
        taken.into_iter().map(|(_, page)| page).collect()
    }

    /// All pages by address.
    pub fn pages(&self) -> impl Iterator<Item = &Arc<Page>> {
        self.pages.values()
    }

    /// The page at an address.
    #[must_use]
    pub fn get(&self, address: &str) -> Option<&Arc<Page>> {
        self.pages.get(address)
    }

    /// The pages right below a folder that are not hidden: by weight, then newest first, then by address.
    #[must_use]
    pub fn children(&self, address: &str) -> &[Arc<Page>] {
        self.children.get(address).map_or(&[], Vec::as_slice)
    }

    /// The pages before and after one in its section; none for pages at the top.
    #[must_use]
    pub fn neighbours(&self, address: &str) -> (Option<&Page>, Option<&Page>) {
        let Some((known, at)) = self.place.get_key_value(address) else { return (None, None) };
        if known.parent().is_empty() {
            return (None, None);
        }
        let siblings = self.children(known.parent());
        let page = |at: usize| siblings.get(at).map(Arc::as_ref);
        (at.checked_sub(1).and_then(page), page(at + 1))
    }

    /// Pages that the footer links to, by weight.
    pub fn footer_pages(&self) -> impl Iterator<Item = &Page> {
        self.footer.iter().map(Arc::as_ref)
    }

    /// Pages with a term, newest first.
    #[must_use]
    pub fn with_term(&self, taxonomy: &str, term: &str) -> &[Arc<Page>] {
        self.terms.get(&(taxonomy.to_owned(), term.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// A hash over addresses and front matter: while it stays the same, a page changes only with its own text.
    #[must_use]
    pub fn structure(&self) -> [u8; 32] {
        self.structure
    }
}

fn order(page: &Page) -> (i64, Reverse<Option<crate::model::Date>>, Address) {
    (page.meta.weight.unwrap_or(i64::MAX), Reverse(page.meta.date), page.address.clone())
}

fn structure(pages: &BTreeMap<Address, Arc<Page>>) -> [u8; 32] {
    use std::fmt::Write;
    let mut text = String::new();
    // Lengths go before words, so that no two libraries read the same.
    for page in pages.values() {
        let _ = writeln!(text, "{}\n{:?} {}", page.address.as_str(), page.meta, page.is_section);
        for (lang, words) in page.texts.iter() {
            for word in [lang.as_str(), &words.title, &words.short, &words.description] {
                let _ = write!(text, "{} {word}", word.len());
            }
        }
    }
    content_hash(text.as_bytes())
}
