//! Says that translations were looked through: writes what their originals are now.

use std::path::Path;

use crate::config::{self, TRANSLATIONS, Translations};
use crate::content::{self, Page, passages};
use crate::diag::{Diagnostic, Failed, Rule, Sink, nearest};
use crate::files::Root;
use crate::say;

/// A page that is not there.
pub(super) static NO_PAGE: Rule = Rule {
    id: "translate/no-page",
    title: ("没有这个页面", "there is no such page"),
    explain: (
        "`shanwai translated` 后面写页面的地址，如 `projects/city-camps`，首页写 `index`；也可以写文件，如 `content/projects/city-camps.en.md`。`--all` 表示全部页面。",
        "`shanwai translated` takes the address of a page, such as `projects/city-camps`, `index` for home, or a file such as `content/projects/city-camps.en.md`. `--all` means every page.",
    ),
};

/// Records pages as translated: those named, or all. How many translations were written down.
pub fn translated(root: &Path, named: &[String], all: bool, sink: &Sink) -> Result<usize, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = config::load(&root, sink)?;
    let library = content::load(&root, root.walk(content::FOLDER), &settings, &mut content::Memo::default(), sink)?;
    let languages = &settings.site.languages;
    let pages: Vec<_> = library.pages().filter(|page| all || named.iter().any(|name| is_named(page, name))).collect();
    for name in named.iter().filter(|name| !library.pages().any(|page| is_named(page, name))) {
        let found = Diagnostic::error(&NO_PAGE, say!("没有页面 `{name}`", "there is no page `{name}`"));
        let near = nearest(name, library.pages().map(|page| page.address.as_str().trim_end_matches('/')));
        sink.push(match near {
            Some(near) => found.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
            None => found,
        });
    }
    sink.check()?;
    let mut known: Translations = settings.translations.clone().unwrap_or_default();
    let mut count = 0;
    for page in pages {
        let original = page.texts.get(languages.default_lang());
        let source = original.read(&root).map_err(|error| sink.fail(error.diagnostic()))?;
        let hashes: Vec<String> = passages(source.text()).into_iter().map(|passage| passage.hash).collect();
        for text in languages.iter().skip(1).map(|lang| page.texts.get(lang)).filter(|text| text.path != original.path) {
            known.insert(text.path.clone(), hashes.clone());
            count += 1;
        }
    }
    // A page that is gone is forgotten.
    known.retain(|file, _| root.confirm(file).is_ok());
    let text = config::written_translations(&known);
    root.replace_file(Path::new(TRANSLATIONS), text.as_bytes()).map_err(|error| sink.fail(error.diagnostic()))?;
    Ok(count)
}

/// Whether a name means a page: its address, with or without slashes, `index` for home, or one of its files.
fn is_named(page: &Page, name: &str) -> bool {
    let plain = name.trim_matches('/');
    let address = page.address.as_str().trim_end_matches('/');
    plain == address || plain == "index" && address.is_empty() || page.texts.iter().any(|(_, text)| text.path == Path::new(name))
}
