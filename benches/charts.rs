//! What charts cost: 1,000 charts of 30 points, both widths, described, with their tables.
//!
//! `cargo bench --bench charts`; the aim is less than 0.5 s for the 1,000.

use shanwai::chart::words::Builtin;
use shanwai::chart::{Category, Drawing, Point, Series, Value, draw};
use shanwai::config::ChartKind;
use shanwai::model::Lang;

fn main() {
    divan::main();
}

const CHARTS: usize = 1_000;
const POINTS: usize = 30;

fn drawing(kind: ChartKind, tag: &str) -> Drawing {
    let years = matches!(kind, ChartKind::Line | ChartKind::Column | ChartKind::Stacked);
    let name = |i: usize| if years { (1995 + i).to_string() } else { format!("第{i}县苗族自治县") };
    let point = |i: usize| {
        let value = ((i * 37 + 11) % 97) as f64;
        Point { value: Value::Exact(value), label: format!("{value}人次"), short: value.to_string(), planned: false }
    };
    Drawing {
        id: "bench".into(),
        kind,
        title: "各县市区参加人次".into(),
        subtitle: "冬夏令营参加人次".into(),
        unit: "人次".into(),
        category: "县市区".into(),
        categories: (0..POINTS)
            .map(|i| Category { name: name(i), short: String::new(), tile: Some(((i / 6) as u8, (i % 6) as u8)) })
            .collect(),
        series: vec![Series { name: String::new(), points: (0..POINTS).map(point).collect() }],
        description: None,
        notes: Vec::new(),
        plans: Vec::new(),
        lang: Lang::new(tag).expect("a tag"),
        synthetic: true,
        source: "怀化市民政局".into(),
    }
}

#[divan::bench(args = ["bar", "column", "line", "stacked", "range", "tiles"], sample_count = 5)]
fn a_thousand_in_both_widths(bencher: divan::Bencher, kind: &str) {
    let kind = match kind {
        "bar" => ChartKind::Bar,
        "column" => ChartKind::Column,
        "line" => ChartKind::Line,
        "stacked" => ChartKind::Stacked,
        "range" => ChartKind::Range,
        _ => ChartKind::Tiles,
    };
    let drawing = drawing(kind, "zh");
    let words = Builtin::new(&drawing.lang);
    bencher.bench(|| {
        for _ in 0..CHARTS {
            divan::black_box(draw(divan::black_box(&drawing), &words));
        }
    });
}
