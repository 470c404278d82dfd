//! The fonts that pictures are drawn with, and what they cover: a character without a glyph would be drawn as a box, or not at all.

use std::collections::BTreeSet;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Source};

use crate::files::content_hash;

/// No glyph for a character.
const NONE: u16 = u16::MAX;

/// Fonts in the order in which they are asked for a glyph. Those of the machine are not among them: pictures are the same everywhere.
#[derive(Clone)]
pub struct Fonts {
    pub(super) database: Arc<Database>,
    pub(super) family: String,
    /// Advance of each character in thousandths of an em, by code; [`NONE`] without a glyph.
    advances: Vec<u16>,
    fingerprint: [u8; 32],
}

impl Fonts {
    /// The font of the program, then those of the site. `None` when the first cannot be read; later ones that cannot are told by
    /// their place in `more`.
    ///
    /// Of a collection with faces for several scripts the one for simplified Chinese is taken, else the first.
    /// Cost: some milliseconds for each font.
    #[must_use]
    pub fn new(bundled: &'static [u8], more: Vec<Vec<u8>>) -> (Option<Self>, Vec<usize>) {
        let mut database = Database::new();
        let mut fonts = Self { database: Arc::default(), family: String::new(), advances: Vec::new(), fingerprint: [0; 32] };
        let mut unread = Vec::new();
        let mut hashes = content_hash(bundled).to_vec();
        if !fonts.add(&mut database, Arc::new(bundled)) {
            return (None, unread);
        }
        for (at, bytes) in more.into_iter().enumerate() {
            hashes.extend(content_hash(&bytes));
            if !fonts.add(&mut database, Arc::new(bytes)) {
                unread.push(at);
            }
        }
        database.set_sans_serif_family(fonts.family.clone());
        fonts.fingerprint = content_hash(&hashes);
        fonts.database = Arc::new(database);
        (Some(fonts), unread)
    }

    fn add(&mut self, database: &mut Database, data: Arc<dyn AsRef<[u8]> + Send + Sync>) -> bool {
        let faces = database.load_font_source(Source::Binary(Arc::clone(&data)));
        let family =
            |id| database.face(id).and_then(|face| face.families.first()).map_or(String::new(), |(name, _)| name.clone());
        let Some(chosen) = faces.iter().find(|id| family(**id).ends_with(" SC")).or(faces.first()).copied() else { return false };
        let name = family(chosen);
        let index = database.face(chosen).map_or(0, |face| face.index);
        for other in faces.iter().filter(|id| **id != chosen) {
            database.remove_face(*other);
        }
        if self.family.is_empty() {
            self.family = name;
        }
        ttf_parser::Face::parse((*data).as_ref(), index).map(|face| self.cover(&face)).is_ok()
    }

    /// Notes the advances of the characters that no font before has.
    fn cover(&mut self, face: &ttf_parser::Face) {
        let per_em = u32::from(face.units_per_em()).max(1);
        let tables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode);
        for table in tables {
            table.codepoints(|code| {
                let at = code as usize;
                let glyph = table.glyph_index(code).filter(|glyph| glyph.0 != 0);
                let (Some(glyph), Some(_)) = (glyph, char::from_u32(code)) else { return };
                if self.advances.len() <= at {
                    self.advances.resize(at + 1, NONE);
                }
                if self.advances[at] == NONE {
                    let advance = u32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * 1000 / per_em;
                    self.advances[at] = u16::try_from(advance).unwrap_or(NONE - 1).min(NONE - 1);
                }
            });
        }
    }

    fn advance_of(&self, c: char) -> Option<u16> {
        self.advances.get(c as usize).copied().filter(|advance| *advance != NONE)
    }

    /// The characters of `text` that no font can draw.
    #[must_use]
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        text.chars().filter(|c| !is_control(*c) && self.advance_of(plain(*c).unwrap_or(' ')).is_none()).collect()
    }

    /// Width of a character at `size` units.
    #[must_use]
    pub fn advance(&self, c: char, size: f64) -> f64 {
        f64::from(self.advance_of(c).unwrap_or(1000)) / 1000.0 * size
    }

    /// Changes with the fonts: pictures made with others are other pictures.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("family", &self.family).finish_non_exhaustive()
    }
}

fn is_control(c: char) -> bool {
    (c as u32) < 0x20
}

/// A character as pictures draw it: spaces of all widths as an ordinary one, marks that are not seen not at all.
pub(super) fn plain(c: char) -> Option<char> {
    match c {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Some(' '),
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' => {
            None
        }
        c => Some(c),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::picture) fn bundled() -> Fonts {
        let bytes: &'static [u8] = include_bytes!("../chart/fonts/NotoSansCJKsc-GB2312.otf");
        Fonts::new(bytes, Vec::new()).0.expect("the font of the program can be read")
    }

    #[test]
    fn names_of_places_are_covered_and_rare_characters_are_told() {
        let fonts = bundled();
        assert!(fonts.missing("沅陵县、溆浦县、芷江侗族自治县：超5,000人次（2025年） – “More than” €±≥×÷·…").is_empty());
        assert_eq!(fonts.missing("王﨑喆"), BTreeSet::from(['﨑', '喆']));
        assert!(fonts.missing("12\u{202f}000\u{200b}\n").is_empty(), "spaces and marks that are not drawn need no glyph");
    }

    #[test]
    fn hanzi_are_one_em_wide_and_the_family_has_a_name() {
        let fonts = bundled();
        assert!((fonts.advance('怀', 20.0) - 20.0).abs() < 1e-9);
        assert!(fonts.advance('1', 20.0) < 13.0);
        assert!(fonts.family.starts_with("Noto Sans"), "{}", fonts.family);
    }

    #[test]
    fn what_is_no_font_is_told_and_the_rest_still_serves() {
        let bytes: &'static [u8] = include_bytes!("../chart/fonts/NotoSansCJKsc-GB2312.otf");
        let (fonts, unread) = Fonts::new(bytes, vec![b"no font".to_vec(), Vec::new()]);
        assert_eq!(unread, [0, 1]);
        assert!(fonts.is_some());
        assert!(Fonts::new(b"nothing", Vec::new()).0.is_none());
    }
}
