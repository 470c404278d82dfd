//! Cards of 1200 by 630 points: a statistic, and a page.

use super::svg::{Canvas, Look, Words, wrap};
use super::{CARD_HEIGHT, CARD_WIDTH, Picture, Studio};
use crate::model::Lang;

const WIDTH: f64 = CARD_WIDTH as f64;
const HEIGHT: f64 = CARD_HEIGHT as f64;
/// Empty border, in units.
const MARGIN: f64 = 84.0;
const ROOM: f64 = WIDTH - 2.0 * MARGIN;
/// Baseline of the last line.
const LAST: f64 = HEIGHT - 56.0;

/// A statistic on a card.
#[derive(Clone, Debug)]
pub struct NumberCard<'a> {
    /// Id, safe in XML.
    pub id: &'a str,
    /// Language.
    pub lang: &'a Lang,
    /// What is counted.
    pub label: &'a str,
    /// Word before the number, such as “more than”; may be empty.
    pub before: &'a str,
    /// The number, or the words for a withheld one.
    pub number: &'a str,
    /// Unit after the number; may be empty.
    pub unit: &'a str,
    /// The whole in words.
    pub text: &'a str,
    /// Place, period, status.
    pub when: &'a str,
    /// Where it is from, with the date.
    pub source: &'a str,
    /// Name of the site.
    pub site: &'a str,
    /// Licence and the like, at the right of the last line.
    pub right: &'a str,
}

/// A page on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCard {
    /// Language.
    pub lang: Lang,
    /// Name of the site.
    pub site: String,
    /// What kind of page it is; may be empty.
    pub kicker: String,
    /// Title.
    pub title: String,
    /// A sentence below; may be empty.
    pub about: String,
    /// The mark of invented data; empty where there are none.
    pub mark: String,
    /// At the right of the last line: the host, or nothing.
    pub right: String,
}

impl Studio {
    /// The card of a statistic.
    #[must_use]
    pub fn number(&self, card: &NumberCard) -> Picture {
        let mut canvas = self.sheet();
        let (ink, muted) = (self.ink(), self.muted());
        let (size, label) = canvas.largest(card.label, ROOM, &[50.0, 44.0, 38.0], 2);
        let mut y = 62.0;
        for line in &label {
            y += size * 1.32;
            canvas.line((MARGIN, y), line, Look { size, colour: ink, strong: true });
        }
        self.figure(&mut canvas, card, (y + 430.0) / 2.0 + 34.0);
        let when = Look { size: 29.0, colour: ink, strong: false };
        for (at, line) in canvas.wrap(card.when, ROOM, when.size, 2).lines.iter().enumerate() {
            canvas.line((MARGIN, 444.0 + 40.0 * at as f64), line, when);
        }
        let source = typeset_one(&canvas, card.source, ROOM, 24.0);
        canvas.line((MARGIN, LAST - 41.0), &source, Look { size: 24.0, colour: muted, strong: false });
        self.last(&mut canvas, card.site, card.right);
        let description = sentence(card.lang, sentence(card.lang, card.text.to_owned(), card.when), card.source);
        finish(&canvas.body, card.id, card.lang, card.label, &description)
    }

    /// The number between its word and its unit, as large as there is room.
    fn figure(&self, canvas: &mut Canvas, card: &NumberCard, middle: f64) {
        let parts = [(card.before, 0.42, false), (card.number, 1.0, true), (card.unit, 0.36, false)];
        let parts: Vec<_> = parts.into_iter().filter(|(text, ..)| !text.is_empty()).collect();
        // A little wider than measured: readers' fonts differ.
        let advance = |canvas: &Canvas, text: &str, part: f64, size: f64| canvas.width(text, part * size) * 1.03;
        let gap = 0.1;
        let wide = |size: f64| parts.iter().map(|(text, part, _)| advance(canvas, text, *part, size) + gap * size).sum::<f64>();
        let sizes = [170.0, 150.0, 130.0, 110.0, 92.0, 76.0, 62.0, 50.0, 40.0, 32.0];
        let size = sizes.into_iter().find(|size| wide(*size) <= ROOM).unwrap_or(24.0);
        let (mut x, baseline) = (MARGIN, middle + size * 0.34);
        for (text, part, strong) in parts {
            let colour = if strong { self.accent() } else { self.ink() };
            canvas.line((x, baseline), text, Look { size: part * size, colour, strong });
            x += advance(canvas, text, part, size) + gap * size;
        }
    }

    /// The card of a page.
    #[must_use]
    pub fn page(&self, card: &PageCard) -> Picture {
        let mut canvas = self.sheet();
        let (ink, muted) = (self.ink(), self.muted());
        let small = Look { size: 28.0, colour: muted, strong: false };
        canvas.line((MARGIN, 112.0), &card.kicker, small);
        if !card.mark.is_empty() {
            canvas.badge((WIDTH - MARGIN, 112.0), &card.mark, Look { strong: true, ..small });
        }
        let (size, title) = canvas.largest(&card.title, ROOM, &[76.0, 66.0, 58.0, 50.0], 3);
        let about = canvas.wrap(&card.about, ROOM, 30.0, if title.len() > 2 { 1 } else { 2 }).lines;
        let mut y = 150.0;
        for line in &title {
            y += size * 1.3;
            canvas.line((MARGIN, y), line, Look { size, colour: ink, strong: true });
        }
        y += 26.0;
        for line in about.iter().filter(|line| !line.is_empty()) {
            y += 44.0;
            if y < LAST - 56.0 {
                canvas.line((MARGIN, y), line, Look { size: 30.0, colour: muted, strong: false });
            }
        }
        self.last(&mut canvas, &card.site, &card.right);
        finish(&canvas.body, "card", &card.lang, &card.title, &card.about)
    }

    /// Paper with a stripe of the accent.
    fn sheet(&self) -> Canvas<'_> {
        let mut canvas = Canvas::new(&self.fonts);
        canvas.block((0.0, 0.0, WIDTH, HEIGHT), self.paper());
        canvas.block((0.0, 0.0, 18.0, HEIGHT), self.accent());
        canvas
    }

    /// The last line: the site at the left, something short at the right.
    fn last(&self, canvas: &mut Canvas, site: &str, right: &str) {
        canvas.block((MARGIN, LAST - 32.0, ROOM, 1.5), self.rule());
        let site = typeset_one(canvas, site, ROOM * 0.62, 25.0);
        canvas.line((MARGIN, LAST + 6.0), &site, Look { size: 25.0, colour: self.ink(), strong: true });
        let right = typeset_one(canvas, right, ROOM * 0.36, 23.0);
        canvas.line_to((WIDTH - MARGIN, LAST + 6.0), &right, Look { size: 23.0, colour: self.muted(), strong: false });
    }
}

fn typeset_one(canvas: &Canvas, text: &str, room: f64, size: f64) -> String {
    canvas.wrap(text, room, size, 1).lines.swap_remove(0)
}

fn finish(body: &str, id: &str, lang: &Lang, title: &str, description: &str) -> Picture {
    let words = Words { id, lang: lang.as_str(), chinese: lang.is_chinese(), title, description };
    Picture { svg: wrap(body, (WIDTH, HEIGHT), &words), width: WIDTH, height: HEIGHT }
}

/// One text behind another, parted as sentences of the language are.
pub(super) fn sentence(lang: &Lang, mut all: String, text: &str) -> String {
    if text.is_empty() || all.is_empty() {
        return all + text;
    }
    let ended = all.ends_with(['.', '。', '!', '！', '?', '？', '；', ';']);
    all.push_str(match (lang.is_chinese(), ended) {
        (true, true) => "",
        (true, false) => "。",
        (false, true) => " ",
        (false, false) => ". ",
    });
    all + text
}
