//! The guides: pages of a site that asks for them, and steps that work when they are followed.

use std::collections::BTreeSet;
use std::path::Path;

use super::support::{edit, good, package, read, run, temporary, tree, write};

fn guide(name: &str) -> String {
    read(&package().join(format!("docs/guides/{name}.md")))
}

/// The commands in the blocks of a guide, without the name of the program.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if let Some(command) = line.strip_prefix("shanwai ").filter(|_| inside) {
            found.push(command.split_whitespace().map(str::to_owned).collect());
        }
    }
    found
}

/// Runs the command of a guide that begins with these words.
fn follow(site: &Path, text: &str, begins: &[&str]) -> String {
    let all = commands(text);
    let command =
        all.iter().find(|command| command.iter().zip(begins).all(|(word, begin)| word == begin) && command.len() >= begins.len());
    let command = command.unwrap_or_else(|| panic!("the guide has no command {begins:?}"));
    good(site, &command.iter().map(String::as_str).chain(["--lang", "en"]).collect::<Vec<_>>())
}

/// A county's return: the synthetic records, each row once, as a workbook.
fn returned(site: &Path, file: &str) {
    let text = read(&site.join("data/synthetic/SYNTHETIC_participations.csv"));
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    let rows: BTreeSet<&str> = lines.collect();
    let kept = |line: &str| -> Vec<String> {
        let cells = line.split(',').zip(&heading).filter(|(_, name)| **name != "synthetic");
        cells.map(|(cell, _)| cell.to_owned()).collect()
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(std::iter::once(heading.join(",").as_str()).chain(rows)) {
        for (column, cell) in (0u16..).zip(kept(line)) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    write(&site.join(file), &book.save_to_buffer().expect("a workbook"));
}

#[test]
fn the_steps_of_clerk_and_leader_end_in_a_published_release() {
    for lang in ["zh", "en"] {
        let (clerk, leader) = (guide(&format!("clerk.{lang}")), guide(&format!("leader.{lang}")));
        let folder = temporary();
        follow(folder.path(), &clerk, &["new"]);
        let site = folder.path().join("my-site");
        // Step 4: real records instead of invented ones, and a form for the counties.
        let catalog = site.join("data/catalog.toml");
        edit(&catalog, "\nfile = \"synthetic/SYNTHETIC_participations.csv\"", "\nfile = \"private/participations.csv\"");
        edit(&catalog, "\nsynthetic = true", "\nsynthetic = false");
        follow(&site, &clerk, &["template"]);
        let import = commands(&clerk).into_iter().find(|command| command[0] == "import").expect("a step");
        returned(&site, &import[1]);
        follow(&site, &clerk, &["import"]);
        follow(&site, &clerk, &["check"]);
        follow(&site, &clerk, &["protect"]);
        assert!(site.join("data/private/protection/report.html").is_file());
        assert!(follow(&site, &clerk, &["release"]).contains("a dry run; nothing was written"));
        // The leader: the footer, the release, two signatures, the site.
        assert!(follow(&site, &leader, &["build", "--profile"]).contains("gov/missing-item"));
        good(&site, &["check", "--quiet", "--report"]);
        assert!(site.join("data/private/check/report.html").is_file());
        follow(&site, &leader, &["release"]);
        follow(&site, &leader, &["sign"]);
        let unsigned = run(&site, &["build", "--as-of", "2025-03-10", "--lang", "en"]);
        assert!(String::from_utf8_lossy(&unsigned.stderr).contains("archive/missing-sign-off"), "one has signed");
        good(&site, &["sign", "1.0.0", "--name", "second", "--role", "second", "--as-of", "2025-03-03"]);
        good(&site, &["build", "--as-of", "2025-03-10", "--quiet"]);
        follow(&site, &leader, &["diff"]);
        assert!(tree(&site.join("public")).contains_key("releases/1.0.0/index.html"));
    }
}

#[test]
fn guides_are_pages_when_the_site_asks_for_them() {
    let folder = temporary();
    good(folder.path(), &["new", "--quiet", "site"]);
    let site = folder.path().join("site");
    good(&site, &["build", "--quiet"]);
    assert!(!tree(&site.join("public")).keys().any(|path| path.contains("guides/")), "nobody asked for them");
    edit(&site.join("content/site.toml"), "\n[publisher]\n", "\n[guides]\npublish = true\n\n[publisher]\n");
    let said = good(&site, &["build", "--lang", "en"]);
    assert!(said.contains(", 0 warnings") && !said.contains("warning["), "{said}");
    let public = tree(&site.join("public"));
    for (prefix, lang, guide_text) in [("", "zh", guide("clerk.zh")), ("en/", "en", guide("clerk.en"))] {
        let text = |path: &str| String::from_utf8(public[&format!("{prefix}{path}")].clone()).expect("UTF-8");
        let (list, clerk) = (text("guides/index.html"), text("guides/clerk/index.html"));
        for role in ["clerk", "writer", "leader"] {
            assert!(list.contains(&format!("href=\"{role}/index.html\"")), "{lang}: {role}");
        }
        let title = guide_text.lines().next().expect("a title").trim_start_matches("# ");
        assert!(clerk.contains(&format!("<h1>{title}</h1>")), "{lang}");
        assert!((1..=10).all(|step| clerk.contains(&format!("<strong>{step}. "))), "{lang}: ten steps");
        assert!(clerk.contains("href=\"../leader/index.html\"") && !clerk.contains(".md\""), "{lang}: links lead to pages");
        assert!(clerk.contains(&format!("pictures/home.{lang}.png\"")), "{lang}: a picture");
        assert!(clerk.contains("<code>shanwai explain import/unknown-word</code>"), "{lang}: commands are code");
    }
    assert!(public.contains_key("guides/pictures/home.zh.png") && public.contains_key("guides/pictures/check.en.png"));
    // A page of the site itself at the same address stands.
    for (lang, title) in [("zh", "自己的指南"), ("en", "Our own guide")] {
        write(
            &site.join(format!("content/guides/clerk.{lang}.md")),
            format!("+++\ntitle = \"{title}\"\ndescription = \"{title}\"\n+++\n\n{title}\n").as_bytes(),
        );
        write(
            &site.join(format!("content/guides/index.{lang}.md")),
            format!("+++\ntitle = \"{title}\"\ndescription = \"{title}\"\n+++\n\n{title}\n").as_bytes(),
        );
    }
    good(&site, &["build", "--quiet"]);
    assert!(read(&site.join("public/en/guides/clerk/index.html")).contains("Our own guide"));
    assert!(site.join("public/en/guides/writer/index.html").is_file());
}

#[test]
fn every_picture_is_shown_and_every_one_shown_is_there() {
    let pictures: BTreeSet<String> = std::fs::read_dir(package().join("docs/guides/pictures"))
        .expect("pictures")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.ends_with(".new.png"))
        .collect();
    let mut shown = BTreeSet::new();
    for lang in ["zh", "en"] {
        for role in ["clerk", "writer", "leader"] {
            let text = guide(&format!("{role}.{lang}"));
            shown.extend(text.split("](pictures/").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())));
        }
    }
    assert_eq!(pictures, shown);
}
