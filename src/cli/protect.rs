//! `protect`: cases of disclosure control, protected one by one or compared with the peer's patterns.

use std::path::Path;
use std::process::ExitCode;

use super::build::report;
use super::ui::Ui;
use crate::confidential::{CaseReport, run_case};
use crate::diag::{Diagnostic, Sink};
use crate::files;

/// Protects one case; the answer goes to a file or to the terminal.
pub(super) fn case(ui: &Ui, case: &Path, output: Option<&Path>, iterations: u32) -> Result<ExitCode, Diagnostic> {
    let text = files::read_named(case).map_err(|error| error.diagnostic())?;
    let sink = Sink::new();
    let Ok(answer) = run_case(case, &text, iterations, &sink) else { return Ok(report(ui, &sink, None, None)) };
    match output {
        Some(path) => files::write_named(path, answer.json.as_bytes()).map_err(|error| error.diagnostic())?,
        None => ui.out(&answer.json),
    }
    Ok(ExitCode::SUCCESS)
}

/// Protects every case of a folder and prints the table that `docs/methods/ratios.en.md` holds.
pub(super) fn compare(ui: &Ui, folder: &Path, iterations: u32) -> Result<ExitCode, Diagnostic> {
    let mut table = String::from(HEADING);
    let (mut counts, mut sums) = (Totals::default(), Totals::default());
    for path in files::list_named(folder, "json").map_err(|error| error.diagnostic())? {
        let text = files::read_named(&path).map_err(|error| error.diagnostic())?;
        let sink = Sink::new();
        let Ok(answer) = run_case(&path, &text, iterations, &sink) else { return Ok(report(ui, &sink, None, None)) };
        let peer = Peer::read(&text);
        table.push_str(&if peer.counts { &mut counts } else { &mut sums }.line(&answer, &peer));
    }
    ui.out(&table);
    // Persons and money do not add up.
    ui.out(&counts.last("counts, where the peer is safe"));
    ui.out(&sums.last("money, where the peer is safe"));
    Ok(ExitCode::SUCCESS)
}

const HEADING: &str = "\
| case | primary | secondary: peer | first | searched | ratio | sum: peer | first | searched | ratio | rounds | cuts | peer safe |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
";

/// What a case file tells of the peer.
struct Peer {
    secondary: f64,
    sum: f64,
    safe: bool,
    /// Whether the case counts persons; else it adds up contributions.
    counts: bool,
}

impl Peer {
    fn read(text: &[u8]) -> Self {
        let document: serde_json::Value = serde_json::from_slice(text).unwrap_or_default();
        let peer = &document["peer"];
        let number = |value: &serde_json::Value| value.as_f64().unwrap_or(0.0);
        let safe = &peer["safe"];
        let safe = safe["base"] == true && safe["insider"] != false && number(&safe["public_zeros_pinned"]) == 0.0;
        Self {
            secondary: number(&peer["n_secondary"]),
            sum: number(&peer["secondary_sum"]),
            safe,
            counts: document["kind"] == "frequency",
        }
    }
}

/// Sums over the cases in which the peer's pattern is safe.
#[derive(Default)]
struct Totals {
    peer: (f64, f64),
    first: (f64, f64),
    searched: (f64, f64),
    /// The mean of the ratios of sums, which no single large case decides.
    ratios: Vec<f64>,
}

impl Totals {
    fn line(&mut self, answer: &CaseReport, peer: &Peer) -> String {
        let (first, searched) = answer.secondary;
        let (first_sum, searched_sum) = answer.secondary_sum;
        if peer.safe {
            for (total, cells, sum) in [
                (&mut self.peer, peer.secondary, peer.sum),
                (&mut self.first, first as f64, first_sum),
                (&mut self.searched, searched as f64, searched_sum),
            ] {
                total.0 += cells;
                total.1 += sum;
            }
            if peer.sum > 0.0 {
                self.ratios.push(searched_sum / peer.sum);
            }
        }
        format!(
            "| {} | {} | {} | {first} | {searched} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            answer.id,
            answer.primary,
            peer.secondary,
            ratio(searched as f64, peer.secondary),
            plain(peer.sum),
            plain(first_sum),
            plain(searched_sum),
            ratio(searched_sum, peer.sum),
            answer.rounds,
            answer.cuts,
            if peer.safe { "yes" } else { "no" },
        )
    }

    fn last(&self, name: &str) -> String {
        let mean = self.ratios.iter().sum::<f64>() / (self.ratios.len().max(1) as f64);
        format!(
            "| {name} |  | {} | {} | {} | {} | {} | {} | {} | {} |  |  | mean ratio of sums {mean:.3} |\n",
            self.peer.0,
            self.first.0,
            self.searched.0,
            ratio(self.searched.0, self.peer.0),
            plain(self.peer.1),
            plain(self.first.1),
            plain(self.searched.1),
            ratio(self.searched.1, self.peer.1),
        )
    }
}

fn ratio(ours: f64, peer: f64) -> String {
    if peer > 0.0 { format!("{:.3}", ours / peer) } else { "–".to_owned() }
}

fn plain(sum: f64) -> String {
    let rounded = (sum * 10.0).round() / 10.0;
    format!("{rounded}")
}
