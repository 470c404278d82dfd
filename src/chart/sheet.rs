//! The SVG being written: groups with a title, shapes and text that carry classes only, and the boxes that text takes up.

use super::measure;
use std::fmt::Write as _;

/// Hundredths of a unit: what plotters counts in here, so that every coordinate has two decimals.
pub(super) const FINE: f64 = 100.0;

/// A rectangle in units of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

impl Frame {
    /// Whether two frames share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let apart = 0.01;
        self.x + self.w > other.x + apart
            && other.x + other.w > self.x + apart
            && self.y + self.h > other.y + apart
            && other.y + other.h > self.y + apart
    }
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What a text is; decides its class and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Name of a category or series.
    Label,
    /// A value beside its mark.
    Value,
    /// A value on a coloured mark.
    Inside,
    /// Ticks.
    Tick,
    /// Unit, words such as “withheld”, keys.
    Note,
    /// The mark of invented data.
    Synthetic,
}

impl Type {
    /// Size in units.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Label | Self::Value => 14.0,
            Self::Inside | Self::Tick | Self::Note | Self::Synthetic => 13.0,
        }
    }

    /// Width of `text`; values are set a little bolder.
    pub(super) fn width(self, text: &str) -> f64 {
        let bolder = if matches!(self, Self::Value | Self::Synthetic) { 1.06 } else { 1.0 };
        measure::width(text, self.size()) * bolder
    }

    fn class(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Value => "value",
            Self::Inside => "inside",
            Self::Tick => "tick",
            Self::Note => "note",
            Self::Synthetic => "synthetic",
        }
    }
}

/// Classes of rectangles with round corners.
const ROUND: [&str; 9] = ["badge", "q1", "q2", "q3", "q4", "q5", "blank", "planned", "plate"];

/// The body of one SVG.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    body: String,
    /// Class of the next shape that plotters draws.
    pub(super) shape: String,
    /// Boxes of all text drawn.
    pub(super) boxes: Vec<Frame>,
    /// Id prefix, safe in attributes.
    pub(super) id: String,
    /// Width of the picture.
    pub(super) width: f64,
}

impl Sheet {
    /// An empty sheet.
    pub(super) fn new(id: String, width: f64) -> Self {
        Self { body: String::with_capacity(6_000), id, width, ..Self::default() }
    }

    /// The body written so far.
    pub(super) fn into_body(self) -> String {
        self.body
    }

    /// Begins a group; `title` is what a pointer over it shows.
    pub(super) fn open(&mut self, class: &str, title: &str) {
        self.body.push_str("<g class=\"");
        self.body.push_str(class);
        self.body.push_str("\">");
        if !title.is_empty() {
            self.body.push_str("<title>");
            escape(&mut self.body, title);
            self.body.push_str("</title>");
        }
    }

    /// Ends a group.
    pub(super) fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// A rectangle in hundredths.
    pub(super) fn rect_fine(&mut self, class: &str, (x0, y0): (i32, i32), (x1, y1): (i32, i32)) {
        self.begin("rect", class);
        for (name, value) in
            [("x", x0.min(x1)), ("y", y0.min(y1)), ("width", x1.abs_diff(x0) as i32), ("height", y1.abs_diff(y0) as i32)]
        {
            self.number(name, value);
        }
        // An attribute: validators of style sheets do not know it as a property.
        if ROUND.contains(&class) {
            self.body.push_str(" rx=\"3\"");
        }
        self.body.push_str("/>");
    }

    /// A rectangle in units.
    pub(super) fn rect(&mut self, class: &str, frame: Frame) {
        self.rect_fine(class, (fine(frame.x), fine(frame.y)), (fine(frame.x + frame.w), fine(frame.y + frame.h)));
    }

    /// A rectangle filled with one of this picture's patterns.
    pub(super) fn pattern(&mut self, pattern: &str, frame: Frame) {
        self.begin("rect", "pattern");
        let fill = format!(" fill=\"url(#{}-{pattern})\"", self.id);
        self.body.push_str(&fill);
        for (name, value) in [("x", frame.x), ("y", frame.y), ("width", frame.w), ("height", frame.h)] {
            self.number(name, fine(value));
        }
        self.body.push_str("/>");
    }

    /// A circle in hundredths.
    pub(super) fn circle_fine(&mut self, class: &str, (x, y): (i32, i32), radius: i32) {
        self.begin("circle", class);
        for (name, value) in [("cx", x), ("cy", y), ("r", radius)] {
            self.number(name, value);
        }
        self.body.push_str("/>");
    }

    /// An open path in hundredths.
    pub(super) fn path_fine(&mut self, class: &str, points: impl Iterator<Item = (i32, i32)>) {
        self.begin("path", class);
        self.body.push_str(" d=\"");
        for (i, (x, y)) in points.enumerate() {
            self.body.push(match i {
                0 => 'M',
                1 => 'L',
                _ => ' ',
            });
            push_fine(&mut self.body, x);
            self.body.push(' ');
            push_fine(&mut self.body, y);
        }
        self.body.push_str("\"/>");
    }

    /// An open path in units.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        self.path_fine(class, points.iter().map(|&(x, y)| (fine(x), fine(y))));
    }

    /// One line of text on its baseline, moved sideways when it would leave the picture; gives its box.
    pub(super) fn text(&mut self, kind: Type, anchor: Anchor, at: (f64, f64), text: &str) -> Frame {
        let frame = text_box(kind, anchor, at, text, self.width);
        self.boxes.push(frame);
        let (word, x) = match anchor {
            Anchor::Start => ("", frame.x),
            Anchor::Middle => (" m", frame.x + frame.w / 2.0),
            Anchor::End => (" e", frame.x + frame.w),
        };
        let _ = write!(self.body, "<text class=\"{}{word}\"", kind.class());
        self.number("x", fine(x));
        self.number("y", fine(at.1));
        if matches!(kind, Type::Label | Type::Value | Type::Note) {
            self.body.push_str(" paint-order=\"stroke\"");
        }
        self.body.push('>');
        escape(&mut self.body, text);
        self.body.push_str("</text>");
        frame
    }

    fn begin(&mut self, element: &str, class: &str) {
        self.body.push('<');
        self.body.push_str(element);
        if !class.is_empty() {
            self.body.push_str(" class=\"");
            self.body.push_str(class);
            self.body.push('"');
        }
    }

    fn number(&mut self, name: &str, value: i32) {
        self.body.push(' ');
        self.body.push_str(name);
        self.body.push_str("=\"");
        push_fine(&mut self.body, value);
        self.body.push('"');
    }
}

/// The box that [`Sheet::text`] would take, kept inside a picture `width` wide.
pub(super) fn text_box(kind: Type, anchor: Anchor, (x, y): (f64, f64), text: &str, width: f64) -> Frame {
    let w = kind.width(text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - w / 2.0,
        Anchor::End => x - w,
    };
    let size = kind.size();
    Frame { x: left.min(width - w).max(0.0), y: y - size * 0.82, w, h: size * 1.04 }
}

/// Units to hundredths, within what plotters can add up.
pub(super) fn fine(units: f64) -> i32 {
    (units * FINE).round().clamp(-1e9, 1e9) as i32
}

fn push_fine(out: &mut String, hundredths: i32) {
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let _ = match (rest, rest % 10) {
        (0, _) => write!(out, "{whole}"),
        (_, 0) => write!(out, "{whole}.{}", rest / 10),
        _ => write!(out, "{whole}.{rest:02}"),
    };
}

/// Appends `text` as XML text or attribute; characters that XML forbids become U+FFFD.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if (c as u32) < 0x20 => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_at_most_two_decimals() {
        let mut out = String::new();
        for value in [0, 5, 50, 1234, -1200, -5] {
            push_fine(&mut out, value);
            out.push(' ');
        }
        assert_eq!(out, "0 0.05 0.5 12.34 -12 -0.05 ");
    }

    #[test]
    fn text_is_escaped_and_stays_inside_the_picture() {
        let mut sheet = Sheet::new("x".into(), 100.0);
        let frame = sheet.text(Type::Label, Anchor::Middle, (98.0, 20.0), "<山&水>\u{1}");
        assert!(frame.x + frame.w <= 100.0);
        assert!(sheet.into_body().contains("&lt;山&amp;水&gt;\u{FFFD}"));
    }
}
