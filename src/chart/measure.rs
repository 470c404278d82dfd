//! Widths of text in units of the picture, from the advances of the bundled font.

use std::sync::LazyLock;

use crate::typeset;
pub(super) use crate::typeset::Lines;

/// Noto Sans CJK SC, subset to GB 2312 (SIL OFL 1.1, licence beside it): text is measured with it, and pictures are drawn with it.
pub static FONT: &[u8] = include_bytes!("fonts/NotoSansCJKsc-GB2312.otf");

/// First character that is taken as one em wide without asking the font: CJK radicals onwards.
const WIDE: usize = 0x2E80;

/// Readers' own Latin letters (Segoe, Roboto, Arial) run wider than the bundled ones; 12 % covers most.
const LATIN_SAFETY: f64 = 1.12;

/// Advances below [`WIDE`] in thousandths of an em, with the safety added.
static ADVANCES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let face = ttf_parser::Face::parse(FONT, 0).ok();
    let per_em = face.as_ref().map_or(1000.0, |face| f64::from(face.units_per_em()));
    let known = |code: u32| {
        let face = face.as_ref()?;
        let glyph = face.glyph_index(char::from_u32(code)?)?;
        face.glyph_hor_advance(glyph).map(|advance| f64::from(advance) / per_em)
    };
    (0..WIDE as u32).map(|code| known(code).map_or(0.7, |em| if em < 0.99 { em * LATIN_SAFETY } else { em })).collect()
});

fn advance(c: char) -> f64 {
    match c as usize {
        code if code < WIDE => ADVANCES.get(code).copied().unwrap_or(0.7),
        0xFF61..=0xFFDC => 0.5,
        _ => 1.0,
    }
}

/// Width of `text` set in one line at `size` units.
pub(super) fn width(text: &str, size: f64) -> f64 {
    typeset::width(text, &advance) * size
}

/// `text`, or its beginning with `…` when it is wider than `room`.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    typeset::fit(text, room, &|c| advance(c) * size)
}

/// Breaks `text` into at most `most` lines no wider than `room`, of about equal length; what does not fit ends in `…`.
pub(super) fn wrap(text: &str, room: f64, size: f64, most: usize) -> Lines {
    typeset::wrap(text, room, &|c| advance(c) * size, most)
}

/// Width of the widest of `lines`.
pub(super) fn widest(lines: &Lines, size: f64) -> f64 {
    lines.width(&|c| advance(c) * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hanzi_is_one_em_wide_and_a_digit_about_half() {
        assert!((width("怀化", 10.0) - 20.0).abs() < 1e-9);
        assert!((5.0..6.5).contains(&width("8", 10.0)));
    }
}
