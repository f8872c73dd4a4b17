# كلمات الواجهة بالعربية. ما بين { } يضعه البرنامج؛ و`number` يختار صيغة العدد، و`shown` هو العدد كما يُكتب.

thousands-separator = ,

# الأماكن
today = اليوم
of-all-days = من كل الأيام، الأحدث أولًا
topics = المواضيع
outcomes = مآل المواد
why = ما آلت إليه
skip = إلى المحتوى
language-of-pages = لغة هذه الصفحات
light = فاتح أو داكن
light-system = كما في النظام
light-light = فاتح
light-dark = داكن
zone = الأوقات بتوقيت { $zone }
keys = لوحة المفاتيح
keys-on = المفاتيح مفعّلة
key-next = المقال التالي
key-previous = المقال السابق
key-open = فتح المقال
key-original = فتح الصفحة الأصلية
key-fresh = إظهار المقالات الجديدة
key-search = بحث
key-filter = إلى المرشّحات
key-help = هذه المفاتيح
close = إغلاق
fresh = مقالات جديدة:
connected = مباشر
reconnecting = انقطع الاتصال، تجري إعادته…

# القوائم
articles = { $number ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $shown } مقالات
    [many] { $shown } مقالًا
   *[other] { $shown } مقال
}
articles-stored = { $number ->
    [zero] لا مقالات محفوظة
    [one] مقال محفوظ واحد
    [two] مقالان محفوظان
    [few] { $shown } مقالات محفوظة
    [many] { $shown } مقالًا محفوظًا
   *[other] { $shown } مقال محفوظ
}
passages = { $number ->
    [zero] لا مقاطع
    [one] مقطع واحد
    [two] مقطعان
    [few] { $shown } مقاطع
    [many] { $shown } مقطعًا
   *[other] { $shown } مقطع
}
languages-count = { $number ->
    [zero] لا لغات
    [one] لغة واحدة
    [two] لغتان
    [few] { $shown } لغات
    [many] { $shown } لغة
   *[other] { $shown } لغة
}
newer = الأحدث
older = الأقدم
as-file = بصيغة Excel أو CSV أو خلاصة
goes-on = تتمة القائمة هنا
tables-cut = في الملف أول { $rows } صف، ويذكر أين تتمته.
files-cut = في Excel وCSV أول { $rows } صف، وفي JSON Lines وninjs أول { $documents } مقال؛ ويذكر كل ملف أين تتمته.
same-list = القائمة نفسها بصيغة
filter = ترشيح
filtered = فقط
remove-filter = إزالة هذا المرشّح
all-filters-off = إظهار الكل
more = أخرى
facet-all = إظهار الكل
untagged-left-out = { $number ->
    [zero] لا مقالات متروكة خارج المواضيع
    [one] تُرك مقال واحد لا يمسّ أي موضوع
    [two] تُرك مقالان لا يمسّان أي موضوع
    [few] تُركت { $shown } مقالات لا تمسّ أي موضوع
    [many] تُرك { $shown } مقالًا لا تمسّ أي موضوع
   *[other] تُرك { $shown } مقال لا تمسّ أي موضوع
}
only-tagged = { $number ->
    [zero] لا مقال يمسّ موضوعًا
    [one] فقط المقال الذي يمسّ موضوعًا
    [two] فقط المقالان اللذان يمسّان موضوعًا
    [few] فقط { $shown } مقالات تمسّ موضوعًا
    [many] فقط { $shown } مقالًا تمسّ موضوعًا
   *[other] فقط { $shown } مقال تمسّ موضوعًا
}
topic = الموضوع
language = اللغة
outlet = الوسيلة
day = اليوم
outlet-unknown = وسيلة غير معروفة
day-unknown = تاريخ غير معروف
no-date = لا تذكر الصفحة تاريخًا؛ التُقطت
no-headline = بلا عنوان
quoted = المقتبَس عنهم:
original-page = الأصل

# البحث
search = بحث
search-box = كل ما هو محفوظ، بلغة المواضيع
search-button = بحث
understood-as = فُهم على أنه
examples = استعلامات للبدء
example-phrase = هذه الكلمات بهذا الترتيب؛ لا أثر لحالة الأحرف والتشكيل
example-and = كلتاهما، في أي موضع من المقال
example-or = إحداهما؛ والعلامة * تقوم مقام أي أحرف
example-near = بينهما خمس كلمات على الأكثر
example-not = في العنوان، والكلمة الأخرى في لا موضع
example-site = من عنوان ينتهي هكذا
search-note = يجد الاستعلام ما كان سيجده موضوع به، مع المقاطع التي استوفته.
newest-first = الأحدث أولًا
relevant-first = الأوثق صلة أولًا
order = الترتيب
at-least = { $articles } على الأقل
nothing-found = لم يوجد شيء
nothing-found-text = لا مقال محفوظًا فيه هذه الكلمات.
one-condition-less = بشرط أقل:
without = دون: { $what }
alone = { $what } وحده
meant = هل قصدت
misread-query = تعذّرت قراءة هذا الاستعلام:
index-behind = { $number ->
    [zero] الفهرس محدّث.
    [one] الفهرس متأخر بتغيير واحد، ويلحق به.
    [two] الفهرس متأخر بتغييرين، ويلحق بهما.
    [few] الفهرس متأخر بـ{ $shown } تغييرات، ويلحق بها.
    [many] الفهرس متأخر بـ{ $shown } تغييرًا، ويلحق بها.
   *[other] الفهرس متأخر بـ{ $shown } تغيير، ويلحق بها.
}
no-index = الفهرس قيد البناء
no-index-detail = سيُجاب عن عمليات البحث بعد لحظة. وكل ما عداها معروض.
no-search = لا بحث هنا
no-search-detail = لا أحد يحفظ فهرسًا لهذا المخزن: search.keep معطّل في veille.toml.
period = من { $from } إلى { $to }
period-from = منذ { $from }
period-to = حتى { $to }

# لا شيء
empty-title = لا مقالات بعد
begin = تظهر المقالات هنا حالما يُخزَّن بعضها. ما العمل الآن:
begin-add = أدرج مقالًا
begin-add-how = بعنوانه أو نصًا أو ملفًا
begin-sources = المصادر
begin-sources-add = الصحف والمواقع التي تُقرأ، ويُضاف غيرها هناك بعنوانه
begin-sources-look = الصحف والمواقع التي تُقرأ
begin-run = تُقرأ المصادر ليلًا ونهارًا حالما يشغّل القائم على veille
here-alone = لا يُفتح هذا العنوان إلا على هذا الحاسوب، ولا يستطيع زميل فتحه. ليستطيع الآخرون ذلك يجعل القائم على veille البرنامج ينصت على عنوان في الشبكة ويُنشئ مستخدمين، ثم يُصنع العنوان من جديد. الإعداد في veille.toml:
nothing-title = لا مقال يطابق
nothing-text = لا شيء محفوظًا يجتاز كل هذه المرشّحات. ويمكن رفع كل منها أعلاه.
nothing-tagged-title = لا مقال يمسّ موضوعًا
nothing-tagged-text = ثمة مقالات محفوظة، ولا يمسّ أيٌّ منها موضوعًا مرصودًا.
not-there = لا شيء هنا
not-there-detail = { $what } غير محفوظ، أو لم يعد كذلك.
misread = تعذّر فهم هذا العنوان
misread-detail = لا يُفهم «{ $value }» قيمةً لـ{ $name }.
unreadable = تعذّرت قراءة المخزن
back-to-today = عودة إلى أحدث المقالات

# مقال
why-here = لماذا هو هنا
only-mentioned = ذكر عابر
no-reason = لا يمسّ أي موضوع مرصود.
found-by = وجده
evidence-number = دليل
back-to-text = إلى موضعه في النص
who-is-quoted = من المقتبَس عنه
who-is-named = من وما ورد ذكره
named-person = أشخاص
named-organisation = منظمات
named-place = أماكن
not-said-who = لا يذكر المقال مَن
paragraph = فقرة
origin-title = لمن النص
origin-original = للوسيلة نفسها: لا تقول الصفحة غير ذلك
page-says = تقول الصفحة:
dates-title = التواريخ
published = نُشر
modified = عُدّل
captured = التُقط
captured-last = التُقط آخر مرة
captured-when = التُقط { $when }
date-from-page = كما تقول الصفحة
date-from-capture = حين وصلت الصفحة
date-from-feed = كما تقول الخلاصة
no-published = لا تقول الصفحة متى نُشر.
details-title = التفاصيل
address = العنوان
confidence = مؤكد بنسبة { $share }
runner-up = أو { $language }، { $share }
mixed = فيه مقاطع بـ{ $languages }
section = القسم
keywords = الكلمات المفتاحية
wording = الصياغة { $number } من { $all }
wordings-title = الصياغات
wording-current = الحالية
superseded = هذه صياغة سابقة؛ وهنا
withdrawn = سحبه ناشره؛ لوحظ ذلك في
fact-article = المقال
fact-revision = الصياغة
fact-capture = الالتقاط
ledger-title = طريقه إلى هنا
as-json = هذا المقال بصيغة JSON
doubtful = موضع شك:
article-signed = بقلم
changed-title = ما تغيّر عن الصياغة السابقة
how = كيف قُرئ
reasons-between = {"؛ "}
how-link = كيف قُرئ: ما تُرك، وما اقترب منه
near-title = مواضيع اقترب منها
near-none = لا شيء: ليس فيه حتى ثلث أي استعلام آخر.
near-has = فيه
near-lacks = ينقصه
near-excluded = يستبعده
removed-title = ما أُخذ على أنه المقال، وما تُرك
blocks-left-out = { $number ->
    [zero] لا أجزاء متروكة
    [one] جزء واحد من الصفحة متروك
    [two] جزءان من الصفحة متروكان
    [few] { $shown } أجزاء من الصفحة متروكة
    [many] { $shown } جزءًا من الصفحة متروكًا
   *[other] { $shown } جزء من الصفحة متروك
}
blocks-kept = { $number ->
    [zero] لا أجزاء مأخوذة
    [one] جزء واحد مأخوذ
    [two] جزءان مأخوذان
    [few] { $shown } أجزاء مأخوذة
    [many] { $shown } جزءًا مأخوذًا
   *[other] { $shown } جزء مأخوذ
}
page-not-kept = لم تعد الصفحة محفوظة (store.captures_days)؛ لا يمكن عرض ما تُرك.
found-title = أين وُجدت حقوله
found-field = الحقل
found-value = الموجود
found-place = أين
found-taken = مأخوذ
instead-apart = { $number ->
    [one] بينهما كلمة واحدة
    [two] بينهما كلمتان
    [few] بينهما { $shown } كلمات
   *[other] بينهما { $shown } كلمة
}
instead-times = { $found } من { $times }
instead-field = لا يجتمعان في حقل واحد
instead-paragraph = لا يجتمعان في فقرة واحدة
instead-one-sentence = ليس في جملة واحدة
instead-one-paragraph = ليس في فقرة واحدة
instead-score = مجموع أقل من اللازم
instead-order = بالترتيب الآخر
found-standfirst = المقدمة
found-byline = التوقيع
found-image = الصورة
found-free = مجاني القراءة

# التغطية
coverage = التغطية
last-days = { $number ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $shown } أيام
    [many] { $shown } يومًا
   *[other] { $shown } يوم
}
by-day = باليوم
by-month = بالشهر
by-hour = بالساعة
show-count = المقالات
show-share = الحصة من كل المحفوظ: { $share }
share = الحصة
before = قبلها: { $period }
before-unknown = لا شيء محفوظ من المدة السابقة.
before-partly = يبدأ المحفوظ في { $day }: المدة السابقة غير كاملة.
compared-until = المقارنة حتى { $until }: الباقي لم ينته بعد.
before-column = قبلها
as-before = مثل المدة السابقة.
more-than-before = { $number ->
    [zero] مثل المدة السابقة.
    [one] أكثر من المدة السابقة بواحد.
    [two] أكثر من المدة السابقة باثنين.
    [few] أكثر من المدة السابقة بـ{ $shown }.
    [many] أكثر من المدة السابقة بـ{ $shown }.
   *[other] أكثر من المدة السابقة بـ{ $shown }.
}
fewer-than-before = { $number ->
    [zero] مثل المدة السابقة.
    [one] أقل من المدة السابقة بواحد.
    [two] أقل من المدة السابقة باثنين.
    [few] أقل من المدة السابقة بـ{ $shown }.
    [many] أقل من المدة السابقة بـ{ $shown }.
   *[other] أقل من المدة السابقة بـ{ $shown }.
}
events = أحداث
unfinished = لم تنته بعد
undated-not-drawn = { $number ->
    [zero] كل المقالات مؤرخة
    [one] مقال واحد لا تذكر صفحته تاريخًا غير مرسوم
    [two] مقالان لا تذكر صفحتاهما تاريخًا غير مرسومين
    [few] { $shown } مقالات لا تذكر صفحاتها تاريخًا غير مرسومة
    [many] { $shown } مقالًا لا تذكر صفحاتها تاريخًا غير مرسومة
   *[other] { $shown } مقال لا تذكر صفحاتها تاريخًا غير مرسومة
}
day-arrived = { $number ->
    [zero] كلها مؤرخة
    [one] واحد منها بلا تاريخ، أُدرج هنا لأنه وصل في ذلك اليوم
    [two] اثنان منها بلا تاريخ، أُدرجا هنا لأنهما وصلا في ذلك اليوم
    [few] { $shown } منها بلا تاريخ، أُدرجت هنا لأنها وصلت في ذلك اليوم
    [many] { $shown } منها بلا تاريخ، أُدرجت هنا لأنها وصلت في ذلك اليوم
   *[other] { $shown } منها بلا تاريخ، أُدرجت هنا لأنها وصلت في ذلك اليوم
}
untagged-not-drawn = { $number ->
    [zero] لكل المقالات موضوع
    [one] مقال واحد بلا موضوع غير محسوب
    [two] مقالان بلا موضوع غير محسوبين
    [few] { $shown } مقالات بلا موضوع غير محسوبة
    [many] { $shown } مقالًا بلا موضوع غير محسوبة
   *[other] { $shown } مقال بلا موضوع غير محسوبة
}
hourless-not-drawn = { $number ->
    [zero] لكل المقالات ساعة
    [one] مقال واحد له يوم بلا ساعة غير مرسوم
    [two] مقالان لهما يوم بلا ساعة غير مرسومين
    [few] { $shown } مقالات لها يوم بلا ساعة غير مرسومة
    [many] { $shown } مقالًا لها يوم بلا ساعة غير مرسومة
   *[other] { $shown } مقال لها يوم بلا ساعة غير مرسومة
}
nothing-drawn = لا شيء يُرسم
nothing-drawn-text = لا مقال يجتاز هذه المرشّحات يقول متى نُشر.
earlier = قبل
later = بعد
by-topic = حسب الموضوع
as-table = الأرقام
dated-yes = تؤرخه صفحته
dated-no = بلا تاريخ في صفحته
percent = { $share } %
decimal-mark = .
month-full = { $month } { $year }

# الأشخاص
people = الأشخاص
people-box = من أو ماذا؟ اسم بأي كتابة، أو منصب بأي لغة (وزير)، أو جزء منه
count-person = { $number ->
    [zero] لا أشخاص
    [one] شخص واحد
    [two] شخصان
    [few] { $shown } أشخاص
    [many] { $shown } شخصًا
   *[other] { $shown } شخص
}
count-organisation = { $number ->
    [zero] لا منظمات
    [one] منظمة واحدة
    [two] منظمتان
    [few] { $shown } منظمات
    [many] { $shown } منظمة
   *[other] { $shown } منظمة
}
count-place = { $number ->
    [zero] لا أماكن
    [one] مكان واحد
    [two] مكانان
    [few] { $shown } أماكن
    [many] { $shown } مكانًا
   *[other] { $shown } مكان
}
times = { $number ->
    [zero] أبدًا
    [one] مرة واحدة
    [two] مرتان
    [few] { $shown } مرات
    [many] { $shown } مرة
   *[other] { $shown } مرة
}
also-written = يُكتب أيضًا
kinds-of-names = من وما ورد ذكره
told-by-article = كلام منقول بالمعنى
spelt-so = { $times }، { $why }
named-of = { $name } (في أول { $articles } من المقالات)
why-known = اسم للشيء نفسه معروف بكل اللغات
why-letters = الاسم نفسه بأحرف أخرى
why-initial = حرف يقوم مقام الاسم الأول
why-part = جزء من الاسم لا يحمله غيره هنا
why-case = الكلمات نفسها بإعراب آخر
quotations = { $number ->
    [zero] لا اقتباسات
    [one] اقتباس واحد
    [two] اقتباسان
    [few] { $shown } اقتباسات
    [many] { $shown } اقتباسًا
   *[other] { $shown } اقتباس
}
said-in = { $number ->
    [zero] في لا مقالات
    [one] في مقال واحد
    [two] في مقالين
    [few] في { $shown } مقالات
    [many] في { $shown } مقالًا
   *[other] في { $shown } مقال
}
nobody = لم يُذكر أحد
nobody-text = لا اسم ولا اقتباس محفوظًا يجتاز هذه المرشّحات.
everyone = كل من وما ورد ذكره

# المصادر
sources = المصادر
sources-count = { $number ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $shown } مصادر
    [many] { $shown } مصدرًا
   *[other] { $shown } مصدر
}
sources-intro = من يُقرأ، وما خرج منه. المتعثرة أولًا.
no-sources = لا مصدر معدًّا، ولا شيء محفوظ.
fortnight = آخر 14 يومًا
last-read = آخر قراءة
failing = يتعثر
not-read = لم يُقرأ بعد
from-files = غير معدّ: من ملفات

# المواضيع
topics-intro = ما يُرصد. الموضوع استعلام يمكن قراءته؛ وللمقال الموضوع حين تستوفيه كلماته.
no-topics = لا موضوع معدًّا. كل موضوع ملف في config/topics.
latest = الأحدث
never = لا مقال بعد
query = الاستعلام
query-note = كما هو في ملف الموضوع؛ بلا أثر لحالة الأحرف والتشكيل
names = أسماؤه
author = المسؤول عنه:
latest-articles = أحدث المقالات
by-language = حسب اللغة
by-outlet = حسب الوسيلة
narrow-further = تضييق أكثر
not-watched = لم يعد هذا الموضوع مرصودًا؛ وما وجده ما زال محفوظًا.
any-language = كل اللغات

# المآل
outcomes-intro = ما آل إليه كل داخل في كل مرحلة. كل سطر متوازن: ما يدخل مرحلة يخرج منها، ممرَّرًا، أو منحّى لسبب، أو ليعاد، أو في الحجر. وقد تتلقى مرحلة أكثر مما مرّرت سابقتها: فالملف أو الخلاصة يحوي صفحات عدة، والصفحة التي تُقرأ ثانيةً تُحسب ثانيةً.
no-outcomes = لم يُقرأ شيء بعد.
stage = المرحلة
inputs = الداخل
reasons = الأسباب في هذه المرحلة
reason = السبب
count = العدد
latest-hundred = الأحدث، 100 على الأكثر
all-outcomes = كل ما آلت إليه
why-box = ما الذي آل إليه عنوان أو عنوان خبر أو ملف أو معرّف؟
why-hint = عنوان مقال أو خلاصة، أو عنوان خبر، أو ملف، أو معرّف؛ وجزء من عنوان يعرض ما قد يكون المقصود
ask = اسأل
why-nothing = لا يُعرف عنه شيء
why-nothing-text = لم تعلنه خلاصة ولم تحوه قراءة، ولا عنوان فيه هذه الكلمات. لا أثر لمعاملات التتبع، ولبقية العنوان أثر.
now-stored = محفوظ
source = المصدر
stage-capture = القراءة
stage-fetch = الجلب
stage-clean = التنقية
stage-classify = التصنيف
stage-store = الحفظ
outcome-forwarded = مُرّر
outcome-discarded = نُحّي
outcome-retried = سيعاد
outcome-quarantined = في الحجر

# Fields that a passage may stand in
field-headline = العنوان
field-text = النص
field-url = عنوان الصفحة
field-source = الوسيلة
field-byline = التوقيع
field-language = اللغة

# Whose text it is
origin-republished = نقلًا عن { $outlet }
origin-republished-unnamed = نقلًا عن وسيلة أخرى
origin-translated = مترجم عن { $outlet }
origin-translated-unnamed = مترجم عن وسيلة أخرى
origin-agency = عن وكالة { $outlet }
origin-agency-unnamed = عن وكالة

# What is doubtful
flag-date-after-capture = تاريخه بعد يوم التقاطه
flag-live-blog = تغطية حية تتغير طوال اليوم
flag-paywall-stub = ما قبل جدار الدفع فقط
flag-date-before-web = تاريخه قبل وجود صفحات الويب
flag-published-is-last-change = تاريخ نشره هو تاريخ آخر تعديل له
flag-signed-by-organisation = توقيعه لوكالة أو لقسم تحرير لا لشخص
flag-text-from-feed = نصه من الخلاصة
flag-date-from-feed = تاريخه من الخلاصة
flag-byline-from-feed = توقيعه من الخلاصة
flag-headline-from-feed = عنوانه من الخلاصة
flag-page-elsewhere = صفحته تتحدث عن شيء آخر
flag-page = لم تعطِ صفحته مقالًا: { $why }

# القصص
stories = القصص
comma = {"، "}
colon = :
stories-intro = حدث واحد ترويه عدة مقالات، من عدة وسائل أو من وسيلة واحدة. والنص المعاد نشره يُعدّ مرة واحدة بين النصوص الأصلية.
stories-count = { $number ->
    [zero] لا قصص
    [one] قصة واحدة
    [two] قصتان
    [few] { $shown } قصص
    [many] { $shown } قصة
   *[other] { $shown } قصة
}
stories-behind = { $number ->
    [zero] القصص مواكبة للمخزن.
    [one] القصص متأخرة عن المخزن بتغيير واحد.
    [two] القصص متأخرة عن المخزن بتغييرين.
    [few] القصص متأخرة عن المخزن بـ{ $shown } تغييرات.
    [many] القصص متأخرة عن المخزن بـ{ $shown } تغييرًا.
   *[other] القصص متأخرة عن المخزن بـ{ $shown } تغيير.
}
no-stories = لا توجد قصة
no-stories-text = تحتاج القصة إلى مقالين عن حدث واحد.
largest-first = الأكبر أولًا
by-story = بحسب القصة
each-article = كل مقال على حدة
originals-only = النصوص الأصلية فقط
in-stories = { $number ->
    [zero] { $articles }
    [one] { $articles } عن حدث واحد
    [two] { $articles } عن حدثين
    [few] { $articles } عن { $shown } أحداث
    [many] { $articles } عن { $shown } حدثًا
   *[other] { $articles } عن { $shown } حدث
}
ran-it = { $number ->
    [zero] لم تعد نشره أي وسيلة
    [one] أعادت نشره وسيلة واحدة
    [two] أعادت نشره وسيلتان
    [few] أعادت نشره { $shown } وسائل
    [many] أعادت نشره { $shown } وسيلة
   *[other] أعادت نشره { $shown } وسيلة
}
republications-count = { $number ->
    [zero] لا إعادات نشر
    [one] إعادة نشر واحدة
    [two] إعادتا نشر
    [few] { $shown } إعادات نشر
    [many] { $shown } إعادة نشر
   *[other] { $shown } إعادة نشر
}
originals-count = { $number ->
    [zero] لا نصوص أصلية
    [one] نص أصلي واحد
    [two] نصان أصليان
    [few] { $shown } نصوص أصلية
    [many] { $shown } نصًا أصليًا
   *[other] { $shown } نص أصلي
}
outlets-count = { $number ->
    [zero] لا وسائل
    [one] وسيلة واحدة
    [two] وسيلتان
    [few] { $shown } وسائل
    [many] { $shown } وسيلة
   *[other] { $shown } وسيلة
}
grew = { $number ->
    [zero] لا جديد خلال 24 ساعة
    [one] مقال آخر خلال 24 ساعة
    [two] مقالان آخران خلال 24 ساعة
    [few] { $shown } مقالات أخرى خلال 24 ساعة
    [many] { $shown } مقالًا آخر خلال 24 ساعة
   *[other] { $shown } مقال آخر خلال 24 ساعة
}
told-until = { $day }، استمر تناوله حتى { $last }
who-tells = من يرويها، الأقدم أولًا
story-as-json = هذه القصة بصيغة JSON
beside = فقرة إزاء فقرة
stands-there = موجود هناك
word-for-word = حرفيًا
nowhere-there = غير موجود هناك
alike-in-both = متطابق في كليهما
by-order = في موضعه بحكم الترتيب وحده؛ لا يدل عليه اسم ولا رقم ولا كلمة معروفة
no-copies = لم يتبيّن أن أيًّا منهما نسخة من الآخر.
shares = { $here } منه موجود هناك، و{ $there } من ذاك موجود هنا
credited = كما يذكر هو نفسه
copies-more = { $number ->
    [zero] ولا نسخ أخرى
    [one] ونسخة أخرى
    [two] ونسختان أخريان
    [few] و{ $shown } نسخ أخرى
    [many] و{ $shown } نسخة أخرى
   *[other] و{ $shown } نسخة أخرى
}
told-title = بين المقالات الأخرى
copied-by = أعاد نشره
its-story = القصة التي يرويها
story-first = الأقدم
story-first-dated = الأقدم مما يحمل تاريخًا
story-middle = في صلب القصة: تشبهه النصوص الأخرى
story-first-by-hand = يبدأ هذه القصة بقرار من شخص
story-copy = النص نفسه
story-by-hand = ضمّه شخص إلى { $outlet }
story-which = ⁨{ $outlet }⁩، «⁨{ $headline }⁩»
story-like = يشبه { $outlet }
story-names = أسماء
story-numbers = أرقام
story-words = كلمات
copy-twin = صفحة أخرى للمقال نفسه في { $outlet }
copy-identical = نص { $outlet } حرفيًا
copy-reprint = إعادة نشر لنص { $outlet }
copy-excerpt = مقتطف من { $outlet }
copy-extended = نسخة أطول من نص { $outlet }
copy-merged = مؤلَّف جزئيًا من { $outlet }
copy-translated = ترجمة لنص { $outlet }

# من يحق له الاطلاع
log-in = تسجيل الدخول
log-out = تسجيل الخروج
user-name = الاسم
password = كلمة المرور
log-in-wrong = الاسم وكلمة المرور غير متطابقين.
log-in-wait = { $number ->
    [zero] محاولات كثيرة؛ أعد المحاولة الآن.
    [one] محاولات كثيرة؛ أعد المحاولة بعد ثانية.
    [two] محاولات كثيرة؛ أعد المحاولة بعد ثانيتين.
    [few] محاولات كثيرة؛ أعد المحاولة بعد { $shown } ثوانٍ.
    [many] محاولات كثيرة؛ أعد المحاولة بعد { $shown } ثانية.
   *[other] محاولات كثيرة؛ أعد المحاولة بعد { $shown } ثانية.
}
account = الحساب
role-reader = قارئ
role-editor = محرر
role-admin = مدير
sessions = أين سجّلت الدخول
browser = المتصفح
this-browser = هذا المتصفح
since = منذ
last-seen = آخر ظهور
end-session = إنهاء
tokens = رموز الوصول
tokens-intro = ما تُظهره البرامج وقارئات الخلاصات بدل كلمة المرور: في الترويسة «Authorization: Bearer»، أو في آخر عنوان الخلاصة ‎?token=‎.
token = الرمز
token-once = لن يظهر هذا إلا مرة واحدة؛ احفظه الآن.
token-name = الغرض منه
token-may-triage = يحق له أيضًا الحكم على المقالات
token-add = إنشاء رمز
revoke = إلغاء
password-new = كلمة مرور جديدة
password-change = تغيير كلمة المرور
password-wrong = كلمة المرور الحالية غير صحيحة.
password-short = لا تقل كلمة المرور عن 10 أحرف.
password-changed = تغيّرت كلمة المرور، وسُجّل خروج المتصفحات الأخرى.
not-done = يتعذر ذلك
audit = من فعل ماذا
audit-intro = كل تغيير وكل ملف حُمل، الأحدث أولًا. يحمل كل سطر بصمة السطر الذي قبله، فلا يمكن تغيير سطر أو حذفه دون أن يُلاحظ. ويتحقق «veille audit» من الأمر نفسه.
lines-count = { $number ->
    [zero] لا سطور
    [one] سطر واحد
    [two] سطران
    [few] { $shown } سطور
    [many] { $shown } سطرًا
   *[other] { $shown } سطر
}
trail-broken = السطر { $line } ليس كما كُتب، أو أن سطرًا قبله مفقود.
line = السطر
when = متى
who = من
what = ماذا

# رأي المكتب
triage = الفرز
triage-unread = غير مقروء
triage-read = مقروء
triage-starred = مميَّز بنجمة
triage-relevant = ذو صلة
triage-irrelevant = غير ذي صلة
triage-unjudged = لم يُحكم عليه بعد
triage-noted = مع ملاحظة
triage-assigned = مُسند
triage-mine = المسند إليّ
star = نجمة
key-star = وضع النجمة أو رفعها
key-read = مقروء أو غير مقروء
assigned-to = مُسند إلى
write-note = ملاحظة، ولمن يُسند
note = ملاحظة
keep = حفظ
may-not = يذكر القراء ما قرؤوه، وما عدا ذلك للمحررين.
others-write = يكتب آخرون الشيء نفسه الآن؛ أعد المحاولة.

# الإضافة
add = إضافة
add-intro = مقال لم يأتِ به أي مصدر: يُجلب ويُنقّى ويُحكم عليه كسائر المقالات، ثم يُحفظ.
add-address = تُجلب الصفحة بالآداب نفسها المتبعة مع غيرها.
add-other = نص أو ملف (صفحة، PDF، DOCX، رسالة)؛ عندئذ يدل العنوان على مصدره
add-file = ملف: صفحة (HTML أو نص)، أو PDF، أو DOCX، أو رسالة (EML، MHTML)
add-published = يوم النشر
add-no-day = تعذّر فهم اليوم؛ يُكتب هكذا: ⁨2025-10-26⁩
add-far-day = هذا اليوم لم يأتِ بعد، أو يسبق نشأة الشبكة: لن يُصدَّق.
add-long-headline = العنوان أطول من 500 حرف؛ وللنص حقله الخاص.
add-long-outlet = اسم الوسيلة أطول من 120 حرفًا.
add-nothing = لا شيء لإضافته: أدخل عنوانًا أو نصًا أو ملفًا.
add-no-address = هذا ليس عنوانًا على الشبكة؛ المتوقع https://…‎
add-no-article = لم يصبح مقالًا؛ وهذا هو السبب.
add-unreadable = تعذرت قراءة النموذج، أو أن الملف أكبر من 8 ميغابايت.

# الأيام
day-full = { $weekday } { $day } { $month } { $year }
day-today = اليوم، { $day }
day-yesterday = أمس، { $day }
day-hour = { $day }، { $hour }
day-short = { $day } { $abbreviated } { $year }
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر

# ما يطلبه الاستعلام؛ تدخل الأجزاء بعضها في بعض
asked-articles = مقالات فيها { $what }
asked-and = { $left }، و{ $right }
asked-or = { $left } أو { $right }
asked-not = ليس فيها { $what }
asked-near = { $number ->
    [two] { $left } على بُعد كلمتين على الأكثر من { $right }
    [few] { $left } على بُعد { $shown } كلمات على الأكثر من { $right }
   *[other] { $left } على بُعد { $shown } كلمة على الأكثر من { $right }
}
asked-beside = { $left } بجانب { $right }
asked-before = { $number ->
    [two] { $left } قبل { $right } بكلمتين على الأكثر
    [few] { $left } قبل { $right } بـ{ $shown } كلمات على الأكثر
   *[other] { $left } قبل { $right } بـ{ $shown } كلمة على الأكثر
}
asked-right-before = { $left } قبل { $right } مباشرة
asked-across = { $what }، ولو في فقرتين
asked-sentence = { $what } في جملة واحدة
asked-paragraph = { $what } في فقرة واحدة
asked-once = { $what } مرة واحدة على الأقل
asked-times = { $number ->
    [two] { $what } مرتين على الأقل
    [few] { $what } { $shown } مرات على الأقل
   *[other] { $what } { $shown } مرة على الأقل
}
asked-context = { $what } سياقًا
asked-weight = { $what } (وزن كل مرة { $weight })
asked-score = { $what } بمجموع لا يقل عن { $threshold }
asked-word = كلمة «⁨{ $words }⁩»
asked-phrase = «⁨{ $words }⁩»
asked-beginning = كلمة تبدأ بـ«⁨{ $words }⁩»
asked-shape = كلمة على شكل «⁨{ $words }⁩»
asked-person = الشخص «⁨{ $words }⁩» بأي كتابة
asked-organisation = المنظمة «⁨{ $words }⁩» بأي كتابة
asked-place = المكان «⁨{ $words }⁩» بأي كتابة
asked-source = المصدر «⁨{ $words }⁩»
asked-language = اللغة: { $words }
asked-site = عنوان في «⁨{ $words }⁩»
asked-headline = { $what } في العنوان
asked-lead = { $what } في المقدمة
asked-text = { $what } في النص
asked-address = { $what } في عنوان الصفحة
asked-byline = { $what } في التوقيع
asked-cased = { $what } بهذه الأحرف الكبيرة
asked-exact = { $what } بهذه الأحرف بالضبط
asked-apart = { $number ->
    [two] كلمتان بينها على الأكثر
    [few] { $shown } كلمات بينها على الأكثر
   *[other] { $shown } كلمة بينها على الأكثر
}
asked-side-by-side = جنبًا إلى جنب
asked-as-phrase = عبارةً واحدة
in-words = بالكلمات

# الخطأ في الاستعلام
fault-end = نهاية الاستعلام
fault-empty = الاستعلام فارغ؛ اكتب كلمة أو عبارة بين علامتي اقتباس أو مجموعة بين قوسين.
fault-term = يُنتظر هنا كلمة أو عبارة بين علامتي اقتباس أو مجموعة بين قوسين، لا ⁨{ $found }⁩.
fault-operand = يُنتظر بعد ⁨{ $operator }⁩ كلمة أو عبارة أو مجموعة، لا ⁨{ $found }⁩.
fault-operator = يُنتظر AND أو OR أو NOT أو NEAR/n أو ONEAR/n قبل ⁨{ $found }⁩؛ ضع العبارة بين علامتي اقتباس.
fault-capitals = تُكتب الروابط بأحرف كبيرة: ⁨{ $capitals }⁩، لا ⁨{ $found }⁩.
fault-quote = علامة الاقتباس هذه لم تُغلق؛ اكتب ⁨{ $expected }⁩ في آخر العبارة.
fault-empty-phrase = لا شيء بين علامتي الاقتباس.
fault-unclosed = هذا القوس لم يُغلق.
fault-unopened = هذا القوس لا يُغلق شيئًا.
fault-empty-group = لا شيء بين القوسين.
fault-comment = هذا التعليق لم يُغلق؛ اكتب ⁨*/⁩ في آخره.
fault-number = يحتاج ⁨{ $operator }⁩ إلى عدد صحيح من 1 فصاعدًا، مثل ⁨{ $example }⁩.
fault-parentheses = يحتاج ⁨{ $operator }⁩ إلى قوسين: ⁨{ $operator }(…)⁩.
fault-field = ‎⁨{ $name }:⁩ ليس حقلًا؛ الحقول هي ⁨headline: lead: text: url: source: byline: lang: site: person: org: place:⁩
fault-after-field = يُنتظر بعد ⁨{ $name }:⁩ مباشرة كلمة أو عبارة أو مجموعة، لا ⁨{ $found }⁩.
fault-language = هذا ليس رمز لغة؛ اكتب ⁨fr⁩ أو ⁨vi⁩ أو ⁨zh-Hans⁩.
fault-nested-field = لا يمكن أن يكون ⁨{ $inner }⁩ داخل ⁨{ $outer }⁩: يقع المقطع في حقل واحد.
fault-name-letters = يُبحث عن الاسم بكل طرق كتابته: لا معنى لـ ⁨{ $operator }⁩ معه. اكتب الاسم وحده.
fault-name-wildcard = يُبحث عن الاسم بكل طرق كتابته وبلا محارف بديلة: اكتب الاسم أو جزءًا منه، مثل ⁨person:guterres⁩، بدلًا من ⁨{ $found }⁩.
fault-letters = لا حرف ولا رقم في ⁨{ $found }⁩ يمكن البحث عنه.
fault-wildcard = المحرف البديل وحده يطابق كل كلمة؛ اكتب معه أحرفًا، مثل ⁨cyber*⁩.
fault-wildcard-script = لا مكان لمحرف بديل بين أحرف كتابة بلا مسافات؛ اكتب NEAR/n بين كلمتين.
fault-weight = الوزن عدد من ⁨-1000⁩ إلى 1000 بعد ⁨^⁩، مثل ⁨word^2⁩.
fault-weight-alone = لا يُحسب الوزن إلا مع حدّ؛ اكتب ⁨SCORE>=n⁩ في آخر الاستعلام.
fault-threshold = يحتاج ⁨SCORE>=⁩ إلى عدد أكبر من 0، مثل ⁨SCORE>=3⁩.
fault-unreachable = لا مقال يبلغ { $threshold }: مجموع ما هنا { $reachable } على الأكثر.
fault-after-score = يجب أن يكون ⁨SCORE>={ $threshold }⁩ آخر الاستعلام، لا قبل ⁨{ $found }⁩.
fault-countable = يعدّ ⁨{ $operator }⁩ المقاطع: كلمة أو عبارة أو NEAR أو مجموعة بـOR، لا ⁨{ $found }⁩.
fault-foreign = ‎⁨{ $found }⁩ ليس رابطًا هنا.
fault-foreign-instead = ‎⁨{ $found }⁩ ليس رابطًا هنا؛ اكتب ⁨{ $instead }⁩.
fault-unanchored = لا يقول الاستعلام إلا ما يجب أن يغيب، فيطابقه كل مقال تقريبًا؛ أضف كلمة يجب أن ترد.
fault-context = يقول CONTEXT أين يُبحث ولا يُعرض؛ اكتب بجانبه ما يُعرض المقال لأجله.
fault-alternative = هذا الطرف من OR لا يقول إلا ما يجب أن يغيب؛ أضف كلمة يجب أن ترد.
fault-contradiction = ‎⁨{ $clause }⁩ مطلوب ومستبعد معًا؛ لا يمكن أن يطابقه مقال.
fault-two-values = للمقال ⁨{ $field }⁩ واحد: لا يصح ⁨{ $first }⁩ و⁨{ $second }⁩ معًا؛ اكتب OR بينهما.
fault-too-large = هذا أطول أو أعمق تداخلًا مما يُسمح به (‎{ $max }‎ على الأكثر)؛ اجعله عدة استعلامات.

# مواضيع يكتبها القرّاء
draft-new = موضوع جديد
draft-of = صياغة أخرى لموضوع «⁨{ $topic }⁩»
draft-intro = جرّب استعلامًا على كل المحفوظ: يُعرض ما سيكسبه الموضوع وما سيفقده قبل حفظ أي شيء.
draft-language = لغة الاستعلام
draft-try = جرّب
draft-would = ما الذي سيتغير
draft-gains = المكتسَبة
draft-loses = المفقودة
draft-keeps = الباقية
draft-all = كل هذه
draft-label = ما يراه القرّاء
draft-id = اسمه القصير: ⁨a-z 0-9 - _⁩
draft-keep = احفظ الموضوع
draft-note = يُكتب في ملف الموضوع، ويوسَم به كل المحفوظ فورًا.
draft-change = جرّب صياغة أخرى واحفظها
topic-kept = حُفظ الموضوع كما هو هنا.
topic-same = لم يتغير شيء: الموضوع كما كان.
topic-not-kept = لم يُحفظ:
topic-bad-id = الاسم القصير من ⁨a-z 0-9 - _⁩؛ جرّب ⁨{ $proper }⁩
topic-taken = يوجد موضوع بهذا الاسم؛ اختر غيره.
topic-changed = غيّر شخص آخر هذا الموضوع في هذه الأثناء؛ انظر إليه من جديد.
topic-history = صياغاته
topic-restore = العودة إلى هذه الصياغة
by-hand = في ملفه
archive-judged = يجري وسم المحفوظ بالمواضيع الحالية: { $done } من { $all }.
save-as-topic = احفظه موضوعًا

# التدفقات
streams = التدفقات
streams-intro = كيف يصلك الجديد: للبحث المحفوظ خلاصة خاصة به لقارئات الخلاصات، وتُرسل التغييرات إلى برامج أخرى واحدًا واحدًا، ومن يكتب برنامجًا يستمع إليها كلها.
save-as-watch = احتفظ بهذا البحث مع تغذية خاصة به
watches = عمليات البحث المحفوظة
no-watches = لا شيء بعد. يمكن الاحتفاظ ببحث في آخر صفحته؛ عندئذ يكون لتغذيته عنوان خاص.
watch-name = الاسم
watch-by = احتفظ به
watch-kept = حُفظ البحث.
watch-once = من لديه أحد هذه العناوين يقرأ هذه التغذية ولا شيء سواها. تُعرض مرة واحدة فقط؛ احتفظ بأحدها الآن.

# الإرسال إلى عناوين
hooks = ما يُرسل إلى برامج أخرى
hooks-intro = كل تغيير في مقال يجتاز مرشّحًا يُرسل رسالة موقّعة (webhook) بالترتيب، ويعاد إرسالها حتى تُقبل. ومن لا يقبل شيئًا خمسة أيام لا يُرسل إليه بعدها.
hook-add = أرسل التغييرات إليه
hook-filters = ما يجتاز فقط، مكتوبًا كما في عنوان قائمة
hook-key = تُوقَّع الرسائل بهذا المفتاح (Standard Webhooks). يُعرض مرة واحدة فقط؛ احتفظ به الآن.
hook-waiting = في الانتظار
hook-state = الحالة
hook-remove = أزل
hook-again = أعد الإرسال
hook-disabled = أوقف في { $when }: لم يقبل شيئًا مدة طويلة
hook-failing = لا يقبل شيئًا منذ { $when }
hook-last = آخرها في { $when }
hook-nothing = لم يُرسل شيء بعد
hook-receiver = برنامج يتسلمها ويتحقق من توقيعاتها
hook-deliveries = ما أُرسل
hook-message = الرسالة
hook-when = متى
hook-waits = تنتظر
hook-no-address = هذا ليس عنوانًا يُرسل إليه؛ يبدأ بـ⁨https://⁩ أو ⁨http://⁩ وبلا كلمة مرور.
hook-no-filter = لا يمكن فهم هذه المرشّحات؛ انسخها من عنوان قائمة: ⁨topic=…&language=fr&q=…⁩

# صفحات القائمة
pages = الصفحات
page-before = الصفحة السابقة
page-after = الصفحة التالية

# هل يرد شيء في مقال
verify = هل يقول ذلك؟
verify-text = جملة يقال إنها وردت في هذا المقال
verify-ask = ابحث عنها
stands-verbatim = حرفيًا
stands-nearly = بكلمات أخرى
stands-numbers = غير صحيح: رقم آخر
stands-almost = ليس حرفيًا: ما يختلف معلَّم
article-says = يقول المقال:
stands-nowhere = لا يرد
stands-foreign = لم تُقارن: المقال بلغة أخرى
fault-at = عند الحرف { $column }: { $fault }
fault-foreign-not = { $found } ليس عاملًا هنا؛ اكتب NOT قبل الكلمة، أو الكلمة بين علامتي اقتباس.
fault-foreign-and = { $found } ليس عاملًا هنا؛ اكتب AND بين الكلمات: عندئذ تكون كل منها مطلوبة.
fault-foreign-range = { $found }: لا نطاقات في هذه اللغة؛ اكتب كلمة.
fault-foreign-pattern = { $found }: لا تعابير نمطية في هذه اللغة؛ اكتب كلمة مع * أو ?.
fault-foreign-near = { $found } ليس عاملًا هنا؛ اكتب NEAR/n بين الكلمات.
fault-foreign-fuzzy = { $found }: لا كلمات تقريبية في هذه اللغة؛ اكتب حرف بدل، كما في colo*r.
failed-told = الرسالة الأصلية
failed-login = تطلب الصفحة اشتراكًا أو تسجيل دخول
failed-forbidden = الخادم يرفضنا
failed-not-there = الصفحة غير موجودة، أو ليس بعد
failed-gone = سحبها الناشر
failed-too-often = يطلب الخادم طلبات أقل
failed-legal = محجوبة لأسباب قانونية
failed-theirs = الخطأ عندهم، وتُعاد المحاولة
failed-name = اسم المضيف غير معروف
failed-connect = لا أحد يجيب هناك
failed-tls = الشهادة غير موثوقة، أو يتعذر تأمين الاتصال
failed-slow = كان الخادم بطيئًا جدًا
failed-broken = انقطع الجواب
failed-robots = يطلب robots.txt ألا نأتي
failed-robots-unreachable = تتعذر قراءة robots.txt، ومن دونه لا ندخل
failed-resting = يُترك المضيف لبعض الوقت بعد إخفاقات
failed-large = الجواب كبير جدًا
failed-kind = ما وصل ليس صفحة ولا خلاصة
failed-nothing = لا تعلن الخلاصة شيئًا
failed-no-feed = لم يُعثر هناك على تغذية ولا على قائمة مقالات
failed-look = لم يُسفر ذلك عن شيء
failed-led-away = يقود العنوان إلى مكان آخر، وليس إلى مقال
failed-private = ليس على الإنترنت العام؛ يمكن لمن يدير veille أن يفتحه في veille.toml تحت ⁨fetcher.allow_private_addresses⁩
failed-scheme = ليس عنوانًا على الويب؛ يبدأ العنوان بـ⁨https://⁩ ويسمّي موقعًا، مثل ⁨https://www.example.org/⁩
failed-no-ending = «⁨{ $name }⁩» ليس عنوانًا كاملًا: ينقصه ما بعد النقطة، مثل ⁨{ $name }.com⁩
log-in-at = تسجيل الدخول عبر { $provider }
log-in-no-role = لست في أي مجموعة يحق لها الاطلاع هنا؛ يخبرك من يدير الخدمة أيها.
log-in-unreachable = مزود الهوية لا يجيب؛ أعد المحاولة بعد قليل، أو ادخل بكلمة مرور.
log-in-taken = شخص آخر يحمل اسمك هنا؛ يستطيع من يدير الخدمة تغيير أحدهما.
log-in-unproven = لم يتم الدخول: طال الوقت، أو بدأ في متصفح آخر، أو رفض مزود الهوية. أعد المحاولة.

# An article for somebody else
share-link = مشاركة برابط
share-intro = من لديه الرابط يقرأ هذا المقال ولا شيء غيره، دون تسجيل دخول، إلى أن يُلغى.
share-make = إنشاء رابط
share-once = من لديه هذا العنوان يمكنه قراءة هذا المقال ولا شيء غيره. يظهر مرة واحدة فقط؛ انسخه الآن.
share-back = العودة إلى المقال

# Listening
listen = الاستماع
listen-intro = يُعلَن كل تغيير في مقال لحظة حفظه (server-sent events). مرشحات القائمة تنتقل معك: ضيّق قائمة ثم تعال إلى هنا.
listen-sample = الأحدث كما يُسمع
listen-nothing = لم يُعلَن شيء بعد
listen-nats = حيث تعمل المراحل عبر NATS يوجد الشيء نفسه على
listen-nats-untagged = حيث تعمل المراحل عبر NATS يوجد الشيء نفسه، مع المقالات التي لا تمس أي موضوع، على
listen-nats-none = ليس في NATS عنوان لهذا وحده: فعناوينه تعرف موضوعًا ومصدرًا ولغة دون لهجاتها.
listen-token = ضع رمز وصول من رموزك مكان TOKEN؛ ويُنشأ في صفحة الحساب:
listen-untold = لا يراعي البث “النصوص الأصلية فقط” ولا رأي المكتب في المقالات: فكلاهما لا يُعرف إلا بعد الإخبار بالتغيير.

# What came lately
received-since = استُلم منذ { $when }
since-yesterday = استُلمت منذ أمس:
of-yesterday = بتاريخ أمس:
since-visit = استُلمت منذ زيارتك الأخيرة ({ $when }):


# A publisher to be read
source-add = إضافة مصدر
source-address = عنوان صحيفة أو موقع أو خلاصة
source-look = معاينته
source-note = ستُقرأ مقالاته من الآن، بإيقاع خلاصاته.
source-keep = إضافته
source-known = يُقرأ بالفعل:
source-added = أُضيف: { $name }.
first-articles = تصل المقالات الأولى مع القراءة القادمة.
not-reading = لا شيء يقرأ المصادر هنا في هذه اللحظة.

# What a topic found
lately = مؤخرًا
by-words = حسب الكلمات واللغة التي وردت بها، في أحدث المقالات
near-articles = مقالات اقتربت منه
near-articles-none = من أحدث المقالات التي لم يجدها لا يستوفي أيٌّ منها ثلث الاستعلام.
source-builtin = قائمة المصادر هنا مدمجة في البرنامج. إذا شُغّل مع --config ونسخة من مجلد config/ للمشروع قبِل مصادر جديدة؛ وكذلك
next-read = القراءة القادمة
next-start = مع التشغيل القادم
source-paused = متوقف مؤقتًا
source-pause = إيقاف قراءته الآن
source-resume = استئناف قراءته
source-feeds = ما يُقرأ منه
source-report = ما طُلب منه
source-report-show = عرضه
source-report-note = لمن يدير الموقع، إن سأل؛ بالإنجليزية.
as-text = كنص
feed-failing = دون جدوى، { $times } على التوالي: { $why }
feed-moved = يقول إنه انتقل إلى
band = عادةً من { $low } إلى { $high } في اليوم
band-short = { $state }: { $missing }
opml-import = أخذ قائمة من قارئ آخر (OPML)
opml-file = الملف كما يصدّره القارئ الآخر
opml-keep = إضافتها
opml-note = ستُقرأ من الآن، كل منها بإيقاع خلاصاته.
opml-nothing = لا جديد فيه: كل ما فيه يُقرأ بالفعل.
opml-none = لم يُعثر فيه على أي خلاصة. المطلوب ملف OPML كما تصدّره قارئات الخلاصات.
opml-left-out = ما تُرك
opml-note-export = هي القائمة لقارئ خلاصات آخر.
band-missing = { $number ->
    [one] ينقص مقال واحد
    [two] ينقص مقالان
    [few] تنقص نحو { $shown } مقالات
   *[other] ينقص نحو { $shown } مقالًا
}
sources-imported = { $number ->
    [one] أُضيف مصدر واحد.
    [two] أُضيف مصدران.
    [few] أُضيفت { $shown } مصادر.
   *[other] أُضيف { $shown } مصدرًا.
}

# The time zone
zone-title = المنطقة الزمنية
zone-intro = تُعرض الأيام والساعات بالمنطقة الزمنية التي تختارها في هذا المتصفح، وإلا فبمنطقة المكتب:

# Countries of sources
origin = نص من
country = البلد
by-origin = بحسب صاحب النص
by-country = حسب البلد
country-at = النمسا
country-be = بلجيكا
country-br = البرازيل
country-cn = الصين
country-de = ألمانيا
country-es = إسبانيا
country-fr = فرنسا
country-gb = المملكة المتحدة
country-id = إندونيسيا
country-in = الهند
country-it = إيطاليا
country-jp = اليابان
country-kr = كوريا الجنوبية
country-nl = هولندا
country-qa = قطر
country-ru = روسيا
country-sg = سنغافورة
country-th = تايلاند
country-tr = تركيا
country-us = الولايات المتحدة
country-vn = فيتنام

# What cannot be kept to
misread-reversed = تنتهي المدة ⁨{ $value }⁩ قبل أن تبدأ: اليوم الأسبق أولًا.
misread-ahead = لم يأتِ يوم ⁨{ $value }⁩ بعد: لا شيء يعود إليه.
misread-example = يُكتب هكذا: ⁨{ $example }⁩
unknown-topic = لا موضوع اسمه «{ $value }»: لا يُرصد، وليس في أي مقال.
unknown-source = لا مصدر اسمه «{ $value }»: لا يُقرأ، ولا مقال منه.
unknown-country = لا مصدر في القائمة من البلد «{ $value }».
query-unasked = لا تبحث هذه الصفحة: تُرك «{ $query }». تسأله صفحة البحث.
link-gone = لا يفتح هذا الرابط شيئًا
link-gone-detail = أُلغي، أو ليس كاملًا. يستطيع من أعطاك إياه أن ينشئ غيره.
note-long = للملاحظة { $most } حرف على الأكثر؛ ولهذه { $length }. لم يُحفظ شيء.
hook-private = لا يُرسل شيء إلى هذا العنوان: ليس على الإنترنت العام. يستطيع من يدير veille فتحه في ⁨veille.toml⁩ عند ⁨fetcher.allow_private_addresses⁩.
coverage-cut = يُرسم من { $from }: لا يُعرض أكثر من 20 سنة معًا.
coverage-latest = أحدث مقال بتاريخ { $day }.
coverage-ahead = رُسم حتى { $to }: بقية المدة لم تأتِ بعد.
coverage-months = بالأشهر: تُرسم الأيام لنصف سنة على الأكثر.
coverage-no-hours = تُرسم الساعات لأسبوعين على الأكثر؛ اختر أيامًا أقل لتراها.
readings = { $number ->
    [zero] ولا قراءة خلاصات
    [one] وقراءة خلاصة واحدة
    [two] وقراءتا خلاصات
    [few] و{ $shown } قراءات خلاصات
    [many] و{ $shown } قراءة خلاصات
   *[other] و{ $shown } قراءة خلاصات
}

# What was called not relevant
not-relevant-left-out = { $number ->
    [zero] لم يُستبعد أي مقال
    [one] استُبعد مقال واحد وُسم بأنه غير ذي صلة
    [two] استُبعد مقالان وُسما بأنهما غير ذوَي صلة
    [few] استُبعدت { $shown } مقالات وُسمت بأنها غير ذات صلة
    [many] استُبعد { $shown } مقالًا وُسمت بأنها غير ذات صلة
   *[other] استُبعد { $shown } مقال وُسمت بأنها غير ذات صلة
}
not-relevant-show = إظهار
not-relevant-shown = { $number ->
    [zero] ليس بينها مقال غير ذي صلة
    [one] بينها مقال واحد وُسم بأنه غير ذي صلة
    [two] بينها مقالان وُسما بأنهما غير ذوَي صلة
    [few] بينها { $shown } مقالات وُسمت بأنها غير ذات صلة
    [many] بينها { $shown } مقالًا وُسمت بأنها غير ذات صلة
   *[other] بينها { $shown } مقال وُسمت بأنها غير ذات صلة
}
not-relevant-leave-out = استبعاد
triage-any = غير ذات الصلة أيضًا

# A topic that brings what is not meant
mend = ما الذي جاء به، وما الذي يمكن تغييره
mend-loses = يفقد { $loses } من { $of }: ذات صلة { $relevant }، عن الموضوع { $about }، غير ذات صلة { $unwanted }
mend-about = بحسب القاعدة يتناول هذا المقال الموضوع ولا يكتفي بذكره (الوزن { $weight } من 100): ما يستبعده قد يستبعد ما تريده.
mend-none = لا كلمة ولا اسم ولا حدّ يستبعد هذا المقال من دون أن يستبعد ما وُسم بأنه ذو صلة أو ما يتناول الموضوع أو كثيرًا منه.
mend-at-least = فقط مع { $times } مقاطع أو أكثر
mend-prominent = فقط في العنوان أو الفقرة الأولى
mend-edit = تغيير الموضوع يدويًا، مع إبراز ما جاء بهذا المقال
mend-over = الموضوع كما هو الآن لم يعد يأتي بهذا المقال.
brought = ما الذي جاء بهذا المقال
brought-goes = سيُستبعد
brought-stays = سيأتي رغم ذلك
topic-bad-query = لا يمكن قراءة الاستعلام؛ الموضع مبيّن أدناه.

# Plain words typed into the search
any-spelling-person = هذا الشخص بأي كتابة
any-spelling-organisation = هذه الهيئة بأي كتابة
any-spelling-place = هذا المكان بأي كتابة
meant-phrase = بهذه العبارة بالضبط
meant-all = بكل هذه الكلمات
meant-any = بأي من هذه الكلمات

# What the gate refuses
refused-right = لا يمكنك فعل هذا
refused-right-detail = لا يسمح حسابك أو رمزك بذلك، ولم يتغيّر شيء. يمنح المسؤول الأدوار والرموز.
refused-form = انتهت صلاحية هذا النموذج
refused-form-detail = لم يعرضه هذا الخادم، أو عُرض قبل إعادة تشغيله أو قبل أن تسجّل الدخول من جديد؛ ولم يتغيّر شيء. افتح الصفحة من جديد وأرسله مرة أخرى.
refused-size = هذا كبير جدًا
refused-size-detail = يمكن إرسال { $most } كيلوبايت هنا على الأكثر، ولم يتغيّر شيء. اختصر النص أو أرسل ملفًا أصغر.
refused-stranger = لم تسجّل الدخول
refused-stranger-detail = انتهت جلستك، ولم يتغيّر شيء. سجّل الدخول وأرسله مرة أخرى.
refused-zones = مناطق زمنية كثيرة جدًا
refused-zones-detail = ينظر آخرون الآن في مناطق زمنية أخرى كثيرة: حاول مرة أخرى، أو انظر في منطقة المكتب.
refused-again = فتح الصفحة من جديد

# A text followed into the press
trace = تتبّع نص
trace-intro = ألصق بيانًا صحفيًا أو خطابًا: يُبحث عن كل جملة منه في المقالات، حرفيًا أو معدّلة أو مختصرة أو مترجمة. تُعرف الترجمة حين يُترجم النص كله، من ترتيب أسمائه وأرقامه: أما الجملة الواحدة فلا تُعرف.
trace-text = النص
trace-file = أو ملف: نص أو PDF أو DOCX أو صفحة (HTML) أو رسالة (EML، MHTML)
trace-from = مقالات من هذا اليوم فصاعدًا
trace-to = حتى هذا اليوم
trace-ask = تتبّعه
trace-whole = تتبّع نص كامل في جميع المقالات
trace-found = { $articles } فيها شيء من جمل النص، وعددها { $sentences }
trace-partly = نُظر في أحدث { $looked } من أصل { $of } من المقالات؛ اختر فترة للنظر في غيرها.
trace-nothing = لا توجد جملة للبحث عنها.
trace-no-text = لا يمكن قراءة نص في هذا الملف: افتحه وانسخ نصه.
trace-long = النص طويل جدًا: يمكن تتبّع { $most } حرف على الأكثر.
trace-article = مقال
traced-verbatim = حرفيًا
traced-altered = معدّلة
traced-shortened = مختصرة
traced-translated = مترجمة
traced-left-out = متروكة
traced-nowhere = ليست في أي مقال

# رؤوس أعمدة المصنف
table-articles = مقالات
table-quotations = تصريحات
yes = نعم
no = لا
column-date = التاريخ
column-day = اليوم
column-hour = الساعة
column-month = الشهر
column-outlet = الوسيلة
column-headline = العنوان
column-language = اللغة
column-languages = اللغات
column-topics = المواضيع
column-address = الرابط
column-story-headline = القصة
column-copy-of = النص نفسه في
column-original = رابط الأصل
column-origin = لمن النص بحسب الصفحة
column-quoted = من نُقل كلامه
column-passages = المقاطع
column-published = نُشر
column-captured = التُقط
column-source = المصدر (معرّف)
column-story = القصة (معرّف)
column-article = المقال (معرّف)
column-lead = المقال الممثل لها (معرّف)
column-topic = الموضوع (معرّف)
column-speaker = المتحدث
column-role = بصفته
column-speech = نوع الكلام
speech-direct = حرفيًا
speech-partial = حرفيًا في جزء منه
speech-answer = جواب في مقابلة
speech-indirect = منقول بالمعنى
column-quote = ما قيل
column-first = أول يوم
column-last = آخر يوم
column-articles = عدد المقالات
column-originals = النصوص الأصلية
column-outlets = الوسائل
column-all-articles = كل المخزَّن
column-before = في الفترة السابقة
column-name = الاسم
column-id = المعرّف
column-configured = في القائمة
column-last-14-days = آخر 14 يومًا
column-latest-article = أحدث مقال
column-latest = الأحدث
column-last-read = آخر قراءة
column-last-failure = آخر إخفاق
column-reason = السبب
column-paused = موقوف مؤقتًا
column-next-reading = القراءة المقبلة
column-usual-low = المعتاد، على الأقل
column-usual-high = المعتاد، على الأكثر
column-unusual = غير معتاد
column-label = الموضوع
column-stage = المرحلة
column-outcome = المآل
column-count = العدد
column-detail = بالتفصيل
column-at = متى
column-input = المدخل (معرّف)
column-who = من
column-what = ماذا
column-on = على ماذا
column-number = السطر
column-digest = البصمة
unusual-silent = صامت
unusual-broken = معطّل
unusual-moved = انتقل
unusual-unread = لم يُقرأ

# لماذا لم يصبح مقالًا
reason-feed = خلاصة تُقرأ موادها واحدة واحدة
reason-unreadable = تتعذر قراءته
reason-no-body = لا نص متصلًا في الصفحة
reason-too-short = أقصر من أن يكون مقالًا
reason-not-an-article = الصفحة تعرض غير مقال
reason-consent-wall = الصفحة تطلب الموافقة لا غير
reason-empty-shell = الصفحة فارغة حتى يملأها برنامج
reason-section-page = صفحة تسرد مقالات
reason-soft-404 = الصفحة تقول إنها غير موجودة
reason-unavailable = الموقع متوقف مؤقتًا
reason-blocked = لم يسمح لنا الموقع بالدخول
reason-duplicate = موجود من قبل
reason-unchanged = لا جديد منذ آخر قراءة
reason-entries-max = مواد أكثر مما يُقرأ دفعة واحدة
reason-empty-feed = الخلاصة لا تعلن شيئًا
reason-bad-feed = تتعذر قراءة الخلاصة
reason-crowded = جاء الجواب ببطء شديد
reason-stopped = أُوقف العمل قبل ذلك
reason-sent-on = الصفحة تحيل إلى غيرها فحسب
reason-needs-browser = لا يقرؤها إلا متصفح يشغّل البرامج
reason-paywall-stub = لا يُعرض لمن لا يدفع إلا البداية
reason-elsewhere = تتحدث الصفحة عن غير ما أعلنته خلاصتها
reason-not-kept = لم يعد محفوظًا
reason-not-a-capture = ملف لا يحوي صفحة
reason-torn = ملف مقطوع
reason-line-too-long = سطر أطول من اللازم
reason-panic = أوقف البرنامج الذي يقرؤه
reason-max-deliveries = جُرّب مرات كثيرة
reason-forgotten = حُذف بناءً على طلب
reason-pruned = حُفظ المدة المقررة
reason-read = قُرئت الخلاصة
reason-told = أبلغ موزّع بجديد
reason-source-silent = يجلب المصدر أقل من المعتاد، ولا شيء يعوقه
reason-source-broken = يجلب المصدر أقل من المعتاد: تعذّر الحصول على ما يعلنه
reason-source-moved = يجلب المصدر أقل من المعتاد: انتقلت خلاصته
reason-no-opml = ليس ملف OPML: قائمة خلاصات كما تصدّرها قارئات الخلاصات
reason-opml-cut = القائمة منقطعة قبل نهايتها؛ صدّرها من جديد
reason-opml-address = ليس عنوان http أو https
reason-opml-twice = ورد مرتين وأُخذ مرة واحدة
reason-opml-empty = لا يحوي أي خلاصة ولا قسم ولا صفحة
reason-source-known = يُقرأ بالفعل
reason-source-id = لمصدر آخر هذا المعرّف بالفعل؛ أضف خلاصاته إليه يدويًا
reason-configuration = تتعذر قراءة قائمة المصادر أو تغييرها
