//! Whether the words that a site wrote can be meant: variables that do not exist, words that nobody translated.

use std::path::Path;
use std::sync::Arc;

use super::{Vocabulary, Word};
use crate::diag::{Diagnostic, Rule, Sink, Source, Span};
use crate::i18n::{Listed, listed, some_of, variables};
use crate::model::Lang;
use crate::say;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&VARIABLES, &ECHO];

static VARIABLES: Rule = Rule {
    id: "i18n/variables",
    title: ("界面词语的变量不对", "an interface word has other variables"),
    explain: (
        "界面词语里的变量（`{ $name }`）由程序填写，每条词语可以用哪些是固定的：写了没有的变量，这条词语就显示不出来；漏写了变量，页面上会少一个数或一个名称。`shanwai words 语言` 写出的文件里，每条词语上面列有可用的变量。",
        "The program fills in the variables of an interface word (`{ $name }`), and which a word may use is fixed: with a variable that does not exist the word cannot be shown, and without one a number or a name is missing from the page. The file that `shanwai words LANGUAGE` writes lists above each word those it may use.",
    ),
};

static ECHO: Rule = Rule {
    id: "i18n/echoed-word",
    title: ("界面词语写成了键名", "interface words repeat their keys"),
    explain: (
        "有的词语照抄了键名（如 `page-corrected = page corrected`），像是占位的。读者会看到键名。请译出来，或删去这一行：缺的词语构建时会列出来。",
        "Some words repeat their keys (`page-corrected = page corrected`), as placeholders do, and readers would meet the keys. Translate them or remove the lines: a build lists what is missing.",
    ),
};

impl Vocabulary {
    /// Warns of what is doubtful in the words that the site itself brings.
    pub(in crate::compose) fn judge(&self, lang: &Lang, sources: &[Arc<Source>], sink: &Sink) {
        for source in sources.iter().filter(|source| source.path().starts_with("content/i18n")) {
            let (entries, _) = listed(source.text());
            let of = |entry: &Listed<'_>| self.words().find(|word| word.key == entry.key);
            let known: Vec<(&Listed<'_>, &Word)> = entries.iter().filter_map(|entry| Some((entry, of(entry)?))).collect();
            let (echoed, said): (Vec<_>, Vec<_>) = known.into_iter().partition(|(entry, word)| repeats_key(entry, word));
            said.iter().for_each(|(entry, word)| judge_variables(entry, word, source, sink));
            let echoed: Vec<&Listed<'_>> = echoed.into_iter().map(|(entry, _)| entry).collect();
            tell_echoed(lang, &echoed, source, sink);
        }
    }
}

fn judge_variables(entry: &Listed<'_>, word: &Word, source: &Arc<Source>, sink: &Sink) {
    let (key, used) = (entry.key, variables(entry.text()));
    let listed = |names: Vec<&str>| names.iter().map(|name| format!("`{{ ${name} }}`")).collect::<Vec<_>>().join(" ");
    let unknown: Vec<&str> = used.iter().copied().filter(|name| !word.takes.contains(*name)).collect();
    let may = listed(word.takes.iter().map(String::as_str).collect());
    if !unknown.is_empty() {
        let unknown = listed(unknown);
        let message = say!("`{key}` 没有变量 {unknown}", "`{key}` is not given {unknown}");
        let help = if may.is_empty() {
            say!("这条词语没有变量，请去掉", "this word takes no variables: remove it")
        } else {
            say!("可以用的是 {may}", "it may use {may}")
        };
        sink.push(Diagnostic::warning(&VARIABLES, message).at(key_span(entry, source)).help(help));
        return;
    }
    let lacks: Vec<&str> = word.uses.iter().map(String::as_str).filter(|name| !used.contains(name)).collect();
    if !lacks.is_empty() {
        let lacks = listed(lacks);
        let message = say!("`{key}` 漏写了变量 {lacks}", "`{key}` leaves out {lacks}");
        let help = say!("英文是“{0}”，请把变量写进去", "the English is “{0}”: put the variable in as well", word.origin);
        sink.push(Diagnostic::warning(&VARIABLES, message).at(key_span(entry, source)).help(help));
    }
}

/// Whether the text is the key and the English is not: `total = Total` is a word.
fn repeats_key(entry: &Listed<'_>, word: &Word) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let key = plain(entry.key);
    plain(entry.text()) == key && plain(&word.origin) != key
}

fn tell_echoed(lang: &Lang, echoed: &[&Listed<'_>], source: &Arc<Source>, sink: &Sink) {
    let Some(first) = echoed.first() else { return };
    let names: Vec<&str> = echoed.iter().map(|entry| entry.key).collect();
    let (count, some) = (names.len(), some_of(&names));
    let message = say!(
        "`{lang}` 有 {count} 条界面词语只是重复键名：{some}",
        "interface words of `{lang}` that only repeat their keys ({count}): {some}"
    );
    let help = say!("译出来，或删去这些行", "translate them, or remove the lines");
    sink.push(Diagnostic::warning(&ECHO, message).at(key_span(first, source)).help(help).naming(names));
}

fn key_span(entry: &Listed<'_>, source: &Arc<Source>) -> Span {
    source.span(entry.at..entry.at + entry.key.len())
}

/// The file in which a site has the words of a language.
#[must_use]
pub fn file_of(lang: &Lang) -> std::path::PathBuf {
    Path::new("content/i18n").join(format!("{lang}.ftl"))
}
