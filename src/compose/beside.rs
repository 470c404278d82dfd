//! One place beside the whole: what was counted, and how much that is for each thousand residents.
//!
//! A rate is made of two published numbers, a cell and the residents of the code list, and so tells nothing that the two do not. Where the
//! cell has no number the rate has none, for the same reason. There is no order of places here, and none is to be made of it.

use crate::compose::tables::{self, Lack, lacking, number, words};
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset, dataset_address};
use crate::confidential::{Cell, Measure, PublishedTable};
use crate::config::Dimension;
use crate::model::{Decimal, UnitKind};
use crate::theme::views::{CellView, FigureTable, Link, TableView};

/// A rate of fewer than so many is marked: one more or fewer would change it a good deal.
const SMALL: i64 = 30;

/// The mark of a small base, a word of [`CellView::mark`].
const SMALL_MARK: &str = "small";

/// The page that says what such a rate is good for, with its heading.
const READING: (&str, &str) = ("reading/", "#rates");

/// Residents here and in the whole, where the code list declares them.
struct Residents {
    here: Option<u64>,
    whole: Option<u64>,
}

impl Residents {
    /// The whole is the sum of the places that lie in no other, if all of them were counted on one day.
    fn of(places: &Dimension, at: usize) -> Self {
        let here = places.codes[at].residents.as_ref();
        let tops = places.codes.iter().filter(|entry| entry.parent.is_none());
        let counted = tops.map(|entry| entry.residents.as_ref().filter(|r| here.is_some_and(|here| here.as_of == r.as_of)));
        Self { here: here.map(|r| r.count), whole: counted.map(|r| r.map(|r| r.count)).sum() }
    }
}

/// The totals of a place and of the whole from every dataset that knows places, with their rates; nothing when none does.
#[must_use]
pub fn table(desk: &Desk, voice: &Voice, from: &str, places: &Dimension, at: usize) -> Option<FigureTable> {
    let residents = Residents::of(places, at);
    let known = desk.settings.catalog.datasets.iter().filter_map(|spec| Some((spec, desk.release.table(spec.cube.as_str())?)));
    let (mut rows, mut synthetic) = (Vec::new(), false);
    for (spec, table) in known {
        let Some(dimension) = table.dimensions().iter().position(|d| d.dimension.id == places.id && d.codes.contains(&at)) else {
            continue;
        };
        let href = desk.atlas.link(from, &dataset_address(spec.id.as_str()), &voice.lang);
        for (position, measure) in table.measures().iter().enumerate().filter(|(_, measure)| is_counted(measure)) {
            let whole = vec![None; table.dimensions().len()];
            let mut here = whole.clone();
            here[dimension] = Some(at);
            let (here, whole) = (table.find(&here, position), table.find(&whole, position));
            let mut row = vec![
                CellView { href: href.clone(), ..words(named(voice, table, measure)) },
                number(voice, here),
                number(voice, whole),
            ];
            if residents.here.is_some() {
                row.extend([rate(voice, here, residents.here), rate(voice, whole, residents.whole)]);
            }
            rows.push(row);
            synthetic |= table.is_synthetic();
        }
    }
    let head = heads(desk, voice, places, at, residents.here.is_some());
    let mut legend = tables::legend(desk, voice, from, &mut rows);
    if rows.iter().flatten().any(|cell| cell.mark == SMALL_MARK) {
        legend.push(small_entry(desk, voice, from));
    }
    let note = if residents.here.is_some() { voice.word("place-rates-note") } else { String::new() };
    let table = TableView { caption: String::new(), head, rows, legend, note };
    (!table.rows.is_empty()).then(|| FigureTable {
        title: voice.with("place-beside", &[("whole", desk.settings.site.place.get(&voice.lang))]),
        href: String::new(),
        synthetic,
        table,
    })
}

/// What people make up or receive can be set against how many live there; money and quotients cannot be read that way.
fn is_counted(measure: &Measure) -> bool {
    matches!(measure.unit.kind, UnitKind::Persons | UnitKind::PersonTimes | UnitKind::Services)
}

/// A measure with the periods it covers, where the table has any.
pub(super) fn named(voice: &Voice, table: &PublishedTable, measure: &Measure) -> String {
    let name = measure.name.get(&voice.lang);
    let Some(periods) = dataset::time_of(table).0.map(|at| &table.dimensions()[at]) else { return name.clone() };
    let label = |at: &usize| periods.dimension.codes[*at].short.get(&voice.lang).as_str();
    match (periods.codes.first().map(label), periods.codes.last().map(label)) {
        (Some(first), Some(last)) if first == last => voice.with("measure-in", &[("measure", name), ("period", first)]),
        (Some(first), Some(last)) => voice.with("measure-from-to", &[("measure", name), ("first", first), ("last", last)]),
        _ => name.clone(),
    }
}

fn heads(desk: &Desk, voice: &Voice, places: &Dimension, at: usize, rated: bool) -> Vec<CellView> {
    let names = [places.codes[at].short.get(&voice.lang), desk.settings.site.place.get(&voice.lang)];
    let rates = names.iter().filter(|_| rated).map(|name| voice.with("place-rate", &[("place", name)]));
    let numbers = names.iter().map(|name| (*name).clone()).chain(rates);
    let numbers = numbers.map(|text| CellView { number: true, ..words(text) });
    std::iter::once(words(voice.word("place-counted"))).chain(numbers).collect()
}

/// A cell for each thousand residents.
fn rate(voice: &Voice, cell: Option<Cell>, residents: Option<u64>) -> CellView {
    let thousands = residents.map(|count| Decimal::new(i128::from(count), 3));
    let Some(Cell::Value(value)) = cell else { return number(voice, cell) };
    let one = thousands.and_then(|thousands| value.divide(thousands, 1));
    let fine = thousands.and_then(|thousands| value.divide(thousands, 2));
    let Some(rate) = one.filter(|rate| *rate >= Decimal::whole(1)).or(fine) else { return lacking(voice, Lack::Unavailable) };
    // A true zero is no small sample of something: nobody was there, and the rate says so.
    let zero = value == Decimal::whole(0);
    let text = if zero { voice.wording.table_number(rate) } else { voice.wording.table_rate(rate) };
    let shown = CellView { number: true, value: rate.to_string(), ..words(text) };
    let small = value < Decimal::whole(SMALL) && !zero;
    if small { CellView { mark: SMALL_MARK, text: format!("{}*", shown.text), ..shown } } else { shown }
}

fn small_entry(desk: &Desk, voice: &Voice, from: &str) -> Link {
    let (page, heading) = READING;
    let href = if desk.atlas.has(page) { desk.atlas.link(from, page, &voice.lang) + heading } else { String::new() };
    Link { label: voice.with("legend-small", &[("least", &SMALL.to_string())]), href, lang: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::vocabulary::Vocabulary;
    use crate::compose::voice::words_of;
    use crate::i18n::Wording;
    use crate::model::Lang;
    use crate::theme::Asked;

    fn voice() -> Voice {
        let lang = Lang::new("en").unwrap();
        let words =
            std::sync::Arc::new(words_of(&lang, &[], &Vocabulary::of(&Asked::default()), &crate::diag::Sink::new()).unwrap());
        Voice { lang, wording: Wording::new(std::sync::Arc::clone(&words)), words }
    }

    #[test]
    fn a_rate_is_for_each_thousand_and_says_where_its_base_is_small() {
        let said = |cell, residents| {
            let made = rate(&voice(), cell, residents);
            (made.text, made.mark)
        };
        let value = |value| Some(Cell::Value(Decimal::whole(value)));
        assert_eq!(said(value(1_000), Some(500_000)), ("2.0".to_owned(), ""));
        assert_eq!(said(value(250), Some(500_000)), ("0.5".to_owned(), ""));
        assert_eq!(said(value(29), Some(500_000)), ("0.06*".to_owned(), SMALL_MARK));
        assert_eq!(said(value(30), Some(500_000)), ("0.06".to_owned(), ""), "thirty is enough");
        assert_eq!(said(value(0), Some(500_000)), ("0".to_owned(), ""), "a zero is a zero");
        assert_eq!(said(Some(Cell::Suppressed), Some(500_000)).1, "withheld");
        assert_eq!(said(value(5), None).1, "unavailable", "no residents, no rate");
    }
}
