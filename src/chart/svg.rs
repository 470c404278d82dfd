//! The SVG element around a sheet: title, description, patterns, size.

use super::data::Data;
use super::sheet::{Sheet, escape};
use crate::config::ChartKind;
use std::fmt::Write as _;

/// Wraps what a sheet holds; `height` is where the content ends.
pub(super) fn wrap(sheet: Sheet, data: &Data, description: &str, height: f64) -> String {
    let (width, height) = (sheet.width as u32, height.ceil().max(24.0) as u32 + 2);
    let id = sheet.id.clone();
    let body = sheet.into_body();
    let mut out = String::with_capacity(body.len() + 2_000);
    let kind = kind_class(data.drawing.kind);
    let size = if width < 500 { "narrow" } else { "wide" };
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart-{kind} chart-{size}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" lang=\"{}\">",
        data.drawing.lang
    );
    let _ = write!(out, "<title id=\"{id}-t\">");
    escape(&mut out, &title(data));
    let _ = write!(out, "</title><desc id=\"{id}-d\">");
    escape(&mut out, description);
    escape(&mut out, &source(data));
    out.push_str("</desc>");
    patterns(&mut out, &body, &id);
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

/// The word for a kind in classes.
fn kind_class(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Bar => "bar",
        ChartKind::Column => "column",
        ChartKind::Line => "line",
        ChartKind::Stacked => "stacked",
        ChartKind::Range => "range",
        ChartKind::Tiles => "tiles",
        ChartKind::Share => "share",
        ChartKind::Slope => "slope",
        ChartKind::Panels => "panels",
        ChartKind::Heat => "heat",
        ChartKind::Progress => "progress",
        ChartKind::Pyramid => "pyramid",
        ChartKind::Funnel => "funnel",
    }
}

fn title(data: &Data) -> String {
    match (data.drawing.title.as_str(), data.drawing.subtitle.as_str()) {
        (title, "") => title.to_owned(),
        ("", subtitle) => subtitle.to_owned(),
        (title, subtitle) => format!("{title}{}{subtitle}", data.lexicon.colon),
    }
}

fn source(data: &Data) -> String {
    if data.drawing.source.is_empty() {
        return String::new();
    }
    let source = data.words.say("chart-source", &[("source", data.drawing.source.trim_end_matches(['。', '.']))]);
    let space = if data.drawing.lang.is_chinese() { "" } else { " " };
    format!("{space}{source}{}", data.words.say("chart-stop", &[]).trim_end())
}

/// The patterns that the body uses; their colours are those of their classes.
fn patterns(out: &mut String, body: &str, id: &str) {
    const ALL: [(&str, u8, &str); 6] = [
        ("withheld", 6, "M-1.5 1.5l3-3M0 6l6-6M4.5 7.5l3-3"),
        ("possible", 5, "M-1.25 1.25l2.5-2.5M0 5l5-5M3.75 6.25l2.5-2.5"),
        ("p2", 8, "M0 4H8"),
        ("p3", 8, "M4 0V8"),
        ("p4", 8, "M0 0L8 8M-2 6L2 10M6-2L10 2"),
        ("p5", 8, "M0 4H8M4 0V8"),
    ];
    let used = |name: &str| body.contains(&format!("url(#{id}-{name})"));
    let mut open = false;
    for (name, size, path) in ALL {
        if !used(name) {
            continue;
        }
        out.push_str(if open { "" } else { "<defs>" });
        open = true;
        let _ = write!(
            out,
            "<pattern id=\"{id}-{name}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"ink-{name}\" d=\"{path}\"/></pattern>"
        );
    }
    out.push_str(if open { "</defs>" } else { "" });
}
