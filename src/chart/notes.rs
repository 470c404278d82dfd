//! Annotations: a sign behind the name of a category, and what it stands for below the plot.

use super::data::Data;
use super::measure::wrap;
use super::sheet::{Anchor, Sheet, Type};

/// Signs in order; every font for Chinese has them.
const SIGNS: [char; 9] = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨'];
const LINE: f64 = 18.0;
/// Most lines of one annotation; a longer one ends in `…`.
const MOST_LINES: usize = 6;

/// The signs of a category, in the order of the notes.
pub(super) fn signs(data: &Data, category: usize) -> String {
    let notes = data.drawing.notes.iter().zip(SIGNS);
    notes.filter(|(note, _)| note.category == category).map(|(_, sign)| sign).collect()
}

/// Each note as a sentence of its own: sign, category, words.
pub(super) fn sentences(data: &Data) -> Vec<String> {
    let notes = data.drawing.notes.iter().zip(SIGNS).filter(|(note, _)| note.category < data.categories());
    notes.map(|(note, sign)| format!("{sign} {}", said(data, note.category, &note.text))).collect()
}

/// The category and what is said of it.
pub(super) fn said(data: &Data, category: usize, text: &str) -> String {
    format!("{}{}{}", data.name(category), data.lexicon.colon, text.trim())
}

/// Writes the notes from `top` down; gives where they end.
pub(super) fn write(sheet: &mut Sheet, data: &Data, top: f64) -> f64 {
    let sentences = sentences(data);
    if sentences.is_empty() {
        return top;
    }
    let mut y = top + LINE;
    sheet.open("notes", "");
    for sentence in sentences {
        for line in wrap(&sentence, sheet.width - 2.0, Type::Note.size(), MOST_LINES).lines {
            sheet.text(Type::Note, Anchor::Start, (0.0, y), &line);
            y += LINE;
        }
    }
    sheet.close();
    y - LINE + 8.0
}
