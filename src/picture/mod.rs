//! Pictures that leave the site: charts and statistics as SVG and PNG files with all that a reader needs inside them, and the cards
//! that other services show beside a link.
//!
//! A chart on a page carries classes and takes its colours from the page. A picture has no page around it: here classes become
//! attributes, and title, source, date, licence and the mark of invented data stand inside. The same SVG gives the PNG.

mod card;
mod css;
mod flat;
mod fonts;
mod plate;
mod png;
mod qr;
mod svg;

pub use card::{NumberCard, PageCard};
pub use fonts::Fonts;
pub use plate::Plate;
pub use png::{Png, png};
pub use qr::qr;

use std::collections::BTreeSet;

use crate::colour::Properties;
use css::Styles;

/// Width of a social card and of the card of a statistic, in points.
pub const CARD_WIDTH: u32 = 1200;
/// Height of the same.
pub const CARD_HEIGHT: u32 = 630;
/// Points a unit of a chart's PNG: sharp on dense screens and on paper.
pub const CHART_SCALE: f32 = 2.0;

/// Fonts and colours of a site's pictures.
#[derive(Debug)]
pub struct Studio {
    fonts: Fonts,
    styles: Styles,
    palette: Properties,
}

/// A picture as SVG, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The file.
    pub svg: String,
    /// Width in units.
    pub width: f64,
    /// Height in units.
    pub height: f64,
}

impl Studio {
    /// Reads the colours: of `site`, the style sheet of the site's pages, where they are plain ones, else of `charts`, the charts' own.
    #[must_use]
    pub fn new(fonts: Fonts, site: &str, charts: &str) -> Self {
        let styles = Styles::read(site);
        let palette = flat::palette(&styles, &Styles::read(charts));
        Self { fonts, styles, palette }
    }

    /// The characters of a picture's texts that no font can draw.
    #[must_use]
    pub fn missing(&self, texts: &str) -> BTreeSet<char> {
        self.fonts.missing(texts)
    }

    /// The fonts.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    fn colour<'s>(&'s self, name: &str, otherwise: &'s str) -> &'s str {
        self.palette.get(name).map_or(otherwise, String::as_str)
    }

    fn paper(&self) -> &str {
        self.colour("--chart-paper", "#ffffff")
    }

    fn ink(&self) -> &str {
        self.colour("--chart-ink", "#1c2024")
    }

    fn muted(&self) -> &str {
        self.colour("--chart-muted", "#5a6068")
    }

    fn rule(&self) -> &str {
        self.colour("--chart-grid", "#dddddd")
    }

    fn accent(&self) -> &str {
        self.colour("--chart-1", "#1d5c86")
    }
}

#[cfg(test)]
mod tests;
