//! Cities side by side, like with like: rates of one definition and one period, with the range that chance alone would give.
//!
//! A funnel, not a ranking (Spiegelhalter, *Funnel plots for comparing institutional performance*, 2005): a small city differs from the
//! whole more easily than a large one, so each is set against its own range. Cities stand in the order of their codes. Where fewer than
//! thirty are in the base nothing is compared, and a city that counts by another definition is named without a figure.

use crate::compose::tables::{self, lacking, number, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, place_address};
use crate::confidential::{Cell, PublishedTable};
use crate::config::{Compare, Compared};
use crate::model::{Decimal, UnitKind};
use crate::theme::views::{CellView, FigureTable, TableView};

/// A base of fewer tells more of chance than of a city.
const LEAST: i64 = 30;

/// Rates are told for so many.
const PER: i64 = 1000;

/// The comparison of an indicator, if one is declared and there are cities to compare.
#[must_use]
pub(super) fn table(desk: &Desk, voice: &Voice, from: &str, compare: &Compare) -> Option<FigureTable> {
    let places = desk.settings.catalog.places.as_ref()?;
    let (part, base) = (desk.release.table(compare.part.cube.as_str())?, desk.release.table(compare.base.cube.as_str())?);
    let persons = [(part, &compare.part), (base, &compare.base)].iter().all(|(table, of)| {
        let unit = table.measures().iter().find(|measure| measure.id == of.measure).map(|measure| measure.unit.kind);
        matches!(unit, Some(UnitKind::Persons | UnitKind::PersonsPerYear))
    });
    let cities = desk.settings.rollup.cities.iter().filter_map(|city| places.position(city.code.as_str()));
    let pairs: Vec<Pair> = cities
        .map(|city| {
            let at = |table, of| cell(table, of, compare, places, city);
            Pair { city, part: at(part, &compare.part), base: at(base, &compare.base) }
        })
        .collect();
    let whole = whole(&pairs);
    let rows = pairs.iter().map(|pair| {
        let entry = &places.codes[pair.city];
        let href = desk.atlas.link(from, &place_address(entry.code.as_str()), &voice.lang);
        let mut row = vec![
            CellView { href, ..words(entry.short.get(&voice.lang).clone()) },
            number(voice, Some(pair.part)),
            number(voice, Some(pair.base)),
        ];
        row.extend(reading(desk, voice, compare, pair, whole.filter(|_| persons)));
        row
    });
    let mut rows: Vec<Vec<CellView>> = rows.collect();
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
    let table = TableView { caption: String::new(), head, rows, legend, note: voice.word("funnel-note") };
    let title = compare.title.get(&voice.lang).clone();
    let synthetic = part.is_synthetic() || base.is_synthetic();
    (!table.rows.is_empty()).then_some(FigureTable { title, href: String::new(), synthetic, table })
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
fn cell(table: &PublishedTable, of: &Compared, compare: &Compare, places: &crate::config::Dimension, city: usize) -> Cell {
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

/// How a rate lies to the range that chance would give a city of its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Below,
    Within,
    Above,
}

/// The range in which 95 of 100 cities of this size lie if all have the same rate: normal approximation to the binomial.
fn range(whole: f64, base: f64) -> Option<(f64, f64)> {
    let share = (0.0..=1.0).contains(&whole);
    let half = 1.959_964 * (whole * (1.0 - whole) / base).sqrt();
    share.then(|| ((whole - half).max(0.0), (whole + half).min(1.0)))
}

fn stand(rate: f64, (low, high): (f64, f64)) -> Stand {
    if rate < low {
        Stand::Below
    } else if rate > high {
        Stand::Above
    } else {
        Stand::Within
    }
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
    let rate = (part * Decimal::whole(PER)).divide(base, 1).map_or_else(none, |rate| number(voice, Some(Cell::Value(rate))));
    let Some(range) = whole.and_then(|whole| range(whole, base.to_f64())) else {
        return [rate, none(), words(voice.word("funnel-no-range"))];
    };
    let key = match stand(part.to_f64() / base.to_f64(), range) {
        Stand::Below => "funnel-below",
        Stand::Within => "funnel-within",
        Stand::Above => "funnel-above",
    };
    let end = |share: f64| voice.wording.table_number(rounded(share));
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
    fn a_small_city_has_a_wide_range_and_a_large_one_a_narrow_one() {
        let (small, large) = (range(0.2, 40.0).unwrap(), range(0.2, 4000.0).unwrap());
        assert!(small.0 < 0.08 && small.1 > 0.32, "{small:?}");
        assert!(large.0 > 0.187 && large.1 < 0.213, "{large:?}");
        assert_eq!(stand(0.25, small), Stand::Within);
        assert_eq!(stand(0.25, large), Stand::Above);
        assert_eq!(stand(0.1, large), Stand::Below);
        assert!(range(1.5, 100.0).is_none(), "a rate above one is no share");
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
