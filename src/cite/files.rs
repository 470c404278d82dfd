//! Files for reference managers.

use std::fmt::Write;

use serde_json::json;

use super::Item;
use crate::model::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// BibTeX, with organisations in double braces so that they are not split into names.
#[must_use]
pub fn bibtex(item: &Item) -> String {
    let mut text = format!("@misc{{{},\n", item.key);
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<9} = {value},");
    };
    let braced = |words: &str| format!("{{{{{}}}}}", escaped(words));
    line("author", &braced(&item.author));
    line("title", &braced(&item.title));
    line("year", &format!("{{{}}}", item.issued.year()));
    line("month", MONTHS[usize::from(item.issued.month().unsigned_abs().clamp(1, 12)) - 1]);
    if let Some(version) = &item.version {
        line("version", &format!("{{{version}}}"));
    }
    line("publisher", &braced(&item.publisher));
    if let Some(url) = &item.url {
        line("url", &format!("{{{url}}}"));
        line("urldate", &format!("{{{}}}", item.accessed));
    }
    line("note", "{Dataset}");
    text + "}\n"
}

/// What TeX would take for a command.
fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '#' | '_' | '$' => made.extend(['\\', c]),
            '{' | '}' | '\\' => made.push(' '),
            _ => made.push(c),
        }
    }
    made
}

/// RIS, type `DATA`, lines end with CRLF.
#[must_use]
pub fn ris(item: &Item) -> String {
    let mut lines = vec![
        ("TY", "DATA".to_owned()),
        ("AU", item.author.clone()),
        ("TI", item.title.clone()),
        ("PY", item.issued.year().to_string()),
        ("DA", slashes(item.issued)),
    ];
    lines.extend(item.version.iter().map(|version| ("ET", version.clone())));
    lines.push(("PB", item.publisher.clone()));
    lines.extend(item.url.iter().map(|url| ("UR", url.clone())));
    lines.push(("Y2", slashes(item.accessed)));
    lines.push(("LA", item.lang.clone()));
    lines.push(("ER", String::new()));
    lines.iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect()
}

fn slashes(date: Date) -> String {
    format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day())
}

/// CSL-JSON: a list of one item. Styles add the `V` of a version themselves.
#[must_use]
pub fn csl_json(item: &Item) -> String {
    let parts = |date: Date| json!({ "date-parts": [[date.year(), date.month(), date.day()]] });
    let mut entry = json!({
        "id": item.key,
        "type": "dataset",
        "title": item.title,
        "author": [{ "literal": item.author }],
        "publisher": item.publisher,
        "issued": parts(item.issued),
        "accessed": parts(item.accessed),
        "language": item.lang,
    });
    if let Some(version) = &item.version {
        entry["version"] = version.as_str().into();
    }
    if let Some(url) = &item.url {
        entry["URL"] = url.as_str().into();
    }
    let mut text = serde_json::to_string_pretty(&json!([entry])).expect("texts are always JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn the_three_files_agree_on_title_year_and_address() {
        let item = example();
        let (bib, ris, csl) = (bibtex(&item), ris(&item), csl_json(&item));
        for text in [&bib, &ris, &csl] {
            assert!(
                text.contains(&item.title) && text.contains("2025") && text.contains("https://qingxi.example.org/data/camps/")
            );
        }
        assert!(bib.contains("month     = feb,") && ris.starts_with("TY  - DATA\r\n") && ris.ends_with("ER  - \r\n"));
    }

    #[test]
    fn marks_that_tex_runs_are_escaped() {
        assert_eq!(escaped("50% of A&B_{x}"), "50\\% of A\\&B\\_ x ");
    }
}
