bench-footer = Figures are those of the published release
bench-date = Date
bench-contents = Contents
bench-table = Data table
bench-previous = Previous
bench-next = Next
bench-page = Page
bench-latest = Latest
