//! Writing SVG: lines of text, rules and grounds, with attributes alone.

use std::fmt::Write as _;

use super::fonts::{Fonts, plain};
use crate::typeset;

/// A sheet of SVG being written, in units.
pub(super) struct Canvas<'f> {
    pub(super) fonts: &'f Fonts,
    pub(super) body: String,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look<'c> {
    pub(super) size: f64,
    pub(super) colour: &'c str,
    pub(super) strong: bool,
}

impl<'f> Canvas<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, body: String::with_capacity(8_000) }
    }

    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        typeset::width(text, &|c| self.fonts.advance(c, size))
    }

    /// `text` in at most `most` lines no wider than `room`.
    pub(super) fn wrap(&self, text: &str, room: f64, size: f64, most: usize) -> typeset::Lines {
        // Readers' own letters run wider than those that are measured.
        typeset::wrap(text, room, &|c| self.fonts.advance(c, size) * if c.is_ascii() { 1.06 } else { 1.0 }, most)
    }

    /// The largest of `sizes` at which `text` takes at most `most` lines, and these; cut at the smallest.
    pub(super) fn largest(&self, text: &str, room: f64, sizes: &[f64], most: usize) -> (f64, Vec<String>) {
        let mut found = (0.0, Vec::new());
        for size in sizes {
            let lines = self.wrap(text, room, *size, most);
            found = (*size, lines.lines);
            if !lines.cut {
                break;
            }
        }
        found
    }

    /// One line, its baseline at `y`.
    pub(super) fn line(&mut self, (x, y): (f64, f64), text: &str, look: Look) {
        self.set((x, y), "", text, look);
    }

    /// One line that ends at `x`.
    pub(super) fn line_to(&mut self, (x, y): (f64, f64), text: &str, look: Look) {
        self.set((x, y), " text-anchor=\"end\"", text, look);
    }

    fn set(&mut self, (x, y): (f64, f64), anchor: &str, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        let weight = if look.strong { " font-weight=\"600\"" } else { "" };
        let (size, colour) = (short(look.size), look.colour);
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"{weight}{anchor} fill=\"{colour}\">",
            short(x),
            short(y)
        );
        escape(&mut self.body, text);
        self.body.push_str("</text>");
    }

    /// A filled rectangle.
    pub(super) fn block(&mut self, (x, y, w, h): (f64, f64, f64, f64), colour: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
            short(x),
            short(y),
            short(w),
            short(h)
        );
    }

    /// A word in a frame, its right edge at `right` and its baseline at `y`.
    pub(super) fn badge(&mut self, (right, y): (f64, f64), text: &str, look: Look) {
        let pad = look.size * 0.5;
        // A little wider than measured: fonts differ.
        let width = self.width(text, look.size) * 1.04 + pad * 2.0;
        let (x, top, height) = (right - width, y - look.size * 1.12, look.size * 1.56);
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>",
            short(x),
            short(top),
            short(width),
            short(height),
            short(look.size * 0.22),
            look.colour,
            short(look.size * 0.07)
        );
        self.line((x + pad, y), text, look);
    }
}

/// The SVG element around a body: `fonts` is the list of families, `lang` a language tag.
pub(super) fn wrap(body: &str, (width, height): (f64, f64), words: &Words) -> String {
    let mut out = String::with_capacity(body.len() + 1_000);
    let (width, height) = (short(width), short(height));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" lang=\"{lang}\" font-family=\"{}\"><title id=\"{id}-title\">",
        families(words.chinese),
        id = words.id,
        lang = words.lang,
    );
    escape(&mut out, words.title);
    let _ = write!(out, "</title><desc id=\"{}-desc\">", words.id);
    escape(&mut out, words.description);
    out.push_str("</desc>");
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

/// What a picture is called.
pub(super) struct Words<'w> {
    pub(super) id: &'w str,
    pub(super) lang: &'w str,
    pub(super) chinese: bool,
    pub(super) title: &'w str,
    pub(super) description: &'w str,
}

/// Readers' own fonts; the one that PNGs are drawn with is among them.
fn families(chinese: bool) -> &'static str {
    if chinese {
        "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
    } else {
        "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif"
    }
}

/// A coordinate with at most two decimals.
pub(super) fn short(units: f64) -> String {
    let text = format!("{units:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Appends `text` as XML text or attribute, as pictures draw it; characters that XML forbids are left out.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars().filter_map(plain) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if (c as u32) < 0x20 || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::bundled;
    use super::*;

    #[test]
    fn text_is_escaped_and_numbers_are_short() {
        let fonts = bundled();
        let mut canvas = Canvas::new(&fonts);
        canvas.line((1.5, 2.0), "<山&水>\u{1}\u{a0}", Look { size: 13.25, colour: "#123456", strong: true });
        assert_eq!(
            canvas.body,
            "<text x=\"1.5\" y=\"2\" font-size=\"13.25\" font-weight=\"600\" fill=\"#123456\">&lt;山&amp;水&gt; </text>"
        );
        assert_eq!([short(-0.001), short(10.0), short(2.346)], ["0", "10", "2.35"]);
    }

    #[test]
    fn text_is_set_as_large_as_its_lines_allow() {
        let fonts = bundled();
        let canvas = Canvas::new(&fonts);
        assert_eq!(canvas.largest("怀化", 100.0, &[50.0, 20.0], 1), (50.0, vec!["怀化".to_owned()]));
        assert_eq!(canvas.largest("怀化市", 100.0, &[50.0, 20.0], 1), (20.0, vec!["怀化市".to_owned()]));
        assert!(canvas.largest(&"怀化市".repeat(9), 100.0, &[50.0, 20.0], 1).1[0].ends_with('…'));
    }
}
