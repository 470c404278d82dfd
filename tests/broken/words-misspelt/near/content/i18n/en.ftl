site-word = Words
