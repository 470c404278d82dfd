//! A site's own identity comes from its settings and content alone: colours, templates, languages, pillars, indicators.

use std::path::Path;

use super::sites::three_languages;
use super::support::{Tree, base, edit, good, read, temporary, tree, write};

fn add(path: &Path, more: &str) {
    write(path, (read(path) + more).as_bytes());
}

fn built(site: &Path) -> Tree {
    let said = good(site, &["build", "--lang", "en"]);
    assert!(said.contains(" 0 warnings"), "{said}");
    tree(&site.join("public"))
}

fn page(files: &Tree, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}")).clone()).expect("UTF-8")
}

/// The style sheet that every page has, by its path; the others below `css/` belong to single kinds of page.
fn sheet(files: &Tree) -> String {
    let mut sheets = files.keys().filter(|path| path.ends_with(".css") && !path.starts_with("css/"));
    let found = sheets.next().expect("a style sheet").clone();
    assert!(sheets.next().is_none(), "one style sheet of all pages");
    found
}

#[test]
fn a_theme_of_ones_own_overrides_one_template_and_one_colour_and_nothing_else() {
    let site = base();
    let before = built(site.path());
    let own = site.path().join("themes/own");
    write(
        &own.join("theme.toml"),
        b"name = \"own\"\ndescription = \"One page and one colour.\"\nlicence = \"Apache-2.0\"\nmin_version = \"0.1.0\"\nextends = \"shanwai\"\n",
    );
    write(
        &own.join("templates/term.html"),
        b"{% extends \"builtin/term.html\" %}{% block main %}<h1>OWN</h1>{% endblock main %}",
    );
    add(&site.path().join("content/site.toml"), "\n[theme]\nname = \"own\"\n[theme.options]\naccent = \"#123456\"\n");
    let after = built(site.path());
    let (old, new) = (sheet(&before), sheet(&after));
    assert!(page(&after, &new).contains("--accent-light:#123456") && !page(&before, &old).contains("#123456"));
    let rest = |sheet: &str| page(&before, &old).len().abs_diff(sheet.len());
    assert!(rest(&page(&after, &new)) < 60, "one colour more, nothing less");
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut own = 0;
    for (path, _) in after.iter().filter(|(path, _)| path.ends_with(".html")) {
        let (was, is) = (page(&before, path), page(&after, path));
        if is.contains("<h1>OWN</h1>") {
            own += 1;
        } else {
            assert_eq!(was, is.replace(&name(&new), &name(&old)), "{path} is as it was");
        }
    }
    assert!(own > 0, "the template is used");
}

#[test]
fn a_third_language_and_a_fourth_pillar_need_no_code() {
    let site = three_languages();
    let settings = site.path().join("content/site.toml");
    for (number, id) in ["find", "guard", "grow", "join"].into_iter().enumerate() {
        let name = |lang: &str| format!("{id}-{lang}");
        add(
            &settings,
            &format!(
                "\n[[pillar]]\nid = \"{id}\"\nname = {{ zh = \"板块甲乙丙丁{id}\", en = \"{}\", mn = \"{}\" }}\nsummary = {{ zh = \"简介。\", en = \"In short.\", mn = \"In short.\" }}\n\n\
                 [[programme]]\ncode = \"p{number}\"\nname = {{ zh = \"项目{id}\", en = \"Programme {id}\", mn = \"Programme {id}\" }}\npillar = \"{id}\"\nslug = \"{id}\"\n",
                name("en"),
                name("mn"),
            ),
        );
        for (lang, title) in [("zh", format!("项目{id}")), ("en", format!("Programme {id}")), ("mn", format!("Programme {id}"))]
        {
            let text = format!("+++\ntitle = \"{title}\"\ndescription = \"{title}\"\nprogramme = \"p{number}\"\n+++\n");
            write(&site.path().join(format!("content/projects/{id}/index.{lang}.md")), text.as_bytes());
        }
    }
    let files = built(site.path());
    for (path, lang) in [("index.html", "zh"), ("en/index.html", "en"), ("mn/index.html", "mn")] {
        let home = page(&files, path);
        let of = |id: &str| if lang == "zh" { format!("板块甲乙丙丁{id}") } else { format!("{id}-{lang}") };
        let places = ["find", "guard", "grow", "join"].map(|id| home.find(&of(id)).unwrap_or_else(|| panic!("{path}: no {id}")));
        assert!(places.is_sorted(), "{path}: pillars stand in the order of the settings");
    }
    assert!(files.contains_key("mn/projects/join/index.html"));
}

#[test]
fn an_indicator_of_ones_own_stands_beside_those_of_all_cities() {
    let folder = temporary();
    good(folder.path(), &["new", "--province", "43", "--city", "4308", "site"]);
    let site = folder.path().join("site");
    let before = built(&site);
    add(
        &site.join("data/catalog.toml"),
        "\n[[indicator_group]]\ncode = \"X\"\nname = { zh = \"本市自设\", en = \"Of this city alone\" }\n",
    );
    add(
        &site.join("data/indicators.toml"),
        "\n[[indicator]]\ncode = \"X-01\"\nname = { zh = \"绘本借阅次数\", en = \"Picture books lent\" }\ndefinition = { zh = \"报告期内借出的绘本册次。\", en = \"Loans of picture books in the period.\" }\n\
         unit = { zh = \"次\", en = \"loans\" }\ndimensions = { zh = \"年份\", en = \"year\" }\nperiod = { zh = \"每年\", en = \"every year\" }\nformula = { zh = \"合计\", en = \"sum\" }\n\
         direction = { zh = \"不评高低\", en = \"neither is better\" }\nclass = \"C0\"\nfacts = []\nversion = \"1.0\"\n",
    );
    let after = built(&site);
    let own =
        after.keys().find(|path| path.starts_with("en/indicators/") && path.to_lowercase().contains("x-01")).expect("its page");
    assert!(page(&after, own).contains("Loans of picture books") && page(&after, own).contains("1.0"));
    let standard: Vec<&String> = before.keys().filter(|path| path.starts_with("indicators/")).collect();
    assert!(standard.len() > 52 && standard.iter().all(|path| after.contains_key(*path)), "those of all cities stay");
    // A second definition under the code of one that is there is refused.
    edit(&site.join("data/indicators.toml"), "code = \"X-01\"", "code = \"ID-01\"");
    let done = super::support::run(&site, &["check", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(1) && said.contains("ID-01"), "{said}");
}
