//! Reads `content/glossary.toml`: how a term is said in each language, and how it is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalog::Context;
use super::lexicon::by_language;
use super::reader::Document;
use crate::diag::{Source, Span};
use crate::model::Lang;

/// A term.
#[derive(Clone, Debug)]
pub struct GlossaryTerm {
    /// How it is said, by language.
    pub forms: BTreeMap<Lang, Forms>,
    /// Whether pages are compared by it: what one language names, the others say as written here.
    pub checked: bool,
    /// Where it was typed.
    pub span: Span,
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
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Vec<GlossaryTerm> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut terms = Vec::new();
    for entry in table.tables("term") {
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
        // What readers are told of the term is for other eyes.
        for key in ["note", "status", "definition", "source", "id"] {
            entry.skip(key);
        }
        entry.finish();
        terms.push(GlossaryTerm { forms, checked, span });
    }
    table.finish();
    terms
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
    use super::variants;

    #[test]
    fn forms_are_taken_from_what_is_printed() {
        assert_eq!(variants("集中养育孤儿（集中供养）"), ["集中养育孤儿", "集中供养"]);
        assert_eq!(variants("child director (village)"), ["child director"]);
        assert_eq!(variants("winter camp / summer camp"), ["winter camp", "summer camp"]);
    }
}
