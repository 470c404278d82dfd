//! Whole pictures, as files.

use super::fonts::tests::bundled;
use super::*;
use crate::model::Lang;

const CHART: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-bar chart-wide" viewBox="0 0 720 100" width="720" height="100" role="img" lang="zh"><title id="t">x</title><desc id="d">y</desc><defs><pattern id="c-w-withheld" width="6" height="6"><path class="ink-withheld" d="M0 0"/></pattern></defs><g class="bar s1"><title>鹤城区：12</title><rect class="solid" x="0" y="10" width="300" height="20"/><text class="value" x="310" y="26">12人次</text></g><rect class="badge" x="600" y="0" width="80" height="19"/><text class="synthetic" x="610" y="14">模拟数据</text></svg>"#;

fn studio() -> Studio {
    let css = include_str!("../chart/chart.css");
    Studio::new(bundled(), css, css)
}

fn lang(tag: &str) -> Lang {
    Lang::new(tag).unwrap()
}

fn plate(title: &str, foot: &[String]) -> Picture {
    let lang = lang("zh");
    let plate =
        Plate { id: "c", lang: &lang, title, subtitle: "人次，2024年", drawing: CHART, description: "条形图。", foot };
    studio().plate(&plate).unwrap()
}

fn card(number: &str) -> Picture {
    let lang = lang("en");
    studio().number(&NumberCard {
        id: "f",
        lang: &lang,
        label: "Camp attendances & more",
        before: "more than",
        number,
        unit: "attendances",
        text: "more than 5,000 attendances",
        when: "Huaihua · 2024",
        source: "Source: Huaihua Daily, 13 February 2025",
        site: "Beyond the Mountains",
        right: "CC BY 4.0",
    })
}

#[test]
fn a_plate_holds_title_chart_and_foot_and_is_plain_svg() {
    let picture = plate("鹤城区最多", &["来源：怀化日报，2025年2月13日".into(), "CC BY 4.0".into()]);
    let document = resvg::usvg::roxmltree::Document::parse(&picture.svg).expect("well-formed");
    let root = document.root_element();
    assert_eq!([root.attribute("role"), root.attribute("lang")], [Some("img"), Some("zh")]);
    for text in ["鹤城区最多", "人次，2024年", "来源：怀化日报，2025年2月13日", "CC BY 4.0", "模拟数据", "12人次"]
    {
        let shown = root.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text")));
        assert!(shown.filter_map(|n| n.text()).any(|said| said == text), "{text}");
    }
    for foreign in ["var(", "class=", "<script", "<style", "<image", "url(http"] {
        assert!(!picture.svg.contains(foreign), "{foreign}");
    }
    assert!(picture.height > 100.0 && picture.width > 720.0);
}

#[test]
fn long_titles_and_feet_make_a_plate_higher() {
    let short = plate("短", &[]);
    let long = plate(&"很长的标题".repeat(20), &["来源".repeat(60)]);
    assert!(long.height > short.height + 60.0);
    assert_eq!(long.width, short.width);
}

#[test]
fn a_number_as_long_as_a_line_is_set_smaller_and_stays_inside() {
    let size = |svg: &str, number: &str| {
        let before = svg.split(&format!(">{number}</text>")).next().unwrap();
        let text = before.rsplit("<text ").next().unwrap();
        text.split("font-size=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap()
    };
    assert!(size(&card("5,000").svg, "5,000") > size(&card("123,456,789,012").svg, "123,456,789,012"));
    let drawn = png(&card("123,456,789,012").svg, studio().fonts(), 1.0).unwrap();
    assert_eq!((drawn.width, drawn.height), (CARD_WIDTH, CARD_HEIGHT));
}

#[test]
fn cards_of_pages_show_the_mark_of_invented_data_where_it_is_due() {
    let page = |mark: &str| {
        studio().page(&PageCard {
            lang: lang("zh"),
            site: "山外".into(),
            kicker: "数据集".into(),
            title: "夏令营参加人次，".repeat(12),
            about: "说明。".repeat(40),
            mark: mark.into(),
            right: "example.org".into(),
        })
    };
    assert!(page("模拟数据").svg.contains(">模拟数据</text>"));
    assert!(!page("").svg.contains("stroke-width"));
    assert!(page("").svg.contains("…</text>"), "what does not fit is cut");
}

#[test]
fn pictures_of_equal_things_are_equal() {
    let (one, two) = (card("5,000"), card("5,000"));
    assert_eq!(one, two);
    assert_eq!(png(&one.svg, studio().fonts(), 1.0), png(&two.svg, studio().fonts(), 1.0));
}
