//! The seal: a story that its consent covers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::judge::{Use, judge};
use super::record::{Ledger, Medium, Record};
use super::rules::{MISSING, UNKNOWN};
use crate::content::{Address, Library, Page};
use crate::diag::{Diagnostic, Place, Sink, Span, nearest};
use crate::files::Root;
use crate::model::Date;
use crate::say;

/// A story that its consent covers. Only [`clear`] can make one; the record itself stays behind.
#[derive(Clone, Debug)]
pub struct ClearedStory {
    page: Arc<Page>,
    synthetic: bool,
    outside: bool,
    reuse: bool,
}

impl ClearedStory {
    /// The page.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Whether it is made of the experience of several children.
    #[must_use]
    pub fn is_composite(&self) -> bool {
        self.page.meta.story.as_ref().is_some_and(|story| story.composite)
    }

    /// Whether its consent is an invented one, for demonstration.
    #[must_use]
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// Whether somebody outside the institution reviewed it, too.
    #[must_use]
    pub fn is_reviewed_outside(&self) -> bool {
        self.outside
    }

    /// Whether the consent covers reprinting by other media.
    #[must_use]
    pub fn may_be_reprinted(&self) -> bool {
        self.reuse
    }
}

/// Every story that may be laid out.
#[derive(Clone, Debug, Default)]
pub struct Clearance {
    stories: BTreeMap<Address, ClearedStory>,
}

impl Clearance {
    /// All of them, by address.
    pub fn iter(&self) -> impl Iterator<Item = &ClearedStory> {
        self.stories.values()
    }

    /// The story at an address, if it was cleared.
    #[must_use]
    pub fn get(&self, address: &str) -> Option<&ClearedStory> {
        self.stories.get(address)
    }
}

/// Judges every story of a library; what is not covered is told and not in the result. Cost: stories are read once.
#[must_use]
pub fn clear(root: &Root, library: &Library, ledger: &Ledger, as_of: Option<Date>, sink: &Sink) -> Clearance {
    let stories = library.pages().filter(|page| page.is_story());
    let cleared = stories.filter_map(|page| Some((page.address.clone(), one(root, page, ledger, as_of, sink)?)));
    Clearance { stories: cleared.collect() }
}

fn one(root: &Root, page: &Arc<Page>, ledger: &Ledger, as_of: Option<Date>, sink: &Sink) -> Option<ClearedStory> {
    let declared = page.meta.story.clone().unwrap_or_default();
    let Some(id) = &declared.consent else {
        let message = say!("故事没有写明依据哪一份同意书", "the story names no consent");
        let help = say!(
            "在页面开头加上 `consent = \"编号\"`；综合多人写成的，再加 `composite = true`",
            "add `consent = \"ID\"` at the head of the page, and `composite = true` if it is made of several children"
        );
        sink.push(Diagnostic::error(&MISSING, message).at(named(root, page, "title")).help(help));
        return None;
    };
    let record = ledger.find(id, named(root, page, "consent"), sink)?;
    let used = Use {
        named: named(root, page, "consent"),
        media: media(root, page),
        languages: page.texts.iter().map(|(lang, _)| lang.as_str()).collect(),
        published: page.meta.date,
        composite: declared.composite,
    };
    judge(id, record, &used, as_of, sink).then(|| ClearedStory {
        page: Arc::clone(page),
        synthetic: record.synthetic,
        outside: record.outside,
        reuse: record.media.contains(&Medium::Reuse),
    })
}

/// Where a key of a story's front matter stands.
fn named(root: &Root, page: &Page, key: &str) -> Place {
    let Some((_, text)) = page.texts.iter().next() else { return Place::from(std::path::Path::new("content")) };
    let span = text.read(root).ok().and_then(|source| crate::content::span_of(&source, key));
    span.map_or_else(|| text.path.as_path().into(), Place::from)
}

/// What a story shows: its text, and what its files let one hear and see.
fn media(root: &Root, page: &Page) -> Vec<Medium> {
    const SOUNDS: [&str; 5] = [".mp3", ".m4a", ".ogg", ".wav", ".flac"];
    const FILMS: [&str; 4] = [".mp4", ".webm", ".mov", ".mkv"];
    let mut media = vec![Medium::Text];
    let mut add = |medium| {
        if !media.contains(&medium) {
            media.push(medium);
        }
    };
    for source in page.texts.iter().filter_map(|(_, text)| text.read(root).ok()) {
        let text = source.text().to_ascii_lowercase();
        let shows = |endings: &[&str]| endings.iter().any(|ending| text.contains(&format!("{ending})")));
        if shows(&SOUNDS) || shows(&FILMS) {
            add(Medium::Voice);
        }
        if shows(&FILMS) {
            add(Medium::Photo);
        }
    }
    media
}

impl Ledger {
    fn find(&self, id: &str, named: Place, sink: &Sink) -> Option<&Record> {
        let found = self.records.get(id);
        // A record that could not be read was told.
        if found.is_none() && !self.unread.iter().any(|unread| unread == id) {
            let message = say!("没有编号为 `{id}` 的同意书", "there is no consent `{id}`");
            let told = Diagnostic::error(&UNKNOWN, message).at(named);
            sink.push(match nearest(id, self.ids()) {
                Some(near) => told.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
                None => told.help(say!(
                    "把同意书放进 `data/private/consents/{id}.toml`",
                    "put the record into `data/private/consents/{id}.toml`"
                )),
            });
        }
        found
    }

    /// Whether a picture of persons rests on a consent that covers it on the web; if not, it is told.
    pub fn covers_picture(&self, id: &str, named: Span, as_of: Option<Date>, sink: &Sink) -> bool {
        let named = Place::from(named);
        let Some(record) = self.find(id, named.clone(), sink) else { return false };
        // An invented consent never covers a photograph: there are no invented persons in one.
        let used = Use { named, media: vec![Medium::Photo], languages: Vec::new(), published: None, composite: false };
        judge(id, record, &used, as_of, sink)
    }
}
