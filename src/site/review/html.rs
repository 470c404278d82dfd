//! The report as one HTML file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::words::{EN, Words, ZH};
use super::{Known, Review, generator};
use crate::archive::{Change, Difference};
use crate::compose::escaped;
use crate::config::{Dimension, Waiver};
use crate::diag::{Diagnostic, Level, Place, Text, Tongue};
use crate::model::CubeId;

/// Most examples of one kind of change.
const EXAMPLES: usize = 5;
/// Plain on the screen, black on white on paper; each language begins a page.
const STYLE: &str = "\
body{font:16px/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",SimSun,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #767676}h3{font-size:1rem;margin:1.2rem 0 .3rem}\
table{border-collapse:collapse;width:100%;font-size:.875rem}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}\
thead th{background:#eee}td.n{text-align:right;font-variant-numeric:tabular-nums}.good,.bad{font-weight:700;padding:.5rem .75rem;border:2px solid}\
.good{border-color:#1b6e3c}.bad{border-color:#a61b1b}.internal{font-size:.875rem}code{word-break:break-all}.sign td{height:3rem}\
section+section{margin-top:4rem}nav a{margin-right:1rem}\
@media print{body{margin:0;max-width:none;font-size:10.5pt}nav{display:none}section+section{break-before:page;margin-top:0}tr{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}";

pub(super) fn document(review: &Review) -> String {
    let (zh, en) = (part(review, &ZH), part(review, &EN));
    let title = review
        .site
        .as_ref()
        .map_or(ZH.title.to_owned(), |site| format!("{} · {}", site.say(&site.settings.site.title, true), ZH.title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <nav><a href=\"#zh\">中文</a><a href=\"#en\" lang=\"en\">English</a></nav>\n{zh}{en}</body>\n</html>\n",
        escaped(&title)
    )
}

fn part(review: &Review, words: &Words) -> String {
    let id = if words.chinese { "zh" } else { "en" };
    let mut out = format!("<section id=\"{id}\" lang=\"{}\">\n", words.lang);
    let site = review.site.as_ref();
    let name = site.map_or("", |site| site.say(&site.settings.site.title, words.chinese));
    let day = review.as_of.map_or(words.no_day.to_owned(), |day| day.to_string());
    let _ = write!(
        out,
        "<h1>{}</h1>\n<p><strong>{}</strong><br>{}{}{}<br>{}</p>\n<p class=\"internal\">{}</p>\n",
        words.title,
        escaped(name),
        words.as_of,
        colon(words),
        escaped(&day),
        generator(),
        words.internal
    );
    summary(&mut out, review, words);
    findings(&mut out, review, words);
    if let Some(site) = site {
        waivers(&mut out, review, site, words);
        withheld(&mut out, site, words);
        changes(&mut out, review, site, words);
        external(&mut out, review, words);
        signature(&mut out, site, words);
    }
    out + "</section>\n"
}

fn colon(words: &Words) -> &'static str {
    if words.chinese { "：" } else { ": " }
}

fn summary(out: &mut String, review: &Review, words: &Words) {
    let count = |level| review.findings.iter().filter(|found| found.level == level).count();
    let (class, verdict) = if review.failed() { ("bad", words.verdict_bad) } else { ("good", words.verdict_good) };
    let _ = write!(out, "<h2>{}</h2>\n<p class=\"{class}\">{verdict}</p>\n", words.summary);
    if review.site.is_none() {
        let _ = writeln!(out, "<p>{}</p>", words.unread);
    }
    let counts = [Level::Error, Level::Warning, Level::Note].map(|level| count(level).to_string());
    table(out, &words.levels, &[counts.to_vec()], 0);
}

/// Every finding under the heading of its level.
fn findings(out: &mut String, review: &Review, words: &Words) {
    for (level, heading) in [Level::Error, Level::Warning, Level::Note].into_iter().zip(words.levels) {
        let _ = writeln!(out, "<h2>{heading}</h2>");
        let of = review.findings.iter().filter(|found| found.level == level);
        let rows: Vec<Vec<String>> = of.map(|found| row(found, words)).collect();
        table_or(out, &words.columns, &rows, words.none);
    }
}

fn row(found: &Diagnostic, words: &Words) -> Vec<String> {
    let tongue = if words.chinese { Tongue::Zh } else { Tongue::En };
    let said = |texts: &[Text]| {
        texts.iter().map(|text| text.get(tongue)).collect::<Vec<_>>().join(if words.chinese { "；" } else { "; " })
    };
    let mut message = found.message.get(tongue).to_owned();
    if !found.notes.is_empty() {
        message += &format!(" ({})", said(&found.notes));
    }
    let places: Vec<String> = found.places.iter().map(|(place, _)| place_of(place)).collect();
    vec![found.rule.id.to_owned(), message, places.join(", "), said(&found.help)]
}

/// Coordinates alone: the text that stands there is not shown.
fn place_of(place: &Place) -> String {
    match place {
        Place::File(path) => path.display().to_string(),
        Place::Text(span) => {
            let (line, column) = span.line_column();
            format!("{}:{line}:{column}", span.source.path().display())
        }
        Place::Spot { file, line, column } => format!("{}:{line}:{column}", file.display()),
        Place::Cell { file, row, column } => format!("{}:{row} {column}", file.display()),
    }
}

/// Who has decided that something may be published all the same, why, and until when.
fn waivers(out: &mut String, review: &Review, site: &Known, words: &Words) {
    let until = |day: crate::model::Date| match review.as_of {
        Some(today) if day < today => format!("{day} ({})", words.ended),
        _ => day.to_string(),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for waiver in &site.settings.identifiers.waivers {
        // The value itself is what was judged; it is named by its place.
        let place =
            waiver.file.as_ref().map_or_else(|| place_of(&Place::Text(waiver.span.clone())), |file| file.display().to_string());
        rows.push(vec![
            words.waiver_kinds[0].to_owned(),
            place,
            waiver.reason.clone(),
            waiver.person.clone(),
            until(waiver.expires),
        ]);
    }
    for waiver in &site.settings.lexicon.waivers {
        let what = format!("{} ({})", waiver.word, waiver.file.display());
        rows.push(vec![
            words.waiver_kinds[1].to_owned(),
            what,
            waiver.reason.clone(),
            waiver.person.clone(),
            until(waiver.expires),
        ]);
    }
    for (cube, protection) in &site.settings.protection.cubes {
        for waiver in &protection.waivers {
            let (what, reason) = (cell_of(site, cube, waiver, words), site.say(&waiver.reason, words.chinese).to_owned());
            rows.push(vec![words.waiver_kinds[2].to_owned(), what, reason, waiver.by.clone(), words.for_good.to_owned()]);
        }
    }
    let _ = writeln!(out, "<h2>{}</h2>", words.waivers);
    table_or(out, &words.waiver_columns, &rows, words.no_waivers);
}

/// The table and the cell that a waiver is about, in the words of their codes.
fn cell_of(site: &Known, cube: &CubeId, waiver: &Waiver, words: &Words) -> String {
    let Some(spec) = site.settings.catalog.cubes.iter().find(|spec| spec.id == *cube) else { return cube.to_string() };
    let code = |(at, (_, dimension)): (&Option<usize>, &(String, Arc<Dimension>))| {
        let entry = dimension.codes.get((*at)?)?;
        Some(site.say(&entry.short, words.chinese).to_owned())
    };
    let cell: Vec<String> = waiver.key.iter().zip(&spec.dimensions).filter_map(code).collect();
    let measure = waiver.measure.and_then(|at| spec.measures.get(at)).map(|measure| measure.id.to_string());
    let parts: Vec<String> = cell.into_iter().chain(measure).collect();
    let between = if words.chinese { "，" } else { ", " };
    if parts.is_empty() { cube.to_string() } else { format!("{cube}{}{}", colon(words), parts.join(between)) }
}

fn withheld(out: &mut String, site: &Known, words: &Words) {
    let _ = write!(out, "<h2>{}</h2>\n<p>{}</p>\n", words.withheld, words.withheld_note);
    let mut sums = [0; 4];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for table in &site.tables {
        let counts = [table.shown, table.withheld, table.impossible, table.uncollected];
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        let title = site.say(&table.title, words.chinese);
        let mark =
            if table.synthetic && !title.contains(words.invented) { format!(" ({})", words.invented) } else { String::new() };
        let threshold = if table.threshold == 0 { "–".to_owned() } else { table.threshold.to_string() };
        let title = format!("{title}{mark}");
        let counts = counts.iter().map(ToString::to_string);
        rows.push(std::iter::once(title).chain(counts).chain([threshold, words.treatment(table.treatment)]).collect());
    }
    let total = std::iter::once(words.total.to_owned()).chain(sums.iter().map(ToString::to_string));
    rows.push(total.chain([String::new(), String::new()]).collect());
    table(out, &words.table_columns, &rows, 1);
}

fn changes(out: &mut String, review: &Review, site: &Known, words: &Words) {
    let _ = writeln!(out, "<h2>{}</h2>", words.changes);
    let Some((version, date, signed, difference)) = &site.last else {
        let _ = writeln!(out, "<p>{}</p>", words.first);
        return;
    };
    let _ = writeln!(out, "<p>{} ({date})</p>", escaped(version));
    if review.failed() {
        let _ = writeln!(out, "<p>{}</p>", words.not_compared);
    } else {
        table_or(out, &words.change_columns, &change_rows(difference, words), words.unchanged);
    }
    if !signed.is_empty() {
        let rows: Vec<Vec<String>> = signed
            .iter()
            .map(|sign| vec![version.clone(), sign.name.clone(), sign.role.clone(), sign.date.to_string()])
            .collect();
        table(out, &words.sign_columns[..4], &rows, 0);
    }
}

/// Kinds of change with how many, and a few by name. What a cell said is not told, since it may have been withheld since.
fn change_rows(difference: &Difference, words: &Words) -> Vec<Vec<String>> {
    let mut kinds: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    difference.changes.iter().for_each(|change| kinds.entry(change.kind.word()).or_default().push(change));
    let rows = kinds.into_iter().map(|(kind, changes)| {
        let mut names: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
        names.dedup();
        names.truncate(EXAMPLES);
        vec![words.change(kind), changes.len().to_string(), names.join(", ")]
    });
    rows.collect()
}

fn external(out: &mut String, review: &Review, words: &Words) {
    let _ = writeln!(out, "<h2>{}</h2>", words.external);
    let listed = review.outcome.iter().flat_map(|outcome| outcome.external.keys());
    let items: String = listed.map(|address| format!("<li><code>{}</code></li>\n", escaped(address))).collect();
    let _ = if items.is_empty() { writeln!(out, "<p>{}</p>", words.no_external) } else { writeln!(out, "<ul>\n{items}</ul>") };
}

fn signature(out: &mut String, site: &Known, words: &Words) {
    let Some(sum) = &site.sum else { return };
    let _ = write!(out, "<h2>{}</h2>\n<p>{}<br><code>{sum}</code></p>\n", words.signature, words.signature_note);
    let rows: Vec<Vec<String>> =
        words.signers.iter().map(|step| std::iter::once((*step).to_owned()).chain(vec![String::new(); 4]).collect()).collect();
    out.push_str("<div class=\"sign\">\n");
    table(out, &words.sign_columns, &rows, 0);
    out.push_str("</div>\n");
}

fn table_or(out: &mut String, columns: &[&str], rows: &[Vec<String>], none: &str) {
    if rows.is_empty() {
        let _ = writeln!(out, "<p>{none}</p>");
    } else {
        table(out, columns, rows, 0);
    }
}

/// A table; columns before `names` hold words, the others numbers where they look like it.
fn table(out: &mut String, columns: &[&str], rows: &[Vec<String>], names: usize) {
    out.push_str("<table>\n<thead><tr>");
    for column in columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(column));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let number = at >= names && !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
            let _ = if number { write!(out, "<td class=\"n\">{cell}</td>") } else { write!(out, "<td>{}</td>", escaped(cell)) };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}
