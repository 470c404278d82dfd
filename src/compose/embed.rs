//! Showing a chart or a statistic elsewhere: snippets of HTML, the page that stands in a frame, the oEmbed document.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::compose::credits::{chart_home, chart_source, sources};
use crate::compose::gallery::{Shape, chart_path, fact_path, synthetic_mark};
use crate::compose::voice::Voice;
use crate::compose::{Desk, escaped, fact, fact_address, figure, planned};
use crate::config::ChartSpec;
use crate::diag::Sink;
use crate::facts::Fact;
use crate::model::{Bound, Lang};
use crate::theme::views::{EmbedBox, EmbedChoice, EmbedView, Link};

/// Width of a frame for a chart, in CSS pixels.
const FRAME_WIDTH: u32 = 800;
/// What stands in a frame besides the chart: languages and the fold with the data.
const FRAME_REST: u32 = 130;
/// Width and height of a frame for a statistic.
const FACT_FRAME: (u32, u32) = (600, 360);

/// The address of the page that shows a chart in a frame.
#[must_use]
pub fn chart_page(id: &str) -> String {
    format!("embed/{id}/")
}

/// The address of the page that shows a statistic in a frame.
#[must_use]
pub fn fact_page(id: &str) -> String {
    format!("embed/s/{id}/")
}

/// The output path of the oEmbed document of a page below `embed/`.
#[must_use]
pub fn oembed_path(page: &str, lang: &Lang) -> String {
    let name = page.trim_start_matches("embed/").trim_end_matches('/');
    format!("oembed/{name}.{lang}.json")
}

/// What is embedded, in one language.
struct Subject<'a> {
    desk: &'a Desk<'a>,
    voice: &'a Voice,
    id: String,
    title: String,
    /// The picture in words.
    alt: String,
    source: String,
    synthetic: bool,
    /// The address of the page it belongs to, and the place on it.
    home: (String, String),
    /// The address of its page for frames.
    page: String,
    /// Output paths of the pictures.
    svg: String,
    png: String,
    /// Size at which the picture is shown, and of the frame, in CSS pixels.
    shown: (u32, u32),
    frame: (u32, u32),
    /// Size of the PNG in points.
    points: (u32, u32),
}

/// How to embed a chart that stands on the page at `from`; `None` where no picture of it can be drawn.
#[must_use]
pub fn of_chart(desk: &Desk, voice: &Voice, from: &str, spec: &ChartSpec, description: &str) -> Option<EmbedBox> {
    Some(chart(desk, voice, spec, description)?.offer(from))
}

/// How to embed a statistic; `None` where no picture of it can be drawn.
#[must_use]
pub fn of_fact(desk: &Desk, voice: &Voice, from: &str, found: &Fact) -> Option<EmbedBox> {
    Some(fact_subject(desk, voice, found)?.offer(from))
}

fn chart<'a>(desk: &'a Desk, voice: &'a Voice, spec: &ChartSpec, description: &str) -> Option<Subject<'a>> {
    let (id, lang) = (spec.id.as_str(), &voice.lang);
    let shape = desk.gallery.chart_shape(id, lang)?;
    let title =
        crate::compose::scope::FactScope { desk, voice, from: "" }.plain(spec.title.get(lang), &spec.span, &Sink::default());
    Some(Subject {
        desk,
        voice,
        id: format!("chart-{id}"),
        alt: description.to_owned(),
        title,
        source: chart_source(desk, voice, spec),
        synthetic: figure::is_synthetic(desk, spec),
        home: (chart_home(desk, spec).unwrap_or_else(|| chart_page(id)), anchor(desk, spec)),
        page: chart_page(id),
        svg: chart_path(id, lang, "svg"),
        png: chart_path(id, lang, "png"),
        shown: (shape.width, shape.height),
        frame: (FRAME_WIDTH, shape.height + FRAME_REST),
        points: shape.points(),
    })
}

/// The place of a chart on its dataset's page.
fn anchor(desk: &Desk, spec: &ChartSpec) -> String {
    let listed = desk.settings.catalog.datasets.iter().any(|d| d.charts.contains(&spec.id));
    if listed { format!("#chart-{}", spec.id) } else { String::new() }
}

fn fact_subject<'a>(desk: &'a Desk, voice: &'a Voice, found: &Fact) -> Option<Subject<'a>> {
    let (id, lang) = (found.spec.id.as_str(), &voice.lang);
    let shape: Shape = desk.gallery.fact_shape(id, lang)?;
    let card = fact::card(desk, voice, "", found);
    let text = planned::figure(voice, found, &[&card.label, &card.period]);
    let said = if found.quantity.value.is_none() { &card.status_text } else { &text };
    Some(Subject {
        desk,
        voice,
        id: "fact-embed".to_owned(),
        alt: voice.with("embed-fact-alt", &[("label", &card.label), ("text", said), ("period", &card.period)]),
        title: planned::name(voice, found, &[]),
        source: sources(desk, voice, [found]),
        synthetic: found.synthetic,
        home: (fact_address(id), String::new()),
        page: fact_page(id),
        svg: fact_path(id, lang, "svg"),
        png: fact_path(id, lang, "png"),
        shown: (shape.width / 2, shape.height / 2),
        frame: FACT_FRAME,
        points: shape.points(),
    })
}

impl Subject<'_> {
    /// A file of the site as others name it: whole, or relative to the site's root while it has no public address.
    fn address(&self, path: &str) -> String {
        self.desk.settings.site.base_url.clone().unwrap_or_default() + path
    }

    fn page_address(&self, address: &str) -> String {
        let lang = &self.voice.lang;
        self.desk.atlas.absolute(address, lang).unwrap_or_else(|| self.desk.atlas.file(address, lang))
    }

    fn offer(&self, from: &str) -> EmbedBox {
        let file = |path: &str| self.desk.atlas.link_file(from, &self.voice.lang, path);
        let picture = |label: &str, path: &str| Link { label: label.to_owned(), href: file(path), lang: String::new() };
        EmbedBox {
            id: format!("{}-embed", self.id.trim_end_matches("-embed")),
            files: vec![picture("SVG", &self.svg), picture("PNG", &self.png)],
            page: self.desk.atlas.link(from, &self.page, &self.voice.lang),
            choices: self.choices(self.desk.gallery.frozen(&self.png)),
            absolute: self.desk.settings.site.base_url.is_some(),
            oembed: self.oembed_link(),
        }
    }

    /// The live snippets, then one for each release that holds the picture.
    fn choices(&self, versions: &[String]) -> Vec<EmbedChoice> {
        let live = EmbedChoice {
            version: String::new(),
            figure: self.figure(&self.address(&self.png), &(self.page_address(&self.home.0) + &self.home.1)),
            frame: self.frame(),
        };
        let frozen = versions.iter().map(|version| {
            let picture = self.address(&format!("releases/{version}/{}", self.png));
            let page = self.page_address(&format!("releases/{version}/"));
            EmbedChoice { version: version.clone(), figure: self.figure(&picture, &page), frame: String::new() }
        });
        std::iter::once(live).chain(frozen).collect()
    }

    /// A figure with picture, caption and source.
    fn figure(&self, picture: &str, page: &str) -> String {
        let site = &self.desk.settings.site;
        let mut out = String::new();
        let _ = writeln!(out, "<figure lang=\"{}\">", self.voice.lang);
        let _ = writeln!(
            out,
            "  <a href=\"{}\"><img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\"></a>",
            escaped(page),
            escaped(picture),
            self.shown.0,
            self.shown.1,
            escaped(&self.alt)
        );
        let bare = |text: &str| escaped(text.trim_end_matches(['.', '。']));
        let link = format!("<a href=\"{}\">{}</a>", escaped(page), escaped(site.title.get(&self.voice.lang)));
        let words = [
            ("title", bare(&self.marked_title())),
            ("source", bare(&self.source)),
            ("link", link),
            ("licence", escaped(&site.licence.name)),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let _ = writeln!(out, "  <figcaption>{}</figcaption>", self.voice.with("embed-caption", &words));
        out.push_str("</figure>");
        out
    }

    fn frame(&self) -> String {
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>",
            escaped(&self.page_address(&self.page)),
            escaped(&self.marked_title()),
            self.frame.0,
            self.frame.1
        )
    }

    /// The title; where the numbers are invented, it says so.
    fn marked_title(&self) -> String {
        let mark = synthetic_mark(self.voice);
        if !self.synthetic || self.title.to_lowercase().contains(&mark.to_lowercase()) {
            return self.title.clone();
        }
        self.voice.with("embed-marked", &[("title", &self.title), ("mark", &mark)])
    }

    fn oembed_link(&self) -> Option<Link> {
        let base = self.desk.settings.site.base_url.as_ref()?;
        let path = oembed_path(&self.page, &self.voice.lang);
        Some(Link { label: self.marked_title(), href: base.clone() + &path, lang: String::new() })
    }

    /// oEmbed 1.0, type `rich` (<https://oembed.com/>, section 2.3.4): the frame, and the PNG as thumbnail with its true size.
    fn oembed(&self) -> Option<Value> {
        let site = &self.desk.settings.site;
        let base = site.base_url.as_ref()?;
        Some(json!({
            "type": "rich",
            "version": "1.0",
            "title": self.marked_title(),
            "author_name": site.publisher.name.get(&self.voice.lang),
            "provider_name": site.title.get(&self.voice.lang),
            "provider_url": base,
            "html": self.frame(),
            "width": self.frame.0,
            "height": self.frame.1,
            "thumbnail_url": self.address(&self.png),
            "thumbnail_width": self.points.0,
            "thumbnail_height": self.points.1,
        }))
    }
}

/// The page that shows a chart in a frame, and its oEmbed document.
#[must_use]
pub fn chart_view(desk: &Desk, voice: &Voice, spec: &ChartSpec) -> Option<(EmbedView, Option<Value>)> {
    let from = chart_page(spec.id.as_str());
    let figure = figure::view(desk, voice, &from, spec, &Sink::default())?;
    let subject = chart(desk, voice, spec, &figure.description)?;
    let view = EmbedView { figure: Some(crate::theme::views::FigureView { embed: None, ..figure }), ..subject.view(&from) };
    Some((view, subject.oembed()))
}

/// The page that shows a statistic in a frame, and its oEmbed document.
#[must_use]
pub fn fact_view(desk: &Desk, voice: &Voice, found: &Fact) -> Option<(EmbedView, Option<Value>)> {
    let from = fact_page(found.spec.id.as_str());
    let subject = fact_subject(desk, voice, found)?;
    let bound = match found.quantity.bound {
        Bound::Exact | Bound::Planned | Bound::Withheld => String::new(),
        _ => voice.wording.bound_text(&found.quantity),
    };
    let because = found.spec.withheld_because.as_ref().map_or_else(String::new, |why| why.get(&voice.lang).clone());
    let view = EmbedView {
        fact: Some(fact::card(desk, voice, &from, found)),
        bound_text: bound,
        withheld_because: because,
        ..subject.view(&from)
    };
    Some((view, subject.oembed()))
}

impl Subject<'_> {
    fn view(&self, from: &str) -> EmbedView {
        let lang = &self.voice.lang;
        EmbedView {
            title: self.title.clone(),
            figure: None,
            fact: None,
            bound_text: String::new(),
            withheld_because: String::new(),
            source: self.source.clone(),
            home: Link {
                label: self.desk.settings.site.title.get(lang).clone(),
                href: self.desk.atlas.link(from, &self.home.0, lang) + &self.home.1,
                lang: String::new(),
            },
            oembed: self.oembed_link(),
        }
    }
}
