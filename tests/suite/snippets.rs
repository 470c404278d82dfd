//! What the page for programs tells readers to type is run, against the site served on this machine.

use std::io::BufRead;
use std::process::{Child, Command, Stdio};

use super::support::{built, read, temporary, write};

const BASE: &str = "https://huaihua.shanwai.example/";

/// The code blocks of a page: language and text.
fn snippets(html: &str) -> Vec<(String, String)> {
    let page = scraper::Html::parse_document(html);
    let selector = scraper::Selector::parse("pre code").expect("a selector");
    let blocks = page.select(&selector).map(|block| {
        let language = block.value().classes().find_map(|class| class.strip_prefix("language-")).unwrap_or_default();
        (language.to_owned(), block.text().collect::<String>())
    });
    blocks.collect()
}

/// A server of files that ends with its owner.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves a folder on a free port; its address. `None` without Python.
fn serve(folder: &std::path::Path) -> Option<(Server, String)> {
    let mut child = Command::new("python3")
        .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut said = String::new();
    std::io::BufReader::new(child.stdout.take()?).read_line(&mut said).ok()?;
    let server = Server(child);
    let port = said.split("port ").nth(1)?.split_whitespace().next()?.to_owned();
    Some((server, format!("http://127.0.0.1:{port}/")))
}

fn has(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn every_snippet_of_the_page_for_programs_does_what_it_says() {
    let folder = temporary();
    let out = built().out();
    let Some((_server, base)) = serve(&out) else {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no Python to serve the site with\n");
        return;
    };
    let mut done = std::collections::BTreeSet::new();
    for page in ["api/index.html", "en/api/index.html"] {
        let html = read(&out.join(page));
        let found = snippets(&html);
        assert!(found.len() >= 5, "{page}: {found:?}");
        for (language, text) in found {
            assert!(text.contains(BASE), "{page}: {language} names the site's address");
            let code = text.replace(BASE, &base);
            let pandas = code.contains("pandas");
            let program = match language.as_str() {
                "sh" if has("curl", &["--version"]) => "sh",
                "python" if !pandas || has("python3", &["-c", "import pandas"]) => "python3",
                "r" if has("Rscript", &["--version"]) => "Rscript",
                "powerquery" => {
                    // It runs in spreadsheets alone: what it reads must be there.
                    let path = code.split(&base).nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
                    assert!(out.join(path).is_file(), "{page}: {path}");
                    done.insert(language);
                    continue;
                }
                "sh" | "python" | "r" => continue,
                other => panic!("{page}: nobody runs `{other}`"),
            };
            let file = folder.path().join("snippet");
            write(&file, code.as_bytes());
            let ran =
                Command::new(program).arg(&file).env_remove("http_proxy").env("no_proxy", "127.0.0.1").output().expect("it runs");
            let (said, wrong) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
            assert!(ran.status.success() && !said.trim().is_empty(), "{page}: {language}: {wrong}");
            done.insert(if pandas { "pandas".to_owned() } else { language });
        }
    }
    assert!(done.contains("python") && done.contains("powerquery"), "{done:?}");
}
