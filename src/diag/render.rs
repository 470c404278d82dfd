//! Draws diagnostics for people (with excerpts and carets) and for machines (one JSON object a line).
//!
//! The carets stand right under Chinese text too: `annotate-snippets` measures characters by their width on a terminal.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Drawn, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Level, Place, Span, Tongue};

/// Draws findings one after the other, each followed by an empty line. `colour`: with terminal colours.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], tongue: Tongue, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    diagnostics.iter().fold(String::new(), |mut all, diagnostic| {
        let drawn = renderer.render(&[group(diagnostic, tongue)]);
        // Lines that mark the margin alone end in blanks, which golden files and editors dislike.
        for line in drawn.lines() {
            all.push_str(line.trim_end());
            all.push('\n');
        }
        all.push('\n');
        all
    })
}

fn level_name(level: Level, tongue: Tongue) -> &'static str {
    match (level, tongue) {
        (Level::Error, Tongue::Zh) => "错误",
        (Level::Warning, Tongue::Zh) => "警告",
        (Level::Note, Tongue::Zh) => "提示",
        (Level::Error, Tongue::En) => "error",
        (Level::Warning, Tongue::En) => "warning",
        (Level::Note, Tongue::En) => "note",
    }
}

fn group(diagnostic: &Diagnostic, tongue: Tongue) -> Group<'_> {
    let (help, note) = match tongue {
        Tongue::Zh => ("办法", "说明"),
        Tongue::En => ("help", "note"),
    };
    let level = match diagnostic.level {
        Level::Error => Drawn::ERROR,
        Level::Warning => Drawn::WARNING,
        Level::Note => Drawn::NOTE,
    };
    let title = level
        .with_name(level_name(diagnostic.level, tongue))
        .primary_title(diagnostic.message.get(tongue))
        .id(diagnostic.rule.id);
    let mut group = Group::with_title(title);
    for (place, label) in &diagnostic.places {
        let label = label.as_ref().map(|label| label.get(tongue));
        group = match place {
            Place::Text(span) => group.element(excerpt(span, label)),
            Place::File(path) => group.element(Origin::path(path.display().to_string())),
            Place::Spot { file, line, column } => {
                group.element(Origin::path(file.display().to_string()).line(*line).char_column(*column))
            }
            Place::Cell { .. } => group.element(Origin::path(cell(place, tongue))),
        };
    }
    for words in &diagnostic.notes {
        group = group.element(Drawn::NOTE.with_name(note).message(words.get(tongue)));
    }
    for words in &diagnostic.help {
        group = group.element(Drawn::HELP.with_name(help).message(words.get(tongue)));
    }
    group
}

/// The lines a span touches, and no others: a file may be long.
fn excerpt<'a>(span: &'a Span, label: Option<&'a str>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = span.source.text();
    let start = text[..span.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.range.end..].find('\n').map_or(text.len(), |at| span.range.end + at);
    let marked = span.range.start - start..span.range.end - start;
    let mut annotation = AnnotationKind::Primary.span(marked);
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    Snippet::source(&text[start..end])
        .line_start(span.line_column().0)
        .path(span.source.path().display().to_string())
        .annotation(annotation)
}

/// `file:row, column` in words; never a value.
fn cell(place: &Place, tongue: Tongue) -> String {
    let Place::Cell { file, row, column } = place else { return String::new() };
    let file = file.display();
    match (tongue, column.is_empty()) {
        (_, true) => format!("{file}:{row}"),
        (Tongue::Zh, false) => format!("{file}:{row}，列“{column}”"),
        (Tongue::En, false) => format!("{file}:{row}, column `{column}`"),
    }
}

/// One finding as one line of JSON: `id`, `level`, `message`, `places`, `help`, `notes`; `text` is the message in `tongue`. Where the
/// message counts more than it can name, `names` holds them all.
#[must_use]
pub fn json(diagnostic: &Diagnostic, tongue: Tongue) -> String {
    let both = |texts: &[super::Text]| -> Value { texts.iter().map(|t| json!({ "zh": t.zh, "en": t.en })).collect() };
    let places: Vec<Value> = diagnostic.places.iter().map(|(place, _)| place_json(place)).collect();
    let mut object = json!({
        "id": diagnostic.rule.id,
        "level": level_name(diagnostic.level, Tongue::En),
        "text": diagnostic.message.get(tongue),
        "message": { "zh": diagnostic.message.zh, "en": diagnostic.message.en },
        "places": places,
        "help": both(&diagnostic.help),
        "notes": both(&diagnostic.notes),
    });
    if let Some(names) = &diagnostic.names {
        object["names"] = json!(names);
    }
    object.to_string()
}

fn place_json(place: &Place) -> Value {
    match place {
        Place::File(path) => json!({ "file": path.display().to_string() }),
        Place::Spot { file, line, column } => json!({ "file": file.display().to_string(), "line": line, "column": column }),
        Place::Cell { file, row, column } => json!({ "file": file.display().to_string(), "row": row, "column_name": column }),
        Place::Text(span) => {
            let end = Span { source: span.source.clone(), range: span.range.end..span.range.end };
            let ((line, column), (end_line, end_column)) = (span.line_column(), end.line_column());
            json!({
                "file": span.source.path().display().to_string(),
                "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rule, Source};
    use super::*;
    use crate::say;

    static RULE: Rule = Rule { id: "test/rule", title: ("", ""), explain: ("", "") };

    fn finding() -> Diagnostic {
        let source = Source::new("content/a.md", "第一行\n去年共有 {{ fact(\"夏令营\") }} 人次。\n");
        let at = source.text().find("\"夏令营\"").unwrap();
        Diagnostic::error(&RULE, say!("没有这个数字", "no such fact"))
            .at_label(source.span(at..at + "\"夏令营\"".len()), say!("这里", "here"))
            .help(say!("改一下", "mend it"))
    }

    #[test]
    fn the_caret_stands_under_chinese_text_by_width() {
        let drawn = human(&[finding()], Tongue::En, false);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[0], "error[test/rule]: no such fact");
        assert!(lines[1].ends_with("content/a.md:2:14"), "{drawn}");
        let caret = lines.iter().find(|line| line.contains('^')).unwrap();
        assert!(caret.contains("^^^^^^^^ here"), "eight columns wide:\n{drawn}");
        assert!(drawn.contains("help: mend it"));
    }

    #[test]
    fn chinese_words_are_used_throughout() {
        let drawn = human(&[finding()], Tongue::Zh, false);
        assert!(drawn.starts_with("错误[test/rule]: 没有这个数字"), "{drawn}");
        assert!(drawn.contains("办法") && !drawn.contains("help"), "{drawn}");
    }

    #[test]
    fn cells_are_named_by_coordinates() {
        let place = Place::Cell { file: "data/x.csv".into(), row: 7, column: "年份".into() };
        let found = Diagnostic::error(&RULE, say!("错", "wrong")).at(place);
        assert!(human(std::slice::from_ref(&found), Tongue::En, false).contains("data/x.csv:7, column `年份`"));
        let value: Value = serde_json::from_str(&json(&found, Tongue::Zh)).unwrap();
        assert_eq!((value["text"].as_str(), value["places"][0]["row"].as_u64()), (Some("错"), Some(7)));
    }

    #[test]
    fn an_empty_span_at_the_end_of_a_file_is_drawn() {
        let source = Source::new("a.toml", "x = ");
        let found = Diagnostic::error(&RULE, say!("错", "wrong")).at(source.span(4..4));
        assert!(human(&[found], Tongue::En, false).contains("a.toml:1:5"));
    }
}
