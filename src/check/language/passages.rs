//! Passages that stand in the wrong language: forgotten by whoever translated.

use std::sync::Arc;

use super::rules::UNTRANSLATED;
use crate::diag::{Diagnostic, Source};
use crate::html::is_han;
use crate::model::Lang;
use crate::prose::Passage;
use crate::say;

/// Fewest hanzi of a passage on a page of another language.
const HANZI: usize = 12;
/// Fewest words of an English passage on a Chinese page; titles and names of works have fewer.
const WORDS: usize = 12;
/// Small words that make a sentence of English words.
const SMALL: [&str; 8] = ["the", "of", "and", "to", "is", "are", "was", "for"];

/// A passage in another language than its page.
pub(super) fn untranslated(passage: &Passage, lang: &Lang, source: &Arc<Source>) -> Option<Diagnostic> {
    let text = passage.text.trim();
    let hanzi = text.chars().filter(|c| is_han(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic() && !is_han(*c)).count();
    let foreign = if lang.is_chinese() { hanzi == 0 && is_english(text) } else { hanzi >= HANZI && hanzi > letters };
    if !foreign {
        return None;
    }
    let first = passage.text.find(text).unwrap_or(0);
    let end = text.find('\n').unwrap_or(text.len());
    let span = source.span(passage.place(&(first..first + end)));
    let message = say!("这一段没有译成 `{lang}`", "this passage is not in `{lang}`");
    let help = say!(
        "译出来；引用原文的，译文在前，原文放在引号里",
        "translate it; where the original is quoted, put it behind the translation, in quotation marks"
    );
    Some(Diagnostic::warning(&UNTRANSLATED, message).at(span).help(help))
}

fn is_english(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).collect();
    words.len() >= WORDS && words.iter().filter(|word| SMALL.contains(&word.to_ascii_lowercase().as_str())).count() >= 2
}
