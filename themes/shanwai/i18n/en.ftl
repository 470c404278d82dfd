# Interface words: English. Each has a Chinese word of the same name in zh.ftl.
# Words that are followed by something end in a space, written {" "}.

skip-link = Skip to content
nav-label = Main
crumbs-label = You are here
type-large = Large type
type-normal = Normal type
languages-label = Language
toc-title = On this page
colon = :{" "}
list-separator = ,{" "}

synthetic-badge = Synthetic data
unsigned-badge = Not signed off
synthetic-note = {" "}This page contains invented demonstration records. They describe no real child, family or service; please do not cite them.

home-headline = Headline figures
home-headline-note = Every figure opens to its definition, period, source and open questions. “More than” and “about” are kept as the source has them; plans are marked as plans and never counted as results.
home-tally = How sure we are of these figures
home-pillars = What is done
home-all-stories = All stories
home-stories = Latest stories

fact-kicker = Statistic
fact-caution = See notes
fact-definition = What it counts
fact-notes = Before you use it
fact-formula = How it is worked out
fact-comparisons = Set against other figures
fact-sheet = At a glance
fact-source = Source
fact-cite = Cite this page
fact-used = Pages that use it
fact-charts = Charts that use it
fact-withheld-title = This figure is not published

indicators-title = Indicators
indicator-values = Values so far
indicator-download = Data and downloads
indicator-cite = Cite this indicator
indicator-no-values = There is nothing to publish yet.

article-updated = Updated{" "}
article-facts-used = Figures on this page
article-facts-used-note = Each has a lasting address where it can be checked and cited.

figure-source = Source:{" "}
figure-data = Data table and description

table-symbols = Symbols:
table-label = Data table
terms-label = Topics

tiles-label = Browse by place
tiles-note = The grid shows rough position only; it is not a map.

place-code = Division code
place-not-standard = Not in the national standard
place-residents = Usual residents
place-facts = Figures about this place
place-no-facts = There are no figures for this place alone yet.
place-tables = Local data

dataset-kicker = Dataset
dataset-downloads = Download
dataset-table = Full table
dataset-protection = How personal information is protected
dataset-sheet = About the data
dataset-columns = Columns of the CSV for programs

pager-label = Pages
pager-previous = Previous
pager-next = Next
pager-number = Page { $number } of { $total }
neighbours-label = Previous and next page
neighbours-previous = Previous
neighbours-next = Next

not-found-home = Back to the home page

footer-label = About this site
footer-licence = Text and data:{" "}
footer-as-of = Data as of{" "}
footer-feed = Atom feed

gov-sponsor = Sponsor:{" "}
gov-organiser = Organiser:{" "}
gov-site-code = Site code:{" "}
gov-report-error = Report an error on a government site
dataset-metadata = Metadata, citations and checksums
copy = Copy
copied = Copied
citation-date = The date in square brackets is the day of access: put the day you read it.
dataset-cite = Cite this dataset
fact-corrected = This figure was changed; see the record of corrections below.
fact-corrections = Corrections
fact-history = Its value in each release
fact-json = This figure as JSON

embed-summary = Embed this chart
embed-summary-fact = Embed this figure
embed-files = Picture files:{" "}
embed-live = Always the newest figures
embed-release = Fixed at release { $version }
embed-figure = Picture with source (HTML)
embed-frame = Frame with text and data (HTML)
embed-relative = This site has no public address yet. The addresses in the code begin at the root of the site: put your own in front of them.
embed-page = See it embedded
embed-home = From:{" "}

search-label = Search this site
search-button = Search
search-plain = Browse by kind
slices-title = Ready-made tables
explore-no-script = Scripts do not run in this browser, so rows and columns cannot be chosen here. Below is a table that is ready made; tables by each dimension, and by each pair of them, are listed further down, each with a page and a file of its own. To choose for yourself, download the whole dataset and open it in a spreadsheet.
explore-rule = Only figures that are already published can be chosen here; nothing is added up, and what is withheld appears in no table.
dataset-slices = Other ways to look at it

consent-title = How this story was made
consent-synthetic = The story was written for demonstration, and its record of consent is invented. No real child lived it.
consent-composite = It brings together things that happen to many children, with details changed, and portrays none of them.
consent-given = Separate consent to publication was obtained: the guardian’s for a child under 14, and from 8 the child’s own agreement as well. It can be withdrawn at any time, and this page is then taken down.
consent-reviewed = It was reviewed before publication.
consent-reviewed-outside = It was reviewed before publication, and a second time by somebody outside the institution.
consent-reuse = It may be reprinted with its source. Please do not ask or guess who it is about.
consent-no-reuse = Please do not reprint or adapt it, and do not ask or guess who it is about.

factsheet-hint = Printed, this is exactly one page of A4.
factsheet-press = Sentences to quote and rules for writing about children are under{" "}
factsheet-rules = Before you quote
factsheet-sources = Sources
factsheet-online = Online
factsheet-no-address = This site has no public address yet, so there is no QR code here.
full-stop = .
edition-publisher = Published by
edition-as-of = Data as of
edition-address = Address
edition-licence = Licence
edition-no-address = The site has no public address yet. What is given below are paths in its folder.
edition-hint = Print it from your browser, or save it as a PDF; each chapter begins a new page.
article-stories = Stories from this programme
