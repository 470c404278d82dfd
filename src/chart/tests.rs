//! Properties of whole pictures: well-formed, nothing overlaps, nothing withheld is a number, no input panics.

use super::words::Builtin;
use super::*;
use crate::model::Lang;
use proptest::prelude::*;

pub(super) const KINDS: [ChartKind; 12] = [
    ChartKind::Bar,
    ChartKind::Column,
    ChartKind::Line,
    ChartKind::Stacked,
    ChartKind::Range,
    ChartKind::Tiles,
    ChartKind::Share,
    ChartKind::Slope,
    ChartKind::Panels,
    ChartKind::Heat,
    ChartKind::Progress,
    ChartKind::Pyramid,
];

/// Full and short names in Chinese and English, row and column.
type County = (&'static str, &'static str, &'static str, &'static str, (u8, u8));

const COUNTIES: [County; 13] = [
    ("沅陵县", "沅陵", "Yuanling County", "Yuanling", (0, 2)),
    ("麻阳苗族自治县", "麻阳", "Mayang Miao Autonomous County", "Mayang", (1, 0)),
    ("辰溪县", "辰溪", "Chenxi County", "Chenxi", (1, 1)),
    ("溆浦县", "溆浦", "Xupu County", "Xupu", (1, 2)),
    ("新晃侗族自治县", "新晃", "Xinhuang Dong Autonomous County", "Xinhuang", (2, 0)),
    ("芷江侗族自治县", "芷江", "Zhijiang Dong Autonomous County", "Zhijiang", (2, 1)),
    ("鹤城区", "鹤城", "Hecheng District", "Hecheng", (2, 2)),
    ("中方县", "中方", "Zhongfang County", "Zhongfang", (2, 3)),
    ("洪江市", "洪江市", "Hongjiang City", "Hongjiang City", (3, 2)),
    ("洪江区", "洪江区", "Hongjiang District", "Hongjiang Dist.", (3, 3)),
    ("会同县", "会同", "Huitong County", "Huitong", (4, 1)),
    ("靖州苗族侗族自治县", "靖州", "Jingzhou Miao and Dong Autonomous County", "Jingzhou", (5, 1)),
    ("通道侗族自治县", "通道", "Tongdao Dong Autonomous County", "Tongdao", (6, 1)),
];

pub(super) fn exact(value: f64, label: &str, short: &str) -> Point {
    Point { value: Value::Exact(value), label: label.into(), short: short.into(), planned: false }
}

fn bounded(value: f64, low: Option<f64>, high: Option<f64>, label: &str, short: &str) -> Point {
    Point { value: Value::Bounded { value, low, high }, ..exact(0.0, label, short) }
}

fn plan(value: f64, label: &str, short: &str) -> Point {
    Point { planned: true, ..exact(value, label, short) }
}

fn lacking(value: Value) -> Point {
    Point { value, label: String::new(), short: String::new(), planned: false }
}

fn number(zh: bool, value: f64, unit: (&str, &str)) -> Point {
    let label = if zh { format!("{value}{}", unit.0) } else { format!("{value} {}", unit.1) };
    exact(value, &label, &value.to_string())
}

pub(super) fn drawing(kind: ChartKind, tag: &str, names: &[(&str, &str)], series: Vec<Series>) -> Drawing {
    let zh = tag == "zh";
    Drawing {
        id: "sample".into(),
        kind,
        title: if zh { "溆浦县参加研学的儿童最多".into() } else { "Xupu sent the most children to camp".into() },
        subtitle: if zh { "冬夏令营参加人次，2024年".into() } else { "Camp attendances, 2024".into() },
        unit: if zh { "人次".into() } else { "attendances".into() },
        category: if zh { "县市区".into() } else { "County".into() },
        categories: names
            .iter()
            .map(|(name, short)| Category { name: (*name).into(), short: (*short).into(), tile: None })
            .collect(),
        series,
        description: None,
        notes: Vec::new(),
        plans: Vec::new(),
        lang: Lang::new(tag).unwrap(),
        synthetic: false,
        source: if zh { "怀化市民政局".into() } else { "Huaihua Civil Affairs Bureau".into() },
    }
}

fn one(points: Vec<Point>) -> Vec<Series> {
    vec![Series { name: String::new(), points }]
}

fn counties(kind: ChartKind, tag: &str) -> Drawing {
    let zh = tag == "zh";
    let values = [310., 128., 205., 402., 21., 160., 366., 144., 98., 12., 187., 0., 75.];
    let points = values.iter().enumerate().map(|(i, &value)| match i {
        4 => lacking(Value::Withheld),
        9 => lacking(Value::Missing),
        _ => number(zh, value, ("人次", "attendances")),
    });
    let names: Vec<_> = COUNTIES.iter().map(|c| if zh { (c.0, c.1) } else { (c.2, c.3) }).collect();
    let mut made = drawing(kind, tag, &names, one(points.collect()));
    for (category, county) in made.categories.iter_mut().zip(COUNTIES) {
        category.tile = Some(county.4);
    }
    made.synthetic = true;
    made
}

fn facts(kind: ChartKind, tag: &str) -> Drawing {
    let zh = tag == "zh";
    let pick = |z: &'static str, e: &'static str| if zh { z } else { e };
    let names = [
        (pick("研学基地接待儿童", "Children received at study bases"), ""),
        (pick("冬夏令营累计参加", "Camp attendances since 2019"), ""),
        (pick("结对关爱服务", "Paired care services"), ""),
        (pick("明年计划名额", "Places planned for next year"), ""),
        (pick("家庭寄养安置", "Family placements"), ""),
    ];
    let points = vec![
        exact(1200.0, pick("1200人次", "1,200 attendances"), pick("1200", "1,200")),
        bounded(5000.0, Some(5000.0), Some(6000.0), pick("超5000人次", "more than 5,000 attendances"), pick("超5000", ">5,000")),
        bounded(4000.0, Some(3500.0), Some(4500.0), pick("约4000次", "about 4,000 services"), pick("约4000", "about 4,000")),
        plan(600.0, pick("600名", "600 places"), "600"),
        bounded(2600.0, Some(2600.0), None, pick("2600余人次", "2,600 or more"), pick("2600余", "2,600+")),
    ];
    let mut names = names.to_vec();
    let mut points = points;
    names.push((pick("困境儿童安置", "Placements of children in difficulty"), ""));
    points.push(lacking(Value::Withheld));
    drawing(kind, tag, &names, one(points))
}

/// The plan of the facts set against the first of them, with the time that it is for.
fn planned_for(made: &Drawing, mark: &str) -> Drawing {
    Drawing { plans: vec![Plan { at: 3, result: Some(0), mark: mark.into() }], ..made.clone() }
}

fn years(kind: ChartKind, tag: &str, count: usize) -> Drawing {
    let zh = tag == "zh";
    let names: Vec<String> =
        (0..count).map(|i| if zh { format!("{}年", 2025 - count + i) } else { (2025 - count + i).to_string() }).collect();
    let names: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let value = |i: usize| 120.0 + 55.0 * i as f64 + 70.0 * ((i * 7 + 3) % 5) as f64;
    let mut points: Vec<_> = (0..count).map(|i| number(zh, value(i), ("人次", "attendances"))).collect();
    if count > 4 {
        points[1] = lacking(Value::Withheld);
        points[count - 1] = plan(value(count - 1), if zh { "600名" } else { "600 places" }, "600");
        points[count - 2] = bounded(
            value(count - 2),
            Some(value(count - 2)),
            Some(value(count - 2) + 80.0),
            if zh { "超500人次" } else { "more than 500 attendances" },
            if zh { "超500" } else { ">500" },
        );
    }
    drawing(kind, tag, &names, one(points))
}

fn several(kind: ChartKind, tag: &str, series: usize) -> Drawing {
    let zh = tag == "zh";
    let names: Vec<String> = (2019..2025).map(|year| if zh { format!("{year}年") } else { year.to_string() }).collect();
    let names: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let titles = if zh {
        ["女童", "男童", "未记录", "教师", "志愿者"]
    } else {
        ["Girls", "Boys", "Not recorded", "Teachers", "Volunteers"]
    };
    let series = (0..series).map(|s| {
        let value = |i: usize| (80 + 37 * ((i + 2 * s) % 5) + 20 * i) as f64 / (1 + s) as f64;
        let point = |i: usize| match (s, i) {
            (1, 2) => lacking(Value::Withheld),
            (0, 5) => Point { planned: true, ..number(zh, value(i).round(), ("人次", "attendances")) },
            _ => number(zh, value(i).round(), ("人次", "attendances")),
        };
        Series { name: titles[s].into(), points: (0..6).map(point).collect() }
    });
    let mut made = drawing(kind, tag, &names, series.collect());
    made.synthetic = true;
    made
}

/// Drawings of every kind as a site has them.
/// Thirteen places: most within the range of chance, a small one far off and yet within it, two outside.
fn funnel(tag: &str) -> Drawing {
    let zh = tag == "zh";
    let bases = [310., 128., 205., 402., 41., 160., 366., 144., 98., 42., 187., 60., 75.];
    let rates = [201., 187., 214., 290., 95., 178., 120., 205., 190., 240., 195., 215., 205.];
    let point = |value: &f64| exact(*value, &value.to_string(), &value.to_string());
    let series = |name: &str, values: &[f64]| Series { name: name.into(), points: values.iter().map(point).collect() };
    let (base, rate) = if zh { ("基数（人）", "每千人") } else { ("Base (people)", "Per 1,000") };
    let mut made = counties(ChartKind::Funnel, tag);
    made.unit = rate.into();
    made.series = vec![series(base, &bases), series(rate, &rates)];
    made
}

#[test]
fn a_funnel_names_what_lies_outside_and_draws_no_place_without_both_figures() {
    let made = figure(&funnel("zh"));
    assert!(made.description.contains("高于范围的：溆浦县。低于范围的：鹤城区。"), "{}", made.description);
    assert_eq!(made.wide.matches("<circle class=\"dot\"").count(), 13, "{}", made.wide);
    for lack in [Value::Withheld, Value::Missing] {
        let mut lacking_one = funnel("en");
        lacking_one.series[0].points[3] = lacking(lack);
        let made = figure(&lacking_one);
        assert!(!made.wide.contains(">Xupu</text>") && !made.description.contains("Above the range"), "{}", made.description);
    }
    let alone = Drawing { categories: funnel("zh").categories[..1].to_vec(), ..funnel("zh") };
    assert!(figure(&alone).wide.contains("暂无数据"), "one place is compared with nobody");
}

pub(super) fn samples(tag: &str) -> Vec<Drawing> {
    let mut all = vec![
        counties(ChartKind::Bar, tag),
        facts(ChartKind::Bar, tag),
        facts(ChartKind::Column, tag),
        counties(ChartKind::Column, tag),
        years(ChartKind::Column, tag, 8),
        years(ChartKind::Column, tag, 30),
        several(ChartKind::Column, tag, 2),
        several(ChartKind::Bar, tag, 3),
        years(ChartKind::Line, tag, 7),
        years(ChartKind::Line, tag, 30),
        several(ChartKind::Line, tag, 3),
        several(ChartKind::Line, tag, 5),
        several(ChartKind::Stacked, tag, 3),
        several(ChartKind::Stacked, tag, 5),
        facts(ChartKind::Stacked, tag),
        facts(ChartKind::Range, tag),
        counties(ChartKind::Range, tag),
        counties(ChartKind::Tiles, tag),
        facts(ChartKind::Tiles, tag),
        several(ChartKind::Range, tag, 2),
        several(ChartKind::Share, tag, 3),
        several(ChartKind::Share, tag, 2),
        several(ChartKind::Slope, tag, 5),
        several(ChartKind::Slope, tag, 2),
        several(ChartKind::Panels, tag, 5),
        several(ChartKind::Panels, tag, 1),
        several(ChartKind::Heat, tag, 5),
        counties(ChartKind::Heat, tag),
        facts(ChartKind::Progress, tag),
        planned_for(&facts(ChartKind::Progress, tag), if tag == "zh" { "2025年计划" } else { "planned for 2025" }),
        planned_for(&facts(ChartKind::Progress, tag), "planned for the years from 2026 until 2030, against those before them"),
        counties(ChartKind::Progress, tag),
        several(ChartKind::Pyramid, tag, 2),
        funnel(tag),
        several(ChartKind::Pyramid, tag, 3),
    ];
    let annotated: Vec<Drawing> = all.iter().map(|made| annotated(made.clone(), tag)).collect();
    all.extend(annotated);
    for (i, made) in all.iter_mut().enumerate() {
        made.id = format!("sample-{tag}-{i}");
    }
    all
}

/// With words on its first and its last category.
fn annotated(mut made: Drawing, tag: &str) -> Drawing {
    let pick = |zh: &str, en: &str| if tag == "zh" { zh.to_owned() } else { en.to_owned() };
    let last = made.categories.len() - 1;
    made.notes = vec![
        Note {
            category: 0,
            text: pick(
                "第一年只办了冬令营，人次因此少于往后各年",
                "the first year had winter camps only, so that attendances are fewer than in the years that follow",
            ),
        },
        Note { category: last, text: pick("尚未结束", "not over yet") },
        Note { category: 999, text: "nowhere".into() },
    ];
    made
}

#[test]
fn annotations_stand_below_the_plot_and_in_the_description_in_every_kind() {
    for made in samples("en").iter().filter(|made| !made.notes.is_empty()) {
        let drawn = figure(made);
        let (first, last) = (&made.categories[0].name, &made.categories[made.notes[1].category].name);
        for svg in [&drawn.wide, &drawn.narrow] {
            // A name that has no room on the axis is still told below the plot.
            assert!(svg.contains(&format!("① {first}: the first")), "{:?}", made.kind);
            assert!(svg.contains(&format!("② {last}: not over yet")), "{:?}", made.kind);
            assert!(!svg.contains("nowhere"));
        }
        assert!(drawn.description.contains(&format!("{last}: not over yet.")), "{}", drawn.description);
        assert!(!drawn.description.contains('②'));
        let Entry::Said(name) = &drawn.table.rows[0][0] else { panic!("a name") };
        assert_eq!(name, first, "signs are for eyes; the table is beside the description");
    }
}

fn figure(drawing: &Drawing) -> Figure {
    draw(drawing, &Builtin::new(&drawing.lang))
}

fn well_formed(svg: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut open = 0;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(_)) => open += 1,
            Ok(quick_xml::events::Event::End(_)) => open -= 1,
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(format!("{error} in {svg}")),
        }
    }
    if open == 0 { Ok(()) } else { Err(format!("{open} elements left open")) }
}

fn attributes(svg: &str) -> Vec<String> {
    svg.split(['<', '>']).filter(|tag| tag.contains('=')).map(str::to_owned).collect()
}

#[test]
fn every_picture_is_well_formed_and_named() {
    for drawing in samples("zh").iter().chain(&samples("en")) {
        let figure = figure(drawing);
        for svg in [&figure.wide, &figure.narrow] {
            well_formed(svg).unwrap();
            assert!(svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="));
        }
        assert!(!figure.description.is_empty());
        assert_eq!(figure.table.rows.len(), drawing.categories.len());
    }
}

#[test]
fn pictures_carry_no_colours_and_no_style_attributes() {
    for drawing in samples("zh") {
        for tag in attributes(&figure(&drawing).wide) {
            assert!(!tag.contains("style=") && !tag.contains("stroke=") && !tag.contains("rgb"), "{tag}");
            assert!(!tag.contains("fill=") || tag.contains("fill=\"url(#"), "{tag}");
        }
    }
}

#[test]
fn the_two_pictures_of_a_chart_share_no_id() {
    let figure = figure(&samples("en")[0]);
    let ids =
        |svg: &str| svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next().map(String::from)).collect::<Vec<_>>();
    let (wide, narrow) = (ids(&figure.wide), ids(&figure.narrow));
    assert!(wide.len() > 2 && wide.iter().all(|id| !narrow.contains(id)));
}

#[test]
fn labels_never_overlap_and_stay_inside_the_picture() {
    for drawing in samples("zh").iter().chain(&samples("en")) {
        let words = Builtin::new(&drawing.lang);
        let data = Data::new(drawing, &words);
        for width in [WIDE, NARROW] {
            let (svg, boxes) = picture(&data, "", width);
            let height: f64 = svg.split("height=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().parse().unwrap();
            for (i, label) in boxes.iter().enumerate() {
                let at = format!("{:?} {} {width} {label:?}", drawing.kind, drawing.id);
                assert!(label.x >= 0.0 && label.x + label.w <= f64::from(width) + 0.01, "outside: {at}");
                assert!(label.y >= -0.5 && label.y + label.h <= height + 0.5, "outside: {at} of {height}");
                for other in &boxes[..i] {
                    assert!(!label.overlaps(other), "{at} overlaps {other:?}");
                }
            }
        }
    }
}

#[test]
fn withheld_is_never_drawn_as_zero() {
    for kind in KINDS {
        let names = [("甲县", ""), ("乙县", "")];
        let withheld = drawing(kind, "zh", &names, one(vec![exact(5.0, "5人次", "5"), lacking(Value::Withheld)]));
        let zero = drawing(kind, "zh", &names, one(vec![exact(5.0, "5人次", "5"), exact(0.0, "0人次", "0")]));
        let (withheld, zero) = (figure(&withheld), figure(&zero));
        for (with, without) in [(&withheld.wide, &zero.wide), (&withheld.narrow, &zero.narrow)] {
            assert!(with.contains("class=\"withheld\"") && with.contains("c 为保护当事人不公布"), "{kind:?}");
            assert!(!without.contains("class=\"withheld\""), "{kind:?}");
            assert!(!with.contains("乙县："), "{kind:?}: nothing to point at");
        }
        assert!(withheld.description.contains("不公布，不等于零"), "{}", withheld.description);
        assert_eq!(withheld.table.rows[1][1], Entry::Withheld);
        assert_eq!(zero.table.rows[1][1], Entry::Figure("0人次".into(), 0.0));
    }
}

#[test]
fn a_plan_is_hollow_and_says_so() {
    for kind in [ChartKind::Bar, ChartKind::Column, ChartKind::Stacked, ChartKind::Tiles] {
        let made = drawing(
            kind,
            "en",
            &[("2024", ""), ("2025", "")],
            one(vec![exact(5.0, "5 places", "5"), plan(8.0, "8 places", "8")]),
        );
        let figure = figure(&made);
        assert!(figure.wide.contains("planned\"") && figure.wide.contains("8 places (planned)"), "{kind:?}");
        assert!(figure.description.contains("2025: 8 places, a plan and not a result"), "{}", figure.description);
    }
}

#[test]
fn a_bound_is_hatched_up_to_its_end_and_an_open_one_has_an_arrow() {
    let made = facts(ChartKind::Bar, "en");
    let wide = figure(&made).wide;
    assert!(wide.contains("class=\"possible\"") && wide.contains("class=\"arrow\""));
    let exact_only = drawing(ChartKind::Bar, "en", &[("a", "")], one(vec![exact(1.0, "1", "1")]));
    assert!(!figure(&exact_only).wide.contains("possible"));
}

#[test]
fn invented_data_are_marked_inside_the_picture() {
    let mut made = years(ChartKind::Line, "zh", 5);
    assert!(!figure(&made).wide.contains(">模拟数据</text>"));
    made.synthetic = true;
    let figure = figure(&made);
    assert!(figure.wide.contains(">模拟数据</text>") && figure.narrow.contains(">模拟数据</text>"));
    assert!(figure.description.contains("模拟数据"));
}

#[test]
fn descriptions_read_as_sentences() {
    let bar = figure(&counties(ChartKind::Bar, "zh")).description;
    assert_eq!(
        bar,
        "条形图，共13项。冬夏令营参加人次，2024年。已公布的数值中，最高的是溆浦县（402人次），最低的是靖州苗族侗族自治县（0人次）。\
         为保护个人信息，新晃侗族自治县的数值不公布，不等于零。洪江区没有数据。图中为模拟数据，不代表真实情况。"
    );
    let line = figure(&drawing(
        ChartKind::Line,
        "en",
        &[("2022", ""), ("2023", ""), ("2024", "")],
        one(vec![exact(3.0, "3 camps", "3"), exact(9.0, "9 camps", "9"), exact(5.0, "5 camps", "5")]),
    ));
    assert_eq!(
        line.description,
        "Line chart from 2022 to 2024. Camp attendances, 2024. The figure rose from 3 camps in 2022 to 5 camps in 2024. \
         The peak was 9 camps, in 2023."
    );
}

#[test]
fn an_author_s_description_replaces_the_automatic_one_but_for_what_is_withheld() {
    let mut made = years(ChartKind::Line, "zh", 5);
    made.description = Some("我们自己的说明。".into());
    assert_eq!(figure(&made).description, "我们自己的说明。为保护个人信息，2021年的数值不公布，不等于零。");
    let mut english = years(ChartKind::Line, "en", 5);
    english.description = Some("Our own words.".into());
    let told = "Our own words. The figure for 2021 is withheld to protect people, which does not mean zero.";
    assert_eq!(figure(&english).description, told);
    let mut made = years(ChartKind::Line, "zh", 4);
    made.description = Some("我们自己的说明。".into());
    let figure = figure(&made);
    assert_eq!(figure.description, "我们自己的说明。");
    assert!(figure.wide.contains("我们自己的说明。"));
}

#[test]
fn a_chart_of_nothing_says_so() {
    for kind in KINDS {
        let figure = figure(&drawing(kind, "zh", &[], Vec::new()));
        assert!(figure.wide.contains("暂无数据") && figure.description.starts_with("暂无数据"));
    }
}

#[test]
fn equal_drawings_give_equal_bytes() {
    for (a, b) in samples("zh").iter().zip(&samples("zh")) {
        let (a, b) = (figure(a), figure(b));
        assert_eq!((a.wide, a.narrow, a.description), (b.wide, b.narrow, b.description));
    }
}

/// The custom properties of one block of the style sheet.
fn colours(block: &str) -> std::collections::BTreeMap<&str, f64> {
    let luminance = |hex: &str| {
        let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(part(0)) + 0.7152 * linear(part(2)) + 0.0722 * linear(part(4))
    };
    let property = |line: &'static str| -> Option<(&'static str, f64)> {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(": #")?;
        Some((name, luminance(value)))
    };
    let start = CSS.find(block).unwrap();
    CSS[start..].lines().skip_while(|line| !line.contains("--chart-paper")).map_while(property).collect()
}

#[test]
fn colours_are_readable_and_differ_in_lightness() {
    let contrast = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
    for block in [":root", "(prefers-color-scheme: dark)", "@media print"] {
        // What print and dark do not set is as on light ground: dark is for screens alone.
        let mut all = colours(":root");
        all.extend(colours(block));
        let paper = all["--chart-paper"];
        for i in 1..=5 {
            let colour = all[format!("--chart-{i}").as_str()];
            assert!(contrast(colour, paper) >= 3.0, "{block} {i}");
            assert!(contrast(colour, all[format!("--chart-on-{i}").as_str()]) >= 4.5, "text on {block} {i}");
            let step = all[format!("--chart-step-{i}").as_str()];
            assert!(contrast(step, all[format!("--chart-on-step-{i}").as_str()]) >= 4.5, "text on step {block} {i}");
            for j in 1..i {
                assert!(contrast(colour, all[format!("--chart-{j}").as_str()]) >= 1.15, "{block} {i} {j}");
            }
        }
        assert!(contrast(all["--chart-muted"], paper) >= 4.5 && contrast(all["--chart-ink"], paper) >= 7.0);
    }
}

#[test]
fn every_class_of_a_picture_is_known_to_the_style_sheet() {
    for drawing in samples("zh") {
        for tag in attributes(&figure(&drawing).wide) {
            let Some(classes) = tag.split("class=\"").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
            for class in classes.split(' ').filter(|class| !GROUPS.contains(class)) {
                assert!(CSS.contains(&format!(".{class}")), "{class}");
            }
        }
    }
}

/// Classes that name what a group is, for a theme to use; the style sheet asks for nothing more.
const GROUPS: [&str; 17] = [
    "series",
    "plan",
    "pattern",
    "chart-bar",
    "chart-column",
    "chart-line",
    "chart-stacked",
    "chart-range",
    "chart-tiles",
    "chart-share",
    "chart-slope",
    "chart-panels",
    "chart-heat",
    "chart-progress",
    "chart-pyramid",
    "chart-funnel",
    "chart-wide",
];

fn value() -> impl Strategy<Value = Value> {
    let size =
        prop_oneof![-1000.0..1000.0f64, any::<f64>(), Just(0.0), Just(1e300), Just(-1e-300), (0..9i32).prop_map(f64::from)];
    prop_oneof![
        4 => size.clone().prop_map(Value::Exact),
        2 => (size.clone(), proptest::option::of(size.clone()), proptest::option::of(size))
            .prop_map(|(value, low, high)| Value::Bounded { value, low, high }),
        1 => Just(Value::Withheld),
        1 => Just(Value::Missing),
        1 => Just(Value::Inapplicable),
    ]
}

fn point() -> impl Strategy<Value = Point> {
    (value(), "\\PC{0,24}", "[0-9万超>]{0,8}", any::<bool>()).prop_map(|(value, label, short, planned)| Point {
        value,
        label,
        short,
        planned,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_drawing_panics_and_every_picture_is_well_formed(
        kind in 0..=KINDS.len(),
        names in prop_oneof![proptest::collection::vec((".{0,40}", ".{0,12}"), 0..14), proptest::collection::vec(("[12][0-9]{3}年?", ""), 0..200)],
        series in proptest::collection::vec((".{0,30}", proptest::collection::vec(point(), 0..14)), 0..7),
        tiles in proptest::collection::vec(proptest::option::of((any::<u8>(), any::<u8>())), 0..14),
        texts in (".{0,60}", ".{0,60}", ".{0,80}", any::<bool>()),
    ) {
        let series = series.into_iter().map(|(name, points)| Series { name, points }).collect();
        let borrowed: Vec<_> = names.iter().map(|(name, short)| (name.as_str(), short.as_str())).collect();
        let mut made = drawing(KINDS.get(kind).copied().unwrap_or(ChartKind::Funnel), "zh", &borrowed, series);
        (made.title, made.id, made.unit, made.synthetic) = texts;
        for (category, tile) in made.categories.iter_mut().zip(tiles) {
            category.tile = tile;
        }
        let figure = figure(&made);
        prop_assert!(well_formed(&figure.wide).is_ok(), "{}", figure.wide);
        prop_assert!(well_formed(&figure.narrow).is_ok(), "{}", figure.narrow);
    }
}

/// The withheld shapes of a picture: class and geometry of each.
fn withheld_shapes(svg: &str) -> Vec<String> {
    svg.split('<').filter(|tag| tag.contains("class=\"withheld\"")).map(str::to_owned).collect()
}

/// Width and height of a shape.
fn size(shape: &str) -> (&str, &str) {
    let part = |name: &str| shape.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    (part("width"), part("height"))
}

#[test]
fn a_withheld_value_leaves_no_trace_in_scale_or_shape() {
    // Whatever stands in the words of a withheld point, and whatever its neighbours are, the picture of it is the same.
    // A slope shows the first and the last category only.
    for kind in KINDS.into_iter().filter(|kind| *kind != ChartKind::Slope) {
        let names = [("甲县", ""), ("乙县", ""), ("丙县", "")];
        let with = |label: &str, first: f64, last: f64| {
            let secret = Point { label: label.into(), short: label.into(), ..lacking(Value::Withheld) };
            let shown = |value: f64| exact(value, &format!("{value}人次"), &value.to_string());
            figure(&drawing(kind, "zh", &names, one(vec![shown(first), secret, shown(last)])))
        };
        let (a, b, c) = (with("", 50.0, 40.0), with("7340033", 50.0, 40.0), with("", 31.0, 50.0));
        assert_eq!((&a.wide, &a.narrow, &a.description), (&b.wide, &b.narrow, &b.description), "{kind:?}");
        for (one, other) in [(&a.wide, &c.wide), (&a.narrow, &c.narrow)] {
            let (one, other) = (withheld_shapes(one), withheld_shapes(other));
            assert!(one.len() >= 2, "{kind:?}: the mark and its entry in the key");
            // The entry of the key stands where the key's other entries leave room.
            assert_eq!(one[1..], other[1..], "{kind:?}");
        }
    }
}

#[test]
fn a_withheld_part_of_a_stack_does_not_fill_the_gap_to_a_total() {
    let names = [("2022", ""), ("2023", ""), ("2024", "")];
    let shown = |value: f64| exact(value, &value.to_string(), "");
    let series = |name: &str, points| Series { name: name.into(), points };
    for (tag, width) in [("zh", WIDE), ("en", NARROW)] {
        let made = drawing(
            ChartKind::Stacked,
            tag,
            &names,
            vec![
                series("a", vec![shown(50.0), shown(5.0), shown(30.0)]),
                series("b", vec![lacking(Value::Withheld), lacking(Value::Withheld), shown(20.0)]),
                series("c", vec![lacking(Value::Withheld), shown(10.0), lacking(Value::Withheld)]),
            ],
        );
        let figure = figure(&made);
        let svg = if width == WIDE { &figure.wide } else { &figure.narrow };
        let shapes = withheld_shapes(svg);
        // One entry of the key, then one stub for each stack, whether one part or two are withheld.
        assert_eq!(shapes.len(), 4);
        assert!(shapes[1..].iter().all(|shape| size(shape) == size(&shapes[1])), "{shapes:?}");
        assert!(figure.description.contains('4') && !figure.description.contains("50 c"), "{}", figure.description);
    }
}

#[test]
fn sentences_rank_published_figures_only_and_say_so() {
    let points = vec![exact(5.0, "5", ""), lacking(Value::Withheld), exact(9.0, "9", ""), exact(2.0, "2", "")];
    let bar = figure(&drawing(ChartKind::Bar, "en", &[("A", ""), ("B", ""), ("C", ""), ("D", "")], one(points.clone())));
    assert!(
        bar.description.contains("Of the figures published, the highest is 9, for C; the lowest is 2, for D."),
        "{}",
        bar.description
    );
    assert!(bar.description.contains("The figure for B is withheld to protect people"), "{}", bar.description);
    let years = [("2021", ""), ("2022", ""), ("2023", ""), ("2024", "")];
    let line = figure(&drawing(ChartKind::Line, "zh", &years, one(points)));
    assert!(line.description.contains("已公布的数值中，最高值出现在2023，为9"), "{}", line.description);
    let equal = vec![exact(5.0, "5", ""), lacking(Value::Withheld), exact(5.0, "5", "")];
    let equal = figure(&drawing(ChartKind::Bar, "en", &[("A", ""), ("B", ""), ("C", "")], one(equal)));
    assert!(equal.description.contains("The figures published all stand at 5"), "{}", equal.description);
}

#[test]
fn zero_withheld_missing_and_inapplicable_differ_in_every_kind() {
    for kind in KINDS {
        let of =
            |point: Point| figure(&drawing(kind, "en", &[("A", ""), ("B", "")], one(vec![exact(5.0, "5 children", "5"), point])));
        let all =
            [exact(0.0, "0 children", "0"), lacking(Value::Withheld), lacking(Value::Missing), lacking(Value::Inapplicable)];
        let all = all.map(of);
        for (i, one) in all.iter().enumerate() {
            for other in &all[..i] {
                assert!(one.wide != other.wide && one.narrow != other.narrow, "{kind:?}");
                assert!(one.description != other.description && one.table != other.table, "{kind:?}");
            }
        }
        assert!(all[2].wide.contains(">..</text>") && all[3].wide.contains(">–</text>"), "{kind:?}");
    }
}

#[test]
fn where_all_is_withheld_no_scale_is_shown() {
    for kind in KINDS {
        let all = one(vec![lacking(Value::Withheld), lacking(Value::Withheld)]);
        let figure = figure(&drawing(kind, "en", &[("A", ""), ("B", "")], all));
        for svg in [&figure.wide, &figure.narrow] {
            assert!(!svg.contains("class=\"tick") && svg.contains("class=\"withheld\""), "{kind:?}");
        }
        assert!(figure.description.contains("All figures are withheld to protect people"), "{}", figure.description);
    }
}

#[test]
fn an_empty_stack_says_that_it_is_zero() {
    let zero = || exact(0.0, "0 children", "0");
    let made = |last: Point| {
        let series = vec![
            Series { name: "a".into(), points: vec![exact(5.0, "5 children", "5"), zero()] },
            Series { name: "b".into(), points: vec![exact(2.0, "2 children", "2"), last] },
        ];
        figure(&drawing(ChartKind::Stacked, "en", &[("2023", ""), ("2024", "")], series)).wide
    };
    let zeros = |svg: String| svg.matches(">0</text>").count();
    assert_eq!(zeros(made(zero())), 2, "the tick and the stack");
    assert_eq!(zeros(made(lacking(Value::Inapplicable))), 2, "what cannot be adds nothing");
    assert_eq!(zeros(made(lacking(Value::Missing))), 1, "what is not known could");
    assert_eq!(zeros(made(lacking(Value::Withheld))), 1);
}
