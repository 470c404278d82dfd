site-word = Words
site-word = Other words
