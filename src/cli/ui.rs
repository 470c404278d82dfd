//! The terminal: messages, colours, progress bars. The only place that prints.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Common, MessageFormat, MessageLang};
use crate::diag::{Diagnostic, Level, Progress, Text, Tongue, render};

impl From<MessageLang> for Tongue {
    fn from(lang: MessageLang) -> Self {
        match lang {
            MessageLang::Zh => Self::Zh,
            MessageLang::En => Self::En,
        }
    }
}

/// Whether colours are not wanted anywhere (<https://no-color.org>).
fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The terminal of one run.
pub(super) struct Ui {
    pub(super) tongue: Tongue,
    format: MessageFormat,
    quiet: bool,
    colour: bool,
    bar: Mutex<Option<ProgressBar>>,
    draws: bool,
}

impl Ui {
    pub(super) fn new(common: &Common, tongue: Tongue) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let human = common.message_format == MessageFormat::Human;
        Self {
            tongue,
            format: common.message_format,
            quiet: common.quiet,
            colour: terminal && !is_plain(),
            bar: Mutex::new(None),
            draws: terminal && human && !common.quiet,
        }
    }

    /// Shows diagnostics on standard error (as JSON on standard output).
    pub(super) fn show(&self, diagnostics: &[Diagnostic]) {
        self.clear();
        let shown: Vec<Diagnostic> = diagnostics.iter().filter(|d| !self.quiet || d.level == Level::Error).cloned().collect();
        if shown.is_empty() {
            return;
        }
        // Nothing that tells who a child is reaches a terminal or a log, whatever the message is about.
        let shown = crate::check::identifiers::veiled(&shown);
        match self.format {
            MessageFormat::Human => self.err(&render::human(&shown, self.tongue, self.colour)),
            MessageFormat::Json => {
                let lines: String = shown.iter().map(|d| render::json(d, self.tongue) + "\n").collect();
                self.out(&lines);
            }
        }
    }

    /// Says a line on standard error, unless quiet or for a machine.
    pub(super) fn say(&self, text: &Text) {
        self.clear();
        if !self.quiet && self.format == MessageFormat::Human {
            self.err(&format!("{}\n", text.get(self.tongue)));
        }
    }

    /// A question on standard error, without a line end: the answer follows it.
    pub(super) fn prompt(&self, text: &Text) {
        self.clear();
        self.err(text.get(self.tongue));
    }

    /// Prints what the command was asked for.
    pub(super) fn out(&self, text: &str) {
        // A closed pipe (`shanwai facts | head`) is no error of ours.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints help or the version: where it was asked for, on standard output.
    pub(super) fn help(&self, text: &clap::builder::StyledStr, is_error: bool) {
        let colour = if is_error { self.colour } else { std::io::stdout().is_terminal() && !is_plain() };
        let text = if colour { text.ansi().to_string() } else { text.to_string() };
        let text = super::help::finished(text.trim_end(), self.tongue) + "\n";
        if is_error { self.err(&text) } else { self.out(&text) }
    }

    fn err(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether messages go to a machine.
    pub(super) fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    fn clear(&self) {
        if let Some(bar) = self.bar().take() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> std::sync::MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Progress for Ui {
    fn stage(&self, name: &'static str, total: u64) {
        if !self.draws {
            return;
        }
        self.clear();
        let bar = ProgressBar::new(total);
        let form = if total == 0 { "{spinner} {msg}" } else { "{msg:12} {bar:32} {pos}/{len}" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style.progress_chars("━━ "));
        }
        bar.set_message(stage_name(name, self.tongue));
        *self.bar() = Some(bar);
    }

    fn tick(&self) {
        if let Some(bar) = self.bar().as_ref() {
            bar.inc(1);
        }
    }
}

fn stage_name(name: &'static str, tongue: Tongue) -> &'static str {
    match (tongue, name) {
        (Tongue::Zh, "records") => "读取记录",
        (Tongue::Zh, "pages") => "生成页面",
        (Tongue::Zh, "publish") => "写入文件",
        (_, other) => other,
    }
}
