//! Writes every page of the samples into a folder, to be looked at: `SHANWAI_PREVIEW=<folder> cargo test --lib theme::preview -- --ignored`.

use super::tests::{built_in, every_page};

#[test]
#[ignore = "writes files to look at"]
#[expect(clippy::disallowed_methods, reason = "writes a preview where its caller asks")]
fn write_every_page() {
    let Some(dir) = std::env::var_os("SHANWAI_PREVIEW").map(std::path::PathBuf::from) else { return };
    let theme = built_in();
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("site.css"), theme.stylesheet()).unwrap();
    let root = crate::files::Root::open(&dir).unwrap();
    for name in theme.static_files() {
        std::fs::write(dir.join(name), theme.static_file(&root, name).unwrap()).unwrap();
    }
    for lang in ["zh", "en"] {
        std::fs::create_dir_all(dir.join(lang)).unwrap();
        for (name, html) in every_page(&theme, lang) {
            std::fs::write(dir.join(lang).join(name), html).unwrap();
        }
    }
}
