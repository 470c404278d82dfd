//! Judges: each check is a file; errors stop publishing.

mod equal_numbers;
pub mod finished;
pub mod identifiers;
pub mod language;
mod paragraphs;
mod stale;
pub mod stories;
mod texts;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Settings;
use crate::content::{Library, Page};
use crate::diag::{Rule, Sink, Source};
use crate::files::Root;
use crate::model::{FactId, Lang};
use crate::numbers::Passage;
use crate::prose::Composed;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&equal_numbers::RULE, &stale::STALE, &stale::UNRECORDED];

/// What a composed page is remembered by, in one language: small, so that memory does not grow with the texts.
#[derive(Clone, Debug)]
pub struct PageSummary {
    address: Arc<str>,
    lang: Lang,
    path: PathBuf,
    facts: BTreeMap<FactId, Range<usize>>,
    said: language::Said,
    passages: Vec<Passage>,
}

impl PageSummary {
    /// What one language of a page said, and where it first said it.
    #[must_use]
    pub fn of(page: &Page, lang: &Lang, composed: &Composed, source: &Source, said: language::Said) -> Self {
        let text = source.text();
        // The first place that names the fact; an expression may ask for several.
        let place = |id: &FactId| {
            let at = [format!("\"{id}\""), format!("'{id}'")].iter().find_map(|quoted| text.find(quoted.as_str()));
            at.map_or(0..0, |at| at..at + id.as_str().len() + 2)
        };
        let facts = composed.facts_used.iter().map(|id| (id.clone(), place(id))).collect();
        let passages = paragraphs::passages(page.texts.get(lang), source, composed);
        Self {
            address: page.address.as_str().into(),
            lang: lang.clone(),
            path: source.path().to_path_buf(),
            facts,
            said,
            passages,
        }
    }

    /// The page's address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Every fact it said.
    pub fn facts(&self) -> impl Iterator<Item = &FactId> {
        self.facts.keys()
    }
}

/// Runs every check over all pages. Summaries of one page's languages stand side by side.
pub fn all(pages: &[PageSummary], settings: &Settings, library: &Library, root: &Root, sink: &Sink) {
    equal_numbers::run(pages, root, sink);
    paragraphs::run(pages, root, sink);
    texts::run(settings, root, sink);
    pages.iter().flat_map(|page| &page.said.findings).for_each(|found| sink.push(found.clone()));
    language::against_glossary(pages, &settings.glossary.terms, root, sink);
    language::synthetic_records(settings, sink);
    stale::run(library, settings, root, sink);
}
