//! Pictures of charts and statistics as files: what stands in them, where they lie, and which of them can be drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::chart::words::ChartWords;
use crate::chart::{self, Figure};
use crate::compose::credits::{chart_source, last_line, source_line, sources};
use crate::compose::scope::ChartVoice;
use crate::compose::voice::Voice;
use crate::compose::{Desk, fact, figure};
use crate::config::ChartSpec;
use crate::diag::{Diagnostic, Rule, Sink};
use crate::facts::Fact;
use crate::model::Lang;
use crate::picture::{CARD_HEIGHT, CARD_WIDTH, CHART_SCALE, NumberCard, PageCard, Picture, Plate, Studio};
use crate::say;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&MISSING_GLYPHS, &NOT_A_FONT, &NOT_DRAWN];

static MISSING_GLYPHS: Rule = Rule {
    id: "picture/missing-glyphs",
    title: ("图片缺少字形", "pictures lack glyphs"),
    explain: (
        "图片（SVG、PNG 和分享卡片）用程序自带的字体绘制，它有 GB 2312 的 6,763 个汉字，没有“喆”“堃”“﨑”一类的字。缺字的图片不生成，以免印出空框；网页不受影响。要补上这些字，请安装 Debian 的 `fonts-noto-cjk`（其他系统装 Noto Sans CJK SC），把字体文件（Debian 上是 `/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc`）复制到网站文件夹里，再在 `content/site.toml` 写 `[pictures]` 和 `font = \"fonts/NotoSansCJK-Regular.ttc\"`。系统里的字体不会自动使用：同样的内容在哪里构建，图片都应相同。",
        "Pictures (SVG, PNG and cards) are drawn with a font that is part of the program: the 6,763 hanzi of GB 2312, but not the rare ones of some names. A picture with a character it lacks is not made, rather than with an empty box; pages are not affected. To add them, install `fonts-noto-cjk` (Debian; elsewhere Noto Sans CJK SC), copy the font file (on Debian `/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc`) into the site's folder, and write `[pictures]` with `font = \"fonts/NotoSansCJK-Regular.ttc\"` into `content/site.toml`. Fonts of the machine are not used by themselves: wherever a site is built, its pictures are the same.",
    ),
};
static NOT_A_FONT: Rule = Rule {
    id: "picture/not-a-font",
    title: ("不是可用的字体文件", "not a usable font file"),
    explain: (
        "`content/site.toml` 里 `[pictures]` 的 `font` 要指向 TrueType 或 OpenType 字体：`.ttf`、`.otf`、`.ttc`。网页字体 `.woff2` 不能用。",
        "`font` under `[pictures]` in `content/site.toml` must name TrueType or OpenType fonts: `.ttf`, `.otf`, `.ttc`. Web fonts (`.woff2`) cannot be used.",
    ),
};

static NOT_DRAWN: Rule = Rule {
    id: "picture/not-drawn",
    title: ("图片画不出来", "a picture cannot be drawn"),
    explain: (
        "图片太大（超过四千万个点），多半是一张图里的类别太多。请把它拆成几张，或者只画一部分类别。",
        "The picture is too large (more than forty million points), most often because one chart shows too many categories. Make several charts of it, or show fewer.",
    ),
};

/// Largest PNG, in points; charts of many hundred rows are drawn at half the size, still larger ones stay SVG.
const LARGEST: f64 = 36_000_000.0;

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Width of the SVG in units.
    pub width: u32,
    /// Height of the SVG in units.
    pub height: u32,
    /// Points a unit in the PNG.
    pub scale: f32,
}

impl Shape {
    fn of(picture: &Picture, scale: f32) -> Self {
        let area = picture.width * picture.height;
        let scale = if area * f64::from(scale).powi(2) > LARGEST { 1.0 } else { scale };
        Self { width: picture.width.round() as u32, height: picture.height.round() as u32, scale }
    }

    /// Size of the PNG in points.
    #[must_use]
    pub fn points(&self) -> (u32, u32) {
        let points = |units: u32| (units as f32 * self.scale).round() as u32;
        (points(self.width), points(self.height))
    }
}

/// Which pictures can be drawn. Those whose words no font covers are left out, and told once.
#[derive(Debug, Default)]
pub struct Gallery {
    studio: Option<Studio>,
    charts: BTreeMap<String, BTreeMap<Lang, Shape>>,
    facts: BTreeMap<String, BTreeSet<Lang>>,
    /// Releases that hold a picture, by its path, newest first.
    frozen: BTreeMap<String, Vec<String>>,
    lacking: Mutex<BTreeMap<char, BTreeSet<String>>>,
}

impl Gallery {
    /// Looks which pictures of the site can be drawn. Cost: every chart is drawn once as SVG.
    #[must_use]
    pub fn plan(desk: &Desk, studio: Studio) -> Self {
        use rayon::prelude::*;
        let mut gallery = Self { studio: Some(studio), ..Self::default() };
        let languages: Vec<&Lang> = desk.settings.site.languages.iter().collect();
        let specs: Vec<&ChartSpec> = desk.settings.charts.values().collect();
        let shapes = specs.par_iter().map(|spec| {
            let drawn = |lang: &&Lang| {
                let picture = gallery.chart(desk, desk.voice(lang), spec)?;
                let path = chart_path(spec.id.as_str(), lang, "svg");
                gallery.covers(&path, &picture.svg).then(|| ((*lang).clone(), Shape::of(&picture, CHART_SCALE)))
            };
            (spec.id.to_string(), languages.iter().filter_map(drawn).collect::<BTreeMap<_, _>>())
        });
        let charts = shapes.collect();
        let covered = |found: &Fact| {
            let drawn = |lang: &&&Lang| {
                let picture = gallery.fact(desk, desk.voice(lang), found);
                picture.is_some_and(|p| gallery.covers(&fact_path(found.spec.id.as_str(), lang, "svg"), &p.svg))
            };
            (found.spec.id.to_string(), languages.iter().filter(drawn).map(|lang| (*lang).clone()).collect())
        };
        let facts = desk.book.iter().map(covered).collect();
        (gallery.charts, gallery.facts) = (charts, facts);
        gallery
    }

    /// Names the releases that hold pictures: versions, newest first, by the path that a picture has in the site.
    #[must_use]
    pub fn with_frozen(self, frozen: BTreeMap<String, Vec<String>>) -> Self {
        Self { frozen, ..self }
    }

    /// The releases that hold a picture.
    #[must_use]
    pub fn frozen(&self, path: &str) -> &[String] {
        self.frozen.get(path).map_or(&[], Vec::as_slice)
    }

    /// What pictures are drawn with.
    #[must_use]
    pub fn studio(&self) -> Option<&Studio> {
        self.studio.as_ref()
    }

    /// The size of a chart's pictures, where they can be drawn.
    #[must_use]
    pub fn chart_shape(&self, id: &str, lang: &Lang) -> Option<Shape> {
        self.charts.get(id)?.get(lang).copied()
    }

    /// The size of a statistic's pictures, where they can be drawn.
    #[must_use]
    pub fn fact_shape(&self, id: &str, lang: &Lang) -> Option<Shape> {
        let shape = Shape { width: CARD_WIDTH, height: CARD_HEIGHT, scale: 1.0 };
        self.facts.get(id)?.contains(lang).then_some(shape)
    }

    /// Whether a page's card can be drawn.
    #[must_use]
    pub fn can_draw(&self, card: &PageCard) -> bool {
        self.studio().is_some_and(|studio| studio.missing(&words_of(card)).is_empty())
    }

    /// The card of a page; notes it as lacking when it cannot be drawn.
    #[must_use]
    pub fn card(&self, path: &str, card: &PageCard) -> Option<Picture> {
        let studio = self.studio()?;
        self.covers(path, &words_of(card)).then(|| studio.page(card))
    }

    /// Whether all characters can be drawn; those that cannot are remembered with the picture's path.
    fn covers(&self, path: &str, text: &str) -> bool {
        let Some(studio) = self.studio() else { return false };
        let missing = studio.missing(text);
        if missing.is_empty() {
            return true;
        }
        let mut lacking = self.lacking.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for c in missing {
            lacking.entry(c).or_default().insert(path.to_owned());
        }
        false
    }

    /// Files that would be there but for a character that no font has, which is told.
    #[must_use]
    pub fn unmade(&self) -> Vec<String> {
        let lacking = self.lacking.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let points = |path: &String| path.strip_suffix(".svg").map(|path| format!("{path}.png"));
        lacking.values().flatten().flat_map(|path| [Some(path.clone()), points(path)]).flatten().collect()
    }

    /// One warning for all pictures that could not be made.
    pub fn tell(&self, sink: &Sink) {
        let lacking = self.lacking.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let paths: BTreeSet<&String> = lacking.values().flatten().collect();
        let Some(first) = paths.first() else { return };
        let (count, named) = (paths.len(), characters(&lacking));
        let message = say!("字体里没有 {named}，有 {count} 张图片没有生成", "no font has {named}: pictures not made: {count}");
        let warning = Diagnostic::warning(&MISSING_GLYPHS, message)
            .at(std::path::Path::new("content/site.toml"))
            .with_note(say!("例如 `{first}`", "for example `{first}`"))
            .help(say!(
                "安装 Debian 软件包 `fonts-noto-cjk`，把字体文件复制到网站文件夹里，在 `[pictures]` 写 `font = \"…\"`",
                "install the Debian package `fonts-noto-cjk`, copy the font file into the site's folder, and name it under `[pictures]` as `font = \"…\"`"
            ));
        sink.push(warning);
    }

    /// A chart as a picture, whether or not its words can be drawn.
    #[must_use]
    pub fn chart(&self, desk: &Desk, voice: &Voice, spec: &ChartSpec) -> Option<Picture> {
        let studio = self.studio()?;
        let (drawing, figure) = figure::draw(desk, voice, spec)?;
        self.plate(desk, voice, spec, studio, &drawing, &figure)
    }

    fn plate(
        &self,
        desk: &Desk,
        voice: &Voice,
        spec: &ChartSpec,
        studio: &Studio,
        drawing: &chart::Drawing,
        figure: &Figure,
    ) -> Option<Picture> {
        let foot =
            [source_line(voice, &chart_source(desk, voice, spec)), figure::note(desk, voice, spec), last_line(desk, voice)];
        let plate = Plate {
            id: &format!("chart-{}", spec.id),
            lang: &voice.lang,
            title: &drawing.title,
            subtitle: &drawing.subtitle,
            drawing: &figure.wide,
            description: &figure.description,
            foot: &foot,
        };
        studio.plate(&plate)
    }

    /// A statistic as a picture, whether or not its words can be drawn. A withheld one says so and shows no number.
    #[must_use]
    pub fn fact(&self, desk: &Desk, voice: &Voice, found: &Fact) -> Option<Picture> {
        let studio = self.studio()?;
        let said = fact::card(desk, voice, "", found);
        let withheld = found.quantity.value.is_none();
        let when = [&said.place, &said.period, &said.status_text].map(String::as_str);
        let when: Vec<&str> = when.into_iter().take(if withheld { 2 } else { 3 }).filter(|text| !text.is_empty()).collect();
        Some(studio.number(&NumberCard {
            id: &format!("fact-{}", said.id),
            lang: &voice.lang,
            label: &said.label,
            before: &said.before,
            number: if withheld { &said.status_text } else { &said.number },
            unit: &said.unit,
            text: if withheld { &said.status_text } else { &said.text },
            when: &when.join(" · "),
            source: &source_line(voice, &sources(desk, voice, [found])),
            site: desk.settings.site.title.get(&voice.lang),
            right: &desk.settings.site.licence.name,
        }))
    }
}

fn words_of(card: &PageCard) -> String {
    [&card.site, &card.kicker, &card.title, &card.about, &card.mark, &card.right].map(String::as_str).join(" ")
}

/// `﨑（U+FA11）、喆（U+5586）`: the first of them.
fn characters(lacking: &BTreeMap<char, BTreeSet<String>>) -> String {
    const SHOWN: usize = 8;
    let mut named: Vec<String> = lacking.keys().take(SHOWN).map(|c| format!("{c} (U+{:04X})", *c as u32)).collect();
    if lacking.len() > SHOWN {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// A font of the site that is none.
#[must_use]
pub fn not_a_font(path: &std::path::Path) -> Diagnostic {
    Diagnostic::error(&NOT_A_FONT, say!("不是可用的字体文件", "this is not a usable font file"))
        .at(path)
        .help(say!("用 `.ttf`、`.otf` 或 `.ttc` 文件", "use a `.ttf`, `.otf` or `.ttc` file"))
}

/// A picture that is too large.
#[must_use]
pub fn not_drawn(path: &str) -> Diagnostic {
    Diagnostic::error(&NOT_DRAWN, say!("图片 `{path}` 画不出来", "the picture `{path}` cannot be drawn"))
        .at(std::path::Path::new("content/charts.toml"))
        .help(say!("把图表拆成几张，或减少类别", "make several charts of it, or show fewer categories"))
}

/// The output path of a chart's picture.
#[must_use]
pub fn chart_path(id: &str, lang: &Lang, extension: &str) -> String {
    format!("figures/{id}/{id}.{lang}.{extension}")
}

/// The output path of a statistic's picture.
#[must_use]
pub fn fact_path(id: &str, lang: &Lang, extension: &str) -> String {
    format!("figures/s/{id}.{lang}.{extension}")
}

/// The output path of a page's card.
#[must_use]
pub fn card_path(address: &str, lang: &Lang) -> String {
    // No address begins with `_`.
    let name = if address.is_empty() { "_home" } else { address.trim_end_matches('/') };
    format!("cards/{name}.{lang}.png")
}

/// The mark of invented data, as charts write it.
#[must_use]
pub fn synthetic_mark(voice: &Voice) -> String {
    ChartVoice(voice).say("chart-synthetic", &[])
}
