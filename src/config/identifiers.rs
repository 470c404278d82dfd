//! Reads `data/identifiers.toml`: what may be published although it looks like an identifier, and who said so.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::catalog::Context;
use super::reader::Document;
use super::resolved::{Dimension, Publisher, Security};
use crate::diag::{Source, Span};
use crate::model::Date;

/// What may stand on pages all the same.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    /// Public numbers of organisations, and adults in office: for good.
    pub allowed: Vec<Allowed>,
    /// Findings a person has judged: for a time.
    pub waivers: Vec<IdentifierWaiver>,
    /// Names of the site's places in every language, which may read like names of people in pinyin.
    pub places: BTreeSet<String>,
}

/// A value that is public by its nature.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// The value, as on the page.
    pub text: String,
    /// Why it is public: the office, the line.
    pub reason: String,
}

/// A finding that was judged harmless.
#[derive(Clone, Debug)]
pub struct IdentifierWaiver {
    /// The value; nothing for every finding in a folder that is not published.
    pub text: Option<String>,
    /// The only file, or with a final `/` the only folder, in which it holds; nothing for everywhere.
    pub file: Option<PathBuf>,
    /// Why.
    pub reason: String,
    /// Who judged.
    pub person: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Where it was typed.
    pub span: Span,
}

impl Exceptions {
    /// The places of the site are no people: `Xinhuang Dong Autonomous County`, even where a chart cuts it short.
    pub(super) fn know_places(&mut self, places: &Dimension) {
        let names = places.codes.iter().flat_map(|entry| entry.name.iter().chain(entry.short.iter()));
        self.places.extend(names.map(|(_, name)| name.clone()));
    }

    /// Contacts for weaknesses are public by their nature.
    pub(super) fn allow_security(&mut self, security: &Security) {
        let own = security.contacts.iter().map(|contact| unschemed(contact));
        self.allowed.extend(own.map(|text| Allowed { text, reason: "security".to_owned() }));
    }

    /// How to reach the publisher is public by its nature.
    pub(super) fn allow_publisher(&mut self, publisher: &Publisher) {
        let address = publisher.address.iter().flat_map(|address| address.iter().map(|(_, text)| text.clone()));
        let own = publisher.email.iter().chain(&publisher.phone).cloned().chain(address);
        self.allowed.extend(own.map(|text| Allowed { text, reason: "publisher".to_owned() }));
    }
}

/// Where weaknesses are to be told is read by strangers: that is what it is for.
fn unschemed(contact: &str) -> String {
    contact.strip_prefix("mailto:").or_else(|| contact.strip_prefix("tel:")).unwrap_or(contact).to_owned()
}

/// Reads the file; an entry that lacks a reason, a person or a day is an error.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Exceptions {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut found = Exceptions::default();
    for entry in table.tables("allow") {
        let (text, reason) = (entry.text("text"), entry.text("reason"));
        entry.finish();
        if let (Some(text), Some(reason)) = (text, reason) {
            found.allowed.push(Allowed { text: text.value, reason: reason.value });
        }
    }
    for entry in table.tables("waiver") {
        let span = entry.span();
        let file = entry.optional_text("file").map(|file| PathBuf::from(file.value));
        // What is not published may be waived as a whole; a page never.
        let outside = file.as_ref().is_some_and(|file| !is_published(file));
        let text = if outside { entry.optional_text("text") } else { entry.text("text") };
        let (reason, person) = (entry.text("reason"), entry.text("person"));
        let expires = if entry.has("expires") { entry.date("expires") } else { entry.text("expires").and(None) };
        entry.finish();
        let (Some(reason), Some(person), Some(expires)) = (reason, person, expires) else { continue };
        if text.is_none() && !outside {
            continue;
        }
        let (text, reason, person) = (text.map(|text| text.value), reason.value, person.value);
        found.waivers.push(IdentifierWaiver { text, file, reason, person, expires: expires.value, span });
    }
    table.finish();
    found
}

/// Whether a path lies in a folder that is published or from which pages are made.
#[must_use]
pub fn is_published(path: &std::path::Path) -> bool {
    const FOLDERS: [&str; 6] = ["content", "data", "static", "templates", "themes", "releases"];
    FOLDERS.iter().any(|folder| path.starts_with(folder))
}
