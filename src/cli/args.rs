//! The command line as typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 山外：把去标识化的项目数据和故事变成公开的双语统计网站 · shanwai turns anonymised programme metrics and stories into a public bilingual site
#[derive(Debug, Parser)]
#[command(name = "shanwai", version, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// 站点目录，默认从当前目录向上找 content/site.toml · The site's folder; by default found upwards from here
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// 提示信息的语言，默认取站点的默认语言 · Language of messages; by default the site's own
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<MessageLang>,
    /// 提示信息的格式 · Form of messages: for people, or one JSON object a line
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORM")]
    pub(super) message_format: MessageFormat,
    /// 只输出错误 · Print errors only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

impl Common {
    /// What can be seen of it in a command line that was not parsed yet, or could not be: messages about that are the user's too.
    pub(super) fn glimpsed(typed: &[OsString]) -> Self {
        let words: Vec<&str> = typed.iter().map(|word| word.to_str().unwrap_or_default()).collect();
        let value = |option: &str| {
            let joined = words.iter().find_map(|word| word.strip_prefix(option)?.strip_prefix('='));
            joined.or_else(|| words.iter().skip_while(|word| **word != option).nth(1).copied())
        };
        Self {
            root: value("--root").map(PathBuf::from),
            lang: value("--lang").and_then(|lang| MessageLang::from_str(lang, false).ok()),
            message_format: value("--message-format")
                .and_then(|form| MessageFormat::from_str(form, false).ok())
                .unwrap_or(MessageFormat::Human),
            quiet: words.iter().any(|word| matches!(*word, "--quiet" | "-q")),
        }
    }
}

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageLang {
    /// 中文
    Zh,
    /// English
    En,
}

/// Form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// 供人阅读 · For people
    Human,
    /// 每行一个 JSON 对象 · One JSON object a line
    Json,
}

/// Extra demands on a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Profile {
    /// 政府网站：页脚缺项给出警告 · A government site: warns of what its footer lacks
    Gov,
}

/// What a build is told.
#[derive(Clone, Debug, Args)]
pub(super) struct BuildArgs {
    /// 写在页面上的日期 · The date shown on the pages, such as 2025-03-01; never the clock
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// 网站的正式地址，代替 site.toml 里的 · The public address, instead of that in site.toml
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// 附加要求 · Extra demands
    #[arg(long, value_enum)]
    pub(super) profile: Option<Profile>,
}

/// What a release is told.
#[derive(Clone, Debug, Args)]
pub(super) struct ReleaseArgs {
    /// 版本号，如 2025.1 · Its version, such as 2025.1
    pub(super) version: String,
    /// 发布日期 · The day it is published, such as 2025-03-01
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: String,
    /// 备注 · A remark
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// 在这一天以前不公布 · Not published before this day
    #[arg(long, value_name = "DATE")]
    pub(super) publish_after: Option<String>,
    /// 只列出改动和最小的版本号 · Only list the changes and the least version
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// What a comparison is told.
#[derive(Clone, Debug, Args)]
pub(super) struct DiffArgs {
    /// 旧的一版，或 now · The old release, or now
    pub(super) old: String,
    /// 新的一版，或 now（现在会公布的） · The new release, or now: what would be published
    pub(super) new: String,
    /// 输出格式 · How it is written
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: DiffFormat,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DiffFormat {
    /// 每项改动一行 · One line for each change
    Text,
    /// 一个文件 · One document
    Json,
    /// 每项改动一条记录 · One row for each change
    Csv,
}

/// What a sign-off is told.
#[derive(Clone, Debug, Args)]
pub(super) struct SignArgs {
    /// 版本号 · The release
    pub(super) version: String,
    /// 签署人姓名 · Who signs
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,
    /// 职务 · In what office
    #[arg(long, value_name = "ROLE")]
    pub(super) role: String,
    /// 签署日期 · The day
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: String,
}

/// What a correction is told.
#[derive(Clone, Debug, Args)]
pub(super) struct CorrectArgs {
    /// 数字的编号 · The id of the statistic
    pub(super) fact: String,
    /// 原来公布的数 · What was published
    #[arg(long, value_name = "TEXT")]
    pub(super) old: Option<String>,
    /// 现在的数 · What it is now
    #[arg(long, value_name = "TEXT")]
    pub(super) new: Option<String>,
    /// 种类：更新、修订、更正、撤下 · What kind of change
    #[arg(long, value_parser = ["update", "revision", "correction", "withdrawal"])]
    pub(super) kind: Option<String>,
    /// 原因，每种语言一条，如 zh=录入错误 · The reason, once for each language, such as en="a slip in typing"
    #[arg(long, value_name = "LANG=TEXT")]
    pub(super) reason: Vec<String>,
    /// 更正日期 · The day
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
}

/// What an attack on tables is told. Whatever is left out is found out from the tables.
#[derive(Clone, Debug, Args)]
pub(super) struct AuditArgs {
    /// 要检验的 CSV 表；几张表合在一起检验 · The tables, CSV; several are attacked together
    #[arg(required = true, value_name = "TABLE")]
    pub(super) tables: Vec<PathBuf>,
    /// 哪个代码是合计，如 性别=合计 · A code that is a total, such as sex=Total
    #[arg(long, value_name = "COLUMN=CODE")]
    pub(super) total: Vec<String>,
    /// 分组列 · The columns that break the table down
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(super) by: Vec<String>,
    /// 数值列 · The columns of values
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(super) value: Vec<String>,
    /// 说明数值为什么缺的列 · The columns that say why a value is missing
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(super) status: Vec<String>,
    /// 一个标记的意思 · What a mark means: TEXT=withheld or TEXT=absent
    #[arg(long, value_name = "TEXT=MEANING")]
    pub(super) mark: Vec<String>,
    /// 单位列，不同单位不相加 · The column of units, which are never added up
    #[arg(long, value_name = "COLUMN")]
    pub(super) unit: Option<String>,
    /// 公布时取整的单位，0 表示没有取整 · The unit that values were rounded to; 0 when they are exact
    #[arg(long, value_name = "N")]
    pub(super) rounding: Option<String>,
    /// 隐去的值至少是多少 · The least that a withheld value can be
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=1_000_000))]
    pub(super) minimum: Option<i64>,
    /// 范围不宽于 N 的也报告，默认只报告唯一的数 · Report intervals of at most N too; by default only single values
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) width: u32,
}

/// What a new site is told.
#[derive(Clone, Debug, Args)]
#[command(group(clap::ArgGroup::new("place").multiple(true).args(["province", "city"])))]
pub(super) struct NewArgs {
    /// 新目录 · The new folder
    pub(super) dir: PathBuf,
    /// 省，代码或名称，如 43、湖南；不写 --city 则建省级汇总站点 · Its province: code or name, such as 43 or Hunan; the site of the whole province without --city
    #[arg(long, value_name = "CODE")]
    pub(super) province: Option<String>,
    /// 市州，代码或名称，如 4303、湘潭；两样都不写则建示例站点 · Its city: code or name, such as 4303 or Xiangtan; an example site without either
    #[arg(long, value_name = "CODE")]
    pub(super) city: Option<String>,
    /// 别的省的区划代码表，CSV · The list of divisions of another province, CSV
    #[arg(long, value_name = "FILE", requires = "place")]
    pub(super) divisions: Option<PathBuf>,
}

/// What a roll-up is told.
#[derive(Clone, Debug, Args)]
pub(super) struct RollupArgs {
    /// 汇总的日期；没到公布日子的版本不收 · The day it is made; releases held back beyond it are refused
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// 把汇总表和来源表写进这个文件夹 · Write the common tables and where each number came from into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// Where an impact assessment goes.
#[derive(Clone, Debug, Args)]
pub(super) struct PiaArgs {
    /// 写入的文件夹，默认 data/private/pia · The folder it is written into; data/private/pia of the site by default
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// How the reference of diagnostics is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReferenceFormat {
    /// Markdown.
    Md,
}

/// What an import is told.
#[derive(Clone, Debug, Args)]
pub(super) struct ImportArgs {
    /// 表格：XLSX、XLS 或 CSV · The table: XLSX, XLS or CSV
    pub(super) file: PathBuf,
    /// 导入成哪一份记录 · Which records of data/catalog.toml it becomes
    #[arg(long, value_name = "ID")]
    pub(super) records: Option<String>,
    /// 读哪一张工作表 · Which sheet is read
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// 声明的列取自表格的哪一列 · Which column of the table a declared one comes from
    #[arg(long, value_name = "COLUMN=HEADING")]
    pub(super) map: Vec<String>,
    /// 整个表都一样的列，如 county=430321 · A column that is the same in every row
    #[arg(long, value_name = "COLUMN=CODE")]
    pub(super) set: Vec<String>,
    /// 表格里的词是哪个代码 · Which code a word of the table means
    #[arg(long, value_name = "COLUMN:WORD=CODE")]
    pub(super) word: Vec<String>,
    /// 空格表示与上一行相同的列 · A column whose blanks mean the cell above
    #[arg(long, value_name = "HEADING")]
    pub(super) fill_down: Vec<String>,
    /// 约数照数字用的列 · A column whose approximate numbers are taken as they are
    #[arg(long, value_name = "HEADING")]
    pub(super) approximate: Vec<String>,
    /// 保留完全相同的行 · Keep rows that repeat another
    #[arg(long)]
    pub(super) keep_repeated: bool,
    /// 有错的行不要，其余照样导入 · Leave faulty rows out and import the others
    #[arg(long)]
    pub(super) skip_faulty: bool,
    /// 只检查，不写文件 · Judge only, write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// What a form is told.
#[derive(Clone, Debug, Args)]
pub(super) struct TemplateArgs {
    /// 写到哪个文件，以 .xlsx 结尾 · The file to write, ending with .xlsx
    pub(super) file: PathBuf,
    /// 收的是哪一份记录 · Which records of data/catalog.toml it is for
    #[arg(long, value_name = "ID")]
    pub(super) records: Option<String>,
    /// 表里用的语言，默认站点的全部语言；只要中文写 zh · Languages of the form, such as zh for Chinese alone; by default all of the site
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    pub(super) languages: Vec<String>,
}

/// What a bundle is told.
#[derive(Clone, Debug, Args)]
pub(super) struct BundleArgs {
    /// 输出目录，默认 bundle · Output folder, bundle by default
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// 再打成一个 ZIP，放在目录旁边 · Pack the folder into a ZIP beside it, too
    #[arg(long)]
    pub(super) zip: bool,
    /// 要带上的程序文件，如 shanwai.exe，可以写几次；默认是正在运行的这一个 · A program to take along, such as shanwai.exe; may be given several times; by default the one that runs
    #[arg(long, value_name = "FILE")]
    pub(super) program: Vec<PathBuf>,
}

/// What an export is told.
#[derive(Clone, Debug, Args)]
pub(super) struct ExportArgs {
    /// 各页的正文，贴进门户的内容管理系统 · The body of each page, for the portal's content system
    #[arg(long, required = true)]
    pub(super) fragment: bool,
    /// 输出目录，默认 fragments · Output folder, fragments by default
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// 站点文件夹放在哪里，链接和图片都指向那里，如 /etbz/；默认用网站的正式地址 · Where the site's folder lies, such as /children/; links and pictures lead there; by default the public address
    #[arg(long, value_name = "PATH")]
    pub(super) prefix: Option<String>,
    /// 只要这一页和它下面的各页，如 projects/；首页写 index；可以写几次 · Only this page and those below it, such as projects/; index for home; may be given several times
    #[arg(long, value_name = "PAGE")]
    pub(super) only: Vec<String>,
    /// 样式放在旁边的文件里，还是写进每一页 · Styles in a file beside, or inside each body
    #[arg(long, value_enum, default_value = "beside", value_name = "WHERE")]
    pub(super) style: Style,
    /// 不带大标题：门户的模板会印标题 · Without the main heading, where the portal's template prints the title
    #[arg(long)]
    pub(super) no_title: bool,
}

/// Where the styles of page bodies stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Style {
    /// 旁边的 shanwai.css · In shanwai.css beside
    Beside,
    /// 写进每一页 · Inside each body
    Inside,
}

/// What is done about records.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum RecordsCommand {
    /// 打印在数据仓库里计数的查询；结果代替记录 · Print the query that counts records in a warehouse; its result stands in for them
    Sql {
        /// 哪一份记录，默认全部 · Which records of data/catalog.toml; all by default
        records: Option<String>,
        /// 仓库用的引擎 · The engine of the warehouse
        #[arg(long, value_enum, default_value = "postgresql")]
        dialect: SqlDialect,
        /// 仓库里的表名，默认与记录同名，可带模式名 · The table there, such as base.visits; by default named as the records are
        #[arg(long, value_name = "TABLE", requires = "records")]
        table: Option<String>,
    },
}

/// Engines that queries are printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SqlDialect {
    /// PostgreSQL
    Postgresql,
    /// DuckDB
    Duckdb,
    /// Spark SQL
    Spark,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 构建站点，写入 public/ · Build the site into public/
    Build {
        #[command(flatten)]
        build: BuildArgs,
        /// 输出目录，默认 public · Output folder, public by default
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// 做构建的全部检查，不写任何文件 · Judge everything that build judges, write nothing
    Check {
        #[command(flatten)]
        build: BuildArgs,
        /// 只查公开的文件里还有没有已撤回的内容 · Only search the public files for what was withdrawn
        #[arg(long)]
        withdrawn: bool,
        /// 要查的输出目录，默认 public · The output folder to search, public by default
        #[arg(long, value_name = "DIR", requires = "withdrawn")]
        out: Option<PathBuf>,
        /// 写出供审核签字的报告，默认 data/private/check/report.html · Write a report for review and signature
        #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = super::build::REPORT)]
        report: Option<PathBuf>,
        /// 列出站外链接，不访问 · List the links to other sites; none is opened
        #[arg(long)]
        external: bool,
    },
    /// 记下一篇报道的摘要，故事里不能有它的原句 · Note the hashes of a press text, whose sentences no story may repeat
    Press {
        /// 报道的全文，纯文本 · The text of the article, plain
        file: PathBuf,
        /// 报道的题目 · Its title
        #[arg(long, value_name = "TITLE")]
        title: String,
    },
    /// 撤回一份同意书：撤下依据它的故事和照片 · Withdraw a consent: take down the stories and pictures that rest on it
    Withdraw {
        /// 同意书的编号 · The id of the consent
        id: String,
    },
    /// 本机预览，改动后自动重建 · Preview on this machine, rebuilt on every change
    #[cfg(feature = "serve")]
    Serve {
        #[command(flatten)]
        build: BuildArgs,
        /// 输出目录，默认 public · Output folder, public by default
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// 监听地址，默认只有本机能访问 · Address to listen on; by default this machine alone
        #[arg(long, default_value = "127.0.0.1")]
        host: std::net::IpAddr,
        /// 端口 · Port
        #[arg(long, default_value_t = 4310)]
        port: u16,
    },
    /// 把现在公布的表记为一版，只写一次 · Write what is published now as a release, once and for all
    Release {
        #[command(flatten)]
        release: ReleaseArgs,
    },
    /// 比较两版，或一版与现在 · What differs between two releases, or one and now
    Diff(DiffArgs),
    /// 签署一版 · Sign a release
    Sign(SignArgs),
    /// 记下对已公布数字的改动 · Write down a change to a published figure
    Correct(CorrectArgs),
    /// 新建一个可以直接构建的站点：示例、某个市州，或全省汇总 · Make a site that builds at once: an example, that of a city, or of a province over its cities
    New(NewArgs),
    /// 汇总各市州公布的数据：核对、相加、合并保护 · Take cities' releases together: compare, add up, protect jointly
    Rollup(RollupArgs),
    /// 把办公用的表格导入成记录 · Import a table of the office as records
    Import(ImportArgs),
    /// 记录留在数据仓库里 · Records that stay in a warehouse
    Records {
        #[command(subcommand)]
        what: RecordsCommand,
    },
    /// 生成发给县市区填报的表格 · Make the spreadsheet that counties fill in
    Template(TemplateArgs),
    /// 把旧版本的设置升级成现在的格式 · Lift the settings of an older version to the form of today
    Migrate {
        /// 写入文件；不加只列出改动 · Write the files; without it changes are only listed
        #[arg(long)]
        write: bool,
    },
    /// 列出可以引用的数字 · List the statistics that may be cited
    Facts {
        /// 只列出含有这段文字的 · Only those that hold this text
        filter: Option<String>,
    },
    /// 写出保护情况的内部报告，或保护检验案例 · Write the private report on protection, or protect test cases of disclosure control
    Protect {
        /// 内部报告，写入 data/private/protection/；不写别的选项时就是它 · The private report, into data/private/protection/; what is done without another option
        #[arg(long, conflicts_with_all = ["case", "compare"])]
        report: bool,
        /// 案例文件，格式 shanwai-sdc-case/1 · A case file in the format shanwai-sdc-case/1
        #[arg(long, value_name = "FILE")]
        case: Option<PathBuf>,
        /// 结果文件，默认输出到屏幕 · Where the result goes; the terminal by default
        #[arg(long, short, value_name = "FILE", requires = "case")]
        output: Option<PathBuf>,
        /// 逐一保护目录里的案例，列出与同行相比的表 · Protect every case of a folder and print the table of ratios
        #[arg(long, value_name = "DIR", conflicts_with = "case")]
        compare: Option<PathBuf>,
        /// 搜索次数，0 为不搜索 · Attempts of the search, 0 for none
        #[arg(long, value_name = "N", default_value_t = 200)]
        iterations: u32,
    },
    /// 检验公布的表格：隐去的数能不能推算出来 · Attack published tables: can withheld values be worked out?
    Audit(AuditArgs),
    /// 记下译文已按原文核对 · Record that translations were checked against their originals
    Translated {
        /// 页面的地址，如 projects/city-camps；首页写 index · Addresses of pages, such as projects/city-camps; index for home
        #[arg(value_name = "PAGE", required_unless_present = "all")]
        pages: Vec<String>,
        /// 全部页面 · Every page
        #[arg(long, conflicts_with = "pages")]
        all: bool,
    },
    /// 把网站、程序、说明和校验和打成一包，装进U盘 · Pack site, program, guides and sums for a USB stick
    Bundle {
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        bundle: BundleArgs,
    },
    /// 写出各页的正文，供门户的内容管理系统使用 · Write page bodies for the content system of a portal
    Export {
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        export: ExportArgs,
    },
    /// 写出个人信息保护影响评估报告 · Write the personal-information protection impact assessment
    Pia {
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        pia: PiaArgs,
    },
    /// 比较两种语言里的数：值、单位、限定、期间 · Compare the numbers of two languages: value, unit, bound, period
    Compare {
        /// 一个文件，或一个目录 · A file, or a folder
        left: PathBuf,
        /// 另一个文件或目录；不写则比较同一个目录里的 .zh 和 .en · The other; without it, .zh and .en files of one folder
        right: Option<PathBuf>,
    },
    /// 列出自带主题的文件，或复制一个到站点里来改 · List the files of the built-in theme, or copy one into the site to change it
    Theme {
        /// 要复制的文件，如 templates/404.html · Files to copy, such as templates/404.html
        files: Vec<String>,
    },
    /// 写出一种语言的界面词语，供翻译 · Write the interface words of a language, to be translated
    Words {
        /// 语言代码，如 fr · The language, such as fr
        #[arg(value_name = "LANG")]
        language: String,
    },
    /// 解释一条提示的含义 · Explain a diagnostic
    Explain {
        /// 提示的编号，如 prose/unknown-fact；不写则列出全部 · Its id, such as prose/unknown-fact; all are listed without one
        id: Option<String>,
        /// 全部提示的说明 · Explain every diagnostic
        #[arg(long, conflicts_with = "id")]
        all: bool,
        /// 格式 · How --all is written
        #[arg(long, value_enum, default_value = "md", requires = "all")]
        format: ReferenceFormat,
        /// 带上目录里的例子 · Show the messages of a folder of fixtures
        #[arg(long, value_name = "DIR", requires = "all", hide = true)]
        examples: Option<PathBuf>,
    },
    /// 生成命令行补全脚本 · Print shell completions
    Completions {
        /// 哪种命令行 · Which shell
        shell: clap_complete::Shell,
    },
    /// 生成手册页 · Print the man page
    Man,
}
