//! Parts and multiples in words: 三分之一, 百分之三十, 翻一番; two-thirds, one in five, tripled.

use super::digits;
use super::english::{self, word};
use super::hanzi;
use super::unit::Unit;
use crate::linear::Ratio;

/// A part or a multiple as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) value: Ratio,
    pub(super) unit: Unit,
    pub(super) end: usize,
    pub(super) weak: bool,
}

fn share(value: Ratio, end: usize) -> Part {
    Part { value, unit: Unit::Share, end, weak: false }
}

/// A number in digits or numerals: value and length.
fn amount(text: &str) -> Option<(Ratio, usize)> {
    if text.starts_with(digits::is_digit) {
        return digits::number(text);
    }
    let read = hanzi::numeral(text)?;
    let (fraction, length) = hanzi::fraction(&text[read.length..]).unwrap_or((Ratio::ZERO, 0));
    Some((Ratio::whole(read.value).plus(fraction)?, read.length + length))
}

/// 三分之一, 百分之三十点五, 一半, 半数, 翻一番, 翻番, at `start`.
pub(super) fn chinese(text: &str, start: usize) -> Option<Part> {
    let rest = &text[start..];
    if let Some(times) = rest.strip_prefix('翻') {
        let times = times.strip_prefix(['了', '上', '近']).unwrap_or(times);
        let (value, left) = match hanzi::numeral(times) {
            Some(read) => (read.value, &times[read.length..]),
            None => (1, times),
        };
        let left = left.strip_prefix('番').filter(|_| (1..=6).contains(&value))?;
        let power = 2i128.checked_pow(u32::try_from(value).ok()?)?;
        return Some(Part { value: Ratio::whole(power), unit: Unit::Multiple, end: text.len() - left.len(), weak: false });
    }
    for (words, weak) in [("一半", true), ("半数", true), ("过半", true)] {
        if let Some(left) = rest.strip_prefix(words)
            && !left.starts_with(['年', '个', '月', '天'])
        {
            return Some(Part { weak, ..share(Ratio::new(1, 2)?, text.len() - left.len()) });
        }
    }
    if let Some(part) = tenths(text, start) {
        return Some(part);
    }
    let (under, length) = amount(rest)?;
    let over = rest[length..].strip_prefix("分之")?;
    let (over, size) = amount(over)?;
    Some(share(over.over(under)?, start + length + "分之".len() + size))
}

/// 九成五: nine and a half tenths.
fn tenths(text: &str, start: usize) -> Option<Part> {
    let mut rest = text[start..].chars();
    let (tens, mark, ones) = (hanzi::digit(rest.next()?)?, rest.next()?, hanzi::digit(rest.next()?)?);
    let value = Ratio::new(tens * 10 + ones, 100).filter(|_| mark == '成' && tens > 0 && ones > 0)?;
    Some(share(value, text.len() - rest.as_str().len()))
}

const DENOMINATORS: [(&str, i128); 11] = [
    ("half", 2),
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("hundredth", 100),
];

fn denominator(word: &str) -> Option<i128> {
    let lower = word.to_ascii_lowercase();
    let one = lower.strip_suffix('s').filter(|one| *one != "hal").unwrap_or(&lower);
    DENOMINATORS.iter().find(|(name, _)| *name == one || *name == lower).map(|(_, under)| *under)
}

/// `two-thirds`, `a quarter of`, `one in five`, `half`, `tripled`, `fivefold`, at the word that begins at `start`.
pub(super) fn english(text: &str, start: usize) -> Option<Part> {
    let rest = &text[start..];
    let first = word(rest);
    let lower = first.to_ascii_lowercase();
    if let Some((value, weak)) = verb(&lower) {
        return Some(Part { value: Ratio::whole(value), unit: Unit::Multiple, end: start + first.len(), weak });
    }
    if lower == "twice" {
        let more = [" as ", " the ", " that ", " what "].iter().any(|next| rest[first.len()..].starts_with(next));
        let unit = if more { Unit::Multiple } else { Unit::Times };
        return Some(Part { value: Ratio::whole(2), unit, end: start + first.len(), weak: !more });
    }
    if let Some(number) = lower.strip_suffix("fold").and_then(|stem| english::number(stem).filter(|n| n.length == stem.len())) {
        return Some(Part { value: number.value, unit: Unit::Multiple, end: start + first.len(), weak: false });
    }
    if lower == "half" {
        let time = ["-year", " a year", "-day", " a day", " an hour", " a month", " a million", " a dozen", "-hour", "-hearted"];
        let after = &rest[first.len()..];
        if time.iter().any(|word| after.starts_with(word)) {
            return None;
        }
        return Some(Part { weak: true, ..share(Ratio::new(1, 2)?, start + first.len()) });
    }
    let (over, length) = match lower.as_str() {
        "a" | "an" => (1, first.len()),
        _ => {
            let read = english::number(rest).filter(|n| n.value.denominator() == 1 && n.value < Ratio::whole(100))?;
            (read.value.numerator(), read.length)
        }
    };
    fraction(text, start, over, length).or_else(|| one_in(text, start, over, length))
}

/// `… thirds of`, `… quarter of`, behind the number above the line.
fn fraction(text: &str, start: usize, over: i128, length: usize) -> Option<Part> {
    let after = text[start + length..].strip_prefix([' ', '-'])?;
    let name = word(after);
    let under = denominator(name).filter(|under| *under > over)?;
    let end = start + length + 1 + name.len();
    // A quarter of a year is a time, `a third` alone the next of three; a half stands by itself.
    let rest = &text[end..];
    let of = rest.starts_with(" of ") || rest.starts_with(" the ");
    let sure = over > 1 && under != 4 || of || under == 2 || over > 1 && rest.starts_with(" of");
    (sure && !rest.starts_with(" of a year")).then(|| Ratio::new(over, under)).flatten().map(|value| share(value, end))
}

/// `… in five`, `… out of 10`: a number of small numbers.
pub(super) fn one_in(text: &str, start: usize, over: i128, length: usize) -> Option<Part> {
    let after = &text[start + length..];
    let (mark, loose) = if after.starts_with(" out of ") { (" out of ", false) } else { (" in ", true) };
    let rest = after.strip_prefix(mark)?;
    let rest = rest.strip_prefix("every ").unwrap_or(rest);
    let (under, size) = if rest.starts_with(digits::is_digit) {
        digits::number(rest)?
    } else {
        english::number(rest).map(|n| (n.value, n.length))?
    };
    let round = [2, 3, 4, 5, 6, 7, 8, 10, 20, 100, 1000, 10_000].iter().any(|known| under == Ratio::whole(*known));
    let fits = over > 0 && Ratio::whole(over) < under && round && (!loose || over < 10 || under == Ratio::whole(20));
    // `3 in 10 counties` may count either way; a noun of time never does.
    let timed = ["day", "week", "month", "year", "hour"].iter().any(|unit| rest[size..].trim_start().starts_with(unit));
    (fits && !timed).then(|| Ratio::whole(over).over(under)).flatten().map(|value| share(value, text.len() - rest.len() + size))
}

fn verb(word: &str) -> Option<(i128, bool)> {
    Some(match word {
        "doubled" | "doubling" | "doubles" => (2, false),
        "double" => (2, true),
        "tripled" | "trebled" | "tripling" | "trebling" => (3, false),
        "triple" | "treble" => (3, true),
        "quadrupled" | "quadrupling" => (4, false),
        "quadruple" => (4, true),
        _ => return None,
    })
}
