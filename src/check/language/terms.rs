//! Terms against the glossary.

use super::super::PageSummary;
use super::printed;
use super::rules::{TERM, TERM_REFUSED};
use crate::config::GlossaryTerm;
use crate::diag::{Diagnostic, Place, Sink, Span};
use crate::files::Root;
use crate::model::Lang;
use crate::say;

/// A form that the glossary refuses.
pub(super) fn refused(term: &GlossaryTerm, lang: &Lang, span: Span) -> Diagnostic {
    let right = printed(term, lang);
    let message = say!("术语表不用这个译法", "the glossary does not use this form");
    let help = say!("写成“{right}”", "write `{right}`");
    Diagnostic::error(&TERM_REFUSED, message).at(span).help(help)
}

/// Compares the terms of a page's languages: what the first names, the others say as the glossary does.
pub(in super::super) fn against_glossary(pages: &[PageSummary], glossary: &[GlossaryTerm], root: &Root, sink: &Sink) {
    for page in pages.chunk_by(|a, b| a.address == b.address) {
        let Some((first, others)) = page.split_first() else { continue };
        for other in others {
            for (number, range) in &first.said.named {
                let Some(term) = glossary.get(*number).filter(|_| !other.said.present.contains(number)) else { continue };
                let (typed, right, file, lang) =
                    (printed(term, &first.lang), printed(term, &other.lang), other.path.display(), &other.lang);
                if right.is_empty() {
                    continue;
                }
                let message =
                    say!("“{typed}”在 `{lang}` 版里没有按术语表译出", "`{typed}` is not said as in the glossary in `{lang}`");
                let help = say!(
                    "在 {file} 里写成“{right}”；别的译法也可以用的，加到 content/glossary.toml 的 `also` 里",
                    "say `{right}` in {file}; a form that is right as well goes into `also` of content/glossary.toml"
                );
                let source = root.read(&first.path);
                let place = source.map_or_else(|_| Place::File(first.path.clone()), |source| source.span(range.clone()).into());
                sink.push(Diagnostic::warning(&TERM, message).at(place).help(help));
            }
        }
    }
}
