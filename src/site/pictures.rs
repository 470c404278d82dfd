//! Pictures as files: charts and statistics as SVG and PNG, the pages and documents that embed them, the cards of pages.
//!
//! A picture is kept while its SVG and the fonts are as they were, whatever else of the site changed.

use rayon::prelude::*;

use crate::compose::frame::Standing;
use crate::compose::gallery::{chart_path, fact_path};
use crate::compose::{Desk, embed};
use crate::config::ChartSpec;
use crate::facts::Fact;
use crate::files::content_hash;
use crate::model::Lang;
use crate::picture::{Picture, Studio, png};
use crate::site::render::{Origin, Press};
use crate::theme::views::EmbedView;

/// What pages are made from, and the fonts: these decide which pictures pages may speak of.
pub(super) fn with_fonts(global: [u8; 32], desk: &Desk) -> [u8; 32] {
    let fonts = desk.gallery.studio().map_or([0; 32], |studio| studio.fonts().fingerprint());
    content_hash(&[global, fonts].concat())
}

/// What has a picture.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Chart(&'a ChartSpec),
    Fact(&'a Fact),
}

fn subjects<'a>(desk: &'a Desk) -> Vec<(Subject<'a>, &'a Lang)> {
    let charts = desk.settings.charts.values().map(Subject::Chart);
    let all = charts.chain(desk.book.iter().map(Subject::Fact));
    all.flat_map(|subject| desk.settings.site.languages.iter().map(move |lang| (subject, lang))).collect()
}

/// Makes the pages and documents that embed charts and statistics; how many pages. `key` is what generated pages are made from.
pub(super) fn embeds(desk: &Desk, press: &Press, key: [u8; 32]) -> usize {
    subjects(desk).par_iter().map(|(subject, lang)| embed_page(desk, press, key, *subject, lang)).sum()
}

fn embed_page(desk: &Desk, press: &Press, key: [u8; 32], subject: Subject, lang: &Lang) -> usize {
    let (address, drawn) = match subject {
        Subject::Chart(spec) => (embed::chart_page(spec.id.as_str()), desk.gallery.chart_shape(spec.id.as_str(), lang).is_some()),
        Subject::Fact(found) => {
            (embed::fact_page(found.spec.id.as_str()), desk.gallery.fact_shape(found.spec.id.as_str(), lang).is_some())
        }
    };
    if !drawn {
        return 0;
    }
    let (path, document) = (desk.atlas.file(&address, lang), embed::oembed_path(&address, lang));
    let documented = desk.settings.site.base_url.is_some();
    let (page_kept, document_kept) = (press.keep(&path, key), !documented || press.keep(&document, key));
    if page_kept && document_kept {
        return 1;
    }
    let voice = desk.voice(lang);
    let made = match subject {
        Subject::Chart(spec) => embed::chart_view(desk, voice, spec),
        Subject::Fact(found) => embed::fact_view(desk, voice, found),
    };
    let Some((view, oembed)) = made else { return 0 };
    if let Some(oembed) = oembed.filter(|_| !document_kept) {
        press.file(&document, format!("{oembed:#}\n").as_bytes(), Some(Origin { key, summary: None }));
    }
    if !page_kept {
        lay_out(desk, press, key, (&address, lang), &view, &path);
    }
    1
}

fn lay_out(desk: &Desk, press: &Press, key: [u8; 32], (address, lang): (&str, &Lang), view: &EmbedView, path: &str) {
    let voice = desk.voice(lang);
    let words = [("title", view.title.as_str())];
    let (title, description) = (voice.with("embed-title", &words), voice.with("embed-description", &words));
    let synthetic = view.figure.as_ref().is_some_and(|figure| figure.synthetic);
    let standing = Standing { address, lang, kind: "embed", title: &title, description: &description, synthetic };
    press.page(desk, "embed.html", &standing, path, view, Some(Origin { key, summary: None }));
}

/// Makes the pictures of charts and statistics, and the cards of the pages that were made or kept.
pub(super) fn all(desk: &Desk, press: &Press) {
    let Some(studio) = desk.gallery.studio() else { return };
    subjects(desk).par_iter().for_each(|(subject, lang)| one(desk, press, studio, *subject, lang));
    press.cards().par_iter().for_each(|(path, card)| {
        if let Some(picture) = desk.gallery.card(path, card) {
            points(press, studio, path, &picture, 1.0);
        }
    });
}

fn one(desk: &Desk, press: &Press, studio: &Studio, subject: Subject, lang: &Lang) {
    let voice = desk.voice(lang);
    let (svg, png, shape, picture) = match subject {
        Subject::Chart(spec) => {
            let (id, picture) = (spec.id.as_str(), desk.gallery.chart(desk, voice, spec));
            (chart_path(id, lang, "svg"), chart_path(id, lang, "png"), desk.gallery.chart_shape(id, lang), picture)
        }
        Subject::Fact(found) => {
            let (id, picture) = (found.spec.id.as_str(), desk.gallery.fact(desk, voice, found));
            (fact_path(id, lang, "svg"), fact_path(id, lang, "png"), desk.gallery.fact_shape(id, lang), picture)
        }
    };
    if let (Some(shape), Some(picture)) = (shape, picture) {
        press.file(&svg, picture.svg.as_bytes(), None);
        points(press, studio, &png, &picture, shape.scale);
    }
}

/// A PNG, unless the last build made it from the same SVG.
fn points(press: &Press, studio: &Studio, path: &str, picture: &Picture, scale: f32) {
    let fonts = studio.fonts().fingerprint();
    let key = content_hash(&[&fonts[..], &scale.to_le_bytes(), picture.svg.as_bytes()].concat());
    if press.keep(path, key) {
        return;
    }
    let made = if press.outputs.wants_pictures() {
        png(&picture.svg, studio.fonts(), scale).map(|png| png.bytes)
    } else {
        Some(Vec::new())
    };
    match made {
        Some(bytes) => press.file(path, &bytes, Some(Origin { key, summary: None })),
        None => press.failed(path, crate::compose::gallery::not_drawn(path)),
    }
}
