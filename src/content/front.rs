//! Front matter: the TOML between two lines of `+++` at the head of a page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rules::{NO_FRONT_MATTER, UNKNOWN_REFERENCE, UNKNOWN_TEMPLATE};
use super::{PageMeta, PageText};
use crate::config::reader::{Document, Located, Table};
use crate::config::{Settings, Trait};
use crate::diag::{Diagnostic, Sink, Source, Span, nearest};
use crate::files::{Root, content_hash};
use crate::model::{ChartId, Code, DimensionId, FactId, InvalidId, Lang, Slug};
use crate::say;

const FENCE: &str = "+++";

/// What one file says of its page.
#[derive(Clone, Debug)]
pub(super) struct Front {
    pub(super) text: PageText,
    pub(super) meta: PageMeta,
    pub(super) table: Option<PathBuf>,
}

/// Bytes of the TOML and where the Markdown begins.
pub(super) fn split(text: &str) -> Option<(Range<usize>, usize)> {
    let start = FENCE.len() + text.strip_prefix(FENCE)?.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads the front matter of a file; faults go to the sink.
pub(super) fn read(source: &Arc<Source>, lang: &Lang, settings: &Settings, root: &Root, sink: &Sink) -> Option<Front> {
    let Some((part, body)) = split(source.text()) else {
        let (message, help) = if source.text().starts_with(FENCE) {
            (
                say!("页面开头的设置没有用 `+++` 收尾", "the settings at the head of the page are not closed with `+++`"),
                say!("在正文前面单独写一行 `+++`", "put a line of `+++` before the text"),
            )
        } else {
            (
                say!("页面开头没有用 `+++` 括起来的设置", "the page does not begin with settings between lines of `+++`"),
                say!(
                    "在开头写 `+++`、`title = \"…\"`、`description = \"…\"`、`+++` 四行",
                    "begin with the lines `+++`, `title = \"…\"`, `description = \"…\"`, `+++`"
                ),
            )
        };
        sink.push(Diagnostic::error(&NO_FRONT_MATTER, message).at(source.span(0..3)).help(help));
        return None;
    };
    let document = Document::parse_part(source, part, sink);
    let table = document.root();
    let (title, description) = (table.text("title"), table.text("description"));
    let short = table.optional_text("short");
    let meta = meta(&table, settings, sink);
    let ready_made = ready_made(&table, root, sink);
    table.finish();
    let (title, description) = (title?.value, description?.value);
    let text = PageText {
        lang: lang.clone(),
        short: short.map_or_else(|| title.clone(), |short| short.value),
        title,
        description,
        path: source.path().to_path_buf(),
        body,
        hash: content_hash(source.text().as_bytes()),
    };
    Some(Front { text, meta, table: ready_made })
}

fn meta(table: &Table, settings: &Settings, sink: &Sink) -> PageMeta {
    let known_facts = || settings.register.facts.iter().map(|fact| fact.id.as_str());
    let known_charts = || settings.charts.keys().map(ChartId::as_str);
    let programmes = || settings.site.programmes.iter().map(|p| p.code.as_str());
    let template = table.optional_text("template");
    let programme = table.optional_text("programme").filter(|name| known(name, ("项目", "programme"), programmes, sink));
    PageMeta {
        slug: table.optional_id("slug", Slug::new).map(|slug| slug.value),
        weight: table.whole("weight", -1_000_000, 1_000_000).map(|weight| weight.value),
        aliases: table.texts("aliases").into_iter().filter_map(|typed| alias(&typed, sink)).collect(),
        story: story(table, settings, sink),
        date: table.date("date").map(|date| date.value),
        updated: table.date("updated").map(|date| date.value),
        programme: programme.and_then(|name| Code::new(&name.value).ok()),
        headline: ids(table.texts("headline"), ("数字", "fact"), known_facts, FactId::new, sink),
        template: template.filter(|name| is_template(name, sink)).map(|name| name.value),
        terms: terms(table, settings, sink),
        tables: std::collections::BTreeMap::new(),
        charts: ids(table.texts("charts"), ("图表", "chart"), known_charts, ChartId::new, sink),
        hidden: table.switch("hidden", false),
        footer: table.switch("footer", false),
    }
}

/// What is declared of a story; nothing on any other page.
fn story(table: &Table, settings: &Settings, sink: &Sink) -> Option<super::Story> {
    let (consent, composite) = (table.optional_id("consent", Code::new), table.switch("composite", false));
    let (about, beyond) = about(table, settings, sink);
    let declared = consent.is_some() || composite || !about.is_empty() || !beyond.is_empty();
    declared.then(|| super::Story { consent: consent.map(|id| id.value.to_string()), composite, about, beyond })
}

/// What a story tells of the child: `[about]`, a code or several for a dimension, and yes or no for what no dimension holds.
fn about(table: &Table, settings: &Settings, sink: &Sink) -> (BTreeMap<DimensionId, Vec<Code>>, BTreeSet<Trait>) {
    let (mut found, mut beyond) = (BTreeMap::new(), BTreeSet::new());
    let Some(below) = table.optional_table("about") else { return (found, beyond) };
    let dimensions = &settings.catalog.dimensions;
    for key in below.keys() {
        // A dimension that the site counts goes before a trait of the same name.
        let told = Trait::ALL.into_iter().find(|told| told.key() == key.value && !dimensions.contains_key(key.value.as_str()));
        if let Some(told) = told {
            beyond.extend(below.switch(&key.value, false).then_some(told));
            continue;
        }
        below.skip(&key.value);
        let names = || dimensions.keys().map(DimensionId::as_str).chain(Trait::ALL.map(Trait::key));
        if !known(&key, ("维度", "dimension"), names, sink) {
            continue;
        }
        let Some(dimension) = dimensions.get(key.value.as_str()) else { continue };
        let typed =
            if below.is_text(&key.value) { below.text(&key.value).into_iter().collect() } else { below.texts(&key.value) };
        let names = || dimension.codes.iter().map(|entry| entry.code.as_str());
        let codes = ids(typed, ("代码", "code"), names, Code::new, sink);
        if !codes.is_empty() {
            found.insert(dimension.id.clone(), codes);
        }
    }
    below.finish();
    (found, beyond)
}

/// An address of the site: words of letters, digits and hyphens, each with a slash behind it.
fn alias(typed: &Located<String>, sink: &Sink) -> Option<String> {
    let plain = typed.value.trim_matches('/');
    if !plain.is_empty() && plain.split('/').all(|part| Slug::new(part).is_ok()) {
        return Some(format!("{plain}/"));
    }
    let message = say!(
        "`aliases` 里应是本站的旧地址，如 `projects/old-name/`",
        "`aliases` holds old addresses of this site, such as `projects/old-name/`"
    );
    sink.push(Diagnostic::error(&UNKNOWN_REFERENCE, message).at(typed.span.clone()));
    None
}

/// A template's name is a plain file name; whether it exists is the theme's to say.
fn is_template(name: &Located<String>, sink: &Sink) -> bool {
    let plain = Path::new(&name.value).components().count() == 1 && name.value.ends_with(".html");
    if !plain {
        let message = say!("`template` 应当是模板文件名，如 `page.html`", "`template` must be a file name such as `page.html`");
        sink.push(Diagnostic::error(&UNKNOWN_REFERENCE, message).at(name.span.clone()));
    }
    plain
}

fn terms(table: &Table, settings: &Settings, sink: &Sink) -> std::collections::BTreeMap<Slug, Vec<Slug>> {
    let mut chosen = std::collections::BTreeMap::new();
    let Some(below) = table.optional_table("taxonomies") else { return chosen };
    for taxonomy in &settings.site.taxonomies {
        let known_terms = || taxonomy.terms.iter().map(|(slug, _)| slug.as_str());
        let found = ids(below.texts(taxonomy.id.as_str()), ("分类", "term"), known_terms, Slug::new, sink);
        if !found.is_empty() {
            chosen.insert(taxonomy.id.clone(), found);
        }
    }
    below.finish();
    chosen
}

fn ready_made(table: &Table, root: &Root, sink: &Sink) -> Option<PathBuf> {
    let typed = table.optional_text("table")?;
    match root.confirm(Path::new(&typed.value)) {
        Ok(_) => Some(PathBuf::from(typed.value)),
        Err(trouble) => {
            let mut found = trouble.diagnostic();
            found.places.insert(0, (typed.span.into(), None));
            sink.push(found);
            None
        }
    }
}

fn ids<'k, T, K: Iterator<Item = &'k str>>(
    typed: Vec<Located<String>>,
    what: (&str, &str),
    known_names: impl Fn() -> K,
    make: fn(&str) -> Result<T, InvalidId>,
    sink: &Sink,
) -> Vec<T> {
    typed.iter().filter(|name| known(name, what, &known_names, sink)).filter_map(|name| make(&name.value).ok()).collect()
}

/// Whether a name is declared; if not, an error with the nearest one.
fn known<'k, K: Iterator<Item = &'k str>>(
    name: &Located<String>,
    (zh, en): (&str, &str),
    names: impl Fn() -> K,
    sink: &Sink,
) -> bool {
    let typed = &name.value;
    if names().any(|known| known == typed) {
        return true;
    }
    let found = Diagnostic::error(&UNKNOWN_REFERENCE, say!("没有叫 `{typed}` 的{zh}", "there is no {en} called `{typed}`"));
    let found = found.at(name.span.clone());
    sink.push(match nearest(typed, names()) {
        Some(near) => found.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
        None => {
            found.help(say!("先在 data/ 或 content/ 的设置里声明它", "declare it in the settings of data/ or content/ first"))
        }
    });
    false
}

/// Tells of every page whose `template` is none of `known`, with the nearest one.
pub fn judge_templates(library: &super::Library, root: &Root, known: &[&str], sink: &Sink) {
    for page in library.pages() {
        let Some(name) = page.meta.template.as_deref().filter(|name| !known.contains(name)) else { continue };
        let Some((_, text)) = page.texts.iter().next() else { continue };
        let span = text.read(root).ok().and_then(|source| span_of(&source, "template"));
        let found = Diagnostic::error(&UNKNOWN_TEMPLATE, say!("没有模板 `{name}`", "there is no template `{name}`"));
        let found = found.at(span.map_or_else(|| text.path.as_path().into(), crate::diag::Place::from));
        sink.push(match nearest(name, known.iter().copied()) {
            Some(near) => found.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
            None => found.help(say!("删去这一行，就用默认的模板", "remove the line to use the usual template")),
        });
    }
}

/// Where a key of a file's front matter stands, for faults found later.
#[must_use]
pub fn span_of(source: &Arc<Source>, key: &str) -> Option<Span> {
    let (part, _) = split(source.text())?;
    let silent = Sink::new();
    let document = Document::parse_part(source, part, &silent);
    let table = document.root();
    Some(table.span_of(key))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn front_matter_stands_between_two_fences() {
        assert_eq!(split("+++\na = 1\n+++\nbody"), Some((4..10, 14)));
        assert_eq!(split("+++\r\na = 1\r\n+++\r\nbody"), Some((5..12, 17)));
        assert_eq!(split("+++\n+++"), Some((4..4, 7)));
        assert_eq!(split("+++\na = 1\n"), None);
        assert_eq!(split("# heading"), None);
    }
}
