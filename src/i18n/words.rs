//! Interface words of one language: built-in ones and those of a theme, as Fluent messages.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use crate::diag::{Diagnostic, Rule, Source};
use crate::model::Lang;
use crate::say;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&SYNTAX, &DUPLICATE, &MISSING];

static SYNTAX: Rule = Rule {
    id: "i18n/syntax",
    title: ("界面词语文件写法有误", "a file of interface words has a fault"),
    explain: (
        "界面词语用 Fluent 格式：每行 `键 = 文字`，变量写成 `{ $name }`，续行要缩进。请看提示的位置附近。",
        "Interface words are written in Fluent: `key = text` on a line, variables as `{ $name }`, further lines indented. Look near the marked place.",
    ),
};
static DUPLICATE: Rule = Rule {
    id: "i18n/duplicate",
    title: ("界面词语重复", "an interface word is given twice"),
    explain: (
        "同一种语言的词语文件里，同一个键写了两次，后一个会盖住前一个。请删去一个。",
        "The same key stands twice in the words of one language, and the second would hide the first. Remove one.",
    ),
};

static MISSING: Rule = Rule {
    id: "i18n/missing-word",
    title: ("缺少界面词语", "interface words are missing"),
    explain: (
        "中文和英文的界面词语是自带的；别的语言要在 `content/i18n/<语言>.ftl` 里补齐，否则页面上会露出键名。运行 `shanwai words 语言`，会写好这个文件，每条词语上面附有英文和中文；已有的译文不动，缺的写成注释，译好后去掉行首的 `# `。",
        "The interface words of Chinese and English are built in; every other language needs them all in `content/i18n/<language>.ftl`, or pages would show bare keys. `shanwai words LANGUAGE` writes that file, with the English and the Chinese above each word; translations that are there stay, words that are missing are written as comments: translate each and take away the `# ` before it.",
    ),
};

/// A variable of a message.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Text, put in as it is.
    Text(&'a str),
    /// A number; chooses plural variants and prints without grouping.
    Number(i64),
}

/// The words of one language. Cheap to share between threads.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).field("keys", &self.keys.len()).finish()
    }
}

impl Words {
    /// Reads the words of one language from `.ftl` texts; they override the built-in ones (bounds, statuses, dates).
    ///
    /// Fails with every syntax error and every key that stands twice.
    pub fn new(lang: &Lang, sources: &[Arc<Source>]) -> Result<Self, Vec<Diagnostic>> {
        let tag = lang.as_str().parse().unwrap_or_default();
        let mut words = Self { lang: lang.clone(), bundle: FluentBundle::new_concurrent(vec![tag]), keys: BTreeSet::new() };
        // Marks around variables are for mixed directions of writing; in HTML they would only be noise.
        words.bundle.set_use_isolating(false);
        if let Some(text) = built_in(lang) {
            let resource = FluentResource::try_new(text.to_owned()).expect("the built-in words are valid, see the tests");
            words.add(resource);
        }
        let mut faults = Vec::new();
        let mut own = BTreeSet::new();
        for source in sources {
            match FluentResource::try_new(source.text().to_owned()) {
                Ok(resource) => {
                    tell_duplicates(&resource, source, &mut own, &mut faults);
                    words.add(resource);
                }
                Err((_, errors)) => faults.extend(errors.iter().map(|error| syntax_fault(error, source))),
            }
        }
        if faults.is_empty() { Ok(words) } else { Err(faults) }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// The message with its variables put in; `None` when there is no such key or a variable of it was not given.
    #[must_use]
    pub fn get(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(
                *name,
                match arg {
                    Arg::Text(text) => FluentValue::from(*text),
                    Arg::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    /// Every key, built-in ones too, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// One error that names the words this language lacks of those that are `needed`; for machines it names them all.
    #[must_use]
    pub fn missing<'a>(&self, needed: impl Iterator<Item = &'a str>) -> Option<Diagnostic> {
        let missing: Vec<&str> = needed.filter(|key| !self.keys.contains(*key)).collect();
        if missing.is_empty() {
            return None;
        }
        let (lang, count) = (&self.lang, missing.len());
        let some = some_of(&missing);
        let message = say!(
            "语言 `{lang}` 缺少 {count} 个界面词语：{some}",
            "the language `{lang}` lacks interface words ({count}): {some}"
        );
        let help = say!(
            "运行 `shanwai words {lang}`：缺的词语连同中文和英文会写进 `content/i18n/{lang}.ftl`，译好一条，就去掉那一行开头的 `# `",
            "run `shanwai words {lang}`: it writes them with their English and Chinese into `content/i18n/{lang}.ftl`; translate each and take away the `# ` before it"
        );
        Some(Diagnostic::error(&MISSING, message).at(Path::new("content/site.toml")).help(help).naming(missing))
    }

    fn add(&mut self, resource: FluentResource) {
        self.keys.extend(message_keys(&resource));
        self.bundle.add_resource_overriding(resource);
    }
}

/// The first names of a list, and a sign that there are more.
#[must_use]
pub fn some_of(names: &[&str]) -> String {
    let some = names.iter().take(20).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
    if names.len() > 20 { some + " …" } else { some }
}

/// The words of bounds, statuses and dates that are part of the program.
#[must_use]
pub fn built_in(lang: &Lang) -> Option<&'static str> {
    let language = lang.as_str().split('-').next().unwrap_or("");
    match language {
        "zh" => Some(include_str!("zh.ftl")),
        "en" => Some(include_str!("en.ftl")),
        _ => None,
    }
}

fn message_keys(resource: &FluentResource) -> impl Iterator<Item = String> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    })
}

fn tell_duplicates(resource: &FluentResource, source: &Arc<Source>, own: &mut BTreeSet<String>, faults: &mut Vec<Diagnostic>) {
    for key in message_keys(resource) {
        if own.insert(key.clone()) {
            continue;
        }
        let line =
            source.text().match_indices(&format!("{key} ")).map(|(at, _)| at).filter(|at| starts_line(source.text(), *at)).last();
        let at = line.unwrap_or(0);
        let message = say!("`{key}` 写了两次", "`{key}` is given twice");
        faults.push(
            Diagnostic::error(&DUPLICATE, message)
                .at(source.span(at..at + key.len()))
                .help(say!("删去一个", "remove one of them")),
        );
    }
}

fn starts_line(text: &str, at: usize) -> bool {
    at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n')
}

fn syntax_fault(error: &fluent_syntax::parser::ParserError, source: &Arc<Source>) -> Diagnostic {
    let words = error.kind.to_string();
    Diagnostic::error(&SYNTAX, say!("这里的 Fluent 写法不对（{words}）", "this is not valid Fluent: {words}"))
        .at(source.span(error.pos.clone()))
        .help(say!("每行写 `键 = 文字`，变量写成 `{{ $name }}`", "write `key = text`, and variables as `{{ $name }}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::new(tag).unwrap()
    }

    #[test]
    fn theme_words_override_built_in_ones_and_take_variables() {
        let source = Source::new(
            "en.ftl",
            "withheld = kept back\nhello = Hello, { $name }\npages = { $n ->\n    [one] one page\n   *[other] { $n } pages\n}\n",
        );
        let words = Words::new(&lang("en"), &[source]).unwrap();
        assert_eq!(words.get("withheld", &[]).unwrap(), "kept back");
        assert_eq!(words.get("hello", &[("name", Arg::Text("沅陵"))]).unwrap(), "Hello, 沅陵");
        assert_eq!(words.get("pages", &[("n", Arg::Number(1))]).unwrap(), "one page");
        assert_eq!(words.get("pages", &[("n", Arg::Number(1200))]).unwrap(), "1200 pages");
        assert!(words.get("hello", &[]).is_none());
        assert!(words.get("nothing", &[]).is_none());
        assert!(words.keys().any(|key| key == "hello"));
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let source = Source::new("en.ftl", "good = x\nbad line\nworse = { $\n");
        let faults = Words::new(&lang("en"), &[source]).unwrap_err();
        assert!(faults.len() >= 2, "{faults:?}");
        let twice = Source::new("en.ftl", "a = x\nb = y\na = z\n");
        let faults = Words::new(&lang("en"), &[twice]).unwrap_err();
        let crate::diag::Place::Text(span) = &faults[0].places[0].0 else { panic!("a text place") };
        assert_eq!(span.line_column(), (3, 1));
    }

    #[test]
    fn built_in_words_are_the_same_keys_in_both_languages() {
        let keys = |tag| {
            Words::new(&lang(tag), &[])
                .unwrap()
                .keys()
                .filter(|k| !k.starts_with("month-"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys("zh"), keys("en"));
    }
}
