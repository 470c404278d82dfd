//! Widths of text in units of the picture, from the advances of the bundled font, and the breaking of lines that follows from them.

use std::sync::LazyLock;

/// Noto Sans CJK SC, subset to GB 2312 (SIL OFL 1.1, licence beside it); used for measuring only.
static FONT: &[u8] = include_bytes!("fonts/NotoSansCJKsc-GB2312.otf");

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
    text.chars().map(advance).sum::<f64>() * size
}

/// `text`, or its beginning with `…` when it is wider than `room`.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = size;
    for c in text.chars() {
        used += advance(c) * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Lines of one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    /// At least one, from above.
    pub(super) lines: Vec<String>,
    /// Whether something had to be left out.
    pub(super) cut: bool,
}

impl Lines {
    /// Width of the widest line.
    pub(super) fn width(&self, size: f64) -> f64 {
        self.lines.iter().map(|line| width(line, size)).fold(0.0, f64::max)
    }
}

/// Breaks `text` into at most `most` lines no wider than `room`, of about equal length; what does not fit ends in `…`.
pub(super) fn wrap(text: &str, room: f64, size: f64, most: usize) -> Lines {
    if width(text, size) <= room {
        return Lines { lines: vec![text.to_owned()], cut: false };
    }
    let pieces = pieces(text);
    let greedy = fill(&pieces, room, size);
    if greedy.len() > most {
        return cut(greedy, room, size, most);
    }
    Lines { lines: balanced(&pieces, greedy, room, size), cut: false }
}

fn cut(mut lines: Vec<String>, room: f64, size: f64, most: usize) -> Lines {
    let rest = lines.split_off(most.max(1) - 1).concat();
    let last = fit(&rest, room, size);
    lines.push(if last.ends_with('…') { last } else { fit(&format!("{rest}…"), room, size) });
    Lines { lines, cut: true }
}

/// The narrowest filling with as many lines as `greedy`: no single hanzi is left on the last line.
fn balanced(pieces: &[&str], greedy: Vec<String>, room: f64, size: f64) -> Vec<String> {
    let count = greedy.len();
    let mut best = greedy;
    // Never narrower than the widest word: balancing breaks no word that would have stood whole.
    let widest = pieces.iter().map(|piece| width(piece.trim_end(), size)).fold(0.0, f64::max);
    let (mut low, mut high) = (widest.max(room / 2.0).min(room), room);
    for _ in 0..5 {
        let middle = f64::midpoint(low, high);
        let lines = fill(pieces, middle, size);
        if lines.len() <= count && lines.iter().all(|line| width(line, size) <= middle) {
            best = lines;
            high = middle;
        } else {
            low = middle;
        }
    }
    best
}

fn fill(pieces: &[&str], room: f64, size: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces {
        let last = lines.last_mut().expect("begun with one line");
        if !last.is_empty() && width(last, size) + width(piece.trim_end(), size) > room {
            lines.push(String::new());
        }
        push_piece(&mut lines, piece, room, size);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Adds a piece, broken anywhere when it is wider than a whole line.
fn push_piece(lines: &mut Vec<String>, piece: &str, room: f64, size: f64) {
    if width(piece.trim_end(), size) <= room {
        lines.last_mut().expect("begun with one line").push_str(piece);
        return;
    }
    for c in piece.chars() {
        let last = lines.last_mut().expect("begun with one line");
        if !last.is_empty() && width(last, size) + advance(c) * size > room {
            lines.push(String::new());
        }
        lines.last_mut().expect("begun with one line").push(c);
    }
}

/// Parts between which a line may end: single hanzi, words with the space behind them; punctuation stays with its neighbour.
fn pieces(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        if previous.is_some_and(|before| may_break(before, c)) {
            parts.push(&text[start..at]);
            start = at;
        }
        previous = Some(c);
    }
    parts.push(&text[start..]);
    parts
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。、；：！？）》」』”’…—%‰·,.;:!?)]}";
    const OPENING: &str = "（《「『“‘([{";
    if CLOSING.contains(after) || OPENING.contains(before) || after == ' ' {
        return false;
    }
    let wide = |c: char| c as usize >= WIDE;
    before == ' ' || before == '-' || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hanzi_is_one_em_wide_and_a_digit_about_half() {
        assert!((width("怀化", 10.0) - 20.0).abs() < 1e-9);
        assert!((5.0..6.5).contains(&width("8", 10.0)));
    }

    #[test]
    fn long_county_names_break_into_balanced_lines() {
        let lines = wrap("麻阳苗族自治县", 84.0, 14.0, 2);
        assert_eq!(lines, Lines { lines: vec!["麻阳苗族".into(), "自治县".into()], cut: false });
    }

    #[test]
    fn words_are_not_broken_and_closing_marks_do_not_begin_a_line() {
        assert_eq!(wrap("Jingzhou Miao and Dong", 90.0, 14.0, 3).lines[0], "Jingzhou");
        assert_eq!(wrap("Hongjiang Dist.", 90.0, 14.0, 2).lines, ["Hongjiang", "Dist."]);
        assert!(wrap("研学（上海、北京）人次", 50.0, 14.0, 6).lines.iter().all(|line| !line.starts_with(['、', '）'])));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_and_fits() {
        let lines = wrap("一二三四五六七八九十", 28.0, 14.0, 2);
        assert!(lines.cut && lines.lines[1].ends_with('…'));
        assert!(lines.width(14.0) <= 28.0);
    }
}
