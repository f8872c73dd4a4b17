use super::*;

fn check(line: &str, expected: Option<Aside>) {
    assert_eq!(Aside::of(line, &mut Phrases::default()), expected, "{line}");
}

#[test]
fn that_the_text_goes_on_below_is_no_part_of_it() {
    for line in [
        "Story continues below advertisement",
        "Advertisement",
        "La suite après cette publicité",
        "Anzeige",
        "Der Artikel geht unter der Anzeige weiter",
        "Sigue leyendo después de la publicidad",
        "Continua após a publicidade",
        "Continua a leggere dopo la pubblicità",
        "Dalsza część tekstu pod reklamą",
        "Tekst gaat verder onder de foto",
        "Artikeln fortsätter efter annonsen",
        "Článek pokračuje pod reklamou",
        "Articolul continuă după publicitate",
        "Haberin devamı reklamdan sonra",
        "Scroll ke bawah untuk melanjutkan membaca",
        "Makala inaendelea baada ya tangazo",
        "Продолжение после рекламы",
        "Продовження після реклами",
        "Η συνέχεια μετά τη διαφήμιση",
        "إعلان",
        "廣告",
    ] {
        check(line, Some(Aside::Below));
    }
    // A complaint in German, a lasting article of a law, a case that goes on.
    check("Nach der Anzeige ermittelt nun die Polizei.", None);
    check("El artículo continúa vigente desde 1987.", None);
    check("Anzeige gegen den Bürgermeister", None);
}

#[test]
fn what_asks_readers_to_follow_or_to_write_is_no_part_of_the_text() {
    for line in [
        "👉 Join our WhatsApp channel for the news of the valley.",
        "Follow the rebuilding of the bridge on our Facebook page.",
        "Do you have a story? Write to desk@courier.example.",
        "Thanks for reading! This post is public so feel free to share it.",
        "Rejoignez notre chaîne WhatsApp pour ne rien manquer.",
        "Folgen Sie uns auf Facebook!",
        "Haben Sie einen Fehler entdeckt? Schreiben Sie uns.",
        "Sigue toda la información en Facebook y en nuestra newsletter.",
        "Únete a nuestro canal de WhatsApp.",
        "Siga o canal do Correio no WhatsApp.",
        "Seguici su Facebook",
        "Masz ciekawy temat? Napisz do nas.",
        "Heb je een tip? Stuur ons een bericht.",
        "Följ oss på Facebook.",
        "Sledujte nás na Facebooku.",
        "Urmărește Gazeta Luncii și pe Google News.",
        "Gelişmelerden haberdar olmak için WhatsApp kanalımıza katılın.",
        "Mari bergabung di saluran WhatsApp kami.",
        "Tufuate kwenye Facebook.",
        "Подписывайтесь на наш Telegram-канал!",
        "Підписуйтесь на наш Telegram-канал",
        "Ακολουθήστε μας στο Google News",
        "تابعونا على فيسبوك",
        "ما را در تلگرام دنبال کنید",
        "הצטרפו לקבוצת הוואטסאפ שלנו",
        "आगे पढ़ने के लिए यहां क्लिक करें",
        "সর্বশেষ খবর পেতে আমাদের ফলো করুন",
        "ติดตามข่าวสารได้ที่ Line @khao",
        "อ่านข่าวเพิ่มเติม: ฝนตกหนัก",
        "更多精彩内容，请关注我们的微信公众号。",
        "この記事は有料記事です。残り1245文字",
        "▶제보하기 카카오톡 : 채널 추가",
    ] {
        check(line, Some(Aside::Appeal));
    }
}

#[test]
fn an_article_about_newsletters_rights_and_advertising_keeps_its_lines() {
    for line in [
        "Newsletters have become the second income of small papers, and most of them are free.",
        "“Join our WhatsApp channel,” the message read, and forty thousand people did.",
        "The channel joined WhatsApp in May and has two million followers on Facebook.",
        "Follow-up talks are planned for June.",
        "All rights of the tenants reserved, the court said, the sale may go ahead.",
        "Advertisement revenue fell by a tenth.",
        "Das Abo kostet künftig zwölf Euro im Monat.",
        "Was denken Sie über den Umbau des Marktplatzes?",
        "Ihre Meinung teilt der Bürgermeister nicht.",
        "Sigue la búsqueda de la menor; su foto circula en Facebook.",
        "Comparte esta opinión la ministra de Trabajo.",
        "Este interzisă circulația camioanelor pe podul vechi.",
        "Entre no máximo dez dias, a Câmara vota o projeto.",
        "Abbonati in calo per la squadra della città.",
        "Segnala un vicino il furto di due biciclette.",
        "Czekamy na decyzję sądu, mówi burmistrz.",
        "Overname van de fabriek gaat niet door.",
        "Bergabung dengan klub itu, ia mencetak tiga gol.",
        "Все права ребёнка должны соблюдаться.",
        "Bạn đọc phản ánh nước lũ dâng cao.",
        "Theo dõi bão số 3 trên biển Đông.",
        "据微信公众号“城市观察”消息，三人受伤。",
    ] {
        check(line, None);
    }
}

#[test]
fn what_may_be_done_with_a_text_is_no_part_of_it() {
    for line in [
        "© 2021 The Courier. All rights reserved.",
        "Tous droits réservés. Reproduction interdite sans autorisation.",
        "Todos los derechos reservados. Prohibida su reproducción.",
        "Todos os direitos reservados.",
        "© RIPRODUZIONE RISERVATA",
        "Wszelkie prawa zastrzeżone.",
        "Conținutul acestui site este protejat. Este interzisă republicarea fără acord.",
        "Dilarang keras mengambil konten tanpa izin tertulis.",
        "Haki zote zimehifadhiwa.",
        "Перепечатка материалов только с согласия редакции.",
        "جميع الحقوق محفوظة",
        "저작권자 © 강변일보 무단전재 및 재배포 금지",
    ] {
        check(line, Some(Aside::Rights));
    }
}

#[test]
fn who_took_a_picture_is_no_part_of_the_text() {
    for line in [
        "Photo: Ana Lima",
        "Foto: Prefeitura",
        "Crédit photo : DR",
        "Fotoğraf: Deniz Ak",
        "fot. Jan Nowak",
        "Källa: Statistikbyrån",
        "Фото: акимат",
        "责任编辑：",
    ] {
        check(line, Some(Aside::Credit));
    }
    check("Photo shops are closing all over the valley.", None);
    check("Foto de familia en la cumbre: los ocho ministros posaron juntos.", None);
}
