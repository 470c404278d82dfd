//! Small multiples: one panel for each series, all on one scale, so that heights can be compared across panels.

use super::Value;
use super::bars::{inset, withheld};
use super::data::{Data, number};
use super::header::{Entry, Swatch, header};
use super::measure::fit;
use super::pen::Plane;
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

/// Space between panels.
const GAP: f64 = 18.0;
/// Height of the columns of a panel.
const TALL: f64 = 84.0;
/// Height of the mark of a withheld value, whatever the scale.
const STUB: f64 = 16.0;

/// Draws the panels; gives the height of the picture.
pub(super) fn panels(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (low, high) = data.with_zero();
    let scale = Scale::round(low, high, 2, data.whole);
    let width = sheet.borrow().width;
    let widest = scale.ticks().iter().map(|tick| Type::Tick.width(&data.words.tick(*tick))).fold(0.0, f64::max);
    let gutter = (widest + 8.0).min(width * 0.25);
    let across = across(data, width - gutter);
    let pitch = (width - gutter + GAP) / across as f64;
    let mut y = header(&mut sheet.borrow_mut(), data, &key(data), 0.0) + 8.0;
    for (series, column) in (0..data.series()).map(|series| (series, series % across)) {
        if series > 0 && column == 0 {
            y += TALL + 66.0;
        }
        let frame = Frame { x: gutter + column as f64 * pitch, y: y + 40.0, w: pitch - GAP, h: TALL };
        panel(sheet, data, series, (frame, column == 0), &scale);
    }
    y + TALL + 66.0
}

fn key(data: &Data) -> Vec<Entry> {
    let planned = data.all().any(|sample| sample.planned && number(sample.value).is_some());
    let planned = planned.then(|| Entry { swatch: Swatch::Planned, text: data.lexicon.planned.clone() });
    planned.into_iter().chain(withheld(data)).collect()
}

/// Panels side by side: four at most, fewer when the columns in them would become too thin.
fn across(data: &Data, room: f64) -> usize {
    let need = (data.categories() as f64 * 9.0).max(if room < 400.0 { 120.0 } else { 140.0 });
    ((room / (need + GAP)).floor() as usize).clamp(1, 4).min(data.series().max(1))
}

fn panel(sheet: &RefCell<Sheet>, data: &Data, series: usize, (frame, first): (Frame, bool), scale: &Scale) {
    let plane = Plane::new(sheet, frame, scale.clone(), true);
    let mut sheet = sheet.borrow_mut();
    let name = fit(data.series_name(series), frame.w, Type::Label.size());
    sheet.text(Type::Label, Anchor::Start, (frame.x, frame.y - 24.0), &name);
    if first && data.extent().is_some() {
        for &tick in scale.ticks() {
            let (x, y) = plane.at(0.0, tick);
            sheet.text(Type::Tick, Anchor::End, (x - 6.0, y + 4.5), &data.words.tick(tick));
        }
    }
    drop(sheet);
    let pitch = frame.w / data.categories().max(1) as f64;
    for category in 0..data.categories() {
        column(&plane, data, (series, category), pitch);
    }
    labels(&mut plane.sheet().borrow_mut(), data, series, &plane, pitch);
    super::rows::zero_line(&mut plane.sheet().borrow_mut(), &plane);
}

fn column(plane: &Plane, data: &Data, (series, category): (usize, usize), pitch: f64) {
    let sample = data.sample(series, category);
    let middle = (category as f64 + 0.5) * pitch;
    let half = (pitch * 0.36).clamp(0.5, 18.0);
    let slot = (middle - half, middle + half);
    // All panels show one measure: one colour, whatever the series.
    plane.sheet().borrow_mut().open("bar s1", &data.title(series, category));
    if let Some(value) = number(sample.value) {
        if sample.planned {
            let frame = inset(plane.span(slot, (0.0, value)));
            plane.sheet().borrow_mut().rect("planned", frame);
        } else if value != 0.0 {
            plane.block("solid", slot, (0.0, value));
        }
    } else if sample.value == Value::Withheld {
        let (x, foot) = plane.at(slot.0, 0.0);
        let frame = Frame { x, y: foot - STUB, w: half * 2.0, h: STUB };
        let mut sheet = plane.sheet().borrow_mut();
        sheet.pattern("withheld", frame);
        sheet.rect("withheld", inset(frame));
    }
    plane.sheet().borrow_mut().close();
}

/// The first and the last category below the panel; the greatest and the last value above their columns, where they do not touch.
fn labels(sheet: &mut Sheet, data: &Data, series: usize, plane: &Plane, pitch: f64) {
    let last = data.categories() - 1;
    let frame = plane.frame;
    let foot = frame.y + frame.h + 17.0;
    let room = frame.w / 2.0 - 4.0;
    let end = fit(&data.axis_short(last), if last == 0 { frame.w } else { room }, Type::Note.size());
    if last > 0 {
        sheet.text(Type::Note, Anchor::Start, (frame.x, foot), &fit(&data.axis_short(0), room, Type::Note.size()));
    }
    sheet.text(Type::Note, Anchor::End, (frame.x + frame.w, foot), &end);
    let values = || (0..=last).filter_map(|at| Some((at, number(data.sample(series, at).value)?)));
    let greatest = values().fold(None, |best: Option<(usize, f64)>, one| match best {
        Some(best) if best.1 >= one.1 => Some(best),
        _ => Some(one),
    });
    let lacking = (0..=last).rev().find(|at| number(data.sample(series, *at).value).is_none());
    let wanted = [values().next_back().map(|one| one.0), greatest.map(|one| one.0), lacking];
    for at in wanted.into_iter().flatten() {
        let sample = data.sample(series, at);
        let value = number(sample.value);
        let kind = if value.is_some() { Type::Value } else { Type::Note };
        let (x, y) = plane.at((at as f64 + 0.5) * pitch, value.unwrap_or(0.0).max(0.0));
        let y = y - if sample.value == Value::Withheld { STUB + 4.0 } else { 4.0 };
        let text = data.beside(sample);
        let half = kind.width(text) / 2.0;
        let x = x.clamp(frame.x + half, (frame.x + frame.w - half).max(frame.x + half));
        let place = super::sheet::text_box(kind, Anchor::Middle, (x, y), text, sheet.width);
        if kind.width(text) <= frame.w && sheet.boxes.iter().all(|other| !place.overlaps(other)) {
            sheet.text(kind, Anchor::Middle, (x, y), text);
        }
    }
}
