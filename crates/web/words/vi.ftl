# Lời của giao diện bằng tiếng Việt. Chương trình điền vào chỗ { }; `shown` là con số như được viết.

thousands-separator = .

# Các nơi
today = Hôm nay
topics = Chủ đề
outcomes = Kết quả xử lý
why = Đã xử lý thế nào
skip = Đến nội dung
language-of-pages = Ngôn ngữ của các trang này
zone = Giờ theo { $zone }
keys = Bàn phím
keys-on = Bật phím tắt
key-next = bài tiếp theo
key-previous = bài trước
key-open = mở bài
key-original = mở trang gốc
key-fresh = hiện các bài mới
key-search = tìm kiếm
key-filter = đến các bộ lọc
key-help = các phím này
close = Đóng
fresh = Bài mới:
connected = Trực tiếp
reconnecting = Mất kết nối, đang nối lại…

# Danh sách
articles = { $shown } bài
articles-stored = { $shown } bài đã lưu
passages = { $shown } đoạn
languages-count = { $shown } ngôn ngữ
newer = Mới hơn
older = Cũ hơn
same-list = Cùng danh sách này dưới dạng
filter = Lọc
filtered = Chỉ
remove-filter = bỏ bộ lọc này
all-filters-off = Hiện tất cả
more = nữa
untagged-too = Hiện cả { $shown } bài không thuộc chủ đề nào
only-tagged = Chỉ { $shown } bài thuộc một chủ đề
topic = Chủ đề
language = Ngôn ngữ
outlet = Cơ quan báo chí
day = Ngày
outlet-unknown = Không rõ báo nào
day-unknown = Không rõ ngày
no-date = trang không ghi ngày; thu lúc
no-headline = Không có tiêu đề
quoted = Được trích dẫn:
original-page = Bản gốc
opens-elsewhere = dẫn đến trang của báo

# Tìm kiếm
search = Tìm kiếm
search-box = Mọi bài đã lưu, hỏi bằng ngôn ngữ của chủ đề
search-button = Tìm
understood-as = Được hiểu là
examples = Vài câu hỏi để bắt đầu
example-phrase = những từ này, theo thứ tự này; không kể chữ hoa và dấu
example-and = cả hai, ở bất cứ đâu trong bài
example-or = một trong hai; * thay cho các chữ bất kỳ
example-near = cách nhau nhiều nhất năm từ
example-not = trong tiêu đề, và không có từ kia ở đâu cả
example-site = của địa chỉ kết thúc như vậy
search-note = Câu hỏi tìm ra đúng những gì một chủ đề dùng nó sẽ gắn, kèm các đoạn thỏa mãn nó.
newest-first = Mới nhất trước
relevant-first = Sát nhất trước
order = Thứ tự
at-least = ít nhất { $articles }
nothing-found = Không tìm thấy gì
nothing-found-text = Không bài nào đã lưu có những từ này.
one-condition-less = Bớt một điều kiện:
without = bỏ qua: { $what }
alone = chỉ { $what }
meant = Có phải ý bạn là
misread-query = Không đọc được câu hỏi này:
index-behind = Chỉ mục chậm hơn kho { $shown } thay đổi và đang đuổi kịp.
no-index = Chỉ mục đang được lập
no-index-detail = Sẽ tìm kiếm được trong giây lát. Mọi thứ khác vẫn xem được.
no-search = Ở đây không tìm kiếm được
no-search-detail = Không ai giữ chỉ mục cho kho này: search.keep đang tắt trong veille.toml.
period = từ { $from } đến { $to }
period-from = từ { $from }
period-to = đến { $to }

# Không có gì
empty-title = Chưa có bài nào
begin = Bài sẽ hiện ở đây ngay khi có bài được lưu. Việc cần làm tiếp:
begin-add = Nộp một bài
begin-add-how = bằng địa chỉ, bằng văn bản hoặc tệp
begin-sources = Các nguồn
begin-sources-add = những báo và trang được đọc; có thể thêm nguồn khác bằng địa chỉ
begin-sources-look = những báo và trang được đọc
begin-run = Các nguồn được đọc suốt ngày đêm khi người vận hành veille chạy
here-alone = Địa chỉ này chỉ mở được trên máy này: đồng nghiệp không mở được. Để người khác mở được, người vận hành veille cho nó lắng nghe ở một địa chỉ của mạng và tạo người dùng, rồi tạo lại địa chỉ. Thiết đặt trong veille.toml:
nothing-title = Không bài nào phù hợp
nothing-text = Không có gì đã lưu lọt qua tất cả các bộ lọc này. Có thể bỏ từng bộ lọc ở trên.
nothing-tagged-title = Không bài nào thuộc một chủ đề
nothing-tagged-text = Có bài đã lưu, nhưng không bài nào thuộc chủ đề đang theo dõi.
not-there = Ở đây không có gì
not-there-detail = { $what } chưa được lưu, hoặc không còn nữa.
misread = Không hiểu được địa chỉ này
misread-detail = Không hiểu được “{ $value }” là giá trị của { $name }.
unreadable = Không đọc được kho
back-to-today = Về các bài hôm nay

# Một bài
why-here = Vì sao bài ở đây
only-mentioned = chỉ nhắc qua
no-reason = Bài không thuộc chủ đề nào đang theo dõi.
found-by = tìm thấy nhờ
evidence-number = bằng chứng
back-to-text = đến chỗ trong bài
who-is-quoted = Ai được trích dẫn
who-is-named = Ai và những gì được nhắc đến
named-person = Người
named-organisation = Tổ chức
named-place = Địa điểm
not-said-who = bài không nói là ai
paragraph = đoạn
origin-title = Bài của ai
origin-original = Của chính báo này: trang không nói gì khác
page-says = Trang viết:
dates-title = Ngày tháng
published = Đăng
modified = Sửa
captured = Thu
captured-last = Thu lần cuối
date-from-page = theo trang
date-from-capture = khi nhận được trang
no-published = Trang không nói bài đăng khi nào.
details-title = Chi tiết
address = Địa chỉ
confidence = chắc chắn { $share }
runner-up = hoặc { $language }, { $share }
mixed = có đoạn bằng { $languages }
section = Chuyên mục
keywords = Từ khóa
wording = bản { $number } trên { $all }
wordings-title = Các bản
wording-current = bản hiện tại
superseded = Đây là bản cũ hơn; xem
withdrawn = Đã bị báo gỡ xuống; phát hiện ngày
fact-article = Bài
fact-revision = Bản
fact-capture = Lần thu
ledger-title = Đường đi của bài
as-json = Bài này dưới dạng JSON
doubtful = Còn nghi ngờ:
article-signed = Của
changed-title = Những gì đã đổi so với bản trước
how = Bài đã được đọc thế nào
reasons-between = {"; "}
how-link = Bài đã được đọc thế nào: đã bỏ gì, suýt thuộc chủ đề nào
near-title = Những chủ đề mà bài suýt thuộc
near-none = Không có: bài không có tới một phần ba của câu hỏi nào khác.
near-has = có
near-lacks = thiếu
near-excluded = bị loại bởi
removed-title = Những gì được coi là bài, và những gì bị bỏ
blocks-left-out = { $shown } phần của trang bị bỏ
blocks-kept = { $shown } phần được lấy
page-not-kept = Trang không còn được giữ (store.captures_days); không thể cho xem những gì đã bỏ.
found-title = Các trường được tìm thấy ở đâu
found-field = Trường
found-value = Tìm thấy
found-place = Ở đâu
found-taken = được lấy

# Mức độ đưa tin
coverage = Mức độ đưa tin
last-days = { $shown } ngày
by-day = Theo ngày
by-hour = Theo giờ
show-count = Số bài
show-share = Phần trong tất cả bài đã lưu: { $share }
share = Phần
before = trước đó: { $period }
before-column = Trước đó
as-before = Bằng thời gian trước đó.
more-than-before = Nhiều hơn thời gian trước đó { $shown }.
fewer-than-before = Ít hơn thời gian trước đó { $shown }.
events = Sự kiện
unfinished = chưa hết
undated-not-drawn = không vẽ { $shown } bài mà trang không ghi ngày
day-arrived = trong đó { $shown } bài không ghi ngày, xếp ở đây vì nhận được hôm đó
hourless-not-drawn = không vẽ { $shown } bài có ngày mà không có giờ
nothing-drawn = Không có gì để vẽ
nothing-drawn-text = Không bài nào qua các bộ lọc này nói bài đăng khi nào.
earlier = Trước
later = Sau
by-topic = Theo chủ đề
as-table = Các con số
dated-yes = trang có ghi ngày
dated-no = trang không ghi ngày
percent = { $share } %
decimal-mark = ,
month-full = { $month } năm { $year }

# Nhân vật
people = Nhân vật
people-box = Ai hoặc gì? Tên viết cách nào cũng được, chức vụ bằng bất kỳ ngôn ngữ nào (bộ trưởng), hay một phần
count-person = { $shown } người
count-organisation = { $shown } tổ chức
count-place = { $shown } địa điểm
times = { $shown } lần
also-written = Cũng viết là
kinds-of-names = Ai và những gì được nhắc đến
told-by-article = Lời thuật lại
spelt-so = { $times }, { $why }
named-of = { $name } (trong { $articles } bài đầu)
why-known = một tên của cùng đối tượng, được biết ở mọi thứ tiếng
why-letters = cùng tên, khác kiểu chữ
why-part = một phần của tên mà ở đây không ai khác có
why-case = cùng những từ ấy ở cách khác
quotations = { $shown } lời trích
said-in = trong { $shown } bài
latest-quotations = { $shown } lời mới nhất; bảng có tất cả.
nobody = Không ai được nhắc đến
nobody-text = Không tên hay lời trích nào đã lưu lọt qua các bộ lọc này.
everyone = Tất cả những gì được nhắc đến

# Nguồn
sources = Nguồn
sources-count = { $shown } nguồn
sources-intro = Đang đọc ai, và thu được gì. Nguồn bị lỗi đứng đầu.
no-sources = Chưa có nguồn nào được khai báo, và chưa lưu gì.
fortnight = 14 ngày qua
last-read = Đọc lần cuối
failing = Lỗi
not-read = chưa đọc
from-files = không khai báo: từ tệp

# Chủ đề
topics-intro = Những gì đang theo dõi. Chủ đề là một câu hỏi đọc được; bài thuộc chủ đề khi lời của bài thỏa mãn nó.
no-topics = Chưa khai báo chủ đề nào. Mỗi chủ đề là một tệp trong config/topics.
latest = Mới nhất
never = chưa có bài nào
query = Câu hỏi
query-note = như viết trong tệp của chủ đề; không kể chữ hoa và dấu
names = Các tên gọi
author = Người phụ trách:
latest-articles = Các bài mới nhất
by-language = Theo ngôn ngữ
by-outlet = Theo cơ quan báo chí
narrow-further = Thu hẹp thêm
not-watched = Chủ đề này không còn được theo dõi; những gì đã tìm thấy vẫn được lưu.
any-language = mọi ngôn ngữ

# Kết quả
outcomes-intro = Mỗi đầu vào ra sao ở mỗi khâu. Mỗi dòng đều khớp: vào khâu nào thì ra khâu ấy, chuyển tiếp, gạt ra có lý do, sẽ thử lại, hoặc cách ly. Một khâu có thể nhận nhiều hơn số khâu trước chuyển tiếp: một tệp hay một nguồn tin chứa nhiều trang, và trang được đọc lại thì tính thêm lần nữa.
no-outcomes = Chưa đọc gì.
stage = Khâu
inputs = Vào
reasons = Lý do ở khâu này
reason = Lý do
count = Số lượng
latest-hundred = Mới nhất, nhiều nhất 100
all-outcomes = Mọi kết quả
why-box = Một địa chỉ, một tít bài, một tệp hay một mã đã được xử lý thế nào?
why-hint = Địa chỉ của bài hoặc nguồn tin, một tít bài, một tệp hoặc một mã; một phần địa chỉ hay tít bài sẽ liệt kê những gì có thể là ý bạn
ask = Hỏi
why-nothing = Không biết gì về nó
why-nothing-text = Không nguồn tin nào báo, không lần đọc lại nào có nó, và không tít bài hay địa chỉ nào có những từ này. Tham số theo dõi không quan trọng, phần còn lại của địa chỉ thì có.
now-stored = Đã lưu
source = Nguồn
stage-capture = Đọc
stage-fetch = Tải
stage-clean = Làm sạch
stage-classify = Gắn chủ đề
stage-store = Lưu
outcome-forwarded = chuyển tiếp
outcome-discarded = gạt ra
outcome-retried = sẽ thử lại
outcome-quarantined = cách ly

# Fields that a passage may stand in
field-headline = tiêu đề
field-text = nội dung
field-url = địa chỉ
field-source = cơ quan báo chí
field-byline = tác giả
field-language = ngôn ngữ

# Whose text it is
origin-republished = lấy lại từ { $outlet }
origin-republished-unnamed = lấy lại từ báo khác
origin-translated = dịch từ { $outlet }
origin-translated-unnamed = dịch từ báo khác
origin-agency = của hãng tin { $outlet }
origin-agency-unnamed = của một hãng tin

# What is doubtful
flag-date-after-capture = ngày ghi sau ngày thu
flag-live-blog = tường thuật trực tiếp, thay đổi cả ngày
flag-paywall-stub = chỉ phần đứng trước tường phí

# Câu chuyện
stories = Chuyện
colon = :
stories-intro = Một sự kiện được nhiều bài kể, của nhiều báo hoặc của một báo. Một bài được đăng lại chỉ tính một lần trong số bài gốc.
stories-count = { $shown } chuyện
stories-behind = Các chuyện chậm { $shown } thay đổi so với kho.
no-stories = Không có chuyện nào
no-stories-text = Một chuyện cần hai bài về cùng một sự kiện.
largest-first = Lớn nhất trước
by-story = Theo chuyện
each-article = Từng bài
originals-only = Chỉ bài gốc
in-stories = { $articles } về { $shown } sự kiện
ran-it = { $shown } báo đăng lại
originals-count = { $shown } bài gốc
outlets-count = { $shown } báo
grew = thêm { $shown } trong 24 giờ
who-tells = Ai kể, sớm nhất trước
story-as-json = Chuyện này dạng JSON
beside = Từng đoạn cạnh nhau
stands-there = Có ở đó
word-for-word = đúng từng chữ
nowhere-there = không có ở đó
alike-in-both = giống nhau ở cả hai
by-order = đứng ở chỗ này chỉ vì thứ tự; không có tên, con số hay từ nào đã biết cho thấy điều đó
no-copies = Không thấy bài nào là bản chép của bài kia.
shares = { $here } bài này có ở đó, { $there } bài kia có ở đây
credited = như bài tự ghi
copies-more = và { $shown } bản chép nữa
told-title = Giữa các bài khác
copied-by = Được đăng lại bởi
its-story = Chuyện mà bài kể
story-first = Sớm nhất
story-first-dated = Sớm nhất trong các bài có ghi ngày
story-middle = Ở giữa câu chuyện: các bài khác giống bài này
story-first-by-hand = Mở đầu chuyện này theo quyết định của người dùng
story-copy = Cùng một văn bản
story-by-hand = Được một người ghép với { $outlet }
story-like = Giống { $outlet }
story-names = tên
story-numbers = con số
story-words = từ
copy-twin = trang khác của cùng bài với { $outlet }
copy-identical = đúng từng chữ bài của { $outlet }
copy-reprint = đăng lại bài của { $outlet }
copy-excerpt = trích từ { $outlet }
copy-extended = bản dài hơn của { $outlet }
copy-merged = ghép một phần từ { $outlet }
copy-translated = bản dịch của { $outlet }

# Ai được xem
log-in = Đăng nhập
log-out = Đăng xuất
user-name = Tên
password = Mật khẩu
log-in-wrong = Tên và mật khẩu không khớp.
log-in-wait = Thử quá nhiều lần; hãy thử lại sau { $shown } giây.
account = Tài khoản
role-reader = người đọc
role-editor = biên tập viên
role-admin = quản trị viên
sessions = Nơi đang đăng nhập
browser = Trình duyệt
this-browser = Trình duyệt này
since = Từ
last-seen = Lần cuối
end-session = Kết thúc
tokens = Mã truy cập
tokens-intro = Thứ mà chương trình và trình đọc tin dùng thay mật khẩu: trong tiêu đề “Authorization: Bearer”, hoặc ở cuối địa chỉ nguồn tin, ?token=.
token = Mã
token-once = Chỉ hiện một lần; hãy lưu ngay.
token-name = Dùng để làm gì
token-may-triage = cũng được đánh giá bài
token-add = Tạo mã
revoke = Thu hồi
password-new = Mật khẩu mới
password-change = Đổi mật khẩu
password-wrong = Mật khẩu hiện tại không đúng.
password-short = Mật khẩu có ít nhất 10 ký tự.
password-changed = Đã đổi mật khẩu; các trình duyệt khác đã bị đăng xuất.
not-done = Không thực hiện được
audit = Ai đã làm gì
audit-intro = Mọi thay đổi và mọi tệp đã tải, mới nhất trước. Mỗi dòng mang dấu của dòng trước: không dòng nào có thể bị sửa hay bỏ mà không bị phát hiện. “veille audit” cũng kiểm tra như vậy.
lines-count = { $shown } dòng
trail-broken = Dòng { $line } không còn như khi được ghi, hoặc thiếu dòng trước nó.
line = Dòng
when = Khi nào
who = Ai
what = Gì

# Nhận định của văn phòng
triage = Phân loại
triage-unread = Chưa đọc
triage-read = Đã đọc
triage-starred = Đã gắn sao
triage-relevant = Liên quan
triage-irrelevant = Không liên quan
triage-unjudged = Chưa đánh giá
triage-noted = Có ghi chú
triage-assigned = Đã giao
triage-mine = Của tôi
star = Gắn sao
key-star = gắn hoặc bỏ sao
key-read = đã đọc hoặc chưa
assigned-to = Giao cho
write-note = Ghi chú, và giao cho ai
note = Ghi chú
keep = Lưu
may-not = Người đọc chỉ đánh dấu đã đọc; phần còn lại dành cho biên tập viên.
others-write = Người khác đang ghi cùng chỗ; hãy thử lại.

# Đưa vào
add = Thêm
add-intro = Một bài mà không nguồn nào đưa về: được tải, làm sạch và đánh giá như mọi bài khác, rồi lưu lại.
add-address = Trang được tải với cùng phép lịch sự như mọi trang khác.
add-other = Một văn bản hoặc một tệp (trang, PDF, DOCX, thư); khi đó địa chỉ cho biết xuất xứ
add-file = Một tệp: trang (HTML hoặc văn bản), PDF, DOCX hoặc thư (EML, MHTML)
add-nothing = Chưa có gì để thêm: hãy đưa địa chỉ, văn bản hoặc tệp.
add-no-address = Đây không phải địa chỉ web; cần https://…
add-no-article = Không thành một bài; lý do ở đây.
add-unreadable = Không đọc được biểu mẫu, hoặc tệp lớn hơn 8 MB.

# Ngày
day-full = { $weekday }, ngày { $day } { $month } năm { $year }
day-today = Hôm nay, { $day }
day-yesterday = Hôm qua, { $day }
day-short = { $day }/{ $abbreviated }/{ $year }
weekday-1 = thứ hai
weekday-2 = thứ ba
weekday-3 = thứ tư
weekday-4 = thứ năm
weekday-5 = thứ sáu
weekday-6 = thứ bảy
weekday-7 = chủ nhật
month-1 = tháng 1
month-2 = tháng 2
month-3 = tháng 3
month-4 = tháng 4
month-5 = tháng 5
month-6 = tháng 6
month-7 = tháng 7
month-8 = tháng 8
month-9 = tháng 9
month-10 = tháng 10
month-11 = tháng 11
month-12 = tháng 12
month-short-1 = 1
month-short-2 = 2
month-short-3 = 3
month-short-4 = 4
month-short-5 = 5
month-short-6 = 6
month-short-7 = 7
month-short-8 = 8
month-short-9 = 9
month-short-10 = 10
month-short-11 = 11
month-short-12 = 12

# Truy vấn hỏi gì; các phần lồng vào nhau
asked-articles = bài có { $what }
asked-and = { $left }, và { $right }
asked-or = { $left } hoặc { $right }
asked-not = không có { $what }
asked-near = { $left } cách { $right } tối đa { $shown } từ
asked-beside = { $left } đứng cạnh { $right }
asked-before = { $left } đứng trước { $right } tối đa { $shown } từ
asked-right-before = { $left } ngay trước { $right }
asked-across = { $what }, kể cả khi khác đoạn
asked-sentence = { $what } trong cùng một câu
asked-paragraph = { $what } trong cùng một đoạn
asked-once = { $what } ít nhất một lần
asked-times = { $what } ít nhất { $shown } lần
asked-context = { $what } làm ngữ cảnh
asked-weight = { $what } (mỗi lần tính { $weight })
asked-score = { $what } có tổng điểm ít nhất { $threshold }
asked-word = từ “{ $words }”
asked-phrase = “{ $words }”
asked-beginning = một từ bắt đầu bằng “{ $words }”
asked-shape = một từ có dạng “{ $words }”
asked-person = người tên “{ $words }”, viết cách nào cũng được
asked-organisation = tổ chức “{ $words }”, viết cách nào cũng được
asked-place = địa điểm “{ $words }”, viết cách nào cũng được
asked-source = nguồn “{ $words }”
asked-language = ngôn ngữ: { $words }
asked-site = địa chỉ tại “{ $words }”
asked-headline = { $what } trong tít
asked-lead = { $what } trong đoạn mở đầu
asked-text = { $what } trong nội dung
asked-address = { $what } trong địa chỉ
asked-byline = { $what } trong tên tác giả
asked-cased = { $what } viết hoa đúng như vậy
asked-exact = { $what } đúng từng chữ như vậy
asked-apart = cách nhau tối đa { $shown } từ
asked-side-by-side = đứng cạnh nhau
asked-as-phrase = thành một cụm từ
in-words = Bằng lời

# Truy vấn sai ở đâu
fault-end = chỗ kết thúc truy vấn
fault-empty = Truy vấn trống; hãy viết một từ, một cụm từ trong ngoặc kép hoặc một nhóm trong ngoặc đơn.
fault-term = Ở đây cần một từ, một cụm từ trong ngoặc kép hoặc một nhóm trong ngoặc đơn, không phải { $found }.
fault-operand = Sau { $operator } cần một từ, một cụm từ hoặc một nhóm, không phải { $found }.
fault-operator = Trước { $found } cần có AND, OR, NOT, NEAR/n hoặc ONEAR/n; hãy đặt cụm từ trong ngoặc kép.
fault-capitals = Toán tử viết bằng chữ hoa: { $capitals }, không phải { $found }.
fault-quote = Dấu ngoặc kép này không được đóng; hãy viết { $expected } ở cuối cụm từ.
fault-empty-phrase = Không có gì giữa hai dấu ngoặc kép.
fault-unclosed = Dấu ngoặc đơn này không được đóng.
fault-unopened = Dấu ngoặc đơn này không đóng gì cả.
fault-empty-group = Không có gì giữa hai dấu ngoặc đơn.
fault-comment = Chú thích này không được đóng; hãy viết */ ở cuối.
fault-number = { $operator } cần một số nguyên từ 1 trở lên, như { $example }.
fault-parentheses = { $operator } cần dấu ngoặc đơn: { $operator }(…).
fault-field = { $name }: không phải là trường; có headline: lead: text: url: source: byline: lang: site: person: org: place:
fault-after-field = Ngay sau { $name }: cần một từ, một cụm từ hoặc một nhóm, không phải { $found }.
fault-language = Đây không phải mã ngôn ngữ; hãy viết fr, vi hoặc zh-Hans.
fault-nested-field = { $inner } không thể nằm trong { $outer }: một đoạn chỉ nằm trong một trường.
fault-name-letters = Tên được tìm theo mọi cách viết: { $operator } không có nghĩa gì với tên. Hãy chỉ viết tên.
fault-name-wildcard = Tên được tìm theo mọi cách viết, không dùng ký tự đại diện: hãy viết tên hoặc một phần tên, như person:guterres, thay cho { $found }.
fault-letters = { $found } không có chữ hay số nào để tìm.
fault-wildcard = Ký tự đại diện đứng một mình sẽ khớp mọi từ; hãy thêm chữ, như cyber*.
fault-wildcard-script = Ký tự đại diện không đặt được giữa các chữ của hệ chữ viết không có dấu cách; hãy viết NEAR/n giữa hai từ.
fault-weight = Trọng số là một số từ -1000 đến 1000 sau ^, như từ^2.
fault-weight-alone = Trọng số chỉ có tác dụng khi có ngưỡng; hãy viết SCORE>=n ở cuối truy vấn.
fault-threshold = SCORE>= cần một số lớn hơn 0, như SCORE>=3.
fault-unreachable = Không bài nào đạt được { $threshold }: tổng ở đây tối đa là { $reachable }.
fault-after-score = SCORE>={ $threshold } phải đứng cuối truy vấn, không đứng trước { $found }.
fault-countable = { $operator } đếm các đoạn: một từ, một cụm từ, NEAR hoặc một nhóm với OR, không phải { $found }.
fault-foreign = { $found } không phải là toán tử ở đây.
fault-foreign-instead = { $found } không phải là toán tử ở đây; hãy viết { $instead }.
fault-unanchored = Truy vấn chỉ nói điều không được có, nên hầu như bài nào cũng khớp; hãy thêm một từ phải có.
fault-context = CONTEXT nói tìm ở đâu và không được hiển thị; hãy viết bên cạnh điều khiến bài được hiển thị.
fault-alternative = Vế này của OR chỉ nói điều không được có; hãy thêm một từ phải có.
fault-contradiction = { $clause } vừa bắt buộc vừa bị loại trừ; không bài nào khớp được.
fault-two-values = Một bài chỉ có một { $field }: { $first } và { $second } không bao giờ cùng đúng; hãy viết OR giữa chúng.
fault-too-large = Phần này dài hoặc lồng sâu hơn mức cho phép (tối đa { $max }); hãy chia thành nhiều truy vấn.

# Chủ đề do người đọc viết
draft-new = Chủ đề mới
draft-of = Cách viết khác cho “{ $topic }”
draft-intro = Hãy thử truy vấn trên mọi bài đã lưu: chủ đề sẽ được thêm và mất bài nào được hiển thị trước khi lưu.
draft-language = Ngôn ngữ của truy vấn
draft-try = Thử
draft-would = Điều sẽ thay đổi
draft-gains = Thêm
draft-loses = Mất
draft-keeps = Giữ nguyên
draft-all = Tất cả các bài này
draft-label = Tên người đọc thấy
draft-id = Tên ngắn: a-z, 0-9, - và _
draft-keep = Lưu chủ đề
draft-note = Chủ đề được ghi vào tệp của nó, và mọi bài đã lưu được gắn thẻ ngay.
draft-change = Thử và lưu cách viết khác
topic-not-kept = Chưa lưu:
topic-bad-id = Tên ngắn chỉ có a-z, 0-9, - và _; hãy thử { $proper }
topic-taken = Đã có chủ đề tên này; hãy chọn tên khác.
topic-changed = Người khác vừa sửa chủ đề này; hãy xem lại.
topic-history = Các cách viết
topic-restore = Trở lại cách viết này
by-hand = trong tệp
archive-judged = Các bài đã lưu đang được gắn thẻ theo chủ đề hiện tại: { $done } trên { $all }.
save-as-topic = Lưu thành chủ đề

# Luồng
streams = Luồng
streams-intro = Cách để được báo khi có tin mới: tìm kiếm được lưu có nguồn tin riêng cho trình đọc tin, các chương trình khác được gửi từng thay đổi, và người viết chương trình có thể nghe tất cả.
save-as-watch = Giữ tìm kiếm này với nguồn tin riêng
watches = Tìm kiếm đã giữ
no-watches = Chưa có. Có thể giữ một tìm kiếm ở cuối trang của nó; khi đó nguồn tin có địa chỉ riêng.
watch-name = Tên
watch-by = Người giữ
watch-kept = Đã giữ tìm kiếm.
watch-once = Ai có một trong các địa chỉ này đều đọc được nguồn tin này, và chỉ nguồn này. Chúng chỉ hiện một lần; hãy lưu lại ngay.

# Webhook
hooks = Gửi tới chương trình khác
hooks-intro = Mỗi thay đổi của bài qua được bộ lọc được gửi thành tin nhắn có chữ ký (webhook), theo thứ tự, và gửi lại đến khi được nhận. Nơi nào năm ngày không nhận gì thì không gửi nữa.
hook-add = Gửi thay đổi tới đó
hook-filters = Chỉ những gì qua bộ lọc, viết như trong địa chỉ của danh sách
hook-key = Tin nhắn được ký bằng khóa này (Standard Webhooks). Khóa chỉ hiện một lần; hãy lưu lại ngay.
hook-waiting = Đang chờ
hook-state = Tình trạng
hook-remove = Gỡ bỏ
hook-again = Gửi lại
hook-disabled = đã ngừng lúc { $when }: quá lâu không nhận gì
hook-failing = không nhận gì từ { $when }
hook-last = lần cuối lúc { $when }
hook-nothing = chưa gửi gì
hook-deliveries = Những gì đã gửi
hook-message = Tin nhắn
hook-when = Khi nào
hook-waits = đang chờ
hook-no-address = Đây không phải địa chỉ gửi được; địa chỉ bắt đầu bằng https:// hoặc http:// và không có mật khẩu.
hook-no-filter = Không hiểu các bộ lọc này; hãy chép từ địa chỉ của một danh sách: topic=…&language=fr&q=…

# Các trang của danh sách
pages = Các trang
page-before = Trang trước
page-after = Trang sau

# Có trong bài hay không
verify = Bài có nói vậy không?
verify-text = Một câu được cho là có trong bài này
verify-ask = Tìm câu này
stands-verbatim = đúng từng chữ
stands-nearly = bằng lời khác
stands-numbers = không đúng: con số khác
stands-almost = không đúng từng chữ: chỗ khác được đánh dấu
article-says = Bài viết ghi:
stands-nowhere = không có ở đâu
stands-foreign = không so sánh được: bài viết bằng ngôn ngữ khác
fault-at = Ở ký tự { $column }: { $fault }
fault-foreign-not = { $found } không phải là toán tử ở đây; hãy viết NOT trước từ, hoặc đặt từ trong ngoặc kép.
fault-foreign-and = { $found } không phải là toán tử ở đây; hãy viết AND giữa các từ: khi đó mọi từ đều bắt buộc.
fault-foreign-range = { $found }: ngôn ngữ này không có khoảng giá trị; hãy viết một từ.
fault-foreign-pattern = { $found }: ngôn ngữ này không có biểu thức chính quy; hãy viết một từ với * hoặc ?.
fault-foreign-near = { $found } không phải là toán tử ở đây; hãy viết NEAR/n giữa các từ.
fault-foreign-fuzzy = { $found }: ngôn ngữ này không có từ gần đúng; hãy viết ký tự đại diện, như colo*r.
failed-told = Thông báo gốc
failed-login = trang yêu cầu đăng ký hoặc đăng nhập
failed-forbidden = máy chủ từ chối chúng ta
failed-not-there = trang không tồn tại, hoặc chưa có
failed-gone = nhà xuất bản đã gỡ trang
failed-too-often = máy chủ yêu cầu gửi ít yêu cầu hơn
failed-legal = trang bị chặn vì lý do pháp lý
failed-theirs = lỗi ở phía họ, sẽ thử lại
failed-name = không tìm thấy tên máy chủ
failed-connect = không có ai trả lời ở đó
failed-tls = chứng chỉ không đáng tin, hoặc không thể bảo mật kết nối
failed-slow = máy chủ quá chậm
failed-broken = phản hồi bị gián đoạn
failed-robots = robots.txt yêu cầu không truy cập
failed-robots-unreachable = không đọc được robots.txt nên chúng ta không truy cập
failed-resting = tạm ngừng truy cập máy chủ này sau các lỗi
failed-large = phản hồi quá lớn
failed-kind = nội dung nhận được không phải trang hay nguồn tin
failed-nothing = nguồn tin không có gì mới
failed-no-feed = ở đó không tìm thấy nguồn tin RSS hay danh sách bài nào
failed-look = không có kết quả
failed-led-away = địa chỉ dẫn đi nơi khác, không tới bài viết
failed-address = địa chỉ này chúng ta không mở
log-in-at = Đăng nhập qua { $provider }
log-in-no-role = Bạn không thuộc nhóm nào được xem ở đây; người quản trị có thể cho biết nhóm nào.
log-in-unreachable = Nhà cung cấp danh tính không trả lời; hãy thử lại sau, hoặc đăng nhập bằng mật khẩu.
log-in-taken = Ở đây đã có người khác trùng tên với bạn; người quản trị có thể đổi tên một trong hai.
log-in-unproven = Bạn chưa đăng nhập: quá lâu, bắt đầu ở trình duyệt khác, hoặc nhà cung cấp danh tính từ chối. Hãy thử lại.

# An article for somebody else
share-link = Chia sẻ bằng liên kết
share-intro = Ai có liên kết thì đọc được bài này, không gì khác, không cần đăng nhập, cho đến khi bị thu hồi.
share-make = Tạo liên kết
share-once = Ai có địa chỉ này đều đọc được bài này, không gì khác. Địa chỉ chỉ hiện một lần; hãy sao chép ngay.
share-back = Quay lại bài

# Listening
listen = Lắng nghe
listen-intro = Mỗi thay đổi của một bài được báo ngay khi lưu (server-sent events). Bộ lọc của danh sách đi theo: hãy lọc một danh sách rồi đến đây.
listen-sample = Tin mới nhất, như khi nghe được
listen-nothing = chưa có gì được báo
listen-nats = Khi các bước chạy qua NATS, cũng nội dung đó nằm ở

# What came lately
received-since = nhận từ { $when }
since-yesterday = Từ hôm qua:
since-visit = Từ lần xem trước ({ $when }):


# A publisher to be read
source-add = Thêm một nguồn
source-address = Địa chỉ của một tờ báo, một trang hay một nguồn tin (feed)
source-look = Xem thử
source-note = Bài của nguồn này sẽ được đọc từ bây giờ, theo nhịp của nó.
source-keep = Thêm nguồn này
source-known = Nguồn này đã được đọc:
source-added = Đã thêm: { $name }. Những bài đầu tiên sẽ đến ở lần đọc tới.

# What a topic found
lately = Gần đây
by-words = Theo từ và ngôn ngữ của từ, trong các bài mới nhất
near-articles = Những bài suýt được tìm thấy
near-articles-none = Trong các bài mới nhất mà chủ đề không tìm thấy, không bài nào đạt một phần ba truy vấn.
source-builtin = Ở đây danh sách nguồn nằm sẵn trong chương trình. Chạy với --config và một bản sao thư mục config/ của dự án thì thêm được nguồn mới; hoặc dùng
next-read = Lần đọc tới
next-start = khi chương trình chạy lại
source-paused = tạm dừng
source-pause = Tạm ngừng đọc
source-resume = Đọc lại
source-feeds = Đang đọc gì của nguồn này
source-report = Đã hỏi nguồn này những gì
source-report-show = Xem
source-report-note = Để gửi cho người quản trị trang, nếu họ hỏi; bằng tiếng Anh.
as-text = Dạng văn bản
feed-failing = hỏng { $times } liên tiếp: { $why }
feed-moved = Cho biết đã chuyển đến
band = thường { $low } đến { $high } bài mỗi ngày
band-less = hôm qua ít hơn thường lệ
band-more = hôm qua nhiều hơn hẳn thường lệ
opml-import = Lấy danh sách từ trình đọc khác (OPML)
opml-file = Tệp do trình đọc kia xuất ra
opml-keep = Thêm các nguồn này
opml-note = Từ nay chúng được đọc, mỗi nguồn theo nhịp của nó.
opml-nothing = Không có gì mới: tất cả đều đang được đọc.
opml-none = Không tìm thấy nguồn tin nào trong tệp. Cần tệp OPML như các trình đọc tin xuất ra.
opml-left-out = Bỏ qua
opml-note-export = là danh sách cho trình đọc tin khác.
band-silent = { $number ->
   *[other] không có gì đã { $shown } ngày
}
sources-imported = { $number ->
   *[other] Đã thêm { $shown } nguồn. Những bài đầu tiên sẽ đến ở lần đọc tới.
}

# The time zone
zone-title = Múi giờ
zone-intro = Ngày giờ được hiển thị theo múi giờ bạn chọn, trong trình duyệt này; nếu không chọn thì theo múi giờ của văn phòng:

# Countries of sources
origin = Bài của
country = Quốc gia
by-origin = Theo nguồn gốc bài
by-country = Theo quốc gia
country-at = Áo
country-be = Bỉ
country-br = Brazil
country-cn = Trung Quốc
country-de = Đức
country-es = Tây Ban Nha
country-fr = Pháp
country-gb = Anh
country-id = Indonesia
country-in = Ấn Độ
country-it = Ý
country-jp = Nhật Bản
country-kr = Hàn Quốc
country-nl = Hà Lan
country-qa = Qatar
country-ru = Nga
country-sg = Singapore
country-th = Thái Lan
country-tr = Thổ Nhĩ Kỳ
country-us = Hoa Kỳ
country-vn = Việt Nam

# What cannot be kept to
misread-example = Cách viết: { $example }
unknown-topic = Không có chủ đề nào tên “{ $value }”: không được theo dõi, cũng không bài nào có.
unknown-source = Không có nguồn nào tên “{ $value }”: không được đọc, cũng không bài nào từ đó.
unknown-country = Không nguồn nào trong danh sách thuộc nước “{ $value }”.
query-unasked = Trang này không tìm kiếm: “{ $query }” bị bỏ qua. Hãy hỏi ở trang tìm kiếm.
link-gone = Liên kết này không mở được gì
link-gone-detail = Nó đã bị thu hồi, hoặc không đầy đủ. Người đưa cho bạn có thể tạo liên kết khác.
note-long = Ghi chú có nhiều nhất { $most } ký tự; ghi chú này có { $length }. Chưa lưu gì.
hook-private = Không gửi gì tới địa chỉ này: nó không ở trên internet công cộng. Người quản trị có thể mở trong veille.toml, mục fetcher.allow_private_addresses.
coverage-cut = Vẽ từ { $from }: mỗi lần không quá 20 năm.
coverage-months = Theo tháng: chỉ vẽ từng ngày cho nhiều nhất nửa năm.
coverage-no-hours = Chỉ vẽ từng giờ cho nhiều nhất hai tuần; hãy chọn ít ngày hơn để xem.
readings = và { $shown } lần đọc nguồn tin

# What was called not relevant
not-relevant-left-out = Đã để ngoài { $shown } bài được đánh dấu không liên quan
not-relevant-show = hiện
not-relevant-shown = Trong số này có { $shown } bài được đánh dấu không liên quan
not-relevant-leave-out = để ngoài
triage-any = Cả bài không liên quan

# A topic that brings what is not meant
mend = Vì sao bài này có ở đây, và có thể đổi gì
mend-loses = mất { $loses } trên { $of }: { $relevant } được đánh dấu liên quan, { $about } nói về chủ đề, { $unwanted } được đánh dấu không liên quan
mend-about = Theo quy tắc, bài này nói về chủ đề chứ không chỉ nhắc đến (trọng số { $weight } trên 100): điều gì loại bài này có thể loại cả bài bạn muốn.
mend-none = Không có từ, tên hay ngưỡng nào loại được bài này mà không làm mất những bài được đánh dấu liên quan, những bài nói về chủ đề, hoặc phần lớn chủ đề.
mend-at-least = chỉ khi có từ { $times } đoạn trở lên
mend-prominent = chỉ trong tiêu đề hoặc đoạn đầu
mend-edit = Tự sửa chủ đề, với phần đã đưa bài này vào được đánh dấu
mend-over = Chủ đề như hiện nay không còn đưa bài này vào nữa.
brought = Điều đã đưa bài này vào
brought-goes = sẽ bị loại
brought-stays = vẫn sẽ được đưa vào
topic-bad-query = Không đọc được truy vấn; chỗ sai được đánh dấu bên dưới.

# Plain words typed into the search
meant-phrase = Đúng nguyên cụm từ này
meant-all = Có tất cả các từ này
meant-any = Có bất kỳ từ nào trong số này

# What the gate refuses
refused-right = Bạn không được làm việc này
refused-right-detail = Tài khoản hoặc mã của bạn không cho phép, và chưa có gì thay đổi. Quản trị viên cấp vai trò và mã.
refused-form = Biểu mẫu này đã hết hạn
refused-form-detail = Máy chủ này không hiện biểu mẫu ấy, hoặc đã hiện trước khi khởi động lại hay trước khi bạn đăng nhập lại; chưa có gì thay đổi. Hãy mở lại trang và gửi lần nữa.
refused-size = Quá lớn
refused-size-detail = Ở đây chỉ gửi được nhiều nhất { $most } KB, và chưa có gì thay đổi. Hãy rút ngắn văn bản hoặc gửi tệp nhỏ hơn.
refused-stranger = Bạn chưa đăng nhập
refused-stranger-detail = Phiên của bạn đã hết, và chưa có gì thay đổi. Hãy đăng nhập và gửi lần nữa.
refused-zones = Quá nhiều múi giờ
refused-zones-detail = Lúc này người khác đang xem ở quá nhiều múi giờ: hãy thử lại, hoặc xem theo múi giờ của văn phòng.
refused-again = Mở lại trang

# A text followed into the press
trace = Theo dõi một văn bản
trace-intro = Dán một thông cáo hay bài phát biểu: từng câu được tìm trong các bài báo, nguyên văn, có sửa, rút ngắn hay đã dịch. Bản dịch chỉ được nhận ra khi toàn bộ văn bản được dịch, nhờ thứ tự các tên và con số: một câu riêng lẻ thì không.
trace-text = Văn bản
trace-file = Hoặc một tệp văn bản (.txt); với PDF hay Word, hãy chép phần chữ
trace-from = Bài từ ngày này
trace-to = Đến ngày này
trace-ask = Theo dõi
trace-whole = Theo dõi cả một văn bản trong mọi bài
trace-found = { $articles } có phần nào đó của { $sentences } câu
trace-partly = Đã xem { $looked } bài mới nhất trong { $of } bài; hãy chọn khoảng thời gian để xem các bài khác.
trace-nothing = Không có câu nào để tìm.
trace-no-text = Đó không phải tệp văn bản: hãy mở ra và chép phần chữ.
trace-long = Văn bản quá dài: chỉ theo dõi được nhiều nhất { $most } ký tự.
trace-article = bài
traced-verbatim = nguyên văn
traced-altered = có sửa
traced-shortened = rút ngắn
traced-translated = đã dịch
traced-left-out = bỏ qua
traced-nowhere = không có trong bài nào

# Đầu cột của bảng tính
table-articles = Bài báo
table-quotations = Trích dẫn
yes = có
no = không
column-date = Ngày
column-day = Ngày
column-hour = Giờ
column-month = Tháng
column-outlet = Cơ quan báo chí
column-headline = Tít
column-language = Ngôn ngữ
column-languages = Ngôn ngữ
column-topics = Chủ đề
column-address = Liên kết
column-story-headline = Chuyện
column-copy-of = Cùng văn bản với
column-original = Liên kết tới bản gốc
column-origin = Bài của ai, theo trang
column-quoted = Ai được trích dẫn
column-passages = Đoạn khớp
column-published = Đăng
column-captured = Thu
column-source = Nguồn (mã)
column-story = Chuyện (mã)
column-article = Bài (mã)
column-lead = Bài đại diện (mã)
column-topic = Chủ đề (mã)
column-speaker = Ai nói
column-role = Với tư cách
column-speech = Cách dẫn lời
speech-direct = nguyên văn
speech-partial = nguyên văn một phần
speech-answer = trả lời phỏng vấn
speech-indirect = lời thuật lại
column-quote = Lời nói
column-first = Ngày đầu
column-last = Ngày cuối
column-articles = Số bài
column-originals = Bài gốc
column-outlets = Các cơ quan báo chí
column-all-articles = Toàn bộ đã lưu
column-before = Kỳ trước
column-name = Tên
column-id = Mã
column-configured = Trong danh sách
column-last-14-days = 14 ngày qua
column-latest-article = Bài mới nhất
column-latest = Mới nhất
column-last-read = Đọc lần cuối
column-last-failure = Lỗi lần cuối
column-reason = Lý do
column-paused = Tạm dừng
column-next-reading = Lần đọc tới
column-usual-low = Thường, ít nhất
column-usual-high = Thường, nhiều nhất
column-unusual = Bất thường
column-label = Chủ đề
column-stage = Khâu
column-outcome = Kết quả
column-count = Số lượng
column-detail = Chi tiết
column-at = Khi nào
column-input = Đầu vào (mã)
column-who = Ai
column-what = Việc gì
column-on = Trên gì
column-number = Dòng
column-digest = Mã băm
unusual-silent = im lặng
unusual-less = ít hơn thường lệ
unusual-more = nhiều hơn thường lệ

# Vì sao không thành bài
reason-feed = một nguồn tin, các mục được đọc từng mục
reason-unreadable = không đọc được
reason-no-body = trang không có bài viết
reason-too-short = quá ngắn để là một bài
reason-not-an-article = trang không phải là bài báo
reason-consent-wall = trang chỉ hỏi sự đồng ý
reason-empty-shell = trang trống cho đến khi mã chạy
reason-section-page = trang liệt kê các bài
reason-soft-404 = trang báo không tìm thấy
reason-unavailable = trang tạm thời không hoạt động
reason-blocked = trang không cho vào
reason-duplicate = đã có rồi
reason-unchanged = không có gì mới từ lần đọc trước
reason-entries-max = nhiều mục hơn mức đọc một lần
reason-empty-feed = nguồn tin không có gì
reason-bad-feed = nguồn tin không đọc được
reason-crowded = trả lời đến quá chậm
reason-stopped = bị dừng trước đó
reason-sent-on = trang chỉ chuyển tiếp sang trang khác
reason-needs-browser = chỉ trình duyệt chạy mã mới đọc được
reason-not-kept = không còn được giữ
reason-not-a-capture = tệp không chứa trang nào
reason-torn = tệp bị đứt đoạn
reason-line-too-long = dòng quá dài
reason-panic = làm hỏng chương trình đọc nó
reason-max-deliveries = đã thử quá nhiều lần
reason-forgotten = đã xoá theo yêu cầu
reason-pruned = đã giữ đủ thời hạn
reason-read = đã đọc nguồn tin
reason-told = trạm trung chuyển báo có tin mới
