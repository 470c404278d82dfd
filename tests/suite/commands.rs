//! Transcripts of the command line, which are also documentation, and the preview server.
//!
//! A transcript is a fenced block of `console` in `tests/commands/*.md`: `$ shanwai …`, then what it prints (standard output, then
//! standard error), then `[exit N]` unless it is 0. They run in a copy of `tests/broken/base/`, in order.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::support::{base, edit, fixtures, golden, read, run, shanwai, temporary};

/// Splits a typed line into words; double quotes hold words together.
fn typed(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut inside = false;
    for c in line.chars() {
        match c {
            '"' => inside = !inside,
            ' ' if !inside => words.push(String::new()),
            c => words.last_mut().expect("one at least").push(c),
        }
    }
    words
}

fn answer(site: &Path, line: &str) -> String {
    let words = typed(line.strip_prefix("shanwai ").unwrap_or_else(|| panic!("`{line}` is not ours")));
    let done = run(site, &words.iter().map(String::as_str).collect::<Vec<_>>());
    let mut said = String::from_utf8(done.stdout).expect("UTF-8") + &String::from_utf8(done.stderr).expect("UTF-8");
    said = said.replace(&*site.to_string_lossy(), "[SITE]");
    if !said.is_empty() && !said.ends_with('\n') {
        said.push('\n');
    }
    match done.status.code() {
        Some(0) => said,
        code => said + &format!("[exit {}]\n", code.map_or_else(|| "by a signal".to_owned(), |c| c.to_string())),
    }
}

#[test]
fn transcripts_are_true() {
    let mut faults = Vec::new();
    for path in fixtures("commands") {
        let site = base();
        let mut made = String::new();
        let mut inside = false;
        for line in read(&path).lines() {
            if line == "```console" {
                inside = true;
            } else if line == "```" {
                inside = false;
            } else if inside {
                let Some(command) = line.strip_prefix("$ ") else { continue };
                made += &format!("{line}\n{}", answer(site.path(), command));
                continue;
            }
            made += &format!("{line}\n");
        }
        faults.extend(golden(&path, &made));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn messages_for_machines_are_one_json_object_a_line() {
    let site = base();
    edit(&site.path().join("content/camps.zh.md"), "camp-cost", "camp-costs");
    edit(&site.path().join("content/camps.en.md"), "camp-cost", "camp-costs");
    let done = run(site.path(), &["check", "--message-format", "json", "--lang", "zh"]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert_eq!(said.lines().count(), 2, "{said}");
    for line in said.lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("an object");
        assert_eq!(object["id"], "prose/unknown-fact", "{line}");
        assert_eq!(object["level"], "error", "{line}");
    }
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn completions_and_the_man_page_are_printed() {
    let site = temporary();
    let bash = String::from_utf8(run(site.path(), &["completions", "bash"]).stdout).expect("UTF-8");
    assert!(bash.starts_with("_shanwai()"), "{}", &bash[..bash.len().min(80)]);
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(run(site.path(), &["completions", shell]).status.success(), "{shell}");
    }
    let man = String::from_utf8(run(site.path(), &["man"]).stdout).expect("UTF-8");
    assert!(man.contains(".TH") && man.contains("shanwai"), "{man}");
}

#[test]
fn outside_of_a_site_the_command_was_wrong() {
    let folder = temporary();
    for command in ["build", "check", "facts"] {
        let done = run(folder.path(), &[command, "--lang", "en"]);
        assert_eq!(done.status.code(), Some(2), "{command}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("error[cli/no-site]"));
    }
}

#[test]
fn a_taken_port_is_told() {
    let site = base();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let done = run(site.path(), &["serve", "--lang", "en", "--port", &port]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("error[cli/port-taken]"));
}

/// A server of ours, ended with the test.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(site: &Path) -> Served {
    let mut command = shanwai(site, &["serve", "--lang", "en", "--port", "0"]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains("http://")).expect("an address is told");
    // Nobody reading would end the server at its next line.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
    Served { child, port: port.unwrap_or_else(|| panic!("not on loopback: {line}")) }
}

fn ask(port: u16, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("asked");
    stream
}

fn get(port: u16, path: &str) -> String {
    let mut answer = Vec::new();
    ask(port, path).read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_preview_shows_pages_reloads_them_and_nothing_else() {
    let site = base();
    let served = serve(site.path());
    let page = get(served.port, "/camps/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("/__shanwai/reload"), "{page}");
    assert!(get(served.port, "/nowhere/").starts_with("HTTP/1.1 404"));
    for path in [
        "/../data/facts.toml",
        "/%2e%2e/data/facts.toml",
        "/..%2fdata/facts.toml",
        "//etc/hostname",
        "/camps/../../data/facts.toml",
    ] {
        let answer = get(served.port, path);
        assert!(!answer.starts_with("HTTP/1.1 200") && !answer.contains("[[fact]]"), "{path}: {answer}");
    }
    assert!(TcpStream::connect(("127.0.0.2", served.port)).is_err(), "no other address answers");

    let mut events = BufReader::new(ask(served.port, "/__shanwai/reload")).lines();
    let head = events.next().expect("an answer").expect("UTF-8");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    edit(&site.path().join("content/camps.zh.md"), "共花费", "前后一共花费");
    let built = events.map_while(Result::ok).any(|line| line.contains("data: built"));
    assert!(built, "a reload is told");
    assert!(get(served.port, "/camps/").contains("前后一共花费"));
    assert!(!read(&site.path().join("public/camps/index.html")).contains("__shanwai"), "the published file has no reload line");
}
