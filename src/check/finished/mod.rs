//! Finished files: every link leads somewhere, pictures say what they show, and no page speaks a language it does not claim to.
//!
//! Each file is looked at once, as it is handed over; of it only names are kept (what it links to, what can be linked to in it), so
//! that nothing is judged before everything is there. Files kept from an earlier build bring what was noted of them then.

mod marks;
mod rules;
mod target;
mod tell;

pub use marks::Marks;
pub use rules::RULES;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::diag::Sink;
use crate::files::Root;

/// What is known of each file that was looked at, by its path in the output.
pub type Noted = BTreeMap<String, Arc<Marks>>;

/// What a page may not show: keys of interface words and codes that have names.
#[derive(Clone, Debug, Default)]
pub struct Unspoken {
    names: BTreeSet<String>,
}

impl Unspoken {
    /// Only what nobody would write as a word is looked for: with a hyphen or an underscore in it.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let odd = |name: &&str| name.contains(['-', '_']) && !name.contains(char::is_whitespace);
        Self { names: names.into_iter().filter(odd).map(str::to_owned).collect() }
    }

    fn holds(&self, text: &str) -> bool {
        self.names.contains(text)
    }
}

/// Looks at the finished files of one build, from any thread.
pub struct Finished<'a> {
    base: Option<&'a str>,
    unspoken: Unspoken,
    known: &'a Noted,
    /// Every path of the output; nothing for those that were not looked into.
    files: Mutex<BTreeMap<String, Option<Arc<Marks>>>>,
    /// Each target once, however many files link to it.
    targets: Mutex<BTreeSet<Arc<str>>>,
}

impl<'a> Finished<'a> {
    /// A judge of one build; `base` is the public address with a final slash, `known` what was noted in the last build.
    #[must_use]
    pub fn new(base: Option<&'a str>, unspoken: Unspoken, known: &'a Noted) -> Self {
        Self { base, unspoken, known, files: Mutex::default(), targets: Mutex::default() }
    }

    /// Looks at a file.
    pub fn see(&self, path: &str, bytes: &[u8]) {
        let mut marks = Marks::of(path, bytes, self.base, &self.unspoken);
        if let Some(marks) = &mut marks {
            let mut targets = lock(&self.targets);
            marks.links.iter_mut().for_each(|link| match targets.get(link.as_ref()) {
                Some(known) => *link = Arc::clone(known),
                None => drop(targets.insert(Arc::clone(link))),
            });
        }
        lock(&self.files).insert(path.to_owned(), marks.map(Arc::new));
    }

    /// A file of the last build lies there still.
    pub fn kept(&self, path: &str) {
        lock(&self.files).insert(path.to_owned(), self.known.get(path).cloned());
    }

    /// Files that will be there although their bytes are not handed over, as in a check that draws no pictures.
    pub fn promised<'p>(&self, paths: impl IntoIterator<Item = &'p str>) {
        let mut files = lock(&self.files);
        for path in paths {
            files.entry(path.to_owned()).or_default();
        }
    }

    /// Tells what is wrong. `sources` names the text a page was written as, so that the place can be shown where it was typed.
    pub fn judge(&self, sources: &BTreeMap<String, PathBuf>, root: &Root, sink: &Sink) {
        tell::all(&lock(&self.files), self.base, &tell::Sources { sources, root }, sink);
    }

    /// Every address outside the site, with the files that link to it; nothing of it is asked for.
    #[must_use]
    pub fn external(&self) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, marks) in lock(&self.files).iter() {
            for link in marks.iter().flat_map(|marks| &marks.links) {
                if let target::Target::Outside = target::resolve(path, link, self.base) {
                    found.entry(link.to_string()).or_default().push(path.clone());
                }
            }
        }
        found
    }

    /// What was noted, for the next build.
    #[must_use]
    pub fn into_noted(self) -> Noted {
        let files = self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.into_iter().filter_map(|(path, marks)| Some((path, marks?))).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
