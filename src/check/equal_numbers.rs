//! Numbers said in one language and in another are the same facts.

use super::PageSummary;
use crate::diag::{Diagnostic, Place, Rule, Sink};
use crate::files::Root;
use crate::say;

/// The rule of this check.
pub(super) static RULE: Rule = Rule {
    id: "translate/unequal-numbers",
    title: ("两种语言引用的数字不同", "the languages cite different facts"),
    explain: (
        "同一个页面的各种语言必须引用同样的数字，否则读者读到的是两回事。请在另一种语言里补上同一个 fact，或在这里删去。",
        "A page must cite the same facts in all its languages, or its readers are told two different things. Cite the fact in the other language as well, or remove it here.",
    ),
};

/// Compares the facts of every page's languages, page by page.
pub(super) fn run(pages: &[PageSummary], root: &Root, sink: &Sink) {
    for page in pages.chunk_by(|a, b| a.address == b.address) {
        for says in page {
            for silent in page.iter().filter(|other| other.lang != says.lang) {
                compare(says, silent, root, sink);
            }
        }
    }
}

fn compare(says: &PageSummary, silent: &PageSummary, root: &Root, sink: &Sink) {
    for (fact, range) in says.facts.iter().filter(|(fact, _)| !silent.facts.contains_key(*fact)) {
        let (a, b, other) = (&says.lang, &silent.lang, silent.path.display());
        let message = say!("`{fact}` 在 `{a}` 版里引用了，`{b}` 版里没有", "`{fact}` is cited in `{a}` but not in `{b}`");
        let help = say!("在 {other} 里也引用它，或在这里删去", "cite it in {other} as well, or remove it here");
        let place =
            root.read(&says.path).map_or_else(|_| Place::File(says.path.clone()), |source| source.span(range.clone()).into());
        sink.push(Diagnostic::error(&RULE, message).at(place).help(help));
    }
}
