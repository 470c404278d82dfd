//! One language's words, numbers and dates.

use std::sync::Arc;

use super::signs;
use super::vocabulary::Vocabulary;
use crate::diag::{Failed, Sink, Source};
use crate::i18n::{Arg, Wording, Words};
use crate::model::Lang;
use crate::theme::merged;

/// How the site speaks in one language.
pub struct Voice {
    /// The language.
    pub lang: Lang,
    /// Interface words.
    pub words: Arc<Words>,
    /// Numbers, dates, plurals.
    pub wording: Wording,
}

impl Voice {
    /// An interface word; the key itself when there is none (which loading the theme has already refused).
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// An interface word with arguments.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        self.words.get(key, &args).unwrap_or_else(|| key.to_owned())
    }
}

/// The words of a language: those of the pages that nobody wrote, below those of the theme and the site.
///
/// A language other than Chinese and English brings all of `vocabulary` itself; what it lacks is told at once.
pub fn words_of(lang: &Lang, sources: &[Arc<Source>], vocabulary: &Vocabulary, sink: &Sink) -> Result<Words, Failed> {
    let words = layered(lang, sources, sink)?;
    vocabulary.judge(lang, sources, sink);
    if own_words(lang).is_none()
        && let Some(missing) = words.missing(vocabulary.keys())
    {
        return Err(sink.fail(missing));
    }
    signs::check(&words, sources, sink)?;
    Ok(words)
}

/// The words of the program alone, for a site whose own cannot be read.
#[must_use]
pub fn words_alone(lang: &Lang) -> Words {
    layered(lang, &[], &Sink::default()).expect("the program's own words can be read")
}

fn layered(lang: &Lang, sources: &[Arc<Source>], sink: &Sink) -> Result<Words, Failed> {
    let own = own_words(lang).map(|text| Source::new(format!("built-in/compose/{lang}.ftl"), text));
    let layers: Vec<Arc<Source>> = own.into_iter().chain(sources.iter().cloned()).collect();
    // An upper layer replaces a word of one below: a site may choose, say, its own mark for what is withheld.
    Words::new(lang, &merged(layers)).map_err(|faults| {
        faults.into_iter().for_each(|fault| sink.push(fault));
        sink.check().expect_err("words that cannot be read are told as errors")
    })
}

/// The words of the pages that nobody wrote, in the languages that are part of the program.
pub(super) fn own_words(lang: &Lang) -> Option<&'static str> {
    match lang.as_str() {
        "zh" => Some(include_str!("words/zh.ftl")),
        "en" => Some(include_str!("words/en.ftl")),
        _ => None,
    }
}
