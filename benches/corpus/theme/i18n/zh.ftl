bench-footer = 数据以发布版本为准
bench-date = 日期
bench-contents = 目录
bench-table = 数据表
bench-previous = 上一篇
bench-next = 下一篇
bench-page = 页
bench-latest = 最新
