//! Everything a build reads, read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::Archive;
use crate::check;
use crate::compose::Desk;
use crate::compose::atlas::Atlas;
use crate::compose::edition::EDITION;
use crate::compose::explore;
use crate::compose::factsheet::FACT_SHEET;
use crate::compose::gallery::{Gallery, not_a_font};
use crate::compose::glossary::GLOSSARY;
use crate::compose::search::SEARCH;
use crate::compose::vocabulary::Vocabulary;
use crate::compose::voice::{Voice, words_of};
use crate::compose::{dataset_address, fact_address, history, indicator_address, place_address};
use crate::confidential::{self, Release};
use crate::config::{self, Settings};
use crate::consent::{self, Clearance, Ledger, Press, Withdrawn};
use crate::content::{self, Library};
use crate::diag::{Failed, Progress, Sink};
use crate::facts::{self, FactBook};
use crate::files::{Entry, Error, Root, content_hash};
use crate::i18n::{Arg, Wording, Words};
use crate::model::{Date, Lang};
use crate::picture::{Fonts, Studio};
use crate::rollup::{self, Gathered};
use crate::site::memo::Prepared;
use crate::site::publish::hash_name;
use crate::site::{Memo, Options};
use crate::theme::{Asked, Theme, Translate};

/// All that was read.
pub(super) struct Loaded {
    pub(super) root: Root,
    pub(super) settings: Arc<Settings>,
    pub(super) release: Arc<Release>,
    /// What cities handed over.
    pub(super) gathered: Arc<Gathered>,
    pub(super) book: FactBook,
    pub(super) library: Library,
    /// The stories that may be laid out.
    pub(super) stories: Clearance,
    pub(super) ledger: Ledger,
    pub(super) withdrawn: Withdrawn,
    /// Addresses where a notice stands instead of a story.
    gone: BTreeSet<String>,
    /// Every frozen release, also those that are not published yet.
    pub(super) whole: Archive,
    /// The version of the release that is being made.
    pub(super) making: Option<String>,
    /// Frozen releases that are published.
    pub(super) archive: Archive,
    pub(super) speech: Arc<Speech>,
    inputs: [u8; 32],
}

/// How pages look and what the interface says.
pub(super) struct Speech {
    pub(super) theme: Theme,
    words: BTreeMap<Lang, Arc<Words>>,
}

/// Largest font file.
const MAX_FONT: u64 = 64 << 20;

/// Folders whose files are inputs besides the pages themselves.
const INPUTS: [&str; 6] = [content::FOLDER, "data", "themes", "templates", "static", crate::archive::FOLDER];

/// Reads settings, records, facts, pages and theme. Faults of one stage are told together; a stage that failed stops the next ones that need it.
pub(super) fn load(
    root: &Path,
    options: &Options,
    sink: &Sink,
    progress: &dyn Progress,
    memo: &mut Memo,
) -> Result<Loaded, Failed> {
    let root = Root::open(root).map_err(|e| sink.fail(e.diagnostic()))?;
    let (inputs, pages) = fingerprint(&root);
    let Prepared { settings, release, gathered, .. } = prepare(&root, inputs, options.as_of, sink, progress, memo)?;
    let settings = addressed(settings, options);
    config::checks_off(&settings.site).into_iter().for_each(|note| sink.push(note));
    if options.gov {
        config::gov_gaps(&settings.site).into_iter().for_each(|gap| sink.push(gap));
    }
    let book = facts::register(&settings, &release, sink);
    let library = content::load(&root, pages, &settings, &mut memo.library, sink);
    let speech = speech(&root, &settings, inputs, sink, memo);
    let (ledger, withdrawn) = (Ledger::load(&root, sink), Withdrawn::load(&root, sink));
    let whole = Archive::load(&root, sink);
    let (book, mut library, speech, whole) = (book?, library?, speech?, whole?);
    let gone = take_withdrawn(&mut library, &withdrawn, &root, &speech.theme, sink);
    let stories = consent::clear(&root, &library, &ledger, options.as_of, sink);
    check::stories::judge(&root, &settings, &stories, &Press::load(&root, sink), options.as_of, sink);
    let sign_offs = if options.unsigned { 0 } else { settings.site.release.sign_offs };
    let archive = whole.clone().published(options.as_of, sign_offs, sink);
    let published: Vec<_> = archive.releases.iter().map(|frozen| (frozen.entry.version.as_str(), frozen.entry.date)).collect();
    config::overdue(&settings.calendar, options.as_of, &published).into_iter().for_each(|late| sink.push(late));
    config::security_expired(&settings.site, options.as_of).into_iter().for_each(|late| sink.push(late));
    if options.gov {
        content::judge_unfilled(&library, &root, sink);
    }
    content::judge_templates(&library, &root, &speech.theme.template_names(), sink);
    sink.check()?;
    Ok(Loaded {
        root,
        settings,
        release,
        gathered,
        book,
        library,
        stories,
        ledger,
        withdrawn,
        gone,
        whole,
        making: None,
        archive,
        speech,
        inputs,
    })
}

/// Takes withdrawn stories out of the library, wherever their consent is named; tells of sources that are left.
fn take_withdrawn(library: &mut Library, withdrawn: &Withdrawn, root: &Root, theme: &Theme, sink: &Sink) -> BTreeSet<String> {
    let consent = |page: &content::Page| page.meta.story.as_ref().and_then(|story| story.consent.clone());
    let wanted =
        |page: &content::Page| withdrawn.holds_page(page.address.as_str()) || consent(page).is_some_and(|id| withdrawn.has(&id));
    let mut gone: BTreeSet<String> = withdrawn.pages().map(str::to_owned).collect();
    for page in library.take(wanted) {
        gone.insert(page.address.as_str().to_owned());
        page.texts.iter().for_each(|(_, text)| sink.push(consent::left_in_content(&text.path)));
    }
    for name in theme.static_files().into_iter().filter(|name| withdrawn.holds_file(name)) {
        let path = Path::new("static").join(name);
        if root.exists(&path) {
            sink.push(consent::left_in_content(&path));
        }
    }
    gone
}

/// Settings with the public address that was asked for.
fn addressed(settings: Arc<Settings>, options: &Options) -> Arc<Settings> {
    let Some(base) = &options.base_url else { return settings };
    let mut own = Settings::clone(&settings);
    own.site.base_url = Some(base.clone());
    Arc::new(own)
}

/// Theme and interface words: from memory while the inputs are as they were.
fn speech(root: &Root, settings: &Settings, inputs: [u8; 32], sink: &Sink, memo: &mut Memo) -> Result<Arc<Speech>, Failed> {
    if let Some((_, known)) = memo.speech.as_ref().filter(|(fingerprint, _)| *fingerprint == inputs) {
        return Ok(Arc::clone(known));
    }
    let words = std::cell::RefCell::new(BTreeMap::new());
    let vocabulary = std::cell::OnceCell::new();
    let catalogue = |lang: &Lang, sources: &[Arc<crate::diag::Source>], asked: &Asked, sink: &Sink| {
        let needed = vocabulary.get_or_init(|| Vocabulary::of(asked));
        let found = Arc::new(words_of(lang, sources, needed, sink)?);
        words.borrow_mut().insert(lang.clone(), Arc::clone(&found));
        Ok(Arc::new(Spoken(found)) as Arc<dyn Translate>)
    };
    let before = sink.sorted().len();
    let theme = Theme::load(root, &settings.site, catalogue, sink)?;
    let made = Arc::new(Speech { theme, words: words.into_inner() });
    // A warning would be lost by remembering.
    memo.speech = (sink.sorted().len() == before).then(|| (inputs, Arc::clone(&made)));
    Ok(made)
}

/// The interface words of one language, where theme and words can be read; what is wrong with them is told by a build.
pub(super) fn words(root: &Root, settings: &Settings, lang: &Lang) -> Option<Arc<Words>> {
    let speech = speech(root, settings, [0; 32], &Sink::new(), &mut Memo::default()).ok()?;
    speech.words.get(lang).cloned()
}

/// Interface words as the theme asks for them.
struct Spoken(Arc<Words>);

impl Translate for Spoken {
    fn word(&self, key: &str, args: &[(String, String)]) -> Option<String> {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (name.as_str(), Arg::Text(value))).collect();
        self.0.get(key, &args)
    }
}

/// Settings and protected tables: from memory while the inputs are as they were.
fn prepare(
    root: &Root,
    inputs: [u8; 32],
    as_of: Option<Date>,
    sink: &Sink,
    progress: &dyn Progress,
    memo: &mut Memo,
) -> Result<Prepared, Failed> {
    if let Some(known) = memo.prepared.as_ref().filter(|known| known.fingerprint == inputs) {
        return Ok(known.clone());
    }
    let settings = Arc::new(config::load(root, sink)?);
    progress.stage("records", 0);
    let gathered = Arc::new(rollup::gather(root, &settings, as_of, sink)?);
    let release = Arc::new(confidential::prepare_with(root, &settings, &gathered.tables, sink, progress)?);
    let prepared = Prepared { fingerprint: inputs, settings, release, gathered };
    // A note or a warning of this stage would be lost by remembering it.
    if sink.sorted().is_empty() {
        memo.prepared = Some(prepared.clone());
    }
    Ok(prepared)
}

/// A hash over name, size and time of every input but the pages: enough to notice a change, never part of the output.
///
/// Gives what was found below `content/`, too, so that it is walked once.
fn fingerprint(root: &Root) -> ([u8; 32], (Vec<Entry>, Vec<Error>)) {
    let mut text = String::new();
    let mut walked: Vec<_> = INPUTS.par_iter().map(|folder| root.walk(folder)).collect();
    for (entries, _) in &walked {
        for entry in entries.iter().filter(|e| e.path.extension().is_none_or(|x| x != "md")) {
            use std::fmt::Write;
            let _ = writeln!(text, "{} {} {:?}", entry.path.display(), entry.len, entry.modified);
        }
    }
    (content_hash(text.as_bytes()), walked.swap_remove(0))
}

impl Loaded {
    /// The desk that pages are composed at.
    pub(super) fn desk(&self, options: &Options, sink: &Sink) -> Result<Desk<'_>, Failed> {
        let site = &self.settings.site;
        let voices: BTreeMap<Lang, Voice> = site
            .languages
            .iter()
            .filter_map(|lang| {
                let words = Arc::clone(self.speech.words.get(lang)?);
                Some((lang.clone(), Voice { lang: lang.clone(), wording: Wording::new(Arc::clone(&words)), words }))
            })
            .collect();
        let stylesheet = self.stylesheet();
        let mut statics = self.speech.theme.static_files();
        statics.retain(|name| !self.withdrawn.holds_file(name));
        let photos = super::photos::shapes(self, &statics, options.as_of, sink);
        let renditions: Vec<String> = photos.iter().flat_map(|(name, shape)| shape.files(name)).collect();
        let mut desk = Desk {
            settings: &self.settings,
            book: &self.book,
            release: &self.release,
            gathered: &self.gathered,
            library: &self.library,
            archive: &self.archive,
            making: self.making.clone(),
            atlas: self.atlas(&voices),
            voices,
            as_of: options.as_of,
            styles: vec![hash_name("assets/site.css", stylesheet.as_bytes())],
            statics: statics.iter().map(|name| (*name).to_owned()).chain(self.api_files()).chain(renditions).collect(),
            sums: self.sums(&statics, &stylesheet, sink),
            photos,
            icon: statics.iter().find(|name| **name == "favicon.svg").map(|name| (*name).to_owned()),
            gallery: Gallery::default(),
            gone: self.gone.clone(),
            said_on: BTreeMap::new(),
        };
        sink.check()?;
        if let Some(studio) = self.studio(&stylesheet, sink) {
            desk.gallery = Gallery::plan(&desk, studio).with_frozen(self.frozen_pictures());
        }
        sink.check()?;
        Ok(desk)
    }

    /// Fonts and colours of the pictures.
    /// Sums of scripts and style sheets, where pages are to name them.
    fn sums(&self, statics: &[&str], stylesheet: &str, sink: &Sink) -> BTreeMap<String, String> {
        if !self.settings.site.integrity {
            return BTreeMap::new();
        }
        let code = statics.iter().filter(|name| [".js", ".css"].iter().any(|ending| name.ends_with(ending)));
        let sum = |name: &&str| match self.speech.theme.static_file(&self.root, name) {
            Ok(bytes) => Some(((*name).to_owned(), crate::html::sum(&bytes))),
            Err(trouble) => {
                sink.push(trouble.diagnostic());
                None
            }
        };
        let sheet = (hash_name("assets/site.css", stylesheet.as_bytes()), crate::html::sum(stylesheet.as_bytes()));
        code.filter_map(sum).chain([sheet]).collect()
    }

    fn studio(&self, stylesheet: &str, sink: &Sink) -> Option<Studio> {
        let paths = &self.settings.site.picture_fonts;
        let read = |path: &std::path::PathBuf| self.root.read_bytes(path, MAX_FONT).map_err(|e| sink.push(e.diagnostic())).ok();
        let fonts: Vec<Vec<u8>> = paths.iter().map_while(read).collect();
        let (fonts, unread) = Fonts::new(crate::chart::FONT, fonts);
        unread.into_iter().for_each(|at| sink.push(not_a_font(&paths[at])));
        Some(Studio::new(fonts?, stylesheet, crate::chart::CSS))
    }

    /// Files of the API, which texts may link to.
    fn api_files(&self) -> Vec<String> {
        let lists = ["index", "facts", "datasets", "releases", "codelists"].map(|name| format!("api/v1/{name}.json"));
        let codes = self.settings.catalog.dimensions.keys().map(|id| format!("codelists/{id}.csv"));
        lists.into_iter().chain(codes).collect()
    }

    /// The releases that hold each picture, newest first.
    fn frozen_pictures(&self) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for frozen in self.archive.releases.iter().rev() {
            for name in frozen.files.keys().filter(|name| name.starts_with("figures/")) {
                found.entry(name.clone()).or_default().push(frozen.entry.version.clone());
            }
        }
        found
    }

    /// The theme's style sheet, then the charts' own rules.
    pub(super) fn stylesheet(&self) -> String {
        self.speech.theme.stylesheet() + &crate::theme::lean(crate::chart::CSS)
    }

    /// What pages depend on besides their own text: every other input, the frame of the site, and what pages tell of themselves in lists.
    pub(super) fn fingerprint(&self, options: &Options) -> [u8; 32] {
        content_hash(format!("{:?} {:?} {:?}", self.inputs, options, self.library.structure()).as_bytes())
    }

    fn atlas(&self, voices: &BTreeMap<Lang, Voice>) -> Atlas {
        let site = &self.settings.site;
        let catalog = &self.settings.catalog;
        let mut atlas = Atlas::new(site.languages.clone(), site.base_url.clone());
        for page in self.library.pages() {
            atlas.enter(page.address.as_str(), |lang| page.texts.get(lang).short.clone());
        }
        let word = |lang: &Lang, key: &str| voices.get(lang).map_or_else(String::new, |voice| voice.word(key));
        for address in &self.gone {
            atlas.enter(address, |lang| word(lang, "gone-title"));
        }
        if self.book.iter().next().is_some() {
            atlas.enter("s/", |lang| word(lang, "facts-name"));
        }
        for fact in self.book.iter() {
            atlas.enter(&fact_address(fact.spec.id.as_str()), |lang| {
                let own = || fact.spec.label.get(lang).clone();
                voices.get(lang).map_or_else(own, |voice| crate::compose::fact::label(voice, fact))
            });
        }
        atlas.enter(history::RELEASES, |lang| word(lang, "releases-name"));
        for frozen in &self.archive.releases {
            let version = &frozen.entry.version;
            atlas.enter(&history::release_address(version), |lang| {
                voices.get(lang).map_or_else(String::new, |voice| voice.with("release-title", &[("version", version)]))
            });
            for id in frozen.snapshot.facts.keys() {
                atlas.enter(&history::frozen_address(id, version), |_| version.clone());
            }
        }
        if let Some(places) = &catalog.places {
            atlas.enter("places/", |lang| word(lang, "places-name"));
            for entry in &places.codes {
                atlas.enter(&place_address(entry.code.as_str()), |lang| entry.short.get(lang).clone());
            }
        }
        if !catalog.indicators.is_empty() {
            atlas.enter("indicators/", |lang| word(lang, "indicators-name"));
        }
        for indicator in &catalog.indicators {
            let address = indicator_address(indicator.code.as_str());
            atlas.enter(&address, |lang| format!("{} {}", indicator.code, indicator.name.get(lang)));
        }
        if !catalog.datasets.is_empty() {
            atlas.enter("data/", |lang| word(lang, "datasets-name"));
        }
        for dataset in &catalog.datasets {
            atlas.enter(&dataset_address(dataset.id.as_str()), |lang| dataset.title.get(lang).clone());
            let Some(table) = self.release.table(dataset.cube.as_str()) else { continue };
            for (address, slice) in explore::addresses(dataset.id.as_str(), table) {
                let name =
                    |voice: &Voice| slice.map_or_else(|| voice.word("explore-name"), |slice| explore::named(voice, table, slice));
                atlas.enter(&address, |lang| voices.get(lang).map_or_else(String::new, name));
            }
        }
        if self.settings.glossary.explained().next().is_some() {
            atlas.enter(GLOSSARY, |lang| word(lang, "glossary-name"));
        }
        if self.book.iter().next().is_some() {
            atlas.enter(FACT_SHEET, |lang| word(lang, "factsheet-name"));
        }
        for (address, title) in super::guides::addresses(site) {
            atlas.enter(&address, title);
        }
        atlas.enter(EDITION, |lang| word(lang, "edition-name"));
        atlas.enter(SEARCH, |lang| word(lang, "search-name"));
        for taxonomy in &site.taxonomies {
            atlas.enter(&format!("{}/", taxonomy.id), |lang| taxonomy.name.get(lang).clone());
            for (term, name) in &taxonomy.terms {
                atlas.enter(&format!("{}/{term}/", taxonomy.id), |lang| name.get(lang).clone());
            }
        }
        atlas
    }
}
