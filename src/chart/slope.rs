//! From the first to the last category, one line for each series: who rose, who fell. Values and names stand at both ends.

use super::Value;
use super::bars::{inset, withheld};
use super::data::{Data, Sample, number};
use super::header::{header, series_class};
use super::measure::fit;
use super::ranges::ranges;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type, fine};
use std::cell::RefCell;

/// Least distance between two labels.
const APART: f64 = 18.0;
/// Side of the mark of a withheld value.
const STUB: f64 = 12.0;

/// Draws slopes; gives the height of the picture. Less than two categories are drawn as dots.
pub(super) fn slope(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    if data.categories() < 2 {
        return ranges(sheet, data);
    }
    let mut sheet = sheet.borrow_mut();
    let entries: Vec<_> = withheld(data).into_iter().collect();
    let top = header(&mut sheet, data, &entries, 0.0) + 32.0;
    let slopes = Slopes::of(data, sheet.width, top);
    slopes.frame(&mut sheet, data);
    // The first series is the one the chart is about: it lies on top.
    for series in (0..data.series()).rev() {
        slopes.line(&mut sheet, data, series);
    }
    for side in [Side::From, Side::To] {
        slopes.labels(&mut sheet, data, side);
    }
    slopes.foot + 8.0
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// Where the two ends stand.
struct Slopes {
    left: f64,
    right: f64,
    top: f64,
    /// Lower edge of the scale.
    bottom: f64,
    /// Lower edge of everything: what has no number stands between the two.
    foot: f64,
    scale: Scale,
    last: usize,
}

impl Slopes {
    fn of(data: &Data, width: f64, top: f64) -> Self {
        let last = data.categories() - 1;
        let (low, high) = data.extent().unwrap_or((0.0, 1.0));
        let scale = Scale::exact(if low > 0.0 && low < high * 0.5 { 0.0 } else { low }, high, 4, data.whole);
        let room = |side: Side| {
            let label = |series: usize| Type::Label.width(&label(data, series, side, last)) + STUB + 12.0;
            (0..data.series()).map(label).fold(0.0, f64::max)
        };
        let left = room(Side::From).min(width * 0.2);
        let right = room(Side::To).min(width * if width < 500.0 { 0.6 } else { 0.42 });
        let tall = (data.series() as f64 * APART * 1.15).max(if width < 500.0 { 220.0 } else { 280.0 });
        let lacking =
            |category: usize| (0..data.series()).filter(|series| number(data.sample(*series, category).value).is_none()).count();
        let below = lacking(0).max(lacking(last)) as f64 * APART;
        Self { left, right: width - right, top, bottom: top + tall, foot: top + tall + below + 6.0, scale, last }
    }

    fn x(&self, side: Side) -> f64 {
        if side == Side::From { self.left } else { self.right }
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.scale.part(value) * (self.bottom - self.top)
    }

    fn sample<'a>(&self, data: &Data<'a>, series: usize, side: Side) -> Sample<'a> {
        data.sample(series, if side == Side::From { 0 } else { self.last })
    }

    /// The two upright lines with the names of their categories.
    fn frame(&self, sheet: &mut Sheet, data: &Data) {
        for (side, category) in [(Side::From, 0), (Side::To, self.last)] {
            let x = self.x(side);
            sheet.path("zero", &[(x, self.top - 6.0), (x, self.bottom + 4.0)]);
            let name = fit(&data.axis_short(category), sheet.width * 0.45, Type::Label.size());
            sheet.text(Type::Label, Anchor::Middle, (x, self.top - 13.0), &name);
        }
    }

    fn line(&self, sheet: &mut Sheet, data: &Data, series: usize) {
        sheet.open(&format!("series s{}", series_class(series)), data.series_name(series));
        let ends = [Side::From, Side::To].map(|side| {
            let sample = self.sample(data, series, side);
            Some((self.x(side), self.y(number(sample.value)?), sample.planned))
        });
        if let [Some((x0, y0, a)), Some((x1, y1, b))] = ends {
            sheet.path(if a || b { "line dashed" } else { "line" }, &[(x0, y0), (x1, y1)]);
        }
        for (x, y, planned) in ends.into_iter().flatten() {
            sheet.circle_fine(if planned { "hollow" } else { "dot" }, (fine(x), fine(y)), 450);
        }
        sheet.close();
    }

    /// Labels of one side, moved apart where they would touch; what has no number stands below the scale.
    fn labels(&self, sheet: &mut Sheet, data: &Data, side: Side) {
        let mut places: Vec<(f64, usize)> = (0..data.series())
            .filter_map(|series| Some((self.y(number(self.sample(data, series, side).value)?), series)))
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        apart(&mut places, self.bottom);
        let lacking = (0..data.series()).filter(|series| number(self.sample(data, *series, side).value).is_none());
        let below = lacking.enumerate().map(|(at, series)| (self.bottom + 8.0 + (at as f64 + 0.5) * APART, series));
        for (y, series) in places.into_iter().chain(below) {
            self.label(sheet, data, (series, side), y);
        }
    }

    fn label(&self, sheet: &mut Sheet, data: &Data, (series, side): (usize, Side), y: f64) {
        let sample = self.sample(data, series, side);
        let mut away = 9.0;
        sheet.open(&format!("name s{}", series_class(series)), "");
        if sample.value == Value::Withheld {
            let x = if side == Side::From { self.left - away - STUB } else { self.right + away };
            let frame = Frame { x, y: y - STUB / 2.0, w: STUB, h: STUB };
            sheet.pattern("withheld", frame);
            sheet.rect("withheld", inset(frame));
            away += STUB + 4.0;
        }
        let room = if side == Side::From { self.left - away } else { sheet.width - self.right - away };
        let text = fit(&label(data, series, side, self.last), room, Type::Label.size());
        let (anchor, x) = match side {
            Side::From => (Anchor::End, self.left - away),
            Side::To => (Anchor::Start, self.right + away),
        };
        sheet.text(Type::Label, anchor, (x, y + 5.0), &text);
        sheet.close();
    }
}

/// At the beginning the value, at the end value and name.
fn label(data: &Data, series: usize, side: Side, last: usize) -> String {
    let sample = data.sample(series, if side == Side::From { 0 } else { last });
    let value = super::bars::bar_label(data, sample);
    match (side, data.series_name(series)) {
        (Side::From, _) | (Side::To, "") => value,
        (Side::To, name) => format!("{value} {name}"),
    }
}

/// Moves labels down where they are too close, then up again where they would leave the scale.
fn apart(places: &mut [(f64, usize)], bottom: f64) {
    for i in 1..places.len() {
        places[i].0 = places[i].0.max(places[i - 1].0 + APART);
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        place.0 = place.0.min(most);
        most = place.0 - APART;
    }
}
