//! Rules of cities' releases and of what conflicts between them.

use crate::diag::Rule;

/// All of them.
pub static RULES: &[&Rule] = &[
    &HAS_RECORDS,
    &NO_RELEASE,
    &ALTERED,
    &UNSIGNED,
    &HELD_BACK,
    &DRAFT,
    &TRIAL,
    &UNREADABLE,
    &UNKNOWN_CODE,
    &FOREIGN_PLACE,
    &OTHER_COLUMNS,
    &OTHER_UNIT,
    &OTHER_DEFINITION,
    &OTHER_PERIODS,
    &OTHER_METHOD,
    &LAXER,
    &MIXED,
    &TWICE,
    &NOT_ADDED,
    &NO_PLACES,
];

macro_rules! rules {
    ($($name:ident = $id:literal, $zh:literal, $en:literal, $zh_explain:literal, $en_explain:literal;)*) => {
        $(pub(super) static $name: Rule = Rule { id: $id, title: ($zh, $en), explain: ($zh_explain, $en_explain) };)*
    };
}

rules! {
    HAS_RECORDS = "rollup/has-records", "市州的文件夹里有记录", "a city's folder holds records",
        "省里只收市州已经公布的一版（`releases/<版本>/`，或一个数据集的文件夹、压缩包），绝不收记录。文件夹里有站点设置、没有列入校验和的表格，或者没有状态列的表，就不再读下去。请把它移走，不要提交到版本库，并请市州重新交一份。",
        "The province takes what a city has published, `releases/<version>/`, or the folder or archive of one dataset, and never records. A folder that holds the settings of a site, tables that are not among its sums, or a table without statuses is read no further. Remove it, do not commit it, and ask the city for another.";
    NO_RELEASE = "rollup/no-release", "这里没有市州的一版数据", "there is no release of a city here",
        "`data/rollup.toml` 的 `package` 写一版数据的文件夹（里面有 `SHA256SUMS` 和 `data/`），或一个数据集的文件夹、ZIP。路径从 `data/` 起算。",
        "`package` in `data/rollup.toml` is the folder of one release, with `SHA256SUMS` and `data/`, or the folder or ZIP of one dataset. The path starts at `data/`.";
    ALTERED = "rollup/altered", "市州的文件与它的校验和对不上", "a city's file does not fit its sum",
        "市州发布时给每个文件算了校验和。对不上，说明文件在途中变过，或者不是同一版。`sums` 写的是该市另外告知的、整版的校验和（`SHA256SUMS` 这个文件自己的 SHA-256，签署时显示）。",
        "A city's release has a sum for each file. Where one does not fit, the file changed on its way or belongs to another release. `sums` is the sum of the whole release as the city told it by another way: the SHA-256 of `SHA256SUMS` itself, which is shown when a release is signed.";
    UNSIGNED = "rollup/unsigned", "市州的这一版签署的人不够", "a city's release is not signed off",
        "一版数据要有人负责才作数。谁签署了，写在市州站点的 `releases/lock.json` 里：把它放在 `data/cities/<市州代码>/lock.json`。要几个人签署，看 `data/rollup.toml` 里 `[release]` 的 `sign_offs`（不写就和本站的 `[release] sign_offs` 一样）；市州自己要求得更多的，照市州的。只是试算，可以在那里写 `unsigned = true`：照样汇总，网站每页、每个数据集都注明，并且不能定版。",
        "A release counts when somebody answers for it. Who signed it stands in `releases/lock.json` of the city's site: put that at `data/cities/<code>/lock.json`. How many people have to sign is `sign_offs` under `[release]` in `data/rollup.toml`, which without it is that of the site itself; a city that wants more of its own is held to that. For a trial run write `unsigned = true` there: everything is added up all the same, each page and each dataset says so, and no release can be made.";
    HELD_BACK = "rollup/held-back", "市州的这一版还没到公布的日子", "a city's release is held back",
        "该市定版时写了 `--publish-after`。在那一天以前，省里不能先公布。构建和汇总看的是 `--as-of` 的日期。",
        "The city made the release with `--publish-after`, and the province must not show it before that day. Builds and roll-ups go by `--as-of`.";
    DRAFT = "rollup/draft", "市州交来的是草稿", "a city handed over a draft",
        "版本以 `+live` 结尾的数据集是从该市网站上取下的当前数据，没有定版：明天可能就不同，也没有人签署过。",
        "A dataset whose version ends with `+live` holds figures as they stand on the city's site today. They were never released: tomorrow they may differ, and nobody has signed them.";
    TRIAL = "rollup/trial", "用没有签署的数据试算", "a trial run on releases that are not signed off",
        "`data/rollup.toml` 里 `[release]` 写了 `unsigned = true`，所以没有签署、没有到日子或没有定版的市州数据也收了。网站每页都注明，数据集的说明里也注明，`shanwai release` 不能用。",
        "`unsigned = true` under `[release]` in `data/rollup.toml` takes releases that are not signed off, held back or never frozen. Every page says so, so do the descriptions of datasets, and `shanwai release` refuses.";
    UNREADABLE = "rollup/unreadable", "市州的数据集读不懂", "a city's dataset cannot be read",
        "每个数据集要有 `<编号>.csv`（供程序用的那一份）和 `datapackage.json`，内容与程序写出的一样。经过 Excel 另存的文件不能用。",
        "Each dataset needs `<id>.csv`, the form for programs, and `datapackage.json`, as the program wrote them. Files that a spreadsheet has saved again are of no use.";
    UNKNOWN_CODE = "rollup/unknown-code", "代码不在省里的代码表中", "a code is not in the province's list",
        "相加之前，各市州的代码必须是同一张表里的同一个意思。省里没有的代码，要么加进省里的代码表，要么请市州改用统一的代码。市州自设的县市区分组也算在内。",
        "Before figures are added, codes must mean the same everywhere. A code that the province does not have goes into the province's list, or the city takes the common one. That holds for a city's own groups of counties too.";
    FOREIGN_PLACE = "rollup/foreign-place", "市州的表里有别处的县市区", "a city's table holds a county of another",
        "一个县市区只能由它所属的市州报数，否则会重复相加。请核对 `data/rollup.toml` 的市州代码、代码表的 `parent`，以及是不是拿错了文件。",
        "A county's figures come from the city it lies in and from no other, or they would be added twice. Check the city's code in `data/rollup.toml`, `parent` in the code list, and whether this is the right file.";
    OTHER_COLUMNS = "rollup/other-columns", "市州的表列不同", "a city's table has other columns",
        "各市州的表要有省里那张表的全部维度和度量，不多也不少；只有地区这一维可以没有，那时整张表算全市的。",
        "A city's table needs the dimensions and measures of the province's, no more and no fewer. Only the dimension of places may be missing: then the table is that of the whole city.";
    OTHER_UNIT = "rollup/other-unit", "市州的计量单位不同", "a city uses another unit",
        "人和人次、元和万元不能相加。单位的代码和种类都要与省里目录中的一样。",
        "Persons are not person-times, and yuan are not thousands of yuan. Code and kind of the unit must be those of the province's catalogue.";
    OTHER_DEFINITION = "rollup/other-definition", "市州的指标口径是另一版", "a city uses another version of a definition",
        "指标口径每改一次，版本加一。口径版本不同的数不能相加，也不能比较：该市的数这次不收，全省合计空着，等该市按统一口径重新发布。",
        "Each change of a definition has its own version. Figures of different versions can be neither added nor compared: the city's are left out, and so is the provincial total, until the city releases them by the common definition.";
    OTHER_PERIODS = "rollup/other-periods", "市州缺了别处都有的期间", "a city lacks a period that others have",
        "某个期间有的市州没有数，那个期间的全省合计就不是全省的，所以空着，不补零。",
        "Where a city has no figures for a period, the provincial total of that period would not be one. It is left empty; nothing is taken to be nought.";
    OTHER_METHOD = "rollup/other-method", "市州公布的是改动过的数", "a city has published altered figures",
        "扰动或取整过的数（状态 E）不能相加，也不能和准确的数放在一张表里。请该市改用隐去，或者这张表不汇总。",
        "Figures that were perturbed or rounded (status E) cannot be added, nor stand in one table with exact ones. Ask the city to withhold instead, or leave the table out.";
    LAXER = "rollup/laxer-threshold", "市州的人数下限比省里低", "a city's threshold is lower than the province's",
        "省里的页面写明每个公布的数背后至少有几个人，取的是 `data/catalog.toml` 里的 `threshold`。市州的下限更低，这句话就不真。请把省里的下限改成各市州中最低的，或请该市按统一的下限重新发布。",
        "The province's pages say how many people at least stand behind each published figure: the `threshold` in `data/catalog.toml`. With a city whose own is lower that would not be true. Take the lowest of the cities, or ask the city to release again by the common one.";
    MIXED = "rollup/mixed-synthetic", "模拟数据和真实数据混在一起", "synthetic and real figures are mixed",
        "一张表要么全是模拟数据，要么全是真实数据；`data/catalog.toml` 的 `synthetic` 要与各市州的一致。",
        "A table is synthetic or real as a whole, and `synthetic` in `data/catalog.toml` must be what every city says.";
    TWICE = "rollup/cell-twice", "市州的表里一格有两个数", "a city's table gives a cell twice",
        "同一格在文件里出现了两次，无法判断哪个是对的。",
        "The same cell stands in the file twice, and nobody can tell which is right.";
    NOT_ADDED = "rollup/not-added", "这些数不相加", "figures are not added up",
        "人次、服务次数、期数、份数、金额可以相加。人数只有在每个孩子只属于一个县市区（户籍或常住）时才能相加，要在 `data/catalog.toml` 里声明 `membership = \"home-county\"`。百分比、比率、时长不能相加。不能相加的，各市州照列，全省合计空着。",
        "Person-times, services, sessions, items and money are added. Persons are added only where each child belongs to one county, that of the home; declare it in `data/catalog.toml` with `membership = \"home-county\"`. Percentages, rates and lengths of time are never added. What is not added stands city by city, and the provincial total is left empty.";
    NO_PLACES = "rollup/no-places", "汇总表没有地区这一维", "a table of cities does not tell places apart",
        "从市州取数的汇总表，维度里必须有 `places = true` 的那一维：市州和县市区的数都列在那里。",
        "A cube of cities' figures needs the dimension with `places = true` among its own: that is where cities and counties stand.";
}
