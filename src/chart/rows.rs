//! The plot with categories in rows: names on the left (above, on a phone, when they are long), values to the right.

use super::data::Data;
use super::header::{Entry, header};
use super::measure::{Lines, widest, wrap};
use super::pen::Plane;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

/// A plot made ready: its plane and one band for each category.
pub(super) struct Layout<'s> {
    pub(super) plane: Plane<'s>,
    /// Where the marks of each category stand, from and to, in positions of the plane.
    pub(super) bands: Vec<(f64, f64)>,
    /// How wide a label beside a mark may be.
    pub(super) room: f64,
    /// Lower edge of all that was drawn.
    pub(super) bottom: f64,
}

impl Layout<'_> {
    /// The part of a category's band that belongs to one of `count` marks side by side.
    pub(super) fn slot(&self, category: usize, mark: usize, count: usize) -> (f64, f64) {
        let (start, end) = self.bands[category];
        let pitch = (end - start + 2.0) / count.max(1) as f64;
        let from = start + pitch * mark as f64;
        (from, from + (pitch - 2.0).max(1.0))
    }
}

/// A label that must find room: the value where it begins and what it takes beyond that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub(super) value: f64,
    pub(super) beyond: f64,
}

/// How the rows are to be laid out.
pub(super) struct Rows<'a> {
    /// Marks one below the other in each row.
    pub(super) marks: usize,
    /// Thickness of a mark.
    pub(super) thick: f64,
    /// The scale of values.
    pub(super) scale: Scale,
    /// Labels beside the marks.
    pub(super) reaches: &'a [Reach],
}

const LINE: f64 = 17.0;
const GAP: f64 = 10.0;

struct Names {
    labels: Vec<Lines>,
    above: bool,
    gutter: f64,
}

/// Writes header, ticks, grid and names; gives the layout.
pub(super) fn rows<'s>(sheet: &'s RefCell<Sheet>, data: &Data, entries: &[Entry], rows: &Rows) -> Layout<'s> {
    let width = sheet.borrow().width;
    let names = names(data, width);
    let plot_width = plot_width(&rows.scale, rows.reaches, width - names.gutter - 1.0);
    let top = header(&mut sheet.borrow_mut(), data, entries, names.gutter) + LINE;
    let (bands, spans, height) = bands(&names, rows);
    let frame = Frame { x: names.gutter, y: top, w: plot_width, h: height };
    let plane = Plane::new(sheet, frame, rows.scale.clone(), false);
    ticks(&mut sheet.borrow_mut(), data, &plane);
    write_names(&mut sheet.borrow_mut(), &names, &spans, top);
    Layout { plane, bands, room: f64::INFINITY, bottom: top + height }
}

/// Full names where all fit in one line, short ones otherwise, in two lines if need be; on a phone long names go above.
fn names(data: &Data, width: f64) -> Names {
    let size = Type::Label.size();
    let narrow = width < 500.0;
    let room = width * if narrow { 0.3 } else { 0.36 };
    let all = |text: &dyn Fn(usize) -> String, most| -> Vec<Lines> {
        (0..data.categories()).map(|i| wrap(&text(i), room, size, most)).collect()
    };
    let single = |labels: &[Lines]| labels.iter().all(|lines| lines.lines.len() == 1 && !lines.cut);
    let full = all(&|i| data.axis_name(i), 1);
    let labels = if single(&full) { full } else { all(&|i| data.axis_short(i), if narrow { 2 } else { 3 }) };
    if narrow && labels.iter().any(|lines| lines.cut) {
        let labels = (0..data.categories()).map(|i| wrap(&data.axis_name(i), width, size, 2)).collect();
        return Names { labels, above: true, gutter: 1.0 };
    }
    let gutter = labels.iter().map(|lines| widest(lines, size)).fold(0.0, f64::max) + 9.0;
    Names { labels, above: false, gutter }
}

/// The widest plot that leaves every label its room, but not less than a third of what there is.
fn plot_width(scale: &Scale, reaches: &[Reach], available: f64) -> f64 {
    let widest = reaches.iter().fold(available - 8.0, |widest, reach| {
        let part = scale.part(reach.value);
        if part * widest + reach.beyond > available { (available - reach.beyond) / part.max(1e-6) } else { widest }
    });
    widest.clamp(available * 0.35, available.max(available * 0.35))
}

type Bands = (Vec<(f64, f64)>, Vec<(f64, f64)>, f64);

/// Bands of the marks, spans of the names, and the height of all.
fn bands(names: &Names, rows: &Rows) -> Bands {
    let marks = rows.marks as f64 * (rows.thick + 2.0) - 2.0;
    let gap = if names.labels.len() > 20 { GAP * 0.7 } else { GAP };
    let (mut y, mut bands, mut spans) = (if names.above { gap } else { gap / 2.0 }, Vec::new(), Vec::new());
    for label in &names.labels {
        let text = label.lines.len() as f64 * LINE;
        let (start, height) = if names.above { (y + text + 2.0, text + 2.0 + marks + 4.0) } else { (y, marks.max(text)) };
        let start = if names.above { start } else { start + (height - marks) / 2.0 };
        bands.push((start, start + marks));
        spans.push((y, if names.above { y + text } else { y + height }));
        y += height + gap;
    }
    (bands, spans, (y - gap / 2.0).max(1.0))
}

fn write_names(sheet: &mut Sheet, names: &Names, spans: &[(f64, f64)], top: f64) {
    for (label, (start, end)) in names.labels.iter().zip(spans) {
        let first = top + f64::midpoint(*start, *end) - (label.lines.len() as f64 - 1.0) * LINE / 2.0 + 5.0;
        for (i, line) in label.lines.iter().enumerate() {
            let (anchor, x) = if names.above { (Anchor::Start, names.gutter) } else { (Anchor::End, names.gutter - 8.0) };
            sheet.text(Type::Label, anchor, (x, first + i as f64 * LINE), line);
        }
    }
}

/// Tick labels above the plot; those that would touch are left out, the one of zero last. Where no number is known there is no scale to
/// read, and a withheld mark beside one would seem to have a size.
fn ticks(sheet: &mut Sheet, data: &Data, plane: &Plane) {
    if data.extent().is_none() {
        return;
    }
    let mut right = -1.0;
    for &tick in plane.value.ticks() {
        let text = data.words.tick(tick);
        let at = (plane.at(0.0, tick).0, plane.frame.y - 5.0);
        let frame = super::sheet::text_box(Type::Tick, Anchor::Middle, at, &text, sheet.width);
        if frame.x > right {
            sheet.text(Type::Tick, Anchor::Middle, at, &text);
            right = frame.x + frame.w + 8.0;
        }
    }
}

/// The line of zero.
pub(super) fn zero_line(sheet: &mut Sheet, plane: &Plane) {
    if plane.value.low() > 0.0 {
        return;
    }
    let end = if plane.upright { plane.frame.w } else { plane.frame.h };
    sheet.path("zero", &[plane.at(0.0, 0.0), plane.at(end, 0.0)]);
}
