//! Making a release, comparing releases, signing one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use crate::archive::{self, Archive, Difference, Freeze, Snapshot};
use crate::confidential::{self, Cell, NewRelease};
use crate::content;
use crate::diag::{Diagnostic, Failed, Progress, Sink};
use crate::files::{Held, Root};
use crate::model::Date;
use crate::say;
use crate::site::publish::{Discard, Outputs, Stamp};
use crate::site::{GENERATOR, Memo, Options, load, produce};

/// Takes the files of a site and keeps those that a release holds.
#[derive(Default)]
pub(super) struct Collect {
    seen: Discard,
    kept: Mutex<BTreeMap<String, Held>>,
}

impl Collect {
    /// Keeps a file if releases hold it.
    fn freeze(&self, path: &str, file: impl FnOnce() -> Held) {
        if let Some(name) = frozen_name(path) {
            let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            kept.insert(name.to_owned(), file());
        }
    }
}

impl Collect {
    /// What a release would hold, by name.
    pub(super) fn kept(self) -> BTreeMap<String, Held> {
        self.kept.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Outputs for Collect {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        let stamp = self.seen.put(path, bytes)?;
        self.freeze(path, || Held::known(bytes.to_vec(), stamp.clone()));
        Ok(stamp)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        let stamp = file.stamp().clone();
        self.seen.claim(path, &stamp)?;
        self.freeze(path, || file);
        Ok(stamp)
    }

    fn keep(&self, _: &str, _: &Stamp) -> bool {
        false
    }
}

/// The name of an output in a release: data, figures, code lists and statistics; nothing for pages and feeds.
fn frozen_name(path: &str) -> Option<&str> {
    if path == "api/v1/facts.json" {
        return Some(archive::FACTS);
    }
    let page = path.ends_with(".html") || path.ends_with("feed.xml");
    let own = ["data/", "figures/", "codelists/"].iter().any(|folder| path.starts_with(folder));
    let fact = path.starts_with("s/") && path.ends_with("/fact.json") && !path.contains("/@");
    (!page && (own || fact)).then_some(path)
}

/// What a release would be, or is.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The version before; `None` for the first.
    pub before: Option<String>,
    /// What differs from it; everything is new in the first.
    pub difference: Difference,
    /// The least version that the difference allows; `None` where versions are not semantic.
    pub least: Option<String>,
    /// Changed statistics without a reason in the log of corrections, by id.
    pub unexplained: Vec<String>,
    /// What a release would hold now; `None` where two releases are compared.
    pub contents: Option<Contents>,
    /// How many files were written; `None` when nothing was.
    pub files: Option<usize>,
    /// How many people must sign a release before it is published.
    pub sign_offs: usize,
}

/// What a release holds, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Id of each dataset, its cells, and how many of them are withheld.
    pub datasets: Vec<(String, usize, usize)>,
    /// Figures of the register.
    pub facts: usize,
    /// Stories of the site, which releases do not freeze.
    pub stories: usize,
    /// Files, without the list of their sums.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
}

impl Contents {
    fn of(loaded: &load::Loaded, files: &BTreeMap<String, Held>) -> Self {
        let cells = |dataset: &crate::config::DatasetSpec| {
            let (mut all, mut withheld) = (0, 0);
            let table = loaded.release.table(dataset.cube.as_str());
            for cell in table.iter().flat_map(|table| table.rows()).flat_map(|(_, row)| row) {
                all += 1;
                withheld += usize::from(matches!(cell, Cell::Suppressed));
            }
            (dataset.id.to_string(), all, withheld)
        };
        Self {
            datasets: loaded.settings.catalog.datasets.iter().map(cells).collect(),
            facts: loaded.book.iter().count(),
            stories: loaded.stories.iter().count(),
            files: files.len(),
            bytes: files.values().map(|file| file.stamp().len).sum(),
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// The release.
    pub freeze: Freeze,
    /// Whether only to compare.
    pub dry_run: bool,
}

/// Judges everything that a build judges, compares with the latest release, and freezes what is published.
///
/// `told` hears of the difference before anything is written. Writes `data/releases/<version>/`, what the vault keeps its promises by,
/// then `releases/<version>/` and the lock.
pub fn release(
    root: &Path,
    order: &Order,
    sink: &Sink,
    progress: &dyn Progress,
    told: &dyn Fn(&Compared),
) -> Result<Compared, Failed> {
    let new = &order.freeze;
    let options = Options { as_of: Some(new.date), ..Options::default() };
    let (loaded, files) = collect(root, Some(new), &options, sink, progress)?;
    content::judge_unfilled(&loaded.library, &loaded.root, sink);
    if !loaded.gathered.unsigned.is_empty() {
        sink.push(crate::rollup::no_release());
    }
    let sign_offs = loaded.settings.site.release.sign_offs;
    let snapshot = snapshot(&files);
    let before = loaded.whole.latest();
    let nothing = Snapshot::default();
    let difference = Difference::between(before.map_or(&nothing, |frozen| &frozen.snapshot), &snapshot);
    let least = before.and_then(|frozen| archive::least(&frozen.entry.version, difference.level()));
    let unexplained = unexplained(&loaded, &difference).filter(|_| before.is_some()).collect();
    let mut compared = Compared {
        before: before.map(|frozen| frozen.entry.version.clone()),
        difference,
        least,
        unexplained,
        contents: Some(Contents::of(&loaded, &files)),
        files: None,
        sign_offs,
    };
    told(&compared);
    archive::judge(&loaded.whole, &new.version, &compared.difference, sink)?;
    if order.dry_run {
        return Ok(compared);
    }
    sink.check()?;
    let promise = NewRelease {
        version: new.version.clone(),
        date: new.date,
        note: new.note.clone(),
        engine: GENERATOR.to_owned(),
        secret: loaded.release.fingerprint().map(str::to_owned),
    };
    let new = Freeze { sign_offs: Some(sign_offs), ..new.clone() };
    confidential::promise(&loaded.root, &loaded.settings, &loaded.release, &promise, sink)?;
    let written = archive::freeze(&loaded.root, &loaded.whole, &new, files.into_iter().collect(), sink)?;
    compared.files = Some(written);
    Ok(compared)
}

fn unexplained<'l>(loaded: &'l load::Loaded, difference: &'l Difference) -> impl Iterator<Item = String> + 'l {
    crate::compose::history::unexplained(&loaded.settings.corrections, difference).map(|change| change.id.clone())
}

/// Loads the site and makes everything, keeping what a release holds.
fn collect(
    root: &Path,
    making: Option<&Freeze>,
    options: &Options,
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<(load::Loaded, BTreeMap<String, Held>), Failed> {
    let mut memo = Memo::default();
    let mut loaded = load::load(root, options, sink, progress, &mut memo)?;
    loaded.making = making.map(|new| new.version.clone());
    let outputs = Collect::default();
    produce(&loaded, options, sink, progress, &mut memo, &outputs)?;
    Ok((loaded, outputs.kept()))
}

pub(super) fn snapshot(files: &BTreeMap<String, Held>) -> Snapshot {
    Snapshot::read(files.keys().map(String::as_str), |name| Some(files.get(name)?.bytes().ok()?.into_owned()))
}

/// What differs between two releases, `now` standing for what would be published now.
pub fn compare(root: &Path, old: &str, new: &str, sink: &Sink, progress: &dyn Progress) -> Result<Compared, Failed> {
    let options = Options { unsigned: true, ..Options::default() };
    let (loaded, files) = collect(root, None, &options, sink, progress)?;
    let sign_offs = loaded.settings.site.release.sign_offs;
    let now = snapshot(&files);
    let of = |version: &str| match version {
        "now" => Ok(now.clone()),
        _ => match loaded.whole.get(version) {
            Some(frozen) => Ok(frozen.snapshot.clone()),
            None => Err(archive::unknown(version, &loaded.whole, sink)),
        },
    };
    let difference = Difference::between(&of(old)?, &of(new)?);
    let least = archive::least(old, difference.level());
    let unexplained = unexplained(&loaded, &difference).collect();
    Ok(Compared { before: Some(old.to_owned()), difference, least, unexplained, contents: None, files: None, sign_offs })
}

/// Adds a sign-off to a release; the sum that was signed.
pub fn sign(root: &Path, version: &str, name: &str, role: &str, date: Date, sink: &Sink) -> Result<String, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let archive = Archive::load(&root, sink)?;
    archive::sign(&root, &archive, version, name, role, date, sink)
}

/// The languages a reason is needed in, by their tags, when the register has the statistic. Costs a reading of the settings.
pub fn correctable(root: &Path, fact: &str, sink: &Sink) -> Result<Vec<String>, Failed> {
    let opened = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = crate::config::load(&opened, sink)?;
    if settings.register.facts.iter().all(|known| known.id.as_str() != fact) {
        let known = settings.register.facts.iter().map(|known| known.id.as_str());
        let mut found = Diagnostic::error(&UNKNOWN_FACT, say!("没有 `{fact}` 这个数字", "there is no statistic `{fact}`"))
            .at(Path::new("data/facts.toml"));
        if let Some(near) = crate::diag::nearest(fact, known) {
            found = found.help(say!("是不是 `{near}`？", "did you mean `{near}`?"));
        }
        return Err(sink.fail(found));
    }
    Ok(settings.site.languages.iter().map(ToString::to_string).collect())
}

/// Adds an entry to the log of corrections, when the site with it is without fault; else the log stays as it was.
pub fn correct(root: &Path, fact: &str, entry: &str, sink: &Sink) -> Result<(), Failed> {
    const LOG: &str = "data/corrections.toml";
    correctable(root, fact, sink)?;
    let opened = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let before = opened.read_if_there(LOG).map_err(|error| sink.fail(error.diagnostic()))?;
    let before = before.map_or_else(|| HEAD.to_owned(), |source| source.text().to_owned());
    let put = |text: &str| opened.replace_file(Path::new(LOG), text.as_bytes());
    put(&format!("{before}{entry}")).map_err(|error| sink.fail(error.diagnostic()))?;
    if let Err(failed) = crate::config::load(&opened, sink) {
        let _ = put(&before);
        return Err(failed);
    }
    Ok(())
}

/// First lines of a new log.
const HEAD: &str = "# 更正记录，由 shanwai correct 添加；以前的不改。\n\
                    # The log of corrections. `shanwai correct` adds to it; earlier entries stay.\n";

/// A statistic that is not in the register.
pub(super) static UNKNOWN_FACT: crate::diag::Rule = crate::diag::Rule {
    id: "archive/unknown-fact",
    title: ("没有这个数字", "there is no such statistic"),
    explain: (
        "更正要写登记过的数字的编号；`shanwai facts` 会列出全部编号。",
        "A correction names a statistic of the register; `shanwai facts` lists them all.",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_holds_data_and_statistics_but_no_pages() {
        assert_eq!(frozen_name("api/v1/facts.json"), Some("facts.json"));
        assert_eq!(frozen_name("data/camps/camps.csv"), Some("data/camps/camps.csv"));
        assert_eq!(frozen_name("s/camp/fact.json"), Some("s/camp/fact.json"));
        for path in ["data/camps/index.html", "data/camps/feed.xml", "s/camp/@1.0.0/fact.json", "releases/1.0.0/facts.json"] {
            assert_eq!(frozen_name(path), None, "{path}");
        }
    }
}
