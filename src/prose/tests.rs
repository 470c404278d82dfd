use super::*;
use crate::expr::{CellWords, FactWords};

struct World;

impl Scope for World {
    fn fact(&self, id: &str) -> Option<FactWords> {
        ["a", "p"].contains(&id).then(|| FactWords {
            id: id.into(),
            planned: id == "p",
            full: "80余万元".into(),
            number: "80余万".into(),
            unit: "元".into(),
            value: Some(8e5),
            ..FactWords::default()
        })
    }
    fn cell(&self, _: &str, _: &str, _: &[(String, String)]) -> Option<CellWords> {
        None
    }
    fn nearest_fact(&self, _: &str) -> Option<String> {
        Some("a".into())
    }
}

impl Links for World {
    fn href(&self, target: &str) -> Option<String> {
        ["/projects/", "/static/x.png"].contains(&target).then(|| format!("..{target}"))
    }
    fn fact_href(&self, id: &str) -> Option<String> {
        Some(format!("../s/{id}/index.html"))
    }
}

fn run(text: &str) -> (Composed, Vec<(&'static str, String)>) {
    let (source, sink) = (Source::new("x.zh.md", text), Sink::new());
    let made = compose(&source, 0, &Lang::new("zh").unwrap(), &World, &World, &sink);
    let place = |d: &crate::diag::Diagnostic| match &d.places[0].0 {
        crate::diag::Place::Text(span) => text[span.range.clone()].to_owned(),
        _ => String::new(),
    };
    (made, sink.sorted().iter().map(|d| (d.rule.id, place(d))).collect())
}

fn html(text: &str) -> String {
    let (made, found) = run(text);
    assert_eq!(found, [], "{text}");
    made.pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Html(html) => html,
            other => format!("[{other:?}]"),
        })
        .collect()
}

#[test]
fn emphasis_beside_chinese_punctuation_works() {
    for (text, want) in [
        ("**价格（元）**为", "<strong>价格（元）</strong>为"),
        ("**「中文」**是", "<strong>「中文」</strong>是"),
        ("**人次。**全年", "<strong>人次。</strong>全年"),
        ("**“走出大山”**项目", "<strong>“走出大山”</strong>项目"),
        ("请看**“走出大山”**项目", "请看<strong>“走出大山”</strong>项目"),
        ("~~删除。~~后面", "<del>删除。</del>后面"),
        ("这是*（斜）*体", "这是<em>（斜）</em>体"),
        ("**（*斜体*）粗**体", "<strong>（<em>斜体</em>）粗</strong>体"),
        (
            "**{{ fact(\"a\") | number }}，**后",
            "<strong><a class=\"fact\" href=\"../s/a/index.html\" data-fact=\"a\">80余万</a>，</strong>后",
        ),
        ("a*b*c", "a<em>b</em>c"),
        ("a_b_c", "a_b_c"),
        ("`**（价）**为`", "<code>**（价）**为</code>"),
        ("[**（价）**为](/projects/)", "<a href=\"../projects/\"><strong>（价）</strong>为</a>"),
        ("约（~甲）~乙", "约（~甲）~乙"),
        ("\\*（价）\\*为", "*（价）*为"),
    ] {
        assert_eq!(html(text), format!("<p>{want}</p>\n"), "{text}");
    }
}

#[test]
fn facts_are_linked_except_in_headings_and_links() {
    let (made, found) = run("## 共 {{ fact(\"a\") }}\n\n[共{{ fact(\"a\") }}](/projects/)");
    assert_eq!(found, []);
    let Piece::Html(html) = &made.pieces[0] else { panic!("html") };
    assert_eq!(html.matches("<a ").count(), 1);
    assert_eq!(made.toc[0].text, "共 80余万元");
    assert_eq!(made.facts_used.len(), 1);
}

#[test]
fn code_keeps_expressions_as_written() {
    assert_eq!(html("`{{ fact(\"a\") }}`"), "<p><code>{{ fact(&quot;a&quot;) }}</code></p>\n");
    assert_eq!(html("```\n{{ x }} 5\n```"), "<pre tabindex=\"0\"><code>{{ x }} 5\n</code></pre>\n");
}

#[test]
fn slots_alone_in_their_paragraph_become_pieces() {
    let (made, found) = run("前\n\n{{ chart(\"c\") }}\n\n后");
    assert_eq!(found, []);
    assert_eq!(made.pieces.len(), 3);
    assert_eq!(run("见 {{ chart(\"c\") }}").1[0].0, "prose/misplaced-expression");
    assert_eq!(run("- {{ chart(\"c\") }}").1[0].0, "prose/misplaced-expression");
    assert_eq!(run("{{ list(\"fact\") }}").1[0].0, "prose/unknown-slot");
}

#[test]
fn line_breaks_vanish_between_chinese_characters_only() {
    assert_eq!(html("中\n文，\nabc\n**字**\nx"), "<p>中文，abc\n<strong>字</strong>\nx</p>\n");
}

#[test]
fn faults_are_told_at_their_place() {
    for (text, rule, place) in [
        ("共**{{ fact(\"a\") }}**和120人", "prose/unbound-number", "120"),
        ("**（价）**共 &amp; 7人", "prose/unbound-number", "7"),
        ("| 甲 |\n|---|\n| 12 |", "prose/unbound-number", "12"),
        ("<b>x", "prose/raw-html", "<b>"),
        ("[x](/project/)", "prose/broken-link", "[x](/project/)"),
        ("[x](a.md)", "prose/link-form", "[x](a.md)"),
        ("[x](javascript:alert)", "prose/link-form", "[x](javascript:alert)"),
        ("[x](#no)", "prose/broken-anchor", "[x](#no)"),
        ("![](/static/x.png)", "prose/missing-alt", "![](/static/x.png)"),
        ("a {{ b", "prose/unclosed-expression", "{{"),
        ("{{ fact(\"b\") }}", "prose/unknown-fact", "\"b\""),
        ("甲[^x]", "prose/missing-footnote", "[^x]"),
        ("[x]({{ fact(\"a\") }})", "prose/misplaced-expression", ""),
        ("甲\u{F0010}", "prose/private-character", "\u{F0010}"),
    ] {
        let (_, found) = run(text);
        let hit = found.iter().find(|(id, _)| *id == rule);
        assert!(hit.is_some_and(|(_, at)| place.is_empty() || at.contains(place)), "{text}: {found:?}");
    }
}

#[test]
fn blocks_are_accessible_html() {
    assert_eq!(html("<!-- 注 -->\n\n甲<!-- 5 -->乙"), "<p>甲乙</p>\n");
    let table = html("| 县 | 数 |\n|---|--:|\n| 甲 | 乙 |");
    assert!(
        table.starts_with("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"县、数\"><table>"),
        "{table}"
    );
    assert!(table.contains("<td class=\"align-right\">乙</td>"));
    let note = html("甲[^x]乙\n\n[^x]: 注。");
    assert!(note.contains("id=\"fnref-1\"") && note.contains("href=\"#fnref-1\" role=\"doc-backlink\""), "{note}");
    assert!(html("[a](https://a.gov.cn/5)").contains("rel=\"noopener\""));
    assert_eq!(html("## Two words\n\n## 中文\n\n## Two words\n\n## x {#y}").matches("id=\"").count(), 4);
}

#[test]
fn deep_nesting_stays_linear_and_harmless() {
    for unit in ["> ", "- ", "[", "*（", "{{ ", "**中", "![", "(", "`"] {
        let _ = run(&unit.repeat(3000));
    }
}

#[test]
fn a_character_nobody_sees_moves_no_place() {
    let (_, found) = run("甲\u{F0011}\u{F0001}乙 {{ 丙");
    assert!(found.contains(&("prose/unclosed-expression", "{{".to_owned())), "{found:?}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "([ \\n*_~`\\[\\](){}|<>#!^:\"&;\\\\-]|中|（|）|。|5|十|名|a|\u{F0001}|\u{F0010}|\\PC|\\{\\{ fact\\(\"a\"\\) \\}\\}){0,60}", body in 0usize..80) {
        let (source, sink) = (Source::new("x.md", text), Sink::new());
        let made = compose(&source, body, &Lang::new("zh").unwrap(), &World, &World, &sink);
        for piece in &made.pieces {
            if let Piece::Html(html) = piece {
                proptest::prop_assert!(!html.chars().any(cjk::is_reserved));
            }
        }
    }
}

#[test]
fn a_planned_figure_is_called_planned_where_it_is_read() {
    for text in [
        "计划投入{{ fact(\"p\") }}，已到位{{ fact(\"a\") }}。",
        "投入将达{{ fact(\"p\") | number }}元。",
        "2025年的计划：\n\n- 投入{{ fact(\"p\") }}\n- 另投{{ fact(\"p\") }}",
        "| 年份 | 计划 |\n|---|---|\n| 甲 | {{ fact(\"p\") }} |",
        "| 项目 | 金额 |\n|---|---|\n| 拟投入 | {{ fact(\"p\") }} |",
        "已投入{{ fact(\"a\") }}。",
    ] {
        assert_eq!(run(text).1, [], "{text}");
    }
    let told = [("prose/plan-unsaid", "{{ fact(\"p\") }}".to_owned())];
    for text in [
        "这是计划。投入{{ fact(\"p\") }}，其中现金{{ fact(\"p\") | number }}元。",
        "投入{{ fact(\"p\") }}（模拟数据）。",
        "2025年的计划如下。\n\n- 投入{{ fact(\"p\") }}",
        "| 计划 | 实际 |\n|---|---|\n| 无 | {{ fact(\"p\") }} |",
    ] {
        assert_eq!(run(text).1, told, "{text}");
    }
}
