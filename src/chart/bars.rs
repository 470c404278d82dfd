//! Bars and columns: a length from zero, with what is certain solid, what is possible hatched, plans hollow.

use super::Value;
use super::columns::Columns;
use super::data::{Data, Length, Sample, number};
use super::header::{Entry, Swatch, series_class};
use super::measure::fit;
use super::pen::Plane;
use super::rows::{Layout, Reach, Rows, rows, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type};
use std::cell::RefCell;

/// Length of the stub that stands for a withheld value, whatever the scale.
pub(super) const STUB: f64 = 26.0;
/// Length of the arrow of an open range.
const ARROW: f64 = 20.0;

/// Draws horizontal bars; gives the height of the picture.
pub(super) fn bars(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (low, high) = data.with_zero();
    let narrow = sheet.borrow().width < 500.0;
    let scale = Scale::exact(low, high, if narrow { 3 } else { 5 }, data.whole);
    let reaches: Vec<Reach> = data.all().map(|sample| reach(data, sample)).collect();
    let thick = if data.series() > 1 { 14.0 } else { 20.0 };
    let mut entries = series_key(data, |series| Swatch::Block(series, false));
    entries.extend(possible(data));
    entries.extend(withheld(data));
    let layout = rows(sheet, data, &entries, &Rows { marks: data.series(), thick, scale, reaches: &reaches });
    marks(sheet, data, &layout, true);
    layout.bottom + 4.0
}

/// Draws columns, or bars when the names do not fit below them; gives the height of the picture.
pub(super) fn columns(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (low, high) = data.with_zero();
    let width = sheet.borrow().width;
    let scale = Scale::near(low, high, 4, data.whole);
    let Some(columns) = Columns::measure(data, width, scale, 0.0, data.over_time()) else {
        return bars(sheet, data);
    };
    let band = (columns.pitch * 0.72).min(52.0 * data.series() as f64);
    let room = if data.series() == 1 { columns.pitch - 4.0 } else { band / data.series() as f64 - 1.0 };
    let fits = |text: &str| Type::Value.width(text) <= room;
    let labelled = data.all().all(|sample| matches!(sample.value, Value::Withheld) || fits(data.beside(sample)));
    let mut entries = series_key(data, |series| Swatch::Block(series, false));
    entries.extend(possible(data));
    entries.extend(unsaid(data, &fits));
    let words_above = data.all().any(|sample| sample.planned) && Type::Note.width(&data.lexicon.planned) > band - 5.0;
    let headroom = if labelled { 20.0 } else { 4.0 } + if words_above && fits(&data.lexicon.planned) { 16.0 } else { 0.0 };
    let mut layout = columns.place(sheet, data, &entries, headroom);
    layout.room = room;
    marks(sheet, data, &layout, labelled);
    layout.bottom
}

/// Entries for the series, when there is more than one.
pub(super) fn series_key(data: &Data, swatch: impl Fn(usize) -> Swatch) -> Vec<Entry> {
    let count = if data.series() > 1 { data.series() } else { 0 };
    (0..count).map(|series| Entry { swatch: swatch(series), text: data.series_name(series).to_owned() }).collect()
}

/// The entry for hatching, when a range is drawn.
pub(super) fn possible(data: &Data) -> Option<Entry> {
    let hatched = data.all().any(|sample| Length::of(sample.value).is_some_and(|length| length.hatch.is_some()));
    hatched.then(|| Entry { swatch: Swatch::Possible, text: data.words.say("chart-possible", &[]) })
}

/// Entries for plans, where the word finds no room beside its mark, and for what is withheld.
pub(super) fn unsaid(data: &Data, fits: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    let any = |test: &dyn Fn(&Sample) -> bool| data.all().any(|sample| test(&sample));
    if any(&|sample| sample.planned && number(sample.value).is_some()) && !fits(&data.lexicon.planned) {
        entries.push(Entry { swatch: Swatch::Planned, text: data.lexicon.planned.clone() });
    }
    entries.extend(withheld(data));
    entries
}

/// The entry that explains the sign of what is withheld, whenever something is.
pub(super) fn withheld(data: &Data) -> Option<Entry> {
    data.withholds().then(|| Entry { swatch: Swatch::Withheld, text: withheld_key(data) })
}

/// The sign of what is withheld, and what it means.
pub(super) fn withheld_key(data: &Data) -> String {
    data.words.say("chart-withheld-key", &[("mark", &data.lexicon.withheld_mark)])
}

/// The label of a bar, with the word for a plan.
pub(super) fn bar_label(data: &Data, sample: Sample) -> String {
    if sample.planned && number(sample.value).is_some() {
        data.words.say("chart-planned-value", &[("value", sample.short)])
    } else {
        data.beside(sample).to_owned()
    }
}

fn reach(data: &Data, sample: Sample) -> Reach {
    let label = Type::Value.width(&bar_label(data, sample)) + 8.0;
    match (Length::of(sample.value), sample.value) {
        (Some(length), _) => Reach { value: length.end().max(0.0), beyond: label + if length.open { ARROW } else { 0.0 } },
        (None, Value::Withheld) => Reach { value: 0.0, beyond: STUB + label },
        (None, _) => Reach { value: 0.0, beyond: label },
    }
}

fn marks(sheet: &RefCell<Sheet>, data: &Data, layout: &Layout, labelled: bool) {
    for category in 0..data.categories() {
        for series in 0..data.series() {
            let sample = data.sample(series, category);
            let slot = layout.slot(category, series, data.series());
            sheet.borrow_mut().open(&format!("bar s{}", series_class(series)), &data.title(series, category));
            let end = mark(sheet, &layout.plane, sample, slot);
            if layout.plane.upright {
                label_above(&mut sheet.borrow_mut(), data, layout, sample, slot, end, labelled);
            } else {
                label_right(&mut sheet.borrow_mut(), data, layout, sample, slot, end);
            }
            sheet.borrow_mut().close();
        }
    }
    zero_line(&mut sheet.borrow_mut(), &layout.plane);
}

/// Draws one mark; gives the point at the middle of its end.
pub(super) fn mark(sheet: &RefCell<Sheet>, plane: &Plane, sample: Sample, slot: (f64, f64)) -> (f64, f64) {
    let middle = f64::midpoint(slot.0, slot.1);
    let Some(length) = Length::of(sample.value) else {
        return without_number(sheet, plane, sample, slot);
    };
    if length.solid != 0.0 {
        if sample.planned {
            let frame = plane.span(slot, (0.0, length.solid));
            sheet.borrow_mut().rect("planned", inset(frame));
        } else {
            plane.block("solid", slot, (0.0, length.solid));
        }
    }
    if let Some(hatch) = length.hatch {
        let frame = plane.span(slot, hatch);
        if frame.w.min(frame.h) >= 1.0 {
            let mut sheet = sheet.borrow_mut();
            sheet.rect(if sample.planned { "planned" } else { "possible" }, if sample.planned { inset(frame) } else { frame });
            sheet.pattern("possible", frame);
        }
    }
    if let Some(value) = length.mark {
        plane.line("printed", &[(slot.0, value), (slot.1, value)]);
    }
    let end = plane.at(middle, length.end());
    if length.open { arrow(&mut sheet.borrow_mut(), plane.upright, end) } else { end }
}

/// Half of the outline's width inwards, so that outlines end where solid marks end.
pub(super) fn inset(frame: Frame) -> Frame {
    Frame { x: frame.x + 0.75, y: frame.y + 0.75, w: (frame.w - 1.5).max(0.5), h: (frame.h - 1.5).max(0.5) }
}

fn without_number(sheet: &RefCell<Sheet>, plane: &Plane, sample: Sample, slot: (f64, f64)) -> (f64, f64) {
    let (x, y) = plane.at(f64::midpoint(slot.0, slot.1), 0.0);
    if sample.value != Value::Withheld {
        return (x, y);
    }
    let across = slot.1 - slot.0;
    let frame = if plane.upright {
        Frame { x: x - across / 2.0, y: y - STUB, w: across, h: STUB }
    } else {
        Frame { x, y: y - across / 2.0, w: STUB, h: across }
    };
    let mut sheet = sheet.borrow_mut();
    sheet.pattern("withheld", frame);
    sheet.rect("withheld", inset(frame));
    if plane.upright { (x, y - STUB) } else { (x + STUB, y) }
}

/// An arrow outwards; gives its tip.
pub(super) fn arrow(sheet: &mut Sheet, upright: bool, (x, y): (f64, f64)) -> (f64, f64) {
    let at = |along: f64, across: f64| if upright { (x + across, y - along) } else { (x + along, y + across) };
    sheet.path("arrow", &[at(2.0, 0.0), at(ARROW - 3.0, 0.0)]);
    sheet.path("arrow", &[at(ARROW - 8.0, -5.0), at(ARROW - 3.0, 0.0), at(ARROW - 8.0, 5.0)]);
    at(ARROW, 0.0)
}

fn kind(sample: Sample) -> Type {
    if number(sample.value).is_some() { Type::Value } else { Type::Note }
}

pub(super) fn label_right(sheet: &mut Sheet, data: &Data, layout: &Layout, sample: Sample, slot: (f64, f64), end: (f64, f64)) {
    let text = bar_label(data, sample);
    let zero = layout.plane.at(0.0, layout.plane.value.low().max(0.0)).0;
    let y = layout.plane.frame.y + f64::midpoint(slot.0, slot.1) + 5.0;
    let x = end.0.max(zero) + 6.0;
    let width = kind(sample).width(&text);
    if x + width <= sheet.width {
        sheet.text(kind(sample), Anchor::Start, (x, y), &text);
    } else if end.0 - zero > width + 14.0 && !sample.planned && matches!(sample.value, Value::Exact(_)) {
        sheet.text(Type::Inside, Anchor::End, (end.0 - 7.0, y), &text);
    } else {
        let text = fit(&text, sheet.width - x, Type::Value.size() * 1.06);
        sheet.text(kind(sample), Anchor::Start, (x, y), &text);
    }
}

fn label_above(
    sheet: &mut Sheet,
    data: &Data,
    layout: &Layout,
    sample: Sample,
    slot: (f64, f64),
    end: (f64, f64),
    labelled: bool,
) {
    let text = data.beside(sample);
    let below = number(sample.value).is_some_and(|value| value < 0.0);
    let x = layout.plane.frame.x + f64::midpoint(slot.0, slot.1);
    let has_number = number(sample.value).is_some();
    let fits = kind(sample).width(text) <= layout.room;
    let mut y = if below { end.1 + 16.0 } else { end.1 - 6.0 };
    if sample.planned && has_number && Type::Note.width(&data.lexicon.planned) <= layout.room && !below {
        // Inside the hollow column: the value keeps the place above it.
        let tall = layout.plane.at(0.0, 0.0).1 - end.1;
        if tall > 22.0 && Type::Note.width(&data.lexicon.planned) <= slot.1 - slot.0 - 5.0 {
            sheet.text(Type::Note, Anchor::Middle, (x, end.1 + 17.0), &data.lexicon.planned);
        } else {
            sheet.text(Type::Note, Anchor::Middle, (x, y), &data.lexicon.planned);
            y -= 16.0;
        }
    }
    if (labelled || !has_number) && fits {
        sheet.text(kind(sample), Anchor::Middle, (x, y), text);
    }
}
