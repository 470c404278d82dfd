//! Writes the words of a language, to be translated. The settings may be faulty meanwhile: they are while texts of a new language are missing.

use std::path::{Path, PathBuf};

use crate::compose::vocabulary::{Vocabulary, file_of};
use crate::config;
use crate::diag::{Failed, Sink};
use crate::files::{Root, make_folder};
use crate::i18n::Words;
use crate::model::Lang;
use crate::theme::Theme;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslatedWords {
    /// Into which file.
    pub path: PathBuf,
    /// How many words the language needs.
    pub needed: usize,
    /// How many are still to be translated.
    pub missing: usize,
}

/// Writes `content/i18n/LANG.ftl` anew with every word, keeping what is translated in it. A file that cannot be read stays as it is.
pub fn words(root: &Path, lang: &Lang, sink: &Sink) -> Result<TranslatedWords, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = root.read("content/site.toml").map_err(|error| sink.fail(error.diagnostic()))?;
    let asked = Theme::asked(&root, &config::named_theme(settings.text()), sink)?;
    let path = file_of(lang);
    let own = root.read_if_there(&path).map_err(|error| sink.fail(error.diagnostic()))?;
    if let Err(faults) = Words::new(lang, own.as_slice()) {
        faults.into_iter().for_each(|fault| sink.push(fault));
    }
    sink.check()?;
    let made = Vocabulary::of(&asked).skeleton(lang, own.as_ref().map_or("", |source| source.text()));
    let folder = root.dir().join(path.parent().unwrap_or(Path::new("")));
    make_folder(&folder)
        .and_then(|()| root.replace_file(&path, made.text.as_bytes()))
        .map_err(|error| sink.fail(error.diagnostic()))?;
    Ok(TranslatedWords { path, needed: made.needed, missing: made.missing })
}
