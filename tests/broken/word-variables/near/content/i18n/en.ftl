release-title = Version { $version }
search-all = Everything ({ $n })
