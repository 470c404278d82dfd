site-word = Words
broken {
