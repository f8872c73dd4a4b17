# The words of the interface in English. What stands between { } is put in by the program; `number` decides between
# singular and plural, `shown` is the number as it is written.

thousands-separator = ,

# Places
today = Today
of-all-days = of all days, the newest first
topics = Topics
outcomes = Outcomes
why = What became of it
skip = Skip to the content
language-of-pages = Language of these pages
light = Light or dark
light-system = as the system
light-light = light
light-dark = dark
zone = Times in { $zone }
keys = Keyboard
keys-on = Keys are on
key-next = next article
key-previous = previous article
key-open = open the article
key-original = open the original page
key-fresh = show the new articles
key-search = search
key-filter = to the filters
key-help = these keys
close = Close
fresh = New articles:
connected = Live
reconnecting = Connection lost, reconnecting…

# Lists
articles = { $number ->
    [one] { $shown } article
   *[other] { $shown } articles
}
articles-stored = { $number ->
    [one] { $shown } article stored
   *[other] { $shown } articles stored
}
passages = { $number ->
    [one] { $shown } passage
   *[other] { $shown } passages
}
languages-count = { $number ->
    [one] { $shown } language
   *[other] { $shown } languages
}
newer = Newer
older = Older
as-file = As Excel, CSV or feed
goes-on = The list goes on here
tables-cut = A file has the first { $rows } rows, and says where it goes on.
files-cut = Excel and CSV have the first { $rows } rows, JSON Lines and ninjs the first { $documents } articles; each file says where it goes on.
same-list = The same list as
filter = Filter
filtered = Only
remove-filter = remove this filter
all-filters-off = Show everything
more = more
facet-all = show all
untagged-left-out = { $number ->
    [one] { $shown } article that touches no topic is left out
   *[other] { $shown } articles that touch no topic are left out
}
only-tagged = { $number ->
    [one] Only the { $shown } article that touches a topic
   *[other] Only the { $shown } articles that touch a topic
}
topic = Topic
language = Language
outlet = Outlet
day = Day
outlet-unknown = Outlet unknown
day-unknown = Date unknown
no-date = the page gives no date; captured
no-headline = No headline
quoted = Quoted:
original-page = Original

# Search
search = Search
search-box = Everything stored, asked in the language of topics
search-button = Search
understood-as = Understood as
examples = Queries to begin with
example-phrase = these words, in this order; case and accents do not matter
example-and = both, anywhere in an article
example-or = either; * stands for any letters
example-near = at most five words apart
example-not = in the headline, and the other word nowhere
example-site = of an address that ends so
search-note = What a query finds is what a topic of it would tag, with the passages that satisfied it.
newest-first = Newest first
relevant-first = Most relevant first
order = Order
at-least = at least { $articles }
nothing-found = Nothing found
nothing-found-text = No article that is stored has these words.
one-condition-less = With one condition less:
without = leaving out: { $what }
alone = { $what } alone
meant = Did you mean
misread-query = This query cannot be read:
index-behind = { $number ->
    [one] The index is { $shown } change behind the store, and catching up.
   *[other] The index is { $shown } changes behind the store, and catching up.
}
no-index = The index is being built
no-index-detail = Searches are answered in a moment. Everything else is shown meanwhile.
no-search = There is no search here
no-search-detail = Nobody keeps an index of this store: search.keep is off in veille.toml.
period = { $from } to { $to }
period-from = since { $from }
period-to = until { $to }

# Nothing there
empty-title = No article yet
begin = Articles appear here as soon as some are stored. What to do next:
begin-add = Hand in an article
begin-add-how = by its address, as a text or as a file
begin-sources = The sources
begin-sources-add = which papers and sites are read; others can be added there by their address
begin-sources-look = which papers and sites are read
begin-run = Sources are read around the clock once whoever runs veille starts
here-alone = This address opens on this computer alone: a colleague cannot open it. So that others can, whoever runs veille has it listen on an address of the network, makes users, and the address is made again there. The setting in veille.toml:
nothing-title = No article fits
nothing-text = Nothing that is stored passes all of these filters. Each of them can be taken off above.
nothing-tagged-title = No article touches a topic
nothing-tagged-text = Articles are stored, and none of them touches a topic that is watched.
not-there = There is nothing here
not-there-detail = { $what } is not stored, or no longer.
misread = This address cannot be understood
misread-detail = “{ $value }” is not understood as { $name }.
unreadable = The store cannot be read
back-to-today = Back to the latest articles

# One article
why-here = Why it is here
only-mentioned = mentioned in passing
no-reason = It touches no topic that is watched.
found-by = found by
evidence-number = evidence
back-to-text = to the place in the text
who-is-quoted = Who is quoted
who-is-named = Who and what is named
named-person = People
named-organisation = Organisations
named-place = Places
not-said-who = the article does not say who
paragraph = paragraph
origin-title = Whose text it is
origin-original = The outlet's own: the page says nothing else
page-says = The page says:
dates-title = Dates
published = Published
modified = Changed
captured = Captured
captured-last = Captured last
captured-when = captured { $when }
date-from-page = as the page says
date-from-capture = when the page was received
date-from-feed = as the feed says
no-published = The page does not say when it was published.
details-title = Details
address = Address
confidence = certain to { $share }
runner-up = or { $language }, { $share }
mixed = with passages in { $languages }
section = Section
keywords = Keywords
wording = wording { $number } of { $all }
wordings-title = Wordings
wording-current = the current one
superseded = This is an earlier wording; here is
withdrawn = Taken down by its publisher; noticed
fact-article = Article
fact-revision = Wording
fact-capture = Capture
ledger-title = Its way here
as-json = This article as JSON
doubtful = Doubtful:
article-signed = By
changed-title = What changed from the wording before
how = How it was read
reasons-between = {"; "}
how-link = How it was read: what was left out, what came near
near-title = Topics that it came near
near-none = None: of no other query it has as much as a third.
near-has = has
near-lacks = lacks
near-excluded = is excluded by
removed-title = What was taken for the article, and what was left out
blocks-left-out = { $number ->
    [one] { $shown } piece of the page left out
   *[other] { $shown } pieces of the page left out
}
blocks-kept = { $number ->
    [one] { $shown } piece taken
   *[other] { $shown } pieces taken
}
page-not-kept = The page is kept no longer (store.captures_days); what was left out cannot be shown.
found-title = Where its fields were found
found-field = Field
found-value = Found
found-place = Where
found-taken = taken
instead-apart = { $number ->
    [one] { $shown } word apart
   *[other] { $shown } words apart
}
instead-times = { $found } of { $times }
instead-field = never in one field
instead-paragraph = never in one paragraph
instead-one-sentence = not in one sentence
instead-one-paragraph = not in one paragraph
instead-score = too low a score
instead-order = in the other order
found-standfirst = Standfirst
found-byline = Signature
found-image = Picture
found-free = Free to read

# Coverage
coverage = Coverage
last-days = { $number ->
    [one] { $shown } day
   *[other] { $shown } days
}
by-day = By day
by-month = By month
by-hour = By hour
show-count = Articles
show-share = Share of everything stored: { $share }
share = Share
before = before: { $period }
before-unknown = Nothing is stored from the time before.
before-partly = What is stored begins on { $day }: the time before is not whole.
compared-until = Compared up to { $until }: the rest is not over.
before-column = Before
as-before = As many as in the time before.
more-than-before = { $number ->
    [one] { $shown } more than in the time before.
   *[other] { $shown } more than in the time before.
}
fewer-than-before = { $number ->
    [one] { $shown } fewer than in the time before.
   *[other] { $shown } fewer than in the time before.
}
events = Events
unfinished = not over yet
undated-not-drawn = { $number ->
    [one] { $shown } article whose page gives no date is not drawn
   *[other] { $shown } articles whose pages give no date are not drawn
}
day-arrived = { $number ->
    [one] { $shown } of them has no date and stands here because it came that day
   *[other] { $shown } of them have no date and stand here because they came that day
}
untagged-not-drawn = { $number ->
    [one] { $shown } article without a topic is not counted
   *[other] { $shown } articles without a topic are not counted
}
hourless-not-drawn = { $number ->
    [one] { $shown } article with a day and no hour is not drawn
   *[other] { $shown } articles with a day and no hour are not drawn
}
nothing-drawn = Nothing to draw
nothing-drawn-text = No article that passes these filters says when it was published.
earlier = Earlier
later = Later
by-topic = By topic
as-table = The numbers
dated-yes = dated by its page
dated-no = without a date of its page
percent = { $share } %
decimal-mark = .
month-full = { $month } { $year }

# People
people = People
people-box = Who or what? A name in any spelling, an office in any language (minister), or a part of one
count-person = { $number ->
    [one] { $shown } person
   *[other] { $shown } people
}
count-organisation = { $number ->
    [one] { $shown } organisation
   *[other] { $shown } organisations
}
count-place = { $number ->
    [one] { $shown } place
   *[other] { $shown } places
}
times = { $number ->
    [one] once
   *[other] { $shown } times
}
also-written = Also written
kinds-of-names = Who and what is named
told-by-article = Reported speech
spelt-so = { $times }, { $why }
named-of = { $name } (in the first { $articles } articles)
why-known = a name of the same, known in every language
why-letters = the same in other letters
why-initial = a letter stands for the given name
why-part = a part of the name, which nobody else here has
why-case = the same words in another case
quotations = { $number ->
    [one] { $shown } quotation
   *[other] { $shown } quotations
}
said-in = { $number ->
    [one] in { $shown } article
   *[other] in { $shown } articles
}
nobody = Nobody is named
nobody-text = No name and no quotation that is stored passes these filters.
everyone = Everybody and everything named

# Sources
sources = Sources
sources-count = { $number ->
    [one] { $shown } source
   *[other] { $shown } sources
}
sources-intro = Who is read, and what came of it. Those that fail stand first.
no-sources = No source is configured, and nothing is stored.
fortnight = Last 14 days
last-read = Last read
failing = Fails
not-read = not read yet
from-files = not configured: from files

# Topics
topics-intro = What is watched. A topic is a query that you can read; an article has the topic when its words satisfy it.
no-topics = No topic is configured. Each is a file in config/topics.
latest = Latest
never = no article yet
query = The query
query-note = as written in the topic's file, case and accents folded
names = Its names
author = Answers for it:
latest-articles = Latest articles
by-language = By language
by-outlet = By outlet
narrow-further = Narrow further
not-watched = This topic is not watched any more; what it found is still stored.
any-language = every language

# Outcomes
outcomes-intro = What became of every input at every stage. Each line adds up: what goes into a stage comes out of it, passed on, set aside for a reason, to be tried again, or quarantined. A stage may take in more than the one before it passed on: one file or feed holds several pages, and a page that is read again counts again.
no-outcomes = Nothing has been read yet.
stage = Stage
inputs = In
reasons = Reasons at this stage
reason = Reason
count = Count
latest-hundred = The latest, 100 at most
all-outcomes = All outcomes
why-box = What became of an address, a headline, a file or an id?
why-hint = The address of an article or a feed, a headline, a file, or an id; a part of an address or a headline lists what may be meant
ask = Ask
why-nothing = Nothing is known of it
why-nothing-text = No feed announced it and no replay held it, and no headline or address has these words. Tracking parameters do not matter, the rest of an address does.
now-stored = Stored
source = Source
stage-capture = Reading
stage-fetch = Fetching
stage-clean = Cleaning
stage-classify = Tagging
stage-store = Storing
outcome-forwarded = passed on
outcome-discarded = set aside
outcome-retried = to be tried again
outcome-quarantined = quarantined

# Fields that a passage may stand in
field-headline = headline
field-text = text
field-url = address
field-source = outlet
field-byline = signature
field-language = language

# Whose text it is
origin-republished = taken from { $outlet }
origin-republished-unnamed = taken from another outlet
origin-translated = translated from { $outlet }
origin-translated-unnamed = translated from another outlet
origin-agency = by the agency { $outlet }
origin-agency-unnamed = by an agency

# What is doubtful
flag-date-after-capture = its date lies after the day it was captured
flag-live-blog = a live blog, which changes all day
flag-paywall-stub = only what stands before a paywall
flag-date-before-web = its date lies before there were web pages
flag-published-is-last-change = the date of its publication is that of its last change
flag-signed-by-organisation = signed by an agency or a desk, by no person
flag-text-from-feed = its text is its feed’s
flag-date-from-feed = its date is its feed’s
flag-byline-from-feed = who signed it is what its feed says
flag-headline-from-feed = its headline is its feed’s
flag-page-elsewhere = its page spoke of something else
flag-page = its page gave no article: { $why }

# Stories
stories = Stories
comma = {", "}
colon = :
stories-intro = One event told by several articles, by several papers or by one. A text that was printed again counts once among the originals.
stories-count = { $number ->
    [one] { $shown } story
   *[other] { $shown } stories
}
stories-behind = { $number ->
    [one] Stories are { $shown } change behind the store.
   *[other] Stories are { $shown } changes behind the store.
}
no-stories = No story
no-stories-text = A story needs two articles about one event.
largest-first = Largest first
by-story = By story
each-article = Each article
originals-only = Originals only
in-stories = { $number ->
    [one] { $articles } telling { $shown } event
   *[other] { $articles } telling { $shown } events
}
ran-it = { $number ->
    [one] { $shown } outlet printed it again
   *[other] { $shown } outlets printed it again
}
republications-count = { $number ->
    [one] { $shown } republication
   *[other] { $shown } republications
}
originals-count = { $number ->
    [one] { $shown } original
   *[other] { $shown } originals
}
outlets-count = { $number ->
    [one] { $shown } outlet
   *[other] { $shown } outlets
}
grew = { $number ->
    [one] { $shown } more in 24 hours
   *[other] { $shown } more in 24 hours
}
told-until = { $day }, told on until { $last }
who-tells = Who tells it, the earliest first
story-as-json = This story as JSON
beside = Paragraph beside paragraph
stands-there = Stands there
word-for-word = word for word
nowhere-there = not there
alike-in-both = the same in both
by-order = in its place by the order alone; no name, number or known word shows it
no-copies = Neither was found to be a copy of the other.
shares = { $here } of it stands there, { $there } of that here
credited = as it says itself
copies-more = { $number ->
    [one] and { $shown } more copy
   *[other] and { $shown } more copies
}
told-title = Among the others
copied-by = Printed again by
its-story = The story that it tells
story-first = The earliest
story-first-dated = The earliest of those with a date
story-middle = In the middle of it: what the others are like
story-first-by-hand = Begins this story by a person’s word
story-copy = The same text
story-by-hand = Put beside { $outlet } by a person
story-which = { $outlet }, “{ $headline }”
story-like = Like { $outlet }
story-names = names
story-numbers = numbers
story-words = words
copy-twin = another page of the same article as { $outlet }
copy-identical = word for word the text of { $outlet }
copy-reprint = a reprint of { $outlet }
copy-excerpt = an excerpt from { $outlet }
copy-extended = a longer version of { $outlet }
copy-merged = made in part of { $outlet }
copy-translated = a translation of { $outlet }

# Who may look
log-in = Log in
log-out = Log out
user-name = Name
password = Password
log-in-wrong = Name and password do not belong together.
log-in-wait = { $number ->
    [one] Too many attempts; try again in { $shown } second.
   *[other] Too many attempts; try again in { $shown } seconds.
}
account = Account
role-reader = reader
role-editor = editor
role-admin = admin
sessions = Where you are logged in
browser = Browser
this-browser = This one
since = Since
last-seen = Last seen
end-session = End
tokens = Tokens
tokens-intro = What programs and feed readers show instead of a password: in the header “Authorization: Bearer”, or at the end of a feed’s address as ?token=.
token = Token
token-once = This is shown once only; keep it now.
token-name = What it is for
token-may-triage = may judge articles, too
token-add = Make a token
revoke = Revoke
password-new = New password
password-change = Change the password
password-wrong = The password is not the one you have.
password-short = A password has 10 characters at least.
password-changed = The password is changed; all other browsers are logged out.
not-done = This cannot be done
audit = Who did what
audit-intro = Every change and every file that was carried away, the latest first. Each line holds the digest of the one before it: none can be changed or taken out unnoticed. “veille audit” checks the same.
lines-count = { $number ->
    [one] { $shown } line
   *[other] { $shown } lines
}
trail-broken = Line { $line } is not as it was written, or one before it is missing.
line = Line
when = When
who = Who
what = What

# What the office thinks
triage = Triage
triage-unread = Unread
triage-read = Read
triage-starred = Starred
triage-relevant = Relevant
triage-irrelevant = Not relevant
triage-unjudged = Not judged yet
triage-noted = With a note
triage-assigned = Assigned
triage-mine = Mine
star = Star
key-star = star, or take it off
key-read = read, or unread
assigned-to = Assigned to
write-note = Note, and whose it is
note = Note
keep = Keep
may-not = Readers say what they have read; the rest is for editors.
others-write = Others write the same at this moment; try again.

# Handing in
add = Add
add-intro = An article that no source brought: it is fetched, cleaned and judged as all others are, and stored.
add-address = The page is fetched with the same manners as all others.
add-other = A text or a file (page, PDF, DOCX, message); the address then says where it is from
add-file = A file: a page (HTML or text), PDF, DOCX, or a message (EML, MHTML)
add-published = Day of publication
add-no-day = The day is not understood; it is written like this: 2025-10-26
add-far-day = The day is still to come, or lies before the web began: it would not be believed.
add-long-headline = The headline is longer than 500 characters; the text has a field of its own.
add-long-outlet = The name of the outlet is longer than 120 characters.
add-nothing = There is nothing to add: give an address, a text or a file.
add-no-address = This is no address of the web; expected https://…
add-no-article = It became no article; here is why.
add-unreadable = The form could not be read, or the file is larger than 8 MB.

# Days
day-full = { $weekday } { $day } { $month } { $year }
day-today = Today, { $day }
day-yesterday = Yesterday, { $day }
day-hour = { $day }, { $hour }
day-short = { $day } { $abbreviated } { $year }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = June
month-short-7 = July
month-short-8 = Aug
month-short-9 = Sept
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

# What a query asks for; parts are put into each other
asked-articles = articles with { $what }
asked-and = { $left }, and { $right }
asked-or = { $left } or { $right }
asked-not = without { $what }
asked-near = { $number ->
    [one] { $left } at most { $shown } word from { $right }
   *[other] { $left } at most { $shown } words from { $right }
}
asked-beside = { $left } beside { $right }
asked-before = { $number ->
    [one] { $left } at most { $shown } word before { $right }
   *[other] { $left } at most { $shown } words before { $right }
}
asked-right-before = { $left } right before { $right }
asked-across = { $what }, also across paragraphs
asked-sentence = { $what } in one sentence
asked-paragraph = { $what } in one paragraph
asked-once = { $what } at least once
asked-times = { $what } at least { $shown } times
asked-context = { $what } as context
asked-weight = { $what } (each counting { $weight })
asked-score = { $what } that add up to at least { $threshold }
asked-word = the word "{ $words }"
asked-phrase = "{ $words }"
asked-beginning = a word that begins with "{ $words }"
asked-shape = a word like "{ $words }"
asked-person = the person "{ $words }" in any spelling
asked-organisation = the organisation "{ $words }" in any spelling
asked-place = the place "{ $words }" in any spelling
asked-source = the source "{ $words }"
asked-language = the language { $words }
asked-site = an address at "{ $words }"
asked-headline = { $what } in the headline
asked-lead = { $what } in the lead
asked-text = { $what } in the text
asked-address = { $what } in the address
asked-byline = { $what } in the byline
asked-cased = { $what } with these capitals
asked-exact = { $what } in exactly these letters
asked-apart = at most { $shown } words apart
asked-side-by-side = side by side
asked-as-phrase = as one phrase
in-words = In words

# What is wrong with a query
fault-end = the end of the query
fault-empty = The query is empty; write a word, a phrase in quotes or a group in parentheses.
fault-term = A word, a phrase in quotes or a group in parentheses is expected here, not { $found }.
fault-operand = A word, a phrase or a group is expected after { $operator }, not { $found }.
fault-operator = AND, OR, NOT, NEAR/n or ONEAR/n is expected before { $found }; put a phrase in quotes.
fault-capitals = Operators are written in capitals: { $capitals }, not { $found }.
fault-quote = This quotation mark is never closed; write { $expected } at the end of the phrase.
fault-empty-phrase = There is nothing between the quotation marks.
fault-unclosed = This parenthesis is never closed.
fault-unopened = This parenthesis closes nothing.
fault-empty-group = There is nothing between the parentheses.
fault-comment = This comment is never closed; write */ at its end.
fault-number = { $operator } needs a whole number from 1 on, as in { $example }.
fault-parentheses = { $operator } needs parentheses: { $operator }(…).
fault-field = { $name }: is not a field; there are headline: lead: text: url: source: byline: lang: site: person: org: place:
fault-after-field = A word, a phrase or a group is expected right after { $name }:, not { $found }.
fault-language = This is no tag of a language; write fr, vi or zh-Hans.
fault-nested-field = { $inner } cannot stand inside { $outer }: a passage lies in one field.
fault-name-letters = A name is looked for in any spelling: { $operator } says nothing of one. Write the name alone.
fault-name-wildcard = A name is looked for in any spelling, without wildcards: write the name or a part of it, as in person:guterres, instead of { $found }.
fault-letters = { $found } holds no letter or digit that could match.
fault-wildcard = A wildcard alone would match every word; write letters beside it, as in cyber*.
fault-wildcard-script = A wildcard has no place between the characters of a script without spaces; write NEAR/n between two words.
fault-weight = A weight is a number from -1000 to 1000 after ^, as in word^2.
fault-weight-alone = A weight counts only under a threshold; write SCORE>=n at the end of the query.
fault-threshold = SCORE>= needs a number above 0, as in SCORE>=3.
fault-unreachable = No article can reach { $threshold }: what stands here adds up to { $reachable } at most.
fault-after-score = SCORE>={ $threshold } must be the last thing in the query, not before { $found }.
fault-countable = { $operator } counts passages: a word, a phrase, NEAR or a group of them with OR, not { $found }.
fault-foreign = { $found } is not an operator here.
fault-foreign-instead = { $found } is not an operator here; write { $instead }.
fault-unanchored = The query says only what must be absent, so that nearly every article would match; add a word that must occur.
fault-context = CONTEXT says where to look and is not shown; write beside it what the article is shown for.
fault-alternative = This side of OR says only what must be absent; add a word that must occur.
fault-contradiction = { $clause } is required and excluded; no article can match.
fault-two-values = An article has one { $field }: { $first } and { $second } are never both true; write OR between them.
fault-too-large = This is longer or nested deeper than a query may be ({ $max } at most); make several of it.

# Topics that readers write
draft-new = A new topic
draft-of = Another wording for “{ $topic }”
draft-intro = Try a query on everything stored: what the topic would gain and lose is shown before anything is kept.
draft-language = Language of the query
draft-try = Try it
draft-would = What it would change
draft-gains = Gained
draft-loses = Lost
draft-keeps = Stay
draft-all = All of these
draft-label = What readers see
draft-id = Its short name: a-z, 0-9, - and _
draft-keep = Save the topic
draft-note = It is written into the topic's file, and everything stored is tagged by it at once.
draft-change = Try and save another wording
topic-kept = The topic is saved, as it stands here.
topic-same = Nothing was changed: the topic is as it was.
topic-not-kept = Not saved:
topic-bad-id = A short name has a-z, 0-9, - and _; try { $proper }
topic-taken = There is a topic of this name already; choose another.
topic-changed = Somebody else changed this topic meanwhile; look at it again.
topic-history = Its wordings
topic-restore = Take it back to this wording
by-hand = in its file
archive-judged = What is stored is being tagged by the topics as they are now: { $done } of { $all }.
save-as-topic = Save as a topic

# Streams
streams = Streams
streams-intro = How to be told of what is new: a search that is kept has a feed of its own for feed readers, other programs are sent each change, and whoever writes one listens to all of them.
save-as-watch = Keep this search with a feed of its own
watches = Kept searches
no-watches = None yet. A search can be kept at the end of its page; its feed then has an address of its own.
watch-name = Name
watch-by = Kept by
watch-kept = The search is kept.
watch-once = Whoever has one of these addresses may read this feed, and nothing else. They are shown once only; keep one now.

# Webhooks
hooks = Sent to other programs
hooks-intro = Each change of an article that passes a filter is sent as a signed message (webhook), in order, and again until it is taken. Whoever takes nothing for five days is sent nothing more.
hook-add = Send changes there
hook-filters = Only what passes, written as in the address of a list
hook-key = Messages are signed with this key (Standard Webhooks). It is shown once only; keep it now.
hook-waiting = Waiting
hook-state = State
hook-remove = Remove
hook-again = Send again
hook-disabled = disabled on { $when }: it took nothing for too long
hook-failing = takes nothing since { $when }
hook-last = last on { $when }
hook-nothing = nothing sent yet
hook-receiver = A program that takes them and checks their signatures
hook-deliveries = What was sent
hook-message = Message
hook-when = When
hook-waits = waits
hook-no-address = This is no address that can be sent to; it begins with https:// or http:// and has no password.
hook-no-filter = These filters cannot be understood; copy them from the address of a list: topic=…&language=fr&q=…

# Pages of a list
pages = Pages
page-before = The page before
page-after = The page after

# Whether something stands in an article
verify = Does it say that?
verify-text = A sentence that is said to stand in this article
verify-ask = Look for it
stands-verbatim = word for word
stands-nearly = in other words
stands-numbers = not so: another number
stands-almost = not word for word: what differs is marked
article-says = The article says:
stands-nowhere = nowhere
stands-foreign = not compared: the article is in another language
fault-at = At character { $column }: { $fault }
fault-foreign-not = { $found } is not an operator here; write NOT before the word, or the word in quotes.
fault-foreign-and = { $found } is not an operator here; write AND between the words: every one of them is then required.
fault-foreign-range = { $found }: ranges are not part of this language; write a word.
fault-foreign-pattern = { $found }: regular expressions are not part of this language; write a word with * or ?.
fault-foreign-near = { $found } is not an operator here; write NEAR/n between the words.
fault-foreign-fuzzy = { $found }: fuzzy words are not part of this language; write a wildcard, as in colo*r.
failed-told = As it was told
failed-login = the page wants a subscription or a login
failed-forbidden = the server refuses us
failed-not-there = the page is not there, or not yet
failed-gone = the publisher has withdrawn it
failed-too-often = the server asks for fewer requests
failed-legal = it is withheld for legal reasons
failed-theirs = the fault is on their side, and it is tried again
failed-name = the name of the host is not known
failed-connect = nobody answers there
failed-tls = the certificate is not trusted, or the connection cannot be secured
failed-slow = the server was too slow
failed-broken = the answer broke off
failed-robots = robots.txt asks us to stay away
failed-robots-unreachable = robots.txt cannot be read, and without it we stay away
failed-resting = the host is left alone for a while after failures
failed-large = the answer is too large
failed-kind = what came is neither a page nor a feed
failed-nothing = the feed announces nothing
failed-no-feed = neither a feed nor a list of articles was found there
failed-look = it came to nothing
failed-led-away = the address leads away, and to no article
failed-private = it is not on the public internet; whoever runs veille may open it in veille.toml, under fetcher.allow_private_addresses
failed-scheme = that is no address of the web; one begins with https:// and names a site, as https://www.example.org/
failed-no-ending = “{ $name }” is no whole address: what is behind the dot is missing, as in { $name }.com
log-in-at = Log in at { $provider }
log-in-no-role = You are in no group that may look here; whoever runs this can say which.
log-in-unreachable = The identity provider does not answer; try again in a moment, or log in with a password.
log-in-taken = Somebody else has your name here; whoever runs this can give one of you another.
log-in-unproven = You were not logged in: it took too long, was begun in another browser, or the identity provider refused. Try again.

# An article for somebody else
share-link = Share it by a link
share-intro = Whoever has the link reads this article, and nothing else, without logging in; until it is revoked.
share-make = Make a link
share-once = Whoever has this address may read this article, and nothing else. It is shown once only; copy it now.
share-back = Back to the article

# Listening
listen = Listen
listen-intro = Each change of an article is told as it is stored, as server-sent events. Filters of a list go along: narrow one, and come here.
listen-sample = The latest, as it is heard
listen-nothing = nothing was told yet
listen-nats = Where the stages run over NATS, the same is on
listen-nats-untagged = Where the stages run over NATS, the same and the articles that touch no topic are on
listen-nats-none = NATS has no subject for just this: its subjects know a topic, a source and a language without its varieties.
listen-token = TOKEN stands for a token of yours; you make one under Account:
listen-untold = The stream does not keep to “originals only” and to what the office thinks of articles: both are known only after a change was told.

# What came lately
received-since = received since { $when }
since-yesterday = Received since yesterday:
of-yesterday = Dated yesterday:
since-visit = Received since your last visit ({ $when }):


# A publisher to be read
source-add = Add a source
source-address = The address of a paper, a site or a feed
source-look = Look at it
source-note = Its articles are read from now on, as often as its feeds suit.
source-keep = Add it
source-known = It is read already:
source-added = Added: { $name }.
first-articles = The first articles come with the next reading.
not-reading = Nothing reads sources here at the moment.

# What a topic found
lately = Lately
by-words = By words and the language they stand in, in the latest articles
near-articles = Articles that came near it
near-articles-none = Of the latest articles that it did not find, none has as much as a third of the query.
source-builtin = The list of sources is built into the program here. Started with --config and a copy of the project’s config/, it takes new ones; so does
next-read = Next reading
next-start = with the next run
source-paused = paused
source-pause = Read it no more, for now
source-resume = Read it again
source-feeds = What is read of it
source-report = What was asked of it
source-report-show = Show it
source-report-note = For whoever runs it, should they ask; in English.
as-text = As text
feed-failing = in vain, { $times } in a row: { $why }
feed-moved = It says that it has moved to
band = usually { $low } to { $high } a day
band-short = { $state }: { $missing }
opml-import = Take a list from another reader (OPML)
opml-file = The file, as the other reader exports it
opml-keep = Add them
opml-note = They are read from now on, each as often as its feeds suit.
opml-nothing = Nothing new stands in it: all of it is read already.
opml-none = No feed was found in it. Expected is OPML, as feed readers export it.
opml-left-out = Left out
opml-note-export = is the list for another feed reader.
band-missing = { $number ->
    [one] one article missing
   *[other] some { $shown } articles missing
}
sources-imported = { $number ->
    [one] One source was added.
   *[other] { $shown } sources were added.
}

# The time zone
zone-title = Time zone
zone-intro = Days and hours are told in the zone that you choose, in this browser; without a choice in the office’s:

# Countries of sources
origin = Text of
country = Country
by-origin = By whose text it is
by-country = By country
country-at = Austria
country-be = Belgium
country-br = Brazil
country-cn = China
country-de = Germany
country-es = Spain
country-fr = France
country-gb = United Kingdom
country-id = Indonesia
country-in = India
country-it = Italy
country-jp = Japan
country-kr = South Korea
country-nl = Netherlands
country-qa = Qatar
country-ru = Russia
country-sg = Singapore
country-th = Thailand
country-tr = Türkiye
country-us = United States
country-vn = Viet Nam

# What cannot be kept to
misread-reversed = The period { $value } ends before it begins: the earlier day comes first.
misread-ahead = { $value } is still to come: nothing can be of it yet.
misread-example = It is written like this: { $example }
unknown-topic = No topic is called “{ $value }”: none is watched, and no article has it.
unknown-source = No source is called “{ $value }”: none is read, and no article is of it.
unknown-country = No source of the list is of the country “{ $value }”.
query-unasked = This page does not search: “{ $query }” is left out. The search page asks it.
link-gone = This link opens nothing
link-gone-detail = It was revoked, or it is not complete. Whoever gave it to you can make another.
note-long = A note has { $most } characters at most; this one has { $length }. Nothing was kept.
hook-private = Nothing is sent to this address: it is not on the public internet. Whoever runs this may open it in veille.toml, under fetcher.allow_private_addresses.
coverage-cut = Drawn from { $from } on: no more than 20 years are shown at once.
coverage-latest = The latest is of { $day }.
coverage-ahead = Drawn up to { $to }: the rest of the period is still to come.
coverage-months = By month: days are drawn for half a year at most.
coverage-no-hours = Hours are drawn for two weeks at most; choose fewer days to see them.
readings = { $number ->
    [one] and { $shown } reading of a feed
   *[other] and { $shown } readings of feeds
}

# What was called not relevant
not-relevant-left-out = { $number ->
    [one] { $shown } article marked not relevant is left out
   *[other] { $shown } articles marked not relevant are left out
}
not-relevant-show = show
not-relevant-shown = { $number ->
    [one] { $shown } article marked not relevant is among these
   *[other] { $shown } articles marked not relevant are among these
}
not-relevant-leave-out = leave out
triage-any = Not relevant ones too

# A topic that brings what is not meant
mend = What brought it, and what could be changed
mend-loses = loses { $loses } of { $of }: { $relevant } marked relevant, { $about } about the topic, { $unwanted } marked not relevant
mend-about = By its rule this article is about the topic and does not only mention it (weight { $weight } of 100): what leaves it out may leave out what you want.
mend-none = No word, name or threshold leaves this article out without taking away what is marked relevant, what is about the topic, or much of it.
mend-at-least = only with { $times } passages or more
mend-prominent = only in the headline or the first paragraph
mend-edit = Change the topic by hand, with what brought this article marked
mend-over = The topic as it is now does not bring this article any more.
brought = What brought this article
brought-goes = would be left out
brought-stays = would still be brought
topic-bad-query = The query cannot be read; the place is marked below.

# Plain words typed into the search
any-spelling-person = This person, in any spelling
any-spelling-organisation = This organisation, in any spelling
any-spelling-place = This place, in any spelling
meant-phrase = As this exact phrase
meant-all = With all of these words
meant-any = With any of these words

# What the gate refuses
refused-right = You may not do this
refused-right-detail = Your account or token does not allow it, and nothing was changed. An administrator gives roles and tokens.
refused-form = This form is out of date
refused-form-detail = It was not shown by this server, or before it was started anew or you logged in again; nothing was changed. Open the page again and send it once more.
refused-size = That is too large
refused-size-detail = At most { $most } KB can be sent here, and nothing was changed. Shorten the text, or send a smaller file.
refused-stranger = You are not logged in
refused-stranger-detail = Your session is over, and nothing was changed. Log in and send it once more.
refused-zones = Too many time zones
refused-zones-detail = Others look in too many other time zones at this moment: try again, or look in the office’s.
refused-again = Open the page again

# A text followed into the press
trace = Follow a text
trace-intro = Paste a press release or a speech: each of its sentences is looked for in the articles, word for word, altered, shortened or translated. A translation is recognised where the whole text was translated, by the order of its names and numbers: a single sentence is not.
trace-text = The text
trace-file = Or a file: a text, PDF, DOCX, a page (HTML) or a message (EML, MHTML)
trace-from = Articles from this day on
trace-to = Up to this day
trace-ask = Follow it
trace-whole = Follow a whole text into all articles
trace-found = { $articles } with something of { $sentences } sentences
trace-partly = The { $looked } newest of { $of } articles were looked at; choose a time to look at others.
trace-nothing = There is no sentence to look for.
trace-no-text = No text can be read in this file: open it and copy its text.
trace-long = The text is too long: at most { $most } characters can be followed.
trace-article = article
traced-verbatim = word for word
traced-altered = altered
traced-shortened = shortened
traced-translated = translated
traced-left-out = left out
traced-nowhere = in no article

# The heads of a workbook
table-articles = Articles
table-quotations = Quotations
yes = yes
no = no
column-date = Date
column-day = Day
column-hour = Hour
column-month = Month
column-outlet = Outlet
column-headline = Headline
column-language = Language
column-languages = Languages
column-topics = Topics
column-address = Link
column-story-headline = Story
column-copy-of = Same text as in
column-original = Link to the original
column-origin = Whose text, as the page says
column-quoted = Who is quoted
column-passages = Passages
column-published = Published
column-captured = Captured
column-source = Source (id)
column-story = Story (id)
column-article = Article (id)
column-lead = Article that stands for it (id)
column-topic = Topic (id)
column-speaker = Who says it
column-role = As what
column-speech = Speech
speech-direct = word for word
speech-partial = word for word, in part
speech-answer = answer in an interview
speech-indirect = reported
column-quote = What was said
column-first = First
column-last = Last
column-articles = Articles
column-originals = Originals
column-outlets = Outlets
column-all-articles = Everything stored
column-before = In the time before
column-name = Name
column-id = Id
column-configured = In the list
column-last-14-days = Last 14 days
column-latest-article = Latest article
column-latest = Latest
column-last-read = Last read
column-last-failure = Last failure
column-reason = Reason
column-paused = Paused
column-next-reading = Next reading
column-usual-low = Usual, at least
column-usual-high = Usual, at most
column-unusual = Unusual
column-label = Topic
column-stage = Stage
column-outcome = What became of it
column-count = Number
column-detail = In full
column-at = When
column-input = Input (id)
column-who = Who
column-what = What
column-on = On what
column-number = Line
column-digest = Digest
unusual-silent = silent
unusual-broken = broken
unusual-moved = moved
unusual-unread = not read

# Why something became no article
reason-feed = a feed, whose entries are read one by one
reason-unreadable = it cannot be read
reason-no-body = no running text on the page
reason-too-short = too short to be an article
reason-not-an-article = the page shows something else than an article
reason-consent-wall = the page only asks for consent
reason-empty-shell = the page is empty until a script fills it
reason-section-page = a page that lists articles
reason-soft-404 = the page says that it was not found
reason-unavailable = the site is down for now
reason-blocked = the site did not let us in
reason-duplicate = it is there already
reason-unchanged = nothing new since it was last read
reason-entries-max = more entries than are read at once
reason-empty-feed = the feed announces nothing
reason-bad-feed = the feed cannot be read
reason-crowded = the answer came too slowly
reason-stopped = the run was stopped before
reason-sent-on = the page only sends on to another
reason-needs-browser = only a browser with scripts could read it
reason-paywall-stub = a beginning alone is shown to those who do not pay
reason-elsewhere = the page speaks of something else than its feed
reason-not-kept = it is kept no longer
reason-not-a-capture = a file that holds no page
reason-torn = a file that breaks off
reason-line-too-long = a line that is too long
reason-panic = it broke the program that read it
reason-max-deliveries = it was tried too often
reason-forgotten = forgotten on request
reason-pruned = kept for as long as it was to be
reason-read = the feed was read
reason-told = a hub told of something new
reason-source-silent = the source brings less than usual, and nothing stands in the way
reason-source-broken = the source brings less than usual: what it announces cannot be had
reason-source-moved = the source brings less than usual: its feed has moved
reason-no-opml = it is no OPML: a list of feeds as feed readers export it
reason-opml-cut = the list breaks off before its end; have it exported again
reason-opml-address = no http or https address
reason-opml-twice = stands in it twice, and was taken once
reason-opml-empty = holds no feed, no section and no page
reason-source-known = is read already
reason-source-id = another source has this id; add its feeds to that one by hand
reason-configuration = the list of sources cannot be read or changed
