//! The built-in theme: the files of `themes/shanwai/`, part of the program, so that one file is enough to make a site.

macro_rules! files {
    ($($path:literal,)*) => {
        /// Path below `themes/shanwai/` and bytes, sorted by path. `README.md` and the screenshot are for people and stay outside.
        pub static FILES: &[(&str, &[u8])] = &[$(($path, include_bytes!(concat!("../../themes/shanwai/", $path))),)*];
    };
}

files! {
    "i18n/en.ftl",
    "i18n/zh.ftl",
    "static/copy.js",
    "static/css/contrast.css",
    "static/css/edition.css",
    "static/css/embeds.css",
    "static/css/explore.css",
    "static/css/facts.css",
    "static/css/factsheet.css",
    "static/css/figures.css",
    "static/css/glossary.css",
    "static/css/home.css",
    "static/css/large.css",
    "static/css/layout.css",
    "static/css/lists.css",
    "static/css/navigation.css",
    "static/css/old.css",
    "static/css/print.css",
    "static/css/results.css",
    "static/css/search.css",
    "static/css/sheets.css",
    "static/css/statistic.css",
    "static/css/synthetic.css",
    "static/css/tables.css",
    "static/css/terms.css",
    "static/css/tiles.css",
    "static/css/tokens.css",
    "static/css/type.css",
    "static/explore.js",
    "static/favicon.svg",
    "static/large.js",
    "static/search.js",
    "static/terms.js",
    "templates/404.html",
    "templates/base.html",
    "templates/catalogue.html",
    "templates/components/article.html",
    "templates/components/blocks.html",
    "templates/components/card.html",
    "templates/components/citation.html",
    "templates/components/data_table.html",
    "templates/components/embed_box.html",
    "templates/components/fact_card.html",
    "templates/components/figure.html",
    "templates/components/link.html",
    "templates/components/navigation.html",
    "templates/components/statistic.html",
    "templates/components/synthetic_note.html",
    "templates/components/tiles.html",
    "templates/dataset.html",
    "templates/datasets.html",
    "templates/edition.html",
    "templates/embed.html",
    "templates/explore.html",
    "templates/fact.html",
    "templates/facts.html",
    "templates/factsheet.html",
    "templates/feeds/atom.xml",
    "templates/feeds/robots.txt",
    "templates/feeds/sitemap.xml",
    "templates/glossary.html",
    "templates/index.html",
    "templates/indicator.html",
    "templates/indicators.html",
    "templates/page.html",
    "templates/place.html",
    "templates/places.html",
    "templates/project.html",
    "templates/search.html",
    "templates/section.html",
    "templates/slice.html",
    "templates/story.html",
    "templates/term.html",
    "theme.toml",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_every_file_of_the_folder_in_order() {
        let root = crate::files::Root::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (entries, faults) = root.walk("themes/shanwai");
        assert!(faults.is_empty());
        let for_people = ["README.md", "screenshot.png"];
        let on_disk = entries.iter().map(|e| e.path.strip_prefix("themes/shanwai").unwrap().to_str().unwrap());
        let on_disk: Vec<_> = on_disk.filter(|path| !for_people.contains(path)).collect();
        let listed: Vec<_> = FILES.iter().map(|(path, _)| *path).collect();
        let mut sorted = on_disk.clone();
        sorted.sort_unstable();
        assert_eq!(listed, sorted);
    }

    #[test]
    fn no_file_speaks_of_one_city() {
        for (path, bytes) in FILES {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(!text.contains("huaihua") && !text.contains("怀化"), "{path}");
        }
    }
}
