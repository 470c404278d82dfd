//! `shanwai new --city`: a whole site for any city of the province, with its own counties and no word of another.

use std::path::Path;

use super::support::{good, read, run, temporary, tree, write};

/// The other city's words: its name and those of its counties.
const ELSEWHERE: [&str; 8] = ["怀化", "Huaihua", "huaihua", "鹤城", "沅陵", "溆浦", "芷江", "Zhijiang"];

fn cities() -> Vec<String> {
    shanwai::config::Divisions::hunan().cities().into_iter().map(str::to_owned).collect()
}

fn made(folder: &Path, code: &str) -> std::path::PathBuf {
    let said = good(folder, &["new", "--province", "43", "--city", &code[..4], code, "--lang", "en"]);
    assert!(said.contains("the register is empty"), "{said}");
    folder.join(code)
}

fn silent_of(site: &Path, code: &str) {
    for (path, bytes) in tree(site) {
        let text = String::from_utf8_lossy(&bytes);
        for word in ELSEWHERE.iter().filter(|_| code != "431200") {
            assert!(!text.contains(word) && !path.contains(word), "{code}: {path} says {word}");
        }
    }
}

#[test]
fn every_city_of_the_province_gets_its_own_counties_and_no_word_of_another() {
    let folder = temporary();
    let mut counties = 0;
    for code in cities() {
        let site = made(folder.path(), &code);
        silent_of(&site, &code);
        let list = read(&site.join("data/codes/county.csv"));
        assert!(list.lines().skip(1).all(|line| line.starts_with(&code[..4]) && line.ends_with(",,")), "{list}");
        counties += list.lines().count() - 1;
        assert!(!read(&site.join("data/facts.toml")).lines().any(|line| line.starts_with('[')), "no figure is invented");
        // Each whole site takes a while to build; the release program builds them all.
        if !cfg!(debug_assertions) || code == "433100" {
            let said = good(&site, &["build", "--lang", "en"]);
            assert!(said.contains(" 0 warnings") && !said.contains("warning["), "{code}: {said}");
            silent_of(&site, &code);
            let home = read(&site.join("public/en/index.html"));
            assert!(home.contains("synthetic"), "{home}");
        }
    }
    assert_eq!(counties, 122);
}

#[test]
fn a_county_with_a_district_of_statistics_keeps_its_line_in_charts() {
    let folder = temporary();
    let site = made(folder.path(), "430600");
    let list = site.join("data/codes/county.csv");
    let counties = read(&list);
    let county = counties.lines().find(|line| line.starts_with("430681,")).expect("a county of the list");
    let district =
        county.replace("430681", "430671").replace(",,Y", ",430681,N").replace("汨罗", "屈原").replace("Miluo", "Quyuan");
    assert!(district.contains(",430681,N"), "{district}");
    write(&list, format!("{counties}{district}\n").as_bytes());
    let records = site.join("data/synthetic/SYNTHETIC_participations.csv");
    let rows = read(&records);
    let (mut at, mut moved) = (0, String::new());
    // Every other record of the county lies in the district.
    for line in rows.lines() {
        at += usize::from(line.contains("430681"));
        let moves = line.contains("430681") && at % 2 == 0;
        moved += &(if moves { line.replace("430681", "430671") } else { line.to_owned() } + "\n");
    }
    assert!(at > 20, "the sample has records of the county");
    write(&records, moved.as_bytes());
    good(&site, &["build", "--lang", "en"]);
    let page = read(&site.join("public/en/data/camps-by-county/index.html"));
    let tiles = page.split("<svg").find(|svg| svg.contains("chart-tiles")).expect("tiles").to_owned();
    assert!(tiles.contains(">Miluo") && !tiles.contains(">Quyuan"), "the county stands for both");
    assert!(page.contains("Quyuan"), "the table has the district");
}

#[test]
fn the_same_city_is_the_same_bytes() {
    let (one, two) = (temporary(), temporary());
    assert_eq!(tree(&made(one.path(), "430800")), tree(&made(two.path(), "430800")));
}

#[test]
fn another_province_comes_as_a_list() {
    let folder = temporary();
    let list = "code,zh,en,level,parent,in_standard\n520000,贵州省,Guizhou Province,province,,Y\n\
                520100,贵阳市,Guiyang City,prefecture,520000,Y\n520102,南明区,Nanming District,county,520100,Y\n\
                520103,云岩区,Yunyan District,county,520100,Y\n520111,花溪区,Huaxi District,county,520100,Y\n\
                520112,乌当区,Wudang District,county,520100,Y\n520172,某开发区,,county,520100,N\n";
    write(&folder.path().join("guizhou.csv"), list.as_bytes());
    good(folder.path(), &["new", "--province", "52", "--city", "5201", "--divisions", "guizhou.csv", "site"]);
    let said = good(&folder.path().join("site"), &["check", "--lang", "zh"]);
    assert!(said.contains("没有错误，0 条警告"), "{said}");
    assert_eq!(read(&folder.path().join("site/data/codes/county.csv")).lines().count(), 5);
}

#[test]
fn what_the_list_does_not_know_is_told_and_nothing_is_written() {
    let folder = temporary();
    write(&folder.path().join("list.csv"), b"code,zh,level,parent\n1,\xe7\x94\xb2,town,\n");
    for (arguments, id, says) in [
        (&["--province", "43", "--city", "4399"][..], "config/no-division", "430300 湘潭市"),
        (&["--province", "44", "--city", "4403"][..], "config/no-division", "--divisions FILE"),
        (&["--city", "4403", "--divisions", "list.csv"][..], "config/divisions", "the column `en` is missing"),
        (&["--city", "4403", "--divisions", "none.csv"][..], "files/not-found", "none.csv"),
    ] {
        let all = [&["new", "site", "--lang", "en"], arguments].concat();
        let done = run(folder.path(), &all);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(id) && said.contains(says), "{said}");
        assert!(!folder.path().join("site").exists());
    }
}
