# 界面词语：简体中文。每一条在 en.ftl 里都有同名的英文。
# 句末要接内容的，冒号写在词语里。

skip-link = 跳到正文
nav-label = 主导航
crumbs-label = 当前位置
type-large = 大字版
type-normal = 常规字号
languages-label = 语言
toc-title = 本页目录
colon = ：
list-separator = 、

synthetic-badge = 模拟数据
unsigned-badge = 未签署
synthetic-note = 本页含有演示用的虚构记录，不涉及任何真实的儿童、家庭或服务，请勿引用。

home-headline = 主要数字
home-headline-note = 点开任何一个数字，都能看到它的口径、时间、来源和存疑之处。“超”“余”“约”照来源保留；计划数另作标注，不当作成果。
home-tally = 这些数有多可靠
home-pillars = 做了哪些事
home-stories = 最新故事
home-all-stories = 全部故事

fact-kicker = 统计数字
fact-caution = 有说明
fact-definition = 指什么
fact-notes = 使用前须知
fact-formula = 怎样得出
fact-comparisons = 与其他数字对照
fact-sheet = 基本信息
fact-source = 来源
fact-cite = 引用本页
fact-used = 哪些页面用到
fact-charts = 哪些图表用到
fact-withheld-title = 这个数字不公布

indicators-title = 对应指标
indicator-values = 已有数据
indicator-download = 数据和下载
indicator-cite = 引用这个指标
indicator-no-values = 目前没有可以公布的数据。

article-updated = 更新于
article-facts-used = 本页数字
article-facts-used-note = 每个数字都有固定地址，可以核对和引用。

figure-source = 来源：
figure-data = 数据表和文字说明

table-symbols = 符号：
table-label = 数据表
terms-label = 分类

tiles-label = 按地区浏览
tiles-note = 方格只表示大致方位，不是地图。

place-code = 行政区划代码
place-not-standard = 国家标准中没有此代码
place-residents = 常住人口
place-facts = 涉及本地的数字
place-no-facts = 目前没有专门涉及本地的数字。
place-tables = 本地数据

dataset-kicker = 数据集
dataset-downloads = 下载
dataset-table = 完整数据
dataset-protection = 如何保护个人信息
dataset-sheet = 数据说明
dataset-columns = CSV（程序用）各列的含义

pager-label = 分页
pager-previous = 上一页
pager-next = 下一页
pager-number = 第{ $number }页，共{ $total }页
neighbours-label = 上一个和下一个
neighbours-previous = 上一个
neighbours-next = 下一个

not-found-home = 回到首页

footer-label = 网站信息
footer-licence = 内容与数据许可：
footer-as-of = 数据截至
footer-feed = 订阅更新（Atom）

gov-sponsor = 主办单位：
gov-organiser = 承办单位：
gov-site-code = 网站标识码：
gov-report-error = 政府网站找错
dataset-metadata = 元数据、引用和校验和
copy = 复制
copied = 已复制
citation-date = 方括号里是引用日期，请改成您查阅的那一天。
dataset-cite = 引用
fact-corrected = 这个数字改过，见下方的更正记录。
fact-corrections = 更正记录
fact-history = 各版的数
fact-json = 这个数字的JSON

embed-summary = 引用此图
embed-summary-fact = 引用这个数字的图片
embed-files = 图片文件：
embed-live = 始终显示最新数据
embed-release = 固定在{ $version }版
embed-figure = 图片和出处（HTML）
embed-frame = 嵌入框，含文字和数据（HTML）
embed-relative = 本站还没有公开网址：代码里的地址相对于网站根目录，使用时请在前面补上网址。
embed-page = 看嵌入后的样子
embed-home = 查看原文：

search-label = 搜索本站
search-button = 搜索
search-plain = 按类查找
slices-title = 现成的表
explore-no-script = 浏览器没有运行脚本，不能在这里选行选列。下面是现成的表；按每个维度、每两个维度分列的表列在本页下方，各有自己的网页和下载文件。想自己挑选的，可以下载整个数据集，用表格软件打开，再按需要筛选和排序。
explore-rule = 这里只挑选已经公布的数字，不做加法；不公布的数字在任何一张表里都不会出现。
dataset-slices = 换个角度看

consent-title = 这个故事是怎样来的
consent-synthetic = 故事是为演示而写的，同意书也是虚构的，没有哪个真实的孩子经历过这些。
consent-composite = 综合许多孩子常有的经历写成，细节作了调整，写的不是其中任何一个。
consent-given = 发布前单独征得同意：不满十四周岁的由监护人同意，八周岁以上的还要本人愿意。随时可以撤回，撤回后本页即撤下。
consent-reviewed = 发布前经过审核。
consent-reviewed-outside = 发布前经过审核，并由机构以外的人复核。
consent-reuse = 可以转载，请注明出处；请不要打听、猜测写的是谁。
consent-no-reuse = 请不要转载或改编，也不要打听、猜测写的是谁。

factsheet-hint = 印出来正好一页A4。
factsheet-press = 能整句引用的话和写孩子的规矩，见
factsheet-rules = 引用以前
factsheet-sources = 出处
factsheet-online = 网上查看
factsheet-no-address = 本站还没有公开网址，所以这里没有二维码。
full-stop = 。
edition-publisher = 发布
edition-as-of = 数据截至
edition-address = 网址
edition-licence = 许可
edition-no-address = 本站还没有公开网址；下面写的是网站文件夹里的路径。
edition-hint = 用浏览器的“打印”可以存成PDF，每章另起一页。
article-stories = 这个项目里的故事
