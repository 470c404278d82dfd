//! Stacked columns (rows on a phone when names are long): segments differ in colour, lightness and pattern.

use super::Value;
use super::bars::{STUB, arrow, inset, series_key, unsaid};
use super::columns::Columns;
use super::data::{Data, Length, number};
use super::header::{Entry, Swatch, series_class};
use super::rows::{Layout, Reach, Rows, rows, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

/// Draws stacks; gives the height of the picture.
pub(super) fn stacked(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (low, high) = extent(data);
    let width = sheet.borrow().width;
    let scale = Scale::near(low, high, 4, data.whole);
    let entries = |fits: &dyn Fn(&str) -> bool| -> Vec<Entry> {
        let mut entries = series_key(data, |series| Swatch::Block(series, true));
        entries.extend(super::bars::possible(data));
        entries.extend(unsaid(data, fits));
        entries
    };
    let layout = match Columns::measure(data, width, scale, 0.0, data.over_time()) {
        Some(columns) => {
            let room = columns.pitch - 4.0;
            let words = data.all().any(|sample| sample.planned || number(sample.value).is_none());
            columns.place(sheet, data, &entries(&|text| Type::Note.width(text) <= room), if words { 22.0 } else { 4.0 })
        }
        None => {
            let scale = Scale::exact(low, high, if width < 500.0 { 3 } else { 5 }, data.whole);
            let reaches: Vec<Reach> = (0..data.categories()).map(|category| reach(data, category)).collect();
            rows(sheet, data, &entries(&|_| true), &Rows { marks: 1, thick: 22.0, scale, reaches: &reaches })
        }
    };
    for category in 0..data.categories() {
        stack(sheet, data, &layout, category);
    }
    zero_line(&mut sheet.borrow_mut(), &layout.plane);
    layout.bottom + if layout.plane.upright { 0.0 } else { 4.0 }
}

/// Ends of the stack of a category: below zero, above zero, and above zero with what is possible.
fn ends(data: &Data, category: usize) -> (f64, f64, f64) {
    let (mut low, mut high, mut reach) = (0.0, 0.0, 0.0);
    for series in 0..data.series() {
        let value = data.sample(series, category).value;
        let Some(number) = number(value) else { continue };
        if number < 0.0 {
            low += number;
        } else {
            high += number;
            reach += (Length::of(value).map_or(number, |length| length.end()) - number).max(0.0);
        }
    }
    (low, high, high + reach)
}

fn extent(data: &Data) -> (f64, f64) {
    let all = (0..data.categories()).map(|category| ends(data, category));
    all.fold((0.0, 0.0), |(low, high): (f64, f64), (below, _, reach)| (low.min(below), high.max(reach)))
}

/// What stands for the parts without a number: one sign for a stack, whatever the number of such parts.
fn word<'a>(data: &'a Data, category: usize) -> Option<&'a str> {
    let any = |value| (0..data.series()).any(|series| data.sample(series, category).value == value);
    if any(Value::Withheld) {
        return Some(&data.lexicon.withheld_mark);
    }
    let none = (0..data.series()).all(|series| number(data.sample(series, category).value).is_none());
    let sign = if any(Value::Missing) { &data.lexicon.missing_mark } else { &data.lexicon.inapplicable_mark };
    none.then_some(sign)
}

fn reach(data: &Data, category: usize) -> Reach {
    let beyond = word(data, category).map_or(0.0, |word| Type::Note.width(word) + STUB / 2.0 + 13.0);
    let planned = (0..data.series()).any(|series| data.sample(series, category).planned);
    let plan = if planned { Type::Note.width(&data.lexicon.planned) + 10.0 } else { 0.0 };
    Reach { value: ends(data, category).2, beyond: beyond + plan + 22.0 }
}

fn stack(sheet: &RefCell<Sheet>, data: &Data, layout: &Layout, category: usize) {
    let slot = layout.slot(category, 0, 1);
    let (mut below, mut above, mut planned, mut open) = (0.0, 0.0, false, false);
    for series in 0..data.series() {
        let sample = data.sample(series, category);
        let Some(value) = number(sample.value) else { continue };
        let from = if value < 0.0 { below } else { above };
        sheet.borrow_mut().open(&format!("segment s{}", series_class(series)), &data.title(series, category));
        segment(sheet, layout, slot, (from, from + value), series, sample.planned);
        value_inside(
            &mut sheet.borrow_mut(),
            layout.plane.span(slot, (from, from + value)),
            sample.short,
            series,
            sample.planned,
        );
        sheet.borrow_mut().close();
        *if value < 0.0 { &mut below } else { &mut above } += value;
        planned |= sample.planned;
        open |= Length::of(sample.value).is_some_and(|length| length.open);
    }
    let reach = ends(data, category).2;
    top(sheet, data, layout, category, slot, (above, reach, open, planned));
}

fn segment(sheet: &RefCell<Sheet>, layout: &Layout, slot: (f64, f64), values: (f64, f64), series: usize, planned: bool) {
    let frame = layout.plane.span(slot, values);
    if planned {
        sheet.borrow_mut().rect("planned", inset(frame));
        return;
    }
    layout.plane.block("solid", slot, values);
    if series_class(series) > 1 && frame.w.min(frame.h) > 2.0 {
        sheet.borrow_mut().pattern(&format!("p{}", series_class(series)), frame);
    }
}

/// The value on its segment, on a plate that covers the pattern, when there is room for it.
fn value_inside(sheet: &mut Sheet, frame: Frame, text: &str, series: usize, planned: bool) {
    let width = Type::Inside.width(text);
    if frame.w < width + 8.0 || frame.h < 17.0 {
        return;
    }
    let (x, y) = (frame.x + frame.w / 2.0, frame.y + frame.h / 2.0);
    if planned {
        sheet.text(Type::Note, Anchor::Middle, (x, y + 4.5), text);
        return;
    }
    if series_class(series) > 1 {
        let plate = Frame { x: x - width / 2.0 - 3.0, y: y - 8.0, w: width + 6.0, h: 16.0 };
        sheet.rect("solid", plate);
    }
    sheet.text(Type::Inside, Anchor::Middle, (x, y + 4.5), text);
}

/// A hatched stub of one size apart from the stack, so that it is no part of what can be measured; gives its end.
fn stub(sheet: &mut Sheet, upright: bool, across: f64, (x, y): (f64, f64)) -> (f64, f64) {
    let (apart, long) = (3.0, STUB / 2.0);
    let (frame, end) = if upright {
        (Frame { x: x - across / 2.0, y: y - apart - long, w: across, h: long }, (x, y - apart - long))
    } else {
        (Frame { x: x + apart, y: y - across / 2.0, w: long, h: across }, (x + apart + long, y))
    };
    sheet.open("bar", "");
    sheet.pattern("withheld", frame);
    sheet.rect("withheld", inset(frame));
    sheet.close();
    end
}

/// What stands at the end of a stack: what is possible, a withheld part, the words.
fn top(
    sheet: &RefCell<Sheet>,
    data: &Data,
    layout: &Layout,
    category: usize,
    slot: (f64, f64),
    (above, reach, open, planned): (f64, f64, bool, bool),
) {
    let plane = &layout.plane;
    let middle = f64::midpoint(slot.0, slot.1);
    let mut sheet = sheet.borrow_mut();
    let possible = plane.span(slot, (above, reach));
    if reach > above && possible.w.min(possible.h) >= 1.0 {
        sheet.open("s1", "");
        sheet.rect("possible", possible);
        sheet.pattern("possible", possible);
        sheet.close();
    }
    let mut end = plane.at(middle, reach);
    if open {
        sheet.open("s1", "");
        end = arrow(&mut sheet, plane.upright, end);
        sheet.close();
    }
    let word = word(data, category);
    if (0..data.series()).any(|series| data.sample(series, category).value == Value::Withheld) {
        end = stub(&mut sheet, plane.upright, slot.1 - slot.0, end);
    }
    let planned = planned.then_some(data.lexicon.planned.as_str());
    for text in planned.into_iter().chain(word).filter(|text| Type::Note.width(text) <= layout.room) {
        if plane.upright {
            sheet.text(Type::Note, Anchor::Middle, (end.0, end.1 - 5.0), text);
            end.1 -= 16.0;
        } else {
            let frame = sheet.text(Type::Note, Anchor::Start, (end.0 + 5.0, end.1 + 4.5), text);
            end.0 = frame.x + frame.w;
        }
    }
}
