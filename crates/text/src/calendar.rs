//! Dates and times of day in words.
//!
//! The numbers are those of the reader's own calendar, in the widths that calendar libraries use: whoever calls knows
//! the time zone. Nothing is checked here but the month, which must have a name.

use crate::Text;

impl Text {
    /// A time of day: `10.42` in Swedish, `10:42` in English.
    pub fn clock_time(&self, hour: i8, minute: i8) -> String {
        self.with2(
            "clock-time",
            "hour",
            format!("{hour:02}"),
            "minute",
            format!("{minute:02}"),
        )
    }

    /// A date: `4 december 2026`, `4 December 2026`.
    pub fn date(&self, year: i16, month: i8, day: i8) -> String {
        let month = self.get(&format!("month-{month}"));
        self.with(
            "date",
            &[
                ("day", day.into()),
                ("month", (&month).into()),
                ("year", year.into()),
            ],
        )
    }

    /// A date with a time of day: `4 december 2026 kl. 10.42`, `4 December 2026 at 10:42`.
    pub fn date_time(&self, year: i16, month: i8, day: i8, hour: i8, minute: i8) -> String {
        self.with2(
            "date-time",
            "date",
            self.date(year, month, day),
            "time",
            self.clock_time(hour, minute),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use crate::{Catalogue, Language};

    #[test]
    fn a_date_is_written_as_each_language_writes_it() {
        let catalogue = Catalogue::new(&[]).unwrap();
        let (sv, en) = (catalogue.text(Language::Sv), catalogue.text(Language::En));
        assert_eq!(sv.date(2026, 12, 4), "4 december 2026");
        assert_eq!(en.date(2026, 12, 4), "4 December 2026");
        assert_eq!(sv.date_time(2026, 3, 1, 8, 5), "1 mars 2026 kl. 08.05");
        assert_eq!(en.date_time(2026, 3, 1, 8, 5), "1 March 2026 at 08:05");
        assert_eq!(sv.clock_time(10, 42), "10.42");
        assert_eq!(en.clock_time(0, 0), "00:00");
        assert!(catalogue.missing().is_empty());
    }

    #[test]
    fn every_month_has_a_name_of_its_own_and_no_other_has_one() {
        let catalogue = Catalogue::new(&[]).unwrap();
        for language in Language::ALL {
            let text = catalogue.text(language);
            let mut names: Vec<String> = (1..=12).map(|month| text.date(2026, month, 1)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), 12);
        }
        assert!(catalogue.missing().is_empty());
        assert_eq!(
            catalogue.text(Language::En).date(2026, 13, 1),
            "1 [month-13] 2026"
        );
        assert_eq!(catalogue.missing(), ["[month-13]"]);
    }
}
