#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

use super::*;
use crate::Difference;

fn source(language: Language, ftl: &'static str) -> Source {
    Source {
        language,
        name: "test",
        ftl,
    }
}

/// A catalogue with the same extra file in both languages.
fn with_extra(ftl: &'static str) -> Result<Catalogue, CatalogueFault> {
    Catalogue::new(&[source(Language::Sv, ftl), source(Language::En, ftl)])
}

fn with_each(sv: &'static str, en: &'static str) -> Catalogue {
    Catalogue::new(&[source(Language::Sv, sv), source(Language::En, en)]).unwrap()
}

#[test]
fn our_own_files_are_complete_in_both_languages() {
    let catalogue = Catalogue::new(&[]).unwrap();
    let differences: Vec<String> = catalogue
        .differences()
        .iter()
        .map(Difference::to_string)
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(
        catalogue
            .keys(Language::Sv)
            .eq(catalogue.keys(Language::En))
    );
    assert!(catalogue.keys(Language::Sv).count() > 40);
}

#[test]
fn every_file_in_the_folders_is_listed() {
    for language in Language::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("catalogue")
            .join(language.code());
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| {
                file.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        found.sort();
        let mut listed: Vec<&str> = BASE
            .iter()
            .filter(|source| source.language == language)
            .map(|source| source.name)
            .collect();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}

#[test]
fn no_sentence_holds_markup_or_stray_space() {
    for source in BASE {
        for (place, line) in source
            .ftl
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            let at = format!(
                "{} {}.ftl:{}",
                source.language.code(),
                source.name,
                place + 1
            );
            assert!(
                !line.contains(['<', '>']) || line.trim_end().ends_with("->"),
                "markup in {at}"
            );
            assert!(
                !line.contains(['\t', '\r']) && line.trim_end() == line,
                "stray space in {at}"
            );
        }
    }
}

#[test]
fn a_number_chooses_singular_or_plural() {
    let catalogue = Catalogue::new(&[]).unwrap();
    let (sv, en) = (catalogue.text(Language::Sv), catalogue.text(Language::En));
    assert_eq!(sv.with1("duration-minutes", "count", 1), "1 minut");
    assert_eq!(sv.with1("duration-minutes", "count", 10_u64), "10 minuter");
    assert_eq!(sv.with1("duration-days", "count", 0), "0 dagar");
    assert_eq!(en.with1("duration-days", "count", 1_u8), "1 day");
    assert_eq!(
        en.with1("duration-seconds", "count", 1_234_567),
        "1234567 seconds"
    );
    assert!(catalogue.missing().is_empty());
}

#[test]
fn values_are_handed_over_as_templates_have_them() {
    let catalogue = with_extra(
        "greeting = { $name }: { $count ->\n    [one] one\n   *[other] { $count }\n }\n",
    )
    .unwrap();
    let text = catalogue.text(Language::Sv);
    let (name, count) = (String::from("Bo <b>"), 2_usize);
    let referred = &count;
    for sentence in [
        text.with2("greeting", "name", &name, "count", count),
        text.with2("greeting", "name", name.as_str(), "count", referred),
        text.with2("greeting", "name", name.clone(), "count", 2_i8),
        text.with(
            "greeting",
            &[("name", (&name).into()), ("count", count.into())],
        ),
        text.with(
            "greeting",
            &[("name", Value::Text(&name)), ("count", Value::Number(2))],
        ),
    ] {
        assert_eq!(
            sentence, "Bo <b>: 2",
            "neither escaped nor wrapped in marks"
        );
    }
}

#[test]
fn an_attribute_is_found_behind_a_dot() {
    let catalogue = with_extra("code = Kod\n    .hint = Sex siffror\n").unwrap();
    let text = catalogue.text(Language::En);
    assert_eq!(
        (text.get("code"), text.get("code.hint")),
        ("Kod".into(), "Sex siffror".into())
    );
    assert!(text.has("code.hint") && !text.has("code.label"));
    assert_eq!(text.get("code.label"), "[code.label]");
}

#[test]
fn what_is_missing_is_seen_on_the_page_and_counted() {
    let catalogue = with_extra("hello = Hej { $name }!\n").unwrap();
    let text = catalogue.text(Language::Sv);
    assert_eq!(text.get("nowhere"), "[nowhere]");
    assert_eq!(text.get("nowhere"), "[nowhere]");
    assert_eq!(text.get("hello"), "Hej {$name}!");
    assert_eq!(text.with1("hello", "name", "Bo"), "Hej Bo!");
    assert_eq!(
        catalogue.missing(),
        [
            "[nowhere]",
            "hello: Resolver error: Unknown variable: $name"
        ]
    );
    for number in 0..1_000 {
        text.get(&format!("nowhere-{number}"));
    }
    assert_eq!(catalogue.missing().len(), MISSING_KEPT);
}

#[test]
fn a_key_stands_once() {
    let duplicate = |key: &str| CatalogueFault::Duplicate {
        language: Language::Sv,
        key: key.to_owned(),
    };
    assert_eq!(
        with_extra("button-save = Spara nu\n").err(),
        Some(duplicate("button-save"))
    );
    assert_eq!(
        with_extra("a = 1\nb = 2\na = 3\n").err(),
        Some(duplicate("a"))
    );
    assert_eq!(
        with_extra("a = 1\n    .x = 2\n    .x = 3\n").err(),
        Some(duplicate("a.x"))
    );
    assert_eq!(with_extra("-a = 1\n-a = 2\n").err(), Some(duplicate("-a")));
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_its_line() {
    let fault = with_extra("good = Gott\n\nbad = { $ }\nlater = x\n")
        .err()
        .unwrap();
    assert!(matches!(&fault, CatalogueFault::Unreadable { name, .. } if name == "test"));
    assert!(
        fault.to_string().starts_with("test (sv), line 3:"),
        "{fault}"
    );
}

#[test]
fn a_reference_to_nothing_is_a_fault() {
    for (ftl, missing) in [
        ("a = { b }\n", "b"),
        ("a = { b.x }\nb = 1\n", "b.x"),
        ("a = { -brand }\n", "-brand"),
        ("a = { $n ->\n    [one] { b }\n   *[other] x\n }\n", "b"),
        ("a = { NUMBER($n) }\n", "NUMBER()"),
    ] {
        let expected = CatalogueFault::Dangling {
            language: Language::Sv,
            key: "a".to_owned(),
            reference: missing.to_owned(),
        };
        assert_eq!(with_extra(ftl).err(), Some(expected), "{ftl}");
    }
    let catalogue = with_extra("a = { b } { -brand }\nb = { product-name }\n-brand = X\n").unwrap();
    assert_eq!(catalogue.text(Language::En).get("a"), "Tvåsteg X");
}

#[test]
fn a_key_or_variable_that_one_language_lacks_is_told() {
    let catalogue = with_each(
        "a = Hej { $name }\nonly-sv = x\n",
        "a = Hello { $nam }\nonly-en = x\n",
    );
    let told: Vec<String> = catalogue
        .differences()
        .iter()
        .map(Difference::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "a does not use $nam in sv",
            "a does not use $name in en",
            "only-en is missing in sv",
            "only-sv is missing in en",
        ]
    );
}

#[test]
fn variables_count_wherever_they_stand() {
    let sv = "a = { $count ->\n    [one] en { $thing }\n   *[other] { b }\n }\nb = { $deep }\n";
    let en = "a = { $count } { $thing } { $deep }\nb = { $deep }\n";
    assert!(with_each(sv, en).differences().is_empty());
    let attribute = "c = x\n    .hint = { $left }\n";
    let told = with_each(attribute, "c = x\n    .hint = none\n").differences();
    assert_eq!(
        told,
        [Difference::VariableMissing {
            language: Language::En,
            key: "c.hint".into(),
            variable: "left".into()
        }]
    );
}

#[test]
fn sentences_that_refer_to_each_other_in_a_circle_end() {
    let catalogue = with_extra("a = { b }\nb = { a }\n").unwrap();
    catalogue.text(Language::Sv).get("a");
    assert!(!catalogue.missing().is_empty());
}

#[test]
fn one_catalogue_serves_many_threads() {
    let catalogue = Catalogue::new(&[]).unwrap();
    std::thread::scope(|scope| {
        for number in 2..10 {
            let text = catalogue.text(Language::Sv);
            scope.spawn(move || {
                assert_eq!(
                    text.with1("duration-hours", "count", number),
                    format!("{number} timmar")
                );
            });
        }
    });
}
