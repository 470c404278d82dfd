//! Translations whose original has changed since.

use std::collections::BTreeMap;

use crate::config::{Settings, Severity, TRANSLATIONS};
use crate::content::{Library, Page, passages};
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::files::Root;
use crate::say;

pub(super) static STALE: Rule = Rule {
    id: "translate/stale",
    title: ("原文改了，译文没有跟着改", "a translation is older than its original"),
    explain: (
        "`content/translations.toml` 记着每篇译文是照哪些原文段落译的（每段一个指纹）。原文某一段改了、加了或删了，译文就要核对一遍，然后运行 `shanwai translated 页面地址`，记下已经核对。只改了译文、没有改原文的，不提示。原文是 `languages` 里的第一种语言。`content/site.toml` 的 `[checks]` 里可以写 `stale_translations = \"warning\"` 或 `\"off\"`。",
        "`content/translations.toml` holds what each translation was made from, a fingerprint for each passage of the original. When a passage has changed, come or gone, look through the translation, then run `shanwai translated ADDRESS` to say that you have. A change to the translation alone is no matter. The original is the first of `languages`. `[checks]` of `content/site.toml` takes `stale_translations = \"warning\"` or `\"off\"`.",
    ),
};
pub(super) static UNRECORDED: Rule = Rule {
    id: "translate/unrecorded",
    title: ("译文没有记录", "a translation is not recorded"),
    explain: (
        "站点用 `content/translations.toml` 记录译文，却没有这一页，原文以后改了不会提示。核对译文后运行 `shanwai translated 页面地址`，或用 `--all` 记下全部。",
        "The site keeps `content/translations.toml`, but the page is not in it, so nobody would be told when its original changes. Look through the translation and run `shanwai translated ADDRESS`, or `--all` for every page.",
    ),
};

/// Most changed passages told of one page.
const MOST: usize = 5;

/// Compares every page with what its translations were made from. Nothing is told by a site that does not record them.
pub(super) fn run(library: &Library, settings: &Settings, root: &Root, sink: &Sink) {
    let level = match (&settings.translations, settings.site.checks.stale_translations) {
        (None, _) | (_, Severity::Off) => return,
        (_, Severity::Warning) => Level::Warning,
        (_, Severity::Error) => Level::Error,
    };
    let mut unrecorded = Vec::new();
    for page in library.pages() {
        one(page, settings, root, level, &mut unrecorded, sink);
    }
    if let Some(first) = unrecorded.first() {
        let count = unrecorded.len();
        let message =
            say!("{count} 篇译文没有记录，如 `{first}`", "translations that are not recorded ({count}), such as `{first}`");
        let help = say!("核对后运行 `shanwai translated --all`", "look through them and run `shanwai translated --all`");
        sink.push(Diagnostic::note(&UNRECORDED, message).at(std::path::Path::new(TRANSLATIONS)).help(help));
    }
}

fn one(page: &Page, settings: &Settings, root: &Root, level: Level, unrecorded: &mut Vec<String>, sink: &Sink) {
    let languages = &settings.site.languages;
    let original = page.texts.get(languages.default_lang());
    for lang in languages.iter().skip(1) {
        let text = page.texts.get(lang);
        if text.path == original.path {
            continue;
        }
        let Some(known) = settings.translations.as_ref().and_then(|all| all.get(&text.path)) else {
            unrecorded.push(text.path.display().to_string());
            continue;
        };
        let Ok(source) = original.read(root) else { continue };
        let now = passages(source.text());
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        known.iter().for_each(|hash| *left.entry(hash).or_default() += 1);
        let changed = now.iter().filter(|passage| match left.get_mut(passage.hash.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        let changed: Vec<_> = changed.collect();
        let (translation, address) = (text.path.display(), page.address.as_str());
        let again = if address.is_empty() { "index" } else { address };
        let help = say!(
            "核对 {translation}，再运行 `shanwai translated {again}`",
            "look through {translation}, then run `shanwai translated {again}`"
        );
        let told = |message, range| {
            let found = Diagnostic { level, ..Diagnostic::error(&STALE, message) };
            found.at(source.span(range)).help(help.clone())
        };
        for passage in changed.iter().take(MOST) {
            let end = source.text()[passage.range.clone()].find('\n').map_or(passage.range.end, |at| passage.range.start + at);
            let message =
                say!("翻译成 `{lang}` 以后，这一段改过", "this passage has changed since it was translated into `{lang}`");
            sink.push(told(message, passage.range.start..end));
        }
        let more = changed.len().saturating_sub(MOST);
        let gone = left.values().sum::<usize>().saturating_sub(changed.len());
        if more > 0 {
            sink.push(told(say!("另有 {more} 段改过", "{more} more passages have changed"), 0..0));
        }
        if changed.is_empty() && gone > 0 {
            let message = say!(
                "翻译成 `{lang}` 以后，删去了 {gone} 段",
                "passages were removed since the translation into `{lang}` ({gone})"
            );
            sink.push(told(message, 0..0));
        }
    }
}
