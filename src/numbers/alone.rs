//! Digits alone: what can be compared with a language whose words for bounds, units and months are not known.
//!
//! Every number in digits has to stand in the other text, in digits or, where that is Chinese or English, in any other form. Small whole
//! numbers may be words there, and a month may be one: what a language of which no rules are known says in words is not judged.

use std::collections::BTreeSet;
use std::ops::Range;

use super::differ::{Difference, Kind};
use super::digits::{is_digit, value_of};
use super::figure::Value;
use super::passage::Passage;
use super::unit::Unit;
use crate::linear::Ratio;

/// Whole numbers up to this one have words of their own in most languages.
const IN_WORDS: i128 = 20;

/// Words for large numbers, by their first letters: thousands to thousands of millions.
const LARGE: [&str; 7] = ["mil", "mio", "mrd", "тыс", "мил", "млн", "млр"];

/// A number in digits.
struct Number {
    range: Range<usize>,
    /// What it may be: `1.234` is one and a bit in some languages and over a thousand in others.
    values: Vec<Ratio>,
    /// Whether it names a month, for which the other text may have a word.
    month: bool,
}

/// The numbers in digits that one text says and the other does not. `known`: which text is in a language whose words are read; `years`: all
/// that each whole text names, since a year named once may be left out later.
pub(super) fn differences(left: &Passage, right: &Passage, known: [bool; 2], years: [&BTreeSet<i128>; 2]) -> Vec<Difference> {
    let lacking = |own: &Passage, other: &Passage, years: &BTreeSet<i128>| -> Vec<Number> {
        let offered = offers(other);
        let said = |value: &Ratio| offered.contains(value) || year_of(*value).is_some_and(|year| years.contains(&year));
        numbers(own.text()).into_iter().filter(|number| !number.month && !number.values.iter().any(said)).collect()
    };
    let mut sides = [lacking(left, right, years[1]), lacking(right, left, years[0])];
    // A small number may be a word in a language that is not known, unless another number stands in its place there.
    for side in [0, 1].into_iter().filter(|side| !known[1 - side]) {
        while sides[side].len() > sides[1 - side].len() {
            let Some(small) = sides[side].iter().position(may_be_words) else { break };
            sides[side].remove(small);
        }
    }
    let [left, right] = sides.map(|numbers| numbers.into_iter().map(|number| number.range).collect::<Vec<_>>());
    let kind = |at: usize| if at < left.len().min(right.len()) { Kind::Value } else { Kind::Missing };
    let difference =
        |at: usize| Difference { kind: kind(at), left: left.get(at).cloned(), right: right.get(at).cloned(), says: None };
    (0..left.len().max(right.len())).map(difference).collect()
}

/// The years that a text names in digits.
pub(super) fn years(passages: &[Passage]) -> BTreeSet<i128> {
    let values = passages.iter().flat_map(|passage| numbers(passage.text())).flat_map(|number| number.values);
    values.filter_map(year_of).collect()
}

fn year_of(value: Ratio) -> Option<i128> {
    (value.denominator() == 1 && (1900..2100).contains(&value.numerator())).then(|| value.numerator())
}

fn may_be_words(number: &Number) -> bool {
    number.values.iter().any(|value| value.denominator() == 1 && value.numerator() <= IN_WORDS)
}

/// Every value that a passage says: in digits, and as it is read in Chinese and English.
fn offers(passage: &Passage) -> Vec<Ratio> {
    let mut all: Vec<Ratio> = numbers(passage.text()).into_iter().flat_map(|number| number.values).collect();
    for figure in &passage.reading().figures {
        let values = match figure.value {
            Value::One(value) | Value::Vague(value) => vec![value],
            Value::Between(low, high) => vec![low, high],
        };
        // A third is written 1/3.
        let fraction = values.iter().filter(|value| figure.spelled && value.denominator() != 1);
        all.extend(fraction.flat_map(|value| [value.numerator(), value.denominator()]).map(Ratio::whole));
        // As it is printed, before days became months and percent became shares.
        all.extend(values.iter().filter_map(|value| value.over(figure.factor)));
        let hundred = Ratio::whole(100);
        all.extend(values.iter().filter(|_| figure.unit == Unit::Share).filter_map(|value| value.times(hundred)));
        all.extend(values);
    }
    for time in &passage.reading().times {
        all.extend(time.year.map(|year| Ratio::whole(year.into())));
        all.extend([time.month, time.day].into_iter().flatten().map(|part| Ratio::whole(part.into())));
    }
    all
}

/// The numbers in digits, with every value that their marks allow.
fn numbers(text: &str) -> Vec<Number> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(is_digit) {
        let start = at + next;
        let (parts, end) = parts(text, start);
        let values = values(text, &parts);
        let rest = &text[end..];
        if values.is_empty() {
            // 20.01.2025: each part is a number.
            all.extend(parts.iter().map(|part| Number { range: part.clone(), values: whole(&text[part.clone()]), month: false }));
        } else {
            let values = values.into_iter().flat_map(|value| scaled(value, rest)).collect();
            all.push(Number { range: start..end, values, month: rest.starts_with('月') });
        }
        at = end;
    }
    all
}

/// Runs of digits with one mark between them, and where the last ends.
fn parts(text: &str, start: usize) -> (Vec<Range<usize>>, usize) {
    let run = |from: usize| from + text[from..].find(|c| !is_digit(c)).unwrap_or(text.len() - from);
    let mut parts: Vec<Range<usize>> = std::iter::once(start..run(start)).collect();
    loop {
        let end = parts.last().map_or(start, |part| part.end);
        let Some(mark) = text[end..].chars().next() else { return (parts, end) };
        let from = end + mark.len_utf8();
        let next = from..run(from.min(text.len()));
        let three = text[next.clone()].chars().count() == 3;
        let first = parts.len() > 1 || text[parts[0].clone()].chars().count() <= 3;
        let joins = match mark {
            ',' | '.' | '，' | '．' => !next.is_empty(),
            ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '’' | '\'' => three && first,
            _ => false,
        };
        if !joins {
            return (parts, end);
        }
        parts.push(next);
    }
}

/// The values of a number in parts: thousands throughout, or decimals behind the last mark.
fn values(text: &str, parts: &[Range<usize>]) -> Vec<Ratio> {
    let digits = |parts: &[Range<usize>]| parts.iter().map(|part| &text[part.clone()]).collect::<String>();
    let grouped = |parts: &[Range<usize>]| {
        let count = |part: &Range<usize>| text[part.clone()].chars().count();
        parts.len() == 1 || count(&parts[0]) <= 3 && parts[1..].iter().all(|part| count(part) == 3)
    };
    let mut all = if grouped(parts) { whole(&digits(parts)) } else { Vec::new() };
    if let [front @ .., last] = parts
        && !front.is_empty()
        && text[..last.start].ends_with([',', '.', '，', '．'])
        && grouped(front)
    {
        let places = u32::try_from(text[last.clone()].chars().count()).ok().and_then(|count| 10i128.checked_pow(count));
        let units = whole(&digits(parts)).into_iter().filter_map(|value| value.over(Ratio::whole(places?)));
        all.extend(units);
    }
    all
}

/// The value of digits.
fn whole(digits: &str) -> Vec<Ratio> {
    let value = digits.chars().try_fold(0i128, |all, c| all.checked_mul(10)?.checked_add(value_of(c)?.into()));
    value.map(Ratio::whole).into_iter().collect()
}

/// A value before a word for a large number: what the word makes of it.
fn scaled(value: Ratio, rest: &str) -> Vec<Ratio> {
    let word = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']).to_lowercase();
    let powers: &[i128] = match word.chars().next() {
        Some('万') => &[10_000],
        Some('亿') => &[100_000_000],
        Some('千') => &[1_000],
        Some('百') => &[100],
        _ if LARGE.iter().any(|start| word.starts_with(start)) || word.starts_with("thousand") || word.starts_with("billion") => {
            // Or the word only begins alike: 5 militants.
            &[1, 1_000, 1_000_000, 1_000_000_000]
        }
        _ => return vec![value],
    };
    powers.iter().filter_map(|power| value.times(Ratio::whole(*power))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{Builder, Form};

    fn passage(words: &str) -> Passage {
        let mut builder = Builder::default();
        builder.exact(words, 0);
        builder.finish(Form::Paragraph)
    }

    fn told(one: &str, other: &str) -> Vec<(Kind, String)> {
        let (left, right) = (passage(one), passage(other));
        let none = BTreeSet::new();
        let words = |difference: &Difference| match (&difference.left, &difference.right) {
            (Some(a), Some(b)) => format!("{} / {}", &one[a.clone()], &other[b.clone()]),
            (Some(a), None) => one[a.clone()].to_owned(),
            (None, Some(b)) => other[b.clone()].to_owned(),
            (None, None) => String::new(),
        };
        differences(&left, &right, [true, false], [&none, &none]).iter().map(|found| (found.kind, words(found))).collect()
    }

    #[test]
    fn correct_french_says_the_same() {
        for (chinese, french) in [
            ("至少有5名儿童。", "Au moins 5 enfants."),
            ("2025年1月20日公布。", "Publié le 20 janvier 2025."),
            ("2025年1月20日公布。", "Publié le 20/01/2025."),
            ("服务1.2万余次。", "Plus de 12 000 services."),
            ("服务1.2万余次。", "Plus de 12\u{202f}000 services."),
            ("共68117.5元。", "En tout 68 117,5 yuans."),
            ("占35.5%。", "Soit 35,5 %."),
            ("办了三期，共十二天。", "Trois sessions de 12 jours."),
            ("投入120万元。", "Un budget de 1,2 million de yuans."),
            ("3名教师。", "Trois enseignants."),
            ("25名活动者。", "25 militants."),
            ("三分之一的儿童。", "1/3 des enfants."),
            ("一万二千人次。", "12 000 participations."),
        ] {
            assert_eq!(told(chinese, french), [], "{chinese} {french}");
        }
        assert_eq!(told("It served more than 1,200 children in May 2024.", "Plus de 1 200 enfants en mai 2024."), []);
    }

    #[test]
    fn wrong_digits_are_told() {
        assert_eq!(told("服务1.2万余次。", "Plus de 120 000 services."), [(Kind::Value, "1.2 / 120 000".to_owned())]);
        assert_eq!(told("至少有5名儿童。", "Au moins 6 enfants."), [(Kind::Value, "5 / 6".to_owned())]);
        assert_eq!(told("服务1200人次。", "De nombreux services."), [(Kind::Missing, "1200".to_owned())]);
        assert_eq!(told("2025年1月20日公布。", "Publié le 21 janvier 2025."), [(Kind::Value, "20 / 21".to_owned())]);
    }
}
