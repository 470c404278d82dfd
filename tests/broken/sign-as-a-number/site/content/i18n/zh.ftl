withheld-symbol = <5
