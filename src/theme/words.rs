//! Interface words: which keys templates use, which keys exist, and the door to the catalogues.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, Rule, Sink, Source, Span};
use crate::model::Lang;
use crate::say;

/// The interface words of one language.
pub trait Translate: Send + Sync {
    /// The word with this key; `args` are its variables by name. `None` when there is no such word or a variable is missing.
    fn word(&self, key: &str, args: &[(String, String)]) -> Option<String>;
}

/// What templates ask of a language, with how the theme and the site say it in Chinese and in English.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Every key that a template uses.
    pub keys: BTreeSet<String>,
    /// Chinese sources, lowest first; a key may stand in several.
    pub chinese: Vec<Arc<Source>>,
    /// English ones.
    pub english: Vec<Arc<Source>>,
}

/// What a template's call of `t` looks like up to the key.
const CALL: &str = "t(key=\"";

/// Every key used in templates with the first place that uses it, by key.
pub(super) fn used<'a>(templates: impl Iterator<Item = &'a Arc<Source>>) -> BTreeMap<String, Span> {
    let mut keys = BTreeMap::new();
    for source in templates {
        let text = source.text();
        for (at, _) in text.match_indices(CALL) {
            let start = at + CALL.len();
            let Some(len) = text[start..].find('"') else { continue };
            keys.entry(text[start..start + len].to_owned()).or_insert_with(|| source.span(start..start + len));
        }
    }
    keys
}

/// The keys a Fluent source declares: identifiers at the start of a line, followed by `=`.
pub(super) fn declared(source: &Source) -> BTreeSet<&str> {
    source.text().lines().filter_map(key).collect()
}

/// The key of a message that begins on this line.
fn key(line: &str) -> Option<&str> {
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let is_message = line.starts_with(|c: char| c.is_ascii_alphabetic()) && line[end..].trim_start().starts_with('=');
    is_message.then(|| &line[..end])
}

/// The sources without the messages that a later source replaces, so that no key stands twice. Dropped lines become empty ones: places
/// in messages stay true.
pub fn merged(sources: Vec<Arc<Source>>) -> Vec<Arc<Source>> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut kept = Vec::with_capacity(sources.len());
    for source in sources.into_iter().rev() {
        let own: BTreeSet<String> = declared(&source).into_iter().map(str::to_owned).collect();
        kept.push(if own.is_disjoint(&taken) { source } else { without(&source, &taken) });
        taken.extend(own);
    }
    kept.reverse();
    kept
}

fn without(source: &Source, taken: &BTreeSet<String>) -> Arc<Source> {
    let mut dropping = false;
    let mut text = String::with_capacity(source.text().len());
    for line in source.text().lines() {
        // A message goes on over indented lines and a closing brace.
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#' || c == '-') {
            dropping = key(line).is_some_and(|key| taken.contains(key));
        }
        text.push_str(if dropping { "" } else { line });
        text.push('\n');
    }
    Source::new(source.path(), text)
}

/// Reports every used key that no source of the language declares, for a language that the built-in theme speaks: any other has a
/// catalogue that has to be complete.
pub(super) fn check(lang: &Lang, sources: &[Arc<Source>], used: &BTreeMap<String, Span>, sink: &Sink) {
    let known: BTreeSet<&str> = sources.iter().flat_map(|source| declared(source)).collect();
    let missing: Vec<_> = used.iter().filter(|(key, _)| !known.contains(key.as_str())).collect();
    if missing.is_empty() {
        return;
    }
    for (key, span) in missing {
        let message = say!("界面词语 `{key}` 没有 `{lang}` 的译文", "the interface word `{key}` is missing in `{lang}`");
        let help =
            say!("请在 `content/i18n/{lang}.ftl` 里加一行 `{key} = …`", "add a line `{key} = …` to `content/i18n/{lang}.ftl`");
        sink.push(Diagnostic::error(&MISSING_WORD, message).at(span.clone()).help(help));
    }
}

/// A word that templates use and a language lacks.
pub(super) static MISSING_WORD: Rule = Rule {
    id: "theme/missing-word",
    title: ("缺少界面词语", "missing interface word"),
    explain: (
        "模板里的界面词语（导航、按钮、表头等）写成 `t(key=\"…\")`，译文放在主题的 `i18n/<语言>.ftl` 和网站的 `content/i18n/<语言>.ftl` 里，后者优先。网站声明的每种语言都必须齐全，否则某种语言的读者会看到空白。",
        "Interface words in templates (navigation, buttons, table headings) are written `t(key=\"…\")`; their wordings stand in the theme's `i18n/<language>.ftl` and the site's `content/i18n/<language>.ftl`, the latter winning. Every language of the site needs all of them, or its readers would meet blanks.",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_templates_and_in_sources() {
        let template = Source::new("a.html", "{{ t(key=\"one\") }}{{ t(key=\"two\", n=3) }}");
        assert_eq!(used([&template].into_iter()).into_keys().collect::<Vec<_>>(), ["one", "two"]);
        let ftl = Source::new("en.ftl", "# c\none = One\n    [other] x = y\n-term = T\ntwo={ $n }\n");
        assert_eq!(declared(&ftl).into_iter().collect::<Vec<_>>(), ["one", "two"]);
    }

    #[test]
    fn a_later_source_replaces_whole_messages_and_lines_keep_their_numbers() {
        let lower = Source::new("a.ftl", "one = { $n ->\n    [one] x\n   *[other] y\n}\ntwo = Two\n");
        let upper = Source::new("b.ftl", "one = Mine\n");
        let kept = merged(vec![lower, Arc::clone(&upper)]);
        assert_eq!(kept[0].text(), "\n\n\n\ntwo = Two\n");
        assert_eq!(kept[1], upper);
    }

    #[test]
    fn a_missing_word_names_key_and_language() {
        let template = Source::new("a.html", "{{ t(key=\"one\") }}{{ t(key=\"two\") }}");
        let ftl = Source::new("en.ftl", "one = One\n");
        let sink = Sink::new();
        check(&Lang::new("en").unwrap(), &[ftl], &used([&template].into_iter()), &sink);
        let found = sink.sorted();
        assert_eq!(found.len(), 1);
        assert!(found[0].message.en.contains("`two`") && found[0].message.en.contains("`en`"));
    }
}
