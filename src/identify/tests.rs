//! The corpus: every true example is found under its kind, no false one is.

use super::{Kind, Scope, scan};

fn kind(word: &str) -> Kind {
    *Kind::ALL.iter().find(|kind| kind.word() == word).unwrap_or_else(|| panic!("no kind `{word}`"))
}

#[test]
fn the_reference_examples_hold() {
    let corpus: serde_json::Value = serde_json::from_str(include_str!("../../tests/pii/reference.json")).unwrap();
    let (mut found, mut clean, mut faults) = (0, 0, Vec::new());
    for group in corpus["examples"].as_array().unwrap() {
        let kind = kind(group["kind"].as_str().unwrap());
        let hit = |text: &str| scan(text, Scope::Text).iter().any(|finding| finding.kind == kind);
        for text in group["true"].as_array().unwrap().iter().filter_map(|t| t.as_str()) {
            found += usize::from(hit(text));
            if !hit(text) {
                faults.push(format!("missed {kind:?}: {text} {:?}", scan(text, Scope::Text)));
            }
        }
        for text in group["false"].as_array().unwrap().iter().filter_map(|t| t.as_str()) {
            clean += usize::from(!hit(text));
            if hit(text) {
                faults.push(format!("false {kind:?}: {text}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!((found, clean), (87, 73));
}

#[test]
fn the_hard_cases_hold() {
    let corpus: serde_json::Value = serde_json::from_str(include_str!("../../tests/pii/hard.json")).unwrap();
    let (mut found, mut clean, mut faults) = (0, 0, Vec::new());
    for group in corpus["examples"].as_array().unwrap() {
        let (kind, case) = (kind(group["kind"].as_str().unwrap()), group["case"].as_str().unwrap());
        let scope = if kind == Kind::NameSegment { Scope::Story } else { Scope::Text };
        for (list, wanted, counted) in [("true", true, &mut found), ("false", false, &mut clean)] {
            for text in group[list].as_array().unwrap().iter().filter_map(|t| t.as_str()) {
                *counted += 1;
                if scan(text, scope).iter().any(|finding| finding.kind == kind) != wanted {
                    faults.push(format!("{list} {kind:?} ({case}): {text}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(found >= 90 && clean >= 80, "{found} {clean}");
}

#[test]
fn no_text_makes_it_stumble() {
    // A fixed sequence of scraps that the rules care for, glued in every order that a small generator gives.
    let scraps = [
        "4", "3120", "0", "20991231", "一", "十", "岁", "班", "年级", "(", "小", "某", "化名", "@", ".", "°", "'", "路", "号",
        "村", "镇", "中学", "学校", "第", "Zhang ", "Xiao", "aged ", "year", "-old", "姓名", ":", " ", "\n", "微信", "湘N", "X",
        "*", "1", "\u{200b}", "Ａ", "栋", "单元", "born ", "欧", "阳", "说", ",",
    ];
    let mut state = 7_u64;
    for length in 1..400 {
        let mut text = String::new();
        for _ in 0..length % 40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(scraps[(state >> 33) as usize % scraps.len()]);
        }
        for finding in scan(&text, Scope::Text) {
            assert!(text.get(finding.range.clone()).is_some(), "{text} {finding:?}");
        }
        let _ = super::veil(&text);
    }
}

#[test]
fn masks_show_no_digit_and_veils_hide_the_value() {
    for text in ["431200209912310028", "１９９００００００００", "0745-0000000", "二〇一二年三月五日出生", "四年级2班", "12岁"]
    {
        let found = scan(text, Scope::Text);
        assert!(!found.is_empty(), "{text}");
        let shows = |c: char| super::text::digit(c).is_some() || c.is_numeric();
        assert!(found.iter().all(|finding| !finding.masked.contains(shows)), "{found:?}");
        assert!(!super::veil(text).unwrap().contains(shows), "{text}");
    }
}
