//! The rules of tables taken together.

use crate::confidential::records::rules::rules;
use crate::diag::Rule;

rules! {
    CONTRADICTION = "rollup/contradiction", "市州的数与它的各部分对不上", "a city's figure is not the sum of its parts",
        "汇总以前，程序核对每个市州公布的合计和分项。对不上的数加起来没有意义，也会使保护失效。人数只有按户籍（或常住）县市区归属、一个孩子只算在一个县市区时才能相加：写了 `membership = \"home-county\"` 而各县市区之和与全市不符，就是归属不成立。信息写明市州、表、行和该市公布的数；隐去的和托付的数从不写出。",
        "Before anything is added up, the totals that each city has published are compared with their parts. Figures that do not agree make no sense when added, and protection cannot reckon with them. Persons may be added only where each child belongs to one home county: `membership = \"home-county\"` is wrong when the counties do not make the city. The message names city, table, line and the figures that the city has published, never one that is withheld or entrusted.";
    CITY_REVEALS = "rollup/city-reveals", "市州自己公布的数暴露了它隐去的数", "a city's own figures give away what it withholds",
        "程序先像读者那样推算每个市州单独公布的表。有一格隐去的数凭该市自己的数就能算出来，省里再加什么都救不回来，而且这张表已经是公开的：请该市按泄露处理，重新发布。",
        "Each city's table is first attacked as a reader would, by itself. Where a withheld cell follows from the city's own figures, nothing that the province does can help, and the table is public already: the city has to treat it as a leak and release again.";
    RECOVERABLE = "rollup/recoverable", "汇总后能推算出市州隐去的数", "a sum gives away what a city withholds",
        "省里的表和各市州已经公布的表合在一起再检验一遍：读者、以及知道自己数字的任何一个市州，都不能推算出别人隐去的格。有一格能推出来，就什么都不发布。",
        "The common tables are attacked together with what every city has published: neither a reader nor any city, which knows its own figures, may work out a cell that another withholds. If a single one can be worked out, nothing is published.";
    ENTRUSTED = "rollup/entrusted", "市州托付的数用不上", "figures that a city entrusted cannot be used",
        "市州可以把公开表里隐去的数托付给省里，只用来求和：`data/private/entrusted/<市州代码>/<数据集>.csv`，各列是各维度、`measure`、`value`、`persons`（这一格背后的人数）。每一行必须是该市公开表里隐去的一格。这些数不进版本库，也不会出现在任何输出和信息里。",
        "A city may entrust to the province the figures it withholds, for sums alone: `data/private/entrusted/<city>/<dataset>.csv` with a column for each dimension, `measure`, `value` and `persons` (how many are behind the cell). Each row must be a cell that the city's public table withholds. These figures enter neither the repository nor any output or message.";
}
