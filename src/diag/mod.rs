//! Diagnostics: what is wrong, where, and what to do, in the user's language.
//!
//! Every stage pushes [`Diagnostic`]s into a [`Sink`] and returns `Result<T, Failed>`; a [`Failed`] can only be made by a
//! sink that holds an error, so nothing fails without words. Drawing is [`render`]'s alone.

mod progress;
pub mod render;
mod source;

pub use progress::{Progress, Silent};
pub use source::{Place, Source, Span};

use std::sync::Mutex;

/// The two languages the tool itself speaks. Sites may have others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// A phrase in both languages of the tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The phrase in one language.
    #[must_use]
    pub fn get(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::Zh => &self.zh,
            Tongue::En => &self.en,
        }
    }
}

/// Makes a [`Text`] from two format strings that share their arguments: `say!("没有 `{id}`", "no `{id}`")`.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::diag::Text { zh: format!($zh $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}

/// One kind of trouble: its stable id and what `shanwai explain` tells about it. Declared once, next to its check.
#[derive(Debug)]
pub struct Rule {
    /// `area/what-is-wrong`, kebab-case, stable for ever.
    pub id: &'static str,
    /// A title in a few words: Chinese, English.
    pub title: (&'static str, &'static str),
    /// A paragraph or two for `shanwai explain`: why it matters and how to cure it. Chinese, English.
    pub explain: (&'static str, &'static str),
}

/// How grave a diagnostic is. Errors stop publishing; warnings and notes do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Stops the build.
    Error,
    /// Something the user can and should cure.
    Warning,
    /// Something worth knowing that needs no cure.
    Note,
}

/// One finding, with its place and its cure.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of trouble.
    pub rule: &'static Rule,
    /// How grave.
    pub level: Level,
    /// What is wrong: one phrase, no full stop; never a value of a record.
    pub message: Text,
    /// Where; several when the trouble is between places. The first is the main one.
    pub places: Vec<(Place, Option<Text>)>,
    /// What to do, one phrase each.
    pub help: Vec<Text>,
    /// Further facts, one phrase each.
    pub notes: Vec<Text>,
    /// Everything the message counts, where it names a few only; printed for machines alone.
    pub names: Option<Box<[String]>>,
}

impl Diagnostic {
    /// A finding that stops the build.
    #[must_use]
    pub fn error(rule: &'static Rule, message: Text) -> Self {
        Self::new(rule, Level::Error, message)
    }

    /// A finding the user should cure.
    #[must_use]
    pub fn warning(rule: &'static Rule, message: Text) -> Self {
        Self::new(rule, Level::Warning, message)
    }

    /// A remark.
    #[must_use]
    pub fn note(rule: &'static Rule, message: Text) -> Self {
        Self::new(rule, Level::Note, message)
    }

    fn new(rule: &'static Rule, level: Level, message: Text) -> Self {
        Self { rule, level, message, places: Vec::new(), help: Vec::new(), notes: Vec::new(), names: None }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.places.push((place.into(), None));
        self
    }

    /// Adds a place with a label that stands under the marked text.
    #[must_use]
    pub fn at_label(mut self, place: impl Into<Place>, label: Text) -> Self {
        self.places.push((place.into(), Some(label)));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help.push(help);
        self
    }

    /// Adds a further fact.
    #[must_use]
    pub fn with_note(mut self, note: Text) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds every name that the message counts, for machines.
    #[must_use]
    pub fn naming<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names = Some(names.into_iter().map(str::to_owned).collect());
        self
    }

    /// The order in which findings are told: by file, by offset, by id, by message. Independent of thread timing.
    /// The column comes last: it tells apart what is said twice of one row.
    fn order(&self) -> (String, usize, &'static str, String, String) {
        let place = self.places.first().map(|(place, _)| place);
        let (path, offset) = place.map_or((String::new(), 0), Place::order);
        (path, offset, self.rule.id, self.message.en.clone(), place.map_or_else(String::new, Place::column))
    }
}

/// Collects diagnostics from any thread.
#[derive(Debug, Default)]
pub struct Sink {
    found: Mutex<Vec<Diagnostic>>,
}

/// Proof that a sink holds an error. Carries nothing: the words are in the sink.
#[derive(Debug, Clone, Copy)]
pub struct Failed(());

impl Sink {
    /// An empty sink.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.lock().push(diagnostic);
    }

    /// Adds an error and gives the proof of it, for the place that cannot go on.
    pub fn fail(&self, mut diagnostic: Diagnostic) -> Failed {
        diagnostic.level = Level::Error;
        self.push(diagnostic);
        Failed(())
    }

    /// `Err` when an error was found so far.
    pub fn check(&self) -> Result<(), Failed> {
        if self.count(Level::Error) > 0 { Err(Failed(())) } else { Ok(()) }
    }

    /// How many findings of one level there are.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.lock().iter().filter(|d| d.level == level).count()
    }

    /// All findings, in reading order, without repetitions.
    #[must_use]
    pub fn sorted(&self) -> Vec<Diagnostic> {
        let mut all = self.lock().clone();
        all.sort_by_cached_key(Diagnostic::order);
        all.dedup_by_key(|d| d.order());
        all
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The nearest of `known` to `typed`, when it is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (typed.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(typed, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && !candidate.is_empty())
        .min()
        .map(|(_, candidate)| candidate)
}
