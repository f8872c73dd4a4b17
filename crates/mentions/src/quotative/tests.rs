//! Who is quoted in Japanese and Korean, sentence by sentence.

use veille_text::Parts;

use super::*;

fn check(language: &str, text: &str, expected: &[&str]) {
    let found = quotations(&Document::of(&Parts { text, ..Parts::default() }), &LanguageTag::new(language))
        .expect("a language of this file");
    let found: Vec<String> = found
        .iter()
        // What is told without marks is tried from outside.
        .filter(|said| said.kind != QuotationKind::Indirect)
        .map(|said| {
            let mark = if said.kind == QuotationKind::Direct { "" } else { "~" };
            format!("{}: {mark}{}", said.speaker.as_deref().unwrap_or("?"), said.exact)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn japanese_names_who_speaks_before_the_marks_and_says_so_behind_them() {
    check(
        "ja",
        "田中太郎外相は11日、記者団に「条約は秋に署名される」と述べた。",
        &["田中太郎: 条約は秋に署名される"],
    );
    check(
        "ja",
        "アントニオ・グテーレス国連事務総長は「誰も取り残さない」と強調した。同氏は「時間がない」とも語った。",
        &["アントニオ・グテーレス: 誰も取り残さない", "アントニオ・グテーレス: ~時間がない"],
    );
    check(
        "ja",
        "会見した佐藤花子さんは「港には新しい計画が必要だ」と話した。",
        &["佐藤花子: 港には新しい計画が必要だ"],
    );
    check("ja", "首相は「直ちに対応する」と述べた。", &["?: ~直ちに対応する"]);
    check(
        "ja",
        "「条約は重要な一歩だ」。グテーレス事務総長はこう述べた。",
        &["グテーレス: 条約は重要な一歩だ"],
    );
    check("ja", "映画「最後の渡し船」が公開された。", &[]);
}

#[test]
fn korean_names_who_speaks_before_the_marks_and_says_so_behind_them() {
    check(
        "ko",
        "김민수 외교부 장관은 11일 기자들에게 \"조약은 가을에 서명될 것\"이라고 말했다. 김 장관은 \"시간이 없다\"고 덧붙였다.",
        &["김민수: 조약은 가을에 서명될 것", "김민수: ~시간이 없다"],
    );
    check(
        "ko",
        "안토니우 구테흐스 유엔 사무총장은 “아무도 뒤처지지 않을 것”이라며 “모두의 책임”이라고 강조했다.",
        &["안토니우 구테흐스: 아무도 뒤처지지 않을 것", "안토니우 구테흐스: ~모두의 책임"],
    );
    check(
        "ko",
        "박지영 씨는 “항구마다 새 계획이 필요하다”고 밝혔다.",
        &["박지영: 항구마다 새 계획이 필요하다"],
    );
    check("ko", "한편 유엔은 “협약을 환영한다”고 밝혔다.", &["유엔: ~협약을 환영한다"]);
    check("ko", "영화 “마지막 배”가 개봉했다.", &[]);
}

#[test]
fn nobody_is_credited_with_what_was_not_said() {
    check("ja", "田中太郎外相は「条約は死んだ」と述べていないと説明した。", &["?: ~条約は死んだ"]);
    check("ko", "김민수 장관은 “조약은 죽었다”고 말한 적이 없다고 밝혔다.", &["?: ~조약은 죽었다"]);
    check("ja", "本当に田中太郎外相は「条約は死んだ」と述べたのか。", &["?: ~条約は死んだ"]);
    check("ja", "田中太郎外相が「条約は死んだ」と述べたとの報道は事実ではない。", &["?: ~条約は死んだ"]);
    check("ko", "과연 김민수 장관이 “조약은 죽었다”고 말했을까?", &["?: ~조약은 죽었다"]);
    check("ko", "김민수 장관이 “조약은 죽었다”고 했다는 보도는 사실과 다르다.", &["?: ~조약은 죽었다"]);
    for supposed in ["述べたなら", "述べたなら、", "言ったら、", "語ったとすれば", "述べていれば、"]
    {
        check(
            "ja",
            &format!("田中太郎外相が「条約は死んだ」と{supposed}辞任すべきだ。"),
            &["?: ~条約は死んだ"],
        );
    }
    check("ko", "김민수 장관이 “조약은 죽었다”고 말했다면 사퇴해야 한다.", &["?: ~조약은 죽었다"]);
    check("ko", "김민수 장관이 “조약은 죽었다”고 말했더라면, 모두 놀랐을 것이다.", &["?: ~조약은 죽었다"]);
    // *Seems to have*, *while*: who is told of in these has spoken.
    check("ja", "田中太郎外相は「条約は死んだ」と言ったらしい。", &["田中太郎: ~条約は死んだ"]);
    check("ko", "김민수 장관은 “조약은 죽었다”고 말했다면서 웃었다.", &["김민수: ~조약은 죽었다"]);
}

#[test]
fn the_next_sentence_says_whose_the_one_before_was() {
    check("ja", "「港は閉まっていました」。佐藤花子さんはそう話した。", &["佐藤花子: 港は閉まっていました"]);
    check(
        "ja",
        "「港は閉まっていました。」佐藤花子さんはこう話した。",
        &["佐藤花子: 港は閉まっていました。"],
    );
    check(
        "ko",
        "“올해 안에 다리를 열겠습니다.” 박지영 한강건설 대표가 3일 기자회견에서 말했다.",
        &["박지영: 올해 안에 다리를 열겠습니다."],
    );
    // A sentence with words of its own says nothing of those before.
    check("ko", "“다리가 무너졌습니다.” 박지영 대표는 곧 떠난다고 말했다.", &[]);
}

#[test]
fn korean_single_marks_and_a_first_half_are_quotations_where_a_particle_says_so() {
    check("ko", "박지영 대표는 ‘무리한 일정’이라고 말했다.", &["박지영: ~무리한 일정"]);
    check(
        "ko",
        "박지영 대표는 “일정이 무리하다”며 “다시 보겠다”고 밝혔다.",
        &["박지영: ~일정이 무리하다", "박지영: ~다시 보겠다"],
    );
}

#[test]
fn who_speaks_may_stand_behind_the_words_or_be_named_as_a_source() {
    check("ja", "「港には計画が必要だ」と、組合長の佐藤花子さんは話す。", &["佐藤花子: 港には計画が必要だ"]);
    check(
        "ja",
        "佐藤花子教授によると、水位は「例年より二メートル高い」という。",
        &["佐藤花子: 例年より二メートル高い"],
    );
    check(
        "ja",
        "田中太郎外相は「協議は順調だ」としたうえで、「時間がない」と語った。",
        &["田中太郎: ~協議は順調だ", "田中太郎: ~時間がない"],
    );
    check("ja", "「最後の渡し船」という映画が公開された。", &[]);
    check("ko", "“배가 오지 않았습니다.” 어민 김민수 씨가 말했다.", &["김민수: 배가 오지 않았습니다."]);
}
