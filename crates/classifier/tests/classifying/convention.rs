//! The umbrella topic finds the Convention in every language that it has a query for, and no other treaty.

#![allow(clippy::unwrap_used)] // tests

use std::path::Path;

use veille_classifier::Topics;
use veille_text::{Document, Parts};

fn matches(text: &str) -> bool {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/topics/hanoi-convention.toml");
    let topics =
        Topics::parse(&[("hanoi-convention.toml".to_owned(), std::fs::read_to_string(file).unwrap())])
            .unwrap();
    let document = Document::of(&Parts { text, ..Parts::default() });
    topics.iter().any(|topic| topic.queries.values().any(|query| query.matches(&document).is_some()))
}

#[test]
fn the_convention_is_found_in_every_language() {
    for text in [
        "Soixante pays ont signé la Convention de Hanoï samedi.",
        "la convention des nations unies contre la cybercriminalite",
        "Delegates signed the UN Convention against Cybercrime in the capital.",
        "The United Nations cybercrime treaty opens for signature.",
        "Diplomats at the U.N. hailed the Convention against Cybercrime.",
        "Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng",
        "Le mo ky Cong uoc Ha Noi",
        "La Convención de las Naciones Unidas contra la Ciberdelincuencia",
        "A Convenção das Nações Unidas contra o cibercrime será assinada",
        "Das Übereinkommen der Vereinten Nationen gegen Cyberkriminalität",
        "Das Cybercrime-Übereinkommen der UN liegt zur Unterzeichnung auf.",
        "Die UN-Cybercrime-Konvention tritt in Kraft.",
        "La Convenzione delle Nazioni Unite contro la criminalità informatica",
        "اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية",
        "Конвенция ООН против киберпреступности открыта для подписания",
        "《联合国打击网络犯罪公约》在河内开放签署",
        "《聯合國打擊網路犯罪公約》開放簽署",
        "国連のサイバー犯罪条約の署名式",
        "유엔 사이버범죄 협약 서명식",
        "국회가 하노이협약을 비준했다. UN 사이버범죄방지협약은 내년에 발효된다.",
        "Konvensi PBB menentang kejahatan siber",
        "พิธีลงนามอนุสัญญาฮานอย",
        "อนุสัญญาสหประชาชาติว่าด้วยการต่อต้านอาชญากรรมทางไซเบอร์",
        "کنوانسیون سازمان ملل متحد علیه جرایم سایبری",
        "BM Siber Suçlarla Mücadele Sözleşmesi imzaya açıldı",
        "אמנת האו\"ם נגד פשיעת סייבר נפתחה לחתימה",
        "Конвенція ООН проти кіберзлочинності: В’єтнам приймає делегації",
    ] {
        assert!(matches(text), "{text}");
    }
}

#[test]
fn other_treaties_are_not_the_convention() {
    for text in [
        "The Budapest Convention on Cybercrime of the Council of Europe has seventy parties.",
        "La convention collective des agents de sécurité a été renégociée à Lyon.",
        "Hanoi hosted the football convention of the region.",
        "La cybercriminalité augmente au Vietnam selon les Nations unies.",
        "The UN Convention on the Law of the Sea was signed in Montego Bay.",
        "Une convention sur le cybercrime, un accord entre deux provinces.",
        "Ein Abkommen gegen Cybercrime zwischen zwei Kantonen ist unterzeichnet.",
        "Un convenio regional contra el ciberdelito, un acuerdo de dos provincias.",
        "Avrupa Konseyi'nin Budapeşte Siber Suç Sözleşmesi yürürlükte.",
        "부다페스트 협약은 유럽평의회의 사이버범죄 협약이다.",
        "Конвенція Ради Європи про кіберзлочинність діє з 2004 року.",
    ] {
        assert!(!matches(text), "{text}");
    }
}
