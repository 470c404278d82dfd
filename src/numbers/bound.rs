//! How far a number binds: 余, 超, 近, 约, 以上; more than, nearly, at least.
//!
//! A word may bind in more than one way (以上 is *above* in speech and *at least* in law), so a bound is a set of senses, and two
//! bounds agree when they share one.

use std::fmt;

/// The senses in which a number binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound(u8);

impl Bound {
    /// As printed.
    pub const EXACT: Self = Self(1);
    /// Above.
    pub const ABOVE: Self = Self(2);
    /// Not below.
    pub const AT_LEAST: Self = Self(4);
    /// Below, and close.
    pub const NEARLY: Self = Self(8);
    /// Below.
    pub const BELOW: Self = Self(16);
    /// Not above.
    pub const AT_MOST: Self = Self(32);
    /// Near.
    pub const ABOUT: Self = Self(64);

    /// Either sense.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two may say the same.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Its first sense in words: Chinese, English.
    #[must_use]
    pub fn name(self) -> (&'static str, &'static str) {
        match self.0.trailing_zeros() {
            0 => ("准确数", "exact"),
            1 => ("超过", "more than"),
            2 => ("至少", "at least"),
            3 => ("接近", "nearly"),
            4 => ("不足", "less than"),
            5 => ("至多", "at most"),
            _ => ("约数", "about"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().1)
    }
}

const OR_MORE: Bound = Bound::ABOVE.or(Bound::AT_LEAST);
const OR_LESS: Bound = Bound::BELOW.or(Bound::AT_MOST);
const WITHIN: Bound = Bound::AT_MOST.or(Bound::EXACT);

/// Before a number in Chinese, the longest first.
const BEFORE_ZH: &[(&str, Bound)] = &[
    ("不少于", Bound::AT_LEAST),
    ("不低于", Bound::AT_LEAST),
    ("不得少于", Bound::AT_LEAST),
    ("不得低于", Bound::AT_LEAST),
    ("不超过", Bound::AT_MOST),
    ("不得超过", Bound::AT_MOST),
    ("不高于", Bound::AT_MOST),
    ("不多于", Bound::AT_MOST),
    ("不大于", Bound::AT_MOST),
    ("不小于", Bound::AT_LEAST),
    ("至少", Bound::AT_LEAST),
    ("最少", Bound::AT_LEAST),
    ("起码", Bound::AT_LEAST),
    ("至多", Bound::AT_MOST),
    ("最多", Bound::AT_MOST),
    ("多达", Bound::EXACT.or(Bound::AT_MOST)),
    ("高达", Bound::EXACT.or(Bound::AT_MOST)),
    ("超过", Bound::ABOVE),
    ("超出", Bound::ABOVE),
    ("突破", Bound::ABOVE),
    ("超", Bound::ABOVE),
    ("逾", Bound::ABOVE),
    ("大于", Bound::ABOVE),
    ("高于", Bound::ABOVE),
    ("多于", Bound::ABOVE),
    ("将近", Bound::NEARLY),
    ("接近", Bound::NEARLY),
    ("逼近", Bound::NEARLY),
    ("近", Bound::NEARLY),
    ("不到", Bound::BELOW),
    ("不足", Bound::BELOW),
    ("不满", Bound::BELOW),
    ("未满", Bound::BELOW),
    ("未达", Bound::BELOW),
    ("低于", Bound::BELOW),
    ("少于", Bound::BELOW),
    ("小于", Bound::BELOW),
    ("大约", Bound::ABOUT),
    ("大概", Bound::ABOUT),
    ("约为", Bound::ABOUT),
    ("约", Bound::ABOUT),
    ("过", Bound::ABOVE),
    ("上", OR_MORE),
    (">", Bound::ABOVE),
    ("＞", Bound::ABOVE),
    ("≥", Bound::AT_LEAST),
    ("<", Bound::BELOW),
    ("＜", Bound::BELOW),
    ("≤", Bound::AT_MOST),
    ("≈", Bound::ABOUT),
];

/// After a number and its unit in Chinese.
const AFTER_ZH: &[(&str, Bound)] = &[
    ("及以上", Bound::AT_LEAST),
    ("及其以上", Bound::AT_LEAST),
    ("（含）以上", Bound::AT_LEAST),
    ("(含)以上", Bound::AT_LEAST),
    ("以上", OR_MORE),
    ("及以下", Bound::AT_MOST),
    ("以下", OR_LESS),
    ("以内", WITHIN.or(Bound::BELOW)),
    ("之内", WITHIN.or(Bound::BELOW)),
    ("内", WITHIN),
    ("左右", Bound::ABOUT),
    ("上下", Bound::ABOUT),
    ("开外", Bound::ABOVE),
];

/// Before a number in English, in small letters.
const BEFORE_EN: &[(&str, Bound)] = &[
    ("no fewer than", Bound::AT_LEAST),
    ("no less than", Bound::AT_LEAST),
    ("not less than", Bound::AT_LEAST),
    ("not fewer than", Bound::AT_LEAST),
    ("not lower than", Bound::AT_LEAST),
    ("no lower than", Bound::AT_LEAST),
    ("a minimum of", Bound::AT_LEAST),
    ("at least", Bound::AT_LEAST),
    ("from the age of", Bound::AT_LEAST),
    ("no more than", Bound::AT_MOST),
    ("not more than", Bound::AT_MOST),
    ("no higher than", Bound::AT_MOST),
    ("not exceed", Bound::AT_MOST),
    ("not exceeding", Bound::AT_MOST),
    ("a maximum of", Bound::AT_MOST),
    ("at most", Bound::AT_MOST),
    ("up to", Bound::AT_MOST),
    ("within", WITHIN),
    ("as many as", Bound::EXACT.or(Bound::AT_MOST)),
    ("as much as", Bound::EXACT.or(Bound::AT_MOST)),
    ("as high as", Bound::EXACT.or(Bound::AT_MOST)),
    ("slightly more than", Bound::ABOVE),
    ("a little over", Bound::ABOVE),
    ("more than", Bound::ABOVE),
    ("greater than", Bound::ABOVE),
    ("higher than", Bound::ABOVE),
    ("in excess of", Bound::ABOVE),
    ("upwards of", Bound::ABOVE),
    ("topped", Bound::ABOVE),
    ("topping", Bound::ABOVE),
    ("surpassed", Bound::ABOVE),
    ("surpassing", Bound::ABOVE),
    ("exceeded", Bound::ABOVE),
    ("exceeding", Bound::ABOVE),
    ("exceeds", Bound::ABOVE),
    ("exceed", Bound::ABOVE),
    ("over", Bound::ABOVE),
    ("above", Bound::ABOVE),
    ("beyond", Bound::ABOVE),
    ("just under", Bound::NEARLY.or(Bound::BELOW)),
    ("just below", Bound::NEARLY.or(Bound::BELOW)),
    ("just short of", Bound::NEARLY.or(Bound::BELOW)),
    ("nearly", Bound::NEARLY),
    ("almost", Bound::NEARLY),
    ("close to", Bound::NEARLY),
    ("approaching", Bound::NEARLY),
    ("fewer than", Bound::BELOW),
    ("less than", Bound::BELOW),
    ("lower than", Bound::BELOW),
    ("smaller than", Bound::BELOW),
    ("under", Bound::BELOW),
    ("below", Bound::BELOW),
    ("approximately", Bound::ABOUT),
    ("roughly", Bound::ABOUT),
    ("about", Bound::ABOUT),
    ("around", Bound::ABOUT),
    ("some", Bound::ABOUT),
    ("an estimated", Bound::ABOUT),
];

/// After a number, or after its noun, in English.
const AFTER_EN: &[(&str, Bound)] = &[
    ("or more", Bound::AT_LEAST),
    ("or above", Bound::AT_LEAST),
    ("or over", Bound::AT_LEAST),
    ("or older", Bound::AT_LEAST),
    ("or higher", Bound::AT_LEAST),
    ("and more", OR_MORE),
    ("and above", Bound::AT_LEAST),
    ("and over", Bound::AT_LEAST),
    ("and older", Bound::AT_LEAST),
    ("and up", Bound::AT_LEAST),
    ("or fewer", Bound::AT_MOST),
    ("or less", Bound::AT_MOST),
    ("or under", Bound::AT_MOST),
    ("or below", Bound::AT_MOST),
    ("or younger", Bound::AT_MOST),
    ("and under", Bound::AT_MOST),
    ("and below", Bound::AT_MOST),
    ("and younger", Bound::AT_MOST),
    ("at least", Bound::AT_LEAST),
    ("at most", Bound::AT_MOST),
    ("or so", Bound::ABOUT),
    ("odd", Bound::ABOUT.or(Bound::ABOVE)),
];

/// The bound that stands before a number, and where its word begins.
pub(super) fn before(text: &str) -> Option<(Bound, usize)> {
    let trimmed = text.trim_end_matches([' ', '\u{A0}', '\n']);
    // 至少要有, 最多参加, 超过了: a verb may stand between.
    let verb = ["要有", "应有", "需要", "参加", "达到", "有", "为", "是", "要", "了", "达", "需", "应"];
    let trimmed = verb.iter().find_map(|verb| trimmed.strip_suffix(verb).filter(|rest| bounds_verb(rest))).unwrap_or(trimmed);
    if let Some((word, bound)) = longest(BEFORE_ZH, |word| trimmed.ends_with(word)) {
        let start = trimmed.len() - word.len();
        return is_bound_zh(&trimmed[..start], word).then_some((bound, start));
    }
    if trimmed.ends_with(['~', '～']) && !trimmed.trim_end_matches(['~', '～']).ends_with(super::digits::is_digit) {
        return Some((Bound::ABOUT, trimmed.len() - 1)).filter(|_| trimmed.ends_with('~'));
    }
    let tail = tail(trimmed.trim_end_matches('-'), 24);
    let lower = tail.to_ascii_lowercase();
    let (word, bound) = longest(BEFORE_EN, |word| ends_with_word(&lower, word))?;
    Some((bound, trimmed.trim_end_matches('-').len() - word.len()))
}

/// Whether the text before a verb ends with a word that bounds what follows the verb.
fn bounds_verb(rest: &str) -> bool {
    ["至少", "最少", "至多", "最多", "不少于", "不超过", "超过", "突破", "接近", "大约", "起码"]
        .iter()
        .any(|word| rest.ends_with(word))
}

/// Whether a Chinese word really bounds: 通过 and 附近 do not, nor does 以上 of another number.
fn is_bound_zh(before: &str, word: &str) -> bool {
    let last = before.chars().next_back();
    match word {
        "过" => matches!(last, Some('已' | '均' | '，' | '率' | '数' | '人')),
        "上" => matches!(last, None | Some('，' | '。' | '有' | '了' | '达' | '近' | '的' | '、' | '过')),
        "近" => !matches!(last, Some('附' | '最' | '临' | '靠' | '邻')),
        "超" => !matches!(last, Some('高')),
        "约" => !matches!(last, Some('节' | '预' | '签' | '合' | '条' | '公' | '契' | '大')),
        "不足" | "不满" => !matches!(last, Some('的')),
        _ => true,
    }
}

/// The bound that stands behind a number or its noun, and the length up to its end.
pub(super) fn after(text: &str) -> Option<(Bound, usize)> {
    let rest = text.trim_start_matches([' ', '\u{A0}', '\n']);
    let gap = text.len() - rest.len();
    if let Some((word, bound)) = longest(AFTER_ZH, |word| rest.starts_with(word)) {
        let next = rest[word.len()..].chars().next();
        let other = word == "内" && matches!(next, Some('容' | '部' | '地' | '外' | '蒙' | '设' | '涵' | '心' | '在'));
        return (!other).then_some((bound, gap + word.len()));
    }
    let head: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    let found = longest(AFTER_EN, |word| {
        head.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    });
    found.map(|(word, bound)| (bound, gap + word.len()))
}

fn longest(table: &'static [(&'static str, Bound)], fits: impl Fn(&str) -> bool) -> Option<(&'static str, Bound)> {
    table.iter().filter(|(word, _)| fits(word)).max_by_key(|(word, _)| word.len()).copied()
}

/// The last characters of a text, at most `bytes` of it.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    &text[from..]
}

/// Whether a text ends with a whole word.
pub(super) fn ends_with_word(lower: &str, word: &str) -> bool {
    lower.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}
