//! Finds the files, pairs the languages, and tells every fault at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::front::{self, Front};
use super::rules::{BAD_NAME, DIFFERS, MISSING_TRANSLATION, RESERVED, TWICE, UNUSED};
use super::{Address, Library, Page, PageMeta};
use crate::config::Settings;
use crate::diag::{Diagnostic, Failed, Place, Sink};
use crate::files::{Entry, Error, Root};
use crate::model::{Lang, Languages, Localized};
use crate::say;

/// Folder of the pages.
pub const FOLDER: &str = "content";
/// First parts of addresses that belong to the site itself.
const RESERVED_PARTS: [&str; 3] = ["assets", "page", "static"];

/// Front matter remembered by file, size and time, so that an unchanged file is not read again.
#[derive(Default)]
pub struct Memo {
    settings: [u8; 32],
    files: BTreeMap<PathBuf, Seen>,
}

/// Size, time and front matter of a file.
type Seen = (u64, (i64, u32), Arc<Front>);

impl Memo {
    /// Forgets everything when the settings are not those of last time.
    fn renew(&mut self, settings: &Settings) {
        let now = crate::files::content_hash(known_names(settings).as_bytes());
        if now != self.settings {
            self.files.clear();
            self.settings = now;
        }
    }
}

/// Everything that front matter may name.
fn known_names(settings: &Settings) -> String {
    let facts: Vec<_> = settings.register.facts.iter().map(|fact| &fact.id).collect();
    let codes = |dimension: &crate::config::Dimension| dimension.codes.iter().map(|entry| entry.code.clone()).collect::<Vec<_>>();
    let dimensions: Vec<_> = settings.catalog.dimensions.iter().map(|(id, dimension)| (id, codes(dimension))).collect();
    format!("{:?}", (&settings.site, settings.charts.keys().collect::<Vec<_>>(), facts, dimensions))
}

/// A file of pages, by name: the address parts of its folder, its stem, its language.
struct Named {
    entry: Entry,
    parts: Vec<String>,
    index: bool,
    lang: Lang,
}

/// Reads the front matter of every page below `content/`.
///
/// `found` is what [`Root::walk`] gives for [`FOLDER`].
/// Cost: each new or changed file is read once, on all cores; texts are not kept.
pub fn load(
    root: &Root,
    found: (Vec<Entry>, Vec<Error>),
    settings: &Settings,
    memo: &mut Memo,
    sink: &Sink,
) -> Result<Library, Failed> {
    memo.renew(settings);
    let (entries, faults) = found;
    faults.iter().for_each(|fault| sink.push(fault.diagnostic()));
    let named: Vec<Named> = entries.into_iter().filter_map(|entry| name(entry, &settings.site.languages, sink)).collect();
    let fronts: Vec<Option<Arc<Front>>> = named.par_iter().map(|file| front(root, settings, memo, file, sink)).collect();
    let mut groups: BTreeMap<(Vec<String>, bool), BTreeMap<Lang, Arc<Front>>> = BTreeMap::new();
    let mut whole = true;
    memo.files.clear();
    for (file, front) in named.into_iter().zip(fronts) {
        let Some(front) = front else {
            whole = false;
            continue;
        };
        memo.files.insert(file.entry.path.clone(), (file.entry.len, file.entry.modified, Arc::clone(&front)));
        groups.entry((file.parts, file.index)).or_default().insert(file.lang, front);
    }
    // A page whose front matter is faulty would be told again as a missing translation.
    let languages = Wanted { all: &settings.site.languages, show_other: settings.site.checks.show_other_language, whole };
    let pages: Vec<Page> =
        groups.into_iter().filter_map(|((parts, index), texts)| pair(root, &languages, &parts, index, &texts, sink)).collect();
    let pages = place(pages, sink);
    sink.check()?;
    Ok(Library::new(pages))
}

fn front(root: &Root, settings: &Settings, memo: &Memo, file: &Named, sink: &Sink) -> Option<Arc<Front>> {
    let known = memo.files.get(&file.entry.path);
    if let Some((_, _, front)) = known.filter(|(len, modified, _)| (*len, *modified) == (file.entry.len, file.entry.modified)) {
        return Some(Arc::clone(front));
    }
    match root.read(&file.entry.path) {
        Ok(source) => front::read(&source, &file.lang, settings, root, sink).map(Arc::new),
        Err(trouble) => {
            sink.push(trouble.diagnostic());
            None
        }
    }
}

/// Takes a file's name apart: `projects/camp/index.zh.md`.
fn name(entry: Entry, languages: &Languages, sink: &Sink) -> Option<Named> {
    let relative = entry.path.strip_prefix(FOLDER).unwrap_or(&entry.path).to_path_buf();
    let file = relative.file_name()?.to_string_lossy().into_owned();
    let Some(stem) = file.strip_suffix(".md") else {
        if !matches!(relative.extension().and_then(|x| x.to_str()), Some("toml" | "ftl")) {
            let message = say!("这个文件不会发布", "this file will not be published");
            let help = say!("图片和附件放在 `static/` 里", "pictures and attachments belong in `static/`");
            sink.push(Diagnostic::warning(&UNUSED, message).at(entry.path.as_path()).help(help));
        }
        return None;
    };
    let all = languages.iter().map(|lang| format!("`{lang}`")).collect::<Vec<_>>().join(", ");
    let Some((stem, lang)) = stem.rsplit_once('.').and_then(|(stem, tag)| Some((stem, languages.find(tag)?))) else {
        let message = say!("文件名没有写明语言", "the file's name does not tell its language");
        let help = say!("命名为 `名称.语言.md`，语言是 {all} 之一", "call it `name.LANGUAGE.md`, with one of {all}");
        sink.push(Diagnostic::error(&BAD_NAME, message).at(entry.path.as_path()).help(help));
        return None;
    };
    let folders =
        relative.parent().into_iter().flat_map(Path::components).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let mut parts: Vec<String> = folders.collect();
    let index = stem == "index";
    if !index {
        parts.push(stem.to_owned());
    }
    if let Some(bad) = parts.iter().find(|part| !is_plain(part)) {
        let message = say!("`{bad}` 不能用在地址里", "`{bad}` cannot be part of an address");
        let help = say!(
            "文件名和文件夹名只用小写字母、数字、`-` 和 `_`",
            "use lower-case letters, digits, `-` and `_` in names of files and folders"
        );
        sink.push(Diagnostic::error(&BAD_NAME, message).at(entry.path.as_path()).help(help));
        return None;
    }
    Some(Named { parts, index, lang: lang.clone(), entry })
}

fn is_plain(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    !part.is_empty() && part.len() <= 100 && part.chars().all(plain)
}

/// The languages that every page is wanted in.
struct Wanted<'a> {
    all: &'a Languages,
    /// Whether a page stands in for the languages it lacks.
    show_other: bool,
    /// Whether every file could be read, so that a language that is not here is missing.
    whole: bool,
}

/// Joins the languages of a page.
fn pair(
    root: &Root,
    wanted: &Wanted<'_>,
    parts: &[String],
    index: bool,
    texts: &BTreeMap<Lang, Arc<Front>>,
    sink: &Sink,
) -> Option<Page> {
    let languages = wanted.all;
    let (_, first) = texts.iter().find(|(lang, _)| *lang == languages.default_lang()).or_else(|| texts.iter().next())?;
    for lang in languages.iter().filter(|lang| wanted.whole && !wanted.show_other && !texts.contains_key(*lang)) {
        let message = say!("页面缺少语言 `{lang}` 的版本", "the page has no version in `{lang}`");
        let wanted = sibling(&first.text.path, lang);
        let help = say!("写一个 `{wanted}`", "write `{wanted}`");
        sink.push(Diagnostic::error(&MISSING_TRANSLATION, message).at(first.text.path.as_path()).help(help));
    }
    for other in texts.values() {
        compare(root, first, other, sink);
    }
    let mut meta = first.meta.clone();
    meta.tables = texts.iter().filter_map(|(lang, front)| Some((lang.clone(), front.table.clone()?))).collect();
    let slug = meta.slug.clone();
    let mut address: Vec<&str> = parts.iter().map(String::as_str).collect();
    if let (Some(slug), Some(last)) = (&slug, address.last_mut()) {
        *last = slug.as_str();
    }
    let reserved = |part: &str| RESERVED_PARTS.contains(&part) || languages.find(part).is_some();
    if let Some(part) = address.first().filter(|part| reserved(part)) {
        let message = say!("地址 `{part}/` 由站点自己使用", "the address `{part}/` belongs to the site itself");
        sink.push(
            Diagnostic::error(&RESERVED, message)
                .at(first.text.path.as_path())
                .help(say!("换一个文件夹名", "choose another folder name")),
        );
    }
    let texts = Localized::try_from_fn(languages, |lang| {
        let own = texts.get(lang).or_else(|| wanted.show_other.then_some(first));
        own.map(|front| front.text.clone())
    })
    .ok()?;
    Some(Page { address: Address::from_parts(address), texts, is_section: index, meta })
}

/// The file of the same page in another language.
fn sibling(path: &Path, lang: &Lang) -> String {
    let text = path.display().to_string();
    let stem = text.strip_suffix(".md").and_then(|stem| stem.rsplit_once('.')).map_or(text.as_str(), |(stem, _)| stem);
    format!("{stem}.{lang}.md")
}

/// Front matter besides words must say the same in every language.
fn compare(root: &Root, first: &Front, other: &Front, sink: &Sink) {
    let (a, b): (&PageMeta, &PageMeta) = (&first.meta, &other.meta);
    let consent = |meta: &PageMeta| meta.story.as_ref().and_then(|story| story.consent.clone());
    let about = |meta: &PageMeta| meta.story.as_ref().map(|story| story.about.clone()).unwrap_or_default();
    let beyond = |meta: &PageMeta| meta.story.as_ref().map(|story| story.beyond.clone()).unwrap_or_default();
    let composite = |meta: &PageMeta| meta.story.as_ref().is_some_and(|story| story.composite);
    let differing = [
        ("slug", a.slug != b.slug),
        ("weight", a.weight != b.weight),
        ("consent", consent(a) != consent(b)),
        ("composite", composite(a) != composite(b)),
        ("about", about(a) != about(b) || beyond(a) != beyond(b)),
        ("date", a.date != b.date),
        ("updated", a.updated != b.updated),
        ("programme", a.programme != b.programme),
        ("headline", a.headline != b.headline),
        ("template", a.template != b.template),
        ("taxonomies", a.terms != b.terms),
        ("charts", a.charts != b.charts),
        ("hidden", a.hidden != b.hidden),
        ("footer", a.footer != b.footer),
    ];
    for (key, _) in differing.into_iter().filter(|(_, differs)| *differs) {
        let place = |front: &Front| -> Place {
            let source = front.text.read(root).ok();
            source.and_then(|source| front::span_of(&source, key)).map_or_else(|| front.text.path.as_path().into(), Place::from)
        };
        let message = say!("各语言的 `{key}` 不一致", "`{key}` differs between the languages");
        let help = say!("两边写成一样的值", "write the same value in both");
        sink.push(Diagnostic::error(&DIFFERS, message).at(place(other)).at(place(first)).help(help));
    }
}

/// Gives each page its address and finds out which folders are sections.
fn place(pages: Vec<Page>, sink: &Sink) -> BTreeMap<Address, Arc<Page>> {
    let parents: std::collections::BTreeSet<String> =
        pages.iter().filter(|page| !page.address.as_str().is_empty()).map(|page| page.address.parent().to_owned()).collect();
    let mut placed: BTreeMap<Address, Arc<Page>> = BTreeMap::new();
    for mut page in pages {
        page.is_section = page.is_section && parents.contains(page.address.as_str());
        if let Some(other) = placed.get(&page.address) {
            let address = page.address.as_str();
            let file = |page: &Page| page.texts.iter().next().map_or_else(PathBuf::new, |(_, text)| text.path.clone());
            let message = say!("两个页面使用同一个地址 `{address}`", "two pages stand at the address `{address}`");
            let found = Diagnostic::error(&TWICE, message).at(file(&page)).at(file(other));
            sink.push(found.help(say!("给其中一个改名", "rename one of the two")));
            continue;
        }
        placed.insert(page.address.clone(), Arc::new(page));
    }
    placed
}
