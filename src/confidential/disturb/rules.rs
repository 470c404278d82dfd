//! The rules of perturbation and rounding.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    SECRET_MISSING = "secret/missing", "找不到站点密钥", "the site secret is missing",
        "单元格键、随机取整都要用站点密钥，没有它就不能构建。密钥是一个文件，放在版本库之外，用 `head -c 32 /dev/urandom | xxd -p -c 64` 生成一次，权限设为 600，另存一份备份。文件位置写在设置里，或放进环境变量 `SHANWAI_SECRET_FILE`。密钥丢失就无法再得出相同的数，所以绝不能用临时生成的代替。",
        "Cell keys and random rounding need the site secret, and nothing is built without it. It is a file outside the repository: make it once with `head -c 32 /dev/urandom | xxd -p -c 64`, give it mode 600 and keep a copy in a safe place. Name it in the settings or in the environment variable `SHANWAI_SECRET_FILE`. Without it the same figures cannot be made again, so a new one is never made up in its place.";
    SECRET_FORMAT = "secret/not-hexadecimal", "站点密钥不是十六进制", "the site secret is not hexadecimal",
        "密钥文件里只能有偶数个十六进制数字（0–9、a–f），末尾可以换行。信息里不显示任何内容。多半是指错了文件，或者存成了二进制。",
        "The file holds an even number of hexadecimal digits (0–9, a–f) and nothing else but line ends. The message shows none of it. Mostly the wrong file was named, or the secret was saved as raw bytes.";
    SECRET_SHORT = "secret/too-short", "站点密钥太短", "the site secret is too short",
        "密钥至少 32 字节，也就是 64 个十六进制数字，最多 1024 字节。太短的密钥可以一个一个试出来，试出来以后，加在数字上的扰动就能全部去掉。",
        "The secret has at least 32 bytes, which are 64 hexadecimal digits, and at most 1,024. A short one can be found by trying, and whoever has found it can take all noise off the figures again.";
    SECRET_PLAIN = "secret/not-random", "站点密钥不像随机数", "the site secret does not look random",
        "密钥里几乎都是相同的字节，例如全是零，或同一段反复出现。这样的密钥猜得到。请用系统的随机数生成，不要自己编写。",
        "Nearly all bytes of the secret are alike, such as zeros, or a short piece said again and again. It can be guessed. Let the system's random generator make it, not a person.";
    SECRET_READABLE = "secret/readable-by-others", "别的用户读得到站点密钥", "others may read the site secret",
        "密钥文件只能由运行程序的用户读写。同组或其他用户有任何权限，都会拒绝。运行 `chmod 600`；如果这台机器还有别人使用，应考虑密钥是否已经泄露。",
        "Only the user who runs the program may read or write the file. Any right for the group or for others is refused. Run `chmod 600`; if other people use this machine, ask yourself whether the secret is still one.";
    SECRET_TRACKED = "secret/tracked", "站点密钥被 git 跟踪", "the site secret is tracked by git",
        "密钥进了版本库，就会随推送传出去，也会永远留在历史里。请取消跟踪，移到版本库之外；如果推送过，就要换密钥，并把以前用它公布的数当作未加扰动来评估。读不懂 git 的索引时，也按被跟踪处理。",
        "A secret in the repository leaves with the next push and stays in the history for ever. Untrack it and move it out; if it was ever pushed, make a new one, and judge what was published with it as if it had no noise. An index of git that cannot be read counts as tracking it.";
    SECRET_INSIDE = "secret/inside-site", "站点密钥放在站点目录里", "the site secret lies in the site's folder",
        "站点目录会被提交、打包和复制，密钥不应在里面。请放到目录之外；`data/private/` 不进版本库，也可以用。",
        "A site's folder is committed, packed and copied, and the secret must not travel with it. Keep it outside; `data/private/`, which never enters the repository, is allowed too.";
    SECRET_CHANGED = "secret/changed", "站点密钥与以前发布时不同", "the site secret is not that of earlier releases",
        "换了密钥，同一格会得到另一个扰动。把前后两次的数放在一起，就能更准确地估计真值，扰动的保护随之变弱。请找回原来的密钥；确实丢失时，应把这次发布当作新的表单独评估，不再与以前的表并列公布。",
        "With another secret the same cell gets other noise, and whoever averages the two comes nearer to the true count. Find the old secret. If it is lost, judge the release as a new table, and do not publish it beside the earlier one.";
    TABLE_HEADING = "perturb/heading", "扰动表的表头不对", "the perturbation table has another heading",
        "扰动表是 CSV。整数键的表要有 `pcv`、`ckey`、`pvalue` 三列；区间表要有 `i`、`v`、`p_int_lb`、`p_int_ub` 四列，其余列不读。",
        "A perturbation table is CSV. With whole keys it has the columns `pcv`, `ckey` and `pvalue`; with intervals `i`, `v`, `p_int_lb` and `p_int_ub`, and further columns are passed over.";
    TABLE_NUMBER = "perturb/bad-number", "扰动表里的数不对", "a number of the perturbation table is wrong",
        "`pcv` 是 1 至 750，`ckey` 是 0 至 255，`pvalue` 是 −100 至 100 的整数；区间的两端在 0 与 1 之间，下端小于上端。信息只给出行和列。",
        "`pcv` is 1 to 750, `ckey` 0 to 255, `pvalue` a whole number from −100 to 100; the ends of an interval lie between 0 and 1, the lower below the upper. The message gives row and column only.";
    TABLE_TWICE = "perturb/twice", "扰动表里有重复的行", "a row of the perturbation table stands twice",
        "同一个 `pcv` 和 `ckey` 只能有一行，同一个 `i` 的区间不能重叠，否则无法确定该加多少。",
        "One row for each `pcv` and `ckey`, and no two intervals of one `i` that overlap: else nobody can tell which value is meant.";
    TABLE_INCOMPLETE = "perturb/incomplete", "扰动表不完整", "the perturbation table is incomplete",
        "`pcv` 从 1 到 750、`ckey` 从 0 到 255 的每一种组合都要有，共 192,000 行。区间表里，每个 `i` 的区间要首尾相接，从 0 排到 1。缺一行，就会有一格没有扰动。",
        "Every `pcv` from 1 to 750 stands with every `ckey` from 0 to 255, which makes 192,000 rows. In a table of intervals those of each `i` join without gap from 0 to 1. A missing row would leave some cell without noise.";
    TABLE_NEGATIVE = "perturb/negative-result", "扰动后人数会小于零", "a count would become negative",
        "`pcv` 加 `pvalue` 不能小于零，没有负的人数。`i` 为 0 的行只能加 0：没有人的格子不能变出人来。",
        "`pcv` and `pvalue` together are never below zero, since there are no negative persons. Rows with `i` 0 add nothing: nobody is made up where there is nobody.";
    TABLE_SILENT = "perturb/no-noise", "扰动表什么也不改", "the perturbation table changes nothing",
        "整张表的 `pvalue` 都是零，用它等于直接公布真值。",
        "Every `pvalue` of the table is zero; to use it is to publish the true counts.";
    TABLE_KEYLESS = "perturb/ignores-keys", "扰动表不看单元格键", "the perturbation table ignores the keys",
        "扰动表里，同一个数不论键是多少都加同样的值。这其实是取整：知道这张表的人可以把它去掉，键和密钥都没有用上。ONS 的示范表就是这样，只供试程序。请换一张随键变化的表，或者直接用取整。",
        "The table adds the same to a count whatever the key is. That is rounding by another name: whoever knows the table can take it off again, and neither keys nor secret play a part. The table that the ONS package makes for demonstration is one of this kind. Take a table that depends on the keys, or use rounding.";
    UNUSABLE = "perturb/not-persons", "这张表不能扰动或取整", "this cube cannot be perturbed or rounded",
        "扰动和取整只用于人数。金额要用隐去；一个人有几行记录时，行数也要用隐去，因为几行可能只是一个人。单元格键还要有个人代码。请删去 `method`，或把这些指标放到另一份记录的表里。",
        "Perturbing and rounding are for numbers of persons. Money is withheld instead, and so are rows where a person may have several, since many rows may be one person. Cell keys also need a person column. Remove `method`, or move these measures to a cube over other records.";
    BASE = "rounding/base", "取整的基数不合理", "the base of the rounding makes no sense",
        "基数是 2 至 1000 的整数，常用 3、5、10。基数为 1 什么也不改；基数太大，表就没有内容了。",
        "The base is a whole number from 2 to 1,000; 3, 5 and 10 are usual. With 1 nothing changes, and with a very large one nothing is left of the table.";
    NEGATIVE = "rounding/negative-count", "取整的表里有负数", "a count to be rounded is negative",
        "小数目取整只用于人数和次数，这些数不会小于零。金额请用隐去。",
        "Rounding of small counts is for persons and events, which are never below zero. For money use suppression.";
}
