//! The register of facts alone, as far as it can be read: for looking figures up while something else is wrong with a site.

use std::path::PathBuf;

use super::catalog::Context;
use super::load::{load_catalog, load_register};
use super::reader::Document;
use super::resolved::Register;
use super::site;
use crate::diag::{Level, Place, Sink};
use crate::files::Root;
use crate::model::Languages;

/// What could be read of the register.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The languages of the site.
    pub languages: Languages,
    /// Facts without a fault, with sources and comparisons.
    pub register: Register,
    /// How many facts are declared, those with faults too; nothing when the file cannot be read.
    pub declared: Option<usize>,
    /// The file of the register.
    file: Option<PathBuf>,
}

impl Registered {
    /// Whether an error that was told lies in the register itself, or keeps it from being read.
    #[must_use]
    pub fn is_faulty(&self, sink: &Sink) -> bool {
        let of_register = |place: &Place| {
            let path = match place {
                Place::File(path) => path.as_path(),
                Place::Text(span) => span.source.path(),
                Place::Spot { file, .. } | Place::Cell { file, .. } => file,
            };
            self.file.as_deref() == Some(path)
        };
        let errors = sink.sorted().into_iter().filter(|found| found.level == Level::Error);
        let mut errors = errors.peekable();
        let unread = self.declared.is_none() && errors.peek().is_some();
        unread || errors.any(|found| found.places.iter().any(|(place, _)| of_register(place)))
    }
}

/// Reads the register of the site at `root`; every fault of it and of what it refers to goes to `sink`. `None` when not even the
/// languages of the site can be read.
#[must_use]
pub fn registered(root: &Root, sink: &Sink) -> Option<Registered> {
    let source = root.read("content/site.toml").map_err(|error| sink.push(error.diagnostic())).ok()?;
    let document = Document::parse(&source, sink);
    let table = document.root();
    super::migrate::schema(&table).ok()?;
    let languages = site::languages(&table)?;
    let typed = site::read(table, &languages);
    let context = Context { root, languages: &languages, sink };
    let catalog = load_catalog(&context);
    let (register, names) = load_register(&context, &catalog, &typed.programmes);
    let file = catalog.facts.as_ref().map(|path| PathBuf::from("data").join(&path.value));
    let declared = file.is_some().then(|| names.count()).flatten();
    Some(Registered { register, declared, file, languages })
}
