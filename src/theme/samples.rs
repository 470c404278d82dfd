//! Sample views for tests and for looking at the theme: an invented city, in Chinese and English, every field filled.

mod reference;

pub(super) use reference::*;

use std::collections::BTreeMap;

use super::views::*;

/// Picks the words of a language.
fn w(lang: &str, zh: &str, en: &str) -> String {
    if lang == "zh" { zh } else { en }.to_owned()
}

pub(super) fn link(label: impl Into<String>, href: &str) -> Link {
    Link { label: label.into(), href: href.to_owned(), lang: String::new() }
}

/// A frame for one kind of page.
pub(super) fn frame(lang: &str, kind: &str, title: &str, synthetic: bool) -> Frame {
    let other = if lang == "zh" { ("English", "en") } else { ("中文", "zh") };
    let home = kind == "home";
    let nav = [
        ("项目", "Projects", "project"),
        ("数字", "Figures", "fact"),
        ("地区", "Places", "place"),
        ("指标", "Indicators", "indicator"),
        ("数据", "Data", "dataset"),
        ("方法", "Methods", "page"),
        ("关于", "About", "story"),
    ];
    Frame {
        lang: lang.to_owned(),
        site_title: w(lang, "示例市儿童关爱数据", "Example City Child Care Data"),
        site_place: w(lang, "示例市", "Example City"),
        title: title.to_owned(),
        description: w(lang, "一句话说明。", "One sentence."),
        kind: kind.to_owned(),
        root: "../".to_owned(),
        home: "index.html".to_owned(),
        search: "search.html".to_owned(),
        canonical: Some("https://example.org/x/".to_owned()),
        alternates: vec![
            Alternate { lang: "zh".into(), href: "https://example.org/x/".into() },
            Alternate { lang: "en".into(), href: "https://example.org/en/x/".into() },
            Alternate { lang: "x-default".into(), href: "https://example.org/x/".into() },
        ],
        languages: vec![Link { label: other.0.into(), href: format!("../{}/{}.html", other.1, kind), lang: other.1.into() }],
        nav: nav
            .iter()
            .map(|(zh, en, at)| NavLink {
                label: w(lang, zh, en),
                href: format!("{at}.html"),
                current: kind.starts_with(at),
                here: kind == *at,
            })
            .collect(),
        crumbs: if home {
            vec![]
        } else {
            vec![link(w(lang, "首页", "Home"), "home.html"), link(w(lang, "上一级", "Section"), "section.html")]
        },
        styles: vec!["../site.css".into()],
        policy: "default-src 'none'; script-src 'self'; style-src 'self'",
        icon: Some("../favicon.svg".into()),
        feed: link(w(lang, "更新", "Updates"), "atom.xml"),
        synthetic,
        unsigned: String::new(),
        publisher: PublisherView {
            name: w(lang, "示例市民政局", "Example City Civil Affairs Bureau"),
            address: Some(w(lang, "示例市人民路一号", "1 People's Road, Example City")),
            email: Some("data@example.org".into()),
            phone: Some("0700-0000000".into()),
            url: Some("https://example.org/".into()),
        },
        licence: link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        gov: Some(GovView {
            sponsor: Some(w(lang, "示例市民政局", "Example City Civil Affairs Bureau")),
            organiser: Some(w(lang, "示例市未成年人保护中心", "Example City Minors' Protection Centre")),
            icp: Some("示例ICP备00000000号".into()),
            police: Some("示例公网安备00000000000000号".into()),
            site_code: Some("0000000000".into()),
            report_error: Some("https://example.org/report".into()),
        }),
        footer: vec![
            link(w(lang, "隐私说明", "Privacy"), "page.html"),
            link(w(lang, "无障碍说明", "Accessibility"), "page.html"),
            link(w(lang, "更正办法", "Corrections"), "page.html"),
            link(w(lang, "联系我们", "Contact"), "page.html"),
        ],
        as_of: Some("2025-02-15".into()),
        as_of_text: Some(w(lang, "2025年2月15日", "15 February 2025")),
        og_type: "website".into(),
        card: Some(CardImage {
            href: "https://example.org/cards/camp.zh.png".into(),
            width: 1200,
            height: 630,
            alt: w(lang, "示例", "Example"),
        }),
        options: BTreeMap::new(),
    }
}

/// Id, then label, word before, number and unit in both languages, which period, status, caution.
struct SampleFact(&'static str, Pair, Pair, Pair, Pair, &'static str, &'static str, bool);
/// A word in Chinese and English.
type Pair = [&'static str; 2];

/// Headline facts with every bound and status.
pub(super) fn facts(lang: &str) -> Vec<FactCard> {
    let since = w(lang, "2023年中心建成以来（截至2025年2月）", "since the centre opened in 2023 (to February 2025)");
    let none = w(lang, "未注明日期", "no date given");
    let rows: [SampleFact; 8] = [
        SampleFact(
            "camp",
            ["冬夏令营服务人次", "Camp attendances"],
            ["", ""],
            ["1200", "1,200"],
            ["人次", "attendances"],
            "since",
            "result",
            true,
        ),
        SampleFact(
            "sessions",
            ["市区冬夏令营期数", "City winter and summer camp sessions"],
            ["", ""],
            ["12", "12"],
            ["期", "sessions"],
            "since",
            "result",
            false,
        ),
        SampleFact(
            "spend",
            ["研学累计投入资金", "Cumulative spending on study trips and camps"],
            ["", "more than"],
            ["80余万", "800,000"],
            ["元", "yuan"],
            "since",
            "result",
            true,
        ),
        SampleFact(
            "centre",
            ["未保中心年均服务人次", "Visits to the centre, yearly average"],
            ["超", "more than"],
            ["5000", "5,000"],
            ["人次/年", "visits a year"],
            "none",
            "as-reported",
            true,
        ),
        SampleFact(
            "guardians",
            ["爱心守护人", "Love Guardians (paired volunteers)"],
            ["", ""],
            ["2171", "2,171"],
            ["名", "people"],
            "none",
            "result",
            false,
        ),
        SampleFact(
            "services",
            ["结对服务次数", "Services given by Love Guardians"],
            ["约", "about"],
            ["1.2万", "12,000"],
            ["次", "services"],
            "none",
            "result",
            true,
        ),
        SampleFact(
            "plan",
            ["2025年研学服务计划人数", "Study-trip places planned for 2025"],
            ["", ""],
            ["600", "600"],
            ["名/年", "places a year"],
            "since",
            "plan",
            false,
        ),
        SampleFact(
            "placements",
            ["收至福利院的监护高风险儿童", "Children placed in the welfare institution"],
            ["", ""],
            ["不公布", "withheld"],
            ["", ""],
            "none",
            "withheld",
            false,
        ),
    ];
    let pick = |pair: [&str; 2]| w(lang, pair[0], pair[1]);
    let status = |status: &str| match status {
        "plan" => w(lang, "计划", "Plan"),
        "as-reported" => w(lang, "据报道", "As reported"),
        "withheld" => w(lang, "不公布", "Withheld"),
        _ => w(lang, "结果", "Result"),
    };
    rows.into_iter()
        .map(|SampleFact(id, label, before, number, unit, period, kind, caution)| FactCard {
            id: id.into(),
            href: if kind == "withheld" { "fact-withheld.html".into() } else { "fact.html".into() },
            label: pick(label),
            before: pick(before),
            number: pick(number),
            unit: pick(unit),
            text: format!("{}{}{}", pick(before), pick(number), pick(unit)),
            period: if period == "since" { since.clone() } else { none.clone() },
            place: w(lang, "全市", "whole city"),
            source: w(lang, "省报客户端，2025年2月15日", "Provincial daily app, 15 February 2025"),
            status: kind,
            status_text: status(kind),
            caution,
            synthetic: false,
        })
        .collect()
}

fn fact(lang: &str, id: &str) -> FactCard {
    facts(lang).into_iter().find(|fact| fact.id == id).expect("a sample fact")
}

pub(super) fn html(text: &str) -> Block {
    Block {
        kind: "html",
        html: Some(text.to_owned()),
        figure: None,
        facts: vec![],
        dataset: None,
        table: None,
        list: None,
        comparisons: vec![],
        sources: vec![],
        links: vec![],
    }
}

fn cell(text: &str) -> CellView {
    CellView {
        text: text.into(),
        href: String::new(),
        number: false,
        mark: "",
        said: String::new(),
        value: String::new(),
        id: String::new(),
        heading: false,
        rows: 1,
    }
}

fn number(text: &str, mark: &'static str) -> CellView {
    let said = if matches!(mark, "withheld" | "unavailable" | "absent") { mark.to_owned() } else { String::new() };
    CellView {
        text: text.into(),
        href: String::new(),
        number: true,
        mark,
        said,
        value: String::new(),
        id: String::new(),
        heading: false,
        rows: 1,
    }
}

/// A table with every mark.
pub(super) fn table(lang: &str) -> TableView {
    let row =
        |name: [&str; 2], a: &str, b: CellView, c: &str| vec![cell(&w(lang, name[0], name[1])), number(a, ""), b, number(c, "")];
    let mut total = row(["合计", "Total"], "1,200", number("598", "total"), "602");
    for cell in &mut total {
        cell.mark = "total";
    }
    TableView {
        caption: w(lang, "参加人次，按地区和年份", "Attendances by place and year"),
        head: vec![
            cell(&w(lang, "地区", "Place")),
            number(&w(lang, "2023年", "2023"), ""),
            number(&w(lang, "2024年", "2024"), ""),
            number(&w(lang, "2025年", "2025"), ""),
        ],
        rows: vec![
            row(["东山县", "Dongshan County"], "120", number("131", ""), "140"),
            row(["西岭苗族侗族自治县", "Xiling Miao and Dong Autonomous County"], "96", number("c", "withheld"), "102"),
            row(["南溪区", "Nanxi District"], "88", number("..", "unavailable"), "91"),
            row(["北川市", "Beichuan City"], "75", number("600", "plan"), "80"),
            total,
        ],
        note: String::new(),
        legend: vec![
            link(w(lang, "c：为保护当事人不公布", "c: withheld to protect people"), "page.html#c"),
            link(w(lang, "..：无数据", "..: not available"), "page.html#x"),
        ],
    }
}

/// A picture that stands for a chart.
fn svg(lang: &str, id: &str, wide: bool) -> String {
    let (width, height, bars) = if wide { (720, 260, 6) } else { (360, 240, 6) };
    let step = width / bars;
    let bar = |i: i32| {
        let h = 60 + 26 * i;
        format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{h}\" fill=\"currentColor\" opacity=\".55\"/>",
            i * step + 10,
            height - 30 - h,
            step - 24
        )
    };
    let bars: String = (0..bars).map(bar).collect();
    let title = w(lang, "参加人次逐年上升", "Attendances rise each year");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t\"><title id=\"{id}-t\">{title}</title>{bars}</svg>"
    )
}

pub(super) fn figure(lang: &str, id: &str, synthetic: bool) -> FigureView {
    FigureView {
        note: String::new(),
        id: id.into(),
        title: w(lang, "研学名额：计划从460名增至600名", "Study-trip places: from 460 to a planned 600"),
        subtitle: w(lang, "每年名额（名/年）；2025年为计划", "Places a year; 2025 is a plan"),
        svg_wide: svg(lang, &format!("{id}-wide"), true),
        svg_narrow: svg(lang, &format!("{id}-narrow"), false),
        description: w(
            lang,
            "柱形图。现有每年460名，2025年计划每年600名，增加140名。",
            "Column chart. 460 places a year now, 600 planned for 2025, 140 more.",
        ),
        table: table(lang),
        synthetic,
        embed: Some(embed(lang)),
        sources: vec![
            link(w(lang, "省报客户端，2025年2月15日", "Provincial daily app, 15 February 2025"), "https://example.org/a"),
            link(w(lang, "登记簿", "register"), ""),
        ],
    }
}

fn source(lang: &str) -> SourceView {
    SourceView {
        title: w(lang, "“走出大山看世界”打造关爱服务新标杆", "Out of the mountains to see the world"),
        outlet: w(lang, "省报客户端", "Provincial daily app"),
        author: w(lang, "某记者", "A reporter"),
        date_text: w(lang, "2025年2月15日", "15 February 2025"),
        date: "2025-02-15".into(),
        href: "https://example.org/a".into(),
        note: w(
            lang,
            "报纸客户端报道，属二手来源：没有数据表，也没有说明统计方法。",
            "A newspaper app report, a secondary source: no data table, no note on method.",
        ),
        citation: "…".into(),
    }
}

fn comparison(lang: &str) -> ComparisonView {
    ComparisonView {
        id: "C1".into(),
        verdict: w(lang, "字面上对不上", "Inconsistent as written"),
        text: w(
            lang,
            "2023年以来两批共60名，与每年60名、连续两年对不上。前者作结果登记，后者作每年名额登记。",
            "60 children in two batches since 2023 does not fit 60 a year over two years. The first is registered as the result, the second as a yearly quota.",
        ),
        facts: vec![fact(lang, "camp"), fact(lang, "plan")],
    }
}

fn card(lang: &str, zh: &str, en: &str, fact_id: Option<&str>) -> Card {
    Card {
        title: w(lang, zh, en),
        href: "project.html".into(),
        description: w(
            lang,
            "面向困境儿童和留守儿童，全部免费，由市级中心组织。",
            "For children in difficulty and left-behind children; free of charge, run by the city centre.",
        ),
        date: String::new(),
        date_text: String::new(),
        mark: String::new(),
        facts: fact_id.map(|id| fact(lang, id)).into_iter().collect(),
        terms: vec![],
    }
}

fn dataset_card(lang: &str) -> DatasetCard {
    DatasetCard {
        title: w(lang, "冬夏令营参加人次（按年份、地区）", "Camp attendances by year and place"),
        href: "dataset.html".into(),
        description: w(lang, "每行是一个地区一年的参加人次。", "One row is the attendances of one place in one year."),
        synthetic: true,
    }
}

/// Every kind of block.
pub(super) fn blocks(lang: &str) -> Vec<Block> {
    let text = w(
        lang,
        "<h2 id=\"a\">每年有多少孩子参加</h2><p>市区冬夏令营已办<a class=\"fact\" href=\"fact.html\">12期</a>，服务<a class=\"fact\" href=\"fact.html\">1200人次</a>。人次不是人数：同一个孩子参加两期，记作两人次。<strong>“走出大山”</strong>项目的资金投入累计<a class=\"fact\" href=\"fact.html\">80余万元</a>。</p><p>我们把“余”“超”“约”这些字样原样保留，因为它们说明来源知道多少。</p><ul><li>市区营：每期一周左右，夏季为主。</li><li>外省市研学：每批约30名，全程免费。</li></ul><h3 id=\"b\">怎样报名</h3><p>由村（社区）儿童主任推荐，县级民政部门审核。</p><blockquote><p>政府主导、民政牵头、专业运营、社会协同。</p></blockquote>",
        "<h2 id=\"a\">How many children take part</h2><p>The city has held <a class=\"fact\" href=\"fact.html\">12 camp sessions</a> with <a class=\"fact\" href=\"fact.html\">1,200 attendances</a>. Attendances are not children: a child who comes to two sessions counts twice. Spending comes to <a class=\"fact\" href=\"fact.html\">more than 800,000 yuan</a>.</p><p>Words such as “more than” and “about” are kept, because they say how much the source knew.</p><ul><li>City camps: about a week each, most of them in summer.</li><li>Out-of-province trips: about 30 children a batch, free of charge.</li></ul><h3 id=\"b\">Who is chosen</h3><p>The village child director proposes; the county bureau decides.</p><blockquote><p>Government leads, civil affairs convenes, professionals run it, society joins in.</p></blockquote>",
    );
    let mut figure_block = html("");
    figure_block.kind = "figure";
    figure_block.html = None;
    figure_block.figure = Some(figure(lang, "study-places", true));
    let mut facts_block = html("");
    facts_block.kind = "facts";
    facts_block.facts = facts(lang).into_iter().take(3).collect();
    let mut dataset_block = html("");
    dataset_block.kind = "dataset";
    dataset_block.dataset = Some(dataset_card(lang));
    let mut table_block = html("");
    table_block.kind = "table";
    table_block.table = Some(table(lang));
    let mut list = html("");
    list.kind = "list";
    list.list = Some("comparisons".into());
    list.comparisons = vec![comparison(lang)];
    list.sources = vec![source(lang)];
    list.links = vec![card(lang, "市区冬夏令营", "City camps", Some("camp"))];
    let last = html(&w(
        lang,
        "<h2 id=\"c\">还不知道什么</h2><p>来源没有说参加过不止一次的孩子有多少。</p>",
        "<h2 id=\"c\">What is not known</h2><p>The source does not say how many children came more than once.</p>",
    ));
    vec![html(&text), figure_block, facts_block, dataset_block, table_block, list, last]
}

pub(super) fn home(lang: &str) -> HomeView {
    let pillar = |id: &str, name: [&str; 2], cards: Vec<Card>| PillarView {
        id: id.into(),
        name: w(lang, name[0], name[1]),
        summary: w(lang, "从发现、建档到营地和研学，一路陪伴。", "From finding and filing to camps and study trips."),
        programmes: cards,
    };
    HomeView {
        title: w(lang, "孩子们走出大山，数字说清楚", "Out of the mountains, in figures you can check"),
        lead: w(
            lang,
            "示例市为困境儿童和留守儿童做了什么，服务了多少人次，这些数字有多可靠。",
            "What Example City has done for children in difficulty and left-behind children, how often, and how sure we can be.",
        ),
        headline: facts(lang).into_iter().take(7).collect(),
        tally: vec![
            Tally {
                kind: "registered",
                count: "34".into(),
                label: w(lang, "个登记在册的数", "figures on the register"),
                href: "facts.html".into(),
            },
            Tally { kind: "withheld", count: "1".into(), label: w(lang, "个不公布", "withheld"), href: String::new() },
        ],
        blocks: blocks(lang).into_iter().take(2).collect(),
        pillars: vec![
            pillar(
                "p1",
                ["全周期关爱", "Whole-cycle care"],
                vec![
                    card(lang, "摸底建档", "Finding and filing", None),
                    card(lang, "市区冬夏令营", "City camps", Some("camp")),
                    card(lang, "外省市研学", "Out-of-province study trips", Some("plan")),
                ],
            ),
            pillar(
                "p2",
                ["全方位支持", "All-round protection"],
                vec![card(lang, "课后托管与助餐", "After-school care and meals", Some("centre"))],
            ),
            pillar(
                "p3",
                ["全社会联动", "Whole-society action"],
                vec![
                    card(lang, "监护评估", "Guardianship assessment", Some("placements")),
                    card(lang, "爱心守护人", "Love Guardians", Some("guardians")),
                    card(lang, "多方筹资", "Funding", Some("spend")),
                ],
            ),
        ],
        all_stories: Some(link(w(lang, "故事", "Stories"), "section.html")),
        stories: vec![Card {
            date: "2025-02-15".into(),
            date_text: w(lang, "2025年2月15日", "15 February 2025"),
            ..card(lang, "第一次坐高铁", "The first train ride", None)
        }],
    }
}

pub(super) fn article(lang: &str) -> ArticleView {
    ArticleView {
        title: w(lang, "市区冬夏令营", "City winter and summer camps"),
        lead: w(
            lang,
            "寒暑假里，市级中心分期办营，吃住和活动全部免费。",
            "In the winter and summer holidays the city centre runs camps in sessions; board, lodging and activities are free.",
        ),
        kicker: w(lang, "全周期关爱", "Whole-cycle care"),
        date: "2025-02-15".into(),
        date_text: w(lang, "2025年2月15日", "15 February 2025"),
        updated: "2025-03-01".into(),
        updated_text: w(lang, "2025年3月1日", "1 March 2025"),
        headline: facts(lang).into_iter().take(3).collect(),
        toc: vec![
            TocEntry { level: 2, id: "a".into(), text: w(lang, "每年有多少孩子参加", "How many children take part") },
            TocEntry { level: 3, id: "b".into(), text: w(lang, "怎样报名", "Who is chosen") },
            TocEntry { level: 2, id: "c".into(), text: w(lang, "还不知道什么", "What is not known") },
        ],
        blocks: blocks(lang),
        after: Vec::new(),
        terms: vec![link(w(lang, "夏令营", "camps"), "term.html")],
        facts_used: facts(lang).into_iter().take(4).collect(),
        children: vec![],
        groups: vec![],
        stories: vec![card(lang, "第一次坐火车", "The first train", None)],
        consent: Some(ConsentNote { composite: true, synthetic: true, outside: true, reuse: false }),
        pager: Some(Pager { number: 2, total: 3, previous: Some("a.html".into()), next: Some("b.html".into()) }),
        previous: Some(link(w(lang, "摸底建档", "Finding and filing"), "page.html")),
        next: Some(link(w(lang, "外省市研学", "Out-of-province study trips"), "page.html")),
    }
}

/// A section: groups with marks for catalogues, plain children otherwise.
pub(super) fn section(lang: &str, grouped: bool) -> ArticleView {
    let cards = vec![
        card(lang, "市区冬夏令营", "City camps", Some("camp")),
        card(lang, "外省市研学", "Out-of-province study trips", Some("plan")),
        Card {
            terms: vec![link(w(lang, "志愿", "volunteers"), "term.html")],
            date: "2025-02-15".into(),
            date_text: "2025".into(),
            ..card(lang, "爱心守护人", "Love Guardians", Some("guardians"))
        },
        card(lang, "监护评估", "Guardianship assessment", Some("placements")),
    ];
    let marked: Vec<Card> = cards.iter().zip(1..).map(|(card, i)| Card { mark: format!("ST-0{i}"), ..card.clone() }).collect();
    let group = |id: &str, zh: &str, en: &str| Group {
        id: id.into(),
        title: w(lang, zh, en),
        summary: w(lang, "这一组说的是参加和服务。", "This group is about taking part."),
        cards: marked.clone(),
    };
    let groups = if grouped {
        vec![
            group("st", "研学与营地", "Study trips and camps"),
            group("pv", "结对与志愿", "Pairing and volunteers"),
            group("fn", "资金", "Money"),
        ]
    } else {
        vec![]
    };
    ArticleView {
        title: w(lang, "全部项目", "All projects"),
        headline: vec![],
        toc: vec![],
        blocks: vec![html(&w(
            lang,
            "<p>每个项目一页，先说做了什么，再说知道多少。</p>",
            "<p>One page for each: first what is done, then what is known.</p>",
        ))],
        facts_used: vec![],
        children: if grouped { vec![] } else { cards },
        groups,
        ..article(lang)
    }
}

fn tiles(lang: &str, here: bool) -> Vec<Tile> {
    let places = [
        ("东山", "Dongshan", 1, 3),
        ("石桥", "Shiqiao", 2, 2),
        ("溪口", "Xikou", 2, 3),
        ("白沙", "Baisha", 2, 1),
        ("晃水", "Huangshui", 3, 1),
        ("江北", "Jiangbei", 3, 2),
        ("城中", "Central", 3, 3),
        ("中坪", "Zhongping", 3, 4),
        ("洪江管理区", "Hongjiang Area", 4, 2),
        ("南溪", "Nanxi", 4, 3),
        ("会河", "Huihe", 5, 2),
        ("靖安", "Jing'an", 6, 2),
        ("通道", "Tongdao", 7, 2),
    ];
    let tile = |(i, (zh, en, row, column)): (usize, (&str, &str, u8, u8))| Tile {
        label: w(lang, zh, en),
        href: "place.html".into(),
        row,
        column,
        here: here && i == 2,
    };
    places.into_iter().enumerate().map(tile).collect()
}

pub(super) fn places(lang: &str) -> PlacesView {
    PlacesView {
        article: ArticleView {
            title: w(lang, "十三个地区", "Thirteen places"),
            blocks: blocks(lang).into_iter().take(1).collect(),
            ..article(lang)
        },
        tiles: tiles(lang, false),
        tile_rows: 7,
        tile_columns: 4,
        table: table(lang),
    }
}

pub(super) fn place(lang: &str) -> PlaceView {
    PlaceView {
        title: w(lang, "西岭苗族侗族自治县", "Xiling Miao and Dong Autonomous County"),
        other_names: vec![Link {
            label: w(lang, "Xiling Miao and Dong Autonomous County", "西岭苗族侗族自治县"),
            href: String::new(),
            lang: if lang == "zh" { "en" } else { "zh" }.into(),
        }],
        code: "000229".into(),
        parent: Some(link(w(lang, "示例市", "Example City"), "places.html")),
        in_standard: false,
        note: w(
            lang,
            "统计上单列，不是国家标准中的县级单位。",
            "Counted apart; not a county-level unit of the national standard.",
        ),
        residents: w(lang, "22.94万人", "229,400"),
        residents_source: w(lang, "2023年末，市统计局", "end of 2023, city statistics bureau"),
        blocks: vec![],
        tiles: tiles(lang, true),
        tile_rows: 7,
        tile_columns: 4,
        facts: facts(lang).into_iter().take(3).collect(),
        beside: Some(FigureTable {
            title: w(lang, "与总数对照", "Beside the whole"),
            href: String::new(),
            synthetic: true,
            table: table(lang),
        }),
        inside: Some(FigureTable {
            title: w(lang, "西岭所辖各地", "Places in Xiling"),
            href: String::new(),
            synthetic: true,
            table: table(lang),
        }),
        withheld: Some(link(w(lang, "本页有 3 格不公布。", "3 cells on this page are withheld."), "page.html#withheld")),
        tables: vec![FigureTable {
            title: dataset_card(lang).title,
            href: "dataset.html".into(),
            synthetic: true,
            table: table(lang),
        }],
        previous: Some(link(w(lang, "东山县", "Dongshan County"), "place.html")),
        next: Some(link(w(lang, "南溪区", "Nanxi District"), "place.html")),
    }
}

fn sheet(lang: &str) -> Vec<SheetRow> {
    let row = |zh: [&str; 2], en: [&str; 2], href: &str| SheetRow {
        name: w(lang, zh[0], en[0]),
        text: w(lang, zh[1], en[1]),
        href: href.into(),
    };
    vec![
        row(["单位", "人次（同一人参加两次，计两人次）"], ["Unit", "attendances (a person who comes twice counts twice)"], ""),
        row(["来源原文", "1200人次"], ["As printed", "1200人次"], ""),
        row(
            ["时间", "2023年中心建成以来（截至2025年2月）"],
            ["Period", "since the centre opened in 2023 (to February 2025)"],
            "",
        ),
        row(["项目", "市区冬夏令营"], ["Programme", "City camps"], "project.html"),
        row(["保护等级", "C1 人次与过程比率"], ["Disclosure class", "C1 attendances and process rates"], "page.html"),
    ]
}

pub(super) fn indicator(lang: &str) -> IndicatorView {
    IndicatorView {
        code: "ST-02".into(),
        title: w(lang, "冬夏令营参加人次", "Camp attendances"),
        definition: w(lang, "各期参加儿童人数之和。", "The sum over sessions of the children attending."),
        group: w(lang, "研学与营地", "Study trips and camps"),
        sheet: sheet(lang),
        facts: facts(lang).into_iter().take(1).collect(),
        figures: vec![figure(lang, "f1", true)],
        tables: vec![FigureTable {
            title: w(lang, "按年份", "By year"),
            href: "slice.html".into(),
            synthetic: true,
            table: table(lang),
        }],
        citation: Some(citation(lang)),
        datasets: vec![dataset_card(lang)],
        previous: Some(link(w(lang, "冬夏令营期数", "Camp sessions"), "indicator.html")),
        next: Some(link(w(lang, "冬夏令营参加儿童数", "Children attending camps"), "indicator.html")),
    }
}

/// A fact's page: of a known figure, or of a withheld one.
pub(super) fn fact_page(lang: &str, withheld: bool) -> FactView {
    let because = w(
        lang,
        "人数很少，又限定了地点、年份和处境，邻居、同学或亲属可能据此认出具体的孩子，并知道评估结论。因此不公布人数、比例，也不公布能够反推出来的数。",
        "The count is very small and tied to one place, year and situation: neighbours, classmates or relatives could recognise a child and learn the outcome. So neither the count nor the share is published, nor anything it could be worked out from.",
    );
    FactView {
        fact: fact(lang, if withheld { "placements" } else { "centre" }),
        definition: w(
            lang,
            "各期活动的参加次数之和；同一个孩子参加两期，计两人次。",
            "The sum of attendances over all sessions; a child who comes to two sessions counts twice.",
        ),
        bound_text: if withheld {
            String::new()
        } else {
            w(
                lang,
                "来源写“超5000”：多于5000，上限未说明。",
                "The source says “more than 5,000”: above 5,000, with no upper end given.",
            )
        },
        withheld_because: if withheld { because } else { String::new() },
        sheet: sheet(lang),
        notes: vec![
            w(lang, "来源没有说是哪几年的平均。", "The source does not say which years are averaged."),
            w(lang, "人次不是人数，不能与儿童人数相加。", "Attendances are not children and cannot be added to them."),
        ],
        formula: if withheld {
            String::new()
        } else {
            w(lang, "计划名额减去现有名额。", "Planned places less current places.")
        },
        parts: if withheld { vec![] } else { vec![fact(lang, "plan"), fact(lang, "camp")] },
        comparisons: vec![comparison(lang)],
        source: Some(source(lang)),
        history: Some(table(lang)),
        corrections: Some(table(lang)),
        json: "fact.json".into(),
        embed: Some(embed(lang)),
        citation: Some(citation(lang)),
        charts: vec![link("夏令营人次", "embed/camp/")],
        used_on: vec![
            link(w(lang, "首页", "Home"), "home.html"),
            link(w(lang, "课后托管与助餐", "After-school care and meals"), "project.html"),
        ],
        indicators: vec![link(w(lang, "AC-01 课后托管服务人次", "AC-01 After-school care attendances"), "indicator.html")],
    }
}

pub(super) fn dataset(lang: &str) -> DatasetView {
    DatasetView {
        title: dataset_card(lang).title,
        description: dataset_card(lang).description,
        synthetic: true,
        figures: vec![figure(lang, "f1", true), figure(lang, "f2", true)],
        table: table(lang),
        downloads: vec![download("CSV", "camp.csv")],
        metadata: vec![download("Data Package", "datapackage.json")],
        protection: ProtectionView {
            cells: 120,
            withheld: 9,
            share: "7.5%".into(),
            threshold: 5,
            summary: w(lang, "共120格，其中9格不公布（7.5%）。", "Of 120 cells, 9 are withheld (7.5%)."),
            method: w(
                lang,
                "少于5名儿童的单元不公布，能推算出来的单元一并隐去。",
                "Cells with fewer than 5 children are withheld, together with those from which they could be worked out.",
            ),
            more: link(w(lang, "保护办法", "Methods"), "page.html"),
        },
        sheet: sheet(lang),
        explore: Some(link(w(lang, "自己选表", "Build a table"), "explore.html")),
        slices: vec![link(w(lang, "按年份", "By year"), "slice.html")],
        columns: vec![SheetRow { name: "OBS_STATUS".into(), text: w(lang, "状态", "Status"), href: String::new() }],
        indicators: vec![link("ST-02", "indicator.html")],
        citation: Some(citation(lang)),
        json_ld: r#"{"@context":"https://schema.org/"}"#.into(),
    }
}

pub(super) fn explore(lang: &str) -> ExploreView {
    ExploreView {
        title: w(lang, "自己选表", "Build a table"),
        lead: w(lang, "选行选列。", "Choose rows and columns."),
        dataset: link(dataset_card(lang).title, "dataset.html"),
        synthetic: true,
        setting: r#"{"table":"table.js"}"#.into(),
        slices: vec![link(w(lang, "按年份", "By year"), "slice.html")],
        table: table(lang),
    }
}

pub(super) fn slice(lang: &str) -> SliceView {
    SliceView {
        title: w(lang, "按年份", "By year"),
        lead: w(lang, "一句话说明。", "One sentence."),
        dataset: link(dataset_card(lang).title, "dataset.html"),
        synthetic: true,
        tables: vec![table(lang)],
        explore: link(w(lang, "自己选", "Change this table"), "explore.html"),
        download: download("CSV", "camp-by-year.csv"),
        slices: vec![link(w(lang, "按地区", "By county"), "slice.html")],
    }
}

pub(super) fn search(lang: &str) -> SearchView {
    let finding =
        Finding { title: w(lang, "东山县", "Dongshan"), href: "place.html".into(), number: "12,000".into(), synthetic: true };
    SearchView {
        title: w(lang, "搜索", "Search"),
        lead: w(lang, "找什么都行。", "Find anything."),
        index: r#"{"base":"search/"}"#.into(),
        groups: vec![FindingGroup {
            id: "places".into(),
            title: w(lang, "地区", "Places"),
            count: 300,
            findings: vec![finding],
            rest: Some(link(w(lang, "全部 300 条", "All 300"), "places.html")),
        }],
    }
}

fn citation(lang: &str) -> CitationView {
    let text = w(
        lang,
        "示例市民政局. 未保中心年均服务人次[DS/OL]. 示例市民政局（2025-02-20）[2025-02-20]. https://example.org/s/centre/.",
        "Example City Civil Affairs Bureau. (2025). Visits to the centre [Dataset]. https://example.org/en/s/centre/",
    );
    let styles = vec![CitationStyle { name: w(lang, "国标", "APA"), text }];
    CitationView { styles, files: vec![download("BibTeX", "centre.bib")] }
}

fn download(label: &str, name: &str) -> Download {
    Download { label: label.into(), name: name.into(), href: name.into(), size: "12 kB".into() }
}

pub(super) fn feed(lang: &str) -> FeedView {
    FeedView {
        id: "tag:example.org,2025:feed".into(),
        updated: "2025-02-15T00:00:00Z".into(),
        self_href: "https://example.org/atom.xml".into(),
        home_href: "https://example.org/".into(),
        title: "T & U".into(),
        subtitle: "S".into(),
        author: "A".into(),
        lang: lang.into(),
        entries: vec![FeedEntry {
            id: "tag:x".into(),
            title: "<b>".into(),
            href: "https://example.org/?a=1&b=2".into(),
            updated: "2025-02-15T00:00:00Z".into(),
            summary: "…".into(),
        }],
    }
}

pub(super) fn sitemap() -> SitemapView {
    SitemapView {
        entries: vec![SitemapEntry {
            loc: "https://example.org/".into(),
            lastmod: "2025-02-15".into(),
            alternates: frame("zh", "home", "x", false).alternates,
        }],
    }
}

fn embed(lang: &str) -> EmbedBox {
    let choice = |version: &str| EmbedChoice {
        version: version.into(),
        figure: "<figure><img src=\"figures/camp.png\" alt=\"…\"></figure>".into(),
        frame: if version.is_empty() { "<iframe src=\"embed/camp/\" title=\"…\"></iframe>".into() } else { String::new() },
    };
    EmbedBox {
        id: "embed-camp".into(),
        files: vec![link("SVG", "camp.svg"), link("PNG", "camp.png")],
        page: "embed.html".into(),
        choices: vec![choice(""), choice("1.0.0")],
        absolute: false,
        oembed: Some(link(w(lang, "示例", "Example"), "camp.json")),
    }
}

pub(super) fn embed_page(lang: &str) -> EmbedView {
    EmbedView {
        title: w(lang, "夏令营人次", "Camp attendances"),
        figure: Some(figure(lang, "f1", true)),
        fact: None,
        bound_text: String::new(),
        withheld_because: String::new(),
        source: w(lang, "来源：示例", "Source: example"),
        home: link(w(lang, "夏令营", "Camp"), "dataset.html"),
        oembed: None,
    }
}
