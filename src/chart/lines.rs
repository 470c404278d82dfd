//! Lines over time: broken where nothing is known, dashed towards plans, with whiskers for ranges.

use super::Value;
use super::bars::{STUB, series_key};
use super::columns::Columns;
use super::data::{Data, Sample, number};
use super::header::{Entry, Swatch, series_class};
use super::measure::wrap;
use super::pen::Plane;
use super::rows::{Layout, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Frame, Sheet, Type, text_box};
use std::cell::RefCell;

/// Draws lines; gives the height of the picture.
pub(super) fn lines(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let width = sheet.borrow().width;
    let direct = direct_room(data, width);
    let columns = Columns::measure(data, width, scale(data), direct.unwrap_or(4.0), true).expect("thinned names always fit");
    let entries = key(data, direct.is_some(), columns.pitch - 4.0);
    let layout = columns.place(sheet, data, &entries, 20.0);
    for category in 0..data.categories() {
        unknown(&mut sheet.borrow_mut(), data, &layout, category);
    }
    zero_line(&mut sheet.borrow_mut(), &layout.plane);
    // The first series is the one the chart is about: it lies on top.
    for series in (0..data.series()).rev() {
        line(sheet, data, &layout, series);
    }
    let dots = dots(data, &layout);
    if direct.is_some() {
        name_ends(&mut sheet.borrow_mut(), data, &layout);
    } else if data.series() == 1 {
        label_points(&mut sheet.borrow_mut(), data, &layout, &dots);
    }
    layout.bottom
}

/// From zero, unless all values lie in the upper half of that.
fn scale(data: &Data) -> Scale {
    let (low, high) = data.extent().unwrap_or((0.0, 1.0));
    let low = if low > 0.0 && low > high * 0.6 { low - (high - low) * 0.2 } else { low.min(0.0) };
    Scale::near(low, high.max(0.0).max(low), 4, data.whole)
}

/// Room at the right for the names of series, when they are few and short enough to stand there.
fn direct_room(data: &Data, width: f64) -> Option<f64> {
    if data.series() < 2 || data.series() > 6 || data.categories() == 0 {
        return None;
    }
    let widest = (0..data.series()).map(|series| Type::Label.width(data.series_name(series))).fold(0.0, f64::max);
    (widest + 14.0 <= width * 0.24).then_some(widest + 14.0)
}

fn key(data: &Data, direct: bool, room: f64) -> Vec<Entry> {
    let mut entries = if direct { Vec::new() } else { series_key(data, Swatch::Line) };
    entries.extend(super::bars::unsaid(data, &|text| data.series() == 1 && Type::Note.width(text) <= room));
    for entry in &mut entries {
        if entry.swatch == Swatch::Planned {
            entry.swatch = Swatch::PlannedLine;
        }
    }
    entries
}

fn middle(layout: &Layout, category: usize) -> f64 {
    f64::midpoint(layout.bands[category].0, layout.bands[category].1)
}

/// Withheld and missing points, at the foot of the plot: one sign for a category, whatever the number of series.
fn unknown(sheet: &mut Sheet, data: &Data, layout: &Layout, category: usize) {
    let foot = layout.plane.frame.y + layout.plane.frame.h;
    let x = layout.plane.frame.x + middle(layout, category);
    let lacking = |value: Value| (0..data.series()).filter(move |&series| data.sample(series, category).value == value);
    if lacking(Value::Withheld).next().is_none() {
        let signs = [(Value::Missing, &data.lexicon.missing_mark), (Value::Inapplicable, &data.lexicon.inapplicable_mark)];
        if let Some((_, sign)) = signs.iter().find(|(value, _)| lacking(*value).next().is_some()) {
            sheet.text(Type::Note, Anchor::Middle, (x, foot - 6.0), sign);
        }
        return;
    }
    let side = (layout.room * 0.5).clamp(2.0, 16.0);
    let frame = Frame { x: x - side / 2.0, y: foot - STUB, w: side, h: STUB };
    sheet.open("bar", "");
    sheet.rect("plate", frame);
    sheet.pattern("withheld", frame);
    sheet.rect("withheld", frame);
    if data.series() == 1 && Type::Note.width(&data.lexicon.withheld_mark) <= layout.room {
        sheet.text(Type::Note, Anchor::Middle, (x, foot - STUB - 5.0), &data.lexicon.withheld_mark);
    }
    sheet.close();
}

fn line(sheet: &RefCell<Sheet>, data: &Data, layout: &Layout, series: usize) {
    sheet.borrow_mut().open(&format!("series s{}", series_class(series)), data.series_name(series));
    strokes(&layout.plane, data, layout, series);
    for category in 0..data.categories() {
        let sample = data.sample(series, category);
        let Some(value) = number(sample.value) else { continue };
        sheet.borrow_mut().open(if sample.planned { "point plan" } else { "point" }, &data.title(series, category));
        whisker(sheet, &layout.plane, middle(layout, category), sample);
        let radius = if data.categories() > 40 { 2.0 } else { 3.5 };
        let class = if sample.planned { "hollow" } else { "dot" };
        layout.plane.dot(class, middle(layout, category), value, radius);
        sheet.borrow_mut().close();
    }
    sheet.borrow_mut().close();
}

/// The line in runs: solid between results, dashed where one end is a plan, nothing across a gap.
fn strokes(plane: &Plane, data: &Data, layout: &Layout, series: usize) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut dashed = false;
    let flush = |run: &mut Vec<(f64, f64)>, dashed: bool| {
        if run.len() > 1 {
            plane.line(if dashed { "line dashed" } else { "line" }, run);
        }
        run.clear();
    };
    for (category, sample) in data.of_series(series).iter().enumerate() {
        let Some(value) = number(sample.value) else {
            flush(&mut run, dashed);
            continue;
        };
        let point = (middle(layout, category), value);
        let towards_plan = sample.planned || (category > 0 && data.sample(series, category - 1).planned);
        if let Some(&last) = run.last()
            && run.len() > 1
            && towards_plan != dashed
        {
            flush(&mut run, dashed);
            run.push(last);
        }
        dashed = towards_plan;
        run.push(point);
    }
    flush(&mut run, dashed);
}

fn whisker(sheet: &RefCell<Sheet>, plane: &Plane, position: f64, sample: Sample) {
    let Value::Bounded { value, low, high } = sample.value else { return };
    let (low, high) = (low.unwrap_or(value), high.unwrap_or(value));
    if high > low {
        plane.line("whisker", &[(position, low), (position, high)]);
    }
    if matches!(sample.value, Value::Bounded { low: Some(_), high: None, .. }) {
        let (x, y) = plane.at(position, value);
        let mut sheet = sheet.borrow_mut();
        sheet.path("arrow", &[(x, y - 5.0), (x, y - 16.0)]);
        sheet.path("arrow", &[(x - 4.0, y - 12.0), (x, y - 16.0), (x + 4.0, y - 12.0)]);
    }
}

/// The space that dots and whiskers take, for labels to keep clear of.
fn dots(data: &Data, layout: &Layout) -> Vec<Option<Frame>> {
    let dot = |category: usize| {
        let sample = data.sample(0, category);
        let value = number(sample.value)?;
        let (x, y) = layout.plane.at(middle(layout, category), value);
        let (mut up, mut down) = (4.0, 4.0);
        if let Value::Bounded { low, high, .. } = sample.value {
            let reach = |end: f64| (layout.plane.at(0.0, end).1 - y).abs();
            up = if low.is_some() && high.is_none() { 17.0 } else { high.map_or(up, |high| reach(high).max(up)) };
            down = low.map_or(down, |low| reach(low).max(down));
        }
        Some(Frame { x: x - 4.0, y: y - up, w: 8.0, h: up + down })
    };
    (0..data.categories()).map(dot).collect()
}

/// Names of the series at the ends of their lines, moved apart where they would overlap.
fn name_ends(sheet: &mut Sheet, data: &Data, layout: &Layout) {
    let frame = layout.plane.frame;
    let mut ends: Vec<(f64, usize)> = (0..data.series())
        .map(|series| {
            let last = data.of_series(series).iter().rev().find_map(|sample| number(sample.value));
            (last.map_or(frame.y + frame.h, |value| layout.plane.at(0.0, value).1), series)
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let apart = 17.0;
    for i in 1..ends.len() {
        ends[i].0 = ends[i].0.max(ends[i - 1].0 + apart);
    }
    let too_low = ends.last().map_or(0.0, |end| (end.0 - frame.y - frame.h).max(0.0));
    for i in (0..ends.len()).rev() {
        let most = if i + 1 < ends.len() { ends[i + 1].0 - apart } else { ends[i].0 - too_low };
        ends[i].0 = ends[i].0.min(most);
    }
    let last = layout.bands.len().checked_sub(1).map_or(frame.w, |last| middle(layout, last));
    for (y, series) in ends {
        sheet.open(&format!("name s{}", series_class(series)), "");
        sheet.text(
            Type::Label,
            Anchor::Start,
            ((frame.x + last + 12.0).min(frame.x + frame.w + 10.0), y + 5.0),
            data.series_name(series),
        );
        sheet.close();
    }
}

/// Values beside the points of a single line: the last, the extremes and the first before the others; none that would overlap.
fn label_points(sheet: &mut Sheet, data: &Data, layout: &Layout, dots: &[Option<Frame>]) {
    let values: Vec<Option<f64>> = data.of_series(0).iter().map(|sample| number(sample.value)).collect();
    let known: Vec<usize> = (0..values.len()).filter(|&i| values[i].is_some()).collect();
    let by_value = |a: &&usize, b: &&usize| values[**a].unwrap_or(0.0).total_cmp(&values[**b].unwrap_or(0.0));
    let mut order: Vec<usize> = [known.last(), known.iter().max_by(by_value), known.iter().min_by(by_value), known.first()]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    if known.len() <= 12 {
        order.extend(&known);
    }
    let mut done = Vec::new();
    for category in order {
        if !done.contains(&category) {
            done.push(category);
            label_point(sheet, data, layout, category, &values, dots);
        }
    }
}

fn label_point(sheet: &mut Sheet, data: &Data, layout: &Layout, category: usize, values: &[Option<f64>], dots: &[Option<Frame>]) {
    let (Some(value), Some(dot)) = (values[category], dots[category]) else { return };
    let sample = data.sample(0, category);
    let text = super::bars::bar_label(data, sample);
    let wide = wrap(&text, layout.room.max(60.0), Type::Value.size(), 1).lines.len() > 1;
    let text = if wide { sample.short.to_owned() } else { text };
    let neighbour = |i: Option<usize>| i.and_then(|i| values.get(i).copied().flatten());
    let beside = [neighbour(category.checked_sub(1)), neighbour(Some(category + 1))];
    let valley = beside.iter().any(Option::is_some) && beside.into_iter().flatten().all(|other| other > value);
    let x = dot.x + 4.0;
    let (above, below) = ((x, dot.y - 5.0), (x, dot.y + dot.h + 15.0));
    let foot = layout.plane.frame.y + layout.plane.frame.h;
    for at in if valley { [below, above] } else { [above, below] } {
        let frame = text_box(Type::Value, Anchor::Middle, at, &text, sheet.width);
        let free = frame.y + frame.h <= foot
            && sheet.boxes.iter().all(|other| !frame.overlaps(other))
            && dots.iter().flatten().all(|other| !frame.overlaps(other))
            && !crosses(layout, values, &frame);
        if free {
            sheet.text(Type::Value, Anchor::Middle, at, &text);
            return;
        }
    }
}

/// Whether the line runs through a frame.
fn crosses(layout: &Layout, values: &[Option<f64>], frame: &Frame) -> bool {
    values.windows(2).enumerate().any(|(i, pair)| {
        let [Some(from), Some(to)] = *pair else { return false };
        let (x0, y0) = layout.plane.at(middle(layout, i), from);
        let (x1, y1) = layout.plane.at(middle(layout, i + 1), to);
        let (left, right) = (x0.max(frame.x), x1.min(frame.x + frame.w));
        if left >= right || x1 <= x0 {
            return false;
        }
        let y = |x: f64| y0 + (y1 - y0) * (x - x0) / (x1 - x0);
        let (top, bottom) = (y(left).min(y(right)), y(left).max(y(right)));
        bottom > frame.y && top < frame.y + frame.h
    })
}
