//! Settings made by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::confidential::{Release, prepare_on};
use crate::config::{
    Catalog, CodeEntry, ColumnKind, ColumnSpec, CubeProtection, CubeSpec, Dimension, MeasureKind, MeasureSpec, Protection,
    RecordsSpec,
};
use crate::diag::{Diagnostic, Place, Silent, Sink, Tongue};
use crate::files::Root;
use crate::model::{Code, CubeId, DimensionId, Lang, Languages, Localized, Slug, Unit, UnitKind};

/// The one language of the tests.
pub(in crate::confidential) fn words(text: &str) -> Localized<String> {
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    Localized::from_fn(&languages, |_| text.to_owned())
}

/// A dimension with these codes.
pub(in crate::confidential) fn dimension(id: &str, codes: &[&str]) -> Arc<Dimension> {
    let codes = codes.iter().map(|code| CodeEntry::bare(Code::new(code).unwrap(), words(code))).collect();
    Arc::new(Dimension::bare(DimensionId::new(id).unwrap(), words(id), codes))
}

/// A site in a temporary folder with one record file of the columns `key,a,b,amount`, and its schema.
pub(in crate::confidential) struct Case {
    folder: tempfile::TempDir,
    pub(in crate::confidential) catalog: Catalog,
    pub(in crate::confidential) protection: Protection,
    pub(in crate::confidential) sink: Sink,
}

impl Case {
    /// Codes of `a` are a0 … , of `b` b0 …; `amount` has two decimals; `key` and `amount` may be empty.
    pub(in crate::confidential) fn new(text: impl AsRef<[u8]>, codes: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let mut file = std::fs::File::create(folder.path().join("data/r.csv")).unwrap();
        std::io::Write::write_all(&mut file, text.as_ref()).unwrap();
        let list = |name: &str| {
            let codes: Vec<String> = (0..codes).map(|i| format!("{name}{i}")).collect();
            dimension(name, &codes.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let (a, b) = (list("a"), list("b"));
        let column = |name: &str, optional, kind| ColumnSpec { name: name.to_owned(), kind, optional };
        let records = RecordsSpec {
            id: Slug::new("r").unwrap(),
            file: "r.csv".into(),
            counted: false,
            synthetic: true,
            person: Some("key".to_owned()),
            holding: None,
            cities: None,
            columns: vec![
                column("key", true, ColumnKind::Key),
                column("a", false, ColumnKind::Dimension(Arc::clone(&a))),
                column("b", false, ColumnKind::Dimension(Arc::clone(&b))),
                column("amount", true, ColumnKind::Decimal(2)),
            ],
        };
        let cube = CubeSpec {
            id: CubeId::new("cube").unwrap(),
            records: 0,
            filter: Vec::new(),
            dimensions: vec![("a".to_owned(), a), ("b".to_owned(), b)],
            measures: vec![
                measure("rows", MeasureKind::Rows),
                measure("persons", MeasureKind::Distinct),
                measure("amount", MeasureKind::Sum("amount".to_owned())),
            ],
            threshold: 0,
            class: None,
        };
        let catalog = Catalog {
            units: BTreeMap::new(),
            dimensions: BTreeMap::new(),
            places: None,
            indicators: Vec::new(),
            indicator_groups: Vec::new(),
            disclosure_classes: Vec::new(),
            records: vec![records],
            cubes: vec![cube],
            datasets: Vec::new(),
        };
        Self { folder, catalog, protection: Protection::default(), sink: Sink::new() }
    }

    /// Makes a code of a column the sum of others too.
    pub(in crate::confidential) fn group(&mut self, column: &str, group: usize, of: &[usize]) {
        let grouped = |dimension: &Arc<Dimension>| {
            let mut dimension = (**dimension).clone();
            dimension.codes[group].of = of.iter().map(|at| dimension.codes[*at].code.clone()).collect();
            Arc::new(dimension)
        };
        for declared in self.catalog.records[0].columns.iter_mut().filter(|declared| declared.name == column) {
            if let ColumnKind::Dimension(dimension) = &mut declared.kind {
                *dimension = grouped(dimension);
            }
        }
        for (_, dimension) in
            self.catalog.cubes.iter_mut().flat_map(|cube| &mut cube.dimensions).filter(|(name, _)| name == column)
        {
            *dimension = grouped(dimension);
        }
    }

    /// One more column of the file.
    pub(in crate::confidential) fn column(&mut self, name: &str, kind: ColumnKind) {
        self.catalog.records[0].columns.push(ColumnSpec { name: name.to_owned(), kind, optional: true });
    }

    /// The settings of the cube, to be changed.
    pub(in crate::confidential) fn settings(&mut self) -> &mut CubeProtection {
        let id = self.catalog.cubes[0].id.clone();
        self.protection.cubes.entry(id).or_default()
    }

    /// Without a person column; no distinct measure then.
    pub(in crate::confidential) fn without_persons(mut self) -> Self {
        self.catalog.records[0].person = None;
        self.catalog.cubes[0].measures.remove(1);
        self
    }

    /// Writes a file of the site that its owner alone may read.
    pub(in crate::confidential) fn put(&self, path: &str, text: &str) {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let path = self.folder.path().join(path);
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Adds rows to a file.
    pub(in crate::confidential) fn append(&self, path: &str, text: &str) {
        let mut file = std::fs::OpenOptions::new().append(true).open(self.folder.path().join(path)).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    }

    pub(in crate::confidential) fn root(&self) -> Root {
        Root::open(self.folder.path()).unwrap()
    }

    /// The whole way to the release.
    pub(in crate::confidential) fn prepare(&self, workers: usize) -> Option<Release> {
        prepare_on(workers, &self.root(), &self.catalog, &self.protection, &[], &self.sink, &Silent).ok()
    }

    /// Rule, row, column and English message of every finding.
    pub(in crate::confidential) fn found(&self) -> Vec<String> {
        let one = |d: &Diagnostic| {
            let place = match d.places.first() {
                Some((Place::Cell { file: _, row, column }, _)) => format!(" {row}:{column}"),
                _ => String::new(),
            };
            format!("{}{place}: {}", d.rule.id, d.message.get(Tongue::En))
        };
        self.sink.sorted().iter().map(one).collect()
    }
}

fn measure(id: &str, kind: MeasureKind) -> MeasureSpec {
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    let unit = Unit {
        code: Code::new("x").unwrap(),
        kind: UnitKind::Other,
        words: Localized::from_fn(&languages, |_| BTreeMap::new()),
        name: words("x"),
    };
    MeasureSpec { id: Slug::new(id).unwrap(), name: words(id), unit: Arc::new(unit), kind }
}
