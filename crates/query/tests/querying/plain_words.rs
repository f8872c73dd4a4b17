//! What plain words may ask for.

use veille_query::Query;

fn check(text: &str, expected: [&str; 3]) {
    let readings = Query::readings(text);
    let written = readings.each_ref().map(|query| query.as_ref().map_or("", Query::source));
    assert_eq!(written, expected, "{text}");
}

#[test]
fn a_sentence_is_a_phrase_all_of_its_telling_words_or_any() {
    check(
        "Qui a signé l'accord de Hanoï ?",
        ["\"Qui a signé l'accord de Hanoï\"", "signé AND l'accord AND Hanoï", "signé OR l'accord OR Hanoï"],
    );
    check("Hanoi: who signed?", ["\"Hanoi who signed\"", "Hanoi AND signed", "Hanoi OR signed"]);
    check("hanoi", ["\"hanoi\"", "", ""]);
    check(
        "Qu'est-ce que la convention de Hanoï ?",
        ["\"Qu'est-ce que la convention de Hanoï\"", "convention AND Hanoï", "convention OR Hanoï"],
    );
}

#[test]
fn no_sign_of_the_sentence_is_one_of_the_language() {
    check("the \"Hanoi treaty", ["\"the Hanoi treaty\"", "Hanoi AND treaty", "Hanoi OR treaty"]);
    check("(Hanoi treaty", ["\"Hanoi treaty\"", "Hanoi AND treaty", "Hanoi OR treaty"]);
    check(
        "treaty -Hanoi +Ankara",
        ["\"treaty Hanoi Ankara\"", "treaty AND Hanoi AND Ankara", "treaty OR Hanoi OR Ankara"],
    );
    check("Hanoi NOT Paris", ["\"Hanoi Paris\"", "Hanoi AND Paris", "Hanoi OR Paris"]);
    check("NOT hanoi", ["", "", ""]);
    check("hanoi AND", ["\"hanoi\"", "", ""]);
    check("WAR AND PEACE", ["\"WAR AND PEACE\"", "WAR AND PEACE", "WAR OR PEACE"]);
    check("C++ 2.500", ["\"C++ 2.500\"", "C++ AND 2.500", "C++ OR 2.500"]);
    check("“Hà Nội” là gì？", ["\"Hà Nội là gì\"", "Hà AND Nội AND là AND gì", "Hà OR Nội OR là OR gì"]);
    check(
        "ما هي اتفاقية هانوي؟",
        ["\"ما هي اتفاقية هانوي\"", "ما AND هي AND اتفاقية AND هانوي", "ما OR هي OR اتفاقية OR هانوي"],
    );
    check("?!", ["", "", ""]);
    for hostile in
        ["\\\"", "a^2 b", "a /* b", "a // b", "url: x", "a~ b", "[a TO b]", "SCORE>=3 b", "NEAR/3 b"]
    {
        for query in Query::readings(hostile).into_iter().flatten() {
            assert!(Query::parse(query.source()).is_ok(), "{hostile}");
        }
    }
}
