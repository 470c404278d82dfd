//! The rules of importing tables from offices.

use super::super::records::rules::rules;
use crate::diag::Rule;

rules! {
    UNREADABLE = "import/unreadable", "表格读不了", "the table cannot be read",
        "`shanwai import` 读取 XLSX、XLS 工作簿和 CSV（UTF-8、GBK、GB18030 自动识别）。有密码的、损坏的、扩展名与内容不符的都读不了。请去掉密码，或在 Excel、WPS 里打开后另存为 XLSX。",
        "`shanwai import` reads XLSX and XLS workbooks and CSV (UTF-8, GBK and GB18030 are told apart by themselves). A file with a password, a damaged one or one whose ending does not fit cannot be read. Take the password away, or open it in Excel or WPS and save it as XLSX.";
    NO_TABLE = "import/no-table", "没有找到表头", "no heading was found",
        "要认出表头，一行里至少要有两个列名与 `data/catalog.toml` 声明的列对得上，或者与对照表一致。标题、单位、填报说明写在表头上面没有关系。列名对不上时，用 `--map 声明的列=表格的列` 指明。表头下面一条记录也没有的，也在这里提示。第一行可能就是记录，所以提示里不显示它的内容。",
        "A row is taken for the heading when two of its cells at least fit columns that `data/catalog.toml` declares, or when a mapping file knows it. Titles, units and remarks above it do no harm. Where names differ, say `--map DECLARED=HEADING`. A heading with no record below it is told here too. The first line may be a record, so the message does not show it.";
    CHOICE = "import/choice", "不知道导入到哪里", "it is not clear where the table belongs",
        "`data/catalog.toml` 声明了几份记录时，用 `--records 编号` 指明是哪一份。真实记录只能写到 `data/private/` 下：把那份记录的 `file` 写成 `private/…csv`。那里已有一份不是由导入生成的文件时，程序不会盖掉它。",
        "With several records in `data/catalog.toml`, say which with `--records ID`. Real records go below `data/private/` only: set `file` of those records to `private/….csv`. A file there that import did not make is never overwritten.";
    MISSING_COLUMN = "import/missing-column", "表格里没有这一列", "the table lacks a column",
        "`data/catalog.toml` 声明的每一列都要有来处：表格里有一列与它对应（`--map 列=表格的列`），或者整个表都是同一个值（`--set 列=代码`，例如一个县报来的表里没有县名）。可以为空的列在声明中写 `optional = true`。",
        "Every column that `data/catalog.toml` declares must come from somewhere: a column of the table (`--map COLUMN=HEADING`), or one value for the whole table (`--set COLUMN=CODE`, as when a county's own return does not name the county). A column that may stay empty is declared with `optional = true`.";
    DROPPED = "import/dropped-column", "没有声明的列不导入", "undeclared columns are dropped",
        "只导入 `data/catalog.toml` 声明的列，其余的丢弃。这是提示：少一列，就少一分泄露的风险。某一列其实要用，先在记录里声明它。",
        "Only columns that `data/catalog.toml` declares are imported; the others are dropped. This is a note: what is not there cannot leak. Declare a column first if it is needed after all.";
    PERSONAL_COLUMN = "import/personal-column", "整列是个人信息", "a whole column is personal information",
        "这一列的列名或内容表明它是姓名、证件号、电话、住址、出生日期一类的个人信息。它不会导入，内容也不会显示。上报的表最好不带这一列：发出来的表会经过邮箱、聊天群和别人的电脑。",
        "Heading or content show that the column holds names, identity numbers, telephone numbers, addresses or dates of birth. It is not imported and not shown. Returns had better not have it at all: a table that was sent has passed through mailboxes, chats and other people's computers.";
    PERSONAL_ELSEWHERE = "import/personal-elsewhere", "表格以外的地方有个人信息", "personal information outside the table",
        "没有导入的工作表、隐藏的工作表和批注里有个人信息。这些内容不会导入，也不会显示，但文件发给谁，谁就能看到：请在原表里删去，已经发出去的也请对方删去。",
        "A sheet that is not imported, a hidden one, or a comment holds personal information. None of it is imported or shown, but whoever is sent the file can see it: delete it from the workbook, and ask those who have a copy to do the same.";
    IDENTIFIER = "import/identifier", "格子里有个人信息", "a cell holds personal information",
        "备注之类的格子里写了姓名、证件号、电话、学校、住址等。这一行不导入，内容不显示。请在原表里删去，再导入一次；已经发给别人的表，请告诉对方一并删去。丢弃的列也检查，因为原表还在别处流传。",
        "A remark or another cell holds a name, an identity number, a telephone number, a school, an address or the like. The row is not imported and the content not shown. Remove it from the table and import again; ask those who were sent the table to do the same. Columns that are dropped are searched too, since the table itself goes on existing.";
    UNKNOWN_WORD = "import/unknown-word", "这个词对不上代码表", "a word fits no code",
        "分组的列（地区、项目、性别、年龄段……）里，每个词都要对得上代码表：写代码、全名或简称都可以，县名可以不写民族（芷江县），年龄可以写周岁。别的叫法写进对照表的 `[words.列]`，或用 `--word 列:词=代码`；同样的内容只提示一次，注明还有几行。提示里不显示内容，请按行列到原表里看。",
        "In a column that breaks the table down (place, programme, sex, age band), each word must fit the code list: the code, the full or the short name will do, names of counties may leave out peoples, ages may be given in years. Other words go into `[words.COLUMN]` of the mapping file or `--word COLUMN:WORD=CODE`. What several rows share is told once, with their number. The content is not shown: look it up by row and column.";
    NOT_A_DATE = "import/not-a-date", "日期或期间不对", "a date or period is wrong",
        "时间可以写成 2024-07、2024年7月、2024.7、2024/7/15、第一季度、上半年，或电子表格的日期。不存在的月份和日子、代码表以外的期间都会提示；只写到年而声明要到月的，也无法导入。",
        "A time may be written 2024-07, 2024.7, 2024/7/15, in Chinese with the characters for year and month, as a quarter or half-year, or be a date of the spreadsheet. Months and days that do not exist and periods outside the code list are told; so is a bare year where months are declared.";
    NOT_A_NUMBER = "import/not-a-number", "数字不对", "a number is wrong",
        "全角数字、千分位、￥、元、万、百分号都认得。约数（约、余、左右）不是准确数，默认不导入：有准确数就改成准确数；确实只有约数的，用 `--approximate 列名`，对照表会记住。同一列有的带百分号、有的不带，也要先统一。",
        "Full-width digits, separators, signs and names of the currency, ten-thousands written as a character and percent signs are understood. Numbers that say they are approximate are refused at first: write the exact number, or say `--approximate HEADING` where there is none; the mapping file remembers it. A column that has percent signs in some cells and not in others must be made uniform.";
    NEGATIVE = "import/negative", "数字是负的", "a number is negative",
        "人数、次数和金额不能是负数：保护的计算以此为前提。冲销、退款请合并到原来那一行，或另设一列。",
        "Numbers of persons, services and money are not negative; the protection reckons with that. Put corrections and refunds into the row they correct, or into a column of their own.";
    EMPTY = "import/empty-cell", "格子是空的", "a cell is empty",
        "这一列每行都要填。XLSX 里合并单元格的空格会自动补上；CSV 没有合并的信息，空格可能是漏填，也可能与上一行相同，程序不猜：确是后者的，用 `--fill-down 列` 或在对照表里写 `fill_down`。",
        "Every row must fill this column. Blanks below merged cells of XLSX are filled by themselves. CSV knows no merging: a blank may be forgotten or mean the cell above, and nothing is guessed; if it is the latter, say `--fill-down HEADING` or write `fill_down` in the mapping file.";
    BAD_KEY = "import/bad-key", "编号不能用", "a key cannot be used",
        "个人编号由 1 至 64 个字母、数字、`-`、`_` 组成，应当没有意义，不能是姓名、证件号或电话。在 Excel 里把这一列设成文本格式，长数字才不会变样。",
        "A person's key is 1 to 64 letters, digits, `-` and `_`. It should have no meaning and may be no name, identity number or telephone number. Format the column as text in Excel, so that long numbers stay as they are.";
    REPEATED = "import/repeated-row", "与另一行相同", "a row repeats another",
        "两行逐格相同，多半是复制时多贴了一次。确实是两件事的（同一个孩子同一个月来了两次），用 `--keep-repeated`，对照表会记住。",
        "Two rows are the same cell by cell, most often because one was pasted twice. If they are two events, such as two visits of a child in one month, say `--keep-repeated`; the mapping file remembers it.";
    ALIKE = "import/alike-row", "除了序号与另一行相同", "a row repeats another but for its number",
        "只有序号（序号、编号、No.，或依次数 1、2、3 的列，不对应声明的列）不同的行，可能是同一个孩子来了两次，也可能是重复粘贴，程序分不出来，照样导入，只提醒一次。是重复粘贴的，在原表里删去，用原来的文件名再导入。",
        "Rows that differ only in the number of the row (a column headed No., or one that counts 1, 2, 3, and that feeds no declared column) may be two visits of a child or one row pasted twice; nobody can tell, so they are imported with a warning. Where a row was pasted twice, delete it in the table and import it again under the same name.";
    LEFT_OUT = "import/left-out-row", "不是记录的行没有导入", "rows that are no records were left out",
        "合计、小计、表下的附注和签名、重复的表头不是记录，不导入。这是提示；如果其中有一行其实是记录，请检查它的第一格。",
        "Totals, notes and signatures below the table and repeated headings are no records and are left out. This is a note; if one of them is a record after all, look at its first cell.";
    HIDDEN = "import/hidden", "有隐藏的内容", "something in the workbook is hidden",
        "隐藏的工作表不导入；隐藏的列不用来对应声明的列，除非用 `--map` 指明；隐藏的行（筛选掉的也算）照样导入，不该有的请在原表里删去。批注和隐藏处的个人信息照样检查：隐藏并不等于删除，收到文件的人随时可以显示出来。",
        "Hidden sheets are not imported, and a hidden column is matched to no declared one unless `--map` says so. Hidden rows, filtered ones among them, are imported like all others: delete those that do not belong. Comments and whatever is hidden are searched for personal information all the same: hidden is not removed, and whoever gets the file can show it.";
    OTHER_SHEET = "import/other-sheet", "有工作表没有导入", "a sheet was not imported",
        "一次导入一张工作表，取列名最相符的那一张。每个县一张工作表的，用 `--sheet 名称` 逐张导入。没有导入的工作表也查有没有个人信息。",
        "One sheet is imported at a time: the one whose headings fit best. Where each county has its own, import them one by one with `--sheet NAME`. Sheets that are not imported are searched for personal information as well.";
    AGAIN = "import/imported-before", "同样的记录已经导入过", "the same records were imported before",
        "每个文件（工作簿则是每张工作表）导入的内容在 `data/private/import/` 里各存一份，同名的再导入就替换原来的，所以改正后的表请用原来的文件名。内容与另一份一字不差的不导入，否则每条记录都会算两次。",
        "What a file brought, or a sheet of a workbook, lies in `data/private/import/`, and importing it again replaces it: a corrected table keeps its file name. Rows that are word for word those of another file are refused, since every record would count twice.";
    LIKENESS = "import/likeness", "按相近的名称对上了代码", "words were matched by likeness",
        "有的词不在代码表里，但只与一个代码的名称相近，例如“冬令营”与“冬夏令营”。程序照此导入，并写进对照表，请核对一遍；对得不对的，在对照表里改正后再导入。",
        "Some words are not in the code list but resemble the name of exactly one code. They were imported so and written into the mapping file. Please check them; correct the file where they are wrong, and import again.";
    UNIT = "import/unit-of-money", "表头上面写着别的货币单位", "another unit of money stands above the heading",
        "表头上面的一行写着“单位：万元”之类，而格子里只有数。程序不替人换算：声明的列本来就以万元计的，不必理会；以元计的，请先换算，或在格子里写明单位，如 1.2万元。",
        "A line above the heading gives a unit such as ten thousand yuan, while the cells hold bare numbers. Nothing is converted: if the declared column is in that unit, all is well; if it is in yuan, convert the amounts first or write the unit into the cells.";
    TOTAL = "import/wrong-total", "合计与各行之和不一致", "a total is not the sum of its rows",
        "合计、小计行不导入，但会核对：既不等于全表之和，也不等于它上面（或下面）那一段之和的，就提示所在的行和列。常见的原因是漏了一行、粘贴了两次，或改了明细没有改合计。数不显示，请在原表里核对。“累计”从年初算起，不核对；有格子读不出数的列也不核对。",
        "Totals and subtotals are left out but checked: one that is neither the sum of the whole table nor of the rows above or below it is told by row and column. Mostly a row is missing, was pasted twice, or was changed without the total. The figures are not shown: look them up in the table. Totals since the beginning of the year are not checked, nor are columns with a cell that cannot be read.";
    MORE = "import/more-faults", "还有更多错误", "there are more faults than are told",
        "每次最多逐条列出 200 处，其余只计数。同类错误往往出自同一个原因，改正后再导入一次。",
        "At most 200 faults are told one by one, the others are counted. Faults of one kind mostly have one cause: correct it and import again.";
}
