//! Orders of magnitude and pairs: 数百, dozens of, both, a couple of.

use super::hanzi;
use crate::linear::Ratio;

/// 数百, 几十, 上千, 成千上万: an order of magnitude.
pub(super) fn vague_zh(text: &str, start: usize) -> Option<(Ratio, usize)> {
    let rest = &text[start..];
    if rest.starts_with("成百上千") || rest.starts_with("成千上万") {
        let power = if rest.starts_with("成百") { 100 } else { 1000 };
        return Some((Ratio::whole(power), start + "成百上千".len()));
    }
    let tail = rest.strip_prefix(['数', '几', '上'])?;
    if rest.starts_with('上') && text[..start].ends_with(['以', '之', '网', '线', '会', '在', '身']) {
        return None;
    }
    let powers: Vec<char> = tail.chars().take_while(|c| hanzi::power(*c).is_some()).take(3).collect();
    let length: usize = powers.iter().map(|c| c.len_utf8()).sum();
    let value = powers.iter().map(|c| hanzi::power(*c)).try_fold(1i128, |all, power| all.checked_mul(power?))?;
    let end = text.len() - tail.len() + length;
    (!powers.is_empty() && !text[end..].starts_with("分之")).then(|| (Ratio::whole(value), end))
}

/// `hundreds of`, `several thousand`, `tens of thousands of`.
pub(super) fn vague_en(text: &str, start: usize) -> Option<(Ratio, usize)> {
    const ORDERS: &[(&str, i128)] = &[
        ("tens of thousands", 10_000),
        ("hundreds of thousands", 100_000),
        ("tens of millions", 10_000_000),
        ("hundreds of millions", 100_000_000),
        ("dozens", 10),
        ("scores of", 10),
        ("hundreds", 100),
        ("thousands", 1000),
        ("millions", 1_000_000),
        ("several hundred", 100),
        ("several thousand", 1000),
        ("several dozen", 10),
        ("several million", 1_000_000),
        ("a few dozen", 10),
        ("a few hundred", 100),
        ("a few thousand", 1000),
    ];
    let head: String = text[start..].chars().take(24).collect::<String>().to_ascii_lowercase();
    let (words, value) = ORDERS.iter().find(|(words, _)| head.starts_with(words))?;
    // Rounded to thousands: a method, not a number.
    if text[..start].ends_with("ounded to ") {
        return None;
    }
    let end = start + words.len();
    let end = if text[end..].starts_with(" of ") { end + 3 } else { end };
    Some((Ratio::whole(*value), end))
}

/// `both`, `a couple of`, `a pair of`, `a decade`, `once`.
pub(super) fn pair_en(text: &str) -> Option<(Ratio, usize)> {
    const PAIRS: &[(&str, i128)] = &[("both", 2), ("a couple of", 2), ("a pair of", 2), ("the two", 2)];
    let head: String = text.chars().take(12).collect::<String>().to_ascii_lowercase();
    let (words, value) =
        PAIRS.iter().find(|(words, _)| head.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))?;
    let titled = text[1..words.len()].contains(|c: char| c.is_ascii_uppercase());
    (!titled).then(|| (Ratio::whole(*value), words.len()))
}
