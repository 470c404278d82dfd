site-word = Words
site-other-word = Other words
