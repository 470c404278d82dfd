//! What may be cited, listed while something else is wrong with the site.

use std::path::Path;
use std::sync::Arc;

use crate::compose::planned;
use crate::compose::voice::{Voice, words_alone};
use crate::config;
use crate::diag::{Failed, Sink};
use crate::facts;
use crate::files::Root;
use crate::i18n::Wording;
use crate::site::load;

/// One line of `shanwai facts`.
#[derive(Clone, Debug)]
pub struct FactLine {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// The figure in words; of a plan with the word for it.
    pub figure: String,
    /// Result, quota, plan …, as `facts.toml` has it.
    pub status: &'static str,
    /// Period in words.
    pub period: String,
}

/// What `shanwai facts` lists.
#[derive(Clone, Debug)]
pub struct FactList {
    /// Facts that could be read, in the order of the register.
    pub lines: Vec<FactLine>,
    /// How many are declared and could not be read.
    pub missing: usize,
    /// Whether an error that was told is one of the register.
    pub faulty: bool,
}

/// What may be cited, in the site's first language that is Chinese (or is not).
///
/// Reads settings and nothing else: pages, records, themes may have faults. Those of the settings are told.
pub fn facts(root: &Path, sink: &Sink, chinese: bool) -> Result<FactList, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    // All faults of the settings, in one pass; the register's among them.
    let settings = config::load(&root, sink);
    let aside = Sink::new();
    let Some(found) = config::registered(&root, &aside) else {
        settings.and_then(|_| aside.check())?;
        return Ok(FactList { lines: Vec::new(), missing: 0, faulty: true });
    };
    let derived = Sink::new();
    let book = facts::readable(&found.register, &derived);
    let lang = found.languages.iter().find(|lang| lang.is_chinese() == chinese).unwrap_or(found.languages.default_lang());
    let words =
        settings.ok().and_then(|settings| load::words(&root, &settings, lang)).unwrap_or_else(|| Arc::new(words_alone(lang)));
    let voice = Voice { lang: lang.clone(), wording: Wording::new(Arc::clone(&words)), words };
    let lines: Vec<FactLine> = book.iter().map(|fact| line(&voice, fact)).collect();
    let unread = found.is_faulty(&aside);
    let faulty = unread || found.is_faulty(&derived);
    // A formula over a fact that could not be read is no fault of its own.
    derived.sorted().into_iter().filter(|_| !unread).for_each(|told| sink.push(told));
    Ok(FactList { missing: found.declared.unwrap_or_default().saturating_sub(lines.len()), lines, faulty })
}

fn line(voice: &Voice, fact: &facts::Fact) -> FactLine {
    FactLine {
        id: fact.spec.id.to_string(),
        label: fact.spec.label.get(&voice.lang).clone(),
        figure: planned::figure(voice, fact, &[]),
        status: fact.spec.status.word(),
        period: fact.spec.period.label.get(&voice.lang).clone(),
    }
}
