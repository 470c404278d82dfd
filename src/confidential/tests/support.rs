//! Settings made by hand.

use std::sync::Arc;

use crate::config::{CodeEntry, Dimension};
use crate::model::{Code, DimensionId, Lang, Languages, Localized};

/// The one language of the tests.
pub(in crate::confidential) fn words(text: &str) -> Localized<String> {
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    Localized::from_fn(&languages, |_| text.to_owned())
}

/// A dimension with these codes.
pub(in crate::confidential) fn dimension(id: &str, codes: &[&str]) -> Arc<Dimension> {
    let entry = |code: &&str| CodeEntry {
        code: Code::new(code).unwrap(),
        name: words(code),
        short: words(code),
        parent: None,
        in_standard: true,
        from: None,
        to: None,
        tile: None,
        residents: None,
        note: None,
    };
    let codes = codes.iter().map(entry).collect();
    Arc::new(Dimension { id: DimensionId::new(id).unwrap(), name: words(id), codes, sensitive: false })
}
