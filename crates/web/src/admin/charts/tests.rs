//! What charts draw, to the letter, and what they never draw.

#![allow(clippy::needless_raw_string_hashes, reason = "quoted markup")]

use proptest::prelude::*;

use super::ink::Scale;
use super::*;

const PICTURE: Picture<'static> = Picture {
    id: "coverage",
    title: "Coverage <per> role",
    about: "5 of 8 people & more",
};

fn series() -> Vec<Series> {
    [("Ready", Tone::Good), ("Locked out", Tone::Bad)]
        .map(|(name, tone)| Series {
            name: name.to_owned(),
            tone,
        })
        .into()
}

fn said(value: i64) -> String {
    value.to_string()
}

#[test]
fn rows_are_drawn_like_this() {
    let row = Row {
        name: "A \"very\" long name of a role, longer than fits".to_owned(),
        end: "5 of 8".to_owned(),
        values: vec![5, 3],
        whole: 8,
    };
    let expected = r##"<svg class="chart" role="img" aria-labelledby="coverage-title coverage-about" width="100%" height="46">
<title id="coverage-title">Coverage &lt;per&gt; role</title>
<desc id="coverage-about">5 of 8 people &amp; more</desc>
<defs><pattern id="coverage-good" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="good" width="8" height="8"/></pattern><pattern id="coverage-bad" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="bad" width="8" height="8"/><path class="lines" d="M-2 2 2-2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6-2 10 2"/></pattern></defs>
<text x="0" y="14">A &quot;very&quot; long name of a role…</text><text x="100%" y="14" text-anchor="end">5 of 8</text>
<rect class="bed" x="0" y="21" width="100%" height="16" rx="3"/>
<rect x="0.00%" y="21" width="62.50%" height="16" fill="url(#coverage-good)"><title>Ready: 5</title></rect>
<rect x="62.50%" y="21" width="37.50%" height="16" fill="url(#coverage-bad)"><title>Locked out: 3</title></rect>
</svg>
"##;
    assert_eq!(rows(&PICTURE, &series(), &[row]), expected);
}

#[test]
fn columns_are_drawn_like_this() {
    let column = |label: Option<&str>, values: [i64; 2]| Column {
        label: label.map(str::to_owned),
        name: "at 10".to_owned(),
        values: values.into(),
    };
    let drawn = columns(
        &PICTURE,
        &series(),
        &[column(Some("10:00"), [3, 1]), column(None, [0, 0])],
        &said,
    );
    let (_, body) = drawn.split_once("</defs>\n").unwrap_or_default();
    let expected = r##"<g class="rule">
<line x1="12.00%" x2="100%" y1="14" y2="14"/><text x="11.00%" y="18" text-anchor="end">4</text>
<line x1="12.00%" x2="100%" y1="79" y2="79"/><text x="11.00%" y="83" text-anchor="end">2</text>
<line x1="12.00%" x2="100%" y1="144" y2="144"/><text x="11.00%" y="148" text-anchor="end">0</text>
</g>
<rect x="12.00%" y="46.5" width="35.20%" height="97.5" fill="url(#coverage-good)"><title>at 10: 3 Ready</title></rect>
<rect x="12.00%" y="14.0" width="35.20%" height="32.5" fill="url(#coverage-bad)"><title>at 10: 1 Locked out</title></rect>
<g class="rule">
<line x1="12.00%" x2="12.00%" y1="144" y2="149"/><text x="12.00%" y="164">10:00</text>
</g>
</svg>
"##;
    assert_eq!(body, expected);
}

#[test]
fn an_area_is_drawn_like_this() {
    let points = [(Some("1/11".to_owned()), 10), (None, 0), (None, 5)];
    let drawn = area(&PICTURE, &points, 1, &said);
    let expected = r#"<svg x="12.00%" y="14" width="88.00%" height="130" viewBox="0 0 3 130" preserveAspectRatio="none"><polygon class="below" points="0.5 130 0.5 0.0 1.5 130.0 2.5 65.0 2.5 130"/><polyline class="edge" points="0.5 0.0 1.5 130.0 2.5 65.0" vector-effect="non-scaling-stroke"/></svg>"#;
    assert!(drawn.contains(expected), "{drawn}");
}

#[test]
fn a_scale_ends_at_a_round_number_with_a_whole_half() {
    for (most, unit, top) in [
        (0, 1, 2),
        (2, 1, 2),
        (3, 1, 4),
        (5, 1, 6),
        (7, 1, 10),
        (11, 1, 20),
        (99_999, 1, 100_000),
        (250_000, 1_000_000, 2_000_000),
    ] {
        assert_eq!(Scale::to(most, unit).top, top, "{most}");
    }
}

#[test]
fn nothing_at_all_is_drawn_without_a_fault() {
    let nothing = [
        rows(&PICTURE, &series(), &[]),
        columns(&PICTURE, &series(), &[], &said),
        area(&PICTURE, &[], 1, &said),
    ];
    for drawn in nothing {
        assert!(drawn.ends_with("</svg>\n") && !drawn.contains("NaN"));
    }
}

proptest! {
    #[test]
    fn parts_never_reach_beyond_the_whole(values in prop::collection::vec(0_i64..1_000_000_000, 1..6)) {
        let series: Vec<Series> = values.iter().map(|_| Series { name: "a".to_owned(), tone: Tone::Quiet }).collect();
        let whole = values.iter().sum();
        let row = Row { name: String::new(), end: String::new(), values, whole };
        let drawn = rows(&PICTURE, &series, &[row]);
        for part in drawn.lines().filter(|line| line.contains("url(")) {
            let number = |name: &str| -> f64 {
                let (_, rest) = part.split_once(&format!("{name}=\"")).unwrap_or_default();
                rest.split('%').next().and_then(|digits| digits.parse().ok()).unwrap_or(f64::NAN)
            };
            prop_assert!(number("x") + number("width") <= 100.000_1, "{part}");
        }
    }

    #[test]
    fn no_name_breaks_out_of_the_picture(name in "\\PC{0,40}") {
        let row = Row { name: name.clone(), end: name.clone(), values: vec![1], whole: 1 };
        let series = [Series { name: name.clone(), tone: Tone::Warn }];
        let picture = Picture { id: "x", title: &name, about: &name };
        let plain = Picture { id: "x", title: "a", about: "a" };
        let other = Row { name: "a".to_owned(), end: "a".to_owned(), values: vec![1], whole: 1 };
        let usual = rows(&plain, &[Series { name: "a".to_owned(), tone: Tone::Warn }], &[other]);
        let drawn = rows(&picture, &series, &[row]);
        prop_assert_eq!(drawn.matches('<').count(), usual.matches('<').count());
        prop_assert_eq!(drawn.matches('"').count(), usual.matches('"').count());
    }
}
