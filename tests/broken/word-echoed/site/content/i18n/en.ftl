facts-name = Numbers
page-corrected = page corrected
gone-title = gone-title
