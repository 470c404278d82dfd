//! The words that texts are judged by: those of the program (`lexicon.toml`) and those of a site (`content/words.toml`).

use std::path::PathBuf;
use std::sync::Arc;

use super::reader::{Document, Table};
use crate::diag::{Sink, Source, Span};
use crate::model::{Date, Lang};

/// What a word is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordKind {
    /// It hurts whom it names.
    Stigma,
    /// Puffed-up English of reports.
    Officialese,
    /// It calls something anonymous.
    Anonymous,
    /// It speaks of single records, with names replaced.
    Record,
    /// It tells of what a child lacks.
    Deficit,
    /// It tells of what a child can, likes or does.
    Strength,
    /// It holds one of the others and is harmless.
    Harmless,
}

/// One word in one language.
#[derive(Clone, Debug)]
pub struct JudgedWord {
    /// What it is a sign of.
    pub kind: WordKind,
    /// Its language.
    pub lang: Lang,
    /// The word.
    pub text: String,
    /// What to write instead, in the same language.
    pub instead: Option<String>,
}

/// A word that a person has allowed in one file, for a time.
#[derive(Clone, Debug)]
pub struct WordWaiver {
    /// The word.
    pub word: String,
    /// The file, below the root of the site.
    pub file: PathBuf,
    /// Why.
    pub reason: String,
    /// Who judged.
    pub person: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Where it was typed.
    pub span: Span,
}

/// All words, and what is allowed all the same.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Those of the program first.
    pub words: Vec<JudgedWord>,
    /// Of the site alone.
    pub waivers: Vec<WordWaiver>,
}

const KINDS: [(&str, WordKind); 7] = [
    ("stigma", WordKind::Stigma),
    ("officialese", WordKind::Officialese),
    ("anonymous", WordKind::Anonymous),
    ("record", WordKind::Record),
    ("deficit", WordKind::Deficit),
    ("strength", WordKind::Strength),
    ("harmless", WordKind::Harmless),
];

impl Lexicon {
    /// The program's own words.
    #[must_use]
    pub fn built_in() -> Self {
        // Its faults would be ours: the test below reads them.
        Self::read(&Source::new("built-in/lexicon.toml", include_str!("lexicon.toml")), &Sink::new())
    }

    /// The program's words and those of a site's file.
    pub(super) fn with(source: Option<Arc<Source>>, sink: &Sink) -> Self {
        let mut all = Self::built_in();
        if let Some(source) = source {
            let own = Self::read(&source, sink);
            all.words.extend(own.words);
            all.waivers = own.waivers;
        }
        all
    }

    fn read(source: &Arc<Source>, sink: &Sink) -> Self {
        let document = Document::parse(source, sink);
        let table = document.root();
        let mut found = Self::default();
        for entry in table.tables("word") {
            let kind = entry.word("kind", &KINDS);
            let said = entry.table("words").map(by_language).unwrap_or_default();
            let instead = entry.optional_table("instead").map(one_by_language).unwrap_or_default();
            entry.finish();
            let Some(kind) = kind else { continue };
            for (lang, words) in said {
                let instead = instead.iter().find(|(known, _)| *known == lang).map(|(_, text)| text.clone());
                let word = |text| JudgedWord { kind: kind.value, lang: lang.clone(), text, instead: instead.clone() };
                found.words.extend(words.into_iter().map(word));
            }
        }
        for entry in table.tables("waiver") {
            let span = entry.span();
            let (word, file) = (entry.text("word"), entry.text("file"));
            let (reason, person) = (entry.text("reason"), entry.text("person"));
            let expires = if entry.has("expires") { entry.date("expires") } else { entry.text("expires").and(None) };
            entry.finish();
            if let (Some(word), Some(file), Some(reason), Some(person), Some(expires)) = (word, file, reason, person, expires) {
                let (reason, person) = (reason.value, person.value);
                let file = PathBuf::from(file.value);
                found.waivers.push(WordWaiver { word: word.value, file, reason, person, expires: expires.value, span });
            }
        }
        table.finish();
        found
    }
}

/// Lists of words by language, `{ zh = ["…"], en = ["…"] }`.
pub(super) fn by_language(table: Table<'_>) -> Vec<(Lang, Vec<String>)> {
    let languages = table.keys();
    let found = languages.iter().filter_map(|key| {
        let words = table.texts(&key.value).into_iter().map(|word| word.value).filter(|word| !word.trim().is_empty()).collect();
        Some((Lang::new(&key.value)?, words))
    });
    let found = found.collect();
    table.finish();
    found
}

fn one_by_language(table: Table<'_>) -> Vec<(Lang, String)> {
    let languages = table.keys();
    let found = languages.iter().filter_map(|key| Some((Lang::new(&key.value)?, table.optional_text(&key.value)?.value)));
    let found = found.collect();
    table.finish();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_program_are_read_without_a_fault() {
        let sink = Sink::new();
        let all = Lexicon::read(&Source::new("lexicon.toml", include_str!("lexicon.toml")), &sink);
        assert!(sink.sorted().is_empty(), "{:?}", sink.sorted());
        for (kind, least) in
            [(WordKind::Stigma, 100), (WordKind::Officialese, 50), (WordKind::Deficit, 40), (WordKind::Strength, 40)]
        {
            let count = all.words.iter().filter(|word| word.kind == kind).count();
            assert!(count >= least, "{kind:?}: {count}");
        }
        let silent = all.words.iter().filter(|word| word.kind == WordKind::Stigma && word.instead.is_none());
        assert_eq!(silent.count(), 0, "every such word has an alternative");
        let mut seen = std::collections::BTreeSet::new();
        for word in &all.words {
            assert!(seen.insert((word.lang.clone(), word.text.to_lowercase(), word.kind)), "{} twice", word.text);
        }
    }
}
