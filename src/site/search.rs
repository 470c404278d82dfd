//! Search: the index of each language as files, and its page.

use crate::compose::Desk;
use crate::compose::frame::Standing;
use crate::compose::search::{SEARCH, entries, folder, page};
use crate::content::Page;
use crate::files::Root;
use crate::model::Lang;
use crate::site::render::{Origin, Press, of_all_texts};

/// Makes index and page in every language; how many pages. Everything is made anew when any page changed, since any page may be found.
pub(super) fn make(desk: &Desk, press: &Press, root: &Root, key: [u8; 32]) -> usize {
    of_all_texts(desk, SEARCH, key, |lang, key| one(desk, press, root, key, lang))
}

fn one(desk: &Desk, press: &Press, root: &Root, key: [u8; 32], lang: &Lang) {
    let path = desk.atlas.file(SEARCH, lang);
    let list = format!("{}files.json", folder(lang));
    if press.keep(&path, key) && kept(press, &list, key, lang) {
        return;
    }
    let voice = desk.voice(lang);
    // A text that cannot be read was told when its page was made.
    let read = |page: &Page, lang: &Lang| {
        let said = page.texts.get(lang);
        said.read(root).ok().map(|source| source.text().get(said.body..).unwrap_or_default().to_owned())
    };
    let entries = entries(desk, voice, read);
    let index = crate::search::index(&entries);
    let names: Vec<&str> = index.files.iter().map(|file| file.name.as_str()).collect();
    let told = serde_json::json!({ "version": index.version, "entries": index.entries, "files": names });
    for (name, bytes) in index.files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())) {
        press.file(&format!("{}{name}", folder(lang)), bytes, Some(Origin { key, summary: None }));
    }
    press.file(&list, told.to_string().as_bytes(), Some(Origin { key, summary: None }));
    let view = page(desk, voice, &entries, &index);
    let standing =
        Standing { address: SEARCH, lang, kind: "search", title: &view.title, description: &view.lead, synthetic: false };
    press.page(desk, "search.html", &standing, &path, &view, Some(Origin { key, summary: None }));
}

/// Keeps all files of an index of the last build.
fn kept(press: &Press, list: &str, key: [u8; 32], lang: &Lang) -> bool {
    let shards: Vec<String> = press.known.keys().filter(|path| path.starts_with(&folder(lang))).cloned().collect();
    shards.iter().any(|path| path == list) && shards.iter().all(|path| press.keep(path, key))
}
