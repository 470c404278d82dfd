//! The plot with categories side by side: names below, values upwards.

use super::data::Data;
use super::header::{Entry, header};
use super::measure::{Lines, widest, wrap};
use super::pen::Plane;
use super::rows::Layout;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

/// A plot measured but not yet drawn.
pub(super) struct Columns {
    scale: Scale,
    gutter: f64,
    right: f64,
    /// Distance between two categories.
    pub(super) pitch: f64,
    labels: Vec<Option<Lines>>,
}

const LINE: f64 = 17.0;

impl Columns {
    /// Measures; `None` when the names do not fit below and may not be thinned (`thin`: they stand in time).
    pub(super) fn measure(data: &Data, width: f64, scale: Scale, right: f64, thin: bool) -> Option<Self> {
        let gutter = gutter(data, &scale, width);
        let pitch = (width - gutter - right) / data.categories().max(1) as f64;
        let labels = labels(data, pitch, thin)?;
        Some(Self { scale, gutter, right, pitch, labels })
    }

    /// Writes header, ticks, grid and names; `headroom` is kept free above the plot for labels.
    pub(super) fn place<'s>(self, sheet: &'s RefCell<Sheet>, data: &Data, entries: &[Entry], headroom: f64) -> Layout<'s> {
        let width = sheet.borrow().width;
        let narrow = width < 500.0;
        let top = header(&mut sheet.borrow_mut(), data, entries, 0.0) + 8.0 + headroom;
        let height = if narrow { 220.0 } else { 290.0 };
        let frame = Frame { x: self.gutter, y: top, w: width - self.gutter - self.right, h: height };
        let plane = Plane::new(sheet, frame, self.scale.clone(), true);
        ticks(&mut sheet.borrow_mut(), data, &plane);
        let bottom = self.write_names(&mut sheet.borrow_mut(), frame);
        let bands = (0..data.categories()).map(|i| self.band(i, data.series())).collect();
        Layout { plane, bands, room: self.pitch - 4.0, bottom }
    }

    /// Columns grow with their band, up to what still looks like a column.
    fn band(&self, category: usize, series: usize) -> (f64, f64) {
        let width = (self.pitch * 0.72).min(52.0 * series.max(1) as f64).max(1.0);
        let middle = (category as f64 + 0.5) * self.pitch;
        (middle - width / 2.0, middle + width / 2.0)
    }

    fn write_names(&self, sheet: &mut Sheet, frame: Frame) -> f64 {
        let top = frame.y + frame.h + 19.0;
        let mut lines_used = 1;
        for (i, label) in self.labels.iter().enumerate() {
            let Some(label) = label else { continue };
            let x = frame.x + (i as f64 + 0.5) * self.pitch;
            for (line, text) in label.lines.iter().enumerate() {
                sheet.text(Type::Label, Anchor::Middle, (x, top + line as f64 * LINE), text);
            }
            lines_used = lines_used.max(label.lines.len());
        }
        top + (lines_used as f64 - 1.0) * LINE + 6.0
    }
}

/// One line of full names, or of short ones; else up to three lines; else, in time, every second or third name.
fn labels(data: &Data, pitch: f64, thin: bool) -> Option<Vec<Option<Lines>>> {
    let count = data.categories();
    let size = Type::Label.size();
    let all = |name: &dyn Fn(usize) -> String, most| -> Vec<Lines> {
        (0..count).map(|i| wrap(&name(i), pitch - 6.0, size, most)).collect()
    };
    let whole = |labels: &[Lines]| labels.iter().all(|lines| !lines.cut && widest(lines, size) <= pitch - 4.0);
    let most = if thin { 1 } else { 2 };
    for labels in [all(&|i| data.axis_name(i), 1), all(&|i| data.axis_short(i), most)] {
        if whole(&labels) && !broken_words(&labels, data, pitch) {
            return Some(labels.into_iter().map(Some).collect());
        }
    }
    thin.then(|| thinned(data, pitch))
}

/// Whether a Latin word was broken inside, or fewer than three hanzi stand on a line: such labels read better in rows.
fn broken_words(labels: &[Lines], data: &Data, pitch: f64) -> bool {
    if pitch < 50.0 && labels.iter().any(|lines| lines.lines.len() > 1) {
        return true;
    }
    labels.iter().enumerate().any(|(i, lines)| {
        lines.lines.len() > 1
            && data.short(i).split_whitespace().any(|word| word.is_ascii() && !lines.lines.iter().any(|line| line.contains(word)))
    })
}

/// Every k-th name, the last among them.
fn thinned(data: &Data, pitch: f64) -> Vec<Option<Lines>> {
    let count = data.categories();
    let size = Type::Label.size();
    let room = pitch * count as f64;
    let names: Vec<Lines> = (0..count).map(|i| wrap(&data.axis_short(i), room * 0.45, size, 1)).collect();
    let widest = names.iter().map(|lines| widest(lines, size)).fold(1.0, f64::max);
    // The last name may have been moved to the left by half its width to stay inside.
    let every = ((widest * 1.5 + 12.0) / pitch.max(1e-6)).ceil().max(1.0) as usize;
    let every = if (widest + 12.0) <= pitch { 1 } else { every };
    names.into_iter().enumerate().map(|(i, lines)| ((count - 1 - i).is_multiple_of(every)).then_some(lines)).collect()
}

/// Room for the tick labels beside a plot.
pub(super) fn gutter(data: &Data, scale: &Scale, width: f64) -> f64 {
    let widest = scale.ticks().iter().map(|&tick| Type::Tick.width(&data.words.tick(tick))).fold(0.0, f64::max);
    (widest + 8.0).min(width * 0.4)
}

/// Tick labels beside the plot, when a number is known.
pub(super) fn ticks(sheet: &mut Sheet, data: &Data, plane: &Plane) {
    if data.extent().is_none() {
        return;
    }
    for &tick in plane.value.ticks() {
        let (x, y) = plane.at(0.0, tick);
        let text = super::measure::fit(&data.words.tick(tick), plane.frame.x - 4.0, Type::Tick.size());
        sheet.text(Type::Tick, Anchor::End, (x - 7.0, y + 4.5), &text);
    }
}
