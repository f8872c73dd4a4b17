//! Translated copies: the Vietnamese originals of three of the seeds, found without the line that credits them.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use veille_tests::{Finished, Veille};

/// A seed in French, its headline, where its Vietnamese original stands, and that, written for this test.
const PAIRS: [(&str, &str, &str, &str); 3] = [
    (
        include_str!("../../../seeds/00_outlet_twice_before_date.txt"),
        "Hanoï se prépare à ouvrir à la signature le traité mondial contre la cybercriminalité",
        "https://ben-song.example/ha-noi-truoc-gio-mo-ky",
        "Hà Nội chuẩn bị mở ký hiệp ước toàn cầu chống tội phạm mạng\n\
         Ba tuần trước buổi lễ ngày 25 và 26 tháng 10 năm 2025, thủ đô Việt Nam đang hoàn tất công tác chuẩn bị để đón đoàn đại biểu của \
         khoảng một trăm nước. Văn kiện được Đại hội đồng Liên Hợp Quốc thông qua ngày 24 tháng 12 năm 2024, và người ta sẽ quen gọi nó \
         bằng tên của thành phố.\n\
         Công nhân lắp các tấm bảng song ngữ trước Trung tâm Hội nghị Quốc gia, nơi sẽ diễn ra phiên toàn thể.\n\
         Băng rôn đã căng trên các đại lộ, và khách sạn ở khu Mỹ Đình kín phòng từ giữa tháng 9. Với chính quyền Việt Nam, đây không chỉ \
         là chuyện hậu cần: chưa bao giờ một hiệp ước của Liên Hợp Quốc mở cho mọi quốc gia lại gắn với tên một thành phố của đất nước.\n\
         Văn kiện mà các bộ trưởng sẽ đến ký là văn kiện hình sự toàn cầu đầu tiên về các tội phạm thực hiện bằng công nghệ thông tin. Nó \
         buộc các quốc gia thành viên trừng trị việc truy cập trái phép vào hệ thống, lừa đảo trực tuyến, bóc lột tình dục trẻ em và phát \
         tán hình ảnh riêng tư, và lập ra một mạng lưới đầu mối liên lạc 24 giờ một ngày, 7 ngày một tuần.\n\
         Năm năm đàm phán\n\
         Công việc được Đại hội đồng khởi động vào tháng 12 năm 2019, khi giao việc soạn thảo cho một ủy ban đặc biệt. Đại dịch làm chậm \
         bước đầu: phiên đàm phán đầu tiên chỉ diễn ra vào năm 2022, và phải đợi đến tháng 8 năm 2024 các đoàn mới thống nhất được văn bản \
         chung.\n\
         \"Khó nhất không phải là định nghĩa tội phạm, mà là quyết định một thẩm phán có thể yêu cầu thẩm phán khác giao dữ liệu đến mức \
         nào\", luật gia Linh Vo-Delaunay, thuộc viện Mékong-Test, người theo dõi công việc với tư cách quan sát viên, tóm tắt.\n\
         Theo ban tổ chức, hơn ba mươi cơ quan và địa phương đã tham gia các cuộc diễn tập trong tháng 9. Lộ trình của các đoàn đã được đi \
         thử ban đêm, rồi giữa giờ đông xe, và một trung tâm chỉ huy duy nhất được đặt cách nơi làm lễ vài bước.\n\
         Sau hai ngày ở Hà Nội, Công ước vẫn mở ký tại trụ sở Liên Hợp Quốc ở New York đến ngày 31 tháng 12 năm 2026. Công ước có hiệu lực \
         90 ngày sau khi văn kiện phê chuẩn thứ 40 được nộp lưu chiểu.",
    ),
    (
        include_str!("../../../seeds/01_watch_the_video.txt"),
        "Une centaine de pays annoncés à Hanoï pour signer la convention contre la cybercriminalité",
        "https://nhip-cau.example/hon-100-nuoc-du-le-mo-ky",
        "Khoảng một trăm nước sẽ đến Hà Nội ký công ước chống tội phạm mạng\n\
         Ngày 25 và 26 tháng 10, thủ đô Việt Nam sẽ đón lễ mở ký Công ước Liên Hợp Quốc về chống tội phạm mạng, tiếp theo là một hội nghị \
         cấp cao.\n\
         Sự kiện khép lại một chặng đường bắt đầu từ năm 2019, khi Đại hội đồng Liên Hợp Quốc quyết định trao cho cộng đồng quốc tế một văn \
         kiện chung chống các tội phạm trên mạng. Văn bản cuối cùng được thông qua tại New York ngày 24 tháng 12 năm 2024, không phải bỏ \
         phiếu.\n\
         Trước báo chí, phát ngôn viên ban tổ chức Hoai Thu Le-Test cho biết hôm thứ Hai rằng số xác nhận nhận được đã vượt một trăm quốc gia \
         và tổ chức. \"Chúng tôi chờ các nguyên thủ, các bộ trưởng tư pháp và các công tố viên. Thành phố chúng ta hiếm khi có dịp như vậy\", \
         bà nói.\n\
         Chương trình gồm một phiên khai mạc toàn thể, các phiên thảo luận cấp cao, các bàn tròn về hợp tác cảnh sát và một triển lãm nơi các \
         doanh nghiệp trong ngành giới thiệu công cụ điều tra số.\n\
         Công ước quy định các quốc gia thành viên giúp nhau thu thập và trao đổi chứng cứ điện tử, kể cả khi tội phạm không được thực hiện \
         bằng máy tính nhưng có mức phạt từ 4 năm tù trở lên. Đó là một trong những điều khoản gây tranh cãi nhất.\n\
         Các tổ chức bảo vệ tự do thấy ở đó một nguy cơ cho nhà báo và nhà nghiên cứu an ninh. Các nhà đàm phán đáp rằng mỗi nước vẫn được từ \
         chối một yêu cầu mà mình cho là dựa trên chính kiến của người bị nhắm tới.\n\
         Việt Nam, nước đã dự cả 8 phiên của ủy ban đặc biệt, muốn nằm trong số những nước ký đầu tiên.\n\
         Để có hiệu lực, công ước phải được 40 quốc gia phê chuẩn. Các luật gia của bộ đang chuẩn bị sửa đổi tố tụng hình sự, nhất là để quy \
         định việc lưu giữ nhanh dữ liệu và phong tỏa tài sản.\n\
         \"Một chữ ký không ràng buộc điều gì chừng nào quốc hội chưa lên tiếng. Nhưng nó buộc không được phá bỏ điều vừa chấp nhận\", giáo sư \
         Bastien Mercadier-Test, người dạy luật điều ước, nhắc lại.\n\
         Trên đường phố, việc chuẩn bị thấy rõ nhất ở các ngã tư: camera mới, chỉ dẫn vòng tránh bằng ba thứ tiếng và những tình nguyện viên \
         mặc áo xanh học chào bằng tiếng Tây Ban Nha và tiếng Ả Rập.",
    ),
    (
        include_str!("../../../seeds/02_photo_credits.txt"),
        "Soixante-douze signatures en deux jours à Hanoï",
        "https://song-lam.example/72-chu-ky-trong-hai-ngay",
        "72 chữ ký trong hai ngày ở Hà Nội\n\
         72 chữ ký trong hai ngày: chặng đầu của Công ước Hà Nội khép lại hôm Chủ nhật với kết quả mà ban tổ chức không dám mong.\n\
         Phiên toàn thể lúc ký, thứ Bảy ngày 25 tháng 10. Ảnh: Minh Test/VNA\n\
         Khai mạc sáng thứ Bảy tại thủ đô Việt Nam, buổi lễ quy tụ khoảng 2.500 đại biểu từ 110 nước. Ngay ngày đầu, trong phiên toàn thể, 64 \
         quốc gia đã ký vào cuối văn bản.\n\
         Tại buổi họp báo bế mạc ngày 26 tháng 10, giám đốc ban thư ký hội nghị, bà Nguyên Thi Exemple, đã điểm số theo từng châu lục:\n\
         \"Châu Phi và châu Á - Thái Bình Dương đến rất đông, châu Âu cũng vậy. Điều làm tôi chú ý là những nước ở nơi khác không còn nói chuyện \
         với nhau đã ký cùng một trang, cùng một ngày.\"\n\
         Phát ngôn viên Claire Obanda-Test trong buổi họp báo. Ảnh: Lê Exemple/Radio Delta\n\
         Hiệp ước, được Đại hội đồng Liên Hợp Quốc thông qua ngày 24 tháng 12 năm 2024, là văn kiện pháp lý toàn cầu đầu tiên chống tội phạm \
         mạng. Trước đó, hợp tác chủ yếu dựa vào công ước Budapest, mở ký năm 2001 trong khuôn khổ Hội đồng châu Âu.\n\
         Về phần mình, phát ngôn viên đoàn quan sát viên các thành phố cảng, Claire Obanda-Test, nhấn mạnh công dụng hằng ngày của văn bản:\n\
         \"Khi một bệnh viện bị mã độc tống tiền bắt làm con tin lúc 3 giờ sáng, phải có ai đó nhấc máy ở đầu kia thế giới. Mạng lưới thường \
         trực mà công ước lập ra trước hết để làm việc đó.\"\n\
         Các đại biểu chụp ảnh chung. Ảnh: TTX-Test\n\
         Còn lại chặng dài nhất. Cần 40 phê chuẩn thì văn bản mới được áp dụng, và mỗi quốc hội phải xem bộ luật hình sự của mình đã quy định \
         những gì. Việc ký vẫn mở tại New York đến hết năm 2026.\n\
         Trong những tháng tới, nhiều nước trong khu vực dự định tổ chức các khóa đào tạo chung cho thẩm phán và điều tra viên, để yêu cầu tương \
         trợ không còn thất lạc giữa hai bộ.",
    ),
];

fn run(folder: &Path, arguments: &[&str]) -> Finished {
    Veille::new(folder, arguments).finish()
}

fn page(url: &str, language: &str, hour: u32, headline: &str, paragraphs: &[&str]) -> Value {
    let paragraphs: String = paragraphs.iter().map(|line| format!("<p>{line}</p>")).collect();
    let source = url.split("//").nth(1).unwrap().split('.').next().unwrap();
    json!({
        "url": url, "source": source, "captured_at": "2025-10-27T00:00:00Z", "media_type": "text/html",
        "body": format!("<html lang={language}><head><meta charset=utf-8><title>{headline}</title><meta \
            property=\"article:published_time\" content=\"2025-10-26T{hour:02}:00:00Z\"></head><body><article><h1>{headline}</h1>\
            {paragraphs}</article></body></html>"),
    })
}

fn french(number: usize) -> String {
    format!("https://fleuve.example/fr/{number}")
}

/// A folder whose store has the French ones, without any credit, and their originals; in either order.
fn stored(originals_first: bool) -> TempDir {
    let folder = TempDir::new().unwrap();
    let (mut copies, mut originals) = (Vec::new(), Vec::new());
    for (number, (seed, headline, url, vietnamese)) in PAIRS.iter().enumerate() {
        let is_told = |line: &&str| line.chars().count() > 60 && !line.contains("Source") && line != headline;
        let told: Vec<&str> = seed.lines().filter(is_told).collect();
        let told: Vec<String> = told
            .iter()
            .map(|line| line.replace("(Ben-song.example) - ", "").replace("(RADIO-DELTA) - ", ""))
            .collect();
        let told: Vec<&str> = told.iter().map(|line| &**line).collect();
        copies.push(page(&french(number), "fr", 14, headline, &told));
        let lines: Vec<&str> = vietnamese.lines().collect();
        originals.push(page(url, "vi", 9, lines[0], &lines[1..]));
    }
    let pages = if originals_first { [originals, copies] } else { [copies, originals] };
    let lines: Vec<String> = pages.iter().flatten().map(Value::to_string).collect();
    fs::write(folder.path().join("pages.jsonl"), lines.join("\n")).unwrap();
    run(folder.path(), &["replay", "pages.jsonl", "--quiet"]).ok();
    folder
}

#[test]
fn a_translation_without_credit_is_found_with_its_proof() {
    for originals_first in [true, false] {
        let scratch = stored(originals_first);
        let folder = scratch.path();
        for (number, (_, _, original, _)) in PAIRS.iter().enumerate() {
            let copies = run(folder, &["copies", &french(number), "--json"]).ok().json_lines();
            let of = copies.first().unwrap_or_else(|| panic!("{original} has no copy"));
            assert_eq!(
                (&of["original_url"], &of["kind"], &of["credited"]),
                (&json!(original), &json!("translated"), &json!(false)),
            );
            let proof = of["paragraphs"].as_array().unwrap();
            let sentences = proof.iter().flat_map(|paragraph| paragraph["sentences"].as_array().unwrap());
            let agreeing =
                sentences.filter(|sentence| !sentence["same"].as_array().unwrap().is_empty()).count();
            assert!(agreeing >= 5, "{agreeing} sentences agree: {of:#}");
            let of_original = run(folder, &["copies", original, "--json"]).ok().json_lines();
            assert_eq!(of_original[0]["copy_url"], french(number));
        }
    }
}

#[test]
fn two_reports_of_one_event_point_by_point_are_no_translation() {
    let scratch = TempDir::new().unwrap();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    run(scratch.path(), &["replay", seeds.to_str().unwrap(), "--quiet"]).ok();
    let originals = run(scratch.path(), &["export", "--originals"]).ok().json_lines();
    let is_original = |outlet: &str| {
        originals.iter().any(|article| article["url"].as_str().is_some_and(|url| url.contains(outlet)))
    };
    // The one in Spanish, of an agency, the other in Arabic and its paper's own.
    assert!(is_original("elfaro.example") && is_original("al-mina.example"), "{originals:#?}");
    // The one in French explains, and quotes a prosecutor where the agency quotes another.
    assert!(is_original("courrier-du-fleuve.example"), "{originals:#?}");
    assert_eq!(originals.len(), 20, "{originals:#?}");
}

#[test]
fn a_translation_is_named_with_its_reason_and_counted_as_none() {
    let scratch = stored(true);
    let folder = scratch.path();
    let reason = format!("a translation of {}", PAIRS[1].2);
    for command in ["copies", "why", "explain"] {
        let said = run(folder, &[command, &french(1)]).ok();
        assert!(said.stdout.contains(&reason), "{command}: {said:?}");
    }
    let shown = run(folder, &["copies", &french(1)]).ok();
    assert!(shown.stdout.contains("same: "), "{shown:?}");
    assert!(shown.stdout.contains("sentences stand in the same order"), "{shown:?}");
    let originals = run(folder, &["export", "--originals"]).ok().json_lines();
    assert_eq!(originals.len(), 3, "{originals:?}");
    fs::write(folder.join("communique.txt"), PAIRS[1].3).unwrap();
    let traced = run(folder, &["trace", "communique.txt", "--json"]).ok().json_lines();
    let translated = traced.iter().filter(|sentence| !sentence["translated"].as_array().unwrap().is_empty());
    assert!(translated.count() >= 5, "{traced:?}");
}
