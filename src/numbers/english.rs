//! English numbers in words: twelve thousand, a dozen, two and a half million.

use crate::linear::Ratio;

/// Whether a letter of a word stands here, so that no word begins after it.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// The word at the start of `text`: letters only, as they are written.
pub(super) fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !is_letter(c)).unwrap_or(text.len())]
}

/// Ones, teens and tens.
fn small(word: &str) -> Option<i128> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at =
        |list: &[&str]| list.iter().position(|known| known.eq_ignore_ascii_case(word)).and_then(|at| i128::try_from(at).ok());
    at(&ONES).or_else(|| at(&TENS).map(|at| (at + 2) * 10))
}

/// What a word of scale multiplies by.
pub(super) fn scale(word: &str) -> Option<i128> {
    Some(match word.to_ascii_lowercase().as_str() {
        "hundred" => 100,
        "dozen" => 12,
        "thousand" | "k" => 1000,
        "million" | "mn" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        "trillion" => 1_000_000_000_000,
        _ => return None,
    })
}

/// A word of scale behind a number in digits, after a space, a hyphen or nothing: value and length.
pub(super) fn scale_behind(text: &str) -> Option<(i128, usize)> {
    let gap = text.chars().next().filter(|c| matches!(c, ' ' | '-' | '\u{A0}' | '\u{202F}')).map_or(0, char::len_utf8);
    let word = word(&text[gap..]);
    let glued = gap == 0;
    let known = if glued { matches!(word, "k" | "bn" | "mn" | "million" | "billion") } else { !matches!(word, "k") };
    // `30 dozen` counts dozens, `5 hundred` is rare but clear.
    scale(word).filter(|_| known).map(|scale| (scale, gap + word.len()))
}

/// A number in words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Its value.
    pub(super) value: Ratio,
    /// Its length in bytes.
    pub(super) length: usize,
    /// Whether it is more than one plain word below eleven.
    pub(super) long: bool,
}

/// Reads the number in words at the start of `text`.
pub(super) fn number(text: &str) -> Option<Words> {
    let first = word(text);
    if matches!(first.to_ascii_lowercase().as_str(), "a" | "an" | "half") {
        return with_article(text, first);
    }
    let (mut total, mut section, mut end, mut words) = (0i128, small(first)?, first.len(), 1);
    let mut at = end;
    let mut halved = false;
    while let Some((gap, next)) = next_word(&text[at..]) {
        let (start, lower) = (at + gap, next.to_ascii_lowercase());
        if let Some(power) = scale(next).filter(|_| next.len() > 2) {
            if power >= 1000 {
                total = total.checked_add(section.checked_mul(power)?)?;
                section = 0;
            } else {
                section = section.checked_mul(power)?;
            }
        } else if let Some(more) = small(next).filter(|more| fits(section, *more, total > 0)) {
            section = section.checked_add(more)?;
        } else if lower == "and" && text[start + 3..].starts_with(" a half") {
            halved = true;
            end = start + "and a half".len();
            words += 1;
            break;
        } else if lower == "and" && (section % 100 == 0 && section > 0 || total > 0 && section == 0) {
            let more = next_word(&text[start + 3..]).and_then(|(_, word)| small(word));
            if more.is_none() {
                break;
            }
            at = start + 3;
            continue;
        } else {
            break;
        }
        end = start + next.len();
        at = end;
        words += 1;
    }
    let mut value = Ratio::whole(total.checked_add(section)?);
    if halved {
        value = value.plus(Ratio::new(1, 2)?)?;
        if let Some((power, length)) = scale_behind(&text[end..]) {
            value = value.times(Ratio::whole(power))?;
            end += length;
        }
    }
    Some(Words { value, length: end, long: words > 1 || value > Ratio::whole(10) })
}

/// a hundred, a dozen, half a million, half a dozen; `half` alone is no number here.
fn with_article(text: &str, first: &str) -> Option<Words> {
    let half = first.eq_ignore_ascii_case("half");
    let rest = if half { text[first.len()..].strip_prefix(" a").map(|rest| text.len() - rest.len())? } else { first.len() };
    let (gap, next) = next_word(&text[rest..])?;
    let power = scale(next).filter(|_| next.len() > 2)?;
    let value = Ratio::new(power, if half { 2 } else { 1 })?;
    let mut made = Words { value, length: rest + gap + next.len(), long: true };
    // a hundred and twenty, a hundred thousand
    if let Some((gap, second)) = next_word(&text[made.length..]) {
        if let Some(more) = scale(second).filter(|more| *more > power && second.len() > 2) {
            made.value = made.value.times(Ratio::whole(more))?;
            made.length += gap + second.len();
        } else if second == "and"
            && let Some(tail) = text[made.length + gap + 3..].strip_prefix(' ').and_then(number)
            && tail.value < Ratio::whole(power)
        {
            made.value = made.value.plus(tail.value)?;
            made.length += gap + 4 + tail.length;
        }
    }
    Some(made)
}

/// Whether a word below a hundred goes on a number: twenty + one, hundred + five, thousand + three.
fn fits(section: i128, more: i128, after_thousands: bool) -> bool {
    let tens = (20..=90).contains(&(section % 100)) && section % 10 == 0;
    (tens && (1..10).contains(&more)) || (section > 0 && section % 100 == 0 && more > 0) || (section == 0 && after_thousands)
}

/// The next word after one space or hyphen, with the length of that.
fn next_word(text: &str) -> Option<(usize, &str)> {
    let gap = text.chars().next().filter(|c| matches!(c, ' ' | '-' | '\n'))?.len_utf8();
    let word = word(&text[gap..]);
    (!word.is_empty()).then_some((gap, word))
}
