//! A plan is called a plan wherever its figure or its name may stand alone: in citations, descriptions, links that are shared.

use crate::compose::voice::Voice;
use crate::facts::Fact;
use crate::prose::says_plan;

/// The figure of a statistic in words; of a plan with the word for it (`计划600名`), unless what stands `beside` has it already.
#[must_use]
pub fn figure(voice: &Voice, fact: &Fact, beside: &[&str]) -> String {
    let text = voice.wording.quantity(&fact.quantity).full;
    if fact.is_planned() { called(voice, "planned-figure", &text, beside) } else { text }
}

/// The name of a statistic; of a plan with the word for it, unless it or what stands `beside` has it already.
#[must_use]
pub fn name(voice: &Voice, fact: &Fact, beside: &[&str]) -> String {
    let label = super::fact::label(voice, fact);
    if fact.is_planned() { called(voice, "planned-name", &label, beside) } else { label }
}

/// For when something is planned: `2025年计划`, `planned for 2025`.
#[must_use]
pub fn time(voice: &Voice, fact: &Fact) -> String {
    let period = &fact.spec.period;
    if let Some(year) = period.whole_year() {
        return voice.with("planned-year", &[("year", &year.to_string())]);
    }
    let label = period.label.get(&voice.lang);
    if says(voice, label) { label.clone() } else { voice.with("planned-period", &[("period", label)]) }
}

/// A text with the word for a plan, which it or what stands `beside` may have already.
#[must_use]
pub fn called(voice: &Voice, key: &str, text: &str, beside: &[&str]) -> String {
    if says(voice, text) || beside.iter().any(|text| says(voice, text)) {
        return text.to_owned();
    }
    voice.with(key, &[("text", text)])
}

/// Whether a text says that it is of a plan; in a language whose words of planning are not known, with its word for the status.
fn says(voice: &Voice, text: &str) -> bool {
    says_plan(text, &voice.lang).unwrap_or_else(|| text.to_lowercase().contains(&voice.word("status-plan").to_lowercase()))
}
