//! Consent and its withdrawal, from outside: what may be published, what is taken down, and the proof that nothing is left.

use std::path::Path;

use super::broken::REAL_CONSENT;
use super::support::{copy, edit, good, package, read, run, temporary, tree, write};

fn qingxi() -> tempfile::TempDir {
    let site = temporary();
    copy(&package().join("tests/sites/qingxi"), site.path());
    site
}

/// A story of its own words, with a picture, on a consent of its own.
fn with_story(site: &Path, consent: &str, front: &str, record: &str) {
    write(&site.join(consent), record.as_bytes());
    let texts = [
        ("zh", "铁轨那一头", "火车开进隧道，车厢一下子黑了，大家一起叫起来，谁也没有松开谁的手。"),
        ("en", "Where the rails go", "The train ran into a tunnel, the carriage went dark, and nobody let go of anybody’s hand."),
    ];
    for (lang, title, words) in texts {
        let text = format!(
            "+++\ntitle = \"{title}\"\ndescription = \"{words}\"\ndate = 2025-03-01\n{front}+++\n\n{words}\n\n![{title}](/static/rails.png)\n"
        );
        write(&site.join(format!("content/stories/rails.{lang}.md")), text.as_bytes());
    }
    let drawn = read_bytes(&package().join("docs/images/home.png"));
    write(&site.join("static/rails.png"), &drawn);
    let beside = "source = \"画的\"\npersons = false\nalt = { zh = \"几条铁轨通向远处\", en = \"Rails that lead away\" }\n";
    write(&site.join("static/rails.png.toml"), beside.as_bytes());
}

fn read_bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}

const FRONT: &str = "consent = \"QX-09\"\ncomposite = true\n";
const INVENTED: &str = "data/synthetic/consents/QX-09.toml";

fn invented() -> String {
    format!("synthetic = true\n{}", REAL_CONSENT.replace("PLANTED", "演示"))
}

#[test]
fn a_real_consent_holds_to_its_last_day_and_its_values_stay_private() {
    let site = qingxi();
    with_story(site.path(), "data/private/consents/QX-09.toml", "consent = \"QX-09\"\n", REAL_CONSENT);
    good(site.path(), &["check", "--quiet", "--as-of", "2027-02-20"]);
    let late = run(site.path(), &["check", "--lang", "en", "--as-of", "2027-02-21"]);
    let said = String::from_utf8_lossy(&late.stderr).into_owned();
    assert!(said.contains("error[consent/expired]") && said.contains("data/private/consents/QX-09.toml:8:11"), "{said}");
    assert!(!said.contains("8 | expires"), "no line of a private file is shown: {said}");
    good(site.path(), &["build", "--quiet", "--as-of", "2025-03-02"]);
    for (path, bytes) in tree(&site.path().join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("QX-09") && !text.contains("PLANTED"), "{path} tells of the record");
    }
}

#[test]
fn what_a_stage_does_not_need_is_not_asked_for() {
    let site = qingxi();
    let record = invented();
    let older = record.replace("8-13", "14-17").replace("guardian = true\n", "");
    let younger = record.replace("8-13", "under-8").replace("child = true\n", "");
    let ward = record.replace("reviewer", "ward = true\noutside_reviewer = \"另一人\"\nreviewer");
    for record in [older, younger, ward.clone()] {
        with_story(site.path(), INVENTED, FRONT, &record);
        good(site.path(), &["check", "--quiet"]);
    }
    with_story(site.path(), INVENTED, FRONT, &ward.replace("另一人", "演示"));
    assert_eq!(run(site.path(), &["check", "--quiet"]).status.code(), Some(1), "the same person is nobody from outside");
}

#[test]
fn a_story_says_how_it_was_made_and_names_nobody() {
    let site = qingxi();
    with_story(site.path(), INVENTED, FRONT, &invented());
    good(site.path(), &["build", "--quiet"]);
    let page = read(&site.path().join("public/en/stories/rails/index.html"));
    assert!(page.contains("consent-note") && page.contains("invented") && page.contains("portrays none of them"));
    assert!(!page.contains("演示") && !page.contains("QX-09"));
}

/// Where a text stands in the output.
fn holding(site: &Path, words: &str) -> Vec<String> {
    let files = tree(&site.join("public"));
    files.into_iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(words)).map(|(path, _)| path).collect()
}

#[test]
fn a_withdrawal_takes_everything_and_the_proof_finds_what_is_left() {
    let site = qingxi();
    let site = site.path();
    with_story(site, INVENTED, FRONT, &invented());
    good(site, &["build", "--quiet"]);
    assert!(holding(site, "车厢一下子黑了").len() > 2, "page, search, feed");
    assert!(site.join("public/rails.png").exists());
    good(site, &["check", "--withdrawn", "--quiet"]);

    let said = good(site, &["withdraw", "QX-09", "--lang", "en"]);
    assert!(said.contains("content/stories/rails.zh.md") && said.contains("static/rails.png"), "{said}");
    let list = read(&site.join("data/withdrawn.toml"));
    assert!(!list.contains("铁轨") && !list.contains("rails go") && !list.contains("tunnel"), "{list}");
    let before = run(site, &["check", "--withdrawn", "--lang", "zh"]);
    let said = String::from_utf8_lossy(&before.stderr).into_owned();
    assert_eq!(before.status.code(), Some(1));
    for file in ["stories/rails/index.html", "rails.png", "feed.xml"] {
        assert!(said.contains(file), "{file}: {said}");
    }
    assert!(said.contains("错误[consent/still-there]") && !said.contains("车厢"), "{said}");

    let said = good(site, &["build", "--lang", "en"]);
    assert!(said.contains("warning[consent/withdrawn-text]"), "the source is still there: {said}");
    good(site, &["check", "--withdrawn", "--quiet"]);
    let page = read(&site.join("public/en/stories/rails/index.html"));
    assert!(page.contains("Taken down") && page.contains("noindex") && !page.contains("tunnel"));
    assert_eq!(holding(site, "车厢一下子黑了"), Vec::<String>::new());
    assert!(
        !tree(&site.join("public")).keys().any(|path| path.contains("rails.") && path.ends_with("png")),
        "the picture is gone"
    );

    for left in ["content/stories/rails.zh.md", "content/stories/rails.en.md", "static/rails.png", "static/rails.png.toml"] {
        std::fs::remove_file(site.join(left)).expect("it was there");
    }
    let said = good(site, &["build", "--lang", "en"]);
    assert!(!said.contains("warning["), "{said}");
    assert!(read(&site.join("public/stories/rails/index.html")).contains("内容已撤下"), "the notice stays");
}

#[test]
fn copies_in_other_pages_and_attachments_are_found_and_what_was_common_is_not() {
    let site = qingxi();
    let site = site.path();
    with_story(site, INVENTED, FRONT, &invented());
    good(site, &["withdraw", "QX-09", "--quiet"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [
        ("a/rails.png", read_bytes(&site.join("static/rails.png"))),
        ("b/note.txt", "……火车开进隧道，车厢一下子黑了，大家一起叫起来……".as_bytes().to_vec()),
        ("c/other.txt", "火车开进车站。".as_bytes().to_vec()),
    ] {
        zip.start_file(name, plain).expect("a member");
        std::io::Write::write_all(&mut zip, &bytes).expect("its bytes");
    }
    let packed = zip.finish().expect("an archive").into_inner();
    write(&site.join("static/all.zip"), &packed);
    edit(
        &site.join("content/camps.en.md"),
        "+++\n\n",
        "+++\n\nThe carriage went dark, and nobody let go of anybody’s hand, she wrote.\n\n",
    );
    good(site, &["build", "--quiet"]);
    write(&site.join("public/torn.zip"), b"PK\x03\x04 and no more");
    let done = run(site, &["check", "--withdrawn", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("[consent/unproven]: ") && said.contains("torn.zip"), "what does not open proves nothing: {said}");
    for found in ["all.zip", "a/rails.png", "b/note.txt", "en/camps/index.html"] {
        assert!(said.contains(found), "{found}: {said}");
    }
    assert!(!said.contains("c/other.txt") && !said.contains("nobody let go"), "{said}");
}

#[test]
fn an_unknown_consent_cannot_be_withdrawn() {
    let site = qingxi();
    let done = run(site.path(), &["withdraw", "QX-1", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1));
    assert!(said.contains("error[consent/unknown]") && said.contains("did you mean `QX-01`?"), "{said}");
    assert!(!site.path().join("data/withdrawn.toml").exists());
}

/// A story about a child, with something told of it.
fn told(site: &Path, about: &str, zh: &str, en: &str) {
    write(&site.join(INVENTED), invented().as_bytes());
    for (lang, words) in [("zh", zh), ("en", en)] {
        let front = format!("title = \"x\"\ndescription = \"x\"\ndate = 2025-03-01\n{FRONT}{about}");
        write(&site.join(format!("content/stories/told.{lang}.md")), format!("+++\n{front}+++\n\n{words}\n").as_bytes());
    }
}

#[test]
fn a_story_that_enough_children_fit_passes_and_the_setting_can_ask_for_more() {
    let site = qingxi();
    let site = site.path();
    // Twelve children of the county are in the records, six of them in either year.
    told(site, "[about]\ncounty = \"01\"\n", "孩子们看水鸟。", "They watched the birds.");
    good(site, &["check", "--quiet"]);
    let taxonomy = "[[taxonomy]]\nid = \"topic\"";
    edit(&site.join("content/site.toml"), taxonomy, &format!("[checks]\nstory_crowd = 13\n{taxonomy}"));
    let done = run(site, &["check", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1));
    assert!(said.contains("error[story/rare]") && !said.contains("12"), "{said}");
}

#[test]
fn days_that_have_come_and_places_without_a_day_may_be_told() {
    let site = qingxi();
    let site = site.path();
    told(
        site,
        "",
        "2025年2月3日那天风很大。\n\n他们去了南岭县。",
        "On 3 February 2025 the wind was strong.\n\nThey went to Nanling.",
    );
    good(site, &["check", "--quiet", "--as-of", "2025-03-01"]);
    told(site, "", "2025年2月23日那天风很大。", "On 23 February 2025 the wind was strong.");
    let early = run(site, &["check", "--lang", "en", "--as-of", "2025-02-22"]);
    let said = String::from_utf8_lossy(&early.stderr).into_owned();
    assert!(said.contains("story/future-event"), "{said}");
}

#[test]
fn press_texts_are_kept_as_hashes_and_other_words_pass() {
    let site = qingxi();
    let site = site.path();
    let article = "孩子们第一次看见大海的时候，谁也没有说话，只听见浪打在石头上的声音。";
    write(&site.join("article.txt"), article.as_bytes());
    let said = good(site, &["press", "article.txt", "--title", "青溪日报", "--lang", "en"]);
    assert!(said.contains("data/press.toml"), "{said}");
    assert!(!read(&site.join("data/press.toml")).contains("大海"));
    told(site, "", "看见海的时候，孩子们都不作声，听浪拍着石头。", "Nobody spoke when they saw the sea.");
    good(site, &["check", "--quiet"]);
    told(site, "", "那天第一次看见大海的时候，谁也没有说话，只听见浪打在石头上的声音。", "Nobody spoke when they saw the sea.");
    let done = run(site, &["check", "--lang", "zh"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("错误[story/press-sentence]"), "{said}");
}
