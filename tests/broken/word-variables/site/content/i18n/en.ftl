release-title = Version { $number }
search-all = Everything
