//! What happened to published figures: releases, what changed between them, corrections, and figures as they once were.

use std::fmt::Write;

use crate::archive::{Change, Difference, Frozen, Kind};
use crate::compose::article::{bare, html_block, table_block};
use crate::compose::tables::words;
use crate::compose::voice::Voice;
use crate::compose::{Desk, dataset_address, escaped, fact_address, planned};
use crate::config::{CorrectionEntry, CorrectionKind, Status};
use crate::facts::Fact;
use crate::theme::views::{ArticleView, Block, CellView, Link, TableView};

/// Address of the list of releases.
pub const RELEASES: &str = "releases/";

/// Most rows of one table of changes; the rest is in the files.
const MOST_ROWS: usize = 500;

/// The address of a release's page.
#[must_use]
pub fn release_address(version: &str) -> String {
    format!("{RELEASES}{version}/")
}

/// The address of a statistic as it was in a release.
#[must_use]
pub fn frozen_address(id: &str, version: &str) -> String {
    format!("{}@{version}/", fact_address(id))
}

fn table(head: Vec<CellView>, rows: Vec<Vec<CellView>>) -> TableView {
    TableView { caption: String::new(), head, rows, legend: Vec::new(), note: String::new() }
}

fn heads(voice: &Voice, keys: &[&str]) -> Vec<CellView> {
    keys.iter().map(|key| words(voice.word(key))).collect()
}

fn linked(text: String, href: String) -> CellView {
    CellView { href, ..words(text) }
}

fn paragraph(text: &str) -> Block {
    html_block(format!("<p>{}</p>", escaped(text)))
}

fn heading(id: &str, text: &str) -> Block {
    html_block(format!("<h2 id=\"{id}\">{}</h2>", escaped(text)))
}

/// A line that stands out, with a link at its end.
fn banner(text: &str, to: &Link) -> Block {
    html_block(format!("<p class=\"notice\">{} <a href=\"{}\">{}</a></p>", escaped(text), escaped(&to.href), escaped(&to.label)))
}

/// All releases and the calendar.
#[must_use]
pub fn releases(desk: &Desk, voice: &Voice) -> ArticleView {
    let lang = &voice.lang;
    let mut view = bare(voice.word("releases-name"), voice.word("releases-lead"));
    if desk.archive.releases.is_empty() {
        view.blocks.push(paragraph(&voice.word("releases-none")));
    } else {
        let row = |frozen: &Frozen| {
            let version = &frozen.entry.version;
            let files = i64::try_from(frozen.files.len()).unwrap_or(i64::MAX);
            vec![
                linked(version.clone(), desk.atlas.link(RELEASES, &release_address(version), lang)),
                words(voice.wording.date(frozen.entry.date)),
                CellView { number: true, ..words(voice.wording.table_number(crate::model::Decimal::whole(files))) },
                words(frozen.entry.note.clone().unwrap_or_default()),
            ]
        };
        let rows = desk.archive.releases.iter().rev().map(|frozen| row(frozen)).collect();
        let head = heads(voice, &["release-version", "release-date", "release-files", "release-note"]);
        view.blocks.push(table_block(table(head, rows)));
    }
    let planned = &desk.settings.calendar;
    if !planned.is_empty() {
        view.blocks.push(heading("calendar", &voice.word("releases-calendar")));
        let row =
            |entry: &crate::config::Planned| vec![words(voice.wording.date(entry.date)), words(entry.title.get(lang).clone())];
        let head = heads(voice, &["release-date", "release-what"]);
        view.blocks.push(table_block(table(head, planned.iter().map(row).collect())));
        let href = desk.atlas.link_file(RELEASES, lang, &format!("{}calendar.ics", desk.atlas.folder(RELEASES, lang)));
        view.blocks.push(html_block(format!("<p><a href=\"{href}\">{}</a></p>", escaped(&voice.word("releases-ics")))));
    }
    let feed = desk.atlas.link_file(RELEASES, lang, &format!("{}feed.xml", desk.atlas.folder(RELEASES, lang)));
    view.blocks.push(html_block(format!("<p><a href=\"{feed}\">{}</a></p>", escaped(&voice.word("releases-feed")))));
    view
}

/// One release: what is new, what changed, what was newly withheld, which notes are missing, its files.
#[must_use]
pub fn release(desk: &Desk, voice: &Voice, at: usize) -> ArticleView {
    let frozen = &desk.archive.releases[at];
    let (version, lang) = (&frozen.entry.version, &voice.lang);
    let address = release_address(version);
    let args = [("version", version.as_str())];
    let mut view = bare(voice.with("release-title", &args), frozen.entry.note.clone().unwrap_or_default());
    view.date = frozen.entry.date.to_string();
    view.date_text = voice.wording.date(frozen.entry.date);
    if let Some(newer) = desk.archive.latest().filter(|latest| latest.entry.version != *version) {
        let to = &newer.entry.version;
        let link = Link { label: to.clone(), href: desk.atlas.link(&address, &release_address(to), lang), lang: String::new() };
        view.blocks.push(banner(&voice.word("release-newer"), &link));
    }
    match at.checked_sub(1).map(|before| &desk.archive.releases[before]) {
        Some(before) => {
            let difference = Difference::between(&before.snapshot, &frozen.snapshot);
            view.blocks.extend(changes(desk, voice, &address, &difference, &before.entry.version));
            view.blocks.extend(missing_notes(desk, voice, &address, &difference));
        }
        None => view.blocks.push(paragraph(&voice.word("release-first"))),
    }
    view.blocks.push(heading("files", &voice.word("release-files")));
    let row = |(name, sum): (&String, &String)| {
        let href = desk.atlas.link_file(&address, lang, &format!("{address}{name}"));
        vec![linked(name.clone(), href), words(sum.chars().take(16).collect::<String>() + "…")]
    };
    let head = heads(voice, &["release-file", "release-sum"]);
    view.blocks.push(table_block(table(head, frozen.files.iter().map(row).collect())));
    let sums = desk.atlas.link_file(&address, lang, &format!("{address}{}", crate::archive::SUMS));
    let mut said = format!("<p><a href=\"{sums}\">{}</a></p>", crate::archive::SUMS);
    for sign in frozen.entry.sign_offs.iter().filter(|sign| sign.sums == frozen.entry.sums) {
        let args = [("name", sign.name.as_str()), ("role", &sign.role), ("date", &voice.wording.date(sign.date))];
        let _ = write!(said, "<p>{}</p>", escaped(&voice.with("release-signed", &args)));
    }
    view.blocks.push(html_block(said));
    view
}

/// A table for each kind of change that occurs.
fn changes(desk: &Desk, voice: &Voice, from: &str, difference: &Difference, before: &str) -> Vec<Block> {
    if difference.changes.is_empty() {
        return vec![paragraph(&voice.with("release-same", &[("version", before)]))];
    }
    let mut blocks = vec![paragraph(&voice.with("release-since", &[("version", before)]))];
    for kind in Kind::ALL {
        let all: Vec<&Change> = difference.of(kind).collect();
        if all.is_empty() {
            continue;
        }
        blocks.push(heading(kind.word(), &voice.word(&format!("change-{}", kind.word()))));
        let rows = all.iter().take(MOST_ROWS).map(|change| change_row(desk, voice, from, change)).collect();
        blocks.push(table_block(table(heads(voice, &["change-what", "change-old", "change-new"]), rows)));
        if all.len() > MOST_ROWS {
            let rest = (all.len() - MOST_ROWS).to_string();
            blocks.push(paragraph(&voice.with("change-more", &[("count", &rest)])));
        }
    }
    blocks
}

fn change_row(desk: &Desk, voice: &Voice, from: &str, change: &Change) -> Vec<CellView> {
    let lang = voice.lang.as_str();
    let is_fact = matches!(change.kind, Kind::FactAdded | Kind::FactRemoved | Kind::FactRedefined | Kind::FactChanged);
    let address = if is_fact { fact_address(&change.id) } else { dataset_address(&change.id) };
    let href = if desk.atlas.has(&address) { desk.atlas.link(from, &address, &voice.lang) } else { String::new() };
    let state = |fact: &Option<crate::archive::FactState>| {
        let fact = fact.as_ref();
        let text = fact.and_then(|fact| fact.texts.get(lang)).cloned().unwrap_or_default();
        let period = fact.and_then(|fact| fact.periods.get(lang)).filter(|_| change.kind == Kind::FactRedefined);
        period.map_or(text.clone(), |period| format!("{text} · {period}"))
    };
    if is_fact {
        let named = change.new_fact.as_ref().or(change.old_fact.as_ref());
        let name = named.and_then(|fact| fact.labels.get(lang)).cloned().unwrap_or_else(|| change.id.clone());
        return vec![linked(name, href), words(state(&change.old_fact)), words(state(&change.new_fact))];
    }
    let key: Vec<String> = change.key.iter().map(|(column, code)| named_code(desk, voice, column, code)).collect();
    let title = desk.settings.catalog.datasets.iter().find(|d| d.id.as_str() == change.id);
    let title = title.map_or_else(|| change.id.clone(), |dataset| dataset.title.get(&voice.lang).clone());
    let what = if key.is_empty() { title } else { format!("{title} · {}", key.join(" · ")) };
    vec![linked(what, href), words(shown(voice, &change.old)), words(shown(voice, &change.new))]
}

/// A value as it was published; the sign of what has none.
fn shown(voice: &Voice, value: &str) -> String {
    match value {
        "Q" => voice.word("withheld-symbol"),
        "M" => voice.word("absent-symbol"),
        "L" => voice.word("unavailable-symbol"),
        other => crate::model::Decimal::parse(other).map_or_else(|| other.to_owned(), |value| voice.wording.table_number(value)),
    }
}

fn named_code(desk: &Desk, voice: &Voice, column: &str, code: &str) -> String {
    if code == crate::model::TOTAL {
        return voice.word("total");
    }
    let dimension = desk.settings.catalog.dimensions.values().find(|d| d.id.as_str() == column);
    let entry = dimension.and_then(|d| d.position(code).map(|at| d.codes[at].name.get(&voice.lang).clone()));
    entry.unwrap_or_else(|| if code.is_empty() { column.to_owned() } else { code.to_owned() })
}

/// Statistics that changed though the log of corrections does not say why.
fn missing_notes(desk: &Desk, voice: &Voice, from: &str, difference: &Difference) -> Vec<Block> {
    let missing: Vec<&Change> = unexplained(desk.settings.corrections.as_slice(), difference).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let rows = missing.iter().map(|change| change_row(desk, voice, from, change)).collect();
    vec![
        heading("missing-notes", &voice.word("release-missing-notes")),
        table_block(table(heads(voice, &["change-what", "change-old", "change-new"]), rows)),
    ]
}

/// Changed statistics without an entry in the log of corrections.
pub fn unexplained<'d>(log: &'d [CorrectionEntry], difference: &'d Difference) -> impl Iterator<Item = &'d Change> {
    let changed =
        difference.changes.iter().filter(|c| matches!(c.kind, Kind::FactChanged | Kind::FactRedefined | Kind::FactRemoved));
    changed.filter(|change| log.iter().all(|entry| entry.fact.as_str() != change.id))
}

/// A statistic as it was in a release.
#[must_use]
pub fn frozen_fact(desk: &Desk, voice: &Voice, id: &str, at: usize) -> Option<ArticleView> {
    let frozen = &desk.archive.releases[at];
    let (version, lang) = (&frozen.entry.version, &voice.lang);
    let state = frozen.snapshot.facts.get(id)?;
    let of = |map: &std::collections::BTreeMap<String, String>| map.get(lang.as_str()).cloned().unwrap_or_default();
    let address = frozen_address(id, version);
    let mut view = bare(of(&state.labels), String::new());
    view.kicker = voice.with("release-title", &[("version", version)]);
    let link = |to: &str, label: String| Link { label, href: desk.atlas.link(&address, to, lang), lang: String::new() };
    let said_now = desk.book.get(id).map(|fact| voice.wording.quantity(&fact.quantity).full);
    if desk.archive.latest().is_some_and(|latest| latest.entry.version != *version) || said_now != Some(of(&state.texts)) {
        view.blocks.push(banner(&voice.word("release-newer"), &link(&fact_address(id), voice.word("fact-now"))));
    }
    let since = |entry: &&CorrectionEntry| entry.fact.as_str() == id && entry.date >= frozen.entry.date;
    let corrected = desk.settings.corrections.iter().find(since).map(|entry| entry.fact.clone());
    view.blocks.extend(corrected.and_then(|id| notice(desk, voice, &address, &[id].into())));
    let text = of(&state.texts);
    let plan = state.status == Status::Plan.word();
    let text = if plan { planned::called(voice, "planned-figure", &text, &[]) } else { text };
    let mut html = format!("<p class=\"statistic-number\">{}</p>", escaped(&text));
    let _ = write!(html, "<p>{} · {}</p>", escaped(&of(&state.periods)), escaped(&voice.wording.date(frozen.entry.date)));
    let json = desk.atlas.link_file(&address, lang, &format!("{address}fact.json"));
    let release = link(&release_address(version), view.kicker.clone());
    let live = link(&fact_address(id), voice.word("fact-now"));
    let _ = write!(
        html,
        "<p><a href=\"{json}\">JSON</a> · <a href=\"{}\">{}</a> · <a href=\"{}\">{}</a></p>",
        release.href,
        escaped(&release.label),
        live.href,
        escaped(&live.label)
    );
    view.blocks.push(html_block(html));
    Some(view)
}

/// The values of a statistic by release, newest first, today's at the top; `None` when it was in no release.
#[must_use]
pub fn of_fact(desk: &Desk, voice: &Voice, fact: &Fact) -> Option<TableView> {
    let (id, lang) = (fact.spec.id.as_str(), &voice.lang);
    let from = fact_address(id);
    let row = |frozen: &Frozen| {
        let state = frozen.snapshot.facts.get(id)?;
        let version = &frozen.entry.version;
        let text = state.texts.get(lang.as_str()).cloned().unwrap_or_default();
        let href = desk.atlas.link(&from, &frozen_address(id, version), lang);
        Some(vec![linked(version.clone(), href), words(voice.wording.date(frozen.entry.date)), words(text)])
    };
    let past: Vec<Vec<CellView>> = desk.archive.releases.iter().rev().filter_map(|frozen| row(frozen)).collect();
    if past.is_empty() {
        return None;
    }
    let date = desk.as_of.map_or_else(String::new, |date| voice.wording.date(date));
    let now = vec![words(voice.word("fact-now")), words(date), words(voice.wording.quantity(&fact.quantity).full)];
    let rows = std::iter::once(now).chain(past).collect();
    Some(table(heads(voice, &["release-version", "release-date", "release-value"]), rows))
}

/// A line at the head of a page that says statistics which were changed; nothing when none was.
#[must_use]
pub fn notice(desk: &Desk, voice: &Voice, from: &str, said: &std::collections::BTreeSet<crate::model::FactId>) -> Option<Block> {
    let corrected = said.iter().filter(|id| desk.settings.corrections.iter().any(|entry| entry.fact == **id));
    let links = corrected.filter_map(|id| {
        let label = super::fact::label(voice, desk.book.get(id.as_str())?);
        let href = desk.atlas.link(from, &fact_address(id.as_str()), &voice.lang);
        Some(format!("<a href=\"{href}#fact-corrections\">{}</a>", escaped(&label)))
    });
    let links: Vec<String> = links.collect();
    let text = escaped(&voice.word("page-corrected"));
    let list = links.join(&escaped(&voice.word("list-comma")));
    (!links.is_empty()).then(|| html_block(format!("<p class=\"notice\">{text} {list}</p>")))
}

/// The log of corrections, newest first, of one statistic or of all; `None` when there is none.
#[must_use]
pub fn corrections(desk: &Desk, voice: &Voice, from: &str, of: Option<&str>) -> Option<TableView> {
    let lang = &voice.lang;
    let chosen = desk.settings.corrections.iter().rev().filter(|entry| of.is_none_or(|id| entry.fact.as_str() == id));
    let row = |entry: &CorrectionEntry| {
        let id = entry.fact.as_str();
        let name = desk.book.get(id).map_or_else(|| id.to_owned(), |fact| super::fact::label(voice, fact));
        let value = |text: &Option<String>| match entry.kind {
            CorrectionKind::Withdrawal => words(voice.word("withheld-symbol")),
            _ => words(text.clone().unwrap_or_default()),
        };
        vec![
            words(voice.wording.date(entry.date)),
            linked(name, desk.atlas.link(from, &fact_address(id), lang)),
            words(voice.word(&format!("correction-{}", entry.kind.word()))),
            value(&entry.old),
            value(&entry.new),
            words(entry.reason.get(lang).clone()),
        ]
    };
    let rows: Vec<Vec<CellView>> = chosen.map(row).collect();
    let keys = ["release-date", "correction-fact", "correction-kind", "change-old", "change-new", "correction-reason"];
    (!rows.is_empty()).then(|| table(heads(voice, &keys), rows))
}
