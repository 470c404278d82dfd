//! Nothing that tells who a child is may be published: every source and every finished file is searched.
//!
//! A [`Watch`] looks through the sources first, with their places, then through each finished file as it is handed over; what was
//! told of a source is not told again of the page made from it. No message holds a value, only its mask.

mod files;
mod places;
mod rules;
mod told;
mod veil;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::config::{Exceptions, is_published};
use crate::diag::{Diagnostic, Sink};
use crate::files::Held;
use crate::identify::{Attribute, Finding, Kind, Level, Markup, Scope, scan, words};
use crate::model::Date;
use crate::say;

pub use files::Clean;
pub use rules::RULES;
pub use veil::veiled;

/// Searches everything of one build.
pub struct Watch<'a> {
    exceptions: &'a Exceptions,
    as_of: Option<Date>,
    sink: &'a Sink,
    /// What was told, so that it is told once.
    told: Mutex<BTreeSet<(Kind, String)>>,
    /// What finished files hold, each value with the first file that holds it; told at the end, whichever was finished first.
    finished: Mutex<BTreeMap<(Kind, String), (PathBuf, Finding)>>,
    /// Lines of finished files that hold nothing, by hash: pages share most of theirs.
    clean_lines: Mutex<HashSet<u64>>,
    /// Waivers that something was found for.
    used: Mutex<BTreeSet<usize>>,
}

/// Where a text stands.
struct Place<'a> {
    /// The file, relative to the root of the site, or to its output.
    file: &'a Path,
    /// The part of the file; empty for the whole.
    part: &'a str,
    /// Whether lines of the file can be counted.
    lines: bool,
    /// Whether it is a finished file.
    finished: bool,
}

impl<'a> Watch<'a> {
    /// A watch for one build. Without a date nothing is expired: then [`Watch::finish`] says so.
    #[must_use]
    pub fn new(exceptions: &'a Exceptions, as_of: Option<Date>, sink: &'a Sink) -> Self {
        Self {
            exceptions,
            as_of,
            sink,
            told: Mutex::default(),
            finished: Mutex::default(),
            clean_lines: Mutex::default(),
            used: Mutex::default(),
        }
    }

    /// Searches a finished file of the site. Pictures and packed files are passed over: theirs was searched at the source.
    pub fn output(&self, path: &str, bytes: &[u8]) {
        let ending = path.rsplit('.').next().unwrap_or("");
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let place = Place { file: Path::new(path), part: "", lines: false, finished: true };
        match ending {
            "html" | "htm" => self.lines(&words(text, Markup::Html), &place),
            "svg" | "xml" => self.lines(&words(text, Markup::Xml), &place),
            "json" | "jsonld" | "csv" | "txt" | "ttl" | "md" | "tsv" | "bib" | "ris" => self.lines(text, &place),
            _ => {}
        }
        self.search(&path.replace('/', "\n"), Scope::Name, &place);
    }

    /// Searches a finished file that may be too large for memory, piece by piece.
    pub fn held(&self, path: &str, file: &Held) {
        if let Some(bytes) = file.in_memory() {
            return self.output(path, bytes);
        }
        let place = Place { file: Path::new(path), part: "", lines: false, finished: true };
        if matches!(path.rsplit('.').next(), Some("json" | "csv" | "js")) {
            // A file that cannot be read back is told when it is copied.
            let each = |text: &str| {
                self.search(text, Scope::Text, &place);
            };
            let _ = file.reader().and_then(|reader| files::pieces(reader, each));
        }
        self.search(&path.replace('/', "\n"), Scope::Name, &place);
    }

    /// Searches the lines of a finished file that no other had. No rule looks beyond a line.
    fn lines(&self, text: &str, place: &Place) {
        let hash = |line: &str| {
            let mut hasher = DefaultHasher::new();
            line.hash(&mut hasher);
            hasher.finish()
        };
        let mut fresh: Vec<(u64, &str)> = text.lines().filter(|line| line.len() > 1).map(|line| (hash(line), line)).collect();
        {
            let clean = lock(&self.clean_lines);
            fresh.retain(|(hash, _)| !clean.contains(hash));
        }
        let joined = fresh.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        if self.search(&joined, Scope::Text, place) {
            lock(&self.clean_lines).extend(fresh.into_iter().map(|(hash, _)| hash));
        }
    }

    /// Tells what finished files hold, and of waivers that are over, that nothing was found for, or that cannot be judged.
    pub fn finish(&self) {
        for ((kind, value), (path, finding)) in lock(&self.finished).iter() {
            if !lock(&self.told).contains(&(*kind, value.clone())) {
                let place = Place { file: path, part: "", lines: false, finished: true };
                self.sink.push(told::diagnostic(finding, &place, &mut told::Lines::new("")));
            }
        }
        self.judge_waivers();
    }

    fn judge_waivers(&self) {
        let used = lock(&self.used);
        for (number, waiver) in self.exceptions.waivers.iter().enumerate() {
            let over = self.as_of.is_some_and(|day| waiver.expires < day);
            let day = waiver.expires;
            if over {
                let message = say!("豁免已于 {day} 到期", "this waiver ended on {day}");
                let help = say!(
                    "请改写内容；确需保留的，由经办人重新判断并写上新的期限",
                    "reword the text, or have a person judge it again and set a new day"
                );
                self.sink.push(Diagnostic::error(&rules::EXPIRED, message).at(waiver.span.clone()).help(help));
            } else if !used.contains(&number) && waiver.file.as_ref().is_none_or(|file| is_published(file)) {
                let message = say!("没有内容用到这条豁免", "nothing needs this waiver");
                self.sink
                    .push(Diagnostic::warning(&rules::UNUSED, message).at(waiver.span.clone()).help(say!("删去它", "remove it")));
            }
        }
        let published = |waiver: &crate::config::IdentifierWaiver| waiver.file.as_ref().is_none_or(|file| is_published(file));
        let count =
            used.iter().filter_map(|number| self.exceptions.waivers.get(*number)).filter(|waiver| published(waiver)).count();
        if self.as_of.is_none() && count > 0 {
            let message = say!(
                "没有给出日期，{count} 条豁免的期限没有核对",
                "no date was given, so the days of waivers in use ({count}) were not judged"
            );
            let help = say!("加上 `--as-of` 和当天的日期", "add `--as-of` with the day");
            self.sink.push(Diagnostic::note(&rules::EXPIRED, message).at(Path::new(files::SETTINGS)).help(help));
        }
    }

    /// Searches one text and tells what it holds; whether that was nothing at all.
    fn search(&self, text: &str, scope: Scope, place: &Place) -> bool {
        let mut found = scan(text, scope);
        found.retain(|finding| {
            finding.kind != Kind::NamePinyin || !places::is_place(&self.exceptions.places, text, &finding.range)
        });
        let kept: Vec<&Finding> =
            found.iter().filter(|finding| self.stops(finding, &text[finding.range.clone()], place)).collect();
        if place.finished {
            self.keep(text, &kept, place.file);
        } else {
            self.tell(text, &kept, place);
        }
        let told = found.iter().filter(|finding| finding.level == Level::Info).count();
        if told > 0 && scope == Scope::Story && !place.finished {
            told::circumstances(told, place.file, self.sink);
        }
        found.is_empty()
    }

    fn keep(&self, text: &str, found: &[&Finding], file: &Path) {
        let mut finished = lock(&self.finished);
        for finding in found {
            let key = (finding.kind, plain(&text[finding.range.clone()]));
            let kept = finished.entry(key).or_insert_with(|| (file.to_path_buf(), (*finding).clone()));
            if file < kept.0.as_path() {
                *kept = (file.to_path_buf(), (*finding).clone());
            }
        }
    }

    /// Whether a finding stops the build: not when it was told, allowed or waived.
    fn stops(&self, finding: &Finding, value: &str, place: &Place) -> bool {
        if finding.level == Level::Info || !is_published(place.file) && !place.finished && finding.level == Level::Medium {
            return false;
        }
        let value = plain(value);
        if self.exceptions.allowed.iter().any(|allowed| covers(&plain(&allowed.text), &value, finding)) {
            return false;
        }
        for (number, waiver) in self.exceptions.waivers.iter().enumerate() {
            let here = waiver.file.as_ref().is_none_or(|file| place.finished || within(place.file, file));
            let same = match &waiver.text {
                Some(text) => covers(&plain(text), &value, finding),
                None => !place.finished,
            };
            // What is certain cannot be waived on a page.
            let may = finding.level > Level::Certain || !is_published(place.file) && !place.finished;
            if here && same && may {
                lock(&self.used).insert(number);
                return false;
            }
        }
        if !place.finished {
            lock(&self.told).insert((finding.kind, value));
        }
        true
    }

    fn tell(&self, text: &str, found: &[&Finding], place: &Place) {
        let mut by_rule: Vec<(&'static str, usize)> = Vec::new();
        let mut lines = told::Lines::new(text);
        for finding in found {
            let id = finding.kind.rule().id;
            let count = match by_rule.iter_mut().find(|(known, _)| *known == id) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    by_rule.push((id, 1));
                    1
                }
            };
            if count <= told::MOST {
                self.sink.push(told::diagnostic(finding, place, &mut lines));
            }
        }
        for (id, count) in by_rule.into_iter().filter(|(_, count)| *count > told::MOST) {
            if let Some(finding) = found.iter().find(|finding| finding.kind.rule().id == id) {
                self.sink.push(told::more(finding, count - told::MOST, place));
            }
        }
    }
}

/// A value without what can be written otherwise: letters and digits alone, in lower case.
fn plain(value: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    value.chars().map(half).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether an exception speaks of a value. Places and names may be found with some words more or less around them.
fn covers(exception: &str, value: &str, finding: &Finding) -> bool {
    let loose = matches!(finding.attribute(), Attribute::Place | Attribute::School | Attribute::Name);
    exception == value || loose && !exception.is_empty() && (value.ends_with(exception) || exception.contains(value))
}

fn within(file: &Path, scope: &Path) -> bool {
    file == scope || file.starts_with(scope)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A path as a text to be searched: one part a line.
fn path_text(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("\n")
}

/// The files of a site that were searched and held nothing, so that they need not be searched again.
pub type Known = BTreeMap<PathBuf, Clean>;
