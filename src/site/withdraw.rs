//! Taking back: what rested on a consent goes out of the next build, and no file of the output may hold it after that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{self, Settings};
use crate::consent::{Ledger, Passages, Withdrawal, Withdrawn, nothing_to_withdraw, plain, still_there, unread};
use crate::content::{self, Library, Page};
use crate::diag::{Failed, Sink};
use crate::files::{PRIVATE, Root, content_hash};
use crate::identify;
use crate::model::Code;
use crate::photo;

/// Largest file that is read.
const LARGEST: u64 = 256 << 20;

/// What a withdrawal took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Addresses at which a notice will stand.
    pub pages: Vec<String>,
    /// Sources that should be deleted now.
    pub sources: Vec<PathBuf>,
}

/// Writes a withdrawal into the list of the site at `root`. Nothing else is changed: sources are left for their owner to delete.
pub fn withdraw(root: &Path, id: &str, sink: &Sink) -> Result<Taken, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = config::load(&root, sink)?;
    let library = content::load(&root, root.walk(content::FOLDER), &settings, &mut content::Memo::default(), sink)?;
    let pictures = declared(&root, &settings);
    let rests = |page: &Page| page.meta.story.as_ref().and_then(|story| story.consent.as_deref()) == Some(id);
    let pages: Vec<&Arc<Page>> = library.pages().filter(|page| rests(page)).collect();
    let named: Vec<&String> =
        pictures.iter().filter(|(_, (consent, _))| consent.as_deref() == Some(id)).map(|(name, _)| name).collect();
    if (pages.is_empty() && named.is_empty()) || Code::new(id).is_err() {
        let ledger = Ledger::load(&root, &Sink::new());
        return Err(sink.fail(nothing_to_withdraw(id, &ledger, &in_use(&library, &pictures))));
    }
    let texts = |wanted: bool| {
        let pages = library.pages().filter(move |page| rests(page) == wanted);
        pages.flat_map(|page| page.texts.iter().filter_map(|(_, text)| text.read(&root).ok()).collect::<Vec<_>>())
    };
    let others: BTreeSet<String> = texts(false).flat_map(|source| shown(source.text())).collect();
    let own = texts(true).flat_map(|source| shown(source.text())).filter(|name| !others.contains(name));
    let files: BTreeSet<String> = own.chain(named.into_iter().cloned()).filter(|name| root.exists(in_static(name))).collect();
    let mut withdrawal = Withdrawal {
        consent: id.to_owned(),
        pages: pages.iter().map(|page| page.address.as_str().to_owned()).collect(),
        files,
        ..Withdrawal::default()
    };
    for page in &pages {
        remember_words(&root, page, &mut withdrawal.passages);
    }
    for name in withdrawal.files.clone() {
        if let Some((_, alt)) = pictures.get(&name) {
            alt.iter().for_each(|words| withdrawal.passages.add(words));
        }
        remember_picture(&root, &name, &mut withdrawal);
    }
    forget_common(&root, &library, &pages, &mut withdrawal.passages);
    withdrawal.write(&root).map_err(|error| sink.fail(error.diagnostic()))?;
    Ok(taken(&root, &pages, &withdrawal))
}

fn in_static(name: &str) -> PathBuf {
    PathBuf::from("static").join(name)
}

/// The consent and the words of every picture that is declared, by name.
type Pictures = BTreeMap<String, (Option<String>, Vec<String>)>;

fn declared(root: &Root, settings: &Settings) -> Pictures {
    let beside = root.walk("static").0.into_iter().filter(|entry| entry.path.extension().is_some_and(|ending| ending == "toml"));
    let read = |entry: crate::files::Entry| {
        let name = entry.path.strip_prefix("static").ok()?.with_extension("").to_string_lossy().into_owned();
        let declared = photo::read(&root.read(&entry.path).ok()?, &settings.site.languages, &Sink::new())?;
        let words = declared.alt.iter().map(|(_, words)| words.clone()).collect();
        Some((name, (declared.consent.map(|(id, _)| id), words)))
    };
    beside.filter_map(read).collect()
}

/// Every consent that something rests on, with a place.
fn in_use(library: &Library, pictures: &Pictures) -> BTreeMap<String, PathBuf> {
    let stories = library.pages().filter_map(|page| {
        let id = page.meta.story.as_ref()?.consent.clone()?;
        Some((id, page.texts.iter().next()?.1.path.clone()))
    });
    let photos = pictures.iter().filter_map(|(name, (consent, _))| Some((consent.clone()?, in_static(name))));
    stories.chain(photos).collect()
}

/// Files below `static/` that a text names.
fn shown(text: &str) -> Vec<String> {
    let names = text.split("](/static/").skip(1).filter_map(|rest| rest.split([')', ' ', '"']).next());
    names.map(|name| name.replace("%20", " ")).collect()
}

fn remember_words(root: &Root, page: &Page, passages: &mut Passages) {
    for (_, text) in page.texts.iter() {
        for words in [&text.title, &text.short, &text.description] {
            passages.add(words);
        }
        if let Ok(source) = text.read(root) {
            passages.add(&plain(source.text().get(text.body..).unwrap_or_default()));
        }
    }
}

/// What other pages and settings say as well tells nothing of the story.
fn forget_common(root: &Root, library: &Library, pages: &[&Arc<Page>], passages: &mut Passages) {
    let own: BTreeSet<&Path> = pages.iter().flat_map(|page| page.texts.iter().map(|(_, text)| text.path.as_path())).collect();
    let settings = [content::FOLDER, "data"].into_iter().flat_map(|folder| root.walk(folder).0);
    let settings = settings.filter(|entry| entry.path.extension().is_some_and(|ending| ending == "toml" || ending == "ftl"));
    let settings = settings.map(|entry| entry.path).filter(|path| !path.starts_with(PRIVATE));
    let texts = library.pages().flat_map(|page| page.texts.iter().map(|(_, text)| text.path.clone()).collect::<Vec<_>>());
    for path in texts.filter(|path| !own.contains(path.as_path())).chain(settings) {
        if let Ok(source) = root.read(&path) {
            passages.forget(source.text());
            passages.forget(&plain(source.text()));
        }
    }
}

fn remember_picture(root: &Root, name: &str, withdrawal: &mut Withdrawal) {
    let Ok(bytes) = root.read_bytes(in_static(name), LARGEST) else { return };
    withdrawal.sums.insert(content_hash(&bytes));
    let Some(shape) = photo::shape(&bytes) else { return };
    withdrawal.looks.extend(photo::look(&bytes));
    let made = photo::render(name, &bytes, &shape).unwrap_or_default();
    withdrawal.sums.extend(made.iter().map(|rendition| content_hash(&rendition.bytes)));
}

fn taken(root: &Root, pages: &[&Arc<Page>], withdrawal: &Withdrawal) -> Taken {
    let texts = pages.iter().flat_map(|page| page.texts.iter().map(|(_, text)| text.path.clone()));
    let files = withdrawal.files.iter().flat_map(|name| [in_static(name), in_static(&format!("{name}.toml"))]);
    Taken {
        pages: withdrawal.pages.iter().cloned().collect(),
        sources: texts.chain(files.filter(|path| root.exists(path))).collect(),
    }
}

/// Searches every file of an output for what was withdrawn; how many files there were.
///
/// Archives are searched member by member, office documents part by part. Cost: every file is read once, on all cores.
pub fn search_withdrawn(root: &Path, out: &Path, sink: &Sink) -> Result<usize, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let withdrawn = Withdrawn::load(&root, sink);
    sink.check()?;
    let out = Root::open(out).map_err(|error| sink.fail(error.diagnostic()))?;
    let (entries, errors) = out.walk("");
    errors.iter().for_each(|error| sink.push(error.diagnostic()));
    let passages = withdrawn.passages();
    entries.par_iter().for_each(|entry| match out.read_bytes(&entry.path, LARGEST) {
        Ok(bytes) => search(&withdrawn, &passages, &entry.path, &bytes, sink),
        Err(error) => sink.push(error.diagnostic()),
    });
    sink.check()?;
    Ok(entries.len())
}

fn search(withdrawn: &Withdrawn, passages: &Passages, path: &Path, bytes: &[u8], sink: &Sink) {
    let name = path.to_string_lossy();
    let picture = |part: &str, bytes: &[u8]| {
        if withdrawn.holds_picture(&content_hash(bytes), photo::look(bytes).as_ref()) {
            sink.push(still_there(path, part, true));
        }
    };
    picture("", bytes);
    for (member, bytes) in identify::members(bytes) {
        picture(&member, &bytes);
    }
    let content = identify::open(&name, bytes);
    for part in &content.parts {
        if passages.are_in(&part.text) {
            sink.push(still_there(path, &part.place, false));
        }
    }
    content.unread.iter().for_each(|part| sink.push(unread(path, part)));
}
