//! The press: a view becomes a file, at once, so that no more than a few pages are in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use rayon::prelude::*;
use serde::Serialize;

use crate::check::PageSummary;
use crate::check::identifiers::Watch;
use crate::check::language;
use crate::compose::Desk;
use crate::compose::frame::{Standing, frame, page_card};
use crate::diag::{Diagnostic, Sink};
use crate::files::{Held, Root, content_hash};
use crate::model::Lang;
use crate::picture::PageCard;
use crate::site::memo::{Made, Memo};
use crate::site::publish::{Outputs, Stamp};
use crate::theme::Theme;

/// Makes a page that says something of every other one, in each language, unless a page of the site has its address; how many pages.
/// `one` gets the key of its language, which changes with any text.
pub(super) fn of_all_texts(desk: &Desk, address: &str, key: [u8; 32], one: impl Fn(&Lang, [u8; 32]) + Sync) -> usize {
    if desk.library.get(address).is_some() {
        return 0;
    }
    let languages: Vec<&Lang> = desk.settings.site.languages.iter().collect();
    languages.par_iter().for_each(|lang| {
        let texts = desk.library.pages().flat_map(|page| page.texts.get(lang).hash);
        one(lang, content_hash(&key.into_iter().chain(texts).collect::<Vec<_>>()));
    });
    languages.len()
}

/// Renders and hands over; from any thread.
pub(super) struct Press<'a> {
    pub(super) theme: &'a Theme,
    pub(super) outputs: &'a dyn Outputs,
    pub(super) sink: &'a Sink,
    pub(super) known: &'a BTreeMap<String, Made>,
    pub(super) made: Mutex<BTreeMap<String, Made>>,
    /// Paths of files that could not be made.
    unmade: Mutex<BTreeSet<String>>,
    watch: &'a Watch<'a>,
}

/// The card of a page: its path and what is on it.
type Card = Option<(String, PageCard)>;

impl<'a> Press<'a> {
    pub(super) fn new(theme: &'a Theme, outputs: &'a dyn Outputs, sink: &'a Sink, memo: &'a Memo, watch: &'a Watch<'a>) -> Self {
        Self { theme, outputs, sink, known: &memo.made, made: Mutex::default(), unmade: Mutex::default(), watch }
    }

    /// What was made, for the next build.
    pub(super) fn into_made(self) -> BTreeMap<String, Made> {
        self.made.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What an authored page of the last build said.
    pub(super) fn said(&self, path: &str) -> Option<PageSummary> {
        self.known.get(path)?.summary.clone()
    }

    /// Keeps a file of the last build when it was made from the same things.
    pub(super) fn keep(&self, path: &str, key: [u8; 32]) -> bool {
        let known = self.known.get(path).filter(|made| made.key == key);
        let kept = known.filter(|known| self.outputs.keep(path, &known.stamp));
        if let Some(known) = kept {
            self.note(path, known.clone());
        }
        kept.is_some()
    }

    fn note(&self, path: &str, made: Made) {
        self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.to_owned(), made);
    }

    /// Renders a page and hands it over.
    pub(super) fn page(
        &self,
        desk: &Desk,
        template: &str,
        standing: &Standing,
        path: &str,
        view: &impl Serialize,
        from: Option<Origin>,
    ) {
        match self.theme.render(template, &frame(desk, standing), view) {
            Ok(html) => {
                let html =
                    if standing.lang.is_chinese() { None } else { crate::html::mark(&html, chinese(desk)) }.unwrap_or(html);
                let html = crate::html::seal(&html, path, &desk.sums).unwrap_or(html);
                if standing.synthetic {
                    let label = crate::compose::escaped(&desk.voice(standing.lang).word("synthetic-badge"));
                    language::unlabelled(path, &html, &label).into_iter().for_each(|found| self.sink.push(found));
                }
                self.hand_over(path, html.as_bytes(), from, page_card(desk, standing));
            }
            Err(trouble) => self.failed(path, *trouble),
        }
    }

    /// Tells why a file cannot be made; no link to it is told as well.
    pub(super) fn failed(&self, path: &str, trouble: Diagnostic) {
        self.unmade.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.to_owned());
        self.sink.push(trouble);
    }

    /// Files that would be there but for a fault that was told.
    pub(super) fn unmade(&self) -> BTreeSet<String> {
        self.unmade.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Renders a file that is no page.
    pub(super) fn plain(&self, template: &str, lang: &Lang, path: &str, view: &impl Serialize, key: [u8; 32]) {
        match self.theme.render_file(template, lang, view) {
            Ok(text) => self.file(path, text.as_bytes(), Some(Origin { key, summary: None })),
            Err(trouble) => self.failed(path, *trouble),
        }
    }

    /// Hands over a file.
    pub(super) fn file(&self, path: &str, bytes: &[u8], from: Option<Origin>) {
        self.hand_over(path, bytes, from, None);
    }

    /// Hands over a file that may be too large for memory.
    pub(super) fn held(&self, path: &str, file: Held, from: Option<Origin>) {
        self.watch.held(path, &file);
        self.took(path, self.outputs.take(path, file), from, None);
    }

    fn hand_over(&self, path: &str, bytes: &[u8], from: Option<Origin>, card: Card) {
        self.watch.output(path, bytes);
        self.took(path, self.outputs.put(path, bytes), from, card);
    }

    fn took(&self, path: &str, taken: Result<Stamp, Diagnostic>, from: Option<Origin>, card: Card) {
        match taken {
            Ok(stamp) => {
                if let Some(Origin { key, summary }) = from {
                    self.note(path, Made { key, stamp, summary, card });
                }
            }
            Err(trouble) => self.sink.push(trouble),
        }
    }

    /// The cards of all pages that were made or kept so far, by path.
    pub(super) fn cards(&self) -> BTreeMap<String, PageCard> {
        let made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        made.values().filter_map(|made| made.card.clone()).collect()
    }

    /// Style sheet and static files.
    pub(super) fn assets(&self, desk: &Desk, root: &Root, stylesheet: &str, key: [u8; 32]) {
        for path in &desk.styles {
            self.file(path, stylesheet.as_bytes(), None);
        }
        self.theme
            .static_files()
            .par_iter()
            .filter(|name| desk.statics.contains(**name) && !desk.photos.contains_key(**name) && !self.keep(name, key))
            .for_each(|name| match self.theme.static_file(root, name) {
                Ok(bytes) => self.file(name, &bytes, Some(Origin { key, summary: None })),
                Err(trouble) => self.sink.push(trouble.diagnostic()),
            });
    }
}

/// The tag of Chinese words on pages of other languages: that of the site's Chinese, if it has any.
fn chinese<'d>(desk: &'d Desk) -> &'d str {
    desk.settings.site.languages.iter().find(|lang| lang.is_chinese()).map_or("zh", Lang::as_str)
}

/// What a page was made from and what it said.
pub(super) struct Origin {
    pub(super) key: [u8; 32],
    /// Of authored pages alone.
    pub(super) summary: Option<PageSummary>,
}
