//! How sure the register is of its figures, as counts of their kinds.

use crate::compose::Desk;
use crate::compose::voice::Voice;
use crate::config::Status;
use crate::facts::Fact;
use crate::theme::views::Tally;

/// Pages that say more of a kind, in a site that has them.
const MORE: [(&str, &str); 4] = [("registered", "s/"), ("plan", "reading/"), ("reported", "reading/"), ("caution", "gaps/")];

/// The figures of the register, all of them first, then by kind; a kind without figures is left out.
#[must_use]
pub fn of_register(desk: &Desk, voice: &Voice, from: &str) -> Vec<Tally> {
    let count = |kind: &str| desk.book.iter().filter(|fact| belongs(kind, fact)).count();
    let kinds = ["registered", "result", "plan", "reported", "withheld", "caution"];
    let counted = kinds.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0);
    counted
        .map(|(kind, count)| Tally {
            kind,
            count: count.to_string(),
            label: voice.with(&format!("tally-{kind}"), &[("count", &count.to_string())]),
            href: more(desk, voice, from, kind),
        })
        .collect()
}

fn belongs(kind: &str, fact: &Fact) -> bool {
    match kind {
        "registered" => true,
        "result" => fact.spec.status == Status::Result,
        "plan" => matches!(fact.spec.status, Status::Plan | Status::Quota),
        "reported" => fact.spec.status == Status::AsReported,
        "withheld" => fact.spec.status == Status::Withheld,
        _ => !fact.spec.notes.is_empty() || !fact.spec.conflicts.is_empty(),
    }
}

/// The first page of a kind that the site has; empty when it has none.
fn more(desk: &Desk, voice: &Voice, from: &str, kind: &str) -> String {
    let page = MORE.into_iter().find(|(of, address)| *of == kind && desk.atlas.has(address));
    page.map_or_else(String::new, |(_, address)| desk.atlas.link(from, address, &voice.lang))
}
