//! What a number says: unit, bound, direction, rate and year together make a figure.

use std::ops::Range;

use super::bound::{self, Bound};
use super::figure::{Figure, Reading, Trend, Value};
use super::measure::Written;
use super::reader::Reader;
use super::unit::Unit;
use super::{nouns, rate};
use crate::linear::Ratio;

impl Reader<'_> {
    /// Keeps a figure; gives the end of its words.
    pub(super) fn push(
        &mut self,
        start: usize,
        end: usize,
        value: Value,
        unit: Option<Written>,
        tail: Option<Bound>,
        (spelled, small): (bool, bool),
    ) -> usize {
        let text = self.text;
        let mut kind = unit.map_or(Unit::Bare, |unit| unit.unit);
        let mut factor = unit.map_or(Ratio::ONE, |unit| unit.factor);
        let unit_end = unit.map_or(end, |unit| unit.end);
        let before = text[..start].trim_end();
        if kind == Unit::Bare
            && ["aged", "age", "ages"]
                .iter()
                .any(|word| bound::ends_with_word(&bound::tail(before, 8).to_ascii_lowercase(), word))
        {
            kind = Unit::Age;
        }
        // N times as many is a multiple, N times alone an occasion.
        let more =
            [" as ", " the ", " that ", " more ", " higher ", " greater "].iter().any(|next| text[unit_end..].starts_with(next));
        let times_word = unit.is_some_and(|unit| text[end..unit.end].trim_start().eq_ignore_ascii_case("times"));
        let grown = ["increased", "grew", "rose", "by", "up", "expanded"]
            .iter()
            .any(|word| bound::ends_with_word(&bound::tail(before, 12).to_ascii_lowercase(), word));
        if times_word && (more || grown) {
            (kind, factor) = (Unit::Multiple, Ratio::ONE);
        }
        let mut scaled = scale(value, factor).unwrap_or(value);
        if unit.is_some_and(|unit| unit.half)
            && let (Value::One(low), Some(half)) = (scaled, factor.times(Ratio::new(1, 2).unwrap_or(Ratio::ONE)))
        {
            scaled = low.plus(half).map_or(scaled, Value::One);
        }
        // 增长两倍 is three times as much; a fraction in words was a multiple before.
        let grown = is_growth_zh(before) || times_word && grown && !more;
        let written = spelled && unit_end == end || text[start..end].starts_with('翻');
        if let (Unit::Multiple, true, false, Value::One(low)) = (kind, grown, written, scaled) {
            scaled = low.plus(Ratio::ONE).map_or(scaled, Value::One);
        }
        let (bound, from) = self.bounds(start, end, unit_end, kind, tail);
        // Hundreds are as many as over a hundred.
        let bound =
            if matches!(value, Value::Vague(_)) { bound.or(Bound::EXACT).or(Bound::ABOVE).or(Bound::ABOUT) } else { bound };
        let one = matches!(value, Value::One(low) if low == Ratio::ONE || low == Ratio::ZERO);
        let countable = kind.is_count() || matches!(kind, Unit::Months | Unit::Days | Unit::Minutes | Unit::Multiple);
        let weak = (spelled && small && (!kind.is_known() || matches!(kind, Unit::Share | Unit::Multiple))) || one && countable;
        let figure = Figure {
            range: from..unit_end.max(end),
            at: start,
            value: scaled,
            unit: kind,
            factor,
            bound,
            trend: trend(text, from, unit_end, kind),
            rates: rate::of(text, start, unit_end),
            year: None,
            weak,
            spelled,
        };
        self.out.figures.push(figure);
        end.max(unit_end)
    }

    /// How far a number binds, and where its words begin.
    fn bounds(&self, start: usize, end: usize, unit_end: usize, kind: Unit, tail: Option<Bound>) -> (Bound, usize) {
        let text = self.text;
        let head = nouns::currency_before(&text[..start]).map_or(start, |(_, at)| at);
        let before = bound::before(&text[..head]);
        let behind = bound::after(&text[unit_end..]).or_else(|| bound::after(&text[end..]));
        let span = matches!(kind, Unit::Months | Unit::Days | Unit::Minutes);
        match (before, behind, tail) {
            // 近三年 is mostly the last three years, over three years mostly during them.
            (Some((bound, at)), ..)
                if span && (bound == Bound::NEARLY || bound == Bound::ABOVE && text[at..].starts_with("over")) =>
            {
                (bound.or(Bound::EXACT), at)
            }
            (Some((bound, at)), ..) => (bound, at),
            (None, _, Some(tail)) => (tail, head),
            (None, Some((bound, _)), None) => (bound, head),
            // 1.2万 is rounded by its form.
            (None, None, None) if text[start..end].contains('.') && text[start..end].ends_with(['万', '亿']) => {
                (Bound::EXACT.or(Bound::ABOUT), head)
            }
            (None, None, None) => (Bound::EXACT, head),
        }
    }
}

fn scale(value: Value, factor: Ratio) -> Option<Value> {
    Some(match value {
        Value::One(low) => Value::One(low.times(factor)?),
        Value::Between(low, high) => Value::Between(low.times(factor)?, high.times(factor)?),
        Value::Vague(order) => Value::Vague(order.times(factor)?),
    })
}

/// 增长了 before 两倍, which then is three times as much; 增长到 is not.
fn is_growth_zh(before: &str) -> bool {
    let before = before.trim_end_matches(['了', '近', '约', '超', '过']);
    ["增长", "增加", "提高", "扩大", "上升", "多", "翻"].iter().any(|word| before.ends_with(word))
}

/// Which way a share goes, by the word beside it.
fn trend(text: &str, start: usize, end: usize, unit: Unit) -> Option<Trend> {
    matches!(unit, Unit::Share | Unit::Points).then_some(())?;
    const UP: [&str; 15] = [
        "增长",
        "增加",
        "上升",
        "提高",
        "提升",
        "上涨",
        "增幅",
        "up",
        "rose",
        "rose by",
        "increased by",
        "grew by",
        "increase of",
        "growth of",
        "grew",
    ];
    const DOWN: [&str; 12] = [
        "下降",
        "减少",
        "降低",
        "回落",
        "下滑",
        "down",
        "fell",
        "fell by",
        "decreased by",
        "decline of",
        "dropped",
        "declined by",
    ];
    let before = text[..start].trim_end().trim_end_matches(['了', '为', '约', '近']);
    let lower = bound::tail(before, 16).to_ascii_lowercase();
    let ends = |words: &[&str]| {
        words.iter().any(|word| if word.is_ascii() { bound::ends_with_word(&lower, word) } else { before.ends_with(word) })
    };
    if ends(&UP) {
        return Some(Trend::Up);
    }
    if ends(&DOWN) {
        return Some(Trend::Down);
    }
    let behind: String = text[end..].trim_start().chars().take(10).collect();
    let starts = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    match (
        starts(&["more", "higher", "up", "increase", "growth", "rise"]),
        starts(&["fewer", "lower", "less", "down", "decrease", "decline", "drop"]),
    ) {
        (true, _) => Some(Trend::Up),
        (_, true) => Some(Trend::Down),
        _ => None,
    }
}

/// Gives each figure the one year that its clause names.
pub(super) fn years(text: &str, out: &mut Reading) {
    let times = &out.times;
    for figure in &mut out.figures {
        let clause = clause(text, &figure.range);
        let mut named = times.iter().filter(|time| clause.contains(&time.range.start)).filter_map(|time| time.year);
        let first = named.next();
        figure.year = first.filter(|year| named.all(|other| other == *year));
    }
}

/// The clause around a stretch of text: up to a comma, semicolon, full stop or `and`.
fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    let marks = ["，", "；", "。", "、", "; ", ", ", ". ", " and ", "：", "（", "）", "\n"];
    let start = marks.iter().filter_map(|mark| text[..range.start].rfind(mark).map(|at| at + mark.len())).max().unwrap_or(0);
    let end = marks.iter().filter_map(|mark| text[range.end..].find(mark)).min().map_or(text.len(), |at| range.end + at);
    start..end
}
