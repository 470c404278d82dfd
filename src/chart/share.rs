//! Stacks of equal length, 100 % each: what part of the whole each series is.
//!
//! A share needs its whole. Where one part is withheld, the shares of the others would tell it: such a category has none at all.

use super::data::Data;
use super::sheet::Sheet;
use super::words::ChartWords;
use super::{Drawing, Point, Series, Value, stacked};
use std::cell::RefCell;

/// Draws stacks of shares; gives the height of the picture.
pub(super) fn share(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let drawing = in_percent(data.drawing, data.words);
    stacked::stacked(sheet, &Data::new(&drawing, data.words))
}

/// The same drawing with every number as its share of the category's whole; its labels keep the numbers.
fn in_percent(drawing: &Drawing, words: &dyn ChartWords) -> Drawing {
    let mut made = drawing.clone();
    made.unit = words.say("chart-percent-unit", &[]);
    for category in 0..drawing.categories.len() {
        let whole = whole(&drawing.series, category);
        for series in made.series.iter_mut().filter(|series| series.points.len() > category) {
            let point = &mut series.points[category];
            *point = part(point, whole, words);
        }
    }
    made
}

/// The sum of a category, or why it has none.
fn whole(series: &[Series], category: usize) -> Result<f64, Value> {
    let values = || series.iter().map(|series| series.points.get(category).map_or(Value::Missing, |point| point.value));
    let lacks = |wanted: Value| values().any(|value| value == wanted).then_some(wanted);
    if let Some(lack) = lacks(Value::Withheld).or_else(|| lacks(Value::Missing)) {
        return Err(lack);
    }
    values().try_fold(0.0, |sum, value| match value {
        Value::Exact(number) if number >= 0.0 && number.is_finite() => Ok(sum + number),
        Value::Inapplicable => Ok(sum),
        // A bound is no number to divide by, and a part below zero no part.
        _ => Err(Value::Missing),
    })
}

fn part(point: &Point, whole: Result<f64, Value>, words: &dyn ChartWords) -> Point {
    let lacking = |value| Point { value, label: String::new(), short: String::new(), planned: false };
    match (point.value, whole) {
        (Value::Exact(number), Ok(whole)) if whole > 0.0 => {
            let share = 100.0 * number / whole;
            let said = words.say("chart-percent", &[("value", &format!("{share:.0}"))]);
            let label = words.say("chart-share-of", &[("share", &said), ("value", &point.label)]);
            Point { value: Value::Exact(share), label, short: said, planned: point.planned }
        }
        (Value::Exact(_), Ok(_)) => point.clone(),
        (_, Ok(_)) => lacking(Value::Inapplicable),
        (_, Err(why)) => lacking(why),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{drawing, exact};
    use super::super::words::Builtin;
    use super::*;
    use crate::config::ChartKind;

    fn made(second: Value) -> Drawing {
        let series = |name: &str, points: Vec<Point>| Series { name: name.into(), points };
        let other = Point { value: second, ..exact(0.0, "1人次", "1") };
        let all = vec![
            series("女童", vec![exact(3.0, "3人次", "3"), exact(30.0, "30人次", "30")]),
            series("男童", vec![exact(1.0, "1人次", "1"), other]),
        ];
        let plain = drawing(ChartKind::Share, "zh", &[("2023年", ""), ("2024年", "")], all);
        in_percent(&plain, &Builtin::new(&plain.lang))
    }

    #[test]
    fn shares_add_up_to_a_hundred() {
        let drawing = made(Value::Exact(10.0));
        let values = |category: usize| drawing.series.iter().map(move |series| series.points[category].value);
        assert_eq!(values(0).collect::<Vec<_>>(), [Value::Exact(75.0), Value::Exact(25.0)]);
        assert_eq!(drawing.series[0].points[0].label, "75%（3人次）");
    }

    /// 30 of an unknown whole: its share would give the whole, and the whole the withheld part.
    #[test]
    fn no_share_stands_beside_a_withheld_part() {
        let drawing = made(Value::Withheld);
        assert!(drawing.series.iter().all(|series| series.points[1].value == Value::Withheld));
        assert!(drawing.series.iter().all(|series| series.points[1].label.is_empty() && series.points[1].short.is_empty()));
        assert_eq!(drawing.series[0].points[0].value, Value::Exact(75.0));
    }
}
