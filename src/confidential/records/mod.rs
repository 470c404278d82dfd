//! Records: CSV files read once, in blocks, on every core, and checked against their declared schema.
//!
//! Raw types here have neither `Debug` nor `Serialize`, and nothing here prints, logs or writes.

mod blocks;
mod codes;
mod faults;
mod number;
mod person;
mod rows;
pub(super) mod rules;
mod scan;
mod schema;
mod split;

pub(super) use blocks::MAX_RECORD;
pub(super) use person::Person;
pub(super) use rows::rows;
pub(super) use schema::Schema;

use std::sync::{Mutex, PoisonError};

use crate::config::RecordsSpec;
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::Root;
use crate::say;
use blocks::{Block, Blocks, Next};
use faults::{Fault, FaultKind, Faults, Whole};
use scan::Scanner;

/// One checked row: what cubes may need of it.
pub(super) struct Row {
    /// By slot: position in the code list + 1; 0 for an empty cell.
    pub(super) codes: Vec<u32>,
    /// By slot: the number times 10^places; 0 for an empty cell.
    pub(super) numbers: Vec<u64>,
    /// Whose row it is; [`Person::NONE`] when the file has no person column or the cell is empty.
    pub(super) person: Person,
    /// Who contributes: the holding if the row has one, else the person.
    pub(super) contributor: Person,
}

/// Takes rows in; one per worker.
pub(super) trait Fold: Send {
    fn row(&mut self, row: &Row);
}

/// Reads one record file and folds its rows, one fold per worker. Which worker sees which rows is left to chance.
///
/// Every fault goes to `sink`, with file, row and column and without the value; when there is one, the folds are not given out.
/// Cost: 10 million rows of 37 bytes, five-way cube included, take about 1.4 CPU seconds (`benches/cubes.rs`); memory is two
/// mebibytes a worker.
pub(super) fn read<F: Fold>(
    workers: usize,
    root: &Root,
    spec: &RecordsSpec,
    make: impl Fn(&Schema) -> F + Sync,
    sink: &Sink,
) -> Result<Vec<F>, Failed> {
    let path = std::path::Path::new("data").join(&spec.file);
    let file = root.open_file(&path).map_err(|error| sink.fail(not_opened(&error, &path)))?;
    let mut blocks = Blocks::new(file);
    let heading = match blocks.heading() {
        Ok(heading) => heading,
        Err(trouble) => return Err(faults::heading(&path, trouble, sink)),
    };
    let schema = Schema::new(spec, &path, &heading, sink)?;
    let shared = Mutex::new(blocks);
    let done: Vec<Done<F>> = std::thread::scope(|scope| {
        let start = || work(&shared, &schema, make(&schema));
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(start)).collect();
        let mut done = vec![start()];
        for other in others {
            done.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    let mut folds = Vec::with_capacity(done.len());
    let mut whole = Whole::new(&path, &schema);
    for one in done {
        whole.add(one.faults, &one.records);
        folds.push(one.fold);
    }
    whole.report(sink).map(|()| folds)
}

/// What one worker brings back.
struct Done<F> {
    fold: F,
    faults: Faults,
    /// How many records each of its blocks held.
    records: Vec<(usize, u64)>,
}

fn work<F: Fold>(shared: &Mutex<Blocks<crate::files::Stream>>, schema: &Schema, mut fold: F) -> Done<F> {
    let mut scanner = Scanner::new(schema);
    let mut records = Vec::new();
    let mut block = Block::new();
    loop {
        let next = shared.lock().unwrap_or_else(PoisonError::into_inner).next(&mut block);
        match next {
            Next::Block(index) => records.push((index, scanner.scan(index, &block, &mut fold))),
            Next::End => break,
            Next::TooLong(index) => scanner.faults.push(Fault::whole_record(index, 1, FaultKind::TooLong)),
            Next::Trouble(error) => scanner.faults.trouble(error),
        }
    }
    Done { fold, faults: scanner.faults, records }
}

/// A record file that cannot be opened. One below `data/private/` that is not there has not been imported yet.
fn not_opened(error: &crate::files::Error, path: &std::path::Path) -> Diagnostic {
    let told = error.diagnostic();
    if matches!(error, crate::files::Error::NotFound { .. }) && path.starts_with("data/private") {
        return told.help(say!(
            "还没有导入数据：先运行 `shanwai import 表格`",
            "nothing was imported yet: run `shanwai import TABLE` first"
        ));
    }
    told
}
