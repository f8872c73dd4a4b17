//! The shipped topics in the languages of the press that reported the event: what each finds there, and what none takes.

#![allow(clippy::unwrap_used)] // tests

use std::collections::BTreeSet;

use veille_text::{Document, Parts};

use crate::seeds::topics;

/// What the sentences of [`REPORTS`] are about, and no other topic.
const ABOUT: [&str; 5] = [
    "hanoi-convention",
    "international-cooperation",
    "ratification-and-domestic-law",
    "signing-ceremony",
    "sovereignty",
];

/// Reports of the signature, a sentence for each topic of [`ABOUT`].
const REPORTS: &[(&str, &[&str])] = &[
    (
        "es",
        &[
            "La Convención de la ONU contra la Ciberdelincuencia se presentó en Hanói.",
            "Ningún Estado puede hacerlo solo sin cooperación internacional, dijo el fiscal.",
            "El Congreso deberá ratificar el texto y adaptar la legislación nacional.",
            "El tratado quedó abierto a la firma el sábado.",
            "El texto protege la soberanía nacional y el principio de no injerencia.",
        ],
    ),
    (
        "pt",
        &[
            "A Convenção das Nações Unidas contra o Cibercrime foi apresentada em Hanói.",
            "Nenhum Estado consegue agir sozinho sem cooperação internacional.",
            "O parlamento terá de ratificar o texto, que entra em vigor depois de quarenta adesões.",
            "A cerimónia de assinatura decorreu no sábado.",
            "O texto respeita a soberania dos Estados e a não ingerência.",
        ],
    ),
    (
        "de",
        &[
            "Das UN-Cybercrime-Übereinkommen wurde in Hanoi vorgestellt.",
            "Ohne internationale Zusammenarbeit könne kein Staat bestehen.",
            "Der Bundestag muss das Abkommen noch ratifizieren; in Kraft tritt es nach vierzig Ratifikationen.",
            "Das Übereinkommen liegt seit Samstag zur Unterzeichnung auf.",
            "Die Souveränität der Staaten im Cyberraum müsse gewahrt bleiben.",
        ],
    ),
    (
        "it",
        &[
            "La Convenzione Onu contro il cybercrime è stata presentata a Hanoi.",
            "Nessuno Stato può farcela senza cooperazione internazionale.",
            "Il Parlamento dovrà ratificare il testo, che entrerà in vigore dopo quaranta ratifiche.",
            "Il trattato è aperto alla firma da sabato.",
            "Il testo tutela la sovranità nazionale e il principio di non ingerenza.",
        ],
    ),
    (
        "ar",
        &[
            "عُرضت اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية في هانوي.",
            "ولا يمكن لأي دولة أن تنجح من دون التعاون الدولي.",
            "وعلى البرلمان التصديق على الاتفاقية التي تدخل حيز النفاذ بعد أربعين تصديقا.",
            "وأقيم حفل توقيع الاتفاقية يوم السبت.",
            "ويؤكد النص احترام سيادة الدول وعدم التدخل في الشؤون الداخلية.",
        ],
    ),
    (
        "ru",
        &[
            "Конвенцию ООН против киберпреступности представили в Ханое.",
            "Без международного сотрудничества ни одно государство не справится.",
            "Парламент должен ратифицировать документ, который вступит в силу через 90 дней.",
            "Церемония подписания прошла в субботу.",
            "Документ закрепляет принцип суверенитета и невмешательство во внутренние дела.",
        ],
    ),
    (
        "zh",
        &[
            "《联合国打击网络犯罪公约》在河内亮相。",
            "打击犯罪离不开国际合作。",
            "各国议会还需批准该公约，公约将在第四十份批准书交存后生效。",
            "签署仪式于周六举行。",
            "公约强调尊重各国主权，不干涉内政。",
        ],
    ),
    (
        "zh",
        &[
            "《聯合國打擊網路犯罪公約》在河內亮相。",
            "打擊犯罪離不開國際合作。",
            "各國議會還需批准該公約，公約將在第四十份批准書交存後生效。",
            "簽署儀式於週六舉行。",
            "公約強調尊重各國主權，不干涉內政。",
        ],
    ),
    (
        "ja",
        &[
            "国連サイバー犯罪条約がハノイで披露された。",
            "国際協力なしには対処できないと検事は述べた。",
            "国会での批准が必要で、条約は40カ国の批准後に発効する。",
            "署名式は土曜日に行われた。",
            "条約は国家主権の尊重と内政不干渉をうたう。",
        ],
    ),
    (
        "ko",
        &[
            "유엔 사이버범죄 협약이 하노이에서 공개됐다.",
            "국제 공조 없이는 대응할 수 없다고 검사는 말했다.",
            "국회가 협약을 비준해야 하며 40개국이 비준하면 발효된다.",
            "서명식은 토요일에 열렸다.",
            "협약은 국가 주권 존중과 내정 불간섭을 명시했다.",
        ],
    ),
    (
        "th",
        &[
            "อนุสัญญาสหประชาชาติว่าด้วยการต่อต้านอาชญากรรมทางไซเบอร์เปิดตัวที่กรุงฮานอย",
            "ไม่มีประเทศใดรับมือได้หากขาดความร่วมมือระหว่างประเทศ",
            "รัฐสภาต้องให้สัตยาบัน และอนุสัญญาจะมีผลใช้บังคับหลังจากนั้น",
            "พิธีลงนามจัดขึ้นเมื่อวันเสาร์",
            "อนุสัญญาเคารพอธิปไตยของรัฐและการไม่แทรกแซงกิจการภายใน",
        ],
    ),
    (
        "id",
        &[
            "Konvensi PBB Melawan Kejahatan Siber diperkenalkan di Hanoi.",
            "Tidak ada negara yang mampu tanpa kerja sama internasional.",
            "DPR harus meratifikasi naskah itu sebelum mulai berlaku.",
            "Upacara penandatanganan digelar pada hari Sabtu.",
            "Naskah itu menghormati kedaulatan negara dan prinsip non-intervensi.",
        ],
    ),
    (
        "fa",
        &[
            "کنوانسیون سازمان ملل علیه جرایم سایبری در هانوی معرفی شد.",
            "بدون همکاری‌های بین‌المللی هیچ کشوری موفق نمی‌شود.",
            "مجلس باید کنوانسیون را تصویب کند تا لازم‌الاجرا شود.",
            "مراسم امضای کنوانسیون روز شنبه برگزار شد.",
            "این سند بر احترام به حاکمیت کشورها و عدم مداخله در امور داخلی تاکید دارد.",
        ],
    ),
    (
        "tr",
        &[
            "Birleşmiş Milletler Siber Suçlarla Mücadele Sözleşmesi Hanoi'de tanıtıldı.",
            "Hiçbir devlet uluslararası iş birliği olmadan başarılı olamaz.",
            "Meclis'in sözleşmeyi onaylaması gerekiyor; metin kırk onaydan sonra yürürlüğe girecek.",
            "İmza töreni cumartesi günü yapıldı.",
            "Metin, devletlerin egemenliğine ve iç işlerine müdahale etmeme ilkesine dayanıyor.",
        ],
    ),
    (
        "he",
        &[
            "אמנת האו\"ם נגד פשיעת סייבר הוצגה בהאנוי.",
            "שום מדינה לא תצליח בלי שיתוף פעולה בינלאומי.",
            "הכנסת צריכה לאשרר את האמנה, שתיכנס לתוקף לאחר ארבעים אשרורים.",
            "טקס החתימה נערך בשבת.",
            "האמנה שומרת על ריבונות המדינות ועל אי-התערבות.",
        ],
    ),
    (
        "uk",
        &[
            "Конвенцію ООН проти кіберзлочинності представили в Ханої.",
            "Без міжнародної співпраці жодна держава не впорається.",
            "Верховна Рада має ратифікувати документ, який набуде чинності через 90 днів.",
            "Церемонія підписання відбулася в суботу.",
            "Документ закріплює принцип суверенітету та невтручання у внутрішні справи.",
        ],
    ),
];

/// Of cybercrime or of its words, and not of the event.
const ELSEWHERE: &[&str] = &[
    "La empresa sufrió un ciberataque y negoció con los atacantes. El alcalde firmó un convenio de ciberseguridad con la universidad en una ceremonia; hubo una exposición y medidas de seguridad.",
    "A empresa sofreu um ciberataque e o presidente da câmara assinou um contrato de cibersegurança; a polícia deteve dois suspeitos em Lisboa.",
    "Cyber Monday: Die Verhandlungen vor Gericht gehen weiter. Der Umsatz im Online-Handel betrug eine Million, die Stadt sprach von Cybersicherheit.",
    "L'azienda ha subito un cyberattacco; il sindaco ha firmato un protocollo sulla sicurezza informatica con l'università.",
    "تعرضت الشركة لهجوم إلكتروني، وأكد الوزير سيادة القانون والأمن السيبراني والمصادقة الثنائية.",
    "Киберспортсмены подписали договор; церемония награждения прошла в Москве, выборы идут, законченный матч.",
    "公司加强网络安全，与客户签署合作协议，投资新项目。",
    "サイバー攻撃を受けた会社が会見を開き、社長が謝罪した。国民主権について議論した。",
    "사이버대학이 사이버보안 학과를 새로 만들고 업무협약을 맺었다. 발효 식품 전시도 있었다.",
    "บริษัทถูกโจมตีทางไซเบอร์ ผู้บริหารขอโทษลูกค้าและจะปรับปรุงระบบ",
    "Perusahaan itu diserang peretas; wali kota menandatangani kontrak keamanan siber dengan universitas.",
    "شرکت هدف حمله سایبری قرار گرفت و مدیر آن قرارداد تازه‌ای بست.",
    "Sibirya'da bir şirket siber saldırıya uğradı; belediye bir sözleşme imzaladı.",
    "החברה הותקפה במתקפת סייבר והודיעה על הסכם עם חברת ביטוח; לאומיות אינה העניין.",
    "Кіберспортсмени підписали договір; церемонія нагородження пройшла у Львові.",
];

fn document(text: &str) -> Document {
    Document::of(&Parts { text, ..Parts::default() })
}

#[test]
fn every_topic_is_asked_for_and_named_in_the_same_languages() {
    let topics = topics();
    let languages: BTreeSet<_> = topics.get("hanoi-convention").unwrap().queries.keys().collect();
    assert_eq!(languages.len(), 18, "{languages:?}");
    for topic in topics.iter() {
        assert_eq!(topic.queries.keys().collect::<BTreeSet<_>>(), languages, "{}", topic.id);
        assert_eq!(topic.labels.keys().collect::<BTreeSet<_>>(), languages, "{}", topic.id);
    }
}

#[test]
fn a_report_of_the_signature_earns_its_topics_by_the_queries_of_its_language() {
    let topics = topics();
    for (language, sentences) in REPORTS {
        let report = document(&sentences.join(" "));
        let found: BTreeSet<_> = topics
            .iter()
            .filter(|topic| topic.queries[*language].matches(&report).is_some())
            .map(|topic| topic.id.as_str())
            .collect();
        assert_eq!(found, BTreeSet::from(ABOUT), "{language}: {sentences:?}");
    }
}

#[test]
fn cybercrime_elsewhere_earns_none_of_the_topics() {
    for text in ELSEWHERE {
        let elsewhere = document(text);
        for topic in topics().iter() {
            let earned = topic.queries.values().find_map(|query| query.matches(&elsewhere));
            assert!(earned.is_none(), "{}: {text}: {earned:?}", topic.id);
        }
    }
}
