//! The signs that stand for numbers that are not there: each says one thing, and none says how large a withheld number is.

use std::path::Path;
use std::sync::Arc;

use super::tables::Lack;
use crate::diag::{Diagnostic, Failed, Place, Rule, Sink, Source};
use crate::i18n::Words;
use crate::say;

/// Refuses a sign that stands for two things, for nothing, or for a number.
pub(super) fn check(words: &Words, sources: &[Arc<Source>], sink: &Sink) -> Result<(), Failed> {
    let signs = Lack::ALL.map(|lack| {
        let key = format!("{}-symbol", lack.word());
        let sign = words.get(&key, &[]).unwrap_or_default().trim().to_owned();
        (key, sign)
    });
    let mut sound = Ok(());
    for (at, (key, sign)) in signs.iter().enumerate() {
        let numeric = |c: char| c.is_numeric() || matches!(c, '<' | '>' | '≤' | '≥' | '＜' | '＞' | '零');
        let same = signs[..at].iter().find(|(_, before)| before == sign).map(|(other, _)| other);
        let message = if sign.is_empty() {
            say!("`{key}` 是空的", "`{key}` is empty")
        } else if sign.chars().any(numeric) {
            say!("`{key}` 看上去像数或范围", "`{key}` looks like a number or a range")
        } else if let Some(other) = same {
            say!("`{key}` 和 `{other}` 是同一个符号", "`{key}` and `{other}` are the same sign")
        } else {
            continue;
        };
        let help = say!("换一个不含数字的符号，例如 `c`、`..`、`–`", "take a sign without digits, such as `c`, `..` or `–`");
        sound = Err(sink.fail(
            Diagnostic::error(&SIGN, message)
                .at(place(key, sources)
                    .or_else(|| place(same?, sources))
                    .unwrap_or_else(|| Path::new("content/site.toml").into()))
                .help(help),
        ));
    }
    sound
}

/// Where the site or its theme declares a word.
fn place(key: &str, sources: &[Arc<Source>]) -> Option<Place> {
    sources.iter().rev().find_map(|source| {
        let starts = std::iter::once(0).chain(source.text().match_indices('\n').map(|(at, _)| at + 1));
        let mut starts = starts.filter(|at| source.text()[*at..].starts_with(key));
        starts.next().map(|at| source.span(at..at + key.len()).into())
    })
}

/// A sign that cannot be told from another, or from a number.
pub(super) static SIGN: Rule = Rule {
    id: "theme/sign",
    title: ("符号分不清，或像一个数", "a sign that cannot be told from another or from a number"),
    explain: (
        "不公布（`withheld-symbol`）、没有收集（`unavailable-symbol`）、不适用（`absent-symbol`）要用三个不同的符号，读者才分得清，也不会当成零。符号里不能有数字，也不能写成“<5”：那等于说出这一格是因为人数少而隐去的，别的格就能由此推算出来。",
        "What is withheld (`withheld-symbol`), was not collected (`unavailable-symbol`) and does not apply (`absent-symbol`) needs three different signs, so that readers can tell them apart and take none for zero. A sign holds no digits and is never “<5”: that would say that the cell is withheld for being small, and others could be worked out from it.",
    ),
};

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Vocabulary;
    use super::super::voice::words_of;
    use super::*;
    use crate::model::Lang;

    fn told(text: &str) -> Vec<String> {
        let (sink, lang) = (Sink::new(), Lang::new("en").unwrap());
        let sources = [Source::new("content/i18n/en.ftl", text)];
        let _ = words_of(&lang, &sources, &Vocabulary::of(&crate::theme::Asked::default()), &sink);
        sink.sorted().iter().map(|found| format!("{}: {}", found.rule.id, found.message.en)).collect()
    }

    #[test]
    fn three_things_have_three_signs_that_are_no_numbers() {
        assert!(told("withheld-symbol = x\n").is_empty());
        assert_eq!(told("withheld-symbol = <5\n"), ["theme/sign: `withheld-symbol` looks like a number or a range"]);
        assert_eq!(told("withheld-symbol = 0\n"), ["theme/sign: `withheld-symbol` looks like a number or a range"]);
        assert_eq!(told("absent-symbol = c\n"), ["theme/sign: `absent-symbol` and `withheld-symbol` are the same sign"]);
        assert_eq!(told("unavailable-symbol = –\n"), ["theme/sign: `absent-symbol` and `unavailable-symbol` are the same sign"]);
    }
}
