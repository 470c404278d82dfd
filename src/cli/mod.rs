//! The shell: arguments, terminal, one file per command.
//!
//! Exit codes: 0 done, 1 the site has errors, 2 the command was wrong, 101 a bug of ours.

mod args;
mod audit;
mod build;
mod bundle;
mod changes;
mod compare;
mod correct;
mod explain;
mod export;
mod facts;
mod help;
mod import;
mod migrate;
mod new;
mod pia;
mod protect;
mod records;
mod reference;
mod release;
mod report;
mod rollup;
#[cfg(feature = "serve")]
mod serve;
mod template;
mod theme;
mod translated;
mod ui;
mod usage;
mod withdraw;
mod words;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::diag::{Diagnostic, Rule, Tongue};
use crate::say;
use args::{Cli, Command, Common, ReferenceFormat};
use ui::Ui;

pub use explain::all_rules;
pub use reference::{markdown as reference, severity};

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &NO_SITE,
    &BAD_DATE,
    &BAD_ADDRESS,
    &INTERRUPTED,
    &NOT_EMPTY,
    &NO_RULE,
    &PORT,
    &usage::USAGE,
    &correct::WRONG,
    &export::WRONG,
    &import::WRONG,
    &records::WRONG,
    &template::WRONG,
    &theme::WRONG,
    &words::WRONG,
];

static NO_SITE: Rule = Rule {
    id: "cli/no-site",
    title: ("这里没有站点", "there is no site here"),
    explain: (
        "站点目录里必须有 `content/site.toml`。请进入站点目录再运行，或用 `--root` 指明；还没有站点时，用 `shanwai new 目录` 新建一个。",
        "A site's folder holds `content/site.toml`. Run the command inside it, or name it with `--root`; without a site yet, make one with `shanwai new FOLDER`.",
    ),
};
static BAD_DATE: Rule = Rule {
    id: "cli/bad-date",
    title: ("日期写法不对", "a date is not written as a date"),
    explain: (
        "日期写成四位年、两位月、两位日，如 `2025-03-01`。",
        "A date is written as year, month and day, such as `2025-03-01`.",
    ),
};
static INTERRUPTED: Rule = Rule {
    id: "cli/interrupted",
    title: ("构建被中断", "the build was interrupted"),
    explain: (
        "按下 Ctrl-C 后构建停止。已发布的 `public/` 保持原样，下次构建会清理剩下的临时文件。",
        "The build stopped on Ctrl-C. The published `public/` is as it was; the next build clears what was left over.",
    ),
};
static NOT_EMPTY: Rule = Rule {
    id: "cli/not-empty",
    title: ("目录里已经有文件", "the folder holds files"),
    explain: (
        "`shanwai new` 只写入空目录或还不存在的目录，以免盖掉您的文件。",
        "`shanwai new` writes into an empty or a new folder only, so that nothing of yours is overwritten.",
    ),
};
static BAD_ADDRESS: Rule = Rule {
    id: "cli/address",
    title: ("网址写法不对", "the address cannot be read"),
    explain: (
        "`--base-url` 写网站的正式地址，以 `https://` 或 `http://` 开头，可以带路径，不带 `?` 和 `#`。",
        "`--base-url` is the public address of the site. It begins with `https://` or `http://` and may have a path, but neither `?` nor `#`.",
    ),
};
static NO_RULE: Rule = Rule {
    id: "cli/unknown-id",
    title: ("没有这个提示编号", "there is no such diagnostic"),
    explain: ("不带编号运行 `shanwai explain`，会列出全部编号。", "Run `shanwai explain` without an id to list them all."),
};
static PORT: Rule = Rule {
    id: "cli/port-taken",
    title: ("端口不能用", "the port cannot be used"),
    explain: (
        "另一个程序占用了这个端口，或没有权限使用它。请用 `--port` 换一个，如 `--port 4311`。",
        "Another program holds the port, or there is no permission to use it. Choose another, such as `--port 4311`.",
    ),
};

/// Runs the program on the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&typed) {
        Ok(cli) => cli,
        Err(error) => return not_run(&typed, error),
    };
    let found = find_root(cli.common.root.as_deref());
    let ui = Ui::new(&cli.common, tongue_of(&cli.common, found.as_deref()));
    let outcome = match cli.command {
        Command::New(args) => new::run(&ui, &args),
        Command::Audit(args) => Ok(audit::run(&ui, &args)),
        Command::Compare { left, right } => Ok(compare::run(&ui, &left, right.as_deref())),
        Command::Explain { all: true, format: ReferenceFormat::Md, examples, .. } => {
            ui.out(&reference::markdown(ui.tongue, examples.as_deref()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { id, .. } => explain::run(&ui, id.as_deref()),
        Command::Completions { shell } => completions(&ui, shell),
        Command::Man => man(&ui),
        Command::Protect { case: Some(case), output, iterations, .. } => protect::case(&ui, &case, output.as_deref(), iterations),
        Command::Protect { compare: Some(folder), iterations, .. } => protect::compare(&ui, &folder, iterations),
        command => match found {
            None => Err(no_site(cli.common.root.as_deref())),
            Some(root) => with_site(&ui, &root, command),
        },
    };
    match outcome {
        Ok(code) => code,
        Err(wrong) => {
            ui.show(&[wrong]);
            ExitCode::from(2)
        }
    }
}

/// `Err`: the command itself was wrong.
fn with_site(ui: &Ui, root: &Path, command: Command) -> Result<ExitCode, Diagnostic> {
    match command {
        Command::Build { build, out } => build::build(ui, root, &build, out),
        Command::Check { withdrawn: true, out, .. } => Ok(withdraw::check(ui, root, out)),
        Command::Check { build, report, external, .. } => build::check(ui, root, &build, report, external),
        Command::Press { file, title } => Ok(withdraw::press(ui, root, &file, &title)),
        Command::Withdraw { id } => Ok(withdraw::run(ui, root, &id)),
        Command::Translated { pages, all } => Ok(translated::run(ui, root, &pages, all)),
        Command::Bundle { build, bundle: args } => bundle::run(ui, root, &build, &args),
        Command::Export { build, export: args } => export::run(ui, root, &build, &args),
        Command::Pia { build, pia: args } => pia::run(ui, root, &build, &args),
        #[cfg(feature = "serve")]
        Command::Serve { build, out, host, port } => serve::run(ui, root, &build, out, host, port),
        Command::Release { release: args } => release::run(ui, root, &args),
        Command::Diff(args) => Ok(release::diff(ui, root, &args)),
        Command::Sign(args) => release::sign(ui, root, &args),
        Command::Correct(args) => correct::run(ui, root, &args),
        Command::Protect { .. } => report::run(ui, root),
        Command::Rollup(args) => rollup::run(ui, root, &args),
        Command::Import(args) => import::run(ui, root, &args),
        Command::Migrate { write } => migrate::run(ui, root, write),
        Command::Records { what } => records::run(ui, root, &what),
        Command::Template(args) => template::run(ui, root, &args),
        Command::Theme { files } => theme::run(ui, root, &files),
        Command::Words { language } => words::run(ui, root, &language),
        Command::Facts { filter } => Ok(facts::run(ui, root, filter.as_deref())),
        Command::New(_)
        | Command::Audit(_)
        | Command::Compare { .. }
        | Command::Explain { .. }
        | Command::Completions { .. }
        | Command::Man => {
            unreachable!("commands without a site are run before")
        }
    }
}

/// The folder given, or the nearest one upwards from here that holds `content/site.toml`.
fn find_root(given: Option<&Path>) -> Option<PathBuf> {
    let holds = |dir: &Path| dir.join("content/site.toml").is_file();
    match given {
        Some(dir) => holds(dir).then(|| dir.to_path_buf()),
        None => std::env::current_dir().ok()?.ancestors().find(|dir| holds(dir)).map(Path::to_path_buf),
    }
}

fn no_site(given: Option<&Path>) -> Diagnostic {
    let diagnostic = match given {
        Some(dir) => {
            let shown = dir.display();
            Diagnostic::error(&NO_SITE, say!("`{shown}` 里没有 `content/site.toml`", "`{shown}` holds no `content/site.toml`"))
        }
        None => Diagnostic::error(
            &NO_SITE,
            say!("这里和上级目录里都没有 `content/site.toml`", "neither this folder nor one above it holds `content/site.toml`"),
        ),
    };
    diagnostic.help(say!(
        "进入站点目录，或用 `--root 目录` 指明；新建站点用 `shanwai new 目录`",
        "go to a site's folder, or name it with `--root DIR`; make a site with `shanwai new DIR`"
    ))
}

/// The command line with its help in one language.
fn command(tongue: Tongue) -> clap::Command {
    help::command(Cli::command(), tongue)
}

/// Help and version that were asked for, or what is wrong with the command. It is read once more, with the words of one language:
/// commands that run need none.
fn not_run(typed: &[OsString], error: clap::Error) -> ExitCode {
    let spoken = Common::glimpsed(typed);
    let tongue = tongue_of(&spoken, find_root(spoken.root.as_deref()).as_deref());
    let (ui, error) = (Ui::new(&spoken, tongue), command(tongue).try_get_matches_from(typed).err().unwrap_or(error));
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_help {
        ui.help(&error.render(), error.use_stderr());
    } else {
        ui.show(&[usage::told(&error)]);
    }
    ExitCode::from(u8::from(error.use_stderr()) * 2)
}

/// The language that was asked for; else Chinese when the site's default language is Chinese, or when there is no site and the terminal
/// speaks Chinese.
fn tongue_of(spoken: &Common, root: Option<&Path>) -> Tongue {
    if let Some(lang) = spoken.lang {
        return lang.into();
    }
    let default = root
        .and_then(|root| crate::files::Root::open(root).ok())
        .and_then(|root| root.read("content/site.toml").ok())
        .and_then(|source| crate::config::default_language(source.text()));
    let chinese = match default {
        Some(lang) => lang.starts_with("zh"),
        None => ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .is_some_and(|value| value.starts_with("zh")),
    };
    if chinese { Tongue::Zh } else { Tongue::En }
}

fn completions(ui: &Ui, shell: clap_complete::Shell) -> Result<ExitCode, Diagnostic> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(ui.tongue), "shanwai", &mut script);
    ui.out(&String::from_utf8_lossy(&script));
    Ok(ExitCode::SUCCESS)
}

fn man(ui: &Ui) -> Result<ExitCode, Diagnostic> {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command(ui.tongue)).render(&mut page);
    ui.out(&String::from_utf8_lossy(&page));
    Ok(ExitCode::SUCCESS)
}
