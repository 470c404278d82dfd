//! Frozen releases in the output: their bytes as they were, and pages, feeds and a calendar about them.

use rayon::prelude::*;

use crate::archive::{self, Frozen};
use crate::compose::frame::Standing;
use crate::compose::history::{self, RELEASES};
use crate::compose::{Desk, feed};
use crate::files::Root;
use crate::model::Lang;
use crate::site::render::{Origin, Press};
use crate::theme::views::ArticleView;

/// Copies every frozen file and makes the pages about releases; how many pages.
pub(super) fn make(desk: &Desk, press: &Press, root: &Root, key: [u8; 32]) -> usize {
    desk.archive.releases.par_iter().for_each(|frozen| copy(frozen, press, root));
    let languages: Vec<&Lang> = desk.settings.site.languages.iter().collect();
    languages.into_par_iter().map(|lang| pages(desk, press, key, lang)).sum()
}

/// Hands over the files of a release. The sum that the output reports must be the one in the list of sums.
fn copy(frozen: &Frozen, press: &Press, root: &Root) {
    let folder = frozen.folder();
    let hand = |name: &str, sum: Option<&String>| {
        let path = folder.join(name);
        let output = format!("{RELEASES}{}/{name}", frozen.entry.version);
        let read = root.read_bytes(&path, archive::MAX_FROZEN).map_err(|error| error.diagnostic());
        let put = read.and_then(|bytes| Ok((press.outputs.put(&output, &bytes)?, bytes)));
        match put {
            Ok((stamp, bytes)) => {
                if sum.is_some_and(|sum| *sum != stamp.sha256) {
                    press.sink.push(archive::altered(&path));
                }
                twin(frozen, press, name, &bytes);
            }
            Err(trouble) => press.sink.push(trouble),
        }
    };
    hand(archive::SUMS, None);
    frozen.files.par_iter().for_each(|(name, sum)| hand(name, Some(sum)));
}

/// The JSON of a statistic stands at its own frozen address, too.
fn twin(frozen: &Frozen, press: &Press, name: &str, bytes: &[u8]) {
    let id = name.strip_prefix("s/").and_then(|rest| rest.strip_suffix("/fact.json"));
    if let Some(id) = id {
        let address = history::frozen_address(id, &frozen.entry.version);
        press.file(&format!("{address}fact.json"), bytes, None);
    }
}

fn pages(desk: &Desk, press: &Press, key: [u8; 32], lang: &Lang) -> usize {
    let voice = desk.voice(lang);
    let put = |address: &str, view: &ArticleView| {
        let path = desk.atlas.file(address, lang);
        if !press.keep(&path, key) {
            let description = if view.lead.is_empty() { view.title.clone() } else { view.lead.clone() };
            let standing =
                Standing { address, lang, kind: "page", title: &view.title, description: &description, synthetic: false };
            press.page(desk, "page.html", &standing, &path, view, Some(Origin { key, summary: None }));
        }
        1
    };
    let mut made = put(RELEASES, &history::releases(desk, voice));
    for (at, frozen) in desk.archive.releases.iter().enumerate() {
        let version = &frozen.entry.version;
        made += put(&history::release_address(version), &history::release(desk, voice, at));
        for id in frozen.snapshot.facts.keys() {
            if let Some(view) = history::frozen_fact(desk, voice, id, at) {
                made += put(&history::frozen_address(id, version), &view);
            }
        }
    }
    files(desk, press, key, lang);
    made
}

/// Feeds of releases, corrections and each dataset, and the calendar.
fn files(desk: &Desk, press: &Press, key: [u8; 32], lang: &Lang) {
    let folder = |address: &str| desk.atlas.folder(address, lang);
    let mut feeds =
        vec![(folder(RELEASES), feed::releases(desk, lang, None)), (folder("corrections/"), feed::corrections(desk, lang))];
    for spec in &desk.settings.catalog.datasets {
        let address = crate::compose::dataset_address(spec.id.as_str());
        feeds.push((folder(&address), feed::releases(desk, lang, Some(spec))));
    }
    for (folder, view) in feeds {
        press.plain("feeds/atom.xml", lang, &format!("{folder}feed.xml"), &view, key);
    }
    if !desk.settings.calendar.is_empty() {
        let text = feed::calendar(desk, lang);
        press.file(&format!("{}calendar.ics", folder(RELEASES)), text.as_bytes(), Some(Origin { key, summary: None }));
    }
}
