//! Dots with the range their bound allows: a whisker with caps, an arrow where the range is open.

use super::Value;
use super::bars::{STUB, bar_label, inset, series_key, withheld};
use super::data::{Data, Sample, number};
use super::header::{Swatch, series_class};
use super::measure::fit;
use super::rows::{Layout, Reach, Rows, rows, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

const ARROW: f64 = 20.0;
const RADIUS: f64 = 5.5;

/// Draws dots and ranges; gives the height of the picture.
pub(super) fn ranges(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let narrow = sheet.borrow().width < 500.0;
    let (low, high) = data.extent().unwrap_or((0.0, 1.0));
    let low = if low > 0.0 && low > high * 0.6 { low - (high - low) * 0.2 } else { low.min(0.0) };
    let scale = Scale::exact(low, high.max(low).max(0.0), if narrow { 3 } else { 5 }, data.whole);
    let reaches: Vec<Reach> = data.all().map(|sample| reach(data, sample)).collect();
    let mut entries = series_key(data, Swatch::Dot);
    entries.extend(withheld(data));
    let layout = rows(sheet, data, &entries, &Rows { marks: data.series(), thick: 18.0, scale, reaches: &reaches });
    zero_line(&mut sheet.borrow_mut(), &layout.plane);
    for category in 0..data.categories() {
        for series in 0..data.series() {
            let slot = layout.slot(category, series, data.series());
            sheet.borrow_mut().open(&format!("range s{}", series_class(series)), &data.title(series, category));
            mark(sheet, data, &layout, data.sample(series, category), f64::midpoint(slot.0, slot.1));
            sheet.borrow_mut().close();
        }
    }
    layout.bottom + 4.0
}

fn ends(value: Value) -> Option<(f64, f64)> {
    let number = number(value)?;
    let Value::Bounded { low, high, .. } = value else { return Some((number, number)) };
    Some((low.unwrap_or(number), high.unwrap_or(number)))
}

fn reach(data: &Data, sample: Sample) -> Reach {
    let label = Type::Value.width(&bar_label(data, sample)) + 9.0 + RADIUS;
    match (ends(sample.value), sample.value) {
        (Some((_, high)), Value::Bounded { low: Some(_), high: None, .. }) => Reach { value: high, beyond: label + ARROW },
        (Some((_, high)), _) => Reach { value: high, beyond: label },
        (None, Value::Withheld) => Reach { value: 0.0, beyond: label + STUB },
        (None, _) => Reach { value: 0.0, beyond: label },
    }
}

fn mark(sheet: &RefCell<Sheet>, data: &Data, layout: &Layout, sample: Sample, position: f64) {
    let plane = &layout.plane;
    let y = plane.frame.y + position;
    let mut end = plane.at(position, 0.0).0;
    if let (Some(value), Some((low, high))) = (number(sample.value), ends(sample.value)) {
        // A faint lead from the name to the dot, for the eye.
        plane.line("lead", &[(position, plane.value.low()), (position, low)]);
        if high > low {
            plane.line("whisker", &[(position, low), (position, high)]);
            for x in [plane.at(position, low).0, plane.at(position, high).0] {
                sheet.borrow_mut().path("whisker", &[(x, y - 5.0), (x, y + 5.0)]);
            }
        }
        end = plane.at(position, high).0;
        if let Value::Bounded { low, high, .. } = sample.value
            && low.is_some() != high.is_some()
        {
            let from = plane.at(position, value).0;
            end = open_end(&mut sheet.borrow_mut(), (from, y), high.is_none()).max(end);
        }
        plane.dot(if sample.planned { "hollow" } else { "dot" }, position, value, RADIUS);
        end = end.max(plane.at(position, value).0 + RADIUS);
    } else if sample.value == Value::Withheld {
        let frame = Frame { x: end, y: y - 8.0, w: STUB, h: 16.0 };
        let mut sheet = sheet.borrow_mut();
        sheet.pattern("withheld", frame);
        sheet.rect("withheld", inset(frame));
        end += STUB;
    }
    let text = bar_label(data, sample);
    let kind = if number(sample.value).is_some() { Type::Value } else { Type::Note };
    let mut sheet = sheet.borrow_mut();
    let text = fit(&text, sheet.width - end - 7.0, kind.size() * 1.06);
    sheet.text(kind, Anchor::Start, (end + 7.0, y + 5.0), &text);
}

/// An arrow from the dot towards the open end; gives how far right it reaches.
fn open_end(sheet: &mut Sheet, (x, y): (f64, f64), upwards: bool) -> f64 {
    let sign = if upwards { 1.0 } else { -1.0 };
    let tip = x + sign * (RADIUS + ARROW - 4.0);
    sheet.path("arrow", &[(x + sign * RADIUS, y), (tip, y)]);
    sheet.path("arrow", &[(tip - sign * 5.0, y - 5.0), (tip, y), (tip - sign * 5.0, y + 5.0)]);
    if upwards { tip } else { x }
}
