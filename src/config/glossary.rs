//! Reads `content/glossary.toml`: how a term is said in each language, how it is not, and what readers are told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::Context;
use super::lexicon::by_language;
use super::reader::{Document, Located, Table};
use super::rules::INVALID_VALUE;
use crate::diag::{Diagnostic, Source, Span};
use crate::model::{Lang, Localized, Slug};
use crate::say;

/// A term.
#[derive(Clone, Debug)]
pub struct GlossaryTerm {
    /// How it is said, by language.
    pub forms: BTreeMap<Lang, Forms>,
    /// Whether pages are compared by it: what one language names, the others say as written here.
    pub checked: bool,
    /// What readers are told; nothing for terms that are for translators alone.
    pub explained: Option<Explained>,
    /// Where it was typed.
    pub span: Span,
}

/// What readers are told of a term.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Its anchor on the page of the glossary, the same in every language.
    pub id: String,
    /// The part of the glossary it stands in; nothing: the last one, without a title.
    pub group: Option<Slug>,
    /// What it means.
    pub definition: Localized<String>,
    /// Whether pages explain it where they first say it.
    pub in_text: bool,
}

/// A part of the page of the glossary.
#[derive(Clone, Debug)]
pub struct GlossaryGroup {
    /// Its id.
    pub id: Slug,
    /// Its title.
    pub name: Localized<String>,
}

/// `content/glossary.toml`.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// Every term, in the order of the file.
    pub terms: Vec<GlossaryTerm>,
    /// Parts of its page, in the order of the file.
    pub groups: Vec<GlossaryGroup>,
}

impl Glossary {
    /// The terms that readers are told of, in the order of the file.
    pub fn explained(&self) -> impl Iterator<Item = (&GlossaryTerm, &Explained)> {
        self.terms.iter().filter_map(|term| Some((term, term.explained.as_ref()?)))
    }
}

/// How a term is said in one language.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// As the glossary prints it.
    pub printed: String,
    /// Every accepted form, the usual one first.
    pub accepted: Vec<String>,
    /// Forms that are wrong.
    pub avoid: Vec<String>,
}

/// Reads the glossary in its order.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Glossary {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let groups: Vec<GlossaryGroup> = table.tables("group").into_iter().filter_map(|entry| group(entry, context)).collect();
    let mut terms: Vec<GlossaryTerm> = Vec::new();
    let mut taken = BTreeSet::new();
    for entry in table.tables("term") {
        let number = terms.len() + 1;
        let term = term(entry, context, number, &groups);
        if let Some(explained) = term.explained.as_ref().filter(|explained| !taken.insert(explained.id.clone())) {
            let id = &explained.id;
            let message = say!("两条术语的编号都是 `{id}`", "two terms have the id `{id}`");
            let help = say!("给其中一条另写一个 `id`", "give one of them another `id`");
            context.sink.push(Diagnostic::error(&INVALID_VALUE, message).at(term.span.clone()).help(help));
        }
        terms.push(term);
    }
    table.finish();
    Glossary { terms, groups }
}

fn group(entry: Table<'_>, context: &Context<'_>) -> Option<GlossaryGroup> {
    let id = entry.id("id", Slug::new);
    let name = entry.localized("name", context.languages);
    entry.finish();
    Some(GlossaryGroup { id: id?.value, name: name? })
}

fn term(entry: Table<'_>, context: &Context<'_>, number: usize, groups: &[GlossaryGroup]) -> GlossaryTerm {
    let span = entry.span();
    let also: BTreeMap<Lang, Vec<String>> =
        entry.optional_table("also").map(by_language).unwrap_or_default().into_iter().collect();
    let avoid: BTreeMap<Lang, Vec<String>> =
        entry.optional_table("avoid").map(by_language).unwrap_or_default().into_iter().collect();
    let checked = entry.switch("checked", false);
    let mut forms = BTreeMap::new();
    for lang in context.languages.iter() {
        let Some(printed) = entry.text(lang.as_str()) else { continue };
        let mut accepted = variants(&printed.value);
        accepted.extend(also.get(lang).into_iter().flatten().cloned());
        let avoid = avoid.get(lang).cloned().unwrap_or_default();
        forms.insert(lang.clone(), Forms { printed: printed.value, accepted, avoid });
    }
    let explained = explained(&entry, context, &forms, number, groups);
    // For translators.
    for key in ["note", "status", "source"] {
        entry.skip(key);
    }
    entry.finish();
    GlossaryTerm { forms, checked, explained, span }
}

fn explained(
    entry: &Table<'_>,
    context: &Context<'_>,
    forms: &BTreeMap<Lang, Forms>,
    number: usize,
    groups: &[GlossaryGroup],
) -> Option<Explained> {
    let id = entry.optional_id("id", Slug::new);
    let group = entry.optional_id("group", Slug::new);
    let in_text = entry.switch("in_text", false);
    if let Some(typed) = group.as_ref().filter(|typed| groups.iter().all(|known| known.id != typed.value)) {
        unknown_group(typed, groups, entry);
    }
    let definition = entry.optional_localized("definition", context.languages)?;
    let id = id.map(|id| id.value.to_string()).or_else(|| forms.values().find_map(|forms| anchor(&forms.printed)));
    let id = id.unwrap_or_else(|| format!("term-{number}"));
    Some(Explained { id, group: group.map(|group| group.value), definition, in_text })
}

fn unknown_group(typed: &Located<Slug>, groups: &[GlossaryGroup], entry: &Table<'_>) {
    let id = &typed.value;
    let known = groups.iter().map(|group| format!("`{}`", group.id)).collect::<Vec<_>>().join(" ");
    let message = say!("术语表里没有分组 `{id}`", "the glossary has no group `{id}`");
    let help =
        say!("先用 `[[group]]` 写明分组；已有的：{known}", "declare it with `[[group]]` first; groups that are there: {known}");
    entry.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
}

/// An anchor made of a name in Latin letters; nothing for other names. What stands in brackets is left out.
fn anchor(printed: &str) -> Option<String> {
    let name = printed.split(['(', '（']).next().unwrap_or_default();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let id = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let letters = name.chars().filter(|c| c.is_alphabetic());
    (!id.is_empty() && letters.clone().count() > 0 && letters.clone().all(|c| c.is_ascii())).then_some(id)
}

/// `A / B` are two forms; what stands in brackets is a remark, and in Chinese another form.
fn variants(printed: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in printed.split(" / ") {
        match part.split_once(['（', '(']) {
            Some((form, rest)) => {
                let inside = rest.trim_end_matches(['）', ')']).trim();
                found.push(form.trim().to_owned());
                if part.contains('（') {
                    found.push(inside.to_owned());
                }
            }
            None => found.push(part.trim().to_owned()),
        }
    }
    found.retain(|form| !form.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::{anchor, variants};

    #[test]
    fn forms_are_taken_from_what_is_printed() {
        assert_eq!(variants("集中养育孤儿（集中供养）"), ["集中养育孤儿", "集中供养"]);
        assert_eq!(variants("child director (village)"), ["child director"]);
        assert_eq!(variants("winter camp / summer camp"), ["winter camp", "summer camp"]);
    }

    #[test]
    fn an_anchor_is_made_of_latin_letters_alone() {
        assert_eq!(anchor("rural left-behind children").as_deref(), Some("rural-left-behind-children"));
        assert_eq!(anchor("child director (village)").as_deref(), Some("child-director"));
        assert_eq!(anchor("困境儿童"), None);
        assert_eq!(anchor("3 + 4"), None);
    }
}
