use std::path::Path;

use super::words::Tally;
use super::*;
use crate::diag::Tongue;

/// The settings of the smallest site, with a glossary and words of its own.
fn settings() -> Settings {
    let site = crate::files::testing::smallest_site();
    let glossary =
        "[[term]]\nzh = \"爱心守护人\"\nen = \"Love Guardian\"\nchecked = true\navoid = { en = [\"love custodian\"] }\n";
    let words = "[[word]]\nkind = \"stigma\"\nwords = { zh = [\"坏蛋\"] }\ninstead = { zh = \"孩子\" }\n\
                 [[waiver]]\nword = \"差生\"\nfile = \"content/law.zh.md\"\nreason = \"旧文件名称\"\nperson = \"审核员\"\nexpires = 2026-01-31\n";
    let (root, sink) = (Root::open(site.path()).unwrap(), Sink::new());
    root.replace_file(Path::new("content/glossary.toml"), glossary.as_bytes()).unwrap();
    root.replace_file(Path::new("content/words.toml"), words.as_bytes()).unwrap();
    crate::config::load(&root, &sink).unwrap_or_else(|_| panic!("{:?}", sink.sorted()))
}

/// What is told of a text, as `rule: message`; the day is 1 February 2026 in the second.
fn told(settings: &Settings, file: &str, lang: &str, text: &str) -> Vec<String> {
    let judge = Judge::new(settings, "2026-02-01".parse().ok());
    let (mut said, mut tally) = (Said::default(), Tally::default());
    let source = Source::new(file, text);
    judge.passage(&Passage::at(text, 0), &Lang::new(lang).unwrap(), &source, &mut said, &mut tally);
    said.findings.iter().map(|found| format!("{}: {}", found.rule.id, found.message.get(Tongue::En))).collect()
}

#[test]
fn words_that_hurt_are_told_and_near_misses_are_not() {
    let settings = settings();
    let rules = |lang: &str, text: &str| {
        let told = told(&settings, "content/a.md", lang, text);
        told.iter().map(|told| told.split(':').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    for (lang, text) in [
        ("zh", "他以前是个问题儿童。"),
        ("zh", "班里的差生也来了。"),
        ("zh", "他生在破碎家庭里。"),
        ("zh", "和正常孩子一样上学。"),
        ("zh", "这个坏蛋又来了。"),
        ("en", "He was a Problem Child once."),
        ("en", "They help needy kids."),
        ("en", "The beneficiaries live in the hills."),
        ("en", "Most come from broken homes."),
    ] {
        assert_eq!(rules(lang, text), ["language/stigma"], "{text}");
    }
    for (lang, text) in [
        ("zh", "妈妈常年出差生活不便。"),
        ("zh", "写作时不用“问题儿童”这样的话。"),
        ("zh", "有残疾的孩子也能参加。"),
        ("en", "Never write “problem child”."),
        ("en", "The poorest children came first."),
        ("en", "A problem childhood memories can solve."),
    ] {
        assert_eq!(rules(lang, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn officialese_is_told_in_english_alone() {
    let settings = settings();
    assert_eq!(
        told(&settings, "a.md", "en", "We vigorously promote care."),
        ["language/officialese: `vigorously promote` is officialese"]
    );
    assert_eq!(told(&settings, "a.md", "en", "The blacksmith’s son visits often."), Vec::<String>::new());
}

#[test]
fn records_with_names_replaced_are_not_anonymous() {
    let settings = settings();
    for (lang, text) in
        [("zh", "每个孩子用化名，数据已匿名。"), ("en", "Names were replaced by numbers, so the data are anonymous.")]
    {
        assert_eq!(told(&settings, "a.md", lang, text).len(), 1, "{text}");
    }
    for (lang, text) in [
        ("zh", "用化名并不等于匿名化，仍是个人信息。"),
        ("zh", "公布的合计是匿名数据。记录里用代号。"),
        ("en", "Names were replaced, which is not anonymisation."),
        ("en", "The published totals are anonymous. Case files stay in the office."),
    ] {
        assert_eq!(told(&settings, "a.md", lang, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_waiver_holds_for_its_file_and_up_to_its_day() {
    let mut settings = settings();
    let text = "文件名是《差生转化办法》。";
    assert_eq!(told(&settings, "content/law.zh.md", "zh", text).len(), 1, "it ended the day before");
    settings.lexicon.waivers[0].expires = "2026-02-01".parse().unwrap();
    assert_eq!(told(&settings, "content/law.zh.md", "zh", text), Vec::<String>::new());
    assert_eq!(told(&settings, "content/other.zh.md", "zh", text).len(), 1, "another file");
}

#[test]
fn refused_forms_of_the_glossary_are_told_and_terms_are_noted() {
    let settings = settings();
    assert_eq!(
        told(&settings, "a.md", "en", "A love custodian visits."),
        ["translate/glossary-refused: the glossary does not use this form"]
    );
    let judge = Judge::new(&settings, None);
    let (mut said, mut tally) = (Said::default(), Tally::default());
    for (lang, text) in [("zh", "爱心守护人每月上门。"), ("en", "Love Guardians call each month.")] {
        judge.passage(&Passage::at(text, 0), &Lang::new(lang).unwrap(), &Source::new("a.md", text), &mut said, &mut tally);
    }
    assert_eq!((said.named.len(), said.present.len()), (1, 1));
}

#[test]
fn stories_of_want_alone_are_told() {
    let settings = settings();
    let judge = Judge::new(&settings, None);
    let judged = |text: &str| {
        let (mut said, mut tally, source) = (Said::default(), Tally::default(), Source::new("a.md", text));
        judge.passage(&Passage::at(text, 0), &Lang::new("zh").unwrap(), &source, &mut said, &mut tally);
        tally.judge(&source).is_some()
    };
    assert!(judged("他自卑、孤僻，家里贫困，夜里常流泪。"));
    assert!(!judged("他以前有些孤僻，家里贫困，夜里常流泪。如今他学会了做饭，喜欢画画。"));
}

#[test]
fn passages_in_another_language_are_told() {
    let judged = |lang: &str, text: &str| {
        passages::untranslated(&Passage::at(text, 0), &Lang::new(lang).unwrap(), &Source::new("a.md", text)).is_some()
    };
    assert!(judged("en", "孩子们在操场上放风筝，风很大。"));
    assert!(!judged("en", "The centre is called 困境儿童关爱中心 in Chinese."));
    assert!(judged("zh", "The children flew kites in the yard and the wind was strong that day."));
    assert!(!judged("zh", "Sustainability, 2021, 13(4)"));
}
