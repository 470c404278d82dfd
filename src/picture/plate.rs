//! The plate of a chart: its title above, where it is from below.

use super::svg::{Canvas, Look, Words, wrap};
use super::{Picture, Studio, flat};
use crate::model::Lang;

/// Empty border of a plate, in units.
const MARGIN: f64 = 36.0;

/// A chart and the words around it.
#[derive(Clone, Copy, Debug)]
pub struct Plate<'a> {
    /// Id, safe in XML.
    pub id: &'a str,
    /// Language.
    pub lang: &'a Lang,
    /// The finding.
    pub title: &'a str,
    /// Measure, unit and period.
    pub subtitle: &'a str,
    /// The chart as drawn for a page, classes and all; holds the mark of invented data.
    pub drawing: &'a str,
    /// The chart in words.
    pub description: &'a str,
    /// What stands below, a line or more each: source, date, licence, site.
    pub foot: &'a [String],
}

impl Studio {
    /// A chart as a picture of its own. `None` when the drawing is no SVG.
    ///
    /// Cost: about a millisecond; most goes into finding the style of each shape.
    #[must_use]
    pub fn plate(&self, plate: &Plate) -> Option<Picture> {
        let chart = flat::flat(plate.drawing, &self.styles, &self.palette)?;
        let width = chart.width + 2.0 * MARGIN;
        let mut canvas = Canvas::new(&self.fonts);
        let mut y = MARGIN - 6.0;
        let title = Look { size: 22.0, colour: self.ink(), strong: true };
        let subtitle = Look { size: 14.5, colour: self.muted(), strong: false };
        y = lines(&mut canvas, plate.title, chart.width, title, 4, y);
        if !plate.subtitle.is_empty() {
            y = lines(&mut canvas, plate.subtitle, chart.width, subtitle, 4, y + 5.0);
        }
        y += 18.0;
        canvas.body.push_str(&format!("<g transform=\"translate({MARGIN} {})\">{}</g>", super::svg::short(y), chart.body));
        y += chart.height + 14.0;
        canvas.block((MARGIN, y, chart.width, 1.0), self.rule());
        y += 7.0;
        for text in plate.foot.iter().filter(|text| !text.is_empty()) {
            y = lines(&mut canvas, text, chart.width, Look { size: 12.5, colour: self.muted(), strong: false }, 3, y);
        }
        let height = (y + MARGIN - 12.0).ceil();
        let ground = format!("<rect width=\"{}\" height=\"{height}\" fill=\"{}\"/>", super::svg::short(width), self.paper());
        let description =
            plate.foot.iter().fold(plate.description.to_owned(), |all, text| super::card::sentence(plate.lang, all, text));
        let words = Words {
            id: plate.id,
            lang: plate.lang.as_str(),
            chinese: plate.lang.is_chinese(),
            title: plate.title,
            description: &description,
        };
        Some(Picture { svg: wrap(&(ground + &canvas.body), (width, height), &words), width, height })
    }
}

/// Sets a text below `y`; gives where it ends.
fn lines(canvas: &mut Canvas, text: &str, room: f64, look: Look, most: usize, mut y: f64) -> f64 {
    for line in canvas.wrap(text, room, look.size, most).lines {
        y += (look.size * 1.42).round();
        canvas.line((MARGIN, y), &line, look);
    }
    y
}
