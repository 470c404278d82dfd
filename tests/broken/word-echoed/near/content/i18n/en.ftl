facts-name = Numbers
page-corrected = Corrected
total = total
