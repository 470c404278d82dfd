//! The preview: pages as they lie, reloads after a change, nothing from outside the folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::whole::{Site, text};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A preview that is stopped at the end.
struct Preview {
    child: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a preview on a free port and waits until it tells its address.
fn preview(site: &Site) -> Preview {
    let mut command = site.command(&["serve", "--port", "0", "--lang", "en"]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    let port = loop {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the preview ended");
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            break rest.split('/').next().unwrap().parse().unwrap();
        }
    };
    // What it says later must go somewhere, or it would stop at a full pipe.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    Preview { child, port }
}

impl Preview {
    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    /// Status and the whole answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut answer = Vec::new();
        self.ask(path).read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split_whitespace().nth(1).unwrap().parse().unwrap();
        (status, answer)
    }
}

#[test]
fn pages_are_served_and_nothing_outside_the_folder() {
    let site = Site::qingxi();
    site.write("secret.txt", "outside the output");
    let preview = preview(&site);
    for (path, words) in [("/", "青溪市儿童关爱数据"), ("/en/", "Qingxi figures"), ("/en/camps/index.html", "The camp")]
    {
        let (status, answer) = preview.get(path);
        assert_eq!(status, 200, "{path}");
        assert!(answer.contains(words) && answer.contains("/__shanwai/reload"), "{path}: {answer}");
        assert!(answer.to_lowercase().contains("cache-control: no-store"));
    }
    // The line that listens for reloads is in what is sent, not in the files.
    assert!(!text(&site.public().join("index.html")).contains("__shanwai"));
    let sheet = std::fs::read_dir(site.public().join("assets")).unwrap().next().unwrap().unwrap().file_name();
    let (status, answer) = preview.get(&format!("/assets/{}", sheet.to_string_lossy()));
    assert!(status == 200 && answer.contains("text/css") && !answer.contains("__shanwai"));
    for outside in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/en/../../secret.txt",
        "/../content/site.toml",
        "//secret.txt",
        "/../.shanwai/public/live.txt",
    ] {
        let (status, answer) = preview.get(outside);
        assert!(
            status >= 400 && !answer.contains("outside the output") && !answer.contains("languages ="),
            "{outside}: {answer}"
        );
    }
}

#[test]
fn an_unknown_address_gets_the_page_for_lost_readers() {
    let site = Site::huaihua();
    let preview = preview(&site);
    let (status, answer) = preview.get("/nowhere/");
    assert_eq!(status, 404);
    assert!(answer.contains("<html") && answer.contains("<h1"), "{answer}");
}

#[test]
fn a_change_is_built_and_open_pages_are_told() {
    let site = Site::qingxi();
    let preview = preview(&site);
    let mut events = BufReader::new(preview.ask("/__shanwai/reload"));
    // The heading of the answer: from here on the page listens.
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0);
    }
    site.edit("content/camps.en.md", "title = \"The camp\"", "title = \"The summer camp\"");
    while !line.starts_with("data:") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended without an event");
    }
    let (status, answer) = preview.get("/en/camps/");
    assert!(status == 200 && answer.contains("The summer camp"), "{answer}");
    // A fault leaves the site as it was, and the preview goes on.
    site.edit("content/camps.en.md", "fact(\"camp-cost\")", "fact(\"camp-csot\")");
    std::thread::sleep(Duration::from_millis(700));
    assert!(preview.get("/en/camps/").1.contains("The summer camp"));
    site.edit("content/camps.en.md", "fact(\"camp-csot\")", "fact(\"camp-cost\")");
    site.edit("content/camps.en.md", "The summer camp", "The winter camp");
    let start = Instant::now();
    while !preview.get("/en/camps/").1.contains("The winter camp") {
        assert!(start.elapsed() < PATIENCE, "the cured page was not built");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Addresses on which this process listens, from the kernel's table: local address and port in hexadecimal.
#[cfg(target_os = "linux")]
#[test]
fn only_this_machine_can_connect_by_default() {
    let site = Site::qingxi();
    let preview = preview(&site);
    let port = format!(":{:04X}", preview.port);
    let listening = |table: &str| -> Vec<String> {
        let lines = text(std::path::Path::new(table));
        let rows = lines.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
        rows.filter(|row| row[3] == "0A" && row[1].ends_with(&port)).map(|row| row[1].to_owned()).collect()
    };
    assert_eq!(listening("/proc/net/tcp"), [format!("0100007F{port}")]);
    assert_eq!(listening("/proc/net/tcp6"), Vec::<String>::new());
}

#[test]
fn a_taken_port_is_told_and_nothing_is_built() {
    let site = Site::qingxi();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = site.run(&["serve", "--lang", "en", "--port", &port]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("cli/port-taken") && said.err.contains(&port), "{}", said.err);
    assert!(!site.public().exists());
}

/// Between its builds a preview holds nothing: a build beside it is allowed and leaves a whole site.
#[test]
fn a_build_beside_a_preview_leaves_a_whole_site() {
    let site = Site::qingxi();
    let preview = preview(&site);
    for n in 0..4 {
        site.write("content/i18n/en.ftl", &format!("skip-link = Skip {n}\n"));
        let said = site.run(&["build", "--lang", "en"]);
        assert!(said.code == Some(0) || said.err.contains("publish/busy"), "{}", said.err);
        assert_eq!(crate::whole::manifest_faults(&site.public()), Vec::<String>::new());
    }
    let start = Instant::now();
    while !preview.get("/en/").1.contains("Skip 3") {
        assert!(start.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(crate::whole::manifest_faults(&site.public()), Vec::<String>::new());
}
