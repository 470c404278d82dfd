//! The description of a chart in sentences, from its data: kind, extremes or trend, then what the reader must know.

use super::Value;
use super::data::{Data, Sample, number};
use super::funnel::{Funnel, Stand};
use crate::config::ChartKind;

/// One number with its names, for sentences.
#[derive(Clone, Copy)]
struct Said<'a> {
    series: usize,
    category: usize,
    sample: Sample<'a>,
    value: f64,
}

/// Names listed in full; beyond that a sentence gives their count and the first few.
const LISTED: usize = 5;

/// Writes the description.
pub(super) fn describe(data: &Data) -> String {
    let mut text = Sentences { data, out: String::new() };
    text.kind();
    text.add(data.drawing.subtitle.trim_end_matches(['。', '.']).to_owned());
    if data.series() > 1 && data.drawing.kind != ChartKind::Funnel {
        let names: Vec<&str> = (0..data.series()).map(|series| data.series_name(series)).collect();
        let names = text.list(&names);
        text.say("chart-series", &[("names", &names)]);
    }
    text.findings();
    text.plans();
    text.withheld();
    text.unknown(Value::Missing, ["chart-missing-one", "chart-missing-many", "chart-missing-all"]);
    text.unknown(Value::Inapplicable, ["chart-inapplicable-one", "chart-inapplicable-many", "chart-inapplicable-all"]);
    text.bounds();
    text.notes();
    if data.drawing.synthetic {
        text.say("chart-is-synthetic", &[]);
    }
    text.out.truncate(text.out.trim_end().len());
    text.out
}

/// A description by the author, with what it cannot know: that figures are withheld.
pub(super) fn by_author(data: &Data, description: &str) -> String {
    let space = if data.drawing.lang.is_chinese() { "" } else { " " };
    let mut text = Sentences { data, out: description.trim_end().to_owned() };
    let before = text.out.len();
    text.withheld();
    text.notes();
    if text.out.len() > before {
        text.out.insert_str(before, space);
        text.out.truncate(text.out.trim_end().len());
    }
    text.out
}

struct Sentences<'a> {
    data: &'a Data<'a>,
    out: String,
}

impl<'a> Sentences<'a> {
    fn add(&mut self, sentence: String) {
        if !sentence.is_empty() {
            self.out.push_str(&sentence);
            self.out.push_str(&self.data.words.say("chart-stop", &[]));
        }
    }

    fn say(&mut self, key: &'static str, args: &[(&'static str, &str)]) {
        let sentence = self.data.words.say(key, args);
        self.add(sentence);
    }

    /// `甲、乙和丙` / `A, B and C`; a long list ends in `等` / `and others`.
    fn list(&self, names: &[&str]) -> String {
        let comma = self.data.words.say("chart-list", &[]);
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            many if many.len() > LISTED => format!("{}{}", many[..LISTED].join(&comma), self.data.words.say("chart-others", &[])),
            [first @ .., last] => format!("{}{}{last}", first.join(&comma), self.data.words.say("chart-and", &[])),
        }
    }

    fn kind(&mut self) {
        let data = self.data;
        let count = data.categories().to_string();
        if data.categories() == 0 || data.series() == 0 {
            return self.say("chart-empty", &[]);
        }
        let (first, last) = (data.name(0), data.name(data.categories() - 1));
        let key = match data.drawing.kind {
            ChartKind::Bar => "chart-kind-bar",
            ChartKind::Column => "chart-kind-column",
            ChartKind::Line => "chart-kind-line",
            ChartKind::Stacked => "chart-kind-stacked",
            ChartKind::Range => "chart-kind-range",
            ChartKind::Tiles if data.drawing.categories.iter().all(|category| category.tile.is_none()) => {
                "chart-kind-tiles-plain"
            }
            ChartKind::Tiles => "chart-kind-tiles",
            ChartKind::Share => "chart-kind-share",
            ChartKind::Slope => "chart-kind-slope",
            ChartKind::Panels => "chart-kind-panels",
            ChartKind::Heat => "chart-kind-heat",
            ChartKind::Progress => "chart-kind-progress",
            ChartKind::Pyramid => "chart-kind-pyramid",
            ChartKind::Funnel => "chart-kind-funnel",
        };
        let panels = data.series().to_string();
        self.say(key, &[("count", &count), ("panels", &panels), ("first", first), ("last", last)]);
        if data.drawing.kind == ChartKind::Share && data.withholds() {
            self.say("chart-share-withheld", &[]);
        }
    }

    /// Trend of each series over time, extremes of each otherwise; of all together when there are many.
    fn findings(&mut self) {
        let data = self.data;
        if data.drawing.kind == ChartKind::Funnel {
            return self.outside();
        }
        let trend = matches!(data.drawing.kind, ChartKind::Line | ChartKind::Slope)
            || (data.over_time() && data.drawing.kind != ChartKind::Tiles);
        if data.series() > 3 && !matches!(data.drawing.kind, ChartKind::Stacked | ChartKind::Share | ChartKind::Slope) {
            let all: Vec<_> = (0..data.series()).flat_map(|series| self.results(series)).collect();
            return self.extremes(&all, "");
        }
        for series in 0..data.series().min(5) {
            let results = self.results(series);
            if trend && results.len() > 1 {
                self.trend(&results);
                continue;
            }
            let prefix =
                if data.series() > 1 { format!("{}{}", data.series_name(series), data.lexicon.colon) } else { String::new() };
            self.extremes(&results, &prefix);
        }
    }

    /// Which places lie outside the range of chance.
    fn outside(&mut self) {
        let Some(funnel) = Funnel::of(self.data) else { return };
        let mut within = true;
        for (stand, key) in [(Stand::Above, "chart-funnel-above"), (Stand::Below, "chart-funnel-below")] {
            let found = funnel.places.iter().filter(|place| place.stand == stand);
            let names: Vec<&str> = found.map(|place| self.data.name(place.category)).collect();
            if !names.is_empty() {
                within = false;
                self.say(key, &[("names", &names.join(&self.data.words.say("chart-list", &[])))]);
            }
        }
        if within {
            self.say("chart-funnel-all-within", &[]);
        }
    }

    /// Numbers of a series that are results; the plans when there is nothing else.
    fn results(&self, series: usize) -> Vec<Said<'a>> {
        let said = |(category, sample): (usize, &Sample<'a>)| {
            number(sample.value).map(|value| Said { series, category, sample: *sample, value })
        };
        let all: Vec<Said<'a>> = self.data.of_series(series).iter().enumerate().filter_map(said).collect();
        let results: Vec<_> = all.iter().copied().filter(|said| !said.sample.planned).collect();
        if results.is_empty() { all } else { results }
    }

    fn trend(&mut self, results: &[Said]) {
        let [first, .., last] = results else { return };
        let single = self.data.series() == 1;
        let [level, from_to, rose, fell] = if single {
            ["chart-level", "chart-from-to", "chart-rose", "chart-fell"]
        } else {
            ["chart-series-level", "chart-series-from-to", "chart-series-rose", "chart-series-fell"]
        };
        let key = if overlap(first.sample.value, last.sample.value) {
            if first.sample.value == last.sample.value { level } else { from_to }
        } else if last.value > first.value {
            rose
        } else {
            fell
        };
        self.say(
            key,
            &[
                ("series", self.data.series_name(first.series)),
                ("first", self.name(first)),
                ("firstvalue", first.sample.label),
                ("value", first.sample.label),
                ("last", self.name(last)),
                ("lastvalue", last.sample.label),
            ],
        );
        if results.len() < 3 || !single {
            return;
        }
        let high = extreme(results, |a, b| a > b);
        let low = extreme(results, |a, b| a < b);
        let [peak, trough] =
            if self.data.withholds() { ["chart-peak-shown", "chart-trough-shown"] } else { ["chart-peak", "chart-trough"] };
        if high.value > first.value.max(last.value) {
            self.say(peak, &[("high", self.name(&high)), ("highvalue", high.sample.label)]);
        }
        if low.value < first.value.min(last.value) {
            self.say(trough, &[("low", self.name(&low)), ("lowvalue", low.sample.label)]);
        }
    }

    fn name(&self, said: &Said) -> &'a str {
        self.data.name(said.category)
    }

    fn extremes(&mut self, results: &[Said<'a>], prefix: &str) {
        let [first, rest @ ..] = results else { return };
        if rest.is_empty() {
            let name = self.full(first);
            return self.prefixed(prefix, "chart-single", &[("name", &name), ("value", first.sample.label)]);
        }
        let (high, low) = (extreme(results, |a, b| a > b), extreme(results, |a, b| a < b));
        if high.value.total_cmp(&low.value).is_eq() {
            let key = if self.data.withholds() { "chart-shown-equal" } else { "chart-all-equal" };
            return self.prefixed(prefix, key, &[("value", high.sample.label)]);
        }
        let (highs, lows) = (self.sharing(results, &high), self.sharing(results, &low));
        let bounded = results.iter().any(|said| matches!(said.sample.value, Value::Bounded { .. }));
        // What is withheld may lie anywhere, so the sentence speaks of the published figures alone.
        let key = match (self.data.withholds(), bounded) {
            (true, _) => "chart-extremes-shown",
            (false, true) => "chart-extremes-printed",
            (false, false) => "chart-extremes",
        };
        let args = [("high", &*highs), ("highvalue", high.sample.label), ("low", &*lows), ("lowvalue", low.sample.label)];
        self.prefixed(prefix, key, &args);
    }

    fn prefixed(&mut self, prefix: &str, key: &'static str, args: &[(&'static str, &str)]) {
        let sentence = self.data.words.say(key, args);
        self.add(format!("{prefix}{sentence}"));
    }

    /// The names of all that have the same number.
    fn sharing(&self, results: &[Said], one: &Said) -> String {
        let same = results.iter().filter(|said| said.value.total_cmp(&one.value).is_eq());
        let names: Vec<String> = same.map(|said| self.full(said)).collect();
        self.list(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Category, with the series where several are compared at once.
    fn full(&self, said: &Said) -> String {
        if self.data.series() > 3 {
            let names = [("category", self.name(said)), ("series", self.data.series_name(said.series))];
            self.data.words.say("chart-cell", &names)
        } else {
            self.name(said).to_owned()
        }
    }

    fn notes(&mut self) {
        for note in self.data.drawing.notes.iter().filter(|note| note.category < self.data.categories()) {
            self.add(super::notes::said(self.data, note.category, note.text.trim_end_matches(['。', '.'])));
        }
    }

    fn plans(&mut self) {
        let numbers = || self.data.all().filter(|sample| number(sample.value).is_some());
        let (plans, all) = (numbers().filter(|sample| sample.planned).count(), numbers().count());
        let names = self.names(|sample| sample.planned && number(sample.value).is_some());
        match plans {
            0 => {}
            plans if plans == all => self.say("chart-plan-all", &[]),
            1 => {
                let label = numbers().find(|sample| sample.planned).map_or("", |sample| sample.label);
                self.say("chart-plan-one", &[("name", &names), ("value", label)]);
            }
            plans => self.say("chart-plan-many", &[("count", &plans.to_string()), ("names", &names)]),
        }
    }

    fn withheld(&mut self) {
        self.unknown(Value::Withheld, ["chart-withheld-one", "chart-withheld-many", "chart-withheld-all"]);
    }

    fn unknown(&mut self, value: Value, [one, many, every]: [&'static str; 3]) {
        let (count, all) = (self.data.all().filter(|sample| sample.value == value).count(), self.data.all().count());
        let names = self.names(|sample| sample.value == value);
        match count {
            0 => {}
            count if count == all => self.say(every, &[]),
            1 => self.say(one, &[("name", &names)]),
            count => self.say(many, &[("count", &count.to_string()), ("names", &names)]),
        }
    }

    fn names(&self, wanted: impl Fn(&Sample) -> bool) -> String {
        let data = self.data;
        let mut names = Vec::new();
        for category in 0..data.categories() {
            for series in 0..data.series() {
                if !wanted(&data.sample(series, category)) {
                    continue;
                }
                let mark = data.sample(series, category).mark;
                names.push(if !mark.is_empty() {
                    data.dated(data.name(category), mark)
                } else if data.series() > 1 {
                    data.words.say("chart-cell", &[("category", data.name(category)), ("series", data.series_name(series))])
                } else {
                    data.name(category).to_owned()
                });
                if names.len() > LISTED {
                    break;
                }
            }
        }
        self.list(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn bounds(&mut self) {
        let count = self.data.all().filter(|sample| matches!(sample.value, Value::Bounded { .. })).count();
        let kind = self.data.drawing.kind;
        if count == 0 || matches!(kind, ChartKind::Tiles | ChartKind::Heat | ChartKind::Panels | ChartKind::Pyramid) {
            return;
        }
        let lines = matches!(kind, ChartKind::Line | ChartKind::Range);
        let key = match (lines, count) {
            (true, 1) => "chart-bounded-lines-one",
            (true, _) => "chart-bounded-lines",
            (false, 1) => "chart-bounded-one",
            (false, _) => "chart-bounded",
        };
        self.say(key, &[("count", &count.to_string())]);
    }
}

fn extreme<'a>(results: &[Said<'a>], beats: fn(f64, f64) -> bool) -> Said<'a> {
    let mut best = results[0];
    for said in results {
        if beats(said.value, best.value) {
            best = *said;
        }
    }
    best
}

/// Whether two values may be equal, as far as their ranges tell.
fn overlap(a: Value, b: Value) -> bool {
    let ends = |value: Value| match value {
        Value::Exact(value) => (value, value),
        Value::Bounded { value, low: None, high: None } => (value, value),
        Value::Bounded { low, high, .. } => (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)),
        Value::Withheld | Value::Missing | Value::Inapplicable => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let (a, b) = (ends(a), ends(b));
    a.0 <= b.1 && b.0 <= a.1
}
