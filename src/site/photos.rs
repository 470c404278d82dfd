//! Photographs and drawings below `static/`: their shapes before pages are made, their files afterwards.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::compose::Desk;
use crate::diag::Sink;
use crate::files::Root;
use crate::model::Date;
use crate::photo::{self, Shape};
use crate::site::load::Loaded;
use crate::site::render::{Origin, Press};

/// Largest picture that is read.
const LARGEST: u64 = 64 << 20;

fn path(name: &str) -> PathBuf {
    PathBuf::from("static").join(name)
}

fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| name.ends_with(ending))
}

/// The shape of every picture of the site's own, by name; what is not declared beside it goes to the sink.
pub(super) fn shapes(loaded: &Loaded, names: &[&str], as_of: Option<Date>, sink: &Sink) -> BTreeMap<String, Shape> {
    let (root, languages) = (&loaded.root, &loaded.settings.site.languages);
    let own = names.iter().filter(|name| is_picture(name) && root.exists(path(name)));
    own.filter_map(|name| {
        let path = path(name);
        let beside = path.with_file_name(format!("{}.toml", path.file_name().unwrap_or_default().to_string_lossy()));
        match root.read(&beside) {
            Ok(source) => {
                if let Some((id, named)) = photo::read(&source, languages, sink).and_then(|declared| declared.consent) {
                    loaded.ledger.covers_picture(&id, named, as_of, sink);
                }
            }
            Err(crate::files::Error::NotFound { .. }) => sink.push(photo::undeclared(&path)),
            Err(trouble) => sink.push(trouble.diagnostic()),
        }
        let bytes = match root.read_bytes(&path, LARGEST) {
            Ok(bytes) => bytes,
            Err(trouble) => {
                sink.push(trouble.diagnostic());
                return None;
            }
        };
        let shape = photo::shape(&bytes);
        if shape.is_none() {
            sink.push(photo::undecodable(&path));
        }
        Some(((*name).to_owned(), shape?))
    })
    .collect()
}

/// Makes and hands over the files of every picture, on all cores; those that are as they were are kept.
pub(super) fn files(desk: &Desk, press: &Press, root: &Root, key: [u8; 32]) {
    if !press.outputs.wants_pictures() {
        return;
    }
    desk.photos.par_iter().for_each(|(name, shape)| {
        let kept: Vec<bool> = shape.files(name).iter().map(|file| press.keep(file, key)).collect();
        if kept.iter().all(|kept| *kept) {
            return;
        }
        let made = root.read_bytes(path(name), LARGEST).ok().and_then(|bytes| photo::render(name, &bytes, shape));
        let Some(made) = made else { return press.sink.push(photo::undecodable(&path(name))) };
        for (rendition, _) in made.iter().zip(kept).filter(|(_, kept)| !kept) {
            press.file(&rendition.name, &rendition.bytes, Some(Origin { key, summary: None }));
        }
    });
}
