//! What a table of permissions is read as, and what it would change.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use super::*;

fn entry(key: &str, name: &str, area: &str) -> Entry {
    Entry {
        key: key.to_owned(),
        name: name.to_owned(),
        area: area.to_owned(),
    }
}

fn planned(text: &str, own: &[Entry]) -> Vec<(u64, Verdict)> {
    plan(read(text.as_bytes()).unwrap(), own)
        .into_iter()
        .map(|line| (line.row, line.verdict))
        .collect()
}

#[test]
fn a_list_of_names_makes_its_own_keys() {
    let own = [entry("abonnemang", "Abonnemang", "Sälj")];
    assert_eq!(
        planned("Abonnemang\r\n\r\nAbonnemang – Ändra pris\n", &own),
        [
            (1, Verdict::Unchanged(own[0].clone())),
            (
                3,
                Verdict::New(entry(
                    "abonnemang-andra-pris",
                    "Abonnemang – Ändra pris",
                    ""
                ))
            ),
        ]
    );
}

#[test]
fn headings_in_either_language_and_any_order_say_which_column_is_what() {
    for text in [
        "Nyckel;Namn;Område\nlager;Lager;Drift",
        "area,name,key\nDrift,Lager,lager",
        "\u{feff}sep=;\r\nKey;Name;Group\r\nlager;Lager;Drift\r\n",
        "Kod\tRättighet\tGrupp\nlager\t\"Lager\"\tDrift",
        "lager;Lager;Drift",
    ] {
        let verdicts: Vec<Verdict> = planned(text, &[]).into_iter().map(|line| line.1).collect();
        assert_eq!(
            verdicts,
            [Verdict::New(entry("lager", "Lager", "Drift"))],
            "{text:?}"
        );
    }
}

#[test]
fn another_name_or_area_is_a_change_and_an_area_that_is_not_told_stays() {
    let own = [
        entry("lager", "Lager", "Drift"),
        entry("bok", "Bok", "Ekonomi"),
    ];
    assert_eq!(
        planned("key;name\nlager;Lagret\nbok;Bok", &own),
        [
            (
                2,
                Verdict::Changed {
                    from: own[0].clone(),
                    to: entry("lager", "Lagret", "Drift")
                }
            ),
            (3, Verdict::Unchanged(own[1].clone())),
        ]
    );
    let emptied = planned("key;name;area\nbok;Bok;", &own);
    assert_eq!(
        emptied[0].1,
        Verdict::Changed {
            from: own[1].clone(),
            to: entry("bok", "Bok", "")
        }
    );
}

#[test]
fn a_wrong_line_is_told_by_its_row_and_the_others_go_on() {
    let text = "key;name;area\ntvasteg.people;Mine;\nStor;Namn;\nok;;\nbra;Bra\u{202e};\nlager;Lager;\nlager;Igen;\nny;Lager;\n\"öppen;x;y\n";
    let faults: Vec<(u64, Option<LineFault>)> = planned(text, &[])
        .into_iter()
        .map(|(row, verdict)| match verdict {
            Verdict::Wrong(fault) => (row, Some(fault)),
            _ => (row, None),
        })
        .collect();
    assert_eq!(
        faults,
        [
            (2, Some(LineFault::BuiltIn)),
            (3, Some(LineFault::Key)),
            (4, Some(LineFault::Name(NameFault::Missing))),
            (5, Some(LineFault::Name(NameFault::HiddenSign))),
            (6, None),
            (7, Some(LineFault::Twice { row: 6 })),
            (8, Some(LineFault::Twice { row: 6 })),
            (9, Some(LineFault::Row(RowFault::Unclosed))),
        ]
    );
    let doubled = planned("Lager\nlager", &[]);
    assert_eq!(
        doubled[1].1,
        Verdict::Wrong(LineFault::Twice { row: 1 }),
        "one name in two spellings"
    );
}

#[test]
fn a_key_that_is_taken_is_numbered() {
    let own = [entry("lager", "Förråd", "")];
    assert_eq!(
        planned("Lager", &own),
        [(1, Verdict::New(entry("lager-2", "Lager", "")))]
    );
}

#[test]
fn a_catalogue_has_an_end() {
    let lines: Vec<String> = (0..=MOST_PERMISSIONS)
        .map(|n| format!("Rätt {n}"))
        .collect();
    let text = lines.join("\n");
    let verdicts = planned(&text, &[]);
    assert!(matches!(verdicts[MOST_PERMISSIONS - 1].1, Verdict::New(_)));
    assert_eq!(
        verdicts[MOST_PERMISSIONS].1,
        Verdict::Wrong(LineFault::TooMany)
    );
}

#[test]
fn what_is_no_table_is_refused_whole() {
    assert_eq!(read(b""), Err(FileFault::Empty.into()));
    assert_eq!(read(b"\n \n;;\n"), Err(FileFault::Empty.into()));
    assert_eq!(read(b"key;name\n"), Err(FileFault::Empty.into()));
    assert_eq!(read(b"PK\x03\x04rest"), Err(FileFault::Workbook.into()));
    assert_eq!(read(b"\xff\xfea\0"), Err(FileFault::Utf16.into()));
    let old = read(b"key;name\nandra;\xc4ndra\n").unwrap();
    assert_eq!(old[0].read.as_ref().unwrap().name, "Ändra");
}

#[test]
fn json_is_read_as_names_as_objects_and_as_the_api_lists_it() {
    let lager = entry("lager", "Lager", "Drift");
    for text in [
        r#"[{"key":"lager","name":"Lager","area":"Drift","since":2019}]"#,
        "\u{feff} {\"items\":[{\"key\":\"tvasteg.people\",\"name\":\"Personer\",\"area\":\"\",\"built_in\":true},
            {\"key\":\"lager\",\"name\":\"Lager\",\"area\":\"Drift\",\"built_in\":false}],\"next\":null}",
    ] {
        let verdicts: Vec<Verdict> = planned(text, &[]).into_iter().map(|line| line.1).collect();
        assert_eq!(verdicts, [Verdict::New(lager.clone())], "{text}");
    }
    let own = [lager.clone()];
    assert_eq!(
        planned(
            r#"["Lager", "Ändra pris", {"name":"Lager","area":null}]"#,
            &own
        ),
        [
            (1, Verdict::Unchanged(lager)),
            (2, Verdict::New(entry("andra-pris", "Ändra pris", ""))),
            (3, Verdict::Wrong(LineFault::Twice { row: 1 })),
        ]
    );
}

#[test]
fn what_is_wrong_in_json_is_told_by_its_entry_or_its_line() {
    let wrong = planned(
        r#"[1, {"key":"a"}, {"name":7}, {"key":"Stor","name":"A"}, ""]"#,
        &[],
    );
    let faults: Vec<Verdict> = wrong.into_iter().map(|(_, verdict)| verdict).collect();
    assert_eq!(
        faults,
        [
            Verdict::Wrong(LineFault::Entry),
            Verdict::Wrong(LineFault::Entry),
            Verdict::Wrong(LineFault::Entry),
            Verdict::Wrong(LineFault::Key),
            Verdict::Wrong(LineFault::Name(NameFault::Missing)),
        ]
    );
    let cut = read(b"[\n\"Lager\",\n");
    assert!(
        matches!(cut, Err(ListFault::Json { line: 3 | 4 })),
        "{cut:?}"
    );
    for none in [r#"{"name":"Lager"}"#, r#"{"items":{}}"#] {
        assert_eq!(read(none.as_bytes()), Err(ListFault::Json { line: 1 }));
    }
    assert_eq!(read(b"[]"), Err(FileFault::Empty.into()));
}
