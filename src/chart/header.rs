//! What stands above the plot: the key, the name of the unit, the mark of invented data.

use super::data::Data;
use super::measure::fit;
use super::sheet::{Anchor, Frame, Sheet, Type};

/// One entry of the key.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) swatch: Swatch,
    pub(super) text: String,
}

/// The picture beside an entry of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swatch {
    /// A block in the colour of a series, with its pattern when stacked.
    Block(usize, bool),
    /// A line in the colour of a series.
    Line(usize),
    /// Dot in the colour of a series.
    Dot(usize),
    /// Hatched: possible.
    Possible,
    /// Hatched: withheld.
    Withheld,
    /// Hollow, dashed: planned.
    Planned,
    /// A dashed line: towards a plan.
    PlannedLine,
    /// An upright line: a plan to be reached.
    Target,
}

const SWATCH: f64 = 14.0;
const LINE: f64 = 21.0;

/// Class of a series: its colour; there are five, then they come again.
pub(super) fn series_class(series: usize) -> usize {
    series % 5 + 1
}

/// Writes the header; gives the height it takes, with room below it.
pub(super) fn header(sheet: &mut Sheet, data: &Data, entries: &[Entry], unit_at: f64) -> f64 {
    let mut right = sheet.width;
    let mut y = 15.0;
    if data.drawing.synthetic {
        right = synthetic(sheet, data, y) - 14.0;
    }
    if !entries.is_empty() {
        y = key(sheet, entries, right, y) + LINE;
        right = if y > 15.0 + LINE { sheet.width } else { right.max(sheet.width) };
    }
    if data.drawing.unit.is_empty() {
        return if entries.is_empty() && !data.drawing.synthetic {
            4.0
        } else {
            y - if entries.is_empty() { 0.0 } else { LINE } + 8.0
        };
    }
    let unit = fit(&data.drawing.unit, right, Type::Note.size());
    let left = unit_at.min(right - Type::Note.width(&unit)).max(0.0);
    sheet.text(Type::Note, Anchor::Start, (left, y), &unit);
    y + 8.0
}

/// The mark of invented data, top right; gives its left edge.
fn synthetic(sheet: &mut Sheet, data: &Data, y: f64) -> f64 {
    let text = data.words.say("chart-synthetic", &[]);
    let text = fit(&text, sheet.width / 2.0, Type::Synthetic.size());
    let width = Type::Synthetic.width(&text) + 14.0;
    let left = sheet.width - width - 0.5;
    sheet.rect("badge", Frame { x: left, y: y - 14.5, w: width, h: 19.0 });
    // In the middle: readers' own fonts run narrower than what was measured.
    sheet.text(Type::Synthetic, Anchor::Middle, (left + width / 2.0, y - 0.5), &text);
    left
}

/// The key, flowing over as many lines as it needs; gives the baseline of its last line.
fn key(sheet: &mut Sheet, entries: &[Entry], first_right: f64, top: f64) -> f64 {
    let (mut x, mut y, mut right) = (0.0, top, first_right);
    for entry in entries {
        let text = fit(&entry.text, sheet.width * 0.6, Type::Note.size());
        let width = SWATCH + 6.0 + Type::Note.width(&text);
        if x > 0.0 && x + width > right {
            (x, y, right) = (0.0, y + LINE, sheet.width);
        }
        draw_swatch(sheet, entry.swatch, Frame { x, y: y - 11.0, w: SWATCH, h: 12.0 });
        sheet.text(Type::Note, Anchor::Start, (x + SWATCH + 6.0, y), &text);
        x += width + 18.0;
    }
    y
}

fn draw_swatch(sheet: &mut Sheet, swatch: Swatch, frame: Frame) {
    let middle = frame.y + frame.h / 2.0;
    match swatch {
        Swatch::Block(series, patterned) => {
            let class = series_class(series);
            sheet.rect(&format!("solid s{class}"), frame);
            if patterned && class > 1 {
                sheet.pattern(&format!("p{class}"), frame);
            }
        }
        Swatch::Line(series) => {
            sheet.path(&format!("line s{}", series_class(series)), &[(frame.x, middle), (frame.x + frame.w, middle)]);
        }
        Swatch::Dot(series) => {
            let at = (super::sheet::fine(frame.x + frame.w / 2.0), super::sheet::fine(middle));
            sheet.circle_fine(&format!("dot s{}", series_class(series)), at, 500);
        }
        Swatch::Possible => {
            sheet.open("s1", "");
            sheet.rect("possible", frame);
            sheet.pattern("possible", frame);
            sheet.close();
        }
        Swatch::Withheld => {
            sheet.pattern("withheld", frame);
            sheet.rect("withheld", frame);
        }
        Swatch::Target => {
            let x = frame.x + frame.w / 2.0;
            sheet.path("target", &[(x, frame.y - 1.0), (x, frame.y + frame.h + 1.0)]);
        }
        Swatch::PlannedLine => sheet.path("line dashed s1", &[(frame.x, middle), (frame.x + frame.w, middle)]),
        Swatch::Planned => {
            sheet.rect("planned s1", Frame { x: frame.x + 0.75, y: frame.y + 0.75, w: frame.w - 1.5, h: frame.h - 1.5 })
        }
    }
}
