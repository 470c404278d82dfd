//! Places of unequal size against what chance alone would give each: the base across, the rate upwards, a funnel of limits around the
//! rate of all together.
//!
//! After Spiegelhalter, *Funnel plots for comparing institutional performance*, Statistics in Medicine 24 (2005): no order of rank can be
//! read from it, since a small place differs from the whole more easily than a large one.
//!
//! The first series is the base (persons), the second the rate for each [`PER`]; a category without both is not drawn.

use super::columns::{gutter, ticks};
use super::data::{Data, number};
use super::header::{Entry, Swatch, header};
use super::measure::fit;
use super::pen::Plane;
use super::rows::zero_line;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type, text_box};
use std::cell::RefCell;

/// Rates are told for so many.
pub const PER: f64 = 1000.0;

/// Standard deviations to either side within which 95 of 100 lie.
const DEVIATIONS: f64 = 1.959_964;
/// Points of each limit: enough for a smooth curve.
const STEPS: u32 = 48;
const LINE: f64 = 17.0;
const RADIUS: f64 = 5.0;

/// The range in which 95 of 100 places with so many in the base lie if all have the same share `whole`: normal approximation to the
/// binomial, held between 0 and 1. `None` where `whole` is no share or nobody is in the base.
#[must_use]
pub fn limits(whole: f64, base: f64) -> Option<(f64, f64)> {
    let half = DEVIATIONS * (whole * (1.0 - whole) / base).sqrt();
    let sound = (0.0..=1.0).contains(&whole) && base > 0.0 && half.is_finite();
    sound.then(|| ((whole - half).max(0.0), (whole + half).min(1.0)))
}

/// How a share lies to its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Under the range.
    Below,
    /// Inside it.
    Within,
    /// Over it.
    Above,
}

/// How `share` lies to a range that [`limits`] gave.
#[must_use]
pub fn stand(share: f64, (low, high): (f64, f64)) -> Stand {
    if share < low {
        Stand::Below
    } else if share > high {
        Stand::Above
    } else {
        Stand::Within
    }
}

/// One place that is drawn.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) category: usize,
    base: f64,
    share: f64,
    pub(super) stand: Stand,
}

/// Everything that is drawn, in the order of the categories.
pub(super) struct Funnel {
    pub(super) places: Vec<Place>,
    /// The share of all together.
    pub(super) whole: f64,
}

impl Funnel {
    /// `None` where no two places can be compared.
    pub(super) fn of(data: &Data) -> Option<Self> {
        let pairs: Vec<(usize, f64, f64)> = (0..data.categories())
            .filter_map(|category| {
                let at = |series| number(data.sample(series, category).value);
                let (base, share) = (at(0)?, at(1)? / PER);
                (base >= 1.0 && (0.0..=1.0).contains(&share)).then_some((category, base, share))
            })
            .collect();
        let all: f64 = pairs.iter().map(|pair| pair.1).sum();
        let whole = pairs.iter().map(|(_, base, share)| base / all * share).sum::<f64>();
        let place = |(category, base, share): (usize, f64, f64)| {
            Some(Place { category, base, share, stand: stand(share, limits(whole, base)?) })
        };
        let places: Vec<Place> = pairs.into_iter().map_while(place).collect();
        (places.len() > 1 && all.is_finite()).then_some(Self { places, whole })
    }

    fn bases(&self) -> (f64, f64) {
        let bases = || self.places.iter().map(|place| place.base);
        (bases().fold(f64::INFINITY, f64::min), bases().fold(0.0, f64::max))
    }

    /// Bases at which the limits are drawn: closer together where they bend most.
    fn bends(&self) -> impl Iterator<Item = f64> {
        let (least, most) = self.bases();
        (0..=STEPS).map(move |step| {
            let part = f64::from(step) / f64::from(STEPS);
            least * 0.85 + (most * 1.03 - least * 0.85) * part * part
        })
    }

    /// Rates from the lowest to the highest of places and limits.
    fn rates(&self) -> (f64, f64) {
        let ends = self.bends().next().and_then(|base| limits(self.whole, base)).unwrap_or((self.whole, self.whole));
        let shares = self.places.iter().map(|place| place.share);
        let (low, high) = shares.fold(ends, |(low, high), share| (low.min(share), high.max(share)));
        (low * PER, high * PER)
    }
}

/// Draws a funnel; gives the height of the picture.
pub(super) fn funnel(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let Some(funnel) = Funnel::of(data) else { return super::nothing(&mut sheet.borrow_mut(), data) };
    let width = sheet.borrow().width;
    let narrow = width < 500.0;
    let (low, high) = funnel.rates();
    let rates = Scale::near(if low < high * 0.5 { 0.0 } else { low }, high, if narrow { 4 } else { 5 }, true);
    let bases = Scale::exact(0.0, funnel.bases().1 * 1.06, if narrow { 3 } else { 6 }, true);
    let gutter = gutter(data, &rates, width);
    let top = header(&mut sheet.borrow_mut(), data, &key(data, &funnel), 0.0) + 14.0;
    let frame = Frame { x: gutter, y: top, w: width - gutter - 4.0, h: if narrow { 240.0 } else { 320.0 } };
    let plot = Plot { plane: Plane::new(sheet, frame, rates, true), bases };
    plot.axes(data);
    plot.limits(&funnel);
    plot.places(data, &funnel);
    frame.y + frame.h + LINE * 2.0 + 8.0
}

fn key(data: &Data, funnel: &Funnel) -> Vec<Entry> {
    let outside = funnel.places.iter().any(|place| place.stand != Stand::Within);
    let entry = |swatch, key| Entry { swatch, text: data.words.say(key, &[]) };
    let mut entries = vec![entry(Swatch::Line(0), "chart-funnel-whole"), entry(Swatch::PlannedLine, "chart-funnel-range")];
    entries.push(entry(Swatch::Dot(0), "chart-funnel-within"));
    entries.extend(outside.then(|| entry(Swatch::Dot(1), "chart-funnel-outside")));
    entries
}

struct Plot<'s> {
    plane: Plane<'s>,
    bases: Scale,
}

impl Plot<'_> {
    /// Where a base lies, from the left edge of the plot.
    fn across(&self, base: f64) -> f64 {
        self.bases.part(base) * self.plane.frame.w
    }

    /// Ticks of both axes, and what runs across.
    fn axes(&self, data: &Data) {
        let (frame, mut sheet) = (self.plane.frame, self.plane.sheet().borrow_mut());
        ticks(&mut sheet, data, &self.plane);
        let foot = frame.y + frame.h;
        let mut free = 0.0;
        for &tick in self.bases.ticks() {
            let at = (frame.x + self.across(tick), foot + LINE);
            let text = data.words.tick(tick);
            let taken = text_box(Type::Tick, Anchor::Middle, at, &text, sheet.width);
            if taken.x >= free {
                sheet.path("zero", &[(at.0, foot), (at.0, foot + 4.0)]);
                sheet.text(Type::Tick, Anchor::Middle, at, &text);
                free = taken.x + taken.w + 8.0;
            }
        }
        let name = fit(data.series_name(0), frame.w, Type::Note.size());
        sheet.text(Type::Note, Anchor::End, (frame.x + frame.w, foot + LINE * 2.0), &name);
        sheet.path("zero", &[(frame.x, foot), (frame.x + frame.w, foot)]);
        zero_line(&mut sheet, &self.plane);
    }

    /// The rate of all together, and the limits to either side.
    fn limits(&self, funnel: &Funnel) {
        self.plane.sheet().borrow_mut().open("s1", "");
        let whole = funnel.whole * PER;
        self.plane.line("line", &[(0.0, whole), (self.plane.frame.w, whole)]);
        for upper in [false, true] {
            let point = |base: f64| {
                let (low, high) = limits(funnel.whole, base)?;
                Some((self.across(base), if upper { high } else { low } * PER))
            };
            let points: Vec<(f64, f64)> = funnel.bends().filter_map(point).collect();
            self.plane.line("line dashed", &points);
        }
        self.plane.sheet().borrow_mut().close();
    }

    /// Dots first, so that no name lies under one; then names, those outside the range before the others.
    fn places(&self, data: &Data, funnel: &Funnel) {
        let mut dots: Vec<Frame> = Vec::new();
        for place in &funnel.places {
            let class = if place.stand == Stand::Within { "s1" } else { "s2" };
            self.plane.sheet().borrow_mut().open(&format!("range {class}"), &title(data, place));
            let (across, rate) = (self.across(place.base), place.share * PER);
            self.plane.dot("dot", across, rate, RADIUS);
            self.plane.sheet().borrow_mut().close();
            let (x, y) = self.plane.at(across, rate);
            dots.push(Frame { x: x - RADIUS, y: y - RADIUS, w: 2.0 * RADIUS, h: 2.0 * RADIUS });
        }
        for outside in [true, false] {
            for (place, dot) in funnel.places.iter().zip(&dots).filter(|(place, _)| outside == (place.stand != Stand::Within)) {
                let kind = if outside { Type::Value } else { Type::Note };
                name(
                    &mut self.plane.sheet().borrow_mut(),
                    (kind, &data.axis_short(place.category)),
                    (dot, &dots),
                    &self.plane.frame,
                );
            }
        }
    }
}

/// What a pointer over a dot is told.
fn title(data: &Data, place: &Place) -> String {
    let said =
        |series| format!("{}{}{}", data.series_name(series), data.lexicon.colon, data.sample(series, place.category).label);
    format!("{}{}{}{}{}", data.name(place.category), data.lexicon.colon, said(1), data.lexicon.comma, said(0))
}

/// A name to the right of its dot, to the left, above or below; none where each of these is taken.
fn name(sheet: &mut Sheet, (kind, text): (Type, &str), (dot, dots): (&Frame, &[Frame]), plot: &Frame) {
    let (x, y) = (dot.x + RADIUS, dot.y + RADIUS);
    let text = fit(text, plot.w * 0.5, kind.size());
    let places = [
        (Anchor::Start, (x + RADIUS + 4.0, y + 5.0)),
        (Anchor::End, (x - RADIUS - 4.0, y + 5.0)),
        (Anchor::Middle, (x, y - RADIUS - 5.0)),
        (Anchor::Middle, (x, y + RADIUS + 14.0)),
    ];
    for (anchor, at) in places {
        let frame = text_box(kind, anchor, at, &text, sheet.width);
        let inside = frame.x >= plot.x
            && frame.x + frame.w <= plot.x + plot.w
            && frame.y >= plot.y
            && frame.y + frame.h <= plot.y + plot.h;
        let free = sheet.boxes.iter().chain(dots.iter().filter(|other| *other != dot)).all(|other| !frame.overlaps(other));
        if inside && free {
            sheet.text(kind, anchor, at, &text);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_place_has_a_wide_range_and_a_large_one_a_narrow_one() {
        let (small, large) = (limits(0.2, 40.0).unwrap(), limits(0.2, 4000.0).unwrap());
        assert!(small.0 < 0.08 && small.1 > 0.32, "{small:?}");
        assert!(large.0 > 0.187 && large.1 < 0.213, "{large:?}");
        assert_eq!(stand(0.25, small), Stand::Within);
        assert_eq!(stand(0.25, large), Stand::Above);
        assert_eq!(stand(0.1, large), Stand::Below);
        assert!(limits(1.5, 100.0).is_none(), "a rate above one is no share");
        assert!(limits(0.5, 0.0).is_none(), "nobody has no share");
    }
}
