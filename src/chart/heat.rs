//! A table whose cells are shaded: categories down, series across, on the scale of tiles. On a phone the columns are set in several
//! blocks, one below the other, so that every figure keeps its room.

use super::data::{Data, number};
use super::header::header;
use super::measure::{fit, wrap};
use super::sheet::{Anchor, Frame, Sheet, Type};
use super::tiles::{Steps, ground};
use std::cell::RefCell;

const GAP: f64 = 3.0;
const ROW: f64 = 30.0;
const LINE: f64 = 16.0;
/// Widest column: beyond it a cell looks like a bar.
const WIDEST: f64 = 110.0;

/// Draws the table; gives the height of the picture.
pub(super) fn heat(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let mut sheet = sheet.borrow_mut();
    let steps = Steps::of(data);
    let mut y = header(&mut sheet, data, &[], 0.0);
    y = steps.key(&mut sheet, data, y + 4.0);
    let table = Columns::of(data, sheet.width);
    let series: Vec<usize> = (0..data.series()).collect();
    for block in series.chunks(table.each) {
        y = table.names(&mut sheet, data, block, y);
        for category in 0..data.categories() {
            table.row(&mut sheet, data, &steps, block, category, y);
            y += ROW + GAP;
        }
        y += 10.0;
    }
    y - 10.0
}

/// How wide the names and the columns are, and how many columns a block has.
struct Columns {
    gutter: f64,
    width: f64,
    each: usize,
}

impl Columns {
    fn of(data: &Data, width: f64) -> Self {
        let names = (0..data.categories()).map(|category| Type::Label.width(&data.axis_short(category))).fold(0.0, f64::max);
        let gutter = (names + 9.0).min(width * 0.36);
        let value = data.all().map(|sample| Type::Value.width(data.beside(sample))).fold(0.0, f64::max);
        let need = (value + 10.0).max(44.0);
        let room = width - gutter;
        let most = ((room / (need + GAP)).floor() as usize).clamp(1, data.series().max(1));
        // Blocks of about equal size: 7 columns become 4 and 3, not 6 and 1.
        let each = data.series().max(1).div_ceil(data.series().max(1).div_ceil(most));
        Self { gutter, width: (room / each as f64 - GAP).clamp(1.0, WIDEST), each }
    }

    fn left(&self, column: usize) -> f64 {
        self.gutter + column as f64 * (self.width + GAP)
    }

    /// Names of the series above their columns; gives the upper edge of the cells.
    fn names(&self, sheet: &mut Sheet, data: &Data, block: &[usize], top: f64) -> f64 {
        let wrapped: Vec<_> =
            block.iter().map(|series| wrap(data.series_name(*series), self.width, Type::Note.size(), 2)).collect();
        let lines = wrapped.iter().map(|name| name.lines.len()).max().unwrap_or(0);
        for (column, name) in wrapped.iter().enumerate() {
            // The last lines of all names stand on one level.
            let first = top + 13.0 + (lines - name.lines.len()) as f64 * LINE;
            for (i, line) in name.lines.iter().enumerate() {
                let line = fit(line, self.width, Type::Note.size());
                sheet.text(Type::Note, Anchor::Middle, (self.left(column) + self.width / 2.0, first + i as f64 * LINE), &line);
            }
        }
        top + lines as f64 * LINE + 5.0
    }

    fn row(&self, sheet: &mut Sheet, data: &Data, steps: &Steps, block: &[usize], category: usize, top: f64) {
        let name = fit(&data.axis_short(category), self.gutter - 8.5, Type::Label.size());
        sheet.text(Type::Label, Anchor::End, (self.gutter - 8.0, top + ROW / 2.0 + 5.0), &name);
        for (column, &series) in block.iter().enumerate() {
            let frame = Frame { x: self.left(column), y: top, w: self.width, h: ROW };
            cell(sheet, data, steps, (series, category), frame);
        }
    }
}

fn cell(sheet: &mut Sheet, data: &Data, steps: &Steps, (series, category): (usize, usize), frame: Frame) {
    let sample = data.sample(series, category);
    ground(sheet, data, steps, (series, category), frame);
    let text = data.beside(sample);
    let kind = if number(sample.value).is_some() { Type::Value } else { Type::Inside };
    if kind.width(text) <= frame.w - 4.0 {
        let at = (frame.x + frame.w / 2.0, frame.y + frame.h / 2.0 + 5.0);
        super::tiles::plate(sheet, sample, kind, at, text);
        sheet.text(kind, Anchor::Middle, at, text);
    }
    sheet.close();
}
