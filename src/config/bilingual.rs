//! Texts that a settings file says in several languages, each with its place.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::Source;
use crate::model::{Lang, Languages};

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidIn {
    /// The language.
    pub lang: Lang,
    /// The words, escapes resolved.
    pub words: String,
    /// Where they stand in the file, quotation marks included.
    pub place: Range<usize>,
}

/// Every text of a settings file that stands in more than one language, in the order of the file; the default language first. What
/// cannot be parsed says nothing: whoever reads the file as settings tells of it.
#[must_use]
pub fn bilingual(source: &Arc<Source>, languages: &Languages) -> Vec<Vec<SaidIn>> {
    let (table, _) = DeTable::parse_recoverable(source.text());
    let mut found = Vec::new();
    table_texts(table.get_ref(), languages, &mut found);
    found.sort_by_key(|texts| texts.first().map_or(0, |text| text.place.start));
    found
}

fn table_texts(table: &DeTable<'_>, languages: &Languages, found: &mut Vec<Vec<SaidIn>>) {
    let said = languages.iter().filter_map(|lang| Some((lang, table.get(lang.as_str())?)));
    let mut lists: Vec<Vec<SaidIn>> = Vec::new();
    for (lang, value) in said {
        for (number, text) in texts(value).into_iter().enumerate() {
            let Some((words, place)) = text else { continue };
            lists.resize_with(lists.len().max(number + 1), Vec::new);
            lists[number].push(SaidIn { lang: lang.clone(), words, place });
        }
    }
    found.extend(lists.into_iter().filter(|texts| texts.len() > 1));
    table.values().for_each(|value| inner(value, languages, found));
}

fn inner(value: &Spanned<DeValue<'_>>, languages: &Languages, found: &mut Vec<Vec<SaidIn>>) {
    match value.get_ref() {
        DeValue::Table(table) => table_texts(table, languages, found),
        DeValue::Array(values) => values.iter().for_each(|value| inner(value, languages, found)),
        _ => {}
    }
}

/// A text, or the texts of a list.
fn texts(value: &Spanned<DeValue<'_>>) -> Vec<Option<(String, Range<usize>)>> {
    match value.get_ref() {
        DeValue::String(words) => vec![Some((words.clone().into_owned(), value.span()))],
        DeValue::Array(values) => values.iter().flat_map(texts).collect(),
        _ => vec![None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_several_languages_are_found_with_their_places() {
        let text = "id = \"a\"\n[[chart]]\ntitle = { zh = \"三县\", en = \"3 counties\" }\nnotes = [{ zh = \"一\", en = \"\\\"one\\\"\" }]\n\
                    [other]\nzh = [\"甲\", \"乙\"]\nen = [\"A\", \"B\"]\nfr = \"C\"\n[alone]\nzh = \"丙\"\n";
        let languages = ["zh", "en"].into_iter().filter_map(Lang::new).collect();
        let source = Source::new("a.toml", text.to_owned());
        let found = bilingual(&source, &Languages::new(languages).expect("two"));
        let words: Vec<Vec<&str>> = found.iter().map(|texts| texts.iter().map(|text| &*text.words).collect()).collect();
        assert_eq!(words, [["三县", "3 counties"], ["一", "\"one\""], ["甲", "A"], ["乙", "B"]]);
        assert_eq!(&text[found[1][1].place.clone()], "\"\\\"one\\\"\"");
    }
}
