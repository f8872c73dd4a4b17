//! Who speaks where it is said in other ways than beside the quotation's own verb.

#![allow(clippy::unwrap_used)] // tests

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// `speaker: words` of each quotation between marks, `?` where nobody is named.
fn check(language: &str, text: &str, expected: &[&str]) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .filter(|said| said.kind != QuotationKind::Indirect)
        .map(|said| format!("{}: {}", said.speaker.as_deref().unwrap_or("?"), said.exact))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_participle_is_said_by_whom_the_sentence_is_about() {
    check(
        "en",
        "Senator Karen Dow visited the show to discuss her rival, Helen Reed, saying “on her worst day she is honest”.",
        &["Karen Dow: on her worst day she is honest"],
    );
    check(
        "en",
        "Mayor Tom Reed told the paper that the plan “had a crazy logic,” adding, “Nobody will pay for it.”",
        &["Tom Reed: had a crazy logic,", "Tom Reed: Nobody will pay for it."],
    );
}

#[test]
fn a_surname_alone_beside_its_verb_speaks_and_a_role_may_be_a_surname() {
    check("en", "“We leave at once, all of us,” Tiegen stated.", &["Tiegen: We leave at once, all of us,"]);
    check(
        "en",
        "James O’Neill briefed the press. “The cause is not known yet,” said O'Neill, on his first day.",
        &["James O’Neill: The cause is not known yet,"],
    );
    check(
        "en",
        "Pete King came late. “They pay us a lot of money for it,” Mr. King said.",
        &["Pete King: They pay us a lot of money for it,"],
    );
}

#[test]
fn whose_somebody_is_does_not_speak() {
    check(
        "en",
        "“In this case I think values should win,” the Zionist Union's Nachman Shai told the agency.",
        &["Nachman Shai: In this case I think values should win,"],
    );
}

#[test]
fn whom_an_agency_quotes_speaks() {
    check(
        "vi",
        "\"Tôi tin rằng chúng ta sẽ thấy năng lực được tăng cường\", AFP dẫn lời ông Mã Anh Cửu cho biết.",
        &["Mã Anh Cửu: Tôi tin rằng chúng ta sẽ thấy năng lực được tăng cường"],
    );
    check(
        "vi",
        "“Nghi phạm đã khai nhận toàn bộ kế hoạch” – AP dẫn lời bà Lê Thu Hà.",
        &["Lê Thu Hà: Nghi phạm đã khai nhận toàn bộ kế hoạch"],
    );
    check(
        "vi",
        "“Chúng tôi biết ai đứng đằng sau vụ việc” - Thời báo Bình Minh dẫn lời Trưởng ban Đối ngoại Lê Văn Quý tuyên bố.",
        &["Lê Văn Quý: Chúng tôi biết ai đứng đằng sau vụ việc"],
    );
    check(
        "en",
        "Reuters quoted Karen Dow as saying: “We will sign the text in the autumn.”",
        &["Karen Dow: We will sign the text in the autumn."],
    );
}

#[test]
fn two_who_speak_together_are_both_named() {
    check(
        "de",
        "Die Minister Paul Adler und Jan Richter betonten: „Wir unterschreiben im Herbst.“",
        &["Jan Richter: Wir unterschreiben im Herbst.", "Paul Adler: Wir unterschreiben im Herbst."],
    );
    check(
        "en",
        "“Our members had no say in this,” said Karen Dow and Tom Reed on Monday.",
        &["Karen Dow: Our members had no say in this,", "Tom Reed: Our members had no say in this,"],
    );
}

#[test]
fn a_press_release_names_its_speakers_before_a_colon_or_in_the_next_line() {
    check(
        "en",
        "And from Laura Finch, Director of the Harbour Board: “Every port will need a new plan.”",
        &["Laura Finch: Every port will need a new plan."],
    );
    check(
        "en",
        "The board met on Monday.\n\n“The whole idea is something that we hear all the time.”\n\n– Laura Finch, Harbour Board",
        &["Laura Finch: The whole idea is something that we hear all the time."],
    );
}

#[test]
fn speech_between_dashes_is_quoted() {
    check(
        "es",
        "—Si el texto aguanta —dijo Tomás Adeva—, firmaremos en octubre.",
        &["Tomás Adeva: Si el texto aguanta", "Tomás Adeva: firmaremos en octubre"],
    );
    check(
        "ru",
        "— Если текст устоит, — сказал Тимур Адиев, — мы подпишем в октябре.",
        &["Тимур Адиев: Если текст устоит", "Тимур Адиев: мы подпишем в октябре"],
    );
    check("es", "—Un punto de la lista\n—Otro punto de la lista", &[]);
}

#[test]
fn a_description_stands_for_whoever_spoke_right_before() {
    check(
        "fr",
        "« Je suis heureux de ce prix », a déclaré Sadio Mané. « Nous n'avons pas pu y aller », a expliqué le joueur.",
        &["Sadio Mané: Je suis heureux de ce prix", "Sadio Mané: Nous n'avons pas pu y aller"],
    );
}

#[test]
fn a_sentence_in_the_mood_of_reported_speech_is_whoever_the_one_before_is_about() {
    check(
        "de",
        "Minister Paul Adler begründete seinen Rückzug. Damit seien „der Kurs und die Berechenbarkeit nicht mehr so klar“.",
        &["Paul Adler: der Kurs und die Berechenbarkeit nicht mehr so klar"],
    );
}

#[test]
fn german_names_who_speaks_behind_the_marks_in_its_own_ways() {
    check(
        "de",
        "Als „ein kleines Wunder der Diplomatie“ bezeichnete Kommissarin Greta Lindner die Abstimmung.",
        &["Greta Lindner: ein kleines Wunder der Diplomatie"],
    );
    check(
        "de",
        "„Alle Anzeichen deuteten auf einen Anschlag hin“, hieß es vom Abgeordneten Viktor Oserow.",
        &["Viktor Oserow: Alle Anzeichen deuteten auf einen Anschlag hin"],
    );
    check(
        "de",
        "„Allerdings bleibt das Problem der Kriminalität“ laut Peter Gall „auch in Zukunft bestehen“.",
        &[
            "Peter Gall: Allerdings bleibt das Problem der Kriminalität",
            "Peter Gall: auch in Zukunft bestehen",
        ],
    );
}

#[test]
fn a_bracket_that_explains_quotes_nobody() {
    check("de", "Die Partei „Palang Prachachon“ (etwa: „Partei der Volksmacht“) tritt an.", &[]);
}

#[test]
fn a_country_before_a_foreign_name_is_no_part_of_it() {
    check(
        "vi",
        "“Chúng tôi sẽ ký công ước này”, Ngoại trưởng Mỹ John Kerry nói. Thủ tướng Pakistan Nawaz Sharif cho biết: “Chúng tôi \
         không đồng ý với điều đó”. Ông Thái Bá Dũng nói: “Chúng tôi đồng ý với điều này”.",
        &[
            "John Kerry: Chúng tôi sẽ ký công ước này",
            "Nawaz Sharif: Chúng tôi không đồng ý với điều đó",
            "Thái Bá Dũng: Chúng tôi đồng ý với điều này",
        ],
    );
}

#[test]
fn a_verb_with_nobody_beside_it_is_the_last_speakers() {
    check(
        "es",
        "“No somos máquinas”, declaró Yolanda Cabrera, delegada. Preguntada por la huelga, respondió: “Lo que haga falta”.",
        &["Yolanda Cabrera: No somos máquinas", "Yolanda Cabrera: Lo que haga falta"],
    );
    check(
        "it",
        "«È una vittoria», ha esultato l'avvocata Samanta Leone, aggiungendo che il comune «poteva evitare il processo».",
        &["Samanta Leone: È una vittoria", "Samanta Leone: poteva evitare il processo"],
    );
    // An agency that no list has is no last speaker.
    check(
        "it",
        "«Propaganda e basta», ha detto Carla Viti. Bankitalia, nel suo bollettino, segnala «rischi al ribasso» per tutti.",
        &["Carla Viti: Propaganda e basta", "?: rischi al ribasso"],
    );
}

#[test]
fn a_word_of_another_use_may_be_a_name_beside_its_verb() {
    check("en", "“The deal is done,” Read said. Ian Read left on Monday.", &["Ian Read: The deal is done,"]);
    check("en", "“This is wrong and we know it,” according to CNN.", &["CNN: This is wrong and we know it,"]);
    check(
        "en",
        "At a Trump rally, Bernie Sanders told the crowd it was “a very messy affair,” adding, “Democracy is messy.”",
        &["Bernie Sanders: a very messy affair,", "Bernie Sanders: Democracy is messy."],
    );
    check(
        "en",
        "“She is a bad candidate,” Tom Reed said on ABC's “Good Morning America.” “She will not do well in the autumn.”",
        &["Tom Reed: She is a bad candidate,", "Tom Reed: She will not do well in the autumn."],
    );
    check(
        "de",
        "Olexandr Turtschyn, der Exstellvertreter von Timoschen sagte: „Jetzt ist er Diktator eines Regimes“.",
        &["Olexandr Turtschyn: Jetzt ist er Diktator eines Regimes"],
    );
}

#[test]
fn german_marks_may_be_closed_by_straight_ones_and_a_verb_may_be_in_two_parts() {
    check(
        "de",
        "„Wir unterschreiben das Abkommen nicht\", sagte Minister Karl Oden. „Wir warten ab\", fügte Oden an.",
        &["Karl Oden: Wir unterschreiben das Abkommen nicht", "Karl Oden: Wir warten ab"],
    );
    check(
        "de",
        "„Ein Name wie dieser steht für die Bedeutung des Hafens“, führte Karl Oden gegenüber der Presse aus.",
        &["Karl Oden: Ein Name wie dieser steht für die Bedeutung des Hafens"],
    );
}

#[test]
fn what_is_somebodys_own_is_whoever_was_named_before() {
    check(
        "de",
        "Minister Karl Oden zeigte sich zuversichtlich. Seine Zuversicht gründet sich auf die Türkeifrage: „Entscheidungen sind \
         immer erst in letzter Minute getroffen worden.“",
        &["Karl Oden: Entscheidungen sind immer erst in letzter Minute getroffen worden."],
    );
}

#[test]
fn a_role_in_the_sentence_before_is_not_whose_name_opens_the_next() {
    check(
        "fr",
        "Un cargo a été retenu, selon l'ambassadeur de Norvège. Vasil Bodin déclare : « Nous coopérons avec tous. »",
        &["Vasil Bodin: Nous coopérons avec tous."],
    );
}

#[test]
fn a_sentence_behind_a_few_words_in_marks_is_their_speakers() {
    check(
        "fr",
        "Le professeur Alain Pascal a fait valoir que ce serait un « grand pas en arrière » pour tous. « Je préférerais de \
         loin que nous cherchions ailleurs ». « Si les gens en savaient plus, ils le feraient » a-t-il ajouté.",
        &[
            "Alain Pascal: grand pas en arrière",
            "Alain Pascal: Je préférerais de loin que nous cherchions ailleurs",
            "Alain Pascal: Si les gens en savaient plus, ils le feraient",
        ],
    );
}

#[test]
fn a_passage_is_whoevers_the_next_one_beside_it_is() {
    check(
        "fr",
        "La salle était pleine. « Nous avons signé le texte pour nos enfants ». « Il sera appliqué dès demain », a promis \
         Alain Pascal.",
        &[
            "Alain Pascal: Nous avons signé le texte pour nos enfants",
            "Alain Pascal: Il sera appliqué dès demain",
        ],
    );
}

#[test]
fn a_mark_repeated_in_one_paragraph_goes_on_with_the_same_speaker() {
    check(
        "fr",
        "Le match est fini. \"C'est génial\", a déclaré Salim Mansour. \"Depuis que je suis ici, je veux gagner. \"L'année \
         dernière, nous avons eu une chance.\"",
        &[
            "Salim Mansour: C'est génial",
            "Salim Mansour: Depuis que je suis ici, je veux gagner.",
            "Salim Mansour: L'année dernière, nous avons eu une chance.",
        ],
    );
}

#[test]
fn a_place_with_its_article_is_nobody() {
    check(
        "fr",
        "Alain Pascal est né à Dakar. Lire aussi Le Sénégal qualifié en finale Alain Pascal a signé lundi. « J'avais hâte \
         de jouer », ajoute-t-il.",
        &["Alain Pascal: J'avais hâte de jouer"],
    );
}

#[test]
fn a_surname_behind_a_comma_and_before_its_verb_speaks() {
    check(
        "en",
        "The pastor came. In his tribute, Elstow said “there is no greater man in this town”.",
        &["Elstow: there is no greater man in this town"],
    );
}

#[test]
fn a_role_with_an_adjective_is_the_one_persons_whom_the_words_before_are_about() {
    check(
        "fr",
        "Alain Pascal a félicité son homologue. Le président gabonais a salué « une victoire éclatante ».",
        &["Alain Pascal: une victoire éclatante"],
    );
    check(
        "fr",
        "Alain Pascal a reçu Pierre Duval. Le président gabonais a salué « une victoire éclatante ».",
        &["?: une victoire éclatante"],
    );
}

#[test]
fn the_agency_that_somebody_told_stands_before_the_name() {
    check(
        "fr",
        "« Je ne partirai pas », a déclaré à l'AFP Sadio Mané, l'attaquant du club.",
        &["Sadio Mané: Je ne partirai pas"],
    );
}

#[test]
fn a_verb_with_a_capital_and_a_participle_behind_a_name_have_that_name() {
    check(
        "en",
        "Said Dorothy Pointer, who grew up in the street, “We were all so proud of him.”",
        &["Dorothy Pointer: We were all so proud of him."],
    );
    check(
        "en",
        "Donald Orme spoke. The spot ends with footage of Orme saying during the debate, “That makes me smart.”",
        &["Donald Orme: That makes me smart."],
    );
    check(
        "en",
        "“We had called him the day before,” his nephew Michel el Sohar added.",
        &["Michel el Sohar: We had called him the day before,"],
    );
}

#[test]
fn a_country_with_its_article_speaks() {
    check(
        "fr",
        "La Russie a déclaré que son but était la « libération de la région ».",
        &["Russie: libération de la région"],
    );
}

#[test]
fn behind_a_clause_that_opens_the_sentence_stands_who_speaks() {
    check(
        "en",
        "George Wallis died. When Wallis died in 1998, President Bill Clayton released this statement: “We offer our \
         condolences to his family.”",
        &["Bill Clayton: We offer our condolences to his family."],
    );
}

#[test]
fn what_an_office_belongs_to_does_not_speak() {
    check(
        "vi",
        "Đại tá Lê Văn Quý - Trưởng phòng Cảnh sát kinh tế (PC03), Công an TP HCM nói: “Thủ đoạn ngày càng tinh vi.”",
        &["Lê Văn Quý: Thủ đoạn ngày càng tinh vi."],
    );
    check(
        "vi",
        "“Động cơ mới sẽ giúp chúng tôi bay xa hơn”, Reuters dẫn lời Giám đốc điều hành Airtrans Phạm Ngọc Minh.",
        &["Phạm Ngọc Minh: Động cơ mới sẽ giúp chúng tôi bay xa hơn"],
    );
    check(
        "vi",
        "Theo Cục trưởng Cục Hàng không Đinh Việt Quý, “sân bay sẽ mở cửa trở lại vào sáng mai”.",
        &["Đinh Việt Quý: sân bay sẽ mở cửa trở lại vào sáng mai"],
    );
    check(
        "vi",
        "Bộ trưởng Công Thương Nguyễn Hồng Quý nói: “Giá điện chưa tăng.”",
        &["Nguyễn Hồng Quý: Giá điện chưa tăng."],
    );
    check(
        "vi",
        "Thủ tướng Pakistan Barzani nói: “Các cuộc tấn công phải chấm dứt.”",
        &["Barzani: Các cuộc tấn công phải chấm dứt."],
    );
}

#[test]
fn a_body_behind_a_dash_speaks() {
    check(
        "vi",
        "“Nghi phạm đã tung tin đồn trên mạng” - văn phòng công tố TP Bình Minh thông báo.",
        &["văn phòng công tố TP Bình Minh: Nghi phạm đã tung tin đồn trên mạng"],
    );
}

#[test]
fn a_term_that_comes_again_between_marks_is_no_quotation() {
    check(
        "vi",
        "Ông Vũ Hồng Nam cho biết số tiền chi cho “nhà ngoại cảm” là tiền quyên góp. Vợ “nhà ngoại cảm” bị bắt về tội “Lừa đảo, chiếm đoạt tài sản”.",
        &[],
    );
}

#[test]
fn who_took_a_picture_does_not_speak() {
    check(
        "vi",
        "Ảnh: AP Thông tin trên được công bố sau khi họ phản đối “những tiêu chuẩn kép” của hội nghị.",
        &["?: những tiêu chuẩn kép"],
    );
    check(
        "vi",
        "Ảnh: Minh Hà/VNE Chị Thúy (tiểu thương chợ Bến) nói: “Hôm nay tôi bán hết từ sớm.”",
        &["Thúy: Hôm nay tôi bán hết từ sớm."],
    );
}

#[test]
fn a_vietnamese_name_alone_is_the_last_of_a_longer_one() {
    check(
        "vi",
        "Chợ Ngọc Hà đông khách. Chị Ngọc nói: “Hôm nay tôi bán hết từ sớm.”",
        &["Ngọc: Hôm nay tôi bán hết từ sớm."],
    );
    check("vi", "Ông Vũ Hồng Nam đến muộn. “Đường đông quá”, ông Nam nói.", &["Vũ Hồng Nam: Đường đông quá"]);
    check(
        "vi",
        "HLV Brandauer nói: “Chúng tôi đã chơi tốt hơn.”",
        &["Brandauer: Chúng tôi đã chơi tốt hơn."],
    );
}

#[test]
fn two_passages_that_and_joins_are_one_speakers() {
    check(
        "vi",
        "“Chưa có một bức tranh hoàn chỉnh” và “chúng tôi cố gắng hết sức”, bà Lê Thu Hà khẳng định.",
        &["Lê Thu Hà: Chưa có một bức tranh hoàn chỉnh", "Lê Thu Hà: chúng tôi cố gắng hết sức"],
    );
    check(
        "de",
        "„Es gibt noch kein ganzes Bild“ und „wir tun, was wir können“, sagte Karla Urban.",
        &["Karla Urban: Es gibt noch kein ganzes Bild", "Karla Urban: wir tun, was wir können"],
    );
}

#[test]
fn a_german_name_of_two_a_bracket_and_a_colon_name_their_speakers() {
    check(
        "de",
        "Sie wisse, dass ihre Arbeit „nicht frei von Schwächen“ sei, hatte Koch-Ahrens damals gesagt.",
        &["Koch-Ahrens: nicht frei von Schwächen"],
    );
    check(
        "de",
        "Es gratulierten der Leiter der Behörde, Mohamed Aberra („Mir fällt niemand ein, der es mehr verdient.“), und der \
         norwegische Ministerpräsident Jens Aasen: „Der Preis kommt nicht zu früh.“",
        &[
            "Mohamed Aberra: Mir fällt niemand ein, der es mehr verdient.",
            "Jens Aasen: Der Preis kommt nicht zu früh.",
        ],
    );
}

#[test]
fn what_is_counted_is_nobody() {
    check(
        "de",
        "Trotz 3,5 Milliarden Euro sei der Haushalt „weit entfernt von gut“. Er wird im Mai beraten.",
        &["?: weit entfernt von gut"],
    );
}

#[test]
fn a_name_that_begins_like_a_numeral_speaks_with_all_its_parts() {
    check(
        "fr",
        "Xi Jinping a déclaré : « Nous irons tous là-bas. »",
        &["Xi Jinping: Nous irons tous là-bas."],
    );
}

#[test]
fn names_of_east_asia_speak_with_all_their_parts() {
    check("fr", "« Nous irons tous là-bas », a dit Ban Ki-moon.", &["Ban Ki-moon: Nous irons tous là-bas"]);
    check(
        "en",
        "“We will all go there,” President Moon Jae-in said on Monday.",
        &["Moon Jae-in: We will all go there,"],
    );
}

#[test]
fn what_interrupts_a_sentence_between_marks_may_say_more_than_who_speaks() {
    check(
        "fr",
        "« On a tout perdu, a lâché Paul Tessier après la rencontre. On a dormi pendant une heure. »",
        &[
            "Paul Tessier: On a tout perdu, a lâché Paul Tessier après la rencontre. On a dormi pendant une heure.",
        ],
    );
    check(
        "fr",
        "« On a tout perdu ce soir », a soupiré Paul Tessier.",
        &["Paul Tessier: On a tout perdu ce soir"],
    );
}

#[test]
fn where_a_report_was_written_does_not_speak() {
    check(
        "fr",
        "KOBAR – Le président du port a promis samedi de « tout reconstruire ici » pour les pêcheurs.",
        &["?: tout reconstruire ici"],
    );
    // A body may be followed by a dash as well.
    check(
        "en",
        "KOBAR - which speaks for fishermen - called the act “a real disaster for all of us”.",
        &["KOBAR: a real disaster for all of us"],
    );
}

#[test]
fn a_role_is_known_again_by_another_word_for_it() {
    check(
        "fr",
        "Leur capitaine, Kévin Morel, arrive. « Personne n'a lâché ce soir », insiste le défenseur.",
        &["Kévin Morel: Personne n'a lâché ce soir"],
    );
}

#[test]
fn a_title_before_a_clause_about_it_and_a_paper_are_no_quotations() {
    check("en", "Singer Ann Reed released “Low Water”, a song she wrote in 1999.", &[]);
    check("de", "Karla Urban schreibt in der „Wochenschau“, dass der Deich sicher sei.", &[]);
    check("de", "Karla Urban sprach von einem „Skandal“.", &["Karla Urban: Skandal"]);
}

#[test]
fn chinese_names_who_speaks_between_two_passages() {
    check(
        "zh",
        "“门一直关着。”住户林桂英说，“我们出不去。”",
        &["林桂英: 门一直关着。", "林桂英: 我们出不去。"],
    );
}

#[test]
fn she_is_no_man_and_he_no_woman_whose_given_name_says_so() {
    check(
        "en",
        "Minister Paul Holm met Mayor Ruth Varga. “I told him the truth about the bridge,” she said.",
        &["Ruth Varga: I told him the truth about the bridge,"],
    );
    check(
        "fr",
        "Le ministre Paul Tessier a reçu la maire Claire Faure. « Je lui ai dit la vérité », a-t-elle raconté.",
        &["Claire Faure: Je lui ai dit la vérité"],
    );
    // A pronoun is nobody's name.
    check(
        "en",
        "The jury heard the dead man's sister. She told the court: ‘He rang me that night.’",
        &["?: He rang me that night."],
    );
}

#[test]
fn the_company_is_the_one_firm_that_was_named() {
    check(
        "en",
        "Shares of Brandwell Inc. fell on Monday. “Demand has softened faster than we thought,” the company said in a letter.",
        &["Brandwell Inc: Demand has softened faster than we thought,"],
    );
    check(
        "en",
        "Brandwell Inc. sued Corlex Inc. on Monday. “Demand has softened faster than we thought,” the company said.",
        &["?: Demand has softened faster than we thought,"],
    );
    check(
        "en",
        "Brandwell Inc. fell on Monday. A spokesman for the company said: “Demand has softened.”",
        &["?: Demand has softened."],
    );
}

#[test]
fn an_agency_that_is_told_something_is_not_who_tells_it() {
    check(
        "ru",
        "«Школа останется закрытой», — рассказал РИА Новости директор Иван Петров.",
        &["Иван Петров: Школа останется закрытой"],
    );
}
