//! Lines of text: how long they are and where they break. Whoever sets them gives the advance of each character, in units of its own.

/// First character that is taken as wide: CJK radicals onwards.
const WIDE: usize = 0x2E80;

/// Width of `text` set in one line.
#[must_use]
pub fn width(text: &str, advance: &impl Fn(char) -> f64) -> f64 {
    text.chars().map(advance).sum()
}

/// `text`, or its beginning with `…` when it is wider than `room`.
#[must_use]
pub fn fit(text: &str, room: f64, advance: &impl Fn(char) -> f64) -> String {
    if width(text, advance) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = advance('…');
    for c in text.chars() {
        used += advance(c);
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Lines of one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// At least one, from above.
    pub lines: Vec<String>,
    /// Whether something had to be left out.
    pub cut: bool,
}

impl Lines {
    /// Width of the widest line.
    #[must_use]
    pub fn width(&self, advance: &impl Fn(char) -> f64) -> f64 {
        self.lines.iter().map(|line| width(line, advance)).fold(0.0, f64::max)
    }
}

/// Breaks `text` into at most `most` lines no wider than `room`, of about equal length; what does not fit ends in `…`.
#[must_use]
pub fn wrap(text: &str, room: f64, advance: &impl Fn(char) -> f64, most: usize) -> Lines {
    if width(text, advance) <= room {
        return Lines { lines: vec![text.to_owned()], cut: false };
    }
    let pieces = pieces(text);
    let greedy = fill(&pieces, room, advance);
    if greedy.len() > most {
        return cut(greedy, room, advance, most);
    }
    Lines { lines: balanced(&pieces, greedy, room, advance), cut: false }
}

fn cut(mut lines: Vec<String>, room: f64, advance: &impl Fn(char) -> f64, most: usize) -> Lines {
    let rest = lines.split_off(most.max(1) - 1).iter().fold(String::new(), |all, line| joined(all, line));
    let last = fit(&rest, room, advance);
    lines.push(if last.ends_with('…') { last } else { fit(&format!("{rest}…"), room, advance) });
    Lines { lines, cut: true }
}

/// `line` behind what stands before it; words get back the space that the break took.
fn joined(mut all: String, line: &str) -> String {
    let narrow = |c: Option<char>| c.is_some_and(|c| (c as usize) < WIDE && c != '-');
    if narrow(all.chars().last()) && narrow(line.chars().next()) {
        all.push(' ');
    }
    all + line
}

/// The narrowest filling with as many lines as `greedy`: no single hanzi is left on the last line.
fn balanced(pieces: &[&str], greedy: Vec<String>, room: f64, advance: &impl Fn(char) -> f64) -> Vec<String> {
    let count = greedy.len();
    let mut best = greedy;
    // Never narrower than the widest word: balancing breaks no word that would have stood whole.
    let widest = pieces.iter().map(|piece| width(piece.trim_end(), advance)).fold(0.0, f64::max);
    let (mut low, mut high) = (widest.max(room / 2.0).min(room), room);
    for _ in 0..5 {
        let middle = f64::midpoint(low, high);
        let lines = fill(pieces, middle, advance);
        if lines.len() <= count && lines.iter().all(|line| width(line, advance) <= middle) {
            best = lines;
            high = middle;
        } else {
            low = middle;
        }
    }
    best
}

fn fill(pieces: &[&str], room: f64, advance: &impl Fn(char) -> f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces {
        let last = lines.last_mut().expect("begun with one line");
        if !last.is_empty() && width(last, advance) + width(piece.trim_end(), advance) > room {
            lines.push(String::new());
        }
        push_piece(&mut lines, piece, room, advance);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Adds a piece, broken anywhere when it is wider than a whole line.
fn push_piece(lines: &mut Vec<String>, piece: &str, room: f64, advance: &impl Fn(char) -> f64) {
    if width(piece.trim_end(), advance) <= room {
        lines.last_mut().expect("begun with one line").push_str(piece);
        return;
    }
    for c in piece.chars() {
        let last = lines.last_mut().expect("begun with one line");
        if !last.is_empty() && width(last, advance) + advance(c) > room {
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

/// A hanzi or kana: text set without spaces between words.
#[must_use]
pub fn is_hanzi(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hanzi one em of 14 units, everything else half.
    fn advance(c: char) -> f64 {
        if c as usize >= WIDE || c == '…' { 14.0 } else { 7.0 }
    }

    #[test]
    fn long_county_names_break_into_balanced_lines() {
        let lines = wrap("麻阳苗族自治县", 84.0, &advance, 2);
        assert_eq!(lines, Lines { lines: vec!["麻阳苗族".into(), "自治县".into()], cut: false });
    }

    #[test]
    fn words_are_not_broken_and_closing_marks_do_not_begin_a_line() {
        assert_eq!(wrap("Jingzhou Miao and Dong", 90.0, &advance, 3).lines[0], "Jingzhou");
        assert_eq!(wrap("Hongjiang Dist.", 90.0, &advance, 2).lines, ["Hongjiang", "Dist."]);
        assert!(wrap("研学（上海、北京）人次", 50.0, &advance, 6).lines.iter().all(|line| !line.starts_with(['、', '）'])));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_and_fits() {
        let lines = wrap("一二三四五六七八九十", 28.0, &advance, 2);
        assert!(lines.cut && lines.lines[1].ends_with('…'));
        assert!(lines.width(&advance) <= 28.0);
    }

    #[test]
    fn words_that_are_cut_keep_their_spaces() {
        assert_eq!(wrap("one two three four five", 70.0, &advance, 2).lines, ["one two", "three fo…"]);
    }
}
