//! The repository's own site, spoilt on purpose: the gate's attack must see every figure that is let out by mistake.

use std::path::Path;

use crate::confidential::cube::aggregate;
use crate::confidential::gate;
use crate::confidential::protect::Status;
use crate::confidential::system::{Kind, link};
use crate::confidential::withhold::{self, Candidate};
use crate::config::{self, Settings};
use crate::diag::Sink;
use crate::files::Root;

fn huaihua() -> (Root, Settings) {
    let root = Root::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let settings = config::load(&root, &Sink::new()).unwrap_or_else(|_| panic!("the site's settings are sound"));
    (root, settings)
}

/// Every record file of the site with what is withheld of it.
fn candidates<'a>(root: &Root, settings: &'a Settings) -> Vec<Candidate<'a>> {
    let (catalog, sink) = (&settings.catalog, Sink::new());
    let one = |(index, spec)| {
        let wanted: Vec<_> = catalog.cubes_of(index).collect();
        let counted = withhold::wanted(&wanted, &settings.protection);
        let (cubes, joint) = aggregate(2, root, spec, &counted, &|_| 0, &sink)?;
        let linked = link(spec, cubes, joint, &settings.protection).ok()?;
        withhold::choose(linked, &[], &settings.protection).ok()
    };
    let made = catalog.records.iter().enumerate().filter_map(one).collect();
    assert!(sink.check().is_ok());
    made
}

/// By mistake published, every so many-th secondary figure of a system with many: how many were tried, how many go unseen.
fn published_again(candidate: &mut Candidate<'_>, index: usize, settings: &Settings) -> (usize, usize) {
    let columns = 0..candidate.linked.figures[index].cells.len();
    let secondary: Vec<usize> = columns.filter(|column| candidate.choices[index].status(*column) == Status::Secondary).collect();
    let (mut tried, mut unseen) = (0, 0);
    for column in secondary.iter().step_by(secondary.len().div_ceil(20).max(1)) {
        candidate.choices[index].withheld[*column] = false;
        tried += 1;
        unseen += usize::from(gate::attacked(candidate, index, &settings.protection).outcome.is_safe());
        candidate.choices[index].withheld[*column] = true;
    }
    (tried, unseen)
}

/// Where persons are counted, a set of programmes, ages and years is often that of one child alone. The rule for inner cells of one
/// then withholds more than the reader of all tables could take apart, though not more than such a child could: 57 of the 92
/// secondary figures of persons are of this kind. Everywhere else each figure that is withheld is needed.
#[test]
fn secondary_figures_of_the_site_are_needed_and_the_gate_sees_when_they_are_published() {
    let (root, settings) = huaihua();
    let (mut systems, mut leaking, mut tried) = (0, 0, 0);
    for mut candidate in candidates(&root, &settings) {
        for index in 0..candidate.choices.len() {
            assert!(gate::attacked(&candidate, index, &settings.protection).outcome.is_safe(), "the pattern itself is safe");
            let broken: Vec<bool> = candidate.choices[index].broken.iter().map(|broken| broken.any()).collect();
            if !broken.contains(&true) {
                continue;
            }
            let (again, unseen) = published_again(&mut candidate, index, &settings);
            tried += again;
            if candidate.linked.figures[index].kind == Kind::Persons {
                assert!(unseen * 4 <= again * 3, "{unseen} of {again} unseen");
            } else {
                assert_eq!(unseen, 0, "of {again}");
            }
            // With primary figures alone withheld.
            candidate.choices[index].withheld = broken;
            systems += 1;
            leaking += usize::from(!gate::attacked(&candidate, index, &settings.protection).outcome.is_safe());
        }
    }
    assert!(tried > 30, "{tried} figures");
    assert!(systems > 2 && leaking == systems, "{leaking} of {systems} systems");
}
