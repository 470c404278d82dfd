//! The numbers of a drawing made safe to draw: one sample per category and series, finite, with its range in order.

use super::words::ChartWords;
use super::{Drawing, Point, Value};

/// Greatest size that is drawn; beyond it a scale would lose its arithmetic.
const MOST: f64 = 1e150;
/// Least size that is drawn; below it a step between ticks could not be told from zero.
const LEAST: f64 = 1e-140;

/// One point, ready to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample<'a> {
    pub(super) value: Value,
    pub(super) label: &'a str,
    pub(super) short: &'a str,
    pub(super) planned: bool,
    /// For when it is planned, where its name does not tell; or nothing.
    pub(super) mark: &'a str,
}

const NOTHING: Sample<'static> = Sample { value: Value::Missing, label: "", short: "", planned: false, mark: "" };

/// Words that every mark may need, asked for once.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    pub(super) withheld: String,
    pub(super) withheld_mark: String,
    pub(super) planned: String,
    pub(super) missing: String,
    pub(super) missing_mark: String,
    pub(super) inapplicable: String,
    pub(super) inapplicable_mark: String,
    pub(super) colon: String,
    pub(super) comma: String,
}

/// A drawing with its samples.
pub(super) struct Data<'a> {
    pub(super) drawing: &'a Drawing,
    pub(super) words: &'a dyn ChartWords,
    pub(super) lexicon: Lexicon,
    /// By series, then by category.
    samples: Vec<Vec<Sample<'a>>>,
    /// Whether every number is an integer.
    pub(super) whole: bool,
}

impl<'a> Data<'a> {
    /// Reads a drawing; points that are too few are missing, points that are too many are left out.
    pub(super) fn new(drawing: &'a Drawing, words: &'a dyn ChartWords) -> Self {
        let lexicon = Lexicon {
            withheld: words.say("chart-withheld", &[]),
            withheld_mark: words.say("withheld-symbol", &[]),
            planned: words.say("chart-planned", &[]),
            missing: words.say("chart-missing", &[]),
            missing_mark: words.say("unavailable-symbol", &[]),
            inapplicable: words.say("chart-inapplicable", &[]),
            inapplicable_mark: words.say("absent-symbol", &[]),
            colon: words.say("chart-colon", &[]),
            comma: words.say("chart-comma", &[]),
        };
        let count = drawing.categories.len();
        let mut samples: Vec<Vec<_>> = drawing
            .series
            .iter()
            .map(|series| (0..count).map(|i| series.points.get(i).map_or(NOTHING, sample)).collect())
            .collect();
        for plan in drawing.plans.iter().filter(|plan| !plan.mark.is_empty()) {
            let named = drawing.categories.get(plan.at).is_some_and(|category| category.name.contains(&plan.mark));
            if let Some(sample) = samples.first_mut().and_then(|all| all.get_mut(plan.at)).filter(|_| !named) {
                sample.mark = &plan.mark;
            }
        }
        let whole = samples.iter().flatten().flat_map(|sample| limits(sample.value)).all(|value| value.fract() == 0.0);
        Self { drawing, words, lexicon, samples, whole }
    }

    /// How many categories.
    pub(super) fn categories(&self) -> usize {
        self.drawing.categories.len()
    }

    /// How many series.
    pub(super) fn series(&self) -> usize {
        self.samples.len()
    }

    /// The sample of a series at a category.
    pub(super) fn sample(&self, series: usize, category: usize) -> Sample<'a> {
        self.samples.get(series).and_then(|all| all.get(category)).copied().unwrap_or(NOTHING)
    }

    /// All samples of a series.
    pub(super) fn of_series(&self, series: usize) -> &[Sample<'a>] {
        self.samples.get(series).map_or(&[], Vec::as_slice)
    }

    /// All samples.
    pub(super) fn all(&self) -> impl Iterator<Item = Sample<'a>> + '_ {
        self.samples.iter().flatten().copied()
    }

    /// Least and greatest of all numbers and the ends of their ranges.
    pub(super) fn extent(&self) -> Option<(f64, f64)> {
        self.all().flat_map(|sample| limits(sample.value)).fold(None, |extent, value| match extent {
            None => Some((value, value)),
            Some((low, high)) => Some((low.min(value), high.max(value))),
        })
    }

    /// The extent with zero in it, for marks that have a length.
    pub(super) fn with_zero(&self) -> (f64, f64) {
        self.extent().map_or((0.0, 1.0), |(low, high)| (low.min(0.0), high.max(0.0)))
    }

    /// Full name of a category.
    pub(super) fn name(&self, category: usize) -> &'a str {
        self.drawing.categories.get(category).map_or("", |found| &found.name)
    }

    /// Short name of a category.
    pub(super) fn short(&self, category: usize) -> &'a str {
        let found = self.drawing.categories.get(category);
        found.map_or("", |found| if found.short.is_empty() { &found.name } else { &found.short })
    }

    /// Full name of a category where it stands on the axis: with the signs of its annotations.
    pub(super) fn axis_name(&self, category: usize) -> String {
        format!("{}{}", self.name(category), super::notes::signs(self, category))
    }

    /// Short name of a category where it stands on the axis.
    pub(super) fn axis_short(&self, category: usize) -> String {
        format!("{}{}", self.short(category), super::notes::signs(self, category))
    }

    /// Name of a series.
    pub(super) fn series_name(&self, series: usize) -> &'a str {
        self.drawing.series.get(series).map_or("", |found| &found.name)
    }

    /// What a mark says to a pointer: category, series, value in words, and whether it is a plan. A withheld one says nothing.
    pub(super) fn title(&self, series: usize, category: usize) -> String {
        let sample = self.sample(series, category);
        if sample.value == Value::Withheld {
            return String::new();
        }
        let mut title = String::from(self.name(category));
        if self.series() > 1 {
            title.push_str(&self.lexicon.comma);
            title.push_str(self.series_name(series));
        }
        title.push_str(&self.lexicon.colon);
        title.push_str(&self.said(sample));
        title
    }

    /// The value in words, as in the table.
    pub(super) fn said(&self, sample: Sample<'a>) -> String {
        match sample.value {
            Value::Withheld => self.lexicon.withheld.clone(),
            Value::Missing => self.lexicon.missing.clone(),
            Value::Inapplicable => self.lexicon.inapplicable.clone(),
            _ if sample.planned && !sample.mark.is_empty() => self.dated(sample.label, sample.mark),
            _ if sample.planned => self.words.say("chart-planned-value", &[("value", sample.label)]),
            _ => sample.label.to_owned(),
        }
    }

    /// A name or a value, and for when it is planned.
    pub(super) fn dated(&self, text: &str, mark: &str) -> String {
        self.words.say("chart-planned-as", &[("value", text), ("plan", mark)])
    }

    /// The label beside a mark, without the word for a plan; the sign of what has no number.
    pub(super) fn beside(&self, sample: Sample<'a>) -> &str {
        match sample.value {
            Value::Withheld => &self.lexicon.withheld_mark,
            Value::Missing => &self.lexicon.missing_mark,
            Value::Inapplicable => &self.lexicon.inapplicable_mark,
            _ => sample.short,
        }
    }

    /// Whether any number is withheld.
    pub(super) fn withholds(&self) -> bool {
        self.all().any(|sample| sample.value == Value::Withheld)
    }

    /// Whether the categories are points in time: all begin with a year.
    pub(super) fn over_time(&self) -> bool {
        let year = |name: &str| name.chars().take(4).filter(char::is_ascii_digit).count() == 4;
        self.categories() > 1 && (0..self.categories()).all(|i| year(self.name(i)))
    }
}

fn sample(point: &Point) -> Sample<'_> {
    let short = if point.short.is_empty() { &point.label } else { &point.short };
    Sample { value: safe(point.value), label: &point.label, short, planned: point.planned, mark: "" }
}

fn safe(value: Value) -> Value {
    let held = |number: f64| if number.abs() < LEAST { 0.0 } else { number.clamp(-MOST, MOST) };
    match value {
        Value::Exact(number) if number.is_nan() => Value::Missing,
        Value::Exact(number) => Value::Exact(held(number)),
        Value::Bounded { value, .. } if value.is_nan() => Value::Missing,
        Value::Bounded { value, low, high } => {
            let value = held(value);
            let low = low.filter(|low| low.is_finite()).map(|low| held(low).min(value));
            let high = high.filter(|high| high.is_finite()).map(|high| held(high).max(value));
            Value::Bounded { value, low, high }
        }
        Value::Withheld | Value::Missing | Value::Inapplicable => value,
    }
}

/// The number of a value, when there is one.
pub(super) fn number(value: Value) -> Option<f64> {
    match value {
        Value::Exact(value) | Value::Bounded { value, .. } => Some(value),
        Value::Withheld | Value::Missing | Value::Inapplicable => None,
    }
}

/// The number and the ends of its range.
fn limits(value: Value) -> impl Iterator<Item = f64> {
    let ends = match value {
        Value::Bounded { low, high, .. } => [low, high],
        _ => [None, None],
    };
    number(value).into_iter().chain(ends.into_iter().flatten())
}

/// A mark with a length, taken apart by what is known: certain from zero, then possible, then open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Length {
    /// Certain: from zero to here.
    pub(super) solid: f64,
    /// Possible: between these two.
    pub(super) hatch: Option<(f64, f64)>,
    /// The printed number, when it lies inside what is possible.
    pub(super) mark: Option<f64>,
    /// Whether it may reach further than drawn.
    pub(super) open: bool,
}

impl Length {
    /// Takes a value apart; `None` when there is no number.
    pub(super) fn of(value: Value) -> Option<Self> {
        let (value, low, high) = match value {
            Value::Exact(value) => return Some(Self { solid: value, ..Self::default() }),
            Value::Bounded { value, low: None, high: None } => return Some(Self { solid: value, ..Self::default() }),
            Value::Bounded { value, low, high } => (value, low, high),
            Value::Withheld | Value::Missing | Value::Inapplicable => return None,
        };
        let (low, high) = (low.unwrap_or(value.min(0.0)), high.map_or((value, true), |high| (high, false)));
        let (high, open) = high;
        let solid = if low > 0.0 {
            low
        } else if high < 0.0 {
            high
        } else {
            0.0
        };
        let hatch = (high > low).then_some((low, high));
        let mark = (low < value && value < high).then_some(value);
        Some(Self { solid, hatch, mark, open })
    }

    /// The end that lies farthest from zero, on the side of the number.
    pub(super) fn end(&self) -> f64 {
        let (low, high) = self.hatch.unwrap_or((self.solid, self.solid));
        if self.solid < 0.0 || high <= 0.0 { low.min(self.solid) } else { high.max(self.solid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_certain_up_to_its_low_end_and_possible_up_to_its_high_end() {
        let more = Length::of(Value::Bounded { value: 5000.0, low: Some(5000.0), high: Some(6000.0) }).unwrap();
        assert_eq!((more.solid, more.hatch, more.open), (5000.0, Some((5000.0, 6000.0)), false));
        let about = Length::of(Value::Bounded { value: 12.0, low: Some(11.0), high: Some(13.0) }).unwrap();
        assert_eq!((about.solid, about.mark), (11.0, Some(12.0)));
        let open = Length::of(Value::Bounded { value: 5000.0, low: Some(5000.0), high: None }).unwrap();
        assert_eq!((open.solid, open.hatch, open.open), (5000.0, None, true));
    }

    #[test]
    fn what_has_no_number_has_no_length() {
        for value in [Value::Withheld, Value::Missing, Value::Inapplicable] {
            assert_eq!(Length::of(value), None);
        }
    }
}
