//! What is planted in records must turn up nowhere: not in the site, not in messages, not in working files.

use crate::whole::{Said, Site, contents};

/// Stands in every planted cell: in keys, in a column that is not declared, in a value that is faulty.
const CANARIES: [&str; 5] = ["canary", "Canary", "金丝雀", "7340033", "kanarien"];
const RECORDS: &str = "data/records/participations.csv";

/// The site of Qingxi with planted records: every key a canary, and a column nobody declared.
fn planted() -> Site {
    let site = Site::qingxi();
    let mut rows = "year,county,person_key,cost,full_name\n".to_owned();
    for year in ["2023", "2024"] {
        for county in ["01", "02"] {
            for n in 0..6 {
                rows += &format!("{year},{county},canary-{year}{county}{n},7340033,金丝雀{n} kanarien\n");
            }
        }
    }
    site.write(RECORDS, &rows);
    site
}

fn sings(bytes: &[u8]) -> Option<&'static str> {
    let has = |word: &&str| bytes.windows(word.len()).any(|at| at == word.as_bytes());
    CANARIES.into_iter().find(|word| has(word))
}

/// Nothing in what was said nor in any file of the site's folder but the records themselves.
fn assert_silent(site: &Site, said: &Said, what: &str) {
    for words in [&said.out, &said.err] {
        assert_eq!(sings(words.as_bytes()), None, "{what}:\n{words}");
    }
    for (path, bytes) in contents(&site.path("")).iter().filter(|(path, _)| *path != RECORDS) {
        assert_eq!(sings(path.as_bytes()), None, "{what}: the name {path}");
        assert_eq!(sings(bytes), None, "{what}: {path}");
    }
}

/// Every way of being told: both languages, for people and for machines, publishing or not.
const WAYS: [&[&str]; 6] = [
    &["build", "--lang", "en"],
    &["build", "--lang", "zh"],
    &["build", "--message-format", "json"],
    &["check", "--lang", "en"],
    &["check", "--message-format", "json", "--lang", "zh"],
    &["facts"],
];

#[test]
fn a_site_that_builds_holds_nothing_of_its_records() {
    let site = planted();
    for way in WAYS {
        let said = site.run(way);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.err);
        assert_silent(&site, &said, &format!("{way:?}"));
    }
    assert!(site.public().join("data/attendances/attendances.csv").is_file());
    let said = site.run(&["build", "--lang", "en"]);
    assert!(said.err.contains("records/undeclared-column"), "{}", said.err);
}

/// Whether a command reads records, and so tells what is wrong with them: figures that may be cited are no matter of records.
fn reads_records(way: &[&str]) -> bool {
    way[0] != "facts"
}

/// A fault is told by row and column; what stands there is not.
#[test]
fn no_message_about_a_faulty_record_shows_it() {
    let good = "2024,02,canary-2024025,7340033,金丝雀5 kanarien";
    let faults = [
        ("records/unknown-code", "canary,02,canary-2024025,7340033,金丝雀5"),
        ("records/bad-number", "2024,02,canary-2024025,7340033金丝雀,x"),
        ("records/bad-number", "2024,02,canary-2024025,kanarien,x"),
        ("records/bad-number", "2024,02,canary-2024025,-7340033.5,x"),
        ("records/bad-key", "2024,02,canary 金丝雀,5,x"),
        ("records/empty-cell", "2024,,canary-2024025,7340033,金丝雀"),
        ("records/field-count", "2024,02,canary-2024025,7340033,金丝雀,canary,kanarien"),
        ("records/field-count", "2024,canary-2024025"),
        ("records/stray-quote", "2024,02,canary-2024025,7340033,金\"丝雀 canary"),
        ("records/stray-quote", "2024,02,canary-2024025,7340033,\"金丝雀 canary"),
    ];
    for (id, fault) in faults {
        let site = planted();
        site.edit(RECORDS, good, fault);
        for way in WAYS {
            let said = site.run(way);
            assert_eq!(said.code, Some(i32::from(reads_records(way))), "{id} {way:?}: {}", said.err);
            let named = said.err.contains(id) || said.out.contains(id);
            assert_eq!(named, reads_records(way), "{way:?} and {id}: {}{}", said.out, said.err);
            assert_silent(&site, &said, &format!("{id} {way:?}"));
        }
        assert!(!site.public().exists());
    }
}

/// An undeclared column is told by its heading at most, never when the heading itself is a record: a file without its heading line.
#[test]
fn a_file_without_its_heading_does_not_have_its_first_record_shown() {
    let site = planted();
    let (_, rows) = site.read(RECORDS).split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    site.write(RECORDS, &rows);
    for way in WAYS {
        let said = site.run(way);
        assert_eq!(said.code, Some(i32::from(reads_records(way))), "{way:?}");
        assert_silent(&site, &said, &format!("{way:?}"));
    }
}

#[test]
fn records_that_are_not_utf8_are_refused_without_being_shown() {
    let site = planted();
    let mut raw = site.read(RECORDS).into_bytes();
    raw.extend_from_slice(b"2024,02,canary-x,5,\xBD\xF0canary\n");
    crate::whole::write(&site.path(RECORDS), &raw);
    for way in WAYS {
        let said = site.run(way);
        assert_eq!(said.code, Some(i32::from(reads_records(way))), "{way:?}");
        assert_silent(&site, &said, &format!("{way:?}"));
    }
}

/// A cell with too few persons is withheld; neither the persons nor their number is told.
#[test]
fn a_small_cell_is_withheld_without_a_word_of_who_is_in_it() {
    let site = planted();
    let kept: String = site
        .read(RECORDS)
        .lines()
        .filter(|line| !(line.starts_with("2023,02") && line.contains("kanarien") && !line.contains("023020")))
        .map(|line| line.to_owned() + "\n")
        .collect();
    site.write(RECORDS, &kept);
    for way in &WAYS[..5] {
        let said = site.run(way);
        assert_eq!(said.code, Some(0), "{way:?}: {}", said.err);
        assert_silent(&site, &said, &format!("{way:?}"));
    }
}
