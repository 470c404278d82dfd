//! Two series back to back, a pair of bars for each category: age bands by sex, the oldest on top.

use super::Value;
use super::bars::{bars, inset, withheld};
use super::data::{Data, number};
use super::header::{header, series_class};
use super::measure::fit;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

const THICK: f64 = 24.0;
const GAP: f64 = 8.0;
/// Length of the mark of a withheld value, whatever the scale.
const STUB: f64 = 18.0;

/// Draws a pyramid; gives the height of the picture. Anything but two series is drawn as bars.
pub(super) fn pyramid(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (low, high) = data.with_zero();
    if data.series() != 2 || low < 0.0 {
        return bars(sheet, data);
    }
    let mut sheet = sheet.borrow_mut();
    let top = header(&mut sheet, data, &withheld(data).into_iter().collect::<Vec<_>>(), 0.0) + 26.0;
    let height = data.categories() as f64 * (THICK + GAP);
    let halves = Halves::of(data, sheet.width, Scale::near(0.0, high, 2, data.whole));
    halves.grid(&mut sheet, data, top, height);
    for side in 0..2 {
        let name = fit(data.series_name(side), halves.length + halves.labels, Type::Label.size());
        let (anchor, x) = if side == 0 { (Anchor::End, halves.middle - 8.0) } else { (Anchor::Start, halves.middle + 8.0) };
        sheet.open(&format!("name s{}", series_class(side)), "");
        sheet.text(Type::Label, anchor, (x, top - 9.0), &name);
        sheet.close();
    }
    for row in 0..data.categories() {
        // The first band is the youngest and stands at the foot.
        let category = data.categories() - 1 - row;
        let y = top + GAP / 2.0 + row as f64 * (THICK + GAP);
        let name = fit(&data.axis_short(category), halves.gutter - 8.0, Type::Label.size());
        sheet.text(Type::Label, Anchor::Start, (0.0, y + THICK / 2.0 + 5.0), &name);
        for side in 0..2 {
            halves.bar(&mut sheet, data, (side, category), y);
        }
    }
    sheet.path("zero", &[(halves.middle, top), (halves.middle, top + height)]);
    top + height + 24.0
}

/// Where the two halves lie: names at the left, then labels, bars, the middle, bars, labels.
struct Halves {
    gutter: f64,
    middle: f64,
    length: f64,
    labels: f64,
    scale: Scale,
}

impl Halves {
    fn of(data: &Data, width: f64, scale: Scale) -> Self {
        let names = (0..data.categories()).map(|category| Type::Label.width(&data.axis_short(category))).fold(0.0, f64::max);
        let gutter = (names + 9.0).min(width * 0.3);
        let labels = data.all().map(|sample| Type::Value.width(data.beside(sample))).fold(0.0, f64::max) + 8.0;
        let half = (width - gutter) / 2.0;
        let labels = labels.min(half * 0.6);
        Self { gutter, middle: gutter + half, length: (half - labels).max(1.0), labels, scale }
    }

    /// A value on one side.
    fn x(&self, side: usize, value: f64) -> f64 {
        let along = self.scale.part(value) * self.length;
        if side == 0 { self.middle - along } else { self.middle + along }
    }

    /// Lines at the ticks of both halves, with their numbers below.
    fn grid(&self, sheet: &mut Sheet, data: &Data, top: f64, height: f64) {
        if data.extent().is_none() {
            return;
        }
        let mut right = -1.0;
        let left = self.scale.ticks().iter().rev().map(|tick| (0, *tick));
        let ticks: Vec<(usize, f64)> = left.chain(self.scale.ticks().iter().skip(1).map(|tick| (1, *tick))).collect();
        for (side, tick) in ticks {
            let x = self.x(side, tick);
            sheet.open("grid", "");
            sheet.path("", &[(x, top), (x, top + height)]);
            sheet.close();
            let at = (x, top + height + 16.0);
            let text = data.words.tick(tick);
            let frame = super::sheet::text_box(Type::Tick, Anchor::Middle, at, &text, sheet.width);
            if frame.x > right {
                sheet.text(Type::Tick, Anchor::Middle, at, &text);
                right = frame.x + frame.w + 6.0;
            }
        }
    }

    fn bar(&self, sheet: &mut Sheet, data: &Data, (side, category): (usize, usize), y: f64) {
        let sample = data.sample(side, category);
        sheet.open(&format!("bar s{}", series_class(side)), &data.title(side, category));
        let mut end = self.middle;
        let block = |end: f64| Frame { x: self.middle.min(end), y, w: (end - self.middle).abs(), h: THICK };
        if let Some(value) = number(sample.value) {
            end = self.x(side, value);
            if value > 0.0 {
                let (class, frame) = if sample.planned { ("planned", inset(block(end))) } else { ("solid", block(end)) };
                sheet.rect(class, frame);
                if side == 1 && !sample.planned {
                    sheet.pattern("p2", block(end));
                }
            }
        } else if sample.value == Value::Withheld {
            end += if side == 0 { -STUB } else { STUB };
            sheet.pattern("withheld", block(end));
            sheet.rect("withheld", inset(block(end)));
        }
        let kind = if number(sample.value).is_some() { Type::Value } else { Type::Note };
        let text = fit(data.beside(sample), self.labels - 5.0, kind.size() * 1.06);
        let (anchor, x) = if side == 0 { (Anchor::End, end - 5.0) } else { (Anchor::Start, end + 5.0) };
        sheet.text(kind, anchor, (x, y + THICK / 2.0 + 5.0), &text);
        sheet.close();
    }
}
