//! What is read of a PDF whose objects stand in any order, and of one that was made to take all memory.

use std::io::Read;

use super::*;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = flate2::read::ZlibEncoder::new(bytes, flate2::Compression::fast());
    encoder.read_to_end(&mut packed).unwrap();
    packed
}

/// A stream of objects that says this of itself, with this between `stream` and its content.
fn holding(said: &str, line_end: &str, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = format!("7 0 obj\n<< /Type /ObjStm {said} /Length {length} >>\nstream{line_end}");
    [b"%PDF-1.5\n1 0 obj << /Type /Catalog >> endobj\n", head.as_bytes(), content, b"\nendstream\nendobj\n"]
        .concat()
}

#[test]
fn objects_that_unpack_without_measure_are_refused_however_they_are_packed() {
    let zeros = packed(&vec![b'0'; 40 << 20]);
    let flate = "/N 1 /First 4 /Filter /FlateDecode";
    for line_end in ["\n", "\r\n", "\r", " \n", "\t \r\n"] {
        assert!(load(&holding(flate, line_end, &zeros)).is_err(), "{line_end:?}");
    }
    // The library goes on behind two bytes that are no beginning of zlib.
    for beginning in [b"  ", b"xx", b"\n\n"] {
        let raw = [beginning, &zeros[2..]].concat();
        assert!(load(&holding(flate, "\n", &raw)).is_err());
    }
    let thrice = packed(&packed(&zeros));
    let filters = "/N 1 /First 4 /Filter [/FlateDecode /FlateDecode /FlateDecode]";
    assert!(load(&holding(filters, "\n", &thrice)).is_err());
    let escaped = flate.replace("Filter", "F#69lter").replace("FlateDecode", "Flate#44ecode");
    assert!(load(&holding(&escaped, "\n", &zeros)).is_err());
    let rows = "/N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 3000000000 >>";
    assert!(load(&holding(rows, "\n", &packed(b"1 0 "))).is_err());
    assert!(load(&holding(flate, "\n", &packed(b"5 0 null"))).is_ok());
}

#[test]
fn a_table_that_says_more_than_there_is_is_not_believed() {
    // A thousand times the same megabyte; more entries than there are numbers, each of no width; a place as wide as a memory.
    let megabyte = "x".repeat(1 << 20);
    let mut pdf = format!(
        "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n2 0 obj << /Length {} >> stream\n{megabyte}\nendstream endobj\n",
        megabyte.len()
    );
    let table = pdf.len();
    pdf.push_str("xref\n0 9000\n");
    pdf.push_str(&"0000000047 00000 n \n".repeat(9_000));
    pdf.push_str(&format!("trailer << /Size 9000 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    let document = load(pdf.as_bytes()).unwrap();
    assert_eq!(document.objects.len(), 2);
    for widths in ["/W [0 0 0] /Index [0 9000000000000000000]", "/W [1 99999999999 1]"] {
        let said = format!("<< /Type /XRef /Size 9 /Root 1 0 R {widths} /Length 1 >>");
        let pdf = format!(
            "%PDF-1.5\n1 0 obj << /Type /Catalog >> endobj\n2 0 obj {said} stream\n0\nendstream endobj\nstartxref\n47\n%%EOF\n"
        );
        assert_eq!(load(pdf.as_bytes()).unwrap().objects.len(), 1);
    }
    // Each of ten thousand streams holds all that follow.
    let nested: String =
        (2..10_000).map(|it| format!("{it} 0 obj << /Length {} >> stream\n", 9_999 - it)).collect();
    let pdf = format!("%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n{nested}{}", "endstream\n".repeat(2));
    let document = load(pdf.as_bytes()).unwrap();
    let held: usize =
        document.objects.values().filter_map(|it| Some(it.as_stream().ok()?.content.len())).sum();
    assert!(held <= pdf.len(), "{held}");
}

#[test]
fn the_last_object_of_a_number_holds_also_of_those_within_streams() {
    let check = |pdf: &str, expected: i64| {
        let document = load(format!("%PDF-1.5\n9 0 obj<</Type/Catalog>>endobj\n{pdf}").as_bytes()).unwrap();
        assert_eq!(document.trailer.get(b"Root").and_then(Object::as_reference).ok(), Some((9, 0)));
        assert_eq!(document.get_object((1, 0)).and_then(Object::as_i64).ok(), Some(expected), "{pdf}");
    };
    let holder =
        "5 0 obj << /Type /ObjStm /N 2 /First 8 /Length 12 >> stream\n1 0 2 3 31 32 \nendstream endobj\n";
    check("1 0 obj 3 endobj\n1 0 obj 4 endobj", 4);
    check(holder, 31);
    check(&format!("1 0 obj 3 endobj\n{holder}"), 31);
    check(&format!("{holder}1 0 obj 3 endobj"), 3);
    // What is said of the whole document by an update holds.
    check(
        "7 0 obj<</Type/Catalog>>endobj trailer <</Root 7 0 R>> 1 0 obj 5 endobj trailer <</Root 9 0 R>>",
        5,
    );
    // Without an end, or with one in its text.
    check("1 0 obj 3\n2 0 obj 4", 3);
    check("2 0 obj (endobj) endobj 1 0 obj 3 endobj", 3);
    check("1 0 obj 6 % obj\nendobj", 6);
}

#[test]
fn a_stream_is_as_long_as_it_says_or_up_to_its_end() {
    let check = |length: &str, expected: &str| {
        let pdf = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n2 0 obj << {length} >> stream\r\na endstream b\r\nendstream\nendobj\n3 0 obj\n13\nendobj\n"
        );
        let document = load(pdf.as_bytes()).unwrap();
        let content = document.get_object((2, 0)).and_then(Object::as_stream).map(|it| it.content.clone());
        assert_eq!(content.unwrap(), expected.as_bytes(), "{length}");
    };
    check("/Length 13", "a endstream b");
    check("/Length 3 0 R", "a endstream b");
    check("/Length 99", "a ");
    check("/Length 4 0 R", "a ");
    check("/Length -1", "a ");
    check("", "a ");
}
