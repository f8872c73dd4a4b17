# Les mots de l'interface en français. Ce qui est entre { } est mis par le programme ; `number` choisit entre singulier et
# pluriel, `shown` est le nombre tel qu'il s'écrit.

thousands-separator = { "\u202F" }

# Lieux
today = Aujourd’hui
of-all-days = de tous les jours, les plus récents d’abord
topics = Sujets
outcomes = Suites données
why = Ce qu’il en est advenu
skip = Aller au contenu
language-of-pages = Langue de ces pages
light = Clair ou sombre
light-system = comme le système
light-light = clair
light-dark = sombre
zone = Heures : { $zone }
keys = Clavier
keys-on = Les touches sont actives
key-next = article suivant
key-previous = article précédent
key-open = ouvrir l’article
key-original = ouvrir la page d’origine
key-fresh = montrer les nouveaux articles
key-search = chercher
key-filter = aux filtres
key-help = ces touches
close = Fermer
fresh = Nouveaux articles :
connected = En direct
reconnecting = Connexion perdue, reprise en cours…

# Listes
articles = { $number ->
    [one] { $shown } article
   *[other] { $shown } articles
}
articles-stored = { $number ->
    [one] { $shown } article conservé
   *[other] { $shown } articles conservés
}
passages = { $number ->
    [one] { $shown } passage
   *[other] { $shown } passages
}
languages-count = { $number ->
    [one] { $shown } langue
   *[other] { $shown } langues
}
newer = Plus récents
older = Plus anciens
as-file = En Excel, CSV ou flux
goes-on = La liste continue ici
tables-cut = Un fichier a les { $rows } premières lignes, et dit où la suite se trouve.
files-cut = Excel et CSV ont les { $rows } premières lignes, JSON Lines et ninjs les { $documents } premiers articles ; chaque fichier dit où la suite se trouve.
same-list = La même liste en
filter = Filtrer
filtered = Seulement
remove-filter = retirer ce filtre
all-filters-off = Tout montrer
more = de plus
facet-all = tout montrer
untagged-left-out = { $number ->
    [one] { $shown } article qui ne touche aucun sujet est laissé de côté
   *[other] { $shown } articles qui ne touchent aucun sujet sont laissés de côté
}
only-tagged = { $number ->
    [one] Seulement l’article qui touche un sujet ({ $shown })
   *[other] Seulement les { $shown } articles qui touchent un sujet
}
topic = Sujet
language = Langue
outlet = Média
day = Jour
outlet-unknown = Média inconnu
day-unknown = Date inconnue
no-date = la page ne donne pas de date ; reçue
no-headline = Sans titre
quoted = Cités :
original-page = Original

# Recherche
search = Recherche
search-box = Tout ce qui est conservé, dans le langage des sujets
search-button = Chercher
understood-as = Compris comme
examples = Pour commencer
example-phrase = ces mots, dans cet ordre ; ni majuscules ni accents ne comptent
example-and = les deux, n’importe où dans un article
example-or = l’un ou l’autre ; * remplace des lettres
example-near = à cinq mots au plus l’un de l’autre
example-not = dans le titre, et l’autre mot nulle part
example-site = d’une adresse qui finit ainsi
search-note = Une recherche trouve ce qu’un sujet de même requête marquerait, avec les passages qui y répondent.
newest-first = Les plus récents
relevant-first = Les plus pertinents
order = Ordre
at-least = au moins { $articles }
nothing-found = Rien de trouvé
nothing-found-text = Aucun article conservé n’a ces mots.
one-condition-less = Avec une condition de moins :
without = en laissant de côté : { $what }
alone = { $what } seulement
meant = Vouliez-vous dire
misread-query = Cette requête ne peut être lue :
index-behind = { $number ->
    [one] L’index a { $shown } changement de retard, qu’il rattrape.
   *[other] L’index a { $shown } changements de retard, qu’il rattrape.
}
no-index = L’index est en construction
no-index-detail = Les recherches auront une réponse dans un instant. Tout le reste se lit entre-temps.
no-search = Il n’y a pas de recherche ici
no-search-detail = Personne ne tient l’index de ces articles : search.keep est désactivé dans veille.toml.
period = du { $from } au { $to }
period-from = depuis le { $from }
period-to = jusqu’au { $to }

# Rien
empty-title = Pas encore d’article
begin = Les articles apparaissent ici dès qu’il y en a. Pour commencer :
begin-add = Remettre un article
begin-add-how = par son adresse, en texte ou en fichier
begin-sources = Les sources
begin-sources-add = les journaux et sites qui sont lus ; d’autres s’y ajoutent par leur adresse
begin-sources-look = les journaux et sites qui sont lus
begin-run = Les sources sont lues jour et nuit dès que celui qui exploite veille lance
here-alone = Cette adresse ne s’ouvre que sur cet ordinateur : un collègue ne peut pas l’ouvrir. Pour que d’autres le puissent, celui qui exploite veille le fait écouter sur une adresse du réseau et crée des comptes ; l’adresse est alors à refaire. Le réglage, dans veille.toml :
nothing-title = Aucun article ne convient
nothing-text = Rien de ce qui est conservé ne passe tous ces filtres. Chacun peut être retiré ci-dessus.
nothing-tagged-title = Aucun article ne touche un sujet
nothing-tagged-text = Des articles sont conservés, mais aucun ne touche un sujet suivi.
not-there = Il n’y a rien ici
not-there-detail = { $what } n’est pas conservé, ou ne l’est plus.
misread = Cette adresse ne se comprend pas
misread-detail = « { $value } » ne se comprend pas comme valeur de { $name }.
unreadable = Les articles conservés ne peuvent pas être lus
back-to-today = Retour aux derniers articles

# Un article
why-here = Pourquoi il est ici
only-mentioned = simple mention
no-reason = Il ne touche aucun sujet suivi.
found-by = trouvé par
evidence-number = preuve
back-to-text = à l’endroit du texte
who-is-quoted = Qui est cité
who-is-named = Qui et quoi est nommé
named-person = Personnes
named-organisation = Organisations
named-place = Lieux
not-said-who = l’article ne dit pas qui
paragraph = paragraphe
origin-title = De qui est le texte
origin-original = Du média lui-même : la page ne dit rien d’autre
page-says = La page dit :
dates-title = Dates
published = Publié
modified = Modifié
captured = Reçu
captured-last = Reçu la dernière fois
captured-when = reçu le { $when }
date-from-page = d’après la page
date-from-capture = quand la page a été reçue
date-from-feed = d’après le flux
no-published = La page ne dit pas quand elle a été publiée.
details-title = Détails
address = Adresse
confidence = certain à { $share }
runner-up = ou { $language }, { $share }
mixed = avec des passages en { $languages }
section = Rubrique
keywords = Mots-clés
wording = version { $number } sur { $all }
wordings-title = Versions
wording-current = l’actuelle
superseded = Ceci est une version antérieure ; voici
withdrawn = Retiré par son éditeur ; constaté le
fact-article = Article
fact-revision = Version
fact-capture = Page reçue
ledger-title = Son chemin jusqu’ici
as-json = Cet article en JSON
doubtful = Douteux :
article-signed = Par
changed-title = Ce qui a changé depuis la version précédente
how = Comment il a été lu
reasons-between = {" ; "}
how-link = Comment il a été lu : ce qui a été écarté, ce qui était proche
near-title = Sujets dont il s’est approché
near-none = Aucun : il n’a d’aucune autre requête ne serait-ce qu’un tiers.
near-has = a
near-lacks = n’a pas
near-excluded = est exclu par
removed-title = Ce qui a été pris pour l’article, et ce qui a été écarté
blocks-left-out = { $number ->
    [one] { $shown } morceau de la page écarté
   *[other] { $shown } morceaux de la page écartés
}
blocks-kept = { $number ->
    [one] { $shown } morceau pris
   *[other] { $shown } morceaux pris
}
page-not-kept = La page n’est plus gardée (store.captures_days) ; ce qui a été écarté ne peut être montré.
found-title = Où ses champs ont été trouvés
found-field = Champ
found-value = Trouvé
found-place = Où
found-taken = retenu
instead-apart = { $number ->
    [one] à { $shown } mot de distance
   *[other] à { $shown } mots de distance
}
instead-times = { $found } sur { $times }
instead-field = jamais dans un même champ
instead-paragraph = jamais dans un même paragraphe
instead-one-sentence = pas dans une même phrase
instead-one-paragraph = pas dans un même paragraphe
instead-score = un total trop faible
instead-order = dans l’autre ordre
found-standfirst = Chapeau
found-byline = Signature
found-image = Image
found-free = En accès libre

# Couverture
coverage = Couverture
last-days = { $number ->
    [one] { $shown } jour
   *[other] { $shown } jours
}
by-day = Par jour
by-month = Par mois
by-hour = Par heure
show-count = Articles
show-share = Part de tout ce qui est conservé : { $share }
share = Part
before = avant : { $period }
before-unknown = Rien n’est stocké de la période précédente.
before-partly = Ce qui est stocké commence le { $day } : la période précédente n’est pas entière.
compared-until = Comparé jusqu’au { $until } : le reste est en cours.
before-column = Avant
as-before = Autant que pendant la période précédente.
more-than-before = { $number ->
    [one] { $shown } de plus que pendant la période précédente.
   *[other] { $shown } de plus que pendant la période précédente.
}
fewer-than-before = { $number ->
    [one] { $shown } de moins que pendant la période précédente.
   *[other] { $shown } de moins que pendant la période précédente.
}
events = Événements
unfinished = en cours
undated-not-drawn = { $number ->
    [one] { $shown } article dont la page ne donne pas de date n’est pas dessiné
   *[other] { $shown } articles dont les pages ne donnent pas de date ne sont pas dessinés
}
day-arrived = { $number ->
    [one] dont { $shown } sans date, rangé ici parce qu’il est arrivé ce jour-là
   *[other] dont { $shown } sans date, rangés ici parce qu’ils sont arrivés ce jour-là
}
untagged-not-drawn = { $number ->
    [one] { $shown } article sans sujet n’est pas compté
   *[other] { $shown } articles sans sujet ne sont pas comptés
}
hourless-not-drawn = { $number ->
    [one] { $shown } article avec un jour sans heure n’est pas dessiné
   *[other] { $shown } articles avec un jour sans heure ne sont pas dessinés
}
nothing-drawn = Rien à dessiner
nothing-drawn-text = Aucun article qui passe ces filtres ne dit quand il a été publié.
earlier = Plus tôt
later = Plus tard
by-topic = Par sujet
as-table = Les nombres
dated-yes = daté par sa page
dated-no = sans date de sa page
percent = { $share } %
decimal-mark = ,
month-full = { $month } { $year }

# Personnes
people = Personnes
people-box = Qui ou quoi ? Un nom, quelle que soit l’orthographe, une fonction dans n’importe quelle langue (ministre), ou une partie
count-person = { $number ->
    [one] { $shown } personne
   *[other] { $shown } personnes
}
count-organisation = { $number ->
    [one] { $shown } organisation
   *[other] { $shown } organisations
}
count-place = { $number ->
    [one] { $shown } lieu
   *[other] { $shown } lieux
}
times = { $shown } fois
also-written = Écrit aussi
kinds-of-names = Qui et quoi est nommé
told-by-article = Propos rapportés
spelt-so = { $times }, { $why }
named-of = { $name } (dans les { $articles } premiers articles)
why-known = un nom du même, connu dans toutes les langues
why-letters = le même en d’autres lettres
why-initial = une lettre y tient lieu de prénom
why-part = une partie du nom, que nul autre n’a ici
why-case = les mêmes mots à un autre cas
quotations = { $number ->
    [one] { $shown } citation
   *[other] { $shown } citations
}
said-in = { $number ->
    [one] dans { $shown } article
   *[other] dans { $shown } articles
}
nobody = Personne n’est nommé
nobody-text = Aucun nom ni aucune citation conservés ne passent ces filtres.
everyone = Tout ce qui est nommé

# Sources
sources = Sources
sources-count = { $number ->
    [one] { $shown } source
   *[other] { $shown } sources
}
sources-intro = Qui est lu, et ce qui en est sorti. Celles qui échouent sont en tête.
no-sources = Aucune source n’est configurée, et rien n’est conservé.
fortnight = 14 derniers jours
last-read = Dernière lecture
failing = Échoue
not-read = pas encore lue
from-files = non configurée : de fichiers

# Sujets
topics-intro = Ce qui est suivi. Un sujet est une requête lisible ; un article a le sujet quand ses mots la satisfont.
no-topics = Aucun sujet n’est configuré. Chacun est un fichier de config/topics.
latest = Dernier
never = pas encore d’article
query = La requête
query-note = telle qu’elle est écrite dans le fichier du sujet, sans égard à la casse ni aux accents
names = Ses noms
author = En répond :
latest-articles = Derniers articles
by-language = Par langue
by-outlet = Par média
narrow-further = Affiner
not-watched = Ce sujet n’est plus suivi ; ce qu’il a trouvé est toujours conservé.
any-language = toutes les langues

# Suites données
outcomes-intro = Ce qu’est devenue chaque entrée à chaque étape. Chaque ligne tombe juste : ce qui entre dans une étape en sort, transmis, écarté pour une raison, à réessayer, ou mis en quarantaine. Une étape peut recevoir plus que la précédente n’a transmis : un fichier ou un flux contient plusieurs pages, et une page relue compte de nouveau.
no-outcomes = Rien n’a encore été lu.
stage = Étape
inputs = Entrées
reasons = Raisons à cette étape
reason = Raison
count = Nombre
latest-hundred = Les dernières, 100 au plus
all-outcomes = Toutes les suites données
why-box = Qu’est-il advenu d’une adresse, d’un titre, d’un fichier ou d’un identifiant ?
why-hint = L’adresse d’un article ou d’un flux, un titre, un fichier ou un identifiant ; une partie d’adresse ou de titre montre ce qui peut être voulu
ask = Demander
why-nothing = On n’en sait rien
why-nothing-text = Aucun flux ne l’a annoncé, aucune relecture ne le contenait, et aucun titre ni aucune adresse n’a ces mots. Les paramètres de suivi ne comptent pas, le reste de l’adresse compte.
now-stored = Conservé
source = Source
stage-capture = Lecture
stage-fetch = Collecte
stage-clean = Nettoyage
stage-classify = Classement
stage-store = Conservation
outcome-forwarded = transmis
outcome-discarded = écarté
outcome-retried = à réessayer
outcome-quarantined = en quarantaine

# Où un passage peut se trouver
field-headline = titre
field-text = texte
field-url = adresse
field-source = média
field-byline = signature
field-language = langue

# De qui est le texte
origin-republished = repris de { $outlet }
origin-republished-unnamed = repris d’un autre média
origin-translated = traduit de { $outlet }
origin-translated-unnamed = traduit d’un autre média
origin-agency = de l’agence { $outlet }
origin-agency-unnamed = d’une agence

# Ce qui est douteux
flag-date-after-capture = sa date est postérieure au jour où la page a été reçue
flag-live-blog = un direct, qui change toute la journée
flag-paywall-stub = seulement ce qui précède un péage
flag-date-before-web = sa date est antérieure aux premières pages web
flag-published-is-last-change = sa date de publication est celle de sa dernière modification
flag-signed-by-organisation = signé par une agence ou une rédaction, par aucune personne
flag-text-from-feed = son texte est celui du flux
flag-date-from-feed = sa date est celle du flux
flag-byline-from-feed = sa signature est celle du flux
flag-headline-from-feed = son titre est celui du flux
flag-page-elsewhere = sa page parlait d’autre chose
flag-page = sa page n’a pas donné d’article : { $why }

# Histoires
stories = Histoires
comma = {", "}
colon = { " " }:
stories-intro = Un même événement raconté par plusieurs articles, de plusieurs médias ou d’un seul. Un texte repris compte une fois parmi les originaux.
stories-count = { $number ->
    [one] { $shown } histoire
   *[other] { $shown } histoires
}
stories-behind = { $number ->
    [one] Les histoires ont { $shown } changement de retard.
   *[other] Les histoires ont { $shown } changements de retard.
}
no-stories = Aucune histoire
no-stories-text = Une histoire demande deux articles sur un même événement.
largest-first = Les plus grandes d’abord
by-story = Par histoire
each-article = Chaque article
originals-only = Originaux seulement
in-stories = { $number ->
    [one] { $articles } pour { $shown } histoire
   *[other] { $articles } pour { $shown } histoires
}
ran-it = { $number ->
    [one] repris par { $shown } média
   *[other] repris par { $shown } médias
}
republications-count = { $number ->
    [one] { $shown } republication
   *[other] { $shown } republications
}
originals-count = { $number ->
    [one] { $shown } original
   *[other] { $shown } originaux
}
outlets-count = { $number ->
    [one] { $shown } média
   *[other] { $shown } médias
}
grew = { $number ->
    [one] { $shown } de plus en 24 heures
   *[other] { $shown } de plus en 24 heures
}
told-until = { $day }, suivi jusqu’au { $last }
who-tells = Qui la raconte, du premier au dernier
story-as-json = Cette histoire en JSON
beside = Paragraphe par paragraphe
stands-there = S’y trouve
word-for-word = mot pour mot
nowhere-there = ne s’y trouve pas
alike-in-both = pareil dans les deux
by-order = à cette place par l’ordre seul ; aucun nom, nombre ou mot connu ne le montre
no-copies = Aucun des deux n’a été reconnu comme copie de l’autre.
shares = { $here } de ce texte s’y trouvent, { $there } de celui-là ici
credited = comme il le dit lui-même
copies-more = { $number ->
    [one] et { $shown } autre copie
   *[other] et { $shown } autres copies
}
told-title = Parmi les autres
copied-by = Repris par
its-story = L’histoire qu’il raconte
story-first = Le premier
story-first-dated = Le premier de ceux qui ont une date
story-middle = Au centre : celui auquel les autres ressemblent
story-first-by-hand = Ouvre cette histoire, sur décision d’une personne
story-copy = Le même texte
story-by-hand = Joint à { $outlet } par une personne
story-which = { $outlet }, « { $headline } »
story-like = Comme { $outlet }
story-names = noms
story-numbers = chiffres
story-words = mots
copy-twin = autre page du même article que { $outlet }
copy-identical = mot pour mot le texte de { $outlet }
copy-reprint = reprise de { $outlet }
copy-excerpt = extrait de { $outlet }
copy-extended = version allongée de { $outlet }
copy-merged = composé en partie de { $outlet }
copy-translated = traduction de { $outlet }

# Qui peut regarder
log-in = Se connecter
log-out = Se déconnecter
user-name = Nom
password = Mot de passe
log-in-wrong = Le nom et le mot de passe ne vont pas ensemble.
log-in-wait = { $number ->
    [one] Trop d’essais ; réessayez dans { $shown } seconde.
   *[other] Trop d’essais ; réessayez dans { $shown } secondes.
}
account = Compte
role-reader = lecteur
role-editor = rédacteur
role-admin = administrateur
sessions = Où vous êtes connecté
browser = Navigateur
this-browser = Celui-ci
since = Depuis
last-seen = Vu pour la dernière fois
end-session = Terminer
tokens = Jetons
tokens-intro = Ce que programmes et lecteurs de flux montrent au lieu d’un mot de passe : dans l’en-tête « Authorization: Bearer », ou à la fin de l’adresse d’un flux, ?token=.
token = Jeton
token-once = Ceci n’est montré qu’une fois ; gardez-le maintenant.
token-name = À quoi il sert
token-may-triage = peut aussi juger les articles
token-add = Créer un jeton
revoke = Révoquer
password-new = Nouveau mot de passe
password-change = Changer le mot de passe
password-wrong = Ce n’est pas votre mot de passe actuel.
password-short = Un mot de passe a au moins 10 caractères.
password-changed = Le mot de passe est changé ; tous les autres navigateurs sont déconnectés.
not-done = Ce n’est pas possible
audit = Qui a fait quoi
audit-intro = Chaque changement et chaque fichier emporté, le dernier d’abord. Chaque ligne porte l’empreinte de la précédente : aucune ne peut être changée ni ôtée sans que cela se voie. « veille audit » vérifie la même chose.
lines-count = { $number ->
    [one] { $shown } ligne
   *[other] { $shown } lignes
}
trail-broken = La ligne { $line } n’est pas telle qu’elle fut écrite, ou une ligne manque avant elle.
line = Ligne
when = Quand
who = Qui
what = Quoi

# Ce qu’en pense le bureau
triage = Marques
triage-unread = Non lus
triage-read = Lu
triage-starred = Étoilés
triage-relevant = Pertinent
triage-irrelevant = Hors sujet
triage-unjudged = Pas encore jugés
triage-noted = Avec une note
triage-assigned = Attribués
triage-mine = À moi
star = Étoiler
key-star = mettre ou ôter l’étoile
key-read = lu ou non lu
assigned-to = Attribué à
write-note = Note, et à qui il est
note = Note
keep = Garder
may-not = Les lecteurs disent ce qu’ils ont lu ; le reste revient aux rédacteurs.
others-write = D’autres écrivent la même chose en ce moment ; réessayez.

# Apporter
add = Ajouter
add-intro = Un article qu’aucune source n’a apporté : il est lu, nettoyé et jugé comme tous les autres, et conservé.
add-address = La page est demandée avec les mêmes égards que les autres.
add-other = Un texte ou un fichier (page, PDF, DOCX, message) ; l’adresse dit alors d’où il vient
add-file = Un fichier : page (HTML ou texte), PDF, DOCX ou message (EML, MHTML)
add-published = Jour de publication
add-no-day = Le jour ne se comprend pas ; il s’écrit ainsi : 2025-10-26
add-far-day = Ce jour est à venir, ou antérieur au web : il ne serait pas cru.
add-long-headline = Le titre dépasse 500 caractères ; le texte a son propre champ.
add-long-outlet = Le nom du média dépasse 120 caractères.
add-nothing = Il n’y a rien à ajouter : donnez une adresse, un texte ou un fichier.
add-no-address = Ce n’est pas une adresse du web ; attendu : https://…
add-no-article = Ce n’est pas devenu un article ; voici pourquoi.
add-unreadable = Le formulaire n’a pas pu être lu, ou le fichier dépasse 8 Mo.

# Jours
day-full = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
day-today = Aujourd’hui, { $day }
day-yesterday = Hier, { $day }
day-hour = { $day }, { $hour }
day-short = { $day ->
    [1] 1er
   *[other] { $day }
} { $abbreviated } { $year }
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.

# Ce que demande une requête ; les parties s'emboîtent
asked-articles = articles avec { $what }
asked-and = { $left }, et { $right }
asked-or = { $left } ou { $right }
asked-not = sans { $what }
asked-near = { $number ->
    [one] { $left } et { $right } à { $shown } mot au plus l’un de l’autre
   *[other] { $left } et { $right } à { $shown } mots au plus l’un de l’autre
}
asked-beside = { $left } et { $right } côte à côte
asked-before = { $number ->
    [one] { $left } { $shown } mot au plus avant { $right }
   *[other] { $left } { $shown } mots au plus avant { $right }
}
asked-right-before = { $left } juste avant { $right }
asked-across = { $what }, même d’un paragraphe à l’autre
asked-sentence = { $what } dans une même phrase
asked-paragraph = { $what } dans un même paragraphe
asked-once = { $what } au moins une fois
asked-times = { $what } au moins { $shown } fois
asked-context = { $what } comme contexte
asked-weight = { $what } (chacun comptant { $weight })
asked-score = { $what } totalisant au moins { $threshold }
asked-word = le mot « { $words } »
asked-phrase = « { $words } »
asked-beginning = un mot qui commence par « { $words } »
asked-shape = un mot de la forme « { $words } »
asked-person = la personne « { $words } », quelle que soit l’orthographe
asked-organisation = l’organisation « { $words } », quelle que soit l’orthographe
asked-place = le lieu « { $words } », quelle que soit l’orthographe
asked-source = la source « { $words } »
asked-language = la langue : { $words }
asked-site = une adresse sur « { $words } »
asked-headline = { $what } dans le titre
asked-lead = { $what } dans le chapeau
asked-text = { $what } dans le texte
asked-address = { $what } dans l’adresse
asked-byline = { $what } dans la signature
asked-cased = { $what } avec ces majuscules
asked-exact = { $what } exactement en ces lettres
asked-apart = à { $shown } mots d’écart au plus
asked-side-by-side = côte à côte
asked-as-phrase = comme une seule expression
in-words = En toutes lettres

# Ce qui ne va pas dans une requête
fault-end = la fin de la requête
fault-empty = La requête est vide ; écrivez un mot, une expression entre guillemets ou un groupe entre parenthèses.
fault-term = On attend ici un mot, une expression entre guillemets ou un groupe entre parenthèses, et non { $found }.
fault-operand = On attend un mot, une expression ou un groupe après { $operator }, et non { $found }.
fault-operator = On attend AND, OR, NOT, NEAR/n ou ONEAR/n avant { $found } ; mettez une expression entre guillemets.
fault-capitals = Les opérateurs s’écrivent en majuscules : { $capitals }, et non { $found }.
fault-quote = Ce guillemet n’est jamais fermé ; écrivez { $expected } à la fin de l’expression.
fault-empty-phrase = Il n’y a rien entre les guillemets.
fault-unclosed = Cette parenthèse n’est jamais fermée.
fault-unopened = Cette parenthèse ne ferme rien.
fault-empty-group = Il n’y a rien entre les parenthèses.
fault-comment = Ce commentaire n’est jamais fermé ; écrivez */ à la fin.
fault-number = { $operator } demande un nombre entier à partir de 1, comme dans { $example }.
fault-parentheses = { $operator } demande des parenthèses : { $operator }(…).
fault-field = { $name }: n’est pas un champ ; il y a headline: lead: text: url: source: byline: lang: site: person: org: place:
fault-after-field = On attend un mot, une expression ou un groupe juste après { $name }:, et non { $found }.
fault-language = Ce n’est pas le code d’une langue ; écrivez fr, vi ou zh-Hans.
fault-nested-field = { $inner } ne peut se trouver dans { $outer } : un passage est dans un seul champ.
fault-name-letters = Un nom est cherché dans toutes ses orthographes : { $operator } n’en dit rien. Écrivez le nom seul.
fault-name-wildcard = Un nom est cherché dans toutes ses orthographes, sans joker : écrivez le nom ou une partie, comme person:guterres, au lieu de { $found }.
fault-letters = { $found } ne contient ni lettre ni chiffre à chercher.
fault-wildcard = Un joker seul correspondrait à tous les mots ; ajoutez des lettres, comme dans cyber*.
fault-wildcard-script = Un joker n’a pas sa place entre les caractères d’une écriture sans espaces ; écrivez NEAR/n entre deux mots.
fault-weight = Un poids est un nombre de -1000 à 1000 après ^, comme dans mot^2.
fault-weight-alone = Un poids ne compte que sous un seuil ; écrivez SCORE>=n à la fin de la requête.
fault-threshold = SCORE>= demande un nombre supérieur à 0, comme dans SCORE>=3.
fault-unreachable = Aucun article ne peut atteindre { $threshold } : ce qui est écrit ici totalise { $reachable } au plus.
fault-after-score = SCORE>={ $threshold } doit terminer la requête, et non précéder { $found }.
fault-countable = { $operator } compte des passages : un mot, une expression, NEAR ou un groupe avec OR, et non { $found }.
fault-foreign = { $found } n’est pas un opérateur ici.
fault-foreign-instead = { $found } n’est pas un opérateur ici ; écrivez { $instead }.
fault-unanchored = La requête ne dit que ce qui doit être absent, et presque tous les articles y répondraient ; ajoutez un mot qui doit figurer.
fault-context = CONTEXT dit où chercher et n’est pas montré ; écrivez à côté ce pour quoi l’article est montré.
fault-alternative = Ce côté de OR ne dit que ce qui doit être absent ; ajoutez un mot qui doit figurer.
fault-contradiction = { $clause } est exigé et exclu ; aucun article ne peut y répondre.
fault-two-values = Un article n’a qu’un champ { $field } : { $first } et { $second } ne sont jamais vrais ensemble ; écrivez OR entre eux.
fault-too-large = C’est plus long ou plus imbriqué qu’une requête ne peut l’être ({ $max } au plus) ; faites-en plusieurs.

# Sujets que les lecteurs écrivent
draft-new = Un nouveau sujet
draft-of = Une autre formulation pour « { $topic } »
draft-intro = Essayez une requête sur tout ce qui est conservé : ce que le sujet gagnerait et perdrait est montré avant tout enregistrement.
draft-language = Langue de la requête
draft-try = Essayer
draft-would = Ce que cela changerait
draft-gains = Gagnés
draft-loses = Perdus
draft-keeps = Restent
draft-all = Tous ceux-ci
draft-label = Ce que voient les lecteurs
draft-id = Son nom court : a-z, 0-9, - et _
draft-keep = Enregistrer le sujet
draft-note = Il est écrit dans le fichier du sujet, et tout ce qui est conservé est aussitôt étiqueté.
draft-change = Essayer et enregistrer une autre formulation
topic-kept = Le sujet est enregistré, tel qu’il est ici.
topic-same = Rien n’a été modifié : le sujet est tel qu’il était.
topic-not-kept = Non enregistré :
topic-bad-id = Un nom court comporte a-z, 0-9, - et _ ; essayez { $proper }
topic-taken = Un sujet de ce nom existe déjà ; choisissez-en un autre.
topic-changed = Quelqu’un d’autre a modifié ce sujet entre-temps ; regardez-le de nouveau.
topic-history = Ses formulations
topic-restore = Revenir à cette formulation
by-hand = dans son fichier
archive-judged = Ce qui est conservé est en cours d’étiquetage selon les sujets actuels : { $done } sur { $all }.
save-as-topic = Enregistrer comme sujet

# Flux
streams = Flux
streams-intro = Comment être informé de ce qui est nouveau : une recherche conservée a son propre flux pour les lecteurs de flux, d’autres programmes reçoivent chaque changement, et qui en écrit un les écoute tous.
save-as-watch = Garder cette recherche avec son propre flux
watches = Recherches gardées
no-watches = Aucune pour l’instant. Une recherche se garde au bas de sa page ; son flux a alors sa propre adresse.
watch-name = Nom
watch-by = Gardée par
watch-kept = La recherche est gardée.
watch-once = Quiconque a l’une de ces adresses peut lire ce flux, et rien d’autre. Elles ne sont montrées qu’une fois ; gardez-en une maintenant.

# Webhooks
hooks = Envoyés à d’autres programmes
hooks-intro = Chaque changement d’un article qui passe un filtre est envoyé en message signé (webhook), dans l’ordre, et de nouveau jusqu’à ce qu’il soit pris. Qui ne prend rien pendant cinq jours ne reçoit plus rien.
hook-add = Y envoyer les changements
hook-filters = Seulement ce qui passe, écrit comme dans l’adresse d’une liste
hook-key = Les messages sont signés avec cette clé (Standard Webhooks). Elle n’est montrée qu’une fois ; gardez-la maintenant.
hook-waiting = En attente
hook-state = État
hook-remove = Retirer
hook-again = Renvoyer
hook-disabled = désactivé le { $when } : rien n’a été pris depuis trop longtemps
hook-failing = ne prend rien depuis le { $when }
hook-last = dernier le { $when }
hook-nothing = rien d’envoyé encore
hook-receiver = Un programme qui les reçoit et vérifie leurs signatures
hook-deliveries = Ce qui a été envoyé
hook-message = Message
hook-when = Quand
hook-waits = attend
hook-no-address = Ce n’est pas une adresse où envoyer ; elle commence par https:// ou http:// et n’a pas de mot de passe.
hook-no-filter = Ces filtres sont incompréhensibles ; copiez-les de l’adresse d’une liste : topic=…&language=fr&q=…

# Pages d'une liste
pages = Pages
page-before = Page précédente
page-after = Page suivante

# Ce qui figure ou non dans un article
verify = Le dit-il ?
verify-text = Une phrase qui figurerait dans cet article
verify-ask = La chercher
stands-verbatim = mot pour mot
stands-nearly = en d’autres termes
stands-numbers = non : un autre nombre
stands-almost = pas mot pour mot : ce qui diffère est marqué
article-says = L’article dit :
stands-nowhere = nulle part
stands-foreign = non comparée : l’article est dans une autre langue
fault-at = Au caractère { $column } : { $fault }
fault-foreign-not = { $found } n’est pas un opérateur ici ; écrivez NOT devant le mot, ou le mot entre guillemets.
fault-foreign-and = { $found } n’est pas un opérateur ici ; écrivez AND entre les mots : chacun est alors exigé.
fault-foreign-range = { $found } : ce langage n’a pas d’intervalles ; écrivez un mot.
fault-foreign-pattern = { $found } : ce langage n’a pas d’expressions régulières ; écrivez un mot avec * ou ?.
fault-foreign-near = { $found } n’est pas un opérateur ici ; écrivez NEAR/n entre les mots.
fault-foreign-fuzzy = { $found } : ce langage n’a pas de mots approchés ; écrivez un joker, comme dans colo*r.
failed-told = Le message d’origine
failed-login = la page demande un abonnement ou une connexion
failed-forbidden = le serveur nous refuse
failed-not-there = la page n’existe pas, ou pas encore
failed-gone = l’éditeur l’a retirée
failed-too-often = le serveur demande moins de requêtes
failed-legal = elle est retenue pour des raisons juridiques
failed-theirs = la faute est de leur côté ; un nouvel essai suivra
failed-name = le nom de l’hôte est inconnu
failed-connect = personne ne répond à cette adresse
failed-tls = le certificat n’est pas sûr, ou la connexion ne peut être protégée
failed-slow = le serveur a été trop lent
failed-broken = la réponse s’est interrompue
failed-robots = robots.txt nous demande de ne pas venir
failed-robots-unreachable = robots.txt est illisible, et sans lui nous restons à l’écart
failed-resting = l’hôte est laissé en paix un moment, après des échecs
failed-large = la réponse est trop grande
failed-kind = ce qui est arrivé n’est ni une page ni un flux
failed-nothing = le flux n’annonce rien
failed-no-feed = on n’y a trouvé ni flux ni liste d’articles
failed-look = cela n’a rien donné
failed-led-away = l'adresse mène ailleurs, et à aucun article
failed-private = elle n’est pas sur l’internet public ; qui administre veille peut l’ouvrir dans veille.toml, sous fetcher.allow_private_addresses
failed-scheme = ce n’est pas une adresse du web ; une adresse commence par https:// et nomme un site, comme https://www.example.org/
failed-no-ending = « { $name } » n’est pas une adresse entière : il manque ce qui suit le point, comme dans { $name }.fr
log-in-at = Se connecter par { $provider }
log-in-no-role = Vous n’êtes dans aucun groupe qui ait accès ici ; qui gère ce service peut dire lesquels.
log-in-unreachable = Le fournisseur d’identité ne répond pas ; réessayez dans un moment, ou connectez-vous par mot de passe.
log-in-taken = Quelqu’un d’autre porte votre nom ici ; qui gère ce service peut en donner un autre.
log-in-unproven = Vous n’êtes pas connecté : trop de temps a passé, un autre navigateur avait commencé, ou le fournisseur d’identité a refusé. Réessayez.

# An article for somebody else
share-link = Partager par un lien
share-intro = Qui a le lien lit cet article, et rien d’autre, sans se connecter ; jusqu’à ce qu’il soit révoqué.
share-make = Créer un lien
share-once = Qui a cette adresse peut lire cet article, et rien d’autre. Elle n’est montrée qu’une fois : copiez-la maintenant.
share-back = Retour à l’article

# Listening
listen = Écouter
listen-intro = Chaque changement d’un article est annoncé au moment où il est enregistré (server-sent events). Les filtres d’une liste suivent : restreignez-en une, puis venez ici.
listen-sample = Le dernier, tel qu’on l’entend
listen-nothing = rien n’a encore été annoncé
listen-nats = Là où les étapes passent par NATS, la même chose se trouve sur
listen-nats-untagged = Là où les étapes passent par NATS, la même chose, avec les articles qui ne touchent aucun sujet, se trouve sur
listen-nats-none = NATS n’a pas de canal pour cela seulement : ses canaux connaissent un sujet, une source et une langue sans ses variétés.
listen-token = TOKEN est à remplacer par un de vos jetons, que l’on crée sous Compte :
listen-untold = Le flux en direct ne tient compte ni de « originaux seulement » ni de ce que le bureau pense des articles : cela ne se sait qu’après l’annonce d’un changement.

# What came lately
received-since = reçu depuis le { $when }
since-yesterday = Reçus depuis hier :
of-yesterday = Datés d’hier :
since-visit = Reçus depuis votre dernière visite ({ $when }) :


# A publisher to be read
source-add = Ajouter une source
source-address = L’adresse d’un journal, d’un site ou d’un flux
source-look = L’examiner
source-note = Ses articles seront lus dès maintenant, au rythme de ses flux.
source-keep = L’ajouter
source-known = Elle est déjà lue :
source-added = Ajoutée : { $name }.
first-articles = Les premiers articles arrivent à la prochaine lecture.
not-reading = Rien ne lit les sources ici en ce moment.

# What a topic found
lately = Dernièrement
by-words = Par mots et par langue où ils figurent, dans les derniers articles
near-articles = Articles qui en sont passés près
near-articles-none = Parmi les derniers articles qu’il n’a pas trouvés, aucun ne remplit un tiers de la requête.
source-builtin = La liste des sources est ici intégrée au programme. Lancé avec --config et une copie du dossier config/ du projet, il en accepte de nouvelles ; de même
next-read = Prochaine lecture
next-start = au prochain lancement
source-paused = en pause
source-pause = Ne plus la lire pour l’instant
source-resume = La lire à nouveau
source-feeds = Ce qui en est lu
source-report = Ce qui lui a été demandé
source-report-show = L’afficher
source-report-note = Pour qui l’administre, si la question vient ; en anglais.
as-text = En texte
feed-failing = en vain, { $times } de suite : { $why }
feed-moved = Il dit avoir déménagé à
band = d’habitude { $low } à { $high } par jour
band-short = { $state } : { $missing }
opml-import = Reprendre la liste d’un autre lecteur (OPML)
opml-file = Le fichier, tel que l’autre lecteur l’exporte
opml-keep = Les ajouter
opml-note = Elles seront lues dès maintenant, chacune au rythme de ses flux.
opml-nothing = Rien de nouveau : tout ce qui y figure est déjà lu.
opml-none = Aucun flux n’y a été trouvé. Il faut un fichier OPML, tel que les lecteurs de flux l’exportent.
opml-left-out = Laissé de côté
opml-note-export = est la liste pour un autre lecteur de flux.
band-missing = { $number ->
    [one] il manque un article
   *[other] il manque quelque { $shown } articles
}
sources-imported = { $number ->
    [one] Une source a été ajoutée.
   *[other] { $shown } sources ont été ajoutées.
}

# The time zone
zone-title = Fuseau horaire
zone-intro = Jours et heures sont donnés dans le fuseau que vous choisissez, dans ce navigateur ; sans choix, dans celui du bureau :

# Countries of sources
origin = Texte de
country = Pays
by-origin = Par origine du texte
by-country = Par pays
country-at = Autriche
country-be = Belgique
country-br = Brésil
country-cn = Chine
country-de = Allemagne
country-es = Espagne
country-fr = France
country-gb = Royaume-Uni
country-id = Indonésie
country-in = Inde
country-it = Italie
country-jp = Japon
country-kr = Corée du Sud
country-nl = Pays-Bas
country-qa = Qatar
country-ru = Russie
country-sg = Singapour
country-th = Thaïlande
country-tr = Turquie
country-us = États-Unis
country-vn = Viêt Nam

# What cannot be kept to
misread-reversed = La période { $value } finit avant de commencer : le premier jour vient d’abord.
misread-ahead = Le { $value } est à venir : rien ne peut encore en dater.
misread-example = Cela s’écrit ainsi : { $example }
unknown-topic = Aucun sujet ne s’appelle « { $value } » : aucun n’est suivi, et aucun article ne l’a.
unknown-source = Aucune source ne s’appelle « { $value } » : aucune n’est lue, et aucun article n’en vient.
unknown-country = Aucune source de la liste n’est du pays « { $value } ».
query-unasked = Cette page ne cherche pas : « { $query } » est laissé de côté. La page de recherche le demande.
link-gone = Ce lien n’ouvre rien
link-gone-detail = Il a été révoqué, ou il n’est pas complet. Qui vous l’a donné peut en faire un autre.
note-long = Une note a { $most } caractères au plus ; celle-ci en a { $length }. Rien n’a été gardé.
hook-private = Rien n’est envoyé à cette adresse : elle n’est pas sur l’internet public. Qui administre veille peut l’ouvrir dans veille.toml, sous fetcher.allow_private_addresses.
coverage-cut = Dessiné à partir du { $from } : pas plus de 20 ans à la fois.
coverage-latest = Le plus récent est du { $day }.
coverage-ahead = Dessiné jusqu’au { $to } : le reste de la période est à venir.
coverage-months = Par mois : les jours sont dessinés pour six mois au plus.
coverage-no-hours = Les heures sont dessinées pour deux semaines au plus ; choisissez moins de jours pour les voir.
readings = { $number ->
    [one] et { $shown } lecture de flux
   *[other] et { $shown } lectures de flux
}

# What was called not relevant
not-relevant-left-out = { $number ->
    [one] { $shown } article marqué hors sujet est laissé de côté
   *[other] { $shown } articles marqués hors sujet sont laissés de côté
}
not-relevant-show = montrer
not-relevant-shown = { $number ->
    [one] { $shown } article marqué hors sujet figure parmi ceux-ci
   *[other] { $shown } articles marqués hors sujet figurent parmi ceux-ci
}
not-relevant-leave-out = laisser de côté
triage-any = Aussi les articles hors sujet

# A topic that brings what is not meant
mend = Ce qui l’a amené, et ce qu’on pourrait changer
mend-loses = en perd { $loses } sur { $of } (marqués pertinents : { $relevant } ; portant sur le sujet : { $about } ; marqués hors sujet : { $unwanted })
mend-about = D’après sa règle, cet article porte sur le sujet et ne fait pas que le mentionner (poids { $weight } sur 100) : ce qui l’écarte peut écarter ce que vous voulez.
mend-none = Aucun mot, aucun nom ni aucun seuil n’écarte cet article sans emporter ce qui est marqué pertinent, ce qui porte sur le sujet, ou une grande partie de celui-ci.
mend-at-least = seulement avec { $times } passages ou plus
mend-prominent = seulement dans le titre ou le premier paragraphe
mend-edit = Modifier le sujet à la main, avec ce qui a amené cet article surligné
mend-over = Le sujet tel qu’il est maintenant n’amène plus cet article.
brought = Ce qui a amené cet article
brought-goes = serait écarté
brought-stays = serait encore amené
topic-bad-query = La requête ne peut pas être lue ; l’endroit est marqué ci-dessous.

# Plain words typed into the search
any-spelling-person = Cette personne, dans toute graphie
any-spelling-organisation = Cette organisation, dans toute graphie
any-spelling-place = Ce lieu, dans toute graphie
meant-phrase = Comme cette expression exacte
meant-all = Avec tous ces mots
meant-any = Avec l’un de ces mots

# What the gate refuses
refused-right = Vous ne pouvez pas faire cela
refused-right-detail = Votre compte ou votre jeton ne le permet pas, et rien n’a été modifié. Un administrateur donne les rôles et les jetons.
refused-form = Ce formulaire est périmé
refused-form-detail = Il n’a pas été affiché par ce serveur, ou l’a été avant son redémarrage ou votre nouvelle connexion ; rien n’a été modifié. Rouvrez la page et envoyez-le de nouveau.
refused-size = C’est trop volumineux
refused-size-detail = On peut envoyer ici { $most } Ko au plus, et rien n’a été modifié. Raccourcissez le texte, ou envoyez un fichier plus petit.
refused-stranger = Vous n’êtes pas connecté
refused-stranger-detail = Votre session est terminée, et rien n’a été modifié. Connectez-vous et envoyez-le de nouveau.
refused-zones = Trop de fuseaux horaires
refused-zones-detail = D’autres consultent en ce moment dans trop d’autres fuseaux horaires : réessayez, ou consultez dans celui du bureau.
refused-again = Rouvrir la page

# A text followed into the press
trace = Suivre un texte
trace-intro = Collez un communiqué ou un discours : chacune de ses phrases est cherchée dans les articles, mot pour mot, modifiée, raccourcie ou traduite. Une traduction est reconnue quand le texte entier a été traduit, à l’ordre de ses noms et de ses nombres : une phrase seule ne l’est pas.
trace-text = Le texte
trace-file = Ou un fichier : texte, PDF, DOCX, page (HTML) ou message (EML, MHTML)
trace-from = Articles à partir de ce jour
trace-to = Jusqu’à ce jour
trace-ask = Le suivre
trace-whole = Suivre un texte entier dans tous les articles
trace-found = { $articles } avec quelque chose du texte (phrases : { $sentences })
trace-partly = Les { $looked } plus récents de { $of } articles ont été examinés ; choisissez une période pour en examiner d’autres.
trace-nothing = Il n’y a aucune phrase à chercher.
trace-no-text = Aucun texte ne peut être lu dans ce fichier : ouvrez-le et copiez son texte.
trace-long = Le texte est trop long : on peut suivre { $most } caractères au plus.
trace-article = article
traced-verbatim = mot pour mot
traced-altered = modifiée
traced-shortened = raccourcie
traced-translated = traduite
traced-left-out = laissée de côté
traced-nowhere = dans aucun article

# Les têtes d’un classeur
table-articles = Articles
table-quotations = Citations
yes = oui
no = non
column-date = Date
column-day = Jour
column-hour = Heure
column-month = Mois
column-outlet = Média
column-headline = Titre
column-language = Langue
column-languages = Langues
column-topics = Sujets
column-address = Lien
column-story-headline = Histoire
column-copy-of = Même texte que dans
column-original = Lien vers l’original
column-origin = De qui est le texte, selon la page
column-quoted = Qui est cité
column-passages = Passages
column-published = Publié
column-captured = Reçu
column-source = Source (identifiant)
column-story = Histoire (identifiant)
column-article = Article (identifiant)
column-lead = Article qui la représente (identifiant)
column-topic = Sujet (identifiant)
column-speaker = Qui parle
column-role = À quel titre
column-speech = Discours
speech-direct = mot pour mot
speech-partial = mot pour mot, en partie
speech-answer = réponse d’entretien
speech-indirect = propos rapportés
column-quote = Ce qui est dit
column-first = Premier jour
column-last = Dernier jour
column-articles = Articles
column-originals = Originaux
column-outlets = Médias
column-all-articles = Tout ce qui est conservé
column-before = Sur la période précédente
column-name = Nom
column-id = Identifiant
column-configured = Dans la liste
column-last-14-days = 14 derniers jours
column-latest-article = Dernier article
column-latest = Dernier
column-last-read = Dernière lecture
column-last-failure = Dernier échec
column-reason = Raison
column-paused = En pause
column-next-reading = Prochaine lecture
column-usual-low = D’habitude, au moins
column-usual-high = D’habitude, au plus
column-unusual = Inhabituel
column-label = Sujet
column-stage = Étape
column-outcome = Ce qu’il en est advenu
column-count = Nombre
column-detail = En détail
column-at = Quand
column-input = Entrée (identifiant)
column-who = Qui
column-what = Quoi
column-on = Sur quoi
column-number = Ligne
column-digest = Empreinte
unusual-silent = silencieuse
unusual-broken = en panne
unusual-moved = déplacée
unusual-unread = non lue

# Pourquoi il n’en est pas sorti d’article
reason-feed = un flux, dont les entrées sont lues une à une
reason-unreadable = illisible
reason-no-body = aucun texte suivi sur la page
reason-too-short = trop court pour un article
reason-not-an-article = la page montre autre chose qu’un article
reason-consent-wall = la page ne fait que demander un consentement
reason-empty-shell = la page est vide tant qu’un script ne la remplit pas
reason-section-page = une page qui énumère des articles
reason-soft-404 = la page dit qu’elle est introuvable
reason-unavailable = le site est momentanément indisponible
reason-blocked = le site ne nous a pas laissés entrer
reason-duplicate = déjà là
reason-unchanged = rien de nouveau depuis la dernière lecture
reason-entries-max = plus d’entrées qu’on n’en lit à la fois
reason-empty-feed = le flux n’annonce rien
reason-bad-feed = le flux est illisible
reason-crowded = la réponse venait trop lentement
reason-stopped = l’exécution a été arrêtée avant
reason-sent-on = la page ne fait que renvoyer à une autre
reason-needs-browser = seul un navigateur avec scripts pourrait la lire
reason-paywall-stub = seul un début est montré à qui ne paie pas
reason-elsewhere = la page parle d’autre chose que son flux
reason-not-kept = n’est plus conservé
reason-not-a-capture = un fichier qui ne contient pas de page
reason-torn = un fichier interrompu
reason-line-too-long = une ligne trop longue
reason-panic = elle a fait échouer le programme qui la lisait
reason-max-deliveries = essayé trop souvent
reason-forgotten = oublié sur demande
reason-pruned = conservé aussi longtemps que prévu
reason-read = le flux a été lu
reason-told = un relais a annoncé du nouveau
reason-source-silent = la source apporte moins que d’habitude, et rien ne s’y oppose
reason-source-broken = la source apporte moins que d’habitude : ce qu’elle annonce ne peut être obtenu
reason-source-moved = la source apporte moins que d’habitude : son flux a déménagé
reason-no-opml = ce n’est pas un fichier OPML : une liste de flux telle que l’exportent les lecteurs de flux
reason-opml-cut = la liste s’interrompt avant la fin ; exportez-la de nouveau
reason-opml-address = ce n’est pas une adresse http ou https
reason-opml-twice = figure deux fois dans la liste et n’a été pris qu’une fois
reason-opml-empty = ne contient ni flux, ni rubrique, ni page
reason-source-known = est déjà lu
reason-source-id = une autre source a déjà cet identifiant ; ajoutez-y ses flux à la main
reason-configuration = la liste des sources ne peut être lue ou modifiée
