//! The files of a theme in layers: the site's own over the named theme, that over what it extends, and the built-in one below all.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::config::ThemeSettings;
use crate::diag::{Diagnostic, Failed, Sink, Source, nearest};
use crate::files::Root;
use crate::model::Lang;
use crate::say;

use super::manifest::{self, Manifest, Scheme, ThemeOption};
use super::{Asked, Bytes, MAX_STATIC, builtin, words};

/// The built-in theme's name.
const BUILTIN: &str = "shanwai";
/// Most themes that may stand on one another.
const MAX_DEPTH: usize = 4;

/// All files of a theme, upper over lower.
#[derive(Debug)]
pub(super) struct Layers {
    /// Uppermost first; never empty, the last is the built-in theme.
    layers: Vec<Layer>,
    /// Style sheets in order.
    styles: Vec<String>,
    /// Options with defaults filled in.
    pub(super) options: BTreeMap<String, String>,
    /// Option → custom property.
    properties: BTreeMap<String, String>,
    /// Options that are colours to be read.
    coloured: Vec<Coloured>,
}

/// An option that is a colour: what it sets, and the pairs of text and ground that depend on it.
#[derive(Debug)]
pub(super) struct Coloured {
    pub(super) option: String,
    pub(super) property: String,
    pub(super) scheme: Scheme,
    pub(super) pairs: Vec<[String; 2]>,
}

/// One layer.
#[derive(Debug)]
pub(super) struct Layer {
    /// How the engine calls it: `site/`, `<theme>/`, `builtin/`.
    pub(super) prefix: String,
    /// Templates by name below `templates/`.
    pub(super) templates: BTreeMap<String, Arc<Source>>,
    statics: BTreeMap<String, Bytes>,
    ftl: BTreeMap<String, Arc<Source>>,
}

impl Layers {
    /// Reads every layer of the theme a site names; all faults go to the sink.
    pub(super) fn read(root: &Root, settings: &ThemeSettings, sink: &Sink) -> Result<Self, Failed> {
        let mut layers = vec![Layer::of_site(root, sink)];
        let mut manifests = Vec::new();
        let mut name = Some(settings.name.clone());
        while let Some(current) = name {
            let folder = format!("themes/{current}");
            let on_disk = crate::model::Slug::new(&current).is_ok() && root.exists(format!("{folder}/theme.toml"));
            if !on_disk {
                if current != BUILTIN {
                    sink.push(not_found(root, &current));
                }
                break;
            }
            if layers.len() > MAX_DEPTH || layers.iter().any(|l| l.prefix == format!("{current}/")) {
                sink.push(in_circles(&current));
                break;
            }
            layers.push(Layer::on_disk(root, &format!("{current}/"), &folder, sink));
            let manifest = source(root, &format!("{folder}/theme.toml"), sink).and_then(|s| manifest::read(&s, sink));
            name = manifest.as_ref().and_then(|m| m.extends.clone());
            manifests.extend(manifest);
        }
        layers.push(Layer::built_in());
        manifests.push(built_in_manifest());
        Self::assemble(layers, manifests, settings, sink)
    }

    fn assemble(layers: Vec<Layer>, manifests: Vec<Manifest>, settings: &ThemeSettings, sink: &Sink) -> Result<Self, Failed> {
        // Lower themes first, so that an upper one's styles come later and win, and its options replace theirs.
        let mut styles: Vec<String> = Vec::new();
        let mut declared: BTreeMap<String, ThemeOption> = BTreeMap::new();
        for manifest in manifests.into_iter().rev() {
            debug_assert!(!manifest.name.is_empty());
            styles.retain(|style| !manifest.styles.contains(style));
            styles.extend(manifest.styles);
            declared.extend(manifest.options);
        }
        let own = layers[0].statics.keys().filter(|name| is_css(name) && !styles.contains(name)).cloned().collect::<Vec<_>>();
        styles.extend(own);
        let options = manifest::options(&declared, &settings.options, sink);
        let coloured = declared.iter().filter_map(|(name, option)| {
            let property = option.property.clone().filter(|_| !option.contrast.is_empty())?;
            Some(Coloured { option: name.clone(), property, scheme: option.scheme, pairs: option.contrast.clone() })
        });
        let coloured = coloured.collect();
        let properties = declared.into_iter().filter_map(|(name, option)| Some((name, option.property?))).collect();
        sink.check()?;
        Ok(Self { layers, styles, options, properties, coloured })
    }

    /// Layers, uppermost first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter()
    }

    /// Every template of every layer; of those with one name, the uppermost first.
    pub(super) fn templates(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.layers.iter().flat_map(|layer| layer.templates.values())
    }

    /// Names of page templates: those at the top of `templates/`.
    pub(super) fn template_names(&self) -> Vec<&str> {
        let all = self.layers.iter().flat_map(|layer| layer.templates.keys());
        let pages: BTreeSet<&str> = all.map(String::as_str).filter(|name| !name.contains('/')).collect();
        pages.into_iter().collect()
    }

    /// Static files by name, the uppermost layer's of each.
    pub(super) fn statics(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        let mut all: BTreeMap<&str, &Bytes> = BTreeMap::new();
        for layer in self.layers.iter().rev() {
            all.extend(layer.statics.iter().map(|(name, bytes)| (name.as_str(), bytes)));
        }
        all.into_iter()
    }

    /// The uppermost layer's static file of this name.
    pub(super) fn find_static(&self, name: &str) -> Option<&Bytes> {
        self.layers.iter().find_map(|layer| layer.statics.get(name))
    }

    /// Whether a static file goes into the one style sheet.
    pub(super) fn is_style(&self, name: &str) -> bool {
        self.styles.iter().any(|style| style == name)
    }

    /// Texts of the style sheets, in order.
    pub(super) fn styles(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let text = |name: &String| match self.find_static(name)? {
            Bytes::Held(bytes) => Some(String::from_utf8_lossy(bytes)),
            Bytes::OnDisk(_) => None,
        };
        self.styles.iter().filter_map(text)
    }

    /// Options that are colours to be read.
    pub(super) fn coloured(&self) -> &[Coloured] {
        &self.coloured
    }

    /// Custom properties that options set, with the options' values.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().filter_map(|(name, property)| Some((property.as_str(), self.options.get(name)?.as_str())))
    }

    /// Whether the built-in theme has words of a language.
    pub(super) fn built_in_speaks(&self, lang: &Lang) -> bool {
        self.layers.last().is_some_and(|layer| layer.ftl.contains_key(lang.as_str()))
    }

    /// What the templates ask for, and how it is said in Chinese and English.
    pub(super) fn asked(&self) -> Asked {
        let all = |lang: &str| self.layers.iter().rev().filter_map(|layer| layer.ftl.get(lang).cloned()).collect();
        Asked { keys: words::used(self.templates()).into_keys().collect(), chinese: all("zh"), english: all("en") }
    }

    /// Fluent sources of a language, lowest first; what an upper one replaces is left out of the lower.
    pub(super) fn ftl(&self, lang: &Lang) -> Vec<Arc<Source>> {
        words::merged(self.layers.iter().rev().filter_map(|layer| layer.ftl.get(lang.as_str()).cloned()).collect())
    }
}

impl Layer {
    fn empty(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), templates: BTreeMap::new(), statics: BTreeMap::new(), ftl: BTreeMap::new() }
    }

    fn of_site(root: &Root, sink: &Sink) -> Self {
        let mut layer = Self::empty("site/");
        layer.add_templates(root, "templates", sink);
        layer.add_statics(root, "static", sink);
        layer.add_ftl(root, "content/i18n", sink);
        layer
    }

    fn on_disk(root: &Root, prefix: &str, folder: &str, sink: &Sink) -> Self {
        let mut layer = Self::empty(prefix);
        layer.add_templates(root, &format!("{folder}/templates"), sink);
        layer.add_statics(root, &format!("{folder}/static"), sink);
        layer.add_ftl(root, &format!("{folder}/i18n"), sink);
        layer
    }

    fn built_in() -> Self {
        let mut layer = Self::empty("builtin/");
        for (path, bytes) in builtin::FILES {
            let text = || Source::new(format!("themes/{BUILTIN}/{path}"), String::from_utf8_lossy(bytes));
            if let Some(name) = path.strip_prefix("templates/") {
                layer.templates.insert(name.to_owned(), text());
            } else if let Some(name) = path.strip_prefix("static/") {
                layer.statics.insert(name.to_owned(), Bytes::Held(Cow::Borrowed(bytes)));
            } else if let Some(lang) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".ftl")) {
                layer.ftl.insert(lang.to_owned(), text());
            }
        }
        layer
    }

    fn add_templates(&mut self, root: &Root, folder: &str, sink: &Sink) {
        for (name, path) in listed(root, folder, sink) {
            self.templates.extend(source(root, &path, sink).map(|source| (name, source)));
        }
    }

    fn add_statics(&mut self, root: &Root, folder: &str, sink: &Sink) {
        for (name, path) in listed(root, folder, sink) {
            // Style sheets are joined; anything else is read when it is published.
            if !name.ends_with(".css") {
                self.statics.insert(name, Bytes::OnDisk(path.into()));
                continue;
            }
            match root.read_bytes(&path, MAX_STATIC) {
                Ok(bytes) => drop(self.statics.insert(name, Bytes::Held(Cow::Owned(bytes)))),
                Err(fault) => sink.push(fault.diagnostic()),
            }
        }
    }

    fn add_ftl(&mut self, root: &Root, folder: &str, sink: &Sink) {
        for (name, path) in listed(root, folder, sink) {
            let Some(lang) = name.strip_suffix(".ftl") else { continue };
            self.ftl.extend(source(root, &path, sink).map(|source| (lang.to_owned(), source)));
        }
    }
}

/// Files below a folder: name inside it with `/` between parts, and path from the root.
fn listed(root: &Root, folder: &str, sink: &Sink) -> Vec<(String, String)> {
    let (entries, faults) = root.walk(folder);
    for fault in faults {
        sink.push(fault.diagnostic());
    }
    let words = |path: &Path| path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    let named = entries.iter().filter_map(|entry| {
        let path = words(&entry.path);
        let name = path.strip_prefix(folder)?.trim_start_matches('/').to_owned();
        Some((name, path))
    });
    named.collect()
}

fn source(root: &Root, path: &str, sink: &Sink) -> Option<Arc<Source>> {
    root.read(path).map_err(|fault| sink.push(fault.diagnostic())).ok()
}

fn is_css(name: &str) -> bool {
    name.starts_with("css/") && name.ends_with(".css")
}

fn built_in_manifest() -> Manifest {
    let (_, bytes) = builtin::FILES.iter().find(|(path, _)| *path == "theme.toml").expect("the built-in theme has a theme.toml");
    let source = Source::new("theme.toml", String::from_utf8_lossy(bytes));
    manifest::read(&source, &Sink::new()).expect("the built-in theme.toml is tested")
}

fn not_found(root: &Root, name: &str) -> Diagnostic {
    let finding = Diagnostic::error(&manifest::NOT_FOUND, say!("没有名为 `{name}` 的主题", "there is no theme called `{name}`"));
    let finding = finding.at(Path::new("content/site.toml"));
    let (entries, _) = root.walk("themes");
    let known = entries.iter().filter_map(|e| e.path.strip_prefix("themes").ok()?.parent()?.to_str());
    match nearest(name, known.chain([BUILTIN])) {
        Some(near) => finding.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
        None => finding.help(say!(
            "自带主题叫 `{BUILTIN}`；其他主题放在 `themes/<名称>/`",
            "the built-in theme is `{BUILTIN}`; others live in `themes/<name>/`"
        )),
    }
}

fn in_circles(name: &str) -> Diagnostic {
    Diagnostic::error(
        &manifest::MANIFEST,
        say!("主题 `{name}` 的 `extends` 绕成了圈，或层数过多", "the `extends` of theme `{name}` goes in circles or too deep"),
    )
    .at(Path::new("themes").join(name).join("theme.toml"))
}
