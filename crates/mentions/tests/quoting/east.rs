//! Chinese, Japanese and Korean: what is told without marks, who is quoted by what verb, and what only looks so.

use veille_mentions::quotations;
use veille_model::{LanguageTag, QuotationKind};
use veille_text::{Document, Parts};

/// Quotations as `speaker: words`, with `~` before a part of a sentence and `told:` before what stands between no marks.
fn check(language: &str, text: &str, expected: &str) {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let found: Vec<String> = quotations(&document, &LanguageTag::new(language))
        .iter()
        .map(|said| {
            let kind = match said.kind {
                QuotationKind::Direct => "",
                QuotationKind::Partial => "~",
                QuotationKind::Answer => "- ",
                QuotationKind::Indirect => "told: ",
            };
            format!("{}: {kind}{}", said.speaker.as_deref().unwrap_or("?"), said.exact)
        })
        .collect();
    assert_eq!(found.join("|"), expected, "{text}");
}

#[test]
fn chinese_tells_without_marks_who_said_what() {
    let check = |text: &str, expected: &str| check("zh", text, expected);
    check(
        "水利局局长方立民8日表示，受连日降雨影响，白石河水位仍在上涨。",
        "方立民: told: 受连日降雨影响，白石河水位仍在上涨",
    );
    check("马晓东说，码头已经修好。", "马晓东: told: 码头已经修好");
    check("教育部长韩志远表示新校舍将于十月一日启用。", "韩志远: told: 新校舍将于十月一日启用");
    check("韩志远透露：新校舍将推迟启用。", "韩志远: told: 新校舍将推迟启用");
    check("警方称，两名嫌疑人已被控制。", "警方: told: 两名嫌疑人已被控制");
    check("警方称嫌疑人已乘船离开岛屿。", "警方: told: 嫌疑人已乘船离开岛屿");
    check("海潮社报道称，两国将在周四签署协议。", "海潮社: told: 两国将在周四签署协议");
    check("根据气象局消息，寒潮将于周末抵达。", "气象局: told: 寒潮将于周末抵达");
    check(
        "据临江市应急管理局介绍，截至当晚8时，全市已转移群众三千人。",
        "临江市应急管理局: told: 截至当晚8时，全市已转移群众三千人",
    );
    check("据海潮社5日报道，渡轮已经恢复航行。", "海潮社: told: 渡轮已经恢复航行");
    check("外交部發言人林悅指出，雙方仍在磋商細節。", "林悅: told: 雙方仍在磋商細節");
    check("方立民在接受采访时强调，任何人不得擅自下河。", "方立民: told: 任何人不得擅自下河");
    check(
        "方立民表示，水位仍在上涨，并称下游居民应尽快撤离。",
        "方立民: told: 水位仍在上涨|方立民: told: 下游居民应尽快撤离",
    );
    check(
        "方立民说，水位仍在上涨。他还说，今晚还有大雨。",
        "方立民: told: 水位仍在上涨|方立民: told: 今晚还有大雨",
    );
    check(
        "总理阿里·达拉米和外长米娜·科斯塔在联合声明中表示，两国将重新开放边境。",
        "米娜·科斯塔: told: 两国将重新开放边境|阿里·达拉米: told: 两国将重新开放边境",
    );
    check(
        "影评人顾海认为，影片前半段“过于拖沓”，但结尾动人。",
        "顾海: told: 影片前半段“过于拖沓”，但结尾动人|顾海: ~过于拖沓",
    );
    check("一位不愿具名的官员透露，草案将在本周内提交表决。", "?: told: 草案将在本周内提交表决");
}

#[test]
fn chinese_tells_so_behind_other_words_too() {
    let check = |text: &str, expected: &str| check("zh", text, expected);
    check("秘书长法拉·奥马尔呼吁各方立即恢复谈判。", "法拉·奥马尔: told: 各方立即恢复谈判");
    check("方立民否认受贿，称所有款项都有收据。", "方立民: told: 所有款项都有收据");
    check("施国强不讳言，球队今年缺少训练。", "施国强: told: 球队今年缺少训练");
    check("施國強不諱言球隊今年缺少訓練時間。", "施國強: told: 球隊今年缺少訓練時間");
    check("马晓东对记者说，他打算明年再参加比赛。", "马晓东: told: 他打算明年再参加比赛");
    check("马晓东告诉记者，他打算明年再参加比赛。", "马晓东: told: 他打算明年再参加比赛");
    check("5日，交通部在例行发布会上表示，新桥将提前通车。", "交通部: told: 新桥将提前通车");
    check("方立民会后表示，新桥将提前通车。", "方立民: told: 新桥将提前通车");
    check("方立民宣布公司将在五年内关闭旧厂。", "方立民: told: 公司将在五年内关闭旧厂");
    check("市民中心主任吴佳宁坦言，经费还差一半。", "吴佳宁: told: 经费还差一半");
    check("吴佳宁笑称，自己已经十年没有休假。", "吴佳宁: told: 自己已经十年没有休假");
    check("海潮社援引一名官员的话报道称，谈判将在周末重启。", "?: told: 谈判将在周末重启");
    check("分析人士认为，油价还会继续下跌。", "?: told: 油价还会继续下跌");
    check("据他介绍，渔船已经全部回港。", "?: told: 渔船已经全部回港");
    check("方立民5日（周四）在白石镇说，渔船已经全部回港。", "方立民: told: 渔船已经全部回港");
    check("教育部要求各校在九月前完成检查工作。", "教育部: told: 各校在九月前完成检查工作");
    check("吴佳宁提醒市民不要在夜间登山。", "吴佳宁: told: 市民不要在夜间登山");
    check("临江市公安局通报称，火灾已被扑灭。", "临江市公安局: told: 火灾已被扑灭");
}

#[test]
fn chinese_quotes_by_verbs_of_manner_and_names_who_was_named_before() {
    let check = |text: &str, expected: &str| check("zh", text, expected);
    check("方立民说：“水位还在涨。”", "方立民: 水位还在涨。");
    check("居民称他为“老船长”，他每天都来码头。", "?: ~老船长");
}

#[test]
fn chinese_says_of_these_that_nobody_said_them() {
    let check = |text: &str, expected: &str| check("zh", text, expected);
    check("他写过一本小说，说的是海边的故事。", "");
    check("这种鱼俗称银线，当地人称为“水中月”。", "");
    check("研究可以说，这条路很长。", "");
    check("这份名单据说已经丢失了很多年。", "");
    check("中方表示欢迎，双方将继续保持沟通。", "");
    check("说到底，这件事并不复杂，也不需要开会。", "");
    check("按照惯例，他会在周末介绍自己的新书。", "");
    check("据说明书，机器需要先预热十分钟。", "");
    check("这个指标说明，市场正在恢复元气。", "");
    check("他做出了承诺，工程不会再拖延下去。", "");
    check("他抱有很大的希望，球队明年可以升级。", "");
    check("大桥公司没有证实，工程已经停工三个月。", "");
    check("方立民从未说，新桥会提前通车。", "");
}

#[test]
fn japanese_tells_without_marks_who_said_what() {
    let check = |text: &str, expected: &str| check("ja", text, expected);
    check("港湾省は8日、新しい橋を春に開くと発表した。", "港湾省: told: 新しい橋を春に開く");
    check("田辺健一市長は会見で、橋の再建には3年かかると述べた。", "田辺健一: told: 橋の再建には3年かかる");
    check("警察によると、運転手にけがはないという。", "警察: told: 運転手にけがはない");
    check("気象庁の発表によると、台風は金曜日に上陸する。", "気象庁: told: 台風は金曜日に上陸する");
    check(
        "カルロス・ロマン大統領は記者団に対し、両国の関係はこれまでになく強固だとの認識を示した。",
        "カルロス・ロマン: told: 両国の関係はこれまでになく強固だ",
    );
    check(
        "政府は9日、この訓練は特定の国に向けたものではないと説明した。",
        "政府: told: この訓練は特定の国に向けたものではない",
    );
    check("田辺健一市長は寄付は受け取っていないと否定した。", "田辺健一: told: 寄付は受け取っていない");
    check("古川亮監督は守備の乱れが敗因だと認めざるを得なかった。", "古川亮: told: 守備の乱れが敗因だ");
    check("水位は来週にも下がると専門家は指摘する。", "?: told: 水位は来週にも下がる");
    check("港湾省は同日、調査を続けるとする声明を発表した。", "港湾省: told: 調査を続ける");
    check(
        "田辺健一市長は、計画は順調だと述べ、来年には完成すると語った。",
        "田辺健一: told: 計画は順調だ|田辺健一: told: 来年には完成する",
    );
}

#[test]
fn japanese_tells_so_behind_other_words_too() {
    let check = |text: &str, expected: &str| check("ja", text, expected);
    check(
        "港湾省は声明で「地域を危うくする挑発だ」と反発。同省は8日、監視を強めると発表した。",
        "港湾省: 地域を危うくする挑発だ|港湾省: told: 監視を強める",
    );
    check(
        "同社の杉山徹社長は、来年度に新工場を建てる方針だと明らかにした。",
        "杉山徹: told: 来年度に新工場を建てる方針だ",
    );
    check(
        "杉山徹社長と港湾庁は、工事を中断すると発表した。",
        "杉山徹: told: 工事を中断する|港湾庁: told: 工事を中断する",
    );
    check(
        "ルイス・カブレラ准将は、両軍の協力は順調だと語った。",
        "ルイス・カブレラ: told: 両軍の協力は順調だ",
    );
    check("評論家の話では、与党が議席を減らす見通しだという。", "?: told: 与党が議席を減らす見通しだ");
    check(
        "消防によると、倉庫の火は3時間後に消し止められた。",
        "消防: told: 倉庫の火は3時間後に消し止められた",
    );
    check("捜査関係者への取材によると、男は容疑を否認している。", "?: told: 男は容疑を否認している");
    check("大統領府は、会談は延期されたと発表した。", "大統領府: told: 会談は延期された");
    check("杉山徹社長は10日、工場を閉めると表明し、社員に謝罪した。", "杉山徹: told: 工場を閉める");
    check("港湾省は9日、検査を強めると発表。住民は反対している。", "港湾省: told: 検査を強める");
    check("計画は危ういと主張する杉山徹社長が会場に来た。", "杉山徹: told: 計画は危うい");
}

#[test]
fn japanese_quotes_by_verbs_of_manner_and_names_who_was_named_before() {
    let check = |text: &str, expected: &str| check("ja", text, expected);
    check("三浦沙織さんは「毎朝、雪かきから始まるんです」と笑う。", "三浦沙織: 毎朝、雪かきから始まるんです");
    check("三浦沙織さんは「あのころは苦しかった」と振り返る。", "三浦沙織: あのころは苦しかった");
    check("三浦沙織さんはこう続けた。「まだ終わってはいません」", "三浦沙織: まだ終わってはいません");
    check(
        "三浦沙織さんは「店は畳まない」と話した。今後を聞くと、「まだ決めていません」。",
        "三浦沙織: ~店は畳まない|三浦沙織: まだ決めていません",
    );
    check("男は「遊ぶ金がほしかった」と容疑を認めているという。", "?: 遊ぶ金がほしかった");
    check("国境省は「対話の扉は開いている」と述べた。", "国境省: 対話の扉は開いている");
    check("批評家の森下明氏は同作を「静かな傑作」と評した。", "森下明: ~静かな傑作");
    check("田辺健一市長は「そんな約束はしていない」と否定した。", "田辺健一: そんな約束はしていない");
    check("田辺健一市長は「辞任する」との発言を否定した。", "?: ~辞任する");
    check(
        "三枝ほのかさんは「一番下手でした。でも楽しかった」と目を細める。",
        "三枝ほのか: 一番下手でした。でも楽しかった",
    );
    check(
        "田辺健一市長は「港は閉じない」と反論。市議会側は「説明が足りない」とした。",
        "田辺健一: ~港は閉じない",
    );
    check("俳優の三枝ほのかは「海が好きだから戻った」と目を細める。", "三枝ほのか: 海が好きだから戻った");
}

#[test]
fn japanese_says_of_these_that_nobody_said_them() {
    let check = |text: &str, expected: &str| check("ja", text, expected);
    check("田辺健一市長は寄付を受け取ったとの報道を否定した。", "");
    check("「潮の手紙」と題した展覧会が開かれ、涙を流す人もいた。", "");
    check("「潮の手紙」という映画に多くの人が涙した。", "");
    check("夜になると、港には人がいない。", "");
    check("友人と話した後、田辺健一市長は家に帰った。", "");
    check("会社との関係を示す書類が見つかった。", "");
    check("それは社会が決めることだと思われている。", "");
    check("「夢」と書かれた旗に願いを込めた。", "");
    check("商店街は「海の街」として知られる。", "");
    check("田辺健一市長は港を閉じるとは述べていない。", "");
    check("外は雨だと思った。", "");
    check("当時は名もない町と言っていたが、今は違う。", "");
    check("三枝からは「海が好きだから戻った」という声が上がった。", "");
}

#[test]
fn korean_tells_without_marks_who_said_what() {
    let check = |text: &str, expected: &str| check("ko", text, expected);
    check("경찰에 따르면 운전자는 술을 마시지 않았다.", "경찰: told: 운전자는 술을 마시지 않았다");
    check("기상청 발표에 따르면 태풍은 금요일에 상륙한다.", "기상청: told: 태풍은 금요일에 상륙한다");
    check("박민호 시장은 다리 재건에 3년이 걸린다고 말했다.", "박민호: told: 다리 재건에 3년이 걸린다");
    check("교육부는 11일 새 학기를 늦추기로 했다고 밝혔다.", "교육부: told: 새 학기를 늦추기로 했다");
    check(
        "박민호 시장은 8일 시청에서 열린 기자회견에서 새 항구를 짓겠다고 발표했다.",
        "박민호: told: 새 항구를 짓겠다",
    );
    check(
        "증권가에서는 합병 효과가 내년에야 나타날 것이라는 전망이 나온다.",
        "증권가: told: 합병 효과가 내년에야 나타날 것",
    );
    check("박민호 시장은 예산이 모자란다는 입장이다.", "박민호: told: 예산이 모자란다");
    check("최유진 씨는 혐의를 부인하며 돈은 빌린 것이라고 주장했다.", "최유진: told: 돈은 빌린 것");
    check(
        "한강중공업은 합작 회사를 세우기로 했다고 발표했다.",
        "한강중공업: told: 합작 회사를 세우기로 했다",
    );
    check(
        "박민호 시장은 다리가 안전하다며 내년에 다시 점검하겠다고 말했다.",
        "박민호: told: 다리가 안전하다|박민호: told: 내년에 다시 점검하겠다",
    );
    check("다리가 무너질 수 있다고 박민호 시장은 경고했다.", "박민호: told: 다리가 무너질 수 있다");
}

#[test]
fn korean_tells_so_behind_other_words_too() {
    let check = |text: &str, expected: &str| check("ko", text, expected);
    check("정부는 내년 성장률이 2%에 그칠 것으로 전망했다.", "정부: told: 내년 성장률이 2%에 그칠 것");
    check(
        "해양수산부는 8일 항구를 닫는다고 발표했다. 이어 내년에 다시 열겠다고 덧붙였다.",
        "해양수산부: told: 항구를 닫는다|해양수산부: told: 내년에 다시 열겠다",
    );
    check("전문가들은 물가가 더 오를 것으로 내다봤다.", "?: told: 물가가 더 오를 것");
    check("박민호 시장은 비가 그치면 다리를 열자고 제안했다.", "박민호: told: 비가 그치면 다리를 열자");
    check("국방부는 훈련이 방어적이라는 입장을 밝혔다.", "국방부: told: 훈련이 방어적");
    check("소방당국에 따르면 불은 3시간 만에 꺼졌다.", "소방당국: told: 불은 3시간 만에 꺼졌다");
    check("항만청 측은 배가 안전하다고 설명했다.", "항만청: told: 배가 안전하다");
    check("트로포는 지난해 총회에서 북한은 준비가 안 됐다고 말했다.", "?: told: 북한은 준비가 안 됐다");
    check("항구에 반대하는 주민들은 소음이 크다고 호소했다.", "?: told: 소음이 크다");
    check("경찰은 운전자가 술을 마시지 않은 것으로 추정했다.", "경찰: told: 운전자가 술을 마시지 않은 것");
    check("최유진 대표는 8일 성명을 내고 회사를 팔지 않겠다고 밝혔다.", "최유진: told: 회사를 팔지 않겠다");
    check("한지수 감독은 촬영이 힘들었다며 배우들에게 감사를 전했다.", "한지수: told: 촬영이 힘들었다");
}

#[test]
fn korean_quotes_by_verbs_of_manner_and_names_who_was_named_before() {
    let check = |text: &str, expected: &str| check("ko", text, expected);
    check(
        "경찰은 임대업자 최동철(48) 씨를 구속했다. 최 씨는 “돌려줄 생각이었다”고 말했다.",
        "최동철: 돌려줄 생각이었다",
    );
    check("피에르 베르그 대표는 이 섬을 '북쪽의 정원'이라고 불렀다.", "피에르 베르그: ~북쪽의 정원");
    check("박민호 대표는 사표를 냈다. 박 대표는 “더는 할 일이 없다”고 밝혔다.", "박민호: ~더는 할 일이 없다");
    check("이 관계자는 “예산이 모자란다”고 덧붙였다.", "?: ~예산이 모자란다");
    check("배우 한지수 씨는 “무대가 그리웠다”며 웃었다.", "한지수: ~무대가 그리웠다");
    check("평론가 한지수 씨는 이 영화를 ‘조용한 걸작’이라고 평했다.", "한지수: ~조용한 걸작");
}

#[test]
fn korean_says_of_these_that_nobody_said_them() {
    let check = |text: &str, expected: &str| check("ko", text, expected);
    check("최유진 씨는 학교에 다니고 있다.", "");
    check("'북쪽의 정원'이라는 책이 나왔다.", "");
    check("그는 문을 열고 들어갔다.", "");
    check("시민들은 비가 온다고 우산을 들고 나왔다.", "");
    check("선원들은 배가 낡았다고 생각했다.", "");
    check("박민호 시장은 다리가 무너졌다는 소문을 부인했다.", "");
    check("박민호 시장은 다리가 위험하다고 말하지 않았다.", "");
    check("우리는 내일 떠난다고 편지에 적혀 있다.", "");
    check("그 배는 '바람의 딸'이라는 이름으로 불렸다.", "");
}
