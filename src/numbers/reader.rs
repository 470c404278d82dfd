//! Reads a paragraph from left to right: names are passed over, times kept apart, what is left is a figure.

use super::amount::Amount;
use super::digits::{is_digit, run_end};
use super::english::{self, word};
use super::figure::{Reading, Value};
use super::measure::Written;
use super::names::{Named, named};
use super::saying::years;
use super::shares::{self, Part};
use super::unit::Unit;
use super::vague::{pair_en, vague_en, vague_zh};
use super::{hanzi, nouns, rate, times};
use crate::linear::Ratio;

/// Reads the words of one paragraph, heading or cell, without its marks. Linear in its length.
#[must_use]
pub fn read(text: &str) -> Reading {
    let mut reader = Reader { text, at: 0, last: None, out: Reading::default() };
    reader.run();
    let mut out = reader.out;
    if !out.is_empty() {
        out.rates = rate::all(text);
        out.relative = times::is_relative(text);
        years(text, &mut out);
    }
    out
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    at: usize,
    /// The last name and its end: names come in series.
    last: Option<(Named, usize)>,
    pub(super) out: Reading,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            let moved = match c {
                '{' if self.text[self.at..].starts_with("{{") => self.skip_to("}}"),
                '&' => self.entity(),
                c if is_digit(c) => self.digits(),
                c if c.is_ascii_alphabetic() => self.word(),
                c if hanzi::is_numeral(c) || matches!(c, '翻' | '半' | '过' | '数' | '几' | '上' | '下' | '前' | '第' | '成') => {
                    self.hanzi()
                }
                _ => None,
            };
            let next = self.at + c.len_utf8();
            self.at = moved.filter(|at| *at > self.at).unwrap_or(next);
        }
    }

    fn skip_to(&self, close: &str) -> Option<usize> {
        self.text[self.at..].find(close).map(|at| self.at + at + close.len())
    }

    /// `&#8212;` is a dash, not a number.
    fn entity(&self) -> Option<usize> {
        let end = self.text[self.at..].bytes().take(12).position(|b| b == b';')?;
        let inside = &self.text[self.at + 1..self.at + end];
        inside.chars().all(|c| c.is_ascii_alphanumeric() || c == '#').then_some(self.at + end + 1)
    }

    fn times(&mut self) -> Option<usize> {
        let (found, end) = times::at(self.text, self.at)?;
        self.out.times.extend(found);
        self.last = Some((Named::Date, end));
        Some(end)
    }

    fn digits(&mut self) -> Option<usize> {
        let (text, start) = (self.text, self.at);
        let run = run_end(text, start);
        let money = nouns::currency_before(&text[..start]).is_some();
        let limit = ["日内", "日以内", "日之内"].iter().any(|word| text[run..].starts_with(word));
        let judged = named(text, start, run, self.last).filter(|_| !money && !limit);
        match judged {
            Some(kind @ (Named::Name | Named::Time)) => {
                self.last = Some((kind, run));
                return Some(run);
            }
            Some(Named::Date) | None => {}
        }
        if let Some(end) = self.times() {
            return Some(end);
        }
        if judged.is_some() {
            if let (Ok(year), 4) = (text[start..run].parse::<u16>(), run - start) {
                self.out.times.push(times::Time { range: start..run, year: Some(year), ..times::Time::default() });
            }
            self.last = Some((Named::Date, run));
            return Some(run);
        }
        let Some(amount) = self.amount(start) else { return Some(run) };
        Some(self.figure(start, &amount).unwrap_or(amount.end))
    }

    fn hanzi(&mut self) -> Option<usize> {
        let (text, start) = (self.text, self.at);
        let before = &text[..start];
        if let Some(end) = self.times() {
            return Some(end);
        }
        if let Some(part) = shares::chinese(text, start) {
            return Some(self.part(start, &part));
        }
        if let Some((value, end)) = vague_zh(text, start) {
            return Some(self.vague(start, value, end));
        }
        if text[start..].starts_with('半') {
            return self.half();
        }
        let read = hanzi::numeral(&text[start..])?;
        let end = start + read.length;
        let series = self.last.is_some_and(|(kind, last)| {
            kind == Named::Name && matches!(text.get(last..start), Some("、" | "和" | "与" | "及" | "至" | "到"))
        });
        let weekday = ["星期", "礼拜", "周", "初", "高", "之", "第", "统", "唯", "万"].iter().any(|word| before.ends_with(word));
        if before.ends_with('第') || series {
            self.last = Some((Named::Name, end));
            return Some(end);
        }
        // 十三届人大 is the thirteenth, two sessions are 两届; 一日三餐 is an idiom.
        let session = text[end..].starts_with('届') && !text[start..end].starts_with('两');
        let meals = session || before.ends_with("一日") && text[start..].starts_with("三餐");
        if weekday || meals || is_clock(before, &text[end..]) {
            return Some(end);
        }
        let amount = self.amount(start)?;
        Some(self.figure(start, &amount).unwrap_or(end))
    }

    /// 半年, 半个月, 半小时: half a unit of time.
    fn half(&mut self) -> Option<usize> {
        let start = self.at;
        let end = start + '半'.len_utf8();
        nouns::behind(self.text, end).filter(|unit| matches!(unit.unit, Unit::Months | Unit::Days | Unit::Minutes))?;
        let whole = self.text[..start].ends_with(|c: char| hanzi::is_numeral(c) || "上下大多前后".contains(c));
        if whole {
            return None;
        }
        let amount = Amount {
            low: Ratio::new(1, 2)?,
            high: None,
            end,
            tail: None,
            scale: Ratio::ONE,
            spelled: true,
            needs_unit: true,
            headless: false,
            small: true,
        };
        self.figure(start, &amount)
    }

    fn word(&mut self) -> Option<usize> {
        let (text, start) = (self.text, self.at);
        let found = word(&text[start..]);
        let end = start + found.len();
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '’' | '\'');
        // under-five is a bound, twenty-one was read whole.
        let bound = ["under-", "Under-", "over-"].iter().any(|word| text[..start].ends_with(word));
        if text[..start].ends_with(joined) && !bound {
            return Some(end);
        }
        if matches!(found, "http" | "https" | "www" | "ftp") {
            let rest = &text[start..];
            return Some(start + rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len()));
        }
        if let Some(end) = self.times() {
            return Some(end);
        }
        if let Some((value, end)) = vague_en(text, start) {
            return Some(self.vague(start, value, end));
        }
        if let Some(part) = shares::english(text, start) {
            return Some(self.part(start, &part));
        }
        if let Some((value, length)) = pair_en(&text[start..]) {
            let unit = nouns::behind(text, start + length);
            self.push(start, start + length, Value::One(value), unit, None, (true, true));
            // 父母双方 are both parents: no number need stand there.
            if let Some(figure) = self.out.figures.last_mut() {
                figure.weak = true;
            }
            return Some(start + length);
        }
        let spoken = matches!(found.to_ascii_lowercase().as_str(), "a" | "an" | "half") || english::number(found).is_some();
        if !spoken || is_name(text, start, end) {
            return Some(end);
        }
        let amount = self.amount(start)?;
        Some(self.figure(start, &amount).unwrap_or(amount.end))
    }

    /// Takes a number with its unit, its range and its bounds; gives the end of what belongs to it.
    fn figure(&mut self, start: usize, first: &Amount) -> Option<usize> {
        let text = self.text;
        let mut unit = nouns::behind(text, first.end);
        let (mut value, mut end, mut tail) =
            (first.high.map_or(Value::One(first.low), |high| Value::Between(first.low, high)), first.end, first.tail);
        let mut small = first.small;
        if let Some((second, second_unit)) = self.second(start, first, unit) {
            let scaled = first.scale == Ratio::ONE && second.scale > Ratio::ONE && first.low.times(second.scale)? <= second.low;
            let low = if scaled { first.low.times(second.scale)? } else { first.low };
            if low < second.low {
                value = Value::Between(low, second.low);
                (unit, end, tail, small) = (second_unit, second.end, second.tail, false);
            }
        } else if first.needs_unit && unit.is_none() {
            return None;
        }
        // 千家万户 is every home; 百名, 千人 and 万元 count.
        let counted = unit.is_some_and(|unit| matches!(unit.unit, Unit::Persons | Unit::PersonTimes | Unit::Money(_)));
        if first.headless && tail.is_none() && !counted {
            return None;
        }
        if matches!(value, Value::One(_))
            && first.low.denominator() == 1
            && unit.is_none_or(|unit| unit.unit == Unit::Thing)
            && let Some(part) = shares::one_in(text, start, first.low.numerator(), first.end - start)
        {
            return Some(self.part(start, &part));
        }
        if unit.is_none_or(|unit| !unit.unit.is_known())
            && let Some((currency, _)) = nouns::currency_before(&text[..start])
        {
            unit = Some(Written { unit: Unit::Money(currency), factor: Ratio::ONE, end, half: false });
        }
        Some(self.push(start, end, value, unit, tail, (first.spelled, small)))
    }

    fn part(&mut self, start: usize, part: &Part) -> usize {
        let unit = Written { unit: part.unit, factor: Ratio::ONE, end: part.end, half: false };
        self.push(start, part.end, Value::One(part.value), Some(unit), None, (true, part.weak));
        part.end
    }

    fn vague(&mut self, start: usize, value: Ratio, end: usize) -> usize {
        let unit = nouns::behind(self.text, end);
        self.push(start, end, Value::Vague(value), unit, None, (true, false))
    }
}

/// Whether an English number is part of a name or of another word: Two Sessions, one of, no one.
fn is_name(text: &str, start: usize, end: usize) -> bool {
    let found = &text[start..end];
    let rest = &text[end..];
    let capital = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    let shouted = found.len() > 1 && found.chars().all(|c| c.is_ascii_uppercase());
    let titled = !shouted
        && capital(found)
        && rest.starts_with([' ', '-'])
        && capital(&rest[1..])
        && !rest.trim_start().starts_with("Chinese");
    let other =
        rest.starts_with("-first") || rest.starts_with("-second") || rest.starts_with("-third") || rest.starts_with("th ");
    let pronoun = found.eq_ignore_ascii_case("one")
        && ([" of", " another", " day", " by"].iter().any(|next| rest.starts_with(next))
            || ["no ", "every", "this ", "that ", "any ", "some", "the "]
                .iter()
                .any(|word| text[..start].to_ascii_lowercase().ends_with(word)));
    titled || other || pronoun
}

/// 下午三点半, 四点半课堂: a time of day.
fn is_clock(before: &str, after: &str) -> bool {
    let hour = after.strip_prefix(['点', '时']);
    hour.is_some_and(|rest| {
        rest.starts_with(['半', '整', '钟', '前', '后', '起', '许'])
            || ["上午", "下午", "晚上", "早上", "凌晨", "中午", "课后"].iter().any(|word| before.ends_with(word))
    })
}
