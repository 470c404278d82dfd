//! Identifiers in texts: what could tell who a child is, and what must therefore never be published.
//!
//! [`scan`] looks through a text once, in whatever disguise its characters come, and gives [`Finding`]s with masked values. It knows
//! nothing of sites and files; `attachment` opens documents, and what may stand all the same is told by `config::Exceptions`.

mod attachment;
mod finding_rules;
mod kind;
mod lexicon;
mod markup;
mod pass;
mod rules;
mod text;

use std::ops::Range;

pub use attachment::{Content, Part, members, open};
pub use finding_rules::RULES;
pub use kind::{Attribute, Kind};
pub use markup::{Markup, words};

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A check digit says so: stops the build.
    Certain,
    /// Shape and words around it say so: stops the build.
    High,
    /// A person must judge: stops the build until it is waived, with a reason, by a named person, up to a day.
    Medium,
    /// No identifier, but it raises the risk of a story: only counted.
    Info,
}

/// What kind of text is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Words of a page, of settings, of an attachment: every rule but cutting into words.
    Text,
    /// A story of a person: every rule; names are also sought by cutting the text into words.
    Story,
    /// Cells of a table, separated by tabs, commas, bars or line ends.
    Table,
    /// A name of a file or an address: no headings of columns.
    Name,
}

/// Something found in a text. It holds no value, only a mask of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// How sure.
    pub level: Level,
    /// Where: bytes of the text as it was given.
    pub range: Range<usize>,
    /// The value with its telling part hidden, safe to print: `43**************28`, `张**`.
    pub masked: String,
}

impl Finding {
    /// What it tells of a person.
    #[must_use]
    pub fn attribute(&self) -> Attribute {
        self.kind.attribute()
    }
}

/// What a rule found, in positions of the prepared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    kind: Kind,
    level: Level,
    range: Range<usize>,
}

impl Hit {
    fn new(kind: Kind, level: Level, range: Range<usize>) -> Self {
        Self { kind, level, range }
    }
}

/// Every identifier in a text, in reading order.
///
/// One pass, linear in the length of the text. [`Scope::Story`] also loads the dictionary of words, once in a process.
#[must_use]
pub fn scan(typed: &str, scope: Scope) -> Vec<Finding> {
    let text = text::Text::new(typed);
    let found = pass::hits(&text, scope).into_iter().map(|hit| Finding {
        kind: hit.kind,
        level: hit.level,
        range: text.typed(&hit.range),
        masked: mask(&text.string(hit.range), hit.kind),
    });
    found.collect()
}

/// Whether a cell of a table holds the name of a person: some stretch of Chinese characters in it that is a surname, a given name and
/// nothing else. `known` says which words are none, such as those of the code lists.
///
/// For whole cells alone: [`scan`] finds names in sentences by the words around them.
#[must_use]
pub fn is_name(cell: &str, known: impl Fn(&str) -> bool) -> bool {
    let plain: String = text::Text::new(cell).chars().iter().collect();
    let named = plain.split(|c: char| !text::is_han(c)).any(|piece| {
        let chars: Vec<char> = piece.chars().take(5).collect();
        rules::alone::is_name(&chars) && !known(piece)
    });
    // Few cells come so far: what is known is asked last.
    named && !known(&plain)
}

/// The text with every identifier that would stop a build hidden behind stars, one for each character; nothing when there is none.
#[must_use]
pub fn veil(typed: &str) -> Option<String> {
    let mut found = scan(&markup::entities_in_place(typed), Scope::Text);
    found.retain(|finding| finding.level < Level::Info && !matches!(finding.kind, Kind::Heading));
    if found.is_empty() {
        return None;
    }
    let hidden = |at: usize| found.iter().any(|finding| finding.range.contains(&at));
    // Wide characters keep their width, so that carets stay in place.
    let star = |c: char| if c.is_ascii() { '*' } else { '＊' };
    Some(typed.char_indices().map(|(at, c)| if hidden(at) && c != '\n' { star(c) } else { c }).collect())
}

/// Hides the telling part of a value. Digits never show, but for the region of a resident ID; of a name the surname stays.
fn mask(value: &str, kind: Kind) -> String {
    let length = value.chars().count();
    let keep = match kind.attribute() {
        Attribute::Name if length > 1 => 1,
        Attribute::Heading => length,
        _ => 0,
    };
    let place = matches!(kind.attribute(), Attribute::Place | Attribute::School | Attribute::Age | Attribute::Birth);
    let letters = value.chars().enumerate().map(|(i, c)| match c {
        _ if i < keep => c,
        _ if place && i + 1 == length && text::digit(c).is_none() => c,
        ' ' | '-' | '@' | '.' | ':' => c,
        _ => '*',
    });
    letters.collect()
}

#[cfg(test)]
mod tests;
