//! Names in running text, found by cutting it into words: a word nobody has in a dictionary that begins with a surname.
//!
//! The dictionary of `jieba` takes a while to load, so it is loaded once, and only when a story is searched.

use std::sync::OnceLock;

use jieba_rs::Jieba;

use super::super::lexicon::lexicon;
use super::super::text::{Text, is_han};
use super::super::{Hit, Kind, Level};

/// Words that follow a surname and are no given name.
const STOPS: [&str; 34] = [
    "许可",
    "申请",
    "高年级",
    "高中生",
    "文化站",
    "文体",
    "文艺",
    "方言",
    "范围",
    "程度",
    "于都",
    "任课",
    "任教",
    "石板",
    "石榴",
    "金银花",
    "龙舟",
    "龙门",
    "江边",
    "江面",
    "田埂",
    "田里",
    "白糖",
    "白纸",
    "黄豆",
    "黄土",
    "马路",
    "毛笔",
    "毛线",
    "严寒",
    "钱包",
    "米粉",
    "米豆腐",
    "汤圆",
];

pub(super) fn jieba() -> &'static Jieba {
    static WORDS: OnceLock<Jieba> = OnceLock::new();
    WORDS.get_or_init(Jieba::new)
}

/// Looks through a whole text; linear in its length.
pub(in crate::identify) fn look(text: &Text, hits: &mut Vec<Hit>) {
    let chars = text.chars();
    let mut at = 0;
    while at < chars.len() {
        if !is_han(chars[at]) {
            at += 1;
            continue;
        }
        let length = chars[at..].iter().take_while(|c| is_han(**c)).count();
        run(text, at, length, hits);
        at += length;
    }
}

/// A run of Chinese characters without a break.
fn run(text: &Text, start: usize, length: usize, hits: &mut Vec<Hit>) {
    if !(start..start + length).any(|i| lexicon().is_surname(text.get(i))) {
        return;
    }
    let typed = text.string(start..start + length);
    let words: Vec<(usize, &str)> =
        jieba().cut(&typed, true).into_iter().map(|token| (start + token.start, token.word)).collect();
    for (i, (at, word)) in words.iter().enumerate() {
        let size = word.chars().count();
        let head = word.chars().next().unwrap_or('\0');
        if !lexicon().is_surname(head) || STOPS.iter().any(|stop| word.starts_with(stop)) || lexicon().is_no_name(word) {
            continue;
        }
        let given = |range: std::ops::Range<usize>| range.into_iter().all(|i| lexicon().is_given(text.get(i)));
        let end = match size {
            2 | 3 if given(at + 1..at + size) && !is_common(word) => at + size,
            // A word of three characters that is in no dictionary.
            3 if !jieba().has_word(word) => at + size,
            // A surname on its own and a given name behind it.
            1 => match words.get(i + 1) {
                Some((_, next)) if next.chars().count() == 2 && given(at + 1..at + 3) => at + 3,
                Some((_, next))
                    if next.chars().count() == 1
                        && given(at + 1..at + 3)
                        && words.get(i + 2).is_some_and(|w| w.1.chars().count() == 1) =>
                {
                    at + 3
                }
                _ => continue,
            },
            _ => continue,
        };
        hits.push(Hit::new(Kind::NameSegment, Level::Medium, *at..end));
    }
}

/// A word of the dictionary that is no name.
pub(super) fn is_common(word: &str) -> bool {
    let words = jieba();
    words.has_word(word) && words.tag(word, false).first().is_none_or(|tag| !tag.tag.starts_with("nr"))
}
