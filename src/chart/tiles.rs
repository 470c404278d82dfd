//! Schematic grid of places (方格图): one square each, darker for more, on a scale of one hue in at most five steps.

use super::Value;
use super::data::{Data, Sample, number};
use super::header::header;
use super::measure::{fit, wrap};
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Space between tiles.
const GAP: f64 = 4.0;
const LARGEST: f64 = 96.0;

/// Draws one grid for each series; gives the height of the picture.
pub(super) fn tiles(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let mut sheet = sheet.borrow_mut();
    let places = places(data, sheet.width);
    let columns = places.iter().map(|place| place.0 + 1).max().unwrap_or(1);
    let side = ((sheet.width + GAP) / columns as f64 - GAP).clamp(1.0, LARGEST);
    let left = ((sheet.width - columns as f64 * (side + GAP) + GAP) / 2.0).max(0.0);
    let steps = Steps::of(data);
    let mut y = header(&mut sheet, data, &[], 0.0);
    y = steps.key(&mut sheet, data, y + 4.0);
    for series in 0..data.series() {
        if data.series() > 1 {
            let name = fit(data.series_name(series), sheet.width, Type::Label.size());
            sheet.text(Type::Label, Anchor::Start, (left, y + 14.0), &name);
            y += 24.0;
        }
        for (category, place) in places.iter().enumerate() {
            let frame = Frame { x: left + place.0 as f64 * (side + GAP), y: y + place.1 as f64 * (side + GAP), w: side, h: side };
            tile(&mut sheet, data, (series, category), &steps, frame);
        }
        y += places.iter().map(|place| place.1 + 1).max().unwrap_or(0) as f64 * (side + GAP) + 8.0;
    }
    y - 4.0
}

/// Column and row of each category, empty rows and columns left out; those without a place of their own stand below.
fn places(data: &Data, width: f64) -> Vec<(usize, usize)> {
    let mut taken = BTreeSet::new();
    let wanted: Vec<Option<(u8, u8)>> =
        data.drawing.categories.iter().map(|category| category.tile.filter(|tile| taken.insert(*tile))).collect();
    let rank = |part: fn(&(u8, u8)) -> u8| -> Vec<u8> { taken.iter().map(part).collect::<BTreeSet<_>>().into_iter().collect() };
    let (rows, columns) = (rank(|tile| tile.0), rank(|tile| tile.1));
    let across = if columns.is_empty() { (width / LARGEST) as usize } else { columns.len().max(3) }.max(1);
    let below = if rows.is_empty() { 0 } else { rows.len() };
    let mut extra = 0;
    wanted
        .into_iter()
        .map(|tile| match tile {
            Some((row, column)) => (columns.binary_search(&column).unwrap_or(0), rows.binary_search(&row).unwrap_or(0)),
            None => {
                extra += 1;
                ((extra - 1) % across, below + (extra - 1) / across)
            }
        })
        .collect()
}

/// The steps of the scale; its ticks are where one colour ends and the next begins.
pub(super) struct Steps {
    ticks: Vec<f64>,
}

impl Steps {
    pub(super) fn of(data: &Data) -> Self {
        let numbers = || data.all().filter_map(|sample| number(sample.value));
        let (low, high) = numbers().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
        if low > high {
            return Self { ticks: Vec::new() };
        }
        let from = if low >= 0.0 && low < high * 0.5 { 0.0 } else { low };
        let ticks = |count| Scale::round(from, high, count, data.whole).ticks().to_vec();
        let ticks = (2..=5).rev().map(ticks).find(|ticks| ticks.len() <= 6).unwrap_or_default();
        Self { ticks }
    }

    /// Colour from 1 (least) to 5 (most).
    fn step(&self, value: f64) -> usize {
        let count = self.ticks.len().saturating_sub(1).max(1);
        let at = self.ticks.iter().skip(1).filter(|tick| value >= **tick).count().min(count - 1);
        if count == 1 { 3 } else { 1 + (at * 4) / (count - 1) }
    }

    /// The key: a bar of the steps with their limits below, then withheld; gives the lower edge.
    pub(super) fn key(&self, sheet: &mut Sheet, data: &Data, top: f64) -> f64 {
        let mut bottom = top;
        let count = self.ticks.len().saturating_sub(1);
        let width = (sheet.width * 0.8 / count.max(1) as f64).min(64.0);
        // The first limit stands in the middle below its edge.
        let left = self.ticks.first().map_or(0.0, |&tick| Type::Tick.width(&data.words.tick(tick)) / 2.0);
        let mut right = -1.0;
        for (i, &tick) in self.ticks.iter().enumerate() {
            let x = left + i as f64 * width;
            if i < count {
                let class = format!("q{}", self.step(tick));
                sheet.rect(&class, Frame { x, y: top, w: width - 1.0, h: 10.0 });
            }
            let text = data.words.tick(tick);
            let half = Type::Tick.width(&text) / 2.0;
            if x - half > right {
                sheet.text(Type::Tick, Anchor::Middle, (x, top + 25.0), &text);
                right = x + half + 6.0;
            }
            bottom = top + 44.0;
        }
        if data.withholds() {
            let mut at = (left + count as f64 * width + 30.0, top);
            let text = &fit(&super::bars::withheld_key(data), sheet.width - 20.0, Type::Note.size());
            if at.0 + 20.0 + Type::Note.width(text) > sheet.width || count == 0 {
                at = (0.0, bottom);
                bottom += 22.0;
            }
            let frame = Frame { x: at.0, y: at.1, w: 14.0, h: 10.0 };
            sheet.pattern("withheld", frame);
            sheet.rect("withheld", frame);
            sheet.text(Type::Note, Anchor::Start, (at.0 + 20.0, at.1 + 10.0), text);
        }
        bottom
    }
}

fn tile(sheet: &mut Sheet, data: &Data, (series, category): (usize, usize), steps: &Steps, frame: Frame) {
    ground(sheet, data, steps, (series, category), frame);
    words(sheet, data, category, data.sample(series, category), frame);
    sheet.close();
}

/// The shade of a cell, in a group left open for its words.
pub(super) fn ground(sheet: &mut Sheet, data: &Data, steps: &Steps, (series, category): (usize, usize), frame: Frame) {
    let sample = data.sample(series, category);
    let step = number(sample.value).map_or(0, |value| steps.step(value));
    let class = match (step, sample.planned) {
        (0, _) => "tile".to_owned(),
        (_, true) => format!("tile plan t{step}"),
        (_, false) => format!("tile t{step}"),
    };
    sheet.open(&class, &data.title(series, category));
    if step > 0 {
        sheet.rect(&format!("q{step}"), frame);
    } else if sample.value == Value::Withheld {
        sheet.pattern("withheld", frame);
        sheet.rect("withheld", super::bars::inset(frame));
    } else {
        sheet.rect("blank", super::bars::inset(frame));
    }
    if sample.planned {
        let edge = Frame { x: frame.x + 2.5, y: frame.y + 2.5, w: (frame.w - 5.0).max(0.5), h: (frame.h - 5.0).max(0.5) };
        sheet.rect("planned", edge);
    }
}

/// Name and value in the middle of the tile, as far as they fit.
fn words(sheet: &mut Sheet, data: &Data, category: usize, sample: Sample, frame: Frame) {
    let room = frame.w - 6.0;
    let (size, lines) = (Type::Note.size(), (((frame.h - 26.0) / 16.0).floor().max(0.0) as usize).min(3));
    let value = data.beside(sample);
    let value_fits = Type::Value.width(value) <= room && frame.h >= 20.0;
    let name = wrap(&data.axis_short(category), room, size, lines.max(1));
    let names = if lines == 0 || room < size { Vec::new() } else { name.lines };
    let height = names.len() as f64 * 16.0 + if value_fits { 18.0 } else { 0.0 };
    let x = frame.x + frame.w / 2.0;
    let mut y = frame.y + (frame.h - height) / 2.0 + 12.5;
    for line in &names {
        plate(sheet, sample, Type::Note, (x, y), line);
        sheet.text(Type::Inside, Anchor::Middle, (x, y), line);
        y += 16.0;
    }
    if value_fits {
        plate(sheet, sample, Type::Value, (x, y + 2.0), value);
        sheet.text(Type::Value, Anchor::Middle, (x, y + 2.0), value);
    }
}

/// A quiet ground under words on hatching.
pub(super) fn plate(sheet: &mut Sheet, sample: Sample, kind: Type, (x, y): (f64, f64), text: &str) {
    if sample.value == Value::Withheld {
        let width = kind.width(text) + 4.0;
        sheet.rect("plate", Frame { x: x - width / 2.0, y: y - 12.5, w: width, h: 16.0 });
    }
}
