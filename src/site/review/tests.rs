use super::*;
use crate::diag::Silent;

fn reviewed(broken: bool) -> Review {
    let site = crate::files::testing::smallest_site();
    if broken {
        let root = crate::files::Root::open(site.path()).unwrap();
        let text = root.read("content/camps.zh.md").unwrap().text().to_owned() + "\n共有<b>机密</b>人。\n";
        root.replace_file(Path::new("content/camps.zh.md"), text.as_bytes()).unwrap();
    }
    review(site.path(), &Options { as_of: "2025-03-01".parse().ok(), ..Options::default() }, &Sink::new(), &Silent)
}

#[test]
fn the_report_tells_counts_and_can_be_signed() {
    let report = reviewed(false).html();
    for wanted in [
        "<section id=\"zh\" lang=\"zh-CN\">",
        "<section id=\"en\" lang=\"en\">",
        "没有错误，可以发布。",
        "No errors: ready to be published.",
        "2025-03-01",
        "What was withheld",
        "Approved by",
    ] {
        assert!(report.contains(wanted), "{wanted}\n{report}");
    }
    assert!(!report.contains("<script") && !report.contains("src=") && !report.contains("<link"), "it stands by itself");
}

#[test]
fn errors_are_told_by_their_place_without_the_text() {
    let review = reviewed(true);
    let report = review.html();
    assert!(review.failed() && report.contains("prose/raw-html") && report.contains("content/camps.zh.md:"), "{report}");
    assert!(report.contains("不能发布") && !report.contains("机密") && !report.contains("Approved by"), "{report}");
}

#[test]
fn the_assessment_marks_what_it_does_not_know() {
    let (zh, en) = reviewed(false).impact_assessment().unwrap();
    assert!(zh.matches("【待填写】").count() > 10 && zh.contains("第五十六条第一项"), "{zh}");
    assert!(zh.contains("没有故事。") && en.contains("There are no stories."), "{zh}");
    assert!(en.matches("[to be filled in]").count() > 10 && en.contains("art. 56, 1"), "{en}");
    assert_eq!(zh.matches("【待填写】").count(), en.matches("[to be filled in]").count());
    assert_eq!(zh.matches("\n## ").count(), en.matches("\n## ").count());
}
