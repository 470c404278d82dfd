//! Planted keys and values of records leave the vault nowhere: not in the site, not in messages, not beside the site.

use super::support::{base, run, tree, write};

/// Values planted in the records: keys and costs, long enough to occur by no accident.
fn records(extra: &str) -> String {
    let mut rows = "year,county,person_key,cost,name\n".to_owned();
    for number in 0..24 {
        let (year, county) = (["2023", "2024"][number / 12], ["01", "02"][number % 2]);
        rows += &format!("{year},{county},zqkanari{number:02},7731{number:02}9917,张三丰{number:02}\n");
    }
    rows + extra
}

fn assert_nothing_leaks(site: &std::path::Path, said: &[&[u8]]) {
    let planted = ["zqkanari", "张三丰"];
    let mut texts: Vec<(String, Vec<u8>)> = said.iter().map(|bytes| ("a message".to_owned(), bytes.to_vec())).collect();
    for folder in ["public", ".shanwai"] {
        texts.extend(tree(&site.join(folder)).into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    for (place, bytes) in texts {
        let text = String::from_utf8_lossy(&bytes);
        for word in planted {
            assert!(!text.contains(word), "{place} holds {word}");
        }
        // A cost, whole: the middle digits tell the row.
        let found = text.match_indices("7731").find(|(at, _)| text[*at..].get(6..10) == Some("9917"));
        assert!(found.is_none(), "{place} holds a cost");
    }
}

#[test]
fn planted_values_never_leave_the_vault() {
    let site = base();
    write(&site.path().join("data/records/participations.csv"), records("").as_bytes());
    let done = run(site.path(), &["build", "--lang", "zh"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let facts = run(site.path(), &["facts", "--lang", "zh"]);
    assert_nothing_leaks(site.path(), &[&done.stderr, &done.stdout, &facts.stdout, &facts.stderr]);
    assert!(tree(&site.path().join("public")).contains_key("data/attendances/index.html"), "the table was made");
}

#[test]
fn planted_values_are_not_told_in_messages_about_them() {
    let site = base();
    let faults = "2023,zqkanari,zqkanari98,7731999917,x\n2023,01,张三丰,5,x\n2023,01,zqkanari99,77319917zqkanari,x\n2023,01,\"zqkanari\n";
    write(&site.path().join("data/records/participations.csv"), records(faults).as_bytes());
    for form in ["human", "json"] {
        let done = run(site.path(), &["build", "--lang", "en", "--message-format", form]);
        assert_eq!(done.status.code(), Some(1));
        assert_nothing_leaks(site.path(), &[&done.stderr, &done.stdout]);
    }
}
