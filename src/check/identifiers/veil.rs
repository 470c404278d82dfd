//! Messages of every kind, made safe: an excerpt of a page or the name of a file may hold what must not be shown.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place, Source, Span, Text};
use crate::identify::veil;

/// The diagnostics with identifiers hidden: in excerpts, in names of files, in words. Stars take the place of characters, so that
/// marks stay where they were.
#[must_use]
pub fn veiled(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    diagnostics.iter().map(one).collect()
}

fn one(diagnostic: &Diagnostic) -> Diagnostic {
    let mut safe = diagnostic.clone();
    let mut touched = false;
    for (place, label) in &mut safe.places {
        touched |= hide_place(place);
        if let Some(label) = label {
            *label = words(label, false);
        }
    }
    safe.message = words(&safe.message, touched);
    safe.help.iter_mut().chain(&mut safe.notes).for_each(|text| *text = words(text, touched));
    safe
}

/// Hides what a text says; `all`: every digit too, since the message speaks of a piece of something hidden.
fn words(text: &Text, all: bool) -> Text {
    let hide = |text: &str| {
        let text = veil(text).unwrap_or_else(|| text.to_owned());
        if all { text.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect() } else { text }
    };
    Text { zh: hide(&text.zh), en: hide(&text.en) }
}

/// Hides identifiers in a place; whether the marked stretch itself is part of one.
fn hide_place(place: &mut Place) -> bool {
    match place {
        Place::File(path) | Place::Spot { file: path, .. } | Place::Cell { file: path, .. } => {
            *path = hidden_path(path);
            false
        }
        Place::Text(span) => hide_excerpt(span),
    }
}

fn hidden_path(path: &Path) -> PathBuf {
    path.iter()
        .map(|part| match part.to_str().and_then(veil) {
            Some(hidden) => hidden.into(),
            None => part.to_owned(),
        })
        .collect()
}

/// Hides identifiers in the lines a span touches; whether the span meets one.
fn hide_excerpt(span: &mut Span) -> bool {
    let text = span.source.text();
    let start = text[..span.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.range.end..].find('\n').map_or(text.len(), |at| span.range.end + at);
    let lines = &text[start..end];
    let path = hidden_path(span.source.path());
    let Some(hidden) = veil(lines).or_else(|| (path != span.source.path()).then(|| lines.to_owned())) else { return false };
    // What is hidden has become stars: the span meets it where the two differ.
    let marked = lines[..span.range.start - start].chars().count()..lines[..span.range.end - start].chars().count();
    let meets = lines.chars().zip(hidden.chars()).enumerate().any(|(at, (a, b))| a != b && marked.contains(&at));
    // Lines before stay, as many as they are, so that line numbers hold; only their text goes.
    let before = "\n".repeat(text[..start].matches('\n').count());
    let column = |at: usize| before.len() + byte(&hidden, lines[..at - start].chars().count());
    let range = column(span.range.start)..column(span.range.end);
    *span = Source::new(path, before + &hidden).span(range);
    meets
}

/// The byte at which a character begins.
fn byte(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}
