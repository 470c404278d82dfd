//! Cities side by side, like with like: rates of one definition and one period, with the range that chance alone would give.
//!
//! A funnel, not a ranking (`chart::funnel`): each city is set against the range of its own size. Cities stand in the order of their
//! codes. Where fewer than thirty are in the base nothing is compared, and a city that counts by another definition is named without a
//! figure.

use crate::chart::funnel::{self, Stand};
use crate::chart::words::ChartWords;
use crate::chart::{self, Category, Drawing, Point, Series, Value};
use crate::compose::scope::ChartVoice;
use crate::compose::tables::{self, lacking, number, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, figure, place_address};
use crate::confidential::{Cell, PublishedTable};
use crate::config::{ChartKind, Compare, Compared, Dimension};
use crate::model::{Decimal, UnitKind};
use crate::theme::views::{CellView, FigureTable, FigureView, Link, TableView};

/// A base of fewer tells more of chance than of a city.
const LEAST: i64 = 30;

/// Rates are told for so many, as the chart draws them.
const PER: i64 = funnel::PER as i64;

/// How a comparison is shown: as a funnel with its table, or where no range can be told as a table alone.
pub(super) enum Shown {
    Figure(Box<FigureView>),
    Table(FigureTable),
}

/// The comparison of an indicator, if there are cities to compare; the `at`-th of its page at `from`.
#[must_use]
pub(super) fn shown(desk: &Desk, voice: &Voice, from: &str, (at, compare): (usize, &Compare)) -> Option<Shown> {
    let comparison = Comparison::of(desk, compare)?;
    let table = comparison.table(desk, voice, from)?;
    let title = compare.title.get(&voice.lang).clone();
    let synthetic = comparison.part.is_synthetic() || comparison.base.is_synthetic();
    let Some(whole) = comparison.whole else {
        return Some(Shown::Table(FigureTable { title, href: String::new(), synthetic, table }));
    };
    let drawing = comparison.drawing(voice, &title, (at, synthetic), whole);
    let figure = chart::draw(&drawing, &ChartVoice(voice));
    let left_out = comparison.pairs.len() - drawing.categories.len();
    let note = match left_out {
        0 => String::new(),
        count => voice.with("funnel-left-out", &[("count", &count.to_string())]),
    };
    Some(Shown::Figure(Box::new(FigureView {
        id: drawing.id.clone(),
        title,
        subtitle: drawing.subtitle,
        svg_wide: figure.wide,
        svg_narrow: figure.narrow,
        description: figure.description,
        table: TableView { caption: drawing.title, ..table },
        note,
        synthetic,
        sources: comparison.sources(desk, voice, from),
        embed: None,
    })))
}

/// Two tables, the figures of every city in them, and the rate of all that can be compared.
struct Comparison<'d> {
    compare: &'d Compare,
    places: &'d Dimension,
    part: &'d PublishedTable,
    base: &'d PublishedTable,
    pairs: Vec<Pair>,
    /// As a share; nothing where persons are not counted among persons, or fewer than two cities can be compared.
    whole: Option<f64>,
}

impl<'d> Comparison<'d> {
    fn of(desk: &'d Desk, compare: &'d Compare) -> Option<Self> {
        let places = desk.settings.catalog.places.as_ref()?;
        let (part, base) = (desk.release.table(compare.part.cube.as_str())?, desk.release.table(compare.base.cube.as_str())?);
        let persons = [(part, &compare.part), (base, &compare.base)].iter().all(|(table, of)| {
            let unit = table.measures().iter().find(|measure| measure.id == of.measure).map(|measure| measure.unit.kind);
            matches!(unit, Some(UnitKind::Persons | UnitKind::PersonsPerYear))
        });
        let cities = desk.settings.rollup.cities.iter().filter_map(|city| places.position(city.code.as_str()));
        let pair = |city| {
            let at = |table, of| cell(table, of, compare, places, city);
            Pair { city, part: at(part, &compare.part), base: at(base, &compare.base) }
        };
        let pairs: Vec<Pair> = cities.map(pair).collect();
        let whole = whole(&pairs).filter(|whole| persons && (0.0..=1.0).contains(whole));
        Some(Self { compare, places, part, base, pairs, whole })
    }

    /// Every city with its reading; nothing where there is no city.
    fn table(&self, desk: &Desk, voice: &Voice, from: &str) -> Option<TableView> {
        let row = |pair: &Pair| {
            let entry = &self.places.codes[pair.city];
            let href = desk.atlas.link(from, &place_address(entry.code.as_str()), &voice.lang);
            let name = CellView { href, ..words(entry.short.get(&voice.lang).clone()) };
            let mut row = vec![name, number(voice, Some(pair.part)), number(voice, Some(pair.base))];
            row.extend(reading(desk, voice, self.compare, pair, self.whole));
            row
        };
        let mut rows: Vec<Vec<CellView>> = self.pairs.iter().map(row).collect();
        let heading = |key: &str| CellView { number: true, ..words(voice.word(key)) };
        let head = vec![
            words(voice.word("funnel-city")),
            heading("funnel-part"),
            heading("funnel-base"),
            heading("funnel-rate"),
            heading("funnel-range"),
            words(voice.word("funnel-reading")),
        ];
        let legend = tables::legend(desk, voice, from, &mut rows);
        (!rows.is_empty()).then(|| TableView { caption: String::new(), head, rows, legend, note: voice.word("funnel-note") })
    }

    /// The cities that can be compared: base and rate.
    fn drawing(&self, voice: &Voice, title: &str, (at, synthetic): (usize, bool), whole: f64) -> Drawing {
        let figures = || self.pairs.iter().filter_map(|pair| pair.figures().map(|figures| (pair.city, figures)));
        let category = |(city, _): (usize, _)| {
            let entry = &self.places.codes[city];
            Category { name: entry.name.get(&voice.lang).clone(), short: entry.short.get(&voice.lang).clone(), tile: None }
        };
        let said = |value: f64, label: String| Point { value: Value::Exact(value), short: label.clone(), label, planned: false };
        let bases = figures().map(|(_, (_, base))| said(base.to_f64(), voice.wording.table_number(base))).collect();
        let rates = figures().map(|(_, (part, base))| {
            let share = part.to_f64() / base.to_f64();
            said(share * funnel::PER, voice.wording.table_rate(rounded(share)))
        });
        let rates = rates.collect();
        let whole = voice.wording.table_rate(rounded(whole));
        Drawing {
            id: format!("compared-{at}"),
            kind: ChartKind::Funnel,
            title: title.to_owned(),
            subtitle: voice.with("funnel-subtitle", &[("at", &self.fixed(voice)), ("whole", &whole)]),
            unit: voice.word("funnel-rate"),
            category: voice.word("funnel-city"),
            categories: figures().map(category).collect(),
            series: vec![
                Series { name: voice.word("funnel-base-axis"), points: bases },
                Series { name: voice.word("funnel-rate"), points: rates },
            ],
            description: None,
            lang: voice.lang.clone(),
            notes: Vec::new(),
            plans: Vec::new(),
            synthetic,
            source: String::new(),
        }
    }

    /// Names of the codes that the comparison fixes, each with the comma behind it.
    fn fixed(&self, voice: &Voice) -> String {
        let name = |(id, code): &(crate::model::DimensionId, crate::model::Code)| {
            let dimension = self.part.dimensions().iter().find(|dimension| dimension.dimension.id == *id)?;
            let entry = &dimension.dimension.codes[dimension.dimension.position(code.as_str())?];
            Some(format!("{}{}", entry.name.get(&voice.lang), ChartVoice(voice).say("chart-comma", &[])))
        };
        self.compare.at.iter().filter_map(name).collect()
    }

    /// The datasets that the figures are from.
    fn sources(&self, desk: &Desk, voice: &Voice, from: &str) -> Vec<Link> {
        let both = [&self.compare.part.cube, &self.compare.base.cube];
        both.into_iter().flat_map(|cube| figure::dataset_links(desk, voice, from, cube)).collect()
    }
}

struct Pair {
    city: usize,
    part: Cell,
    base: Cell,
}

impl Pair {
    /// Both figures, where there are enough in the base.
    fn figures(&self) -> Option<(Decimal, Decimal)> {
        match (self.part, self.base) {
            (Cell::Value(part), Cell::Value(base)) if base >= Decimal::whole(LEAST) => Some((part, base)),
            _ => None,
        }
    }
}

/// The total of a city over all dimensions but those that the comparison fixes.
fn cell(table: &PublishedTable, of: &Compared, compare: &Compare, places: &Dimension, city: usize) -> Cell {
    let Some(measure) = table.measures().iter().position(|measure| measure.id == of.measure) else { return Cell::Uncollected };
    let key: Vec<Option<usize>> = table
        .dimensions()
        .iter()
        .map(|dimension| {
            if dimension.dimension.id == places.id {
                return Some(city);
            }
            let code = compare.at.iter().find(|(id, _)| *id == dimension.dimension.id).map(|(_, code)| code);
            code.and_then(|code| dimension.dimension.position(code.as_str()))
        })
        .collect();
    table.find(&key, measure).unwrap_or(Cell::Uncollected)
}

/// The rate of all cities that can be compared, as a share.
fn whole(pairs: &[Pair]) -> Option<f64> {
    let compared = || pairs.iter().filter_map(Pair::figures);
    let sum = |all: &mut dyn Iterator<Item = Decimal>| all.fold(Decimal::whole(0), |sum, own| sum + own).to_f64();
    let base = sum(&mut compared().map(|(_, base)| base));
    (compared().count() > 1 && base > 0.0).then(|| sum(&mut compared().map(|(part, _)| part)) / base)
}

/// Rate, range and reading.
fn reading(desk: &Desk, voice: &Voice, compare: &Compare, pair: &Pair, whole: Option<f64>) -> [CellView; 3] {
    let none = || CellView { number: true, ..words("–") };
    let other = desk.gathered.left_out.iter().find(|left| left.city == pair.city && compare.takes(&left.cube));
    if let Some(other) = other {
        let said = match other.version.as_str() {
            "" => voice.word("funnel-no-definition"),
            version => voice.with("funnel-other-definition", &[("version", version)]),
        };
        return [none(), none(), words(said)];
    }
    let Some((part, base)) = pair.figures() else {
        let few = matches!((pair.part, pair.base), (Cell::Value(_), Cell::Value(_)));
        let key = if few { "funnel-small" } else { "funnel-none" };
        let first = if few { none() } else { without(voice, pair) };
        return [first, none(), words(voice.word(key))];
    };
    let rate = (part * Decimal::whole(PER))
        .divide(base, 1)
        .map_or_else(none, |rate| CellView { text: voice.wording.table_rate(rate), ..number(voice, Some(Cell::Value(rate))) });
    let Some(range) = whole.and_then(|whole| funnel::limits(whole, base.to_f64())) else {
        return [rate, none(), words(voice.word("funnel-no-range"))];
    };
    let key = match funnel::stand(part.to_f64() / base.to_f64(), range) {
        Stand::Below => "funnel-below",
        Stand::Within => "funnel-within",
        Stand::Above => "funnel-above",
    };
    let end = |share: f64| voice.wording.table_rate(rounded(share));
    let said = format!("{}–{}", end(range.0), end(range.1));
    [rate, CellView { number: true, ..words(said) }, words(voice.word(key))]
}

/// The sign of the figure that is missing.
fn without(voice: &Voice, pair: &Pair) -> CellView {
    let withheld = [pair.part, pair.base].contains(&Cell::Suppressed);
    lacking(voice, if withheld { tables::Lack::Withheld } else { tables::Lack::Unavailable })
}

/// A share for each thousand, to one decimal.
#[expect(clippy::cast_possible_truncation, reason = "at most 10,000 tenths")]
fn rounded(share: f64) -> Decimal {
    Decimal::new((share * 10_000.0).round() as i128, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_for_each_thousand() {
        assert_eq!(rounded(0.20456), Decimal::parse("204.6").unwrap());
    }

    #[test]
    fn a_base_under_thirty_and_a_withheld_figure_are_not_compared() {
        let value = |n| Cell::Value(Decimal::whole(n));
        let pair = |part, base| Pair { city: 0, part, base };
        assert!(pair(value(5), value(29)).figures().is_none());
        assert!(pair(value(5), value(30)).figures().is_some());
        assert!(pair(Cell::Suppressed, value(300)).figures().is_none());
        let pairs = [pair(value(10), value(100)), pair(value(30), value(100)), pair(value(9), value(10))];
        assert_eq!(whole(&pairs), Some(0.2), "the small one is left out of the whole too");
        assert_eq!(whole(&pairs[..1]), None, "one city alone is compared with nobody");
    }
}
