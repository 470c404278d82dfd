//! The languages of a page say the same numbers, paragraph by paragraph: which facts, and what is said beside them.

use std::sync::Arc;

use super::{PageSummary, equal_numbers};
use crate::content::PageText;
use crate::diag::{Diagnostic, Sink, Source};
use crate::files::Root;
use crate::model::{FactId, Lang};
use crate::numbers::{Builder, Form, Passage, Sides, Words, align, tell};
use crate::prose::Composed;
use crate::say;

/// Title and description under their keys, then the text.
pub(super) fn passages(text: &PageText, source: &Source, composed: &Composed) -> Vec<Passage> {
    let front = source.text().get(..text.body).unwrap_or_default();
    let entry = |(key, words): (&str, &str)| {
        let mut builder = Builder::default();
        match front.find(words) {
            Some(at) => builder.exact(words, at),
            // Typed with escapes: the front matter is the place.
            None => builder.said(words, 0..front.len().min(3)),
        }
        let mut passage = builder.finish(Form::Entry);
        passage.key = key.to_owned();
        passage
    };
    let entries = [("title", text.title.as_str()), ("description", text.description.as_str())];
    entries.into_iter().map(entry).chain(composed.spoken.iter().cloned()).collect()
}

/// Compares the default language of every page with each other one.
pub(super) fn run(pages: &[PageSummary], root: &Root, sink: &Sink) {
    for page in pages.chunk_by(|a, b| a.address == b.address) {
        let Some((first, others)) = page.split_first() else { continue };
        for other in others.iter().filter(|other| says(first) || says(other)) {
            if let (Ok(left), Ok(right)) = (root.read(&first.path), root.read(&other.path)) {
                let words = [&first.lang, &other.lang].map(|lang| Words::of(lang.as_str()));
                let sides = Sides { left: (&left, &first.passages), right: (&right, &other.passages), words };
                compare(&sides, (first, other), sink);
            }
        }
    }
}

fn says(page: &PageSummary) -> bool {
    page.passages.iter().any(|passage| !passage.reading().is_empty() || !passage.facts.is_empty())
}

fn compare(sides: &Sides<'_>, (first, other): (&PageSummary, &PageSummary), sink: &Sink) {
    let ((left, ours), (right, theirs)) = (sides.left, sides.right);
    for (own, mate) in align(ours, theirs) {
        let pair = (Passage::joined(&ours[own]), Passage::joined(&theirs[mate]));
        moved(&pair.0, &pair.1, left, (first, other), sink);
        moved(&pair.1, &pair.0, right, (other, first), sink);
    }
    tell(sides).into_iter().for_each(|found| sink.push(found));
}

/// Tells of facts that a paragraph cites and its counterpart does not, although the page does.
fn moved(says: &Passage, silent: &Passage, source: &Arc<Source>, (page, other): (&PageSummary, &PageSummary), sink: &Sink) {
    let elsewhere = |id: &&String| FactId::new(id).is_ok_and(|id| other.facts.contains_key(&id));
    let (a, b): (&Lang, &Lang) = (&page.lang, &other.lang);
    for fact in says.facts.difference(&silent.facts).filter(elsewhere) {
        let message = say!(
            "`{fact}` 在 `{a}` 版的这一段里引用了，`{b}` 版写在别的段里",
            "this paragraph cites `{fact}` in `{a}`; in `{b}` it stands in another paragraph"
        );
        let help = say!("两种语言的段落应当一一对应", "let the paragraphs of both languages correspond");
        sink.push(Diagnostic::error(&equal_numbers::RULE, message).at(source.span(says.start())).help(help));
    }
}
