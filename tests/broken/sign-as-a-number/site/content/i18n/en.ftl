withheld-symbol = ..
