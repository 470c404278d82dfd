//! From facts, tables, figures and texts to what templates see: one file per kind of page.
//!
//! Everything here is pure: a [`Desk`] holds what is known, functions give views. Which file a page becomes is `site`'s affair.

pub mod api;
pub mod article;
pub mod atlas;
pub mod attempts;
pub mod beside;
pub mod cite;
pub mod credits;
pub mod dataset;
pub mod edition;
pub mod embed;
pub mod explore;
pub mod fact;
pub mod fact_json;
pub mod factsheet;
pub mod feed;
pub mod figure;
pub mod frame;
mod funnel;
pub mod gallery;
pub mod glossary;
pub mod history;
pub mod indicator;
mod inside;
pub mod lists;
pub mod place;
pub mod planned;
pub mod protection;
pub mod schema_org;
pub mod scope;
pub mod search;
pub mod server;
mod signs;
pub mod tables;
pub mod tally;
pub mod tested;
pub mod vocabulary;
pub mod voice;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::Archive;
use crate::confidential::Release;
use crate::config::{Programme, Settings};
use crate::content::Library;
use crate::facts::FactBook;
use crate::model::{Date, FactId, Lang};
use crate::rollup::Gathered;
use atlas::Atlas;
use voice::Voice;

/// Everything that is known when pages are composed. Nothing in it changes while they are.
pub struct Desk<'a> {
    /// Settings.
    pub settings: &'a Settings,
    /// Statistics.
    pub book: &'a FactBook,
    /// Protected tables.
    pub release: &'a Release,
    /// What cities handed over; nothing on the site of a city.
    pub gathered: &'a Gathered,
    /// Authored pages.
    pub library: &'a Library,
    /// Frozen releases that are published.
    pub archive: &'a Archive,
    /// The version of the release that is being made.
    pub making: Option<String>,
    /// Addresses.
    pub atlas: Atlas,
    /// One voice for each language, default first in [`Settings`]' order.
    pub voices: BTreeMap<Lang, Voice>,
    /// The date the pages speak as of.
    pub as_of: Option<Date>,
    /// Output paths of the style sheets.
    pub styles: Vec<String>,
    /// Output paths of the site's static files.
    pub statics: BTreeSet<String>,
    /// Sums of scripts and style sheets by output path, where the site asks for them.
    pub sums: BTreeMap<String, String>,
    /// Output path of the favicon.
    pub icon: Option<String>,
    /// Pictures that can be drawn.
    pub gallery: gallery::Gallery,
    /// Photographs and drawings below `static/`, by name.
    pub photos: BTreeMap<String, crate::photo::Shape>,
    /// Addresses where a notice stands instead of what was withdrawn.
    pub gone: BTreeSet<String>,
    /// Which pages say which fact; empty while authored pages are composed.
    pub said_on: BTreeMap<FactId, BTreeSet<String>>,
}

impl Desk<'_> {
    /// The voice of a language.
    #[must_use]
    pub fn voice(&self, lang: &Lang) -> &Voice {
        self.voices.get(lang).expect("every language of the site has a voice")
    }

    /// The programme with this code.
    #[must_use]
    pub fn programme(&self, code: &str) -> Option<&Programme> {
        self.settings.site.programmes.iter().find(|p| p.code.as_str() == code)
    }

    /// The address of a programme's page, when it has one.
    #[must_use]
    pub fn programme_address(&self, code: &str) -> Option<String> {
        let address = format!("projects/{}/", self.programme(code)?.slug);
        self.atlas.has(&address).then_some(address)
    }
}

/// Text as the content or an attribute of HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The address of a statistic's permanent page.
#[must_use]
pub fn fact_address(id: &str) -> String {
    format!("s/{id}/")
}

/// The address of a place's page.
#[must_use]
pub fn place_address(code: &str) -> String {
    format!("places/{code}/")
}

/// The address of an indicator's page.
#[must_use]
pub fn indicator_address(code: &str) -> String {
    format!("indicators/{code}/")
}

/// The address of a dataset's page.
#[must_use]
pub fn dataset_address(id: &str) -> String {
    format!("data/{id}/")
}
