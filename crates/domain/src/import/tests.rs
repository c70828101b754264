#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn read(separator: Separator, bytes: &[u8]) -> Vec<Record> {
    read_in_pieces(separator, bytes, bytes.len().max(1))
}

fn read_in_pieces(separator: Separator, bytes: &[u8], size: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut reader = Reader::new(separator);
    for piece in bytes.chunks(size) {
        reader.feed(piece, &mut |record| records.push(record));
    }
    reader.finish(&mut |record| records.push(record));
    records
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    read(Separator::Semicolon, bytes)
        .into_iter()
        .map(|record| record.cells.unwrap())
        .collect()
}

fn fault(bytes: &[u8]) -> (u64, RowFault) {
    let records = read(Separator::Semicolon, bytes);
    let faulty = records
        .into_iter()
        .find_map(|record| record.cells.err().map(|fault| (record.row, fault)));
    faulty.unwrap()
}

#[test]
fn records_end_at_every_kind_of_line_end_and_keep_their_rows() {
    let records = read(Separator::Semicolon, b"a;b\r\nc;d\n\ne;f\rg;h");
    let rows: Vec<u64> = records.iter().map(|record| record.row).collect();
    assert_eq!(rows, [1, 2, 4, 5]);
    assert_eq!(records[2].cells, Ok(vec!["e".to_owned(), "f".to_owned()]));
    assert_eq!(records[3].cells, Ok(vec!["g".to_owned(), "h".to_owned()]));
}

#[test]
fn quotation_marks_hold_separators_line_ends_and_themselves() {
    assert_eq!(
        cells(b"\"a;b\";\"c\nd\" ;\"den \"\"nya\"\"\"\n"),
        [["a;b", "c\nd", "den \"nya\""]]
    );
    assert_eq!(cells(b"\"\";x"), [["", "x"]]);
    assert_eq!(cells(b"5\" skiva;x"), [["5\" skiva", "x"]]);
}

#[test]
fn a_mark_is_no_part_of_the_first_heading_however_the_bytes_come() {
    for size in 1..6 {
        let records = read_in_pieces(Separator::Comma, b"\xef\xbb\xbfnamn,a\n", size);
        assert_eq!(
            records[0].cells,
            Ok(vec!["namn".to_owned(), "a".to_owned()])
        );
    }
    assert_eq!(read(Separator::Comma, b"\xef\xbb\xbf"), []);
    assert_eq!(
        read(Separator::Comma, b"\xef"),
        read(Separator::Comma, b"\xef")
    );
}

#[test]
fn windows_1252_is_told_from_utf_8() {
    assert_eq!(cells(b"\xc5sa;\x80;\x96"), [["Åsa", "€", "–"]]);
    assert_eq!(cells("Åsa;€;–".as_bytes()), [["Åsa", "€", "–"]]);
    let mut reader = Reader::new(Separator::Semicolon);
    reader.feed(b"a\n\xc5sa\n", &mut |_| {});
    assert_eq!(reader.encoding(), Some(Encoding::Windows1252));
}

#[test]
fn a_row_that_is_not_what_the_rows_before_it_were_is_named() {
    assert_eq!(fault(b"\xc3\x85sa\nb\n\xc5sa\n"), (3, RowFault::Encoding));
    assert_eq!(fault(b"\xef\xbb\xbfa\n\xc5sa\n"), (2, RowFault::Encoding));
    assert_eq!(fault(b"a\nb\x00c\n"), (2, RowFault::Control));
    assert_eq!(fault(b"a\n\x1b[31m\n"), (2, RowFault::Control));
}

#[test]
fn two_hundred_columns_are_told_and_the_next_row_is_read() {
    let wide = format!("a\n{}\nb\n", vec!["x"; 200].join(";"));
    let records = read(Separator::Semicolon, wide.as_bytes());
    assert_eq!(records[1].cells, Err(RowFault::TooManyColumns));
    assert_eq!(records[2].cells, Ok(vec!["b".to_owned()]));
    let just = vec!["x"; MOST_COLUMNS].join(";");
    assert_eq!(cells(just.as_bytes())[0].len(), MOST_COLUMNS);
}

#[test]
fn a_row_over_64_kb_is_told_and_the_next_row_is_read() {
    let long = format!("a\n{}\nb\n", "x".repeat(MOST_ROW_BYTES + 1));
    let records = read(Separator::Semicolon, long.as_bytes());
    assert_eq!(records[1].cells, Err(RowFault::TooLong));
    assert_eq!((records[2].row, records[2].cells.is_ok()), (3, true));
    let just = "x".repeat(MOST_ROW_BYTES);
    assert_eq!(cells(just.as_bytes())[0][0].len(), MOST_ROW_BYTES);
}

#[test]
fn a_quotation_mark_that_nobody_closes_swallows_64_kb_at_most() {
    let mut file = String::from("a\n\"öppen\n");
    for _ in 0..20_000 {
        file.push_str("rad;x\n");
    }
    let records = read(Separator::Semicolon, file.as_bytes());
    assert_eq!(
        (records[1].row, &records[1].cells),
        (2, &Err(RowFault::TooLong))
    );
    let last = records.last().unwrap();
    assert_eq!((last.row, last.cells.is_ok()), (20_002, true));
    assert_eq!(fault(b"a\nb;\"c\n"), (2, RowFault::Unclosed));
    assert_eq!(fault(b"a\n\"b\"c;d\ne\n"), (2, RowFault::StrayQuote));
}

#[test]
fn the_separator_is_guessed_from_the_first_line() {
    for (opening, separator) in [
        ("namn;epost;mobil\n", Separator::Semicolon),
        ("name,e-mail\n", Separator::Comma),
        ("name\te-mail\n", Separator::Tab),
        ("\"a,b,c\";d\n", Separator::Semicolon),
        ("\n\nname,e-mail\n", Separator::Comma),
        ("sep=,\nname;e-mail\n", Separator::Comma),
        ("name\n", Separator::Semicolon),
        ("", Separator::Semicolon),
    ] {
        assert_eq!(Separator::guess(opening.as_bytes()), separator, "{opening}");
    }
    for separator in Separator::ALL {
        assert_eq!(Separator::named(separator.as_str()), Some(separator));
    }
}

#[test]
fn what_is_no_table_is_told_from_its_first_bytes() {
    assert_eq!(FileFault::of(b""), Some(FileFault::Empty));
    assert_eq!(FileFault::of(b"\xff\xfen\0"), Some(FileFault::Utf16));
    assert_eq!(FileFault::of(b"PK\x03\x04rest"), Some(FileFault::Workbook));
    assert_eq!(FileFault::of(b"namn"), None);
}

fn headings(line: &str) -> Vec<String> {
    line.split(';').map(str::to_owned).collect()
}

#[test]
fn headings_are_known_in_swedish_and_english() {
    for (line, found) in [
        (
            "Användarnamn;Namn;E-post;Mobilnummer;Språk;Roller",
            [0, 1, 2, 3, 4, 5],
        ),
        (
            "roles;LANGUAGE;Mobile;e-mail;Name;User name",
            [5, 4, 3, 2, 1, 0],
        ),
        ("okänd", [9; 6]),
    ] {
        let mapping = Mapping::guess(Kind::People, &headings(line));
        for (column, at) in Kind::People.columns().iter().zip(found) {
            let at = Some(at).filter(|at| *at < 9);
            assert_eq!(mapping.place(*column), at, "{line}: {}", column.as_str());
        }
    }
    let entra = headings("upn;serial number;secret key;time interval;manufacturer;model");
    let mapping = Mapping::guess(Kind::Secrets, &entra);
    assert_eq!(mapping.missing(Kind::Secrets), None);
    assert_eq!(mapping.place(Column::Period), Some(3));
    assert_eq!(mapping.place(Column::Label), Some(1));
}

#[test]
fn without_a_username_the_mailbox_is_it_and_without_both_it_is_missing() {
    let mapping = Mapping::guess(Kind::People, &headings("Namn;E-post"));
    assert_eq!(mapping.place(Column::Username), Some(1));
    let mapping = Mapping::guess(Kind::People, &headings("Namn;Mobil"));
    assert_eq!(mapping.missing(Kind::People), Some(Column::Username));
}

#[test]
fn a_cell_is_given_without_what_made_it_harmless() {
    let mapping = Mapping::guess(Kind::People, &headings("username;mobile"));
    let cells = ["asa".to_owned(), "'+46701740605".to_owned()];
    assert_eq!(mapping.cell(Column::Phone, &cells), Some("+46701740605"));
    assert_eq!(mapping.cell(Column::Phone, &cells[..1]), None);
    assert_eq!(mapping.cell(Column::Email, &cells), None);
    assert_eq!(plain("'n' Anna"), "'n' Anna");
}

#[test]
fn a52_no_cell_is_a_formula() {
    for cell in ["=1+1", "+46 •• 05", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
        assert_eq!(neutral(cell.to_owned()), format!("'{cell}"));
    }
    assert_eq!(neutral("46elks".to_owned()), "46elks");
    assert_eq!(neutral("a=b".to_owned()), "a=b");
    let mut table = String::new();
    push_line(
        &mut table,
        ';',
        ["=a;b", "c\nd", "den \"nya\"", "x,y"].map(str::to_owned),
    );
    assert_eq!(table, "\"'=a;b\";\"c\nd\";\"den \"\"nya\"\"\";\"x,y\"\r\n");
}

#[test]
fn codes_are_unlike_and_names_are_found_again() {
    let mut codes: Vec<&str> = RowFault::ALL.iter().map(|fault| fault.code()).collect();
    codes.dedup();
    assert_eq!(codes.len(), RowFault::ALL.len());
    for column in Column::ALL {
        assert_eq!(Column::named(column.as_str()), Some(column));
    }
    for kind in [Kind::People, Kind::Secrets] {
        assert_eq!(Kind::named(kind.as_str()), Some(kind));
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        rows in proptest::collection::vec(
            proptest::collection::vec("[ -~åäöÅÄÖ€\n\t;,\"'=+@-]{0,20}", 1..8), 1..20),
        sign in 0_usize..3,
        size in 1_usize..50,
    ) {
        let separator = Separator::ALL[sign];
        let mut table = String::from("\u{feff}");
        for row in &rows {
            push_line(&mut table, char::from(separator.byte()), row.iter().cloned());
        }
        let read: Vec<Vec<String>> = read_in_pieces(separator, table.as_bytes(), size)
            .into_iter()
            .map(|record| record.cells.unwrap().iter().map(|cell| plain(cell).to_owned()).collect())
            .collect();
        let written: Vec<Vec<String>> = rows
            .into_iter()
            .filter(|row| row.len() > 1 || !row[0].is_empty())
            .map(|row| row.into_iter().map(|cell| plain(&neutral(cell)).to_owned()).collect())
            .collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn broken_files_never_panic_and_pieces_change_nothing(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        size in 1_usize..40,
    ) {
        let whole = read(Separator::Semicolon, &bytes);
        prop_assert_eq!(read_in_pieces(Separator::Semicolon, &bytes, size), whole);
    }
}

#[test]
fn a52_full_width_spellings_and_numbers_are_no_formulas_and_other_cells_stay() {
    for cell in ["=1+1", "+46 •• ••• •• 05", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
        assert_eq!(neutral(cell.to_owned()), format!("'{cell}"));
    }
    assert_eq!(neutral("46elks".to_owned()), "46elks");
    assert_eq!(neutral("a=b".to_owned()), "a=b");
}

#[test]
fn a_cell_with_the_sign_a_quote_or_a_line_break_is_quoted() {
    let line = |sign: char, cells: &[&str]| {
        let mut table = String::new();
        push_line(
            &mut table,
            sign,
            cells.iter().map(|cell| (*cell).to_owned()),
        );
        table
    };
    assert_eq!(line(',', &["46elks, Malmö"]), "\"46elks, Malmö\"\r\n");
    // A program that divides at another sign than ours finds no cell of its own in it.
    for cell in ["46elks, Malmö", "x;=1+1", "x\t=1+1", "x,=1+1"] {
        for sign in [',', ';'] {
            assert_eq!(line(sign, &[cell]), format!("\"{cell}\"\r\n"));
        }
    }
    assert_eq!(line(';', &["den \"nya\""]), "\"den \"\"nya\"\"\"\r\n");
    assert_eq!(line(';', &["=a;b", "c\nd"]), "\"'=a;b\";\"c\nd\"\r\n");
}
