//! What settings say to readers in several languages says the same numbers: titles of charts, notes, definitions, descriptions.

use std::path::Path;
use std::sync::Arc;

use super::equal_numbers;
use crate::config::{SaidIn, Settings, bilingual};
use crate::diag::{Diagnostic, Sink, Source};
use crate::files::Root;
use crate::numbers::{Builder, Form, Passage, Sides, Words, tell};
use crate::say;

/// Files that speak of words instead of using them.
const APART: [&str; 3] = ["content/glossary.toml", "content/words.toml", "content/translations.toml"];

/// Compares the languages of every text in the TOML files right in `content/` and `data/`.
pub(super) fn run(settings: &Settings, root: &Root, sink: &Sink) {
    for folder in ["content", "data"] {
        let (entries, _) = root.walk(folder);
        let own = entries.iter().filter(|entry| entry.path.parent() == Some(Path::new(folder)));
        let settings_files = own.filter(|entry| entry.path.extension().is_some_and(|ending| ending == "toml"));
        for entry in settings_files.filter(|entry| APART.iter().all(|apart| entry.path != Path::new(apart))) {
            // A file that cannot be read was told when the settings were.
            let Ok(source) = root.read(&entry.path) else { continue };
            for texts in bilingual(&source, &settings.site.languages) {
                if let Some((first, others)) = texts.split_first() {
                    others.iter().for_each(|other| compare(&source, first, other, sink));
                }
            }
        }
    }
}

fn compare(source: &Arc<Source>, first: &SaidIn, other: &SaidIn, sink: &Sink) {
    // A label without letters, such as 2023.1, is a code that is short for something.
    if ![first, other].iter().all(|text| text.words.contains(char::is_alphabetic)) {
        return;
    }
    let (left, right) = (passage(source, first), passage(source, other));
    for (says, silent, (own, lacking)) in [(&left, &right, (first, other)), (&right, &left, (other, first))] {
        for fact in says.facts.difference(&silent.facts) {
            let (a, b) = (&own.lang, &lacking.lang);
            let message =
                say!("`{fact}` 在 `{a}` 的文字里引用了，`{b}` 的文字里没有", "`{fact}` is cited in `{a}` but not in `{b}`");
            let help = say!("在另一种语言里也引用它，或在这里删去", "cite it in the other language as well, or remove it here");
            sink.push(Diagnostic::error(&equal_numbers::RULE, message).at(source.span(own.place.clone())).help(help));
        }
    }
    let words = [first, other].map(|text| Words::of(text.lang.as_str()));
    tell(&Sides { left: (source, &[left]), right: (source, &[right]), words }).into_iter().for_each(|found| sink.push(found));
}

/// The words as a passage; expressions are gaps that cite what they name.
fn passage(source: &Source, text: &SaidIn) -> Passage {
    let place = &text.place;
    let typed = source.text().get(place.clone()).unwrap_or_default();
    // Typed as they are read, the words have a place each; with escapes, the whole text is the place.
    let start = typed.find(&text.words).map(|at| place.start + at);
    let mut builder = Builder::default();
    match start {
        Some(start) => builder.exact(&text.words, start),
        None => builder.said(&text.words, place.clone()),
    }
    cited(&text.words).for_each(|fact| builder.cite(fact));
    builder.finish(Form::Paragraph)
}

/// The facts that expressions in a text name.
fn cited(words: &str) -> impl Iterator<Item = &str> {
    let expressions = words.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    expressions.flat_map(|(expression, _)| {
        let calls = expression.split("fact(").skip(1);
        calls.filter_map(|call| call.trim_start().strip_prefix(['"', '\''])?.split(['"', '\'']).next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_in_expressions_are_found() {
        let text = "共{{ fact(\"a\") | number }}名，比{{ fact('b') }}多；fact(\"c\") 不在括号里";
        assert_eq!(cited(text).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(cited("{{ fact(\"open\")").count(), 0);
    }
}
