//! A number without its unit: in digits or words, with its scale, and the other end of its range.

use super::bound::{self, Bound};
use super::digits::{is_digit, number};
use super::measure::Written;
use super::reader::Reader;
use super::{english, hanzi, nouns};
use crate::linear::Ratio;

/// A number without its unit.
pub(super) struct Amount {
    pub(super) low: Ratio,
    pub(super) high: Option<Ratio>,
    pub(super) end: usize,
    /// 余, 多, + behind it.
    pub(super) tail: Option<Bound>,
    /// What a bare lower end of a range is multiplied by.
    pub(super) scale: Ratio,
    pub(super) spelled: bool,
    /// Whether only a unit makes it a number: 三, 百.
    pub(super) needs_unit: bool,
    /// Whether it begins with a power of ten: 千万.
    pub(super) headless: bool,
    /// Whether it is a small word.
    pub(super) small: bool,
}

impl Reader<'_> {
    /// The number at a place, in digits or words, with its scale.
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        let text = self.text;
        let first = text[at..].chars().next()?;
        let (mut made, chinese) = if is_digit(first) {
            let (low, length) = number(&text[at..])?;
            (
                Amount {
                    low,
                    high: None,
                    end: at + length,
                    tail: None,
                    scale: Ratio::ONE,
                    spelled: false,
                    needs_unit: false,
                    headless: false,
                    small: false,
                },
                true,
            )
        } else if first.is_ascii_alphabetic() {
            let read = english::number(&text[at..])?;
            let small = !read.long;
            (
                Amount {
                    low: read.value,
                    high: None,
                    end: at + read.length,
                    tail: None,
                    scale: Ratio::ONE,
                    spelled: true,
                    needs_unit: false,
                    headless: false,
                    small,
                },
                false,
            )
        } else {
            let read = hanzi::numeral(&text[at..])?;
            let mut low = Ratio::whole(read.value);
            let mut end = at + read.length;
            if let Some((fraction, length)) = hanzi::fraction(&text[end..]) {
                low = low.plus(fraction)?;
                end += length;
                for power in text[end..].chars().map_while(hanzi::power).take(3) {
                    low = low.times(Ratio::whole(power))?;
                    end += '万'.len_utf8();
                }
            }
            let alone = read.characters < 3 || !read.scaled;
            let high = read.upper.map(Ratio::whole);
            // 二 alone names: 二期, 二次; two things are 两.
            (&text[at..end] != "二" || text[end..].starts_with('人')).then_some(())?;
            let small = Ratio::whole(read.value) <= Ratio::whole(10);
            let needs_unit = alone || read.headless;
            (
                Amount {
                    low,
                    high,
                    end,
                    tail: None,
                    scale: Ratio::ONE,
                    spelled: true,
                    needs_unit,
                    headless: read.headless,
                    small,
                },
                true,
            )
        };
        if chinese {
            self.chinese_scale(&mut made)?;
        }
        if !made.spelled
            && let Some((power, length)) = english::scale_behind(&text[made.end..])
        {
            (made.scale, made.end) = (Ratio::whole(power), made.end + length);
            made.low = made.low.times(made.scale)?;
        }
        let rest = &text[made.end..];
        if rest.starts_with(['+', '＋']) && !rest.trim_start_matches(['+', '＋']).starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            made.tail = Some(Bound::ABOVE.or(Bound::AT_LEAST));
            made.end += rest.chars().next().map_or(0, char::len_utf8);
        }
        Some(made)
    }

    /// 万, 余万, 万余 behind a number.
    fn chinese_scale(&self, made: &mut Amount) -> Option<()> {
        for _ in 0..2 {
            let rest = &self.text[made.end..];
            let first = rest.chars().next();
            let tail = match first {
                Some('余' | '多') => Some(Bound::ABOVE),
                Some('几') => Some(Bound::ABOVE.or(Bound::ABOUT)),
                Some('来') if made.low >= Ratio::whole(10) => Some(Bound::ABOUT),
                _ => None,
            };
            if let (Some(tail), Some(c)) = (tail, first) {
                let behind = &rest[c.len_utf8()..];
                let unit = behind.starts_with(|c: char| hanzi::power(c).is_some())
                    || nouns::behind(self.text, made.end + c.len_utf8()).is_some();
                if c == '余' || unit {
                    made.tail = Some(tail);
                    made.end += c.len_utf8();
                    made.small = false;
                }
            }
            if !made.spelled || made.tail.is_some() {
                let powers: Vec<char> =
                    self.text[made.end..].chars().take_while(|c| hanzi::power(*c).is_some()).take(3).collect();
                for c in powers {
                    made.scale = made.scale.times(Ratio::whole(hanzi::power(c)?))?;
                    made.low = made.low.times(Ratio::whole(hanzi::power(c)?))?;
                    made.end += c.len_utf8();
                }
            }
        }
        Some(())
    }

    /// The upper end of a range that goes on behind a number: 3至5, 3–5, between 3 and 5, 20万至30万元.
    pub(super) fn second(&self, start: usize, first: &Amount, unit: Option<Written>) -> Option<(Amount, Option<Written>)> {
        let text = self.text;
        let before = text[..start].trim_end();
        let from =
            before.ends_with(['从', '由', '自']) || bound::ends_with_word(&bound::tail(before, 8).to_ascii_lowercase(), "from");
        let between = bound::ends_with_word(&bound::tail(before, 12).to_ascii_lowercase(), "between");
        let ends = [Some(first.end), unit.filter(|unit| unit.unit.is_known()).map(|unit| unit.end)];
        for (number, from_end) in ends.into_iter().enumerate().filter_map(|(number, end)| Some((number, end?))) {
            let rest = &text[from_end..];
            let marks: &[&str] = if between {
                &[" and "]
            } else {
                &["——", "—", "–", "-", "～", "~", "至", "到", " to ", " – ", " - ", " or "]
            };
            let Some(mark) = marks.iter().find(|mark| rest.starts_with(**mark)) else { continue };
            let words = matches!(*mark, "至" | "到" | " to ");
            if from && words {
                return None;
            }
            let at = from_end + mark.len();
            let next = text[at..].chars().next()?;
            let starts = is_digit(next) || hanzi::is_numeral(next) || next.is_ascii_alphabetic() && first.spelled;
            let Some(second) = starts.then(|| self.amount(at)).flatten() else { continue };
            // One or two are neighbours; `5 or more` is a bound.
            let neighbours = first.low.plus(Ratio::ONE) == Some(second.low) && second.spelled;
            if number == 0 && first.spelled && !second.spelled || *mark == " or " && !neighbours {
                continue;
            }
            let second_unit = nouns::behind(text, second.end);
            let same = number == 0 && unit.is_none_or(|unit| !unit.unit.is_known())
                || unit.map(|unit| unit.unit) == second_unit.map(|unit| unit.unit);
            if same && second.low > first.low.min(second.low) || same && first.scale == Ratio::ONE && second.scale > Ratio::ONE {
                return Some((second, second_unit));
            }
        }
        None
    }
}
