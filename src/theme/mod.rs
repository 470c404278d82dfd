//! Pages from views: the only user of the template engine.
//!
//! A theme is up to four layers, the upper over the lower: the site's own `templates/`, `static/` and `content/i18n/`; the theme
//! named in `site.toml` (`themes/<name>/`); the themes it extends; and the built-in theme, which is part of the program. Layers are
//! read once by [`Theme::load`]; rendering reads no file, no clock and no network, so the same view gives the same bytes.
//!
//! Templates see `frame` and `page` ([`views`]) and one function, `t(key="…")`, which gives an interface word in the page's
//! language; its other arguments are the word's variables.

mod builtin;
mod contrast;
mod engine;
mod layers;
mod manifest;
mod stylesheet;
pub mod views;
mod words;

#[cfg(test)]
mod preview;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use builtin::FILES as BUILTIN;
pub use stylesheet::lean;
pub use words::{Asked, Translate, merged};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use crate::config::{Site, ThemeSettings};
use crate::diag::{Diagnostic, Failed, Rule, Sink, Source};
use crate::files::{Error, Root};
use crate::model::Lang;

use engine::Engine;
use layers::Layers;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &manifest::NOT_FOUND,
    &manifest::MANIFEST,
    &manifest::TOO_NEW,
    &manifest::OPTION,
    &contrast::CONTRAST,
    &engine::TEMPLATE,
    &engine::RENDER,
    &words::MISSING_WORD,
];

/// A theme ready to render: templates compiled, words found in every language, static files read.
#[derive(Debug)]
pub struct Theme {
    layers: Layers,
    engine: Engine,
}

impl Theme {
    /// Reads the layers, compiles the templates and checks that every word they use exists in every language of the site.
    ///
    /// `catalogue` makes the words of one language from its sources, in which no key stands twice, and refuses a language that lacks
    /// any of those asked for, unless the built-in theme speaks it. Every fault is pushed into `sink`:
    /// a theme that does not exist, a faulty `theme.toml`, an unknown option, a template that does not compile, a missing word.
    /// Cost: some ten milliseconds; templates are compiled once and shared by the languages.
    pub fn load(
        root: &Root,
        site: &Site,
        catalogue: impl Fn(&Lang, &[Arc<Source>], &Asked, &Sink) -> Result<Arc<dyn Translate>, Failed>,
        sink: &Sink,
    ) -> Result<Self, Failed> {
        let layers = Layers::read(root, &site.theme, sink)?;
        contrast::judge(&layers, &site.theme, sink);
        let used = words::used(layers.templates());
        let asked = layers.asked();
        let mut words = BTreeMap::new();
        for lang in site.languages.iter() {
            let sources = layers.ftl(lang);
            if layers.built_in_speaks(lang) {
                words::check(lang, &sources, &used, sink);
            }
            if let Ok(found) = catalogue(lang, &sources, &asked, sink) {
                words.insert(lang.clone(), found);
            }
        }
        sink.check()?;
        let engine = Engine::build(&layers, &words, &used).map_err(|d| sink.fail(*d))?;
        Ok(Self { layers, engine })
    }

    /// What the templates of a site ask of a language; nothing is compiled.
    pub fn asked(root: &Root, settings: &ThemeSettings, sink: &Sink) -> Result<Asked, Failed> {
        Layers::read(root, settings, sink).map(|layers| layers.asked())
    }

    /// Renders one page: `template` is a file below `templates/`, such as `fact.html`; `page` is the view it serves.
    ///
    /// Gives `theme/render` when the template asks for something the view does not have. Cost: about 0.1 ms for an ordinary page.
    pub fn render(&self, template: &str, frame: &views::Frame, page: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        self.engine.render(template, &frame.lang, Some(frame), page, &format!("{} ({})", frame.title, frame.kind))
    }

    /// Renders a file that has no frame: `feeds/atom.xml`, `feeds/sitemap.xml`, `feeds/robots.txt`. Templates see `page` alone.
    pub fn render_file(&self, template: &str, lang: &Lang, page: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        self.engine.render(template, lang.as_str(), None, page, template)
    }

    /// Whether there is such a template, for `template = "…"` in front matter.
    #[must_use]
    pub fn has_template(&self, template: &str) -> bool {
        self.engine.has(template)
    }

    /// Names of all page templates, sorted, for help lines.
    #[must_use]
    pub fn template_names(&self) -> Vec<&str> {
        self.layers.template_names()
    }

    /// Names of all static files but the style sheets, sorted (`favicon.svg`), the site's over the theme's.
    #[must_use]
    pub fn static_files(&self) -> Vec<&str> {
        self.layers.statics().map(|(name, _)| name).filter(|name| !self.layers.is_style(name) && !is_beside(name)).collect()
    }

    /// Bytes of a static file; files of the site are read now, so that they need not all be in memory.
    pub fn static_file(&self, root: &Root, name: &str) -> Result<Cow<'_, [u8]>, Error> {
        match self.layers.find_static(name) {
            Some(Bytes::Held(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Bytes::OnDisk(path)) => root.read_bytes(path, MAX_STATIC).map(Cow::Owned),
            None => Err(Error::NotFound { path: name.into() }),
        }
    }

    /// The one style sheet of the site: the theme's files in the order of `theme.toml`, then the site's own `static/css/*.css`, then one
    /// rule per option that is set (`:root{--accent-base:…}`). Comments and needless white space are left out.
    #[must_use]
    pub fn stylesheet(&self) -> String {
        stylesheet::join(&self.layers)
    }

    /// Options with the theme's defaults filled in, for [`views::Frame::options`].
    #[must_use]
    pub fn options(&self) -> &BTreeMap<String, String> {
        &self.layers.options
    }

    /// Fluent sources of one language, lowest layer first: built-in, theme, `content/i18n/<lang>.ftl`. Messages that an upper layer
    /// replaces are left out of the lower, so no key stands twice.
    #[must_use]
    pub fn ftl(&self, lang: &Lang) -> Vec<Arc<Source>> {
        self.layers.ftl(lang)
    }
}

/// What is declared of a picture stands beside it and is not published.
fn is_beside(name: &str) -> bool {
    name.strip_suffix(".toml").is_some_and(|name| [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| name.ends_with(ending)))
}

/// Largest static file.
const MAX_STATIC: u64 = 64 << 20;

/// A static file.
#[derive(Debug)]
enum Bytes {
    /// In the program or in memory.
    Held(Cow<'static, [u8]>),
    /// Below the site's root.
    OnDisk(PathBuf),
}
