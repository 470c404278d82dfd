//! The glossary: its page, and words in running text that lead to it.

use crate::compose::voice::Voice;
use crate::compose::{Desk, escaped};
use crate::config::{Explained, Forms};
use crate::html::{Nest, Token, tokens};
use crate::prose::{Composed, Piece};
use crate::theme::views::{GlossaryView, Link, TermGroup, TermView};

/// The address of the glossary.
pub const GLOSSARY: &str = "glossary/";

/// Elements of running text.
const RUNNING: [&str; 3] = ["p", "li", "dd"];
/// Elements in which no word is explained: what is a link or a control already, code, and what the explanation would cover.
const CLOSED: [&str; 13] = ["a", "button", "code", "pre", "svg", "summary", "table", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The page of the glossary.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice) -> GlossaryView {
    let glossary = &desk.settings.glossary;
    let of = |group: Option<&str>| {
        let chosen =
            glossary.explained().filter(|(_, explained)| explained.group.as_ref().map(crate::model::Slug::as_str) == group);
        chosen.filter_map(|(term, explained)| view(desk, voice, term.forms.get(&voice.lang)?, explained)).collect::<Vec<_>>()
    };
    let named = glossary.groups.iter().map(|group| TermGroup {
        id: format!("group-{}", group.id),
        title: group.name.get(&voice.lang).clone(),
        terms: of(Some(group.id.as_str())),
    });
    let rest = TermGroup { id: "group-other".to_owned(), title: voice.word("other"), terms: of(None) };
    GlossaryView {
        title: voice.word("glossary-name"),
        lead: voice.word("glossary-lead"),
        groups: named.chain([rest]).filter(|group| !group.terms.is_empty()).collect(),
    }
}

fn view(desk: &Desk, voice: &Voice, forms: &Forms, explained: &Explained) -> Option<TermView> {
    let (term, _) = desk.settings.glossary.explained().find(|(_, other)| other.id == explained.id)?;
    let others = desk.settings.site.languages.iter().filter(|lang| **lang != voice.lang);
    let others = others.filter_map(|lang| Some((lang, term.forms.get(lang)?)));
    Some(TermView {
        id: explained.id.clone(),
        name: forms.printed.clone(),
        others: others
            .map(|(lang, forms)| Link { label: forms.printed.clone(), href: String::new(), lang: lang.to_string() })
            .collect(),
        definition: explained.definition.get(&voice.lang).clone(),
    })
}

/// A term that may be explained in a text of one language.
struct Candidate<'a> {
    forms: &'a [String],
    id: &'a str,
    definition: &'a str,
    href: String,
}

/// Explains in the running text of the page at `from` each term of the glossary where it first stands: the word leads to the glossary,
/// and its meaning stands beside it. Texts without such terms are left as they are.
pub fn explain(desk: &Desk, voice: &Voice, from: &str, composed: &mut Composed) {
    if from == GLOSSARY {
        return;
    }
    let link = desk.atlas.link(from, GLOSSARY, &voice.lang);
    let chosen = desk.settings.glossary.explained().filter(|(_, explained)| explained.in_text);
    let mut left: Vec<Candidate> = chosen
        .filter_map(|(term, explained)| {
            Some(Candidate {
                forms: &term.forms.get(&voice.lang)?.accepted,
                id: &explained.id,
                definition: explained.definition.get(&voice.lang),
                href: format!("{link}#{}", explained.id),
            })
        })
        .collect();
    for piece in &mut composed.pieces {
        if let Piece::Html(html) = piece
            && let Some(explained) = within(html, &mut left)
        {
            *html = explained;
        }
    }
}

/// One stretch of HTML with its terms explained; nothing when it has none. Terms that were found are taken out of `left`.
fn within(html: &str, left: &mut Vec<Candidate>) -> Option<String> {
    let plain = html.to_ascii_lowercase();
    if !left.iter().any(|candidate| candidate.forms.iter().any(|form| plain.contains(&form.to_ascii_lowercase()))) {
        return None;
    }
    let (mut out, mut copied) = (String::with_capacity(html.len() + 1024), 0);
    let mut nest = Nest::default();
    for token in tokens(html) {
        nest.follow(&token);
        let Token::Text(range) = token else { continue };
        if !nest.is_in(&RUNNING) || nest.is_in(&CLOSED) {
            continue;
        }
        let mut at = range.start;
        while let Some((which, start, end)) = first(&plain[at..range.end], left) {
            let found = left.remove(which);
            out.push_str(&html[copied..at + start]);
            write(&mut out, &found, &html[at + start..at + end]);
            at += end;
            copied = at;
        }
    }
    out.push_str(&html[copied..]);
    (copied > 0).then_some(out)
}

/// The first term in a text of small letters, and of those that begin there the longest: which it is, and where.
fn first(text: &str, left: &[Candidate]) -> Option<(usize, usize, usize)> {
    let all = left.iter().enumerate().flat_map(|(which, candidate)| {
        candidate
            .forms
            .iter()
            .filter_map(move |form| place(text, &form.to_ascii_lowercase()).map(|at| (which, at, at + form.len())))
    });
    all.min_by_key(|(_, start, end)| (*start, usize::MAX - end))
}

/// Where a form stands as a word of its own; words of Chinese have no edges.
fn place(text: &str, form: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let apart = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + form.len()..].chars().next());
        !form.is_ascii() || !(is_letter(before) || is_letter(after))
    };
    text.match_indices(form).map(|(at, _)| at).find(|at| apart(*at))
}

fn write(out: &mut String, found: &Candidate, said: &str) {
    let (href, id, definition) = (escaped(&found.href), found.id, escaped(found.definition));
    out.extend([
        format!("<span class=\"term\"><a href=\"{href}\" aria-describedby=\"term-{id}\">{said}</a>"),
        format!("<span class=\"term-note\" role=\"tooltip\" id=\"term-{id}\">{definition}</span></span>"),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate<'a>(forms: &'a [String], id: &'a str) -> Candidate<'a> {
        Candidate { forms, id, definition: "a < b", href: format!("../glossary/index.html#{id}") }
    }

    /// The text with each explanation written `[said|id]`.
    fn explained(html: &str, terms: &[(&str, &[&str])]) -> String {
        let forms: Vec<Vec<String>> =
            terms.iter().map(|(_, forms)| forms.iter().map(|form| (*form).to_owned()).collect()).collect();
        let mut left: Vec<Candidate> = terms.iter().zip(&forms).map(|((id, _), forms)| candidate(forms, id)).collect();
        let made = within(html, &mut left).unwrap_or_else(|| html.to_owned());
        let mut short = made;
        for (id, _) in terms {
            let before = format!("<span class=\"term\"><a href=\"../glossary/index.html#{id}\" aria-describedby=\"term-{id}\">");
            let after = format!("</a><span class=\"term-note\" role=\"tooltip\" id=\"term-{id}\">a &lt; b</span></span>");
            short = short.replace(&before, "[").replace(&after, &format!("|{id}]"));
        }
        short
    }

    #[test]
    fn a_term_is_explained_where_it_first_stands_in_running_text() {
        let terms: &[(&str, &[&str])] = &[("times", &["人次"]), ("left", &["留守儿童"]), ("rural", &["农村留守儿童"])];
        for (typed, wanted) in [
            ("<p>来了三人次，又来了两人次。</p>", "<p>来了三[人次|times]，又来了两人次。</p>"),
            ("<h2>人次</h2><p>数人次</p>", "<h2>人次</h2><p>数[人次|times]</p>"),
            ("<p><a href=\"x\">人次</a>和<code>人次</code></p>", "<p><a href=\"x\">人次</a>和<code>人次</code></p>"),
            ("<p>农村留守儿童</p><p>留守儿童</p>", "<p>[农村留守儿童|rural]</p><p>[留守儿童|left]</p>"),
            ("<table><tr><td><p>人次</p></td></tr></table>", "<table><tr><td><p>人次</p></td></tr></table>"),
            ("<p title=\"人次\">x</p>", "<p title=\"人次\">x</p>"),
        ] {
            assert_eq!(explained(typed, terms), wanted, "{typed}");
        }
    }

    #[test]
    fn english_words_are_whole_words_in_either_case() {
        let terms: &[(&str, &[&str])] = &[("visit", &["visits", "attendances"]), ("care", &["foster care"])];
        for (typed, wanted) in [
            ("<p>Visits and revisits</p>", "<p>[Visits|visit] and revisits</p>"),
            ("<p>revisits, then visits.</p>", "<p>revisits, then [visits|visit].</p>"),
            ("<p>Foster carers in foster care</p>", "<p>Foster carers in [foster care|care]</p>"),
            ("<p>re-visits</p>", "<p>re-visits</p>"),
        ] {
            assert_eq!(explained(typed, terms), wanted, "{typed}");
        }
    }
}
