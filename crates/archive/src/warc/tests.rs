//! WARC files as tools write them, as crashes leave them, and as nobody should.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tempfile::TempDir;
use veille_model::{Capture, CaptureId, CaptureKind, SourceId};

use crate::{Compression, Limits, WarcWriter, open_within};

const DATE: &str = "2025-10-26T10:00:00Z";

fn limits() -> Limits {
    Limits { capture_bytes_max: 64 << 10, head_bytes_max: 16 << 10 }
}

/// A directory with one file of these bytes.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, bytes).unwrap();
    (directory, path)
}

/// What reading a file gives, an item a line: `1 https://example.org/ 200 body`, or the error without its path.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    let (directory, path) = file(name, bytes);
    let root = format!("{}/", directory.path().display());
    let line = |item| match item {
        Ok(crate::Found { capture, place }) => {
            let status = capture.status.map_or("-".to_owned(), |status: u16| status.to_string());
            let body = String::from_utf8_lossy(&capture.body).into_owned();
            format!("{} {} {status} {body}", place.number.unwrap(), capture.url.unwrap_or_default())
        }
        Err(error) => format!("{}", error as crate::ArchiveError).replace(&root, ""),
    };
    open_within(&path, limits()).unwrap().map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: &str, fields: &str, block: &str) -> Vec<u8> {
    let length = block.len();
    format!("WARC/1.1\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {length}\r\n\r\n{block}\r\n\r\n")
        .into_bytes()
}

fn page(number: u32) -> Vec<u8> {
    let fields = format!(
        "WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: {DATE}\r\n\
         WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http;msgtype=response\r\n"
    );
    record("response", &fields, &format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{number}"))
}

fn line(number: u64, page: u32) -> String {
    format!("{number} https://example.org/{page} 200 <p>{page}")
}

mod as_tools_write_them {
    use super::*;

    /// What `wget --warc-file` writes: WARC 1.0, addresses in angle brackets, digests in SHA-1, the log at the end.
    fn wget() -> Vec<Vec<u8>> {
        let fields = |kind: &str, id: u32| {
            format!(
                "WARC-Target-URI: <https://example.org/a>\r\nWARC-Date: {DATE}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n\
                 Content-Type: application/http;msgtype={kind}\r\n\
                 WARC-Block-Digest: sha1:GU3QXUWAUK7DZTWQDGAGHQRKWC6M6WYC\r\n"
            )
        };
        let old = |record: Vec<u8>| [b"WARC/1.0", &record[8..]].concat();
        let response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n\
                        4\r\n<p>a\r\n0\r\n\r\n";
        vec![
            old(record(
                "warcinfo",
                "Content-Type: application/warc-fields\r\n",
                "software: Wget/1.21 (linux-gnu)\r\n",
            )),
            old(record("request", &fields("request", 2), "GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n")),
            old(record("response", &fields("response", 3), response)),
            old(record("metadata", "Content-Type: text/plain\r\n", "manifest")),
            old(record("resource", "WARC-Target-URI: <metadata://gnu.org/wget.log>\r\n", "saved")),
        ]
    }

    #[test]
    fn wget_files_are_read() {
        let expected = ["3 https://example.org/a 200 <p>a"];
        assert_eq!(read("a.warc", &wget().concat()), expected);
        let members: Vec<Vec<u8>> = wget().iter().map(|record| gzip(record)).collect();
        assert_eq!(read("a.warc.gz", &members.concat()), expected);
    }

    #[test]
    fn a_name_that_lies_about_gzip_misleads_nobody() {
        assert_eq!(read("a.warc", &gzip(&page(1))), [line(1, 1)]);
        assert_eq!(read("a.warc.gz", &page(1)), [line(1, 1)]);
    }

    #[test]
    fn a_file_packed_as_a_whole_or_in_blocks_is_read() {
        let whole = [page(1), page(2), page(3)].concat();
        let expected = [line(1, 1), line(2, 2), line(3, 3)];
        assert_eq!(read("a.warc.gz", &gzip(&whole)), expected);
        let blocks: Vec<Vec<u8>> = whole.chunks(100).map(gzip).collect();
        assert_eq!(read("a.warc.gz", &blocks.concat()), expected);
        assert_eq!(read("a.warc.gz", &[gzip(&whole), vec![0; 512]].concat()), expected);
    }

    #[test]
    fn frames_of_zstandard_are_read_with_and_without_a_dictionary() {
        let pages = [page(1), page(2), page(3)];
        let frames: Vec<Vec<u8>> =
            pages.iter().map(|page| zstd::encode_all(page.as_slice(), 3).unwrap()).collect();
        let expected = [line(1, 1), line(2, 2), line(3, 3)];
        assert_eq!(read("a.warc.zst", &frames.concat()), expected);
        assert_eq!(read("a.warc", &frames.concat()), expected, "the bytes tell");

        let dictionary = [pages.concat(), b"and what else pages have in common".to_vec()].concat();
        let packed = |page: &Vec<u8>| {
            let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
            packer.compress(page).unwrap()
        };
        let frames: Vec<Vec<u8>> = pages.iter().map(packed).collect();
        for held in [dictionary.clone(), zstd::encode_all(dictionary.as_slice(), 3).unwrap()] {
            let length = u32::try_from(held.len()).unwrap().to_le_bytes();
            let file = [b"\x5d\x2a\x4d\x18", length.as_slice(), &held, &frames.concat()].concat();
            assert_eq!(read("a.warc.zst", &file), expected);
            // A bit that fell over costs its own record.
            let mut hurt = file.clone();
            let at = file.len() - frames[2].len() - frames[1].len() + 8;
            hurt[at] ^= 0xff;
            let items = read("a.warc.zst", &hurt);
            assert_eq!((&items[0], &items[2]), (&expected[0], &line(3, 3)), "{items:?}");
            assert!(items[1].contains("2: "), "{items:?}");
        }
        let again = [page(2), revisit("WARC-Refers-To: <urn:uuid:2>\r\n")];
        let frames: Vec<Vec<u8>> =
            again.iter().map(|page| zstd::encode_all(page.as_slice(), 3).unwrap()).collect();
        assert_eq!(read("a.warc.zst", &frames.concat()).len(), 2, "an original is found again");
    }

    #[test]
    fn a_dictionary_that_cannot_be_used_is_told_with_its_file() {
        let frame = zstd::encode_all(page(1).as_slice(), 3).unwrap();
        let check = |length: usize, dictionary: &[u8], expected: &str| {
            let length = u32::try_from(length).unwrap().to_le_bytes();
            let file = [b"\x5d\x2a\x4d\x18", length.as_slice(), dictionary, &frame].concat();
            let items = read("a.warc.zst", &file);
            assert!(items.len() == 1 && items[0].contains("a.warc.zst"), "{items:?}");
            assert!(items[0].contains("dictionary") && items[0].contains(expected), "{items:?}");
        };
        // Tables of its own that are none.
        let tables = [b"\x37\xa4\x30\xec\x01\0\0\0".as_slice(), &[0xff; 200]].concat();
        check(tables.len(), &tables, "");
        let packed = zstd::encode_all(tables.as_slice(), 3).unwrap();
        check(packed.len(), &packed, "");
        check(packed.len() - 9, &packed[..packed.len() - 9], "");
        check(9_000, b"too short", "of its 9000 bytes there are");
        check(20 << 20, b"too long", "longer than");
        let zeros = zstd::encode_all(vec![0; 17 << 20].as_slice(), 3).unwrap();
        check(zeros.len(), &zeros, "longer than");
    }

    #[test]
    fn what_a_browser_loads_beside_pages_is_no_capture() {
        let answer = |path: &str, fields: &str, status: u16, kind: &str| {
            let fields = format!(
                "WARC-Date: {DATE}\r\nWARC-Target-URI: {path}\r\n{fields}Content-Type: application/http;msgtype=response\r\n"
            );
            record("response", &fields, &format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n\r\n<p>x"))
        };
        let a = "https://a.example/";
        let note =
            format!("WARC-Date: {DATE}\r\nWARC-Target-URI: urn:text:{a}\r\nContent-Type: text/plain\r\n");
        let records = [
            answer(a, "WARC-Resource-Type: document\r\n", 200, "text/html; charset=utf-8"),
            answer("https://a.example/x.js", "", 200, "application/javascript"),
            answer("https://a.example/x.css", "", 200, "text/css"),
            answer("https://a.example/x.svg", "", 200, "image/svg+xml"),
            answer("https://a.example/part", "WARC-Resource-Type: xhr\r\n", 200, "text/html"),
            answer("https://a.example/api", "", 200, "application/json"),
            answer("https://a.example/old", "", 301, "text/html"),
            answer("https://a.example/gone", "", 404, "text/html"),
            record("resource", &note, "x"),
            answer("http://a.example/rss", "", 200, "application/rss+xml"),
        ];
        let expected = ["1 https://a.example/ 200 <p>x", "10 http://a.example/rss 200 <p>x"];
        assert_eq!(read("a.warc", &records.concat()), expected);
    }

    #[test]
    fn a_wacz_is_its_warcs_stored_or_packed() {
        use zip::write::SimpleFileOptions;
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let packed = stored.compression_method(zip::CompressionMethod::Deflated);
        let first =
            [gzip(&page(1)), gzip(&page(2)), gzip(&revisit("WARC-Refers-To: <urn:uuid:2>\r\n"))].concat();
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, options, bytes) in [
            ("datapackage.json", packed, b"{}".to_vec()),
            ("archive/b.warc.gz", packed, first.clone()),
            ("archive/a.warc.gz", stored, first),
            ("archive/c.warc", stored, page(3)),
            ("pages/pages.jsonl", packed, b"{}\n".to_vec()),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let again = "3 https://example.org/again 200 <p>2".to_owned();
        let expected = [line(1, 1), line(2, 2), again.clone(), line(1, 1), line(2, 2), again, line(1, 3)];
        assert_eq!(read("a.wacz", &bytes), expected);
        let (_directory, path) = file("a.wacz", &bytes);
        let first = crate::open(&path).unwrap().next().unwrap().unwrap();
        assert!(first.place.to_string().ends_with("a.wacz/archive/a.warc.gz#1"), "{}", first.place);
        let torn = read("a.wacz", &bytes[..bytes.len() / 2]);
        assert!(torn.len() == 1 && torn[0].contains("damaged"), "{torn:?}");
    }

    /// What warcio writes for a page that it has already: the headers alone, and where the first one is.
    fn revisit(refers: &str) -> Vec<u8> {
        let fields = format!(
            "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n{refers}\
             WARC-Date: 2025-10-27T10:00:00Z\r\nWARC-Target-URI: https://example.org/again\r\n"
        );
        record("revisit", &fields, "HTTP/1.1 200 OK\r\nETag: x\r\nContent-Type: text/html\r\n\r\n")
    }

    #[test]
    fn a_revisit_is_its_originals_body_at_another_instant() {
        let by_id = revisit("WARC-Refers-To: <urn:uuid:2>\r\n");
        let by_address = revisit(&format!(
            "WARC-Refers-To-Target-URI: https://example.org/2\r\nWARC-Refers-To-Date: {DATE}\r\n"
        ));
        let expected = |at: u64| format!("{at} https://example.org/again 200 <p>2");
        for revisit in [by_id, by_address] {
            let records = [page(1), page(2), revisit, page(3)];
            let expected = [line(1, 1), line(2, 2), expected(3), line(4, 3)];
            assert_eq!(read("a.warc", &records.concat()), expected);
            assert_eq!(read("a.warc.gz", &records.clone().map(|record| gzip(&record)).concat()), expected);
            assert_eq!(read("a.warc.gz", &gzip(&records.concat())), expected);
        }
    }

    #[test]
    fn a_revisit_whose_original_lies_elsewhere_is_reported() {
        let missing = "2: the original of this revisit is not in this file: <urn:uuid:9>";
        let items = read("a.warc", &[page(1), revisit("WARC-Refers-To: <urn:uuid:9>\r\n"), page(3)].concat());
        assert_eq!(items, [line(1, 1), format!("a.warc#{missing}"), line(3, 3)]);
    }

    #[test]
    fn a_revisit_has_its_own_address_instant_and_headers() {
        let bytes = [page(2), revisit("WARC-Refers-To: <urn:uuid:2>\r\n")].concat();
        let (_directory, path) = file("a.warc", &bytes);
        let found = open_within(&path, limits()).unwrap().nth(1).unwrap().unwrap();
        assert_eq!(found.capture.captured_at.unwrap().to_rfc3339(), "2025-10-27T10:00:00+00:00");
        assert_eq!(found.capture.headers.get("etag").map(String::as_str), Some("x"));
        assert_eq!(found.capture.id, CaptureId::of(Some("https://example.org/again"), b"<p>2"));
    }

    #[test]
    fn a_feed_in_a_foreign_archive_is_a_feed() {
        let block =
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<?xml version='1.0'?><rss version='2.0'/>";
        let (_directory, path) = file("a.warc", &record("response", "", block));
        let found = open_within(&path, limits()).unwrap().next().unwrap().unwrap();
        assert_eq!((found.capture.kind, found.capture.url), (CaptureKind::Feed, None));
    }

    #[test]
    fn lookups_of_names_and_parts_of_records_are_no_captures() {
        let dns =
            record("response", "Content-Type: text/dns\r\nWARC-Target-URI: dns:example.org\r\n", "20251026");
        let part = record("continuation", "WARC-Segment-Number: 2\r\n", "rest");
        let items = read("a.warc", &[dns, part, page(3)].concat());
        assert_eq!(items, ["a.warc#2: record of type continuation".to_owned(), line(3, 3)]);
    }
}

mod as_crashes_leave_them {
    use super::*;

    #[test]
    fn a_torn_last_record_is_reported_and_the_rest_kept() {
        let whole = [page(1), page(2)].concat();
        let check = |cut: usize, expected: &str| {
            let items = read("a.warc", &whole[..whole.len() - cut]);
            assert_eq!(items[0], line(1, 1));
            assert_eq!(items[1..], [expected.to_owned()], "cut by {cut}");
        };
        check(1, &line(2, 2));
        check(4, &line(2, 2));
        check(5, "a.warc#2: torn record: 47 of 48 bytes");
        check(52, "a.warc#2: torn record: 0 of 48 bytes");
        check(60, "a.warc#2: torn record: ends inside its fields");
    }

    #[test]
    fn wherever_a_packed_file_is_torn_one_error_follows_the_whole_records() {
        let (first, second) = (gzip(&page(1)), gzip(&page(2)));
        for cut in 1..second.len() {
            let items = read("a.warc.gz", &[&first, &second[..cut]].concat());
            assert_eq!(items[0], line(1, 1), "cut at {cut}");
            // A member's checksum stands behind its record: without it the record is whole, and kept.
            let rest = if items[1] == line(2, 2) { &items[2..] } else { &items[1..] };
            assert!(matches!(rest, [error] if error.starts_with("a.warc.gz#")), "cut at {cut}: {items:?}");
        }
    }

    #[test]
    fn what_was_appended_after_a_torn_record_is_read() {
        let torn = page(1);
        let torn = &torn[..torn.len() - 20];
        assert_eq!(read("a.warc", &[torn, &page(2), &page(3)].concat())[1..], [line(2, 2), line(3, 3)]);
        for cut in [12, 40, 150] {
            let torn = &gzip(&page(1))[..cut];
            let items = read("a.warc.gz", &[torn, &gzip(&page(2)), &gzip(&page(3))].concat());
            assert_eq!(items[1..], [line(2, 2), line(3, 3)], "cut at {cut}: {items:?}");
        }
    }

    #[test]
    fn a_flipped_bit_costs_one_record() {
        let members = [gzip(&page(1)), gzip(&page(2)), gzip(&page(3))];
        for at in 10..members[1].len() {
            let mut broken = members.clone();
            broken[1][at] ^= 0x10;
            let items = read("a.warc.gz", &broken.concat());
            assert_eq!(
                (items.first(), items.last()),
                (Some(&line(1, 1)), items.iter().find(|i| i.ends_with("<p>3")))
            );
            assert!(items.len() == 3 && items[1].starts_with("a.warc.gz#2: "), "at {at}: {items:?}");
        }
    }

    #[test]
    fn a_writer_goes_on_behind_a_torn_record() {
        for name in ["a.warc", "a.warc.gz"] {
            let directory = TempDir::new().unwrap();
            let path = directory.path().join(name);
            let captures: Vec<Capture> = (0..3_u8).map(|n| Capture::page(None, vec![n; 300])).collect();
            let mut writer = WarcWriter::append(&path).unwrap();
            captures[..2].iter().for_each(|capture| writer.write(capture).unwrap());
            drop(writer);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
            WarcWriter::append(&path).unwrap().write(&captures[2]).unwrap();
            let items: Vec<_> = open_within(&path, limits()).unwrap().collect();
            let bodies: Vec<_> = items.iter().flatten().map(|found| found.capture.body[0]).collect();
            assert_eq!((bodies, items.len()), (vec![0, 2], 3), "{name}");
        }
    }
}

mod as_nobody_should {
    use super::*;

    #[test]
    fn an_empty_file_holds_nothing() {
        assert!(read("a.warc", b"").is_empty());
        assert!(read("a.warc.gz", b"").is_empty());
        assert!(read("a.warc.gz", &gzip(b"")).is_empty());
    }

    #[test]
    fn garbage_between_records_is_reported_once() {
        let items =
            read("a.warc", &[b"\xff\xferubbish", page(1).as_slice(), b"WARC/2 and more", &page(2)].concat());
        let garbage =
            |number: u64, bytes: u64| format!("a.warc#{number}: {bytes} bytes that are no WARC record");
        assert_eq!(items[0], garbage(1, 9));
        assert_eq!(items[1..], [line(2, 1), garbage(3, 15), line(4, 2)]);
        let packed = [gzip(&page(1)), b"rubbish".to_vec(), gzip(&page(2))].concat();
        assert_eq!(
            read("a.warc.gz", &packed),
            [line(1, 1), garbage(2, 7).replace(".warc", ".warc.gz"), line(3, 2)]
        );
    }

    #[test]
    fn a_length_that_lies_costs_one_record() {
        let lie = |length: &str| {
            let text = String::from_utf8(page(1)).unwrap();
            text.replace("Content-Length: 48", &format!("Content-Length: {length}")).into_bytes()
        };
        let check = |length: &str, expected: &str| {
            let records = [lie(length), page(2), page(3)];
            for (name, bytes) in
                [("a.warc", records.concat()), ("a.warc.gz", records.map(|r| gzip(&r)).concat())]
            {
                let items = read(name, &bytes);
                assert_eq!(items[1..], [line(2, 2), line(3, 3)], "{length} in {name}: {items:?}");
                assert!(items[0].contains(expected), "{items:?}");
            }
        };
        check("12", "no record ends after the 12 bytes");
        check("0", "no record ends after the 0 bytes");
        check("-1", "unreadable Content-Length");
        check("many", "unreadable Content-Length");
        check("", "no Content-Length");
        check("100", " 100 ");
        check("250", "");
        check("99999999999", "99999999999");
        check("18446744073709551615", "18446744073709551615");
    }

    #[test]
    fn a_record_over_the_limit_is_refused_by_name() {
        let large = record("resource", "", &"x".repeat(70_000));
        let expected = "#2: record larger than the limit of 65536 bytes: 70000 bytes";
        let items = read("a.warc", &[page(1), large.clone(), page(3)].concat());
        assert_eq!(items, [line(1, 1), format!("a.warc{expected}"), line(3, 3)]);
        let items = read("a.warc.gz", &[gzip(&page(1)), gzip(&large), gzip(&page(3))].concat());
        assert_eq!(items, [line(1, 1), format!("a.warc.gz{expected}"), line(3, 3)]);
        // No capture is lost with it, however the word is written.
        for kind in ["request", "Request", "METADATA"] {
            let large = record(kind, "", &"x".repeat(70_000));
            assert_eq!(
                read("a.warc", &[page(1), large, page(3)].concat()),
                [line(1, 1), line(3, 3)],
                "{kind}"
            );
        }
    }

    #[test]
    fn a_page_that_unpacks_beyond_the_limit_is_refused_by_name() {
        let bomb = gzip(&vec![b'x'; 1 << 20]);
        let block = [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", bomb.as_slice()].concat();
        let head = format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", block.len());
        let items = read("a.warc", &[head.as_bytes(), &block, b"\r\n\r\n", &page(2)].concat());
        assert_eq!(items[0], "a.warc#1: body after gzip larger than the limit of 65536 bytes");
        assert_eq!(items[1], line(2, 2));
    }

    #[test]
    fn fields_without_an_end_are_bounded() {
        let endless = [b"WARC/1.1\r\nX: ".as_slice(), &[b'y'; 100_000], b"\r\n\r\n"].concat();
        let items = read("a.warc", &[endless, page(2)].concat());
        assert_eq!(items, ["a.warc#1: fields larger than the limit of 16384 bytes".to_owned(), line(2, 2)]);
    }

    #[test]
    fn headers_in_latin_1_are_read() {
        let block = b"HTTP/1.1 200 D\xe9j\xe0 vu\r\nX-Title: caf\xe9\r\n\r\nx";
        let head = format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", block.len());
        let (_directory, path) = file("a.warc", &[head.as_bytes(), block].concat());
        let found = open_within(&path, limits()).unwrap().next().unwrap().unwrap();
        assert_eq!(found.capture.headers["x-title"], "café");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_damage_ends_in_captures_or_errors(
            cuts in proptest::collection::vec((0_usize..1500, 0_usize..40, proptest::collection::vec(any::<u8>(), 0..20)), 0..4),
            is_packed: bool,
        ) {
            let records = [page(1), page(2), record("metadata", "", "x"), page(3)];
            let packed = |record: &Vec<u8>| if is_packed { gzip(record) } else { record.clone() };
            let mut bytes = records.iter().flat_map(packed).collect::<Vec<u8>>();
            for (at, length, with) in cuts {
                let at = at.min(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, with);
            }
            prop_assert!(read("a.warc.gz", &bytes).len() < 100);
        }

        #[test]
        fn any_bytes_end_in_captures_or_errors(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            prop_assert!(read("a.warc", &bytes).len() < 100);
        }
    }
}

mod there_and_back {
    use super::*;

    fn instant() -> impl Strategy<Value = DateTime<Utc>> {
        (-80_000_000_000_i64..80_000_000_000, prop_oneof![Just(0_u32), 0_u32..1_999_999_999])
            .prop_filter_map("an instant", |(seconds, nanos)| DateTime::from_timestamp(seconds, nanos))
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![".{0,12}", "(?s).{0,12}", "[a-z]{1,8}", Just(String::new())]
    }

    fn header() -> impl Strategy<Value = (String, String)> {
        let known = prop_oneof![
            Just("content-type"),
            Just("content-encoding"),
            Just("transfer-encoding"),
            Just("content-length"),
            Just("x-archive-orig-content-encoding"),
            Just("etag"),
            Just("ETag"),
        ];
        let name = prop_oneof![text(), known.prop_map(str::to_owned)];
        (name, prop_oneof![text(), Just("gzip".to_owned()), Just("chunked".to_owned()), Just("3".to_owned())])
    }

    fn url() -> impl Strategy<Value = Option<String>> {
        let odd = prop_oneof!["https://[a-z]{1,8}\\.example/[a-zé ]{0,8}", text(), Just("<x>".to_owned())];
        proptest::option::of(odd)
    }

    prop_compose! {
        fn capture()(
            url in url(),
            body in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                Just(b"<rss version=\"2.0\"/>".to_vec()),
                Just(b"\r\n\r\nWARC/1.1\r\nContent-Length: 9\r\n\r\n".to_vec()),
                Just(gzip(b"a page that stays packed")),
            ],
            id in proptest::option::of(text()),
            source in proptest::option::of(text()),
            kind in prop_oneof![Just(CaptureKind::Page), Just(CaptureKind::Feed), Just(CaptureKind::Entry)],
            captured_at in proptest::option::of(instant()),
            status in proptest::option::of(any::<u16>()),
            media_type in proptest::option::of(prop_oneof![text(), Just("text/dns".to_owned()), Just("text/html".to_owned())]),
            headers in proptest::collection::btree_map(text(), text(), 0..1),
            more in proptest::collection::vec(header(), 0..4),
        ) -> Capture {
            let mut capture = Capture::page(url, body);
            capture.id = id.map_or(capture.id, CaptureId::from);
            capture.source = source.map_or(capture.source, |name| SourceId::new(&name));
            capture.headers = headers.into_iter().chain(more).collect::<BTreeMap<_, _>>();
            Capture { kind, captured_at, status, media_type, ..capture }
        }
    }

    fn round_trip(captures: &[Capture], name: &str) -> Vec<Capture> {
        let (_directory, path) = file(name, b"");
        let mut writer = WarcWriter::append(&path).unwrap();
        captures.iter().for_each(|capture| writer.write(capture).unwrap());
        open_within(&path, limits()).unwrap().map(|item| item.unwrap().capture).collect()
    }

    proptest! {
        #[test]
        fn captures_through_a_warc_are_the_same_captures(captures in proptest::collection::vec(capture(), 0..4)) {
            prop_assert_eq!(&round_trip(&captures, "a.warc"), &captures);
            prop_assert_eq!(&round_trip(&captures, "a.warc.gz"), &captures);
        }
    }

    fn fetched() -> Capture {
        let headers =
            [("content-type", "text/html; charset=utf-8"), ("etag", "\"x\""), ("content-encoding", "br")];
        Capture {
            captured_at: Some(DATE.parse().unwrap()),
            status: Some(200),
            media_type: Some("text/html; charset=utf-8".into()),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Capture::page(Some("https://example.org/a".into()), b"<p>a".to_vec())
        }
    }

    fn written(capture: &Capture) -> String {
        let mut writer = WarcWriter::new(Vec::new(), Compression::Plain);
        writer.write(capture).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_record_is_what_other_tools_expect() {
        let warc = written(&fetched());
        let record = &warc[warc.rfind("WARC/1.1").unwrap()..];
        let (head, block) = record.split_once("\r\n\r\n").unwrap();
        for field in [
            "WARC-Type: response",
            "WARC-Target-URI: https://example.org/a",
            "WARC-Date: 2025-10-26T10:00:00Z",
            "Content-Type: application/http; msgtype=response",
            "WARC-Payload-Digest: sha256:e71530e478475c7fb8137fe05abfac99f310334a496d9294dedc93cbaf1d3000",
        ] {
            assert!(head.lines().any(|line| line == field), "{field} in {head}");
        }
        assert!(!head.contains("Veille-Capture"), "nothing of an ordinary page lies beyond WARC: {head}");
        assert!(block.starts_with("HTTP/1.1 200 \r\n"), "{block}");
        assert!(block.contains("\r\nx-archive-orig-content-encoding: br\r\n"), "{block}");
        assert!(block.ends_with("\r\n\r\n<p>a\r\n\r\n"), "{block}");
    }

    #[test]
    fn the_same_captures_give_the_same_bytes() {
        assert_eq!(written(&fetched()), written(&fetched()));
        let other = Capture { captured_at: None, ..fetched() };
        assert!(written(&other).contains("WARC-Date: 1970-01-01T00:00:00Z"));
        assert_eq!(round_trip(std::slice::from_ref(&other), "a.warc"), [other]);
    }

    #[test]
    fn a_capture_too_large_to_be_read_back_is_not_written() {
        let mut writer = WarcWriter::new(Vec::new(), Compression::Gzip);
        let error = writer.write(&Capture::page(None, vec![0; (32 << 20) + 1])).unwrap_err();
        assert!(error.to_string().contains("larger than the limit of 33554432 bytes"), "{error}");
        assert!(writer.finish().unwrap().is_empty());
    }
}

#[test]
fn heads_that_lie_are_read_in_a_time_that_grows_as_the_file_does() {
    let limits = Limits { capture_bytes_max: 2_000_000, ..Limits::default() };
    let head = "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 1999999\r\n\r\n";
    for text in [head, "WARC/1.1\r\nWARC-Type: response\r\n", "WARC/1.1\r\n"] {
        let lies = text.repeat(8_000_000 / text.len());
        for (name, bytes) in [("x.warc", lies.as_bytes().to_vec()), ("x.warc.gz", gzip(lies.as_bytes()))] {
            let (_directory, path) = file(name, &bytes);
            let begun = std::time::Instant::now();
            let found = open_within(&path, limits).unwrap().filter(Result::is_ok).count();
            assert_eq!(found, 0);
            assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?} {text}", begun.elapsed());
        }
    }
}
