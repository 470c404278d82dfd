//! What texts say and how: words that hurt, words that promise too much, terms against the glossary, passages left untranslated.
//!
//! Each text is searched once, for all words at the same time. What is found travels with the page's summary, so that a page that is
//! not made again is judged all the same.

mod passages;
mod rules;
mod settings;
mod synthetic;
mod terms;
mod words;

pub use rules::RULES;
pub(super) use synthetic::synthetic_records;
pub use synthetic::unlabelled;
pub(super) use terms::against_glossary;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::config::{GlossaryTerm, Settings, WordKind};
use crate::content::Page;
use crate::diag::{Diagnostic, Sink, Source};
use crate::files::Root;
use crate::model::{Date, Lang};
use crate::prose::{Composed, Passage};

/// What one pattern stands for.
#[derive(Clone, Copy, Debug)]
enum Sign {
    /// A judged word, by its place in the lexicon.
    Word(usize),
    /// A form that the glossary accepts, by the term's place.
    Term(usize),
    /// A form that the glossary refuses.
    Refused(usize),
}

/// All patterns of one language.
struct Patterns {
    machine: AhoCorasick,
    signs: Vec<Sign>,
}

/// Judges the texts of one build.
pub struct Judge<'a> {
    settings: &'a Settings,
    as_of: Option<Date>,
    patterns: BTreeMap<Lang, Patterns>,
}

/// What a text said, as far as judges care.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub(super) findings: Vec<Diagnostic>,
    /// Terms of the glossary that the text names, with the first place.
    pub(super) named: BTreeMap<usize, Range<usize>>,
    /// Terms of which any accepted form stands in the text.
    pub(super) present: BTreeSet<usize>,
}

/// One match.
struct Found {
    sign: Sign,
    range: Range<usize>,
}

impl<'a> Judge<'a> {
    /// Makes ready all words of all languages.
    #[must_use]
    pub fn new(settings: &'a Settings, as_of: Option<Date>) -> Self {
        let languages = settings.site.languages.iter();
        let patterns = languages.filter_map(|lang| Some((lang.clone(), patterns(settings, lang)?))).collect();
        Self { settings, as_of, patterns }
    }

    /// Judges one language of a page.
    #[must_use]
    pub fn page(&self, page: &Page, lang: &Lang, composed: &Composed, source: &Arc<Source>) -> Said {
        let text = page.texts.get(lang);
        let mut said = Said::default();
        let head = [&text.title, &text.description].into_iter().filter_map(|words| {
            let at = source.text()[..text.body.min(source.text().len())].find(words.as_str())?;
            Some(Passage::at(words, at))
        });
        let head: Vec<Passage> = head.collect();
        let mut tally = words::Tally::default();
        for passage in head.iter().chain(&composed.passages) {
            self.passage(passage, lang, source, &mut said, &mut tally);
        }
        said.findings.extend(composed.passages.iter().filter_map(|passage| passages::untranslated(passage, lang, source)));
        if page.address.parts().next() == Some("stories") {
            said.findings.extend(tally.judge(source));
        }
        said
    }

    fn passage(&self, passage: &Passage, lang: &Lang, source: &Arc<Source>, said: &mut Said, tally: &mut words::Tally) {
        let found = self.search(&passage.text, lang);
        for found in &found {
            match found.sign {
                Sign::Term(term) => {
                    said.named.entry(term).or_insert_with(|| passage.place(&found.range));
                }
                Sign::Refused(term) => {
                    said.findings.push(terms::refused(
                        &self.settings.glossary.terms[term],
                        lang,
                        source.span(passage.place(&found.range)),
                    ));
                }
                Sign::Word(word) => {
                    let word = &self.settings.lexicon.words[word];
                    tally.count(word.kind);
                    let span = source.span(passage.place(&found.range));
                    said.findings.extend(words::judge(word, &passage.text, &found.range, span, &self.allowance(source)));
                }
            }
        }
        said.findings.extend(words::anonymous(&self.settings.lexicon, &found, passage, source, &self.allowance(source)));
        let small = passage.text.to_lowercase().replace('’', "'");
        for (number, term) in self.settings.glossary.terms.iter().enumerate().filter(|(_, term)| term.checked) {
            let forms = term.forms.get(lang).into_iter().flat_map(|forms| &forms.accepted);
            if forms.into_iter().any(|form| small.contains(&form.to_lowercase().replace('’', "'"))) {
                said.present.insert(number);
            }
        }
    }

    fn allowance<'s>(&'s self, source: &'s Source) -> words::Allowance<'s> {
        words::Allowance { waivers: &self.settings.lexicon.waivers, file: source.path(), as_of: self.as_of }
    }

    /// Every sign in a text; of those that overlap the longest. A word of letters counts only as a whole, its plural included.
    fn search(&self, text: &str, lang: &Lang) -> Vec<Found> {
        let Some(patterns) = self.patterns.get(lang) else { return Vec::new() };
        let found = patterns.machine.find_iter(text).filter(|found| is_whole(text, found.range()));
        found.map(|found| Found { sign: patterns.signs[found.pattern().as_usize()], range: found.range() }).collect()
    }

    /// Judges what settings say to readers: labels, notes, descriptions.
    pub fn settings(&self, root: &Root, sink: &Sink) {
        settings::judge(self, root, sink);
    }
}

fn patterns(settings: &Settings, lang: &Lang) -> Option<Patterns> {
    let (mut texts, mut signs): (Vec<&str>, Vec<Sign>) = (Vec::new(), Vec::new());
    let mut add = |text, sign| {
        texts.push(text);
        signs.push(sign);
    };
    for (number, word) in settings.lexicon.words.iter().enumerate() {
        let same = word.lang == *lang || word.lang.as_str() == "zh" && lang.is_chinese();
        if same {
            add(word.text.as_str(), Sign::Word(number));
        }
    }
    for (number, term) in settings.glossary.terms.iter().enumerate() {
        let Some(forms) = term.forms.get(lang) else { continue };
        forms.avoid.iter().for_each(|form| add(form.as_str(), Sign::Refused(number)));
        if term.checked {
            forms.accepted.iter().for_each(|form| add(form.as_str(), Sign::Term(number)));
        }
    }
    let machine = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(texts).ok()?;
    Some(Patterns { machine, signs })
}

/// Whether a match that begins or ends with a letter of an alphabet is a word by itself.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let letter = |c: char| c.is_alphanumeric() && !crate::html::is_han(c);
    let (found, before) = (&text[range.clone()], text[..range.start].chars().next_back());
    if found.starts_with(letter) && before.is_some_and(|c| letter(c) || c == '-') {
        return false;
    }
    let rest = &text[range.end..];
    let rest = if found.ends_with(|c: char| c.is_ascii_alphabetic()) {
        rest.strip_prefix("es").or_else(|| rest.strip_prefix('s')).unwrap_or(rest)
    } else {
        rest
    };
    !(found.ends_with(letter) && rest.starts_with(letter))
}

/// The terms that a settings file declares, for messages.
fn printed<'t>(term: &'t GlossaryTerm, lang: &Lang) -> &'t str {
    term.forms.get(lang).map_or("", |forms| forms.printed.as_str())
}

/// Whether words of this kind are told by themselves.
fn is_told(kind: WordKind) -> bool {
    matches!(kind, WordKind::Stigma | WordKind::Officialese)
}

#[cfg(test)]
mod tests;
