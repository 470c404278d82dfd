//! Words by themselves: what hurts, what puffs up, what promises more than was done.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::rules::{ANONYMOUS, DEFICIT, OFFICIALESE, STIGMA};
use super::{Found, Sign, is_told};
use crate::config::{JudgedWord, Lexicon, WordKind, WordWaiver};
use crate::diag::{Diagnostic, Level, Source, Span};
use crate::model::Date;
use crate::prose::Passage;
use crate::say;

/// Fewest words of want before a story is judged by them.
const MANY: usize = 3;
/// How many times more they must be than words of strength.
const RATIO: usize = 3;
/// Signs that a sentence speaks about a word, or denies it, rather than uses it.
const DENIALS: [&str; 22] = [
    "不说",
    "不写",
    "不用",
    "不称",
    "不叫",
    "避免",
    "不要",
    "不应",
    "勿",
    "不是",
    "并非",
    "不等于",
    "不算",
    "avoid",
    "not ",
    "never",
    "instead of",
    "rather than",
    "n’t",
    "n't",
    "nor ",
    "no longer",
];

/// What people have allowed in one file.
pub(super) struct Allowance<'a> {
    pub(super) waivers: &'a [WordWaiver],
    pub(super) file: &'a Path,
    pub(super) as_of: Option<Date>,
}

impl Allowance<'_> {
    /// The waiver of a word, and whether it still holds.
    fn of(&self, word: &str) -> Option<(&WordWaiver, bool)> {
        let waiver = self.waivers.iter().find(|waiver| waiver.file == self.file && waiver.word.eq_ignore_ascii_case(word))?;
        Some((waiver, self.as_of.is_none_or(|day| day <= waiver.expires)))
    }
}

/// Judges a word where it stands; nothing when it is only spoken of, or allowed.
pub(super) fn judge(
    word: &JudgedWord,
    text: &str,
    range: &Range<usize>,
    span: Span,
    allowance: &Allowance<'_>,
) -> Option<Diagnostic> {
    if !is_told(word.kind) || is_mentioned(text, range) {
        return None;
    }
    let typed = &word.text;
    let (rule, level, message) = match word.kind {
        WordKind::Stigma => (&STIGMA, Level::Error, say!("“{typed}”会伤人", "`{typed}` hurts whom it names")),
        _ => (&OFFICIALESE, Level::Warning, say!("“{typed}”是公文腔", "`{typed}` is officialese")),
    };
    told(Diagnostic { level, ..Diagnostic::warning(rule, message) }, word, span, allowance)
}

/// Adds what to do; nothing when a waiver holds.
fn told(found: Diagnostic, word: &JudgedWord, span: Span, allowance: &Allowance<'_>) -> Option<Diagnostic> {
    let mut found = found.at(span);
    if let Some((waiver, holds)) = allowance.of(&word.text) {
        if holds {
            return None;
        }
        let day = waiver.expires;
        found = found.with_note(say!("豁免已于 {day} 到期", "its waiver ended on {day}"));
    }
    Some(match &word.instead {
        Some(instead) => found.help(say!("换成：{instead}", "write instead: {instead}")),
        None => found,
    })
}

/// Whether a word stands in quotation marks in a sentence that warns of it.
fn is_mentioned(text: &str, range: &Range<usize>) -> bool {
    let quote = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '《' | '》');
    let quoted = text[..range.start].ends_with(quote) && text[range.end..].trim_start_matches(['s', ',', '.']).starts_with(quote);
    quoted && denies(text)
}

fn denies(text: &str) -> bool {
    let small = text.to_lowercase();
    DENIALS.iter().any(|denial| small.contains(denial))
}

/// `anonymous` said of records whose names were only replaced: both in one sentence that does not deny it.
pub(super) fn anonymous(
    lexicon: &Lexicon,
    found: &[Found],
    passage: &Passage,
    source: &Arc<Source>,
    allowance: &Allowance<'_>,
) -> Option<Diagnostic> {
    let of = |kind: WordKind| {
        found.iter().filter_map(move |found| match found.sign {
            Sign::Word(word) if lexicon.words[word].kind == kind => Some((&lexicon.words[word], &found.range)),
            _ => None,
        })
    };
    of(WordKind::Anonymous).find_map(|(word, range)| {
        let sentence = sentence(&passage.text, range.start);
        let together = of(WordKind::Record).any(|(_, record)| sentence.contains(&record.start));
        if !together || denies(&passage.text[sentence]) {
            return None;
        }
        let typed = &word.text;
        let message = say!("只换了名字的记录不能说“{typed}”", "records with names replaced are not `{typed}`");
        told(Diagnostic::error(&ANONYMOUS, message), word, source.span(passage.place(range)), allowance)
    })
}

/// The sentence that a byte lies in.
fn sentence(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n');
    let stop = |(at, c): (usize, char)| {
        let full = c == '.' && text[at + 1..].starts_with([' ', '\u{fffc}', '\n']);
        (ends(c) || full).then_some(at + c.len_utf8())
    };
    let start = text[..at].char_indices().filter_map(stop).next_back().unwrap_or(0);
    let end = text[at..].char_indices().map(|(offset, c)| (at + offset, c)).find_map(stop).unwrap_or(text.len());
    start..end
}

/// How often a text speaks of want and of strength.
#[derive(Default)]
pub(super) struct Tally {
    deficits: usize,
    strengths: usize,
}

impl Tally {
    pub(super) fn count(&mut self, kind: WordKind) {
        self.deficits += usize::from(kind == WordKind::Deficit);
        self.strengths += usize::from(kind == WordKind::Strength);
    }

    /// A story that tells of a child's wants alone.
    pub(super) fn judge(&self, source: &Arc<Source>) -> Option<Diagnostic> {
        let only = self.deficits >= MANY && self.deficits > RATIO * self.strengths;
        only.then(|| {
            let (wants, strengths) = (self.deficits, self.strengths);
            let message = say!(
                "这个故事说难处 {wants} 次，说长处 {strengths} 次",
                "this story speaks of wants {wants} times and of strengths {strengths} times"
            );
            let help = say!(
                "写孩子做了什么、会什么、喜欢什么、自己怎么选；难处写够读者明白就行",
                "tell what the child did, can do, likes and chose; of the wants only what a reader needs"
            );
            Diagnostic::warning(&DEFICIT, message).at(source.path()).help(help)
        })
    }
}
