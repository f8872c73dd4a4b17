# Las palabras de la interfaz en español. Lo que está entre { } lo pone el programa; `number` decide entre singular y plural,
# `shown` es el número tal como se escribe.

thousands-separator = { "\u202F" }

# Lugares
today = Hoy
of-all-days = de todos los días, los más recientes primero
topics = Temas
outcomes = Resultados
why = Qué fue de ello
skip = Ir al contenido
language-of-pages = Idioma de estas páginas
light = Claro u oscuro
light-system = como el sistema
light-light = claro
light-dark = oscuro
zone = Horas de { $zone }
keys = Teclado
keys-on = Las teclas están activas
key-next = artículo siguiente
key-previous = artículo anterior
key-open = abrir el artículo
key-original = abrir la página original
key-fresh = mostrar los artículos nuevos
key-search = buscar
key-filter = a los filtros
key-help = estas teclas
close = Cerrar
fresh = Artículos nuevos:
connected = En directo
reconnecting = Conexión perdida, reconectando…

# Listas
articles = { $number ->
    [one] { $shown } artículo
   *[other] { $shown } artículos
}
articles-stored = { $number ->
    [one] { $shown } artículo guardado
   *[other] { $shown } artículos guardados
}
passages = { $number ->
    [one] { $shown } pasaje
   *[other] { $shown } pasajes
}
languages-count = { $number ->
    [one] { $shown } idioma
   *[other] { $shown } idiomas
}
newer = Más recientes
older = Más antiguos
as-file = En Excel, CSV o canal
goes-on = La lista continúa aquí
tables-cut = Un archivo tiene las primeras { $rows } filas, y dice dónde continúa.
files-cut = Excel y CSV tienen las primeras { $rows } filas, JSON Lines y ninjs los primeros { $documents } artículos; cada archivo dice dónde continúa.
same-list = La misma lista en
filter = Filtrar
filtered = Solo
remove-filter = quitar este filtro
all-filters-off = Mostrar todo
more = más
facet-all = mostrar todos
untagged-left-out = { $number ->
    [one] Se deja fuera { $shown } artículo que no toca ningún tema
   *[other] Se dejan fuera { $shown } artículos que no tocan ningún tema
}
only-tagged = { $number ->
    [one] Solo el artículo que toca un tema ({ $shown })
   *[other] Solo los { $shown } artículos que tocan un tema
}
topic = Tema
language = Idioma
outlet = Medio
day = Día
outlet-unknown = Medio desconocido
day-unknown = Fecha desconocida
no-date = la página no da fecha; captada
no-headline = Sin titular
quoted = Citados:
original-page = Original

# Búsqueda
search = Buscar
search-box = Todo lo guardado, en el lenguaje de los temas
search-button = Buscar
understood-as = Entendido como
examples = Consultas para empezar
example-phrase = estas palabras, en este orden; no cuentan mayúsculas ni acentos
example-and = ambas, en cualquier lugar del artículo
example-or = una u otra; * vale por cualesquiera letras
example-near = a cinco palabras como máximo
example-not = en el titular, y la otra palabra en ninguna parte
example-site = de una dirección que termina así
search-note = Una consulta encuentra lo que marcaría un tema con ella, con los pasajes que la cumplen.
newest-first = Los más recientes
relevant-first = Los más pertinentes
order = Orden
at-least = al menos { $articles }
nothing-found = No se encontró nada
nothing-found-text = Ningún artículo guardado tiene estas palabras.
one-condition-less = Con una condición menos:
without = dejando fuera: { $what }
alone = solo { $what }
meant = ¿Quiso decir
misread-query = Esta consulta no se puede leer:
index-behind = { $number ->
    [one] El índice va { $shown } cambio por detrás, y lo recupera.
   *[other] El índice va { $shown } cambios por detrás, y los recupera.
}
no-index = El índice se está construyendo
no-index-detail = Las búsquedas tendrán respuesta en un momento. Todo lo demás se ve entretanto.
no-search = Aquí no hay búsqueda
no-search-detail = Nadie mantiene un índice de estos artículos: search.keep está desactivado en veille.toml.
period = del { $from } al { $to }
period-from = desde el { $from }
period-to = hasta el { $to }

# Nada
empty-title = Todavía no hay artículos
begin = Los artículos aparecen aquí en cuanto hay alguno guardado. Para empezar:
begin-add = Entregar un artículo
begin-add-how = por su dirección, como texto o como archivo
begin-sources = Las fuentes
begin-sources-add = qué periódicos y sitios se leen; allí se añaden otros por su dirección
begin-sources-look = qué periódicos y sitios se leen
begin-run = Las fuentes se leen día y noche en cuanto quien administra veille inicia
here-alone = Esta dirección solo se abre en este ordenador: un colega no puede abrirla. Para que otros puedan, quien administra veille lo hace escuchar en una dirección de la red y crea usuarios; después se vuelve a crear la dirección. El ajuste, en veille.toml:
nothing-title = Ningún artículo encaja
nothing-text = Nada de lo guardado pasa todos estos filtros. Cada uno se puede quitar arriba.
nothing-tagged-title = Ningún artículo toca un tema
nothing-tagged-text = Hay artículos guardados, y ninguno toca un tema que se vigile.
not-there = Aquí no hay nada
not-there-detail = { $what } no está guardado, o ya no.
misread = Esta dirección no se entiende
misread-detail = «{ $value }» no se entiende como valor de { $name }.
unreadable = No se puede leer lo guardado
back-to-today = Volver a los últimos artículos

# Un artículo
why-here = Por qué está aquí
only-mentioned = solo mencionado
no-reason = No toca ningún tema que se vigile.
found-by = hallado por
evidence-number = prueba
back-to-text = al lugar en el texto
who-is-quoted = A quién se cita
who-is-named = A quién y qué se nombra
named-person = Personas
named-organisation = Organizaciones
named-place = Lugares
not-said-who = el artículo no dice quién
paragraph = párrafo
origin-title = De quién es el texto
origin-original = Del propio medio: la página no dice otra cosa
page-says = La página dice:
dates-title = Fechas
published = Publicado
modified = Cambiado
captured = Captado
captured-last = Captado por última vez
captured-when = captado el { $when }
date-from-page = según la página
date-from-capture = cuando se recibió la página
date-from-feed = según el canal
no-published = La página no dice cuándo se publicó.
details-title = Detalles
address = Dirección
confidence = seguro al { $share }
runner-up = o { $language }, { $share }
mixed = con pasajes en { $languages }
section = Sección
keywords = Palabras clave
wording = versión { $number } de { $all }
wordings-title = Versiones
wording-current = la actual
superseded = Esta es una versión anterior; aquí está
withdrawn = Retirado por su editor; advertido el
fact-article = Artículo
fact-revision = Versión
fact-capture = Captura
ledger-title = Su camino hasta aquí
as-json = Este artículo en JSON
doubtful = Dudoso:
article-signed = Por
changed-title = Qué cambió desde la versión anterior
how = Cómo se leyó
reasons-between = {"; "}
how-link = Cómo se leyó: qué se dejó fuera, a qué se acercó
near-title = Temas a los que se acercó
near-none = Ninguno: de ninguna otra consulta tiene siquiera un tercio.
near-has = tiene
near-lacks = le falta
near-excluded = lo excluye
removed-title = Qué se tomó por el artículo, y qué se dejó fuera
blocks-left-out = { $number ->
    [one] { $shown } trozo de la página dejado fuera
   *[other] { $shown } trozos de la página dejados fuera
}
blocks-kept = { $number ->
    [one] { $shown } trozo tomado
   *[other] { $shown } trozos tomados
}
page-not-kept = La página ya no se conserva (store.captures_days); no se puede mostrar lo que se dejó fuera.
found-title = Dónde se hallaron sus campos
found-field = Campo
found-value = Hallado
found-place = Dónde
found-taken = tomado
instead-apart = { $number ->
    [one] a { $shown } palabra de distancia
   *[other] a { $shown } palabras de distancia
}
instead-times = { $found } de { $times }
instead-field = nunca en un mismo campo
instead-paragraph = nunca en un mismo párrafo
instead-one-sentence = no en una misma frase
instead-one-paragraph = no en un mismo párrafo
instead-score = un total demasiado bajo
instead-order = en el otro orden
found-standfirst = Entradilla
found-byline = Firma
found-image = Imagen
found-free = De acceso libre

# Cobertura
coverage = Cobertura
last-days = { $number ->
    [one] { $shown } día
   *[other] { $shown } días
}
by-day = Por día
by-month = Por mes
by-hour = Por hora
show-count = Artículos
show-share = Parte de todo lo guardado: { $share }
share = Parte
before = antes: { $period }
before-unknown = No hay nada guardado del período anterior.
before-partly = Lo guardado empieza el { $day }: el período anterior no está completo.
compared-until = Comparado hasta el { $until }: el resto sigue en curso.
before-column = Antes
as-before = Tantos como en el período anterior.
more-than-before = { $number ->
    [one] { $shown } más que en el período anterior.
   *[other] { $shown } más que en el período anterior.
}
fewer-than-before = { $number ->
    [one] { $shown } menos que en el período anterior.
   *[other] { $shown } menos que en el período anterior.
}
events = Acontecimientos
unfinished = aún en curso
undated-not-drawn = { $number ->
    [one] no se dibuja { $shown } artículo cuya página no da fecha
   *[other] no se dibujan { $shown } artículos cuyas páginas no dan fecha
}
day-arrived = { $number ->
    [one] de ellos { $shown } sin fecha, que está aquí porque llegó ese día
   *[other] de ellos { $shown } sin fecha, que están aquí porque llegaron ese día
}
untagged-not-drawn = { $number ->
    [one] no se cuenta { $shown } artículo sin tema
   *[other] no se cuentan { $shown } artículos sin tema
}
hourless-not-drawn = { $number ->
    [one] no se dibuja { $shown } artículo con día y sin hora
   *[other] no se dibujan { $shown } artículos con día y sin hora
}
nothing-drawn = Nada que dibujar
nothing-drawn-text = Ningún artículo que pase estos filtros dice cuándo se publicó.
earlier = Antes
later = Después
by-topic = Por tema
as-table = Los números
dated-yes = fechado por su página
dated-no = sin fecha en su página
percent = { $share } %
decimal-mark = ,
month-full = { $month } de { $year }

# Personas
people = Personas
people-box = ¿Quién o qué? Un nombre, se escriba como se escriba, un cargo en cualquier lengua (ministro), o una parte
count-person = { $number ->
    [one] { $shown } persona
   *[other] { $shown } personas
}
count-organisation = { $number ->
    [one] { $shown } organización
   *[other] { $shown } organizaciones
}
count-place = { $number ->
    [one] { $shown } lugar
   *[other] { $shown } lugares
}
times = { $number ->
    [one] { $shown } vez
   *[other] { $shown } veces
}
also-written = También escrito
kinds-of-names = A quién y qué se nombra
told-by-article = Estilo indirecto
spelt-so = { $times }, { $why }
named-of = { $name } (en los primeros { $articles } artículos)
why-known = un nombre de lo mismo, conocido en todas las lenguas
why-letters = lo mismo con otras letras
why-initial = una letra hace las veces del nombre de pila
why-part = una parte del nombre, que aquí nadie más tiene
why-case = las mismas palabras en otro caso
quotations = { $number ->
    [one] { $shown } cita
   *[other] { $shown } citas
}
said-in = { $number ->
    [one] en { $shown } artículo
   *[other] en { $shown } artículos
}
nobody = No se nombra a nadie
nobody-text = Ningún nombre ni cita guardados pasan estos filtros.
everyone = Todo lo que se nombra

# Fuentes
sources = Fuentes
sources-count = { $number ->
    [one] { $shown } fuente
   *[other] { $shown } fuentes
}
sources-intro = A quién se lee, y qué salió de ello. Las que fallan van primero.
no-sources = No hay ninguna fuente configurada, ni nada guardado.
fortnight = Últimos 14 días
last-read = Última lectura
failing = Falla
not-read = aún sin leer
from-files = sin configurar: de archivos

# Temas
topics-intro = Lo que se vigila. Un tema es una consulta que se puede leer; un artículo tiene el tema cuando sus palabras la cumplen.
no-topics = No hay ningún tema configurado. Cada uno es un archivo en config/topics.
latest = Último
never = ningún artículo aún
query = La consulta
query-note = tal como está en el archivo del tema; sin contar mayúsculas ni acentos
names = Sus nombres
author = Responde de ella:
latest-articles = Últimos artículos
by-language = Por idioma
by-outlet = Por medio
narrow-further = Acotar más
not-watched = Este tema ya no se vigila; lo que encontró sigue guardado.
any-language = todos los idiomas

# Resultados
outcomes-intro = Qué fue de cada entrada en cada etapa. Cada línea cuadra: lo que entra en una etapa sale de ella, pasado adelante, apartado por un motivo, por intentar de nuevo, o en cuarentena. Una etapa puede recibir más de lo que pasó la anterior: un archivo o un canal contiene varias páginas, y una página que se lee otra vez cuenta otra vez.
no-outcomes = Todavía no se ha leído nada.
stage = Etapa
inputs = Entradas
reasons = Motivos en esta etapa
reason = Motivo
count = Número
latest-hundred = Los últimos, 100 como máximo
all-outcomes = Todos los resultados
why-box = ¿Qué fue de una dirección, un titular, un archivo o un identificador?
why-hint = La dirección de un artículo o de un canal, un titular, un archivo o un identificador; una parte de una dirección o de un titular muestra lo que puede querer decir
ask = Preguntar
why-nothing = No se sabe nada de ello
why-nothing-text = Ningún canal lo anunció, ninguna lectura lo contenía, y ningún titular ni dirección tiene estas palabras. Los parámetros de seguimiento no importan, el resto de la dirección sí.
now-stored = Guardado
source = Fuente
stage-capture = Lectura
stage-fetch = Descarga
stage-clean = Limpieza
stage-classify = Marcado
stage-store = Guardado
outcome-forwarded = pasado adelante
outcome-discarded = apartado
outcome-retried = se intentará de nuevo
outcome-quarantined = en cuarentena

# Fields that a passage may stand in
field-headline = titular
field-text = texto
field-url = dirección
field-source = medio
field-byline = firma
field-language = idioma

# Whose text it is
origin-republished = tomado de { $outlet }
origin-republished-unnamed = tomado de otro medio
origin-translated = traducido de { $outlet }
origin-translated-unnamed = traducido de otro medio
origin-agency = de la agencia { $outlet }
origin-agency-unnamed = de una agencia

# What is doubtful
flag-date-after-capture = su fecha es posterior al día en que se captó
flag-live-blog = una cobertura en directo, que cambia todo el día
flag-paywall-stub = solo lo que queda antes de un muro de pago
flag-date-before-web = su fecha es anterior a las primeras páginas web
flag-published-is-last-change = su fecha de publicación es la de su último cambio
flag-signed-by-organisation = firmado por una agencia o una redacción, por ninguna persona
flag-text-from-feed = su texto es el del canal
flag-date-from-feed = su fecha es la del canal
flag-byline-from-feed = su firma es la del canal
flag-headline-from-feed = su titular es el del canal
flag-page-elsewhere = su página hablaba de otra cosa
flag-page = su página no dio ningún artículo: { $why }

# Historias
stories = Historias
comma = {", "}
colon = :
stories-intro = Un mismo hecho contado por varios artículos, de varios medios o de uno solo. Un texto reproducido cuenta una vez entre los originales.
stories-count = { $number ->
    [one] { $shown } historia
   *[other] { $shown } historias
}
stories-behind = { $number ->
    [one] Las historias llevan { $shown } cambio de retraso.
   *[other] Las historias llevan { $shown } cambios de retraso.
}
no-stories = Ninguna historia
no-stories-text = Una historia necesita dos artículos sobre un mismo hecho.
largest-first = Las mayores primero
by-story = Por historia
each-article = Cada artículo
originals-only = Solo originales
in-stories = { $number ->
    [one] { $articles } sobre { $shown } hecho
   *[other] { $articles } sobre { $shown } hechos
}
ran-it = { $number ->
    [one] reproducido por { $shown } medio
   *[other] reproducido por { $shown } medios
}
republications-count = { $number ->
    [one] { $shown } republicación
   *[other] { $shown } republicaciones
}
originals-count = { $number ->
    [one] { $shown } original
   *[other] { $shown } originales
}
outlets-count = { $number ->
    [one] { $shown } medio
   *[other] { $shown } medios
}
grew = { $number ->
    [one] { $shown } más en 24 horas
   *[other] { $shown } más en 24 horas
}
told-until = { $day }, contado hasta el { $last }
who-tells = Quién la cuenta, del primero al último
story-as-json = Esta historia en JSON
beside = Párrafo junto a párrafo
stands-there = Está allí
word-for-word = palabra por palabra
nowhere-there = no está allí
alike-in-both = igual en ambos
by-order = en su lugar solo por el orden; ningún nombre, número o palabra conocida lo muestra
no-copies = Ninguno de los dos resultó ser copia del otro.
shares = el { $here } de este texto está allí, el { $there } de aquel aquí
credited = como él mismo dice
copies-more = { $number ->
    [one] y { $shown } copia más
   *[other] y { $shown } copias más
}
told-title = Entre los demás
copied-by = Reproducido por
its-story = La historia que cuenta
story-first = El primero
story-first-dated = El primero de los que tienen fecha
story-middle = En el centro: al que se parecen los demás
story-first-by-hand = Abre esta historia por decisión de una persona
story-copy = El mismo texto
story-by-hand = Unido a { $outlet } por una persona
story-which = { $outlet }, «{ $headline }»
story-like = Como { $outlet }
story-names = nombres
story-numbers = cifras
story-words = palabras
copy-twin = otra página del mismo artículo que { $outlet }
copy-identical = palabra por palabra el texto de { $outlet }
copy-reprint = reproducción de { $outlet }
copy-excerpt = extracto de { $outlet }
copy-extended = versión ampliada de { $outlet }
copy-merged = compuesto en parte de { $outlet }
copy-translated = traducción de { $outlet }

# Quién puede mirar
log-in = Iniciar sesión
log-out = Cerrar sesión
user-name = Nombre
password = Contraseña
log-in-wrong = El nombre y la contraseña no coinciden.
log-in-wait = { $number ->
    [one] Demasiados intentos; vuelva a probar en { $shown } segundo.
   *[other] Demasiados intentos; vuelva a probar en { $shown } segundos.
}
account = Cuenta
role-reader = lector
role-editor = redactor
role-admin = administrador
sessions = Dónde tiene sesión abierta
browser = Navegador
this-browser = Este
since = Desde
last-seen = Visto por última vez
end-session = Terminar
tokens = Fichas de acceso
tokens-intro = Lo que programas y lectores de canales muestran en vez de una contraseña: en la cabecera «Authorization: Bearer», o al final de la dirección de un canal, ?token=.
token = Ficha
token-once = Esto se muestra una sola vez; guárdelo ahora.
token-name = Para qué es
token-may-triage = también puede valorar artículos
token-add = Crear una ficha
revoke = Revocar
password-new = Contraseña nueva
password-change = Cambiar la contraseña
password-wrong = No es su contraseña actual.
password-short = Una contraseña tiene al menos 10 caracteres.
password-changed = La contraseña ha cambiado; los demás navegadores quedan desconectados.
not-done = No se puede hacer
audit = Quién hizo qué
audit-intro = Cada cambio y cada archivo descargado, lo último primero. Cada línea lleva la huella de la anterior: ninguna puede cambiarse ni quitarse sin que se note. «veille audit» comprueba lo mismo.
lines-count = { $number ->
    [one] { $shown } línea
   *[other] { $shown } líneas
}
trail-broken = La línea { $line } no está como se escribió, o falta una anterior.
line = Línea
when = Cuándo
who = Quién
what = Qué

# Lo que piensa la oficina
triage = Clasificación
triage-unread = Sin leer
triage-read = Leído
triage-starred = Destacados
triage-relevant = Pertinente
triage-irrelevant = No pertinente
triage-unjudged = Sin valorar
triage-noted = Con nota
triage-assigned = Asignados
triage-mine = Míos
star = Destacar
key-star = destacar o no
key-read = leído o no
assigned-to = Asignado a
write-note = Nota, y de quién es
note = Nota
keep = Guardar
may-not = Los lectores dicen lo que han leído; lo demás es de los redactores.
others-write = Otros escriben lo mismo ahora; inténtelo otra vez.

# Aportar
add = Añadir
add-intro = Un artículo que ninguna fuente trajo: se lee, se limpia y se valora como los demás, y se guarda.
add-address = La página se pide con los mismos modales que las demás.
add-other = Un texto o un archivo (página, PDF, DOCX, mensaje); la dirección dice entonces de dónde es
add-file = Un archivo: página (HTML o texto), PDF, DOCX o mensaje (EML, MHTML)
add-published = Día de publicación
add-no-day = El día no se entiende; se escribe así: 2025-10-26
add-far-day = Ese día aún no ha llegado, o es anterior a la web: no se creería.
add-long-headline = El titular supera los 500 caracteres; el texto tiene su propio campo.
add-long-outlet = El nombre del medio supera los 120 caracteres.
add-nothing = No hay nada que añadir: dé una dirección, un texto o un archivo.
add-no-address = No es una dirección de la web; se esperaba https://…
add-no-article = No llegó a ser un artículo; este es el motivo.
add-unreadable = No se pudo leer el formulario, o el archivo supera 8 MB.

# Días
day-full = { $weekday } { $day } de { $month } de { $year }
day-today = Hoy, { $day }
day-yesterday = Ayer, { $day }
day-hour = { $day }, { $hour }
day-short = { $day } { $abbreviated } { $year }
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
month-short-1 = ene
month-short-2 = feb
month-short-3 = mar
month-short-4 = abr
month-short-5 = may
month-short-6 = jun
month-short-7 = jul
month-short-8 = ago
month-short-9 = sept
month-short-10 = oct
month-short-11 = nov
month-short-12 = dic

# Lo que pide una consulta; las partes se encajan
asked-articles = artículos con { $what }
asked-and = { $left }, y { $right }
asked-or = { $left } o { $right }
asked-not = sin { $what }
asked-near = { $number ->
    [one] { $left } a un máximo de { $shown } palabra de { $right }
   *[other] { $left } a un máximo de { $shown } palabras de { $right }
}
asked-beside = { $left } junto a { $right }
asked-before = { $number ->
    [one] { $left } un máximo de { $shown } palabra antes de { $right }
   *[other] { $left } un máximo de { $shown } palabras antes de { $right }
}
asked-right-before = { $left } justo antes de { $right }
asked-across = { $what }, también entre párrafos distintos
asked-sentence = { $what } en una misma frase
asked-paragraph = { $what } en un mismo párrafo
asked-once = { $what } al menos una vez
asked-times = { $what } al menos { $shown } veces
asked-context = { $what } como contexto
asked-weight = { $what } (cada uno cuenta { $weight })
asked-score = { $what } que suman al menos { $threshold }
asked-word = la palabra «{ $words }»
asked-phrase = «{ $words }»
asked-beginning = una palabra que empieza por «{ $words }»
asked-shape = una palabra de la forma «{ $words }»
asked-person = la persona «{ $words }», se escriba como se escriba
asked-organisation = la organización «{ $words }», se escriba como se escriba
asked-place = el lugar «{ $words }», se escriba como se escriba
asked-source = la fuente «{ $words }»
asked-language = el idioma: { $words }
asked-site = una dirección en «{ $words }»
asked-headline = { $what } en el titular
asked-lead = { $what } en la entradilla
asked-text = { $what } en el texto
asked-address = { $what } en la dirección
asked-byline = { $what } en la firma
asked-cased = { $what } con estas mayúsculas
asked-exact = { $what } exactamente con estas letras
asked-apart = a un máximo de { $shown } palabras entre sí
asked-side-by-side = una junto a otra
asked-as-phrase = como una sola expresión
in-words = En palabras

# Qué falla en una consulta
fault-end = el final de la consulta
fault-empty = La consulta está vacía; escriba una palabra, una expresión entre comillas o un grupo entre paréntesis.
fault-term = Aquí se espera una palabra, una expresión entre comillas o un grupo entre paréntesis, no { $found }.
fault-operand = Tras { $operator } se espera una palabra, una expresión o un grupo, no { $found }.
fault-operator = Se espera AND, OR, NOT, NEAR/n u ONEAR/n antes de { $found }; ponga una expresión entre comillas.
fault-capitals = Los operadores se escriben en mayúsculas: { $capitals }, no { $found }.
fault-quote = Estas comillas no se cierran; escriba { $expected } al final de la expresión.
fault-empty-phrase = No hay nada entre las comillas.
fault-unclosed = Este paréntesis no se cierra.
fault-unopened = Este paréntesis no cierra nada.
fault-empty-group = No hay nada entre los paréntesis.
fault-comment = Este comentario no se cierra; escriba */ al final.
fault-number = { $operator } necesita un número entero desde 1, como en { $example }.
fault-parentheses = { $operator } necesita paréntesis: { $operator }(…).
fault-field = { $name }: no es un campo; hay headline: lead: text: url: source: byline: lang: site: person: org: place:
fault-after-field = Justo después de { $name }: se espera una palabra, una expresión o un grupo, no { $found }.
fault-language = No es el código de un idioma; escriba fr, vi o zh-Hans.
fault-nested-field = { $inner } no puede estar dentro de { $outer }: un pasaje está en un solo campo.
fault-name-letters = Un nombre se busca en todas sus grafías: { $operator } no dice nada de él. Escriba el nombre solo.
fault-name-wildcard = Un nombre se busca en todas sus grafías, sin comodines: escriba el nombre o una parte, como person:guterres, en lugar de { $found }.
fault-letters = { $found } no contiene ninguna letra ni cifra que buscar.
fault-wildcard = Un comodín solo valdría para todas las palabras; añada letras, como en cyber*.
fault-wildcard-script = Un comodín no cabe entre los caracteres de una escritura sin espacios; escriba NEAR/n entre dos palabras.
fault-weight = Un peso es un número de -1000 a 1000 tras ^, como en palabra^2.
fault-weight-alone = Un peso solo cuenta con un umbral; escriba SCORE>=n al final de la consulta.
fault-threshold = SCORE>= necesita un número mayor que 0, como en SCORE>=3.
fault-unreachable = Ningún artículo puede llegar a { $threshold }: lo escrito suma { $reachable } como máximo.
fault-after-score = SCORE>={ $threshold } debe ser lo último de la consulta, no ir antes de { $found }.
fault-countable = { $operator } cuenta pasajes: una palabra, una expresión, NEAR o un grupo con OR, no { $found }.
fault-foreign = { $found } no es un operador aquí.
fault-foreign-instead = { $found } no es un operador aquí; escriba { $instead }.
fault-unanchored = La consulta solo dice lo que debe faltar, y casi todos los artículos valdrían; añada una palabra que deba aparecer.
fault-context = CONTEXT dice dónde buscar y no se muestra; escriba al lado aquello por lo que se muestra el artículo.
fault-alternative = Este lado de OR solo dice lo que debe faltar; añada una palabra que deba aparecer.
fault-contradiction = { $clause } se exige y se excluye; ningún artículo puede cumplirlo.
fault-two-values = Un artículo tiene un solo { $field }: { $first } y { $second } nunca se cumplen a la vez; escriba OR entre ellos.
fault-too-large = Es más largo o más anidado de lo que admite una consulta ({ $max } como máximo); divídalo.

# Temas que escriben los lectores
draft-new = Un tema nuevo
draft-of = Otra redacción para «{ $topic }»
draft-intro = Pruebe una consulta sobre todo lo guardado: se muestra lo que el tema ganaría y perdería antes de guardar nada.
draft-language = Idioma de la consulta
draft-try = Probar
draft-would = Qué cambiaría
draft-gains = Ganados
draft-loses = Perdidos
draft-keeps = Se quedan
draft-all = Todos estos
draft-label = Lo que ven los lectores
draft-id = Su nombre corto: a-z, 0-9, - y _
draft-keep = Guardar el tema
draft-note = Se escribe en el archivo del tema, y todo lo guardado se etiqueta enseguida.
draft-change = Probar y guardar otra redacción
topic-kept = El tema está guardado, tal como aparece aquí.
topic-same = No se cambió nada: el tema está como estaba.
topic-not-kept = No se guardó:
topic-bad-id = Un nombre corto lleva a-z, 0-9, - y _; pruebe { $proper }
topic-taken = Ya hay un tema con ese nombre; elija otro.
topic-changed = Otra persona cambió este tema entretanto; mírelo de nuevo.
topic-history = Sus redacciones
topic-restore = Volver a esta redacción
by-hand = en su archivo
archive-judged = Lo guardado se está etiquetando según los temas actuales: { $done } de { $all }.
save-as-topic = Guardar como tema

# Flujos
streams = Flujos
streams-intro = Cómo enterarse de lo nuevo: una búsqueda guardada tiene su propio canal para lectores de noticias, a otros programas se les envía cada cambio, y quien escribe uno los escucha todos.
save-as-watch = Conservar esta búsqueda con su propio canal
watches = Búsquedas conservadas
no-watches = Ninguna todavía. Una búsqueda se conserva al final de su página; su canal tiene entonces su propia dirección.
watch-name = Nombre
watch-by = Conservada por
watch-kept = La búsqueda se ha conservado.
watch-once = Quien tenga una de estas direcciones puede leer este canal, y nada más. Solo se muestran una vez; guarde una ahora.

# Webhooks
hooks = Enviados a otros programas
hooks-intro = Cada cambio de un artículo que pasa un filtro se envía como mensaje firmado (webhook), en orden, y de nuevo hasta que se acepta. A quien no acepta nada durante cinco días no se le envía más.
hook-add = Enviar los cambios allí
hook-filters = Solo lo que pasa, escrito como en la dirección de una lista
hook-key = Los mensajes se firman con esta clave (Standard Webhooks). Solo se muestra una vez; guárdela ahora.
hook-waiting = En espera
hook-state = Estado
hook-remove = Quitar
hook-again = Enviar de nuevo
hook-disabled = desactivado el { $when }: no aceptó nada durante demasiado tiempo
hook-failing = no acepta nada desde el { $when }
hook-last = último el { $when }
hook-nothing = nada enviado todavía
hook-receiver = Un programa que los recibe y comprueba sus firmas
hook-deliveries = Lo que se envió
hook-message = Mensaje
hook-when = Cuándo
hook-waits = espera
hook-no-address = No es una dirección a la que enviar; empieza por https:// o http:// y no lleva contraseña.
hook-no-filter = Estos filtros no se entienden; cópielos de la dirección de una lista: topic=…&language=fr&q=…

# Páginas de una lista
pages = Páginas
page-before = Página anterior
page-after = Página siguiente

# Si algo figura en un artículo
verify = ¿Dice eso?
verify-text = Una frase que figuraría en este artículo
verify-ask = Buscarla
stands-verbatim = palabra por palabra
stands-nearly = con otras palabras
stands-numbers = no: otro número
stands-almost = no palabra por palabra: lo que difiere está marcado
article-says = El artículo dice:
stands-nowhere = en ninguna parte
stands-foreign = no comparada: el artículo está en otro idioma
fault-at = En el carácter { $column }: { $fault }
fault-foreign-not = { $found } no es un operador aquí; escriba NOT delante de la palabra, o la palabra entre comillas.
fault-foreign-and = { $found } no es un operador aquí; escriba AND entre las palabras: se exige entonces cada una.
fault-foreign-range = { $found }: este lenguaje no tiene intervalos; escriba una palabra.
fault-foreign-pattern = { $found }: este lenguaje no tiene expresiones regulares; escriba una palabra con * o ?.
fault-foreign-near = { $found } no es un operador aquí; escriba NEAR/n entre las palabras.
fault-foreign-fuzzy = { $found }: este lenguaje no tiene palabras aproximadas; escriba un comodín, como en colo*r.
failed-told = El mensaje original
failed-login = la página pide una suscripción o iniciar sesión
failed-forbidden = el servidor nos rechaza
failed-not-there = la página no existe, o todavía no
failed-gone = el editor la ha retirado
failed-too-often = el servidor pide menos peticiones
failed-legal = está retenida por razones legales
failed-theirs = el fallo es suyo; se volverá a intentar
failed-name = no se conoce el nombre del servidor
failed-connect = nadie responde allí
failed-tls = el certificado no es de confianza, o la conexión no se puede proteger
failed-slow = el servidor fue demasiado lento
failed-broken = la respuesta se interrumpió
failed-robots = robots.txt nos pide no entrar
failed-robots-unreachable = no se puede leer robots.txt, y sin él no entramos
failed-resting = se deja descansar al servidor tras varios fallos
failed-large = la respuesta es demasiado grande
failed-kind = lo que llegó no es ni una página ni un canal
failed-nothing = el canal no anuncia nada
failed-no-feed = allí no se ha encontrado ninguna fuente RSS ni lista de artículos
failed-look = no ha dado resultado
failed-led-away = la dirección lleva a otro sitio, y a ningún artículo
failed-private = no está en la internet pública; quien administra veille puede abrirla en veille.toml, en fetcher.allow_private_addresses
failed-scheme = no es una dirección de la web; una dirección empieza por https:// y nombra un sitio, como https://www.example.org/
failed-no-ending = «{ $name }» no es una dirección entera: falta lo que sigue al punto, como en { $name }.es
log-in-at = Iniciar sesión en { $provider }
log-in-no-role = No pertenece a ningún grupo con acceso aquí; quien administra este servicio puede decir cuáles.
log-in-unreachable = El proveedor de identidad no responde; inténtelo de nuevo en un momento, o use una contraseña.
log-in-taken = Otra persona tiene aquí su nombre; quien administra este servicio puede cambiar uno de los dos.
log-in-unproven = No se inició la sesión: pasó demasiado tiempo, empezó en otro navegador o el proveedor de identidad se negó. Inténtelo de nuevo.

# An article for somebody else
share-link = Compartir con un enlace
share-intro = Quien tenga el enlace lee este artículo y nada más, sin iniciar sesión, hasta que se revoque.
share-make = Crear un enlace
share-once = Quien tenga esta dirección puede leer este artículo y nada más. Solo se muestra una vez; cópiela ahora.
share-back = Volver al artículo

# Listening
listen = Escuchar
listen-intro = Cada cambio de un artículo se anuncia al guardarse (server-sent events). Los filtros de una lista siguen: restrinja una y venga aquí.
listen-sample = Lo último, tal como se oye
listen-nothing = aún no se ha anunciado nada
listen-nats = Donde las etapas pasan por NATS, lo mismo está en
listen-nats-untagged = Donde las etapas pasan por NATS, lo mismo y los artículos que no tocan ningún tema están en
listen-nats-none = NATS no tiene un asunto solo para esto: sus asuntos conocen un tema, una fuente y un idioma sin sus variedades.
listen-token = TOKEN está en lugar de una ficha de acceso suya, que se crea en Cuenta:
listen-untold = La transmisión no atiende a «solo originales» ni a lo que la oficina piensa de los artículos: eso se sabe solo después de contado un cambio.

# What came lately
received-since = recibido desde el { $when }
since-yesterday = Recibidos desde ayer:
of-yesterday = Fechados ayer:
since-visit = Recibidos desde su última visita ({ $when }):


# A publisher to be read
source-add = Añadir una fuente
source-address = La dirección de un periódico, un sitio o un canal
source-look = Examinarla
source-note = Sus artículos se leerán desde ahora, al ritmo de sus canales.
source-keep = Añadirla
source-known = Ya se lee:
source-added = Añadida: { $name }.
first-articles = Los primeros artículos llegarán con la próxima lectura.
not-reading = Nada lee las fuentes aquí en este momento.

# What a topic found
lately = Últimamente
by-words = Por palabras y por el idioma en que aparecen, en los últimos artículos
near-articles = Artículos que quedaron cerca
near-articles-none = De los últimos artículos que no encontró, ninguno cumple un tercio de la consulta.
source-builtin = Aquí la lista de fuentes está integrada en el programa. Iniciado con --config y una copia de la carpeta config/ del proyecto, acepta nuevas; también
next-read = Próxima lectura
next-start = con el próximo inicio
source-paused = en pausa
source-pause = No leerla por ahora
source-resume = Leerla de nuevo
source-feeds = Lo que se lee de ella
source-report = Lo que se le ha pedido
source-report-show = Mostrarlo
source-report-note = Para quien la administra, por si pregunta; en inglés.
as-text = Como texto
feed-failing = en vano, { $times } seguidas: { $why }
feed-moved = Dice que se ha mudado a
band = normalmente de { $low } a { $high } al día
band-short = { $state }: { $missing }
opml-import = Traer la lista de otro lector (OPML)
opml-file = El archivo, tal como lo exporta el otro lector
opml-keep = Añadirlas
opml-note = Se leerán desde ahora, cada una al ritmo de sus canales.
opml-nothing = No hay nada nuevo: todo lo que contiene ya se lee.
opml-none = No se ha encontrado ningún canal. Se espera OPML, tal como lo exportan los lectores de canales.
opml-left-out = Se ha dejado fuera
opml-note-export = es la lista para otro lector de canales.
band-missing = { $number ->
    [one] falta un artículo
   *[other] faltan unos { $shown } artículos
}
sources-imported = { $number ->
    [one] Se ha añadido una fuente.
   *[other] Se han añadido { $shown } fuentes.
}

# The time zone
zone-title = Zona horaria
zone-intro = Los días y las horas se dan en la zona que usted elija, en este navegador; si no, en la de la oficina:

# Countries of sources
origin = Texto de
country = País
by-origin = Por origen del texto
by-country = Por país
country-at = Austria
country-be = Bélgica
country-br = Brasil
country-cn = China
country-de = Alemania
country-es = España
country-fr = Francia
country-gb = Reino Unido
country-id = Indonesia
country-in = India
country-it = Italia
country-jp = Japón
country-kr = Corea del Sur
country-nl = Países Bajos
country-qa = Catar
country-ru = Rusia
country-sg = Singapur
country-th = Tailandia
country-tr = Turquía
country-us = Estados Unidos
country-vn = Vietnam

# What cannot be kept to
misread-reversed = El período { $value } termina antes de empezar: primero va el día más temprano.
misread-ahead = El { $value } está por venir: todavía no puede haber nada de ese día.
misread-example = Se escribe así: { $example }
unknown-topic = Ningún tema se llama «{ $value }»: no se vigila ninguno y ningún artículo lo tiene.
unknown-source = Ninguna fuente se llama «{ $value }»: no se lee ninguna y ningún artículo es de ella.
unknown-country = Ninguna fuente de la lista es del país «{ $value }».
query-unasked = Esta página no busca: «{ $query }» se deja de lado. La página de búsqueda lo pregunta.
link-gone = Este enlace no abre nada
link-gone-detail = Fue revocado, o no está completo. Quien se lo dio puede hacer otro.
note-long = Una nota tiene { $most } caracteres como máximo; esta tiene { $length }. No se guardó nada.
hook-private = No se envía nada a esta dirección: no está en la internet pública. Quien administra veille puede abrirla en veille.toml, en fetcher.allow_private_addresses.
coverage-cut = Se dibuja desde el { $from }: no se muestran más de 20 años a la vez.
coverage-latest = El más reciente es del { $day }.
coverage-ahead = Dibujado hasta el { $to }: el resto del período está por venir.
coverage-months = Por meses: los días se dibujan para medio año como máximo.
coverage-no-hours = Las horas se dibujan para dos semanas como máximo; elija menos días para verlas.
readings = { $number ->
    [one] y { $shown } lectura de un canal
   *[other] y { $shown } lecturas de canales
}

# What was called not relevant
not-relevant-left-out = { $number ->
    [one] Se deja fuera { $shown } artículo marcado como no pertinente
   *[other] Se dejan fuera { $shown } artículos marcados como no pertinentes
}
not-relevant-show = mostrar
not-relevant-shown = { $number ->
    [one] Entre estos hay { $shown } artículo marcado como no pertinente
   *[other] Entre estos hay { $shown } artículos marcados como no pertinentes
}
not-relevant-leave-out = dejar fuera
triage-any = También los no pertinentes

# A topic that brings what is not meant
mend = Qué lo trajo y qué se podría cambiar
mend-loses = pierde { $loses } de { $of } (marcados como pertinentes: { $relevant }; sobre el tema: { $about }; marcados como no pertinentes: { $unwanted })
mend-about = Según su regla, este artículo trata del tema y no solo lo menciona (peso { $weight } de 100): lo que lo deja fuera puede dejar fuera lo que usted quiere.
mend-none = Ninguna palabra, nombre ni umbral deja fuera este artículo sin llevarse lo que está marcado como pertinente, lo que trata del tema o gran parte de él.
mend-at-least = solo con { $times } pasajes o más
mend-prominent = solo en el titular o el primer párrafo
mend-edit = Cambiar el tema a mano, con lo que trajo este artículo marcado
mend-over = El tema, tal como está ahora, ya no trae este artículo.
brought = Qué trajo este artículo
brought-goes = quedaría fuera
brought-stays = seguiría llegando
topic-bad-query = La consulta no se puede leer; el lugar está marcado abajo.

# Plain words typed into the search
any-spelling-person = Esta persona, en cualquier grafía
any-spelling-organisation = Esta organización, en cualquier grafía
any-spelling-place = Este lugar, en cualquier grafía
meant-phrase = Como esta frase exacta
meant-all = Con todas estas palabras
meant-any = Con alguna de estas palabras

# What the gate refuses
refused-right = Usted no puede hacer esto
refused-right-detail = Su cuenta o su token no lo permite, y no se cambió nada. Un administrador da los roles y los tokens.
refused-form = Este formulario ha caducado
refused-form-detail = No lo mostró este servidor, o lo mostró antes de reiniciarse o de que usted volviera a entrar; no se cambió nada. Abra la página de nuevo y envíelo otra vez.
refused-size = Es demasiado grande
refused-size-detail = Aquí se pueden enviar { $most } KB como máximo, y no se cambió nada. Acorte el texto o envíe un archivo más pequeño.
refused-stranger = Usted no ha iniciado sesión
refused-stranger-detail = Su sesión terminó, y no se cambió nada. Inicie sesión y envíelo otra vez.
refused-zones = Demasiadas zonas horarias
refused-zones-detail = En este momento otros consultan en demasiadas zonas horarias: inténtelo de nuevo o consulte en la de la oficina.
refused-again = Abrir la página de nuevo

# A text followed into the press
trace = Seguir un texto
trace-intro = Pegue un comunicado o un discurso: cada una de sus frases se busca en los artículos, palabra por palabra, modificada, abreviada o traducida. Una traducción se reconoce cuando se tradujo el texto entero, por el orden de sus nombres y cifras: una frase sola no.
trace-text = El texto
trace-file = O un archivo: texto, PDF, DOCX, página (HTML) o mensaje (EML, MHTML)
trace-from = Artículos desde este día
trace-to = Hasta este día
trace-ask = Seguirlo
trace-whole = Seguir un texto entero en todos los artículos
trace-found = { $articles } con algo del texto (frases: { $sentences })
trace-partly = Se examinaron los { $looked } más recientes de { $of } artículos; elija un período para examinar otros.
trace-nothing = No hay ninguna frase que buscar.
trace-no-text = No se puede leer ningún texto en este archivo: ábralo y copie su texto.
trace-long = El texto es demasiado largo: se pueden seguir { $most } caracteres como máximo.
trace-article = artículo
traced-verbatim = palabra por palabra
traced-altered = modificada
traced-shortened = abreviada
traced-translated = traducida
traced-left-out = omitida
traced-nowhere = en ningún artículo

# Las cabeceras de un libro de Excel
table-articles = Artículos
table-quotations = Citas
yes = sí
no = no
column-date = Fecha
column-day = Día
column-hour = Hora
column-month = Mes
column-outlet = Medio
column-headline = Titular
column-language = Idioma
column-languages = Idiomas
column-topics = Temas
column-address = Enlace
column-story-headline = Historia
column-copy-of = Mismo texto que en
column-original = Enlace al original
column-origin = De quién es el texto, según la página
column-quoted = A quién se cita
column-passages = Pasajes
column-published = Publicado
column-captured = Captado
column-source = Fuente (identificador)
column-story = Historia (identificador)
column-article = Artículo (identificador)
column-lead = Artículo que la representa (identificador)
column-topic = Tema (identificador)
column-speaker = Quién habla
column-role = En calidad de
column-speech = Discurso
speech-direct = palabra por palabra
speech-partial = palabra por palabra, en parte
speech-answer = respuesta de entrevista
speech-indirect = estilo indirecto
column-quote = Lo dicho
column-first = Primer día
column-last = Último día
column-articles = Artículos
column-originals = Originales
column-outlets = Medios
column-all-articles = Todo lo guardado
column-before = En el período anterior
column-name = Nombre
column-id = Identificador
column-configured = En la lista
column-last-14-days = Últimos 14 días
column-latest-article = Último artículo
column-latest = Último
column-last-read = Última lectura
column-last-failure = Último fallo
column-reason = Razón
column-paused = En pausa
column-next-reading = Próxima lectura
column-usual-low = Lo usual, al menos
column-usual-high = Lo usual, a lo sumo
column-unusual = Inusual
column-label = Tema
column-stage = Etapa
column-outcome = Qué fue de ello
column-count = Número
column-detail = En detalle
column-at = Cuándo
column-input = Entrada (identificador)
column-who = Quién
column-what = Qué
column-on = Sobre qué
column-number = Línea
column-digest = Resumen criptográfico
unusual-silent = en silencio
unusual-broken = averiada
unusual-moved = trasladada
unusual-unread = sin leer

# Por qué algo no llegó a artículo
reason-feed = un canal, cuyas entradas se leen una a una
reason-unreadable = no se puede leer
reason-no-body = no hay texto corrido en la página
reason-too-short = demasiado corto para ser un artículo
reason-not-an-article = la página muestra otra cosa que un artículo
reason-consent-wall = la página solo pide consentimiento
reason-empty-shell = la página está vacía hasta que un script la llena
reason-section-page = una página que enumera artículos
reason-soft-404 = la página dice que no se encontró
reason-unavailable = el sitio no está disponible por ahora
reason-blocked = el sitio no nos dejó entrar
reason-duplicate = ya está
reason-unchanged = nada nuevo desde la última lectura
reason-entries-max = más entradas de las que se leen a la vez
reason-empty-feed = el canal no anuncia nada
reason-bad-feed = el canal no se puede leer
reason-crowded = la respuesta llegaba demasiado despacio
reason-stopped = la ejecución se detuvo antes
reason-sent-on = la página solo remite a otra
reason-needs-browser = solo un navegador con scripts podría leerla
reason-paywall-stub = solo se muestra un comienzo a quien no paga
reason-elsewhere = la página habla de otra cosa que su canal
reason-not-kept = ya no se conserva
reason-not-a-capture = un archivo que no contiene ninguna página
reason-torn = un archivo que se interrumpe
reason-line-too-long = una línea demasiado larga
reason-panic = hizo fallar el programa que la leía
reason-max-deliveries = se intentó demasiadas veces
reason-forgotten = olvidado a petición
reason-pruned = conservado el tiempo previsto
reason-read = se leyó el canal
reason-told = un concentrador anunció novedades
reason-source-silent = la fuente trae menos de lo habitual, y nada lo impide
reason-source-broken = la fuente trae menos de lo habitual: no se puede obtener lo que anuncia
reason-source-moved = la fuente trae menos de lo habitual: su canal se ha mudado
reason-no-opml = no es un OPML: una lista de canales como la exportan los lectores
reason-opml-cut = la lista se interrumpe antes del final; expórtela de nuevo
reason-opml-address = no es una dirección http o https
reason-opml-twice = figura dos veces y se tomó una sola
reason-opml-empty = no contiene ningún canal, sección ni página
reason-source-known = ya se lee
reason-source-id = otra fuente tiene ya este identificador; añada sus canales a ella a mano
reason-configuration = la lista de fuentes no se puede leer o cambiar
