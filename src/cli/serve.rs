//! `serve`: `build` in a loop, with a small server on loopback that reloads open pages.
//!
//! The server sends the files of the output folder as they lie there; only what it sends gets a line that listens for reloads, the
//! files themselves do not. The watcher waits until changes have been quiet for a moment, so that one save is one build.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response, Sse, sse::Event};
use axum::routing::get;
use notify::Watcher;
use tokio::sync::broadcast;
use tower_http::services::{ServeDir, ServeFile};

use super::PORT;
use super::args::BuildArgs;
use super::build::{PUBLIC, options, out_folder, report};
use super::ui::Ui;
use crate::diag::{Diagnostic, Sink};
use crate::say;
use crate::site::{self, Memo, Options};

/// Changes are collected until it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(15);
/// Folders whose changes matter.
const WATCHED: [&str; 5] = ["content", "data", "themes", "templates", "static"];
/// Largest page that gets the reload line.
const MAX_PAGE: usize = 32 << 20;
const RELOAD: &str = "/__shanwai/reload";
const SCRIPT: &str = "<script>new EventSource('/__shanwai/reload').onmessage=()=>location.reload()</script>";

pub(super) fn run(
    ui: &Ui,
    root: &Path,
    args: &BuildArgs,
    out: Option<PathBuf>,
    host: IpAddr,
    port: u16,
) -> Result<ExitCode, Diagnostic> {
    let options = Options { unsigned: true, ..options(args)? };
    let out = out_folder(root, out, PUBLIC);
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            ui.show(&[crate::files::Error::io(root, &error).diagnostic()]);
            return Ok(ExitCode::from(1));
        }
    };
    let listener = match runtime.block_on(tokio::net::TcpListener::bind(SocketAddr::new(host, port))) {
        Ok(listener) => listener,
        Err(_) => {
            let taken = Diagnostic::error(&PORT, say!("端口 {port} 不能用", "port {port} cannot be used"));
            ui.show(&[taken.help(say!("用 `--port` 换一个端口", "choose another with `--port`"))]);
            return Ok(ExitCode::from(1));
        }
    };
    let (reload, _) = broadcast::channel(4);
    let (changes, changed) = channel();
    let mut memo = Memo::default();
    rebuild(ui, root, &out, &options, &mut memo);
    let mut watcher = match watch(root, changes) {
        Ok(watcher) => watcher,
        Err(error) => {
            let words = std::io::Error::other(error.to_string());
            ui.show(&[crate::files::Error::io(root, &words).diagnostic()]);
            return Ok(ExitCode::from(1));
        }
    };
    let address = listener.local_addr().map_or_else(|_| format!("{host}:{port}"), |at| at.to_string());
    if !host.is_loopback() {
        ui.say(&say!("注意：本机以外的设备也能访问这个预览", "note: other devices can reach this preview"));
    }
    ui.say(&say!("预览地址 http://{address}/ ，按 Ctrl-C 停止", "preview at http://{address}/, stop with Ctrl-C"));
    let server = router(&out, reload.clone());
    runtime.spawn(async move { axum::serve(listener, server).await });
    while wait(&changed) {
        watcher.adopt_new_folders();
        if rebuild(ui, root, &out, &options, &mut memo) {
            // Nobody listening is no error.
            let _ = reload.send(());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One build, told in a line; whether it published anything.
fn rebuild(ui: &Ui, root: &Path, out: &Path, options: &Options, memo: &mut Memo) -> bool {
    let start = Instant::now();
    let sink = Sink::new();
    let built = site::build(root, out, options, &sink, ui, memo);
    match built {
        Ok(done) => {
            ui.show(&sink.sorted());
            let (pages, changed, took) = (done.pages, done.written.changed, start.elapsed().as_millis());
            ui.say(&say!(
                "{pages} 个页面，改动 {changed} 个文件，用时 {took} 毫秒",
                "{pages} pages, {changed} files changed, {took} ms"
            ));
            done.written.changed + done.written.removed > 0
        }
        Err(_) => {
            report(ui, &sink, None, Some(out));
            false
        }
    }
}

/// Watches the folders of a site.
struct Watch {
    root: PathBuf,
    watcher: notify::RecommendedWatcher,
    watched: Vec<&'static str>,
}

fn watch(root: &Path, changes: std::sync::mpsc::Sender<()>) -> notify::Result<Watch> {
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = event.is_ok_and(|event| !matches!(event.kind, notify::EventKind::Access(_)));
        if matters {
            let _ = changes.send(());
        }
    })?;
    let mut watch = Watch { root: root.to_path_buf(), watcher, watched: Vec::new() };
    watch.adopt_new_folders();
    Ok(watch)
}

impl Watch {
    /// Watches what is there and was not watched; a folder that comes later is found at the next change.
    fn adopt_new_folders(&mut self) {
        self.watched.retain(|folder| self.root.join(folder).is_dir());
        for folder in WATCHED {
            let path = self.root.join(folder);
            if !self.watched.contains(&folder)
                && path.is_dir()
                && self.watcher.watch(&path, notify::RecursiveMode::Recursive).is_ok()
            {
                self.watched.push(folder);
            }
        }
    }
}

/// Waits for a change and for quiet after it; `false` when the watcher is gone.
fn wait(changed: &Receiver<()>) -> bool {
    if changed.recv().is_err() {
        return false;
    }
    loop {
        match changed.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn router(out: &Path, reload: broadcast::Sender<()>) -> Router {
    let files = ServeDir::new(out).not_found_service(ServeFile::new(out.join("404.html")));
    let events = move || {
        let built = futures_util::stream::unfold(reload.subscribe(), |mut receiver| async move {
            // A listener that missed some builds still needs one reload only.
            match receiver.recv().await {
                Ok(()) | Err(broadcast::error::RecvError::Lagged(_)) => {
                    Some((Ok::<_, Infallible>(Event::default().data("built")), receiver))
                }
                Err(broadcast::error::RecvError::Closed) => None,
            }
        });
        async move { Sse::new(built) }
    };
    Router::new().route(RELOAD, get(events)).fallback_service(files).layer(from_fn(with_reload))
}

/// Adds the reload line to pages as they are sent; nothing may be kept by the browser.
async fn with_reload(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !is_page {
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = to_bytes(body, MAX_PAGE).await else { return Response::from_parts(parts, Body::empty()) };
    parts.headers.remove(header::CONTENT_LENGTH);
    let mut page = bytes.to_vec();
    if !page.is_empty() {
        page.extend_from_slice(SCRIPT.as_bytes());
    }
    (parts, page).into_response()
}
